//! Withdrawing an application, or taking an empty draft away: a page of its own states what it does.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::seen;
use crate::desk;
use crate::desk::applications::{self, Application};
use crate::domain::application::Step;
use crate::domain::identity::Reason;
use crate::domain::ids::ApplicationId;
use crate::domain::refusal::{Message, Refusal as _};
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Typed};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show, withdraw, delete]
}

#[derive(Serialize)]
struct View {
    form: Typed,
    empty: bool,
    application: Application,
}

async fn page(visit: &SignedIn, id: ApplicationId, typed: Option<Typed>) -> Answer {
    let filing = visit.read(move |rx| applications::filing(rx, id)).await?;
    if let Err(illegal) = filing.application.stage.take(Step::Withdraw) {
        return Err(desk::Error::Conflict(illegal.message()).into());
    }
    let view = View { form: typed.unwrap_or_default(), empty: filing.empty, application: filing.application };
    Ok(Page::new("applications/withdrawal", &view))
}

#[get("/applications/<id>/withdrawal")]
async fn show(visit: SignedIn, id: ApplicationId) -> Answer {
    page(&visit, id, None).await
}

#[derive(FromForm, Validate)]
struct WithdrawalForm {
    revision: i64,
    reason: Option<Entry<Reason>>,
}

#[post("/applications/<id>/withdrawal", data = "<form>")]
async fn withdraw(
    visit: SignedIn,
    id: ApplicationId,
    form: Submitted<WithdrawalForm>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(given) => {
            let reason = given.reason.map(|reason| reason.0.to_string()).unwrap_or_default();
            visit.write(move |tx| applications::withdraw(tx, id, given.revision, &reason)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match outcome {
        Ok(()) => Ok(seen(id, Message::new("notice-application-withdrawn"))),
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(FromForm, Validate)]
struct DeletionForm {
    revision: i64,
}

#[post("/applications/<id>/deletion", data = "<form>")]
async fn delete(visit: SignedIn, id: ApplicationId, form: Submitted<DeletionForm>) -> Result<Done, Failure> {
    let DeletionForm { revision } = form.value.map_err(desk::Error::Invalid)?;
    visit.write(move |tx| applications::delete(tx, id, revision)).await?;
    Ok(See::other("/applications").notice(Message::new("notice-draft-deleted")).into())
}
