//! The two steps with a figure's differences: saying why, and closing.

use rocket::form::FromForm;
use rocket::{Route, post, routes};
use validator::Validate;

use crate::desk::{Error, figures};
use crate::domain::access::Act;
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewExplanation, Reason, Side};
use crate::domain::ids::FigureId;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Note, Submitted, Whole};
use crate::web::page::{Done, See};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![explain, close]
}

#[derive(FromForm, Validate)]
struct Said {
    revision: Entry<Whole>,
    reason: Entry<Reason>,
    side: Entry<Side>,
    quantity: Entry<Whole>,
    pathway: Option<Entry<Pathway>>,
    unit: Option<Entry<UnitCode>>,
    note: Option<Entry<Note>>,
}

/// A step without the revision that was read is as good as one on an old page.
fn refused(visit: &SignedIn, refusals: Refusals) -> Error {
    if let Err(forbidden) = visit.actor.must(Act::SettleFigure) {
        return forbidden.into();
    }
    let unread = refusals.iter().any(|(field, _)| field == "revision");
    if unread { Error::Stale } else { Error::Invalid(refusals) }
}

#[post("/figures/<id>/explanations", data = "<form>")]
async fn explain(visit: SignedIn, id: FigureId, form: Submitted<Said>) -> Result<Done, Failure> {
    let done = match form.value {
        Ok(said) => {
            let new = NewExplanation {
                pathway: said.pathway.map(Entry::into_inner),
                unit: said.unit.map(Entry::into_inner),
                reason: said.reason.0,
                amount: NewExplanation::signed(said.side.0, said.quantity.0.0),
                note: said.note.map(|note| note.into_inner().0).unwrap_or_default(),
            };
            visit.write(move |tx| figures::explain(tx, id, said.revision.0.0, &new)).await
        }
        Err(refusals) => Err(refused(&visit, refusals)),
    };
    match done {
        Ok(()) => {
            Ok(See::other(format!("/figures/{id}")).notice(Message::new("notice-figure-explained")).into())
        }
        Err(Error::Invalid(refusals)) => {
            Ok(super::refused(&visit, id, form.typed.refused(&refusals)).await?.into())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(FromForm, Validate)]
struct Closed {
    revision: Entry<Whole>,
    rest: Option<Entry<Note>>,
}

#[post("/figures/<id>/closing", data = "<form>")]
async fn close(visit: SignedIn, id: FigureId, form: Submitted<Closed>) -> Result<Done, Failure> {
    let done = match form.value {
        Ok(closed) => {
            let rest = closed.rest.map(|rest| rest.into_inner().0).unwrap_or_default();
            visit.write(move |tx| figures::close(tx, id, closed.revision.0.0, &rest)).await
        }
        Err(refusals) => Err(refused(&visit, refusals)),
    };
    match done {
        Ok(()) => {
            Ok(See::other(format!("/figures/{id}")).notice(Message::new("notice-figure-closed")).into())
        }
        Err(Error::Invalid(refusals)) => {
            Ok(super::refused(&visit, id, form.typed.refused(&refusals)).await?.into())
        }
        Err(error) => Err(error.into()),
    }
}
