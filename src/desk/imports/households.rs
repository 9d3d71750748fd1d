//! Households with their members, one row a member: new ones entered, known ones held against the file.
//!
//! A household is taken in whole or not at all: if one of its rows is wrong, its others wait.

mod apply;
mod before;
mod differences;
mod judge;
mod read;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use self::judge::Judge;
use self::read::{Group, Line};
use super::places::Places;
use super::{Decisions, Prepared};
use crate::desk::{Result, Rx};
use crate::domain::household::{HouseholdCode, MembershipReason, Relation};
use crate::domain::identity::{PersonName, ResidentId};
use crate::domain::ids::{HouseholdId, PersonId};
use crate::domain::import::RowPlan;
use crate::domain::person::Facts;
use crate::store::households::{CardRow, Household, Identified, Member, NewHousehold};
use crate::store::imports::{self as records, Namesake};

pub(super) use self::apply::apply;
pub(super) use self::before::undo;

/// What is ready to be stored.
#[derive(Default)]
pub(super) struct Ready {
    anew: Vec<Anew>,
    changed: Vec<Changed>,
}

/// A household to be entered.
struct Anew {
    household: NewHousehold,
    card: CardRow,
    members: Vec<Coming>,
}

/// Somebody who is to belong to a household.
struct Coming {
    /// Known from before, or to be entered.
    person: Option<PersonId>,
    name: PersonName,
    id: ResidentId,
    index: Vec<u8>,
    relation: Relation,
    facts: Facts,
    from_on: NaiveDate,
    reason: MembershipReason,
}

/// A household on record that the file says something else of.
struct Changed {
    household: Household,
    /// Its card as it is to be, if it changes.
    card: Option<CardRow>,
    /// Members of today as they are to be: name, relation, facts.
    members: Vec<(Member, PersonName, Relation, Facts)>,
    coming: Vec<Coming>,
}

/// What the records have of what the file names.
struct Known {
    households: HashMap<HouseholdCode, Household>,
    members: HashMap<HouseholdId, Vec<Member>>,
    people: HashMap<Vec<u8>, Identified>,
    namesakes: HashMap<PersonName, Vec<Namesake>>,
}

impl Known {
    fn read(rx: &mut Rx<'_>, lines: &[Line]) -> Result<Self> {
        let mut codes: Vec<HouseholdCode> = lines.iter().filter_map(|line| line.code.clone()).collect();
        codes.sort();
        codes.dedup();
        let households = records::households_by_code(rx.conn, &codes)?;
        let ids: Vec<HouseholdId> = households.values().map(|household| household.id).collect();
        let members = records::live_members(rx.conn, &ids)?;
        let indexes: Vec<Vec<u8>> = lines.iter().filter_map(|line| line.index.clone()).collect();
        let people = records::identified_many(rx.conn, &indexes)?;
        let strangers =
            lines.iter().filter(|line| line.index.as_ref().is_some_and(|index| !people.contains_key(index)));
        let names: HashSet<PersonName> = strangers.filter_map(|line| line.name.clone()).collect();
        let names: Vec<PersonName> = names.into_iter().collect();
        let scope = rx.scope();
        let mut namesakes = HashMap::<PersonName, Vec<Namesake>>::new();
        for one in records::namesakes(rx.conn, &scope, &names)? {
            namesakes.entry(one.name.clone()).or_default().push(one);
        }
        Ok(Self { households, members, people, namesakes })
    }
}

/// What a file of households would do.
pub(super) fn plan(
    rx: &mut Rx<'_>,
    prepared: &Prepared,
    decided: &Decisions,
) -> Result<(Vec<RowPlan>, Ready)> {
    let places = Places::read(rx)?;
    let mut lines = read::lines(rx, prepared)?;
    let groups: Vec<Group> = read::groups(&mut lines);
    let known = Known::read(rx, &lines)?;
    let judge = Judge { places: &places, known: &known, decided, scope: rx.scope(), today: rx.now.day() };
    let mut ready = Ready::default();
    let mut plans = Vec::with_capacity(lines.len());
    for group in groups {
        judge.group(rx.conn, &mut lines, &group, &mut ready, &mut plans)?;
        prepared.meter.more(group.lines.len())?;
    }
    plans.sort_by_key(|plan| plan.place);
    Ok((plans, ready))
}
