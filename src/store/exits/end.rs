//! What is recorded of an exit later: returns to poverty, revocations, wrong attributions.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::domain::division::DivisionCode;
use crate::domain::exit::{ChangeKind, ExitState};
use crate::domain::ids::{AttributionId, ExitChangeId, ExitId, UserId};
use crate::domain::moment::Moment;
use crate::store::fault::changed;
use crate::store::schema::{exit_changes, exits};
use crate::store::{Conn, Result};

/// A change to be recorded.
#[derive(Debug, Clone)]
pub struct NewChange<'a> {
    /// Of which exit.
    pub exit: ExitId,
    /// The attribution it takes out of the numbers, if there was one.
    pub attribution: Option<AttributionId>,
    /// What.
    pub kind: ChangeKind,
    /// The day it is of.
    pub on: NaiveDate,
    /// The document's number; may be empty for a wrong attribution.
    pub document: &'a str,
    /// Why, in words.
    pub reason: &'a str,
    /// Who records it.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// A change as recorded.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Change {
    /// Its number.
    pub id: ExitChangeId,
    /// The attribution it took out of the numbers, if there was one.
    pub attribution: Option<AttributionId>,
    /// What.
    pub kind: ChangeKind,
    /// The day it is of.
    pub on: NaiveDate,
    /// The document's number; may be empty for a wrong attribution.
    pub document: String,
    /// Why, in words.
    pub reason: String,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// The village an exit is counted in.
///
/// # Errors
/// `NotFound` if there is no such exit.
pub fn village_of(c: &mut Conn, id: ExitId) -> Result<DivisionCode> {
    Ok(exits::table.find(id).select(exits::division_code).first(c)?)
}

/// Holds an exit until the end of the transaction if it stands; `false` if it does not. Whoever ends it at the same time waits.
///
/// # Errors
/// If the database fails.
pub fn hold(c: &mut Conn, id: ExitId) -> Result<bool> {
    let standing = exits::table.filter(exits::id.eq(id).and(exits::state.eq(ExitState::Announced)));
    Ok(diesel::update(standing).set(exits::revision.eq(exits::revision)).execute(c)? == 1)
}

/// Records a change.
///
/// # Errors
/// `Taken(ExitEnd)` if the exit has ended already.
pub fn record_change(c: &mut Conn, new: &NewChange<'_>) -> Result<ExitChangeId> {
    Ok(diesel::insert_into(exit_changes::table)
        .values((
            exit_changes::exit_id.eq(new.exit),
            exit_changes::attribution_id.eq(new.attribution),
            exit_changes::kind.eq(new.kind),
            exit_changes::on_day.eq(new.on),
            exit_changes::document.eq(new.document),
            exit_changes::reason.eq(new.reason),
            exit_changes::recorded_by.eq(new.by),
            exit_changes::recorded_at.eq(new.at),
        ))
        .returning(exit_changes::id)
        .get_result(c)?)
}

/// Ends an exit from the revision that was read; the change must be recorded. Its members are free for a later one.
///
/// # Errors
/// `Stale` if somebody else was first.
pub fn end(c: &mut Conn, id: ExitId, revision: i64, to: ExitState) -> Result<()> {
    changed(
        diesel::update(exits::table.filter(exits::id.eq(id).and(exits::revision.eq(revision))))
            .set((exits::state.eq(to), exits::revision.eq(revision + 1)))
            .execute(c)?,
    )
}

/// What was recorded of an exit, oldest first.
///
/// # Errors
/// If the database fails.
pub fn changes_of(c: &mut Conn, id: ExitId) -> Result<Vec<Change>> {
    Ok(exit_changes::table
        .filter(exit_changes::exit_id.eq(id))
        .order(exit_changes::id)
        .select((
            exit_changes::id,
            exit_changes::attribution_id,
            exit_changes::kind,
            exit_changes::on_day,
            exit_changes::document,
            exit_changes::reason,
            exit_changes::recorded_by,
            exit_changes::recorded_at,
        ))
        .load(c)?)
}
