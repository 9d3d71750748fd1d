//! Sealing a year: its rows in the order of the exits' numbers, their sums and their root.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::Snapshot;
use crate::domain::attachment::ContentHash;
use crate::domain::attribution::Stage as Attributed;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{AttributionId, ExitId, SnapshotId, UserId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::snapshot::{Growing, Hash, Head, Row, Stage, Totals};
use crate::domain::tally::{self, CellChange, Count};
use crate::store::conn::insert_all;
use crate::store::schema::{
    attachments, attributions, evidence_papers, exits, households, snapshot_rows, snapshots,
};
use crate::store::tallies::{self, Cause};
use crate::store::{Conn, Fault, Result};

/// The attributions a year's numbers rest on: those the city confirmed, frozen or not.
macro_rules! counted {
    ($year:expr) => {
        attributions::live
            .eq(true)
            .and(attributions::year.eq($year))
            .and(attributions::stage.eq_any([Attributed::CityConfirmed, Attributed::Frozen]))
    };
}

/// Rows read at once.
const CHUNK: i64 = 2_000;

#[derive(Insertable)]
#[diesel(table_name = snapshot_rows, treat_none_as_default_value = false)]
struct NewRow {
    snapshot_id: SnapshotId,
    n: i64,
    exit_id: ExitId,
    body: String,
    leaf: Vec<u8>,
}

/// Seals a year: writes its rows down in the order of the exits' numbers, adds them up, makes the root, and marks their
/// attributions as frozen. `salt` makes each row's salt. Its memory does not grow with the rows.
///
/// # Errors
/// `Stale` if the freezing was decided meanwhile; `Taken(Unique::SnapshotRevision)` if the year was frozen meanwhile.
pub fn freeze(
    c: &mut Conn,
    read: &Snapshot,
    by: UserId,
    at: Moment,
    mut salt: impl FnMut() -> Result<String>,
) -> Result<()> {
    let (mut tree, mut totals, mut n, mut after) = (Growing::default(), Totals::default(), 0_i64, ExitId(0));
    loop {
        let chunk = rows_after(c, read.year, after)?;
        let Some((last, ..)) = chunk.last() else { break };
        after = *last;
        let papers = papers(c, &chunk)?;
        let mut rows = Vec::with_capacity(chunk.len());
        for counted in chunk {
            n += 1;
            let row = row(counted, n, salt()?, &papers);
            let body = row.written().map_err(|error| Fault::Broken(error.to_string()))?;
            let leaf = Hash::of_row(body.as_bytes());
            tree.push(leaf);
            totals.add(&row);
            let (exit_id, leaf) = (ExitId(row.exit), leaf.bytes().to_vec());
            rows.push(NewRow { snapshot_id: read.id, n, exit_id, body, leaf });
        }
        insert_all!(c, snapshot_rows, rows)?;
    }
    mark(c, read.year, at)?;
    let broken = |error: serde_json::Error| Fault::Broken(error.to_string());
    let totals = serde_json::to_string(&totals.all()).map_err(broken)?;
    let Snapshot { year, revision, .. } = *read;
    let head = Head { year, revision, cut_off: at.local(), rule: &read.rule, rows: n.unsigned_abs() };
    let root = head.root(tree.tree()).map_err(broken)?;
    let updated = diesel::update(snapshots::table.find(read.id).filter(snapshots::stage.eq(Stage::Proposed)))
        .set((
            snapshots::stage.eq(Stage::Frozen),
            snapshots::decided_by.eq(Some(by)),
            snapshots::decided_at.eq(Some(at)),
            snapshots::cut_off.eq(Some(at)),
            snapshots::row_count.eq(n),
            snapshots::totals.eq(totals),
            snapshots::root.eq(Some(root.bytes().to_vec())),
        ))
        .execute(c)?;
    if updated == 1 { Ok(()) } else { Err(Fault::Stale) }
}

/// Marks the confirmed attributions of a year as frozen, and counts them as such.
fn mark(c: &mut Conn, year: i32, at: Moment) -> Result<()> {
    type Sum = (UnitCode, DivisionCode, Pathway, i32, (i64, i64));
    let confirmed = || {
        attributions::live
            .eq(true)
            .and(attributions::year.eq(year))
            .and(attributions::stage.eq(Attributed::CityConfirmed))
    };
    let sums = attributions::table
        .inner_join(exits::table)
        .filter(confirmed())
        .group_by((attributions::unit_code, exits::division_code, attributions::pathway, attributions::month))
        .select((
            attributions::unit_code,
            exits::division_code,
            attributions::pathway,
            attributions::month,
            (sql::<BigInt>("CAST(SUM(attributions.persons) AS BIGINT)"), count_star()),
        ))
        .load::<Sum>(c)?;
    let changes: Vec<CellChange> = sums
        .into_iter()
        .flat_map(|(unit, village, pathway, month, (persons, households))| {
            let count = Count { persons: Persons(persons), households: Households(households) };
            let counted = tally::Counted { unit, pathway, year, month, persons: count.persons };
            counted.moved_by(&village, count, Some(Attributed::CityConfirmed), Some(Attributed::Frozen))
        })
        .collect();
    diesel::update(attributions::table)
        .filter(confirmed())
        .set((
            attributions::stage.eq(Attributed::Frozen),
            attributions::frozen_at.eq(Some(at)),
            attributions::revision.eq(attributions::revision + 1),
        ))
        .execute(c)?;
    tallies::apply(c, &changes, Cause { attribution: None, at, change: None })
}

/// What a row is made of: the exit, its attribution, and the numbers of its evidence's record in each table.
type Counted = (
    ExitId,
    (String, String, UnitCode, String, NaiveDate, i32),
    (AttributionId, Pathway, Option<Moment>),
    [Option<i64>; 6],
);

type Read = (
    ExitId,
    (String, String, UnitCode, String, NaiveDate, i32),
    (AttributionId, Pathway, Option<Moment>),
    (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>),
);

fn rows_after(c: &mut Conn, year: i32, after: ExitId) -> Result<Vec<Counted>> {
    let rows = attributions::table
        .inner_join(exits::table.inner_join(households::table))
        .filter(counted!(year))
        .filter(attributions::exit_id.gt(after))
        .order(attributions::exit_id)
        .limit(CHUNK)
        .select((
            exits::id,
            (
                households::code,
                exits::division_code,
                attributions::unit_code,
                exits::document,
                exits::announced_on,
                attributions::persons,
            ),
            (attributions::id, attributions::pathway, attributions::confirmed_at),
            (
                attributions::hire_id,
                attributions::payment_id,
                attributions::attendance_id,
                attributions::benefit_id,
                attributions::business_id,
                attributions::measure_id,
            ),
        ))
        .load::<Read>(c)?;
    let counted =
        |(exit, of, attribution, (a, b, c, d, e, f)): Read| (exit, of, attribution, [a, b, c, d, e, f]);
    Ok(rows.into_iter().map(counted).collect())
}

/// The hashes of the papers laid with each record of evidence, by the record's table and number.
type Papers = HashMap<(usize, i64), Vec<Hash>>;

fn papers(c: &mut Conn, chunk: &[Counted]) -> Result<Papers> {
    let mut papers = Papers::new();
    macro_rules! of {
        ($($table:literal: $column:ident),+) => {$({
            let records: Vec<i64> = chunk.iter().filter_map(|(.., records)| records[$table]).collect();
            let found = evidence_papers::table
                .inner_join(attachments::table)
                .filter(evidence_papers::$column.eq_any(records))
                .filter(evidence_papers::withdrawn_at.is_null())
                .order(evidence_papers::id)
                .select((evidence_papers::$column, attachments::sha256))
                .load::<(Option<i64>, ContentHash)>(c)?;
            for (record, content) in found {
                let hash = Hash::from_bytes(&content.0).map_err(|error| Fault::Broken(error.to_string()))?;
                papers.entry(($table, record.unwrap_or_default())).or_default().push(hash);
            }
        })+};
    }
    of!(0: hire_id, 1: payment_id, 2: attendance_id, 3: benefit_id, 4: business_id, 5: measure_id);
    Ok(papers)
}

fn row(counted: Counted, n: i64, salt: String, papers: &Papers) -> Row {
    let (exit, (household, village, unit, document, announced_on, persons), attribution, records) = counted;
    let (id, pathway, confirmed_at) = attribution;
    let record = records.iter().enumerate().find_map(|(table, record)| Some((table, (*record)?)));
    Row {
        n: n.unsigned_abs(),
        exit: exit.0,
        household,
        village,
        unit: unit.to_string(),
        document,
        announced_on,
        persons: i64::from(persons),
        pathway,
        attribution: id.0,
        evidence: format!("{pathway}:{}", record.map_or(0, |(_, record)| record)),
        papers: record.and_then(|record| papers.get(&record).cloned()).unwrap_or_default(),
        confirmed_on: confirmed_at.map_or(announced_on, Moment::day),
        salt,
    }
}

/// What the numbers of a year rest on that is not finished.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unfinished {
    /// Announced exits that nobody attributed. 户
    pub unattributed: i64,
    /// Exits whose attribution the city has not confirmed. 户
    pub unconfirmed: i64,
    /// Confirmed exits whose record of evidence has no paper. 户
    pub without_paper: i64,
}

