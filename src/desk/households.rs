//! The household register, as the county and the city read and keep it.

mod changes;
mod keep;
mod members;

use chrono::NaiveDate;

pub(super) use self::keep::keeps;
pub use self::keep::{Card, Helping, NewRegistration, edit_card, editing, register, registering, set_helper};
pub use self::members::{
    Correction, Joining, NewHead, Person, add_member, change_head, correct_person, leave,
};
pub(super) use self::members::{belongs_elsewhere, beside};
use super::{Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::identity::{PersonName, ResidentId};
use crate::domain::ids::HouseholdId;
pub use crate::store::divisions::Village;
use crate::store::hires::{self, Listed as Hire};
use crate::store::households as store;
pub use crate::store::households::{
    Change, Cursor, Helper, Household, HouseholdExit, HouseholdFilter, Member,
};

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
    /// How many of them come before this page.
    pub before: i64,
    /// Whether the reader may register another.
    pub may_keep: bool,
}

/// The households the reader may know of.
///
/// # Errors
/// `Forbidden` for those who do not work with the register.
pub fn list(rx: &mut Rx<'_>, filter: &HouseholdFilter, at: Option<Cursor>, limit: i64) -> Result<List> {
    let reader = rx.actor()?;
    reader.must(Act::ReadHouseholds)?;
    let scope = rx.scope();
    let page = store::page(rx.conn, &scope, filter, at, limit)?;
    let households = store::load_many(rx.conn, &scope, &page.ids)?;
    let mut heads = store::heads(rx.conn, &page.ids)?;
    let rows = households
        .into_iter()
        .map(|household| {
            let (head, members) = heads.remove(&household.id).map_or((None, 0), |(head, n)| (Some(head), n));
            Listed { household, head, members }
        })
        .collect();
    Ok(List { rows, total: page.total, before: page.before, may_keep: reader.may(Act::KeepHouseholds) })
}

/// The household of whoever has an ID number: today's, or the last one; none if the reader may know of no such. That it was
/// looked for is on record, the number is not.
///
/// # Errors
/// `Forbidden` for those who do not work with the register.
pub fn of_identity(tx: &mut Tx<'_>, id: &ResidentId) -> Result<Option<HouseholdId>> {
    tx.actor.must(Act::ReadHouseholds)?;
    let scope = tx.scope();
    let index = tx.keys.index_id(id);
    let mut found = None;
    for past in store::identified(tx.conn, &index)?.into_iter().flat_map(|person| person.memberships) {
        if store::visible_code(tx.conn, &scope, past.household)?.is_some() {
            found = Some(past.household);
            break;
        }
    }
    let record = found.map_or(0, |household| household.0);
    tx.record("household.looked_for_by_identity", "household", record, serde_json::json!({}))?;
    Ok(found)
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
    /// Who helps it and who did, newest first.
    pub helpers: Vec<Helper>,
    /// Every change of it, newest first.
    pub changes: Vec<Change>,
    /// Whether the reader may change it.
    pub may_keep: bool,
    /// Today.
    pub today: NaiveDate,
}

/// One household.
///
/// # Errors
/// `Forbidden` for those who do not work with the register, `NotFound` for another unit's.
pub fn show(rx: &mut Rx<'_>, id: HouseholdId) -> Result<Whole> {
    let reader = rx.actor()?;
    reader.must(Act::ReadHouseholds)?;
    let scope = rx.scope();
    let household = store::load(rx.conn, &scope, id)?;
    Ok(Whole {
        household,
        members: store::members(rx.conn, id)?,
        exits: store::exits_of(rx.conn, id)?,
        hires: hires::of_household(rx.conn, &scope, id)?,
        helpers: store::helpers(rx.conn, id)?,
        changes: store::changes(rx.conn, id)?,
        may_keep: reader.may(Act::KeepHouseholds),
        today: rx.now.day(),
    })
}
