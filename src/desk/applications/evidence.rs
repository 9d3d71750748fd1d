//! 照片和材料: the operator's photographs and papers, item by item.

use serde_json::json;

use super::draft::{Filing, form};
use super::photos;
use crate::desk::attachments::{self, Attachment, Upload};
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::ids::{ApplicationId, AttachmentId};
use crate::domain::refusal::{Message, Refusals};
use crate::domain::scoring::Column;
pub use crate::store::applications::Evidence;
use crate::store::applications::Laid;
use crate::store::{Fault, applications as store};

/// Files one item can have at most.
pub const MOST_EVIDENCE: usize = 20;

/// An application with the operator's files, for everybody who may know of it.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn evidence(rx: &mut Rx<'_>, id: ApplicationId) -> Result<(Filing, Vec<Evidence>)> {
    let filing = form(rx, id)?;
    let mut files = store::evidence(rx.conn, id)?;
    files.retain(|one| one.column == Column::SelfAssessed);
    Ok((filing, files))
}

/// One file of an application, for everybody who may know of it.
///
/// # Errors
/// `NotFound` if none of this number lies with one the reader may know of.
pub fn evidence_file(rx: &mut Rx<'_>, id: ApplicationId, file: AttachmentId) -> Result<Attachment> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let scope = rx.scope();
    let application = store::find(rx.conn, &scope, id)?;
    let found = store::evidence_file(rx.conn, id, file)?;
    if photos::may_see(actor, &application, &found) { Ok(found.file) } else { Err(Error::NotFound) }
}

/// Lays files with an item of the sheet.
///
/// # Errors
/// `Forbidden` for all but operators; `NotFound`, also for an item the site is not judged by; `Conflict` if it cannot be
/// changed; `Invalid` at `files` for none, or for more than [`MOST_EVIDENCE`] with the item.
pub fn add_evidence(tx: &mut Tx<'_>, id: ApplicationId, item: &str, uploads: &[Upload]) -> Result<()> {
    hold(tx, id)?;
    let (filing, files) = evidence(&mut tx.reading(), id)?;
    if !filing.parts().any(|part| part.items.iter().any(|known| known.code == item)) {
        return Err(Error::NotFound);
    }
    let lying = files.iter().filter(|one| one.item == item).count();
    if uploads.is_empty() {
        return Err(Refusals::one("files", Message::new("error-evidence-none")).into());
    }
    if lying + uploads.len() > MOST_EVIDENCE {
        let most = i64::try_from(MOST_EVIDENCE).unwrap_or(i64::MAX);
        return Err(Refusals::one("files", Message::new("error-evidence-most").with("most", most)).into());
    }
    for upload in uploads {
        let file = attachments::attach(tx, upload)?;
        store::add_evidence(tx.conn, id, Laid { column: Column::SelfAssessed, item, round: None }, file)?;
    }
    tx.record("evidence.added", "application", id.0, json!({ "item": item, "files": uploads.len() }))
}

/// Takes one of the operator's files away again.
///
/// # Errors
/// `Forbidden` for all but operators; `NotFound`; `Conflict` if it cannot be changed.
pub fn remove_evidence(tx: &mut Tx<'_>, id: ApplicationId, file: AttachmentId) -> Result<String> {
    hold(tx, id)?;
    let item = store::evidence_file(tx.conn, id, file)?.item;
    store::remove_evidence(tx.conn, id, Column::SelfAssessed, file)?;
    tx.record("evidence.removed", "application", id.0, json!({ "item": item, "file": file }))?;
    Ok(item)
}

/// Holds one's own application that can be changed, so that nobody submits it meanwhile.
fn hold(tx: &mut Tx<'_>, id: ApplicationId) -> Result<()> {
    tx.actor.must(Act::SubmitApplication)?;
    let application = store::find(tx.conn, &tx.scope(), id)?;
    application.stage.must_be_editable().map_err(|closed| Error::conflict(&closed))?;
    store::hold_editable(tx.conn, id).map_err(|fault| match fault {
        Fault::Stale => Error::Stale,
        other => other.into(),
    })
}
