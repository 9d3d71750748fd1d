//! Who somebody is: the resident ID number (GB 11643), the name, the phone number, and the reason that must be given
//! before a number is shown in full.
//!
//! None of these types prints what it holds: `Debug` is masked, there is no `Display` and no `Serialize`, and the full ID
//! number leaves only against a [`Reason`]. A page that shows a name or a masked number says so in its code.

mod name;
mod phone;
mod reason;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use zeroize::Zeroizing;

pub use self::name::{BadName, PersonName};
pub use self::phone::{BadPhone, Phone};
pub use self::reason::{BadReason, Reason};
use super::codes::code;
use super::refusal::{Message, Refusal};

code! {
    /// A person's sex, as the ID number tells it.
    pub enum Sex: "sex" {
        /// 女
        Female = "female",
        /// 男
        Male = "male",
    }
}

/// Digits of a resident ID number.
const LENGTH: usize = 18;
/// Weights of the first seventeen digits (GB 11643—1999, 7.1).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character by remainder.
const CHECKS: [u8; 11] = *b"10X98765432";
/// Nobody alive was born before.
const EARLIEST_BIRTH_YEAR: i32 = 1890;

/// A resident ID number whose checksum and date of birth hold. 公民身份号码
///
/// The digits are wiped from memory when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentId {
    digits: Zeroizing<String>,
    birth: NaiveDate,
}

impl ResidentId {
    /// The first and last four digits, as every page shows it: `4507**********0014`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (front, back) = (self.digits.get(..4), self.digits.get(LENGTH - 4..));
        format!("{}**********{}", front.unwrap_or_default(), back.unwrap_or_default())
    }

    /// The whole number, for somebody who gave a reason. Whoever calls this records the reading in the audit log.
    #[must_use]
    pub fn reveal(&self, _reason: &Reason) -> &str {
        &self.digits
    }

    /// The whole number, for the keys alone: to encrypt it and to make its blind index.
    #[must_use]
    pub(crate) fn digits(&self) -> &str {
        &self.digits
    }

    /// The date of birth it contains.
    #[must_use]
    pub const fn birth_date(&self) -> NaiveDate {
        self.birth
    }

    /// The sex it contains: the seventeenth digit is odd for men.
    #[must_use]
    pub fn sex(&self) -> Sex {
        match self.digits.as_bytes().get(16) {
            Some(digit) if digit % 2 == 1 => Sex::Male,
            _ => Sex::Female,
        }
    }
}

/// Completed years of life on a day; 0 before the birth.
#[must_use]
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> u32 {
    day.years_since(birth).unwrap_or(0)
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidentId({})", self.masked())
    }
}

/// What is wrong with an ID number. Speaks of its form alone, never of whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadResidentId {
    /// Not eighteen characters.
    #[error("{found} characters instead of 18")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A number of the first generation, which is no longer valid.
    #[error("a number of the first generation")]
    FirstGeneration,
    /// Something other than digits with an X at the end.
    #[error("a character that is neither digit nor final X")]
    Character,
    /// Digits 7 to 14 are no day on which somebody alive was born.
    #[error("no date of birth")]
    BirthDate,
    /// The last character does not follow from the others: one is mistyped.
    #[error("the check character does not fit")]
    Checksum,
}

impl Refusal for BadResidentId {
    fn message(&self) -> Message {
        match self {
            Self::Length { found } => {
                Message::new("error-id-length").with("found", i64::try_from(*found).unwrap_or(i64::MAX))
            }
            Self::FirstGeneration => Message::new("error-id-first-generation"),
            Self::Character => Message::new("error-id-character"),
            Self::BirthDate => Message::new("error-id-birth-date"),
            Self::Checksum => Message::new("error-id-checksum"),
        }
    }
}

impl FromStr for ResidentId {
    type Err = BadResidentId;

    /// Takes what people type: full-width digits, spaces and hyphens between the groups, a small x.
    fn from_str(text: &str) -> Result<Self, BadResidentId> {
        // Made large enough at once: growing would leave a copy of the digits behind in memory.
        let mut digits = Zeroizing::new(String::with_capacity(text.len()));
        digits.extend(text.chars().map(narrow).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\'')));
        digits.make_ascii_uppercase();
        let birth = read(&digits)?;
        Ok(Self { digits, birth })
    }
}

