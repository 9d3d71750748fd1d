//! Attributions: what waits to be verified and confirmed, and the steps.

use rocket::form::FromForm;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::exits::view::{Choice, Row, choices};
use super::exits::{code, page, refused};
use super::failure::Failure;
use super::forms::{Day, Entry, Line, Submitted, Typed, Whole};
use super::page::{Answer, Done, Page, See};
use super::paging::{Asked, PER_PAGE, Pager};
use super::visit::SignedIn;
use crate::desk::attributions::queue::{self, QueueFilter, Which};
use crate::desk::attributions::{Revision, confirm, replace, verify, withdraw};
use crate::desk::evidence::ShownPaper;
use crate::desk::evidence::sufficiency::{self, Lacking};
use crate::desk::{self, Error, home};
use crate::domain::access::{Act, Scope};
use crate::domain::attribution::{Evidence, Stage};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::identity::Reason;
use crate::domain::ids::{AttributionId, ExitId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::tally::Count;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![
        index,
        insufficient,
        show,
        take_verification,
        take_confirmation,
        take_withdrawal,
        replacing,
        take_replacement
    ]
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Listed>,
    pager: Pager,
    count: Count,
    units: Vec<Choice>,
    pathways: &'static [Pathway],
    stages: &'static [Stage],
    unit: Option<UnitCode>,
    pathway: Option<Pathway>,
    stage: Option<Stage>,
    /// Whether these are what waits for the reader, nothing else being asked for.
    waiting: bool,
    filtered: bool,
    may_propose: bool,
}

#[derive(Serialize)]
struct Listed {
    exit: Row,
    paper: Option<ShownPaper>,
    attribution: AttributionId,
    attributed: Pathway,
    stage: Stage,
    proposed_at: Moment,
    proposed_by: String,
}

/// The filters of the list, as the address has them.
#[derive(FromForm)]
pub(super) struct Query {
    unit: Option<Entry<UnitCode>>,
    pathway: Option<Entry<Pathway>>,
    stage: Option<String>,
    page: Option<i64>,
}

impl Query {
    fn chosen(&self) -> Option<Stage> {
        self.stage.as_deref().and_then(|stage| stage.parse().ok())
    }

    pub(super) fn filter(&self) -> QueueFilter {
        QueueFilter {
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            pathway: self.pathway.map(Entry::into_inner),
            which: match self.chosen() {
                Some(stage) => Which::At(stage),
                None if self.stage.as_deref().is_none_or(str::is_empty) => Which::Waiting,
                None => Which::All,
            },
        }
    }

