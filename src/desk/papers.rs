//! Papers that lie with the records exits rest on: laid there, looked at, withdrawn with a reason.

use serde_json::json;

use super::attachments::{self, Attachment, Upload};
use super::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Actor};
use crate::domain::identity::Reason;
use crate::domain::ids::PaperId;
use crate::domain::paper::{BadPaper, Holder, HolderKind, MOST_PAPERS, PaperKind};
pub use crate::store::amber::Resting;
pub use crate::store::papers::{Held, Paper, Place};
use crate::store::{amber, papers, tallies};

/// The papers of a record.
#[derive(Debug)]
pub struct Shelf {
    /// The record.
    pub holder: Holder,
    /// Where it stands.
    pub place: Place,
    /// Whose it is, as this reader may see it.
    pub person: Option<String>,
    /// The papers, newest first.
    pub papers: Vec<Paper>,
    /// The live attributions that rest on it; nobody who does not read exits is told.
    pub resting: Vec<Resting>,
    /// Whether the reader may add and withdraw.
    pub may_record: bool,
    /// Whether the reader may open the papers themselves.
    pub may_open: bool,
    /// Whether the reader may open one against a purpose.
    pub may_ask: bool,
}

/// Operators read and write the papers of their own hires; whoever works with evidence, those of the unit.
fn must(actor: &Actor, holder: Holder, act: Act) -> Result<()> {
    let own = holder.kind == HolderKind::Hire && actor.may(Act::ReportHire);
    if own { Ok(()) } else { Ok(actor.must(act)?) }
}

/// The papers of a record.
///
/// # Errors
/// `Forbidden` for those who do not read evidence; `NotFound` for a record the reader may not know of.
pub fn of(rx: &mut Rx<'_>, holder: Holder) -> Result<Shelf> {
    let actor = rx.actor()?;
    must(actor, holder, Act::ReadEvidence)?;
    let place = papers::place(rx.conn, &actor.scope(), holder)?;
    // An operator wrote the name themselves.
    let own = actor.may(Act::ReportHire);
    let person = place.person.as_ref();
    let person = person.map(|name| if own { name.as_str().to_owned() } else { rx.name(name) });
    let resting = if actor.may(Act::ReadExits) { amber::resting_on(rx.conn, holder)? } else { Vec::new() };
    Ok(Shelf {
        papers: papers::of(rx.conn, holder)?,
        may_open: must(actor, holder, Act::OpenPapers).is_ok(),
        may_ask: actor.may(Act::AskForPapers),
        may_record: !place.removed && must(actor, holder, Act::RecordEvidence).is_ok(),
        holder,
        place,
        person,
        resting,
    })
}

/// The papers of a record, for whoever may add and withdraw.
///
/// # Errors
/// As [`of`]; `Forbidden` for those who only read.
pub fn to_record(rx: &mut Rx<'_>, holder: Holder) -> Result<Shelf> {
    let shelf = of(rx, holder)?;
    must(rx.actor()?, holder, Act::RecordEvidence)?;
    Ok(shelf)
}

/// The papers of a record, for whoever may open one against a purpose.
///
/// # Errors
/// As [`of`]; `Forbidden` for those who open them without one, or not at all.
pub fn to_ask(rx: &mut Rx<'_>, holder: Holder) -> Result<Shelf> {
    let shelf = of(rx, holder)?;
    rx.actor()?.must(Act::AskForPapers)?;
    Ok(shelf)
}

/// The file of one paper, small or whole. What was scanned may show a full ID number, so only those whose work it is open it; who
/// reads for an assessment gives a purpose ([`ask`]).
///
/// # Errors
/// As [`of`]; `Forbidden` for whoever does not open papers; `NotFound` if none of this number lies with the record.
pub fn file(rx: &mut Rx<'_>, holder: Holder, id: PaperId) -> Result<Attachment> {
    let actor = rx.actor()?;
    must(actor, holder, Act::OpenPapers)?;
    papers::place(rx.conn, &actor.scope(), holder)?;
    Ok(papers::find(rx.conn, holder, id)?.file)
}

/// Opens one paper whole, which goes on record unless it is the operator's own.
///
/// # Errors
/// As [`file`].
pub fn open(tx: &mut Tx<'_>, holder: Holder, id: PaperId) -> Result<Attachment> {
    let file = file(&mut tx.reading(), holder, id)?;
    if !tx.actor.may(Act::ReportHire) {
        tx.record("paper.opened", holder.kind.noun(), holder.record, json!({ "paper": id }))?;
    }
    Ok(file)
}

/// Opens one paper whole for whoever reads only, against a purpose that goes on record.
///
/// # Errors
/// As [`to_ask`]; `NotFound` if none of this number lies with the record.
pub fn ask(tx: &mut Tx<'_>, holder: Holder, id: PaperId, purpose: &Reason) -> Result<Attachment> {
    tx.actor.must(Act::AskForPapers)?;
    papers::place(tx.conn, &tx.scope(), holder)?;
    let file = papers::find(tx.conn, holder, id)?.file;
    let detail = json!({ "paper": id, "reason": purpose.as_str() });
    tx.record("paper.opened", holder.kind.noun(), holder.record, detail)?;
    Ok(file)
}

/// Lays papers of one kind with a record.
///
/// # Errors
/// `Forbidden`; `NotFound` for a record the actor may not know of, or one taken off its list; `Invalid` at `kind` or `files`.
pub fn add(tx: &mut Tx<'_>, holder: Holder, kind: PaperKind, uploads: &[Upload]) -> Result<()> {
    must(tx.actor, holder, Act::RecordEvidence)?;
    if papers::place(tx.conn, &tx.scope(), holder)?.removed {
        return Err(Error::NotFound);
    }
    if !holder.kind.papers().contains(&kind) {
        return Err(Error::invalid("kind", &BadPaper::Kind));
    }
    if uploads.is_empty() {
        return Err(Error::invalid("files", &BadPaper::None));
    }
    let lying = papers::of(tx.conn, holder)?.iter().filter(|paper| paper.withdrawn_at.is_none()).count();
    if lying + uploads.len() > MOST_PAPERS {
        return Err(Error::invalid("files", &BadPaper::TooMany));
    }
    let mut new = Vec::new();
    for upload in uploads {
        new.push(papers::NewPaper { holder, kind, file: attachments::attach(tx, upload)? });
    }
    papers::insert(tx.conn, &new, Some(tx.actor.user), tx.now)?;
    let files: Vec<_> = new.iter().map(|paper| paper.file).collect();
    tx.record("paper.added", holder.kind.noun(), holder.record, json!({ "kind": kind, "attachments": files }))
}

/// Withdraws a paper; it stays on record with the reason.
///
/// # Errors
/// As [`add`]; `Stale` if it was withdrawn already.
pub fn withdraw(tx: &mut Tx<'_>, holder: Holder, id: PaperId, reason: &Reason) -> Result<()> {
    must(tx.actor, holder, Act::RecordEvidence)?;
    papers::place(tx.conn, &tx.scope(), holder)?;
    let paper = papers::find(tx.conn, holder, id)?;
    papers::withdraw(tx.conn, id, reason, tx.actor.user, tx.now)?;
    if paper.file.fault.is_some() {
        // What rested on its file does no longer.
        tallies::touch(tx.conn, tx.now)?;
    }
    tx.record(
        "paper.withdrawn",
        holder.kind.noun(),
        holder.record,
        json!({ "paper": id, "attachment": paper.file.id }),
    )
}
