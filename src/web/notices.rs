//! The notice board: what is on public notice today and what was, for everybody.

use chrono::NaiveDate;
use rocket::{Route, get, routes};
use serde::Serialize;

use super::page::{Answer, Page};
use super::paging::{Asked, PER_PAGE, Pager};
use super::sites::named;
use super::visit::Visit;
use crate::desk::notices::{self, Posted};
use crate::domain::application::Stage;
use crate::domain::ids::NoticeId;
use crate::domain::notice::NoticeState;
use crate::domain::rating::Star;
use crate::domain::site::SiteKind;
use crate::web::lang::Lang;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, show]
}

/// What of a notice everybody may read.
#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) id: NoticeId,
    pub(super) number: String,
    site: String,
    kind: SiteKind,
    place: String,
    unit: String,
    stars: Option<Star>,
    reason: String,
    body: String,
    opened_on: NaiveDate,
    closes_on: NaiveDate,
    state: NoticeState,
    left: Option<i64>,
    /// What the application ended with after this notice, if it did.
    outcome: Option<Stage>,
    unknown_year: Option<i32>,
}

impl Shown {
    pub(super) fn of(lang: Lang, posted: Posted) -> Self {
        let Posted { notice, place, state, left, unknown_year } = posted;
        let ended = state == NoticeState::Closed && matches!(notice.stage, Stage::Awarded | Stage::Rejected);
        Self {
            outcome: ended.then_some(notice.stage),
            id: notice.id,
            number: notice.number,
            site: notice.site,
            kind: notice.kind,
            place,
            unit: named(lang, &notice.unit_name, &notice.unit_name_en),
            stars: notice.stars,
            reason: notice.reason,
            body: notice.body,
            opened_on: notice.opened_on,
            closes_on: notice.closes_on,
            state,
            left,
            unknown_year,
        }
    }

    /// Whether objections are taken.
    pub(super) fn is_open(&self) -> bool {
        self.state == NoticeState::Open
    }
}

#[derive(Serialize)]
struct Index {
    running: Vec<Shown>,
    past: Vec<Shown>,
    pager: Pager,
}

#[get("/notices?<page>")]
async fn index(visit: Visit, page: Option<i64>) -> Answer {
    let asked = Asked::page(page);
    let board = visit.read(move |rx| notices::board(rx, asked.offset(), PER_PAGE)).await?;
    let shown = |all: Vec<Posted>| all.into_iter().map(|one| Shown::of(visit.lang, one)).collect();
    let pager = asked.of(board.past_total, "/notices", &[]);
    Ok(Page::new("notices/index", &Index { running: shown(board.running), past: shown(board.past), pager }))
}

#[derive(Serialize)]
struct Show {
    open: bool,
    one: Shown,
}

#[get("/notices/<id>")]
async fn show(visit: Visit, id: NoticeId) -> Answer {
    let posted = visit.read(move |rx| notices::find(rx, id)).await?;
    let one = Shown::of(visit.lang, posted);
    Ok(Page::new("notices/show", &Show { open: one.is_open(), one }))
}
