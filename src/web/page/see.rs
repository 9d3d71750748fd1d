//! After a POST: see another page, with a notice that is shown once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fluent_bundle::FluentArgs;
use rocket::http::{ContentType, Cookie};
use rocket::request::Request;
use rocket::response::{self, Redirect, Responder};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Page;
use crate::domain::refusal::{Arg, Message};
use crate::web::failure::wants_json;
use crate::web::lang::{Lang, argument, say_with};
use crate::web::session;

const NOTICE: &str = "notice";
const SENT: &str = "sent";

/// A 303 to another page of ours; to whoever prefers JSON, its path.
#[derive(Debug, Clone)]
pub struct See {
    path: String,
    notice: Option<Message>,
    sent: Option<String>,
}

impl See {
    /// To this path.
    #[must_use]
    pub fn other(path: impl Into<String>) -> Self {
        Self { path: path.into(), notice: None, sent: None }
    }

    /// With a notice there. Its key begins with `notice-`.
    #[must_use]
    pub fn notice(mut self, notice: Message) -> Self {
        self.notice = Some(notice);
        self
    }

    /// Tells the phone there that what it sent under this key has arrived, so that it keeps it no longer.
    #[must_use]
    pub fn arrived(mut self, key: Option<String>) -> Self {
        self.sent = key;
        self
    }
}

impl<'r> Responder<'r, 'static> for See {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        if wants_json(request) {
            return (ContentType::JSON, json!({ "see": self.path }).to_string()).respond_to(request);
        }
        if let Some(key) = self.sent {
            session::keep_briefly(request.cookies(), SENT, key, session::is_secure(request));
        }
        if let Some(text) = self.notice.and_then(|notice| serde_json::to_string(&notice).ok()) {
            let text = URL_SAFE_NO_PAD.encode(text);
            session::keep_briefly(request.cookies(), NOTICE, text, session::is_secure(request));
        }
        Redirect::to(self.path).respond_to(request)
    }
}

/// What a POST handler answers with: another page to see, or the form again.
#[derive(Debug)]
pub enum Done {
    /// It was done.
    See(See),
    /// It was not; the form again.
    Page(Page),
}

impl From<See> for Done {
    fn from(see: See) -> Self {
        Self::See(see)
    }
}

impl From<Page> for Done {
    fn from(page: Page) -> Self {
        Self::Page(page)
    }
}

impl<'r> Responder<'r, 'static> for Done {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        match self {
            Self::See(see) => see.respond_to(request),
            Self::Page(page) if wants_json(request) => page
                .into_problem()
                .map_or_else(|page| page.respond_to(request), |failure| failure.respond_to(request)),
            Self::Page(page) => page.respond_to(request),
        }
    }
}

/// A notice as the cookie brought it back.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Notice {
    key: String,
    args: Vec<(String, Carried)>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Carried {
    Number(i64),
    Text(String),
    Key { key: String },
}

impl Notice {
    /// In the reader's language; nothing if the cookie does not hold a notice of ours.
    pub(super) fn said(self, lang: Lang) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, arg) in self.args {
            let arg = match arg {
                Carried::Number(number) => Arg::Number(number),
                Carried::Text(text) => Arg::Text(text),
                Carried::Key { key } => Arg::Key { key },
            };
            let arg = argument(lang, &name, &arg).ok()?;
            args.set(name, arg);
        }
        say_with(lang, Some(&self.key).filter(|key| key.starts_with("notice-"))?, &args).ok()
    }
}

/// The key of what has just arrived, once.
pub(super) fn take_sent(request: &Request<'_>) -> Option<String> {
    let jar = request.cookies();
    let key = jar.get(SENT)?.value().to_owned();
    jar.remove(Cookie::from(SENT));
    Some(key)
}

/// The notice for this page, once.
pub(super) fn take_notice(request: &Request<'_>) -> Option<Notice> {
    let jar = request.cookies();
    let text = jar.get(NOTICE)?.value().to_owned();
    jar.remove(Cookie::from(NOTICE));
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
