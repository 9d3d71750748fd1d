//! Applications for a star: submitting them, taking them through their stages, scoring, deciding.
//!
//! In the short form the county accepts, scores and decides; in the long procedure the city inspects, and the level that awards
//! the star decides. One person has one hand in an application.

mod award;
mod decide;
mod draft;
mod evidence;
mod hand;
mod inspect;
mod photos;
mod read;
mod score;
mod steps;

pub use award::award;
pub(super) use decide::by_document;
pub use decide::{Opinion, Outcome, decide, reopen};
pub use draft::{
    Basics, Beginning, Filing, Size, Year, assess, begin, delete, filing, form, place, pledge, preview_own,
    save_basics, submit, withdraw,
};
pub use evidence::{Evidence, MOST_EVIDENCE, add_evidence, evidence, evidence_file, remove_evidence};
pub use inspect::{
    Inspecting, Inspection, Seen, Sheet as InspectionSheet, Staff, forward, inspection, save_inspection,
};
pub use photos::{Photos, add_photos, papers, photos, remove_photo};
pub use read::{
    Completion, Dossier, List, SiteChoice, choices, completion, dossier, list, turned_down, waiting,
};
pub use score::{preview, save_scores};
pub use steps::{accept, refuse, return_for_completion};

use chrono::NaiveDate;
use serde_json::Value;

use super::{Error, Result, Tx, sheets};
use crate::domain::application::Step;
use crate::domain::ids::ApplicationId;
use crate::domain::inspection::ItemNotes;
use crate::domain::scoring::{Answers, Column, Facts};
use crate::store::applications::{self as store, Given};
pub use crate::store::applications::{
    Application, ApplicationFilter, ApplicationLine, CompletionItem, CompletionNotice, Decided, StepTaken,
};
pub use crate::store::ratings::Rating;
use crate::store::{Conn, sites};

/// Takes one step at the revision the person saw, with the limit of the stage it leads to, and records it.
pub(super) fn take(
    tx: &mut Tx<'_>,
    application: &mut Application,
    step: Step,
    (what, note, detail): (&'static str, &str, Value),
) -> Result<()> {
    let to = application.stage.take(step).map_err(|illegal| Error::conflict(&illegal))?;
    let taken = store::Taken {
        step,
        from: application.stage,
        to,
        at: tx.now,
        by: tx.actor.user,
        note,
        due_on: sheets::due(tx.conn, to, tx.now.day())?,
    };
    application.revision = store::take(tx.conn, application.id, application.revision, &taken)?;
    application.stage = to;
    tx.record(what, "application", application.id.0, detail)
}

/// The application, if it is as the person saw it. A step its stage forbids is refused first, because that says what may be
/// done instead; then what somebody else changed, before any fault of the input: who is told of a fault only would put it
/// right on a form that hides the change.
pub(super) fn load(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, step: Step) -> Result<Application> {
    let application = store::find(tx.conn, &tx.scope(), id)?;
    application.stage.take(step).map_err(|illegal| Error::conflict(&illegal))?;
    if application.revision == revision { Ok(application) } else { Err(Error::Stale) }
}

/// What of the site the rule asks for: its trade, and its visits in the year before it applied.
fn facts(c: &mut Conn, application: &Application) -> Result<Facts> {
    match application.submitted_at {
        Some(at) => facts_on(c, application, at.day()),
        None => Ok(Facts { trade: application.trade, annual_visits: None }),
    }
}

/// The same for the year before a day.
fn facts_on(c: &mut Conn, application: &Application, day: NaiveDate) -> Result<Facts> {
    let annual_visits = sites::annual_visits(c, application.site, day)?;
    Ok(Facts { trade: application.trade, annual_visits })
}

fn column(given: &[Given], column: Column) -> Answers {
    given
        .iter()
        .filter(|given| given.column == column)
        .map(|given| (given.item.clone(), given.points))
        .collect()
}

/// The notes of a column, by item.
fn notes(given: &[Given], column: Column) -> ItemNotes {
    let noted = given.iter().filter(|given| given.column == column && !given.note.is_empty());
    noted.map(|given| (given.item.clone(), given.note.clone())).collect()
}
