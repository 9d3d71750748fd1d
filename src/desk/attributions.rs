//! Attributing announced exits: the county proposes and verifies, the city confirms, either takes back with a reason.

pub mod batch;
mod once;
pub mod queue;
mod revise;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

pub use self::once::{after, propose_once, read};
use self::queue::QueueFilter;
pub use self::revise::{Revision, end, replace};
use super::evidence::sufficiency::must_suffice;
use super::evidence::{ShownPaper, judge, lay};
use super::exits::ShownExit;
use super::{Error, Result, Rx, Tx, Waiting};
use crate::domain::access::{Act, Scope};
use crate::domain::attribution::{AlreadyAttributed, Evidence, Hands, NotEvidence, Stage, Step};
use crate::domain::exit::{Announcement, ChangeKind, ExitStep, IllegalExitStep};
use crate::domain::identity::Reason;
use crate::domain::ids::{AttributionId, BatchId, ExitChangeId, ExitId, UserId};
use crate::domain::moment::Moment;
use crate::domain::quantity::Persons;
use crate::domain::tally::{Counted, TallyFilter};
use crate::store::attributions::{self, NewAttribution};
pub use crate::store::attributions::{Attribution, Signature};
use crate::store::exits::{self, Exit, NewChange};
use crate::store::tallies::{self, Cause};
use crate::store::{Unique, amber, evidence, evidence_rules, users};

