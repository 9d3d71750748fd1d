//! Proposing the pathways of a village's exits on one screen: every row or none, and an undo until any of it is verified.

use serde::Serialize;
use serde_json::json;

use super::{Origin, enter, leave};
use crate::desk::evidence::{self as papers, ShownPaper, judge};
use crate::desk::exits::ShownExit;
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::attribution::{AlreadyAttributed, Evidence, Stage, Step};
use crate::domain::division::DivisionCode;
use crate::domain::exit::{ExitStep, IllegalExitStep, Standing};
use crate::domain::ids::{BatchId, ExitId};
use crate::domain::refusal::{Message, Refusal as _, Refusals};
pub use crate::store::attribution_batches::{Batch, Village};
use crate::store::exits::{self, ExitFilter};
use crate::store::{attribution_batches as store, attributions, evidence, evidence_rules, users};

/// Exits on one screen at most.
pub const MOST: i64 = 50;

/// An exit that waits, with the papers that support it.
#[derive(Debug, Clone, Serialize)]
pub struct Open {
    /// The exit.
    pub exit: ShownExit,
    /// The papers that support it.
    pub candidates: Vec<ShownPaper>,
}

/// A batch with where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct ShownBatch {
    /// The batch.
    #[serde(flatten)]
    pub batch: Batch,
    /// The name of who made it.
    pub by_name: String,
    /// Its exits.
    pub rows: Vec<ShownExit>,
    /// Whether the reader may undo it now.
    pub may_undo: bool,
}

/// The villages with exits that wait for the county.
///
/// # Errors
/// `Forbidden` for whoever may not propose.
pub fn villages(rx: &mut Rx<'_>) -> Result<Vec<Village>> {
    rx.actor()?.must(Act::ProposeAttribution)?;
    Ok(store::villages(rx.conn, &rx.scope())?)
}

/// The exits of a village that wait, with the papers that support each.
///
/// # Errors
/// `Forbidden` for whoever may not propose.
pub fn waiting_in(rx: &mut Rx<'_>, village: &DivisionCode) -> Result<Vec<Open>> {
    rx.actor()?.must(Act::ProposeAttribution)?;
    let filter = ExitFilter {
        standing: Some(Standing::Unattributed),
        division: Some(village.clone()),
        ..ExitFilter::default()
    };
    let rows = exits::after(rx.conn, &rx.scope(), &filter, 0, MOST)?;
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        let year = chrono::Datelike::year(&row.announced_on);
        let mut candidates = papers::of_exit(rx, row.id, year, row.announced_on)?;
        candidates.retain(|paper| paper.refused.is_none());
        open.push(Open { exit: ShownExit::of(rx, row), candidates });
    }
    Ok(open)
}

/// Proposes each of these exits of a village on its evidence: all, or none with every bad row named by `evidence[<exit>]`.
///
/// # Errors
/// `Forbidden`; `Invalid` if nothing is chosen or any row cannot be proposed; `Stale` if somebody was faster.
pub fn propose_many(
    tx: &mut Tx<'_>,
    village: &DivisionCode,
    chosen: &[(ExitId, Evidence)],
) -> Result<BatchId> {
    tx.actor.must(Act::ProposeAttribution)?;
    if chosen.is_empty() {
        return Err(Refusals::one("", Message::new("error-batch-empty")).into());
    }
    let (mut found, mut refusals) = (Vec::new(), Refusals::default());
    for (id, evidence) in chosen {
        match examine(tx, village, *id, *evidence)? {
            Ok(exit) => found.push((exit, *evidence)),
            Err(message) => refusals.add(&format!("evidence[{id}]"), message),
        }
    }
    refusals.into_result()?;
    let Some((first, _)) = found.first() else { return Err(Error::NotFound) };
    let batch = store::insert(tx.conn, &first.unit, village, tx.actor.user, tx.now)?;
    let origin = Origin { replaces: None, batch: Some(batch) };
    for (exit, evidence) in &found {
        enter(tx, exit, *evidence, origin)?;
    }
    tx.record("attributions.proposed", "attribution_batch", batch.0, json!({"exits": found.len()}))?;
    Ok(batch)
}

/// Whether a row can be proposed; the exit, or what stands in the way.
fn examine(
    tx: &mut Tx<'_>,
    village: &DivisionCode,
    id: ExitId,
    chosen: Evidence,
) -> Result<std::result::Result<exits::Exit, Message>> {
    let exit = exits::find(tx.conn, &tx.scope(), id)?;
    if exit.division != *village {
        return Err(Error::NotFound);
    }
    if !exit.state.stands() {
        let ended = IllegalExitStep { state: exit.state, step: ExitStep::Revoke };
        return Ok(Err(ended.message()));
    }
    if attributions::live_of(tx.conn, id)?.is_some() {
        return Ok(Err(AlreadyAttributed.message()));
    }
    let rules = evidence_rules::of_year(tx.conn, exit.year)?;
    let own = evidence::of_exit(tx.conn, id)?;
    Ok(match judge(&own, chosen, exit.announced_on, &rules) {
        Ok(()) => Ok(exit),
        Err(refusal) => Err(refusal.message()),
    })
}

/// One batch with its exits.
///
/// # Errors
/// `NotFound` if there is none the reader may know of; `Forbidden`.
pub fn show(rx: &mut Rx<'_>, id: BatchId) -> Result<ShownBatch> {
    let reader = rx.actor()?;
    reader.must(Act::ReadExits)?;
    let batch = store::find(rx.conn, &rx.scope(), id)?;
    let members = store::members(rx.conn, id)?;
    let filter = ExitFilter { batch: Some(id), ..ExitFilter::default() };
    let rows = exits::after(rx.conn, &rx.scope(), &filter, 0, MOST)?;
    let untouched = members.iter().all(|(_, stage)| matches!(stage, Stage::Proposed | Stage::Withdrawn));
    let names = users::names(rx.conn, &[batch.made_by])?;
    Ok(ShownBatch {
        by_name: names.get(&batch.made_by).cloned().unwrap_or_default(),
        may_undo: batch.undone_at.is_none() && untouched && reader.may(Act::ProposeAttribution),
        rows: rows.into_iter().map(|row| ShownExit::of(rx, row)).collect(),
        batch,
    })
}

/// Takes a whole batch back; what was withdrawn of it already stays so.
///
/// # Errors
/// `Conflict` if any of it is verified or it is undone already; `NotFound`, `Forbidden`; `Stale` if somebody acts on it meanwhile.
pub fn undo(tx: &mut Tx<'_>, id: BatchId) -> Result<()> {
    tx.actor.must(Act::ProposeAttribution)?;
    let batch = store::find(tx.conn, &tx.scope(), id)?;
    if batch.undone_at.is_some() {
        return Err(Error::Conflict(Message::new("error-batch-undone")));
    }
    let scope = tx.scope();
    for (attribution, stage) in store::members(tx.conn, id)? {
        match stage {
            Stage::Withdrawn => {}
            Stage::Proposed => {
                let read = attributions::find(tx.conn, &scope, attribution)?;
                let to = read.stage.take(Step::Withdraw).map_err(|refusal| Error::conflict(&refusal))?;
                leave(tx, &read, to, "批量撤销", None)?;
            }
            Stage::CountyVerified | Stage::CityConfirmed | Stage::Frozen => {
                return Err(Error::Conflict(Message::new("error-batch-verified")));
            }
        }
    }
    store::undone(tx.conn, id, tx.actor.user, tx.now)?;
    tx.record("attributions.withdrawn", "attribution_batch", id.0, json!({}))
}
