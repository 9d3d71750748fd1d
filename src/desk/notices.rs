//! Public notices of decisions: putting them up, and what everybody reads.

use chrono::NaiveDate;
use serde_json::json;

use super::applications::{by_document, load, take};
use super::{Error, Result, Rx, Tx, Waiting};
use crate::domain::access::{Act, Scope};
use crate::domain::application::{Level, Step};
use crate::domain::identity::Reason;
use crate::domain::ids::{ApplicationId, NoticeId};
use crate::domain::notice::{NoticeState, notice_number};
use crate::domain::rating::Star;
use crate::domain::refusal::{Message, Refusals};
use crate::store::applications::Application;
pub use crate::store::notices::{Approval, Notice};
use crate::store::ratings::next_of_series;
use crate::store::{Conn, applications as cases, divisions, notices as store, sheets};

/// A notice before it is put up.
#[derive(Debug)]
pub struct Draft {
    /// The application.
    pub application: Application,
    /// County, township and village of the site, by name.
    pub place: String,
    /// The star to be awarded.
    pub stars: Star,
    /// The reason of the decision; may be empty.
    pub reason: String,
    /// The level that awards it.
    pub level: Level,
    /// The first day.
    pub opens_on: NaiveDate,
    /// The last day, so many working days after the first.
    pub closes_on: NaiveDate,
    /// The year it runs into, if no holiday of it is recorded: the last day may be wrong.
    pub unknown_year: Option<i32>,
    /// How many.
    pub working_days: u32,
    /// The rule that says how many.
    pub source: String,
}

/// What the notice of a decision would be, if it were put up today.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if the application is not decided, or decided without an award.
pub fn draft(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Draft> {
    rx.actor()?.must(Act::PublishApplication)?;
    let application = cases::find(rx.conn, &rx.scope(), id)?;
    application.stage.take(Step::Announce).map_err(|illegal| Error::conflict(&illegal))?;
    let decided = store::award(rx.conn, id)?;
    let stars = decided.stars.ok_or_else(no_award)?;
    let terms = sheets::find(rx.conn, application.sheet)?.sheet.terms;
    let opens_on = rx.now.day();
    let calendar = sheets::calendar(rx.conn)?;
    let closes_on = calendar.due(opens_on, terms.notice_working_days);
    Ok(Draft {
        place: divisions::path(rx.conn, &application.division)?,
        stars,
        reason: decided.reason,
        level: terms.level_for(application.applied),
        opens_on,
        closes_on,
        unknown_year: calendar.unrecorded(opens_on, closes_on),
        working_days: terms.notice_working_days,
        source: terms.sources.notice,
        application,
    })
}

fn no_award() -> Error {
    Error::Conflict(Message::new("error-notice-no-award"))
}

/// Puts the decision on public notice from today.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if the application is not decided, or decided without an award; `Stale`.
pub fn put_up(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, body: &str) -> Result<NoticeId> {
    tx.actor.must(Act::PublishApplication)?;
    let mut application = load(tx, id, revision, Step::Announce)?;
    let draft = draft(&mut tx.reading(), id)?;
    let year = tx.now.year();
    let place = next_of_series(tx.conn, "notice", year)?;
    let new = store::NewNotice {
        application: id,
        round: store::award(tx.conn, id)?.round,
        number: notice_number(year, place),
        body: body.trim().to_owned(),
        opened_on: draft.opens_on,
        closes_on: draft.closes_on,
        by: tx.actor.user,
        at: tx.now,
    };
    let notice = store::insert(tx.conn, &new)?;
    let detail = json!({ "notice": notice, "number": new.number, "closes_on": new.closes_on });
    take(tx, &mut application, Step::Announce, ("application.announced", &new.number, detail))?;
    cases::set_due(tx.conn, id, new.closes_on)?;
    Ok(notice)
}

/// A notice as everybody may read it.
#[derive(Debug)]
pub struct Posted {
    /// The notice.
    pub notice: Notice,
    /// County, township and village of the site, by name.
    pub place: String,
    /// How it stands.
    pub state: NoticeState,
    /// Working days left, today not counted; none once it has ended.
    pub left: Option<i64>,
    /// The year it runs into, if no holiday of it is recorded: its last day may be wrong.
    pub unknown_year: Option<i32>,
}

/// One notice.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(rx: &mut Rx<'_>, id: NoticeId) -> Result<Posted> {
    let notice = store::find(rx.conn, id)?;
    posted(rx, notice)
}