    /// The fields of an address that asks the same.
    pub(super) fn fields(&self) -> [(&'static str, String); 3] {
        [
            ("unit", self.unit.as_ref().map(|unit| unit.0.to_string()).unwrap_or_default()),
            ("pathway", code(self.pathway.map(Entry::into_inner))),
            ("stage", self.stage.clone().unwrap_or_default()),
        ]
    }
}

/// Without a stage, what waits for the reader; `stage=all` is every one.
#[get("/attributions?<query..>")]
async fn index(visit: SignedIn, query: Query) -> Answer {
    let (filter, filters, asked) = (query.filter(), query.fields(), Asked::page(query.page));
    let (chosen, waiting) = (query.chosen(), filter.which == Which::Waiting);
    let read = filter.clone();
    let (list, units) = visit
        .read(move |rx| Ok((queue::list(rx, &read, asked.offset(), PER_PAGE)?, home::units(rx)?)))
        .await?;
    let whole_city = visit.actor.scope() == Scope::City;
    let view = Index {
        pager: asked.of(list.count.households.0, "/attributions", &filters),
        count: list.count,
        filtered: filters.iter().any(|(_, value)| !value.is_empty()),
        rows: list
            .rows
            .into_iter()
            .map(|row| Listed {
                exit: Row::of(row.exit, &units, visit.lang),
                paper: row.paper,
                attribution: row.id,
                attributed: row.pathway,
                stage: row.stage,
                proposed_at: row.proposed.at,
                proposed_by: row.proposed.by,
            })
            .collect(),
        units: if whole_city { choices(&units, visit.lang) } else { Vec::new() },
        pathways: Pathway::ALL,
        stages: Stage::ALL,
        unit: filter.unit,
        pathway: filter.pathway,
        stage: chosen,
        waiting,
        may_propose: visit.actor.may(Act::ProposeAttribution),
    };
    Ok(Page::new("attributions/index", &view))
}

#[derive(Serialize)]
struct Insufficient {
    year: i32,
    rows: Vec<Lacks>,
}

#[derive(Serialize)]
struct Lacks {
    #[serde(flatten)]
    exit: Row,
    missing: Vec<Message>,
}

/// What is confirmed in a year although its rules find something required missing.
#[get("/attributions/insufficient?<year>", rank = 1)]
async fn insufficient(visit: SignedIn, year: Option<i32>) -> Answer {
    let year = year.unwrap_or_else(|| visit.now.year());
    let (rows, units) = visit.read(move |rx| Ok((sufficiency::list(rx, year)?, home::units(rx)?))).await?;
    let lacks = |one: Lacking| Lacks { exit: Row::of(one.exit, &units, visit.lang), missing: one.missing };
    let view = Insufficient { year, rows: rows.into_iter().map(lacks).collect() };
    Ok(Page::new("attributions/insufficient", &view))
}

/// An attribution is shown with its exit.
#[get("/attributions/<id>", rank = 2)]
async fn show(visit: SignedIn, id: AttributionId) -> Result<See, Failure> {
    let exit = visit.read(move |rx| queue::exit_of(rx, id)).await?;
    Ok(See::other(format!("/exits/{exit}#attribution")))
}

/// A step with the revision its taker has read.
#[derive(FromForm, Validate)]
struct Seen {
    revision: Entry<Whole>,
}

#[derive(FromForm, Validate)]
struct Withdrawal {
    revision: Entry<Whole>,
    reason: Entry<Reason>,
}

#[post("/attributions/<id>/verification", data = "<form>")]
async fn take_verification(
    visit: SignedIn,
    id: AttributionId,
    form: Submitted<Seen>,
) -> Result<Done, Failure> {
    let taken = match form.value {
        Ok(seen) => visit.write(move |tx| verify(tx, id, seen.revision.0.0)).await,
        Err(refusals) => Err(not_seen(&refusals)),
    };
    answer(&visit, "exits/show", id, form.typed, taken, "notice-attribution-verified").await
}

#[post("/attributions/<id>/confirmation", data = "<form>")]
async fn take_confirmation(
    visit: SignedIn,
    id: AttributionId,
    form: Submitted<Seen>,
) -> Result<Done, Failure> {
    let taken = match form.value {
        Ok(seen) => visit.write(move |tx| confirm(tx, id, seen.revision.0.0)).await,
        Err(refusals) => Err(not_seen(&refusals)),
    };
    answer(&visit, "exits/show", id, form.typed, taken, "notice-attribution-confirmed").await
}

#[post("/attributions/<id>/withdrawal", data = "<form>")]
async fn take_withdrawal(
    visit: SignedIn,
    id: AttributionId,
    form: Submitted<Withdrawal>,
) -> Result<Done, Failure> {
    let taken = match form.value {
        Ok(asked) => visit.write(move |tx| withdraw(tx, id, asked.revision.0.0, &asked.reason)).await,
        Err(refusals) => Err(not_seen(&refusals)),
    };
    answer(&visit, "exits/show", id, form.typed, taken, "notice-attribution-withdrawn").await
}

#[derive(FromForm, Validate)]
struct Replacement {
    revision: Entry<Whole>,
    evidence: Entry<Evidence>,
    on_day: Entry<Day>,
    document: Option<Entry<Line>>,
    reason: Entry<Reason>,
}

const REPLACEMENT: &str = "attributions/replacement";

/// The form that puts another in its place, for whoever may.
#[get("/attributions/<id>/replacement")]
async fn replacing(visit: SignedIn, id: AttributionId) -> Result<Done, Failure> {
    let (exit, may) = visit
        .read(move |rx| {
            let exit = queue::exit_of(rx, id)?;
            let live = crate::desk::exits::show(rx, exit)?.live;
            Ok((exit, live.is_some_and(|live| live.attribution.id == id && live.may_replace)))
        })
        .await?;
    if may {
        Ok(page(&visit, REPLACEMENT, exit, Typed::blank(), None).await?.into())
    } else {
        Ok(See::other(format!("/exits/{exit}#attribution")).into())
    }
}

/// Another in its place: a dated revision.
#[post("/attributions/<id>/replacement", data = "<form>")]
async fn take_replacement(
    visit: SignedIn,
    id: AttributionId,
    form: Submitted<Replacement>,
) -> Result<Done, Failure> {
    let taken = match form.value {
        Ok(asked) => {
            let why = Revision {
                on: asked.on_day.0.0,
                document: asked.document.map(|document| document.into_inner().0).unwrap_or_default(),
                reason: asked.reason.into_inner(),
            };
            let (revision, evidence) = (asked.revision.0.0, asked.evidence.0);
            visit.write(move |tx| replace(tx, id, revision, evidence, &why)).await
        }
        Err(refusals) => Err(not_seen(&refusals)),
    };
    answer(&visit, REPLACEMENT, id, form.typed, taken, "notice-attribution-replaced").await
}

/// A step without the revision that was read is as good as one on an old page.
fn not_seen(refusals: &Refusals) -> Error {
    if refusals.iter().any(|(field, _)| field == "revision") {
        Error::Stale
    } else {
        Error::Invalid(refusals.clone())
    }
}

async fn answer(
    visit: &SignedIn,
    template: &'static str,
    id: AttributionId,
    typed: Typed,
    taken: desk::Result<ExitId>,
    notice: &'static str,
) -> Result<Done, Failure> {
    match taken {
        Ok(exit) => Ok(See::other(format!("/exits/{exit}")).notice(Message::new(notice)).into()),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let exit = visit.read(move |rx| queue::exit_of(rx, id)).await?;
            refused(visit, template, exit, typed, error).await
        }
        Err(error) => Err(error.into()),
    }
}
