//! The lines of income by year.

use diesel::dsl;
use diesel::prelude::*;
use serde::Serialize;

use super::schema::{exits, household_checks, income_lines};
use super::{Conn, Result};
use crate::domain::ids::IncomeLineId;
use crate::domain::income_line::{IncomeKind, NewIncomeLine};
use crate::domain::quantity::Fen;

/// A recorded line.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Line {
    /// Its number.
    pub id: IncomeLineId,
    /// The year it is of.
    pub year: i32,
    /// What it is for.
    pub kind: IncomeKind,
    /// Who set it.
    pub authority: String,
    /// Income a head and year.
    pub amount: Fen,
    /// The document that set it.
    pub document: String,
}

/// Every line, the newest year first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn) -> Result<Vec<Line>> {
    Ok(income_lines::table
        .order((income_lines::year.desc(), income_lines::kind))
        .select((
            income_lines::id,
            income_lines::year,
            income_lines::kind,
            income_lines::authority,
            income_lines::amount_fen,
            income_lines::document,
        ))
        .load(c)?)
}

/// The years of which a household was checked against the line of its exit, each with how many checks there are.
///
/// # Errors
/// If the database fails.
pub fn checked_years(c: &mut Conn) -> Result<Vec<(i32, i64)>> {
    Ok(household_checks::table
        .inner_join(exits::table)
        .group_by(exits::year)
        .select((exits::year, dsl::count(household_checks::id)))
        .load(c)?)
}

/// Records a line.
///
/// # Errors
/// `Taken(IncomeLine)` if the year has one of the kind.
pub fn insert(c: &mut Conn, new: &NewIncomeLine) -> Result<IncomeLineId> {
    Ok(diesel::insert_into(income_lines::table)
        .values((
            income_lines::year.eq(new.year),
            income_lines::kind.eq(new.kind),
            income_lines::authority.eq(&new.authority),
            income_lines::amount_fen.eq(new.amount),
            income_lines::document.eq(&new.document),
        ))
        .returning(income_lines::id)
        .get_result(c)?)
}

/// Takes a line back that no check was measured by: a trigger keeps those.
///
/// # Errors
/// `Stale` if it was taken back meanwhile.
pub fn remove(c: &mut Conn, id: IncomeLineId) -> Result<()> {
    super::fault::changed(diesel::delete(income_lines::table.filter(income_lines::id.eq(id))).execute(c)?)
}
