//! Working days. A limit of the procedure runs in working days, and which days those are is data: the state announces each
//! year's holidays, and the weekends worked to make up for them.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

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
        let weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.0.get(&day).copied().unwrap_or(weekday)
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
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
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

    proptest! {
        #[test]
        fn what_is_due_in_n_working_days_has_n_left(start in 0_u64..2000, n in 1_u32..60) {
            let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap() + Days::new(start);
            let calendar = Calendar::default();
            prop_assert_eq!(calendar.left(from, calendar.due(from, n)), i64::from(n));
        }
    }
}
