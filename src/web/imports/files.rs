//! The workbooks given out: a template, and a file with its wrong rows marked.

use rocket::http::{ContentType, Header, RawStr};
use rocket::{Responder, Route, get, routes};

use super::prepared;
use crate::desk::{self, imports};
use crate::domain::ids::ImportId;
use crate::domain::import::Noun;
use crate::domain::refusal::Message;
use crate::web::failure::Failure;
use crate::web::forms::Entry;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![template, marked]
}

/// A workbook to be kept as a file.
#[derive(Responder)]
struct Download {
    body: Vec<u8>,
    kind: ContentType,
    name: Header<'static>,
}

impl Download {
    /// Under a name in any script, and a plain one for whoever cannot read it.
    fn of(body: Vec<u8>, plain: &str, name: &str) -> Self {
        let encoded = RawStr::new(name).percent_encode().to_string();
        let name = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
        let kind = ContentType::new("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        Self { body, kind, name: Header::new("Content-Disposition", name) }
    }
}

#[get("/imports/template.xlsx?<noun>", rank = 1)]
fn template(visit: SignedIn, noun: Option<Entry<Noun>>) -> Result<Download, Failure> {
    let noun = noun.map(Entry::into_inner).ok_or(desk::Error::NotFound)?;
    visit.actor.must(noun.act()).map_err(desk::Error::from)?;
    let lang = visit.lang;
    let word = lang.word(noun);
    let book = imports::template(noun, &word, &|message: &Message| lang.say(message))?;
    let version = noun.layout().version;
    Ok(Download::of(book, &format!("{noun}-v{version}.xlsx"), &format!("{word}_v{version}.xlsx")))
}

#[get("/imports/<id>/marked.xlsx")]
async fn marked(visit: SignedIn, id: ImportId) -> Result<Download, Failure> {
    let (noun, content) = visit.read(move |rx| imports::content(rx, id)).await?;
    let (file, _) = prepared(noun, content).await?;
    let lang = visit.lang;
    let book =
        visit.write(move |tx| imports::marked(tx, id, &file, &|message: &Message| lang.say(message))).await?;
    Ok(Download::of(book, &format!("import-{id}.xlsx"), &format!("{}_{id}.xlsx", lang.word(noun))))
}
