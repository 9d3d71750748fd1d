//! The tally cells: kept in the transaction that changes an attribution, and able to be made anew from the records.
//!
//! A number and the list behind it come from here and from the same [`TallyFilter`]: [`cells`] reads the number, and
//! [`behind`] is the condition of its rows. [`recount`] makes the cells from the attributions, for whoever checks.

pub mod differences;

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;

use super::conn::{MultiBackend, ROWS_PER_INSERT, on_backend, portable};
use super::schema::{attributions, tally_cells, tally_events, tally_revision};
use super::{Conn, Result};
use crate::domain::attribution::Stage;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::ids::{AttributionId, ExitChangeId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Basis, Cell, CellChange, CellKey, Count, Counted, TallyFilter};

/// What changed the cells.
#[derive(Debug, Clone, Copy)]
pub struct Cause {
    /// The attribution; none for many at once.
    pub attribution: Option<AttributionId>,
    /// When.
    pub at: Moment,
    /// The recorded change it corrects a number by, if it does.
    pub change: Option<ExitChangeId>,
}

#[derive(Insertable)]
#[diesel(table_name = tally_events, treat_none_as_default_value = false)]
struct NewEvent<'a> {
    attribution_id: Option<AttributionId>,
    at: Moment,
    unit_code: &'a UnitCode,
    pathway: Pathway,
    year: i32,
    month: i32,
    basis: Basis,
    persons: Persons,
    households: Households,
    change_id: Option<ExitChangeId>,
}

/// Changes cells, writes down what was changed and why, and moves the revision on.
///
/// Changes of one cell are added up first, and cells are changed in the order of their keys, so that two transactions never
/// wait for each other in a ring.
///
/// # Errors
/// If a cell would fall below zero, which means it was wrong before.
pub fn apply(c: &mut Conn, changes: &[CellChange], cause: Cause) -> Result<()> {
    let mut sums = BTreeMap::<&CellKey, Count>::new();
    for change in changes {
        *sums.entry(&change.key).or_default() += change.count;
    }
    sums.retain(|_, count| !count.is_zero());
    if sums.is_empty() {
        return Ok(());
    }
    for (key, count) in &sums {
        add(c, key, *count)?;
    }
    let events: Vec<NewEvent<'_>> = sums.iter().map(|(key, count)| event(key, *count, cause)).collect();
    for rows in events.chunks(ROWS_PER_INSERT) {
        on_backend!(c, |c| diesel::insert_into(tally_events::table).values(rows).execute(c))?;
    }
    touch(c, cause.at)
}

/// Moves the revision on: an answer made before is no longer true. Its moment never moves back, whatever day an import
/// dates its rows.
///
/// # Errors
/// If the database fails.
pub fn touch(c: &mut Conn, at: Moment) -> Result<()> {
    let latest = diesel::dsl::case_when(
        tally_revision::changed_at.lt(at),
        at.into_sql::<diesel::sql_types::Timestamp>(),
    )
    .otherwise(tally_revision::changed_at);
    diesel::update(tally_revision::table.find(1))
        .set((
            tally_revision::revision.eq(tally_revision::revision + 1),
            tally_revision::changed_at.eq(latest),
        ))
        .execute(c)?;
    Ok(())
}

/// The revision of the cells, and when it began.
///
/// # Errors
/// If the database fails.
pub fn revision(c: &mut Conn) -> Result<(i64, Moment)> {
    Ok(tally_revision::table
        .find(1)
        .select((tally_revision::revision, tally_revision::changed_at))
        .first(c)?)
}

/// An update rather than an upsert first: below-zero checks of an upsert look at the change before they look at the sum.
fn add(c: &mut Conn, key: &CellKey, count: Count) -> Result<()> {
    let cell = tally_cells::table.find((key.year, key.basis, &key.unit, key.pathway, key.month));
    let updated = diesel::update(cell)
        .set((
            tally_cells::persons.eq(tally_cells::persons + count.persons.0),
            tally_cells::households.eq(tally_cells::households + count.households.0),
        ))
        .execute(c)?;
    if updated == 1 {
        return Ok(());
    }
    let insert = diesel::insert_into(tally_cells::table)
        .values((
            tally_cells::year.eq(key.year),
            tally_cells::basis.eq(key.basis),
            tally_cells::unit_code.eq(&key.unit),
            tally_cells::pathway.eq(key.pathway),
            tally_cells::month.eq(key.month),
            tally_cells::persons.eq(count.persons.0),
            tally_cells::households.eq(count.households.0),
        ))
        .on_conflict((
            tally_cells::year,
            tally_cells::basis,
            tally_cells::unit_code,
            tally_cells::pathway,
            tally_cells::month,
        ))
        .do_update()
        .set((
            tally_cells::persons.eq(tally_cells::persons + excluded(tally_cells::persons)),
            tally_cells::households.eq(tally_cells::households + excluded(tally_cells::households)),
        ));
    portable(insert).execute(c)?;
    Ok(())
}

fn event(key: &CellKey, count: Count, cause: Cause) -> NewEvent<'_> {
    NewEvent {
        attribution_id: cause.attribution,
        at: cause.at,
        unit_code: &key.unit,
        pathway: key.pathway,
        year: key.year,
        month: key.month,
        basis: key.basis,
        persons: count.persons,
        households: count.households,
        change_id: cause.change,
    }
}

