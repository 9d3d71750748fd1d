//! A page: a template, what it shows, and everything around it that no handler has to think of.

mod engine;
mod filters;
mod nav;
mod see;

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder};
use serde::Serialize;
use tera::{Context, TeraResult};

pub use nav::Link;
pub use see::{Done, See};

use super::failure::{Failure, Kind};
use super::lang::{Lang, say_key};
use super::units::Units;
use super::visit::{Visit, managed};
use super::{assets, csrf, outbox, preferences};
use crate::desk::{Desk, identities, imports};
use crate::domain::access::Actor;
use crate::domain::import::Noun;
use crate::domain::refusal::Refusals;

/// The answer of a page's handler.
pub type Answer = Result<Page, Failure>;

/// A page to be rendered. It adds `lang`, `actor`, `owner`, `csrf`, `path`, `nav`, `notice` and `sent` itself.
#[derive(Debug)]
pub struct Page {
    template: &'static str,
    context: TeraResult<Context>,
    status: Status,
    /// What is wrong with the form it shows, for whoever prefers JSON.
    refusals: Option<Refusals>,
}

/// Who is signed in, as the frame of the page names them.
#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    role: &'static str,
    unit: Option<&'a str>,
    /// Whether they may see full identities against a reason.
    reveals: bool,
    /// What they may import.
    imports: Vec<Noun>,
}

impl Page {
    /// The page of `templates/<template>.html` showing the view.
    #[must_use]
    pub fn new(template: &'static str, view: &(impl Serialize + ?Sized)) -> Self {
        Self { template, context: Context::from_serialize(view), status: Status::Ok, refusals: None }
    }

    /// With another status than 200.
    #[must_use]
    pub const fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// With what is wrong with the form it shows: 409 if the state of things refuses it, otherwise 422.
    #[must_use]
    pub fn refused(mut self, status: Status, refusals: Refusals) -> Self {
        self.refusals = Some(refusals);
        self.status(status)
    }

    /// The same as a problem, if the page is a refused form.
    fn into_problem(self) -> Result<Failure, Self> {
        let kind = if self.status == Status::Conflict { Kind::Conflict } else { Kind::Invalid };
        match self.refusals {
            Some(refusals) => Ok(Failure { refusals, ..Failure::new(kind) }),
            None => Err(self),
        }
    }

    /// The page as HTML.
    fn render(self, request: &Request<'_>) -> Result<String, String> {
        let mut context = self.context.map_err(|error| format!("{}: {error}", self.template))?;
        let nobody = Visited { lang: Lang::of(request), actor: None };
        let visited = Visited::known(request).unwrap_or(nobody);
        let lang = visited.lang;
        let unit = visited.actor.and_then(|actor| managed::<Units>(request)?.of(actor));
        context.insert("lang", lang.tag());
        context.insert("other_lang", lang.other().tag());
        context.insert("large", &preferences::is_large(request));
        context.insert("path", &here(request));
        context.insert("demonstration", &managed::<super::Demonstration>(request).is_some());
        context.insert(
            "csrf",
            &managed::<Desk>(request).map_or_else(String::new, |d| csrf::token(&d.keys, request)),
        );
        context.insert("nav", &nav::of(visited.actor, request.uri().path().as_str()));
        context.insert("notice", &see::take_notice(request).and_then(|notice| notice.said(lang)));
        context.insert("sent", &see::take_sent(request));
        let owner =
            visited.actor.zip(managed::<Desk>(request)).map(|(who, desk)| outbox::owner(&desk.keys, who));
        context.insert("owner", &owner);
        context.insert("help_phone", &unit.as_ref().map(|unit| unit.help_phone.as_str()));
        let actor = visited.actor.map(|actor| Shown {
            name: &actor.name,
            role: crate::domain::codes::Code::code(actor.role),
            unit: unit.as_ref().map(|unit| unit.name(lang)),
            reveals: identities::must_reveal(actor).is_ok(),
            imports: imports::nouns(actor),
        });
        context.insert("actor", &actor);
        engine::render(&format!("{}.html", self.template), &context)
    }
}

/// Who asks, as far as the guards of this request have found out.
struct Visited<'r> {
    lang: Lang,
    actor: Option<&'r Actor>,
}

impl<'r> Visited<'r> {
    fn known(request: &'r Request<'_>) -> Option<Self> {
        let visit = Visit::known(request)?;
        Some(Self { lang: visit.lang, actor: visit.actor.as_ref() })
    }
}

/// Where the reader is, to come back to after switching the language: the page itself, or, after a refused form, the page
/// of the form.
fn here(request: &Request<'_>) -> String {
    if request.method() == rocket::http::Method::Get {
        return request.uri().to_string();
    }
    let referer = request.headers().get_one("Referer").and_then(|from| from.split_once("://"));
    let path = referer.and_then(|(_, from)| from.find('/').and_then(|at| from.get(at..)));
    path.unwrap_or("/").to_owned()
}

impl<'r> Responder<'r, 'static> for Page {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let (status, is_error_page) = (self.status, self.template == "error");
        let html = match self.render(request) {
            Ok(html) => html,
            // The page of the failure cannot say it if it is the one that fails.
            Err(words) if is_error_page => {
                drop(Failure::broken(&words));
                return Err(Status::InternalServerError);
            }
            Err(words) => return Failure::broken(&words).respond_to(request),
        };
        (status, (ContentType::HTML, html)).respond_to(request)
    }
}

/// The word for the product, for what is not a page: feeds, file names.
#[must_use]
pub fn product(lang: Lang) -> String {
    say_key(lang, "common-brand").unwrap_or_default()
}

/// The address of a static file, which changes with its content.
#[must_use]
pub fn asset(path: &str) -> String {
    assets::href(path)
}
