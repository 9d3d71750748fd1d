//! What the calendar brings to ratings: a re-check whose day has come, a star whose last day has passed.
//!
//! Every page reckons with it from the day itself ([`Standing::on`](crate::domain::rating::Standing::on)); the sweep, at the
//! start of the server and once a day, only writes it down: history, audit, the void certificate. A person who acts on a rating
//! before the sweep has come by has it written down first, in the same transaction.

use super::steps::{By, take};
use crate::desk::{Desk, Error, Result};
use crate::domain::access::Scope;
use crate::domain::ids::RatingId;
use crate::domain::moment::Moment;
use crate::domain::rating::RatingStep;
use crate::store::{Conn, audit, ratings};

/// What a sweep wrote down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Re-checks called.
    pub called: usize,
    /// Ratings expired.
    pub expired: usize,
}

/// Writes down what the calendar has brought, each rating in a transaction of its own. One that somebody changes at the same
/// time is left to the next sweep.
///
/// # Errors
/// If the database fails.
pub fn sweep(desk: &Desk, now: Moment) -> Result<Swept> {
    let due = desk.db.read_now(move |c| ratings::brought_by(c, now.day()))?;
    let mut swept = Swept::default();
    for id in due {
        match desk.db.write_now(move |c| write_down(c, id, now)) {
            Ok(Some(RatingStep::Expire)) => swept.expired += 1,
            Ok(Some(_)) => swept.called += 1,
            Ok(None) | Err(Error::Stale) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(swept)
}

fn write_down(c: &mut Conn, id: RatingId, now: Moment) -> Result<Option<RatingStep>> {
    let mut held = ratings::find(c, &Scope::City, id)?;
    let Some(step) = held.standing.brought_by(now.day(), held.term()) else { return Ok(None) };
    let (what, detail) = take(c, &mut held, (step, By { at: now, user: None }, ""), None)?;
    let detail = detail.to_string();
    audit::append(c, &[audit::Event { at: now, user: None, what, noun: "rating", record: id.0, detail }])?;
    Ok(Some(step))
}
