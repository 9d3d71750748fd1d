//! What sites report for each month.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::fault::changed;
use super::schema::{site_months, sites};
use super::{Conn, Result};
use crate::domain::ids::{OperatorId, SiteId};
use crate::domain::month::{Month, Revenue, Visits};
use crate::domain::quantity::Fen;

/// The figures of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many came.
    pub visits: i64,
    /// What was taken in.
    pub revenue: Fen,
}

impl Figures {
    /// Of what was typed.
    #[must_use]
    pub const fn of(visits: Visits, revenue: Revenue) -> Self {
        Self { visits: visits.0, revenue: revenue.0 }
    }
}

/// The figures a site has reported for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// The month.
    pub month: Month,
    /// What was reported.
    pub figures: Figures,
    /// How often it was written.
    pub revision: i64,
}

/// What a site has reported for the months of these years, by month.
///
/// # Errors
/// If the database fails.
pub fn of_site(c: &mut Conn, site: SiteId, from: i32, to: i32) -> Result<Vec<Reported>> {
    let rows: Vec<(i32, i32, i64, Fen, i64)> = site_months::table
        .filter(site_months::site_id.eq(site).and(site_months::year.between(from, to)))
        .select((
            site_months::year,
            site_months::month,
            site_months::visits,
            site_months::revenue_fen,
            site_months::revision,
        ))
        .order((site_months::year, site_months::month))
        .load(c)?;
    let reported = |(year, number, visits, revenue, revision)| {
        let month = u32::try_from(number).ok().and_then(|number: u32| Month::new(year, number))?;
        Some(Reported { month, figures: Figures { visits, revenue }, revision })
    };
    Ok(rows.into_iter().filter_map(reported).collect())
}

/// Records a month that was not reported yet.
///
/// # Errors
/// `Taken(SiteMonth)` if somebody has reported it.
pub fn insert(c: &mut Conn, site: SiteId, month: Month, figures: Figures) -> Result<()> {
    diesel::insert_into(site_months::table)
        .values((
            site_months::site_id.eq(site),
            site_months::year.eq(month.year()),
            site_months::month.eq(month.number()),
            site_months::visits.eq(figures.visits),
            site_months::revenue_fen.eq(figures.revenue),
            site_months::revision.eq(1_i64),
        ))
        .execute(c)?;
    Ok(())
}

/// Corrects a month as it was read.
///
/// # Errors
/// `Stale` if somebody else has corrected it meanwhile.
pub fn correct(c: &mut Conn, site: SiteId, month: Month, figures: Figures, read: i64) -> Result<()> {
    let row = site_months::site_id
        .eq(site)
        .and(site_months::year.eq(month.year()))
        .and(site_months::month.eq(month.number()));
    changed(
        diesel::update(site_months::table.filter(row).filter(site_months::revision.eq(read)))
            .set((
                site_months::visits.eq(figures.visits),
                site_months::revenue_fen.eq(figures.revenue),
                site_months::revision.eq(read + 1),
            ))
            .execute(c)?,
    )
}

/// The open sites of a business that have not reported a month.
///
/// # Errors
/// If the database fails.
pub fn unreported(c: &mut Conn, operator: OperatorId, month: Month) -> Result<Vec<SiteId>> {
    let reported = site_months::table
        .filter(site_months::site_id.eq(sites::id))
        .filter(site_months::year.eq(month.year()).and(site_months::month.eq(month.number())));
    Ok(sites::table
        .filter(sites::operator_id.eq(operator).and(sites::closed_on.is_null()))
        .filter(not(exists(reported)))
        .select(sites::id)
        .order(sites::id)
        .load(c)?)
}
