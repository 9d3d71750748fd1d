//! The versions of the exit criteria: the list, one with its nine criteria, and the form that records one.

use std::collections::HashMap;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use super::failure::Failure;
use super::forms::{Entry, Line, Note, Submitted, Typed, Whole};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::Error;
use crate::desk::exit_criteria::{self, Criteria, Listed};
use crate::domain::access::Act;
use crate::domain::exit_criteria::NewExitCriteria;
use crate::domain::household_check::CRITERIA;
use crate::domain::ids::ExitCriteriaId;
use crate::domain::refusal::Message;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, blank, create, show]
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Listed>,
    may_manage: bool,
}

#[get("/exit-criteria")]
async fn index(visit: SignedIn) -> Answer {
    let rows = visit.read(exit_criteria::list).await?;
    let view = Index { rows, may_manage: visit.actor.may(Act::ManageStandards) };
    Ok(Page::new("exit_criteria/index", &view))
}

#[derive(Serialize)]
struct Show {
    version: Listed,
    criteria: Criteria,
}

#[get("/exit-criteria/<id>", rank = 2)]
async fn show(visit: SignedIn, id: ExitCriteriaId) -> Answer {
    let (version, criteria) = visit.read(move |rx| exit_criteria::show(rx, id)).await?;
    Ok(Page::new("exit_criteria/show", &Show { version, criteria }))
}

#[derive(Serialize)]
struct New {
    form: Typed,
    places: Vec<i32>,
}

impl New {
    fn page(form: Typed) -> Page {
        Page::new("exit_criteria/new", &Self { form, places: (1..=CRITERIA).collect() })
    }
}

/// The form, filled with the words of the newest version: most of them stay.
#[get("/exit-criteria/new", rank = 1)]
async fn blank(visit: SignedIn) -> Answer {
    visit.actor.must(Act::ManageStandards).map_err(Error::from)?;
    let newest = visit
        .read(|rx| {
            let newest = exit_criteria::list(rx)?.into_iter().next();
            newest.map(|one| exit_criteria::show(rx, one.version.id)).transpose()
        })
        .await?;
    let items = newest.map(|(_, criteria)| criteria.items).unwrap_or_default();
    let words = items.into_iter().flat_map(|item| {
        let place = item.place;
        [(format!("labels[{place}]"), item.label), (format!("rules[{place}]"), item.rule)]
    });
    Ok(New::page(Typed::filled(words)))
}

#[derive(FromForm)]
struct Recorded {
    from_year: Entry<Whole>,
    name: Entry<Line>,
    source: Entry<Line>,
    /// By place.
    labels: HashMap<i32, Option<Entry<Line>>>,
    rules: HashMap<i32, Option<Entry<Note>>>,
}

/// The rules across fields are the domain's.
impl Validate for Recorded {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

impl From<Recorded> for NewExitCriteria {
    fn from(mut typed: Recorded) -> Self {
        let mut item = |place: i32| {
            let label = typed.labels.remove(&place).flatten().map(|label| label.into_inner().0);
            let rule = typed.rules.remove(&place).flatten().map(|rule| rule.into_inner().0);
            (place, label.unwrap_or_default(), rule.unwrap_or_default())
        };
        Self {
            items: (1..=CRITERIA).map(&mut item).collect(),
            // A year beyond any calendar is refused by its range.
            from_year: i32::try_from(typed.from_year.0.0).unwrap_or(i32::MAX),
            name: typed.name.into_inner().0,
            source: typed.source.into_inner().0,
        }
    }
}

#[post("/exit-criteria", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Recorded>) -> Result<Done, Failure> {
    let made = match form.value {
        Ok(typed) => visit.write(move |tx| exit_criteria::record(tx, &typed.into())).await,
        Err(refusals) => {
            visit.actor.must(Act::ManageStandards).map_err(Error::from).and(Err(refusals.into()))
        }
    };
    match made {
        Ok(id) => {
            let notice = Message::new("notice-exit-criteria-recorded");
            Ok(See::other(format!("/exit-criteria/{id}")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            Ok(New::page(form.typed.refused(&refusals)).status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
