//! Published figures: what an authority announced, kept as it was printed and shown beside what the records prove.
//!
//! Nothing is adjusted to match. A printed total that is not the sum of its printed parts stays as it is.

use chrono::NaiveDate;

use super::codes::code;
use super::division::UnitCode;
use super::pathway::Pathway;
use super::refusal::{Message, Refusal, Refusals};
use super::tally::Count;

code! {
    /// What a figure counts. 计量单位
    pub enum UnitOfCount: "unit-of-count" {
        /// 人
        Persons = "persons",
        /// 户
        Households = "households",
    }
}

impl UnitOfCount {
    /// The number of this unit in a count.
    #[must_use]
    pub const fn of(self, count: Count) -> i64 {
        match self {
            Self::Persons => count.persons.0,
            Self::Households => count.households.0,
        }
    }
}

/// The numbers of a figure, as printed: each may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// By pathway, in the official order.
    pub parts: Vec<(Pathway, i64)>,
    /// The printed total.
    pub total: Option<i64>,
}

impl Printed {
    /// What was printed for one pathway.
    #[must_use]
    pub fn part(&self, pathway: Pathway) -> Option<i64> {
        self.parts.iter().find(|(of, _)| *of == pathway).map(|(_, amount)| *amount)
    }

    /// The printed total, or the sum of the tourism parts if all five were printed.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        self.total.or_else(|| Pathway::TOURISM.iter().map(|pathway| self.part(*pathway)).sum())
    }

    /// Whether the printed total is the sum of the printed tourism parts; `None` if that cannot be told.
    #[must_use]
    pub fn adds_up(&self) -> Option<bool> {
        let parts: Option<i64> = Pathway::TOURISM.iter().map(|pathway| self.part(*pathway)).sum();
        Some(parts? == self.total?)
    }
}

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

/// A figure to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFigure {
    /// Who announced it: 钦州市旅游发展委员会.
    pub authority: String,
    /// Where it was printed: 《钦州日报》.
    pub source: String,
    /// When.
    pub published_on: NaiveDate,
    /// The year it is about.
    pub year: i32,
    /// The unit it is about; the whole city for none.
    pub unit: Option<UnitCode>,
    /// What it counts.
    pub unit_of_count: UnitOfCount,
    /// Its numbers.
    pub printed: Printed,
    /// How it was worded, where that matters.
    pub note: String,
}

impl NewFigure {
    /// The years a figure can be about: the poverty register began in 2014.
    pub const YEARS: std::ops::RangeInclusive<i32> = 2014..=2100;

    /// Whether it can be recorded on this day.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, today: NaiveDate) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        for (field, text) in [("authority", &self.authority), ("source", &self.source)] {
            if text.trim().is_empty() {
                refusals.add(field, Message::new("error-required"));
            }
        }
        if self.published_on > today {
            refusals.add("published_on", FigureRefusal::NotPublishedYet.message());
        }
        if !Self::YEARS.contains(&self.year) {
            refusals.add("year", FigureRefusal::NoSuchYear.message());
        }
        if self.printed.total.is_none() && self.printed.parts.is_empty() {
            refusals.add("total", FigureRefusal::NoNumber.message());
        }
        refusals.into_result()
    }
}

/// Why a figure cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FigureRefusal {
    /// Its day lies ahead.
    #[error("published in the future")]
    NotPublishedYet,
    /// There is no register of this year.
    #[error("no year of the register")]
    NoSuchYear,
    /// Neither a total nor a part.
    #[error("a figure without a number")]
    NoNumber,
    /// The same source, day, year and unit of count were recorded before.
    #[error("recorded before")]
    Recorded,
}

impl Refusal for FigureRefusal {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::NotPublishedYet => "error-figure-not-published-yet",
            Self::NoSuchYear => "error-figure-year",
            Self::NoNumber => "error-figure-no-number",
            Self::Recorded => "error-figure-recorded",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> NewFigure {
        NewFigure {
            authority: "钦州市旅游发展委员会".into(),
            source: "《钦州日报》".into(),
            published_on: NaiveDate::from_ymd_opt(2017, 11, 24).unwrap(),
            year: 2017,
            unit: None,
            unit_of_count: UnitOfCount::Persons,
            printed: Printed {
                parts: Pathway::TOURISM.into_iter().zip([105, 380, 160, 417, 65]).collect(),
                total: Some(1127),
            },
            note: String::new(),
        }
    }

    #[test]
    fn the_article_adds_up() {
        assert_eq!(article().printed.adds_up(), Some(true));
        assert_eq!(article().check(NaiveDate::from_ymd_opt(2017, 11, 24).unwrap()), Ok(()));
    }

    #[test]
    fn a_total_that_is_not_its_sum_stays_as_printed() {
        let printed = Printed { total: Some(1130), ..article().printed };
        assert_eq!((printed.total(), printed.adds_up()), (Some(1130), Some(false)));
    }

    #[test]
    fn without_a_printed_total_the_five_parts_make_one() {
        let mut printed = Printed { total: None, ..article().printed };
        assert_eq!((printed.total(), printed.adds_up()), (Some(1127), None));
        printed.parts.pop();
        assert_eq!(printed.total(), None);
    }

    #[test]
    fn too_few_are_missing_and_too_many_are_not() {
        let few = Comparison { printed: Some(105), proven: 100 };
        let many = Comparison { printed: Some(105), proven: 107 };
        assert_eq!((few.missing(), few.difference()), (Some(5), Some(-5)));
        assert_eq!((many.missing(), many.difference()), (Some(0), Some(2)));
        assert_eq!(Comparison { printed: None, proven: 3 }.difference(), None);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = NewFigure { source: " ".into(), year: 1911, printed: Printed::default(), ..article() };
        let refusals = wrong.check(NaiveDate::from_ymd_opt(2017, 11, 23).unwrap()).unwrap_err();
        let fields: Vec<&str> = refusals.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["source", "published_on", "year", "total"]);
    }
}
