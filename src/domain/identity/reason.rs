//! Why somebody does what needs a reason.

use std::fmt;
use std::str::FromStr;

use crate::domain::refusal::{Message, Refusal};

/// Characters of a reason at most.
const LONGEST: usize = 500;

/// A reason in the person's own words; never empty.
#[derive(Debug, Clone, PartialEq, Eq, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct Reason(String);

impl Reason {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is wrong with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadReason {
    /// Nothing but space.
    #[error("no reason given")]
    Empty,
    /// More than five hundred characters.
    #[error("{found} characters")]
    TooLong {
        /// How many there are.
        found: usize,
    },
}

impl Refusal for BadReason {
    fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("error-reason-empty"),
            Self::TooLong { .. } => Message::new("error-reason-too-long"),
        }
    }
}

impl FromStr for Reason {
    type Err = BadReason;

    fn from_str(text: &str) -> Result<Self, BadReason> {
        let text = text.trim();
        let found = text.chars().count();
        match found {
            0 => Err(BadReason::Empty),
            1..=LONGEST => Ok(Self(text.to_owned())),
            _ => Err(BadReason::TooLong { found }),
        }
    }
}

crate::domain::text::text!(Reason);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something() {
        assert_eq!(" \n".parse::<Reason>(), Err(BadReason::Empty));
        assert_eq!(" 户主不符 ".parse::<Reason>().unwrap().as_str(), "户主不符");
        assert!("理".repeat(501).parse::<Reason>().is_err());
    }
}