/// A step of an attribution's history, with who took it.
#[derive(Debug, Clone, Serialize)]
pub struct Signed {
    /// The stage it led to.
    pub stage: Stage,
    /// The name of who took it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// An attribution as a reader may see it.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what the reader may do, each by itself")]
pub struct ShownAttribution {
    /// The attribution.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// The paper it rests on.
    pub paper: Option<ShownPaper>,
    /// Whether it rests on a file that is missing or was changed.
    pub amber: bool,
    /// Who did what, oldest first.
    pub history: Vec<Signed>,
    /// Whether the reader may verify it now.
    pub may_verify: bool,
    /// Whether the reader may confirm it now.
    pub may_confirm: bool,
    /// Whether the reader may take it back now.
    pub may_withdraw: bool,
    /// Whether the reader may put another in its place now.
    pub may_replace: bool,
}

/// A row behind a number: the exit, the paper and the attribution.
#[derive(Debug, Clone, Serialize)]
pub struct Proof {
    /// The exit.
    pub exit: ShownExit,
    /// The paper it rests on.
    pub paper: Option<ShownPaper>,
    /// The attribution.
    pub attribution: AttributionId,
    /// Whether it rests on a file that is missing or was changed.
    pub amber: bool,
}

/// Proposes the pathway of an exit: that of the evidence.
///
/// # Errors
/// `NotFound` if there is no such exit the actor may know of; `Conflict` if it has a live attribution or no longer stands;
/// `Invalid` on `evidence` if the paper does not support it.
pub fn propose(tx: &mut Tx<'_>, exit: ExitId, evidence: Evidence) -> Result<AttributionId> {
    tx.actor.must(Act::ProposeAttribution)?;
    let exit = exits::find(tx.conn, &tx.scope(), exit)?;
    enter(tx, &exit, evidence, Origin::default())
}

/// Where a proposal comes from, beside a form of its own.
#[derive(Debug, Clone, Copy, Default)]
struct Origin {
    /// The revision it takes the place of.
    replaces: Option<AttributionId>,
    /// The batch it is made in.
    batch: Option<BatchId>,
}

/// Enters a proposal; whether the actor may is decided.
fn enter(tx: &mut Tx<'_>, exit: &Exit, evidence: Evidence, origin: Origin) -> Result<AttributionId> {
    let ended = || Error::conflict(&IllegalExitStep { state: exit.state, step: ExitStep::Revoke });
    if !exit.state.stands() {
        return Err(ended());
    }
    let rules = evidence_rules::of_year(tx.conn, exit.year)?;
    let papers = evidence::of_exit(tx.conn, exit.id)?;
    judge(&papers, evidence, exit.announced_on, &rules)
        .map_err(|refusal| Error::invalid("evidence", &refusal))?;
    evidence::records::hold(tx.conn, evidence).map_err(|fault| match fault {
        crate::store::Fault::NotFound => Error::invalid("evidence", &NotEvidence::Unknown),
        other => other.into(),
    })?;
    // Whoever ends the exit at the same time waits for this, or was first.
    if !exits::hold(tx.conn, exit.id)? {
        return Err(Error::Stale);
    }
    let counted = counted(exit, evidence);
    let new = NewAttribution {
        exit: exit.id,
        evidence,
        counted: counted.clone(),
        by: tx.actor.user,
        at: tx.now,
        replaces: origin.replaces,
        batch: origin.batch,
    };
    let id = attributions::insert(tx.conn, &new)
        .map_err(|fault| fault.taken(Unique::LiveAttribution, || Error::conflict(&AlreadyAttributed)))?;
    let cause = Cause { attribution: Some(id), at: tx.now, change: None };
    let village = exits::village_of(tx.conn, exit.id)?;
    tallies::apply(tx.conn, &counted.moved(&village, None, Some(Stage::Proposed)), cause)?;
    let detail = json!({"exit": exit.id, "pathway": evidence.pathway(), "evidence": evidence.record(),
        "replaces": origin.replaces, "batch": origin.batch});
    tx.record("attribution.proposed", "attribution", id.0, detail)?;
    Ok(id)
}

/// What is counted of an exit: by the month of its announcement, in the unit the household lives in.
fn counted(exit: &Exit, evidence: Evidence) -> Counted {
    let announcement = Announcement { document: exit.document.clone(), on: exit.announced_on };
    Counted {
        unit: exit.unit.clone(),
        pathway: evidence.pathway(),
        year: announcement.year(),
        month: announcement.month(),
        persons: Persons(exit.persons.into()),
    }
}

/// Verifies a colleague's proposal for the county.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is one's own, its stage does not allow it, or its evidence lacks what the rules of
/// the year require; `Stale`.
pub fn verify(tx: &mut Tx<'_>, id: AttributionId, revision: i64) -> Result<ExitId> {
    take(tx, id, revision, Step::Verify, "")
}

/// Confirms an attribution for the city.
///
/// # Errors
/// As [`verify`].
pub fn confirm(tx: &mut Tx<'_>, id: AttributionId, revision: i64) -> Result<ExitId> {
    take(tx, id, revision, Step::Confirm, "")
}

/// Takes an attribution back; the exit can be attributed anew.
///
/// # Errors
/// As [`verify`].
pub fn withdraw(tx: &mut Tx<'_>, id: AttributionId, revision: i64, reason: &Reason) -> Result<ExitId> {
    take(tx, id, revision, Step::Withdraw, reason.as_str())
}

fn take(tx: &mut Tx<'_>, id: AttributionId, revision: i64, step: Step, reason: &str) -> Result<ExitId> {
    let read = attributions::find(tx.conn, &tx.scope(), id)?;
    let Some(act) = act_of(read.stage, step) else { return Err(Error::NotFound) };
    tx.actor.must(act)?;
    if read.revision != revision {
        return Err(Error::Stale);
    }
    let to = read.stage.take(step).map_err(|refusal| Error::conflict(&refusal))?;
    read.hands().allow(tx.actor.user, step).map_err(|refusal| Error::conflict(&refusal))?;
    if matches!(step, Step::Verify | Step::Confirm) {
        let exit = exits::find(tx.conn, &tx.scope(), read.exit)?;
        must_suffice(tx.conn, &exit, read.evidence)?;
    }
    // What the city counted leaves its number by a recorded change; what takes the place of such comes in by the same one.
    let change = match (step, read.stage) {
        (Step::Withdraw, Stage::CityConfirmed) => Some(wrong(tx, &read, tx.now.day(), "", reason)?),
        (Step::Confirm, _) => read.replaces.map(|old| changes_to(tx, read.exit, old)).transpose()?.flatten(),
        _ => None,
    };
    leave(tx, &read, to, reason, change)?;
    let what = match step {
        Step::Verify => "attribution.verified",
        Step::Confirm => "attribution.confirmed",
        Step::Freeze => "attribution.frozen",
        Step::Withdraw => "attribution.withdrawn",
        Step::Replace => "attribution.replaced",
        Step::End => "attribution.ended",
    };
    tx.record(what, "attribution", id.0, json!({"from": read.stage, "to": to, "pathway": read.pathway}))?;
    Ok(read.exit)
}

/// Moves an attribution to another stage, with what that does to the numbers.
fn leave(
    tx: &mut Tx<'_>,
    read: &Attribution,
    to: Stage,
    reason: &str,
    change: Option<ExitChangeId>,
) -> Result<()> {
    attributions::step(tx.conn, read, to, Signature { by: tx.actor.user, at: tx.now }, reason)?;
    let village = exits::village_of(tx.conn, read.exit)?;
    let changes = read.counted.moved(&village, Some(read.stage), Some(to));
    tallies::apply(tx.conn, &changes, Cause { attribution: Some(read.id), at: tx.now, change })?;
    Ok(())
}

/// Records that an attribution was wrong.
fn wrong(
    tx: &mut Tx<'_>,
    read: &Attribution,
    on: NaiveDate,
    document: &str,
    reason: &str,
) -> Result<ExitChangeId> {
    let new = NewChange {
        exit: read.exit,
        attribution: Some(read.id),
        kind: ChangeKind::WrongAttribution,
        on,
        document,
        reason,
        by: tx.actor.user,
        at: tx.now,
    };
    Ok(exits::record_change(tx.conn, &new)?)
}

/// The change that took an attribution of an exit out of the numbers.
fn changes_to(tx: &mut Tx<'_>, exit: ExitId, old: AttributionId) -> Result<Option<ExitChangeId>> {
    let changes = exits::changes_of(tx.conn, exit)?;
    Ok(changes.into_iter().find(|change| change.attribution == Some(old)).map(|change| change.id))
}

/// What one must be permitted to do for a step. What the city confirmed only the city takes back.
const fn act_of(stage: Stage, step: Step) -> Option<Act> {
    match (step, stage) {
        (Step::Verify, _) => Some(Act::VerifyAttribution),
        (Step::Confirm, _) | (Step::Withdraw | Step::Replace, Stage::CityConfirmed | Stage::Frozen) => {
            Some(Act::ConfirmAttribution)
        }
        (Step::Withdraw | Step::Replace, Stage::Proposed | Stage::CountyVerified | Stage::Withdrawn) => {
            Some(Act::ProposeAttribution)
        }
        (Step::End, _) => Some(Act::EndExit),
        (Step::Freeze, _) => None,
    }
}

/// Every attribution an exit has had, newest first, as the reader may see them.
pub(super) fn of_exit(rx: &mut Rx<'_>, exit: &Exit) -> Result<Vec<ShownAttribution>> {
    let all = attributions::of_exit(rx.conn, exit.id)?;
    let evidence: Vec<Evidence> = all.iter().map(|one| one.evidence).collect();
    let mut papers = evidence::papers(rx.conn, &evidence)?;
    let rules = evidence_rules::of_year(rx.conn, exit.year)?;
    let people: Vec<UserId> = all.iter().flat_map(hands).collect();
    let names = users::names(rx.conn, &people)?;
    let name = |user: UserId| names.get(&user).cloned().unwrap_or_default();
    let live: Vec<AttributionId> = all.iter().filter(|one| one.stage.is_live()).map(|one| one.id).collect();
    let amber = amber::among(rx.conn, &live)?;
    Ok(all
        .into_iter()
        .map(|one| {
            let paper = papers.remove(&one.evidence);
            let history = [
                (Stage::Proposed, Some(one.proposed)),
                (Stage::CountyVerified, one.verified),
                (Stage::CityConfirmed, one.confirmed),
                (Stage::Withdrawn, one.withdrawn),
            ];
            ShownAttribution {
                paper: paper.map(|paper| ShownPaper::of(rx, paper, exit.announced_on, &rules)),
                amber: amber.contains(&one.id),
                history: history
                    .into_iter()
                    .filter_map(|(stage, signature)| {
                        signature.map(|Signature { by, at }| Signed { stage, by: name(by), at })
                    })
                    .collect(),
                may_verify: may(rx, &one, Step::Verify),
                may_confirm: may(rx, &one, Step::Confirm),
                may_withdraw: may(rx, &one, Step::Withdraw),
                may_replace: may(rx, &one, Step::Replace),
                attribution: one,
            }
        })
        .collect())
}

fn hands(one: &Attribution) -> Vec<UserId> {
    let others = [one.verified, one.confirmed, one.withdrawn];
    others.into_iter().flatten().map(|signature| signature.by).chain([one.proposed.by]).collect()
}

/// Whether the reader may take a step now: what [`take`] would say.
fn may(rx: &Rx<'_>, one: &Attribution, step: Step) -> bool {
    let hands: Hands = one.hands();
    one.stage.take(step).is_ok()
        && act_of(one.stage, step)
            .zip(rx.viewer)
            .is_some_and(|(act, viewer)| viewer.may(act) && hands.allow(viewer.user, step).is_ok())
}

/// The rows behind the number of a filter, with the paper of each.
///
/// # Errors
/// `Forbidden` for whoever may not read exits; `NotFound` for a unit the reader may not know of.
pub fn behind(rx: &mut Rx<'_>, filter: &TallyFilter, offset: i64, limit: i64) -> Result<Vec<Proof>> {
    rx.actor()?.must(Act::ReadExits)?;
    let filter = filter.clone().within(&rx.scope()).ok_or(Error::NotFound)?;
    let all = attributions::behind_number(rx.conn, &filter, offset, limit)?;
    proofs(rx, &filter, all)
}

/// The same with an attribution's number beyond this one, in the order of their numbers: for reading them all.
///
/// # Errors
/// As [`behind`].
pub fn behind_after(
    rx: &mut Rx<'_>,
    filter: &TallyFilter,
    after: AttributionId,
    limit: i64,
) -> Result<Vec<Proof>> {
    rx.actor()?.must(Act::ReadExits)?;
    let filter = filter.clone().within(&rx.scope()).ok_or(Error::NotFound)?;
    let all = attributions::behind_after(rx.conn, &filter, after, limit)?;
    proofs(rx, &filter, all)
}

fn proofs(rx: &mut Rx<'_>, filter: &TallyFilter, all: Vec<Attribution>) -> Result<Vec<Proof>> {
    let evidence: Vec<Evidence> = all.iter().map(|one| one.evidence).collect();
    let mut papers = evidence::papers(rx.conn, &evidence)?;
    let rules = evidence_rules::of_year(rx.conn, filter.year)?;
    let rows = attributions::exits_of(rx.conn, &all)?;
    let amber = amber::among(rx.conn, &all.iter().map(|one| one.id).collect::<Vec<_>>())?;
    let mut proofs: Vec<Proof> = rows
        .into_iter()
        .zip(all)
        .map(|(row, one)| Proof {
            paper: papers
                .remove(&one.evidence)
                .map(|paper| ShownPaper::of(rx, paper, row.announced_on, &rules)),
            exit: ShownExit::of(rx, row),
            attribution: one.id,
            amber: amber.contains(&one.id),
        })
        .collect();
    lay(rx, proofs.iter_mut().filter_map(|proof| proof.paper.as_mut()))?;
    Ok(proofs)
}

/// What waits: for a county its colleagues' proposals, for the city whatever is to be confirmed.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let Some(viewer) = rx.viewer else { return Ok(Vec::new()) };
    let scope: Scope = rx.scope();
    let key = if viewer.may(Act::ConfirmAttribution) {
        "attribution-waiting-to-confirm"
    } else if viewer.may(Act::VerifyAttribution) {
        "attribution-waiting-to-verify"
    } else {
        return Ok(Vec::new());
    };
    let filter = QueueFilter::default().read_by(viewer);
    let count = attributions::queue::count(rx.conn, &scope, &filter)?.households.0;
    Ok(vec![Waiting { key, count, href: "/attributions".into() }])
}
