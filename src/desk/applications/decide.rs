//! The decision by the competent level: on the county's column in the short form, whose award follows at once, on the panel's
//! in the long procedure, which a public notice follows.

use chrono::NaiveDate;
use serde_json::json;

use super::award::grant;
use super::{Application, column, facts, hand, load, take};
use crate::desk::{Error, Result, Tx};
use crate::domain::access::{Act, Actor, Role};
use crate::domain::application::{Hand, Level, Stage, Step};
use crate::domain::decision::{Basis, NotCompetent};
use crate::domain::identity::Reason;
use crate::domain::ids::{ApplicationId, RatingId};
use crate::domain::rating::Star;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::scoring::{BadVerdict, Column, Verdict, score};
use crate::domain::sheet::Sheet;
use crate::store::{Conn, Unique, applications as store, inspections, sheets};

/// What is decided, and why.
#[derive(Debug, Clone)]
pub struct Opinion {
    /// The star, or none.
    pub verdict: Verdict,
    /// The reason; may be empty where none is owed.
    pub reason: String,
    /// The document by which the region decided, with its day; owed where the region decides.
    pub document: Option<(String, NaiveDate)>,
}

impl Opinion {
    /// An opinion of the level that decides itself.
    #[must_use]
    pub fn new(verdict: Verdict, reason: &str) -> Self {
        Self { verdict, reason: reason.trim().to_owned(), document: None }
    }
}

/// What a decision led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Awarded at once, in the short form.
    Awarded(RatingId),
    /// A star is to be put on public notice.
    Decided(Star),
    /// No star.
    Rejected,
}

/// Decides an application: reviewed in the short form, inspected in the long procedure.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` at another stage, for another level than the competent one, or for somebody who had
/// another hand in it; `Stale`; `Invalid` for a star above the one reached or applied for, or a reason or document owed and
/// not given.
pub fn decide(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, opinion: &Opinion) -> Result<Outcome> {
    tx.actor.must(Act::DecideApplication)?;
    let stage = store::find(tx.conn, &tx.scope(), id)?.stage;
    let (step, by_column) = way(stage);
    let mut application = load(tx, id, revision, step)?;
    ready(&application)?;
    let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
    let level = competent(tx.conn, &application, &sheet)?;
    if let Some(wrong) = not_competent(tx.actor, application.applied, level) {
        return Err(Error::conflict(&wrong));
    }
    hand::take(tx, id, Hand::Decider)?;
    let answers = column(&store::scores(tx.conn, id)?, by_column);
    let basis = Basis::new(answers, facts(tx.conn, &application)?);
    let score = score(&sheet, &basis.answers, basis.facts());
    let reason = reason(opinion, level, tx.now.day())?;
    opinion.verdict.check(&score, application.applied, &opinion.reason).map_err(|bad| {
        let field = if bad == BadVerdict::ReasonOwed { "reason" } else { "verdict" };
        Error::invalid(field, &bad)
    })?;
    let awarded = match opinion.verdict {
        Verdict::Award(star) => Some(star),
        Verdict::Reject => None,
    };
    let detail = json!({
        "reached": score.reached, "awarded": awarded, "total_hundredths": score.total.hundredths(),
        "level": level, "column": by_column, "round": application.round,
    });
    take(tx, &mut application, step, ("application.decided", &reason, detail))?;
    let decision = store::Decision {
        round: application.round,
        column: by_column,
        level,
        basis: &basis,
        reached: score.reached,
        awarded,
        total: score.total,
        reason: &reason,
        by: tx.actor.user,
        at: tx.now,
    };
    store::decide(tx.conn, id, &decision)
        .map_err(|fault| fault.taken(Unique::DecisionOfRound, || Error::Stale))?;
    match (awarded, step) {
        (Some(star), Step::DecideShort) => {
            grant(tx, &mut application, (star, level), Step::AwardShort).map(Outcome::Awarded)
        }
        (Some(star), _) => Ok(Outcome::Decided(star)),
        (None, Step::DecideShort) => reject(tx, &mut application, Step::RejectShort),
        (None, _) => reject(tx, &mut application, Step::Reject),
    }
}

fn reject(tx: &mut Tx<'_>, application: &mut Application, step: Step) -> Result<Outcome> {
    take(tx, application, step, ("application.rejected", "", json!({})))?;
    Ok(Outcome::Rejected)
}

/// The step that decides at a stage, and the column it decides on.
pub(super) const fn way(stage: Stage) -> (Step, Column) {
    match stage {
        Stage::FirstReviewed => (Step::DecideShort, Column::County),
        _ => (Step::Decide, Column::Panel),
    }
}

/// Whether the stage's own work is done: no inspection is owed, and the short form was not left.
fn ready(application: &Application) -> Result<()> {
    let message = match application.stage {
        Stage::FirstReviewed if application.forwarded_at.is_some() => "error-application-forwarded",
        Stage::Inspected if application.owes_inspection() => "error-inspection-owed",
        _ => return Ok(()),
    };
    Err(Error::Conflict(Message::new(message)))
}

/// The level that decides an application: the one that awards the star applied for. Where nobody of the county is left who has
/// no hand in it, the city decides for the county.
pub(super) fn competent(c: &mut Conn, application: &Application, sheet: &Sheet) -> Result<Level> {
    let level = sheet.terms.level_for(application.applied);
    if level != Level::County {
        return Ok(level);
    }
    let staff = inspections::staff(c, application.id)?;
    let free = staff.iter().any(|one| {
        one.unit.as_ref() == Some(&application.unit) && one.hand.is_none_or(|hand| hand == Hand::Decider)
    });
    Ok(if free { Level::County } else { Level::City })
}

/// Why a person may not decide for a level, if so. The region's decision is recorded by the city.
pub(super) fn not_competent(actor: &Actor, star: Star, level: Level) -> Option<NotCompetent> {
    let competent = match level {
        Level::County => actor.role == Role::County,
        Level::City | Level::Region => actor.role == Role::City,
    };
    (!competent).then_some(NotCompetent { star, level })
}

/// The reason as it is kept: the region's document first.
fn reason(opinion: &Opinion, level: Level, today: NaiveDate) -> Result<String> {
    let given = opinion.reason.trim();
    if level != Level::Region {
        return Ok(given.to_owned());
    }
    let mut refusals = Refusals::default();
    match &opinion.document {
        Some((document, on)) if !document.trim().is_empty() && *on <= today => {
            return Ok(by_document(document, *on, given));
        }
        Some((document, _)) if document.trim().is_empty() => {
            refusals.add("document", Message::new("error-decision-document"));
        }
        Some(_) => refusals.add("document_on", Message::new("error-decision-document-day")),
        None => {
            refusals.add("document", Message::new("error-decision-document"));
            refusals.add("document_on", Message::new("error-required"));
        }
    }
    Err(refusals.into())
}

/// A reason as it is kept where a document carries it: the document first.
pub(in crate::desk) fn by_document(document: &str, on: NaiveDate, reason: &str) -> String {
    format!("{}（{on}）{reason}", document.trim())
}

/// Opens the county's column again, so that its scores can be put right.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not reviewed; `Stale`.
pub fn reopen(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, reason: &Reason) -> Result<()> {
    tx.actor.must(Act::DecideApplication)?;
    let mut application = load(tx, id, revision, Step::Reopen)?;
    take(tx, &mut application, Step::Reopen, ("application.reopened", reason.as_str(), json!({})))
}