/// Counts what is not finished of a year.
///
/// # Errors
/// If the database fails.
pub fn unfinished(c: &mut Conn, year: i32) -> Result<Unfinished> {
    let standing = exits::table
        .filter(exits::year.eq(year).and(exits::state.eq(crate::domain::exit::ExitState::Announced)));
    let live =
        attributions::table.filter(attributions::exit_id.eq(exits::id).and(attributions::live.eq(true)));
    let unattributed = standing.filter(diesel::dsl::not(diesel::dsl::exists(live))).count().get_result(c)?;
    let unconfirmed = attributions::table
        .filter(attributions::live.eq(true).and(attributions::year.eq(year)))
        .filter(attributions::stage.eq_any([Attributed::Proposed, Attributed::CountyVerified]))
        .count()
        .get_result(c)?;
    let laid = evidence_papers::table.filter(evidence_papers::withdrawn_at.is_null()).filter(
        evidence_papers::hire_id
            .eq(attributions::hire_id)
            .or(evidence_papers::payment_id.eq(attributions::payment_id))
            .or(evidence_papers::attendance_id.eq(attributions::attendance_id))
            .or(evidence_papers::benefit_id.eq(attributions::benefit_id))
            .or(evidence_papers::business_id.eq(attributions::business_id))
            .or(evidence_papers::measure_id.eq(attributions::measure_id)),
    );
    let without_paper = attributions::table
        .filter(counted!(year))
        .filter(diesel::dsl::not(diesel::dsl::exists(laid.select(evidence_papers::id))))
        .count()
        .get_result(c)?;
    Ok(Unfinished { unattributed, unconfirmed, without_paper })
}
