//! What corrected a number later, from the dated events.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::exit::ChangeKind;
use crate::domain::household::HouseholdCode;
use crate::domain::ids::{ExitChangeId, ExitId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::tally::TallyFilter;
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
    if let Some(place) = &filter.locality {
        let there =
            exits::division_code.ge(place.as_str().to_owned()).and(exits::division_code.lt(place.end()));
        query = query.filter(there);
    }
    if let Some(day) = filter.as_of {
        query = query.filter(tally_events::at.lt(Moment::after(day)));
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
