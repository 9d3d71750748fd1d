//! A telephone number.

use std::fmt;
use std::str::FromStr;

use super::narrow;
use crate::domain::refusal::{Message, Refusal};

/// A mobile number, or a landline with its area code, as digits. 联系电话
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// The digits in full: for staff who may have to call.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As lists show it: `138****5678`.
    #[must_use]
    pub fn masked(&self) -> String {
        let back = self.0.len().saturating_sub(4);
        format!("{}****{}", self.0.get(..3).unwrap_or_default(), self.0.get(back..).unwrap_or_default())
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

/// A text that is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a mobile number of 11 digits nor a landline with its area code")]
pub struct BadPhone;

impl Refusal for BadPhone {
    fn message(&self) -> Message {
        Message::new("error-phone")
    }
}

impl FromStr for Phone {
    type Err = BadPhone;

    fn from_str(text: &str) -> Result<Self, BadPhone> {
        let typed: String = text
            .chars()
            .map(narrow)
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')'))
            .collect();
        let digits = typed.strip_prefix("+86").unwrap_or(&typed);
        let mobile = digits.len() == 11
            && digits.starts_with('1')
            && digits.as_bytes().get(1).is_some_and(|second| (b'3'..=b'9').contains(second));
        let landline = digits.starts_with('0') && matches!(digits.len(), 10..=12);
        if digits.bytes().all(|b| b.is_ascii_digit()) && (mobile || landline) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(BadPhone)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobile_numbers_and_landlines_of_the_city_are_read() {
        assert_eq!("138 1234-5678".parse::<Phone>().unwrap().masked(), "138****5678");
        assert_eq!("＋86 13812345678".parse::<Phone>().unwrap().as_str(), "13812345678");
        assert_eq!("0777-3688200".parse::<Phone>().unwrap().as_str(), "07773688200");
        for wrong in ["12812345678", "3688200", "1381234567", "电话", ""] {
            assert_eq!(wrong.parse::<Phone>(), Err(BadPhone), "{wrong}");
        }
    }
}
