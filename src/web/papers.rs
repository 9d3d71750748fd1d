//! The papers of a record: `/evidence/attendances/7/papers`, the same page for every noun papers lie with.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Responder, Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::failure::Failure;
use super::files::{self, Asked, Sent};
use super::forms::{Entry, Submitted, Typed, Uploaded};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::papers::{self, Paper, Shelf};
use crate::desk::{self, Error};
use crate::domain::access::{Act, Actor};
use crate::domain::identity::Reason;
use crate::domain::ids::{ExitId, PaperId};
use crate::domain::moment::Moment;
use crate::domain::paper::{Holder, HolderKind, PaperKind};
use crate::domain::refusal::Message;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, add, file, purpose, open, ask, withdraw]
}

/// The record of an address.
fn holder(noun: &str, record: i64) -> Result<Holder, Failure> {
    let kind = noun.parse().map_err(|_| Error::NotFound)?;
    Ok(Holder { kind, record })
}

#[derive(Serialize)]
struct View {
    kind: HolderKind,
    title: String,
    person: Option<String>,
    /// The page the record stands on.
    back: String,
    action: String,
    form: Typed,
    rows: Vec<Row>,
    withdrawn: Vec<Row>,
    kinds: &'static [PaperKind],
    /// The exits that rest on the record, some of them by number.
    exits: Vec<ExitId>,
    resting: usize,
    /// Papers whose file is missing or was changed.
    faulty: usize,
    may_record: bool,
    may_open: bool,
    may_ask: bool,
    /// The paper that is to be withdrawn.
    asked: Option<PaperId>,
    /// The paper that is to be opened against a purpose.
    opening: Option<Opening>,
}

#[derive(Serialize)]
struct Opening {
    id: PaperId,
    kind: PaperKind,
}

/// What a form on the page asks a reason for.
#[derive(Debug, Clone, Copy)]
enum Asking {
    Withdrawal(PaperId),
    Opening(PaperId),
}

#[derive(Serialize)]
struct Row {
    id: PaperId,
    kind: PaperKind,
    file: files::Shown,
    by: String,
    at: Moment,
    withdrawn_at: Option<Moment>,
    reason: String,
}

impl Row {
    fn of(holder: Holder, paper: Paper) -> Self {
        Self {
            file: files::Shown::of(&paper.file, format!("{holder}/papers/{}", paper.id)),
            id: paper.id,
            kind: paper.kind,
            by: paper.by.unwrap_or_default(),
            at: paper.at,
            withdrawn_at: paper.withdrawn_at,
            reason: paper.withdrawn_reason,
        }
    }
}

/// Exits named on the page; of more, only how many.
const NAMED: usize = 10;

impl View {
    fn of(shelf: Shelf, actor: &Actor, form: Typed, asking: Option<Asking>) -> Self {
        let holder = shelf.holder;
        let (asked, opening) = match asking {
            Some(Asking::Withdrawal(id)) => (Some(id), None),
            Some(Asking::Opening(id)) => (None, shelf.papers.iter().find(|paper| paper.id == id)),
            None => (None, None),
        };
        let opening = opening.map(|paper| Opening { id: paper.id, kind: paper.kind });
        let rows: Vec<Row> = shelf.papers.into_iter().map(|paper| Row::of(holder, paper)).collect();
        let (withdrawn, rows): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| row.withdrawn_at.is_some());
        Self {
            back: back(holder, actor),
            action: format!("{holder}/papers"),
            kind: holder.kind,
            title: shelf.place.title,
            person: shelf.person,
            form,
            faulty: rows.iter().filter(|row| row.file.fault.is_some()).count(),
            rows,
            withdrawn,
            kinds: holder.kind.papers(),
            resting: shelf.resting.len(),
            exits: shelf.resting.iter().map(|one| one.exit).take(NAMED).collect(),
            may_record: shelf.may_record,
            may_open: shelf.may_open,
            may_ask: shelf.may_ask,
            asked,
            opening,
        }
    }
}

/// The page a record stands on, as far as this reader may open it.
fn back(holder: Holder, actor: &Actor) -> String {
    match holder.kind {
        HolderKind::Hire if actor.may(Act::ReportHire) || actor.may(Act::ReadHouseholds) => {
            format!("/hires/{}", holder.record)
        }
        HolderKind::Hire => "/exits".to_owned(),
        _ => holder.to_string(),
    }
}

#[get("/evidence/<noun>/<record>/papers")]
async fn list(visit: SignedIn, noun: &str, record: i64) -> Answer {
    page(&visit, holder(noun, record)?, Typed::blank(), None).await
}

