//! From the operator's desk to the county's: submission, acceptance, return, refusal.

use serde_json::json;

use super::{load, take};
use crate::desk::{Error, Result, Tx, sheets};
use crate::domain::access::Act;
use crate::domain::application::{Stage, Step};
use crate::domain::identity::Reason;
use crate::domain::ids::{ApplicationId, SiteId};
use crate::domain::rating::Star;
use crate::domain::refusal::{Message, Refusals};
use crate::store::{Unique, applications as store, sites};

/// An application as an operator submits it.
#[derive(Debug, Clone)]
pub struct Submission {
    /// For which of their sites.
    pub site: SiteId,
    /// The star applied for.
    pub star: Star,
    /// What they add; empty for nothing.
    pub note: String,
}

/// Submits an application, to be judged by the sheet in force today.
///
/// # Errors
/// `Forbidden` for all but operators; `NotFound` for a site not theirs; `Conflict` if one is under way or the site has
/// closed; `Invalid` if there is no sheet for the kind of site.
pub fn submit(tx: &mut Tx<'_>, new: &Submission) -> Result<ApplicationId> {
    tx.actor.must(Act::SubmitApplication)?;
    let site = sites::find(tx.conn, &tx.scope(), new.site)?;
    if site.closed_on.is_some() {
        return Err(Error::Conflict(Message::new("error-application-site-closed")));
    }
    let sheet = sheets::in_force(tx.conn, site.kind, tx.now.day())?.ok_or_else(|| {
        Refusals::one("site", Message::new("error-application-no-sheet").with_code("kind", site.kind))
    })?;
    let row = store::NewApplication {
        number: store::next_number(tx.conn, tx.now.year())?,
        site: new.site,
        sheet: sheet.id,
        unit: site.unit,
        applied: new.star,
        note: new.note.clone(),
    };
    let under_way = || Error::Conflict(Message::new("error-application-under-way"));
    let id = store::insert(tx.conn, &row).map_err(|fault| fault.taken(Unique::LiveApplication, under_way))?;
    let mut application = store::find(tx.conn, &tx.scope(), id)?;
    let detail = json!({ "number": row.number, "star": new.star, "sheet": sheet.id });
    take(tx, &mut application, Step::Submit, ("application.submitted", "", detail))?;
    Ok(id)
}

/// Submits a returned application again, saying what was completed.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not returned; `Stale`.
pub fn submit_again(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, note: &str) -> Result<()> {
    tx.actor.must(Act::SubmitApplication)?;
    let mut application = load(tx, id, revision, Step::Submit)?;
    take(tx, &mut application, Step::Submit, ("application.submitted", note, json!({ "again": true })))
}

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
