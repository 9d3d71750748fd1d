//! The poverty office's lists of exits: the lists, one with its exits, and the forms that enter households.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::exits::view::{Choice, Row, choices, unit_name};
use super::failure::Failure;
use super::forms::{Day, Entry, Line, Submitted, Typed};
use super::page::{Answer, Done, Page, See};
use super::paging::{Asked, PER_PAGE, Pager};
use super::visit::SignedIn;
use crate::desk::announcements::{self, AnnouncementFilter, Listed, NewAnnouncement};
use crate::desk::exits::{self, ExitFilter};
use crate::desk::{Error, home};
use crate::domain::access::{Act, Scope};
use crate::domain::announcement::Half;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::ids::AnnouncementId;
use crate::domain::refusal::Message;
use crate::domain::tally::Count;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, blank, create, show, add]
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Labelled>,
    pager: Pager,
    units: Vec<Choice>,
    years: Vec<i32>,
    unit: Option<UnitCode>,
    year: Option<i32>,
    filtered: bool,
    may_announce: bool,
}

/// A list with its unit's name in the reader's language.
#[derive(Serialize)]
struct Labelled {
    #[serde(flatten)]
    listed: Listed,
    unit_label: String,
}

/// The filters of the list, as the address has them.
#[derive(FromForm)]
pub(super) struct Query {
    unit: Option<Entry<UnitCode>>,
    year: Option<i32>,
    page: Option<i64>,
}

impl Query {
    pub(super) fn filter(&self) -> AnnouncementFilter {
        AnnouncementFilter { unit: self.unit.as_ref().map(|unit| unit.0.clone()), year: self.year }
    }

    /// The fields of an address that asks the same.
    pub(super) fn fields(&self) -> [(&'static str, String); 2] {
        [
            ("unit", self.unit.as_ref().map(|unit| unit.0.to_string()).unwrap_or_default()),
            ("year", self.year.map(|year| year.to_string()).unwrap_or_default()),
        ]
    }
}

#[get("/announcements?<query..>")]
async fn index(visit: SignedIn, query: Query) -> Answer {
    let (filter, filters, year) = (query.filter(), query.fields(), query.year);
    let (asked, read) = (Asked::page(query.page), filter.clone());
    let (list, units) = visit
        .read(move |rx| Ok((announcements::list(rx, &read, asked.offset(), PER_PAGE)?, home::units(rx)?)))
        .await?;
    let label = |listed: Listed| Labelled {
        unit_label: unit_name(&listed.announcement.unit, &units, visit.lang),
        listed,
    };
    let view = Index {
        pager: asked.of(list.total, "/announcements", &filters),
        filtered: filters.iter().any(|(_, value)| !value.is_empty()),
        rows: list.rows.into_iter().map(label).collect(),
        units: if visit.actor.scope() == Scope::City { choices(&units, visit.lang) } else { Vec::new() },
        years: list.years,
        unit: filter.unit,
        year,
        may_announce: visit.actor.may(Act::AnnounceExits),
    };
    Ok(Page::new("announcements/index", &view))
}

#[derive(Serialize)]
struct New {
    form: Typed,
    units: Vec<Choice>,
    batches: &'static [Half],
}

async fn form_page(visit: &SignedIn, form: Typed) -> Answer {
    let units = choices(&visit.read(home::units).await?, visit.lang);
    Ok(Page::new("announcements/new", &New { form, units, batches: Half::ALL }))
}

#[get("/announcements/new", rank = 1)]
async fn blank(visit: SignedIn) -> Answer {
    visit.actor.must(Act::AnnounceExits).map_err(Error::from)?;
    form_page(&visit, Typed::filled([("batch", Half::of(visit.now.day()).code())])).await
}

#[derive(FromForm, Validate)]
#[expect(clippy::struct_field_names, reason = "the fields of the form")]
struct Announced {
    document: Entry<Line>,
    announced_on: Entry<Day>,
    batch: Entry<Half>,
    unit: Entry<UnitCode>,
    households: String,
}

#[post("/announcements", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Announced>) -> Result<Done, Failure> {
    let made = match form.value {
        Ok(typed) => {
            let new = NewAnnouncement {
                document: typed.document.into_inner().0,
                announced_on: typed.announced_on.0.0,
                batch: typed.batch.0,
                unit: typed.unit.into_inner(),
            };
            visit.write(move |tx| announcements::announce(tx, &new, &typed.households)).await
        }
        Err(refusals) => visit.actor.must(Act::AnnounceExits).map_err(Error::from).and(Err(refusals.into())),
    };
    match made {
        Ok(id) => {
            let notice = Message::new("notice-exits-announced");
            Ok(See::other(format!("/announcements/{id}")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = form_page(&visit, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct Show {
    announcement: AnnouncementId,
    document: String,
    announced_on: NaiveDate,
    year: i32,
    batch: Half,
    unit_label: String,
    all: Count,
    standing: Count,
    entered_by: Option<String>,
    entered_at: crate::domain::moment::Moment,
    rows: Vec<Row>,
    full_names: bool,
    pager: Pager,
    may_add: bool,
    form: Typed,
}

async fn page(visit: &SignedIn, id: AnnouncementId, asked: Asked, form: Typed) -> Answer {
    let filter = ExitFilter { announcement: Some(id), ..ExitFilter::default() };
    let (shown, list, units) = visit
        .read(move |rx| {
            let shown = announcements::show(rx, id)?;
            Ok((shown, exits::list(rx, &filter, asked.offset(), PER_PAGE)?, home::units(rx)?))
        })
        .await?;
    let one = shown.listed.announcement;
    let view = Show {
        announcement: id,
        unit_label: unit_name(&one.unit, &units, visit.lang),
        document: one.document,
        announced_on: one.announced_on,
        year: one.year,
        batch: one.batch,
        all: shown.listed.exits.all,
        standing: shown.listed.exits.standing,
        entered_by: shown.entered_by,
        entered_at: one.entered_at,
        pager: asked.of(list.count.households.0, &format!("/announcements/{id}"), &[]),
        rows: list.rows.into_iter().map(|row| Row::of(row, &units, visit.lang)).collect(),
        full_names: list.full_names,
        may_add: shown.may_add,
        form,
    };
    Ok(Page::new("announcements/show", &view))
}

#[get("/announcements/<id>?<page>", rank = 2)]
async fn show(visit: SignedIn, id: AnnouncementId, page: Option<i64>) -> Answer {
    self::page(&visit, id, Asked::page(page), Typed::blank()).await
}

#[derive(FromForm, Validate)]
struct Added {
    households: String,
}

#[post("/announcements/<id>/exits", data = "<form>")]
async fn add(visit: SignedIn, id: AnnouncementId, form: Submitted<Added>) -> Result<Done, Failure> {
    let added = match form.value {
        Ok(typed) => visit.write(move |tx| announcements::add(tx, id, &typed.households)).await,
        Err(refusals) => visit.actor.must(Act::AnnounceExits).map_err(Error::from).and(Err(refusals.into())),
    };
    match added {
        Ok(()) => {
            let notice = Message::new("notice-exits-announced");
            Ok(See::other(format!("/announcements/{id}")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = page(&visit, id, Asked::page(None), form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
