//! What the records have of what a file names, many at a time: a file is never looked up row by row.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::ASKED_AT_ONCE;
use crate::domain::access::Scope;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::household::{Belonging, HouseholdCode};
use crate::domain::identity::{PersonName, Sex};
use crate::domain::ids::{HouseholdId, PersonId};
use crate::store::conn::MultiBackend;
use crate::store::households::{COLUMNS, Household, Identified, Member, Past, member};
use crate::store::schema::{divisions, households, memberships, persons};
use crate::store::{Conn, Result};

/// The households with these codes, of whatever unit: who asks must not be told more than their scope allows.
///
/// # Errors
/// If the database fails.
pub fn households_by_code(
    c: &mut Conn,
    codes: &[HouseholdCode],
) -> Result<HashMap<HouseholdCode, Household>> {
    let mut found = HashMap::with_capacity(codes.len());
    for codes in codes.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Household> = households::table
            .inner_join(divisions::table)
            .filter(households::code.eq_any(codes))
            .select(COLUMNS)
            .load(c)?;
        found.extend(rows.into_iter().map(|household| (household.code.clone(), household)));
    }
    Ok(found)
}

/// The households with these codes, of whatever unit, by their numbers alone, each with the unit it reports to.
///
/// # Errors
/// If the database fails.
pub fn numbers_by_code(
    c: &mut Conn,
    codes: &[HouseholdCode],
) -> Result<HashMap<HouseholdCode, (HouseholdId, UnitCode)>> {
    let mut found = HashMap::with_capacity(codes.len());
    for codes in codes.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(HouseholdCode, HouseholdId, UnitCode)> = households::table
            .filter(households::code.eq_any(codes))
            .select((households::code, households::id, households::unit_code))
            .load(c)?;
        found.extend(rows.into_iter().map(|(code, id, unit)| (code, (id, unit))));
    }
    Ok(found)
}

/// Today's members of each household.
///
/// # Errors
/// If the database fails.
pub fn live_members(c: &mut Conn, of: &[HouseholdId]) -> Result<HashMap<HouseholdId, Vec<Member>>> {
    let mut found = HashMap::<HouseholdId, Vec<Member>>::with_capacity(of.len());
    for of in of.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(HouseholdId, Member)> = memberships::table
            .inner_join(persons::table)
            .filter(memberships::household_id.eq_any(of).and(memberships::to_on.is_null()))
            .order(memberships::id)
            .select((memberships::household_id, member!()))
            .load(c)?;
        for (household, member) in rows {
            found.entry(household).or_default().push(member);
        }
    }
    Ok(found)
}

