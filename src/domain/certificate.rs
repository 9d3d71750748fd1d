//! The certificate of a star: a paper of its own. What was printed on it stays on record whatever becomes of the star.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::rating::Standing;
use super::refusal::{Message, Refusal};

/// Letters and digits of check codes: none that is easily read as another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The random part of a certificate's check address, so that nobody finds certificates by counting. 查验码
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckCode(String);

impl CheckCode {
    /// How many letters and digits.
    pub const LENGTH: usize = 8;

    /// From as many random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; Self::LENGTH]) -> Self {
        Self(spelt(&bytes))
    }

    /// As it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Random bytes in letters and digits that are not easily read as others.
#[must_use]
pub fn spelt(bytes: &[u8]) -> String {
    let letter = |byte: &u8| LETTERS.get(usize::from(*byte) % LETTERS.len()).copied().unwrap_or(b'2');
    bytes.iter().map(letter).map(char::from).collect()
}

/// The number and check code in a check address: `ZS-NJL-2017-0007-K7Q2M9XA`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckAddress {
    /// The certificate's number.
    pub number: String,
    /// Its check code.
    pub code: CheckCode,
}

impl fmt::Display for CheckAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.number, self.code.as_str())
    }
}

/// A text that is no check address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a check address is a certificate's number and its check code")]
pub struct NoCheckAddress;

impl FromStr for CheckAddress {
    type Err = NoCheckAddress;

    /// The code in either case: people type it from paper.
    fn from_str(text: &str) -> Result<Self, NoCheckAddress> {
        let (number, code) = text.trim().rsplit_once('-').ok_or(NoCheckAddress)?;
        let code = code.to_ascii_uppercase();
        let good = code.len() == CheckCode::LENGTH && code.bytes().all(|byte| LETTERS.contains(&byte));
        if good && !number.is_empty() && number.len() <= 100 {
            Ok(Self { number: number.to_owned(), code: CheckCode(code) })
        } else {
            Err(NoCheckAddress)
        }
    }
}

/// What the check page says of a certificate, in one word and a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// 有效, until this day.
    Valid(NaiveDate),
    /// 已到期, since the day after this one.
    Expired(NaiveDate),
    /// 已取消, since this day: the star was taken away or given up.
    Ended(NaiveDate),
    /// 已作废, since this day: another certificate or another star took its place, or its print was wrong.
    Voided(NaiveDate),
}

/// Where a certificate and its rating stand.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The last day printed.
    pub valid_until: NaiveDate,
    /// The day it was voided.
    pub voided_on: Option<NaiveDate>,
    /// How the rating stands.
    pub standing: Standing,
    /// The day the rating ended before its time.
    pub ended_on: Option<NaiveDate>,
    /// Whether the rating has had another certificate since this one was voided.
    pub reissued: bool,
}

impl Facts {
    /// The word for it on a day.
    ///
    /// A star that ended takes its last certificate along: the reader is told of the star, not of the paper.
    #[must_use]
    pub fn on(self, today: NaiveDate) -> Checked {
        let expired = (today > self.valid_until).then_some(Checked::Expired(self.valid_until));
        if let Some(since) = self.voided_on
            && (self.reissued || self.standing.is_live())
        {
            return Checked::Voided(since);
        }
        let ended = self.ended_on.or(self.voided_on);
        match (self.standing, ended) {
            (Standing::Expired, _) => Checked::Expired(self.valid_until),
            (Standing::Lowered | Standing::Replaced, Some(since)) => Checked::Voided(since),
            (Standing::Cancelled | Standing::GivenUp, Some(since)) => Checked::Ended(since),
            _ => expired.unwrap_or(Checked::Valid(self.valid_until)),
        }
    }
}

/// A character the fonts for paper do not have. Nothing is printed with a gap where a name should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the fonts for paper have no {0:?} (U+{code:04X})", code = u32::from(*.0))]
pub struct MissingGlyph(pub char);

impl Refusal for MissingGlyph {
    fn message(&self) -> Message {
        Message::new("error-missing-glyph")
            .with("character", self.0.to_string())
            .with("code", format!("U+{:04X}", u32::from(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_check_address_is_read_as_people_type_it() {
        let address: CheckAddress = " zs-njl-2017-0007-k7q2m9xa".parse().unwrap();
        assert_eq!(address.to_string(), "zs-njl-2017-0007-K7Q2M9XA");
        for text in [
            "",
            "ZS-NJL-2017-0007",
            "ZS-NJL-2017-0007-K7Q2M9X",
            "-K7Q2M9XA",
            "ZS-1-K7Q2M9X0",
            "号-一二三四五六七八",
        ] {
            assert!(text.parse::<CheckAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_word_is_that_of_the_star_unless_the_paper_alone_ended() {
        let facts = Facts {
            valid_until: day("2020-11-23"),
            voided_on: None,
            standing: Standing::Current,
            ended_on: None,
            reissued: false,
        };
        let today = day("2018-05-02");
        assert_eq!(facts.on(today), Checked::Valid(day("2020-11-23")));
        assert_eq!(facts.on(day("2020-11-23")), Checked::Valid(day("2020-11-23")));
        assert_eq!(facts.on(day("2020-11-24")), Checked::Expired(day("2020-11-23")));
        let voided = Facts { voided_on: Some(day("2018-03-01")), ..facts };
        assert_eq!(voided.on(today), Checked::Voided(day("2018-03-01")));
        let cancelled = Facts { standing: Standing::Cancelled, ended_on: Some(day("2018-04-01")), ..facts };
        assert_eq!(cancelled.on(today), Checked::Ended(day("2018-04-01")));
        let with_its_paper = Facts { voided_on: Some(day("2018-04-01")), ..cancelled };
        assert_eq!(with_its_paper.on(today), Checked::Ended(day("2018-04-01")));
        let earlier_paper = Facts { voided_on: Some(day("2018-03-01")), reissued: true, ..cancelled };
        assert_eq!(earlier_paper.on(today), Checked::Voided(day("2018-03-01")));
        let replaced = Facts { standing: Standing::Replaced, ended_on: Some(day("2018-04-01")), ..facts };
        assert_eq!(replaced.on(today), Checked::Voided(day("2018-04-01")));
    }
}
