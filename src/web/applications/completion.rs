//! The return of an application with one notice of everything to complete, and the notice as it is printed.

use std::collections::HashMap;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::{done, show};
use crate::desk;
use crate::desk::applications::{self, Application, CompletionItem, CompletionNotice};
use crate::domain::application::Need;
use crate::domain::codes::Code as _;
use crate::domain::ids::{ApplicationId, StepId};
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::{Line, Note, Submitted, Typed};
use crate::web::lang::{Lang, say_key};
use crate::web::page::{Answer, Done, Page};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![return_for_completion, print]
}

/// The rows a notice begins with, and by how many it grows.
const ROWS: usize = 5;
/// The most rows.
const MOST: usize = 60;

/// Something an application needs, as a row to choose.
#[derive(Serialize)]
pub(super) struct Needed {
    need: Need,
    field: String,
    remedy: String,
}

/// Everything an application needs.
pub(super) fn needed(lang: Lang) -> Vec<Needed> {
    let row = |need: &Need| Needed {
        need: *need,
        field: format!("need[{need}]"),
        remedy: said(lang, &remedy_key(*need)),
    };
    Need::ALL.iter().map(row).collect()
}

fn remedy_key(need: Need) -> String {
    format!("completion-remedy-{}", need.code().replace('_', "-"))
}

fn said(lang: Lang, key: &str) -> String {
    say_key(lang, key).unwrap_or_default()
}

/// The places of the rows to show: as many as were shown, and a few more if asked for.
pub(super) fn rows(form: &Typed) -> Vec<usize> {
    let shown = form.value("rows").and_then(|rows| rows.parse().ok()).unwrap_or(ROWS);
    let more = if form.value("act") == Some("more") { ROWS } else { 0 };
    (0..(shown.clamp(ROWS, MOST) + more).min(MOST)).collect()
}

#[derive(FromForm, Validate)]
struct ReturnForm {
    revision: i64,
    about: HashMap<usize, String>,
    remedy: HashMap<usize, String>,
    /// What of an application's needs is missing, by its code.
    need: HashMap<String, String>,
    note: Option<String>,
    /// `more` for more rows, or else return.
    act: Option<String>,
}

/// The rows filled in, then the needs chosen, in the words of the notice, which is Chinese. A row half filled in is refused.
fn items(form: &ReturnForm) -> (Vec<CompletionItem>, Refusals) {
    let (mut items, mut refusals) = (Vec::new(), Refusals::default());
    for place in 0..MOST {
        let mut text = |name: &str, typed: &HashMap<usize, String>| {
            let typed = typed.get(&place).map_or("", |typed| typed.trim());
            match typed.parse::<Line>() {
                Ok(Line(text)) => text,
                Err(bad) => {
                    let of = Refusals::of(&format!("{name}[{place}]"), &bad);
                    of.iter().for_each(|(field, message)| refusals.add(field, message.clone()));
                    typed.to_owned()
                }
            }
        };
        let item = CompletionItem { about: text("about", &form.about), remedy: text("remedy", &form.remedy) };
        match (item.about.is_empty(), item.remedy.is_empty()) {
            (true, true) => {}
            (false, false) => items.push(item),
            (about_missing, _) => {
                let field = if about_missing { "about" } else { "remedy" };
                refusals.add(&format!("{field}[{place}]"), Message::new("error-required"));
            }
        }
    }
    for need in Need::ALL.iter().filter(|need| form.need.contains_key(need.code())) {
        let about = said(Lang::Zh, &need.key());
        items.push(CompletionItem { about, remedy: said(Lang::Zh, &remedy_key(*need)) });
    }
    (items, refusals)
}

#[post("/applications/<id>/return", data = "<form>")]
async fn return_for_completion(
    visit: SignedIn,
    id: ApplicationId,
    form: Submitted<ReturnForm>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(given) if given.act.as_deref() == Some("more") => {
            let page = show::page(&visit, id, Some(form.typed), None, None).await?;
            return Ok(page.status(Status::Ok).into());
        }
        Ok(given) => {
            let (items, mut refusals) = items(&given);
            let note = given.note.as_deref().unwrap_or_default().parse::<Note>();
            if let Err(bad) = &note {
                Refusals::of("note", bad).iter().for_each(|(field, said)| refusals.add(field, said.clone()));
            }
            match (refusals.into_result(), note) {
                (Ok(()), Ok(Note(note))) => {
                    let revision = given.revision;
                    visit
                        .write(move |tx| {
                            applications::return_for_completion(tx, id, revision, (&items, &note))
                        })
                        .await
                }
                (Err(refusals), _) => Err(desk::Error::Invalid(refusals)),
                (_, Err(bad)) => Err(desk::Error::invalid("note", &bad)),
            }
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    done(&visit, id, form.typed, outcome.map(|_| "notice-application-returned")).await
}

#[derive(Serialize)]
struct PrintView {
    application: Application,
    place: String,
    told: CompletionNotice,
    help_phone: String,
}

#[get("/applications/<id>/completion/<step>")]
async fn print(visit: SignedIn, id: ApplicationId, step: StepId) -> Answer {
    let completion = visit.read(move |rx| applications::completion(rx, id, step)).await?;
    Ok(Page::new(
        "applications/completion",
        &PrintView {
            application: completion.application,
            place: completion.place,
            told: completion.notice,
            help_phone: completion.help_phone,
        },
    ))
}
