//! Divisions and the reporting units of the city.

mod shipped;

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

pub use self::shipped::install_shipped;
use super::conn::{ROWS_PER_INSERT, insert_all};
use super::schema::{divisions, households, reporting_units, sites};
use super::{Conn, Result};
use crate::domain::division::{DivisionCode, LocalityCode, UnitCode, reporting_unit};

/// A division of the state's list.
#[derive(Debug, Clone, Insertable, Queryable, Serialize)]
#[diesel(table_name = divisions, treat_none_as_default_value = false)]
pub struct Division {
    /// Its code.
    pub code: DivisionCode,
    /// Its name, in Chinese.
    pub name: String,
    /// 2 city, 3 county, 4 township, 5 village.
    pub level: i32,
    /// The division it lies in.
    pub parent_code: String,
    /// The first day it is valid.
    pub valid_from: NaiveDate,
    /// The first day it is not.
    pub valid_to: Option<NaiveDate>,
    /// The list it was taken from.
    pub source: String,
}

/// A reporting unit: a row of the city's annual table.
#[derive(Debug, Clone, Insertable, Queryable, Serialize)]
#[diesel(table_name = reporting_units, treat_none_as_default_value = false)]
pub struct Unit {
    /// The division whose figures it reports.
    pub code: UnitCode,
    /// Its name, in Chinese.
    pub name: String,
    /// Its name in pinyin.
    pub name_en: String,
    /// Its place in every table, from 1.
    pub position: i32,
    /// Its row on the tile map, from 1.
    pub tile_row: i32,
    /// Its column on the tile map, from 1.
    pub tile_column: i32,
    /// Whom to telephone for help.
    pub help_phone: String,
}

/// A village to choose from, with the township it lies in.
#[derive(Debug, Clone, Serialize)]
pub struct Village {
    /// Its code, of 12 digits.
    pub code: DivisionCode,
    /// Its name.
    pub name: String,
    /// Its township's name.
    pub township: String,
}

/// The units, in the official order.
///
/// # Errors
/// If the database fails.
pub fn units(c: &mut Conn) -> Result<Vec<Unit>> {
    Ok(reporting_units::table.order(reporting_units::position).load(c)?)
}

/// One division.
///
/// # Errors
/// `NotFound` if there is none of this code.
pub fn find(c: &mut Conn, code: &DivisionCode) -> Result<Division> {
    Ok(divisions::table.find(code).first(c)?)
}

/// The name of the city; empty while there are no divisions.
///
/// # Errors
/// If the database fails.
pub fn city(c: &mut Conn) -> Result<String> {
    let name = divisions::table.filter(divisions::level.eq(2)).select(divisions::name).order(divisions::code);
    Ok(name.first(c).optional()?.unwrap_or_default())
}

/// The names of the divisions a place lies in, from its county down to itself: `钦南区 康熙岭镇 横山村`.
///
/// # Errors
/// If the database fails.
pub fn path(c: &mut Conn, code: &DivisionCode) -> Result<String> {
    let codes: Vec<&str> = [6, 9, 12].iter().filter_map(|length| code.as_str().get(..*length)).collect();
    let names: Vec<String> = divisions::table
        .filter(divisions::code.eq_any(codes))
        .select(divisions::name)
        .order(divisions::code)
        .load(c)?;
    Ok(names.join(" "))
}

/// The villages of a unit (of every unit for `None`) by township, leaving out those of units that lie inside it by code
/// and report for themselves.
///
/// # Errors
/// If the database fails.
pub fn villages(c: &mut Conn, unit: Option<&UnitCode>) -> Result<Vec<Village>> {
    let units: Vec<UnitCode> = units(c)?.into_iter().map(|unit| unit.code).collect();
    let townships: std::collections::HashMap<DivisionCode, String> = divisions::table
        .filter(divisions::level.eq(4))
        .select((divisions::code, divisions::name))
        .load::<(DivisionCode, String)>(c)?
        .into_iter()
        .collect();
    let villages: Vec<(DivisionCode, String, String)> = divisions::table
        .filter(divisions::level.eq(5))
        .select((divisions::code, divisions::name, divisions::parent_code))
        .order(divisions::code)
        .load(c)?;
    Ok(villages
        .into_iter()
        .filter(|(code, ..)| {
            unit.is_none_or(|unit| crate::domain::division::reporting_unit(code, &units) == Some(unit))
        })
        .map(|(code, name, parent)| Village {
            township: parent
                .parse::<DivisionCode>()
                .ok()
                .and_then(|parent| townships.get(&parent).cloned())
                .unwrap_or_default(),
            code,
            name,
        })
        .collect())
}

