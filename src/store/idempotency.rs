//! What a re-sent request was answered with.
//!
//! A browser sends a form again by itself when the connection dies before the answer came. The form carries a key, and the
//! key remembers what was sent, as a digest, and what came of it.

use diesel::prelude::*;

use super::conn::portable;
use super::schema::idempotency_keys;
use super::{Conn, Result};
use crate::domain::ids::UserId;
use crate::domain::moment::Moment;

/// An earlier request with the same key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Remembered {
    /// The digest of what was sent.
    pub request_digest: Vec<u8>,
    /// What came of it.
    pub answer: String,
}

/// Remembers a request; `false` if its key is remembered already.
///
/// # Errors
/// If the database fails.
pub fn remember(c: &mut Conn, user: UserId, key: &str, request: &Remembered, at: Moment) -> Result<bool> {
    let insert = diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::user_id.eq(user),
            idempotency_keys::key.eq(key),
            idempotency_keys::request_digest.eq(&request.request_digest),
            idempotency_keys::answer.eq(&request.answer),
            idempotency_keys::made_at.eq(at),
        ))
        .on_conflict((idempotency_keys::user_id, idempotency_keys::key))
        .do_nothing();
    Ok(portable(insert).execute(c)? == 1)
}

/// The earlier request of a user with this key.
///
/// # Errors
/// If the database fails.
pub fn recall(c: &mut Conn, user: UserId, key: &str) -> Result<Option<Remembered>> {
    Ok(idempotency_keys::table
        .find((user, key))
        .select((idempotency_keys::request_digest, idempotency_keys::answer))
        .first(c)
        .optional()?)
}

/// Writes down what came of a remembered request.
///
/// # Errors
/// If the database fails.
pub fn answered(c: &mut Conn, user: UserId, key: &str, answer: &str) -> Result<()> {
    diesel::update(idempotency_keys::table.find((user, key)))
        .set(idempotency_keys::answer.eq(answer))
        .execute(c)?;
    Ok(())
}
