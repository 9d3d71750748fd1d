//! The tally cells: kept in the transaction that changes an attribution, and able to be made anew from the records.
//!
//! A number and the list behind it come from here and from the same [`crate::domain::tally::TallyFilter`]: [`cells`] reads the number, and
//! [`behind`] is the condition of its rows. [`check`] makes the cells from the attributions, for whoever checks.

mod behind;
mod cells;
pub mod check;
pub mod differences;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;

pub(super) use self::behind::behind;
pub use self::behind::counted;
pub use self::cells::{cells, village_cells};
pub use self::check::{Drift, drift};
use super::conn::{ROWS_PER_INSERT, insert_all, on_backend};
use super::schema::{tally_cells, tally_days, tally_events, tally_revision, tally_village_cells};
use super::{Conn, Result};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{AttributionId, ExitChangeId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Basis, CellChange, CellKey, Count};

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
struct NewEvent {
    attribution_id: Option<AttributionId>,
    at: Moment,
    unit_code: UnitCode,
    pathway: Pathway,
    year: i32,
    month: i32,
    basis: Basis,
    persons: Persons,
    households: Households,
    change_id: Option<ExitChangeId>,
}

#[derive(Insertable)]
#[diesel(table_name = tally_cells, treat_none_as_default_value = false)]
struct CellRow<'a> {
    unit_code: &'a UnitCode,
    pathway: Pathway,
    year: i32,
    month: i32,
    basis: Basis,
    persons: Persons,
    households: Households,
}

#[derive(Insertable)]
#[diesel(table_name = tally_village_cells, treat_none_as_default_value = false)]
struct VillageRow<'a> {
    unit_code: &'a UnitCode,
    division_code: &'a DivisionCode,
    pathway: Pathway,
    year: i32,
    month: i32,
    basis: Basis,
    persons: Persons,
    households: Households,
}

#[derive(Insertable)]
#[diesel(table_name = tally_days, treat_none_as_default_value = false)]
struct DayRow<'a> {
    unit_code: &'a UnitCode,
    pathway: Pathway,
    year: i32,
    month: i32,
    basis: Basis,
    on_day: NaiveDate,
    persons: Persons,
    households: Households,
}

/// Changes cells of villages and with them those of their units, writes down what was changed, on which day and why, and moves
/// the revision on.
///
/// Changes of one cell are added up first, and cells are changed in the order of their keys, so that two transactions never
/// wait for each other in a ring.
///
/// # Errors
/// If a cell would fall below zero, which means it was wrong before.
pub fn apply(c: &mut Conn, changes: &[CellChange], cause: Cause) -> Result<()> {
    let villages = summed(changes.iter().map(|change| (change.key.clone(), change.count)));
    let units = summed(changes.iter().map(|change| (change.key.of_unit(), change.count)));
    if villages.is_empty() {
        return Ok(());
    }
    keep_units(c, &units)?;
    keep_villages(c, &villages)?;
    add_to_day(c, &units, cause.at.day())?;
    let events: Vec<NewEvent> = units.iter().map(|(key, count)| event(key, *count, cause)).collect();
    insert_all!(c, tally_events, events)?;
    touch(c, cause.at)
}

fn summed(changes: impl Iterator<Item = (CellKey, Count)>) -> BTreeMap<CellKey, Count> {
    let mut sums = BTreeMap::<CellKey, Count>::new();
    for (key, count) in changes {
        *sums.entry(key).or_default() += count;
    }
    sums.retain(|_, count| !count.is_zero());
    sums
}

fn only_grows(count: Count) -> bool {
    count.persons.0 >= 0 && count.households.0 >= 0
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

/// Adds to rows, or makes them: persons and households of each, by its key.
macro_rules! grow {
    ($c:expr, $rows:expr, $table:ident: $($key:ident),+) => {
        for rows in $rows.chunks(ROWS_PER_INSERT) {
            on_backend!($c, |c| diesel::insert_into($table::table)
                .values(rows)
                .on_conflict(($($table::$key),+))
                .do_update()
                .set((
                    $table::persons.eq($table::persons + excluded($table::persons)),
                    $table::households.eq($table::households + excluded($table::households)),
                ))
                .execute(c))?;
        }
    };
}

/// Changes one row by an update; whether it was there. The below-zero check of an upsert looks at the change before it looks at
/// the sum, so what may become less is updated first.
macro_rules! shift {
    ($c:expr, $table:ident, $key:expr, $count:expr) => {
        diesel::update($table::table.find($key))
            .set((
                $table::persons.eq($table::persons + $count.persons.0),
                $table::households.eq($table::households + $count.households.0),
            ))
            .execute($c)?
            == 1
    };
}

fn keep_units(c: &mut Conn, changes: &BTreeMap<CellKey, Count>) -> Result<()> {
    let all_grow = changes.values().all(|count| only_grows(*count));
    let mut rows = Vec::new();
    for (key, count) in changes {
        let place = (key.year, key.basis, &key.unit, key.pathway, key.month);
        if all_grow || !shift!(c, tally_cells, place, count) {
            rows.push(CellRow {
                unit_code: &key.unit,
                pathway: key.pathway,
                year: key.year,
                month: key.month,
                basis: key.basis,
                persons: count.persons,
                households: count.households,
            });
        }
    }
    grow!(c, rows, tally_cells: year, basis, unit_code, pathway, month);
    Ok(())
}

fn keep_villages(c: &mut Conn, changes: &BTreeMap<CellKey, Count>) -> Result<()> {
    let all_grow = changes.values().all(|count| only_grows(*count));
    let mut rows = Vec::new();
    for (key, count) in changes {
        let Some(village) = &key.village else { continue };
        let place = (key.year, key.basis, village, &key.unit, key.pathway, key.month);
        if all_grow || !shift!(c, tally_village_cells, place, count) {
            rows.push(VillageRow {
                unit_code: &key.unit,
                division_code: village,
                pathway: key.pathway,
                year: key.year,
                month: key.month,
                basis: key.basis,
                persons: count.persons,
                households: count.households,
            });
        }
    }
    grow!(c, rows, tally_village_cells: year, basis, division_code, unit_code, pathway, month);
    Ok(())
}

fn add_to_day(c: &mut Conn, units: &BTreeMap<CellKey, Count>, on_day: NaiveDate) -> Result<()> {
    let rows: Vec<DayRow<'_>> = units
        .iter()
        .map(|(key, count)| DayRow {
            unit_code: &key.unit,
            pathway: key.pathway,
            year: key.year,
            month: key.month,
            basis: key.basis,
            on_day,
            persons: count.persons,
            households: count.households,
        })
        .collect();
    grow!(c, rows, tally_days: year, basis, on_day, unit_code, pathway, month);
    Ok(())
}

fn event(key: &CellKey, count: Count, cause: Cause) -> NewEvent {
    NewEvent {
        attribution_id: cause.attribution,
        at: cause.at,
        unit_code: key.unit.clone(),
        pathway: key.pathway,
        year: key.year,
        month: key.month,
        basis: key.basis,
        persons: count.persons,
        households: count.households,
        change_id: cause.change,
    }
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