async fn page(visit: &SignedIn, holder: Holder, form: Typed, asking: Option<Asking>) -> Answer {
    let shelf = visit
        .read(move |rx| match asking {
            Some(Asking::Withdrawal(_)) => papers::to_record(rx, holder),
            Some(Asking::Opening(_)) => papers::to_ask(rx, holder),
            None => papers::of(rx, holder),
        })
        .await?;
    let lies = |asking| match asking {
        Asking::Withdrawal(id) => shelf.papers.iter().any(|one| one.id == id && one.withdrawn_at.is_none()),
        Asking::Opening(id) => shelf.papers.iter().any(|one| one.id == id),
    };
    if asking.is_some_and(|asking| !lies(asking)) {
        return Err(Error::NotFound.into());
    }
    let own = visit.actor.may(Act::ReportHire);
    Ok(Page::new(
        if own { "papers/own" } else { "papers/index" },
        &View::of(shelf, &visit.actor, form, asking),
    ))
}

#[derive(FromForm, Validate)]
struct PaperForm {
    kind: Entry<PaperKind>,
}

#[post("/evidence/<noun>/<record>/papers", data = "<form>")]
async fn add(visit: SignedIn, noun: &str, record: i64, form: Uploaded<PaperForm>) -> Result<Done, Failure> {
    let holder = holder(noun, record)?;
    let added = match form.value {
        Ok((given, mut uploads)) => {
            let files = uploads.many("files");
            visit.write(move |tx| papers::add(tx, holder, *given.kind, &files)).await
        }
        Err(refusals) => {
            visit.read(move |rx| papers::to_record(rx, holder)).await?;
            Err(desk::Error::Invalid(refusals))
        }
    };
    match added {
        Ok(()) => Ok(lying(holder, "notice-paper-added")),
        Err(Error::Invalid(refusals)) => {
            let page = page(&visit, holder, form.typed.refused(&refusals), None).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/evidence/<noun>/<record>/papers/<id>?<size>")]
async fn file(
    visit: SignedIn,
    noun: &str,
    record: i64,
    id: PaperId,
    size: Option<Asked>,
) -> Result<Sent, Failure> {
    let holder = holder(noun, record)?;
    // A thumbnail is too small to read a number on; the whole is opened on record.
    let found = match size {
        Some(_) => visit.read(move |rx| papers::file(rx, holder, id)).await?,
        None => visit.write(move |tx| papers::open(tx, holder, id)).await?,
    };
    Sent::of(&visit, found, size).await
}

#[get("/evidence/<noun>/<record>/papers/<id>/opening")]
async fn purpose(visit: SignedIn, noun: &str, record: i64, id: PaperId) -> Answer {
    page(&visit, holder(noun, record)?, Typed::blank(), Some(Asking::Opening(id))).await
}

#[derive(FromForm, Validate)]
struct OpeningForm {
    purpose: Entry<Reason>,
}

/// A paper, or the form that still lacks its purpose.
#[derive(Responder)]
enum Opened {
    File(Sent),
    Page(Page),
}

#[post("/evidence/<noun>/<record>/papers/<id>/opening", data = "<form>")]
async fn open(
    visit: SignedIn,
    noun: &str,
    record: i64,
    id: PaperId,
    form: Submitted<OpeningForm>,
) -> Result<Opened, Failure> {
    let holder = holder(noun, record)?;
    match form.value {
        Ok(given) => {
            let purpose = given.purpose.into_inner();
            let file = visit.write(move |tx| papers::ask(tx, holder, id, &purpose)).await?;
            Ok(Opened::File(Sent::of(&visit, file, None).await?))
        }
        Err(refusals) => {
            let page = page(&visit, holder, form.typed.refused(&refusals), Some(Asking::Opening(id))).await?;
            Ok(Opened::Page(page.status(Status::UnprocessableEntity)))
        }
    }
}

#[get("/evidence/<noun>/<record>/papers/<id>/withdrawal")]
async fn ask(visit: SignedIn, noun: &str, record: i64, id: PaperId) -> Answer {
    page(&visit, holder(noun, record)?, Typed::blank(), Some(Asking::Withdrawal(id))).await
}

#[derive(FromForm, Validate)]
struct WithdrawalForm {
    reason: Entry<Reason>,
}

#[post("/evidence/<noun>/<record>/papers/<id>/withdrawal", data = "<form>")]
async fn withdraw(
    visit: SignedIn,
    noun: &str,
    record: i64,
    id: PaperId,
    form: Submitted<WithdrawalForm>,
) -> Result<Done, Failure> {
    let holder = holder(noun, record)?;
    let withdrawn = match form.value {
        Ok(given) => {
            let reason = given.reason.into_inner();
            visit.write(move |tx| papers::withdraw(tx, holder, id, &reason)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match withdrawn {
        Ok(()) => Ok(lying(holder, "notice-paper-withdrawn")),
        Err(Error::Invalid(refusals)) => {
            let page =
                page(&visit, holder, form.typed.refused(&refusals), Some(Asking::Withdrawal(id))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Back to the papers of a record.
fn lying(holder: Holder, notice: &'static str) -> Done {
    See::other(format!("{holder}/papers")).notice(Message::new(notice)).into()
}
