//! The divisions of the reference city, Qinzhou, which the program brings along: no site, household or exit can be recorded
//! without them.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;

use super::{Division, Unit, insert_many, insert_units};
use crate::domain::division::DivisionCode;
use crate::store::schema::divisions;
use crate::store::{Conn, Fault, Result};

/// The statistics bureau's list, down to the villages.
const DIVISIONS: &str = include_str!("../../../data/qinzhou_divisions.csv");

/// Code, name, pinyin, place on the tile map (row, column), in the order of the city's annual table.
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

/// Takes in the divisions and reporting units, if there are none yet.
///
/// # Errors
/// If the database fails.
pub fn install_shipped(c: &mut Conn) -> Result<()> {
    if divisions::table.count().get_result::<i64>(c)? > 0 {
        return Ok(());
    }
    let broken = |e: &dyn std::fmt::Display| Fault::Broken(format!("shipped divisions: {e}"));
    let valid_from = NaiveDate::from_ymd_opt(2016, 1, 1).ok_or_else(|| broken(&"no such day"))?;
    let divisions = csv::Reader::from_reader(DIVISIONS.as_bytes())
        .deserialize::<Line>()
        .map(|line| {
            let line = line.map_err(|e| broken(&e))?;
            Ok(Division {
                code: line.code,
                name: line.name,
                level: line.level,
                parent_code: line.parent,
                valid_from,
                valid_to: None,
                source: "国家统计局统计用区划代码".into(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    insert_many(c, &divisions)?;
    let units = (1..)
        .zip(UNITS)
        .map(|(position, (code, name, name_en, tile_row, tile_column))| {
            Ok(Unit {
                code: code.parse().map_err(|e| broken(&e))?,
                name: name.into(),
                name_en: name_en.into(),
                position,
                tile_row,
                tile_column,
                help_phone: String::new(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    insert_units(c, &units)
}
