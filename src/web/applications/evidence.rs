//! 照片和材料: uploading, looking at and taking away the files of an item.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use crate::desk;
use crate::desk::applications::{self, Application, MOST_EVIDENCE};
use crate::domain::ids::{ApplicationId, AttachmentId};
use crate::domain::refusal::Message;
use crate::web::failure::{Failure, Kind};
use crate::web::files::{self, Shown};
use crate::web::forms::{Confirm, Submitted, Typed, Uploaded};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show, add, file, remove]
}

#[derive(Serialize)]
struct ListView {
    form: Typed,
    application: Application,
    parts: Vec<PartView>,
}

#[derive(Serialize)]
struct PartView {
    name: String,
    items: Vec<ItemView>,
}

#[derive(Serialize)]
struct ItemView {
    code: String,
    name: String,
    mandatory: bool,
    files: usize,
}

#[derive(Serialize)]
struct View {
    form: Typed,
    application: Application,
    item: ItemView,
    rows: Vec<Shown>,
    most: usize,
    editable: bool,
}

#[get("/applications/<id>/evidence?<item>")]
async fn show(visit: SignedIn, id: ApplicationId, item: Option<&str>) -> Answer {
    match item {
        Some(item) => item_page(&visit, id, item, Typed::blank()).await,
        None => list_page(&visit, id).await,
    }
}

async fn list_page(visit: &SignedIn, id: ApplicationId) -> Answer {
    let (filing, files) = visit.read(move |rx| applications::evidence(rx, id)).await?;
    let item = |item: &crate::domain::sheet::Item| ItemView {
        files: files.iter().filter(|one| one.item == item.code).count(),
        code: item.code.clone(),
        name: item.name.clone(),
        mandatory: item.mandatory,
    };
    let parts = filing
        .parts()
        .map(|part| PartView { name: part.name.clone(), items: part.items.iter().map(item).collect() });
    let parts = parts.collect();
    let view = ListView { form: Typed::blank(), parts, application: filing.application };
    Ok(Page::new("applications/evidence_list", &view))
}

async fn item_page(visit: &SignedIn, id: ApplicationId, code: &str, form: Typed) -> Answer {
    let (filing, files) = visit.read(move |rx| applications::evidence(rx, id)).await?;
    let item = filing.parts().flat_map(|part| &part.items).find(|item| item.code == code);
    let Some(item) = item else { return Err(Failure::new(Kind::NotFound)) };
    let rows: Vec<Shown> = files
        .iter()
        .filter(|one| one.item == code)
        .map(|one| Shown::of(&one.file, format!("/applications/{id}/evidence/{}", one.file.id)))
        .collect();
    let item = ItemView {
        code: item.code.clone(),
        name: item.name.clone(),
        mandatory: item.mandatory,
        files: rows.len(),
    };
    let editable = filing.editable;
    let view = View { form, item, rows, most: MOST_EVIDENCE, editable, application: filing.application };
    Ok(Page::new("applications/evidence", &view))
}

#[derive(FromForm, Validate)]
struct EvidenceForm {
    item: String,
}

#[post("/applications/<id>/evidence", data = "<form>")]
async fn add(visit: SignedIn, id: ApplicationId, form: Uploaded<EvidenceForm>) -> Result<Done, Failure> {
    let item = form.typed.value("item").unwrap_or_default().to_owned();
    let added = match form.value {
        Ok((given, mut uploads)) => {
            let files = uploads.many("files");
            visit.write(move |tx| applications::add_evidence(tx, id, &given.item, &files)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match added {
        Ok(()) => Ok(lying(id, &item, "notice-evidence-added")),
        Err(desk::Error::Invalid(refusals)) => {
            let page = item_page(&visit, id, &item, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/applications/<id>/evidence/<file>?<size>")]
async fn file(
    visit: SignedIn,
    id: ApplicationId,
    file: AttachmentId,
    size: Option<files::Asked>,
) -> Result<files::Sent, Failure> {
    let found = visit.read(move |rx| applications::evidence_file(rx, id, file)).await?;
    files::Sent::of(&visit, found, size).await
}

#[post("/applications/<id>/evidence/<file>/removal", data = "<form>")]
async fn remove(
    visit: SignedIn,
    id: ApplicationId,
    file: AttachmentId,
    form: Submitted<Confirm>,
) -> Result<Done, Failure> {
    form.value.map_err(desk::Error::Invalid)?;
    let item = visit.write(move |tx| applications::remove_evidence(tx, id, file)).await?;
    Ok(lying(id, &item, "notice-evidence-removed"))
}

/// Back to the files of an item.
fn lying(id: ApplicationId, item: &str, notice: &'static str) -> Done {
    See::other(format!("/applications/{id}/evidence?item={item}")).notice(Message::new(notice)).into()
}
