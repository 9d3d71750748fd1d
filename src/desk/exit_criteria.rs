//! The versions of the exit criteria, and who records them.

use serde::Serialize;
use serde_json::json;

use super::income_lines::may_read;
use super::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::exit_criteria::{BadExitCriteria, NewExitCriteria};
use crate::domain::ids::ExitCriteriaId;
pub use crate::store::exit_criteria::Version;
pub use crate::store::household_checks::Criteria;
use crate::store::{Unique, exit_criteria as store};

/// A version with what rests on it.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The version.
    #[serde(flatten)]
    pub version: Version,
    /// Checks of households made by it. While there are any it never changes.
    pub checks: i64,
}

/// Every version, the newest first.
///
/// # Errors
/// `Forbidden` for operators.
pub fn list(rx: &mut Rx<'_>) -> Result<Vec<Listed>> {
    may_read(rx.actor()?)?;
    let made = store::checks(rx.conn)?;
    let listed = |version: Version| {
        let of_version = made.iter().find(|(id, _)| *id == version.id);
        Listed { checks: of_version.map_or(0, |(_, checks)| *checks), version }
    };
    Ok(store::list(rx.conn)?.into_iter().map(listed).collect())
}

/// One version with its nine criteria.
///
/// # Errors
/// `Forbidden` for operators; `NotFound`.
pub fn show(rx: &mut Rx<'_>, id: ExitCriteriaId) -> Result<(Listed, Criteria)> {
    let listed = list(rx)?.into_iter().find(|one| one.version.id == id).ok_or(Error::NotFound)?;
    Ok((listed, store::find(rx.conn, id)?))
}

/// Records a version. Exits of the years it is for are checked by it from now on; a check that was made stays with its own.
///
/// # Errors
/// `Forbidden` for all but administrators; `Invalid` by field.
pub fn record(tx: &mut Tx<'_>, new: &NewExitCriteria) -> Result<ExitCriteriaId> {
    tx.actor.must(Act::ManageStandards)?;
    new.check(tx.now.year()).map_err(|(field, refusal)| Error::invalid(&field, &refusal))?;
    let id = store::insert(tx.conn, new).map_err(|fault| {
        fault.taken(Unique::Criteria, || Error::invalid("from_year", &BadExitCriteria::Recorded))
    })?;
    let detail = json!({"from_year": new.from_year, "name": new.name, "source": new.source});
    tx.record("exit_criteria.recorded", "exit_criteria", id.0, detail)?;
    Ok(id)
}
