//! The lines of income by year: the list, and the forms that record one and take one back.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::failure::Failure;
use super::forms::{Confirm, Entry, Line, Submitted, Typed, Whole, Yuan};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::Error;
use crate::desk::income_lines::{self, Listed};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::ids::IncomeLineId;
use crate::domain::income_line::{IncomeKind, NewIncomeLine};
use crate::domain::refusal::Message;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, blank, create, take_back]
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Listed>,
    may_manage: bool,
}

#[get("/income-lines")]
async fn index(visit: SignedIn) -> Answer {
    let rows = visit.read(income_lines::list).await?;
    let view = Index { rows, may_manage: visit.actor.may(Act::ManageStandards) };
    Ok(Page::new("income_lines/index", &view))
}

#[derive(Serialize)]
struct New {
    form: Typed,
    kinds: &'static [IncomeKind],
}

#[get("/income-lines/new")]
fn blank(visit: SignedIn) -> Answer {
    visit.actor.must(Act::ManageStandards).map_err(Error::from)?;
    let form = Typed::filled([("kind", IncomeKind::Exit.code())]);
    Ok(Page::new("income_lines/new", &New { form, kinds: IncomeKind::ALL }))
}

#[derive(FromForm, Validate)]
struct Recorded {
    year: Entry<Whole>,
    kind: Entry<IncomeKind>,
    amount: Entry<Yuan>,
    authority: Entry<Line>,
    document: Entry<Line>,
}

impl From<Recorded> for NewIncomeLine {
    fn from(typed: Recorded) -> Self {
        Self {
            // A year beyond any calendar is refused by its range.
            year: i32::try_from(typed.year.0.0).unwrap_or(i32::MAX),
            kind: typed.kind.0,
            authority: typed.authority.into_inner().0,
            amount: typed.amount.0.0,
            document: typed.document.into_inner().0,
        }
    }
}

#[post("/income-lines", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Recorded>) -> Result<Done, Failure> {
    let made = match form.value {
        Ok(typed) => visit.write(move |tx| income_lines::record(tx, &typed.into())).await,
        Err(refusals) => {
            visit.actor.must(Act::ManageStandards).map_err(Error::from).and(Err(refusals.into()))
        }
    };
    match made {
        Ok(_) => Ok(See::other("/income-lines").notice(Message::new("notice-income-line-recorded")).into()),
        Err(Error::Invalid(refusals)) => {
            let view = New { form: form.typed.refused(&refusals), kinds: IncomeKind::ALL };
            Ok(Page::new("income_lines/new", &view).status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/income-lines/<id>/removal", data = "<form>")]
async fn take_back(visit: SignedIn, id: IncomeLineId, form: Submitted<Confirm>) -> Result<See, Failure> {
    form.value.map_err(Error::from)?;
    visit.write(move |tx| income_lines::take_back(tx, id)).await?;
    Ok(See::other("/income-lines").notice(Message::new("notice-income-line-taken-back")))
}
