//! Freezing a year: what is looked at before, the two people who do it, and what everybody can check afterwards.

use std::io::{BufReader, BufWriter, Write};

use serde::Serialize;
use serde_json::json;

use super::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Scope};
use crate::domain::ids::{ExitId, SnapshotId, UserId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::snapshot::{
    FORMAT, Hash, Header, NotNow, PROOF_FORMAT, Proof, RULE, Row, Stage, Step, Total, check, tourism,
};
use crate::domain::tally::{Basis, Count, Tally, TallyFilter};
use crate::keys;
pub use crate::store::snapshots::Snapshot;
use crate::store::snapshots::{self as store, NewSnapshot, SnapshotFilter};
use crate::store::{Conn, Fault, Unique, tallies, users};

/// Something looked at before a year is frozen.
#[derive(Debug, Clone, Serialize)]
pub struct PreCheck {
    /// What is the matter, if something is.
    pub message: Message,
    /// Whether it is in order.
    pub met: bool,
    /// Whether the year cannot be frozen before it is.
    pub stops: bool,
    /// Where it can be looked at.
    pub href: Option<String>,
}

/// A year before it is frozen.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The year.
    pub year: i32,
    /// What the snapshot's revision would be.
    pub revision: i32,
    /// What was looked at.
    pub checks: Vec<PreCheck>,
    /// What would be frozen, tourism only.
    pub total: Count,
    /// What changed since the year was frozen last, if it was.
    pub differences: Vec<Difference>,
}

impl Ready {
    /// Whether a reason is owed: something is not in order that does not stop the freezing, or the year was frozen before.
    #[must_use]
    pub fn reason_owed(&self) -> bool {
        self.revision > 1 || self.checks.iter().any(|check| !check.met && !check.stops)
    }
}

/// What counts now otherwise than it did when the year was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The unit's code.
    pub unit: String,
    /// The pathway.
    pub pathway: Pathway,
    /// The month.
    pub month: u32,
    /// Frozen, in persons and households.
    pub frozen: (i64, i64),
    /// Now, likewise.
    pub now: (i64, i64),
}

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

/// A year before it is frozen: what would be, and what is not in order.
///
/// # Errors
/// `Forbidden` for all but city staff.
pub fn ready(rx: &mut Rx<'_>, year: i32) -> Result<Ready> {
    rx.actor()?.must(Act::FreezeYear)?;
    examine(rx.conn, year, rx.now)
}

fn examine(c: &mut Conn, year: i32, now: Moment) -> Result<Ready> {
    let unfinished = store::unfinished(c, year)?;
    let drift = tallies::drift(c)?.into_iter().filter(|drift| drift.key.year == year).count();
    let total = Tally::from_cells(tallies::cells(c, &TallyFilter::of_year(year))?).total();
    let frozen = frozen(c, year)?;
    let differences = frozen.as_ref().map(|last| differences(c, last)).transpose()?.unwrap_or_default();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let check = |key, n: i64, stops, href: Option<String>| PreCheck {
        message: Message::new(key).with("n", n),
        met: n == 0,
        stops,
        href,
    };
    let list = |standing: &str| Some(format!("/exits?year={year}&standing={standing}"));
    let checks = vec![
        check("snapshot-check-sums", count(drift), true, None),
        check("snapshot-check-empty", i64::from(total.is_zero()), true, None),
        check("snapshot-check-unchanged", i64::from(frozen.is_some() && differences.is_empty()), true, None),
        check("snapshot-check-unattributed", unfinished.unattributed, false, list("unattributed")),
        check("snapshot-check-unconfirmed", unfinished.unconfirmed, false, Some("/attributions".to_owned())),
        check("snapshot-check-without-paper", unfinished.without_paper, false, None),
        check("snapshot-check-year-runs", i64::from(now.year() <= year), false, None),
    ];
    Ok(Ready { year, revision: frozen.map_or(1, |last| last.revision + 1), checks, total, differences })
}

/// The newest frozen snapshot of a year.
fn frozen(c: &mut Conn, year: i32) -> Result<Option<Snapshot>> {
    let filter = SnapshotFilter { year: Some(year), stage: Some(Stage::Frozen), id: None };
    Ok(store::list(c, filter)?.into_iter().max_by_key(|snapshot| snapshot.revision))
}

