//! What was done with a hire.

use diesel::prelude::*;

use crate::domain::ids::HireId;
use crate::domain::moment::Moment;
use crate::store::schema::{audit_events, users};
use crate::store::{Conn, Result};

/// Something that was done with a hire.
#[derive(Debug, Clone, Queryable)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// What, as the audit log has it: `hire.verified`.
    pub what: String,
    /// Who, by name.
    pub by: Option<String>,
}

impl Event {
    /// What was done, without the kind of record: `verified`.
    #[must_use]
    pub fn step(&self) -> &str {
        self.what.split_once('.').map_or(&self.what, |(_, step)| step)
    }
}

/// What was done with a hire so far, oldest first.
///
/// # Errors
/// If the database fails.
pub fn history(c: &mut Conn, id: HireId) -> Result<Vec<Event>> {
    Ok(audit_events::table
        .left_join(users::table)
        .filter(audit_events::noun.eq("hire").and(audit_events::record_id.eq(id.0)))
        .order(audit_events::id)
        .select((audit_events::at, audit_events::what, users::name.nullable()))
        .load(c)?)
}
