//! 一户一档: the file of an exit, to read and to print, with a way to see one full ID number against a purpose.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::exits::view::unit_name;
use super::failure::Failure;
use super::forms::{Entry, Submitted, Typed};
use super::households::Changed;
use super::lang::{Lang, say_key};
use super::page::{Answer, Done, Page};
use super::visit::SignedIn;
use crate::desk::dossiers::{self, Belonged, Card, Hired, Logged};
use crate::desk::exits::ExitFile;
use crate::desk::identities::{self, Whose};
use crate::desk::{Error, home};
use crate::domain::identity::Reason;
use crate::domain::ids::{ExitId, PersonId};
use crate::domain::moment::Moment;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, reveal]
}

#[derive(Serialize)]
struct Show {
    #[serde(flatten)]
    file: ExitFile,
    unit_label: String,
    card: Card,
    belonged: Vec<Belonged>,
    exits: Vec<Exit>,
    hires: Vec<Hired>,
    changes: Vec<Changed>,
    events: Vec<Event>,
    in_full: bool,
    by: String,
    at: Moment,
    form: Typed,
    /// A member's full ID number, for this once.
    revealed: Option<Shown>,
}

#[derive(Serialize)]
struct Exit {
    id: ExitId,
    year: i32,
    announced_on: NaiveDate,
    document: String,
    persons: i32,
    state: String,
}

/// Something that was done with one of the records.
#[derive(Serialize)]
struct Event {
    at: Moment,
    by: Option<String>,
    what: String,
    record: String,
}

impl Event {
    fn of(told: Logged, lang: Lang) -> Self {
        let said = |key: String, plain: &str| say_key(lang, &key).unwrap_or_else(|_| plain.to_owned());
        let what = said(format!("dossier-event-{}", told.what.replace(['.', '_'], "-")), &told.what);
        let noun = said(format!("dossier-record-{}", told.noun.replace('_', "-")), &told.noun);
        Self { at: told.at, by: told.by, what, record: format!("{noun} {}", told.record) }
    }
}

#[derive(Serialize)]
struct Shown {
    name: String,
    number: String,
}

#[get("/exits/<id>/file")]
async fn show(visit: SignedIn, id: ExitId) -> Answer {
    page(&visit, id, Typed::blank(), None).await
}

async fn page(visit: &SignedIn, id: ExitId, form: Typed, revealed: Option<Shown>) -> Answer {
    let (dossier, units) = visit.read(move |rx| Ok((dossiers::of_exit(rx, id)?, home::units(rx)?))).await?;
    let exit = |exit: crate::desk::households::HouseholdExit| Exit {
        id: exit.id,
        year: exit.year,
        announced_on: exit.announced_on,
        document: exit.document,
        persons: exit.persons,
        state: exit.state,
    };
    let view = Show {
        unit_label: unit_name(&dossier.file.exit.unit, &units, visit.lang),
        file: dossier.file,
        card: dossier.card,
        belonged: dossier.members,
        exits: dossier.exits.into_iter().map(exit).collect(),
        hires: dossier.hires,
        changes: dossier.changes.into_iter().map(Changed::from).collect(),
        events: dossier.events.into_iter().map(|told| Event::of(told, visit.lang)).collect(),
        in_full: dossier.in_full,
        by: dossier.by,
        at: dossier.at,
        form,
        revealed,
    };
    Ok(Page::new("dossiers/show", &view))
}

#[derive(FromForm, Validate)]
struct Look {
    person: i64,
    purpose: Entry<Reason>,
}

/// Answers with the file itself, not with a way to it: the number is shown once and kept nowhere.
#[post("/exits/<id>/file/identity", data = "<form>")]
async fn reveal(visit: SignedIn, id: ExitId, form: Submitted<Look>) -> Result<Done, Failure> {
    let shown = match form.value {
        Ok(look) => {
            visit
                .write(move |tx| {
                    let whose = Whose::Frozen(id, PersonId(look.person));
                    let shown = identities::reveal(tx, whose, &look.purpose)?;
                    let number = shown.number.reveal(&look.purpose).to_owned();
                    Ok(Shown { name: shown.name.as_str().to_owned(), number })
                })
                .await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match shown {
        Ok(shown) => Ok(page(&visit, id, Typed::blank(), Some(shown)).await?.into()),
        Err(Error::Invalid(refusals)) => {
            let page = page(&visit, id, form.typed.refused(&refusals), None).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
