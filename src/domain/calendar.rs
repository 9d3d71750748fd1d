//! Working days. A limit of the procedure runs in working days, and which days those are is data: the state announces each
//! year's holidays, and the weekends worked to make up for them.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::codes::code;
use super::refusal::{Message, Refusal, Refusals};

/// A day that is not what its weekday says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The day.
    pub day: NaiveDate,
    /// Whether it is worked.
    pub works: bool,
    /// The notice that says so.
    pub source: String,
}

/// Which days are worked.
#[derive(Debug, Clone, Default)]
pub struct Calendar(BTreeMap<NaiveDate, bool>);

impl Calendar {
    /// A calendar with these exceptions from Monday to Friday.
    #[must_use]
    pub fn new(exceptions: impl IntoIterator<Item = (NaiveDate, bool)>) -> Self {
        Self(exceptions.into_iter().collect())
    }

    /// Whether the day is worked.
    #[must_use]
    pub fn works(&self, day: NaiveDate) -> bool {
        self.0.get(&day).copied().unwrap_or_else(|| is_weekday(day))
    }

    /// Whether any holiday of the year is recorded. If none is, a limit that runs in it is only as good as its weekdays.
    #[must_use]
    pub fn knows(&self, year: i32) -> bool {
        self.0.iter().any(|(day, works)| day.year() == year && !works && is_weekday(*day))
    }

    /// The first year a limit runs into of which no holiday is recorded, so that it may be wrong. Every warning about one asks
    /// here.
    #[must_use]
    pub fn unrecorded(&self, today: NaiveDate, due: NaiveDate) -> Option<i32> {
        let (from, to) = (today.min(due).year(), today.max(due).year());
        (from..=to).find(|year| !self.knows(*year))
    }

    /// The last day of a limit: `days` working days after `from`, which itself does not count.
    #[must_use]
    pub fn due(&self, from: NaiveDate, days: u32) -> NaiveDate {
        after(from)
            .filter(|day| self.works(*day))
            .take(usize::try_from(days).unwrap_or(usize::MAX))
            .last()
            .unwrap_or(from)
    }

    /// Working days left after `today` until `due`, negative once it has passed.
    #[must_use]
    pub fn left(&self, today: NaiveDate, due: NaiveDate) -> i64 {
        let between = |from: NaiveDate, to: NaiveDate| {
            let days = after(from).take_while(|day| *day <= to).filter(|day| self.works(*day)).count();
            i64::try_from(days).unwrap_or(i64::MAX)
        };
        if due >= today { between(today, due) } else { -between(due, today) }
    }
}

/// Whether the day is one from Monday to Friday.
#[must_use]
pub fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

code! {
    /// What an entry makes of its days.
    pub enum DayKind: "day-kind" {
        /// 放假
        Off = "off",
        /// 上班
        Works = "works",
    }
}

/// Days in a row that an arrangement makes off or worked, as the notice words it; weekends within days off, and weekdays
/// within worked ones, are so anyhow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// Whether they are worked.
    pub works: bool,
    /// The notice that says so.
    pub source: String,
}

/// The most days of one entry; the longest holiday so far has nine.
const LONGEST: i64 = 31;

impl Days {
    /// The days among them that are not what their weekday says.
    ///
    /// # Errors
    /// By field: days out of order, too many, not to come, or none that differs.
    pub fn exceptions(&self, today: NaiveDate) -> Result<Vec<Exception>, Refusals> {
        let refused = |field, bad: BadDays| Err(Refusals::of(field, &bad));
        if self.from <= today {
            return refused("from", BadDays::Past);
        }
        let more = (self.to - self.from).num_days();
        if !(0..LONGEST).contains(&more) {
            return refused("to", BadDays::Span);
        }
        let days = self.from.iter_days().take_while(|day| *day <= self.to);
        let told = days.filter(|day| self.works != is_weekday(*day)).map(|day| Exception {
            day,
            works: self.works,
            source: self.source.clone(),
        });
        let told: Vec<Exception> = told.collect();
        if told.is_empty() { refused("from", BadDays::Nothing { works: self.works }) } else { Ok(told) }
    }
}

/// Days that cannot be recorded or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDays {
    /// They have come; limits were reckoned with them.
    #[error("only days to come")]
    Past,
    /// Out of order, or more than any holiday has.
    #[error("the last day is before the first, or more than 31 days")]
    Span,
    /// Every one of them is what its weekday says.
    #[error("they are what their weekday says")]
    Nothing {
        /// Whether they were said to be worked.
        works: bool,
    },
    /// One of them is recorded.
    #[error("{0} is recorded")]
    Recorded(NaiveDate),
}

