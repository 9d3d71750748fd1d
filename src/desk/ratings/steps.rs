//! What happens to a rating after its award. Every step goes through [`take`].

use chrono::NaiveDate;
use serde_json::json;

use crate::desk::{Error, Result, Tx, certificates as papers};
use crate::domain::access::Act;
use crate::domain::identity::Reason;
use crate::domain::ids::{RatingId, RectificationId, SiteId, UserId};
use crate::domain::moment::Moment;
use crate::domain::rating::{RatingStep, Star};
use crate::domain::refusal::{Message, Refusals};
use crate::domain::sheet::Terms;
use crate::store::ratings::{self as store, Held, RatingTaken};
use crate::store::{Conn, Fault, Unique, certificates, rectifications, sheets};

/// Who takes a step and when; nobody if the calendar brought it.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    pub(super) at: Moment,
    pub(super) user: Option<UserId>,
}

/// Takes one step of a rating: its standing, its history, and what the step ends besides. A rating ended before its last day
/// has passed voids its certificate in force; one that leaves its rectification settles the notice. What it did, for the audit.
///
/// # Errors
/// `Conflict` if its standing forbids the step; `Stale` if somebody changed it.
pub(super) fn take(
    c: &mut Conn,
    held: &mut Held,
    (step, by, reason): (RatingStep, By, &str),
    re_check_on: Option<NaiveDate>,
) -> Result<(&'static str, serde_json::Value)> {
    let from = held.standing;
    let to = from.take(step).map_err(|illegal| Error::conflict(&illegal))?;
    // A rating is gone from the day after its last, whenever that is written down.
    let ended_on = (!to.is_live()).then(|| match step {
        RatingStep::Expire => held.valid_until.succ_opt().unwrap_or(held.valid_until),
        _ => by.at.day(),
    });
    let taken = RatingTaken { step, from, to, at: by.at, by: by.user, reason, ended_on, re_check_on };
    held.revision = store::take(c, (held.id, held.revision), &taken)?;
    held.standing = to;
    held.re_check_on = re_check_on.unwrap_or(held.re_check_on);
    let voided = match ended_on {
        // One that has run out says so by its own last day.
        Some(_) if step != RatingStep::Expire => {
            certificates::void_of_rating(c, held.id, by.user, by.at, reason)?
        }
        _ => None,
    };
    if step != RatingStep::OrderRectification && step != RatingStep::CallReCheck {
        rectifications::end_of_rating(c, held.id, by.at.day())?;
    }
    let detail = json!({
        "site": held.site, "from": from, "to": to, "by_the_calendar": by.user.is_none(), "certificate_voided": voided,
    });
    Ok((past(step), detail))
}

const fn past(step: RatingStep) -> &'static str {
    match step {
        RatingStep::CallReCheck => "rating.re_check_called",
        RatingStep::OrderRectification => "rating.rectification_ordered",
        RatingStep::Keep => "rating.kept",
        RatingStep::Lower => "rating.lowered",
        RatingStep::Cancel => "rating.cancelled",
        RatingStep::GiveUp => "rating.given_up",
        RatingStep::Expire => "rating.expired",
        RatingStep::Replace => "rating.replaced",
    }
}

/// Takes a step and records it.
fn done(
    tx: &mut Tx<'_>,
    held: &mut Held,
    (step, user, reason): (RatingStep, Option<UserId>, &str),
    re_check_on: Option<NaiveDate>,
) -> Result<()> {
    let (what, detail) = take(tx.conn, held, (step, By { at: tx.now, user }, reason), re_check_on)?;
    tx.record(what, "rating", held.id.0, detail)
}

/// The rating, if it is as the person saw it. A step its standing forbids is refused first, because that says what may be done
/// instead. What the calendar has brought meanwhile is written down before the person's own step.
fn load(tx: &mut Tx<'_>, id: RatingId, revision: i64, step: RatingStep) -> Result<Held> {
    let mut held = store::find(tx.conn, &tx.scope(), id)?;
    let today = tx.now.day();
    held.standing.on(today, held.term()).take(step).map_err(|illegal| Error::conflict(&illegal))?;
    if held.revision != revision {
        return Err(Error::Stale);
    }
    if let Some(brought) = held.standing.brought_by(today, held.term()) {
        done(tx, &mut held, (brought, None, ""), None)?;
    }
    Ok(held)
}

/// The terms a rating keeps: those of the sheet it was judged by.
pub(super) fn terms(c: &mut Conn, held: &Held) -> Result<Terms> {
    Ok(sheets::find(c, held.sheet)?.sheet.terms)
}

/// One step of the city that owes a reason and nothing else.
fn reasoned(tx: &mut Tx<'_>, id: RatingId, revision: i64, step: RatingStep, reason: &Reason) -> Result<()> {
    tx.actor.must(Act::ReCheckRating)?;
    let mut held = load(tx, id, revision, step)?;
    let user = Some(tx.actor.user);
    done(tx, &mut held, (step, user, reason.as_str()), None)
}

/// Calls a re-check, before its day has come or on it.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` at another standing; `Stale`.
pub fn call_re_check(tx: &mut Tx<'_>, id: RatingId, revision: i64, reason: &Reason) -> Result<()> {
    reasoned(tx, id, revision, RatingStep::CallReCheck, reason)
}

/// Takes a star away, with plaque and certificate.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it has ended; `Stale`.
pub fn cancel(tx: &mut Tx<'_>, id: RatingId, revision: i64, reason: &Reason) -> Result<()> {
    reasoned(tx, id, revision, RatingStep::Cancel, reason)
}

