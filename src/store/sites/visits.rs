//! What sites welcomed and took in, month by month.

use chrono::{Datelike as _, NaiveDate};
use diesel::dsl;
use diesel::prelude::*;
use serde::Serialize;

use crate::domain::ids::SiteId;
use crate::domain::quantity::Fen;
use crate::store::schema::site_months;
use crate::store::{Conn, Result};

/// The visits of the twelve whole months before a day; `None` if none of them is recorded.
///
/// # Errors
/// If the database fails.
pub fn annual_visits(c: &mut Conn, site: SiteId, before: NaiveDate) -> Result<Option<i64>> {
    let (year, month) = (before.year(), i32::try_from(before.month()).unwrap_or(1));
    Ok(site_months::table
        .filter(site_months::site_id.eq(site))
        .filter(
            site_months::year
                .eq(year)
                .and(site_months::month.lt(month))
                .or(site_months::year.eq(year - 1).and(site_months::month.ge(month))),
        )
        .select(dsl::sql::<diesel::sql_types::Nullable<diesel::sql_types::BigInt>>(
            "CAST(SUM(visits) AS BIGINT)",
        ))
        .first(c)?)
}

/// The months from one day on, before another, whose visits are recorded, by their first day.
///
/// # Errors
/// If the database fails.
pub fn reported_months(
    c: &mut Conn,
    site: SiteId,
    (from, before): (NaiveDate, NaiveDate),
) -> Result<Vec<NaiveDate>> {
    let rows: Vec<(i32, i32)> = site_months::table
        .filter(site_months::site_id.eq(site))
        .filter(site_months::year.between(from.year(), before.year()))
        .select((site_months::year, site_months::month))
        .order((site_months::year, site_months::month))
        .load(c)?;
    let first = |(year, month)| NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, 1);
    Ok(rows.into_iter().filter_map(first).filter(|month| (from..before).contains(month)).collect())
}

/// What a site welcomed and took in in a year, as far as it is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// How many of its months are recorded.
    pub months: i64,
    /// The visits of those.
    pub visits: i64,
    /// What they took in.
    pub revenue: Fen,
}

/// The years of a site from one on, oldest first.
///
/// # Errors
/// If the database fails.
pub fn years(c: &mut Conn, site: SiteId, from: i32) -> Result<Vec<Year>> {
    let rows: Vec<(i32, i64, Fen)> = site_months::table
        .filter(site_months::site_id.eq(site).and(site_months::year.ge(from)))
        .select((site_months::year, site_months::visits, site_months::revenue_fen))
        .order((site_months::year, site_months::month))
        .load(c)?;
    let mut years: Vec<Year> = Vec::new();
    for (year, visits, revenue) in rows {
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => {
                last.months += 1;
                last.visits += visits;
                last.revenue += revenue;
            }
            None => years.push(Year { year, months: 1, visits, revenue }),
        }
    }
    Ok(years)
}
