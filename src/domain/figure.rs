//! Published figures: what an authority announced, kept as it was printed and shown beside what the records prove.
//!
//! Nothing is adjusted to match. A printed total that is not the sum of its printed parts stays as it is, and the page says so.
//! Only a figure of what the tallies count is compared with them: every other is shown as not comparable, with its scope.

mod explanation;
mod printed;
mod settlement;

use chrono::NaiveDate;

use super::codes::code;
use super::division::UnitCode;
use super::refusal::{Message, Refusal, Refusals};
use super::tally::Count;

pub use self::explanation::{Comparison, Explanation, NewExplanation, Part, Reason, Side, explained};
pub use self::printed::{BadPercent, Percent, Printed, Ratio, SumCheck, SumOf};
pub use self::settlement::{Closing, ClosingLine, Hands, NotNow, Settlement, Step};

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

code! {
    /// What a figure counts. 范围
    pub enum Scope: "figure-scope" {
        /// 旅游脱贫: exits by the five tourism pathways, as the tallies count them.
        TourismExits = "tourism_exits",
        /// 各行业全部脱贫: exits by whatever way.
        AllExits = "all_exits",
        /// 旅游以外产业的脱贫: exits by breeding, e-commerce and the like.
        OtherIndustry = "other_industry",
        /// 带动、受益: whom measures reached, which is not an exit.
        Benefit = "benefit",
        /// 其他: as its words say.
        Other = "other",
    }
}

impl Scope {
    /// Whether the tallies count the same. What they do not count is never compared with them.
    #[must_use]
    pub const fn is_comparable(self) -> bool {
        matches!(self, Self::TourismExits)
    }
}

code! {
    /// How far a figure was broken down. 细度
    pub enum Detail: "figure-detail" {
        /// 只说一个单位: it is of one unit only.
        OneUnit = "one_unit",
        /// 分解到县区: numbers of units were printed.
        ByUnit = "by_unit",
        /// 未分解到县区: only the whole city's number was, so that units cannot be compared.
        CityOnly = "city_only",
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
    pub scope: Scope,
    /// The same in words: the place it is of within a unit, and what else its scope does not say.
    pub scope_note: String,
    /// In which unit of count.
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
        if self.scope == Scope::Other && self.scope_note.trim().is_empty() {
            refusals.add("scope_note", Message::new("error-required"));
        }
        let Printed { parts, units, total, ratios } = &self.printed;
        if total.is_none() && parts.is_empty() && units.is_empty() {
            refusals.add("total", FigureRefusal::NoNumber.message());
        }
        let of_parts = parts.iter().map(|(pathway, amount)| (format!("parts[{pathway}]"), *amount));
        let of_units = units.iter().map(|(unit, amount)| (format!("units[{unit}]"), *amount));
        let of_total = total.iter().map(|amount| ("total".to_owned(), *amount));
        for (field, _) in of_parts.chain(of_units).chain(of_total).filter(|(_, amount)| *amount < 0) {
            refusals.add(&field, Message::new("error-number"));
        }
        if self.unit.is_some() && !units.is_empty() {
            refusals.add("unit", FigureRefusal::UnitOfUnit.message());
        }
        for (place, ratio) in (1..).zip(ratios) {
            ratio.check(place, &mut refusals);
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
    /// A figure of one unit is not broken down to units.
    #[error("a figure of one unit with numbers of units")]
    UnitOfUnit,
    /// The same source, day, year, scope, its words, unit of count were recorded before.
    #[error("recorded before")]
    Recorded,
}

impl Refusal for FigureRefusal {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::NotPublishedYet => "error-figure-not-published-yet",
            Self::NoSuchYear => "error-figure-year",
            Self::NoNumber => "error-figure-no-number",
            Self::UnitOfUnit => "error-figure-unit-of-unit",
            Self::Recorded => "error-figure-recorded",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::pathway::Pathway;
    use super::*;

    fn article() -> NewFigure {
        NewFigure {
            authority: "钦州市旅游发展委员会".into(),
            source: "《钦州日报》".into(),
            published_on: NaiveDate::from_ymd_opt(2017, 11, 24).unwrap(),
            year: 2017,
            unit: None,
            scope: Scope::TourismExits,
            scope_note: String::new(),
            unit_of_count: UnitOfCount::Persons,
            printed: Printed {
                parts: Pathway::TOURISM.into_iter().zip([105, 380, 160, 417, 65]).collect(),
                total: Some(1127),
                ..Printed::default()
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
    fn everything_wrong_is_told_at_once() {
        let wrong = NewFigure {
            source: " ".into(),
            year: 1911,
            scope: Scope::Other,
            printed: Printed::default(),
            ..article()
        };
        let refusals = wrong.check(NaiveDate::from_ymd_opt(2017, 11, 23).unwrap()).unwrap_err();
        let fields: Vec<&str> = refusals.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["source", "published_on", "year", "scope_note", "total"]);
    }

    #[test]
    fn only_what_the_tallies_count_is_compared_with_them() {
        use super::super::codes::Code as _;
        let comparable: Vec<&Scope> = Scope::ALL.iter().filter(|scope| scope.is_comparable()).collect();
        assert_eq!(comparable, [&Scope::TourismExits]);
    }

    #[test]
    fn a_figure_of_the_city_without_numbers_of_units_is_not_broken_down() {
        let mut figure = article();
        assert_eq!(figure.printed.detail(figure.unit.as_ref()), Detail::CityOnly);
        figure.printed.units.push(("450721".parse().unwrap(), 331));
        assert_eq!(figure.printed.detail(None), Detail::ByUnit);
        figure.unit = Some("450721".parse().unwrap());
        assert_eq!(figure.printed.detail(figure.unit.as_ref()), Detail::OneUnit);
        let refusals = figure.check(NaiveDate::from_ymd_opt(2017, 11, 24).unwrap()).unwrap_err();
        assert_eq!(refusals.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["unit"]);
    }
}
