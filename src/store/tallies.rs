//! The tally cells: kept in the transaction that changes an attribution, and able to be made anew from the records.
//!
//! A number and the list behind it come from here and from the same [`TallyFilter`]: [`cells`] reads the number, and
//! [`behind`] is the condition of its rows. [`check`] makes the cells from the attributions, for whoever checks.

mod behind;
pub mod check;
pub mod differences;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;

pub(super) use self::behind::behind;
pub use self::behind::counted;
pub use self::check::{Drift, drift};
use super::conn::{MultiBackend, ROWS_PER_INSERT, on_backend};
use super::schema::{
    attributions, exits, tally_cells, tally_days, tally_events, tally_revision, tally_village_cells,
};
use super::{Conn, Result};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{AttributionId, ExitChangeId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Basis, Cell, CellChange, CellKey, Count, TallyFilter};

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
    // An update rather than an upsert first: the below-zero check of an upsert looks at the change before it looks at the sum.
    let (more, less): (Vec<_>, Vec<_>) = units.iter().partition(|(_, count)| only_grows(**count));
    for (key, count) in less {
        lessen(c, key, *count)?;
    }
    add(c, &more)?;
    let (more, less): (Vec<_>, Vec<_>) = villages.iter().partition(|(_, count)| only_grows(**count));
    for (key, count) in less {
        lessen_village(c, key, *count)?;
    }
    add_to_villages(c, &more)?;
    add_to_day(c, &units, cause.at.day())?;
    let events: Vec<NewEvent<'_>> = units.iter().map(|(key, count)| event(key, *count, cause)).collect();
    for rows in events.chunks(ROWS_PER_INSERT) {
        on_backend!(c, |c| diesel::insert_into(tally_events::table).values(rows).execute(c))?;
    }
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

/// Takes from a cell. A cell that is not there has nothing to be taken from: the row its absence stands for is refused.
fn lessen(c: &mut Conn, key: &CellKey, count: Count) -> Result<()> {
    let cell = tally_cells::table.find((key.year, key.basis, &key.unit, key.pathway, key.month));
    let updated = diesel::update(cell)
        .set((
            tally_cells::persons.eq(tally_cells::persons + count.persons.0),
            tally_cells::households.eq(tally_cells::households + count.households.0),
        ))
        .execute(c)?;
    if updated == 1 { Ok(()) } else { add(c, &[(key, &count)]) }
}

fn lessen_village(c: &mut Conn, key: &CellKey, count: Count) -> Result<()> {
    let place = key.village.as_ref().map_or("", DivisionCode::as_str);
    let cell =
        tally_village_cells::table.find((key.year, key.basis, place, &key.unit, key.pathway, key.month));
    let updated = diesel::update(cell)
        .set((
            tally_village_cells::persons.eq(tally_village_cells::persons + count.persons.0),
            tally_village_cells::households.eq(tally_village_cells::households + count.households.0),
        ))
        .execute(c)?;
    if updated == 1 { Ok(()) } else { add_to_villages(c, &[(key, &count)]) }
}

fn add(c: &mut Conn, to: &[(&CellKey, &Count)]) -> Result<()> {
    for some in to.chunks(ROWS_PER_INSERT) {
        let rows: Vec<CellRow<'_>> = some
            .iter()
            .map(|(key, count)| CellRow {
                unit_code: &key.unit,
                pathway: key.pathway,
                year: key.year,
                month: key.month,
                basis: key.basis,
                persons: count.persons,
                households: count.households,
            })
            .collect();
        on_backend!(c, |c| diesel::insert_into(tally_cells::table)
            .values(&rows)
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
            ))
            .execute(c))?;
    }
    Ok(())
}

fn add_to_villages(c: &mut Conn, to: &[(&CellKey, &Count)]) -> Result<()> {
    let rows: Vec<VillageRow<'_>> = to
        .iter()
        .filter_map(|(key, count)| {
            Some(VillageRow {
                unit_code: &key.unit,
                division_code: key.village.as_ref()?,
                pathway: key.pathway,
                year: key.year,
                month: key.month,
                basis: key.basis,
                persons: count.persons,
                households: count.households,
            })
        })
        .collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(c, |c| diesel::insert_into(tally_village_cells::table)
            .values(rows)
            .on_conflict((
                tally_village_cells::year,
                tally_village_cells::basis,
                tally_village_cells::division_code,
                tally_village_cells::unit_code,
                tally_village_cells::pathway,
                tally_village_cells::month,
            ))
            .do_update()
            .set((
                tally_village_cells::persons
                    .eq(tally_village_cells::persons + excluded(tally_village_cells::persons)),
                tally_village_cells::households
                    .eq(tally_village_cells::households + excluded(tally_village_cells::households)),
            ))
            .execute(c))?;
    }
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
    for rows in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(c, |c| diesel::insert_into(tally_days::table)
            .values(rows)
            .on_conflict((
                tally_days::year,
                tally_days::basis,
                tally_days::on_day,
                tally_days::unit_code,
                tally_days::pathway,
                tally_days::month,
            ))
            .do_update()
            .set((
                tally_days::persons.eq(tally_days::persons + excluded(tally_days::persons)),
                tally_days::households.eq(tally_days::households + excluded(tally_days::households)),
            ))
            .execute(c))?;
    }
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