fn posted(rx: &mut Rx<'_>, notice: Notice) -> Result<Posted> {
    let today = rx.now.day();
    let state = notice.run().on(today);
    let (left, unknown_year) = match state {
        NoticeState::Open => {
            let calendar = sheets::calendar(rx.conn)?;
            let closes_on = notice.closes_on;
            (Some(calendar.left(today, closes_on)), calendar.unrecorded(notice.opened_on, closes_on))
        }
        NoticeState::Closed | NoticeState::Stopped => (None, None),
    };
    Ok(Posted { place: divisions::path(rx.conn, &notice.division)?, notice, state, left, unknown_year })
}

/// The board: what runs today, and one page of what ran before.
#[derive(Debug)]
pub struct Board {
    /// What runs, the first to end before others.
    pub running: Vec<Posted>,
    /// What ended or was stopped, the latest first.
    pub past: Vec<Posted>,
    /// How many of those there are.
    pub past_total: i64,
}

/// The notice board. What it shows is the same for everybody, and names no person.
///
/// # Errors
/// If the database fails.
pub fn board(rx: &mut Rx<'_>, offset: i64, limit: i64) -> Result<Board> {
    let today = rx.now.day();
    let running = store::running(rx.conn, today)?;
    let past = store::past(rx.conn, today, offset, limit)?;
    Ok(Board {
        running: running.into_iter().map(|notice| posted(rx, notice)).collect::<Result<_>>()?,
        past: past.into_iter().map(|notice| posted(rx, notice)).collect::<Result<_>>()?,
        past_total: store::count_past(rx.conn, today)?,
    })
}

/// The notice of an application's current round, with what its approval waits for.
#[derive(Debug)]
pub struct Pending {
    /// The notice.
    pub posted: Posted,
    /// How many objections wait for an answer.
    pub open_objections: i64,
    /// Why it cannot be approved today; none if it can.
    pub too_early: Option<Message>,
    /// The approval, once it is on record.
    pub approval: Option<Approval>,
}

/// What of the notice and the approval belongs to an application, for its page. None before there is a notice.
///
/// # Errors
/// If the database fails.
pub fn of_application(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Option<Pending>> {
    let notice = match store::of_application(rx.conn, id) {
        Ok(notice) => notice,
        Err(crate::store::Fault::NotFound) => return Ok(None),
        Err(fault) => return Err(fault.into()),
    };
    let open_objections = store::open_objections(rx.conn, notice.id)?;
    let too_early = notice.run().check_approval(rx.now.day(), open_objections).err();
    Ok(Some(Pending {
        too_early: too_early.map(|early| crate::domain::refusal::Refusal::message(&early)),
        approval: store::approval(rx.conn, id)?,
        posted: posted(rx, notice)?,
        open_objections,
    }))
}

/// A notice as a link to it says.
#[derive(Debug)]
pub struct Published {
    /// Its record number.
    pub id: NoticeId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: NoticeState,
}

/// The last notice of an application, of whichever round, if there is one.
pub(super) fn published(c: &mut Conn, today: NaiveDate, id: ApplicationId) -> Result<Option<Published>> {
    let last = store::last_of_application(c, id)?;
    Ok(last.map(|notice| Published { id: notice.id, state: notice.run().on(today), number: notice.number }))
}

/// The document by which the competent level approves.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its number.
    pub number: String,
    /// Its date.
    pub on: NaiveDate,
}

