//! Random histories of joining, leaving and changing heads, tried on the register and on a slow model beside it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use xingtu::desk::households::{self, Joining, NewHead, Person};
use xingtu::domain::household::{MembershipReason, Relation};
use xingtu::domain::ids::{HouseholdId, PersonId};
use xingtu::domain::person::Facts;
use xingtu::store::Conn;

use super::born;
use crate::support::city::{City, date, now};
use crate::support::database::{numbers, texts};
use crate::support::on_both;

#[derive(Debug, Clone, Copy)]
enum Try {
    Join { household: i64, who: usize, day: i64 },
    Leave { household: i64, who: usize, day: i64 },
    Head { household: i64, who: usize },
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (1i64..4, 0usize..3, 0i64..60, 0u8..5).prop_map(|(household, who, day, what)| match what {
        0 | 1 => Try::Join { household, who, day },
        2 | 3 => Try::Leave { household, who, day },
        _ => Try::Head { household, who },
    });
    prop::collection::vec(one, 1..18)
}

fn day(n: i64) -> NaiveDate {
    date(2017, 9, 1) + chrono::Duration::days(n)
}

/// A span of the model: household, from, to.
type Span = (i64, NaiveDate, Option<NaiveDate>);

fn revision(c: &mut Conn, household: i64) -> i64 {
    numbers(c, &format!("SELECT revision AS n FROM households WHERE id = {household}"))[0]
}

on_both! {
    fn no_history_lets_a_person_belong_twice_or_a_household_have_two_heads(database) {
        let city = City::new(database);
        let people: Vec<(String, &str)> =
            [("19900101", "宁甲"), ("19910101", "宁乙"), ("19920101", "宁丙")].iter().map(|(birth, name)| (born(birth, 11), *name)).collect();
        let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
        // The spans of the three, over all histories: each goes on where the last ended.
        let mut model: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for _ in 0..12 {
            let history = tries().new_tree(&mut runner).unwrap().current();
            for one in history {
                let mut conn = city.database.connect();
                let (household, who) = match one {
                    Try::Join { household, who, .. } | Try::Leave { household, who, .. } | Try::Head { household, who } => (household, who),
                };
                let revision = revision(&mut conn, household);
                let known = numbers(&mut conn, &format!("SELECT id AS n FROM persons WHERE name = '{}'", people[who].1));
                let (number, name) = people[who].clone();
                let person = known.first().copied().map_or(PersonId(0), PersonId);
                let id = HouseholdId(household);
                let spans = model.entry(who).or_default();
                let done = city.desk.write_now(city.cast.office.clone(), now(), move |tx| match one {
                    Try::Join { day: on, .. } => households::add_member(tx, id, revision, &Joining {
                        person: Person { name: name.parse().unwrap(), id: number.parse().unwrap(), facts: Facts::default() },
                        relation: Relation::Other,
                        day: day(on),
                        why: MembershipReason::Returned,
                        note: String::new(),
                    }),
                    Try::Leave { day: on, .. } => {
                        households::leave(tx, (id, person), revision, (day(on), MembershipReason::MovedOut), "")
                    }
                    Try::Head { .. } => {
                        let all = households::show(&mut tx.reading(), id)?.members;
                        let others = all.iter().filter(|member| member.to_on.is_none() && member.person != person);
                        let relations = others.map(|member| (member.person, Relation::Other)).collect();
                        let new = NewHead { head: person, relations, day: date(2017, 11, 20), reason: "轮换".parse().unwrap() };
                        households::change_head(tx, id, revision, &new)
                    }
                });
                // What the model expects, by looking at every day.
                let belongs = |on: NaiveDate| spans.iter().any(|(_, from, to)| *from <= on && to.is_none_or(|to| on < to));
                match one {
                    Try::Join { day: on, .. } => {
                        let free = (0..90).all(|n| day(n) < day(on) || !belongs(day(n)));
                        assert_eq!(done.is_ok(), free && spans.iter().all(|(_, _, to)| to.is_some()), "{one:?} {spans:?}: {done:?}");
                        if done.is_ok() {
                            spans.push((household, day(on), None));
                        }
                    }
                    Try::Leave { day: on, .. } if done.is_ok() => {
                        let last = spans.last_mut().expect("somebody who left was there");
                        assert!(last.0 == household && last.2.is_none() && last.1 < day(on), "{one:?} {last:?}");
                        last.2 = Some(day(on));
                    }
                    _ => {}
                }
                for (who, spans) in &model {
                    let kept = texts(&mut conn, &format!(
                        "SELECT household_id || ' ' || from_on || ' ' || COALESCE(CAST(to_on AS TEXT), '-') AS t FROM memberships m \
                         JOIN persons p ON p.id = m.person_id WHERE p.name = '{}' ORDER BY m.id", people[*who].1));
                    let expected: Vec<String> = spans.iter().map(|(household, from, to)| {
                        format!("{household} {from} {}", to.map_or("-".into(), |to| to.to_string()))
                    }).collect();
                    assert_eq!(kept, expected);
                }
                let wrong = numbers(&mut conn,
                    "SELECT count(*) AS n FROM households h WHERE (SELECT count(*) FROM memberships m WHERE m.household_id = h.id \
                     AND m.to_on IS NULL AND m.is_head) <> CASE WHEN EXISTS (SELECT 1 FROM memberships m WHERE \
                     m.household_id = h.id AND m.to_on IS NULL) THEN 1 ELSE 0 END");
                assert_eq!(wrong, [0], "a household without its one head after {one:?}");
            }
        }
    }
}
