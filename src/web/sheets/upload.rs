//! Taking a version in: a file in JSON or xlsx, or the text of one.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use crate::desk::{self, sheets};
use crate::domain::access::Act;
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Handed, Typed};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![blank, create]
}

#[derive(Serialize)]
struct New {
    form: Typed,
}

#[get("/sheets/new")]
fn blank(visit: SignedIn) -> Answer {
    visit.actor.must(Act::ManageStandards).map_err(desk::Error::from)?;
    Ok(Page::new("sheets/new", &New { form: Typed::blank() }))
}

/// The text of a file, however long; the form's limit holds.
struct Whole(String);

impl std::str::FromStr for Whole {
    type Err = crate::domain::codes::UnknownCode;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

#[derive(FromForm, Validate)]
struct Version {
    text: Option<Entry<Whole>>,
}

#[post("/sheets", data = "<form>")]
async fn create(visit: SignedIn, form: Handed<Version>) -> Result<Done, Failure> {
    visit.actor.must(Act::ManageStandards).map_err(desk::Error::from)?;
    let field = if form.value.as_ref().is_ok_and(|(_, file)| file.is_some()) { "file" } else { "text" };
    let body = form.value.and_then(|(version, file)| body(version.text.map(|text| text.0.0), file));
    let made = match body {
        Ok(body) => visit.write(move |tx| sheets::upload(tx, &body)).await,
        Err(refusals) => Err(refusals.into()),
    };
    match made {
        Ok(id) => {
            Ok(See::other(format!("/sheets/{id}")).notice(Message::new("notice-sheet-uploaded")).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let mut told = Refusals::default();
            for (_, message) in refusals.iter() {
                told.add(field, message.clone());
            }
            let view = New { form: form.typed.refused(&told) };
            Ok(Page::new("sheets/new", &view).status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The sheet's JSON, from whichever was given.
fn body(text: Option<String>, file: Option<Vec<u8>>) -> Result<String, Refusals> {
    match (file, text) {
        (Some(file), _) => sheets::text_of(file),
        (None, Some(text)) => Ok(text),
        (None, None) => Err(Refusals::one("file", Message::new("error-sheet-nothing"))),
    }
}