/// Records that the competent level approved the award.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` at another stage, before the day after the notice's last, or while an objection
/// waits; `Stale`; `Invalid` for a document of a day to come or before the notice ended.
pub fn approve(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, document: &Document) -> Result<()> {
    tx.actor.must(Act::PublishApplication)?;
    let mut application = load(tx, id, revision, Step::Approve)?;
    let notice = store::of_application(tx.conn, id)?;
    let waiting = store::open_objections(tx.conn, notice.id)?;
    notice.run().check_approval(tx.now.day(), waiting).map_err(|early| Error::conflict(&early))?;
    answers_notice(&notice, document.on, tx.now.day())
        .map_err(|wrong| Error::Invalid(Refusals::one("approved_on", wrong)))?;
    let terms = sheets::find(tx.conn, application.sheet)?.sheet.terms;
    let new = store::NewApproval {
        application: id,
        level: terms.level_for(application.applied),
        document: &document.number,
        approved_on: document.on,
        by: tx.actor.user,
        at: tx.now,
    };
    store::approve(tx.conn, (notice.id, notice.revision), &new)?;
    let detail = json!({ "level": new.level, "document": new.document, "approved_on": new.approved_on });
    take(tx, &mut application, Step::Approve, ("application.approved", &document.number, detail))
}

/// Whether a document of this day answers a notice: of a day after the notice's last, and not to come.
fn answers_notice(notice: &Notice, on: NaiveDate, today: NaiveDate) -> std::result::Result<(), Message> {
    if on > notice.closes_on && on <= today {
        return Ok(());
    }
    let from = notice.closes_on.succ_opt().unwrap_or(notice.closes_on);
    Err(Message::new("error-approval-day").with("from", from.to_string()))
}

/// Records that the competent level did not approve the award: the application ends without a star.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` at another stage, before the day after the notice's last, or while an objection
/// waits; `Stale`; `Invalid` without the region's document where the region awards the star, or for one of a day to come or
/// before the notice ended.
pub fn disapprove(
    tx: &mut Tx<'_>,
    (id, revision): (ApplicationId, i64),
    reason: &Reason,
    document: Option<&Document>,
) -> Result<()> {
    tx.actor.must(Act::PublishApplication)?;
    let mut application = load(tx, id, revision, Step::Disapprove)?;
    let notice = store::of_application(tx.conn, id)?;
    let waiting = store::open_objections(tx.conn, notice.id)?;
    notice.run().check_approval(tx.now.day(), waiting).map_err(|early| Error::conflict(&early))?;
    let level = sheets::find(tx.conn, application.sheet)?.sheet.terms.level_for(application.applied);
    let document = document.filter(|_| level == Level::Region);
    let note = match document {
        Some(document) => {
            answers_notice(&notice, document.on, tx.now.day())
                .map_err(|wrong| Error::Invalid(Refusals::one("rejection_on", wrong)))?;
            by_document(&document.number, document.on, reason.as_str())
        }
        None if level == Level::Region => return Err(Error::Invalid(document_owed())),
        None => reason.as_str().to_owned(),
    };
    store::settle(tx.conn, (notice.id, notice.revision))?;
    let detail = json!({
        "level": level, "document": document.map(|document| &document.number), "on": document.map(|document| document.on),
    });
    take(tx, &mut application, Step::Disapprove, ("application.disapproved", &note, detail))
}

fn document_owed() -> Refusals {
    let mut refusals = Refusals::one("rejection_document", Message::new("error-decision-document"));
    refusals.add("rejection_on", Message::new("error-required"));
    refusals
}

/// What waits for the city: decisions without a notice, and notices that have ended without an approval.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    if !rx.actor()?.may(Act::PublishApplication) || rx.scope() != Scope::City {
        return Ok(Vec::new());
    }
    let (to_announce, to_approve) = store::waiting(rx.conn, rx.now.day())?;
    let one = |key, count, href: &str| Waiting { key, count, href: href.to_owned() };
    Ok(vec![
        one("notice-waiting-decided", to_announce, "/applications?stage=decided"),
        one("notice-waiting-closed", to_approve, "/applications?stage=noticed"),
    ])
}
