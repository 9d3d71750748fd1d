//! Checks of households against the exit criteria (八有一超).

use serde::Serialize;
use serde_json::json;

use super::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::household_check::{Contradiction, Found};
use crate::domain::ids::{ExitId, HouseholdCheckId};
use crate::domain::moment::Moment;
use crate::domain::quantity::Fen;
use crate::domain::refusal::Message;
pub use crate::store::household_checks::{Criteria, IncomeLine};
use crate::store::{Unique, exits, household_checks as store};

/// The check of an exit, with what is computed of it.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// Its number.
    pub id: HouseholdCheckId,
    /// The criteria it was made by.
    pub criteria: Criteria,
    /// By place: whether the criterion is met.
    pub met: Vec<(i32, bool)>,
    /// Whether all of them are.
    pub all_met: bool,
    /// The household's net income of the year.
    pub income: Fen,
    /// The members it is divided by.
    pub persons: i32,
    /// The income a head.
    pub per_head: Fen,
    /// The year's line.
    pub line: Option<IncomeLine>,
    /// The officer who signed, and when.
    pub officer: String,
    /// The day of the officer's signature.
    pub officer_on: chrono::NaiveDate,
    /// The day of the head's signature.
    pub head_on: chrono::NaiveDate,
    /// What speaks against it.
    pub contradictions: Vec<Message>,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Moment,
}

/// What the page of a check shows.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The check in force, if there is one.
    pub shown: Option<Shown>,
    /// The criteria of the exit's year.
    pub criteria: Criteria,
    /// The year's line.
    pub line: Option<IncomeLine>,
    /// Whether the reader may record one.
    pub may_record: bool,
}

/// The check of an exit in the reader's scope, if there is one.
pub(super) fn of_exit(rx: &mut Rx<'_>, exit: &exits::Exit) -> Result<Option<Shown>> {
    let Some(one) = store::of_exit(rx.conn, exit.id)? else { return Ok(None) };
    let line = store::line_of(rx.conn, exit.year)?;
    let amount = line.as_ref().map(|line| line.amount);
    let against = one.found.contradictions(amount, exit.announced_on, exit.persons);
    Ok(Some(Shown {
        id: one.id,
        criteria: store::criteria(rx.conn, one.criteria)?,
        per_head: one.found.per_head(),
        all_met: one.found.met.iter().all(|(_, met)| *met),
        met: one.found.met,
        income: one.found.income,
        persons: one.found.persons,
        line,
        officer: one.officer,
        officer_on: one.found.officer_on,
        head_on: one.found.head_on,
        contradictions: against.into_iter().map(Contradiction::message).collect(),
        recorded_by: one.recorded_by,
        recorded_at: one.recorded_at,
    }))
}

/// The check of an exit, and what a new one is made by.
///
/// # Errors
/// `NotFound` if there is no such exit the reader may know of; `Forbidden`.
pub fn sheet(rx: &mut Rx<'_>, id: ExitId) -> Result<Sheet> {
    let reader = rx.actor()?;
    reader.must(Act::ReadExits)?;
    let exit = exits::find(rx.conn, &rx.scope(), id)?;
    Ok(Sheet {
        shown: of_exit(rx, &exit)?,
        criteria: store::criteria_of(rx.conn, exit.year)?,
        line: store::line_of(rx.conn, exit.year)?,
        may_record: reader.may(Act::CheckHousehold),
    })
}

/// Records what was found; `read` is the check in force on the page it was typed on. The earlier one is kept.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` by field; `Stale` if somebody else recorded one meanwhile.
pub fn record(
    tx: &mut Tx<'_>,
    id: ExitId,
    read: Option<HouseholdCheckId>,
    found: &Found,
    officer: &str,
) -> Result<()> {
    tx.actor.must(Act::CheckHousehold)?;
    let exit = exits::find(tx.conn, &tx.scope(), id)?;
    found.check(tx.now.day()).map_err(|(field, refusal)| Error::invalid(field, &refusal))?;
    let criteria = store::criteria_of(tx.conn, exit.year)?;
    let made = (read, tx.actor.user, tx.now);
    let check = store::record(tx.conn, id, criteria.id, found, officer, made)
        .map_err(|fault| fault.taken(Unique::LiveCheck, || Error::Stale))?;
    let met = found.met.iter().filter(|(_, met)| *met).count();
    tx.record("household.checked", "exit", id.0, json!({"check": check, "met": met, "replaces": read}))
}
