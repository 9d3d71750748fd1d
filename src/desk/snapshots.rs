//! Freezing a year: what is looked at before, the two people who do it, and what everybody can check afterwards.

mod file;
mod ready;

use serde_json::json;

pub use self::file::{Broken, broken, lines, opening, proof, write_year};
pub use self::ready::{Difference, PreCheck, Ready, ready};
use self::ready::{differences, examine};

use super::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Scope};
use crate::domain::ids::{SnapshotId, UserId};
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::snapshot::{Hash, NotNow, RULE, Stage, Step, Total, tourism};
use crate::domain::tally::{Basis, Count, Tally, TallyFilter};
use crate::keys;
pub use crate::store::snapshots::Snapshot;
use crate::store::snapshots::{self as store, NewSnapshot, SnapshotFilter};
use crate::store::{Fault, Unique, tallies, users};

/// The years that can be frozen, each with its newest freezing.
#[derive(Debug, Clone)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// What counts now, tourism only.
    pub total: Count,
    /// Its freezings, the newest first.
    pub snapshots: Vec<Snapshot>,
}

/// The years there is anything of, the newest first.
///
/// # Errors
/// `Forbidden` for those who may not read tallies; `NotFound` for whoever reads one unit only.
pub fn years(rx: &mut Rx<'_>) -> Result<Vec<Year>> {
    whole_city(rx)?;
    let all = store::list(rx.conn, SnapshotFilter::default())?;
    let mut years = tallies::years(rx.conn, Basis::Confirmed)?;
    years.extend(all.iter().map(|snapshot| snapshot.year));
    years.sort_unstable_by(|one, other| other.cmp(one));
    years.dedup();
    years
        .into_iter()
        .map(|year| {
            let total = Tally::from_cells(tallies::cells(rx.conn, &TallyFilter::of_year(year))?).total();
            let snapshots = all.iter().filter(|snapshot| snapshot.year == year).cloned().collect();
            Ok(Year { year, total, snapshots })
        })
        .collect()
}

/// A snapshot is of the whole city: whoever reads one unit has no part of it that would still prove anything.
fn whole_city(rx: &Rx<'_>) -> Result<()> {
    rx.actor()?.must(Act::ReadTallies)?;
    if rx.scope() == Scope::City { Ok(()) } else { Err(Error::NotFound) }
}

/// Asks for the freezing of a year; another person of the city does it.
///
/// # Errors
/// `Forbidden` for all but city staff; `Conflict` if a check stops it or it was asked for before; `Invalid` without the
/// reason that is owed.
pub fn propose(tx: &mut Tx<'_>, year: i32, reason: &str) -> Result<SnapshotId> {
    tx.actor.must(Act::FreezeYear)?;
    let ready = examine(tx.conn, year, tx.now)?;
    let stopped = |key: &str| ready.checks.iter().any(|check| check.message.key == key && !check.met);
    for (key, why) in [
        ("snapshot-check-sums", NotNow::Sums),
        ("snapshot-check-empty", NotNow::Empty),
        ("snapshot-check-unchanged", NotNow::Unchanged),
    ] {
        if stopped(key) {
            return Err(Error::conflict(&why));
        }
    }
    if ready.reason_owed() && reason.trim().is_empty() {
        return Err(Refusals::one("reason", Message::new("error-required")).into());
    }
    let new = NewSnapshot {
        year,
        revision: ready.revision,
        reason: reason.trim(),
        rule: RULE,
        proposed: (tx.actor.user, tx.now),
    };
    let id = store::propose(tx.conn, &new).map_err(|fault| match fault {
        Fault::Taken(Unique::OpenSnapshot | Unique::SnapshotRevision) => Error::conflict(&NotNow::Open),
        other => other.into(),
    })?;
    tx.record("snapshot.proposed", "snapshot", id.0, json!({ "year": year, "revision": ready.revision }))?;
    Ok(id)
}

/// Freezes a year that somebody else asked for: its rows are sealed as they count at this moment.
///
/// # Errors
/// `Forbidden` for all but city staff; `Conflict` for whoever asked for it, once it was decided, and if a total is not
/// what its records say.
pub fn freeze(tx: &mut Tx<'_>, id: SnapshotId) -> Result<()> {
    tx.actor.must(Act::FreezeYear)?;
    let read = store::find(tx.conn, id)?;
    read.stage
        .take(Step::Freeze, read.proposed.0, tx.actor.user)
        .map_err(|refusal| Error::conflict(&refusal))?;
    let ready = examine(tx.conn, read.year, tx.now)?;
    if ready.checks.iter().any(|check| check.stops && !check.met) {
        return Err(Error::conflict(&NotNow::Sums));
    }
    store::freeze(tx.conn, &read, tx.actor.user, tx.now, salt)?;
    let sealed = store::find(tx.conn, id)?;
    // What was sealed must be what the tallies say: both were read in this transaction.
    if tourism(&sealed.totals) != ready.total {
        return Err(Error::conflict(&NotNow::Sums));
    }
    super::open_tallies::release_frozen(tx, read.year, id)?;
    let root = sealed.root.map(|root| root.to_string());
    tx.record(
        "snapshot.frozen",
        "snapshot",
        id.0,
        json!({ "year": read.year, "revision": read.revision, "rows": sealed.rows, "root": root }),
    )
}

