//! The versions of the exit criteria.

use diesel::dsl;
use diesel::prelude::*;
use serde::Serialize;

use super::conn::on_backend;
use super::household_checks::{Criteria, criteria};
use super::schema::{exit_criteria, exit_criteria_items, household_checks};
use super::{Conn, Result};
use crate::domain::exit_criteria::NewExitCriteria;
use crate::domain::ids::ExitCriteriaId;

/// A version in the list.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Version {
    /// Its number.
    pub id: ExitCriteriaId,
    /// The first year whose exits it is for.
    pub from_year: i32,
    /// What it is called.
    pub name: String,
    /// The document it comes from.
    pub source: String,
}

/// Every version, the newest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn) -> Result<Vec<Version>> {
    Ok(exit_criteria::table
        .order(exit_criteria::from_year.desc())
        .select((exit_criteria::id, exit_criteria::from_year, exit_criteria::name, exit_criteria::source))
        .load(c)?)
}

/// How many checks were made by each version; those without any are left out.
///
/// # Errors
/// If the database fails.
pub fn checks(c: &mut Conn) -> Result<Vec<(ExitCriteriaId, i64)>> {
    Ok(household_checks::table
        .group_by(household_checks::criteria_id)
        .select((household_checks::criteria_id, dsl::count(household_checks::id)))
        .load(c)?)
}

/// One version with its nine criteria.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(c: &mut Conn, id: ExitCriteriaId) -> Result<Criteria> {
    criteria(c, id.0)
}

/// Records a version.
///
/// # Errors
/// `Taken(Criteria)` if another begins in the same year.
pub fn insert(c: &mut Conn, new: &NewExitCriteria) -> Result<ExitCriteriaId> {
    let id: ExitCriteriaId = diesel::insert_into(exit_criteria::table)
        .values((
            exit_criteria::from_year.eq(new.from_year),
            exit_criteria::name.eq(&new.name),
            exit_criteria::source.eq(&new.source),
        ))
        .returning(exit_criteria::id)
        .get_result(c)?;
    let rows: Vec<_> = new
        .items
        .iter()
        .map(|(place, label, rule)| {
            (
                exit_criteria_items::criteria_id.eq(id.0),
                exit_criteria_items::place.eq(*place),
                exit_criteria_items::label.eq(label),
                exit_criteria_items::rule.eq(rule),
            )
        })
        .collect();
    on_backend!(c, |c| diesel::insert_into(exit_criteria_items::table).values(&rows).execute(c))?;
    Ok(id)
}
