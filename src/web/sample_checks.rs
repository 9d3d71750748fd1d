//! Sample checks: the list, the seeding, the draw, and what was found.

mod cases;

use rocket::form::FromForm;
use rocket::http::{ContentType, Status};
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::exits::view::{Choice, choices, unit_name};
use super::failure::Failure;
use super::forms::{Confirm, Entry, Submitted, Typed, Whole};
use super::lang::Lang;
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::home::{self, Unit};
use crate::desk::sample_checks::{self, Asked, Case, SampleCheck, Shown, UnitResult};
use crate::desk::{Error, Result as DeskResult, Rx};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::ids::{ExitId, SampleCaseId, SampleCheckId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;
use crate::domain::sample_check::{Confidence, Finding, Interval, Stage};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![index, blank, create, show, draw, population], cases::routes()].concat()
}

/// A sample check in a list.
#[derive(Serialize)]
struct Line {
    id: SampleCheckId,
    year: i32,
    /// The one unit it is of.
    unit_label: Option<String>,
    stage: Stage,
    tone: &'static str,
    seeded_at: Moment,
    drawn_at: Option<Moment>,
    closed_at: Option<Moment>,
    size_each: Option<i32>,
    margin_percent: Option<i32>,
    confidence: Confidence,
    drawn: i64,
    found: i64,
    differing: Option<i64>,
}

impl Line {
    fn of(check: &SampleCheck, results: &[UnitResult], units: &[Unit], lang: Lang) -> Self {
        let closed = check.stage == Stage::Closed;
        Self {
            id: check.id,
            year: check.year,
            unit_label: check.unit.as_ref().map(|unit| unit_name(unit, units, lang)),
            stage: check.stage,
            tone: if closed { "ok" } else { "warn" },
            seeded_at: check.seeded_at,
            drawn_at: check.drawn_at,
            closed_at: check.closed_at,
            size_each: check.size_each,
            margin_percent: check.margin_percent,
            confidence: check.confidence,
            drawn: results.iter().map(|one| one.size).sum(),
            found: results.iter().map(|one| one.found).sum(),
            differing: closed.then(|| results.iter().filter_map(|one| one.differing).sum()),
        }
    }
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Line>,
    may_draw: bool,
    may_check: bool,
}

#[get("/sample-checks")]
async fn index(visit: SignedIn) -> Answer {
    let read = |rx: &mut Rx<'_>| -> DeskResult<_> { Ok((sample_checks::all(rx)?, home::units(rx)?)) };
    let (all, units) = visit.read(read).await?;
    let view = Index {
        rows: all.iter().map(|one| Line::of(&one.check, &one.units, &units, visit.lang)).collect(),
        may_draw: visit.actor.may(Act::DrawSample),
        may_check: visit.actor.may(Act::CheckSample),
    };
    Ok(Page::new("sample_checks/index", &view))
}

#[derive(Serialize)]
struct New {
    form: Typed,
    units: Vec<Choice>,
    confidences: &'static [Confidence],
}

async fn form_page(visit: &SignedIn, form: Typed, status: Status) -> Answer {
    let units = choices(&visit.read(home::units).await?, visit.lang);
    let view = New { form, units, confidences: Confidence::ALL };
    Ok(Page::new("sample_checks/new", &view).status(status))
}

#[get("/sample-checks/new", rank = 1)]
async fn blank(visit: SignedIn) -> Answer {
    visit.actor.must(Act::DrawSample).map_err(Error::from)?;
    let year = visit.now.year().to_string();
    let form = Typed::filled([("confidence", Confidence::NinetyFive.code()), ("year", &year)]);
    form_page(&visit, form, Status::Ok).await
}

#[derive(FromForm, Validate)]
struct Seeding {
    year: Entry<Whole>,
    unit: Option<Entry<UnitCode>>,
    size: Option<Entry<Whole>>,
    margin: Option<Entry<Whole>>,
    confidence: Entry<Confidence>,
}

impl From<Seeding> for Asked {
    fn from(typed: Seeding) -> Self {
        Self {
            // A year beyond any calendar is refused by its range.
            year: i32::try_from(typed.year.0.0).unwrap_or(i32::MAX),
            unit: typed.unit.map(Entry::into_inner),
            size: typed.size.map(|size| size.0.0),
            margin: typed.margin.map(|margin| margin.0.0),
            confidence: typed.confidence.0,
        }
    }
}

