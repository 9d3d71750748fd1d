//! Reading numbers: the cells of a filter, of units or of villages, now or as of a day.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::behind::behind;
use super::summed;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Cell, CellKey, Count, TallyFilter};
use crate::store::conn::MultiBackend;
use crate::store::schema::{attributions, exits, tally_cells, tally_days, tally_village_cells};
use crate::store::{Conn, Result};

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
