//! Sample checks: their seeds, what was drawn from, and the cases.

mod cases;
mod draw;

use diesel::prelude::*;

pub use self::cases::{
    Case, Outcome, case, cases, hold, outcomes, reassign, record_finding, to_find, unfound,
};
pub use self::draw::{Candidate, NewCase, NewUnit, draw, hands, population, staff};
use super::conn::MultiBackend;
use super::fault::changed;
use super::schema::{sample_checks, sample_units};
use super::{Conn, Result};
use crate::domain::division::UnitCode;
use crate::domain::ids::{SampleCheckId, UserId};
use crate::domain::moment::Moment;
use crate::domain::sample_check::{Confidence, SampleSize, Seed, Stage};

/// A sample check to be seeded.
#[derive(Debug, Clone)]
pub struct NewSampleCheck<'a> {
    /// The year it draws from.
    pub year: i32,
    /// One unit, or every one.
    pub unit: Option<&'a UnitCode>,
    /// How many households of each unit.
    pub size: SampleSize,
    /// How sure the interval is.
    pub confidence: Confidence,
    /// The seed.
    pub seed: &'a Seed,
    /// Who had it made, and when.
    pub seeded: (UserId, Moment),
}

/// A sample check.
#[derive(Debug, Clone, Queryable)]
pub struct SampleCheck {
    /// Its number.
    pub id: SampleCheckId,
    /// The year it draws from.
    pub year: i32,
    /// One unit, or every one.
    pub unit: Option<UnitCode>,
    /// Where it stands.
    pub stage: Stage,
    /// Households of each unit, if they were given.
    pub size_each: Option<i32>,
    /// The margin they follow from otherwise, in percent.
    pub margin_percent: Option<i32>,
    /// How sure the interval is.
    pub confidence: Confidence,
    /// The seed as kept: to be told from the draw on only.
    pub seed: String,
    /// What was told of it before: its SHA-256.
    pub commitment: String,
    /// Who had it made.
    pub seeded_by: UserId,
    /// When.
    pub seeded_at: Moment,
    /// Who drew.
    pub drawn_by: Option<UserId>,
    /// When: what counted at this moment was drawn from.
    pub drawn_at: Option<Moment>,
    /// When the last case was found.
    pub closed_at: Option<Moment>,
    /// How often it was changed.
    pub revision: i64,
}

impl SampleCheck {
    /// How many households of each unit.
    #[must_use]
    pub fn size(&self) -> Option<SampleSize> {
        self.size_each.map(SampleSize::Each).or(self.margin_percent.map(SampleSize::Margin))
    }
}

/// What was drawn from in a unit.
#[derive(Debug, Clone, Queryable)]
pub struct Drawn {
    /// The sample check.
    pub check: SampleCheckId,
    /// The unit.
    pub unit: UnitCode,
    /// Households confirmed at the moment of the draw.
    pub population: i64,
    /// The SHA-256 of their list.
    pub digest: String,
    /// Households drawn.
    pub size: i64,
}

/// Keeps a seed.
///
/// # Errors
/// `Taken(OpenSampleCheck)` if a seed of the year waits for its draw.
pub fn seed(c: &mut Conn, new: &NewSampleCheck<'_>) -> Result<SampleCheckId> {
    let (each, margin) = match new.size {
        SampleSize::Each(n) => (Some(n), None),
        SampleSize::Margin(percent) => (None, Some(percent)),
    };
    Ok(diesel::insert_into(sample_checks::table)
        .values((
            sample_checks::year.eq(new.year),
            sample_checks::unit_code.eq(new.unit),
            sample_checks::stage.eq(Stage::Seeded),
            sample_checks::size_each.eq(each),
            sample_checks::margin_percent.eq(margin),
            sample_checks::confidence.eq(new.confidence),
            sample_checks::seed.eq(new.seed.as_str()),
            sample_checks::commitment.eq(new.seed.commitment()),
            sample_checks::seeded_by.eq(new.seeded.0),
            sample_checks::seeded_at.eq(new.seeded.1),
            sample_checks::revision.eq(1),
        ))
        .returning(sample_checks::id)
        .get_result(c)?)
}

/// Which sample checks to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct SampleCheckFilter {
    /// Of this year only.
    pub year: Option<i32>,
    /// At this stage only.
    pub stage: Option<Stage>,
}

/// The sample checks of a filter, the newest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, filter: SampleCheckFilter) -> Result<Vec<SampleCheck>> {
    let mut query = sample_checks::table.into_boxed::<MultiBackend>();
    if let Some(year) = filter.year {
        query = query.filter(sample_checks::year.eq(year));
    }
    if let Some(stage) = filter.stage {
        query = query.filter(sample_checks::stage.eq(stage));
    }
    Ok(query.order(sample_checks::id.desc()).load(c)?)
}

/// One sample check.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(c: &mut Conn, id: SampleCheckId) -> Result<SampleCheck> {
    Ok(sample_checks::table.find(id).first(c)?)
}

/// What these sample checks drew from, in the order of the units' codes.
///
/// # Errors
/// If the database fails.
pub fn drawn(c: &mut Conn, checks: &[SampleCheckId]) -> Result<Vec<Drawn>> {
    Ok(sample_units::table
        .filter(sample_units::sample_check_id.eq_any(checks.to_vec()))
        .order((sample_units::sample_check_id, sample_units::unit_code))
        .select((
            sample_units::sample_check_id,
            sample_units::unit_code,
            sample_units::population_count,
            sample_units::population_digest,
            sample_units::size,
        ))
        .load(c)?)
}

/// The list a unit's households were drawn from: the exits' numbers, one a line.
///
/// # Errors
/// `NotFound` if the check did not draw from the unit.
pub fn listed(c: &mut Conn, id: SampleCheckId, unit: &UnitCode) -> Result<String> {
    Ok(sample_units::table.find((id, unit)).select(sample_units::population).first(c)?)
}

/// Closes a sample check whose last case was found.
///
/// # Errors
/// `Stale` if it is not under way.
pub fn close(c: &mut Conn, id: SampleCheckId, at: Moment) -> Result<()> {
    let row =
        sample_checks::table.filter(sample_checks::id.eq(id).and(sample_checks::stage.eq(Stage::Drawn)));
    changed(
        diesel::update(row)
            .set((sample_checks::stage.eq(Stage::Closed), sample_checks::closed_at.eq(Some(at))))
            .execute(c)?,
    )
}
