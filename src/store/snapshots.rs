//! Frozen years: the rows as they were counted, their root, and who sealed them.

mod seal;

use std::collections::BTreeMap;

use diesel::prelude::*;

pub use self::seal::{Unfinished, freeze, unfinished};

use super::conn::MultiBackend;
use super::schema::{snapshot_rows, snapshots};
use super::{Conn, Fault, Result};
use crate::domain::ids::{ExitId, SnapshotId, UserId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::snapshot::{Hash, Stage, Total, path};

/// A freezing of a year.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Its number.
    pub id: SnapshotId,
    /// The year.
    pub year: i32,
    /// 1 for the first freezing of the year.
    pub revision: i32,
    /// Where it stands.
    pub stage: Stage,
    /// Why, as far as it was owed.
    pub reason: String,
    /// Who asked for it, and when.
    pub proposed: (UserId, Moment),
    /// Who froze or withdrew it, and when.
    pub decided: Option<(UserId, Moment)>,
    /// The moment its rows are true at, once frozen.
    pub cut_off: Option<Moment>,
    /// The rule it counts by.
    pub rule: String,
    /// How many rows it has.
    pub rows: i64,
    /// Every total of it.
    pub totals: Vec<Total>,
    /// The root over its rows, once frozen.
    pub root: Option<Hash>,
}

type Columns = (
    SnapshotId,
    i32,
    i32,
    Stage,
    String,
    (UserId, Moment),
    (Option<UserId>, Option<Moment>),
    (Option<Moment>, String, i64, String, Option<Vec<u8>>),
);

impl Snapshot {
    fn of(row: Columns) -> Result<Self> {
        let (id, year, revision, stage, reason, proposed, decided, (cut_off, rule, rows, totals, root)) = row;
        let broken = |what: String| Fault::Broken(format!("snapshot {id}: {what}"));
        Ok(Self {
            id,
            year,
            revision,
            stage,
            reason,
            proposed,
            decided: decided.0.zip(decided.1),
            cut_off,
            rule,
            rows,
            totals: serde_json::from_str(&totals).map_err(|error| broken(error.to_string()))?,
            root: root
                .map(|root| Hash::from_bytes(&root))
                .transpose()
                .map_err(|error| broken(error.to_string()))?,
        })
    }
}

/// Which freezings to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct SnapshotFilter {
    /// This one only.
    pub id: Option<SnapshotId>,
    /// Of this year only.
    pub year: Option<i32>,
    /// At this stage only.
    pub stage: Option<Stage>,
}

/// The freezings of a filter, the newest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, filter: SnapshotFilter) -> Result<Vec<Snapshot>> {
    let mut query = snapshots::table.into_boxed::<MultiBackend>();
    if let Some(id) = filter.id {
        query = query.filter(snapshots::id.eq(id));
    }
    if let Some(year) = filter.year {
        query = query.filter(snapshots::year.eq(year));
    }
    if let Some(stage) = filter.stage {
        query = query.filter(snapshots::stage.eq(stage));
    }
    query
        .order(snapshots::id.desc())
        .select((
            snapshots::id,
            snapshots::year,
            snapshots::revision,
            snapshots::stage,
            snapshots::reason,
            (snapshots::proposed_by, snapshots::proposed_at),
            (snapshots::decided_by, snapshots::decided_at),
            (snapshots::cut_off, snapshots::rule, snapshots::row_count, snapshots::totals, snapshots::root),
        ))
        .load::<Columns>(c)?
        .into_iter()
        .map(Snapshot::of)
        .collect()
}

/// One freezing.
///
/// # Errors
/// `NotFound` if there is none of this number.
pub fn find(c: &mut Conn, id: SnapshotId) -> Result<Snapshot> {
    let filter = SnapshotFilter { id: Some(id), ..SnapshotFilter::default() };
    list(c, filter)?.into_iter().next().ok_or(Fault::NotFound)
}

/// What keeps the asked-for freezing of a year until its second person comes.
#[derive(Debug, Clone)]
pub struct NewSnapshot<'a> {
    /// The year.
    pub year: i32,
    /// 1 for the first freezing of the year.
    pub revision: i32,
    /// Why, as far as it was owed.
    pub reason: &'a str,
    /// The rule it will count by.
    pub rule: &'a str,
    /// Who asks for it, and when.
    pub proposed: (UserId, Moment),
}

