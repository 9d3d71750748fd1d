//! The terms of a hire: wage and days, as people type them, and the rules between them.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use crate::domain::identity::{ResidentId, age_on};
use crate::domain::quantity::Fen;
use crate::domain::refusal::{Message, Refusal};

/// Nobody works under sixteen (劳动法 art. 15).
pub(super) const WORKING_AGE: u32 = 16;
/// A wage per month beyond this is a slip of the pen, in fen.
const HIGHEST_WAGE: i64 = 10_000_000;
/// A day before this is a slip of the pen.
const FIRST_YEAR: i32 = 1980;

/// What somebody earns in a month. 每月工资
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthlyWage(pub Fen);

/// What is wrong with a wage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadWage {
    /// Words, or nothing that is a number.
    #[error("not a number")]
    NotANumber,
    /// Nothing, or more than a hundred thousand yuan.
    #[error("not between 0 and 100,000 yuan")]
    Range,
}

impl Refusal for BadWage {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::NotANumber => "error-wage-number",
            Self::Range => "error-wage-range",
        })
    }
}

impl FromStr for MonthlyWage {
    type Err = BadWage;

    /// Takes digits, also full-width, with thousands separators, up to two decimals, and 元 behind.
    fn from_str(text: &str) -> Result<Self, BadWage> {
        let amount = Fen::typed(narrow(text).trim_end_matches("/月")).ok_or(BadWage::NotANumber)?;
        if (1..=HIGHEST_WAGE).contains(&amount.0) { Ok(Self(amount)) } else { Err(BadWage::Range) }
    }
}

/// Characters of a post's name at most.
const LONGEST_POST: usize = 40;

/// What somebody does at work, in the operator's words. 岗位
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post(pub String);

/// A post described at too great length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {LONGEST_POST} characters")]
pub struct BadPost;

impl Refusal for BadPost {
    fn message(&self) -> Message {
        Message::new("error-post-long")
    }
}

impl FromStr for Post {
    type Err = BadPost;
    fn from_str(text: &str) -> Result<Self, BadPost> {
        let text = text.trim();
        if text.chars().count() > LONGEST_POST { Err(BadPost) } else { Ok(Self(text.to_owned())) }
    }
}

/// A day on which somebody began or stopped work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkDay(pub NaiveDate);

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no day of the calendar")]
pub struct BadWorkDay;

impl Refusal for BadWorkDay {
    fn message(&self) -> Message {
        Message::new("error-work-day")
    }
}

impl FromStr for WorkDay {
    type Err = BadWorkDay;

    /// Takes 2017-11-01, 2017.11.1, 2017/11/1, 2017年11月1日 and 20171101.
    fn from_str(text: &str) -> Result<Self, BadWorkDay> {
        let typed = narrow(text).trim_end_matches('日').replace(['年', '月', '.', '/'], "-");
        NaiveDate::parse_from_str(&typed, "%Y-%m-%d")
            .or_else(|_| NaiveDate::parse_from_str(&typed, "%Y%m%d"))
            .ok()
            .filter(|day| (FIRST_YEAR..2100).contains(&day.year()))
            .map(Self)
            .ok_or(BadWorkDay)
    }
}

/// Half-width, without spaces and thousands separators.
fn narrow(text: &str) -> String {
    text.chars()
        .map(crate::domain::identity::narrow)
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，'))
        .collect()
}

/// What is wrong between the days and the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TermsRefusal {
    /// A day that has not come yet.
    #[error("in the future")]
    Future,
    /// They would have begun before their sixteenth birthday.
    #[error("under {WORKING_AGE} on the first day")]
    UnderAge,
    /// They would have left before they came.
    #[error("left before they came")]
    LeftBeforeStart,
}

impl Refusal for TermsRefusal {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Future => "error-work-day-future",
            Self::UnderAge => "error-hire-under-age",
            Self::LeftBeforeStart => "error-left-before-start",
        })
    }
}

