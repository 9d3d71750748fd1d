//! Random histories of proposals, confirmations, withdrawals, corrections and ends, day by day, against a slow model that
//! counts everything anew: every number of every day is equal, also when asked for later.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use xingtu::desk::attributions::{self, Revision};
use xingtu::domain::attribution::{Evidence, Stage};
use xingtu::domain::exit::ExitStep;
use xingtu::domain::ids::{AttributionId, ExitId};
use xingtu::domain::moment::Moment;
use xingtu::domain::quantity::{Households, Persons};
use xingtu::domain::tally::{Basis, Count, Tally, TallyFilter};
use xingtu::store::{Conn, Fault, tallies};

use crate::support::city::{City, date};
use crate::support::database::Database;
use crate::support::on_both;

#[derive(Debug, Clone, Copy)]
enum Happening {
    Propose,
    Verify,
    Confirm,
    Withdraw,
    End(ExitStep),
}

fn happenings() -> impl Strategy<Value = Vec<(usize, Happening)>> {
    let one = prop_oneof![
        4 => Just(Happening::Propose),
        2 => Just(Happening::Verify),
        4 => Just(Happening::Confirm),
        2 => Just(Happening::Withdraw),
        1 => Just(Happening::End(ExitStep::ReturnToPoverty)),
        1 => Just(Happening::End(ExitStep::Revoke)),
    ];
    proptest::collection::vec((0usize..6, one), 4..24)
}

/// What the slow model knows of an exit.
#[derive(Debug, Clone, Copy)]
struct Model {
    exit: ExitId,
    evidence: Evidence,
    live: Option<(AttributionId, Stage, i64)>,
    ended: bool,
}

impl Model {
    fn counts(&self, basis: Basis) -> bool {
        self.evidence.pathway().is_tourism()
            && self.live.is_some_and(|(_, stage, _)| Basis::reached(stage).contains(&basis))
    }
}

fn step(city: &City, model: &mut Model, what: Happening, at: Moment) {
    let (exit, evidence, day) = (model.exit, model.evidence, at.day());
    let write = |by: &xingtu::domain::access::Actor| (city.desk.clone(), by.clone());
    match (what, model.live) {
        (Happening::Propose, live) => {
            let (desk, by) = write(&city.cast.county);
            let done = desk.write_now(by, at, move |tx| attributions::propose(tx, exit, evidence));
            assert_eq!(done.is_ok(), live.is_none() && !model.ended, "{done:?}");
            if let Ok(id) = done {
                model.live = Some((id, Stage::Proposed, 1));
            }
        }
        (Happening::Verify, Some((id, stage, revision))) => {
            let (desk, by) = write(&city.cast.colleague);
            let done = desk.write_now(by, at, move |tx| attributions::verify(tx, id, revision));
            assert_eq!(done.is_ok(), stage == Stage::Proposed, "{done:?}");
            if done.is_ok() {
                model.live = Some((id, Stage::CountyVerified, revision + 1));
            }
        }
        (Happening::Confirm, Some((id, stage, revision))) => {
            let (desk, by) = write(&city.cast.office);
            let done = desk.write_now(by, at, move |tx| attributions::confirm(tx, id, revision));
            assert_eq!(done.is_ok(), stage != Stage::CityConfirmed, "{done:?}");
            if done.is_ok() {
                model.live = Some((id, Stage::CityConfirmed, revision + 1));
            }
        }
        (Happening::Withdraw, Some((id, stage, revision))) => {
            let confirmed = stage == Stage::CityConfirmed;
            let (desk, by) = write(if confirmed { &city.cast.office } else { &city.cast.county });
            let reason = "核查".parse().unwrap();
            desk.write_now(by, at, move |tx| attributions::withdraw(tx, id, revision, &reason)).unwrap();
            model.live = None;
        }
        (Happening::End(step), _) => {
            let (desk, by) = write(&city.cast.office);
            let why = Revision { on: day, document: "文".into(), reason: "核查".parse().unwrap() };
            let done = desk.write_now(by, at, move |tx| attributions::end(tx, exit, 1, step, &why));
            assert_eq!(done.is_ok(), !model.ended, "{done:?}");
            (model.live, model.ended) = (None, true);
        }
        (Happening::Verify | Happening::Confirm | Happening::Withdraw, None) => {}
    }
}

fn total(city: &City, basis: Basis, day: Option<NaiveDate>) -> Count {
    let filter = TallyFilter { basis, ..TallyFilter::of_year(2017) };
    let filter = TallyFilter { as_of: day, ..filter };
    let read =
        move |c: &mut Conn| Ok::<_, Fault>((tallies::cells(c, &filter)?, tallies::counted(c, &filter)?));
    let (cells, listed) = city.desk.db.read_now(read).unwrap();
    let total = Tally::from_cells(cells).total();
    assert_eq!(total, listed, "the number is the length of its list: {basis} {day:?}");
    total
}

fn walk(city: &City, all: &[(usize, Happening)]) {
    let mut models: Vec<Model> = city
        .records
        .exits
        .values()
        .map(|(exit, evidence)| Model { exit: *exit, evidence: *evidence, live: None, ended: false })
        .collect();
    let mut said = BTreeMap::<(NaiveDate, Basis), Count>::new();
    for (n, (which, what)) in all.iter().enumerate() {
        let day = date(2017, 11, 24) + Days::new(n as u64 / 2);
        let at = Moment::from_local(day.and_hms_opt(9, u32::try_from(n % 60).unwrap(), 0).unwrap());
        step(city, &mut models[*which], *what, at);
        for basis in [Basis::Proposed, Basis::Verified, Basis::Confirmed] {
            let n = models.iter().filter(|model| model.counts(basis)).count();
            let n = i64::try_from(n).unwrap();
            let slow = Count { persons: Persons(n), households: Households(n) };
            assert_eq!(total(city, basis, None), slow, "{basis} after {what:?}");
            said.insert((day, basis), slow);
        }
    }
    assert_eq!(city.desk.db.read_now(tallies::drift).unwrap(), []);
    for ((day, basis), slow) in said {
        assert_eq!(total(city, basis, Some(day)), slow, "{basis} as of {day}");
    }
}

on_both! {
    fn every_number_of_every_day_is_what_a_slow_count_says(database) {
        let cases = if database.is_sqlite() { 24 } else { 8 };
        let mut runner = TestRunner::new(Config { cases: 1, failure_persistence: None, ..Config::default() });
        // A city takes long to found: each case walks on in a fresh one.
        let mut given = Some(database);
        for _ in 0..cases {
            let sqlite = given.as_ref().is_none_or(Database::is_sqlite);
            let fresh = if sqlite { Some(Database::sqlite()) } else {
                Database::postgres()
            };
            let city = City::new(given.replace(fresh.unwrap()).unwrap());
            runner.run(&happenings(), |all| { walk(&city, &all); Ok(()) }).unwrap();
        }
    }
}
