//! Random exits and what became of their attributions, put into a city and counted the slow way.

use std::sync::Arc;

use chrono::{Datelike as _, Days, NaiveDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use xingtu::desk::{attributions as desk, snapshots};
use xingtu::domain::codes::Code as _;
use xingtu::domain::division::{DivisionCode, UnitCode};
use xingtu::domain::household::{Attribute, Cause, Relation};
use xingtu::domain::identity::ResidentId;
use xingtu::domain::ids::{AttributionId, ExitId, HouseholdId, PersonId};
use xingtu::domain::moment::Moment;
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::{Households, Persons};
use xingtu::domain::tally::{Basis, Count, Counted, TallyFilter};
use xingtu::store::attributions::{self, Signature, Signed};
use xingtu::store::divisions::{self, Division, Unit};
use xingtu::store::exits::{self, FrozenMember, NewExit};
use xingtu::store::households::{self, NewHousehold, NewPerson};
use xingtu::store::{Conn, Fault, tallies};

use crate::support::city::{City, date};
use crate::support::seed::id_number;

/// One exit and what became of its attribution, by day.
#[derive(Debug, Clone)]
pub(super) struct One {
    place: usize,
    pathway: Pathway,
    announced_on: NaiveDate,
    persons: usize,
    /// Days after the announcement: proposed, verified, confirmed.
    signed: (u64, Option<u64>, Option<u64>),
    withdrawn: Option<u64>,
    pub(super) frozen_on: Option<NaiveDate>,
    unit: UnitCode,
    village: DivisionCode,
    id: AttributionId,
}

fn one() -> impl Strategy<Value = One> {
    let days = (1u64..20, proptest::option::of(20u64..30), proptest::option::of(30u64..50));
    let when = (2016..2018i32, 1u32..13, 1u32..28);
    let withdrawn = proptest::option::weighted(0.2, 60u64..90);
    (0usize..8, proptest::sample::select(Pathway::ALL), when, 1usize..5, days, withdrawn).prop_map(
        |(place, pathway, (year, month, day), persons, signed, withdrawn)| One {
            place,
            pathway,
            announced_on: date(year, month, day),
            persons,
            signed,
            withdrawn,
            frozen_on: None,
            unit: "450721".parse().unwrap(),
            village: "450721101201".parse().unwrap(),
            id: AttributionId(0),
        },
    )
}

impl One {
    fn day(&self, after: u64) -> NaiveDate {
        self.announced_on + Days::new(after)
    }

    /// Whether it is behind a number, found the slow way: from what happened on which day.
    fn is_behind(&self, filter: &TallyFilter, now: NaiveDate) -> bool {
        let end = filter.as_of.unwrap_or(now);
        let (proposed, verified, confirmed) = self.signed;
        let reached = match filter.basis {
            Basis::Proposed => Some(self.day(proposed)),
            Basis::Verified => verified.or(confirmed).map(|after| self.day(after)),
            Basis::Confirmed => confirmed.map(|after| self.day(after)),
            Basis::Frozen => self.frozen_on,
        };
        reached.is_some_and(|day| day <= end)
            && self.withdrawn.is_none_or(|after| self.day(after) > end)
            && self.announced_on.year() == filter.year
            && filter.pathways().contains(&self.pathway)
            && filter.unit.as_ref().is_none_or(|unit| *unit == self.unit)
            && filter.locality.as_ref().is_none_or(|place| self.village.lies_in(place.as_str()))
            && filter.month.is_none_or(|month| month.number() == self.announced_on.month().cast_signed())
    }
}

fn noon(day: NaiveDate) -> Moment {
    Moment::from_local(day.and_hms_opt(12, 0, 0).unwrap())
}

/// Registers, announces and attributes them.
fn enter(city: &City, all: &mut [One]) {
    let keys = Arc::clone(&city.desk.keys);
    let evidence = city.records.exits.clone();
    let (county, colleague, office) =
        (city.cast.county.user, city.cast.colleague.user, city.cast.office.user);
    let mut mine = all.to_vec();
    let entered = city.desk.db.write_now(move |c| {
        lay_out(c)?;
        let places = places();
        let mut signed = Vec::new();
        for (n, one) in mine.iter_mut().enumerate() {
            (one.unit, one.village) = places[one.place].clone();
            let (household, persons) = register(c, &keys, one, u32::try_from(n).unwrap())?;
            let exit = announce(c, one, household, &persons)?;
            let sign = |by, after: u64| Signature { by, at: noon(one.day(after)) };
            signed.push(Signed {
                exit,
                evidence: evidence[&one.pathway].1,
                counted: Counted {
                    unit: one.unit.clone(),
                    pathway: one.pathway,
                    year: one.announced_on.year(),
                    month: one.announced_on.month().cast_signed(),
                    persons: Persons(one.persons.try_into().unwrap()),
                },
                village: one.village.clone(),
                proposed: sign(county, one.signed.0),
                verified: one.signed.1.map(|after| sign(colleague, after)),
                confirmed: one.signed.2.map(|after| sign(office, after)),
            });
        }
        let ids = attributions::insert_many(c, &signed, noon(date(2017, 1, 1)))?;
        mine.iter_mut().zip(ids).for_each(|(one, id)| one.id = id);
        Ok::<_, Fault>(mine)
    });
    all.clone_from_slice(&entered.unwrap());
}

/// Villages of two townships each of two counties, of the port inside a third county, and of that third itself.
const PLACES: [(&str, &str); 8] = [
    ("450721", "450721101201"),
    ("450721", "450721101202"),
    ("450721", "450721102201"),
    ("450722", "450722101201"),
    ("450722", "450722101202"),
    ("450722", "450722102201"),
    ("450702", "450702101208"),
    ("450702401", "450702401001"),
];

pub(super) fn places() -> Vec<(UnitCode, DivisionCode)> {
    PLACES.iter().map(|(unit, village)| (unit.parse().unwrap(), village.parse().unwrap())).collect()
}

/// Puts in what of them is not there yet.
fn lay_out(c: &mut Conn) -> Result<(), Fault> {
    let division = |(code, level, parent): (&str, i32, &str)| Division {
        code: code.parse().unwrap(),
        name: format!("地方{code}"),
        level,
        parent_code: parent.into(),
        valid_from: date(2014, 1, 1),
        valid_to: None,
        source: "test".into(),
    };
    let all = [
        ("450702", 3, "450700"),
        ("450721102", 4, "450721"),
        ("450722102", 4, "450722"),
        ("450702101", 4, "450702"),
        ("450702401", 4, "450702"),
        ("450721101202", 5, "450721101"),
        ("450721102201", 5, "450721102"),
        ("450722101202", 5, "450722101"),
        ("450722102201", 5, "450722102"),
        ("450702101208", 5, "450702101"),
        ("450702401001", 5, "450702401"),
    ];
    divisions::insert_many(c, &all.map(division))?;
    let unit = |code: &str, position| Unit {
        code: code.parse().unwrap(),
        name: format!("单位{code}"),
        name_en: code.into(),
        position,
        tile_row: 2,
        tile_column: position,
        help_phone: String::new(),
    };
    divisions::insert_units(c, &[unit("450702", 3), unit("450702401", 4)])
}

fn register(
    c: &mut Conn,
    keys: &xingtu::keys::Keys,
    one: &One,
    n: u32,
) -> Result<(HouseholdId, Vec<PersonId>), Fault> {
    let code = format!("R{n:07}").parse().unwrap();
    let name = "邓荔枝".parse().unwrap();
    let household = NewHousehold {
        search: NewHousehold::search(&code, "村", "", &name),
        code,
        division_code: one.village.clone(),
        unit_code: one.unit.clone(),
        natural_village: String::new(),
        attribute: Attribute::GeneralPoor.exited(),
        cause: Cause::Skill,
        registered_on: date(2015, 10, 31),
    };
    let person = |place: usize| {
        let id: ResidentId = id_number(20 + n * 4 + u32::try_from(place).unwrap()).parse().unwrap();
        NewPerson::new(name.clone(), &id, keys.seal_id(&id).unwrap(), keys.index_id(&id))
    };
    let persons: Vec<NewPerson> = (0..one.persons).map(person).collect();
    Ok((households::insert_many(c, &[household])?[0], households::insert_persons(c, &persons)?))
}

fn announce(c: &mut Conn, one: &One, household: HouseholdId, persons: &[PersonId]) -> Result<ExitId, Fault> {
    let member = |(place, person): (usize, &PersonId)| FrozenMember {
        person: *person,
        relation: if place == 0 { Relation::Head } else { Relation::Daughter },
        is_head: place == 0,
    };
    let exit = NewExit {
        household,
        division: one.village.clone(),
        unit: one.unit.clone(),
        document: "公告".into(),
        announced_on: one.announced_on,
        members: persons.iter().enumerate().map(member).collect(),
        search: String::new(),
    };
    Ok(exits::insert_many(c, &[exit])?[0])
}

/// Takes back what is to be taken back, after freezing 2016 on a day between.
fn go_on(city: &City, all: &mut [One]) {
    let frozen_on = date(2017, 3, 1);
    let earlier = |one: &One| one.withdrawn.is_some_and(|after| one.day(after) <= frozen_on);
    for one in all.iter().filter(|one| earlier(one)) {
        withdraw(city, one);
    }
    let id = city
        .desk
        .write_now(city.cast.office.clone(), noon(frozen_on), |tx| snapshots::propose(tx, 2016, "按年度冻结"))
        .unwrap();
    let second = city.another("shuzi2", &city.cast.office);
    city.desk.write_now(second, noon(frozen_on), move |tx| snapshots::freeze(tx, id)).unwrap();
    for one in all.iter_mut().filter(|one| one.announced_on.year() == 2016) {
        let counted = TallyFilter { as_of: None, non_tourism: true, ..TallyFilter::of_year(2016) };
        if one.withdrawn.is_none_or(|after| one.day(after) > frozen_on) {
            let standing = One { withdrawn: None, ..one.clone() };
            one.frozen_on = standing.is_behind(&counted, date(2030, 1, 1)).then_some(frozen_on);
            // What is frozen is not taken back.
            one.withdrawn = one.withdrawn.filter(|_| one.frozen_on.is_none());
        }
    }
    for one in all.iter().filter(|one| one.withdrawn.is_some() && !earlier(one)) {
        withdraw(city, one);
    }
}

fn withdraw(city: &City, one: &One) {
    let id = one.id;
    let confirmed = one.signed.2.is_some();
    let by = if confirmed { &city.cast.office } else { &city.cast.county };
    // The county of another unit does it for its own; here the store's scope is the city's or the unit's.
    let by = xingtu::domain::access::Actor { unit: by.unit.as_ref().map(|_| one.unit.clone()), ..by.clone() };
    let reason = "核查".parse().unwrap();
    let at = noon(one.day(one.withdrawn.unwrap()));
    city.desk.write_now(by, at, move |tx| desk::withdraw(tx, id, 1, &reason)).unwrap();
}

pub(super) fn counted(all: &[One], filter: &TallyFilter) -> Count {
    let behind = all.iter().filter(|one| one.is_behind(filter, date(2030, 1, 1)));
    behind
        .map(|one| Count { persons: Persons(one.persons.try_into().unwrap()), households: Households(1) })
        .sum()
}

pub(super) fn sampled<T>(strategy: &impl Strategy<Value = T>, n: usize) -> Vec<T> {
    let mut runner = TestRunner::default();
    (0..n).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// A city with random records, a year of them frozen.
pub(super) fn random_city(
    database: crate::support::database::Database,
) -> (City, Vec<One>, Vec<(UnitCode, DivisionCode)>) {
    let city = City::new(database);
    let mut all = sampled(&one(), 90);
    enter(&city, &mut all);
    go_on(&city, &mut all);
    assert_eq!(city.desk.db.read_now(tallies::drift).unwrap(), []);
    (city, all, places())
}
