//! How much of a number are exits of households in villages supported to develop tourism in the year.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::schema::{attributions, exits, programmes};
use super::{Conn, Result, tallies};
use crate::domain::division::UnitCode;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Count, TallyFilter};

/// The exits behind a filter's number whose household lives in a village with a supported programme of the year, by unit.
///
/// # Errors
/// If the database fails.
pub fn counted(c: &mut Conn, filter: &TallyFilter) -> Result<BTreeMap<UnitCode, Count>> {
    let supported = programmes::table
        .filter(programmes::year.eq(filter.year).and(programmes::supported.eq(true)))
        .select(programmes::division_code);
    let there = exits::table.filter(exits::division_code.eq_any(supported)).select(exits::id);
    let rows = attributions::table
        .filter(tallies::behind(filter))
        .filter(attributions::exit_id.eq_any(there))
        .group_by(attributions::unit_code)
        .select((
            attributions::unit_code,
            diesel::dsl::count_star(),
            diesel::dsl::sql::<diesel::sql_types::BigInt>("CAST(SUM(attributions.persons) AS BIGINT)"),
        ))
        .load::<(UnitCode, i64, i64)>(c)?;
    let count = |(unit, households, persons)| {
        (unit, Count { persons: Persons(persons), households: Households(households) })
    };
    Ok(rows.into_iter().map(count).collect())
}
