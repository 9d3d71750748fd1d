//! The calendar of a year: holidays, and the weekends worked for them.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::failure::Failure;
use super::forms::{Day, Entry, Line, Submitted, Typed};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::{Error, calendar};
use crate::domain::access::Act;
use crate::domain::calendar::{DayKind, Days};
use crate::domain::codes::Code as _;
use crate::domain::refusal::Message;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, record, take_back]
}

#[derive(Serialize)]
struct View {
    form: Typed,
    year: i32,
    years: Vec<i32>,
    known: bool,
    rows: Vec<Row>,
    may_manage: bool,
    kinds: &'static [DayKind],
}

/// A day that is not what its weekday says.
#[derive(Serialize)]
struct Row {
    day: NaiveDate,
    weekday: String,
    works: bool,
    source: String,
    to_come: bool,
}

#[get("/calendar?<year>")]
async fn show(visit: SignedIn, year: Option<i32>) -> Answer {
    page(&visit, year, Typed::filled([("kind", DayKind::Off.code())])).await
}

async fn page(visit: &SignedIn, year: Option<i32>, form: Typed) -> Answer {
    // A year no calendar has is no filter.
    let year = year.filter(|year| (1990..=2100).contains(year));
    let shown = visit.read(move |rx| calendar::year(rx, year)).await?;
    let today = visit.now.day();
    let row = |one: &crate::domain::calendar::Exception| Row {
        day: one.day,
        weekday: format!("weekday-{}", chrono::Datelike::weekday(&one.day).number_from_monday()),
        works: one.works,
        source: one.source.clone(),
        to_come: one.day > today,
    };
    let view = View {
        form,
        rows: shown.days.iter().map(row).collect(),
        year: shown.year,
        years: shown.years,
        known: shown.known,
        may_manage: visit.actor.may(Act::ManageStandards),
        kinds: DayKind::ALL,
    };
    Ok(Page::new("calendar/show", &view))
}

#[derive(FromForm, Validate)]
struct Entered {
    from: Entry<Day>,
    to: Option<Entry<Day>>,
    kind: Entry<DayKind>,
    source: Entry<Line>,
}

impl From<Entered> for Days {
    fn from(typed: Entered) -> Self {
        let from = typed.from.0.0;
        Self {
            from,
            to: typed.to.map_or(from, |to| to.0.0),
            works: typed.kind.0 == DayKind::Works,
            source: typed.source.into_inner().0,
        }
    }
}

#[post("/calendar", data = "<form>")]
async fn record(visit: SignedIn, form: Submitted<Entered>) -> Result<Done, Failure> {
    let mut year = None;
    let done = match form.value {
        Ok(entered) => {
            let days = Days::from(entered);
            year = Some(chrono::Datelike::year(&days.from));
            visit.write(move |tx| calendar::record(tx, &days)).await
        }
        Err(refusals) => {
            visit.actor.must(Act::ManageStandards).map_err(Error::from).and(Err(refusals.into()))
        }
    };
    match done {
        Ok(()) => Ok(see(year, "notice-calendar-recorded").into()),
        Err(Error::Invalid(refusals)) => {
            let page = page(&visit, year, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

fn see(year: Option<i32>, notice: &'static str) -> See {
    let path = year.map_or_else(|| "/calendar".to_owned(), |year| format!("/calendar?year={year}"));
    See::other(path).notice(Message::new(notice))
}

#[derive(FromForm, Validate)]
struct Removal {
    day: Entry<Day>,
}

#[post("/calendar/removals", data = "<form>")]
async fn take_back(visit: SignedIn, form: Submitted<Removal>) -> Result<See, Failure> {
    let day = match form.value {
        Ok(removal) => removal.day.0.0,
        Err(refusals) => {
            visit.actor.must(Act::ManageStandards).map_err(Error::from)?;
            return Err(Error::Invalid(refusals).into());
        }
    };
    visit.write(move |tx| calendar::take_back(tx, day)).await?;
    Ok(see(Some(chrono::Datelike::year(&day)), "notice-calendar-taken-back"))
}
