//! Deciding on duplicates, storing, leaving and undoing an import.

use std::collections::HashMap;

use rocket::form::FromForm;
use rocket::{Route, State, post, routes};
use validator::Validate;

use super::{job, prepared};
use crate::desk::imports::{LARGE, Running};
use crate::desk::{self, imports};
use crate::domain::ids::ImportId;
use crate::domain::import::{Decision, Place};
use crate::domain::refusal::Message;
use crate::web::failure::Failure;
use crate::web::forms::{Confirm, Submitted};
use crate::web::page::See;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![decide, store, store_part, cancel, undo]
}

/// Which state of the import the person saw.
#[derive(FromForm, Validate)]
struct Seen {
    revision: i64,
}

#[derive(FromForm, Validate)]
struct Decided {
    revision: i64,
    decide: HashMap<String, String>,
}

/// `0-12` and `chosen-7`: the seventh record for row 12.
fn read(place: &str, decision: &str) -> Option<(Place, Decision, Option<i64>)> {
    let (sheet, row) = place.split_once('-')?;
    let place = Place { sheet: sheet.parse().ok()?, row: row.parse().ok()? };
    match decision.split_once('-') {
        Some(("chosen", record)) => Some((place, Decision::Chosen, Some(record.parse().ok()?))),
        Some(_) => None,
        None => Some((place, decision.parse().ok()?, None)),
    }
}

/// The file of an import, read again.
async fn file_of(visit: &SignedIn, id: ImportId) -> Result<imports::Prepared, Failure> {
    let (noun, content) = visit.read(move |rx| imports::content(rx, id)).await?;
    Ok(prepared(noun, content).await?.0)
}

#[post("/imports/<id>/decisions", data = "<form>")]
async fn decide(visit: SignedIn, id: ImportId, form: Submitted<Decided>) -> Result<See, Failure> {
    let form = form.value.map_err(desk::Error::from)?;
    let decisions: Vec<_> =
        form.decide.iter().filter_map(|(place, decision)| read(place, decision)).collect();
    let file = file_of(&visit, id).await?;
    visit.write(move |tx| imports::decide(tx, id, form.revision, &decisions, &file)).await?;
    Ok(See::other(format!("/imports/{id}")).notice(Message::new("notice-import-decided")))
}

async fn keep(
    visit: SignedIn,
    running: &Running,
    (id, revision): (ImportId, i64),
    whole: bool,
) -> Result<See, Failure> {
    let (noun, content) = visit.read(move |rx| imports::content(rx, id)).await?;
    if content.len() >= LARGE {
        job(&visit, running, id).store(revision, whole);
        return Ok(See::other(format!("/imports/{id}")));
    }
    let (file, _) = prepared(noun, content).await?;
    visit.write(move |tx| imports::store(tx, id, revision, whole, &file)).await?;
    Ok(See::other(format!("/imports/{id}")).notice(Message::new("notice-import-stored")))
}

#[post("/imports/<id>/storage", data = "<form>")]
async fn store(
    visit: SignedIn,
    running: &State<Running>,
    id: ImportId,
    form: Submitted<Seen>,
) -> Result<See, Failure> {
    let seen = form.value.map_err(desk::Error::from)?;
    keep(visit, running, (id, seen.revision), true).await
}

#[post("/imports/<id>/partial-storage", data = "<form>")]
async fn store_part(
    visit: SignedIn,
    running: &State<Running>,
    id: ImportId,
    form: Submitted<Seen>,
) -> Result<See, Failure> {
    let seen = form.value.map_err(desk::Error::from)?;
    keep(visit, running, (id, seen.revision), false).await
}

#[post("/imports/<id>/cancellation", data = "<_form>")]
async fn cancel(
    visit: SignedIn,
    running: &State<Running>,
    id: ImportId,
    _form: Submitted<Confirm>,
) -> Result<See, Failure> {
    // Only for what they may know of.
    visit.read(move |rx| imports::content(rx, id).map(drop)).await?;
    running.cancel(id);
    visit.write(move |tx| imports::cancel(tx, id)).await?;
    Ok(See::other(format!("/imports/{id}")).notice(Message::new("notice-import-cancelled")))
}

#[post("/imports/<id>/undoing", data = "<_form>")]
async fn undo(visit: SignedIn, id: ImportId, _form: Submitted<Confirm>) -> Result<See, Failure> {
    visit.write(move |tx| imports::undo(tx, id)).await?;
    Ok(See::other(format!("/imports/{id}")).notice(Message::new("notice-import-undone")))
}
