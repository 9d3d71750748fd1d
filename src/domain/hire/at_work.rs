//! Which months an operator can confirm somebody at work.

use chrono::NaiveDate;

use super::{Held, Stage};
use crate::domain::month::Month;
use crate::domain::refusal::{Message, Refusal};

/// Why a month cannot be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAtWork {
    /// The county has not found the hire true.
    #[error("not verified")]
    NotVerified,
    /// They had not begun yet.
    #[error("before the first day")]
    BeforeStart,
    /// The month has not begun.
    #[error("in the future")]
    Future,
    /// They had left.
    #[error("after the last day")]
    AfterLeaving,
}

impl Refusal for NotAtWork {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::NotVerified => "error-wage-month-not-verified",
            Self::BeforeStart => "error-wage-month-before-start",
            Self::Future => "error-wage-month-future",
            Self::AfterLeaving => "error-wage-month-after-leaving",
        })
    }
}

/// Whether somebody can be confirmed at work in a month, as of today: from the month they began in to the current one, or to
/// the one they left in.
///
/// # Errors
/// [`NotAtWork`].
pub fn check_at_work(stage: Stage, held: Held, month: Month, today: NaiveDate) -> Result<(), NotAtWork> {
    if !stage.is_verified() {
        Err(NotAtWork::NotVerified)
    } else if month < Month::of(held.from) {
        Err(NotAtWork::BeforeStart)
    } else if month > Month::of(today) {
        Err(NotAtWork::Future)
    } else if held.to.is_some_and(|left| month > Month::of(left)) {
        Err(NotAtWork::AfterLeaving)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(stage: Stage, left: Option<&str>, month: &str) -> Result<(), NotAtWork> {
        let held = Held { from: day("2017-03-20"), to: left.map(day) };
        check_at_work(stage, held, month.parse().unwrap(), day("2017-11-24"))
    }

    #[test]
    fn months_from_the_first_to_the_current_one_or_the_last() {
        assert_eq!(check(Stage::Verified, None, "2017-03"), Ok(()));
        assert_eq!(check(Stage::Employed, None, "2017-11"), Ok(()));
        assert_eq!(check(Stage::Employed, None, "2017-02"), Err(NotAtWork::BeforeStart));
        assert_eq!(check(Stage::Employed, None, "2017-12"), Err(NotAtWork::Future));
        assert_eq!(check(Stage::Left, Some("2017-06-01"), "2017-06"), Ok(()));
        assert_eq!(check(Stage::Left, Some("2017-06-30"), "2017-07"), Err(NotAtWork::AfterLeaving));
        assert_eq!(check(Stage::Reported, None, "2017-04"), Err(NotAtWork::NotVerified));
    }

    proptest! {
        /// Every month that passes shares at least a day with the job, up to the end of today's month.
        #[test]
        fn a_month_that_passes_has_a_day_at_work(start in 0i64..900, length in 0i64..900, open: bool, month in 0u32..40) {
            let from = day("2015-06-15") + chrono::Duration::days(start);
            let to = (!open).then(|| from + chrono::Duration::days(length));
            let month = Month::new(2015, 1).unwrap().on(month);
            if check_at_work(Stage::Employed, Held { from, to }, month, day("2017-11-24")).is_ok() {
                prop_assert!(month.on(1).first_day() > from);
                prop_assert!(to.is_none_or(|to| month.first_day() <= to));
                prop_assert!(month.first_day() <= day("2017-11-24"));
            }
        }
    }
}