impl Refusal for BadDays {
    fn message(&self) -> Message {
        match self {
            Self::Past => Message::new("error-calendar-past"),
            Self::Span => Message::new("error-calendar-span"),
            Self::Nothing { works: true } => Message::new("error-calendar-works-anyhow"),
            Self::Nothing { works: false } => Message::new("error-calendar-off-anyhow"),
            Self::Recorded(day) => Message::new("error-calendar-recorded").with("day", day.to_string()),
        }
    }
}

fn after(from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().skip(1)
}

/// The same day some years later; the 29th of February becomes the 28th.
#[must_use]
pub fn years_later(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_add_months(chrono::Months::new(years.saturating_mul(12))).unwrap_or(NaiveDate::MAX)
}

/// The whole months before a day, oldest first, each by its first day.
#[must_use]
pub fn whole_months_before(day: NaiveDate, months: u32) -> Vec<NaiveDate> {
    let this = day.with_day(1).unwrap_or(day);
    (1..=months).rev().filter_map(|back| this.checked_sub_months(chrono::Months::new(back))).collect()
}

/// The day before.
#[must_use]
pub fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_limit_runs_over_a_holiday_and_through_a_working_saturday() {
        let holidays = (2..=6).map(|d| (NaiveDate::from_ymd_opt(2017, 10, d).unwrap(), false));
        let calendar = Calendar::new(holidays.chain([(day("2017-09-30"), true)]));
        // Thursday; then Friday, the working Saturday, and Monday the 9th after the national holiday.
        assert_eq!(calendar.due(day("2017-09-28"), 3), day("2017-10-09"));
        assert_eq!(calendar.left(day("2017-09-28"), day("2017-10-09")), 3);
        assert_eq!(calendar.left(day("2017-10-10"), day("2017-10-09")), -1);
    }

    /// The calendar the program brings along.
    fn shipped() -> Calendar {
        let rows = include_str!("../../data/holidays.csv").lines().skip(1);
        Calendar::new(rows.map(|row| {
            let fields: Vec<&str> = row.split(',').collect();
            assert_eq!(fields.len(), 3, "{row}");
            (day(fields[0]), fields[1].parse().unwrap())
        }))
    }

    #[test]
    fn ten_working_days_over_the_national_day_of_2017() {
        // Received on Monday 25 September. Worked after it: 26, 27, 28, 29 September (4), Saturday the 30th (5);
        // 1 to 8 October off; then 9, 10, 11, 12 and 13 October (10).
        assert_eq!(shipped().due(day("2017-09-25"), 10), day("2017-10-13"));
        // Without the notice it would have been 9 October.
        assert_eq!(Calendar::default().due(day("2017-09-25"), 10), day("2017-10-09"));
        // Received on the last day before it: 9 to 13 October (5), 16 to 20 October (10).
        assert_eq!(shipped().due(day("2017-09-30"), 10), day("2017-10-20"));
    }

    #[test]
    fn ten_working_days_over_the_spring_festival_of_2026() {
        // Received on Tuesday 10 February. Worked after it: 11, 12, 13 (3), Saturday the 14th (4); 15 to 23 off;
        // 24, 25, 26, 27 (8), Saturday the 28th (9), Sunday 1 March off, Monday 2 March (10).
        let calendar = shipped();
        assert_eq!(calendar.due(day("2026-02-10"), 10), day("2026-03-02"));
        assert_eq!(calendar.left(day("2026-02-15"), day("2026-03-02")), 6);
        // A public notice of five days from the Friday before the working Sunday of 20 September ends on Thursday: 20 to 24.
        assert_eq!(calendar.due(day("2026-09-18"), 5), day("2026-09-24"));
    }

    #[test]
    fn the_shipped_days_differ_from_their_weekday_and_appear_once() {
        let rows = include_str!("../../data/holidays.csv").lines().skip(1);
        let days: Vec<NaiveDate> = rows.map(|row| day(row.split(',').next().unwrap())).collect();
        assert!(days.is_sorted_by(|a, b| a < b));
        let calendar = shipped();
        assert!(days.iter().all(|day| calendar.works(*day) != is_weekday(*day)));
        // Working days of the years: 365 less Saturdays and Sundays, less holidays, more weekends worked.
        let worked = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            first.iter_days().take_while(|day| day.year() == year).filter(|day| calendar.works(*day)).count()
        };
        assert_eq!([worked(2017), worked(2018), worked(2026)], [249, 250, 248]);
        assert!(
            calendar.knows(2017) && calendar.knows(2026) && !calendar.knows(2019) && !calendar.knows(2025)
        );
    }

    proptest! {
        #[test]
        fn what_is_due_in_n_working_days_has_n_left(start in 0_u64..2000, n in 1_u32..60) {
            let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap() + chrono::Days::new(start);
            let calendar = Calendar::default();
            prop_assert_eq!(calendar.left(from, calendar.due(from, n)), i64::from(n));
        }
    }
}
