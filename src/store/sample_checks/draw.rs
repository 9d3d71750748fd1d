//! What a draw reads and writes.

use std::collections::HashMap;

use diesel::prelude::*;

use super::SampleCheck;
use crate::domain::access::Role;
use crate::domain::attribution::Stage as Attributed;
use crate::domain::division::UnitCode;
use crate::domain::ids::{AttributionId, ExitId, SampleCheckId, UserId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::sample_check::{Staff, Stage};
use crate::store::conn::{MultiBackend, insert_all};
use crate::store::fault::changed;
use crate::store::schema::{attributions, sample_cases, sample_checks, sample_units, users};
use crate::store::{Conn, Result};

/// An exit that can be drawn.
#[derive(Debug, Clone, Queryable)]
pub struct Candidate {
    /// The unit it counts in.
    pub unit: UnitCode,
    /// The exit.
    pub exit: ExitId,
    /// Its confirmed attribution.
    pub attribution: AttributionId,
}

/// What a unit is drawn from.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = sample_units, treat_none_as_default_value = false)]
pub struct NewUnit {
    /// The sample check.
    pub sample_check_id: SampleCheckId,
    /// The unit.
    pub unit_code: UnitCode,
    /// How many households there are.
    pub population_count: i64,
    /// Their exits' numbers, one a line.
    pub population: String,
    /// The SHA-256 of that text.
    pub population_digest: String,
    /// How many are drawn.
    pub size: i64,
}

/// A household drawn.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = sample_cases, treat_none_as_default_value = false)]
pub struct NewCase {
    /// The sample check.
    pub sample_check_id: SampleCheckId,
    /// The unit.
    pub unit_code: UnitCode,
    /// Its place in the order of the draw, from 1.
    pub place: i32,
    /// The exit.
    pub exit_id: ExitId,
    /// The attribution that counted.
    pub attribution_id: AttributionId,
    /// Who looks at it.
    pub checker_id: UserId,
    /// Why the finding is what it is; empty.
    pub note: String,
}

/// What counts now and can be drawn: confirmed attributions to tourism of a year, of one unit or every one, in the order of
/// units and exits.
///
/// # Errors
/// If the database fails.
pub fn population(c: &mut Conn, year: i32, unit: Option<&UnitCode>) -> Result<Vec<Candidate>> {
    let mut query = attributions::table
        .filter(attributions::live.eq(true).and(attributions::year.eq(year)))
        .filter(attributions::stage.eq_any([Attributed::CityConfirmed, Attributed::Frozen]))
        .filter(attributions::pathway.ne(Pathway::NonTourism))
        .into_boxed::<MultiBackend>();
    if let Some(unit) = unit {
        query = query.filter(attributions::unit_code.eq(unit.clone()));
    }
    Ok(query
        .order((attributions::unit_code, attributions::exit_id))
        .select((attributions::unit_code, attributions::exit_id, attributions::id))
        .load(c)?)
}

/// Whoever had a hand in any attribution these exits have had.
///
/// # Errors
/// If the database fails.
pub fn hands(c: &mut Conn, exits: &[ExitId]) -> Result<HashMap<ExitId, Vec<UserId>>> {
    type Row = (ExitId, UserId, Option<UserId>, Option<UserId>, Option<UserId>);
    let rows: Vec<Row> = attributions::table
        .filter(attributions::exit_id.eq_any(exits.to_vec()))
        .select((
            attributions::exit_id,
            attributions::proposed_by,
            attributions::verified_by,
            attributions::confirmed_by,
            attributions::withdrawn_by,
        ))
        .load(c)?;
    let mut hands: HashMap<ExitId, Vec<UserId>> = HashMap::new();
    for (exit, proposed, verified, confirmed, withdrawn) in rows {
        let others = [verified, confirmed, withdrawn].into_iter().flatten();
        hands.entry(exit).or_default().extend(others.chain([proposed]));
    }
    Ok(hands)
}

/// The county staff who can sign in, in the order of their numbers.
///
/// # Errors
/// If the database fails.
pub fn staff(c: &mut Conn) -> Result<Vec<Staff>> {
    let rows: Vec<(UserId, Option<UnitCode>)> = users::table
        .filter(users::role.eq(Role::County).and(users::disabled_at.is_null()))
        .order(users::id)
        .select((users::id, users::unit_code))
        .load(c)?;
    Ok(rows.into_iter().filter_map(|(user, unit)| Some(Staff { user, unit: unit? })).collect())
}

/// Writes a draw down, from the revision that was read.
///
/// # Errors
/// `Stale` if somebody else drew meanwhile.
pub fn draw(
    c: &mut Conn,
    read: &SampleCheck,
    (by, at): (UserId, Moment),
    units: &[NewUnit],
    cases: &[NewCase],
) -> Result<()> {
    // Whoever draws at the same time waits here, and is too late.
    let row = sample_checks::table
        .filter(sample_checks::id.eq(read.id).and(sample_checks::revision.eq(read.revision)));
    changed(diesel::update(row).set(sample_checks::revision.eq(read.revision + 1)).execute(c)?)?;
    insert_all!(c, sample_units, units)?;
    insert_all!(c, sample_cases, cases)?;
    diesel::update(sample_checks::table.find(read.id))
        .set((
            sample_checks::stage.eq(Stage::Drawn),
            sample_checks::drawn_by.eq(Some(by)),
            sample_checks::drawn_at.eq(Some(at)),
        ))
        .execute(c)?;
    Ok(())
}
