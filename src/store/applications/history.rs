//! The history of an application.

use diesel::prelude::*;
use serde::Serialize;

use crate::domain::application::{Stage, Step};
use crate::domain::ids::{ApplicationId, StepId};
use crate::domain::moment::Moment;
use crate::store::schema::{application_steps, users};
use crate::store::{Conn, Result};

/// A step of an application's history.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct StepTaken {
    /// Its record number.
    pub id: StepId,
    /// What was done.
    pub step: Step,
    /// The stage it led to.
    pub to: Stage,
    /// When.
    pub at: Moment,
    /// By whom, by name.
    pub by: Option<String>,
    /// What they wrote.
    pub note: String,
}

/// The history of an application, oldest step first.
///
/// # Errors
/// If the database fails.
pub fn steps(c: &mut Conn, id: ApplicationId) -> Result<Vec<StepTaken>> {
    Ok(application_steps::table
        .left_join(users::table)
        .filter(application_steps::application_id.eq(id))
        .select((
            application_steps::id,
            application_steps::step,
            application_steps::to_stage,
            application_steps::at,
            users::name.nullable(),
            application_steps::note,
        ))
        .order(application_steps::id)
        .load(c)?)
}
