//! Changing the register. Every change of a household, of its members or of their facts goes through the household's revision
//! first ([`touch`]), so that two people cannot change it at once.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::division::DivisionCode;
use crate::domain::household::{Attribute, Cause, MembershipReason, Relation};
use crate::domain::identity::{PersonName, Sex};
use crate::domain::ids::{HouseholdId, PersonId};
use crate::domain::person::Facts;
use crate::store::fault::changed;
use crate::store::schema::{household_helpers, households, memberships, persons};
use crate::store::{Conn, Result};

/// Takes a household for a change, if it is still at this revision. On PostgreSQL, whoever wants to change it too waits.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn touch(c: &mut Conn, id: HouseholdId, revision: i64) -> Result<()> {
    let target = households::table.filter(households::id.eq(id).and(households::revision.eq(revision)));
    changed(diesel::update(target).set(households::revision.eq(revision + 1)).execute(c)?)
}

/// The values of a household's card that can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// Its village.
    pub division: DivisionCode,
    /// The natural village within; may be empty.
    pub natural_village: String,
    /// Its attribute.
    pub attribute: Attribute,
    /// The principal cause of its poverty.
    pub cause: Cause,
    /// Another cause.
    pub second_cause: Option<Cause>,
    /// Where to call it; may be empty.
    pub phone: String,
    /// The last four digits of the account grants are paid to; may be empty.
    pub account_last4: String,
}

/// Writes a household's card.
///
/// # Errors
/// If the database fails.
pub fn set_card(c: &mut Conn, id: HouseholdId, card: &CardRow) -> Result<()> {
    diesel::update(households::table.find(id))
        .set((
            households::division_code.eq(&card.division),
            households::natural_village.eq(&card.natural_village),
            households::attribute.eq(card.attribute),
            households::cause.eq(card.cause),
            households::second_cause.eq(card.second_cause),
            households::phone.eq(&card.phone),
            households::account_last4.eq(&card.account_last4),
        ))
        .execute(c)?;
    Ok(())
}

/// What the register knows of a person, in the columns it is kept in: they are the same to enter and to change.
macro_rules! facts {
    ($facts:expr) => {
        (
            persons::nation.eq($facts.nation),
            persons::education.eq($facts.education),
            persons::schooling.eq($facts.schooling),
            persons::health.eq($facts.health),
            persons::labour.eq($facts.labour),
            persons::work_place.eq($facts.work_place),
            persons::employer.eq(&$facts.employer),
            persons::months_worked.eq($facts.months_worked),
        )
    };
}
pub(super) use facts;

/// Writes what the register knows of a person.
///
/// # Errors
/// If the database fails.
pub fn set_facts(c: &mut Conn, id: PersonId, facts: &Facts) -> Result<()> {
    diesel::update(persons::table.find(id))
        .set((facts!(facts), persons::revision.eq(persons::revision + 1)))
        .execute(c)?;
    Ok(())
}

/// Writes a person's name.
///
/// # Errors
/// If the database fails.
pub fn set_name(c: &mut Conn, id: PersonId, name: &PersonName) -> Result<()> {
    diesel::update(persons::table.find(id)).set(persons::name.eq(name)).execute(c)?;
    Ok(())
}

/// Writes a person's ID number (encrypted, its blind index, masked) with the sex and the date of birth it tells.
///
/// # Errors
/// `Taken(Identity)` if somebody has it.
pub fn set_identity(
    c: &mut Conn,
    id: PersonId,
    (cipher, index, masked): (&[u8], &[u8], &str),
    (sex, birth_date): (Sex, NaiveDate),
) -> Result<()> {
    diesel::update(persons::table.find(id))
        .set((
            persons::id_cipher.eq(cipher),
            persons::id_index.eq(index),
            persons::id_masked.eq(masked),
            persons::sex.eq(sex),
            persons::birth_date.eq(birth_date),
        ))
        .execute(c)?;
    Ok(())
}

/// Ends somebody's live membership of a household.
///
/// # Errors
/// `Stale` if they have none.
pub fn end_membership(
    c: &mut Conn,
    (household, person): (HouseholdId, PersonId),
    on: NaiveDate,
    reason: MembershipReason,
) -> Result<()> {
    let live = memberships::household_id
        .eq(household)
        .and(memberships::person_id.eq(person))
        .and(memberships::to_on.is_null());
    let ended = (memberships::to_on.eq(on), memberships::end_reason.eq(reason));
    changed(diesel::update(memberships::table.filter(live)).set(ended).execute(c)?)
}

/// Writes what a live member is to the head. The head of before must be somebody else before there is a new one.
///
/// # Errors
/// `Stale` if they are no live member; `Taken(LiveHead)` for a second head.
pub fn set_relation(
    c: &mut Conn,
    (household, person): (HouseholdId, PersonId),
    relation: Relation,
) -> Result<()> {
    let live = memberships::household_id
        .eq(household)
        .and(memberships::person_id.eq(person))
        .and(memberships::to_on.is_null());
    let set = (memberships::relation.eq(relation), memberships::is_head.eq(relation == Relation::Head));
    changed(diesel::update(memberships::table.filter(live)).set(set).execute(c)?)
}

/// Who helps a household from when to when. 帮扶联系人
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Helper {
    /// Their name.
    pub name: String,
    /// Their unit.
    pub organisation: String,
    /// Their telephone; may be empty.
    pub phone: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day; open for today's.
    pub to_on: Option<NaiveDate>,
}

/// A helper to be entered.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = household_helpers)]
pub struct NewHelper {
    /// Of which household.
    pub household_id: HouseholdId,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub organisation: String,
    /// Their telephone; may be empty.
    pub phone: String,
    /// The first day.
    pub from_on: NaiveDate,
}

/// Everybody who helps or helped a household, newest first.
///
/// # Errors
/// If the database fails.
pub fn helpers(c: &mut Conn, household: HouseholdId) -> Result<Vec<Helper>> {
    Ok(household_helpers::table
        .filter(household_helpers::household_id.eq(household))
        .order(household_helpers::id.desc())
        .select((
            household_helpers::name,
            household_helpers::organisation,
            household_helpers::phone,
            household_helpers::from_on,
            household_helpers::to_on,
        ))
        .load(c)?)
}

/// Enters a helper.
///
/// # Errors
/// `Taken(LiveHelper)` if somebody else still helps the household.
pub fn insert_helper(c: &mut Conn, new: &NewHelper) -> Result<()> {
    diesel::insert_into(household_helpers::table).values(new).execute(c)?;
    Ok(())
}

/// Ends the help of whoever helps a household, if anybody does.
///
/// # Errors
/// If the database fails.
pub fn end_helper(c: &mut Conn, household: HouseholdId, on: NaiveDate) -> Result<()> {
    let live = household_helpers::household_id.eq(household).and(household_helpers::to_on.is_null());
    diesel::update(household_helpers::table.filter(live)).set(household_helpers::to_on.eq(on)).execute(c)?;
    Ok(())
}
