//! Printed certificates: a rating has at most one in force; one voided stays, and its check page says so.

use diesel::prelude::*;

use super::schema::certificates;
use super::{Conn, Result};
use crate::domain::ids::{RatingId, UserId};
use crate::domain::moment::Moment;

/// Voids the certificate in force of a rating, if it has one; its number. Nobody voids it when the calendar ends the rating.
///
/// # Errors
/// If the database fails.
pub fn void_of_rating(
    c: &mut Conn,
    rating: RatingId,
    by: Option<UserId>,
    at: Moment,
    reason: &str,
) -> Result<Option<String>> {
    let in_force = certificates::rating_id.eq(rating).and(certificates::voided_at.is_null());
    Ok(diesel::update(certificates::table.filter(in_force))
        .set((
            certificates::voided_by.eq(by),
            certificates::voided_at.eq(at),
            certificates::void_reason.eq(reason),
        ))
        .returning(certificates::number)
        .get_result(c)
        .optional()?)
}
