//! Every change of the register, for its history.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::identity::PersonName;
use crate::domain::ids::{HouseholdId, PersonId, UserId};
use crate::domain::moment::Moment;
use crate::store::conn::insert_all;
use crate::store::schema::{household_changes, persons, users};
use crate::store::{Conn, Result};

/// A change to be recorded.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = household_changes, treat_none_as_default_value = false)]
pub struct NewChange {
    /// Of which household.
    pub household_id: HouseholdId,
    /// Of which member, if of one.
    pub person_id: Option<PersonId>,
    /// Which value.
    pub field: &'static str,
    /// What it was; a code of a closed list, or words. Numbers by which somebody could be reached are masked.
    pub was: String,
    /// What it is now.
    pub becomes: String,
    /// From which day, where the day is not that of the entry.
    pub on_day: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Who.
    pub changed_by: UserId,
    /// When.
    pub changed_at: Moment,
}

/// A change as recorded.
#[derive(Debug, Clone, Queryable)]
pub struct Change {
    /// When.
    pub at: Moment,
    /// Who, by name.
    pub by: String,
    /// The member it is of.
    pub person: Option<PersonName>,
    /// Which value.
    pub field: String,
    /// What it was.
    pub was: String,
    /// What it became.
    pub becomes: String,
    /// From which day.
    pub on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

/// Records changes.
///
/// # Errors
/// If the database fails.
pub fn record(c: &mut Conn, changes: &[NewChange]) -> Result<()> {
    Ok(insert_all!(c, household_changes, changes)?)
}

/// The changes of a household, newest first.
///
/// # Errors
/// If the database fails.
pub fn changes(c: &mut Conn, household: HouseholdId) -> Result<Vec<Change>> {
    Ok(household_changes::table
        .inner_join(users::table)
        .left_join(persons::table)
        .filter(household_changes::household_id.eq(household))
        .order(household_changes::id.desc())
        .select((
            household_changes::changed_at,
            users::name,
            persons::name.nullable(),
            household_changes::field,
            household_changes::was,
            household_changes::becomes,
            household_changes::on_day,
            household_changes::reason,
        ))
        .load(c)?)
}
