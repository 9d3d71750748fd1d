//! The city: its divisions and its five reporting units.

use chrono::NaiveDate;
use serde::Deserialize;

use super::people::broken;
use crate::desk::Result;
use crate::domain::division::{DivisionCode, UnitCode, reporting_unit};
use crate::store::divisions::{Division, Unit, insert_many, insert_units};
use crate::store::{Conn, evidence};

const DIVISIONS: &str = include_str!("../../data/qinzhou_divisions.csv");

/// Code, name, pinyin, place on the tile map (row, column), in the official order.
const UNITS: [(&str, &str, &str, i32, i32); 5] = [
    ("450721", "灵山县", "Lingshan", 1, 2),
    ("450722", "浦北县", "Pubei", 1, 3),
    ("450702", "钦南区", "Qinnan", 2, 2),
    ("450703", "钦北区", "Qinbei", 1, 1),
    ("450702401", "钦州港", "Qinzhou Port", 3, 2),
];

#[derive(Deserialize)]
struct Line {
    code: DivisionCode,
    name: String,
    level: i32,
    parent: String,
}

/// The villages of the city, to place people and sites in.
pub struct City {
    villages: Vec<(DivisionCode, String, UnitCode)>,
}

impl City {
    /// Enters divisions, units and the rules of the year.
    ///
    /// # Errors
    /// If the shipped list cannot be read, or the database fails.
    pub fn enter(c: &mut Conn) -> Result<Self> {
        let since = NaiveDate::from_ymd_opt(2016, 1, 1).ok_or_else(|| broken("a day"))?;
        let lines: Vec<Line> = csv::Reader::from_reader(DIVISIONS.as_bytes())
            .deserialize()
            .collect::<std::result::Result<_, _>>()
            .map_err(|e| broken(&e.to_string()))?;
        let divisions: Vec<Division> = lines
            .iter()
            .map(|line| Division {
                code: line.code.clone(),
                name: line.name.clone(),
                level: line.level,
                parent_code: line.parent.clone(),
                valid_from: since,
                valid_to: None,
                source: "国家统计局统计用区划代码".into(),
            })
            .collect();
        insert_many(c, &divisions)?;
        let units = units()?;
        insert_units(c, &units)?;
        evidence::insert_rules(c, &[(2017, 6, "演示：就业安排须满六个月")])?;
        let codes: Vec<UnitCode> = units.into_iter().map(|unit| unit.code).collect();
        let villages = lines
            .into_iter()
            .filter(|line| line.level == 5)
            .filter_map(|line| {
                let unit = reporting_unit(&line.code, &codes)?.clone();
                Some((line.code, line.name, unit))
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

fn units() -> Result<Vec<Unit>> {
    (1..)
        .zip(UNITS)
        .map(|(position, (code, name, name_en, tile_row, tile_column))| {
            Ok(Unit {
                code: code.parse().map_err(|_| broken(code))?,
                name: name.into(),
                name_en: name_en.into(),
                position,
                tile_row,
                tile_column,
                // Numbers from the range kept for films and examples.
                help_phone: format!("0777-555010{position}"),
            })
        })
        .collect()
}
