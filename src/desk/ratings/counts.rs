//! Counts of stars as of the end of a day ([`StarCounts`]). A reader of one unit counts that unit.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::desk::{Result, Rx};
use crate::domain::access::{Act, Scope};
use crate::domain::star_count::{StarCount, StarCounts};
use crate::store::applications::{self, ApplicationFilter};
pub use crate::store::divisions::Unit;
use crate::store::{divisions, ratings};

/// The counts of a day.
#[derive(Debug)]
pub struct Counted {
    /// The counts.
    pub counts: StarCounts,
    /// How many sites the applications come from: one that applied again is one.
    pub sites: i64,
    /// The units the reader counts, in the official order.
    pub units: Vec<Unit>,
}

/// The counts as of the end of a day, from dated events alone.
///
/// # Errors
/// `Forbidden` for operators and the public.
pub fn star_counts(rx: &mut Rx<'_>, on: NaiveDate) -> Result<Counted> {
    rx.actor()?.must(Act::ReadTallies)?;
    let scope = rx.scope();
    let mut counts = StarCounts::default();
    let mut sites = BTreeSet::new();
    for (count, inspected_by) in [(StarCount::Applied, None), (StarCount::Inspected, Some(on))] {
        let filter = ApplicationFilter { applied_by: Some(on), inspected_by, ..ApplicationFilter::default() };
        for (unit, kind, star, site) in applications::counted(rx.conn, &scope, &filter)? {
            counts.add(count, unit, kind, star);
            sites.insert(site);
        }
    }
    for (unit, kind, star, life) in ratings::lives(rx.conn, &scope, on)? {
        for count in [life.origin(on), life.state(on)].into_iter().flatten() {
            counts.add(count, unit.clone(), kind, star);
        }
    }
    let mut units = divisions::units(rx.conn)?;
    if let Scope::Unit(own) = &scope {
        units.retain(|unit| unit.code == *own);
    }
    Ok(Counted { counts, sites: i64::try_from(sites.len()).unwrap_or(i64::MAX), units })
}
