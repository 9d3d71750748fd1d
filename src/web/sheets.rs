//! Standards: the versions of score sheets, one with everything it says, and the steps of administrators.

mod files;
mod upload;
mod view;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use self::view::{Row, View};
use super::failure::Failure;
use super::forms::{Confirm, Day, Entry, Submitted, Typed};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::{self, sheets};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::ids::SheetId;
use crate::domain::refusal::Message;
use crate::domain::sheet::State;
use crate::domain::site::SiteKind;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![index, show, publish, discard], upload::routes(), files::routes()].concat()
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    /// Kinds of site nobody can apply for today, by name.
    without: String,
    may_manage: bool,
}

#[get("/sheets")]
async fn index(visit: SignedIn) -> Answer {
    let lines = visit.read(sheets::standards).await?;
    let judged =
        |kind: &SiteKind| lines.iter().any(|(line, state)| line.subject == *kind && *state == State::InForce);
    let without: Vec<String> =
        SiteKind::ALL.iter().filter(|kind| !judged(kind)).map(|kind| visit.lang.word(*kind)).collect();
    let view = Index {
        without: without.join(&visit.lang.say(&Message::new("sheet-comma"))),
        rows: lines.iter().map(|(line, state)| Row::of(line, *state)).collect(),
        may_manage: visit.actor.may(Act::ManageStandards),
    };
    Ok(Page::new("sheets/index", &view))
}

#[get("/sheets/<id>")]
async fn show(visit: SignedIn, id: SheetId) -> Answer {
    let form = Typed::filled([("valid_from", visit.now.day().to_string())]);
    page(&visit, id, form).await
}

async fn page(visit: &SignedIn, id: SheetId, form: Typed) -> Answer {
    let standard = visit.read(move |rx| sheets::standard(rx, id)).await?;
    let view = View::of(standard, form, visit.actor.may(Act::ManageStandards));
    Ok(Page::new("sheets/show", &view))
}

#[derive(FromForm, Validate)]
struct Publication {
    valid_from: Entry<Day>,
}

#[post("/sheets/<id>/publication", data = "<form>")]
async fn publish(visit: SignedIn, id: SheetId, form: Submitted<Publication>) -> Result<Done, Failure> {
    let done = match form.value {
        Ok(typed) => visit.write(move |tx| sheets::publish(tx, id, typed.valid_from.0.0)).await,
        Err(refusals) => {
            visit.actor.must(Act::ManageStandards).map_err(desk::Error::from).and(Err(refusals.into()))
        }
    };
    match done {
        Ok(()) => {
            let notice = Message::new("notice-sheet-published");
            Ok(See::other(format!("/sheets/{id}")).notice(notice).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/sheets/<id>/removal", data = "<_form>")]
async fn discard(visit: SignedIn, id: SheetId, _form: Submitted<Confirm>) -> Result<See, Failure> {
    visit.write(move |tx| sheets::discard(tx, id)).await?;
    Ok(See::other("/sheets").notice(Message::new("notice-sheet-discarded")))
}
