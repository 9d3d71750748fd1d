//! What the county does with a submission: acceptance, return, refusal.

use serde_json::json;

use super::{load, take};
use crate::desk::{Result, Tx};
use crate::domain::access::Act;
use crate::domain::application::{Stage, Step};
use crate::domain::identity::Reason;
use crate::domain::ids::{ApplicationId, StepId};
use crate::domain::refusal::{Message, Refusals};
use crate::store::applications::{self as store, CompletionItem};

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

/// Returns an application with one notice of everything that is to be completed.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not submitted; `Stale`; `Invalid` if nothing is to be completed, or an item
/// does not say both what is missing and what to do.
pub fn return_for_completion(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    revision: i64,
    (items, note): (&[CompletionItem], &str),
) -> Result<StepId> {
    tx.actor.must(Act::AcceptApplication)?;
    let mut application = load(tx, id, revision, Step::Return)?;
    let mut refusals = Refusals::default();
    if items.is_empty() {
        refusals.add("about[0]", Message::new("error-completion-none"));
    }
    for (place, item) in items.iter().enumerate() {
        for (field, text) in [("about", &item.about), ("remedy", &item.remedy)] {
            if text.trim().is_empty() {
                refusals.add(&format!("{field}[{place}]"), Message::new("error-required"));
            }
        }
    }
    refusals.into_result()?;
    let detail = json!({ "items": items.len() });
    take(tx, &mut application, Step::Return, ("application.returned", note.trim(), detail))?;
    let step = store::last_step(tx.conn, id)?;
    store::insert_completion(tx.conn, step, items)?;
    Ok(step)
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
