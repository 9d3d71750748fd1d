//! Acceptance, return and refusal.

use rocket::form::FromForm;
use rocket::{Route, post, routes};
use validator::Validate;

use super::done;
use crate::desk;
use crate::desk::applications;
use crate::domain::identity::Reason;
use crate::domain::ids::ApplicationId;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted};
use crate::web::page::Done;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![accept, refuse]
}

/// A step that takes only the revision the person saw.
#[derive(FromForm, Validate)]
struct Plain {
    revision: i64,
}

/// A step that owes a reason.
#[derive(FromForm, Validate)]
struct Reasoned {
    revision: i64,
    reason: Entry<Reason>,
}

#[post("/applications/<id>/acceptance", data = "<form>")]
async fn accept(visit: SignedIn, id: ApplicationId, form: Submitted<Plain>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(Plain { revision }) => visit.write(move |tx| applications::accept(tx, id, revision)).await,
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    done(&visit, id, form.typed, outcome.map(|()| "notice-application-accepted")).await
}

#[post("/applications/<id>/refusal", data = "<form>")]
async fn refuse(visit: SignedIn, id: ApplicationId, form: Submitted<Reasoned>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(Reasoned { revision, reason }) => {
            visit.write(move |tx| applications::refuse(tx, id, revision, &reason)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    done(&visit, id, form.typed, outcome.map(|()| "notice-application-refused")).await
}
