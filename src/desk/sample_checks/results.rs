//! What sample checks found, by unit.

use std::collections::HashMap;

use crate::desk::{Result, Rx};
use crate::domain::access::Scope;
use crate::domain::division::UnitCode;
use crate::domain::ids::SampleCheckId;
use crate::domain::sample_check::{Confidence, Interval, Stage, wilson};
use crate::store::Conn;
use crate::store::sample_checks::{self as store, SampleCheck, SampleCheckFilter};

/// What a sample check found in a unit.
#[derive(Debug, Clone)]
pub struct UnitResult {
    /// The unit.
    pub unit: UnitCode,
    /// Households confirmed when it was drawn.
    pub population: i64,
    /// The SHA-256 of their list.
    pub digest: String,
    /// Households drawn.
    pub size: i64,
    /// How many of them are found.
    pub found: i64,
    /// How many of them differ; told when all are found.
    pub differing: Option<i64>,
    /// The share that differs, with its interval; told when all are found.
    pub interval: Option<Interval>,
}

/// What these sample checks found in the units of a scope.
pub(super) fn results(
    c: &mut Conn,
    scope: &Scope,
    checks: &[SampleCheck],
) -> Result<HashMap<SampleCheckId, Vec<UnitResult>>> {
    let ids: Vec<SampleCheckId> = checks.iter().map(|check| check.id).collect();
    let in_scope = |unit: &UnitCode| match scope {
        Scope::City => true,
        Scope::Unit(own) => own == unit,
        Scope::Public | Scope::Operator(_) => false,
    };
    let outcomes = store::outcomes(c, &ids)?;
    let mut results: HashMap<SampleCheckId, Vec<UnitResult>> = HashMap::new();
    for drawn in store::drawn(c, &ids)?.into_iter().filter(|drawn| in_scope(&drawn.unit)) {
        let Some(check) = checks.iter().find(|check| check.id == drawn.check) else { continue };
        let own = outcomes.iter().filter(|one| one.check == check.id && one.unit == drawn.unit);
        let count = |agrees: bool| {
            let found = own.clone().filter(|one| one.agrees() == Some(agrees));
            i64::try_from(found.count()).unwrap_or(i64::MAX)
        };
        let (agreeing, differing) = (count(true), count(false));
        let closed = check.stage == Stage::Closed;
        results.entry(check.id).or_default().push(UnitResult {
            interval: wilson(differing, drawn.size, check.confidence).filter(|_| closed),
            differing: closed.then_some(differing),
            found: agreeing + differing,
            unit: drawn.unit,
            population: drawn.population,
            digest: drawn.digest,
            size: drawn.size,
        });
    }
    Ok(results)
}

/// The newest closed sample check of a year, as it stands beside a tally.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The check.
    pub id: SampleCheckId,
    /// How sure the interval is.
    pub confidence: Confidence,
    /// Households found, in the units of the tally.
    pub checked: i64,
    /// How many of them differ.
    pub differing: i64,
    /// The units of the tally that were checked.
    pub units: usize,
    /// The share that differs with its interval, for a tally of one unit. Units are drawn with unlike chances, so that the sum of
    /// several has none of its own: each says its own.
    pub interval: Option<Interval>,
}

/// The newest closed sample check to stand beside a tally of a year, and of one unit or the city. The reader may know of the unit
/// already ([`crate::domain::tally::TallyFilter::within`]).
///
/// # Errors
/// If the database fails.
pub fn beside(rx: &mut Rx<'_>, year: i32, unit: Option<&UnitCode>) -> Result<Option<Beside>> {
    let filter = SampleCheckFilter { year: Some(year), stage: Some(Stage::Closed) };
    let covers = |check: &SampleCheck| check.unit.is_none() || check.unit.as_ref() == unit;
    let scope = unit.map_or(Scope::City, |unit| Scope::Unit(unit.clone()));
    for check in store::list(rx.conn, filter)?.into_iter().filter(covers) {
        let found = results(rx.conn, &scope, std::slice::from_ref(&check))?.remove(&check.id);
        let units = found.unwrap_or_default();
        if units.is_empty() {
            continue;
        }
        return Ok(Some(Beside {
            id: check.id,
            confidence: check.confidence,
            checked: units.iter().map(|one| one.size).sum(),
            differing: units.iter().filter_map(|one| one.differing).sum(),
            interval: units.first().filter(|_| unit.is_some()).and_then(|one| one.interval),
            units: units.len(),
        }));
    }
    Ok(None)
}
