//! The cells and days made anew from the records, for whoever checks. Its cost grows with the records.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::domain::attribution::Stage;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Basis, CellKey, Count, Counted};
use crate::store::schema::{attributions, exits, tally_cells, tally_days, tally_events, tally_village_cells};
use crate::store::{Conn, Result};

/// A cell that is not what its records say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Which.
    pub key: CellKey,
    /// What is kept.
    pub kept: Count,
    /// What the records say.
    pub counted: Count,
    /// The sums of which of the two keep it: the days, or the cells.
    pub from: Kept,
}

/// Where a number is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In the cells, of a unit or of a village: compared with the attributions.
    Cells,
    /// In the days, all of them together: compared with the attributions.
    Days,
    /// In the row of one day: compared with the events of it.
    Day(NaiveDate),
}

type Numbers = BTreeMap<CellKey, Count>;

/// Counts every attribution anew and compares: what the cells and days say that the records do not.
///
/// # Errors
/// If the database fails.
pub fn drift(c: &mut Conn) -> Result<Vec<Drift>> {
    let villages = recount(c)?;
    let mut units = Numbers::new();
    for (key, count) in &villages {
        *units.entry(key.of_unit()).or_default() += *count;
    }
    let mut drift = compared(unit_cells(c)?, units.clone(), Kept::Cells);
    drift.extend(compared(village_cells(c)?, villages, Kept::Cells));
    drift.extend(compared(all_days(c)?, units, Kept::Days));
    let (kept, counted) = (days(c)?, events(c)?);
    let of = |all: &BTreeMap<NaiveDate, Numbers>, day| all.get(&day).cloned().unwrap_or_default();
    let mut all_of: Vec<NaiveDate> = kept.keys().chain(counted.keys()).copied().collect();
    all_of.sort_unstable();
    all_of.dedup();
    for day in all_of {
        drift.extend(compared(of(&kept, day), of(&counted, day), Kept::Day(day)));
    }
    Ok(drift)
}

fn compared(kept: Numbers, mut counted: Numbers, from: Kept) -> Vec<Drift> {
    let mut drift = Vec::new();
    for (key, kept) in kept {
        let counted = counted.remove(&key).unwrap_or_default();
        if kept != counted {
            drift.push(Drift { key, kept, counted, from });
        }
    }
    let rest = counted.into_iter().filter(|(_, counted)| !counted.is_zero());
    drift.extend(rest.map(|(key, counted)| Drift { key, kept: Count::default(), counted, from }));
    drift
}

/// The cells of villages made anew from the attributions.
///
/// # Errors
/// If the database fails.
pub fn recount(c: &mut Conn) -> Result<BTreeMap<CellKey, Count>> {
    type Row = ((UnitCode, DivisionCode), Pathway, i32, i32, Stage, (i64, i64));
    let rows = attributions::table
        .inner_join(exits::table)
        .filter(attributions::live.eq(true))
        .group_by((
            attributions::unit_code,
            exits::division_code,
            attributions::pathway,
            attributions::year,
            attributions::month,
            attributions::stage,
        ))
        .select((
            (attributions::unit_code, exits::division_code),
            attributions::pathway,
            attributions::year,
            attributions::month,
            attributions::stage,
            (sql::<BigInt>("CAST(SUM(attributions.persons) AS BIGINT)"), count_star()),
        ))
        .load::<Row>(c)?;
    let mut cells = Numbers::new();
    for ((unit, village), pathway, year, month, stage, (persons, households)) in rows {
        let count = Count { persons: Persons(persons), households: Households(households) };
        let counted = Counted { unit, pathway, year, month, persons: count.persons };
        for cell in counted.moved_by(&village, count, None, Some(stage)) {
            *cells.entry(cell.key).or_default() += cell.count;
        }
    }
    Ok(cells)
}

type Row = ((i32, Basis, UnitCode, Pathway, i32), (Persons, Households));

fn keyed(((year, basis, unit, pathway, month), (persons, households)): Row) -> (CellKey, Count) {
    (CellKey { year, basis, unit, village: None, pathway, month }, Count { persons, households })
}

fn unit_cells(c: &mut Conn) -> Result<Numbers> {
    let rows = tally_cells::table
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
        .load::<Row>(c)?;
    Ok(rows.into_iter().map(keyed).collect())
}

fn village_cells(c: &mut Conn) -> Result<Numbers> {
    let rows = tally_village_cells::table
        .select((
            tally_village_cells::division_code,
            (
                (
                    tally_village_cells::year,
                    tally_village_cells::basis,
                    tally_village_cells::unit_code,
                    tally_village_cells::pathway,
                    tally_village_cells::month,
                ),
                (tally_village_cells::persons, tally_village_cells::households),
            ),
        ))
        .load::<(DivisionCode, Row)>(c)?;
    let of = |(village, row)| {
        let (key, count) = keyed(row);
        (CellKey { village: Some(village), ..key }, count)
    };
    Ok(rows.into_iter().map(of).collect())
}

fn all_days(c: &mut Conn) -> Result<Numbers> {
    let mut sums = Numbers::new();
    for numbers in days(c)?.into_values() {
        for (key, count) in numbers {
            *sums.entry(key).or_default() += count;
        }
    }
    Ok(sums)
}

fn days(c: &mut Conn) -> Result<BTreeMap<NaiveDate, Numbers>> {
    let rows = tally_days::table
        .select((
            tally_days::on_day,
            (
                (
                    tally_days::year,
                    tally_days::basis,
                    tally_days::unit_code,
                    tally_days::pathway,
                    tally_days::month,
                ),
                (tally_days::persons, tally_days::households),
            ),
        ))
        .load::<(NaiveDate, Row)>(c)?;
    let mut days = BTreeMap::<NaiveDate, Numbers>::new();
    for (day, row) in rows {
        let (key, count) = keyed(row);
        *days.entry(day).or_default().entry(key).or_default() += count;
    }
    Ok(days)
}

/// Events read at once.
const CHUNK: i64 = 20_000;

fn events(c: &mut Conn) -> Result<BTreeMap<NaiveDate, Numbers>> {
    let (mut all, mut after) = (BTreeMap::<NaiveDate, Numbers>::new(), 0);
    loop {
        let rows = events_after(c, after)?;
        let Some((last, ..)) = rows.last() else { return Ok(all) };
        after = *last;
        for (_, at, row) in rows {
            let (key, count) = keyed(row);
            *all.entry(at.day()).or_default().entry(key).or_default() += count;
        }
    }
}

fn events_after(c: &mut Conn, after: i64) -> Result<Vec<(i64, Moment, Row)>> {
    Ok(tally_events::table
        .filter(tally_events::id.gt(after))
        .order(tally_events::id)
        .limit(CHUNK)
        .select((
            tally_events::id,
            tally_events::at,
            (
                (
                    tally_events::year,
                    tally_events::basis,
                    tally_events::unit_code,
                    tally_events::pathway,
                    tally_events::month,
                ),
                (tally_events::persons, tally_events::households),
            ),
        ))
        .load(c)?)
}
