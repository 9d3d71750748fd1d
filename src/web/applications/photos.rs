//! 检查照片: uploading, looking at and taking away the panel's photos.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use crate::desk;
use crate::desk::applications::{self, Application, Evidence, MOST_EVIDENCE, Photos};
use crate::domain::ids::{ApplicationId, AttachmentId};
use crate::domain::refusal::Message;
use crate::web::failure::Failure;
use crate::web::files::Shown;
use crate::web::forms::{Confirm, Submitted, Typed, Uploaded};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show, add, remove]
}

#[derive(Serialize)]
struct View {
    form: Typed,
    application: Application,
    place: String,
    parts: Vec<Choices>,
    rounds: Vec<Round>,
    most: usize,
    editable: bool,
}

/// The items of a part to choose from.
#[derive(Serialize)]
struct Choices {
    name: String,
    items: Vec<Named>,
}

/// An item, by name.
#[derive(Clone, Serialize)]
struct Named {
    code: String,
    name: String,
}

/// The photos of a round.
#[derive(Serialize)]
struct Round {
    number: i32,
    groups: Vec<Group>,
    /// Whether photos are still taken away from it.
    editable: bool,
}

/// The photos of an item, or of the whole inspection.
#[derive(Serialize)]
struct Group {
    item: Option<Named>,
    rows: Vec<Shown>,
}

/// The address a file of an application is given out at.
pub(super) fn href(id: ApplicationId, file: &Evidence) -> String {
    format!("/applications/{id}/evidence/{}", file.file.id)
}

fn rounds(photos: &Photos) -> Vec<Round> {
    let application = &photos.dossier.application;
    let shown = |file: &&Evidence| Shown::of(&file.file, href(application.id, file));
    let of_round = |number: i32| {
        let files = || photos.rows.iter().filter(move |file| file.round == Some(number));
        let group = |item: Option<Named>| {
            let code = item.as_ref().map_or("", |item| &item.code);
            let rows: Vec<Shown> =
                files().filter(|file| file.item == code).map(|file| shown(&file)).collect();
            (!rows.is_empty()).then_some(Group { item, rows })
        };
        let items = photos.parts().flat_map(|part| &part.items);
        let items = items.map(|item| Some(Named { code: item.code.clone(), name: item.name.clone() }));
        let groups: Vec<Group> = std::iter::once(None).chain(items).filter_map(group).collect();
        let editable = photos.editable && number == application.round;
        (!groups.is_empty()).then_some(Round { number, groups, editable })
    };
    (1..=application.round).rev().filter_map(of_round).collect()
}

async fn page(visit: &SignedIn, id: ApplicationId, form: Typed) -> Answer {
    let photos = visit.read(move |rx| applications::photos(rx, id)).await?;
    let named =
        |item: &crate::domain::sheet::Item| Named { code: item.code.clone(), name: item.name.clone() };
    let parts = photos.parts();
    let parts = parts.map(|part| Choices {
        name: format!("{} {}", part.code, part.name),
        items: part.items.iter().map(named).collect(),
    });
    let view = View {
        parts: parts.collect(),
        rounds: rounds(&photos),
        form,
        most: MOST_EVIDENCE,
        editable: photos.editable,
        place: photos.dossier.place,
        application: photos.dossier.application,
    };
    Ok(Page::new("applications/photos", &view))
}

#[get("/applications/<id>/photos?<item>")]
async fn show(visit: SignedIn, id: ApplicationId, item: Option<&str>) -> Answer {
    page(&visit, id, Typed::filled(item.map(|item| ("item", item)))).await
}

#[derive(FromForm, Validate)]
struct PhotosForm {
    item: String,
}

#[post("/applications/<id>/photos", data = "<form>")]
async fn add(visit: SignedIn, id: ApplicationId, form: Uploaded<PhotosForm>) -> Result<Done, Failure> {
    let item = form.typed.value("item").unwrap_or_default().to_owned();
    let added = match form.value {
        Ok((given, mut uploads)) => {
            let photos = uploads.many("photos");
            visit.write(move |tx| applications::add_photos(tx, id, &given.item, &photos)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match added {
        Ok(()) => Ok(lying(id, &item, "notice-evidence-added")),
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/applications/<id>/photos/<file>/removal", data = "<form>")]
async fn remove(
    visit: SignedIn,
    id: ApplicationId,
    file: AttachmentId,
    form: Submitted<Confirm>,
) -> Result<Done, Failure> {
    form.value.map_err(desk::Error::Invalid)?;
    let item = visit.write(move |tx| applications::remove_photo(tx, id, file)).await?;
    Ok(lying(id, &item, "notice-evidence-removed"))
}

/// Back to the photos, with the same item chosen.
fn lying(id: ApplicationId, item: &str, notice: &'static str) -> Done {
    let item = if item.is_empty() { String::new() } else { format!("?item={item}") };
    See::other(format!("/applications/{id}/photos{item}")).notice(Message::new(notice)).into()
}
