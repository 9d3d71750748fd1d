//! How a version of a sheet stands, and from which day a draft may be published.

use chrono::NaiveDate;

use crate::domain::codes::code;
use crate::domain::refusal::{Message, Refusal};
use crate::domain::site::SiteKind;

code! {
    /// How a version of a sheet stands.
    pub enum State: "sheet-state" {
        /// 草稿: uploaded, not published.
        Draft = "draft",
        /// 待生效: published for a later day.
        Published = "published",
        /// 在用: applications submitted now are judged by it.
        InForce = "in_force",
        /// 已被取代: applications submitted under it still are.
        Superseded = "superseded",
    }
}

impl State {
    /// Of a published version, by its first day and the first day it no longer is in force.
    #[must_use]
    pub fn of_published(from: NaiveDate, to: Option<NaiveDate>, today: NaiveDate) -> Self {
        match to {
            // One replaced before its first day never comes into force.
            Some(to) if to <= today || to <= from => Self::Superseded,
            _ if from > today => Self::Published,
            _ => Self::InForce,
        }
    }
}

/// What a version is listed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its code.
    pub code: String,
    /// The kind of site it judges.
    pub subject: SiteKind,
    /// The standard it rests on.
    pub basis: String,
    /// Whether the authority issued it.
    pub official: bool,
}

/// Whether a version may come into force on a day: not in the past, and not before the newest of its kind.
///
/// # Errors
/// [`BadFirstDay`].
pub fn first_day(from: NaiveDate, today: NaiveDate, newest: Option<NaiveDate>) -> Result<(), BadFirstDay> {
    if from < today {
        return Err(BadFirstDay::Past);
    }
    match newest {
        Some(newest) if from < newest => Err(BadFirstDay::BeforeNewest(newest)),
        _ => Ok(()),
    }
}

/// A day a version cannot come into force on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFirstDay {
    /// It has passed; cases of that day were judged by another.
    #[error("the day has passed")]
    Past,
    /// A version of the same kind is published for a later day.
    #[error("not before {0}")]
    BeforeNewest(NaiveDate),
}

impl Refusal for BadFirstDay {
    fn message(&self) -> Message {
        match self {
            Self::Past => Message::new("error-sheet-first-day-past"),
            Self::BeforeNewest(day) => {
                Message::new("error-sheet-first-day-before").with("day", day.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_stands_as_its_days_say() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let stands = |from, to: Option<&str>| State::of_published(day(from), to.map(day), day("2017-11-24"));
        assert_eq!(stands("2017-11-24", None), State::InForce);
        assert_eq!(stands("2017-11-25", None), State::Published);
        assert_eq!(stands("2015-06-10", Some("2017-11-25")), State::InForce);
        assert_eq!(stands("2015-06-10", Some("2017-11-24")), State::Superseded);
        assert_eq!(stands("2017-12-01", Some("2017-12-01")), State::Superseded);
        assert_eq!(stands("2017-12-01", Some("2018-12-01")), State::Published);
        assert_eq!(first_day(day("2017-11-23"), day("2017-11-24"), None), Err(BadFirstDay::Past));
        let newest = day("2018-01-01");
        assert_eq!(
            first_day(day("2017-12-31"), day("2017-11-24"), Some(newest)),
            Err(BadFirstDay::BeforeNewest(newest))
        );
        assert_eq!(first_day(newest, day("2017-11-24"), Some(newest)), Ok(()));
    }
}
