//! Saying why a figure and the records differ, and closing it: by two people, each in their turn.

use serde_json::json;

use super::{FigureFilter, Proof, compare};
use crate::desk::{Error, Result, Tx};
use crate::domain::access::{Act, Scope};
use crate::domain::figure::{Closing, ClosingLine, NewExplanation, NotNow, Part, Step};
use crate::domain::ids::FigureId;
use crate::store::figures::settlement as store;

/// The figure with its proof, for a step that its state and this person's hands allow.
fn taken(tx: &mut Tx<'_>, id: FigureId, step: Step) -> Result<Proof> {
    tx.actor.must(Act::SettleFigure)?;
    let filter = FigureFilter { id: Some(id), year: None };
    let found = compare(tx.conn, &Scope::City, filter)?.into_iter().next().ok_or(Error::NotFound)?;
    found.allows(step, tx.actor.user).map_err(|refusal| Error::conflict(&refusal))?;
    found.proof.ok_or_else(|| Error::conflict(&NotNow::NotComparable))
}

/// Says why a number of a figure differs from the records. `revision` is the one that was read.
///
/// # Errors
/// `Forbidden` for all but city staff; `Conflict` where nothing is to be said; `Invalid` by field; `Stale` if somebody said something
/// of it since.
pub fn explain(tx: &mut Tx<'_>, id: FigureId, revision: i64, new: &NewExplanation) -> Result<()> {
    let proof = taken(tx, id, Step::Explain)?;
    let parts: Vec<Part> = proof.differences().into_keys().collect();
    new.check(&parts)?;
    store::take_turn(tx.conn, id, revision)?;
    store::explain(tx.conn, id, new, tx.actor.user, tx.now)?;
    let detail =
        json!({ "pathway": new.pathway, "unit": new.unit, "reason": new.reason, "amount": new.amount });
    tx.record("figure.explained", "figure", id.0, detail)
}

/// Closes the differences of a figure as they are now. What is left unexplained is said in words.
///
/// # Errors
/// `Forbidden` for all but city staff; `Conflict` where there is nothing to close, and for whoever recorded or explained it;
/// `Invalid` without the words that are owed; `Stale` if somebody said something of it since.
pub fn close(tx: &mut Tx<'_>, id: FigureId, revision: i64, note: &str) -> Result<()> {
    let proof = taken(tx, id, Step::Close)?;
    let lines = Closing::of(&proof.differences(), &proof.explanations);
    let note = note.trim();
    let unexplained: i64 = lines.values().map(|line| line.rest().abs()).sum();
    if unexplained != 0 && note.is_empty() {
        return Err(Error::invalid("rest", &NotNow::RestUnsaid));
    }
    store::take_turn(tx.conn, id, revision)?;
    store::close(tx.conn, id, (&lines, note), tx.actor.user, tx.now)?;
    let spelled =
        |(part, line): (&Part, &ClosingLine)| (part.to_string(), json!([line.difference, line.explained]));
    let lines: serde_json::Map<_, _> = lines.iter().map(spelled).collect();
    tx.record("figure.closed", "figure", id.0, json!({ "unexplained": unexplained, "lines": lines }))
}
