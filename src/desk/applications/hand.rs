//! Who has which hand in an application: whoever scores it neither inspects nor decides it.

use crate::desk::{Error, Result, Tx};
use crate::domain::application::{Hand, OtherHand};
use crate::domain::ids::{ApplicationId, UserId};
use crate::domain::refusal::{Message, Refusal as _};
use crate::store::{Unique, applications as store};

/// Gives a person a hand in an application.
///
/// # Errors
/// `Conflict` if they have another; the store holds it, whoever else gives them one at the same moment.
pub(super) fn give(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    (user, name): (UserId, &str),
    hand: Hand,
) -> Result<()> {
    let has = store::hand_of(tx.conn, id, user)?.filter(|has| *has != hand);
    let refused = || Error::conflict(&OtherHand { name: name.to_owned(), has, wanted: hand });
    store::put_hand(tx.conn, id, user, hand).map_err(|fault| fault.taken(Unique::Hand, refused))
}

/// Gives whoever acts a hand in an application.
///
/// # Errors
/// As [`give`].
pub(super) fn take(tx: &mut Tx<'_>, id: ApplicationId, hand: Hand) -> Result<()> {
    let actor = tx.actor;
    give(tx, id, (actor.user, &actor.name), hand)
}

/// Why somebody with the hand `has` may not have the hand `wanted`, if so.
pub(super) fn barred(name: &str, has: Option<Hand>, wanted: Hand) -> Option<Message> {
    has.filter(|has| *has != wanted)
        .map(|has| OtherHand { name: name.to_owned(), has: Some(has), wanted }.message())
}
