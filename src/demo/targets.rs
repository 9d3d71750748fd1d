//! The letters of targets of 2017. Their numbers are the demonstration's own: no letter of the city was published.

use chrono::NaiveDate;

use super::people::broken;
use crate::desk::Result;
use crate::domain::access::{Actor, Role};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::target::{Goal, Goals, NewLetter};
use crate::store::{Conn, targets};

/// Persons and households each unit was asked for in January, as a whole.
const JANUARY: [(&str, i64, i64); 5] = [
    ("450721", 300, 84),
    ("450722", 330, 92),
    ("450702", 300, 84),
    ("450703", 200, 56),
    ("450702401", 50, 14),
];

/// The same of July, by pathway in the order of [`Pathway::TOURISM`]: 灵山县 and 钦北区 reach theirs by November, 钦南区 keeps
/// pace, 浦北县 and 钦州港 lie behind.
const JULY: [(&str, [(i64, i64); 5]); 5] = [
    ("450721", [(30, 9), (105, 30), (40, 12), (125, 36), (20, 6)]),
    ("450722", [(30, 9), (130, 37), (55, 16), (110, 32), (25, 8)]),
    ("450702", [(35, 10), (75, 22), (35, 10), (135, 39), (20, 6)]),
    ("450703", [(15, 5), (100, 29), (35, 10), (55, 16), (10, 3)]),
    ("450702401", [(12, 4), (0, 0), (8, 3), (36, 11), (4, 2)]),
];

/// Enters the letter of January, and the one of July that takes its place.
///
/// # Errors
/// If the database fails.
pub fn sign(c: &mut Conn, actors: &[Actor]) -> Result<()> {
    let goal =
        |persons, households| Goal { persons: Persons(persons), households: Some(Households(households)) };
    let mut whole = Goals::default();
    for (unit, persons, households) in JANUARY {
        let unit = unit.parse().map_err(|_| broken("a unit"))?;
        whole.0.insert((unit, None), goal(persons, households));
    }
    let mut parts = Goals::default();
    for (unit, asked) in JULY {
        let unit: crate::domain::division::UnitCode = unit.parse().map_err(|_| broken("a unit"))?;
        for (pathway, (persons, households)) in Pathway::TOURISM.into_iter().zip(asked) {
            parts.0.insert((unit.clone(), Some(pathway)), goal(persons, households));
        }
    }
    enter(c, actors, ("钦州市2017年旅游扶贫目标责任书", "演示责〔2017〕1号"), (1, 12), whole)?;
    enter(c, actors, ("钦州市2017年旅游扶贫目标责任书（分解调整）", "演示责〔2017〕2号"), (7, 5), parts)
}

fn enter(
    c: &mut Conn,
    actors: &[Actor],
    (title, document): (&str, &str),
    (month, day): (u32, u32),
    goals: Goals,
) -> Result<()> {
    let signed_on = NaiveDate::from_ymd_opt(2017, month, day).ok_or_else(|| broken("a day"))?;
    let letter = NewLetter {
        year: 2017,
        title: title.into(),
        document: document.into(),
        signed_on,
        tolerance: NewLetter::USUAL_TOLERANCE,
        goals,
        note: "演示数据：责任书的数为虚构，不是钦州市下达的目标。".into(),
    };
    let at = signed_on.and_hms_opt(16, 0, 0).map(Moment::from_local).ok_or_else(|| broken("a time"))?;
    letter.check(at.day()).map_err(|_| broken("a letter"))?;
    let recorder = actors.iter().find(|actor| actor.role == Role::Admin);
    targets::insert(c, &letter, recorder.map(|actor| actor.user), at)?;
    Ok(())
}
