//! What waits for a person, and the names of the units their pages show.

use super::{Result, Rx, Waiting};
use crate::domain::access::Actor;
use crate::domain::division::UnitCode;
use crate::store::divisions;

/// A reporting unit as the frame of a page names it.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its code.
    pub code: UnitCode,
    /// Its name.
    pub name_zh: String,
    /// Its name in pinyin.
    pub name_en: String,
    /// Whom to telephone for help.
    pub help_phone: String,
}

/// Every reporting unit, in the official order.
///
/// # Errors
/// If the database fails.
pub fn units(rx: &mut Rx<'_>) -> Result<Vec<Unit>> {
    let units = divisions::units(rx.conn)?;
    let unit = |unit: divisions::Unit| Unit {
        code: unit.code,
        name_zh: unit.name,
        name_en: unit.name_en,
        help_phone: unit.help_phone,
    };
    Ok(units.into_iter().map(unit).collect())
}

/// What waits for the signed-in reader, without what does not.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let _: &Actor = rx.actor()?;
    let mut all: Vec<Waiting> = Vec::new();
    all.extend(super::hires::waiting(rx)?);
    all.retain(|one| one.count > 0);
    Ok(all)
}
