//! The decision by the competent level.

use std::str::FromStr;

use rocket::form::FromForm;
use rocket::{Route, post, routes};
use validator::Validate;

use super::done;
use crate::desk;
use crate::desk::applications::{self, Opinion, Outcome};
use crate::domain::identity::Reason;
use crate::domain::ids::ApplicationId;
use crate::domain::rating::{NoStar, Star};
use crate::domain::refusal::Refusals;
use crate::domain::scoring::Verdict;
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Line, Note, Submitted};
use crate::web::page::Done;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![decide]
}

/// What the form offers: a star, none, the inspection first, or the scores once more.
#[derive(Clone, Copy)]
enum Choice {
    Verdict(Verdict),
    Inspect,
    Reopen,
}

impl FromStr for Choice {
    type Err = NoStar;

    fn from_str(text: &str) -> Result<Self, NoStar> {
        match text {
            "reject" => Ok(Self::Verdict(Verdict::Reject)),
            "inspect" => Ok(Self::Inspect),
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
    document: Option<Entry<Line>>,
    document_on: Option<Entry<Day>>,
}

#[post("/applications/<id>/decision", data = "<form>")]
async fn decide(visit: SignedIn, id: ApplicationId, form: Submitted<DecisionForm>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(given) => {
            let revision = given.revision;
            let reason = given.reason.map(|reason| reason.into_inner().0).unwrap_or_default();
            match *given.verdict {
                Choice::Verdict(verdict) => {
                    let document = given.document.map(|document| document.into_inner().0);
                    let document = document.zip(given.document_on.map(|on| on.0.0));
                    let opinion = Opinion { verdict, reason, document };
                    let decided =
                        visit.write(move |tx| applications::decide(tx, id, revision, &opinion)).await;
                    decided.map(|outcome| match outcome {
                        Outcome::Awarded(_) => "notice-application-awarded",
                        Outcome::Decided(_) => "notice-application-decided",
                        Outcome::Rejected => "notice-application-rejected",
                    })
                }
                Choice::Inspect => visit
                    .write(move |tx| applications::forward(tx, id, revision))
                    .await
                    .map(|()| "notice-application-forwarded"),
                Choice::Reopen => match reason.parse::<Reason>() {
                    Ok(reason) => visit
                        .write(move |tx| applications::reopen(tx, id, revision, &reason))
                        .await
                        .map(|()| "notice-application-reopened"),
                    Err(bad) => Err(desk::Error::Invalid(Refusals::of("reason", &bad))),
                },
            }
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    done(&visit, id, form.typed, outcome).await
}
