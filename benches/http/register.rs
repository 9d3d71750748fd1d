//! Households of one, entered into the register many at once.

use xingtu::desk::Desk;
use xingtu::domain::division::{DivisionCode, UnitCode};
use xingtu::domain::household::{Attribute, Cause, HouseholdCode, MembershipReason, Relation};
use xingtu::domain::identity::{PersonName, ResidentId};
use xingtu::domain::ids::{HouseholdId, PersonId};
use xingtu::keys::Keys;
use xingtu::store::households::{self, NewHousehold, NewMembership, NewPerson};
use xingtu::store::{Conn, divisions};

use crate::fill::{Result, day};
use crate::people::{REGISTER, id_number};

/// Somebody to be entered into the register, alone in their household, by their serial.
pub struct Newcomer<'a> {
    pub serial: u32,
    unit: &'a UnitCode,
    pub village: DivisionCode,
    pub name: PersonName,
    pub id: ResidentId,
}

impl<'a> Newcomer<'a> {
    pub fn of(unit: &'a UnitCode, villages: &[DivisionCode], serial: u32) -> Self {
        Self {
            serial,
            unit,
            village: villages[serial as usize / 5 % villages.len()].clone(),
            name: "邓荔枝".parse().unwrap(),
            id: id_number(REGISTER, serial).parse().unwrap(),
        }
    }

    fn code(&self) -> HouseholdCode {
        format!("B{:010}", self.serial).parse().unwrap()
    }
}

/// The first serial of those who wait.
const WAITING: u32 = 12_000_000;

/// A household whose exit has not been announced.
pub struct Waiting {
    /// Its code.
    pub code: String,
    /// Its head.
    pub name: String,
    /// Their ID number.
    pub id: String,
}

/// Enters households that no list has announced.
pub fn waiting(c: &mut Conn, desk: &Desk, serials: std::ops::Range<u32>) -> Result<Vec<Waiting>> {
    let units = divisions::units(c)?.into_iter().map(|unit| unit.code);
    let seats: Vec<(UnitCode, Vec<DivisionCode>)> = units
        .map(|code| {
            let villages = divisions::villages(c, Some(&code))?.into_iter().map(|village| village.code);
            Ok((code, villages.collect()))
        })
        .collect::<Result<_>>()?;
    let of = |serial: u32| {
        let (unit, villages) = &seats[serial as usize % seats.len()];
        Newcomer::of(unit, villages, WAITING + serial)
    };
    let all: Vec<Newcomer<'_>> = serials.map(of).collect();
    register(c, &desk.keys, &all)?;
    let waiting = |one: &Newcomer<'_>| Waiting {
        code: one.code().as_str().to_owned(),
        name: one.name.as_str().to_owned(),
        id: id_number(REGISTER, one.serial),
    };
    Ok(all.iter().map(waiting).collect())
}

/// Enters them.
pub fn register<'n>(
    c: &mut Conn,
    keys: &Keys,
    all: &[impl std::borrow::Borrow<Newcomer<'n>>],
) -> Result<Vec<(HouseholdId, PersonId)>> {
    let registered_on = day(2013, 12, 31);
    let all: Vec<&Newcomer<'n>> = all.iter().map(std::borrow::Borrow::borrow).collect();
    let households: Vec<NewHousehold> = all
        .iter()
        .map(|one| NewHousehold {
            search: NewHousehold::search(&one.code(), "村", "", &one.name),
            code: one.code(),
            division_code: one.village.clone(),
            unit_code: one.unit.clone(),
            natural_village: String::new(),
            attribute: Attribute::GeneralPoor.exited(),
            cause: Cause::Skill,
            registered_on,
        })
        .collect();
    let persons: Vec<NewPerson> = all
        .iter()
        .map(|one| {
            Ok(NewPerson::new(one.name.clone(), &one.id, keys.seal_id(&one.id)?, keys.index_id(&one.id)))
        })
        .collect::<Result<_>>()?;
    let households = households::insert_many(c, &households)?;
    let persons = households::insert_persons(c, &persons)?;
    let entered: Vec<(HouseholdId, PersonId)> = households.into_iter().zip(persons).collect();
    let memberships: Vec<NewMembership> = entered
        .iter()
        .map(|(household, person)| NewMembership {
            household: *household,
            person: *person,
            relation: Relation::Head,
            from_on: registered_on,
            to_on: None,
            reason: MembershipReason::Registered,
        })
        .collect();
    households::insert_memberships(c, &memberships)?;
    Ok(entered)
}
