//! Full names and ID numbers beside the rows of a list, as the rows are read: never more of them at once than of rows.

use std::hash::Hash;

use serde_json::json;

use super::must_reveal;
use crate::desk::exports::{Exported, said};
use crate::desk::{Result, Rx, Tx};
use crate::domain::access::{Actor, Scope};
use crate::domain::household::Relation;
use crate::domain::identity::{PersonName, Reason, ResidentId};
use crate::domain::ids::{ExitId, HireId, HouseholdId};
use crate::domain::paper::HolderKind;
use crate::store::identities::{self as store, Beside, Sealed};
use crate::store::{self as database, Conn};

/// That somebody may see a list's ID numbers in full, and why: each of them is shown against this reason.
#[derive(Debug, Clone)]
pub struct Permit(Reason);

impl Permit {
    /// Given to whoever says why, if they may see such numbers at all.
    ///
    /// # Errors
    /// `Forbidden` for those who do not work with the register.
    pub fn of(actor: &Actor, reason: Reason) -> Result<Self> {
        must_reveal(actor)?;
        Ok(Self(reason))
    }

    /// Why.
    pub const fn reason(&self) -> &Reason {
        &self.0
    }
}

/// Somebody a row is of.
#[derive(Debug)]
pub struct Named {
    /// Their name.
    pub name: PersonName,
    /// How they are related to the head of their household; none where no household is spoken of.
    pub relation: Option<Relation>,
    /// Their number.
    pub number: ResidentId,
}

/// A row with the people it is of.
pub type Row<T> = (T, Vec<Named>);

/// The members frozen with the exits of these rows.
///
/// # Errors
/// `Forbidden`; if a number does not open.
pub fn of_exits<T>(
    rx: &mut Rx<'_>,
    permit: &Permit,
    rows: Vec<T>,
    exit: impl Fn(&T) -> ExitId,
) -> Result<Vec<Row<T>>> {
    beside(rx, permit, rows, exit, store::of_exits)
}

/// Who belongs today to the households of these rows.
///
/// # Errors
/// `Forbidden`; if a number does not open.
pub fn of_households<T>(
    rx: &mut Rx<'_>,
    permit: &Permit,
    rows: Vec<T>,
    household: impl Fn(&T) -> HouseholdId,
) -> Result<Vec<Row<T>>> {
    beside(rx, permit, rows, household, store::of_households)
}

/// Whom the hires of these rows were reported of.
///
/// # Errors
/// `Forbidden`; if a number does not open.
pub fn of_hires<T>(
    rx: &mut Rx<'_>,
    permit: &Permit,
    rows: Vec<T>,
    hire: impl Fn(&T) -> HireId,
) -> Result<Vec<Row<T>>> {
    beside(rx, permit, rows, hire, store::of_hires)
}

/// Whose businesses or measures these rows are.
///
/// # Errors
/// `Forbidden`; if a number does not open.
pub fn of_own<T>(
    rx: &mut Rx<'_>,
    permit: &Permit,
    rows: Vec<T>,
    kind: HolderKind,
    record: impl Fn(&T) -> i64,
) -> Result<Vec<Row<T>>> {
    beside(rx, permit, rows, record, |c, scope, of| store::of_own(c, scope, kind, of))
}

/// Nothing but a permit opens a number, and it is asked for again: a permit of one person is none for another.
fn beside<T, K: Eq + Hash>(
    rx: &mut Rx<'_>,
    _permit: &Permit,
    rows: Vec<T>,
    key: impl Fn(&T) -> K,
    read: impl FnOnce(&mut Conn, &Scope, &[K]) -> database::Result<Beside<K>>,
) -> Result<Vec<Row<T>>> {
    must_reveal(rx.actor()?)?;
    let of: Vec<K> = rows.iter().map(&key).collect();
    let scope = rx.scope();
    let people = read(rx.conn, &scope, &of)?;
    let named = |one: &Sealed| -> Result<Named> {
        let number = rx.keys.open_id(&one.cipher)?;
        Ok(Named { name: one.name.clone(), relation: one.relation, number })
    };
    rows.into_iter()
        .map(|row| {
            let all = people.get(&key(&row)).map_or(&[][..], Vec::as_slice);
            Ok((row, all.iter().map(named).collect::<Result<_>>()?))
        })
        .collect()
}

/// Puts a file with full identities on record: who took which list, chosen how, with how many people in it, and why. It is given
/// out only after this.
///
/// # Errors
/// `Forbidden` for those who do not work with the register.
pub fn record(tx: &mut Tx<'_>, file: &Exported, people: i64, permit: &Permit) -> Result<()> {
    must_reveal(tx.actor)?;
    let detail = json!({
        "list": file.list, "filter": said(file), "rows": file.rows, "people": people, "format": file.format,
        "reason": permit.reason().as_str(),
    });
    tx.record("list.exported_with_identities", "list", 0, detail)
}