/// What counts now otherwise than in a snapshot.
fn differences(c: &mut Conn, snapshot: &Snapshot) -> Result<Vec<Difference>> {
    let filter = TallyFilter { non_tourism: true, ..TallyFilter::of_year(snapshot.year) };
    let mut frozen = store::by_cell(&snapshot.totals);
    let mut all = Vec::new();
    for cell in tallies::cells(c, &filter)? {
        let key =
            (cell.key.unit.to_string(), cell.key.pathway, u32::try_from(cell.key.month).unwrap_or_default());
        let now = (cell.count.persons.0, cell.count.households.0);
        let then = frozen.remove(&key).unwrap_or_default();
        if then != now {
            all.push(Difference { unit: key.0, pathway: key.1, month: key.2, frozen: then, now });
        }
    }
    all.extend(frozen.into_iter().map(|((unit, pathway, month), frozen)| Difference {
        unit,
        pathway,
        month,
        frozen,
        now: (0, 0),
    }));
    Ok(all)
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

/// The first line of a frozen snapshot's file.
fn header(snapshot: &Snapshot) -> Result<Header> {
    let (Some(cut_off), Some(root)) = (snapshot.cut_off, snapshot.root) else { return Err(Error::NotFound) };
    Ok(Header {
        format: FORMAT.to_owned(),
        year: snapshot.year,
        revision: snapshot.revision,
        cut_off: cut_off.local(),
        rule: snapshot.rule.clone(),
        rows: snapshot.rows.unsigned_abs(),
        totals: snapshot.totals.clone(),
        root,
    })
}

/// Rows written at once.
const CHUNK: i64 = 2_000;

/// Writes a frozen snapshot as its file, the same bytes each time. Its memory does not grow with the rows.
///
/// # Errors
/// `NotFound` if it is not frozen, and as [`show`]; `Broken` if it cannot be written.
pub fn write(rx: &mut Rx<'_>, id: SnapshotId, to: &mut impl Write) -> Result<Snapshot> {
    whole_city(rx)?;
    let snapshot = store::find(rx.conn, id)?;
    write_all(rx.conn, &snapshot, to)?;
    Ok(snapshot)
}

/// As [`write`] for the newest or a given freezing of a year, for the command line: whoever runs it holds the database.
///
/// # Errors
/// As [`write`].
pub fn write_year(
    rx: &mut Rx<'_>,
    year: i32,
    revision: Option<i32>,
    to: &mut impl Write,
) -> Result<Snapshot> {
    let filter = SnapshotFilter { year: Some(year), stage: Some(Stage::Frozen), id: None };
    let all = store::list(rx.conn, filter)?;
    let one = all
        .into_iter()
        .filter(|snapshot| revision.is_none_or(|revision| snapshot.revision == revision))
        .max_by_key(|snapshot| snapshot.revision)
        .ok_or(Error::NotFound)?;
    write_all(rx.conn, &one, to)?;
    Ok(one)
}

fn write_all(c: &mut Conn, snapshot: &Snapshot, to: &mut impl Write) -> Result<()> {
    let broken = |error: &dyn std::fmt::Display| Error::Broken(error.to_string());
    let first = serde_json::to_string(&header(snapshot)?).map_err(|error| broken(&error))?;
    writeln!(to, "{first}").map_err(|error| broken(&error))?;
    let mut from = 1;
    loop {
        let rows = store::rows(c, snapshot.id, from, CHUNK)?;
        if rows.is_empty() {
            return to.flush().map_err(|error| broken(&error));
        }
        from += i64::try_from(rows.len()).unwrap_or(CHUNK);
        for (body, leaf) in rows {
            // The row is the bytes that were hashed; only the frame is made here.
            writeln!(to, "{{\"leaf\":\"{leaf}\",\"row\":{body}}}").map_err(|error| broken(&error))?;
        }
    }
}

/// The proof that an exit is among the rows of a frozen snapshot.
///
/// # Errors
/// `Forbidden` for whoever may not read exits; `NotFound` for an exit out of the reader's sight or not among the rows.
pub fn proof(rx: &mut Rx<'_>, id: SnapshotId, exit: ExitId) -> Result<Proof> {
    rx.actor()?.must(Act::ReadExits)?;
    let scope = rx.scope();
    crate::store::exits::find(rx.conn, &scope, exit)?;
    let snapshot = store::find(rx.conn, id)?;
    let header = header(&snapshot)?;
    let (body, path) = store::proof(rx.conn, id, exit)?;
    let row: Row = serde_json::from_str(&body).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Proof {
        format: PROOF_FORMAT.to_owned(),
        year: header.year,
        revision: header.revision,
        rows: header.rows,
        root: header.root,
        row,
        path,
    })
}

/// The newest snapshot that an exit is among the rows of.
///
/// # Errors
/// If the database fails.
pub fn of_exit(rx: &mut Rx<'_>, exit: ExitId) -> Result<Option<SnapshotId>> {
    Ok(store::of_exit(rx.conn, exit)?)
}

/// A snapshot whose rows do not lead to its totals and root any more.
#[derive(Debug, Clone)]
pub struct Broken {
    /// The year.
    pub year: i32,
    /// Which freezing of it.
    pub revision: i32,
    /// The first thing that differs.
    pub why: String,
}

/// Checks every frozen snapshot as `xingtu verify` would check its file.
///
/// # Errors
/// If the database fails.
pub fn broken(rx: &mut Rx<'_>) -> Result<Vec<Broken>> {
    let mut broken = Vec::new();
    let filter = SnapshotFilter { stage: Some(Stage::Frozen), ..SnapshotFilter::default() };
    for snapshot in store::list(rx.conn, filter)? {
        let (file, to) = std::io::pipe().map_err(|error| Error::Broken(error.to_string()))?;
        let root = snapshot.root;
        let checking = std::thread::spawn(move || check(BufReader::new(file), root));
        let written = write_all(rx.conn, &snapshot, &mut BufWriter::new(to));
        match checking.join() {
            Ok(Ok(_)) => written?,
            // Whoever stops reading at the first thing that differs breaks the pipe.
            Ok(Err(wrong)) => {
                broken.push(Broken {
                    year: snapshot.year,
                    revision: snapshot.revision,
                    why: wrong.to_string(),
                });
            }
            Err(_) => return Err(Error::Broken("the check of a snapshot failed".to_owned())),
        }
    }
    Ok(broken)
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