/// Whoever on the register has one of these blind indexes, in whatever unit.
///
/// # Errors
/// If the database fails.
pub fn identified_many(c: &mut Conn, indexes: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, Identified>> {
    type Who = (PersonId, PersonName, Sex, NaiveDate, Vec<u8>);
    let mut found = HashMap::with_capacity(indexes.len());
    for indexes in indexes.chunks(ASKED_AT_ONCE) {
        let people: Vec<Who> = persons::table
            .filter(persons::id_index.eq_any(indexes))
            .select((persons::id, persons::name, persons::sex, persons::birth_date, persons::id_index))
            .load(c)?;
        let ids: Vec<PersonId> = people.iter().map(|who| who.0).collect();
        let rows: Vec<(PersonId, HouseholdId, NaiveDate, Option<NaiveDate>)> = memberships::table
            .filter(memberships::person_id.eq_any(ids))
            .order((memberships::from_on.desc(), memberships::id.desc()))
            .select((
                memberships::person_id,
                memberships::household_id,
                memberships::from_on,
                memberships::to_on,
            ))
            .load(c)?;
        let mut pasts = HashMap::<PersonId, Vec<Past>>::new();
        for (person, household, from, to) in rows {
            let past = Past { household, belonging: Belonging { from, to } };
            pasts.entry(person).or_default().push(past);
        }
        for (person, name, sex, birth_date, index) in people {
            let memberships = pasts.remove(&person).unwrap_or_default();
            found.insert(index, Identified { person, name, sex, birth_date, memberships });
        }
    }
    Ok(found)
}

/// The households that whoever has one of these blind indexes is or was in, in whatever unit.
///
/// # Errors
/// If the database fails.
pub fn belongings_many(c: &mut Conn, indexes: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, Vec<Past>>> {
    let mut found = HashMap::<_, Vec<_>>::with_capacity(indexes.len());
    for indexes in indexes.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(Vec<u8>, HouseholdId, NaiveDate, Option<NaiveDate>)> = memberships::table
            .inner_join(persons::table)
            .filter(persons::id_index.eq_any(indexes))
            .select((persons::id_index, memberships::household_id, memberships::from_on, memberships::to_on))
            .load(c)?;
        for (index, household, from, to) in rows {
            found.entry(index).or_default().push(Past { household, belonging: Belonging { from, to } });
        }
    }
    Ok(found)
}

/// Somebody of the register with a name that a file has, and the household they are in today.
#[derive(Debug, Clone, Queryable)]
pub struct Namesake {
    /// Their name.
    pub name: PersonName,
    /// Their masked ID number.
    pub id_masked: String,
    /// Their date of birth.
    pub birth_date: NaiveDate,
    /// Whether they head it.
    pub is_head: bool,
    /// The household.
    pub household: HouseholdId,
    /// Its code.
    pub code: HouseholdCode,
    /// Its village.
    pub division: DivisionCode,
    /// Its village's name.
    pub village: String,
}

/// Today's members with these names, of households the reader may know of.
///
/// # Errors
/// If the database fails.
pub fn namesakes(c: &mut Conn, scope: &Scope, names: &[PersonName]) -> Result<Vec<Namesake>> {
    let mut found = Vec::new();
    for names in names.chunks(ASKED_AT_ONCE) {
        let mut query = memberships::table
            .inner_join(persons::table)
            .inner_join(households::table.inner_join(divisions::table))
            .filter(persons::name.eq_any(names).and(memberships::to_on.is_null()))
            .into_boxed::<MultiBackend>();
        query = match scope {
            Scope::City => query,
            Scope::Unit(unit) => query.filter(households::unit_code.eq(unit.clone())),
            Scope::Operator(_) | Scope::Public => return Ok(Vec::new()),
        };
        let rows: Vec<Namesake> = query
            .order(memberships::id)
            .select((
                persons::name,
                persons::id_masked,
                persons::birth_date,
                memberships::is_head,
                households::id,
                households::code,
                households::division_code,
                divisions::name,
            ))
            .load(c)?;
        found.extend(rows);
    }
    Ok(found)
}

/// A household by its head of a day.
#[derive(Debug, Clone, Queryable)]
pub struct Held {
    /// The household.
    pub household: HouseholdId,
    /// Its code.
    pub code: HouseholdCode,
    /// Its village.
    pub division: DivisionCode,
    /// Its natural village; may be empty.
    pub natural_village: String,
    /// Its head's name.
    pub head: PersonName,
    /// Their masked ID number.
    pub id_masked: String,
    /// Its head's blind index.
    pub id_index: Vec<u8>,
}

/// The households headed by people of these names on a day, of those the reader may know of.
///
/// # Errors
/// If the database fails.
pub fn heads_in(c: &mut Conn, scope: &Scope, names: &[PersonName], on: NaiveDate) -> Result<Vec<Held>> {
    let mut found = Vec::new();
    for names in names.chunks(ASKED_AT_ONCE) {
        let mut query = memberships::table
            .inner_join(persons::table)
            .inner_join(households::table)
            .filter(memberships::is_head.eq(true).and(persons::name.eq_any(names)))
            .filter(memberships::from_on.le(on))
            .filter(memberships::to_on.is_null().or(memberships::to_on.gt(on)))
            .into_boxed::<MultiBackend>();
        query = match scope {
            Scope::City => query,
            Scope::Unit(unit) => query.filter(households::unit_code.eq(unit.clone())),
            Scope::Operator(_) | Scope::Public => return Ok(Vec::new()),
        };
        let rows: Vec<Held> = query
            .order(households::id)
            .select((
                households::id,
                households::code,
                households::division_code,
                households::natural_village,
                persons::name,
                persons::id_masked,
                persons::id_index,
            ))
            .load(c)?;
        found.extend(rows);
    }
    Ok(found)
}
