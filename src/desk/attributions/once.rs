//! What programs ask: a proposal that may be sent again, one attribution, and lists by number.

use sha2::{Digest as _, Sha256};

use super::propose;
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::attribution::{Evidence, Stage};
use crate::domain::codes::Code as _;
use crate::domain::ids::{AttributionId, ExitId};
use crate::domain::refusal::Message;
use crate::store::attributions::queue::{self, StageFilter};
use crate::store::attributions::{self, Attribution};
use crate::store::idempotency::{self, Remembered};

/// As [`propose`]; the same request under the same key is answered as before, without doing it again.
///
/// # Errors
/// As [`propose`]; `Conflict` if the key came with another request before.
pub fn propose_once(
    tx: &mut Tx<'_>,
    exit: ExitId,
    evidence: Evidence,
    key: Option<&str>,
) -> Result<AttributionId> {
    let Some(key) = key else { return propose(tx, exit, evidence) };
    let digest = Sha256::digest(format!("attribution of {exit} by {evidence}")).to_vec();
    let user = tx.actor.user;
    let request = Remembered { request_digest: digest, answer: String::new() };
    if !idempotency::remember(tx.conn, user, key, &request, tx.now)? {
        let earlier = idempotency::recall(tx.conn, user, key)?.ok_or(Error::Stale)?;
        if earlier.request_digest != request.request_digest {
            return Err(Error::Conflict(Message::new("error-idempotency-key")));
        }
        let broken = |_| Error::Broken("a remembered answer is no number".into());
        return earlier.answer.parse().map_err(broken);
    }
    let id = propose(tx, exit, evidence)?;
    idempotency::answered(tx.conn, user, key, &id.to_string())?;
    Ok(id)
}

/// One attribution.
///
/// # Errors
/// `NotFound` if there is none the reader may know of; `Forbidden` for whoever may not read exits.
pub fn read(rx: &mut Rx<'_>, id: AttributionId) -> Result<Attribution> {
    rx.actor()?.must(Act::ReadExits)?;
    Ok(attributions::find(rx.conn, &rx.scope(), id)?)
}

/// Attributions with a number beyond this one, in the order of their numbers: of one stage or all.
///
/// # Errors
/// `Forbidden` for whoever may not read exits.
pub fn after(rx: &mut Rx<'_>, stage: Option<Stage>, after: i64, limit: i64) -> Result<Vec<Attribution>> {
    rx.actor()?.must(Act::ReadExits)?;
    let stages = stage.map_or_else(|| Stage::ALL.to_vec(), |stage| vec![stage]);
    let filter = StageFilter { stages, ..StageFilter::default() };
    Ok(queue::after(rx.conn, &rx.scope(), &filter, after, limit)?)
}