#[post("/sample-checks", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Seeding>) -> Result<Done, Failure> {
    let made = match form.value {
        Ok(typed) => visit.write(move |tx| sample_checks::seed(tx, &typed.into())).await,
        Err(refusals) => visit.actor.must(Act::DrawSample).map_err(Error::from).and(Err(refusals.into())),
    };
    match made {
        Ok(id) => {
            let notice = Message::new("notice-sample-check-seeded");
            Ok(See::other(format!("/sample-checks/{id}")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            let typed = form.typed.refused(&refusals);
            Ok(form_page(&visit, typed, Status::UnprocessableEntity).await?.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// A unit's part of a sample check.
#[derive(Serialize)]
struct Row {
    unit: UnitCode,
    unit_label: String,
    population: i64,
    digest: String,
    size: i64,
    found: i64,
    differing: Option<i64>,
    interval: Option<Interval>,
}

/// A case as whoever reads the whole city sees it.
#[derive(Serialize)]
struct CaseLine {
    id: SampleCaseId,
    exit: ExitId,
    unit_label: String,
    place: i32,
    checker: String,
    found: bool,
    /// What was attributed and what was found, of one that differs.
    differs: Option<(Pathway, Finding)>,
    note: String,
}

impl CaseLine {
    fn of((case, checker): (Case, String), units: &[Unit], lang: Lang) -> Self {
        let differing = case.finding.filter(|_| case.agrees() == Some(false));
        Self {
            id: case.id,
            exit: case.exit,
            unit_label: unit_name(&case.unit, units, lang),
            place: case.place,
            checker,
            found: case.found_at.is_some(),
            differs: differing.map(|finding| (case.pathway, finding)),
            note: case.note,
        }
    }
}

#[derive(Serialize)]
struct View {
    check: Line,
    commitment: String,
    seed: Option<String>,
    seeded_by: String,
    drawn_by: Option<String>,
    units: Vec<Row>,
    cases: Vec<CaseLine>,
    /// Of those the cases that differ, told when the check is closed.
    differing: Vec<CaseLine>,
    may_draw: bool,
    may_assign: bool,
}

impl View {
    fn of(shown: Shown, units: &[Unit], lang: Lang) -> Self {
        let check = Line::of(&shown.check, &shown.units, units, lang);
        let lines: Vec<CaseLine> =
            shown.cases.into_iter().map(|case| CaseLine::of(case, units, lang)).collect();
        let (differing, cases) = lines.into_iter().partition(|line| line.differs.is_some());
        let row = |one: UnitResult| Row {
            unit_label: unit_name(&one.unit, units, lang),
            unit: one.unit,
            population: one.population,
            digest: one.digest,
            size: one.size,
            found: one.found,
            differing: one.differing,
            interval: one.interval,
        };
        Self {
            check,
            commitment: shown.check.commitment,
            seed: shown.seed,
            seeded_by: shown.seeded_by,
            drawn_by: shown.drawn_by,
            units: in_order(shown.units, units).into_iter().map(row).collect(),
            cases,
            differing,
            may_draw: shown.may_draw,
            may_assign: shown.may_assign,
        }
    }
}

/// The parts of a sample check in the official order of their units.
fn in_order(mut parts: Vec<UnitResult>, units: &[Unit]) -> Vec<UnitResult> {
    parts.sort_by_key(|part| units.iter().position(|unit| unit.code == part.unit));
    parts
}

#[get("/sample-checks/<id>", rank = 2)]
async fn show(visit: SignedIn, id: SampleCheckId) -> Answer {
    let (shown, units) = visit.read(move |rx| Ok((sample_checks::show(rx, id)?, home::units(rx)?))).await?;
    Ok(Page::new("sample_checks/show", &View::of(shown, &units, visit.lang)))
}

#[post("/sample-checks/<id>/drawing", data = "<form>")]
async fn draw(visit: SignedIn, id: SampleCheckId, form: Submitted<Confirm>) -> Result<See, Failure> {
    form.value.map_err(Error::from)?;
    visit.write(move |tx| sample_checks::draw(tx, id)).await?;
    Ok(See::other(format!("/sample-checks/{id}")).notice(Message::new("notice-sample-check-drawn")))
}

/// The list a unit was drawn from, byte for byte as its digest was taken.
#[get("/sample-checks/<id>/population/<unit>")]
async fn population(
    visit: SignedIn,
    id: SampleCheckId,
    unit: &str,
) -> Result<(ContentType, String), Failure> {
    let unit: UnitCode = unit.parse().map_err(|_| Error::NotFound)?;
    let listed = visit.read(move |rx| sample_checks::population(rx, id, &unit)).await?;
    Ok((ContentType::Plain, listed))
}
