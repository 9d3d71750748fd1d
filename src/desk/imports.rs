//! Taking files in: shown before anything is stored, stored whole or as far as it is right, and undone while nothing later used it.
//!
//! A file is read by its [`Noun`]'s layout, held against the records ([`plan`]), and shown. Storing plans anew in its own
//! transaction, so nothing is stored by what was true before. The file is kept encrypted until it is no longer needed.

mod book;
mod exits;
mod file;
mod households;
mod places;
mod running;
mod show;
mod store;
mod tried;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::book::{Sayer, mark, template};
pub use self::file::{MOST_BYTES, Prepared, prepare};
pub(super) use self::file::{unbroken, unpacks_beyond};
pub use self::running::{Job, LARGE, Progress, Running, begin};
pub use self::show::{Asked, Listed, Shown, Told, list, show};
pub use self::store::{
    Done, Incoming, Swept, cancel, content, decide, import_now, marked, receive, store, sweep, undo,
};
use super::progress::{Doing, Meter};
use super::{Error, Result, Tx};
use crate::domain::access::Act;
use crate::domain::announcement::Half;
use crate::domain::import::{Counts, Decision, Noun, Outcome, Place, RowPlan};
use crate::domain::refusal::{Message, Refusals};
use crate::store::imports::{Decided, NewMade};

/// What is said beside a file, for rows that do not say it themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The announcement's document.
    #[serde(default)]
    pub document: Option<String>,
    /// Its day.
    #[serde(default)]
    pub announced_on: Option<NaiveDate>,
    /// The half of the year it is of.
    #[serde(default)]
    pub half: Option<Half>,
}

/// What a file would do.
pub struct Plan {
    /// What becomes of each row.
    pub rows: Vec<RowPlan>,
    ready: Ready,
}

impl Plan {
    /// How many rows become what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(&self.rows)
    }
}

/// What is ready to be stored.
enum Ready {
    Exits(exits::Ready),
    Households(households::Ready),
    /// Stored already, or taken back, row by row.
    Tried(Vec<NewMade>),
}

type Decisions = HashMap<Place, Decided>;

/// What a file would do, of nobody's decision yet: `--dry-run`.
///
/// # Errors
/// `Forbidden` for who may not import it.
pub fn check(tx: &mut Tx<'_>, prepared: &Prepared, given: &Given) -> Result<Plan> {
    plan(tx, prepared, given, &Decisions::new(), false)
}

/// Refuses a file that lacks what must be said beside it: the columns of an announcement, or the form's fields for them.
///
/// # Errors
/// `Invalid` by the field of the form.
pub fn complete(prepared: &Prepared, given: &Given) -> Result<()> {
    let mut refusals = Refusals::default();
    if prepared.noun == Noun::Exits {
        if given.document.is_none() && !prepared.has("document") {
            refusals.add("document", Message::new("error-import-document-needed"));
        }
        if given.announced_on.is_none() && !prepared.has("announced_on") {
            refusals.add("announced_on", Message::new("error-import-day-needed"));
        }
    }
    Ok(refusals.into_result()?)
}

/// Holds the rows of a file against the records.
///
/// Files whose rows are tried are stored by it if they are to be kept.
fn plan(
    tx: &mut Tx<'_>,
    prepared: &Prepared,
    given: &Given,
    decided: &Decisions,
    keep: bool,
) -> Result<Plan> {
    tx.actor.must(prepared.noun.act())?;
    let (doing, passes) = match prepared.noun {
        // Each row is read, then held against the records.
        Noun::Exits | Noun::Households => (Doing::Checking, 2),
        _ => (if keep { Doing::Storing } else { Doing::Checking }, 1),
    };
    prepared.meter.begin(doing, passes * prepared.count())?;
    let (rows, ready) = match prepared.noun {
        Noun::Exits => {
            let (rows, ready) = exits::plan(&mut tx.reading(), prepared, given, decided)?;
            (rows, Ready::Exits(ready))
        }
        Noun::Households => {
            let (rows, ready) = households::plan(&mut tx.reading(), prepared, decided)?;
            (rows, Ready::Households(ready))
        }
        Noun::Hires
        | Noun::Sites
        | Noun::Operators
        | Noun::Divisions
        | Noun::Courses
        | Noun::Payments
        | Noun::Figures
        | Noun::Targets => {
            let (rows, made) = tried::plan(tx, prepared, keep)?;
            (rows, Ready::Tried(made))
        }
    };
    Ok(Plan { rows, ready })
}

/// Stores what is ready; what was made.
fn apply(tx: &mut Tx<'_>, ready: Ready, reason: &str, meter: &Meter) -> Result<Vec<NewMade>> {
    match ready {
        Ready::Exits(ready) => exits::apply(tx, ready, meter),
        Ready::Households(ready) => households::apply(tx, ready, reason, meter),
        Ready::Tried(made) => Ok(made),
    }
}

/// Whether a person decided that the row is not to be taken in.
fn is_skipped(decided: &Decisions, place: Place) -> bool {
    matches!(decided.get(&place), Some((Decision::Skip, _)))
}

/// Whether a person decided that the row is of nobody on record.
fn is_new(decided: &Decisions, place: Place) -> bool {
    matches!(decided.get(&place), Some((Decision::New, _)))
}

/// The record a person gave a row.
fn chosen(decided: &Decisions, place: Place) -> Option<i64> {
    match decided.get(&place) {
        Some((Decision::Chosen, record)) => *record,
        _ => None,
    }
}

/// A row of which nothing needs to be told.
fn plain(place: Place, outcome: Outcome) -> RowPlan {
    RowPlan { place, outcome, detail: None }
}

/// The nouns this reader may import.
#[must_use]
pub fn nouns(actor: &crate::domain::access::Actor) -> Vec<Noun> {
    use crate::domain::codes::Code as _;
    Noun::ALL.iter().copied().filter(|noun| actor.may(noun.act())).collect()
}

/// Refuses whoever may import nothing.
fn must_import(actor: &crate::domain::access::Actor) -> Result<()> {
    if nouns(actor).is_empty() { actor.must(Act::KeepHouseholds).map_err(Error::from) } else { Ok(()) }
}
