//! Corrections: a new revision in the place of a wrong attribution, and the end of an exit with its attribution. Each is dated,
//! takes its exit out of the numbers by a recorded change, and leaves what the numbers were before as they were.

use chrono::NaiveDate;
use serde_json::json;

use super::{Origin, act_of, enter, leave, wrong};
use crate::desk::{Error, Result, Tx};
use crate::domain::access::Act;
use crate::domain::attribution::{Evidence, Step};
use crate::domain::exit::{ExitStep, check_change};
use crate::domain::identity::Reason;
use crate::domain::ids::{AttributionId, ExitId};
use crate::store::exits::{self, NewChange};
use crate::store::{Unique, attributions};

/// A dated correction.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The day it is of.
    pub on: NaiveDate,
    /// The document's number; may be empty where the form says so.
    pub document: String,
    /// Why.
    pub reason: Reason,
}

/// Puts another attribution, on other evidence, in the place of a live one: one transaction, the old one readable.
///
/// # Errors
/// `Forbidden`: the county replaces what is not confirmed, the city what it confirmed. `Conflict` for a frozen or withdrawn
/// one; `Invalid` for evidence that does not support the exit or a day that cannot be; `Stale`.
pub fn replace(
    tx: &mut Tx<'_>,
    id: AttributionId,
    revision: i64,
    evidence: Evidence,
    why: &Revision,
) -> Result<ExitId> {
    let read = attributions::find(tx.conn, &tx.scope(), id)?;
    tx.actor.must(act_of(read.stage, Step::Replace).ok_or(Error::NotFound)?)?;
    if read.revision != revision {
        return Err(Error::Stale);
    }
    let to = read.stage.take(Step::Replace).map_err(|refusal| Error::conflict(&refusal))?;
    let exit = exits::find(tx.conn, &tx.scope(), read.exit)?;
    check_change(exit.announced_on, why.on, tx.now.day()).map_err(|e| Error::invalid("on_day", &e))?;
    let change = wrong(tx, &read, why.on, &why.document, why.reason.as_str())?;
    leave(tx, &read, to, why.reason.as_str(), Some(change))?;
    let origin = Origin { replaces: Some(id), batch: None };
    let new = enter(tx, &exit, evidence, origin)?;
    tx.record("attribution.replaced", "attribution", id.0, json!({"by": new, "on": why.on}))?;
    Ok(read.exit)
}

/// Ends an exit: the household fell back, or its announcement was taken back. Its attribution leaves the numbers with it.
///
/// # Errors
/// `Forbidden` for all but city staff; `Conflict` if it has ended; `Invalid` for a day that cannot be or no document; `Stale`.
pub fn end(tx: &mut Tx<'_>, id: ExitId, revision: i64, step: ExitStep, why: &Revision) -> Result<()> {
    tx.actor.must(Act::EndExit)?;
    let exit = exits::find(tx.conn, &tx.scope(), id)?;
    let to = exit.state.take(step).map_err(|refusal| Error::conflict(&refusal))?;
    if exit.revision != revision {
        return Err(Error::Stale);
    }
    check_change(exit.announced_on, why.on, tx.now.day()).map_err(|e| Error::invalid("on_day", &e))?;
    // Whoever attributes it at the same time waits for this, or was first and is seen here.
    if !exits::hold(tx.conn, id)? {
        return Err(Error::Stale);
    }
    let live = attributions::live_of(tx.conn, id)?;
    let new = NewChange {
        exit: id,
        attribution: live.as_ref().map(|one| one.id),
        kind: step.change(),
        on: why.on,
        document: &why.document,
        reason: why.reason.as_str(),
        by: tx.actor.user,
        at: tx.now,
    };
    let change =
        exits::record_change(tx.conn, &new).map_err(|fault| fault.taken(Unique::ExitEnd, || Error::Stale))?;
    if let Some(live) = live {
        let gone = live.stage.take(Step::End).map_err(|refusal| Error::conflict(&refusal))?;
        leave(tx, &live, gone, why.reason.as_str(), Some(change))?;
    }
    exits::end(tx.conn, id, revision, to)?;
    let what = match step {
        ExitStep::ReturnToPoverty => "exit.returned_to_poverty",
        ExitStep::Revoke => "exit.revoked",
    };
    tx.record(what, "exit", id.0, json!({"on": why.on, "document": why.document, "change": change}))
}
