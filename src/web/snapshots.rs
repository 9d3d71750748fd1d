//! Frozen years: what is looked at before, the two people's pages, the printed report, the file and the proof of one exit.

use chrono::NaiveDateTime;
use rocket::form::FromForm;
use rocket::futures::Stream;
use rocket::http::{ContentType, Header, Status};
use rocket::response::stream::ByteStream;
use rocket::{Responder, Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use super::failure::Failure;
use super::forms::{Confirm, Entry, Note, Submitted, Typed};
use super::lang::Lang;
use super::page::{Answer, Done, Page, See};
use super::visit::{SignedIn, Visit};
use crate::desk::home::{self, Unit};
use crate::desk::snapshots::{self, Difference, PreCheck, Ready, Shown, Snapshot};
use crate::desk::{Error, Result as DeskResult, Rx};
use crate::domain::access::Act;
use crate::domain::ids::{ExitId, SnapshotId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;
use crate::domain::snapshot::{Stage, tourism};
use crate::domain::tally::Count;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, new, propose, show, freeze, withdraw, file, proof, open]
}

/// A freezing in a list.
#[derive(Serialize)]
struct Line {
    id: SnapshotId,
    revision: i32,
    stage: Stage,
    tone: &'static str,
    total: Count,
    cut_off: Option<Moment>,
    proposed_at: Moment,
    root: Option<String>,
}

impl Line {
    fn of(snapshot: &Snapshot) -> Self {
        Self {
            id: snapshot.id,
            revision: snapshot.revision,
            stage: snapshot.stage,
            tone: match snapshot.stage {
                Stage::Proposed => "warn",
                Stage::Frozen => "ok",
                Stage::Withdrawn => "",
            },
            total: tourism(&snapshot.totals),
            cut_off: snapshot.cut_off,
            proposed_at: snapshot.proposed.1,
            root: snapshot.root.map(snapshots::printed),
        }
    }
}

#[derive(Serialize)]
struct Index {
    years: Vec<YearView>,
    may_freeze: bool,
}

#[derive(Serialize)]
struct YearView {
    year: i32,
    total: Count,
    snapshots: Vec<Line>,
    open: bool,
}

#[get("/snapshots")]
async fn index(visit: SignedIn) -> Answer {
    let years = visit.read(snapshots::years).await?;
    let view = |one: &snapshots::Year| YearView {
        year: one.year,
        total: one.total,
        snapshots: one.snapshots.iter().map(Line::of).collect(),
        open: one.snapshots.iter().any(|snapshot| snapshot.stage == Stage::Proposed),
    };
    let years = years.iter().map(view).collect();
    Ok(Page::new("snapshots/index", &Index { years, may_freeze: visit.actor.may(Act::FreezeYear) }))
}

#[derive(Serialize)]
struct New {
    form: Typed,
    year: i32,
    revision: i32,
    total: Count,
    checks: Vec<PreCheck>,
    stopped: bool,
    reason_owed: bool,
    differences: Vec<Changed>,
}

impl New {
    fn of(ready: Ready, form: Typed, units: &[Unit], lang: Lang) -> Self {
        Self {
            form,
            year: ready.year,
            revision: ready.revision,
            total: ready.total,
            stopped: ready.checks.iter().any(|check| check.stops && !check.met),
            reason_owed: ready.reason_owed(),
            differences: ready.differences.iter().map(|one| Changed::of(one, units, lang)).collect(),
            checks: ready.checks,
        }
    }
}

/// What counts now otherwise than when the year was frozen.
#[derive(Serialize)]
struct Changed {
    unit: String,
    pathway: Pathway,
    month: u32,
    frozen: (i64, i64),
    now: (i64, i64),
    by: (i64, i64),
}

impl Changed {
    fn of(one: &Difference, units: &[Unit], lang: Lang) -> Self {
        Self {
            unit: named(&one.unit, units, lang),
            pathway: one.pathway,
            month: one.month,
            frozen: one.frozen,
            now: one.now,
            by: (one.now.0 - one.frozen.0, one.now.1 - one.frozen.1),
        }
    }
}

