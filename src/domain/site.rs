//! Sites: the places with a gate on which a star can hang, and the businesses that keep them.
//!
//! A business is known by its unified social credit code (GB 32100—2015, with its check character); a place by the coded
//! village it lies in and, inside that, a natural village (自然村/屯) that has no code.

use std::str::FromStr;

use serde::Serialize;

use super::codes::code;
use super::pinyin;
use super::refusal::{Message, Refusal};

code! {
    /// What kind of place it is; each kind has its own standard.
    pub enum SiteKind: "site-kind" {
        /// 乡村旅游区: DB45/T 900—2013.
        TourismArea = "tourism_area",
        /// 农家乐: DB45/T 1163—2015.
        FarmStay = "farm_stay",
        /// 民宿
        Homestay = "homestay",
    }
}

impl SiteKind {
    /// The letters certificates and plaques carry for the kind.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::TourismArea => "XCQ",
            Self::FarmStay => "NJL",
            Self::Homestay => "MSU",
        }
    }
}

code! {
    /// What guests are offered; decides which parts of a sheet count, and how much.
    pub enum Trade: "trade" {
        /// 餐饮型: meals.
        Catering = "catering",
        /// 住宿型: beds.
        Lodging = "lodging",
        /// 综合型: both.
        Combined = "combined",
    }
}

/// A line of text that does not fit its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: at most {max} characters")]
pub struct BadLine {
    key: &'static str,
    max: usize,
}

impl Refusal for BadLine {
    fn message(&self) -> Message {
        Message::new(self.key).with("max", i64::try_from(self.max).unwrap_or(i64::MAX))
    }
}

/// Declares a one-line text: trimmed, inner spaces single, no control characters, of bounded length.
macro_rules! line {
    ($($(#[$meta:meta])* $name:ident: $min:literal ..= $max:literal, $key:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl FromStr for $name {
            type Err = BadLine;
            fn from_str(text: &str) -> Result<Self, BadLine> {
                let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let fits = ($min..=$max).contains(&line.chars().count()) && !line.chars().any(char::is_control);
                if fits { Ok(Self(line)) } else { Err(BadLine { key: $key, max: $max }) }
            }
        }
    )+};
}

line! {
    /// The name on the gate.
    SiteName: 2..=40, "error-site-name";
    /// The name a business is registered by.
    BusinessName: 2..=60, "error-operator-name";
    /// The person to ask for at a business; shown to staff only.
    ContactName: 1..=30, "error-operator-contact";
    /// A natural village (自然村/屯), which has no code.
    NaturalVillage: 1..=30, "error-site-natural-village";
    /// Where in the village: road, number, landmark.
    Address: 1..=80, "error-site-address";
    /// Other words a site is searched by: an old name, a reading no dictionary has.
    AlsoKnown: 1..=80, "error-site-also-known";
}

/// The characters of a credit code in the order of their values: the capitals without I, O, S, V and Z.
const CREDIT_CHARACTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A unified social credit code, 统一社会信用代码: 18 characters, the last of which checks the others (GB 32100—2015).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct CreditCode(String);

impl CreditCode {
    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Completes 17 characters with their check character.
    ///
    /// # Errors
    /// If they are not 17 characters of the code's alphabet.
    pub fn complete(first: &str) -> Result<Self, BadCreditCode> {
        let check = check_character(first).filter(|_| first.len() == 17).ok_or(BadCreditCode::Form)?;
        Ok(Self(format!("{first}{}", char::from(check))))
    }
}

impl std::fmt::Display for CreditCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CreditCode {
    type Err = BadCreditCode;

    /// Accepts what people paste: small letters, full-width characters, spaces and dashes.
    fn from_str(text: &str) -> Result<Self, BadCreditCode> {
        let given: String =
            text.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != '-').collect();
        let given = given.to_ascii_uppercase();
        let first = given.get(..17).filter(|_| given.len() == 18).ok_or(BadCreditCode::Form)?;
        let complete = Self::complete(first)?;
        if complete.0 == given { Ok(complete) } else { Err(BadCreditCode::Check) }
    }
}

/// The check character of the first 17: weights are the powers of 3 modulo 31.
fn check_character(first: &str) -> Option<u8> {
    let mut sum = 0;
    let mut weight = 1;
    for byte in first.bytes() {
        let value = CREDIT_CHARACTERS.iter().position(|c| *c == byte)?;
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    CREDIT_CHARACTERS.get((31 - sum % 31) % 31).copied()
}

/// A full-width character as its half-width twin.
pub(super) fn half_width(c: char) -> char {
    u32::from(c)
        .checked_sub(0xFEE0)
        .filter(|twin| (0x21..=0x7E).contains(twin))
        .and_then(char::from_u32)
        .unwrap_or(c)
}

/// Why a text is no credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCreditCode {
    /// Not 18 digits and capitals.
    #[error("a credit code has 18 digits and capitals without I, O, S, V, Z")]
    Form,
    /// The last character does not check the others.
    #[error("the check character does not match: a character is wrong or two are swapped")]
    Check,
}

