//! Taking out again what an import made. What anything later points to stays, and the whole undoing with it.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use super::ASKED_AT_ONCE;
use crate::domain::ids::{AnnouncementId, ExitId, HouseholdId, PersonId};
use crate::store::schema::{
    announcements, exit_members, exits, household_changes, households, memberships, persons,
};
use crate::store::{Conn, Fault, Result};

/// Something else points to what is to be taken out.
pub(super) fn used(error: DieselError) -> Fault {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => Fault::Used,
        other => other.into(),
    }
}

/// Takes announced exits out, with their frozen members.
///
/// # Errors
/// `Used` if anything points to one of them.
pub fn delete_exits(c: &mut Conn, ids: &[ExitId]) -> Result<()> {
    for ids in ids.chunks(ASKED_AT_ONCE) {
        diesel::delete(exit_members::table.filter(exit_members::exit_id.eq_any(ids)))
            .execute(c)
            .map_err(used)?;
        diesel::delete(exits::table.filter(exits::id.eq_any(ids))).execute(c).map_err(used)?;
    }
    Ok(())
}

/// Takes an announcement out that no exit is of any more.
///
/// # Errors
/// If the database fails.
pub fn delete_announcement_if_empty(c: &mut Conn, id: AnnouncementId) -> Result<()> {
    let left: i64 = exits::table.filter(exits::announcement_id.eq(id)).count().get_result(c)?;
    if left == 0 {
        diesel::delete(announcements::table.find(id)).execute(c).map_err(used)?;
    }
    Ok(())
}

/// Takes households out, with their memberships and history.
///
/// # Errors
/// `Used` if anything else points to one of them.
pub fn delete_households(c: &mut Conn, ids: &[HouseholdId]) -> Result<()> {
    for ids in ids.chunks(ASKED_AT_ONCE) {
        diesel::delete(household_changes::table.filter(household_changes::household_id.eq_any(ids)))
            .execute(c)
            .map_err(used)?;
        diesel::delete(memberships::table.filter(memberships::household_id.eq_any(ids)))
            .execute(c)
            .map_err(used)?;
        diesel::delete(households::table.filter(households::id.eq_any(ids))).execute(c).map_err(used)?;
    }
    Ok(())
}

/// Takes somebody's membership of a household out, as if it had never been.
///
/// # Errors
/// `Used` if anything points to it.
pub fn delete_memberships(c: &mut Conn, of: HouseholdId, people: &[PersonId]) -> Result<()> {
    diesel::delete(
        memberships::table
            .filter(memberships::household_id.eq(of).and(memberships::person_id.eq_any(people)))
            .filter(memberships::to_on.is_null()),
    )
    .execute(c)
    .map_err(used)?;
    Ok(())
}

/// Takes persons out whom nothing else knows. The history of a household that was there before keeps what happened, without them.
///
/// # Errors
/// `Used` if anything points to one of them.
pub fn delete_persons(c: &mut Conn, ids: &[PersonId]) -> Result<()> {
    for ids in ids.chunks(ASKED_AT_ONCE) {
        diesel::update(household_changes::table.filter(household_changes::person_id.eq_any(ids)))
            .set(household_changes::person_id.eq(None::<PersonId>))
            .execute(c)?;
        diesel::delete(persons::table.filter(persons::id.eq_any(ids))).execute(c).map_err(used)?;
    }
    Ok(())
}
