//! Score sheets: a standard's parts, items, tiers, star lines and terms as versioned data, checked before a version is
//! published.
//!
//! Points are exact: an item has whole points, a part's coefficient has at most two decimals, so a total is a whole number
//! of hundredths. A sheet must let every trade it covers reach its five-star line.

mod bad;
mod check;
mod difference;
mod file;
mod number;
mod points;
mod state;
mod terms;

use serde::{Deserialize, Serialize};

pub use self::bad::{BadSheet, Field, Paper};
pub use self::difference::Difference;
pub use self::file::{subject_name, trade_name};
pub use self::number::{BadPattern, Pattern};
pub use self::points::{BadCoefficient, Coefficient, Points};
pub use self::state::{BadFirstDay, Head, State, first_day};
pub use self::terms::{Sources, Terms};
use super::rating::Star;
use super::refusal::{Message, Refusal};
use super::site::{SiteKind, Trade};

/// One item to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Item {
    /// Its code on the sheet: `B1.2`.
    pub code: String,
    /// What is judged.
    pub name: String,
    /// The most points it can have.
    pub max: i32,
    /// The points it can have, if they come in tiers; one tier is chosen, tiers are never added.
    pub tiers: Vec<i32>,
    /// Without points here, no star at all.
    pub mandatory: bool,
    /// Whether points between the tiers, or below the most, may be given.
    pub partial: bool,
}

impl Item {
    /// Whether so many points may be given.
    ///
    /// # Errors
    /// [`BadPoints`], saying what may.
    pub fn check(&self, points: i32) -> Result<(), BadPoints> {
        if points < 0 || points > self.max {
            return Err(BadPoints::Range { max: self.max });
        }
        let allowed = points == 0
            || self.partial
            || points == self.max && self.tiers.is_empty()
            || self.tiers.contains(&points);
        if allowed { Ok(()) } else { Err(BadPoints::Tier { tiers: self.tiers.clone() }) }
    }
}

/// Points an item cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPoints {
    /// More than the most, or fewer than none.
    #[error("from 0 to {max}")]
    Range {
        /// The most.
        max: i32,
    },
    /// Between the tiers of an item that has no points between them.
    #[error("one of the tiers")]
    Tier {
        /// The tiers.
        tiers: Vec<i32>,
    },
}

impl Refusal for BadPoints {
    fn message(&self) -> Message {
        match self {
            Self::Range { max } => Message::new("error-points-range").with("max", i64::from(*max)),
            Self::Tier { tiers } => {
                let tiers: Vec<String> = tiers.iter().map(ToString::to_string).collect();
                Message::new("error-points-tier").with("tiers", tiers.join(" / "))
            }
        }
    }
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its code: `B1`.
    pub code: String,
    /// What it judges.
    pub name: String,
    /// The sum of its items' most.
    pub max: i64,
    /// Points beyond the standard's own.
    pub bonus: bool,
    /// Whether its name is the standard's, on a sheet that is not official.
    pub named_in_source: bool,
    /// How much of it counts, by trade in the order of [`Trade::ALL`].
    pub coefficients: [Coefficient; 3],
    /// Its items.
    pub items: Vec<Item>,
}

impl Part {
    /// How much of it counts for a trade.
    #[must_use]
    pub const fn coefficient(&self, trade: Trade) -> Coefficient {
        let [catering, lodging, combined] = self.coefficients;
        match trade {
            Trade::Catering => catering,
            Trade::Lodging => lodging,
            Trade::Combined => combined,
        }
    }
}

/// What a star asks for, beside the mandatory items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Threshold {
    /// The star.
    pub star: Star,
    /// The least total, in whole points.
    pub min_total: i64,
    /// The least of the bonus parts, in whole points.
    pub min_bonus: Option<i64>,
    /// The least share of every part that counts and is no bonus, in percent of its most.
    pub min_part_percent: Option<i64>,
    /// The least visits in a year.
    pub min_annual_visits: Option<i64>,
}

/// A version of a standard's score sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its code; a new version keeps it.
    pub code: String,
    /// The kind of site it judges.
    pub subject: SiteKind,
    /// The standard it rests on, and how far.
    pub basis: String,
    /// Whether the authority issued it. What is not must be marked wherever it shows.
    pub official: bool,
    /// The sum of its parts' most, as stated.
    pub total: i64,
    /// The trades it tells apart; if none, it judges all alike.
    pub trades: Vec<Trade>,
    /// What each star asks for, from one star up.
    pub thresholds: Vec<Threshold>,
    /// What follows from a star.
    pub terms: Terms,
    /// Its parts.
    pub parts: Vec<Part>,
}

impl Sheet {
    /// Reads a sheet from its file as it stands, sound or not: what was published reads for ever, whatever is asked of a
    /// sheet today.
    ///
    /// # Errors
    /// Everything that keeps the file from being a sheet at all.
    pub fn parse(json: &str) -> Result<Self, Vec<BadSheet>> {
        let (sheet, bad) = file::read(json)?;
        if bad.is_empty() { Ok(sheet) } else { Err(bad) }
    }

    /// Reads a sheet that may be published.
    ///
    /// # Errors
    /// Everything wrong with it.
    pub fn read(json: &str) -> Result<Self, Vec<BadSheet>> {
        let sheet = Self::parse(json);
        let bad = Self::examine(json);
        if bad.is_empty() { sheet } else { Err(bad) }
    }

    /// Everything that keeps a file from being published as a sheet, each with its place.
    #[must_use]
    pub fn examine(json: &str) -> Vec<BadSheet> {
        match file::read(json) {
            Ok((sheet, mut bad)) => {
                bad.extend(file::beside(json));
                bad.extend(sheet.check());
                bad
            }
            Err(bad) => bad,
        }
    }

    /// What a file is listed by, even if it is no sound sheet yet.
    ///
    /// # Errors
    /// Everything that keeps it from being kept as a draft: no sheet's file, a kind nobody knows, no code or basis.
    pub fn head(json: &str) -> Result<Head, Vec<BadSheet>> {
        let (sheet, _) = file::read(json)?;
        let blank = file::beside(json).into_iter().filter(
            |bad| matches!(bad, BadSheet::Blank { place, field: Field::Code | Field::Basis } if place.is_empty()),
        );
        let blank: Vec<BadSheet> = blank.collect();
        let Self { code, subject, basis, official, .. } = sheet;
        if blank.is_empty() { Ok(Head { code, subject, basis, official }) } else { Err(blank) }
    }

    /// The file of the sheet.
    ///
    /// # Errors
    /// None that can occur: a sheet is always JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        file::write(self)
    }

    /// Every item, with its part.
    pub fn items(&self) -> impl Iterator<Item = (&Part, &Item)> {
        self.parts.iter().flat_map(|part| part.items.iter().map(move |item| (part, item)))
    }

    /// The most points a site of a trade can have.
    #[must_use]
    pub fn max(&self, trade: Trade) -> Points {
        self.parts.iter().map(|part| part.coefficient(trade).of(part.max)).sum()
    }

    /// The trades it judges, whether it tells them apart or not.
    #[must_use]
    pub fn judged(&self) -> &[Trade] {
        if self.trades.is_empty() { <Trade as super::codes::Code>::ALL } else { &self.trades }
    }
}

#[cfg(test)]
#[path = "sheet/tests.rs"]
mod tests;
