//! Ratings as those who keep them see them: the list, one with its history, the calendar of re-checks, what waits.

use chrono::NaiveDate;

use super::rectify::{self, Noted};
use super::steps;
use crate::desk::{Result, Rx, Waiting, certificates};
use crate::domain::access::{Act, Actor, Role, Scope};
use crate::domain::ids::RatingId;
use crate::domain::rating::{RatingStep, Standing, Star};
pub use crate::store::corrections::Correction;
pub use crate::store::divisions::Unit;
pub use crate::store::ratings::{Held, RatingFilter, RatingLine, RatingStepTaken};
use crate::store::{corrections, divisions, ratings, rectifications};

/// One page of ratings.
#[derive(Debug)]
pub struct List {
    /// The rows, each with how it stands today.
    pub rows: Vec<(RatingLine, Standing)>,
    /// How many there are in all.
    pub total: i64,
    /// The units to filter by.
    pub units: Vec<Unit>,
}

/// The ratings the reader may know of.
///
/// # Errors
/// `NotFound` if nobody is signed in.
pub fn list(rx: &mut Rx<'_>, filter: &RatingFilter, offset: i64, limit: i64) -> Result<List> {
    rx.actor()?.must(Act::ReadSites)?;
    let (scope, today) = (rx.scope(), rx.now.day());
    let rows = ratings::list(rx.conn, &scope, filter, today, offset, limit)?;
    Ok(List {
        rows: rows.into_iter().map(|row| standing(row, today)).collect(),
        total: ratings::count(rx.conn, &scope, filter, today)?,
        units: divisions::units(rx.conn)?,
    })
}

/// Ratings read on from one, each with how it stands today.
#[derive(Debug)]
pub struct Open {
    /// The rows, by number.
    pub rows: Vec<(Held, Standing)>,
    /// The last of them, if there are more.
    pub next: Option<RatingId>,
    /// Whether the reader may be told no more than the public register shows.
    pub public: bool,
}

/// The ratings after one that the reader may know of; for whoever is not signed in, those the public register shows.
///
/// # Errors
/// `Forbidden` for a role that may not see sites.
pub fn open(rx: &mut Rx<'_>, filter: &RatingFilter, after: Option<RatingId>, limit: i64) -> Result<Open> {
    let (scope, today) = open_to(rx)?;
    // One more than asked for tells whether there are more.
    let mut rows = ratings::after(rx.conn, &scope, (filter, today), after, limit + 1)?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    Ok(Open {
        next: rows.last().map(|row| row.id).filter(|_| more),
        rows: rows
            .into_iter()
            .map(|row| (row.standing.on(today, row.term()), row))
            .map(|(s, r)| (r, s))
            .collect(),
        public: scope == Scope::Public,
    })
}

/// One rating as [`open`] shows it.
///
/// # Errors
/// `Forbidden` as there; `NotFound` if there is none the reader may know of.
pub fn open_one(rx: &mut Rx<'_>, id: RatingId) -> Result<Open> {
    let (scope, today) = open_to(rx)?;
    let row = ratings::find_open(rx.conn, &scope, id)?;
    let standing = row.standing.on(today, row.term());
    Ok(Open { rows: vec![(row, standing)], next: None, public: scope == Scope::Public })
}

fn open_to(rx: &Rx<'_>) -> Result<(Scope, NaiveDate)> {
    if let Some(actor) = rx.viewer {
        actor.must(Act::ReadSites)?;
    }
    Ok((rx.scope(), rx.now.day()))
}

fn standing(row: RatingLine, today: NaiveDate) -> (RatingLine, Standing) {
    let standing = row.standing.on(today, row.term());
    (row, standing)
}

/// The re-checks of the ratings the reader may know of, by day, those without one before their last day left out.
///
/// # Errors
/// `NotFound` if nobody is signed in.
pub fn re_checks(rx: &mut Rx<'_>) -> Result<Vec<(RatingLine, Standing)>> {
    rx.actor()?.must(Act::ReadSites)?;
    let today = rx.now.day();
    let rows = ratings::re_checks(rx.conn, &rx.scope())?;
    let mut rows: Vec<_> = rows.into_iter().map(|row| standing(row, today)).collect();
    rows.retain(|(row, standing)| {
        let under_way = matches!(standing, Standing::ReCheckDue | Standing::Rectification);
        standing.is_live() && (under_way || row.re_check_on <= row.valid_until)
    });
    Ok(rows)
}