/// The townships, and the villages of one of them.
///
/// # Errors
/// If the database fails.
pub fn localities(c: &mut Conn, within: Option<&LocalityCode>) -> Result<Vec<(DivisionCode, String)>> {
    let townships = divisions::table
        .filter(divisions::level.eq(4))
        .select((divisions::code, divisions::name))
        .load::<(DivisionCode, String)>(c)?;
    let Some(township) = within else { return Ok(townships) };
    let villages = divisions::table
        .filter(divisions::level.eq(5).and(divisions::parent_code.eq(township.as_str())))
        .select((divisions::code, divisions::name))
        .load(c)?;
    Ok(townships.into_iter().chain(villages).collect())
}

/// The names of divisions, by their codes.
///
/// # Errors
/// If the database fails.
pub fn names(c: &mut Conn, codes: &[DivisionCode]) -> Result<HashMap<DivisionCode, String>> {
    let mut names = HashMap::new();
    for some in codes.chunks(ROWS_PER_INSERT) {
        let rows =
            divisions::table.filter(divisions::code.eq_any(some)).select((divisions::code, divisions::name));
        names.extend(rows.load::<(DivisionCode, String)>(c)?);
    }
    Ok(names)
}

/// Sites or households kept under a unit that their place does not report to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Astray {
    /// Their table.
    pub noun: &'static str,
    /// The place they lie in.
    pub place: DivisionCode,
    /// The unit they are kept under.
    pub kept: UnitCode,
    /// The unit the place reports to; none if it lies in no unit.
    pub reports: Option<UnitCode>,
    /// How many.
    pub rows: i64,
}

/// What is not kept under the unit with the longest code that begins its place's. Its cost grows with the places, not with what
/// lies in them.
///
/// # Errors
/// If the database fails.
pub fn astray(c: &mut Conn) -> Result<Vec<Astray>> {
    let units: Vec<UnitCode> = reporting_units::table.select(reporting_units::code).load(c)?;
    let of_sites: Vec<(DivisionCode, UnitCode, i64)> = sites::table
        .group_by((sites::division_code, sites::unit_code))
        .select((sites::division_code, sites::unit_code, diesel::dsl::count_star()))
        .load(c)?;
    let of_households: Vec<(DivisionCode, UnitCode, i64)> = households::table
        .group_by((households::division_code, households::unit_code))
        .select((households::division_code, households::unit_code, diesel::dsl::count_star()))
        .load(c)?;
    let named = |noun| move |(place, kept, rows)| (noun, place, kept, rows);
    let all =
        of_sites.into_iter().map(named("sites")).chain(of_households.into_iter().map(named("households")));
    Ok(all
        .filter_map(|(noun, place, kept, rows)| {
            let reports = reporting_unit(&place, &units).cloned();
            (reports.as_ref() != Some(&kept)).then_some(Astray { noun, place, kept, reports, rows })
        })
        .collect())
}

/// Adds divisions, parents before children.
///
/// # Errors
/// If one is there already.
pub fn insert_many(c: &mut Conn, rows: &[Division]) -> Result<()> {
    Ok(insert_all!(c, divisions, rows)?)
}

/// Adds reporting units.
///
/// # Errors
/// If one is there already.
pub fn insert_units(c: &mut Conn, rows: &[Unit]) -> Result<()> {
    Ok(insert_all!(c, reporting_units, rows)?)
}

/// Sets whom a unit's operators telephone for help.
///
/// # Errors
/// If the database fails.
pub fn set_help_phone(c: &mut Conn, unit: &UnitCode, phone: &str) -> Result<()> {
    diesel::update(reporting_units::table.find(unit))
        .set(reporting_units::help_phone.eq(phone))
        .execute(c)?;
    Ok(())
}