/// The cells a filter chooses, in the order of their keys: of units, or of villages if it is of a township or village.
///
/// # Errors
/// If the database fails.
pub fn cells(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Cell>> {
    match (&filter.locality, filter.as_of) {
        (None, None) => unit_cells(c, filter),
        (None, Some(day)) => day_cells(c, filter, day),
        (Some(_), _) => village_cells(c, filter),
    }
}

type UnitRow = (UnitCode, Pathway, i32, Persons, Households);

fn of_units(filter: &TallyFilter, rows: Vec<UnitRow>) -> Vec<Cell> {
    let cell = |(unit, pathway, month, persons, households): UnitRow| Cell {
        key: CellKey { year: filter.year, basis: filter.basis, unit, village: None, pathway, month },
        count: Count { persons, households },
    };
    rows.into_iter().map(cell).collect()
}

fn unit_cells(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Cell>> {
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
        .load::<UnitRow>(c)?;
    Ok(of_units(filter, rows))
}

/// The cells as they stood at the end of a day: the sum of what each day until then did.
fn day_cells(c: &mut Conn, filter: &TallyFilter, day: NaiveDate) -> Result<Vec<Cell>> {
    let mut query = tally_days::table
        .filter(tally_days::year.eq(filter.year).and(tally_days::basis.eq(filter.basis)))
        .filter(tally_days::on_day.le(day))
        .filter(tally_days::pathway.eq_any(filter.pathways()))
        .into_boxed::<MultiBackend>();
    if let Some(unit) = &filter.unit {
        query = query.filter(tally_days::unit_code.eq(unit));
    }
    if let Some(month) = filter.month {
        query = query.filter(tally_days::month.eq(month.number()));
    }
    // Summed here: a boxed query cannot be grouped on both databases.
    let rows = query
        .select((
            tally_days::unit_code,
            tally_days::pathway,
            tally_days::month,
            tally_days::persons,
            tally_days::households,
        ))
        .load::<UnitRow>(c)?;
    let sums = summed(of_units(filter, rows).into_iter().map(|cell| (cell.key, cell.count)));
    Ok(sums.into_iter().map(|(key, count)| Cell { key, count }).collect())
}

/// The cells of villages a filter chooses, in the order of their keys. As of a past day they are counted from the list
/// itself: a village's exits are few.
///
/// # Errors
/// If the database fails.
pub fn village_cells(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Cell>> {
    if filter.as_of.is_some() {
        return counted_villages(c, filter);
    }
    let mut query = tally_village_cells::table
        .filter(tally_village_cells::year.eq(filter.year).and(tally_village_cells::basis.eq(filter.basis)))
        .filter(tally_village_cells::pathway.eq_any(filter.pathways()))
        .into_boxed::<MultiBackend>();
    if let Some(place) = &filter.locality {
        query = query.filter(
            tally_village_cells::division_code
                .ge(place.as_str().to_owned())
                .and(tally_village_cells::division_code.lt(place.end())),
        );
    }
    if let Some(unit) = &filter.unit {
        query = query.filter(tally_village_cells::unit_code.eq(unit));
    }
    if let Some(month) = filter.month {
        query = query.filter(tally_village_cells::month.eq(month.number()));
    }
    let rows = query
        .order((
            tally_village_cells::division_code,
            tally_village_cells::unit_code,
            tally_village_cells::pathway,
            tally_village_cells::month,
        ))
        .select((
            tally_village_cells::unit_code,
            tally_village_cells::division_code,
            tally_village_cells::pathway,
            tally_village_cells::month,
            (tally_village_cells::persons, tally_village_cells::households),
        ))
        .load::<(UnitCode, DivisionCode, Pathway, i32, (Persons, Households))>(c)?;
    let cell = |(unit, village, pathway, month, (persons, households))| Cell {
        key: CellKey { year: filter.year, basis: filter.basis, unit, village: Some(village), pathway, month },
        count: Count { persons, households },
    };
    Ok(rows.into_iter().map(cell).collect())
}

fn counted_villages(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Cell>> {
    let village = exits::table.filter(exits::id.eq(attributions::exit_id)).select(exits::division_code);
    let rows = attributions::table
        .filter(behind(filter))
        .into_boxed::<MultiBackend>()
        .select((
            attributions::unit_code,
            village.single_value(),
            attributions::pathway,
            attributions::month,
            attributions::persons,
        ))
        .load::<(UnitCode, Option<DivisionCode>, Pathway, i32, i32)>(c)?;
    let of = |(unit, village, pathway, month, persons): (_, _, _, _, i32)| {
        let key = CellKey { year: filter.year, basis: filter.basis, unit, village, pathway, month };
        (key, Count::household_of(Persons(persons.into())))
    };
    Ok(summed(rows.into_iter().map(of)).into_iter().map(|(key, count)| Cell { key, count }).collect())
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
