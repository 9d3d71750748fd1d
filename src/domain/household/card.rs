//! Values of a household's card that have a rule of their own.

use std::fmt;
use std::str::FromStr;

use super::Cause;
use crate::domain::refusal::{Message, Refusal};

/// Raised whenever the search text of the same household comes out differently, so that those kept are made anew.
pub const SEARCH_VERSION: i32 = 1;

/// Why a household is poor: one principal cause and at most one other. 致贫原因
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Causes {
    principal: Cause,
    second: Option<Cause>,
}

/// The same cause twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the second cause is the principal one")]
pub struct SameCause;

impl Refusal for SameCause {
    fn message(&self) -> Message {
        Message::new("error-household-same-cause")
    }
}

impl Causes {
    /// From the two of them.
    ///
    /// # Errors
    /// [`SameCause`].
    pub fn new(principal: Cause, second: Option<Cause>) -> Result<Self, SameCause> {
        if second == Some(principal) { Err(SameCause) } else { Ok(Self { principal, second }) }
    }

    /// The principal cause.
    #[must_use]
    pub const fn principal(self) -> Cause {
        self.principal
    }

    /// The other one.
    #[must_use]
    pub const fn second(self) -> Option<Cause> {
        self.second
    }
}

/// The last four digits of a bank account. 一卡通账号后四位
#[derive(Clone, PartialEq, Eq)]
pub struct AccountTail(String);

impl AccountTail {
    /// The digits: for staff who keep the register.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccountTail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountTail(****)")
    }
}

/// A text that is not four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the last four digits of an account")]
pub struct BadAccount;

impl Refusal for BadAccount {
    fn message(&self) -> Message {
        Message::new("error-account-tail")
    }
}

impl FromStr for AccountTail {
    type Err = BadAccount;
    fn from_str(text: &str) -> Result<Self, BadAccount> {
        let digits: String = text.trim().chars().map(crate::domain::identity::narrow).collect();
        let fits = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(digits)) } else { Err(BadAccount) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_has_one_principal_cause_and_at_most_one_other() {
        assert_eq!(Causes::new(Cause::Illness, Some(Cause::Illness)), Err(SameCause));
        let causes = Causes::new(Cause::Illness, Some(Cause::Land)).unwrap();
        assert_eq!((causes.principal(), causes.second()), (Cause::Illness, Some(Cause::Land)));
    }

    #[test]
    fn no_more_of_an_account_is_taken_than_its_end() {
        assert_eq!("０1２3".parse::<AccountTail>().unwrap().as_str(), "0123");
        for wrong in ["6228480000000001234", "123", "12a4", ""] {
            assert_eq!(wrong.parse::<AccountTail>(), Err(BadAccount));
        }
    }
}
