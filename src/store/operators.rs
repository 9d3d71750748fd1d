//! The businesses that keep sites.

use diesel::prelude::*;
use diesel::upsert::excluded;
use serde::Serialize;

use super::conn::portable;
use super::schema::operators;
use super::{Conn, Result};
use crate::domain::ids::OperatorId;
use crate::domain::moment::Moment;
use crate::domain::site::{BusinessName, ContactName, CreditCode, VenuePhone};

/// A business to be added.
#[derive(Debug, Clone)]
pub struct NewOperator {
    /// The name it is registered by.
    pub name: BusinessName,
    /// Its unified social credit code.
    pub credit_code: CreditCode,
    /// Whom to ask for.
    pub contact: Option<ContactName>,
    /// Its telephone.
    pub phone: Option<VenuePhone>,
}

/// A business.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Operator {
    /// Its number.
    pub id: OperatorId,
    /// The name it is registered by.
    pub name: String,
    /// Its unified social credit code.
    pub credit_code: String,
    /// Whom to ask for; empty if not known.
    pub contact: String,
    /// Its telephone; empty if not known.
    pub phone: String,
}

/// Adds a business.
///
/// # Errors
/// `Taken(CreditCode)` if there is one of this code.
pub fn insert(c: &mut Conn, new: &NewOperator, at: Moment) -> Result<OperatorId> {
    Ok(diesel::insert_into(operators::table)
        .values((
            operators::name.eq(new.name.as_str()),
            operators::credit_code.eq(new.credit_code.as_str()),
            operators::contact.eq(new.contact.as_ref().map_or("", ContactName::as_str)),
            operators::phone.eq(new.phone.as_ref().map_or("", VenuePhone::as_str)),
            operators::registered_at.eq(at),
        ))
        .returning(operators::id)
        .get_result(c)?)
}

/// The business of this credit code, added if there was none. What is already known of it stays.
///
/// # Errors
/// If the database fails.
pub fn find_or_insert(c: &mut Conn, new: &NewOperator, at: Moment) -> Result<OperatorId> {
    let insert = diesel::insert_into(operators::table)
        .values((
            operators::name.eq(new.name.as_str()),
            operators::credit_code.eq(new.credit_code.as_str()),
            operators::contact.eq(new.contact.as_ref().map_or("", ContactName::as_str)),
            operators::phone.eq(new.phone.as_ref().map_or("", VenuePhone::as_str)),
            operators::registered_at.eq(at),
        ))
        .on_conflict(operators::credit_code)
        .do_update()
        // Setting the code to itself makes the row come back, whoever inserted it first.
        .set(operators::credit_code.eq(excluded(operators::credit_code)))
        .returning(operators::id);
    Ok(portable(insert).get_result(c)?)
}

/// One business.
///
/// # Errors
/// `NotFound` if there is none of this number.
pub fn find(c: &mut Conn, id: OperatorId) -> Result<Operator> {
    Ok(operators::table
        .find(id)
        .select((
            operators::id,
            operators::name,
            operators::credit_code,
            operators::contact,
            operators::phone,
        ))
        .first(c)?)
}

/// Every business to choose from: number and name, by name.
///
/// # Errors
/// If the database fails.
pub fn choices(c: &mut Conn) -> Result<Vec<(OperatorId, String)>> {
    Ok(operators::table
        .select((operators::id, operators::name))
        .order((operators::name, operators::id))
        .load(c)?)
}
