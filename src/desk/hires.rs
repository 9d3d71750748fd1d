//! Hires: reporting, correcting and ending them for operators; verifying them for the county.

mod examine;
mod report;
pub mod wages;

use chrono::NaiveDate;
use serde::Serialize;

pub use examine::{Examination, examine, send_back, verify};
pub(super) use report::take_in;
pub use report::{Correction, Report, Reported, correct, leave, read_so_far, report};

use self::wages::Wages;
use super::{Error, Result, Rx, Waiting};
use crate::domain::access::{Act, Actor, Role};
use crate::domain::calendar::Calendar;
use crate::domain::hire::{Stage, Step, VERIFICATION_DAYS};
use crate::domain::ids::HireId;
use crate::domain::month::Month;
pub use crate::store::hires::{Event, Hire, HireFilter, Listed, OtherHire, Registered, Workplace};
use crate::store::{hires as store, sheets};

/// One page of hires.
#[derive(Debug)]
pub struct List {
    /// The rows.
    pub rows: Vec<Listed>,
    /// How many there are in all.
    pub total: i64,
}

/// Whoever reports hires reads their own; whoever may see the register reads their unit's.
fn must_read(actor: &Actor) -> Result<()> {
    if actor.may(Act::ReportHire) { Ok(()) } else { Ok(actor.must(Act::ReadHouseholds)?) }
}

/// The hires the reader may know of.
///
/// # Errors
/// `Forbidden` for those who have nothing to do with hires.
pub fn list(rx: &mut Rx<'_>, filter: &HireFilter, offset: i64, limit: i64) -> Result<List> {
    must_read(rx.actor()?)?;
    let scope = rx.scope();
    Ok(List {
        total: store::count(rx.conn, &scope, filter)?,
        rows: store::list(rx.conn, &scope, filter, offset, limit)?,
    })
}

/// The hires the reader may know of with a number beyond this one, in the order of their numbers.
///
/// # Errors
/// `Forbidden` for those who have nothing to do with hires.
pub fn after(rx: &mut Rx<'_>, filter: &HireFilter, after: HireId, limit: i64) -> Result<Vec<Listed>> {
    must_read(rx.actor()?)?;
    let scope = rx.scope();
    Ok(store::after(rx.conn, &scope, filter, after, limit)?)
}

/// One hire as it was reported.
///
/// # Errors
/// `NotFound` if the reader may not know of it.
pub fn show(rx: &mut Rx<'_>, id: HireId) -> Result<Hire> {
    must_read(rx.actor()?)?;
    let scope = rx.scope();
    Ok(store::load(rx.conn, &scope, id)?)
}

/// A hire as its reader sees it.
#[derive(Debug)]
pub enum Seen {
    /// The operator's own report, with its months.
    Own(Box<Hire>, Wages),
    /// The report beside the register, for staff, with its months.
    Examined(Box<Examination>, Wages),
}

/// One hire, with as much beside it as the reader may see.
///
/// # Errors
/// `NotFound` if the reader may not know of it.
pub fn open(rx: &mut Rx<'_>, id: HireId) -> Result<Seen> {
    if rx.actor()?.may(Act::ReadHouseholds) {
        Ok(Seen::Examined(Box::new(examine(rx, id)?), wages::of_hire(rx, id)?))
    } else {
        Ok(Seen::Own(Box::new(show(rx, id)?), wages::of_hire(rx, id)?))
    }
}

/// A report that was sent back, for its operator to correct.
///
/// # Errors
/// `Forbidden` for anybody else, `Conflict` if it was not sent back.
pub fn to_correct(rx: &mut Rx<'_>, id: HireId) -> Result<Hire> {
    rx.actor()?.must(Act::ReportHire)?;
    let hire = show(rx, id)?;
    hire.listed.stage.take(Step::ReportAgain).map_err(not_now)?;
    Ok(hire)
}

/// The sites the operator can report somebody at.
///
/// # Errors
/// `Forbidden` for anybody else.
pub fn workplaces(rx: &mut Rx<'_>) -> Result<Vec<Workplace>> {
    let actor = rx.actor()?;
    actor.must(Act::ReportHire)?;
    match actor.operator {
        Some(operator) => Ok(store::workplaces(rx.conn, operator)?),
        None => Ok(Vec::new()),
    }
}

/// What waits for the reader: reports sent back and people not confirmed at work last month for operators, reports to verify
/// for the county.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let actor = rx.actor()?;
    let (key, stage) = match actor.role {
        Role::Operator => ("hire-waiting-sent-back", Stage::SentBack),
        Role::County => ("hire-waiting-reported", Stage::Reported),
        Role::City | Role::Official | Role::Admin => return Ok(Vec::new()),
    };
    let filter = HireFilter { stage: Some(stage), ..HireFilter::default() };
    let count = store::count(rx.conn, &actor.scope(), &filter)?;
    let mut all = vec![Waiting { key, count, href: format!("/hires?stage={stage}") }];
    if actor.role == Role::Operator {
        let (scope, last) = (actor.scope(), Month::of(rx.now.day()).back(1));
        all.push(Waiting {
            key: "hire-waiting-at-work",
            count: store::wages::count_open(rx.conn, &scope, last)?,
            href: format!("/hires/at-work?month={last}"),
        });
    }
    Ok(all)
}

/// By when the county has to verify reports.
#[derive(Debug)]
pub struct Deadlines {
    calendar: Calendar,
    today: NaiveDate,
}

/// A limit that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The last day.
    pub on: NaiveDate,
    /// Working days left; negative once it has passed.
    pub left: i64,
    /// The year it runs into, if no holiday of it is recorded: it may be wrong.
    pub unknown_year: Option<i32>,
}

impl Deadlines {
    /// The limit of a report that waits for verification.
    #[must_use]
    pub fn of(&self, hire: &Listed) -> Option<Due> {
        (hire.stage == Stage::Reported).then(|| {
            let on = self.calendar.due(hire.reported_at.day(), VERIFICATION_DAYS);
            Due {
                on,
                left: self.calendar.left(self.today, on),
                unknown_year: self.calendar.unrecorded(hire.reported_at.day(), on),
            }
        })
    }
}

/// The deadlines as of today.
///
/// # Errors
/// If the database fails.
pub fn deadlines(rx: &mut Rx<'_>) -> Result<Deadlines> {
    Ok(Deadlines { calendar: sheets::calendar(rx.conn)?, today: rx.now.day() })
}

/// The answer to a step on something that is not at the stage for it.
fn not_now(refusal: crate::domain::hire::IllegalStep) -> Error {
    Error::conflict(&refusal)
}
