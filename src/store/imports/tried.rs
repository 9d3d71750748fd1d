//! Looking up, and taking out again, what files of sites, businesses, hires and divisions name.

use diesel::prelude::*;

use super::ASKED_AT_ONCE;
use super::undo::used;
use crate::domain::division::DivisionCode;
use crate::domain::ids::{OperatorId, SiteId};
use crate::domain::site::CreditCode;
use crate::store::schema::{divisions, hires, operators, sites};
use crate::store::{Conn, Fault, Result};

/// The business of a credit code.
///
/// # Errors
/// If the database fails.
pub fn operator_of(c: &mut Conn, code: &CreditCode) -> Result<Option<OperatorId>> {
    let of = operators::table.filter(operators::credit_code.eq(code.as_str()));
    Ok(of.select(operators::id).first(c).optional()?)
}

/// The site of a name in a village, and the business that keeps it.
///
/// # Errors
/// If the database fails.
pub fn site_named(c: &mut Conn, village: &DivisionCode, name: &str) -> Result<Option<(SiteId, OperatorId)>> {
    Ok(sites::table
        .filter(sites::division_code.eq(village).and(sites::name.eq(name)))
        .select((sites::id, sites::operator_id))
        .first(c)
        .optional()?)
}

/// An open site of a name.
#[derive(Debug, Clone, Queryable)]
pub struct OpenSite {
    /// The site.
    pub site: SiteId,
    /// The business that keeps it.
    pub operator: OperatorId,
    /// Its village.
    pub division: DivisionCode,
}

/// The open sites of a name.
///
/// # Errors
/// If the database fails.
pub fn open_sites(c: &mut Conn, name: &str) -> Result<Vec<OpenSite>> {
    Ok(sites::table
        .filter(sites::name.eq(name).and(sites::closed_on.is_null()))
        .select((sites::id, sites::operator_id, sites::division_code))
        .order(sites::id)
        .load(c)?)
}

/// Takes hires out that nobody has looked at since they were reported.
///
/// # Errors
/// `Used` if one has gone on since.
pub fn delete_reported_hires(c: &mut Conn, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(ASKED_AT_ONCE) {
        let untouched = hires::id.eq_any(ids).and(hires::stage.eq("reported")).and(hires::revision.eq(1));
        let gone = diesel::delete(hires::table.filter(untouched)).execute(c).map_err(used)?;
        if gone != ids.len() {
            return Err(Fault::Used);
        }
    }
    Ok(())
}

/// Takes sites out.
///
/// # Errors
/// `Used` if anything points to one of them.
pub fn delete_sites(c: &mut Conn, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(ASKED_AT_ONCE) {
        diesel::delete(sites::table.filter(sites::id.eq_any(ids))).execute(c).map_err(used)?;
    }
    Ok(())
}

/// Takes businesses out.
///
/// # Errors
/// `Used` if anything points to one of them.
pub fn delete_operators(c: &mut Conn, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(ASKED_AT_ONCE) {
        diesel::delete(operators::table.filter(operators::id.eq_any(ids))).execute(c).map_err(used)?;
    }
    Ok(())
}

/// Takes a division out.
///
/// # Errors
/// `Used` if anything lies in it.
pub fn delete_division(c: &mut Conn, code: &DivisionCode) -> Result<()> {
    let inside: i64 =
        divisions::table.filter(divisions::parent_code.eq(code.as_str())).count().get_result(c)?;
    if inside > 0 {
        return Err(Fault::Used);
    }
    diesel::delete(divisions::table.find(code)).execute(c).map_err(used)?;
    Ok(())
}

/// Gives a division another name.
///
/// # Errors
/// If the database fails.
pub fn rename_division(c: &mut Conn, code: &DivisionCode, name: &str) -> Result<()> {
    diesel::update(divisions::table.find(code)).set(divisions::name.eq(name)).execute(c)?;
    Ok(())
}
