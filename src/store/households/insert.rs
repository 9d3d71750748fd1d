//! Entering many households, persons and memberships at once.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::change::{CardRow, facts};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::household::{Attribute, Cause, HouseholdCode, MembershipReason, Relation, SEARCH_VERSION};
use crate::domain::identity::{PersonName, ResidentId, Sex};
use crate::domain::ids::{HouseholdId, PersonId};
use crate::domain::person::Facts;
use crate::domain::site::search_text;
use crate::store::conn::insert_all;
use crate::store::schema::{households, memberships, persons};
use crate::store::{Conn, Fault, Result};

/// A household to be entered.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = households, treat_none_as_default_value = false)]
pub struct NewHousehold {
    /// Its number in the national register.
    pub code: HouseholdCode,
    /// Its village.
    pub division_code: DivisionCode,
    /// The unit it reports to.
    pub unit_code: UnitCode,
    /// The natural village within, where known.
    pub natural_village: String,
    /// Its attribute.
    pub attribute: Attribute,
    /// The main cause of its poverty.
    pub cause: Cause,
    /// When it was registered.
    pub registered_on: NaiveDate,
    /// What a search finds it by, as [`NewHousehold::search`] makes it.
    pub search: String,
}

impl NewHousehold {
    /// What a search finds a household by: its code, the names of its village and natural village, and its head's name, each as
    /// it is and as it can be typed in pinyin. [`super::refresh`] adds the other members and the township.
    #[must_use]
    pub fn search(code: &HouseholdCode, village: &str, natural_village: &str, head: &PersonName) -> String {
        search_text(&[code.as_str(), village, natural_village, head.as_str()])
    }
}

/// A person to be entered.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = persons, treat_none_as_default_value = false)]
pub struct NewPerson {
    /// Their name.
    pub name: PersonName,
    /// Their sex.
    pub sex: Sex,
    /// Their date of birth.
    pub birth_date: NaiveDate,
    /// Their ID number, encrypted.
    pub id_cipher: Vec<u8>,
    /// Its blind index.
    pub id_index: Vec<u8>,
    /// Its masked form.
    pub id_masked: String,
    /// 1 for a new record.
    pub revision: i64,
}

impl NewPerson {
    /// Somebody new: what their ID number says of them is read from it.
    #[must_use]
    pub fn new(name: PersonName, id: &ResidentId, id_cipher: Vec<u8>, id_index: Vec<u8>) -> Self {
        Self {
            name,
            sex: id.sex(),
            birth_date: id.birth_date(),
            id_cipher,
            id_index,
            id_masked: id.masked(),
            revision: 1,
        }
    }
}

/// A membership to be entered.
#[derive(Debug, Clone)]
pub struct NewMembership {
    /// Of which household.
    pub household: HouseholdId,
    /// Who.
    pub person: PersonId,
    /// How they are related to the head.
    pub relation: Relation,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day on which they no longer belonged, and why not.
    pub to_on: Option<(NaiveDate, MembershipReason)>,
    /// Why it began.
    pub reason: MembershipReason,
}

#[derive(Insertable)]
#[diesel(table_name = memberships, treat_none_as_default_value = false)]
struct MembershipRow {
    household_id: HouseholdId,
    person_id: PersonId,
    relation: Relation,
    is_head: bool,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
    reason: MembershipReason,
    end_reason: Option<MembershipReason>,
}

impl From<&NewMembership> for MembershipRow {
    fn from(new: &NewMembership) -> Self {
        Self {
            household_id: new.household,
            person_id: new.person,
            relation: new.relation,
            is_head: new.relation == Relation::Head,
            from_on: new.from_on,
            to_on: new.to_on.map(|(day, _)| day),
            reason: new.reason,
            end_reason: new.to_on.map(|(_, why)| why),
        }
    }
}

/// Enters households; answers their numbers in the order given.
///
/// # Errors
/// `Taken(HouseholdCode)` if one is in the register already.
pub fn insert_many(c: &mut Conn, new: &[NewHousehold]) -> Result<Vec<HouseholdId>> {
    let numbers: Vec<(String, HouseholdId)> = insert_all!(c, households, new, |row|
        (row, households::search_version.eq(SEARCH_VERSION)) => (households::code, households::id));
    in_order(new.iter().map(|household| household.code.as_str().to_owned()), numbers)
}

/// Enters persons; answers their numbers in the order given.
///
/// # Errors
/// `Taken(Identity)` if one is in the register already.
pub fn insert_persons(c: &mut Conn, new: &[NewPerson]) -> Result<Vec<PersonId>> {
    let numbers: Vec<(Vec<u8>, PersonId)> =
        insert_all!(c, persons, new, |row| row => (persons::id_index, persons::id));
    in_order(new.iter().map(|person| person.id_index.clone()), numbers)
}

/// Enters households with what else their cards say; answers their numbers in the order given.
///
/// # Errors
/// `Taken(HouseholdCode)` if one is in the register already.
pub fn insert_registered(c: &mut Conn, new: &[(NewHousehold, CardRow)]) -> Result<Vec<HouseholdId>> {
    let numbers: Vec<(String, HouseholdId)> = insert_all!(c, households, new, |one| {
        let (row, card) = one;
        (
            row,
            households::search_version.eq(SEARCH_VERSION),
            households::second_cause.eq(card.second_cause),
            households::phone.eq(&card.phone),
            households::account_last4.eq(&card.account_last4),
        )
    } => (households::code, households::id));
    in_order(new.iter().map(|(household, _)| household.code.as_str().to_owned()), numbers)
}

/// Enters persons with what is known of them; answers their numbers in the order given.
///
/// # Errors
/// `Taken(Identity)` if one is in the register already.
pub fn insert_known_persons(c: &mut Conn, new: &[(NewPerson, Facts)]) -> Result<Vec<PersonId>> {
    let numbers: Vec<(Vec<u8>, PersonId)> = insert_all!(c, persons, new, |one| {
        let (row, known) = one;
        (row, facts!(known))
    } => (persons::id_index, persons::id));
    in_order(new.iter().map(|(person, _)| person.id_index.clone()), numbers)
}

/// Enters memberships.
///
/// # Errors
/// `Taken(LiveMembership)` if somebody belongs to a household already, `Taken(LiveHead)` if one has two heads.
pub fn insert_memberships(c: &mut Conn, new: &[NewMembership]) -> Result<()> {
    let rows: Vec<MembershipRow> = new.iter().map(MembershipRow::from).collect();
    Ok(insert_all!(c, memberships, rows)?)
}

/// Neither database promises to answer an insert in the order of its rows.
fn in_order<K: Hash + Eq, T: Copy>(keys: impl Iterator<Item = K>, numbers: Vec<(K, T)>) -> Result<Vec<T>> {
    let numbers: HashMap<K, T> = numbers.into_iter().collect();
    keys.map(|key| {
        numbers.get(&key).copied().ok_or_else(|| Fault::Broken("a row was entered without a number".into()))
    })
    .collect()
}
