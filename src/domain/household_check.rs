//! 八有一超: what a household was found to have before its exit, signed by an officer and by its head.
//!
//! The criteria and the line are dated data. What is computed of a check, and what speaks against it, is always computed anew.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;

use super::codes::code;
use super::quantity::Fen;
use super::refusal::{Message, Refusal};

/// How many criteria there are in every version: eight that a household has, and the income that exceeds.
pub const CRITERIA: i32 = 9;

/// What was found of a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// By place, 1 to 9: whether the criterion is met.
    pub met: Vec<(i32, bool)>,
    /// The household's net income of the year.
    pub income: Fen,
    /// The members it is divided by.
    pub persons: i32,
    /// The day the officer signed.
    pub officer_on: NaiveDate,
    /// The day the head of the household signed.
    pub head_on: NaiveDate,
}

/// What speaks against a check. 矛盾
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Contradiction {
    /// A criterion is not met, and the exit was announced.
    NotMet,
    /// The income a head does not exceed the year's line.
    BelowTheLine,
    /// Ninth is said to be met, and the figures say otherwise, or the reverse.
    LineAndFigureDiffer,
    /// No line of the year is recorded.
    NoLine,
    /// A signature is dated after the announcement.
    SignedAfter,
    /// Another number of members than were frozen with the exit.
    OtherMembers,
}

impl Contradiction {
    /// What it says.
    #[must_use]
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::NotMet => "household-check-contradiction-not-met",
            Self::BelowTheLine => "household-check-contradiction-below",
            Self::LineAndFigureDiffer => "household-check-contradiction-differ",
            Self::NoLine => "household-check-contradiction-no-line",
            Self::SignedAfter => "household-check-contradiction-signed-after",
            Self::OtherMembers => "household-check-contradiction-members",
        })
    }
}

impl Found {
    /// The income a head, in whole fen.
    #[must_use]
    pub fn per_head(&self) -> Fen {
        Fen(self.income.0.checked_div(i64::from(self.persons)).unwrap_or(0))
    }

    /// What speaks against it, for an exit of so many members announced on a day, and the year's line.
    #[must_use]
    pub fn contradictions(
        &self,
        line: Option<Fen>,
        announced_on: NaiveDate,
        frozen: i32,
    ) -> Vec<Contradiction> {
        let mut found = Vec::new();
        if self.met.iter().any(|(_, met)| !met) {
            found.push(Contradiction::NotMet);
        }
        let ninth = self.met.iter().any(|(place, met)| *place == CRITERIA && *met);
        match line {
            None => found.push(Contradiction::NoLine),
            Some(line) => {
                let above = self.per_head().0 > line.0;
                if !above {
                    found.push(Contradiction::BelowTheLine);
                }
                if above != ninth {
                    found.push(Contradiction::LineAndFigureDiffer);
                }
            }
        }
        if self.officer_on > announced_on || self.head_on > announced_on {
            found.push(Contradiction::SignedAfter);
        }
        if self.persons != frozen {
            found.push(Contradiction::OtherMembers);
        }
        found
    }

    /// Whether it can be recorded at all.
    ///
    /// # Errors
    /// [`BadCheck`], with the field it is about.
    pub fn check(&self, today: NaiveDate) -> Result<(), (&'static str, BadCheck)> {
        if (1..=CRITERIA).any(|place| !self.met.iter().any(|(given, _)| *given == place)) {
            return Err(("met", BadCheck::Missing));
        }
        if !(1..=99).contains(&self.persons) {
            return Err(("persons", BadCheck::Members));
        }
        if self.officer_on > today {
            return Err(("officer_on", BadCheck::Ahead));
        }
        if self.head_on > today {
            return Err(("head_on", BadCheck::Ahead));
        }
        Ok(())
    }
}

/// A household's net income of a year, as typed in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Income(pub Fen);

impl FromStr for Income {
    type Err = BadCheck;
    fn from_str(text: &str) -> Result<Self, BadCheck> {
        Fen::typed(text).map(Self).ok_or(BadCheck::Income)
    }
}

code! {
    /// Whether a criterion is met.
    pub enum Met: "household-check-met" {
        /// 达到
        Yes = "yes",
        /// 未达到
        No = "no",
    }
}

/// Why a check cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCheck {
    /// A criterion without a result.
    #[error("a criterion without a result")]
    Missing,
    /// No number of members.
    #[error("no number of members")]
    Members,
    /// Signed on a day to come.
    #[error("signed on a day to come")]
    Ahead,
    /// No amount of yuan.
    #[error("no amount")]
    Income,
}

impl Refusal for BadCheck {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Missing => "error-check-missing",
            Self::Members => "error-check-members",
            Self::Ahead => "error-check-ahead",
            Self::Income => "error-check-income",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_against_a_check_is_told() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let found = Found {
            met: (1..=9).map(|place| (place, true)).collect(),
            income: Fen(1_180_000),
            persons: 4,
            officer_on: day("2017-11-02"),
            head_on: day("2017-11-03"),
        };
        let announced = day("2017-11-20");
        assert_eq!(found.per_head(), Fen(295_000));
        assert_eq!(
            found.contradictions(Some(Fen(295_200)), announced, 4),
            [Contradiction::BelowTheLine, Contradiction::LineAndFigureDiffer]
        );
        assert_eq!(found.contradictions(Some(Fen(295_000 - 1)), announced, 4), []);
        assert_eq!(
            found.contradictions(None, day("2017-11-01"), 3),
            [Contradiction::NoLine, Contradiction::SignedAfter, Contradiction::OtherMembers]
        );
    }
}
