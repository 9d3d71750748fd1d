use chrono::NaiveDate;
use diesel::prelude::*;

use super::read::Given;
use crate::domain::application::{Level, Stage, Step, application_number};
use crate::domain::division::UnitCode;
use crate::domain::ids::{ApplicationId, SheetId, SiteId, UserId};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::domain::scoring::{Answers, Column};
use crate::domain::sheet::Points;
use crate::store::conn::on_backend;
use crate::store::fault::changed;
use crate::store::ratings::next_of_series;
use crate::store::schema::{application_steps, applications, decisions, scores};
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

#[derive(Insertable)]
#[diesel(table_name = scores, treat_none_as_default_value = false)]
struct ScoreRow<'a> {
    application_id: ApplicationId,
    role: Column,
    item_code: &'a str,
    points: i32,
    scored_by: UserId,
    scored_at: Moment,
}

/// Makes a column say what the answers say. Only what differs from what was `given` is written, so that each point keeps
/// who entered it.
///
/// # Errors
/// If the database fails.
pub fn save_scores(
    c: &mut Conn,
    (id, column): (ApplicationId, Column),
    given: &[Given],
    answers: &Answers,
    by: UserId,
    at: Moment,
) -> Result<()> {
    let own = || given.iter().filter(|given| given.column == column);
    let gone = own().filter(|given| answers.get(&given.item) != Some(&given.points));
    let gone: Vec<&str> = gone.map(|given| given.item.as_str()).collect();
    if !gone.is_empty() {
        let column = scores::application_id.eq(id).and(scores::role.eq(column));
        diesel::delete(scores::table.filter(column).filter(scores::item_code.eq_any(gone))).execute(c)?;
    }
    let rows: Vec<ScoreRow<'_>> = answers
        .iter()
        .filter(|(item, points)| !own().any(|given| given.item == **item && given.points == **points))
        .map(|(item, points)| ScoreRow {
            application_id: id,
            role: column,
            item_code: item,
            points: *points,
            scored_by: by,
            scored_at: at,
        })
        .collect();
    if !rows.is_empty() {
        on_backend!(c, |c| diesel::insert_into(scores::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Marks that the scores of an application were saved, if it is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn keep_scores(c: &mut Conn, id: ApplicationId, revision: i64) -> Result<()> {
    let target = applications::table.filter(applications::id.eq(id).and(applications::revision.eq(revision)));
    changed(diesel::update(target).set(applications::revision.eq(revision + 1)).execute(c)?)
}

/// A decision on an application.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// The star the points reach.
    pub reached: Option<Star>,
    /// The star awarded; none if rejected.
    pub awarded: Option<Star>,
    /// The total.
    pub total: Points,
    /// The reason; may be empty where none is owed.
    pub reason: &'a str,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// Records the decision on an application.
///
/// # Errors
/// If there is one already.
pub fn decide(c: &mut Conn, id: ApplicationId, decision: &Decision<'_>) -> Result<()> {
    diesel::insert_into(decisions::table)
        .values((
            decisions::application_id.eq(id),
            decisions::round.eq(1),
            decisions::score_column.eq(Column::County),
            decisions::level.eq(Level::County),
            decisions::basis.eq(""),
            decisions::reached_star.eq(decision.reached.map_or(0, Star::number)),
            decisions::awarded_star.eq(decision.awarded),
            decisions::total_hundredths.eq(decision.total.hundredths()),
            decisions::reason.eq(decision.reason),
            decisions::decided_by.eq(decision.by),
            decisions::decided_at.eq(decision.at),
        ))
        .execute(c)?;
    Ok(())
}
