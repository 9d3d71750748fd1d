//! The limits of the procedure and what it asks for, as dated data with their source.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Level, Stage};
use crate::domain::licence::Owed;

/// How long a stage may last.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Limit {
    /// The stage.
    pub stage: Stage,
    /// In working days, the day it began not counted.
    pub working_days: u32,
    /// The rule it comes from.
    pub source: String,
}

/// What an applicant must have behind them.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct SubmissionRule {
    /// Months a site must have traded.
    pub trading_months: u32,
    /// Whole months before the submission whose visits must be reported.
    pub visit_months: u32,
    /// The rule it comes from.
    pub source: String,
}

/// The authority of a level, as certificates name it.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Authority {
    /// The level.
    pub level: Level,
    /// Its name; `{unit}` stands for the name of the reporting unit.
    pub name: String,
    /// Where the name comes from.
    pub source: String,
}

impl Authority {
    /// Its name for a site of this unit.
    #[must_use]
    pub fn of(&self, unit: &str) -> String {
        self.name.replace("{unit}", unit)
    }
}

/// The limits and terms of the procedure, as dated data with their source.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Procedure {
    /// The first day they hold.
    pub valid_from: NaiveDate,
    /// What an applicant must have behind them.
    pub submission: SubmissionRule,
    /// How long stages may last.
    pub limits: Vec<Limit>,
    /// Which licences a trade owes.
    pub licences: Vec<Owed>,
    /// Who awards at each level, as certificates name them.
    pub authorities: Vec<Authority>,
}

impl Procedure {
    /// Reads the procedure from its file.
    ///
    /// # Errors
    /// If the file is no procedure.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The limit of a stage, if it has one.
    #[must_use]
    pub fn limit(&self, stage: Stage) -> Option<&Limit> {
        self.limits.iter().find(|limit| limit.stage == stage)
    }

    /// The working days of the longest limit.
    #[must_use]
    pub fn longest(&self) -> u32 {
        self.limits.iter().map(|limit| limit.working_days).max().unwrap_or_default()
    }

    /// The authority of a level, if it is named.
    #[must_use]
    pub fn authority(&self, level: Level) -> Option<&Authority> {
        self.authorities.iter().find(|authority| authority.level == level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_procedure_reads() {
        let procedure = Procedure::read(include_str!("../../../data/rating_procedure.json")).unwrap();
        assert_eq!(procedure.limit(Stage::Submitted).unwrap().working_days, 10);
    }
}
