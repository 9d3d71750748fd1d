//! Showing full ID numbers: the one place where they are decrypted, for somebody who gave a purpose, which goes on record: one
//! of them on a page, or those of a list in a file.

mod lists;

use serde_json::json;

pub use self::lists::{Named, Permit, Row, of_exits, of_hires, of_households, of_own, record};
use super::{Result, Tx};
use crate::domain::access::{Act, Actor};
use crate::domain::identity::{PersonName, Reason, ResidentId};
use crate::domain::ids::{ExitId, HireId, HouseholdId, PersonId};
use crate::store::{exits, hires, households};

/// Whether this person may see full ID numbers at all.
///
/// # Errors
/// `Forbidden` for those who do not work with the register.
pub fn must_reveal(actor: &Actor) -> Result<()> {
    Ok(actor.must(Act::RevealIdentity)?)
}

/// Whose number is asked for, by the record it is asked from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The person an operator reported.
    Reported(HireId),
    /// Somebody who belongs or belonged to a household.
    Member(HouseholdId, PersonId),
    /// A member frozen with an exit.
    Frozen(ExitId, PersonId),
}

/// A person's number, and the name it is kept under.
#[derive(Debug)]
pub struct Revealed {
    /// The name.
    pub name: PersonName,
    /// The number.
    pub number: ResidentId,
}

/// Shows the full ID number of somebody, once, against a reason that goes on record.
///
/// # Errors
/// `Forbidden` for those who do not work with the register, `NotFound` for another unit's record or for somebody it does not
/// name.
pub fn reveal(tx: &mut Tx<'_>, whose: Whose, reason: &Reason) -> Result<Revealed> {
    must_reveal(tx.actor)?;
    let scope = tx.scope();
    let (name, cipher, what, noun, record, person) = match whose {
        Whose::Reported(id) => {
            let name = hires::load(tx.conn, &scope, id)?.listed.name;
            let sealed = hires::sealed_id(tx.conn, &scope, id)?;
            (name, sealed.cipher, "hire.identity_revealed", "hire", id.0, None)
        }
        Whose::Member(id, person) => {
            let (name, cipher) = households::sealed_member(tx.conn, &scope, id, person)?;
            (name, cipher, "household.identity_revealed", "household", id.0, Some(person))
        }
        Whose::Frozen(id, person) => {
            let (name, cipher) = exits::sealed_member(tx.conn, &scope, id, person)?;
            (name, cipher, "exit.identity_revealed", "exit", id.0, Some(person))
        }
    };
    let number = tx.keys.open_id(&cipher)?;
    tx.record(what, noun, record, json!({ "person": person, "reason": reason.as_str() }))?;
    Ok(Revealed { name, number })
}
