//! Objections to public notices: anybody files them, those who answer read who objects.

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::applications::{load, take};
use super::attachments::{self, Attachment, Upload};
use super::{Desk, Error, Result, Rx, Tx, Waiting};
use crate::domain::access::Act;
use crate::domain::application::{Stage, Step};
use crate::domain::identity::{PersonName, Phone, Reason};
use crate::domain::ids::NoticeId;
use crate::domain::moment::Moment;
use crate::domain::notice::{NoticeState, ObjectionState, receipt_number};
use crate::domain::refusal::Message;
use crate::keys::{Keys, random};
pub use crate::store::objections::Objection;
use crate::store::ratings::next_of_series;
use crate::store::{Conn, applications as cases, audit, notices, objections as store, sheets};

/// What the encrypted objector is bound to.
const OBJECTOR: &str = "objector";

/// An objection as somebody files it.
#[derive(Debug, Clone)]
pub struct Filing {
    /// To which notice.
    pub notice: NoticeId,
    /// Who objects.
    pub name: PersonName,
    /// Where to reach them.
    pub phone: Phone,
    /// To what, and why.
    pub text: String,
    /// The form's key, by which a form sent twice is recognised.
    pub key: String,
    /// The file they add.
    pub attachment: Option<Upload>,
}

/// Who objects.
#[derive(Serialize, Deserialize)]
struct Sealed {
    name: String,
    phone: String,
}

/// Files an objection; its receipt. A form sent twice gets the receipt it got before.
///
/// # Errors
/// `NotFound` if there is no such notice; `Conflict` if it does not run today, or the form's key came with something else
/// before.
pub async fn file(desk: &Desk, filing: Filing, now: Moment) -> Result<String> {
    let keys = std::sync::Arc::clone(&desk.keys);
    desk.db.write(move |c| enter(c, &keys, &filing, now)).await
}

/// As [`file`], for threads that may wait.
///
/// # Errors
/// As [`file`].
pub fn file_now(desk: &Desk, filing: Filing, now: Moment) -> Result<String> {
    let keys = std::sync::Arc::clone(&desk.keys);
    desk.db.write_now(move |c| enter(c, &keys, &filing, now))
}

fn enter(c: &mut Conn, keys: &Keys, filing: &Filing, now: Moment) -> Result<String> {
    let digest = digest(keys, filing);
    if let Some((receipt, earlier)) = store::sent_before(c, &filing.key)? {
        return again(receipt, &earlier, &digest);
    }
    // Held first: an approval at the same time finds the notice changed, and its state is read behind it.
    notices::hold(c, filing.notice)?;
    let notice = notices::find(c, filing.notice)?;
    if notice.run().on(now.day()) != NoticeState::Open || notice.stage != Stage::Noticed {
        return Err(Error::Conflict(Message::new("error-notice-closed")));
    }
    let sealed = Sealed { name: filing.name.as_str().to_owned(), phone: filing.phone.as_str().to_owned() };
    let sealed = serde_json::to_string(&sealed).map_err(|error| Error::Broken(error.to_string()))?;
    let place = next_of_series(c, "objection", now.year())?;
    let attachment = match &filing.attachment {
        Some(upload) => Some(attachments::attach_of_public(c, upload, now)?),
        None => None,
    };
    let new = store::NewObjection {
        notice: filing.notice,
        receipt: receipt_number(now.year(), place, random()?),
        key: filing.key.clone(),
        digest: digest.clone(),
        objector: keys.seal_text(OBJECTOR, &sealed)?,
        text: filing.text.clone(),
        attachment,
        at: now,
    };
    if !store::insert(c, &new)? {
        let (receipt, earlier) = store::sent_before(c, &filing.key)?.ok_or(Error::Stale)?;
        return again(receipt, &earlier, &digest);
    }
    let event = audit::Event {
        at: now,
        user: None,
        what: "objection.filed",
        noun: "notice",
        record: filing.notice.0,
        detail: json!({ "receipt": new.receipt, "attachment": attachment }).to_string(),
    };
    audit::append(c, &[event])?;
    Ok(new.receipt)
}

fn again(receipt: String, earlier: &[u8], digest: &[u8]) -> Result<String> {
    if earlier == digest {
        Ok(receipt)
    } else {
        Err(Error::Conflict(Message::new("error-objection-other-form")))
    }
}

/// What was sent, in 32 bytes, keyed: a plain digest of a telephone number could be guessed.
fn digest(keys: &Keys, filing: &Filing) -> Vec<u8> {
    let notice = filing.notice.to_string();
    let mut hash = Sha256::new();
    let added = filing.attachment.as_ref().map(Upload::digest).unwrap_or_default();
    for word in [&notice, filing.name.as_str(), filing.phone.as_str(), &filing.text, &added] {
        hash.update(word.len().to_be_bytes());
        hash.update(word);
    }
    keys.form_code(&hash.finalize()).to_vec()
}

