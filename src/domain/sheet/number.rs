//! How the numbers of certificates and plaques are written: a pattern per level that awards, as data of the sheet.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::domain::site::SiteKind;

/// A pattern such as `ZS-{kind}-{year}-{seq:4}`: `{kind}` is the kind's letters, `{year}` the year of the award, `{seq}` the
/// place in the year's series, with zeros before it to so many digits. Year and place must appear, so that no number is ever
/// given twice; everything else is letters, digits, `-`, `.` and the brackets documents use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Kind,
    Year,
    Place { digits: usize },
}

/// The most characters of a pattern, so that a number fits on a plaque and into an address.
const LONGEST: usize = 40;
/// The most digits a place is filled to.
const DIGITS: usize = 8;

impl Pattern {
    /// Letters, kind, year and a place of four digits: `ZS-NJL-2017-0043`.
    pub(super) fn by_kind(letters: &str) -> Self {
        let text = |text: &str| Piece::Text(text.to_owned());
        let place = Piece::Place { digits: 4 };
        Self(vec![text(letters), Piece::Kind, text("-"), Piece::Year, text("-"), place])
    }

    /// The number at a place of a year's series.
    #[must_use]
    pub fn number(&self, kind: SiteKind, year: i32, place: i64) -> String {
        let write = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Kind => kind.letters().to_owned(),
            Piece::Year => year.to_string(),
            Piece::Place { digits } => format!("{place:0digits$}"),
        };
        self.0.iter().map(write).collect()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Kind => f.write_str("{kind}"),
            Piece::Year => f.write_str("{year}"),
            Piece::Place { digits: 1 } => f.write_str("{seq}"),
            Piece::Place { digits } => write!(f, "{{seq:{digits}}}"),
        })
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl FromStr for Pattern {
    type Err = BadPattern;

    fn from_str(text: &str) -> Result<Self, BadPattern> {
        let text = text.trim();
        if text.chars().count() > LONGEST {
            return Err(BadPattern::Long);
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (before, after) = rest.split_once('{').unwrap_or((rest, ""));
            if !before.is_empty() {
                pieces.push(literal(before)?);
            }
            if before.len() == rest.len() {
                break;
            }
            let (name, next) = after.split_once('}').ok_or(BadPattern::Bracket)?;
            pieces.push(placeholder(name)?);
            rest = next;
        }
        if !pieces.contains(&Piece::Year) {
            return Err(BadPattern::NoYear);
        }
        if !pieces.iter().any(|piece| matches!(piece, Piece::Place { .. })) {
            return Err(BadPattern::NoPlace);
        }
        Ok(Self(pieces))
    }
}

fn literal(text: &str) -> Result<Piece, BadPattern> {
    let fits = |c: char| c.is_alphanumeric() || "-.〔〕（）".contains(c);
    match text.chars().find(|c| !fits(*c)) {
        Some('}') => Err(BadPattern::Bracket),
        Some(c) => Err(BadPattern::Character(c)),
        None => Ok(Piece::Text(text.to_owned())),
    }
}

fn placeholder(name: &str) -> Result<Piece, BadPattern> {
    let unknown = || BadPattern::Placeholder(name.to_owned());
    match name.split_once(':') {
        None if name == "kind" => Ok(Piece::Kind),
        None if name == "year" => Ok(Piece::Year),
        None if name == "seq" => Ok(Piece::Place { digits: 1 }),
        Some(("seq", digits)) => match digits.parse() {
            Ok(digits @ 1..=DIGITS) => Ok(Piece::Place { digits }),
            _ => Err(unknown()),
        },
        _ => Err(unknown()),
    }
}

/// A text that is no pattern of numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    /// Nothing in it tells one year's numbers from another's.
    #[error("{{year}} is missing")]
    NoYear,
    /// Nothing in it tells one number of a year from another.
    #[error("{{seq}} is missing")]
    NoPlace,
    /// A placeholder nobody knows.
    #[error("unknown placeholder {{{0}}}")]
    Placeholder(String),
    /// A bracket without its other.
    #[error("a bracket is left open")]
    Bracket,
    /// A character no number carries.
    #[error("the character {0:?}")]
    Character(char),
    /// Too long.
    #[error("longer than 40 characters")]
    Long,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pattern(text: &str) -> Result<Pattern, BadPattern> {
        text.parse()
    }

    #[test]
    fn a_number_names_kind_year_and_place() {
        let number = |text| pattern(text).unwrap().number(SiteKind::FarmStay, 2017, 43);
        assert_eq!(number("ZS-{kind}-{year}-{seq:4}"), "ZS-NJL-2017-0043");
        assert_eq!(number("桂星〔{year}〕第{seq}号"), "桂星〔2017〕第43号");
        let past = pattern("{year}-{seq:2}").unwrap().number(SiteKind::FarmStay, 2017, 12_345);
        assert_eq!(past, "2017-12345");
    }

    #[test]
    fn a_pattern_that_could_repeat_a_number_or_break_an_address_is_none() {
        assert_eq!(pattern("ZS-{seq:4}"), Err(BadPattern::NoYear));
        assert_eq!(pattern("ZS-{year}"), Err(BadPattern::NoPlace));
        assert_eq!(pattern(""), Err(BadPattern::NoYear));
        assert_eq!(pattern("{year}-{seq}-{unit}"), Err(BadPattern::Placeholder("unit".to_owned())));
        assert_eq!(pattern("{year}-{seq:0}"), Err(BadPattern::Placeholder("seq:0".to_owned())));
        assert_eq!(pattern("{year}-{seq:9}"), Err(BadPattern::Placeholder("seq:9".to_owned())));
        assert_eq!(pattern("{year}-{seq"), Err(BadPattern::Bracket));
        assert_eq!(pattern("{year}}-{seq}"), Err(BadPattern::Bracket));
        assert_eq!(pattern("{year}/{seq}"), Err(BadPattern::Character('/')));
        assert_eq!(pattern("ZS {year}{seq}"), Err(BadPattern::Character(' ')));
        assert_eq!(pattern(&format!("{}{{year}}{{seq}}", "字".repeat(30))), Err(BadPattern::Long));
    }

    proptest! {
        #[test]
        fn two_places_of_one_pattern_never_share_a_number(
            text in "[A-Z0-9]{0,3}(\\{year\\}[0-9-]{0,2}\\{seq(:[1-8])?\\}|\\{seq(:[1-8])?\\}[0-9-]{0,2}\\{year\\})[0-9A-Z]{0,3}",
            (year, place) in (1990..2100_i32, 1..200_000_i64),
            (other_year, other_place) in (1990..2100_i32, 1..200_000_i64),
        ) {
            let pattern = pattern(&text).unwrap();
            prop_assert_eq!(pattern.to_string().parse::<Pattern>(), Ok(pattern.clone()));
            let number = |year, place| pattern.number(SiteKind::FarmStay, year, place);
            prop_assert_eq!(
                number(year, place) == number(other_year, other_place),
                (year, place) == (other_year, other_place)
            );
        }
    }
}
