//! Where a site lies, and by what other words it is searched: shown, and put right.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationError};

use crate::desk;
use crate::desk::sites;
use crate::domain::ids::SiteId;
use crate::domain::position::{Latitude, Longitude, Position};
use crate::domain::refusal::Message;
use crate::domain::site::AlsoKnown;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Typed, across};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![edit, save]
}

/// A position as a page shows it.
#[derive(Serialize)]
pub(in crate::web) struct Shown {
    longitude: String,
    latitude: String,
    /// What opens the map of a telephone.
    href: String,
}

impl Shown {
    pub(in crate::web) fn of(at: Position, name: &str) -> Self {
        Self {
            longitude: at.longitude.to_string(),
            latitude: at.latitude.to_string(),
            href: at.geo_uri(name),
        }
    }
}

/// Refuses one coordinate without the other, by the field that lacks it.
pub(super) fn is_whole(
    longitude: Option<&Entry<Longitude>>,
    latitude: Option<&Entry<Latitude>>,
) -> Result<(), ValidationError> {
    match (longitude, latitude) {
        (Some(_), None) => Err(across("latitude", "error-position-both")),
        (None, Some(_)) => Err(across("longitude", "error-position-both")),
        _ => Ok(()),
    }
}

pub(super) fn of(longitude: Option<Entry<Longitude>>, latitude: Option<Entry<Latitude>>) -> Option<Position> {
    Some(Position { longitude: longitude?.into_inner(), latitude: latitude?.into_inner() })
}

#[derive(FromForm, Validate)]
#[validate(schema(function = form_is_whole))]
struct PositionForm {
    revision: i64,
    longitude: Option<Entry<Longitude>>,
    latitude: Option<Entry<Latitude>>,
    also_known: Option<Entry<AlsoKnown>>,
}

fn form_is_whole(form: &PositionForm) -> Result<(), ValidationError> {
    is_whole(form.longitude.as_ref(), form.latitude.as_ref())
}

#[derive(Serialize)]
struct View {
    form: Typed,
    id: SiteId,
    name: String,
}

async fn page(visit: &SignedIn, id: SiteId, form: Option<Typed>) -> Answer {
    let site = visit.read(move |rx| sites::to_place(rx, id)).await?;
    let kept = || {
        let mut fields =
            vec![("revision", site.revision.to_string()), ("also_known", site.search_extra.clone())];
        if let Some(at) = site.position() {
            fields.push(("longitude", at.longitude.to_string()));
            fields.push(("latitude", at.latitude.to_string()));
        }
        Typed::filled(fields)
    };
    Ok(Page::new("sites/position", &View { form: form.unwrap_or_else(kept), id, name: site.name.clone() }))
}

#[get("/sites/<id>/position")]
async fn edit(visit: SignedIn, id: SiteId) -> Answer {
    page(&visit, id, None).await
}

#[post("/sites/<id>/position", data = "<form>")]
async fn save(visit: SignedIn, id: SiteId, form: Submitted<PositionForm>) -> Result<Done, Failure> {
    let placed = match form.value {
        Ok(new) => {
            let position = of(new.longitude, new.latitude);
            let also_known = new.also_known.map(Entry::into_inner);
            visit.write(move |tx| sites::place(tx, id, new.revision, position, also_known.as_ref())).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match placed {
        Ok(()) => Ok(See::other(format!("/sites/{id}")).notice(Message::new("notice-site-placed")).into()),
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
