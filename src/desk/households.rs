//! The household register, as the county and the city read it.

use serde_json::json;

use super::{Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::identity::{PersonName, Reason, ResidentId};
use crate::domain::ids::{HouseholdId, PersonId};
use crate::store::hires::{self, Listed as Hire};
use crate::store::households as store;
pub use crate::store::households::{Household, HouseholdExit, HouseholdFilter, Member};

/// A household as lists show it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The household.
    pub household: Household,
    /// Today's head; nobody if all have left.
    pub head: Option<PersonName>,
    /// Today's members.
    pub members: i64,
}

/// One page of households.
#[derive(Debug)]
pub struct List {
    /// The rows.
    pub rows: Vec<Listed>,
    /// How many there are in all.
    pub total: i64,
}

/// The households the reader may know of.
///
/// # Errors
/// `Forbidden` for those who do not work with the register.
pub fn list(rx: &mut Rx<'_>, filter: &HouseholdFilter, offset: i64, limit: i64) -> Result<List> {
    rx.actor()?.must(Act::ReadHouseholds)?;
    let scope = rx.scope();
    let total = store::count(rx.conn, &scope, filter)?;
    let households = store::list(rx.conn, &scope, filter, offset, limit)?;
    let ids: Vec<HouseholdId> = households.iter().map(|household| household.id).collect();
    let mut heads = store::heads(rx.conn, &ids)?;
    let rows = households
        .into_iter()
        .map(|household| {
            let (head, members) = heads.remove(&household.id).map_or((None, 0), |(head, n)| (Some(head), n));
            Listed { household, head, members }
        })
        .collect();
    Ok(List { rows, total })
}

/// A household with everything on record about it.
#[derive(Debug)]
pub struct Whole {
    /// The household.
    pub household: Household,
    /// Everybody who belongs or belonged to it, the head first.
    pub members: Vec<Member>,
    /// Its announced exits.
    pub exits: Vec<HouseholdExit>,
    /// The hires of its people that the reader may know of.
    pub hires: Vec<Hire>,
}

/// One household.
///
/// # Errors
/// `Forbidden` for those who do not work with the register, `NotFound` for another unit's.
pub fn show(rx: &mut Rx<'_>, id: HouseholdId) -> Result<Whole> {
    rx.actor()?.must(Act::ReadHouseholds)?;
    let scope = rx.scope();
    let household = store::load(rx.conn, &scope, id)?;
    Ok(Whole {
        household,
        members: store::members(rx.conn, id)?,
        exits: store::exits_of(rx.conn, id)?,
        hires: hires::of_household(rx.conn, &scope, id)?,
    })
}

/// Shows the full ID number of a member, once, against a reason that goes on record.
///
/// # Errors
/// `Forbidden` for those who do not work with the register, `NotFound` for another unit's, or for somebody who never
/// belonged to the household.
pub fn reveal(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    person: PersonId,
    reason: &Reason,
) -> Result<(PersonName, ResidentId)> {
    tx.actor.must(Act::RevealIdentity)?;
    let scope = tx.scope();
    let (name, cipher) = store::sealed_member(tx.conn, &scope, household, person)?;
    let number = tx.keys.open_id(&cipher)?;
    tx.record(
        "household.identity_revealed",
        "household",
        household.0,
        json!({ "person": person, "reason": reason.as_str() }),
    )?;
    Ok((name, number))
}