/// The objection of a receipt: its state and its answer, for whoever holds the receipt.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(rx: &mut Rx<'_>, receipt: &str) -> Result<Objection> {
    Ok(store::find(rx.conn, receipt)?)
}

/// The file added to an objection, for those who answer: it may say who objects.
///
/// # Errors
/// `Forbidden`; `NotFound` if there is no such objection, or no file with it.
pub fn attachment(rx: &mut Rx<'_>, receipt: &str) -> Result<Attachment> {
    rx.actor()?.must(Act::AnswerObjection)?;
    let id = store::find(rx.conn, receipt)?.attachment.ok_or(Error::NotFound)?;
    Ok(crate::store::attachments::find(rx.conn, id)?)
}

/// An objection in the city's list, with the working days since it was filed.
#[derive(Debug)]
pub struct Listed {
    /// The objection.
    pub objection: Objection,
    /// Working days since it was filed; none once it is answered.
    pub waited: Option<i64>,
}

/// The objections, those that wait first, and how many there are.
///
/// # Errors
/// `Forbidden`.
pub fn list(rx: &mut Rx<'_>, offset: i64, limit: i64) -> Result<(Vec<Listed>, i64)> {
    rx.actor()?.must(Act::AnswerObjection)?;
    let calendar = sheets::calendar(rx.conn)?;
    let today = rx.now.day();
    let waited = |objection: &Objection| {
        (objection.state == ObjectionState::Open).then(|| calendar.left(objection.filed_at.day(), today))
    };
    let rows = store::list(rx.conn, offset, limit)?;
    let rows = rows.into_iter().map(|objection| Listed { waited: waited(&objection), objection }).collect();
    Ok((rows, store::count(rx.conn, None)?))
}

/// Shows who objects, on record.
///
/// # Errors
/// `Forbidden` for those who do not answer objections; `NotFound`.
pub fn objector(tx: &mut Tx<'_>, receipt: &str) -> Result<(PersonName, Phone)> {
    tx.actor.must(Act::AnswerObjection)?;
    let objection = store::find(tx.conn, receipt)?;
    let opened = tx.keys.open_text(OBJECTOR, &store::sealed_objector(tx.conn, objection.id)?)?;
    let broken = || Error::Broken("an objector cannot be read".into());
    let sealed: Sealed = serde_json::from_str(&opened).map_err(|_| broken())?;
    tx.record("objection.objector_read", "objection", objection.id.0, json!({}))?;
    Ok((sealed.name.parse().map_err(|_| broken())?, sealed.phone.parse().map_err(|_| broken())?))
}

/// Whether an objection is answered in the objector's favour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 成立: back to the inspection.
    Uphold,
    /// 不成立.
    Dismiss,
}

/// Answers an objection. An upheld one ends its notice and sends the application back to its inspection, in the next round.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it was answered; `Stale` if it, or its application, changed meanwhile.
pub fn answer(
    tx: &mut Tx<'_>,
    receipt: &str,
    revision: i64,
    (answer, reason): (Answer, &Reason),
) -> Result<()> {
    tx.actor.must(Act::AnswerObjection)?;
    let objection = store::find(tx.conn, receipt)?;
    if objection.state != ObjectionState::Open {
        return Err(Error::Conflict(Message::new("error-objection-answered")));
    }
    let (state, what) = match answer {
        Answer::Uphold => (ObjectionState::Upheld, "objection.upheld"),
        Answer::Dismiss => (ObjectionState::Dismissed, "objection.dismissed"),
    };
    store::answer(tx.conn, (objection.id, revision), (state, reason.as_str()), tx.actor.user, tx.now)?;
    tx.record(what, "objection", objection.id.0, json!({ "notice": objection.notice }))?;
    let notice = notices::find(tx.conn, objection.notice)?;
    // A second upheld objection of the same notice finds the application sent back already.
    if answer == Answer::Uphold && notice.round == notice.current_round && notice.stage == Stage::Noticed {
        send_back(tx, &objection)?;
    }
    Ok(())
}

fn send_back(tx: &mut Tx<'_>, objection: &Objection) -> Result<()> {
    let scope = tx.scope();
    let revision = cases::find(tx.conn, &scope, objection.application)?.revision;
    let mut application = load(tx, objection.application, revision, Step::UpholdObjection)?;
    let detail = json!({ "objection": objection.id, "notice": objection.notice });
    let note = format!("{} · {}", objection.notice_number, objection.receipt);
    take(tx, &mut application, Step::UpholdObjection, ("application.objection_upheld", &note, detail))?;
    Ok(notices::begin_round(tx.conn, objection.application)?)
}

/// What waits for those who answer.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    if !rx.actor()?.may(Act::AnswerObjection) {
        return Ok(Vec::new());
    }
    let count = store::count(rx.conn, Some(ObjectionState::Open))?;
    Ok(vec![Waiting { key: "objection-waiting", count, href: "/objections".into() }])
}
