//! What the records have of households that a list is to announce.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::FrozenMember;
use crate::domain::announcement::Past;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::exit::ChangeKind;
use crate::domain::household::{HouseholdCode, Relation};
use crate::domain::identity::PersonName;
use crate::domain::ids::{ExitId, HouseholdId, PersonId};
use crate::store::schema::{divisions, exit_changes, exit_members, exits, households, memberships, persons};
use crate::store::{Conn, Result};

/// Values in one condition at most: SQLite takes 32,766.
const ASKED_AT_ONCE: usize = 10_000;

/// A household with everything an announcement asks of it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The household.
    pub household: HouseholdId,
    /// Its code.
    pub code: HouseholdCode,
    /// The unit it reports to.
    pub unit: UnitCode,
    /// Its village.
    pub division: DivisionCode,
    /// Its village's name.
    pub village: String,
    /// The natural village within; may be empty.
    pub natural_village: String,
    /// Whom the register has in it on the day.
    pub members: Vec<FrozenMember>,
    /// The name of the head of that day.
    pub head: Option<PersonName>,
    /// What the records have of it.
    pub past: Past,
    /// What it was announced with before.
    pub announced: Vec<Announced>,
}

/// An exit on record, as it was announced.
#[derive(Debug, Clone)]
pub struct Announced {
    /// The document.
    pub document: String,
    /// The day.
    pub on: NaiveDate,
    /// The members frozen with it.
    pub persons: i32,
}

/// The households of a unit with these codes, as the register had them on a day; those it does not have are left out.
///
/// # Errors
/// If the database fails.
pub fn of(
    c: &mut Conn,
    unit: &UnitCode,
    codes: &[HouseholdCode],
    on: NaiveDate,
) -> Result<HashMap<HouseholdCode, Candidate>> {
    let rows: Vec<Row> = households::table
        .inner_join(divisions::table)
        .filter(households::unit_code.eq(unit).and(households::code.eq_any(codes)))
        .select(COLUMNS)
        .load(c)?;
    candidates(c, rows, on)
}

type Row = (HouseholdId, HouseholdCode, UnitCode, DivisionCode, String, String);
const COLUMNS: (
    households::id,
    households::code,
    households::unit_code,
    households::division_code,
    divisions::name,
    households::natural_village,
) = (
    households::id,
    households::code,
    households::unit_code,
    households::division_code,
    divisions::name,
    households::natural_village,
);

/// These households, of whatever unit, as the register had them on a day.
///
/// # Errors
/// If the database fails.
pub fn of_households(
    c: &mut Conn,
    ids: &[HouseholdId],
    on: NaiveDate,
) -> Result<HashMap<HouseholdCode, Candidate>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ASKED_AT_ONCE) {
        let rows: Vec<Row> = households::table
            .inner_join(divisions::table)
            .filter(households::id.eq_any(ids))
            .select(COLUMNS)
            .load(c)?;
        found.extend(candidates(c, rows, on)?);
    }
    Ok(found)
}

fn candidates(c: &mut Conn, rows: Vec<Row>, on: NaiveDate) -> Result<HashMap<HouseholdCode, Candidate>> {
    let ids: Vec<HouseholdId> = rows.iter().map(|row| row.0).collect();
    let mut members = members_of(c, &ids, on)?;
    let mut exits = exits_of(c, &ids)?;
    let elsewhere = elsewhere(c, &members, on.year())?;
    Ok(rows
        .into_iter()
        .map(|(household, code, unit, division, village, natural_village)| {
            let own = members.remove(&household).unwrap_or_default();
            let frozen: Vec<FrozenMember> = own.iter().map(|(member, _)| member.clone()).collect();
            let (exits, announced) = exits.remove(&household).unwrap_or_default();
            let past = Past {
                exits,
                members: frozen.len(),
                has_head: frozen.iter().any(|member| member.is_head),
                member_elsewhere: frozen.iter().any(|member| elsewhere.contains(&(household, member.person))),
            };
            let head = own.into_iter().find(|(member, _)| member.is_head).map(|(_, name)| name);
            let of = Candidate {
                household,
                code: code.clone(),
                unit,
                division,
                village,
                natural_village,
                members: frozen,
                head,
                past,
                announced,
            };
            (code, of)
        })
        .collect())
}

type Members = HashMap<HouseholdId, Vec<(FrozenMember, PersonName)>>;

fn members_of(c: &mut Conn, of: &[HouseholdId], on: NaiveDate) -> Result<Members> {
    let rows: Vec<(HouseholdId, PersonId, Relation, bool, PersonName)> = memberships::table
        .inner_join(persons::table)
        .filter(memberships::household_id.eq_any(of))
        .filter(memberships::from_on.le(on))
        .filter(memberships::to_on.is_null().or(memberships::to_on.gt(on)))
        .order((memberships::is_head.desc(), memberships::id))
        .select((
            memberships::household_id,
            memberships::person_id,
            memberships::relation,
            memberships::is_head,
            persons::name,
        ))
        .load(c)?;
    let mut members = Members::new();
    for (household, person, relation, is_head, name) in rows {
        members.entry(household).or_default().push((FrozenMember { person, relation, is_head }, name));
    }
    Ok(members)
}

/// The exits of each household: the year and the day it ended, and as it was announced.
type Exits = HashMap<HouseholdId, (Vec<(i32, Option<NaiveDate>)>, Vec<Announced>)>;

type ExitRow = (HouseholdId, i32, Option<NaiveDate>, String, NaiveDate, i32);

fn exits_of(c: &mut Conn, of: &[HouseholdId]) -> Result<Exits> {
    let ended = exit_changes::exit_id.eq(exits::id).and(exit_changes::kind.ne(ChangeKind::WrongAttribution));
    let rows: Vec<ExitRow> = exits::table
        .left_join(exit_changes::table.on(ended))
        .filter(exits::household_id.eq_any(of))
        .select((
            exits::household_id,
            exits::year,
            exit_changes::on_day.nullable(),
            exits::document,
            exits::announced_on,
            exits::persons,
        ))
        .load(c)?;
    let mut all = Exits::new();
    for (household, year, ended, document, on, persons) in rows {
        let (exits, announced) = all.entry(household).or_default();
        exits.push((year, ended));
        announced.push(Announced { document, on, persons });
    }
    Ok(all)
}

/// The members who are in another household's exit that stands, or of that year, each with the household they are in now.
fn elsewhere(c: &mut Conn, members: &Members, year: i32) -> Result<HashSet<(HouseholdId, PersonId)>> {
    let mut at = HashMap::<PersonId, HouseholdId>::new();
    for (household, own) in members {
        at.extend(own.iter().map(|(member, _)| (member.person, *household)));
    }
    let people: Vec<PersonId> = at.keys().copied().collect();
    let mut found = HashSet::new();
    for people in people.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(ExitId, PersonId, HouseholdId)> = exit_members::table
            .inner_join(exits::table)
            .filter(exit_members::person_id.eq_any(people))
            .filter(exit_members::live.eq(true).or(exit_members::year.eq(year)))
            .select((exit_members::exit_id, exit_members::person_id, exits::household_id))
            .load(c)?;
        for (_, person, other) in rows {
            if let Some(household) = at.get(&person).filter(|household| **household != other) {
                found.insert((*household, person));
            }
        }
    }
    Ok(found)
}
