//! The rows behind a number: the one condition by which an attribution is counted.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::domain::attribution::Stage;
use crate::domain::codes::Code as _;
use crate::domain::moment::Moment;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Basis, Count, TallyFilter};
use crate::store::conn::MultiBackend;
use crate::store::schema::{attributions, exits};
use crate::store::{Conn, Result};

type Condition = Box<dyn BoxableExpression<attributions::table, MultiBackend, SqlType = Bool>>;

/// The condition by which an attribution is behind the number of the same filter.
pub(in crate::store) fn behind(filter: &TallyFilter) -> Condition {
    let standing = match filter.as_of {
        Some(day) => stood(filter.basis, day),
        None => stands(filter.basis),
    };
    let mut counted: Condition = Box::new(
        attributions::year.eq(filter.year).and(attributions::pathway.eq_any(filter.pathways())).and(standing),
    );
    if let Some(unit) = filter.unit.clone() {
        counted = Box::new(counted.and(attributions::unit_code.eq(unit)));
    }
    if let Some(month) = filter.month {
        counted = Box::new(counted.and(attributions::month.eq(month.number())));
    }
    if let Some(place) = &filter.locality {
        let there = exits::table
            .filter(exits::division_code.ge(place.as_str().to_owned()))
            .filter(exits::division_code.lt(place.end()))
            .select(exits::id);
        counted = Box::new(counted.and(attributions::exit_id.eq_any(there)));
    }
    counted
}

/// That an attribution counts now.
fn stands(basis: Basis) -> Condition {
    let stages: Vec<Stage> =
        Stage::ALL.iter().copied().filter(|stage| Basis::reached(*stage).contains(&basis)).collect();
    // Bare, so that SQLite knows the index of those that count for its own: what is bound it does not look at.
    Box::new(attributions::live.and(attributions::stage.eq_any(stages)))
}

/// That it counted at the end of a day, by its signatures: a stage skipped is reached with the one after it.
fn stood(basis: Basis, day: NaiveDate) -> Condition {
    let end = Moment::after(day);
    let confirmed =
        attributions::confirmed_at.is_not_null().and(attributions::confirmed_at.assume_not_null().lt(end));
    let reached: Condition = match basis {
        Basis::Proposed => Box::new(attributions::proposed_at.lt(end)),
        Basis::Verified => {
            let verified = attributions::verified_at
                .is_not_null()
                .and(attributions::verified_at.assume_not_null().lt(end));
            Box::new(verified.or(confirmed))
        }
        Basis::Confirmed => Box::new(confirmed),
        Basis::Frozen => Box::new(
            attributions::frozen_at.is_not_null().and(attributions::frozen_at.assume_not_null().lt(end)),
        ),
    };
    let stays = attributions::withdrawn_at.is_null().or(attributions::withdrawn_at.assume_not_null().ge(end));
    Box::new(reached.and(stays))
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
