use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::ids::{RatingId, UserId};
use crate::domain::moment::Moment;
use crate::domain::rating::{RatingStep, Standing};
use crate::store::fault::changed;
use crate::store::schema::{rating_steps, ratings};
use crate::store::{Conn, Result};

/// A step a rating takes.
#[derive(Debug, Clone, Copy)]
pub struct RatingTaken<'a> {
    /// What is done.
    pub step: RatingStep,
    /// How it stood.
    pub from: Standing,
    /// How it stands then.
    pub to: Standing,
    /// When.
    pub at: Moment,
    /// By whom; nobody for what the calendar brought.
    pub by: Option<UserId>,
    /// Why.
    pub reason: &'a str,
    /// The first day the rating no longer counts, if the step ends it.
    pub ended_on: Option<NaiveDate>,
    /// The day of the next re-check, if the step sets one.
    pub re_check_on: Option<NaiveDate>,
}

/// Takes a step, with its row of the history, if the rating is still at this revision; the revision after it.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn take(c: &mut Conn, (id, revision): (RatingId, i64), taken: &RatingTaken<'_>) -> Result<i64> {
    let target = ratings::table.filter(ratings::id.eq(id).and(ratings::revision.eq(revision)));
    let moved = (
        ratings::standing.eq(taken.to),
        ratings::live.eq(taken.to.is_live()),
        ratings::ended_on.eq(taken.ended_on),
        ratings::end_reason.eq(if taken.ended_on.is_some() { taken.reason } else { "" }),
        ratings::revision.eq(revision + 1),
    );
    let rows = match taken.re_check_on {
        Some(day) => diesel::update(target).set((moved, ratings::re_check_on.eq(day))).execute(c)?,
        None => diesel::update(target).set(moved).execute(c)?,
    };
    changed(rows)?;
    diesel::insert_into(rating_steps::table)
        .values((
            rating_steps::rating_id.eq(id),
            rating_steps::step.eq(taken.step),
            rating_steps::from_standing.eq(taken.from),
            rating_steps::to_standing.eq(taken.to),
            rating_steps::at.eq(taken.at),
            rating_steps::user_id.eq(taken.by),
            rating_steps::reason.eq(taken.reason),
        ))
        .execute(c)?;
    Ok(revision + 1)
}
