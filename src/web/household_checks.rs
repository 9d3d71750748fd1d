//! The check of a household against the exit criteria (八有一超): its sheet, to be read, recorded and printed.

use std::collections::HashMap;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use super::failure::Failure;
use super::forms::{Day, Entry, Line, Submitted, Typed, Whole};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::Error;
use crate::desk::exits::{self, ExitFile};
use crate::desk::household_checks::{self, Criteria, IncomeLine, Shown};
use crate::domain::household_check::{Found, Income, Met};
use crate::domain::ids::{ExitId, HouseholdCheckId};
use crate::domain::refusal::{Message, Refusals};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, record]
}

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    file: ExitFile,
    shown: Option<Shown>,
    criteria: Criteria,
    line: Option<IncomeLine>,
    may_record: bool,
    form: Typed,
}

async fn page(visit: &SignedIn, id: ExitId, form: Typed) -> Answer {
    let (file, sheet) =
        visit.read(move |rx| Ok((exits::show(rx, id)?, household_checks::sheet(rx, id)?))).await?;
    let view = View {
        shown: sheet.shown,
        criteria: sheet.criteria,
        line: sheet.line,
        may_record: sheet.may_record,
        file,
        form,
    };
    Ok(Page::new("exits/check", &view))
}

#[get("/exits/<id>/check")]
async fn show(visit: SignedIn, id: ExitId) -> Answer {
    page(&visit, id, Typed::blank()).await
}

/// The sheet as sent.
#[derive(FromForm)]
struct Checked {
    /// By place.
    met: HashMap<i32, Option<Entry<Met>>>,
    income: Entry<Income>,
    persons: Entry<Whole>,
    officer: Entry<Line>,
    officer_on: Entry<Day>,
    head_on: Entry<Day>,
    /// The check in force when the page was shown.
    read: Option<Entry<Whole>>,
}

/// The rules across fields are the domain's.
impl Validate for Checked {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

#[post("/exits/<id>/check", data = "<form>")]
async fn record(visit: SignedIn, id: ExitId, form: Submitted<Checked>) -> Result<Done, Failure> {
    let done = match form.value {
        Ok(typed) => {
            let mut met: Vec<(i32, bool)> = typed
                .met
                .into_iter()
                .filter_map(|(place, met)| Some((place, met?.0 == Met::Yes)))
                .filter(|(place, _)| (1..=9).contains(place))
                .collect();
            met.sort_unstable();
            let found = Found {
                met,
                income: typed.income.0.0,
                persons: i32::try_from(typed.persons.0.0).unwrap_or(i32::MAX),
                officer_on: typed.officer_on.0.0,
                head_on: typed.head_on.0.0,
            };
            let read = typed.read.map(|read| HouseholdCheckId(read.0.0));
            let officer = typed.officer.into_inner().0;
            visit.write(move |tx| household_checks::record(tx, id, read, &found, &officer)).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match done {
        Ok(()) => {
            let notice = Message::new("notice-household-checked");
            Ok(See::other(format!("/exits/{id}/check")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => refused(&visit, id, form.typed, &refusals).await,
        Err(error) => Err(error.into()),
    }
}

async fn refused(visit: &SignedIn, id: ExitId, typed: Typed, refusals: &Refusals) -> Result<Done, Failure> {
    visit.actor.must(crate::domain::access::Act::CheckHousehold).map_err(Error::from)?;
    let page = page(visit, id, typed.refused(refusals)).await?;
    Ok(page.status(Status::UnprocessableEntity).into())
}
