//! 承诺书: read, ticked, and signed with the legal representative's name.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationError};

use super::seen;
use crate::desk;
use crate::desk::applications::{self, Application};
use crate::domain::application::pledge::Pledge;
use crate::domain::identity::PersonName;
use crate::domain::ids::ApplicationId;
use crate::domain::moment::Moment;
use crate::domain::refusal::Message;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Typed, across};
use crate::web::page::{Answer, Done, Page};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show, make]
}

#[derive(Serialize)]
struct View {
    form: Typed,
    application: Application,
    pledge: Option<&'static Pledge>,
    by: Option<String>,
    at: Option<Moment>,
    editable: bool,
}

async fn page(visit: &SignedIn, id: ApplicationId, typed: Option<Typed>) -> Answer {
    let filing = visit.read(move |rx| applications::filing(rx, id)).await?;
    Ok(Page::new(
        "applications/pledge",
        &View {
            form: typed.unwrap_or_default(),
            pledge: filing.pledge,
            at: filing.pledged.as_ref().map(|pledged| pledged.at),
            by: filing.signed,
            editable: filing.editable,
            application: filing.application,
        },
    ))
}

#[get("/applications/<id>/pledge")]
async fn show(visit: SignedIn, id: ApplicationId) -> Answer {
    page(&visit, id, None).await
}

#[derive(FromForm, Validate)]
#[validate(schema(function = ticked))]
struct PledgeForm {
    revision: i64,
    agreed: Option<String>,
    name: Entry<PersonName>,
}

fn ticked(form: &PledgeForm) -> Result<(), ValidationError> {
    match form.agreed.as_deref() {
        Some("yes") => Ok(()),
        _ => Err(across("agreed", "error-draft-agreed")),
    }
}

#[post("/applications/<id>/pledge", data = "<form>")]
async fn make(visit: SignedIn, id: ApplicationId, form: Submitted<PledgeForm>) -> Result<Done, Failure> {
    let made = match form.value {
        Ok(given) => visit.write(move |tx| applications::pledge(tx, id, given.revision, &given.name)).await,
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match made {
        Ok(()) => Ok(seen(id, Message::new("notice-application-pledged"))),
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
