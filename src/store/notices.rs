//! Public notices of decisions, and the approvals that follow them.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::fault::changed;
use super::schema::{
    applications, approvals, decisions, divisions, objections, public_notices, reporting_units, sites,
};
use super::{Conn, Result};
use crate::domain::application::{Level, Stage};
use crate::domain::division::DivisionCode;
use crate::domain::ids::{ApplicationId, NoticeId, UserId};
use crate::domain::moment::Moment;
use crate::domain::notice::{ObjectionState, Run};
use crate::domain::rating::Star;
use crate::domain::site::SiteKind;

/// A notice to be put up.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// The application decided.
    pub application: ApplicationId,
    /// The round of its decision.
    pub round: i32,
    /// Its number, never used before.
    pub number: String,
    /// Its text.
    pub body: String,
    /// The first day.
    pub opened_on: NaiveDate,
    /// The last day.
    pub closes_on: NaiveDate,
    /// Who put it up.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// A notice, as everybody may read it.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Notice {
    /// Its record number.
    pub id: NoticeId,
    /// Its number.
    pub number: String,
    /// The application.
    pub application: ApplicationId,
    /// The application's number.
    pub application_number: String,
    /// How far the application has come since.
    pub stage: Stage,
    /// The site's name.
    pub site: String,
    /// What kind of place it is.
    pub kind: SiteKind,
    /// The village it lies in.
    pub division: DivisionCode,
    /// The village by name.
    pub village: String,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's name in pinyin.
    pub unit_name_en: String,
    /// The star to be awarded.
    pub stars: Option<Star>,
    /// The reason of the decision.
    pub reason: String,
    /// Its text.
    pub body: String,
    /// The first day.
    pub opened_on: NaiveDate,
    /// The last day.
    pub closes_on: NaiveDate,
    /// Which of the application's rounds it is of.
    pub round: i32,
    /// The round the application is in now.
    pub current_round: i32,
    /// How often somebody objected; what an approval must name.
    pub revision: i64,
}

impl Notice {
    /// Its days, and whether an upheld objection stopped it. A later round is begun by nothing else.
    #[must_use]
    pub const fn run(&self) -> Run {
        Run {
            opened_on: self.opened_on,
            closes_on: self.closes_on,
            stopped: self.round != self.current_round,
        }
    }
}

/// What the decision of an application's round awards.
#[derive(Debug, Clone, Queryable)]
pub struct Award {
    /// The round.
    pub round: i32,
    /// The level that awards the star.
    pub level: Level,
    /// The star; none if it is not awarded.
    pub stars: Option<Star>,
    /// The reason given.
    pub reason: String,
}

/// The decision of the application's current round.
///
/// # Errors
/// `NotFound` if there is none.
pub fn award(c: &mut Conn, id: ApplicationId) -> Result<Award> {
    Ok(decisions::table
        .inner_join(applications::table)
        .filter(applications::id.eq(id).and(decisions::round.eq(applications::round)))
        .select((decisions::round, decisions::level, decisions::awarded_star, decisions::reason))
        .first(c)?)
}

/// Puts a notice up.
///
/// # Errors
/// `Taken(NoticeOfRound)` if the round has one.
pub fn insert(c: &mut Conn, new: &NewNotice) -> Result<NoticeId> {
    Ok(diesel::insert_into(public_notices::table)
        .values((
            public_notices::application_id.eq(new.application),
            public_notices::round.eq(new.round),
            public_notices::number.eq(&new.number),
            public_notices::body.eq(&new.body),
            public_notices::opened_on.eq(new.opened_on),
            public_notices::closes_on.eq(new.closes_on),
            public_notices::opened_by.eq(new.by),
            public_notices::opened_at.eq(new.at),
            public_notices::revision.eq(1_i64),
        ))
        .returning(public_notices::id)
        .get_result(c)?)
}

/// Every notice with what it is about. Written once, because the joins are the query.
macro_rules! notices {
    () => {
        public_notices::table
            .inner_join(applications::table.inner_join(reporting_units::table))
            .inner_join(sites::table.on(sites::id.eq(applications::site_id)))
            .inner_join(divisions::table.on(divisions::code.eq(sites::division_code)))
            .inner_join(
                decisions::table.on(decisions::application_id
                    .eq(public_notices::application_id)
                    .and(decisions::round.eq(public_notices::round))),
            )
            .select((
                public_notices::id,
                public_notices::number,
                applications::id,
                applications::number,
                applications::stage,
                sites::name,
                sites::kind,
                sites::division_code,
                divisions::name,
                reporting_units::name,
                reporting_units::name_en,
                decisions::awarded_star,
                decisions::reason,
                public_notices::body,
                public_notices::opened_on,
                public_notices::closes_on,
                public_notices::round,
                applications::round,
                public_notices::revision,
            ))
    };
}

/// One notice. Public.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(c: &mut Conn, id: NoticeId) -> Result<Notice> {
    Ok(notices!().filter(public_notices::id.eq(id)).first(c)?)
}

/// The notice of the application's current round.
///
/// # Errors
/// `NotFound` if there is none.
pub fn of_application(c: &mut Conn, id: ApplicationId) -> Result<Notice> {
    Ok(notices!()
        .filter(applications::id.eq(id).and(public_notices::round.eq(applications::round)))
        .first(c)?)
}

