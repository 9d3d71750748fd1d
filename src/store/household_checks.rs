//! Checks of households against the exit criteria, with the criteria and the lines of each year.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::conn::on_backend;
use super::schema::{
    exit_criteria, exit_criteria_items, household_check_results, household_checks, income_lines, users,
};
use super::{Conn, Result};
use crate::domain::household_check::Found;
use crate::domain::ids::{ExitId, HouseholdCheckId, UserId};
use crate::domain::moment::Moment;
use crate::domain::quantity::Fen;

/// A version of the criteria.
#[derive(Debug, Clone, Serialize)]
pub struct Criteria {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// The document it comes from.
    pub source: String,
    /// Its nine criteria, by place.
    pub items: Vec<Criterion>,
}

/// One of the nine.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Criterion {
    /// Its place, 1 to 9.
    pub place: i32,
    /// Its short name.
    pub label: String,
    /// What it asks.
    pub rule: String,
}

/// The line of a year.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct IncomeLine {
    /// Whose line it is.
    pub authority: String,
    /// Yuan a head and year, in fen.
    pub amount: Fen,
    /// The document it comes from.
    pub document: String,
}

/// A check as recorded.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Its number.
    pub id: HouseholdCheckId,
    /// The version of the criteria.
    pub criteria: i64,
    /// What was found.
    pub found: Found,
    /// The officer who signed.
    pub officer: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Moment,
}

/// The criteria of a year: the newest version from before its end.
///
/// # Errors
/// `NotFound` if there is none yet.
pub fn criteria_of(c: &mut Conn, year: i32) -> Result<Criteria> {
    let id: i64 = exit_criteria::table
        .filter(exit_criteria::from_year.le(year))
        .order(exit_criteria::from_year.desc())
        .select(exit_criteria::id)
        .first(c)?;
    criteria(c, id)
}

/// One version of the criteria.
///
/// # Errors
/// `NotFound` if there is none.
pub fn criteria(c: &mut Conn, id: i64) -> Result<Criteria> {
    let (name, source) =
        exit_criteria::table.find(id).select((exit_criteria::name, exit_criteria::source)).first(c)?;
    let items = exit_criteria_items::table
        .filter(exit_criteria_items::criteria_id.eq(id))
        .order(exit_criteria_items::place)
        .select((exit_criteria_items::place, exit_criteria_items::label, exit_criteria_items::rule))
        .load(c)?;
    Ok(Criteria { id, name, source, items })
}

/// The line an exit of a year is measured by, if it is recorded.
///
/// # Errors
/// If the database fails.
pub fn line_of(c: &mut Conn, year: i32) -> Result<Option<IncomeLine>> {
    Ok(income_lines::table
        .filter(income_lines::year.eq(year).and(income_lines::kind.eq("exit")))
        .select((income_lines::authority, income_lines::amount_fen, income_lines::document))
        .first(c)
        .optional()?)
}

/// The check of an exit that is in force, if there is one.
///
/// # Errors
/// If the database fails.
pub fn of_exit(c: &mut Conn, exit: ExitId) -> Result<Option<Recorded>> {
    type Row = (HouseholdCheckId, i64, Fen, i32, String, NaiveDate, NaiveDate, UserId, Moment);
    let row: Option<Row> = household_checks::table
        .filter(household_checks::exit_id.eq(exit).and(household_checks::live.eq(true)))
        .select((
            household_checks::id,
            household_checks::criteria_id,
            household_checks::income_fen,
            household_checks::persons,
            household_checks::officer,
            household_checks::officer_on,
            household_checks::head_on,
            household_checks::recorded_by,
            household_checks::recorded_at,
        ))
        .first(c)
        .optional()?;
    let Some((id, criteria, income, persons, officer, officer_on, head_on, by, recorded_at)) = row else {
        return Ok(None);
    };
    let met = household_check_results::table
        .filter(household_check_results::check_id.eq(id))
        .order(household_check_results::place)
        .select((household_check_results::place, household_check_results::met))
        .load(c)?;
    let recorded_by = users::table.find(by).select(users::name).first(c)?;
    let found = Found { met, income, persons, officer_on, head_on };
    Ok(Some(Recorded { id, criteria, found, officer, recorded_by, recorded_at }))
}

/// Records a check in the place of the one that was read, if there was one.
///
/// # Errors
/// `Taken(LiveCheck)` if somebody else recorded one meanwhile.
pub fn record(
    c: &mut Conn,
    exit: ExitId,
    criteria: i64,
    found: &Found,
    officer: &str,
    (replaces, by, at): (Option<HouseholdCheckId>, UserId, Moment),
) -> Result<HouseholdCheckId> {
    if let Some(old) = replaces {
        let row = household_checks::table.filter(household_checks::id.eq(old).and(household_checks::live));
        super::fault::changed(diesel::update(row).set(household_checks::live.eq(false)).execute(c)?)?;
    }
    let id: HouseholdCheckId = diesel::insert_into(household_checks::table)
        .values((
            household_checks::exit_id.eq(exit),
            household_checks::criteria_id.eq(criteria),
            household_checks::income_fen.eq(found.income),
            household_checks::persons.eq(found.persons),
            household_checks::officer.eq(officer),
            household_checks::officer_on.eq(found.officer_on),
            household_checks::head_on.eq(found.head_on),
            household_checks::live.eq(true),
            household_checks::recorded_by.eq(by),
            household_checks::recorded_at.eq(at),
        ))
        .returning(household_checks::id)
        .get_result(c)?;
    let rows: Vec<_> = found
        .met
        .iter()
        .map(|(place, met)| {
            (
                household_check_results::check_id.eq(id),
                household_check_results::place.eq(*place),
                household_check_results::met.eq(*met),
            )
        })
        .collect();
    on_backend!(c, |c| diesel::insert_into(household_check_results::table).values(&rows).execute(c))?;
    Ok(id)
}