/// Records that the re-check was passed, or that what was to be put right is; the next re-check is set by the terms.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` at another standing; `Stale`.
pub fn keep(tx: &mut Tx<'_>, id: RatingId, revision: i64, reason: &Reason) -> Result<NaiveDate> {
    tx.actor.must(Act::ReCheckRating)?;
    let mut held = load(tx, id, revision, RatingStep::Keep)?;
    let next = terms(tx.conn, &held)?.re_check_on(tx.now.day());
    let user = Some(tx.actor.user);
    done(tx, &mut held, (RatingStep::Keep, user, reason.as_str()), Some(next))?;
    Ok(next)
}

/// What must be put right, and by when.
#[derive(Debug, Clone)]
pub struct Order {
    /// Point by point, none empty.
    pub items: Vec<String>,
    /// The last day.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: Reason,
}

/// Orders rectification by a day.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` at another standing; `Stale`; `Invalid` without a point, or for a day that is not after
/// today or after the star's last.
pub fn order_rectification(
    tx: &mut Tx<'_>,
    id: RatingId,
    revision: i64,
    order: &Order,
) -> Result<RectificationId> {
    tx.actor.must(Act::ReCheckRating)?;
    let mut held = load(tx, id, revision, RatingStep::OrderRectification)?;
    let today = tx.now.day();
    let mut refusals = Refusals::default();
    if order.items.is_empty() {
        refusals.add("items", Message::new("error-rectification-items"));
    }
    if order.due_on <= today || order.due_on > held.valid_until {
        refusals.add("due_on", Message::new("error-rectification-due"));
    }
    refusals.into_result()?;
    let user = Some(tx.actor.user);
    done(tx, &mut held, (RatingStep::OrderRectification, user, order.reason.as_str()), None)?;
    let year = tx.now.year();
    let new = rectifications::NewRectification {
        rating: id,
        number: format!("ZG-{year}-{:04}", rectifications::next_place(tx.conn, year)?),
        ordered_on: today,
        due_on: order.due_on,
        ordered_by: tx.actor.user,
        items: &order.items,
    };
    let made = rectifications::insert(tx.conn, &new)?;
    let detail =
        json!({ "rating": id, "number": new.number, "points": order.items.len(), "due_on": order.due_on });
    tx.record("rectification.ordered", "rectification", made.0, detail)?;
    Ok(made)
}

/// Lowers a star: ends the rating and issues one of the lower star to the same site for what is left of its term, without an
/// application of its own.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` at another standing, or on its last day; `Stale`; `Invalid` for a star that is no lower.
pub fn lower(tx: &mut Tx<'_>, id: RatingId, revision: i64, star: Star, reason: &Reason) -> Result<RatingId> {
    tx.actor.must(Act::ReCheckRating)?;
    let mut held = load(tx, id, revision, RatingStep::Lower)?;
    let today = tx.now.day();
    if star >= held.stars {
        return Err(Refusals::one("star", Message::new("error-rating-not-lower")).into());
    }
    if held.valid_until <= today {
        return Err(Error::Conflict(Message::new("error-rating-last-day")));
    }
    let user = Some(tx.actor.user);
    done(tx, &mut held, (RatingStep::Lower, user, reason.as_str()), None)?;
    let (year, terms) = (tx.now.year(), terms(tx.conn, &held)?);
    let level = terms.level_for(star);
    let issued = store::NewRating {
        site: held.site,
        application: held.application,
        lowered_from: Some(id),
        stars: star,
        certificate: terms.certificate_number(
            level,
            held.kind,
            year,
            store::next_of_series(tx.conn, "certificate", year)?,
        ),
        plaque: terms.plaque_number(level, held.kind, year, store::next_of_series(tx.conn, "plaque", year)?),
        awarded_on: today,
        valid_until: held.valid_until,
        re_check_on: terms.re_check_on(today),
    };
    let made = store::insert(tx.conn, &issued)?;
    papers::issue_first(tx, made, &issued)?;
    let detail =
        json!({ "site": held.site, "stars": star, "certificate": issued.certificate, "lowered_from": id });
    tx.record("rating.reissued", "rating", made.0, detail)?;
    Ok(made)
}

/// Gives a star up, for the business that holds it.
///
/// # Errors
/// `Forbidden` for all but operators; `NotFound` for a site not theirs; `Conflict` if it has ended; `Stale`.
pub fn give_up(tx: &mut Tx<'_>, id: RatingId, revision: i64, reason: &Reason) -> Result<()> {
    tx.actor.must(Act::KeepSite)?;
    let mut held = load(tx, id, revision, RatingStep::GiveUp)?;
    let user = Some(tx.actor.user);
    done(tx, &mut held, (RatingStep::GiveUp, user, reason.as_str()), None)
}

/// Ends the star a site holds because another is about to be awarded: replaced, or expired if its last day has passed.
///
/// # Errors
/// If the database fails; `Stale` if somebody ends it at the same time.
pub(in crate::desk) fn make_way(tx: &mut Tx<'_>, site: SiteId, reason: &str) -> Result<()> {
    let Some(id) = store::live_of_site(tx.conn, site)? else { return Ok(()) };
    let mut held = store::find(tx.conn, &tx.scope(), id)?;
    if held.standing.brought_by(tx.now.day(), held.term()) == Some(RatingStep::Expire) {
        return done(tx, &mut held, (RatingStep::Expire, None, ""), None);
    }
    let user = Some(tx.actor.user);
    done(tx, &mut held, (RatingStep::Replace, user, reason), None)
}

/// What an award says if another was quicker: a site holds one star, and an application leads to one rating.
pub(in crate::desk) fn awarded_meanwhile(fault: Fault) -> Error {
    match fault {
        // The same application's, committed after we read it as approved and before we looked for the star the site holds.
        Fault::Taken(Unique::RatingOfApplication) => Error::Stale,
        other => other.taken(Unique::LiveRating, || Error::Conflict(Message::new("error-rating-one-live"))),
    }
}
