//! The monthly figures of a site: this year and last year, and the form of one month.

use chrono::Datelike as _;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use super::failure::{Failure, Kind};
use super::forms::{Entry, Submitted, Typed, Whole};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::changes::{By, Change, OfMonth};
use crate::desk::months::{self, Figures, Reported};
use crate::desk::{self, Error};
use crate::domain::access::Role;
use crate::domain::ids::SiteId;
use crate::domain::moment::Moment;
use crate::domain::month::{COUNTED, Month, Revenue, Visits};
use crate::domain::quantity::Fen;
use crate::domain::refusal::Message;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, enter, report]
}

/// The month of an address; one that is none is a page that does not exist.
fn asked(month: &str) -> Result<Month, Failure> {
    month.parse().map_err(|_| Failure::new(Kind::NotFound))
}

#[derive(Serialize)]
struct ListView {
    site: SiteId,
    name: String,
    place: String,
    years: Vec<Year>,
    counted: Counted,
    may_keep: bool,
    changes: Vec<Changed>,
}

/// A change of a month's figures.
#[derive(Serialize)]
struct Changed {
    at: Moment,
    by: By,
    month: Month,
    before: Option<Sums>,
    after: Option<Sums>,
}

/// The figures of a month.
#[derive(Serialize)]
struct Sums {
    visits: i64,
    revenue: Fen,
}

fn changed(change: &Change<OfMonth>) -> Option<Changed> {
    let sums = |of: &OfMonth| Sums { visits: of.figures.visits, revenue: of.figures.revenue };
    Some(Changed {
        at: change.at,
        by: change.by.clone(),
        month: change.after.or(change.before)?.month,
        before: change.before.as_ref().map(sums),
        after: change.after.as_ref().map(sums),
    })
}

/// What a rule about a year's visits counts today.
#[derive(Serialize)]
struct Counted {
    from: Month,
    to: Month,
    visits: Option<i64>,
    missing: i64,
}

/// The months of a year that are over, the latest first, and the sums of those reported.
#[derive(Serialize)]
struct Year {
    number: i32,
    rows: Vec<Row>,
    visits: Option<i64>,
    revenue: Option<Fen>,
}

#[derive(Serialize)]
struct Row {
    month: Month,
    /// As addresses have it.
    address: String,
    visits: Option<i64>,
    revenue: Option<Fen>,
}

fn year(number: i32, shown: &months::Shown) -> Year {
    let row = |of_year| {
        let month = Month::new(number, of_year).filter(|month| month.open_on(shown.today).is_ok())?;
        let reported = shown.reported.iter().find(|one| one.month == month).map(|one| one.figures);
        Some(Row {
            month,
            address: month.to_string(),
            visits: reported.map(|figures| figures.visits),
            revenue: reported.map(|figures| figures.revenue),
        })
    };
    let rows: Vec<Row> = (1..=12).rev().filter_map(row).collect();
    let any = rows.iter().any(|row| row.visits.is_some());
    Year {
        number,
        visits: any.then(|| rows.iter().filter_map(|row| row.visits).sum()),
        revenue: any.then(|| rows.iter().filter_map(|row| row.revenue).sum()),
        rows,
    }
}

#[get("/sites/<id>/months")]
async fn list(visit: SignedIn, id: SiteId) -> Answer {
    let shown = visit.read(move |rx| months::of_site(rx, id)).await?;
    let this = shown.today.year();
    let reported = i64::try_from(shown.counted.reported).unwrap_or(i64::MAX);
    let view = ListView {
        site: id,
        years: [this, this - 1]
            .map(|one| year(one, &shown))
            .into_iter()
            .filter(|y| !y.rows.is_empty())
            .collect(),
        counted: Counted {
            from: shown.counted.from,
            to: shown.counted.to,
            visits: shown.counted.visits,
            missing: i64::from(COUNTED) - reported,
        },
        changes: shown.changes.iter().filter_map(changed).collect(),
        name: shown.site.name,
        place: shown.place,
        may_keep: shown.may_keep,
    };
    let own = visit.actor.role == Role::Operator;
    Ok(Page::new(if own { "months/own" } else { "months/index" }, &view))
}

/// The form as sent.
#[derive(FromForm)]
struct Entered {
    visits: Entry<Visits>,
    revenue: Entry<Revenue>,
    /// The revision that is corrected; none for a month entered for the first time.
    revision: Option<Entry<Whole>>,
}

impl Validate for Entered {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

#[derive(Serialize)]
struct FormView {
    site: SiteId,
    name: String,
    month: Month,
    /// As addresses have it.
    address: String,
    /// The month before, and what was reported for it: a hint, never a value.
    before: Month,
    visits_before: Option<i64>,
    revenue_before: Option<Fen>,
    form: Typed,
    correcting: bool,
}

#[get("/sites/<id>/months/<month>")]
async fn enter(visit: SignedIn, id: SiteId, month: &str) -> Answer {
    form_page(&visit, id, asked(month)?, None).await
}

async fn form_page(visit: &SignedIn, id: SiteId, month: Month, form: Option<Typed>) -> Answer {
    let entering = visit.read(move |rx| months::to_enter(rx, id, month)).await?;
    let form = form.unwrap_or_else(|| entering.reported.map_or_else(Typed::blank, filled));
    let view = FormView {
        site: id,
        name: entering.site.name,
        month,
        address: month.to_string(),
        before: month.back(1),
        visits_before: entering.before.map(|figures| figures.visits),
        revenue_before: entering.before.map(|figures| figures.revenue),
        correcting: form.value("revision").is_some_and(|revision| !revision.is_empty()),
        form,
    };
    Ok(Page::new("months/form", &view))
}

fn filled(reported: Reported) -> Typed {
    let Figures { visits, revenue: Fen(fen) } = reported.figures;
    let revenue =
        if fen % 100 == 0 { (fen / 100).to_string() } else { format!("{}.{:02}", fen / 100, fen % 100) };
    Typed::filled([
        ("visits", visits.to_string()),
        ("revenue", revenue),
        ("revision", reported.revision.to_string()),
    ])
}

#[post("/sites/<id>/months/<month>", data = "<form>")]
async fn report(visit: SignedIn, id: SiteId, month: &str, form: Submitted<Entered>) -> Result<Done, Failure> {
    let month = asked(month)?;
    let reported = match form.value {
        Ok(Entered { visits, revenue, revision }) => {
            let read = revision.map(|revision| revision.0.0);
            let figures = Figures::of(*visits, *revenue);
            visit.write(move |tx| months::report(tx, id, month, figures, read)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match reported {
        Ok(()) => {
            let notice = Message::new("notice-month-reported").with("month", month.to_string());
            Ok(See::other(format!("/sites/{id}/months")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = form_page(&visit, id, month, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