fn read(digits: &str) -> Result<NaiveDate, BadResidentId> {
    let found = digits.chars().count();
    if found == 15 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadResidentId::FirstGeneration);
    }
    if found != LENGTH {
        return Err(BadResidentId::Length { found });
    }
    let (body, check) = digits.split_at_checked(LENGTH - 1).ok_or(BadResidentId::Character)?;
    if !body.bytes().all(|b| b.is_ascii_digit()) || !check.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return Err(BadResidentId::Character);
    }
    let birth = body
        .get(6..14)
        .and_then(|day| NaiveDate::parse_from_str(day, "%Y%m%d").ok())
        .filter(|day| (EARLIEST_BIRTH_YEAR..2100).contains(&day.year()))
        .ok_or(BadResidentId::BirthDate)?;
    if check_of(body) == check.as_bytes().first().copied() { Ok(birth) } else { Err(BadResidentId::Checksum) }
}

/// The check character that seventeen digits call for.
fn check_of(body: &str) -> Option<u8> {
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied()
}

/// A full-width digit, letter or mark as its half-width twin (U+FF01…U+FF5E).
pub(in crate::domain) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// A valid number from its parts.
    fn number(area: u32, birth: NaiveDate, order: u32) -> String {
        let body = format!("{area:06}{}{order:03}", birth.format("%Y%m%d"));
        let check = char::from(check_of(&body).unwrap());
        format!("{body}{check}")
    }

    #[test]
    fn reads_what_people_type() {
        let plain: ResidentId = "11010519491231002X".parse().unwrap();
        for typed in [
            " 110105 19491231 002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105-19491231-002x",
            "'11010519491231002X",
        ] {
            assert_eq!(typed.parse::<ResidentId>().unwrap(), plain);
        }
        assert_eq!(plain.birth_date(), day(1949, 12, 31));
        assert_eq!(plain.sex(), Sex::Female);
        assert_eq!(plain.masked(), "1101**********002X");
        assert_eq!(format!("{plain:?}"), "ResidentId(1101**********002X)");
    }

    #[test]
    fn says_what_is_wrong_with_the_form() {
        let refused = |text: &str| text.parse::<ResidentId>().unwrap_err();
        assert_eq!(refused("450702 19730612 00"), BadResidentId::Length { found: 16 });
        assert_eq!(refused("110105491231002"), BadResidentId::FirstGeneration);
        assert_eq!(refused("1101051949123100X2"), BadResidentId::Character);
        assert_eq!(refused("11010519491331002X"), BadResidentId::BirthDate);
        assert_eq!(refused("110105194912310021"), BadResidentId::Checksum);
        assert_eq!(refused("身份证号码十八位请填写身份证号码字"), BadResidentId::Length { found: 17 });
        assert_eq!(refused("身份证号码十八位请填写身份证号码字字"), BadResidentId::Character);
    }

    #[test]
    fn a_year_of_life_ends_on_the_birthday() {
        assert_eq!(age_on(day(2001, 11, 24), day(2017, 11, 23)), 15);
        assert_eq!(age_on(day(2001, 11, 24), day(2017, 11, 24)), 16);
        assert_eq!(age_on(day(2018, 1, 1), day(2017, 11, 24)), 0);
    }

    proptest! {
        #[test]
        fn every_number_made_by_the_rule_is_read(area in 110_000u32..660_000, days in 0i64..40_000, order in 0u32..1000) {
            let birth = day(1900, 1, 1) + chrono::Duration::days(days);
            let id: ResidentId = number(area, birth, order).parse().unwrap();
            prop_assert_eq!(id.birth_date(), birth);
            prop_assert_eq!(id.sex() == Sex::Male, order % 2 == 1);
        }

        #[test]
        fn one_mistyped_digit_is_always_noticed(order in 0u32..1000, place in 0usize..17, by in 1u8..10) {
            let right = number(450_799, day(1973, 6, 12), order);
            let mut wrong = right.into_bytes();
            wrong[place] = (wrong[place] - b'0' + by) % 10 + b'0';
            prop_assert!(String::from_utf8(wrong).unwrap().parse::<ResidentId>().is_err());
        }

        #[test]
        fn no_text_breaks_the_reading(text in "\\PC{0,40}") {
            let _ = text.parse::<ResidentId>();
        }
    }
}
