//! The part of a form that says what is known of a person, and the lists it chooses from.

use rocket::form::FromForm;
use serde::Serialize;
use validator::Validate;

use crate::domain::codes::Code;
use crate::domain::nation::Nation;
use crate::domain::person::{Education, Facts, Health, Labour, MonthsWorked, Schooling, WorkPlace};
use crate::web::forms::{Entry, Line};

/// What is known of a person, as sent.
#[derive(FromForm, Validate)]
pub(super) struct FactsForm {
    nation: Option<Entry<Nation>>,
    education: Option<Entry<Education>>,
    schooling: Option<Entry<Schooling>>,
    health: Option<Entry<Health>>,
    labour: Option<Entry<Labour>>,
    work_place: Option<Entry<WorkPlace>>,
    employer: Option<Entry<Line>>,
    months_worked: Option<Entry<MonthsWorked>>,
}

impl From<FactsForm> for Facts {
    fn from(form: FactsForm) -> Self {
        Self {
            nation: form.nation.map(Entry::into_inner),
            education: form.education.map(Entry::into_inner),
            schooling: form.schooling.map(Entry::into_inner),
            health: form.health.map(Entry::into_inner),
            labour: form.labour.map(Entry::into_inner),
            work_place: form.work_place.map(Entry::into_inner),
            employer: form.employer.map(|line| line.into_inner().0).unwrap_or_default(),
            months_worked: form.months_worked.map(Entry::into_inner),
        }
    }
}

/// The lists a form about a person chooses from.
#[derive(Serialize)]
pub(super) struct Lists {
    nations: &'static [Nation],
    educations: &'static [Education],
    schoolings: &'static [Schooling],
    healths: &'static [Health],
    labours: &'static [Labour],
    work_places: &'static [WorkPlace],
}

pub(super) const LISTS: Lists = Lists {
    nations: Nation::ALL,
    educations: Education::ALL,
    schoolings: Schooling::ALL,
    healths: Health::ALL,
    labours: Labour::ALL,
    work_places: WorkPlace::ALL,
};

/// What is known of a person, as a page shows it.
#[derive(Serialize)]
pub(in crate::web) struct FactsView {
    nation: Option<Nation>,
    education: Option<Education>,
    schooling: Option<Schooling>,
    health: Option<Health>,
    labour: Option<Labour>,
    work_place: Option<WorkPlace>,
    employer: String,
    months_worked: Option<i32>,
}

impl FactsView {
    pub(in crate::web) fn of(facts: Facts) -> Self {
        Self {
            nation: facts.nation,
            education: facts.education,
            schooling: facts.schooling,
            health: facts.health,
            labour: facts.labour,
            work_place: facts.work_place,
            employer: facts.employer,
            months_worked: facts.months_worked.map(MonthsWorked::number),
        }
    }
}

fn code(one: Option<impl Code>) -> String {
    one.map(|one| one.code().to_owned()).unwrap_or_default()
}

/// The fields of the form for what is known.
pub(super) fn filled(facts: &Facts) -> [(&'static str, String); 8] {
    [
        ("nation", code(facts.nation)),
        ("education", code(facts.education)),
        ("schooling", code(facts.schooling)),
        ("health", code(facts.health)),
        ("labour", code(facts.labour)),
        ("work_place", code(facts.work_place)),
        ("employer", facts.employer.clone()),
        ("months_worked", facts.months_worked.map(|n| n.number().to_string()).unwrap_or_default()),
    ]
}
