//! The dated rules evidence is judged by: read by staff, officials and administrators, recorded by administrators.

use serde_json::json;

use super::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::attribution::{BadRule, EvidenceRules, NewRules};
use crate::domain::ids::EvidenceRuleId;
use crate::store::evidence_rules as store;
pub use crate::store::evidence_rules::Version;

/// A version in the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The version.
    pub version: Version,
    /// Whether it holds in the year of today.
    pub in_force: bool,
}

/// A version with everything it asks.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The version.
    pub version: Version,
    /// Its rules.
    pub rules: EvidenceRules,
}

/// Every version, those of the latest years first.
///
/// # Errors
/// `Forbidden` for operators.
pub fn list(rx: &mut Rx<'_>) -> Result<Vec<Listed>> {
    rx.actor()?.must(Act::ReadEvidenceRules)?;
    let now = store::in_force(rx.conn, rx.now.year())?;
    let all = store::all(rx.conn)?;
    Ok(all.into_iter().map(|version| Listed { in_force: now == Some(version.id), version }).collect())
}

/// One version.
///
/// # Errors
/// `NotFound` if there is none; `Forbidden` for operators.
pub fn show(rx: &mut Rx<'_>, id: EvidenceRuleId) -> Result<Shown> {
    rx.actor()?.must(Act::ReadEvidenceRules)?;
    let (version, rules) = store::find(rx.conn, id)?;
    Ok(Shown { version, rules })
}

/// What a new version begins from: the rules of the year of today.
///
/// # Errors
/// `Forbidden` for all but administrators.
pub fn draft(rx: &mut Rx<'_>) -> Result<EvidenceRules> {
    rx.actor()?.must(Act::ManageStandards)?;
    Ok(store::of_year(rx.conn, rx.now.year())?)
}

/// Records a version for years of which no exit is attributed yet.
///
/// # Errors
/// `Forbidden` for all but administrators; `Invalid` by field, at `from_year` for years that are judged already.
pub fn record(tx: &mut Tx<'_>, new: &NewRules) -> Result<EvidenceRuleId> {
    tx.actor.must(Act::ManageStandards)?;
    new.check()?;
    if let Some(year) = store::newest_used(tx.conn, new.from_year, new.only)? {
        return Err(Error::invalid("from_year", &BadRule::Used { year }));
    }
    let id = store::insert(tx.conn, new, Some(tx.actor.user), tx.now)?;
    let detail = json!({"from_year": new.from_year, "only": new.only, "document": new.document,
        "rules": new.rules});
    tx.record("evidence_rules.recorded", "evidence_rules", id.0, detail)?;
    Ok(id)
}
