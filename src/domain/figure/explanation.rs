//! What differs of a figure, and why: reasons out of a closed list, each with its amount, never taken back but by another.

use super::super::codes::code;
use super::super::division::UnitCode;
use super::super::ids::UserId;
use super::super::moment::Moment;
use super::super::pathway::Pathway;
use super::super::refusal::{Message, Refusal as _, Refusals};
use super::settlement::NotNow;

/// A printed number beside the proven one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Comparison {
    /// As printed; none if it was not.
    pub printed: Option<i64>,
    /// As the records prove it.
    pub proven: i64,
}

impl Comparison {
    /// Printed but not proven: what evidence is still missing for.
    #[must_use]
    pub fn missing(self) -> Option<i64> {
        self.printed.map(|printed| (printed - self.proven).max(0))
    }

    /// Proven less printed.
    #[must_use]
    pub fn difference(self) -> Option<i64> {
        self.printed.map(|printed| self.proven - printed)
    }
}

/// Which of a figure's numbers. The spelling is the database's and the JSON's: `total`, `training`, `450721`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The total.
    Total,
    /// A pathway's.
    Pathway(Pathway),
    /// A unit's.
    Unit(UnitCode),
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Total => f.write_str("total"),
            Self::Pathway(pathway) => pathway.fmt(f),
            Self::Unit(unit) => unit.fmt(f),
        }
    }
}

/// A text that names no part of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no part of a figure")]
pub struct BadPart;

impl std::str::FromStr for Part {
    type Err = BadPart;
    fn from_str(text: &str) -> Result<Self, BadPart> {
        if text == "total" {
            return Ok(Self::Total);
        }
        let pathway = text.parse().map(Self::Pathway);
        pathway.or_else(|_| text.parse().map(Self::Unit)).map_err(|_| BadPart)
    }
}

code! {
    /// Why the records say something else than the figure. 差异原因
    pub enum Reason: "figure-reason" {
        /// 统计时点不同: counted as of another day.
        OtherDay = "other_day",
        /// 口径不同: counted by another rule.
        OtherScope = "other_scope",
        /// 刊印差错: a misprint.
        Misprint = "misprint",
        /// 台账未录入: records not yet entered.
        NotEntered = "not_entered",
        /// 事后更正: records corrected after the figure was published.
        CorrectedLater = "corrected_later",
        /// 四舍五入: rounded when published.
        Rounding = "rounding",
        /// 其他: as the note says.
        Other = "other",
    }
}

code! {
    /// To which side a reason moves the records. 方向
    pub enum Side: "figure-side" {
        /// 已证实比公布少
        Fewer = "fewer",
        /// 已证实比公布多
        More = "more",
    }
}

/// A reason to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExplanation {
    /// The pathway it lies in, if it lies in one.
    pub pathway: Option<Pathway>,
    /// The unit it lies in, if it lies in one.
    pub unit: Option<UnitCode>,
    /// Why.
    pub reason: Reason,
    /// How much of the difference (proven less published) it explains, in the figure's unit of count; below zero where the
    /// records have fewer.
    pub amount: i64,
    /// The particulars.
    pub note: String,
}

impl NewExplanation {
    /// Of so many, to one side.
    #[must_use]
    pub const fn signed(side: Side, amount: i64) -> i64 {
        match side {
            Side::Fewer => -amount,
            Side::More => amount,
        }
    }

    /// Whether it can be given of a figure with these numbers.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, parts: &[Part]) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if self.pathway.is_some_and(|pathway| !parts.contains(&Part::Pathway(pathway))) {
            refusals.add("pathway", NotNow::NoSuchPart.message());
        }
        if self.unit.as_ref().is_some_and(|unit| !parts.contains(&Part::Unit(unit.clone()))) {
            refusals.add("unit", NotNow::NoSuchPart.message());
        }
        if self.amount == 0 || self.amount.abs() > 10_000_000 {
            refusals.add("quantity", NotNow::NoAmount.message());
        }
        if self.reason == Reason::Other && self.note.trim().is_empty() {
            refusals.add("note", Message::new("error-required"));
        }
        refusals.into_result()
    }

    /// Whether it explains something of this number. One explanation counts once in the total, and in the pathway and in the unit
    /// it names; what is outside tourism is in no total.
    #[must_use]
    pub fn is_of(&self, part: &Part) -> bool {
        match part {
            Part::Total => self.pathway.is_none_or(Pathway::is_tourism),
            Part::Pathway(pathway) => self.pathway == Some(*pathway),
            Part::Unit(unit) => self.unit.as_ref() == Some(unit),
        }
    }
}

/// A reason that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What it says.
    pub said: NewExplanation,
    /// Whose it is, and their name.
    pub by: (UserId, String),
    /// When.
    pub at: Moment,
}

/// How much of a number's difference is explained.
#[must_use]
pub fn explained(all: &[Explanation], part: &Part) -> i64 {
    all.iter().filter(|one| one.said.is_of(part)).map(|one| one.said.amount).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_few_are_missing_and_too_many_are_not() {
        let few = Comparison { printed: Some(105), proven: 100 };
        let many = Comparison { printed: Some(105), proven: 107 };
        assert_eq!((few.missing(), few.difference()), (Some(5), Some(-5)));
        assert_eq!((many.missing(), many.difference()), (Some(0), Some(2)));
        assert_eq!(Comparison { printed: None, proven: 3 }.difference(), None);
    }

    fn given(pathway: Option<Pathway>, unit: Option<&str>, amount: i64) -> Explanation {
        let unit = unit.map(|unit| unit.parse().unwrap());
        Explanation {
            said: NewExplanation { pathway, unit, reason: Reason::NotEntered, amount, note: String::new() },
            by: (UserId(2), String::new()),
            at: Moment::from_local(chrono::NaiveDateTime::default()),
        }
    }

    #[test]
    fn one_explanation_counts_once_in_the_total_and_in_what_it_names() {
        let unit: UnitCode = "450721".parse().unwrap();
        let all = [
            given(Some(Pathway::Training), Some("450721"), -5),
            given(None, None, 2),
            given(Some(Pathway::NonTourism), None, 9),
        ];
        assert_eq!(explained(&all, &Part::Total), -3);
        assert_eq!(explained(&all, &Part::Pathway(Pathway::Training)), -5);
        assert_eq!(explained(&all, &Part::Unit(unit)), -5);
        assert_eq!(explained(&all, &Part::Pathway(Pathway::NonTourism)), 9);
    }

    #[test]
    fn an_explanation_names_a_number_of_its_figure() {
        let parts = [Part::Total, Part::Pathway(Pathway::Training)];
        let wrong = |said: &NewExplanation| -> Vec<String> {
            let refusals = said.check(&parts).err().unwrap_or_default();
            refusals.iter().map(|(field, _)| field.to_owned()).collect()
        };
        let good = given(Some(Pathway::Training), None, -5).said;
        assert_eq!(wrong(&good), Vec::<String>::new());
        let other = NewExplanation {
            pathway: Some(Pathway::Employment),
            unit: Some("450721".parse().unwrap()),
            amount: 0,
            reason: Reason::Other,
            ..good
        };
        assert_eq!(wrong(&other), ["pathway", "unit", "quantity", "note"]);
    }

    #[test]
    fn a_part_reads_as_it_is_written() {
        for part in
            [Part::Total, Part::Pathway(Pathway::VillageIndustry), Part::Unit("450702401".parse().unwrap())]
        {
            assert_eq!(part.to_string().parse::<Part>().unwrap(), part);
        }
        assert!("everything".parse::<Part>().is_err());
    }
}
