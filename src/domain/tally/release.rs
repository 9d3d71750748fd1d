//! A release (公布): what the public is told of a year's exits, once and for ever.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Tally;
use super::open::{OpenTally, Shown, TooLittleChanged};
use crate::domain::division::UnitCode;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;

/// The tables of a release, with what they withhold: not for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tables {
    /// The tourism pathways.
    pub tourism: OpenTally,
    /// The exits outside tourism.
    pub non_tourism: OpenTally,
}

/// What everybody is told, in the order in which it is written down and hashed.
#[derive(Debug, Serialize)]
struct Told {
    year: i32,
    number: i32,
    basis: &'static str,
    as_of: Moment,
    tourism: Shown,
    non_tourism: Shown,
}

impl Tables {
    /// Of a year's confirmed exits, after these releases of the same year.
    ///
    /// # Errors
    /// [`TooLittleChanged`] if nothing that could be withheld would keep single households from being worked out.
    pub fn after(tally: &Tally, units: &[UnitCode], earlier: &[&Self]) -> Result<Self, TooLittleChanged> {
        let tourism: Vec<&OpenTally> = earlier.iter().map(|tables| &tables.tourism).collect();
        let others: Vec<&OpenTally> = earlier.iter().map(|tables| &tables.non_tourism).collect();
        Ok(Self {
            tourism: OpenTally::of_tourism(tally, units, &tourism)?,
            non_tourism: OpenTally::of_non_tourism(tally, units, &others)?,
        })
    }

    /// Of a year nothing was published of.
    #[must_use]
    pub fn unpublished(units: &[UnitCode]) -> Self {
        Self {
            tourism: OpenTally::unpublished(units, &Pathway::TOURISM),
            non_tourism: OpenTally::unpublished(units, &[Pathway::NonTourism]),
        }
    }

    /// Whether both count the same.
    #[must_use]
    pub fn counts_as(&self, other: &Self) -> bool {
        self.tourism.counts_as(&other.tourism) && self.non_tourism.counts_as(&other.non_tourism)
    }

    /// What everybody is told, and its SHA-256. The digest is of what is shown only: of the rest it could be guessed back.
    ///
    /// # Errors
    /// Never: a table can be written.
    pub fn told(
        &self,
        year: i32,
        number: i32,
        as_of: Moment,
    ) -> Result<(String, Vec<u8>), serde_json::Error> {
        let told = serde_json::to_string(&Told {
            year,
            number,
            basis: "confirmed",
            as_of,
            tourism: self.tourism.as_shown(),
            non_tourism: self.non_tourism.as_shown(),
        })?;
        let digest = Sha256::digest(told.as_bytes()).to_vec();
        Ok((told, digest))
    }
}
