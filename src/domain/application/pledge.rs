//! 承诺书: what an applicant promises, as dated data with its source.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A version of the pledge.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Pledge {
    /// Its version, from 1.
    pub version: u32,
    /// The first day it is made in these words.
    pub valid_from: NaiveDate,
    /// Its title.
    pub title: String,
    /// What is promised, one promise a line.
    pub promises: Vec<String>,
    /// The rule it comes from.
    pub source: String,
}

impl Pledge {
    /// Reads every version from the file.
    ///
    /// # Errors
    /// If the file is no list of pledges.
    pub fn read(json: &str) -> Result<Vec<Self>, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The version in force on a day.
    #[must_use]
    pub fn in_force(versions: &[Self], on: NaiveDate) -> Option<&Self> {
        versions.iter().filter(|pledge| pledge.valid_from <= on).max_by_key(|pledge| pledge.valid_from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pledge_reads_and_is_in_force_since_its_first_day() {
        let versions = Pledge::read(include_str!("../../../data/pledge.json")).unwrap();
        let first = versions[0].valid_from;
        assert_eq!(Pledge::in_force(&versions, first), versions.first());
        assert_eq!(Pledge::in_force(&versions, first.pred_opt().unwrap()), None);
        assert!(versions.iter().all(|pledge| !pledge.promises.is_empty() && !pledge.source.is_empty()));
    }
}
