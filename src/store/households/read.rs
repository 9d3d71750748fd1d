//! Reading the register.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::visible;
use crate::domain::access::Scope;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::household::{Attribute, Belonging, Cause, HouseholdCode, MembershipReason, Relation};
use crate::domain::identity::{PersonName, Sex};
use crate::domain::ids::{ExitId, HouseholdId, PersonId};
use crate::domain::nation::Nation;
use crate::domain::person::{Education, Facts, Health, Labour, MonthsWorked, Schooling, WorkPlace};
use crate::store::schema::{divisions, exits, households, memberships, persons};
use crate::store::{Conn, Result};

/// A household.
#[derive(Debug, Clone, Queryable)]
pub struct Household {
    /// Its number here.
    pub id: HouseholdId,
    /// Its number in the national register.
    pub code: HouseholdCode,
    /// The unit it reports to.
    pub unit: UnitCode,
    /// Its village's code.
    pub division: DivisionCode,
    /// Its village's name.
    pub village: String,
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
    /// When it was registered.
    pub registered_on: NaiveDate,
    /// How often it was changed.
    pub revision: i64,
}

pub(in crate::store) type Columns = (
    households::id,
    households::code,
    households::unit_code,
    households::division_code,
    divisions::name,
    households::natural_village,
    households::attribute,
    households::cause,
    households::second_cause,
    households::phone,
    households::account_last4,
    households::registered_on,
    households::revision,
);
/// The columns of a [`Household`], of households joined with their villages.
pub(in crate::store) const COLUMNS: Columns = (
    households::id,
    households::code,
    households::unit_code,
    households::division_code,
    divisions::name,
    households::natural_village,
    households::attribute,
    households::cause,
    households::second_cause,
    households::phone,
    households::account_last4,
    households::registered_on,
    households::revision,
);

/// One household.
///
/// # Errors
/// `NotFound` if there is none in the reader's scope.
pub fn load(c: &mut Conn, scope: &Scope, id: HouseholdId) -> Result<Household> {
    Ok(visible(scope).filter(households::id.eq(id)).select(COLUMNS).first(c)?)
}

/// The households of these numbers, in the order of their numbers.
///
/// # Errors
/// If the database fails.
pub fn load_many(c: &mut Conn, scope: &Scope, ids: &[HouseholdId]) -> Result<Vec<Household>> {
    Ok(visible(scope)
        .filter(households::id.eq_any(ids.to_vec()))
        .select(COLUMNS)
        .order(households::id)
        .load(c)?)
}

/// Today's head and number of members of each of the households.
///
/// # Errors
/// If the database fails.
pub fn heads(c: &mut Conn, of: &[HouseholdId]) -> Result<HashMap<HouseholdId, (PersonName, i64)>> {
    let today =
        memberships::table.filter(memberships::household_id.eq_any(of).and(memberships::to_on.is_null()));
    let sizes: HashMap<HouseholdId, i64> = today
        .clone()
        .group_by(memberships::household_id)
        .select((memberships::household_id, diesel::dsl::count_star()))
        .load::<(HouseholdId, i64)>(c)?
        .into_iter()
        .collect();
    let heads: Vec<(HouseholdId, PersonName)> = today
        .filter(memberships::is_head)
        .inner_join(persons::table)
        .select((memberships::household_id, persons::name))
        .load(c)?;
    Ok(heads
        .into_iter()
        .map(|(household, name)| (household, (name, sizes.get(&household).copied().unwrap_or(0))))
        .collect())
}

/// Somebody who belongs or belonged to a household.
#[derive(Debug, Clone, Queryable)]
pub struct Member {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// Their sex.
    pub sex: Sex,
    /// Their date of birth.
    pub birth_date: NaiveDate,
    /// Their masked ID number.
    pub id_masked: String,
    /// How they are related to the head.
    pub relation: Relation,
    /// Since when.
    pub from_on: NaiveDate,
    /// Until when; open for a member of today.
    pub to_on: Option<NaiveDate>,
    /// Why they came.
    pub reason: MembershipReason,
    /// Why they left.
    pub end_reason: Option<MembershipReason>,
    /// What else the register knows of them.
    pub facts: FactsRow,
}

/// The columns of [`Facts`].
pub type FactsRow = (
    Option<Nation>,
    Option<Education>,
    Option<Schooling>,
    Option<Health>,
    Option<Labour>,
    Option<WorkPlace>,
    String,
    Option<MonthsWorked>,
);

impl Member {
    /// What else the register knows of them.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let (nation, education, schooling, health, labour, work_place, employer, months_worked) =
            self.facts.clone();
        Facts { nation, education, schooling, health, labour, work_place, employer, months_worked }
    }

    /// The days of the membership.
    #[must_use]
    pub const fn belonging(&self) -> Belonging {
        Belonging { from: self.from_on, to: self.to_on }
    }
}

/// The columns of a [`Member`], of memberships joined with their persons.
macro_rules! member {
    () => {
        (
            persons::id,
            persons::name,
            persons::sex,
            persons::birth_date,
            persons::id_masked,
            memberships::relation,
            memberships::from_on,
            memberships::to_on,
            memberships::reason,
            memberships::end_reason,
            (
                persons::nation,
                persons::education,
                persons::schooling,
                persons::health,
                persons::labour,
                persons::work_place,
                persons::employer,
                persons::months_worked,
            ),
        )
    };
}
pub(in crate::store) use member;

/// Everybody who belongs or belonged to a household: the head first, then by age.
///
/// # Errors
/// If the database fails.
pub fn members(c: &mut Conn, household: HouseholdId) -> Result<Vec<Member>> {
    Ok(memberships::table
        .inner_join(persons::table)
        .filter(memberships::household_id.eq(household))
        .order((memberships::is_head.desc(), persons::birth_date, memberships::id))
        .select(member!())
        .load(c)?)
}

/// An announced exit of a household.
#[derive(Debug, Clone, Queryable)]
pub struct HouseholdExit {
    /// The exit.
    pub id: ExitId,
    /// Of which year.
    pub year: i32,
    /// When it was announced.
    pub announced_on: NaiveDate,
    /// By which paper.
    pub document: String,
    /// How many members were frozen with it.
    pub persons: i32,
    /// The code of its state.
    pub state: String,
}

/// The exits of a household, oldest first.
///
/// # Errors
/// If the database fails.
pub fn exits_of(c: &mut Conn, household: HouseholdId) -> Result<Vec<HouseholdExit>> {
    Ok(exits::table
        .filter(exits::household_id.eq(household))
        .order((exits::announced_on, exits::id))
        .select((exits::id, exits::year, exits::announced_on, exits::document, exits::persons, exits::state))
        .load(c)?)
}

/// The name and the encrypted ID number of somebody who belongs or belonged to a household.
///
/// # Errors
/// `NotFound` if there is no such household in the reader's scope, or no such member.
pub fn sealed_member(
    c: &mut Conn,
    scope: &Scope,
    household: HouseholdId,
    person: PersonId,
) -> Result<(PersonName, Vec<u8>)> {
    load(c, scope, household)?;
    Ok(memberships::table
        .inner_join(persons::table)
        .filter(memberships::household_id.eq(household).and(memberships::person_id.eq(person)))
        .select((persons::name, persons::id_cipher))
        .first(c)?)
}
