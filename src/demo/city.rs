//! The city: the shipped divisions and units, with what only the demonstration adds.

use super::people::broken;
use crate::desk::Result;
use crate::domain::division::{DivisionCode, UnitCode, reporting_unit};
use crate::store::Conn;
use crate::store::divisions::{self, install_shipped, set_help_phone};

/// The villages of the city, to place people and sites in.
pub struct City {
    villages: Vec<(DivisionCode, String, UnitCode)>,
}

impl City {
    /// Enters divisions, units and the rules of the year.
    ///
    /// # Errors
    /// If the database fails.
    pub fn enter(c: &mut Conn) -> Result<Self> {
        install_shipped(c)?;
        super::papers::rules(c)?;
        let units = divisions::units(c)?;
        for unit in &units {
            // Numbers of the demonstration's own.
            set_help_phone(c, &unit.code, &format!("0777-555010{}", unit.position))?;
        }
        let codes: Vec<UnitCode> = units.into_iter().map(|unit| unit.code).collect();
        let villages = divisions::villages(c, None)?
            .into_iter()
            .filter_map(|village| {
                let unit = reporting_unit(&village.code, &codes)?.clone();
                Some((village.code, village.name, unit))
            })
            .collect();
        Ok(Self { villages })
    }

    /// The villages of a unit, countryside first: a community in a town is taken only where there is nothing else.
    pub fn villages(&self, unit: &str) -> Vec<(DivisionCode, String)> {
        let of = |rural: bool| {
            self.villages
                .iter()
                .filter(move |(_, name, of)| of.as_str() == unit && name.contains('村') == rural)
        };
        of(true).chain(of(false)).map(|(code, name, _)| (code.clone(), name.clone())).collect()
    }

    /// One village by its code.
    ///
    /// # Errors
    /// If the shipped list does not have it.
    pub fn village(&self, code: &str) -> Result<(DivisionCode, String)> {
        let found = self.villages.iter().find(|(village, ..)| village.as_str() == code);
        found.map(|(code, name, _)| (code.clone(), name.clone())).ok_or_else(|| broken(code))
    }
}
