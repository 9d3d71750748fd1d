//! Targets: what a signed letter (责任书) asks of a unit in a year, and how far the year has come with it.
//!
//! The region's tourism scheme of 2016 made each city sign one (domain notes §3): the yearly table is the return against it.
//! A letter never changes. One signed later for the same year takes its place from its day on, and the earlier stays readable.

mod progress;

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::division::UnitCode;
use super::figure::{NewFigure, UnitOfCount};
use super::pathway::Pathway;
use super::quantity::{Households, Persons};
use super::refusal::{Message, Refusal, Refusals};

pub use self::progress::{Elapsed, Gauge, Line, Point, Standing, Years, lines, trend};

/// What is asked for: persons always, households where the letter names them. Never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// 人
    pub persons: Persons,
    /// 户; none if the letter does not say.
    pub households: Option<Households>,
}

impl Goal {
    /// More than any letter of a city asks for.
    const MOST: i64 = 10_000_000;

    /// The number of one unit of count; none if the letter does not say it.
    #[must_use]
    pub fn of(self, count: UnitOfCount) -> Option<i64> {
        match count {
            UnitOfCount::Persons => Some(self.persons.0),
            UnitOfCount::Households => self.households.map(|households| households.0),
        }
    }

    fn check(self) -> Result<(), (Asked, BadTarget)> {
        if !(0..=Self::MOST).contains(&self.persons.0) {
            return Err((Asked::Persons, BadTarget::Number));
        }
        // A household has at least one member.
        match self.households {
            Some(households) if households.0 < 0 => Err((Asked::Households, BadTarget::Number)),
            Some(households) if households.0 > self.persons.0 => {
                Err((Asked::Households, BadTarget::MoreHouseholds))
            }
            _ => Ok(()),
        }
    }
}

/// The two columns of a letter's table, as its form names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Persons,
    Households,
}

/// The name of a field of a letter's table: `persons[450721-training]`, `households[450721-total]`.
fn field(asked: Asked, unit: &UnitCode, pathway: Option<Pathway>) -> String {
    let column = match asked {
        Asked::Persons => "persons",
        Asked::Households => "households",
    };
    format!("{column}[{}]", Goals::key(unit, pathway))
}

/// What a letter asks, by unit and pathway; without a pathway, of the unit as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goals(pub BTreeMap<(UnitCode, Option<Pathway>), Goal>);

impl Goals {
    /// How a form calls a goal: `450721-training`, `450721-total`.
    #[must_use]
    pub fn key(unit: &UnitCode, pathway: Option<Pathway>) -> String {
        pathway.map_or_else(|| format!("{unit}-total"), |pathway| format!("{unit}-{pathway}"))
    }

    /// What was written down for this unit and pathway.
    #[must_use]
    pub fn written(&self, unit: &UnitCode, pathway: Option<Pathway>) -> Option<Goal> {
        self.0.get(&(unit.clone(), pathway)).copied()
    }

    /// What is asked of a unit: as written, or for its whole the sum of its five pathways if those were written.
    #[must_use]
    pub fn of_unit(&self, unit: &UnitCode, pathway: Option<Pathway>, count: UnitOfCount) -> Option<i64> {
        if let Some(written) = self.written(unit, pathway).and_then(|goal| goal.of(count)) {
            return Some(written);
        }
        match pathway {
            Some(_) => None,
            None => Pathway::TOURISM.iter().map(|one| self.written(unit, Some(*one))?.of(count)).sum(),
        }
    }

    /// What is asked of several units together; none unless each of them has it, for a sum over some would be taken for
    /// the whole.
    #[must_use]
    pub fn of_units(&self, units: &[UnitCode], pathway: Option<Pathway>, count: UnitOfCount) -> Option<i64> {
        if units.is_empty() {
            return None;
        }
        units.iter().map(|unit| self.of_unit(unit, pathway, count)).sum()
    }

    /// The units it says something of.
    #[must_use]
    pub fn units(&self) -> Vec<UnitCode> {
        let mut units: Vec<UnitCode> = self.0.keys().map(|(unit, _)| unit.clone()).collect();
        units.dedup();
        units
    }

    /// The same without the units a reader may not know of.
    pub fn keep(&mut self, units: &[UnitCode]) {
        self.0.retain(|(unit, _), _| units.contains(unit));
    }

    fn check(&self, refusals: &mut Refusals) {
        for ((unit, pathway), goal) in &self.0 {
            if let Err((asked, wrong)) = goal.check() {
                refusals.add(&field(asked, unit, *pathway), wrong.message());
            }
            if *pathway == Some(Pathway::NonTourism) {
                refusals.add(&field(Asked::Persons, unit, *pathway), BadTarget::NotTourism.message());
            }
        }
        for unit in self.units() {
            self.check_unit(&unit, refusals);
        }
    }

