//! Townships and villages to choose a tally's place from.

use crate::desk::{Result, Rx};
use crate::domain::division::{LocalityCode, UnitCode, reporting_unit};
use crate::domain::tally::TallyFilter;
use crate::store::divisions;

/// A township or village to choose.
#[derive(Debug, Clone)]
pub struct Locality {
    /// Its code.
    pub code: LocalityCode,
    /// Its name.
    pub name: String,
    /// The unit it reports to.
    pub unit: UnitCode,
}

/// The townships of the filter's unit, or of every unit; after the one chosen, its villages.
///
/// # Errors
/// If the database fails.
pub fn choices(rx: &mut Rx<'_>, filter: &TallyFilter) -> Result<Vec<Locality>> {
    let units = divisions::units(rx.conn)?;
    let chosen = filter.locality.as_ref().map(LocalityCode::township);
    let all = divisions::localities(rx.conn, chosen.as_ref())?;
    let locality = |(code, name): (_, String)| {
        let unit = reporting_unit(&code, units.iter().map(|unit| &unit.code))?.clone();
        Some(Locality { code: LocalityCode::of(&code)?, name, unit })
    };
    let mut all: Vec<Locality> = all.into_iter().filter_map(locality).collect();
    all.retain(|one| filter.unit.as_ref().is_none_or(|unit| *unit == one.unit));
    let place = |one: &Locality| units.iter().position(|unit| unit.code == one.unit);
    all.sort_by_key(|one| (place(one), one.code.clone()));
    Ok(all)
}