/// Whether somebody may have begun work on that day, whoever they are.
///
/// # Errors
/// [`TermsRefusal::Future`].
pub fn check_begun(started: WorkDay, today: NaiveDate) -> Result<(), TermsRefusal> {
    if started.0 > today { Err(TermsRefusal::Future) } else { Ok(()) }
}

/// Whether the person may have begun work on that day.
///
/// # Errors
/// [`TermsRefusal::Future`], or [`TermsRefusal::UnderAge`]: nobody works before the sixteenth birthday.
pub fn check_start(id: &ResidentId, started: WorkDay, today: NaiveDate) -> Result<(), TermsRefusal> {
    check_begun(started, today)?;
    if age_on(id.birth_date(), started.0) < WORKING_AGE { Err(TermsRefusal::UnderAge) } else { Ok(()) }
}

/// Whether the person may have left on that day, the last of their work.
///
/// # Errors
/// [`TermsRefusal::Future`], or [`TermsRefusal::LeftBeforeStart`].
pub fn check_leaving(started: NaiveDate, left: WorkDay, today: NaiveDate) -> Result<(), TermsRefusal> {
    if left.0 > today {
        Err(TermsRefusal::Future)
    } else if left.0 < started {
        Err(TermsRefusal::LeftBeforeStart)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_wage_is_read_as_people_type_it() {
        for typed in ["1800", "１８００", "1,800 元", "¥1800.00", " 1800元/月 "] {
            assert_eq!(typed.parse::<MonthlyWage>().unwrap(), MonthlyWage(Fen(180_000)), "{typed}");
        }
        assert_eq!("1800.5".parse::<MonthlyWage>().unwrap(), MonthlyWage(Fen(180_050)));
        assert_eq!("一千八".parse::<MonthlyWage>(), Err(BadWage::NotANumber));
        assert_eq!("-5".parse::<MonthlyWage>(), Err(BadWage::NotANumber));
        assert_eq!("".parse::<MonthlyWage>(), Err(BadWage::NotANumber));
        assert_eq!("0".parse::<MonthlyWage>(), Err(BadWage::Range));
        assert_eq!("999999999999".parse::<MonthlyWage>(), Err(BadWage::Range));
    }

    #[test]
    fn a_day_is_read_as_people_type_it() {
        for typed in ["2017-11-01", "2017.11.1", "2017/11/1", "２０１７年１１月１日", "20171101"] {
            assert_eq!(typed.parse::<WorkDay>().unwrap().0, day(2017, 11, 1), "{typed}");
        }
        for wrong in ["2017-02-30", "88日", "昨天", "1017-01-01"] {
            assert_eq!(wrong.parse::<WorkDay>(), Err(BadWorkDay), "{wrong}");
        }
    }

    #[test]
    fn work_begins_at_sixteen_and_not_tomorrow() {
        let id: ResidentId = "11010519491231002X".parse().unwrap();
        let today = day(2017, 11, 24);
        assert_eq!(check_start(&id, WorkDay(day(1965, 12, 30)), today), Err(TermsRefusal::UnderAge));
        assert_eq!(check_start(&id, WorkDay(day(1965, 12, 31)), today), Ok(()));
        assert_eq!(check_start(&id, WorkDay(today), today), Ok(()));
        assert_eq!(check_start(&id, WorkDay(day(2017, 11, 25)), today), Err(TermsRefusal::Future));
    }

    #[test]
    fn nobody_leaves_before_they_come() {
        let today = day(2017, 11, 24);
        assert_eq!(check_leaving(today, WorkDay(today), today), Ok(()));
        assert_eq!(
            check_leaving(today, WorkDay(day(2017, 11, 23)), today),
            Err(TermsRefusal::LeftBeforeStart)
        );
    }

    proptest! {
        #[test]
        fn every_amount_is_read_back(fen in 1i64..=HIGHEST_WAGE) {
            let text = format!("{}.{:02}", fen / 100, fen % 100);
            prop_assert_eq!(text.parse::<MonthlyWage>().unwrap(), MonthlyWage(Fen(fen)));
        }
    }
}
