//! Files taken in: the list, the form, what a file would do, and the steps from there.

mod files;
mod show;
mod steps;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, State, get, post, routes};
use serde::Serialize;
use validator::Validate;
use zeroize::Zeroizing;

use super::failure::Failure;
use super::forms::{Day, Entry, Handed, Line, Typed};
use super::page::{Answer, Done, Page, See};
use super::paging::{Asked, PER_PAGE, Pager};
use super::visit::SignedIn;
use crate::desk::imports::{self, Given, Incoming, Job, LARGE, Listed, Prepared, Running};
use crate::desk::{self, Error};
use crate::domain::announcement::Half;
use crate::domain::codes::Code as _;
use crate::domain::ids::ImportId;
use crate::domain::import::{Need, Noun};
use crate::domain::refusal::{Message, Refusals};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![index, blank, create], show::routes(), steps::routes(), files::routes()].concat()
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Listed>,
    pager: Pager,
    nouns: Vec<Noun>,
}

#[get("/imports?<page>")]
async fn index(visit: SignedIn, page: Option<i64>) -> Answer {
    let asked = Asked::page(page);
    let (rows, total) = visit.read(move |rx| imports::list(rx, asked.offset(), PER_PAGE)).await?;
    let nouns = imports::nouns(&visit.actor);
    Ok(Page::new("imports/index", &Index { rows, pager: asked.of(total, "/imports", &[]), nouns }))
}

/// A column, as the form tells what a file should have.
#[derive(Serialize)]
struct Asks {
    header: &'static str,
    synonyms: String,
    must: bool,
}

#[derive(Serialize)]
struct New {
    form: Typed,
    noun: Noun,
    columns: Vec<Asks>,
    batches: &'static [Half],
    asks_announcement: bool,
}

fn form_page(noun: Noun, form: Typed) -> Page {
    let columns = noun.layout().columns.iter().map(|column| Asks {
        header: column.header,
        synonyms: column.synonyms.join("、"),
        must: column.need == Need::Always,
    });
    let view = New {
        form,
        noun,
        columns: columns.collect(),
        batches: Half::ALL,
        asks_announcement: noun == Noun::Exits,
    };
    Page::new("imports/new", &view)
}

#[get("/imports/new?<noun>", rank = 1)]
fn blank(visit: SignedIn, noun: Option<Entry<Noun>>) -> Answer {
    let noun = noun.map(Entry::into_inner).or_else(|| imports::nouns(&visit.actor).into_iter().next());
    let noun = noun.unwrap_or(Noun::Households);
    visit.actor.must(noun.act()).map_err(Error::from)?;
    Ok(form_page(noun, Typed::filled([("noun", noun.code())])))
}

/// The noun is read before the file is: whoever may not import it is told so whatever the form says.
#[derive(FromForm, Validate)]
struct Upload {
    document: Option<Entry<Line>>,
    announced_on: Option<Entry<Day>>,
    batch: Option<Entry<Half>>,
}

#[post("/imports", data = "<form>")]
async fn create(visit: SignedIn, running: &State<Running>, form: Handed<Upload>) -> Result<Done, Failure> {
    let noun = form.typed.value("noun").and_then(|noun| noun.parse().ok()).unwrap_or(Noun::Households);
    visit.actor.must(noun.act()).map_err(Error::from)?;
    let made = match form.value {
        Ok((upload, Some(content))) => {
            let given = Given {
                document: upload.document.map(|line| line.into_inner().0),
                announced_on: upload.announced_on.map(|day| day.into_inner().0),
                half: upload.batch.map(Entry::into_inner),
            };
            let content = Zeroizing::new(content);
            let incoming = Incoming { file_name: form.file_name, content, given };
            if incoming.content.len() >= LARGE {
                take_in_later(&visit, running, noun, incoming).await
            } else {
                take_in(&visit, noun, incoming).await
            }
        }
        Ok((_, None)) => Err(Refusals::one("file", Message::new("error-import-no-file")).into()),
        Err(refusals) => Err(refusals.into()),
    };
    match made {
        Ok(id) => Ok(See::other(format!("/imports/{id}")).into()),
        Err(Error::Invalid(refusals)) => {
            let page = form_page(noun, form.typed.refused(&refusals));
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads a file outside the database's threads.
async fn prepared(noun: Noun, content: Zeroizing<Vec<u8>>) -> desk::Result<(Prepared, Zeroizing<Vec<u8>>)> {
    let read = spawn_blocking(move || (imports::prepare(noun, &content), content)).await;
    let (prepared, content) = read.map_err(Error::from)?;
    match prepared {
        Ok(prepared) => Ok((prepared, content)),
        Err(message) => Err(Refusals::one("file", message).into()),
    }
}

async fn take_in(visit: &SignedIn, noun: Noun, mut incoming: Incoming) -> desk::Result<ImportId> {
    let (prepared, content) = prepared(noun, std::mem::take(&mut incoming.content)).await?;
    incoming.content = content;
    visit.write(move |tx| imports::receive(tx, &incoming, &prepared)).await
}

/// What is done with an import in the background, for this reader.
fn job(visit: &SignedIn, running: &Running, id: ImportId) -> Job {
    let (desk, actor) = (visit.desk.clone(), visit.actor.clone());
    Job { desk, actor, now: visit.now, id, running: running.clone() }
}

async fn take_in_later(
    visit: &SignedIn,
    running: &Running,
    noun: Noun,
    incoming: Incoming,
) -> desk::Result<ImportId> {
    let (content, given) = (incoming.content.clone(), incoming.given.clone());
    let id = visit.write(move |tx| imports::begin(tx, noun, &incoming)).await?;
    job(visit, running, id).read(noun, content, given);
    Ok(id)
}