/// The last notice of an application, of whichever round.
///
/// # Errors
/// If the database fails.
pub fn last_of_application(c: &mut Conn, id: ApplicationId) -> Result<Option<Notice>> {
    let of = notices!().filter(applications::id.eq(id)).order(public_notices::round.desc());
    Ok(of.first(c).optional()?)
}

/// The notices that still ran on a day, those that end first before others. Public.
///
/// # Errors
/// If the database fails.
pub fn running(c: &mut Conn, on: NaiveDate) -> Result<Vec<Notice>> {
    Ok(notices!()
        .filter(public_notices::closes_on.ge(on).and(public_notices::round.eq(applications::round)))
        .order((public_notices::closes_on, public_notices::id))
        .load(c)?)
}

/// The notices that had ended by a day or were stopped, the latest first. Public.
///
/// # Errors
/// If the database fails.
pub fn past(c: &mut Conn, on: NaiveDate, offset: i64, limit: i64) -> Result<Vec<Notice>> {
    Ok(notices!()
        .filter(public_notices::closes_on.lt(on).or(public_notices::round.ne(applications::round)))
        .order((public_notices::closes_on.desc(), public_notices::id.desc()))
        .offset(offset)
        .limit(limit)
        .load(c)?)
}

/// How many notices [`past`] would show.
///
/// # Errors
/// If the database fails.
pub fn count_past(c: &mut Conn, on: NaiveDate) -> Result<i64> {
    Ok(public_notices::table
        .inner_join(applications::table)
        .filter(public_notices::closes_on.lt(on).or(public_notices::round.ne(applications::round)))
        .count()
        .get_result(c)?)
}

/// How many applications wait for a notice, and how many notices have ended without an approval.
///
/// # Errors
/// If the database fails.
pub fn waiting(c: &mut Conn, today: NaiveDate) -> Result<(i64, i64)> {
    let to_announce = applications::table
        .inner_join(decisions::table)
        .filter(applications::stage.eq(Stage::Decided).and(decisions::round.eq(applications::round)))
        .filter(decisions::awarded_star.is_not_null())
        .count()
        .get_result(c)?;
    let to_approve = applications::table
        .inner_join(public_notices::table)
        .filter(applications::stage.eq(Stage::Noticed).and(public_notices::round.eq(applications::round)))
        .filter(public_notices::closes_on.lt(today))
        .count()
        .get_result(c)?;
    Ok((to_announce, to_approve))
}

/// Holds a notice for whoever objects to it: an approval at the same time then finds it changed.
///
/// # Errors
/// `NotFound` if there is none.
pub fn hold(c: &mut Conn, id: NoticeId) -> Result<()> {
    let rows = diesel::update(public_notices::table.find(id))
        .set(public_notices::revision.eq(public_notices::revision + 1))
        .execute(c)?;
    if rows == 0 { Err(super::Fault::NotFound) } else { Ok(()) }
}

/// The document by which the competent level approves an award.
#[derive(Debug, Clone)]
pub struct NewApproval<'a> {
    /// The application.
    pub application: ApplicationId,
    /// The level.
    pub level: Level,
    /// The document's number.
    pub document: &'a str,
    /// Its date.
    pub approved_on: NaiveDate,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// Ends a notice with the answer of the competent level, if nobody objected since it was read.
///
/// # Errors
/// `Stale` if somebody did.
pub fn settle(c: &mut Conn, (notice, revision): (NoticeId, i64)) -> Result<()> {
    let target = public_notices::table
        .filter(public_notices::id.eq(notice).and(public_notices::revision.eq(revision)));
    changed(diesel::update(target).set(public_notices::revision.eq(revision + 1)).execute(c)?)
}

/// Records an approval, if nobody objected since the notice was read.
///
/// # Errors
/// `Stale` if somebody did.
pub fn approve(c: &mut Conn, (notice, revision): (NoticeId, i64), new: &NewApproval<'_>) -> Result<()> {
    settle(c, (notice, revision))?;
    diesel::insert_into(approvals::table)
        .values((
            approvals::application_id.eq(new.application),
            approvals::level.eq(new.level),
            approvals::document.eq(new.document),
            approvals::approved_on.eq(new.approved_on),
            approvals::recorded_by.eq(new.by),
            approvals::recorded_at.eq(new.at),
        ))
        .execute(c)?;
    Ok(())
}

/// An approval on record.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Approval {
    /// The level.
    pub level: Level,
    /// The document's number.
    pub document: String,
    /// Its date.
    pub approved_on: NaiveDate,
}

/// The approval of an application, if there is one.
///
/// # Errors
/// If the database fails.
pub fn approval(c: &mut Conn, id: ApplicationId) -> Result<Option<Approval>> {
    Ok(approvals::table
        .filter(approvals::application_id.eq(id))
        .select((approvals::level, approvals::document, approvals::approved_on))
        .first(c)
        .optional()?)
}

/// How many objections to a notice wait for an answer.
///
/// # Errors
/// If the database fails.
pub fn open_objections(c: &mut Conn, id: NoticeId) -> Result<i64> {
    Ok(objections::table
        .filter(objections::notice_id.eq(id).and(objections::state.eq(ObjectionState::Open)))
        .count()
        .get_result(c)?)
}

/// Begins the next round of an application: the inspection and the decision are made anew.
///
/// # Errors
/// If the database fails.
pub fn begin_round(c: &mut Conn, id: ApplicationId) -> Result<()> {
    diesel::update(applications::table.find(id))
        .set(applications::round.eq(applications::round + 1))
        .execute(c)?;
    Ok(())
}
