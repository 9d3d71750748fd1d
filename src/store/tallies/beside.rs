//! What the tally page shows beside the exits. These are measures of their own and never called exits.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::division::UnitCode;
use crate::domain::moment::Moment;
use crate::store::conn::MultiBackend;
use crate::store::schema::{applications, programmes};
use crate::store::{Conn, Result};

/// The villages that a tourism programme of the year supports.
///
/// # Errors
/// If the database fails.
pub fn supported_villages(c: &mut Conn, year: i32, unit: Option<&UnitCode>) -> Result<i64> {
    let mut query = programmes::table
        .filter(programmes::year.eq(year).and(programmes::supported.eq(true)))
        .into_boxed::<MultiBackend>();
    if let Some(unit) = unit {
        query = query.filter(programmes::unit_code.eq(unit));
    }
    let villages = query.select(programmes::division_code).distinct().load::<String>(c)?;
    Ok(i64::try_from(villages.len()).unwrap_or(i64::MAX))
}

/// The sites that applied for a star in the year, by unit. Applied is not awarded: 申星.
///
/// # Errors
/// If the database fails.
pub fn applicants(c: &mut Conn, year: i32, unit: Option<&UnitCode>) -> Result<Vec<(UnitCode, i64)>> {
    let (Some(from), Some(to)) = (new_year(year), new_year(year + 1)) else { return Ok(Vec::new()) };
    let mut query = applications::table
        .filter(applications::submitted_at.ge(from).and(applications::submitted_at.lt(to)))
        .into_boxed::<MultiBackend>();
    if let Some(unit) = unit {
        query = query.filter(applications::unit_code.eq(unit));
    }
    let mut sites = query
        .select((applications::unit_code, applications::site_id))
        .distinct()
        .order((applications::unit_code, applications::site_id))
        .load::<(UnitCode, i64)>(c)?;
    let mut counts: Vec<(UnitCode, i64)> = Vec::new();
    for (unit, _) in sites.drain(..) {
        match counts.last_mut() {
            Some((last, n)) if *last == unit => *n += 1,
            _ => counts.push((unit, 1)),
        }
    }
    Ok(counts)
}

/// The moment a year begins in Beijing.
fn new_year(year: i32) -> Option<Moment> {
    Some(Moment::from_local(NaiveDate::from_ymd_opt(year, 1, 1)?.and_hms_opt(0, 0, 0)?))
}
