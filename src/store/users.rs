//! Users and their sessions.

use diesel::prelude::*;

use super::schema::{installation, sessions, users};
use super::{Conn, Result};
use crate::domain::access::{Actor, Role};
use crate::domain::division::UnitCode;
use crate::domain::ids::{OperatorId, UserId};
use crate::domain::moment::Moment;

/// A user to be added.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// What they sign in with, lower case.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// What they are here for.
    pub role: Role,
    /// The unit they work for or read.
    pub unit: Option<UnitCode>,
    /// The business they keep.
    pub operator: Option<OperatorId>,
    /// The Argon2id hash of their password, as a PHC string.
    pub password_hash: String,
}

/// A user as listed.
#[derive(Debug, Clone, Queryable)]
pub struct User {
    /// The number.
    pub id: UserId,
    /// What they sign in with.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// What they are here for.
    pub role: Role,
    /// The unit they work for or read.
    pub unit: Option<UnitCode>,
    /// The business they keep.
    pub operator: Option<OperatorId>,
    /// When they could no longer sign in.
    pub disabled_at: Option<Moment>,
}

impl User {
    /// The user as somebody who acts.
    #[must_use]
    pub fn actor(self) -> Actor {
        Actor { user: self.id, name: self.name, role: self.role, unit: self.unit, operator: self.operator }
    }
}

type Columns = (
    users::id,
    users::login,
    users::name,
    users::role,
    users::unit_code,
    users::operator_id,
    users::disabled_at,
);
const COLUMNS: Columns = (
    users::id,
    users::login,
    users::name,
    users::role,
    users::unit_code,
    users::operator_id,
    users::disabled_at,
);

/// Adds a user.
///
/// # Errors
/// `Taken(Login)` if somebody has the login.
pub fn insert(c: &mut Conn, user: &NewUser, at: Moment) -> Result<UserId> {
    Ok(diesel::insert_into(users::table)
        .values((
            users::login.eq(&user.login),
            users::name.eq(&user.name),
            users::role.eq(user.role),
            users::unit_code.eq(&user.unit),
            users::operator_id.eq(user.operator),
            users::password_hash.eq(&user.password_hash),
            users::created_at.eq(at),
        ))
        .returning(users::id)
        .get_result(c)?)
}

/// Every user, by login.
///
/// # Errors
/// If the database fails.
pub fn all(c: &mut Conn) -> Result<Vec<User>> {
    Ok(users::table.select(COLUMNS).order(users::login).load(c)?)
}

/// The user of a login that may sign in, with the hash of the password.
///
/// # Errors
/// If the database fails.
pub fn by_login(c: &mut Conn, login: &str) -> Result<Option<(User, String)>> {
    Ok(users::table
        .filter(users::login.eq(login).and(users::disabled_at.is_null()))
        .select((COLUMNS, users::password_hash))
        .first(c)
        .optional()?)
}

/// Sets the password's hash and ends the user's sessions.
///
/// # Errors
/// `NotFound` if nobody has the login.
pub fn set_password(c: &mut Conn, login: &str, hash: &str) -> Result<UserId> {
    let id: UserId = diesel::update(users::table.filter(users::login.eq(login)))
        .set(users::password_hash.eq(hash))
        .returning(users::id)
        .get_result(c)?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(id))).execute(c)?;
    Ok(id)
}

/// Keeps a user from signing in, and ends their sessions. The record stays: history names it.
///
/// # Errors
/// `NotFound` if nobody has the login.
pub fn disable(c: &mut Conn, login: &str, at: Moment) -> Result<UserId> {
    let id: UserId = diesel::update(users::table.filter(users::login.eq(login)))
        .set(users::disabled_at.eq(Some(at)))
        .returning(users::id)
        .get_result(c)?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(id))).execute(c)?;
    Ok(id)
}

/// Opens a session. Only the hash of its token is kept.
///
/// # Errors
/// If the database fails.
pub fn open_session(c: &mut Conn, token_hash: &[u8], user: UserId, at: Moment, until: Moment) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(at))).execute(c)?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token_hash),
            sessions::user_id.eq(user),
            sessions::created_at.eq(at),
            sessions::expires_at.eq(until),
        ))
        .execute(c)?;
    Ok(())
}

/// The user of a session that has not ended.
///
/// # Errors
/// If the database fails.
pub fn of_session(c: &mut Conn, token_hash: &[u8], at: Moment) -> Result<Option<User>> {
    Ok(sessions::table
        .inner_join(users::table)
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(at).and(users::disabled_at.is_null()))
        .select(COLUMNS)
        .first(c)
        .optional()?)
}

/// Ends a session.
///
/// # Errors
/// If the database fails.
pub fn close_session(c: &mut Conn, token_hash: &[u8]) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(token_hash))).execute(c)?;
    Ok(())
}

/// The check value of the secret this database was made with; the first asker's is kept.
///
/// # Errors
/// If the database fails.
pub fn key_check(c: &mut Conn, check: &[u8], at: Moment) -> Result<Vec<u8>> {
    let kept = installation::table.select(installation::key_check).first(c).optional()?;
    if let Some(kept) = kept {
        return Ok(kept);
    }
    diesel::insert_into(installation::table)
        .values((installation::id.eq(1), installation::key_check.eq(check), installation::made_at.eq(at)))
        .execute(c)?;
    Ok(check.to_vec())
}

/// The names of these users.
///
/// # Errors
/// If the database fails.
pub fn names(c: &mut Conn, ids: &[UserId]) -> Result<std::collections::HashMap<UserId, String>> {
    Ok(users::table
        .filter(users::id.eq_any(ids.to_vec()))
        .select((users::id, users::name))
        .load(c)?
        .into_iter()
        .collect())
}

/// When the database was made.
///
/// # Errors
/// `NotFound` if [`key_check`] was never asked.
pub fn made_at(c: &mut Conn) -> Result<Moment> {
    Ok(installation::table.select(installation::made_at).first(c)?)
}