/// Asks for a freezing.
///
/// # Errors
/// `Taken(Unique::OpenSnapshot)` or `Taken(Unique::SnapshotRevision)` if another was asked for.
pub fn propose(c: &mut Conn, new: &NewSnapshot<'_>) -> Result<SnapshotId> {
    Ok(diesel::insert_into(snapshots::table)
        .values((
            snapshots::year.eq(new.year),
            snapshots::revision.eq(new.revision),
            snapshots::stage.eq(Stage::Proposed),
            snapshots::reason.eq(new.reason),
            snapshots::proposed_by.eq(new.proposed.0),
            snapshots::proposed_at.eq(new.proposed.1),
            snapshots::rule.eq(new.rule),
            snapshots::row_count.eq(0_i64),
            snapshots::totals.eq("[]"),
        ))
        .returning(snapshots::id)
        .get_result(c)?)
}

/// Leaves a freezing that was asked for.
///
/// # Errors
/// `Stale` if it was decided meanwhile.
pub fn withdraw(c: &mut Conn, id: SnapshotId, by: UserId, at: Moment) -> Result<()> {
    let updated = diesel::update(snapshots::table.find(id).filter(snapshots::stage.eq(Stage::Proposed)))
        .set((
            snapshots::stage.eq(Stage::Withdrawn),
            snapshots::decided_by.eq(Some(by)),
            snapshots::decided_at.eq(Some(at)),
        ))
        .execute(c)?;
    if updated == 1 { Ok(()) } else { Err(Fault::Stale) }
}

/// The rows of a snapshot from a place on, as they were written, each with its hash.
///
/// # Errors
/// If the database fails.
pub fn rows(c: &mut Conn, id: SnapshotId, from: i64, most: i64) -> Result<Vec<(String, Hash)>> {
    snapshot_rows::table
        .filter(snapshot_rows::snapshot_id.eq(id).and(snapshot_rows::n.ge(from)))
        .order(snapshot_rows::n)
        .limit(most)
        .select((snapshot_rows::body, snapshot_rows::leaf))
        .load::<(String, Vec<u8>)>(c)?
        .into_iter()
        .map(|(body, leaf)| {
            let leaf = Hash::from_bytes(&leaf).map_err(|error| Fault::Broken(error.to_string()))?;
            Ok((body, leaf))
        })
        .collect()
}

/// The row of an exit in a snapshot with the hashes that lead from it to the root.
///
/// # Errors
/// `NotFound` if the exit is not among its rows.
pub fn proof(c: &mut Conn, id: SnapshotId, exit: ExitId) -> Result<(String, Vec<Hash>)> {
    let (n, body) = snapshot_rows::table
        .filter(snapshot_rows::exit_id.eq(exit).and(snapshot_rows::snapshot_id.eq(id)))
        .select((snapshot_rows::n, snapshot_rows::body))
        .first::<(i64, String)>(c)
        .optional()?
        .ok_or(Fault::NotFound)?;
    let leaves = snapshot_rows::table
        .filter(snapshot_rows::snapshot_id.eq(id))
        .order(snapshot_rows::n)
        .select(snapshot_rows::leaf)
        .load::<Vec<u8>>(c)?
        .iter()
        .map(|leaf| Hash::from_bytes(leaf))
        .collect::<std::result::Result<Vec<Hash>, _>>()
        .map_err(|error| Fault::Broken(error.to_string()))?;
    let place = usize::try_from(n - 1).ok().and_then(|place| path(&leaves, place));
    Ok((body, place.ok_or(Fault::NotFound)?))
}

/// The newest snapshot whose rows have this exit.
///
/// # Errors
/// If the database fails.
pub fn of_exit(c: &mut Conn, exit: ExitId) -> Result<Option<SnapshotId>> {
    Ok(snapshot_rows::table
        .filter(snapshot_rows::exit_id.eq(exit))
        .order(snapshot_rows::snapshot_id.desc())
        .select(snapshot_rows::snapshot_id)
        .first(c)
        .optional()?)
}

/// The cells of snapshots by unit, pathway and month: for comparing with what counts now.
#[must_use]
pub fn by_cell(totals: &[Total]) -> BTreeMap<(String, Pathway, u32), (i64, i64)> {
    let cell =
        |total: &Total| ((total.unit.clone(), total.pathway, total.month), (total.persons, total.households));
    totals.iter().map(cell).collect()
}
