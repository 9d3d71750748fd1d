//! Why a person's step was not done.

use rocket::tokio::task::JoinError;

use crate::domain::access::Forbidden;
use crate::domain::refusal::{Message, Refusal, Refusals};
use crate::keys::KeyFault;
use crate::store::Fault;

/// What stopped a step. The web layer turns each into one kind of page or problem+json.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Wrong input, by field (422).
    #[error("wrong input")]
    Invalid(Refusals),
    /// They may see it but not do it (403).
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is none they may know of (404).
    #[error("not found")]
    NotFound,
    /// The state of things does not allow it (409); the message says what may be done instead.
    #[error("not now: {}", .0.key)]
    Conflict(Message),
    /// Somebody else acted meanwhile (409).
    #[error("changed by somebody else")]
    Stale,
    /// Too much to do (503); nothing was changed.
    #[error("busy")]
    Busy,
    /// The content of a file is missing or was changed (500): the words go to the log only.
    #[error("{0}")]
    Unreadable(String),
    /// Anything else (500): the words go to the log only.
    #[error("{0}")]
    Broken(String),
}

/// The result of a step.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Refusal of one field.
    #[must_use]
    pub fn invalid(field: &str, refusal: &dyn Refusal) -> Self {
        Self::Invalid(Refusals::of(field, refusal))
    }

    /// Refusal because of the state of things.
    #[must_use]
    pub fn conflict(refusal: &dyn Refusal) -> Self {
        Self::Conflict(refusal.message())
    }
}

impl From<Refusals> for Error {
    fn from(refusals: Refusals) -> Self {
        Self::Invalid(refusals)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotFound => Self::NotFound,
            // Of rules the desk looks first: here somebody attributed an exit meanwhile.
            Fault::Stale | Fault::RulesUsed => Self::Stale,
            Fault::Busy => Self::Busy,
            // A place that expects a taken value turns it into a refusal by `Fault::taken`; here nobody expected it.
            Fault::Taken(unique) => Self::Broken(format!("unexpectedly taken: {unique:?}")),
            Fault::Used => Self::Conflict(Message::new("error-import-used")),
            Fault::SecondJob => Self::Conflict(Message::new("error-hire-second-job")),
            Fault::Broken(words) => Self::Broken(words),
        }
    }
}

/// Work on a thread of its own that panicked. Its words may quote what was read, so they are not among these: the log has its place.
impl From<JoinError> for Error {
    fn from(_: JoinError) -> Self {
        Self::Broken("the work broke off".into())
    }
}

impl From<KeyFault> for Error {
    fn from(fault: KeyFault) -> Self {
        Self::Broken(fault.to_string())
    }
}
