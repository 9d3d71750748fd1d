//! The lines of income by year, and who records them.

use serde::Serialize;
use serde_json::json;

use super::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Actor};
use crate::domain::ids::IncomeLineId;
use crate::domain::income_line::{BadIncomeLine, IncomeKind, NewIncomeLine};
pub use crate::store::income_lines::Line;
use crate::store::{Unique, income_lines as store};

/// A line with what rests on it.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The line.
    #[serde(flatten)]
    pub line: Line,
    /// Checks of households that are measured by it. While there are any it never changes.
    pub checks: i64,
}

/// Whoever records them, and whoever reads the exits that are measured by them.
pub(super) fn may_read(reader: &Actor) -> Result<()> {
    if reader.may(Act::ManageStandards) { Ok(()) } else { Ok(reader.must(Act::ReadExits)?) }
}

/// Every line, the newest year first.
///
/// # Errors
/// `Forbidden` for operators.
pub fn list(rx: &mut Rx<'_>) -> Result<Vec<Listed>> {
    may_read(rx.actor()?)?;
    let checked = store::checked_years(rx.conn)?;
    let listed = |line: Line| {
        let of_year = checked.iter().find(|(year, _)| *year == line.year && line.kind == IncomeKind::Exit);
        Listed { checks: of_year.map_or(0, |(_, checks)| *checks), line }
    };
    Ok(store::list(rx.conn)?.into_iter().map(listed).collect())
}

/// Records a line.
///
/// # Errors
/// `Forbidden` for all but administrators; `Invalid` by field.
pub fn record(tx: &mut Tx<'_>, new: &NewIncomeLine) -> Result<IncomeLineId> {
    tx.actor.must(Act::ManageStandards)?;
    new.check(tx.now.year()).map_err(|(field, refusal)| Error::invalid(field, &refusal))?;
    let id = store::insert(tx.conn, new).map_err(|fault| {
        fault.taken(Unique::IncomeLine, || Error::invalid("year", &BadIncomeLine::Recorded))
    })?;
    let detail = json!({"year": new.year, "kind": new.kind, "fen": new.amount, "document": new.document});
    tx.record("income_line.recorded", "income_line", id.0, detail)?;
    Ok(id)
}

/// Takes back a line that was entered wrongly and that no check was measured by.
///
/// # Errors
/// `Forbidden` for all but administrators; `NotFound`; `Conflict` if a check was measured by it.
pub fn take_back(tx: &mut Tx<'_>, id: IncomeLineId) -> Result<()> {
    tx.actor.must(Act::ManageStandards)?;
    let listed = list(&mut tx.reading())?;
    let one = listed.into_iter().find(|one| one.line.id == id).ok_or(Error::NotFound)?;
    if one.checks > 0 {
        return Err(Error::conflict(&BadIncomeLine::Used));
    }
    store::remove(tx.conn, id)?;
    let Line { year, kind, amount, document, .. } = one.line;
    let detail = json!({"year": year, "kind": kind, "fen": amount, "document": document});
    tx.record("income_line.taken_back", "income_line", id.0, detail)
}
