//! Whose record a row is of, and what is done with records of one person's.

use super::Tx;
use crate::desk::evidence::records as desk;
use crate::desk::{Error, Result};
use crate::domain::identity::{PersonName, Reason, ResidentId};
use crate::domain::ids::PersonId;
use crate::domain::import::Fields;
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::refusal::Message;
use crate::store::evidence::records::{self as store, Line, Rows, Who};
use crate::store::imports::{Made, NewMade};

/// The person of the register a row names: by the number, and under the name the register has. What is wrong is noted on the row.
pub(super) fn person(tx: &mut Tx<'_>, fields: &mut Fields) -> Result<Option<PersonId>> {
    let (name, id) = (fields.need::<PersonName>("name"), fields.need::<ResidentId>("id_number"));
    let Some(id) = id else { return Ok(None) };
    let number = Who::Number(tx.keys.index_id(&id));
    let scope = tx.scope();
    let Some(found) = store::people(tx.conn, &scope, &number)?.into_iter().next() else {
        fields.refuse("id_number", Message::new("error-record-nobody"));
        return Ok(None);
    };
    if name.as_ref().is_some_and(|name| *name != found.name) {
        let known = found.name.as_str();
        fields.refuse("name", Message::new("error-import-name-differs").with("known", known));
        return Ok(None);
    }
    Ok(name.map(|_| found.person))
}

/// A record as it is kept.
pub(super) fn line(tx: &mut Tx<'_>, holder: Holder) -> Result<Line> {
    let scope = tx.scope();
    let (mut lines, _) = store::rows(tx.conn, &scope, &Rows::One(holder), 0, 1)?;
    lines.pop().ok_or(Error::NotFound)
}

/// What the list of what was made has of a record: one that was taken off its list once is back on it.
pub(super) fn made(tx: &mut Tx<'_>, holder: Holder, back: &'static str) -> Result<NewMade> {
    let revision = line(tx, holder)?.revision;
    if revision == 0 {
        return Ok(NewMade::anew(holder.kind.noun(), holder.record));
    }
    Ok(NewMade { noun: back, record: holder.record, left_at: Some(revision), before: None })
}

/// Takes records off their lists again that an import brought back to them.
pub(super) fn take_off(
    tx: &mut Tx<'_>,
    made: &[Made],
    back: &str,
    kind: HolderKind,
    why: &Reason,
) -> Result<()> {
    for one in made.iter().filter(|one| one.noun == back) {
        let holder = Holder { kind, record: one.record };
        desk::remove_row(tx, holder, one.left_at.unwrap_or_default(), why).map_err(|error| match error {
            // Somebody corrected it, or took it off its list.
            Error::Stale | Error::NotFound => Error::Conflict(Message::new("error-import-used")),
            other => other,
        })?;
    }
    Ok(())
}
