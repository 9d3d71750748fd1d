use diesel::prelude::*;

use crate::domain::application::Hand;
use crate::domain::ids::{ApplicationId, UserId};
use crate::store::fault::Unique;
use crate::store::schema::{application_hands, users};
use crate::store::{Conn, Fault, Result};

/// Somebody who had a hand in an application.
#[derive(Debug, Clone, Queryable)]
pub struct Handled {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Which.
    pub hand: Hand,
}

/// Everybody who had a hand in an application.
///
/// # Errors
/// If the database fails.
pub fn hands(c: &mut Conn, id: ApplicationId) -> Result<Vec<Handled>> {
    Ok(application_hands::table
        .inner_join(users::table)
        .filter(application_hands::application_id.eq(id))
        .select((application_hands::user_id, users::name, application_hands::hand))
        .order(application_hands::user_id)
        .load(c)?)
}

/// The hand a person has in an application, if any.
///
/// # Errors
/// If the database fails.
pub fn hand_of(c: &mut Conn, id: ApplicationId, user: UserId) -> Result<Option<Hand>> {
    Ok(application_hands::table.find((id, user)).select(application_hands::hand).first(c).optional()?)
}

/// Gives a person a hand in an application, for good. To have the same hand again changes nothing.
///
/// # Errors
/// `Taken(Hand)` if they have another.
pub fn put_hand(c: &mut Conn, id: ApplicationId, user: UserId, hand: Hand) -> Result<()> {
    match hand_of(c, id, user)? {
        Some(has) if has == hand => return Ok(()),
        Some(_) => return Err(Fault::Taken(Unique::Hand)),
        None => {}
    }
    diesel::insert_into(application_hands::table)
        .values((
            application_hands::application_id.eq(id),
            application_hands::user_id.eq(user),
            application_hands::hand.eq(hand),
        ))
        .execute(c)?;
    Ok(())
}
