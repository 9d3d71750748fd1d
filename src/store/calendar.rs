//! The days that are not what their weekday says.
//!
//! A day once recorded stays a row: taken back, it says again what its weekday says, so that what the program brings along
//! does not return with the next start.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;

use super::conn::on_backend;
use super::schema::holidays;
use super::{Conn, Fault, Result};
use crate::domain::calendar::{Calendar, Exception, is_weekday};

/// The state's holidays and working weekends.
const SHIPPED: &str = include_str!("../../data/holidays.csv");

/// A row of the file and the table.
#[derive(Debug, Deserialize, Insertable)]
#[diesel(table_name = holidays, treat_none_as_default_value = false)]
struct Holiday {
    day: NaiveDate,
    works: bool,
    source: String,
}

/// Takes in the days this program brings along; a day already recorded stays as it is.
///
/// # Errors
/// If the database fails.
pub fn install_shipped(c: &mut Conn) -> Result<()> {
    let known: std::collections::HashSet<NaiveDate> =
        holidays::table.select(holidays::day).load::<NaiveDate>(c)?.into_iter().collect();
    let rows: Vec<Holiday> = csv::Reader::from_reader(SHIPPED.as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(|e| Fault::Broken(format!("shipped holidays: {e}")))?;
    let missing: Vec<Holiday> = rows.into_iter().filter(|row| !known.contains(&row.day)).collect();
    if !missing.is_empty() {
        on_backend!(c, |c| diesel::insert_into(holidays::table).values(&missing).execute(c))?;
    }
    Ok(())
}

/// The working days, as far as holidays are recorded.
///
/// # Errors
/// If the database fails.
pub fn calendar(c: &mut Conn) -> Result<Calendar> {
    let exceptions: Vec<(NaiveDate, bool)> =
        holidays::table.select((holidays::day, holidays::works)).order(holidays::day).load(c)?;
    Ok(Calendar::new(exceptions))
}

/// The days that are not what their weekday says, in order.
///
/// # Errors
/// If the database fails.
pub fn exceptions(c: &mut Conn) -> Result<Vec<Exception>> {
    let rows: Vec<(NaiveDate, bool, String)> = holidays::table
        .select((holidays::day, holidays::works, holidays::source))
        .order(holidays::day)
        .load(c)?;
    let told = rows.into_iter().map(|(day, works, source)| Exception { day, works, source });
    Ok(told.filter(|one| one.works != is_weekday(one.day)).collect())
}

/// Records a day.
///
/// # Errors
/// `Taken(Holiday)` if the day is recorded as an exception already.
pub fn record(c: &mut Conn, one: &Exception) -> Result<()> {
    // A day taken back earlier is spoken of again.
    let again =
        holidays::table.filter(holidays::day.eq(one.day)).filter(holidays::works.eq(is_weekday(one.day)));
    let values = (holidays::works.eq(one.works), holidays::source.eq(&one.source));
    if diesel::update(again).set(values).execute(c)? == 0 {
        diesel::insert_into(holidays::table)
            .values((holidays::day.eq(one.day), values.0, values.1))
            .execute(c)?;
    }
    Ok(())
}

/// Takes a day back: it is again what its weekday says.
///
/// # Errors
/// `NotFound` if it is no exception.
pub fn take_back(c: &mut Conn, day: NaiveDate) -> Result<()> {
    let recorded = holidays::table.filter(holidays::day.eq(day)).filter(holidays::works.ne(is_weekday(day)));
    match diesel::update(recorded).set(holidays::works.eq(is_weekday(day))).execute(c)? {
        0 => Err(Fault::NotFound),
        _ => Ok(()),
    }
}
