//! Objections to public notices.

use diesel::prelude::*;
use serde::Serialize;

use super::conn::portable;
use super::fault::changed;
use super::schema::{applications, objections, public_notices, sites};
use super::{Conn, Result};
use crate::domain::ids::{ApplicationId, AttachmentId, NoticeId, ObjectionId, UserId};
use crate::domain::moment::Moment;
use crate::domain::notice::ObjectionState;

/// An objection to be filed.
#[derive(Debug, Clone)]
pub struct NewObjection {
    /// The notice.
    pub notice: NoticeId,
    /// Its receipt, never used before.
    pub receipt: String,
    /// The form's key.
    pub key: String,
    /// What was sent, as a digest.
    pub digest: Vec<u8>,
    /// Who objects, encrypted.
    pub objector: Vec<u8>,
    /// To what, and why.
    pub text: String,
    /// The file added, if any.
    pub attachment: Option<AttachmentId>,
    /// When.
    pub at: Moment,
}

/// An objection, without who objects.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Objection {
    /// Its record number.
    pub id: ObjectionId,
    /// Its receipt.
    pub receipt: String,
    /// The notice.
    pub notice: NoticeId,
    /// The notice's number.
    pub notice_number: String,
    /// The application.
    pub application: ApplicationId,
    /// The site's name.
    pub site: String,
    /// To what, and why.
    pub text: String,
    /// The file added.
    pub attachment: Option<AttachmentId>,
    /// When it was filed.
    pub filed_at: Moment,
    /// How it stands.
    pub state: ObjectionState,
    /// The answer; empty until there is one.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// How often it was changed; what an answer must name.
    pub revision: i64,
}

/// Files an objection; `false` if its form was sent before.
///
/// # Errors
/// If the database fails.
pub fn insert(c: &mut Conn, new: &NewObjection) -> Result<bool> {
    let insert = diesel::insert_into(objections::table)
        .values((
            objections::notice_id.eq(new.notice),
            objections::receipt.eq(&new.receipt),
            objections::form_key.eq(&new.key),
            objections::form_digest.eq(&new.digest),
            objections::objector_cipher.eq(&new.objector),
            objections::text.eq(&new.text),
            objections::attachment_id.eq(new.attachment),
            objections::filed_at.eq(new.at),
            objections::state.eq(ObjectionState::Open),
            objections::answer.eq(""),
            objections::revision.eq(1_i64),
        ))
        .on_conflict(objections::form_key)
        .do_nothing();
    Ok(portable(insert).execute(c)? == 1)
}

/// The receipt and the digest of what was sent with a form's key before.
///
/// # Errors
/// If the database fails.
pub fn sent_before(c: &mut Conn, key: &str) -> Result<Option<(String, Vec<u8>)>> {
    Ok(objections::table
        .filter(objections::form_key.eq(key))
        .select((objections::receipt, objections::form_digest))
        .first(c)
        .optional()?)
}

/// Every objection with its notice. Written once, because the joins are the query.
macro_rules! all {
    () => {
        objections::table
            .inner_join(public_notices::table.inner_join(applications::table.inner_join(sites::table)))
            .select((
                objections::id,
                objections::receipt,
                objections::notice_id,
                public_notices::number,
                applications::id,
                sites::name,
                objections::text,
                objections::attachment_id,
                objections::filed_at,
                objections::state,
                objections::answer,
                objections::answered_at,
                objections::revision,
            ))
    };
}

/// The objection of a receipt. Whoever holds the receipt may read it.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(c: &mut Conn, receipt: &str) -> Result<Objection> {
    Ok(all!().filter(objections::receipt.eq(receipt)).first(c)?)
}

/// The objections to a notice, oldest first.
///
/// # Errors
/// If the database fails.
pub fn of_notice(c: &mut Conn, notice: NoticeId) -> Result<Vec<Objection>> {
    Ok(all!().filter(objections::notice_id.eq(notice)).order(objections::id).load(c)?)
}

/// All objections: those that wait first, the oldest of them before others; then those answered, the latest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, offset: i64, limit: i64) -> Result<Vec<Objection>> {
    Ok(all!()
        .order((objections::answered_at.is_not_null(), objections::answered_at.desc(), objections::id))
        .offset(offset)
        .limit(limit)
        .load(c)?)
}

/// How many objections there are; with a state, of that one.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, state: Option<ObjectionState>) -> Result<i64> {
    let mut query = objections::table.into_boxed();
    if let Some(state) = state {
        query = query.filter(objections::state.eq(state));
    }
    Ok(query.count().get_result(c)?)
}

/// Who objects, encrypted.
///
/// # Errors
/// `NotFound` if there is no such objection.
pub fn sealed_objector(c: &mut Conn, id: ObjectionId) -> Result<Vec<u8>> {
    Ok(objections::table.find(id).select(objections::objector_cipher).first(c)?)
}

/// Answers an objection, if it is still at this revision and waits.
///
/// # Errors
/// `Stale` if somebody answered it.
pub fn answer(
    c: &mut Conn,
    (id, revision): (ObjectionId, i64),
    (state, answer): (ObjectionState, &str),
    by: UserId,
    at: Moment,
) -> Result<()> {
    let target = objections::table.filter(
        objections::id
            .eq(id)
            .and(objections::revision.eq(revision))
            .and(objections::state.eq(ObjectionState::Open)),
    );
    changed(
        diesel::update(target)
            .set((
                objections::state.eq(state),
                objections::answer.eq(answer),
                objections::answered_by.eq(by),
                objections::answered_at.eq(at),
                objections::revision.eq(revision + 1),
            ))
            .execute(c)?,
    )
}
