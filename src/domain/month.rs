//! What a site reports for a month: how many came, and what it took in.
//!
//! A reported zero is a zero; what was not reported is not known.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, Months, NaiveDate};
use serde::{Serialize, Serializer};

use super::identity::narrow;
use super::quantity::Fen;
use super::refusal::{Message, Refusal};

/// Visits of one month at most: more than the city's busiest place has in a year, so that a slip of the finger is noticed.
const MOST_VISITS: i64 = 1_000_000;
/// Fen of one month at most, for the same reason: 100 million yuan.
const MOST_REVENUE: i64 = 10_000_000_000;
/// Whole months that a rule about a year's visits counts.
pub const COUNTED: u32 = 12;

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month a day lies in.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Of a year and the month's number, from 1 to 12.
    #[must_use]
    pub fn new(year: i32, number: u32) -> Option<Self> {
        let kept = (1990..=2100).contains(&year);
        NaiveDate::from_ymd_opt(year, number, 1).filter(|_| kept).map(Self)
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The number in the year, from 1 to 12.
    #[must_use]
    pub fn number(self) -> i32 {
        i32::try_from(self.0.month()).unwrap_or_default()
    }

    /// So many months before.
    #[must_use]
    pub fn back(self, months: u32) -> Self {
        Self(self.0.checked_sub_months(Months::new(months)).unwrap_or(self.0))
    }

    /// So many months after.
    #[must_use]
    pub fn on(self, months: u32) -> Self {
        Self(self.0.checked_add_months(Months::new(months)).unwrap_or(self.0))
    }

    /// The first and the last of the twelve whole months before a day.
    #[must_use]
    pub fn counted_on(day: NaiveDate) -> (Self, Self) {
        let now = Self::of(day);
        (now.back(COUNTED), now.back(1))
    }

    /// Whether its figures can be entered on a day: it is over, and lies in this year or the last.
    ///
    /// # Errors
    /// [`NotNow`].
    pub fn open_on(self, today: NaiveDate) -> Result<(), NotNow> {
        if self >= Self::of(today) {
            return Err(NotNow::NotOver(self));
        }
        if self.year() < today.year() - 1 { Err(NotNow::TooOld(self)) } else { Ok(()) }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

impl Serialize for Month {
    /// As its first day, which pages show as a month.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

/// A text that is no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month like 2017-10")]
pub struct BadMonth;

impl FromStr for Month {
    type Err = BadMonth;
    fn from_str(text: &str) -> Result<Self, BadMonth> {
        let (year, number) = text.split_once('-').ok_or(BadMonth)?;
        let of = |part: &str, digits| {
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            if plain { part.parse::<u32>().ok() } else { None }
        };
        let year = of(year, 4).and_then(|year| i32::try_from(year).ok());
        year.zip(of(number, 2)).and_then(|(year, number)| Self::new(year, number)).ok_or(BadMonth)
    }
}

/// Why the figures of a month cannot be entered on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// It is not over yet.
    #[error("{0} is not over")]
    NotOver(Month),
    /// It lies before last year.
    #[error("{0} is long closed")]
    TooOld(Month),
}

impl Refusal for NotNow {
    fn message(&self) -> Message {
        let (key, month) = match self {
            Self::NotOver(month) => ("error-month-not-over", month),
            Self::TooOld(month) => ("error-month-too-old", month),
        };
        let message = Message::new(key).with("month", month.to_string());
        match self {
            Self::NotOver(month) => message.with("from", month.on(1).first_day().to_string()),
            Self::TooOld(_) => message,
        }
    }
}

/// How many came in a month. 人次
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visits(pub i64);

/// What was taken in in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revenue(pub Fen);

/// A text that is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFigure {
    /// Not a whole number of visits from 0 on.
    #[error("not a whole number")]
    Visits,
    /// More visits than any place has.
    #[error("more than {MOST_VISITS} visits")]
    TooManyVisits,
    /// Not an amount of yuan from 0 on.
    #[error("not an amount")]
    Revenue,
    /// More than any place takes in.
    #[error("more than {MOST_REVENUE} fen")]
    TooMuchRevenue,
}

impl Refusal for BadFigure {
    fn message(&self) -> Message {
        match self {
            Self::Visits => Message::new("error-month-visits"),
            Self::TooManyVisits => Message::new("error-month-visits-most").with("most", MOST_VISITS),
            Self::Revenue => Message::new("error-month-revenue"),
            Self::TooMuchRevenue => Message::new("error-month-revenue-most").with("most", MOST_REVENUE / 100),
        }
    }
}

impl FromStr for Visits {
    type Err = BadFigure;

    /// Takes digits, also full-width, with thousands separators, and 人次 behind.
    fn from_str(text: &str) -> Result<Self, BadFigure> {
        let typed: String =
            text.chars().map(narrow).filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，')).collect();
        let digits = typed.trim_end_matches("人次").trim_end_matches('人');
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BadFigure::Visits);
        }
        let visits = digits.parse().unwrap_or(i64::MAX);
        if visits > MOST_VISITS { Err(BadFigure::TooManyVisits) } else { Ok(Self(visits)) }
    }
}

impl FromStr for Revenue {
    type Err = BadFigure;
    fn from_str(text: &str) -> Result<Self, BadFigure> {
        let fen = Fen::typed(text).ok_or(BadFigure::Revenue)?;
        if fen.0 > MOST_REVENUE { Err(BadFigure::TooMuchRevenue) } else { Ok(Self(fen)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_twelve_whole_months_before_a_day_are_counted() {
        let counted = |text| Month::counted_on(day(text));
        let months = |from: &str, to: &str| (from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(counted("2017-11-24"), months("2016-11", "2017-10"));
        assert_eq!(counted("2018-01-01"), months("2017-01", "2017-12"));
    }

    #[test]
    fn a_month_is_open_once_it_is_over_and_until_the_year_after_ends() {
        let open = |month: &str| month.parse::<Month>().unwrap().open_on(day("2017-11-24")).is_ok();
        assert!(open("2017-10") && open("2016-01"));
        assert!(!open("2017-11") && !open("2018-01") && !open("2015-12"));
        for wrong in ["2017", "2017-13", "2017-1", "17-10", "2017-00", "1889-01", "+017-01", "2017-10-01"] {
            assert_eq!(wrong.parse::<Month>(), Err(BadMonth), "{wrong}");
        }
    }

    #[test]
    fn figures_are_read_as_people_write_them() {
        assert_eq!("１，２３４ 人次".parse(), Ok(Visits(1234)));
        assert_eq!("0".parse(), Ok(Visits(0)));
        for wrong in ["", "人", "-3", "1.5", "很多"] {
            assert_eq!(wrong.parse::<Visits>(), Err(BadFigure::Visits), "{wrong}");
        }
        assert_eq!("1000001".parse::<Visits>(), Err(BadFigure::TooManyVisits));
        assert_eq!("99999999999999999999".parse::<Visits>(), Err(BadFigure::TooManyVisits));
        assert_eq!("￥48,000.5元".parse(), Ok(Revenue(Fen(4_800_050))));
        assert_eq!("0".parse(), Ok(Revenue(Fen(0))));
        for wrong in ["", "-1", "1.234", "1.2.3", "万"] {
            assert_eq!(wrong.parse::<Revenue>(), Err(BadFigure::Revenue), "{wrong}");
        }
    }
}
