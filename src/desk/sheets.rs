//! Score sheets and the limits of the procedure.

mod standards;
pub mod workbook;

use std::sync::LazyLock;

use chrono::NaiveDate;

pub use self::standards::{
    Line, Standard, Taken, discard, file, publish, standard, standards, take_in, text_of, upload,
};
use super::{Desk, Error, Result};
use crate::domain::application::{Procedure, Stage};
use crate::domain::site::SiteKind;
use crate::store::{Conn, divisions, sheets};

/// The procedure's limits and terms, with their sources.
static PROCEDURE: LazyLock<Option<Procedure>> =
    LazyLock::new(|| Procedure::read(include_str!("../../data/rating_procedure.json")).ok());

/// The procedure in force.
///
/// # Errors
/// If the data the program brings along cannot be read.
pub fn procedure() -> Result<&'static Procedure> {
    PROCEDURE.as_ref().ok_or_else(|| Error::Broken("the procedure's data cannot be read".into()))
}

/// The last day of a stage that begins today, if the stage has a limit.
pub(super) fn due(c: &mut Conn, stage: Stage, today: NaiveDate) -> Result<Option<NaiveDate>> {
    let Some(limit) = procedure()?.limit(stage) else { return Ok(None) };
    Ok(Some(sheets::calendar(c)?.due(today, limit.working_days)))
}

/// Takes in what the program brings along, where there is none yet: divisions and units, sheets, and
/// each holiday that is not recorded.
///
/// # Errors
/// If the database fails.
pub fn install_shipped(desk: &Desk) -> Result<()> {
    Ok(desk.db.write_now(|c| {
        divisions::install_shipped(c)?;
        sheets::install_shipped(c)
    })?)
}

/// The version a kind of site is judged by today.
///
/// # Errors
/// If the database fails.
pub(super) fn in_force(c: &mut Conn, subject: SiteKind, today: NaiveDate) -> Result<Option<sheets::Version>> {
    Ok(sheets::in_force(c, subject, today)?)
}
