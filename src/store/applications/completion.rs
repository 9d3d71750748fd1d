use diesel::prelude::*;
use serde::Serialize;

use crate::domain::application::Step;
use crate::domain::ids::{ApplicationId, StepId};
use crate::domain::moment::Moment;
use crate::store::conn::on_backend;
use crate::store::schema::{application_steps, completion_items, users};
use crate::store::{Conn, Result};

/// One thing to complete.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize)]
pub struct CompletionItem {
    /// What is missing or wrong.
    pub about: String,
    /// What to do about it.
    pub remedy: String,
}

/// A notice of everything to complete, as it went out with a return.
#[derive(Debug, Clone, Serialize)]
pub struct CompletionNotice {
    /// The step it came with.
    pub step: StepId,
    /// When.
    pub at: Moment,
    /// By whom, by name.
    pub by: Option<String>,
    /// What they added; may be empty.
    pub note: String,
    /// Everything to complete, in order.
    pub items: Vec<CompletionItem>,
}

/// Keeps what a return asks for.
///
/// # Errors
/// If the database fails.
pub fn insert_completion(c: &mut Conn, step: StepId, items: &[CompletionItem]) -> Result<()> {
    let rows: Vec<_> = items
        .iter()
        .zip(1_i32..)
        .map(|(item, position)| {
            (
                completion_items::step_id.eq(step),
                completion_items::position.eq(position),
                completion_items::about.eq(&item.about),
                completion_items::remedy.eq(&item.remedy),
            )
        })
        .collect();
    on_backend!(c, |c| diesel::insert_into(completion_items::table).values(&rows).execute(c))?;
    Ok(())
}

/// Every notice of what to complete that went out for an application, oldest first. One from before there were items has none.
///
/// # Errors
/// If the database fails.
pub fn completions(c: &mut Conn, id: ApplicationId) -> Result<Vec<CompletionNotice>> {
    type Row = (StepId, Moment, Option<String>, String);
    let returns: Vec<Row> = application_steps::table
        .left_join(users::table)
        .filter(application_steps::application_id.eq(id).and(application_steps::step.eq(Step::Return)))
        .select((
            application_steps::id,
            application_steps::at,
            users::name.nullable(),
            application_steps::note,
        ))
        .order(application_steps::id)
        .load(c)?;
    let items: Vec<(StepId, CompletionItem)> = completion_items::table
        .filter(completion_items::step_id.eq_any(returns.iter().map(|(step, ..)| *step)))
        .select((completion_items::step_id, (completion_items::about, completion_items::remedy)))
        .order((completion_items::step_id, completion_items::position))
        .load(c)?;
    let of = |step| items.iter().filter(|(other, _)| *other == step).map(|(_, item)| item.clone()).collect();
    let notice = |(step, at, by, note)| CompletionNotice { step, at, by, note, items: of(step) };
    Ok(returns.into_iter().map(notice).collect())
}
