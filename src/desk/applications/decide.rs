//! The decision in the short form, and the award that follows it.

use serde_json::json;

use super::award::grant;
use super::{column, facts, load, take};
use crate::desk::{Error, Result, Tx};
use crate::domain::access::{Act, Actor};
use crate::domain::application::{Level, Step};
use crate::domain::identity::Reason;
use crate::domain::ids::{ApplicationId, RatingId, UserId};
use crate::domain::refusal::Message;
use crate::domain::scoring::{BadVerdict, Column, Verdict, score};
use crate::store::{applications as store, sheets};

/// Decides a reviewed application in the short form. An award takes effect at once: rating, certificate and plaque.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` at another stage, or for somebody who entered its scores; `Stale`; `Invalid` for a
/// star above the one reached or applied for, or a reason owed and not given.
pub fn decide(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    revision: i64,
    verdict: Verdict,
    reason: &str,
) -> Result<Option<RatingId>> {
    tx.actor.must(Act::DecideApplication)?;
    let mut application = load(tx, id, revision, Step::DecideShort)?;
    let scorers = store::scorers(tx.conn, id)?;
    if let Some(message) = barred(tx.actor, &scorers) {
        return Err(Error::Conflict(message));
    }
    let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
    let answers = column(&store::scores(tx.conn, id)?, Column::County);
    let score = score(&sheet, &answers, facts(tx.conn, &application)?);
    verdict.check(&score, application.applied, reason).map_err(|bad| {
        let field = if bad == BadVerdict::ReasonOwed { "reason" } else { "verdict" };
        Error::invalid(field, &bad)
    })?;
    let awarded = match verdict {
        Verdict::Award(star) => Some(star),
        Verdict::Reject => None,
    };
    let detail = json!({
        "reached": score.reached, "awarded": awarded, "total_hundredths": score.total.hundredths(),
    });
    take(tx, &mut application, Step::DecideShort, ("application.decided", reason, detail))?;
    let decision = store::Decision {
        reached: score.reached,
        awarded,
        total: score.total,
        reason: reason.trim(),
        by: tx.actor.user,
        at: tx.now,
    };
    store::decide(tx.conn, id, &decision)?;
    if let Some(star) = awarded {
        grant(tx, &mut application, (star, Level::County), Step::AwardShort).map(Some)
    } else {
        take(tx, &mut application, Step::RejectShort, ("application.rejected", "", json!({})))?;
        Ok(None)
    }
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

/// Why a person may not decide, although their role may: they entered its scores.
pub(super) fn barred(actor: &Actor, scorers: &[UserId]) -> Option<Message> {
    scorers.contains(&actor.user).then(|| Message::new("error-decider-scored"))
}