    /// The whole of a unit must be known, and be the sum of its parts where all of them are.
    fn check_unit(&self, unit: &UnitCode, refusals: &mut Refusals) {
        for (asked, count) in
            [(Asked::Persons, UnitOfCount::Persons), (Asked::Households, UnitOfCount::Households)]
        {
            let parts: Vec<Option<i64>> = Pathway::TOURISM
                .iter()
                .map(|one| self.written(unit, Some(*one)).and_then(|goal| goal.of(count)))
                .collect();
            let (known, sum): (Vec<i64>, Option<i64>) =
                (parts.iter().flatten().copied().collect(), parts.iter().copied().sum());
            let whole = self.written(unit, None).and_then(|goal| goal.of(count));
            let wrong = match (whole, sum) {
                (Some(whole), Some(sum)) if whole != sum => Some(BadTarget::NotTheSum { whole, sum }),
                (Some(whole), None) if known.iter().sum::<i64>() > whole => Some(BadTarget::PartsExceed),
                (None, None) if asked == Asked::Persons => Some(BadTarget::NoWhole),
                _ => None,
            };
            if let Some(wrong) = wrong {
                refusals.add(&field(asked, unit, None), wrong.message());
            }
        }
    }
}

/// A letter to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetter {
    /// The year its targets are of.
    pub year: i32,
    /// Its title: 钦州市2017年旅游扶贫目标责任书.
    pub title: String,
    /// Its number: 钦旅责〔2017〕1号.
    pub document: String,
    /// When it was signed. From this day on it is the one that counts.
    pub signed_on: NaiveDate,
    /// How many percentage points a unit may lie behind the calendar before it counts as behind. The letter's own rule.
    pub tolerance: i64,
    /// What it asks.
    pub goals: Goals,
    /// What else is to be known of it.
    pub note: String,
}

impl NewLetter {
    /// What a tolerance can be, in percentage points.
    pub const TOLERANCES: std::ops::RangeInclusive<i64> = 0..=50;
    /// What a form begins with: exits are announced a few times a year, so that every unit lies behind for some weeks.
    pub const USUAL_TOLERANCE: i64 = 10;

    /// Whether it can be recorded on this day.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, today: NaiveDate) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if !NewFigure::YEARS.contains(&self.year) {
            refusals.add("year", BadTarget::Year.message());
        }
        for (field, text) in [("title", &self.title), ("document", &self.document)] {
            if text.trim().is_empty() {
                refusals.add(field, Message::new("error-required"));
            }
        }
        if self.signed_on > today {
            refusals.add("signed_on", BadTarget::NotSignedYet.message());
        } else if !(self.year.saturating_sub(1)..=self.year).contains(&self.signed_on.year()) {
            refusals.add("signed_on", BadTarget::SignedElsewhen.message());
        }
        if !Self::TOLERANCES.contains(&self.tolerance) {
            refusals.add("tolerance", BadTarget::Tolerance.message());
        }
        if self.goals.0.is_empty() {
            refusals.add("goals", BadTarget::Nothing.message());
        }
        self.goals.check(&mut refusals);
        refusals.into_result()
    }
}

/// Which of several letters of a year counts on a day: of those signed by then the one signed last, and of one day the one
/// recorded last. They come as day and number.
#[must_use]
pub fn in_force<Id: Copy + Ord>(letters: &[(NaiveDate, Id)], on: NaiveDate) -> Option<Id> {
    letters.iter().filter(|(signed, _)| *signed <= on).max().map(|(_, id)| *id)
}

/// Why a letter is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTarget {
    /// There is no register of this year.
    #[error("no year of the register")]
    Year,
    /// Its day lies ahead.
    #[error("signed in the future")]
    NotSignedYet,
    /// Signed neither in its year nor in the year before.
    #[error("signed in another year")]
    SignedElsewhen,
    /// Outside what it can be.
    #[error("no such tolerance")]
    Tolerance,
    /// It asks nothing of anybody.
    #[error("a letter without a target")]
    Nothing,
    /// Below nothing, or more than a city has people.
    #[error("no such number")]
    Number,
    /// More households than persons.
    #[error("more households than persons")]
    MoreHouseholds,
    /// What is outside tourism has no target here.
    #[error("a target outside tourism")]
    NotTourism,
    /// Neither a unit's whole nor all of its pathways.
    #[error("neither the whole nor all parts")]
    NoWhole,
    /// The whole is not the sum of all its parts.
    #[error("{whole} is not the sum {sum}")]
    NotTheSum {
        /// As typed.
        whole: i64,
        /// Of the five.
        sum: i64,
    },
    /// Some parts are more than the whole.
    #[error("some parts exceed the whole")]
    PartsExceed,
    /// The year has a letter of this number.
    #[error("recorded before")]
    Recorded,
}

