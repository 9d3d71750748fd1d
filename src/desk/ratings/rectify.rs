//! Rectification: the notice, and the operator's answers to its points.

use chrono::NaiveDate;
use serde_json::json;

use crate::desk::attachments::{self, Upload};
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::ids::RectificationId;
use crate::domain::refusal::{Message, Refusals};
use crate::store::attachments::Attachment;
pub use crate::store::rectifications::{Item, Rectification};
use crate::store::{divisions, ratings, rectifications as store, sheets};

/// A notice with its points.
#[derive(Debug)]
pub struct Noted {
    /// The notice.
    pub rectification: Rectification,
    /// Its points, in their order.
    pub items: Vec<Item>,
    /// Working days left to its last day, negative once it has passed; none once it is settled.
    pub left: Option<i64>,
}

/// A notice as its own page shows it.
#[derive(Debug)]
pub struct Shown {
    /// The notice with its points.
    pub noted: Noted,
    /// County, township and village of the site, by name.
    pub place: String,
    /// The business it is addressed to.
    pub operator_name: String,
    /// Whether the reader may answer it now.
    pub may_answer: bool,
    /// Whether the reader settles it, on the page of the rating.
    pub may_settle: bool,
}

pub(super) fn noted(rx: &mut Rx<'_>, rectification: Rectification) -> Result<Noted> {
    let left = left(rx, &rectification)?;
    Ok(Noted { items: store::items(rx.conn, rectification.id)?, left, rectification })
}

fn left(rx: &mut Rx<'_>, rectification: &Rectification) -> Result<Option<i64>> {
    if rectification.ended_on.is_some() {
        return Ok(None);
    }
    let today: NaiveDate = rx.now.day();
    Ok(Some(sheets::calendar(rx.conn)?.left(today, rectification.due_on)))
}

/// The notices the reader may know of, those under way first.
///
/// # Errors
/// `NotFound` if nobody is signed in.
pub fn list(rx: &mut Rx<'_>) -> Result<Vec<Noted>> {
    rx.actor()?.must(Act::ReadSites)?;
    let scope = rx.scope();
    let mut all = Vec::new();
    for rectification in store::list(rx.conn, &scope)? {
        all.push(noted(rx, rectification)?);
    }
    Ok(all)
}

/// One notice.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn show(rx: &mut Rx<'_>, id: RectificationId) -> Result<Shown> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let scope = rx.scope();
    let rectification = store::find(rx.conn, &scope, id)?;
    let held = ratings::find(rx.conn, &scope, rectification.rating)?;
    let under_way = rectification.ended_on.is_none();
    Ok(Shown {
        noted: noted(rx, rectification)?,
        place: divisions::path(rx.conn, &held.division)?,
        operator_name: held.operator_name,
        may_answer: under_way && actor.may(Act::KeepSite),
        may_settle: under_way && actor.may(Act::ReCheckRating),
    })
}

/// The photo with the answer to a point of a notice.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn photo(rx: &mut Rx<'_>, id: RectificationId, position: i32) -> Result<Attachment> {
    rx.actor()?.must(Act::ReadSites)?;
    let rectification = store::find(rx.conn, &rx.scope(), id)?;
    let item = store::items(rx.conn, rectification.id)?.into_iter().find(|item| item.position == position);
    let file = item.and_then(|item| item.attachment).ok_or(Error::NotFound)?;
    Ok(crate::store::attachments::find(rx.conn, file)?)
}

/// An answer to a point, as the operator gives it.
#[derive(Debug)]
pub struct Answer {
    /// The point.
    pub position: i32,
    /// What was done.
    pub text: String,
    /// A photo of it; none leaves the one there is.
    pub photo: Option<Upload>,
}

/// Answers points of a notice; those left out keep the answer they have.
///
/// # Errors
/// `Forbidden` for all but operators; `NotFound` for a notice not theirs; `Conflict` once it is settled; `Stale`; `Invalid` if
/// nothing is answered.
pub fn answer(tx: &mut Tx<'_>, id: RectificationId, revision: i64, answers: &[Answer]) -> Result<()> {
    tx.actor.must(Act::KeepSite)?;
    let rectification = store::find(tx.conn, &tx.scope(), id)?;
    if rectification.ended_on.is_some() {
        return Err(Error::Conflict(Message::new("error-rectification-settled")));
    }
    if rectification.revision != revision {
        return Err(Error::Stale);
    }
    if answers.is_empty() {
        return Err(Refusals::one("", Message::new("error-rectification-no-answer")).into());
    }
    let known = store::items(tx.conn, id)?;
    let mut rows = Vec::new();
    for Answer { position, text, photo } in answers {
        if !known.iter().any(|item| item.position == *position) {
            return Err(Error::NotFound);
        }
        let attachment = match photo {
            Some(upload) => Some(attachments::attach(tx, upload)?),
            None => None,
        };
        rows.push(store::Answer { position: *position, text: text.clone(), attachment });
    }
    store::answer(tx.conn, (id, revision), &rows, tx.actor.user, tx.now)?;
    let points: Vec<i32> = answers.iter().map(|answer| answer.position).collect();
    tx.record("rectification.answered", "rectification", id.0, json!({ "points": points }))
}
