//! The form that records a figure as it was printed.

use std::collections::HashMap;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use crate::desk::{Error, figures, home};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewFigure, Percent, Printed, Ratio, Scope, UnitOfCount};
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Line, Note, Submitted, Typed, Whole};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![blank, create]
}

/// As many percentages as a form has lines for.
const RATIOS: [i32; 3] = [1, 2, 3];

#[derive(Serialize)]
struct New {
    form: Typed,
    units: Vec<Choice>,
    scopes: &'static [Scope],
    counts: &'static [UnitOfCount],
    pathways: &'static [Pathway],
    ratios: [i32; 3],
}

#[derive(Serialize)]
struct Choice {
    value: UnitCode,
    label: String,
}

async fn form_page(visit: &SignedIn, form: Typed) -> Answer {
    let lang = visit.lang;
    let units = visit.read(home::units).await?;
    let units =
        units.iter().map(|unit| Choice { value: unit.code.clone(), label: unit.name(lang).to_owned() });
    let view = New {
        form,
        units: units.collect(),
        scopes: Scope::ALL,
        counts: UnitOfCount::ALL,
        pathways: Pathway::ALL,
        ratios: RATIOS,
    };
    Ok(Page::new("figures/new", &view))
}

#[get("/figures/new", rank = 1)]
async fn blank(visit: SignedIn) -> Answer {
    visit.actor.must(Act::RecordFigure).map_err(Error::from)?;
    let begin = [("unit_of_count", UnitOfCount::Persons.code()), ("scope", Scope::TourismExits.code())];
    form_page(&visit, Typed::filled(begin)).await
}

/// The form as sent.
#[derive(FromForm)]
struct Recorded {
    authority: Entry<Line>,
    source: Entry<Line>,
    published_on: Entry<Day>,
    year: Entry<Whole>,
    unit: Option<Entry<UnitCode>>,
    scope: Entry<Scope>,
    scope_note: Option<Entry<Line>>,
    unit_of_count: Entry<UnitOfCount>,
    /// By the pathway's code.
    parts: HashMap<String, Option<Entry<Whole>>>,
    /// By the unit's code.
    units: HashMap<String, Option<Entry<Whole>>>,
    total: Option<Entry<Whole>>,
    /// These four by the line of the form.
    ratio_of: HashMap<String, Option<Entry<Line>>>,
    ratio_numerator: HashMap<String, Option<Entry<Whole>>>,
    ratio_denominator: HashMap<String, Option<Entry<Whole>>>,
    ratio_printed: HashMap<String, Option<Entry<Percent>>>,
    note: Option<Entry<Note>>,
}

/// The rules across fields are the domain's.
impl Validate for Recorded {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

/// What stands in a field of a line.
fn at<T>(fields: &HashMap<String, Option<Entry<T>>>, place: i32) -> Option<&T> {
    fields.get(&place.to_string())?.as_ref().map(|entry| &entry.0)
}

impl Recorded {
    /// The percentage of a line; none of an empty one. A line that was begun is owed whole.
    fn ratio(&self, place: i32, refusals: &mut Refusals) -> Option<Ratio> {
        let of = at(&self.ratio_of, place);
        let numerator = at(&self.ratio_numerator, place);
        let denominator = at(&self.ratio_denominator, place);
        let printed = at(&self.ratio_printed, place);
        if of.is_none() && numerator.is_none() && denominator.is_none() && printed.is_none() {
            return None;
        }
        for (field, there) in [
            ("ratio_of", of.is_some()),
            ("ratio_numerator", numerator.is_some()),
            ("ratio_denominator", denominator.is_some()),
            ("ratio_printed", printed.is_some()),
        ] {
            if !there {
                refusals.add(&format!("{field}[{place}]"), Message::new("error-required"));
            }
        }
        Some(Ratio {
            of: of?.0.clone(),
            numerator: numerator?.0,
            denominator: denominator?.0,
            printed: *printed?,
        })
    }

    /// The figure it describes.
    fn figure(self) -> Result<NewFigure, Refusals> {
        let mut refusals = Refusals::default();
        let ratios = RATIOS.iter().filter_map(|place| self.ratio(*place, &mut refusals)).collect();
        refusals.into_result()?;
        let part = |pathway: &Pathway| {
            let amount = self.parts.get(pathway.code())?.as_ref()?;
            Some((*pathway, amount.0.0))
        };
        let unit = |(code, amount): (&String, &Option<Entry<Whole>>)| {
            Some((code.parse::<UnitCode>().ok()?, amount.as_ref()?.0.0))
        };
        let mut units: Vec<(UnitCode, i64)> = self.units.iter().filter_map(unit).collect();
        units.sort();
        Ok(NewFigure {
            printed: Printed {
                parts: Pathway::ALL.iter().filter_map(part).collect(),
                units,
                total: self.total.map(|total| total.0.0),
                ratios,
            },
            authority: self.authority.into_inner().0,
            source: self.source.into_inner().0,
            published_on: self.published_on.0.0,
            // A year beyond any calendar is refused by its range.
            year: i32::try_from(self.year.0.0).unwrap_or(i32::MAX),
            unit: self.unit.map(Entry::into_inner),
            scope: self.scope.0,
            scope_note: self.scope_note.map(|note| note.into_inner().0).unwrap_or_default(),
            unit_of_count: self.unit_of_count.0,
            note: self.note.map(|note| note.into_inner().0).unwrap_or_default(),
        })
    }
}

#[post("/figures", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Recorded>) -> Result<Done, Failure> {
    let made = match form.value.and_then(Recorded::figure) {
        Ok(figure) => visit.write(move |tx| figures::record(tx, &figure)).await,
        Err(refusals) => visit.actor.must(Act::RecordFigure).map_err(Error::from).and(Err(refusals.into())),
    };
    match made {
        Ok(id) => {
            Ok(See::other(format!("/figures/{id}")).notice(Message::new("notice-figure-recorded")).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = form_page(&visit, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