fn named(code: &str, units: &[Unit], lang: Lang) -> String {
    let unit = units.iter().find(|unit| unit.code.as_str() == code);
    unit.map_or_else(|| code.to_owned(), |unit| unit.name(lang).to_owned())
}

async fn new_page(visit: &SignedIn, year: i32, form: Typed) -> Answer {
    let read =
        move |rx: &mut Rx<'_>| -> DeskResult<_> { Ok((snapshots::ready(rx, year)?, home::units(rx)?)) };
    let (ready, units) = visit.read(read).await?;
    Ok(Page::new("snapshots/new", &New::of(ready, form, &units, visit.lang)))
}

#[get("/snapshots/new?<year>", rank = 1)]
async fn new(visit: SignedIn, year: i32) -> Answer {
    new_page(&visit, year, Typed::blank()).await
}

/// The form as sent.
#[derive(FromForm)]
struct Proposing {
    year: i32,
    reason: Option<Entry<Note>>,
}

impl Validate for Proposing {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

#[post("/snapshots", data = "<form>")]
async fn propose(visit: SignedIn, form: Submitted<Proposing>) -> Result<Done, Failure> {
    let given = form.value.map_err(Error::Invalid)?;
    let year = given.year;
    let reason = given.reason.map(|reason| reason.into_inner().0).unwrap_or_default();
    match visit.write(move |tx| snapshots::propose(tx, year, &reason)).await {
        Ok(id) => {
            Ok(See::other(format!("/snapshots/{id}")).notice(Message::new("notice-snapshot-proposed")).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = new_page(&visit, year, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
struct Show {
    snapshot: Line,
    year: i32,
    reason: String,
    rows: i64,
    rule: String,
    proposed_by: String,
    decided_by: Option<String>,
    decided_at: Option<Moment>,
    units: Vec<String>,
    table: Vec<TableRow>,
    sums: Vec<Count>,
    differences: Vec<Changed>,
    others: Vec<Line>,
    checks: Vec<PreCheck>,
    waits: bool,
    stopped: bool,
    may_freeze: bool,
    may_withdraw: bool,
    now: NaiveDateTime,
}

/// A pathway's row of the printed table: each unit, then the sum.
#[derive(Serialize)]
struct TableRow {
    pathway: Pathway,
    cells: Vec<Count>,
    total: Count,
}

impl Show {
    fn of(shown: Shown, units: &[Unit], lang: Lang, now: Moment) -> Self {
        let totals = match &shown.snapshot.stage {
            Stage::Frozen => shown.snapshot.totals.clone(),
            Stage::Proposed | Stage::Withdrawn => Vec::new(),
        };
        let row = |pathway: Pathway| {
            let cells: Vec<Count> =
                units.iter().map(|unit| snapshots::of(&totals, unit.code.as_str(), pathway)).collect();
            TableRow { pathway, total: cells.iter().copied().sum(), cells }
        };
        let table: Vec<TableRow> = Pathway::TOURISM.into_iter().map(row).collect();
        let sums = (0..units.len())
            .map(|at| table.iter().filter_map(|row| row.cells.get(at)).copied().sum())
            .collect();
        let checks = shown.ready.as_ref().map(|ready| ready.checks.clone()).unwrap_or_default();
        Self {
            snapshot: Line::of(&shown.snapshot),
            year: shown.snapshot.year,
            reason: shown.snapshot.reason.clone(),
            rows: shown.snapshot.rows,
            rule: shown.snapshot.rule.clone(),
            decided_at: shown.snapshot.decided.map(|(_, at)| at),
            proposed_by: shown.proposed_by,
            decided_by: shown.decided_by,
            units: units.iter().map(|unit| unit.name(lang).to_owned()).collect(),
            table,
            sums,
            differences: shown.differences.iter().map(|one| Changed::of(one, units, lang)).collect(),
            others: shown.others.iter().map(Line::of).collect(),
            stopped: checks.iter().any(|check| check.stops && !check.met),
            checks,
            waits: shown.snapshot.stage == Stage::Proposed,
            may_freeze: shown.may_freeze,
            may_withdraw: shown.may_withdraw,
            now: now.local(),
        }
    }
}

#[get("/snapshots/<id>", rank = 2)]
async fn show(visit: SignedIn, id: SnapshotId) -> Answer {
    let (shown, units) = visit.read(move |rx| Ok((snapshots::show(rx, id)?, home::units(rx)?))).await?;
    Ok(Page::new("snapshots/show", &Show::of(shown, &units, visit.lang, visit.now)))
}

#[post("/snapshots/<id>/freezing", data = "<form>")]
async fn freeze(visit: SignedIn, id: SnapshotId, form: Submitted<Confirm>) -> Result<Done, Failure> {
    form.value.map_err(Error::Invalid)?;
    visit.write(move |tx| snapshots::freeze(tx, id)).await?;
    Ok(See::other(format!("/snapshots/{id}")).notice(Message::new("notice-snapshot-frozen")).into())
}

#[post("/snapshots/<id>/withdrawal", data = "<form>")]
async fn withdraw(visit: SignedIn, id: SnapshotId, form: Submitted<Confirm>) -> Result<Done, Failure> {
    form.value.map_err(Error::Invalid)?;
    visit.write(move |tx| snapshots::withdraw(tx, id)).await?;
    Ok(See::other("/snapshots").notice(Message::new("notice-snapshot-withdrawn")).into())
}

/// A file to be kept.
#[derive(Responder)]
struct Download<B> {
    body: B,
    kind: ContentType,
    name: Header<'static>,
}

impl<B> Download<B> {
    fn named(name: &str, kind: ContentType, body: B) -> Self {
        let name = format!("attachment; filename=\"{name}\"");
        Self { body, kind, name: Header::new("Content-Disposition", name) }
    }
}

#[get("/snapshots/<id>/file")]
async fn file(
    visit: SignedIn,
    id: SnapshotId,
) -> Result<Download<ByteStream<impl Stream<Item = Vec<u8>>>>, Failure> {
    let (snapshot, first) = visit.read(move |rx| snapshots::opening(rx, id)).await?;
    let name = format!("xingtu-{}-{}.jsonl", snapshot.year, snapshot.revision);
    let body = ByteStream! {
        yield first.into_bytes();
        let mut from = 1;
        // A file that ends early for a failure says so itself: its first line has the number of its rows.
        while let Ok(Some((lines, next))) = visit.read(move |rx| snapshots::lines(rx, id, from)).await {
            yield lines.into_bytes();
            from = next;
        }
    };
    Ok(Download::named(&name, ContentType::new("application", "jsonl"), body))
}

#[get("/snapshots/<id>/exits/<exit>/proof")]
async fn proof(visit: SignedIn, id: SnapshotId, exit: ExitId) -> Result<Download<Vec<u8>>, Failure> {
    let proof = visit.read(move |rx| snapshots::proof(rx, id, exit)).await?;
    let body = serde_json::to_vec(&proof).map_err(|error| Error::Broken(error.to_string()))?;
    let name = format!("xingtu-{}-{}-exit-{exit}.json", proof.year, proof.revision);
    Ok(Download::named(&name, ContentType::JSON, body))
}

#[derive(Serialize)]
struct Open {
    rows: Vec<OpenLine>,
}

#[derive(Serialize)]
struct OpenLine {
    year: i32,
    revision: i32,
    cut_off: Option<Moment>,
    root: Option<String>,
}

#[get("/open/snapshots")]
async fn open(visit: Visit) -> Answer {
    let all = visit.read(snapshots::open).await?;
    let line = |snapshot: &Snapshot| OpenLine {
        year: snapshot.year,
        revision: snapshot.revision,
        cut_off: snapshot.cut_off,
        root: snapshot.root.map(snapshots::printed),
    };
    Ok(Page::new("snapshots/open", &Open { rows: all.iter().map(line).collect() }))
}
