//! 检查照片: what the panel photographed on site, by item or of the whole inspection, round by round.

use serde_json::json;

use super::evidence::{Evidence, MOST_EVIDENCE};
use super::inspect::waits;
use super::{hand, read};
use crate::desk::attachments::{self, Upload};
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Actor};
use crate::domain::application::Hand;
use crate::domain::ids::{ApplicationId, AttachmentId};
use crate::domain::refusal::{Message, Refusals};
use crate::domain::scoring::Column;
use crate::domain::sheet::Part;
use crate::store::applications::{self as store, Application, Laid};
use crate::store::{Fault, sheets};

/// The photos of an application's inspections.
#[derive(Debug)]
pub struct Photos {
    /// The application with everything that belongs to it.
    pub dossier: read::Dossier,
    /// The photos the reader may see, in the order they came.
    pub rows: Vec<Evidence>,
    /// Whether the reader adds and removes photos of this round.
    pub editable: bool,
}

impl Photos {
    /// The parts of the sheet the site is judged by.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        let trade = self.dossier.application.trade;
        self.dossier.version.sheet.parts.iter().filter(move |part| part.coefficient(trade).counts())
    }
}

/// Whether somebody who may know of the application may see one of its files: what the panel photographs is the bureau's, and
/// until the inspection is complete that of those who inspect.
pub(super) fn may_see(actor: &Actor, application: &Application, file: &Evidence) -> bool {
    match file.round {
        None => true,
        Some(round) if round > application.inspected_round => actor.may(Act::InspectApplication),
        Some(_) => !actor.may(Act::SubmitApplication),
    }
}

/// The files of an application the reader may see, the operator's and the panel's, in the order they came.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn papers(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Vec<Evidence>> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let scope = rx.scope();
    let application = store::find(rx.conn, &scope, id)?;
    let mut files = store::evidence(rx.conn, id)?;
    files.retain(|file| may_see(actor, &application, file));
    Ok(files)
}

/// The photos of the inspections of an application.
///
/// # Errors
/// `NotFound` if there is none the reader may know of, and for operators, who are told the result.
pub fn photos(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Photos> {
    let actor = rx.actor()?;
    if actor.may(Act::SubmitApplication) {
        return Err(Error::NotFound);
    }
    let mut rows = papers(rx, id)?;
    rows.retain(|file| file.column == Column::Panel);
    let dossier = read::dossier(rx, id)?;
    let editable =
        actor.may(Act::InspectApplication) && waits(&dossier.application).is_ok() && dossier.barred.is_none();
    Ok(Photos { dossier, rows, editable })
}

/// Lays photos with an item of the inspection under way, or with the whole of it if `item` is empty.
///
/// # Errors
/// `Forbidden` for those who do not inspect; `NotFound`, also for an item the site is not judged by; `Conflict` if it waits for
/// no inspection, or for somebody with another hand in it; `Invalid` at `photos` for none, or for more than [`MOST_EVIDENCE`]
/// in one place.
pub fn add_photos(tx: &mut Tx<'_>, id: ApplicationId, item: &str, uploads: &[Upload]) -> Result<()> {
    let application = hold(tx, id)?;
    let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
    let judged = |part: &&Part| part.coefficient(application.trade).counts();
    let mut items = sheet.parts.iter().filter(judged).flat_map(|part| &part.items);
    if !item.is_empty() && !items.any(|known| known.code == item) {
        return Err(Error::NotFound);
    }
    if uploads.is_empty() {
        return Err(Refusals::one("photos", Message::new("error-evidence-none")).into());
    }
    let round = Some(application.round);
    let lying = store::evidence(tx.conn, id)?;
    let lying = lying.iter().filter(|one| one.round == round && one.item == item).count();
    if lying + uploads.len() > MOST_EVIDENCE {
        let most = i64::try_from(MOST_EVIDENCE).unwrap_or(i64::MAX);
        return Err(Refusals::one("photos", Message::new("error-evidence-most").with("most", most)).into());
    }
    for upload in uploads {
        let file = attachments::attach(tx, upload)?;
        store::add_evidence(tx.conn, id, Laid { column: Column::Panel, item, round }, file)?;
    }
    let detail = json!({ "round": application.round, "item": item, "files": uploads.len() });
    tx.record("inspection.photos_added", "application", id.0, detail)
}

/// Takes a photo of the inspection under way away again; what it was laid with.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` as for [`add_photos`].
pub fn remove_photo(tx: &mut Tx<'_>, id: ApplicationId, file: AttachmentId) -> Result<String> {
    let application = hold(tx, id)?;
    let found = store::evidence_file(tx.conn, id, file)?;
    if found.round != Some(application.round) {
        return Err(Error::NotFound);
    }
    store::remove_evidence(tx.conn, id, Column::Panel, file)?;
    let detail = json!({ "round": application.round, "item": found.item, "file": file });
    tx.record("inspection.photo_removed", "application", id.0, detail)?;
    Ok(found.item)
}

/// Holds an application that waits for its inspection, so that nobody completes it meanwhile.
fn hold(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Application> {
    tx.actor.must(Act::InspectApplication)?;
    let application = store::find(tx.conn, &tx.scope(), id)?;
    waits(&application)?;
    hand::take(tx, id, Hand::Inspector)?;
    store::hold_inspection(tx.conn, id, application.round).map_err(|fault| match fault {
        Fault::Stale => Error::Stale,
        other => other.into(),
    })?;
    Ok(application)
}
