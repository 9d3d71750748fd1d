//! The licences of a site: the list, the form that adds one or corrects it, the photograph of one.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationError};

use super::failure::Failure;
use super::files::{self, Asked, Sent};
use super::forms::{Day, Entry, Submitted, Typed, Uploaded, Uploads, Whole, across};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::changes::{By, Change, OfLicence};
use crate::desk::{self, Error, licences};
use crate::domain::access::Role;
use crate::domain::codes::Code as _;
use crate::domain::ids::{LicenceId, SiteId};
use crate::domain::licence::{LicenceKind, LicenceNumber, LicenceState};
use crate::domain::moment::Moment;
use crate::domain::refusal::{Message, Refusal, Refusals};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, new, add, edit, correct, removal, remove, photo]
}

#[derive(Serialize)]
struct ListView {
    site: SiteId,
    name: String,
    place: String,
    groups: Vec<Group>,
    lacking: Vec<Message>,
    may_keep: bool,
    changes: Vec<Changed>,
}

/// A change of a licence.
#[derive(Serialize)]
struct Changed {
    at: Moment,
    by: By,
    before: Option<OfLicence>,
    after: Option<OfLicence>,
}

impl From<Change<OfLicence>> for Changed {
    fn from(Change { at, by, before, after }: Change<OfLicence>) -> Self {
        Self { at, by, before, after }
    }
}

/// The licences of a kind; none of a kind that is owed.
#[derive(Serialize)]
struct Group {
    kind: LicenceKind,
    owed: bool,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: LicenceId,
    number: String,
    valid_until: Option<NaiveDate>,
    state: LicenceState,
    tone: &'static str,
    photo: Option<files::Shown>,
}

impl Row {
    fn of(site: SiteId, licences::Standing { licence, state }: &licences::Standing) -> Self {
        let href = format!("/sites/{site}/licences/{}/photo", licence.id);
        Self {
            id: licence.id,
            number: licence.number.clone(),
            valid_until: licence.valid_until,
            state: *state,
            tone: match state {
                LicenceState::Valid => "ok",
                LicenceState::RunsOut => "warn",
                LicenceState::Expired => "err",
            },
            photo: licence.photo.as_ref().map(|file| files::Shown::of(file, href)),
        }
    }
}

#[get("/sites/<id>/licences")]
async fn list(visit: SignedIn, id: SiteId) -> Answer {
    let shown = visit.read(move |rx| licences::of_site(rx, id)).await?;
    let group = |kind: &LicenceKind| {
        let rows = shown.rows.iter().filter(|one| one.licence.kind == *kind);
        Group {
            kind: *kind,
            owed: shown.owed.contains(kind),
            rows: rows.map(|one| Row::of(id, one)).collect(),
        }
    };
    let groups =
        LicenceKind::ALL.iter().map(group).filter(|group| group.owed || !group.rows.is_empty()).collect();
    let view = ListView {
        site: id,
        name: shown.site.name,
        place: shown.place,
        groups,
        lacking: shown.lacking.iter().map(Refusal::message).collect(),
        may_keep: shown.may_keep,
        changes: shown.changes.into_iter().map(Changed::from).collect(),
    };
    let own = visit.actor.role == Role::Operator;
    Ok(Page::new(if own { "licences/own" } else { "licences/index" }, &view))
}

/// The form as sent; without a last day only if the licence has none.
#[derive(FromForm, Validate)]
#[validate(schema(function = until_when))]
struct LicenceForm {
    kind: Entry<LicenceKind>,
    number: Entry<LicenceNumber>,
    valid_until: Option<Entry<Day>>,
    without_end: Option<bool>,
    revision: Option<Entry<Whole>>,
}

fn until_when(form: &LicenceForm) -> Result<(), ValidationError> {
    match (&form.valid_until, form.without_end) {
        (None, None | Some(false)) => Err(across("valid_until", "error-licence-until")),
        (Some(_), Some(true)) => Err(across("valid_until", "error-licence-until-both")),
        _ => Ok(()),
    }
}

impl From<LicenceForm> for licences::Printed {
    fn from(form: LicenceForm) -> Self {
        Self {
            kind: *form.kind,
            number: form.number.into_inner(),
            valid_until: form.valid_until.map(|day| day.0.0),
        }
    }
}

#[derive(Serialize)]
struct FormView {
    site: SiteId,
    name: String,
    form: Typed,
    kinds: &'static [LicenceKind],
    /// The licence that is corrected.
    licence: Option<LicenceId>,
    photo: Option<files::Shown>,
}

#[get("/sites/<id>/licences/new?<kind>", rank = 1)]
async fn new(visit: SignedIn, id: SiteId, kind: Option<Entry<LicenceKind>>) -> Answer {
    let form = kind.map_or_else(Typed::blank, |kind| Typed::filled([("kind", kind.0.code())]));
    blank_page(&visit, id, form).await
}

