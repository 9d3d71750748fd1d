//! Proposals made on one screen, and the villages that have something to propose.

use std::collections::BTreeMap;

use diesel::dsl;
use diesel::prelude::*;
use serde::Serialize;

use super::conn::MultiBackend;
use super::exits::visible;
use super::schema::{attribution_batches, attributions, divisions, exits};
use super::{Conn, Result};
use crate::domain::access::Scope;
use crate::domain::attribution::Stage;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::exit::ExitState;
use crate::domain::ids::{AttributionId, BatchId, ExitId, UserId};
use crate::domain::moment::Moment;
use crate::domain::quantity::Persons;
use crate::domain::tally::Count;

/// A village with exits that wait to be attributed.
#[derive(Debug, Clone, Serialize)]
pub struct Village {
    /// Its code.
    pub code: DivisionCode,
    /// Its name.
    pub name: String,
    /// How many of its exits wait.
    pub waiting: Count,
}

/// A batch as made.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Batch {
    /// Its number.
    pub id: BatchId,
    /// The unit.
    pub unit: UnitCode,
    /// The village.
    pub division: DivisionCode,
    /// The village's name.
    pub village: String,
    /// Who made it.
    pub made_by: UserId,
    /// When.
    pub made_at: Moment,
    /// When it was undone.
    pub undone_at: Option<Moment>,
}

/// The villages in scope with exits that wait, by their codes.
///
/// # Errors
/// If the database fails.
pub fn villages(c: &mut Conn, scope: &Scope) -> Result<Vec<Village>> {
    let live = attributions::table.filter(attributions::live.eq(true)).select(attributions::exit_id);
    let waiting: Vec<ExitId> = exits::table
        .filter(visible(scope))
        .filter(exits::state.eq(ExitState::Announced))
        .filter(dsl::not(exits::id.eq_any(live)))
        .into_boxed::<MultiBackend>()
        .select(exits::id)
        .limit(10_000)
        .load(c)?;
    let rows: Vec<(DivisionCode, String, i32)> = exits::table
        .inner_join(divisions::table)
        .filter(exits::id.eq_any(waiting))
        .select((exits::division_code, divisions::name, exits::persons))
        .load(c)?;
    let mut villages = BTreeMap::<DivisionCode, Village>::new();
    for (code, name, persons) in rows {
        let village = villages.entry(code.clone());
        let village = village.or_insert_with(|| Village { code, name, waiting: Count::default() });
        village.waiting += Count::household_of(Persons(persons.into()));
    }
    Ok(villages.into_values().collect())
}

/// Makes a batch.
///
/// # Errors
/// If the database fails.
pub fn insert(
    c: &mut Conn,
    unit: &UnitCode,
    village: &DivisionCode,
    by: UserId,
    at: Moment,
) -> Result<BatchId> {
    Ok(diesel::insert_into(attribution_batches::table)
        .values((
            attribution_batches::unit_code.eq(unit),
            attribution_batches::division_code.eq(village),
            attribution_batches::made_by.eq(by),
            attribution_batches::made_at.eq(at),
        ))
        .returning(attribution_batches::id)
        .get_result(c)?)
}

/// One batch.
///
/// # Errors
/// `NotFound` if there is none in scope.
pub fn find(c: &mut Conn, scope: &Scope, id: BatchId) -> Result<Batch> {
    let batch: Batch = attribution_batches::table
        .inner_join(divisions::table)
        .filter(attribution_batches::id.eq(id))
        .select((
            attribution_batches::id,
            attribution_batches::unit_code,
            attribution_batches::division_code,
            divisions::name,
            attribution_batches::made_by,
            attribution_batches::made_at,
            attribution_batches::undone_at,
        ))
        .first(c)?;
    let known = match scope {
        Scope::City => true,
        Scope::Unit(unit) => *unit == batch.unit,
        Scope::Public | Scope::Operator(_) => false,
    };
    if known { Ok(batch) } else { Err(super::Fault::NotFound) }
}

/// The attributions of a batch, with where each stands.
///
/// # Errors
/// If the database fails.
pub fn members(c: &mut Conn, id: BatchId) -> Result<Vec<(AttributionId, Stage)>> {
    Ok(attributions::table
        .filter(attributions::batch_id.eq(id))
        .order(attributions::id)
        .select((attributions::id, attributions::stage))
        .load(c)?)
}

/// Writes down that a batch was undone.
///
/// # Errors
/// `Stale` if it was before.
pub fn undone(c: &mut Conn, id: BatchId, by: UserId, at: Moment) -> Result<()> {
    let row = attribution_batches::table
        .filter(attribution_batches::id.eq(id).and(attribution_batches::undone_at.is_null()));
    super::fault::changed(
        diesel::update(row)
            .set((attribution_batches::undone_by.eq(Some(by)), attribution_batches::undone_at.eq(Some(at))))
            .execute(c)?,
    )
}
