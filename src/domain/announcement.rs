//! The poverty office's announced list of exits: one document of one day, for one unit.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::codes::code;
use super::household::HouseholdCode;
use super::refusal::{Message, Refusal};

code! {
    /// The half of the year a list is of. 批次
    pub enum Half: "exit-batch" {
        /// 上半年
        First = "first_half",
        /// 下半年
        Second = "second_half",
    }
}

impl Half {
    /// The half a day lies in.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        if day.month() <= 6 { Self::First } else { Self::Second }
    }
}

/// Lines a list may have.
pub const MOST_LINES: usize = 2000;

/// The codes typed, one a line; a line may hold several, separated by commas or spaces. Each with the number of its line.
pub fn codes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let separates = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、');
    (1..).zip(text.lines()).flat_map(move |(line, text)| {
        text.split(separates).filter(|code| !code.is_empty()).map(move |code| (line, code))
    })
}

/// Reads the codes of a list.
///
/// # Errors
/// Every bad line, with its number.
pub fn read_codes(text: &str) -> Result<Vec<(usize, HouseholdCode)>, Vec<BadLine>> {
    let (mut read, mut bad, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (line, typed) in codes(text) {
        let refused = |why| BadLine { line, code: typed.to_owned(), why };
        match typed.parse::<HouseholdCode>() {
            Err(_) => bad.push(refused(WhyNot::NoCode)),
            Ok(_) if !seen.insert(typed.to_owned()) => bad.push(refused(WhyNot::Twice)),
            Ok(code) => read.push((line, code)),
        }
    }
    if bad.is_empty() { Ok(read) } else { Err(bad) }
}

/// Why a household cannot be entered with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// No household's code.
    NoCode,
    /// The same code stands above.
    Twice,
    /// The register of the unit has no such household.
    Unknown,
    /// It is on a list already, and nothing closed that exit.
    LiveExit,
    /// It had an exit of the same year.
    SameYear,
    /// Its earlier exit ended only after this announcement.
    BeforeTheEnd,
    /// The register has nobody in it on the day, or no head.
    NoMembers,
    /// A member went out with another household's exit that stands, or of the same year.
    MemberElsewhere,
}

/// A line of a list that cannot be entered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why:?}")]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// The household's code, as typed.
    pub code: String,
    /// What is wrong.
    pub why: WhyNot,
}

impl Refusal for BadLine {
    fn message(&self) -> Message {
        Message::new(match self.why {
            WhyNot::NoCode => "error-announced-no-code",
            WhyNot::Twice => "error-announced-twice",
            WhyNot::Unknown => "error-announced-unknown",
            WhyNot::LiveExit => "error-announced-live-exit",
            WhyNot::SameYear => "error-announced-same-year",
            WhyNot::BeforeTheEnd => "error-announced-before-the-end",
            WhyNot::NoMembers => "error-announced-no-members",
            WhyNot::MemberElsewhere => "error-announced-member-elsewhere",
        })
        .with("line", i64::try_from(self.line).unwrap_or(i64::MAX))
        .with("code", self.code.clone())
    }
}

/// What the records have of a household and its members, as far as a second exit asks.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// The days and years of its exits, with the day each ended.
    pub exits: Vec<(i32, Option<NaiveDate>)>,
    /// Members of the day.
    pub members: usize,
    /// Whether one of them is the head.
    pub has_head: bool,
    /// Whether a member is in another household's exit that stands, or of the same year.
    pub member_elsewhere: bool,
}

impl Past {
    /// Whether an exit can be announced on a day: a second one needs a recorded end of the first, and another year.
    ///
    /// # Errors
    /// Why not.
    pub fn allows(&self, on: NaiveDate) -> Result<(), WhyNot> {
        if self.exits.iter().any(|(_, ended)| ended.is_none()) {
            Err(WhyNot::LiveExit)
        } else if self.exits.iter().any(|(year, _)| *year == on.year()) {
            Err(WhyNot::SameYear)
        } else if self.exits.iter().any(|(_, ended)| ended.is_some_and(|ended| ended > on)) {
            Err(WhyNot::BeforeTheEnd)
        } else if self.members == 0 || !self.has_head {
            Err(WhyNot::NoMembers)
        } else if self.member_elsewhere {
            Err(WhyNot::MemberElsewhere)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_bad_line_is_named_at_once() {
        let bad = read_codes("4507210000001\n\n4507210000001，4507210000002").unwrap_err();
        assert_eq!(bad, [BadLine { line: 3, code: "4507210000001".into(), why: WhyNot::Twice }]);
        let read = read_codes(" 4507210000001、4507210000002\n4507210000003").unwrap();
        assert_eq!(read.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 1, 2]);
    }

    #[test]
    fn a_second_exit_needs_an_end_of_the_first_and_another_year() {
        let past = |exits| Past { exits, members: 3, has_head: true, member_elsewhere: false };
        assert_eq!(past(vec![(2016, None)]).allows(day("2018-11-01")), Err(WhyNot::LiveExit));
        let fell_back = past(vec![(2016, Some(day("2017-05-01")))]);
        assert_eq!(fell_back.allows(day("2017-11-01")), Ok(()));
        assert_eq!(fell_back.allows(day("2017-04-01")), Err(WhyNot::BeforeTheEnd));
        assert_eq!(fell_back.allows(day("2016-12-01")), Err(WhyNot::SameYear));
    }
}
