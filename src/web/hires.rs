//! Hires: the operator's three steps and receipt, the county's list and comparison.

mod at_work;
mod county;
mod report;
pub(in crate::web) mod view;

use rocket::{Route, get, routes};
use serde::Serialize;

use self::view::Row;
use super::failure::Failure;
use super::forms::{Entry, Typed};
use super::page::{Answer, Page};
use super::paging::{Asked, PER_PAGE, Pager};
use super::visit::SignedIn;
use crate::desk::hires::{self, HireFilter, Seen};
use crate::desk::home;
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::hire::Stage;
use crate::domain::ids::HireId;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![index, show], report::routes(), at_work::routes(), county::routes()].concat()
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    pager: Pager,
    stages: &'static [Stage],
    /// The chosen stage's code, or nothing.
    stage: &'static str,
    q: String,
}

#[get("/hires?<stage>&<q>&<page>")]
async fn index(visit: SignedIn, stage: Option<Entry<Stage>>, q: Option<&str>, page: Option<i64>) -> Answer {
    let stage = stage.map(Entry::into_inner);
    let chosen = stage.map_or("", Stage::code);
    let q = q.unwrap_or_default().trim().to_owned();
    let filter = HireFilter { stage, site: None, search: Some(q.clone()).filter(|q| !q.is_empty()) };
    let asked = Asked::page(page);
    let (list, units, deadlines) = visit
        .read(move |rx| {
            Ok((hires::list(rx, &filter, asked.offset(), PER_PAGE)?, home::units(rx)?, hires::deadlines(rx)?))
        })
        .await?;
    let filters = [("stage", chosen.to_owned()), ("q", q.clone())];
    let view = Index {
        rows: list.rows.iter().map(|row| Row::of(row, &units, &deadlines, visit.lang)).collect(),
        pager: asked.of(list.total, "/hires", &filters),
        stages: Stage::ALL,
        stage: chosen,
        q,
    };
    let own = visit.actor.may(Act::ReportHire);
    Ok(Page::new(if own { "hires/own" } else { "hires/index" }, &view))
}

#[get("/hires/<id>")]
async fn show(visit: SignedIn, id: HireId) -> Answer {
    record(&visit, id, Typed::blank(), None).await
}

/// The page of one hire, for the operator who reported it or for the county that verifies it.
async fn record(
    visit: &SignedIn,
    id: HireId,
    form: Typed,
    revealed: Option<String>,
) -> Result<Page, Failure> {
    let (seen, units, deadlines) =
        visit.read(move |rx| Ok((hires::open(rx, id)?, home::units(rx)?, hires::deadlines(rx)?))).await?;
    Ok(match seen {
        Seen::Own(hire, wages) => {
            let record = report::Record::of(&hire, &units, &deadlines, visit, form).with(wages);
            Page::new("hires/show", &record)
        }
        Seen::Examined(seen, wages) => {
            let comparison = county::Comparison::of(&seen, &units, &deadlines, visit, form, revealed);
            Page::new("hires/verify", &comparison.with(wages))
        }
    })
}
