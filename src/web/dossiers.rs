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
use crate::desk::dossiers::timeline::{Happened, What};
use crate::desk::dossiers::{self, Belonged, Card, Hired};
use crate::desk::exits::{ExitFile, ShownChange};
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
    /// What was recorded of the exit after it.
    changes_later: Vec<ShownChange>,
    lines: Vec<Line>,
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

/// A line of the file, in the reader's words.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    entry: Happened,
    says: String,
    /// The hour, beside the day.
    hour: Option<String>,
}

impl Line {
    fn of(entry: Happened, lang: Lang) -> Self {
        let says = match &entry.what {
            What::Fact(fact) => lang.word(*fact),
            // A test holds every step to a word; a step of a later release shows by its name.
            What::Step(step) => say_key(lang, &event_key(step)).unwrap_or_else(|_| step.clone()),
        };
        let hour = entry.at.map(|at| at.local().format("%H:%M").to_string());
        Self { entry, says, hour }
    }
}

/// The catalogue key of an event of the audit log.
fn event_key(what: &str) -> String {
    format!("event-{}", what.replace(['.', '_'], "-"))
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
    let (mut dossier, units) =
        visit.read(move |rx| Ok((dossiers::of_exit(rx, id)?, home::units(rx)?))).await?;
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
        changes_later: std::mem::take(&mut dossier.file.changes),
        file: dossier.file,
        card: dossier.card,
        belonged: dossier.members,
        exits: dossier.exits.into_iter().map(exit).collect(),
        hires: dossier.hires,
        changes: dossier.changes.into_iter().map(Changed::from).collect(),
        lines: dossier.entries.into_iter().map(|entry| Line::of(entry, visit.lang)).collect(),
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// What a file of source records, by name: every first argument of `record`, wherever it is made.
    fn recorded(dir: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                recorded(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let names = code.split('"').skip(1).step_by(2).filter(|text| {
                let part = |part: &str| {
                    !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                };
                // A part of a workbook is no event.
                text.split_once('.').is_some_and(|(noun, verb)| part(noun) && part(verb) && verb != "xml")
            });
            found.extend(names.map(str::to_owned));
        }
    }

    #[test]
    fn every_event_has_a_word_in_both_languages() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/desk");
        let mut found = Vec::new();
        recorded(&source, &mut found);
        assert!(found.len() > 60, "{found:?}");
        for lang in Lang::ALL {
            for name in &found {
                assert!(say_key(lang, &event_key(name)).is_ok(), "{lang:?} has no word for {name}");
            }
        }
    }
}
