//! What the county does with a submission: acceptance, return, refusal.

use serde_json::json;

use super::{load, take};
use crate::desk::{Result, Tx};
use crate::domain::access::Act;
use crate::domain::application::{Stage, Step};
use crate::domain::identity::Reason;
use crate::domain::ids::ApplicationId;

/// Accepts an application for review.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not submitted; `Stale`.
pub fn accept(tx: &mut Tx<'_>, id: ApplicationId, revision: i64) -> Result<()> {
    tx.actor.must(Act::AcceptApplication)?;
    let mut application = load(tx, id, revision, Step::Accept)?;
    take(
        tx,
        &mut application,
        Step::Accept,
        ("application.accepted", "", json!({ "stage": Stage::Accepted })),
    )
}

/// Returns an application with everything that is to be completed.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not submitted; `Stale`.
pub fn return_for_completion(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    revision: i64,
    reason: &Reason,
) -> Result<()> {
    tx.actor.must(Act::AcceptApplication)?;
    let mut application = load(tx, id, revision, Step::Return)?;
    take(tx, &mut application, Step::Return, ("application.returned", reason.as_str(), json!({})))
}

/// Refuses to accept an application.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not submitted; `Stale`.
pub fn refuse(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, reason: &Reason) -> Result<()> {
    tx.actor.must(Act::AcceptApplication)?;
    let mut application = load(tx, id, revision, Step::Refuse)?;
    take(tx, &mut application, Step::Refuse, ("application.refused", reason.as_str(), json!({})))
}
