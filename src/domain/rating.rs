//! Stars and the life of a rating: a rating is a history of its own, not a column of the site.
//!
//! A site holds at most one rating that counts; certificate and plaque numbers are never used twice.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::{Code as _, code};
use super::refusal::{Arg, Message, Refusal};
use super::site::SiteKind;

/// A star level, from one to five.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Integer)]
#[serde(try_from = "i32", into = "i32")]
pub struct Star(i32);

impl Star {
    /// The five levels, from one star up.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// How many stars.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The catalogue key of its word: `star-4`.
    #[must_use]
    pub fn key(self) -> String {
        format!("star-{}", self.0)
    }

    /// Its word as an argument of a message.
    #[must_use]
    pub fn arg(self) -> Arg {
        Arg::Key { key: self.key() }
    }
}

impl fmt::Display for Star {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl TryFrom<i32> for Star {
    type Error = NoStar;
    fn try_from(number: i32) -> Result<Self, NoStar> {
        Self::ALL.into_iter().find(|star| star.0 == number).ok_or(NoStar)
    }
}

impl From<Star> for i32 {
    fn from(star: Star) -> Self {
        star.0
    }
}

impl FromStr for Star {
    type Err = NoStar;
    fn from_str(text: &str) -> Result<Self, NoStar> {
        text.trim().parse::<i32>().map_err(|_| NoStar)?.try_into()
    }
}

/// A text or number that is none of the five levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a star level is a number from 1 to 5")]
pub struct NoStar;

impl Refusal for NoStar {
    fn message(&self) -> Message {
        Message::new("error-star")
    }
}

impl<DB> diesel::serialize::ToSql<diesel::sql_types::Integer, DB> for Star
where
    DB: diesel::backend::Backend,
    i32: diesel::serialize::ToSql<diesel::sql_types::Integer, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        <i32 as diesel::serialize::ToSql<diesel::sql_types::Integer, DB>>::to_sql(&self.0, out)
    }
}

impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Integer, DB> for Star
where
    DB: diesel::backend::Backend,
    i32: diesel::deserialize::FromSql<diesel::sql_types::Integer, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        let number = <i32 as diesel::deserialize::FromSql<diesel::sql_types::Integer, DB>>::from_sql(value)?;
        number.try_into().map_err(Into::into)
    }
}

code! {
    /// How a rating stands.
    pub enum Standing: "standing" {
        /// 有效
        Current = "current",
        /// 待复核: its re-check has come.
        ReCheckDue = "re_check_due",
        /// 限期整改: to be put right by a day.
        Rectification = "rectification",
        /// 复核保留: re-checked and kept; valid as before.
        Kept = "kept",
        /// 降级: ended for one of a lower star.
        Lowered = "lowered",
        /// 取消
        Cancelled = "cancelled",
        /// 自愿放弃
        GivenUp = "given_up",
        /// 到期
        Expired = "expired",
        /// 晋级换发: ended by the award of another.
        Replaced = "replaced",
    }
}

impl Standing {
    /// Whether the site may show its star.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Current | Self::ReCheckDue | Self::Rectification | Self::Kept)
    }

    /// The standing after a step.
    ///
    /// # Errors
    /// [`IllegalRatingStep`] if the step is not open, saying which are.
    pub fn take(self, step: RatingStep) -> Result<Self, IllegalRatingStep> {
        use RatingStep::{CallReCheck, Cancel, Expire, GiveUp, Keep, Lower, OrderRectification, Replace};
        match (self, step) {
            (Self::Current | Self::Kept, CallReCheck) => Ok(Self::ReCheckDue),
            (Self::ReCheckDue, OrderRectification) => Ok(Self::Rectification),
            (Self::ReCheckDue | Self::Rectification, Keep) => Ok(Self::Kept),
            (Self::ReCheckDue | Self::Rectification, Lower) => Ok(Self::Lowered),
            (live, Cancel) if live.is_live() => Ok(Self::Cancelled),
            (live, GiveUp) if live.is_live() => Ok(Self::GivenUp),
            (live, Expire) if live.is_live() => Ok(Self::Expired),
            (live, Replace) if live.is_live() => Ok(Self::Replaced),
            (
                standing,
                CallReCheck | OrderRectification | Keep | Lower | Cancel | GiveUp | Expire | Replace,
            ) => Err(IllegalRatingStep { standing, step }),
        }
    }
}

/// The days a rating runs by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The last day.
    pub valid_until: NaiveDate,
    /// The day of the next re-check.
    pub re_check_on: NaiveDate,
}

impl Term {
    /// The days before its last within which a rating is running out.
    pub const RUNNING_OUT: u64 = 120;

