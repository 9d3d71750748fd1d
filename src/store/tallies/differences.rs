//! What corrected a number later, and what a number was at the end of a day: both from the dated events.

use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use crate::domain::exit::ChangeKind;
use crate::domain::household::HouseholdCode;
use crate::domain::ids::{ExitChangeId, ExitId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Cell, CellKey, Count, TallyFilter};
use crate::store::conn::MultiBackend;
use crate::store::schema::{exit_changes, exits, households, tally_events};
use crate::store::{Conn, Result};

/// An event that corrected a number of a filter.
#[derive(Debug, Clone, Queryable)]
pub struct Correction {
    /// The recorded change.
    pub change: ExitChangeId,
    /// What it was.
    pub kind: ChangeKind,
    /// The day it is of.
    pub on: NaiveDate,
    /// Its document's number; may be empty for a wrong attribution.
    pub document: String,
    /// Why, in words.
    pub reason: String,
    /// The exit.
    pub exit: ExitId,
    /// The household's code.
    pub household: HouseholdCode,
    /// When the number changed.
    pub at: Moment,
    /// The pathway.
    pub pathway: Pathway,
    /// By how many persons; less than none if the number fell.
    pub persons: i64,
    /// By how many households.
    pub households: i64,
}

/// What corrected the number of a filter, oldest first.
///
/// # Errors
/// If the database fails.
pub fn of(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Correction>> {
    let mut query = tally_events::table
        .inner_join(exit_changes::table.inner_join(exits::table.inner_join(households::table)))
        .filter(tally_events::year.eq(filter.year).and(tally_events::basis.eq(filter.basis)))
        .filter(tally_events::change_id.is_not_null())
        .filter(tally_events::pathway.eq_any(filter.pathways()))
        .into_boxed::<MultiBackend>();
    if let Some(unit) = &filter.unit {
        query = query.filter(tally_events::unit_code.eq(unit.clone()));
    }
    if let Some(month) = filter.month {
        query = query.filter(tally_events::month.eq(month.number()));
    }
    Ok(query
        .order(tally_events::id)
        .select((
            exit_changes::id,
            exit_changes::kind,
            exit_changes::on_day,
            exit_changes::document,
            exit_changes::reason,
            exits::id,
            households::code,
            tally_events::at,
            tally_events::pathway,
            tally_events::persons,
            tally_events::households,
        ))
        .load(c)?)
}

/// The cells of a filter as they stood at the end of a day, summed from the events until then.
///
/// # Errors
/// If the database fails.
pub fn as_of(c: &mut Conn, filter: &TallyFilter, day: NaiveDate) -> Result<Vec<Cell>> {
    type Sum = Nullable<BigInt>;
    let mut query = tally_events::table
        .filter(tally_events::year.eq(filter.year).and(tally_events::basis.eq(filter.basis)))
        .filter(tally_events::pathway.eq_any(filter.pathways()))
        .filter(tally_events::at.lt(Moment::after(day)))
        .into_boxed::<MultiBackend>();
    if let Some(unit) = &filter.unit {
        query = query.filter(tally_events::unit_code.eq(unit.clone()));
    }
    if let Some(month) = filter.month {
        query = query.filter(tally_events::month.eq(month.number()));
    }
    // Summed here: a boxed query cannot be grouped on both databases.
    let rows = query
        .select((
            tally_events::unit_code,
            tally_events::pathway,
            tally_events::month,
            dsl::sql::<Sum>("tally_events.persons"),
            dsl::sql::<Sum>("tally_events.households"),
        ))
        .load::<(crate::domain::division::UnitCode, Pathway, i32, Option<i64>, Option<i64>)>(c)?;
    let mut cells = std::collections::BTreeMap::<CellKey, Count>::new();
    for (unit, pathway, month, persons, households) in rows {
        let key = CellKey { year: filter.year, basis: filter.basis, unit, pathway, month };
        *cells.entry(key).or_default() +=
            Count { persons: Persons(persons.unwrap_or(0)), households: Households(households.unwrap_or(0)) };
    }
    Ok(cells
        .into_iter()
        .filter(|(_, count)| !count.is_zero())
        .map(|(key, count)| Cell { key, count })
        .collect())
}