impl Refusal for BadTarget {
    fn message(&self) -> Message {
        match self {
            Self::Year => Message::new("error-target-year"),
            Self::NotSignedYet => Message::new("error-target-not-signed-yet"),
            Self::SignedElsewhen => Message::new("error-target-signed-elsewhen"),
            Self::Tolerance => Message::new("error-target-tolerance"),
            Self::Nothing => Message::new("error-target-nothing"),
            Self::Number => Message::new("error-target-number"),
            Self::MoreHouseholds => Message::new("error-target-more-households"),
            Self::NotTourism => Message::new("error-target-not-tourism"),
            Self::NoWhole => Message::new("error-target-no-whole"),
            Self::NotTheSum { whole, sum } => {
                Message::new("error-target-not-the-sum").with("whole", *whole).with("sum", *sum)
            }
            Self::PartsExceed => Message::new("error-target-parts-exceed"),
            Self::Recorded => Message::new("error-target-recorded"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str) -> UnitCode {
        code.parse().unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn goal(persons: i64, households: Option<i64>) -> Goal {
        Goal { persons: Persons(persons), households: households.map(Households) }
    }

    fn letter(goals: &[(&str, Option<Pathway>, Goal)]) -> NewLetter {
        NewLetter {
            year: 2017,
            title: "旅游扶贫目标责任书".into(),
            document: "钦旅责〔2017〕1号".into(),
            signed_on: day(2017, 1, 12),
            tolerance: NewLetter::USUAL_TOLERANCE,
            goals: Goals(goals.iter().map(|(code, pathway, goal)| ((unit(code), *pathway), *goal)).collect()),
            note: String::new(),
        }
    }

    fn wrong(letter: &NewLetter) -> Vec<String> {
        let refusals = letter.check(day(2017, 11, 24)).err().unwrap_or_default();
        refusals.iter().map(|(field, message)| format!("{field} {}", message.key)).collect()
    }

    #[test]
    fn the_whole_of_a_unit_is_written_or_the_sum_of_its_five_pathways() {
        let five: Vec<_> = Pathway::TOURISM
            .iter()
            .zip([30, 100, 45, 125, 20])
            .map(|(one, persons)| ("450721", Some(*one), goal(persons, None)))
            .collect();
        let whole = letter(&five);
        assert_eq!(wrong(&whole), Vec::<String>::new());
        let own = unit("450721");
        assert_eq!(whole.goals.of_unit(&own, None, UnitOfCount::Persons), Some(320));
        assert_eq!(whole.goals.of_unit(&own, None, UnitOfCount::Households), None);
        let with = |total| [&five[..], &[("450721", None, goal(total, None))]].concat();
        assert_eq!(wrong(&letter(&with(320))), Vec::<String>::new());
        assert_eq!(wrong(&letter(&with(321))), ["persons[450721-total] error-target-not-the-sum"]);
        assert_eq!(wrong(&letter(&five[..4])), ["persons[450721-total] error-target-no-whole"]);
        let few = [five[0], ("450721", None, goal(29, None))];
        assert_eq!(wrong(&letter(&few)), ["persons[450721-total] error-target-parts-exceed"]);
    }

    #[test]
    fn a_sum_over_units_is_none_unless_each_has_its_part() {
        let goals = letter(&[("450721", None, goal(320, Some(90))), ("450722", None, goal(350, None))]).goals;
        let units = [unit("450721"), unit("450722")];
        assert_eq!(goals.of_units(&units, None, UnitOfCount::Persons), Some(670));
        assert_eq!(goals.of_units(&units, None, UnitOfCount::Households), None);
        assert_eq!(goals.of_units(&units, Some(Pathway::Training), UnitOfCount::Persons), None);
        assert_eq!(goals.of_units(&[], None, UnitOfCount::Persons), None);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let bad = NewLetter {
            year: 1911,
            title: " ".into(),
            signed_on: day(2018, 1, 1),
            tolerance: 51,
            ..letter(&[("450721", None, goal(3, Some(4)))])
        };
        assert_eq!(
            wrong(&bad),
            [
                "year error-target-year",
                "title error-required",
                "signed_on error-target-not-signed-yet",
                "tolerance error-target-tolerance",
                "households[450721-total] error-target-more-households",
            ]
        );
        assert_eq!(wrong(&letter(&[])), ["goals error-target-nothing"]);
        let elsewhen =
            NewLetter { signed_on: day(2015, 12, 31), ..letter(&[("450721", None, goal(3, None))]) };
        assert_eq!(wrong(&elsewhen), ["signed_on error-target-signed-elsewhen"]);
        let outside =
            letter(&[("450721", None, goal(3, None)), ("450721", Some(Pathway::NonTourism), goal(1, None))]);
        assert_eq!(wrong(&outside), ["persons[450721-non_tourism] error-target-not-tourism"]);
    }

    #[test]
    fn a_later_letter_takes_the_place_of_an_earlier_from_its_day_on() {
        let letters = [(day(2017, 1, 12), 1), (day(2017, 6, 30), 2), (day(2017, 6, 30), 3)];
        assert_eq!(in_force(&letters, day(2017, 1, 11)), None);
        assert_eq!(in_force(&letters, day(2017, 6, 29)), Some(1));
        assert_eq!(in_force(&letters, day(2017, 6, 30)), Some(3));
    }
}