/// The cells a filter chooses, in the order of their keys.
///
/// # Errors
/// If the database fails.
pub fn cells(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Cell>> {
    let mut query = tally_cells::table
        .filter(tally_cells::year.eq(filter.year).and(tally_cells::basis.eq(filter.basis)))
        .filter(tally_cells::pathway.eq_any(filter.pathways()))
        .into_boxed::<MultiBackend>();
    if let Some(unit) = &filter.unit {
        query = query.filter(tally_cells::unit_code.eq(unit));
    }
    if let Some(month) = filter.month {
        query = query.filter(tally_cells::month.eq(month.number()));
    }
    let rows = query
        .order((tally_cells::unit_code, tally_cells::pathway, tally_cells::month))
        .select((
            tally_cells::unit_code,
            tally_cells::pathway,
            tally_cells::month,
            tally_cells::persons,
            tally_cells::households,
        ))
        .load::<(UnitCode, Pathway, i32, Persons, Households)>(c)?;
    Ok(rows
        .into_iter()
        .map(|(unit, pathway, month, persons, households)| Cell {
            key: CellKey { year: filter.year, basis: filter.basis, unit, pathway, month },
            count: Count { persons, households },
        })
        .collect())
}

/// The condition by which an attribution is behind the number of the same filter.
pub(super) fn behind(
    filter: &TallyFilter,
) -> Box<dyn BoxableExpression<attributions::table, MultiBackend, SqlType = Bool>> {
    let stages: Vec<Stage> =
        Stage::ALL.iter().copied().filter(|stage| Basis::reached(*stage).contains(&filter.basis)).collect();
    let counted = attributions::live
        .eq(true)
        .and(attributions::year.eq(filter.year))
        .and(attributions::stage.eq_any(stages))
        .and(attributions::pathway.eq_any(filter.pathways()));
    match (filter.unit.clone(), filter.month) {
        (None, None) => Box::new(counted),
        (Some(unit), None) => Box::new(counted.and(attributions::unit_code.eq(unit))),
        (None, Some(month)) => Box::new(counted.and(attributions::month.eq(month.number()))),
        (Some(unit), Some(month)) => Box::new(
            counted.and(attributions::unit_code.eq(unit)).and(attributions::month.eq(month.number())),
        ),
    }
}

/// The number of a filter, counted from the attributions behind it and not from the cells.
///
/// # Errors
/// If the database fails.
pub fn counted(c: &mut Conn, filter: &TallyFilter) -> Result<Count> {
    let (households, persons) = attributions::table
        .filter(behind(filter))
        .select((
            diesel::dsl::count_star(),
            diesel::dsl::sql::<diesel::sql_types::Nullable<diesel::sql_types::BigInt>>(
                "CAST(SUM(attributions.persons) AS BIGINT)",
            ),
        ))
        .first::<(i64, Option<i64>)>(c)?;
    Ok(Count { persons: Persons(persons.unwrap_or_default()), households: Households(households) })
}

/// The years that have cells of a basis, newest first.
///
/// # Errors
/// If the database fails.
pub fn years(c: &mut Conn, basis: Basis) -> Result<Vec<i32>> {
    Ok(tally_cells::table
        .filter(tally_cells::basis.eq(basis).and(tally_cells::households.gt(0)))
        .select(tally_cells::year)
        .distinct()
        .order(tally_cells::year.desc())
        .load(c)?)
}

/// A cell that is not what its records say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Which.
    pub key: CellKey,
    /// What the cell says.
    pub kept: Count,
    /// What the attributions say.
    pub counted: Count,
}

/// Counts every attribution anew and compares: what the cells say that the records do not. Its cost grows with the records.
///
/// # Errors
/// If the database fails.
pub fn drift(c: &mut Conn) -> Result<Vec<Drift>> {
    let mut counted = recount(c)?;
    let kept = tally_cells::table
        .select((
            (
                tally_cells::year,
                tally_cells::basis,
                tally_cells::unit_code,
                tally_cells::pathway,
                tally_cells::month,
            ),
            (tally_cells::persons, tally_cells::households),
        ))
        .order((tally_cells::year, tally_cells::basis, tally_cells::unit_code))
        .load::<((i32, Basis, UnitCode, Pathway, i32), (Persons, Households))>(c)?;
    let mut drift = Vec::new();
    for ((year, basis, unit, pathway, month), (persons, households)) in kept {
        let key = CellKey { year, basis, unit, pathway, month };
        let kept = Count { persons, households };
        let counted = counted.remove(&key).unwrap_or_default();
        if kept != counted {
            drift.push(Drift { key, kept, counted });
        }
    }
    drift.extend(counted.into_iter().map(|(key, counted)| Drift { key, kept: Count::default(), counted }));
    Ok(drift)
}

/// The cells made anew from the attributions.
///
/// # Errors
/// If the database fails.
pub fn recount(c: &mut Conn) -> Result<BTreeMap<CellKey, Count>> {
    type Row = (UnitCode, Pathway, i32, i32, Stage, i64, i64);
    let rows = attributions::table
        .filter(attributions::live.eq(true))
        .group_by((
            attributions::unit_code,
            attributions::pathway,
            attributions::year,
            attributions::month,
            attributions::stage,
        ))
        .select((
            attributions::unit_code,
            attributions::pathway,
            attributions::year,
            attributions::month,
            attributions::stage,
            diesel::dsl::sql::<diesel::sql_types::BigInt>("CAST(SUM(attributions.persons) AS BIGINT)"),
            diesel::dsl::count_star(),
        ))
        .load::<Row>(c)?;
    let mut cells = BTreeMap::<CellKey, Count>::new();
    for (unit, pathway, year, month, stage, persons, households) in rows {
        let counted = Counted { unit, pathway, year, month, persons: Persons(persons) };
        for cell in counted.moved(None, Some(stage)) {
            *cells.entry(cell.key).or_default() +=
                Count { persons: Persons(persons), households: Households(households) };
        }
    }
    Ok(cells)
}
