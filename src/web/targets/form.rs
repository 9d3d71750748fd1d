//! The form that records a signed letter: a table of unit × pathway, in persons and in households.

use std::collections::{BTreeMap, HashMap};

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use crate::desk::{Error, home, targets};
use crate::domain::access::Act;
use crate::domain::division::UnitCode;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::refusal::{Message, Refusals};
use crate::domain::target::{Goal, Goals, NewLetter};
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Line, Note, Submitted, Typed, Whole};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![blank, create]
}

#[derive(Serialize)]
struct New {
    form: Typed,
    units: Vec<Asked>,
}

/// The fields of a unit.
#[derive(Serialize)]
struct Asked {
    place: String,
    goals: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    key: String,
    pathway: Option<Pathway>,
}

async fn form_page(visit: &SignedIn, form: Typed) -> Answer {
    let lang = visit.lang;
    let units = visit.read(home::units).await?;
    let field = |unit: &UnitCode, pathway| Field { key: Goals::key(unit, pathway), pathway };
    let asked = |unit: &home::Unit| Asked {
        place: unit.name(lang).to_owned(),
        goals: [None]
            .into_iter()
            .chain(Pathway::TOURISM.map(Some))
            .map(|one| field(&unit.code, one))
            .collect(),
    };
    Ok(Page::new("targets/new", &New { form, units: units.iter().map(asked).collect() }))
}

#[get("/targets/new", rank = 1)]
async fn blank(visit: SignedIn) -> Answer {
    visit.actor.must(Act::SetTargets).map_err(Error::from)?;
    let begin =
        [("year", visit.now.year().to_string()), ("tolerance", NewLetter::USUAL_TOLERANCE.to_string())];
    form_page(&visit, Typed::filled(begin)).await
}

/// The form as sent.
#[derive(FromForm)]
struct Recorded {
    year: Entry<Whole>,
    title: Entry<Line>,
    document: Entry<Line>,
    signed_on: Entry<Day>,
    tolerance: Entry<Whole>,
    /// By [`Goals::key`].
    persons: HashMap<String, Option<Entry<Whole>>>,
    /// By [`Goals::key`].
    households: HashMap<String, Option<Entry<Whole>>>,
    note: Option<Entry<Note>>,
}

/// The rules across fields are the domain's.
impl Validate for Recorded {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

/// What a field of the table is of; none for a field no form of ours has.
fn place(key: &str) -> Option<(UnitCode, Option<Pathway>)> {
    let (unit, pathway) = key.split_once('-')?;
    let pathway = if pathway == "total" { None } else { Some(pathway.parse().ok()?) };
    Some((unit.parse().ok()?, pathway))
}

fn numbers(typed: &HashMap<String, Option<Entry<Whole>>>) -> BTreeMap<(UnitCode, Option<Pathway>), i64> {
    typed.iter().filter_map(|(key, whole)| Some((place(key)?, whole.as_ref()?.0.0))).collect()
}

impl Recorded {
    /// The letter it describes.
    fn letter(self) -> Result<NewLetter, Refusals> {
        let (persons, households) = (numbers(&self.persons), numbers(&self.households));
        let mut refusals = Refusals::default();
        for (unit, pathway) in households.keys().filter(|key| !persons.contains_key(key)) {
            let field = format!("persons[{}]", Goals::key(unit, *pathway));
            refusals.add(&field, Message::new("error-target-persons-too"));
        }
        refusals.into_result()?;
        let goal = |(key, amount): (&(UnitCode, Option<Pathway>), &i64)| {
            let households = households.get(key).map(|amount| Households(*amount));
            (key.clone(), Goal { persons: Persons(*amount), households })
        };
        Ok(NewLetter {
            // A year beyond any calendar is refused by its range.
            year: i32::try_from(self.year.0.0).unwrap_or(i32::MAX),
            title: self.title.into_inner().0,
            document: self.document.into_inner().0,
            signed_on: self.signed_on.0.0,
            tolerance: self.tolerance.0.0,
            goals: Goals(persons.iter().map(goal).collect()),
            note: self.note.map(|note| note.into_inner().0).unwrap_or_default(),
        })
    }
}

#[post("/targets", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Recorded>) -> Result<Done, Failure> {
    let made = match form.value.and_then(Recorded::letter) {
        Ok(letter) => visit.write(move |tx| targets::record(tx, &letter)).await,
        Err(refusals) => visit.actor.must(Act::SetTargets).map_err(Error::from).and(Err(refusals.into())),
    };
    match made {
        Ok(id) => {
            Ok(See::other(format!("/targets/{id}")).notice(Message::new("notice-target-recorded")).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = form_page(&visit, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
