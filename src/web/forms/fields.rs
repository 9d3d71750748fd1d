//! Kinds of fields that many forms share, forgiving in what people type: full-width digits, spaces, 年月日.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::quantity::Fen;
use crate::domain::refusal::{Message, Refusal};
use crate::domain::text::LINE;

/// A text that one of these fields refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.key)]
pub struct Refused(Message);

impl Refusal for Refused {
    fn message(&self) -> Message {
        self.0.clone()
    }
}

const fn refused(key: &'static str) -> Refused {
    Refused(Message::new(key))
}

/// Full-width digits and signs as their plain ones.
fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.trim().chars().map(narrow).collect()
}

/// A day: `2017-11-24`, `2017.11.24`, `2017/11/24` or `2017年11月24日`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

impl FromStr for Day {
    type Err = Refused;
    fn from_str(text: &str) -> Result<Self, Refused> {
        let text = narrow(text);
        let mut parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let mut number = || parts.next().map(str::parse::<u32>);
        let day = match (number(), number(), number(), number()) {
            (Some(Ok(year @ 1900..=2100)), Some(Ok(month)), Some(Ok(day)), None) => {
                i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
            }
            _ => None,
        };
        day.map(Self).ok_or_else(|| refused("error-day"))
    }
}

/// A whole number that is not negative: `12`, `1,127`, `１２`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole(pub i64);

impl FromStr for Whole {
    type Err = Refused;
    fn from_str(text: &str) -> Result<Self, Refused> {
        let text: String = narrow(text).chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        // `parse` alone would take a sign.
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(Self).ok_or_else(|| refused("error-number"))
    }
}

/// An amount of yuan: `1200`, `1,200.50`, `￥1200元`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Yuan(pub Fen);

impl FromStr for Yuan {
    type Err = Refused;
    fn from_str(text: &str) -> Result<Self, Refused> {
        Fen::typed(text).map(Self).ok_or_else(|| refused("error-record-amount"))
    }
}

/// One line of text, at most 100 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(pub String);

impl FromStr for Line {
    type Err = Refused;
    fn from_str(text: &str) -> Result<Self, Refused> {
        no_longer_than(LINE, text).map(Self)
    }
}

/// A text of several lines, at most 1000 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(pub String);

impl FromStr for Note {
    type Err = Refused;
    fn from_str(text: &str) -> Result<Self, Refused> {
        no_longer_than(1000, text).map(Self)
    }
}

fn no_longer_than(most: i64, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    let fits = i64::try_from(text.chars().count()).is_ok_and(|characters| characters <= most);
    if fits { Ok(text.to_owned()) } else { Err(Refused(Message::new("error-too-long").with("most", most))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let day = Day(NaiveDate::from_ymd_opt(2017, 11, 4).unwrap());
        for text in ["2017-11-04", " 2017.11.4", "2017年11月4日", "２０１７/１１/４"] {
            assert_eq!(text.parse(), Ok(day), "{text}");
        }
        for text in ["2017-11", "2017-13-01", "24.11.2017", "20171104", "昨天", "2017-11-04-1"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_whole_number_is_digits_however_wide() {
        assert_eq!("１,１２７".parse(), Ok(Whole(1127)));
        for text in ["一千八", "-3", "+3", "1.5", "", ","] {
            assert!(text.parse::<Whole>().is_err(), "{text}");
        }
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!("村".repeat(100).parse::<Line>().is_ok());
        assert!("村".repeat(101).parse::<Line>().is_err());
    }
}
