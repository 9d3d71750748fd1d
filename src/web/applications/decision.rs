//! The decision in the short form.

use std::str::FromStr;

use rocket::form::FromForm;
use rocket::{Route, post, routes};
use validator::Validate;

use super::done;
use crate::desk;
use crate::desk::applications;
use crate::domain::identity::Reason;
use crate::domain::ids::ApplicationId;
use crate::domain::rating::{NoStar, Star};
use crate::domain::refusal::Refusals;
use crate::domain::scoring::Verdict;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Note, Submitted};
use crate::web::page::Done;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![decide]
}

/// What the form offers: a star, none, or the scores once more.
#[derive(Clone, Copy)]
enum Choice {
    Verdict(Verdict),
    Reopen,
}

impl FromStr for Choice {
    type Err = NoStar;

    fn from_str(text: &str) -> Result<Self, NoStar> {
        match text {
            "reject" => Ok(Self::Verdict(Verdict::Reject)),
            "reopen" => Ok(Self::Reopen),
            star => star.parse::<Star>().map(|star| Self::Verdict(Verdict::Award(star))),
        }
    }
}

#[derive(FromForm, Validate)]
struct DecisionForm {
    revision: i64,
    verdict: Entry<Choice>,
    reason: Option<Entry<Note>>,
}

#[post("/applications/<id>/decision", data = "<form>")]
async fn decide(visit: SignedIn, id: ApplicationId, form: Submitted<DecisionForm>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(DecisionForm { revision, verdict, reason }) => {
            let reason = reason.map(|reason| reason.into_inner().0).unwrap_or_default();
            let reopening = reason.parse::<Reason>();
            match (*verdict, reopening) {
                (Choice::Verdict(verdict), _) => visit
                    .write(move |tx| applications::decide(tx, id, revision, verdict, &reason))
                    .await
                    .map(|rating| {
                        if rating.is_some() {
                            "notice-application-awarded"
                        } else {
                            "notice-application-rejected"
                        }
                    }),
                (Choice::Reopen, Ok(reason)) => visit
                    .write(move |tx| applications::reopen(tx, id, revision, &reason))
                    .await
                    .map(|()| "notice-application-reopened"),
                (Choice::Reopen, Err(bad)) => Err(desk::Error::Invalid(Refusals::of("reason", &bad))),
            }
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    done(&visit, id, form.typed, outcome).await
}
