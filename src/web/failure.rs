//! Every way a request can fail, as one kind of page or as problem+json.
//!
//! Each says what happened, what was kept, and what to do next. What broke inside goes to the log under a number that the
//! page shows; the log never gets a person's data.

mod catchers;

use rocket::http::{MediaType, Status};
use rocket::request::{self, Request};
use rocket::response::{self, Responder};
use serde::Serialize;
use tracing::error;

pub use catchers::catchers;

use super::lang::Lang;
use super::page::Page;
use crate::api::problem::Problem;
use crate::desk;
use crate::domain::refusal::{Message, Refusal as _, Refusals};

/// A request that failed.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Which kind.
    pub kind: Kind,
    /// What the domain says about it, if it does.
    pub message: Option<Message>,
    /// What is wrong, by field.
    pub refusals: Refusals,
    /// The number under which the log has it.
    pub request: Option<String>,
    /// Seconds after which another try makes sense.
    pub retry_after: Option<u64>,
}

/// The kinds of failure. The slug is stable: it ends the `type` of problem+json and begins the catalogue keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Wrong input.
    Invalid,
    /// Not signed in.
    SignedOut,
    /// The role does not allow it.
    Forbidden,
    /// The form is not ours, or too old.
    Forged,
    /// There is none the asker may know of.
    NotFound,
    /// There is something here, but not for this method.
    NotAllowed,
    /// The state of things does not allow it.
    Conflict,
    /// Somebody else acted meanwhile.
    Stale,
    /// More than the form may carry.
    TooLarge,
    /// A kind of content nobody reads here.
    Unsupported,
    /// Too many tries.
    TooMany,
    /// Too much to do.
    Busy,
    /// The content of a file is missing or is not what came.
    Unreadable,
    /// Something broke.
    Broken,
}

impl Kind {
    /// The stable name.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::SignedOut => "signed-out",
            Self::Forbidden => "forbidden",
            Self::Forged => "forged",
            Self::NotFound => "not-found",
            Self::NotAllowed => "not-allowed",
            Self::Conflict => "conflict",
            Self::Stale => "stale",
            Self::TooLarge => "too-large",
            Self::Unsupported => "unsupported",
            Self::TooMany => "too-many",
            Self::Busy => "busy",
            Self::Unreadable => "unreadable",
            Self::Broken => "broken",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::Invalid => Status::UnprocessableEntity,
            Self::SignedOut => Status::Unauthorized,
            Self::Forbidden | Self::Forged => Status::Forbidden,
            Self::NotFound => Status::NotFound,
            Self::NotAllowed => Status::MethodNotAllowed,
            Self::Conflict | Self::Stale => Status::Conflict,
            Self::TooLarge => Status::PayloadTooLarge,
            Self::Unsupported => Status::UnsupportedMediaType,
            Self::TooMany => Status::TooManyRequests,
            Self::Busy => Status::ServiceUnavailable,
            Self::Unreadable | Self::Broken => Status::InternalServerError,
        }
    }
}

impl Failure {
    /// A failure that its kind says all about.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, message: None, refusals: Refusals::default(), request: None, retry_after: None }
    }

    /// Too many tries; another makes sense after so many seconds.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(Kind::TooMany) }
    }

    /// Something broke: the words go to the log under a number, the number to the page.
    #[must_use]
    pub fn broken(words: &str) -> Self {
        Self::logged(Kind::Broken, words)
    }

    fn logged(kind: Kind, words: &str) -> Self {
        let number = uuid::Uuid::now_v7().simple().to_string();
        error!(request = %number, "{words}");
        Self { request: Some(number), ..Self::new(kind) }
    }

    /// Of what the desk said.
    #[must_use]
    pub fn of(error: &desk::Error) -> Self {
        use desk::Error as E;
        match error {
            E::Invalid(refusals) => Self { refusals: refusals.clone(), ..Self::new(Kind::Invalid) },
            E::Forbidden(forbidden) => {
                Self { message: Some(forbidden.message()), ..Self::new(Kind::Forbidden) }
            }
            E::NotFound => Self::new(Kind::NotFound),
            E::Conflict(message) => Self { message: Some(message.clone()), ..Self::new(Kind::Conflict) },
            E::Stale => Self::new(Kind::Stale),
            E::Busy => Self { retry_after: Some(2), ..Self::new(Kind::Busy) },
            E::Unreadable(words) => Self::logged(Kind::Unreadable, words),
            E::Broken(words) => Self::broken(words),
        }
    }

    /// Ends a request guard with this failure, which the catcher then answers.
    pub(super) fn keep_for_catcher<T>(self, request: &Request<'_>) -> request::Outcome<T, ()> {
        request::Outcome::Error((self.kept(request), ()))
    }

    /// Keeps this failure for the catcher; the status to end with.
    pub(crate) fn kept(self, request: &Request<'_>) -> Status {
        let status = self.kind.status();
        request.local_cache(|| Kept(Some(self)));
        status
    }
}

/// A failure on its way from a guard to the catcher.
struct Kept(Option<Failure>);

impl From<desk::Error> for Failure {
    fn from(error: desk::Error) -> Self {
        Self::of(&error)
    }
}

/// What `templates/error.html` shows.
#[derive(Serialize)]
struct View<'a> {
    slug: &'static str,
    status: u16,
    message: Option<&'a Message>,
    refusals: Vec<&'a Message>,
    number: Option<&'a str>,
    minutes: Option<u64>,
}

/// Whether the asker wants JSON: the API, or whoever prefers it.
pub(super) fn wants_json(request: &Request<'_>) -> bool {
    request.uri().path().starts_with("/api/")
        || request.accept().is_some_and(|accept| {
            let best = accept.preferred().media_type();
            best.is_json() || *best == MediaType::new("application", "problem+json")
        })
}

impl<'r> Responder<'r, 'static> for Failure {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let status = self.kind.status();
        let mut answer = if wants_json(request) {
            Problem::new(&self, Lang::of(request)).respond_to(request)?
        } else {
            let view = View {
                slug: self.kind.slug(),
                status: status.code,
                message: self.message.as_ref(),
                refusals: self.refusals.iter().map(|(_, message)| message).collect(),
                number: self.request.as_deref(),
                minutes: self.retry_after.map(|seconds| seconds.div_ceil(60)),
            };
            Page::new("error", &view).status(status).respond_to(request)?
        };
        if let Some(seconds) = self.retry_after {
            answer.set_raw_header("Retry-After", seconds.to_string());
        }
        Ok(answer)
    }
}