async fn blank_page(visit: &SignedIn, id: SiteId, form: Typed) -> Answer {
    let site = visit.read(move |rx| licences::to_keep(rx, id)).await?;
    let view =
        FormView { site: id, name: site.name, form, kinds: LicenceKind::ALL, licence: None, photo: None };
    Ok(Page::new("licences/form", &view))
}

#[post("/sites/<id>/licences", data = "<form>")]
async fn add(visit: SignedIn, id: SiteId, form: Uploaded<LicenceForm>) -> Result<Done, Failure> {
    let added = match form.value {
        Ok((new, mut files)) => {
            let photo = files.one("photo");
            visit.write(move |tx| licences::add(tx, id, &new.into(), photo.as_ref())).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match added {
        Ok(_) => Ok(See::other(format!("/sites/{id}/licences"))
            .notice(Message::new("notice-licence-added"))
            .into()),
        Err(Error::Invalid(refusals)) => {
            let page = blank_page(&visit, id, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/sites/<site>/licences/<id>", rank = 2)]
async fn edit(visit: SignedIn, site: SiteId, id: LicenceId) -> Answer {
    edit_page(&visit, site, id, None).await
}

async fn edit_page(visit: &SignedIn, site: SiteId, id: LicenceId, form: Option<Typed>) -> Answer {
    let (found, licence) = visit.read(move |rx| licences::find(rx, site, id)).await?;
    let form = form.unwrap_or_else(|| {
        let until = licence.valid_until.map(|day| ("valid_until", day.to_string()));
        let without_end = until.is_none().then(|| ("without_end", "yes".to_owned()));
        let fields = [
            ("kind", licence.kind.code().to_owned()),
            ("number", licence.number.clone()),
            ("revision", licence.revision.to_string()),
        ];
        Typed::filled(fields.into_iter().chain(until).chain(without_end))
    });
    let href = format!("/sites/{site}/licences/{id}/photo");
    let view = FormView {
        site,
        name: found.name,
        form,
        kinds: LicenceKind::ALL,
        licence: Some(id),
        photo: licence.photo.as_ref().map(|file| files::Shown::of(file, href)),
    };
    Ok(Page::new("licences/form", &view))
}

#[post("/sites/<site>/licences/<id>", data = "<form>")]
async fn correct(
    visit: SignedIn,
    site: SiteId,
    id: LicenceId,
    form: Uploaded<LicenceForm>,
) -> Result<Done, Failure> {
    let corrected = match form.value {
        Ok((new, files)) => correct_as_read(&visit, site, id, new, files).await,
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match corrected {
        Ok(()) => Ok(See::other(format!("/sites/{site}/licences"))
            .notice(Message::new("notice-licence-corrected"))
            .into()),
        Err(Error::Invalid(refusals)) => {
            let page = edit_page(&visit, site, id, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

async fn correct_as_read(
    visit: &SignedIn,
    site: SiteId,
    id: LicenceId,
    form: LicenceForm,
    mut files: Uploads,
) -> desk::Result<()> {
    let Some(read) = form.revision.map(|revision| revision.0.0) else {
        return Err(Refusals::one("", Message::new("error-invalid")).into());
    };
    let photo = files.one("photo");
    visit.write(move |tx| licences::correct(tx, (site, id), read, &form.into(), photo.as_ref())).await
}

#[derive(Serialize)]
struct RemovalView {
    site: SiteId,
    name: String,
    licence: LicenceId,
    kind: LicenceKind,
    number: String,
    valid_until: Option<NaiveDate>,
    revision: i64,
    photo: Option<files::Shown>,
}

#[get("/sites/<site>/licences/<id>/removal")]
async fn removal(visit: SignedIn, site: SiteId, id: LicenceId) -> Answer {
    let (found, licence) = visit.read(move |rx| licences::find(rx, site, id)).await?;
    let href = format!("/sites/{site}/licences/{id}/photo");
    let view = RemovalView {
        site,
        name: found.name,
        licence: id,
        kind: licence.kind,
        photo: licence.photo.as_ref().map(|file| files::Shown::of(file, href)),
        number: licence.number,
        valid_until: licence.valid_until,
        revision: licence.revision,
    };
    Ok(Page::new("licences/removal", &view))
}

#[derive(FromForm, Validate)]
struct RemovalForm {
    revision: i64,
}

#[post("/sites/<site>/licences/<id>/removal", data = "<form>")]
async fn remove(
    visit: SignedIn,
    site: SiteId,
    id: LicenceId,
    form: Submitted<RemovalForm>,
) -> Result<Done, Failure> {
    let read = form.value.map_err(Error::Invalid)?.revision;
    visit.write(move |tx| licences::remove(tx, (site, id), read)).await?;
    Ok(See::other(format!("/sites/{site}/licences")).notice(Message::new("notice-licence-removed")).into())
}

#[get("/sites/<site>/licences/<id>/photo?<size>")]
async fn photo(visit: SignedIn, site: SiteId, id: LicenceId, size: Option<Asked>) -> Result<Sent, Failure> {
    let file = visit.read(move |rx| licences::photo(rx, site, id)).await?;
    Sent::of(&visit, file, size).await
}
