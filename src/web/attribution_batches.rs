//! Proposing the pathways of a village's exits on one screen.

use std::collections::HashMap;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::{Validate, ValidationErrors};

use super::failure::Failure;
use super::forms::{Confirm, Entry, Submitted, Typed};
use super::page::{Answer, Done, Page, See};
use super::visit::SignedIn;
use crate::desk::Error;
use crate::desk::attributions::batch::{self, Open, Village};
use crate::domain::access::Act;
use crate::domain::attribution::Evidence;
use crate::domain::division::DivisionCode;
use crate::domain::ids::{BatchId, ExitId};
use crate::domain::refusal::Message;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![blank, create, show, undo]
}

#[derive(Serialize)]
struct New {
    villages: Vec<Village>,
    village: Option<DivisionCode>,
    name: Option<String>,
    rows: Vec<Open>,
    form: Typed,
}

async fn page(visit: &SignedIn, village: Option<DivisionCode>, form: Typed) -> Answer {
    let asked = village.clone();
    let (villages, rows) = visit
        .read(move |rx| {
            let rows = match &asked {
                Some(village) => batch::waiting_in(rx, village)?,
                None => Vec::new(),
            };
            Ok((batch::villages(rx)?, rows))
        })
        .await?;
    let name = villages.iter().find(|one| Some(&one.code) == village.as_ref()).map(|one| one.name.clone());
    Ok(Page::new("attributions/batch", &New { villages, village, name, rows, form }))
}

#[get("/attribution-batches/new?<village>", rank = 1)]
async fn blank(visit: SignedIn, village: Option<Entry<DivisionCode>>) -> Answer {
    page(&visit, village.map(Entry::into_inner), Typed::blank()).await
}

/// The screen as sent.
#[derive(FromForm)]
struct Chosen {
    village: Entry<DivisionCode>,
    /// By the exit's number; empty for those left alone.
    evidence: HashMap<i64, Option<Entry<Evidence>>>,
}

/// The rules across fields are the desk's.
impl Validate for Chosen {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

#[post("/attribution-batches", data = "<form>")]
async fn create(visit: SignedIn, form: Submitted<Chosen>) -> Result<Done, Failure> {
    let made = match form.value {
        Ok(typed) => {
            let village = typed.village.into_inner();
            let mut chosen: Vec<(ExitId, Evidence)> = typed
                .evidence
                .into_iter()
                .filter_map(|(exit, evidence)| Some((ExitId(exit), evidence?.0)))
                .collect();
            chosen.sort_unstable_by_key(|(exit, _)| *exit);
            visit.write(move |tx| batch::propose_many(tx, &village, &chosen)).await
        }
        Err(refusals) => {
            visit.actor.must(Act::ProposeAttribution).map_err(Error::from).and(Err(refusals.into()))
        }
    };
    match made {
        Ok(id) => {
            let notice = Message::new("notice-batch-proposed");
            Ok(See::other(format!("/attribution-batches/{id}")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            let village = form.typed.value("village").and_then(|village| village.parse().ok());
            let page = page(&visit, village, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/attribution-batches/<id>", rank = 2)]
async fn show(visit: SignedIn, id: BatchId) -> Answer {
    let shown = visit.read(move |rx| batch::show(rx, id)).await?;
    Ok(Page::new("attributions/batch_shown", &shown))
}

#[post("/attribution-batches/<id>/withdrawal", data = "<form>")]
async fn undo(visit: SignedIn, id: BatchId, form: Submitted<Confirm>) -> Result<Done, Failure> {
    drop(form);
    visit.write(move |tx| batch::undo(tx, id)).await?;
    let notice = Message::new("notice-batch-undone");
    Ok(See::other(format!("/attribution-batches/{id}")).notice(notice).into())
}