impl Refusal for BadCreditCode {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Form => "error-credit-code-form",
            Self::Check => "error-credit-code-check",
        })
    }
}

/// The telephone of a business, printed on the public register: a mobile number or a landline with its area code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct VenuePhone(String);

impl VenuePhone {
    /// The number: digits, with a dash after a landline's area code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for VenuePhone {
    type Err = BadVenuePhone;

    fn from_str(text: &str) -> Result<Self, BadVenuePhone> {
        let digits: String =
            text.chars().map(half_width).filter(|c| !c.is_whitespace() && !"-()".contains(*c)).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BadVenuePhone);
        }
        let area = if digits.starts_with("01") || digits.starts_with("02") { 3 } else { 4 };
        match (digits.len(), digits.as_bytes()) {
            (11, [b'1', b'3'..=b'9', ..]) => Ok(Self(digits)),
            (10..=12, [b'0', b'1'..=b'9', ..]) => {
                let (code, number) = digits.split_at(area);
                if (7..=8).contains(&number.len()) {
                    Ok(Self(format!("{code}-{number}")))
                } else {
                    Err(BadVenuePhone)
                }
            }
            _ => Err(BadVenuePhone),
        }
    }
}

/// A text that is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mobile number has 11 digits; a landline needs its area code")]
pub struct BadVenuePhone;

impl Refusal for BadVenuePhone {
    fn message(&self) -> Message {
        Message::new("error-venue-phone")
    }
}

/// How many guests can sleep or sit at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Capacity(pub i32);

impl FromStr for Capacity {
    type Err = BadCapacity;

    fn from_str(text: &str) -> Result<Self, BadCapacity> {
        let digits: String = text.trim().chars().map(half_width).collect();
        digits.parse().ok().filter(|n| (0..=9999).contains(n)).map(Self).ok_or(BadCapacity)
    }
}

/// A text that is no number of beds or seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number from 0 to 9999 is needed")]
pub struct BadCapacity;

impl Refusal for BadCapacity {
    fn message(&self) -> Message {
        Message::new("error-site-capacity")
    }
}

/// Raised whenever [`search_text`] gives another text for the same site, so that those kept are made anew.
pub const SEARCH_VERSION: i32 = 1;

/// The text a site is searched by: its words in lower case, so that both databases find them alike, and what they can be
/// typed as in pinyin.
#[must_use]
pub fn search_text(parts: &[&str]) -> String {
    let words = parts.join(" ");
    format!("{} {}", words.to_lowercase(), pinyin::typed(&words)).trim().to_owned()
}

/// The words of a search, as [`search_text`] spells them.
#[must_use]
pub fn search_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(pinyin::word).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_real_credit_code_passes_and_a_slip_does_not() {
        // The code of a listed company, from its published annual report.
        assert_eq!("91350100m000100y43".parse::<CreditCode>().unwrap().as_str(), "91350100M000100Y43");
        assert_eq!("91350100M000100Y44".parse::<CreditCode>(), Err(BadCreditCode::Check));
        assert_eq!("91350100M000100Y4".parse::<CreditCode>(), Err(BadCreditCode::Form));
        assert_eq!("91350100M000100I43".parse::<CreditCode>(), Err(BadCreditCode::Form));
    }

    proptest! {
        #[test]
        fn every_single_slip_in_a_credit_code_is_caught(first in "[0-9A-HJ-NPQRTUWXY]{17}", at in 0..17_usize, by in 1..31_usize) {
            let code = CreditCode::complete(&first).unwrap();
            prop_assert_eq!(&code.as_str().parse::<CreditCode>().unwrap(), &code);
            let mut wrong = code.as_str().as_bytes().to_vec();
            let place = CREDIT_CHARACTERS.iter().position(|c| *c == wrong[at]).unwrap();
            wrong[at] = CREDIT_CHARACTERS[(place + by) % 31];
            prop_assert!(String::from_utf8(wrong).unwrap().parse::<CreditCode>().is_err());
        }
    }

    #[test]
    fn telephones_of_a_venue_are_read_as_people_write_them() {
        assert_eq!("0777 6812345".parse::<VenuePhone>().unwrap().as_str(), "0777-6812345");
        assert_eq!(
            "（0777）6812345".replace(['（', '）'], "-").parse::<VenuePhone>().unwrap().as_str(),
            "0777-6812345"
        );
        assert_eq!("138 0777 0001".parse::<VenuePhone>().unwrap().as_str(), "13807770001");
        for wrong in ["6812345", "138077700011", "phone", "12807770001"] {
            assert!(wrong.parse::<VenuePhone>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_is_one_tidy_line() {
        assert_eq!("  荔香园   农家乐 ".parse::<SiteName>().unwrap().as_str(), "荔香园 农家乐");
        assert!("园".parse::<SiteName>().is_err());
        assert!("荔\u{7}香园".parse::<SiteName>().is_err());
    }
}
