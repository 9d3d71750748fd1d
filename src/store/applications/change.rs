use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::application::{Level, Stage, Step, application_number};
use crate::domain::division::UnitCode;
use crate::domain::ids::{ApplicationId, SheetId, SiteId, StepId, UserId};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::store::fault::changed;
use crate::store::ratings::next_of_series;
use crate::store::schema::{application_steps, applications};
use crate::store::{Conn, Result};

/// An application to be added, as a draft.
#[derive(Debug, Clone)]
pub struct NewApplication {
    /// Its number ([`next_number`]).
    pub number: String,
    /// The site.
    pub site: SiteId,
    /// The version of the sheet in force.
    pub sheet: SheetId,
    /// The unit it is handled by.
    pub unit: UnitCode,
    /// The star applied for.
    pub applied: Star,
    /// What the applicant adds; empty for nothing.
    pub note: String,
}

/// The next number of the year, never given before.
///
/// # Errors
/// If the database fails.
pub fn next_number(c: &mut Conn, year: i32) -> Result<String> {
    Ok(application_number(year, next_of_series(c, "application", year)?))
}

/// Adds an application as a draft, at revision 1.
///
/// # Errors
/// `Taken(LiveApplication)` if the site has one under way.
pub fn insert(c: &mut Conn, new: &NewApplication) -> Result<ApplicationId> {
    Ok(diesel::insert_into(applications::table)
        .values((
            applications::number.eq(&new.number),
            applications::site_id.eq(new.site),
            applications::sheet_id.eq(new.sheet),
            applications::unit_code.eq(&new.unit),
            applications::applied_star.eq(new.applied),
            applications::stage.eq(Stage::Draft),
            applications::note.eq(&new.note),
            applications::live.eq(true),
            applications::revision.eq(1_i64),
        ))
        .returning(applications::id)
        .get_result(c)?)
}

/// A step an application takes.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// What is done.
    pub step: Step,
    /// The stage it starts from.
    pub from: Stage,
    /// The stage it leads to.
    pub to: Stage,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
    /// What they write.
    pub note: &'a str,
    /// The last day of the new stage's limit.
    pub due_on: Option<NaiveDate>,
}

/// Takes a step, if the application is still at this revision; the revision after it.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn take(c: &mut Conn, id: ApplicationId, revision: i64, taken: &Taken<'_>) -> Result<i64> {
    let target = applications::table.filter(applications::id.eq(id).and(applications::revision.eq(revision)));
    let moved = (
        applications::stage.eq(taken.to),
        applications::live.eq(taken.to.is_live()),
        applications::due_on.eq(taken.due_on),
        applications::revision.eq(revision + 1),
    );
    let rows = match taken.step {
        Step::Submit => diesel::update(target)
            .set((moved, applications::submitted_by.eq(taken.by), applications::submitted_at.eq(taken.at)))
            .execute(c)?,
        Step::Review => diesel::update(target)
            .set((moved, applications::scored_by.eq(taken.by), applications::scored_at.eq(taken.at)))
            .execute(c)?,
        Step::Reopen => {
            diesel::update(target).set((moved, applications::forwarded_at.eq(None::<Moment>))).execute(c)?
        }
        Step::Inspect => diesel::update(target)
            .set((moved, applications::inspected_round.eq(applications::round)))
            .execute(c)?,
        _ => diesel::update(target).set(moved).execute(c)?,
    };
    changed(rows)?;
    if taken.step == Step::Return {
        super::draft::clear_pledge(c, id)?;
    }
    record_step(c, id, taken)?;
    Ok(revision + 1)
}

/// Sets the last day of the stage an application has just come to, where the stage has its own.
///
/// # Errors
/// If the database fails.
pub fn set_due(c: &mut Conn, id: ApplicationId, due_on: NaiveDate) -> Result<()> {
    diesel::update(applications::table.find(id)).set(applications::due_on.eq(due_on)).execute(c)?;
    Ok(())
}

/// Keeps whose decision a reviewed application is, and since when it waits for an inspection, if it does.
///
/// # Errors
/// If the database fails.
pub fn route(c: &mut Conn, id: ApplicationId, level: Level, forwarded_at: Option<Moment>) -> Result<()> {
    diesel::update(applications::table.filter(applications::id.eq(id)))
        .set((applications::level.eq(Some(level)), applications::forwarded_at.eq(forwarded_at)))
        .execute(c)?;
    Ok(())
}

/// The last step an application took.
///
/// # Errors
/// `NotFound` if it took none.
pub fn last_step(c: &mut Conn, id: ApplicationId) -> Result<StepId> {
    Ok(application_steps::table
        .filter(application_steps::application_id.eq(id))
        .select(application_steps::id)
        .order(application_steps::id.desc())
        .first(c)?)
}

/// Adds a step to the history.
///
/// # Errors
/// If the database fails.
pub fn record_step(c: &mut Conn, id: ApplicationId, taken: &Taken<'_>) -> Result<()> {
    diesel::insert_into(application_steps::table)
        .values((
            application_steps::application_id.eq(id),
            application_steps::step.eq(taken.step),
            application_steps::from_stage.eq(taken.from),
            application_steps::to_stage.eq(taken.to),
            application_steps::at.eq(taken.at),
            application_steps::user_id.eq(taken.by),
            application_steps::note.eq(taken.note),
        ))
        .execute(c)?;
    Ok(())
}

/// The last day of the limits that run, if any does.
///
/// # Errors
/// If the database fails.
pub fn last_due(c: &mut Conn) -> Result<Option<NaiveDate>> {
    Ok(applications::table
        .filter(applications::live)
        .select(diesel::dsl::max(applications::due_on))
        .first(c)?)
}
