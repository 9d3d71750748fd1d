//! Hires: the operator's three steps and receipt, the county's list and comparison.

mod at_work;
mod county;
mod report;
pub(in crate::web) mod view;

use rocket::form::FromForm;
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

/// The filters of the list, as the address has them.
#[derive(FromForm)]
pub(super) struct Query {
    stage: Option<Entry<Stage>>,
    q: Option<String>,
    page: Option<i64>,
}

impl Query {
    pub(super) fn filter(&self) -> HireFilter {
        let search = Some(self.text()).filter(|q| !q.is_empty());
        HireFilter { stage: self.stage.map(Entry::into_inner), site: None, search }
    }

    fn text(&self) -> String {
        self.q.as_deref().unwrap_or_default().trim().to_owned()
    }

    fn stage(&self) -> &'static str {
        self.stage.map_or("", |stage| stage.0.code())
    }

    /// The fields of an address that asks the same.
    pub(super) fn fields(&self) -> [(&'static str, String); 2] {
        [("stage", self.stage().to_owned()), ("q", self.text())]
    }
}

#[get("/hires?<query..>")]
async fn index(visit: SignedIn, query: Query) -> Answer {
    let (filter, filters, asked) = (query.filter(), query.fields(), Asked::page(query.page));
    let (list, units, deadlines) = visit
        .read(move |rx| {
            Ok((hires::list(rx, &filter, asked.offset(), PER_PAGE)?, home::units(rx)?, hires::deadlines(rx)?))
        })
        .await?;
    let view = Index {
        rows: list.rows.iter().map(|row| Row::of(row, &units, &deadlines, visit.lang)).collect(),
        pager: asked.of(list.total, "/hires", &filters),
        stages: Stage::ALL,
        stage: query.stage(),
        q: query.text(),
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