    /// The last of the days that count as running out, seen from a day.
    #[must_use]
    pub fn horizon(today: NaiveDate) -> NaiveDate {
        today.checked_add_days(chrono::Days::new(Self::RUNNING_OUT)).unwrap_or(NaiveDate::MAX)
    }

    /// Whether today is within the last days.
    #[must_use]
    pub fn is_running_out(self, today: NaiveDate) -> bool {
        (today..=Self::horizon(today)).contains(&self.valid_until)
    }
}

impl Standing {
    /// The step the calendar has brought by a day, if any. The end of a rating comes before its re-check.
    #[must_use]
    pub fn brought_by(self, today: NaiveDate, term: Term) -> Option<RatingStep> {
        if self.is_live() && term.valid_until < today {
            Some(RatingStep::Expire)
        } else if matches!(self, Self::Current | Self::Kept) && term.re_check_on <= today {
            Some(RatingStep::CallReCheck)
        } else {
            None
        }
    }

    /// How the rating stands on a day, whether or not the step the calendar has brought is written down yet.
    #[must_use]
    pub fn on(self, today: NaiveDate, term: Term) -> Self {
        self.brought_by(today, term).and_then(|step| self.take(step).ok()).unwrap_or(self)
    }

    /// The steps open from here.
    pub fn open(self) -> impl Iterator<Item = RatingStep> {
        RatingStep::ALL.iter().copied().filter(move |step| self.take(*step).is_ok())
    }
}

code! {
    /// What can happen to a rating.
    pub enum RatingStep: "rating-step" {
        /// The day of the re-check has come.
        CallReCheck = "call_re_check",
        /// Something must be put right by a day.
        OrderRectification = "order_rectification",
        /// The re-check is passed.
        Keep = "keep",
        /// A lower star takes its place.
        Lower = "lower",
        /// It is taken away, with plaque and certificate.
        Cancel = "cancel",
        /// The business gives it up.
        GiveUp = "give_up",
        /// Its last day has passed.
        Expire = "expire",
        /// Another award takes its place.
        Replace = "replace",
    }
}

/// A step a rating's standing does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a rating that is {standing} cannot {step}")]
pub struct IllegalRatingStep {
    /// How it stands.
    pub standing: Standing,
    /// What was tried.
    pub step: RatingStep,
}

impl IllegalRatingStep {
    /// What may be done instead.
    #[must_use]
    pub fn open(&self) -> Vec<RatingStep> {
        self.standing.open().collect()
    }
}

impl Refusal for IllegalRatingStep {
    fn message(&self) -> Message {
        Message::new("error-rating-step").with_code("standing", self.standing).with_code("step", self.step)
    }
}

/// The number of a certificate: `ZS-NJL-2017-0007`, by kind and year.
#[must_use]
pub fn certificate_number(kind: SiteKind, year: i32, place: i64) -> String {
    format!("ZS-{}-{year}-{place:04}", kind.letters())
}

/// The number of a plaque: `MP-NJL-2017-0007`, by kind and year.
#[must_use]
pub fn plaque_number(kind: SiteKind, year: i32, place: i64) -> String {
    format!("MP-{}-{year}-{place:04}", kind.letters())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn there_are_five_stars() {
        assert_eq!("4".parse::<Star>().unwrap().number(), 4);
        assert!(
            "0".parse::<Star>().is_err() && "6".parse::<Star>().is_err() && "四".parse::<Star>().is_err()
        );
    }

    #[test]
    fn the_calendar_calls_a_re_check_and_ends_a_rating_after_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let term = Term { valid_until: day("2020-11-23"), re_check_on: day("2019-11-24") };
        assert_eq!(Standing::Current.on(day("2019-11-23"), term), Standing::Current);
        assert_eq!(Standing::Current.on(day("2019-11-24"), term), Standing::ReCheckDue);
        assert_eq!(Standing::Rectification.on(day("2020-11-23"), term), Standing::Rectification);
        assert_eq!(Standing::Rectification.on(day("2020-11-24"), term), Standing::Expired);
        assert_eq!(Standing::Cancelled.on(day("2020-11-24"), term), Standing::Cancelled);
        assert!(term.is_running_out(day("2020-07-26")) && !term.is_running_out(day("2020-07-25")));
        assert!(!term.is_running_out(day("2020-11-24")));
    }

    proptest! {
        #[test]
        fn what_has_ended_stays_ended(steps in prop::collection::vec(0..RatingStep::ALL.len(), 1..20)) {
            let mut standing = Standing::Current;
            for step in steps {
                match standing.take(RatingStep::ALL[step]) {
                    Ok(next) => {
                        prop_assert!(standing.is_live());
                        standing = next;
                    }
                    Err(illegal) => prop_assert!(!illegal.open().contains(&illegal.step)),
                }
            }
        }
    }
}
