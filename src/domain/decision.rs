//! What a decision was computed from, kept with it so that it can be computed again for ever.

use serde::{Deserialize, Serialize};

use super::application::Level;
use super::rating::Star;
use super::refusal::{Message, Refusal};
use super::scoring::{Answers, Facts, Score, score};
use super::sheet::Sheet;
use super::site::Trade;

/// The answers and facts a decision rests on; with the version of the sheet they give its star.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The points of the column decided on.
    pub answers: Answers,
    /// What guests were offered.
    pub trade: Trade,
    /// The visits of a year; `None` if not recorded.
    pub annual_visits: Option<i64>,
}

impl Basis {
    /// What a decision on these answers rests on.
    #[must_use]
    pub const fn new(answers: Answers, facts: Facts) -> Self {
        Self { answers, trade: facts.trade, annual_visits: facts.annual_visits }
    }

    /// What of the site the rule asked for.
    #[must_use]
    pub const fn facts(&self) -> Facts {
        Facts { trade: self.trade, annual_visits: self.annual_visits }
    }

    /// What it comes to, by the rule.
    #[must_use]
    pub fn recompute(&self, sheet: &Sheet) -> Score {
        score(sheet, &self.answers, self.facts())
    }

    /// As the store keeps it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads what the store kept.
    ///
    /// # Errors
    /// If it is no basis.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }
}

/// A star decided by somebody of another level than the one it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{star} stars are for the {level} to decide")]
pub struct NotCompetent {
    /// The star applied for.
    pub star: Star,
    /// The level that decides it.
    pub level: Level,
}

impl Refusal for NotCompetent {
    fn message(&self) -> Message {
        Message::new("error-decision-level").with("star", self.star.arg()).with_code("level", self.level)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::codes::Code as _;

    fn sheets() -> Vec<Sheet> {
        let files: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("../../data/score_templates.json")).unwrap();
        files.iter().map(|file| Sheet::read(&file.to_string()).unwrap()).collect()
    }

    proptest! {
        #[test]
        fn a_basis_that_was_stored_gives_the_same_score_and_star(
            which in 0_usize..2,
            shares in prop::collection::vec(0_i32..=100, 80),
            trade in prop::sample::select(Trade::ALL),
            annual_visits in prop::option::of(0_i64..400_000),
        ) {
            let sheets = sheets();
            let sheet = &sheets[which % sheets.len()];
            let answers: Answers =
                sheet.items().zip(shares).map(|((_, item), share)| (item.code.clone(), item.max * share / 100)).collect();
            let facts = Facts { trade, annual_visits };
            let decided = score(sheet, &answers, facts);
            let stored = Basis::new(answers, facts).to_json().unwrap();
            let again = Basis::from_json(&stored).unwrap().recompute(sheet);
            prop_assert_eq!(&again, &decided);
            prop_assert_eq!(again.reached, decided.reached);
        }
    }
}
