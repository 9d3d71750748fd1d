//! The rows of a file that something is to be told of, and what a person decided on them.

#![allow(clippy::ref_option_ref, reason = "Diesel's derive borrows the fields of a row")]

use std::collections::HashMap;

use diesel::dsl;
use diesel::prelude::*;

use crate::domain::ids::{ImportId, UserId};
use crate::domain::import::{Decision, Outcome, Place};
use crate::domain::moment::Moment;
use crate::store::conn::{MultiBackend, insert_all};
use crate::store::fault::changed;
use crate::store::schema::import_rows;
use crate::store::{Conn, Result};

/// A row to be told of.
#[derive(Debug, Clone)]
pub struct NewRow {
    /// Where it stands in the file.
    pub place: Place,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is told of it, sealed.
    pub detail: Option<Vec<u8>>,
}

/// A row as kept.
#[derive(Debug, Clone, Queryable)]
pub struct Row {
    /// The sheet.
    pub sheet: i32,
    /// The row.
    pub row: i32,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is told of it, sealed.
    pub detail: Option<Vec<u8>>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// The record chosen.
    pub chosen: Option<i64>,
}

/// What was decided on a row, and which record was chosen.
pub type Decided = (Decision, Option<i64>);

#[derive(Insertable)]
#[diesel(table_name = import_rows, treat_none_as_default_value = false)]
struct Kept {
    batch_id: ImportId,
    sheet: i32,
    row_number: i32,
    outcome: Outcome,
    detail: Option<Vec<u8>>,
    decision: Option<Decision>,
    chosen: Option<i64>,
    decided_by: Option<UserId>,
    decided_at: Option<Moment>,
}

/// Puts these rows in the place of those kept before; what was decided on a row stays with it.
///
/// # Errors
/// If the database fails.
pub fn insert_rows(c: &mut Conn, id: ImportId, new: Vec<NewRow>) -> Result<()> {
    type Past = (i32, i32, Option<Decision>, Option<i64>, Option<UserId>, Option<Moment>);
    let before: Vec<Past> = import_rows::table
        .filter(import_rows::batch_id.eq(id).and(import_rows::decision.is_not_null()))
        .select((
            import_rows::sheet,
            import_rows::row_number,
            import_rows::decision,
            import_rows::chosen,
            import_rows::decided_by,
            import_rows::decided_at,
        ))
        .load(c)?;
    let before: HashMap<(i32, i32), Past> = before.into_iter().map(|past| ((past.0, past.1), past)).collect();
    drop_rows(c, id)?;
    let rows: Vec<Kept> = new
        .into_iter()
        .map(|row| {
            let past = before.get(&(row.place.sheet, row.place.row)).copied();
            let (.., decision, chosen, decided_by, decided_at) = past.unwrap_or_default();
            Kept {
                batch_id: id,
                sheet: row.place.sheet,
                row_number: row.place.row,
                outcome: row.outcome,
                detail: row.detail,
                decision,
                chosen,
                decided_by,
                decided_at,
            }
        })
        .collect();
    Ok(insert_all!(c, import_rows, rows)?)
}

/// Keeps the rows of a file no longer.
///
/// # Errors
/// If the database fails.
pub fn drop_rows(c: &mut Conn, id: ImportId) -> Result<()> {
    diesel::delete(import_rows::table.filter(import_rows::batch_id.eq(id))).execute(c)?;
    Ok(())
}

/// The rows kept of a file, in its order: those of an outcome, or all.
///
/// # Errors
/// If the database fails.
pub fn rows(
    c: &mut Conn,
    id: ImportId,
    outcome: Option<Outcome>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Row>> {
    let mut query = import_rows::table.filter(import_rows::batch_id.eq(id)).into_boxed::<MultiBackend>();
    if let Some(outcome) = outcome {
        query = query.filter(import_rows::outcome.eq(outcome));
    }
    Ok(query
        .order((import_rows::sheet, import_rows::row_number))
        .select((
            import_rows::sheet,
            import_rows::row_number,
            import_rows::outcome,
            import_rows::detail,
            import_rows::decision,
            import_rows::chosen,
        ))
        .offset(offset)
        .limit(limit)
        .load(c)?)
}

/// How many rows of each outcome are kept.
///
/// # Errors
/// If the database fails.
pub fn row_counts(c: &mut Conn, id: ImportId) -> Result<HashMap<Outcome, i64>> {
    let counts: Vec<(Outcome, i64)> = import_rows::table
        .filter(import_rows::batch_id.eq(id))
        .group_by(import_rows::outcome)
        .select((import_rows::outcome, dsl::count_star()))
        .load(c)?;
    Ok(counts.into_iter().collect())
}

/// What was decided on the rows of a file.
///
/// # Errors
/// If the database fails.
pub fn decisions(c: &mut Conn, id: ImportId) -> Result<HashMap<Place, Decided>> {
    let rows: Vec<(i32, i32, Option<Decision>, Option<i64>)> = import_rows::table
        .filter(import_rows::batch_id.eq(id).and(import_rows::decision.is_not_null()))
        .select((import_rows::sheet, import_rows::row_number, import_rows::decision, import_rows::chosen))
        .load(c)?;
    let decided = |(sheet, row, decision, chosen): (i32, i32, Option<Decision>, Option<i64>)| {
        Some((Place { sheet, row }, (decision?, chosen)))
    };
    Ok(rows.into_iter().filter_map(decided).collect())
}

/// Records what a person decided on a row.
///
/// # Errors
/// `Stale` if there is no such row.
pub fn decide(
    c: &mut Conn,
    id: ImportId,
    place: Place,
    (decision, chosen): Decided,
    (by, at): (UserId, Moment),
) -> Result<()> {
    let row = import_rows::batch_id
        .eq(id)
        .and(import_rows::sheet.eq(place.sheet))
        .and(import_rows::row_number.eq(place.row));
    changed(
        diesel::update(import_rows::table.filter(row))
            .set((
                import_rows::decision.eq(Some(decision)),
                import_rows::chosen.eq(chosen),
                import_rows::decided_by.eq(Some(by)),
                import_rows::decided_at.eq(Some(at)),
            ))
            .execute(c)?,
    )
}