fn salt() -> std::result::Result<String, Fault> {
    let bytes = keys::random::<16>().map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Leaves a freezing that was asked for.
///
/// # Errors
/// `Forbidden` for all but city staff; `Conflict` once it was decided.
pub fn withdraw(tx: &mut Tx<'_>, id: SnapshotId) -> Result<()> {
    tx.actor.must(Act::FreezeYear)?;
    let read = store::find(tx.conn, id)?;
    read.stage
        .take(Step::Withdraw, read.proposed.0, tx.actor.user)
        .map_err(|refusal| Error::conflict(&refusal))?;
    store::withdraw(tx.conn, id, tx.actor.user, tx.now)?;
    tx.record("snapshot.withdrawn", "snapshot", id.0, json!({ "year": read.year }))
}

/// A snapshot with what changed since.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The snapshot.
    pub snapshot: Snapshot,
    /// Who asked for it.
    pub proposed_by: String,
    /// Who froze or withdrew it.
    pub decided_by: Option<String>,
    /// What counts now otherwise, if it is the newest of its year.
    pub differences: Vec<Difference>,
    /// The year's other freezings, the newest first.
    pub others: Vec<Snapshot>,
    /// What was looked at, as long as it waits for its second person.
    pub ready: Option<Ready>,
    /// Whether the reader may freeze it now.
    pub may_freeze: bool,
    /// Whether the reader may withdraw it now.
    pub may_withdraw: bool,
}

/// A snapshot.
///
/// # Errors
/// `NotFound` if there is none of this number, or for whoever reads one unit only.
pub fn show(rx: &mut Rx<'_>, id: SnapshotId) -> Result<Shown> {
    whole_city(rx)?;
    let snapshot = store::find(rx.conn, id)?;
    let filter = SnapshotFilter { year: Some(snapshot.year), ..SnapshotFilter::default() };
    let others: Vec<Snapshot> =
        store::list(rx.conn, filter)?.into_iter().filter(|other| other.id != id).collect();
    let newest =
        others.iter().all(|other| other.stage != Stage::Frozen || other.revision < snapshot.revision);
    let differences = match snapshot.stage {
        Stage::Frozen if newest => differences(rx.conn, &snapshot)?,
        _ => Vec::new(),
    };
    let people: Vec<UserId> =
        [Some(snapshot.proposed.0), snapshot.decided.map(|(by, _)| by)].into_iter().flatten().collect();
    let names = users::names(rx.conn, &people)?;
    let name = |user: UserId| names.get(&user).cloned().unwrap_or_default();
    let may = |step| {
        rx.viewer.is_some_and(|viewer| {
            viewer.may(Act::FreezeYear) && snapshot.stage.take(step, snapshot.proposed.0, viewer.user).is_ok()
        })
    };
    let (may_freeze, may_withdraw) = (may(Step::Freeze), may(Step::Withdraw));
    let waits = snapshot.stage == Stage::Proposed;
    Ok(Shown {
        proposed_by: name(snapshot.proposed.0),
        decided_by: snapshot.decided.map(|(by, _)| name(by)),
        ready: waits.then(|| examine(rx.conn, snapshot.year, rx.now)).transpose()?,
        differences,
        others,
        may_freeze,
        may_withdraw,
        snapshot,
    })
}

/// The frozen years as everybody may see them: their roots, and no number that small cells could be found out from.
///
/// # Errors
/// If the database fails.
pub fn open(rx: &mut Rx<'_>) -> Result<Vec<Snapshot>> {
    let filter = SnapshotFilter { stage: Some(Stage::Frozen), ..SnapshotFilter::default() };
    Ok(store::list(rx.conn, filter)?)
}

/// The totals of one pathway in one unit, over all months.
#[must_use]
pub fn of(totals: &[Total], unit: &str, pathway: Pathway) -> Count {
    let of = totals.iter().filter(|total| total.unit == unit && total.pathway == pathway);
    of.map(|total| Count {
        persons: crate::domain::quantity::Persons(total.persons),
        households: crate::domain::quantity::Households(total.households),
    })
    .sum()
}

/// The root as it is printed: in groups of eight, to be read out and compared.
#[must_use]
pub fn printed(root: Hash) -> String {
    let text = root.to_string();
    text.as_bytes().chunks(8).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}