/// A rating with everything that belongs to it.
#[derive(Debug)]
pub struct Shown {
    /// The rating.
    pub held: Held,
    /// How it stands today.
    pub standing: Standing,
    /// County, township and village of the site, by name.
    pub place: String,
    /// Its history, oldest step first.
    pub steps: Vec<RatingStepTaken>,
    /// Its rectifications, newest first, each with its points.
    pub rectifications: Vec<Noted>,
    /// The corrections of the site, newest first.
    pub corrections: Vec<Correction>,
    /// The rating it took the place of at a lower star.
    pub lowered_from: Option<(RatingId, Star)>,
    /// The rating that took its place at a lower star.
    pub lowered_to: Option<(RatingId, Star)>,
    /// The steps open to the reader.
    pub open: Vec<RatingStep>,
    /// The day of the next re-check if it is kept today.
    pub next_re_check: NaiveDate,
    /// Whether a certificate of it is in force.
    pub certified: bool,
    /// Whether the reader keeps its certificates.
    pub issues: bool,
}

/// One rating.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn show(rx: &mut Rx<'_>, id: RatingId) -> Result<Shown> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let (scope, today) = (rx.scope(), rx.now.day());
    let held = ratings::find(rx.conn, &scope, id)?;
    let standing = held.standing.on(today, held.term());
    let lowered_from = match held.lowered_from {
        Some(from) => Some((from, ratings::find(rx.conn, &scope, from)?.stars)),
        None => None,
    };
    let mut noted = Vec::new();
    for rectification in rectifications::of_rating(rx.conn, &scope, id)? {
        noted.push(rectify::noted(rx, rectification)?);
    }
    let next_re_check = steps::terms(rx.conn, &held)?.re_check_on(today);
    Ok(Shown {
        place: divisions::path(rx.conn, &held.division)?,
        steps: ratings::steps(rx.conn, id)?,
        rectifications: noted,
        corrections: corrections::of_site(rx.conn, held.site)?,
        lowered_to: ratings::lowered_to(rx.conn, id)?,
        certified: certificates::is_in_force(rx.conn, id)?,
        issues: actor.may(Act::IssueCertificate),
        open: standing.open().filter(|step| may(actor, *step)).collect(),
        next_re_check,
        lowered_from,
        standing,
        held,
    })
}

/// Whether the person's role may take a step; what the calendar or another award brings, nobody may.
fn may(actor: &Actor, step: RatingStep) -> bool {
    match step {
        RatingStep::CallReCheck
        | RatingStep::OrderRectification
        | RatingStep::Keep
        | RatingStep::Lower
        | RatingStep::Cancel => actor.may(Act::ReCheckRating),
        RatingStep::GiveUp => actor.may(Act::KeepSite),
        RatingStep::Expire | RatingStep::Replace => false,
    }
}

/// What waits for the reader: re-checks that are due, stars that run out, rectifications to answer or to look at.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let actor = rx.actor()?;
    if matches!(actor.role, Role::Official | Role::Admin) {
        return Ok(Vec::new());
    }
    let (scope, today) = (actor.scope(), rx.now.day());
    let due = RatingFilter { standing: Some(Standing::ReCheckDue), ..RatingFilter::default() };
    let running_out = RatingFilter { running_out: true, ..RatingFilter::default() };
    let (to_answer, answered) = rectifications::under_way(rx.conn, &scope)?;
    let own = actor.role == Role::Operator;
    let waiting = |key, count, href: &str| Waiting { key, count, href: href.to_owned() };
    let mut all = vec![
        waiting(
            if own { "rectification-waiting-own" } else { "rectification-waiting" },
            to_answer,
            "/rectifications",
        ),
        waiting(
            "rating-waiting-due",
            ratings::count(rx.conn, &scope, &due, today)?,
            "/ratings?standing=re_check_due",
        ),
        waiting(
            "rating-waiting-running-out",
            ratings::count(rx.conn, &scope, &running_out, today)?,
            "/ratings?running_out=yes",
        ),
    ];
    if actor.may(Act::ReCheckRating) {
        all.push(waiting("rectification-waiting-answered", answered, "/rectifications"));
    }
    Ok(all)
}
