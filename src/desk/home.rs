//! What waits for a person, and the names of the units their pages show.

use super::{
    Result, Rx, Waiting, applications, attributions, calendar, exits, figures, hires, licences, months,
    notices, objections, ratings, sample_checks,
};
use crate::domain::division::UnitCode;
use crate::store::{divisions, sites};

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

/// The unit the signed-in reader has to do with: their own, or that of an operator's first site.
///
/// # Errors
/// If the database fails.
pub fn own_unit(rx: &mut Rx<'_>) -> Result<Option<UnitCode>> {
    let actor = rx.actor()?;
    if actor.operator.is_none() {
        return Ok(actor.unit.clone());
    }
    let sites = sites::choices(rx.conn, &actor.scope())?;
    Ok(sites.into_iter().next().map(|site| site.unit))
}

/// What waits for the signed-in reader, without what does not.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let mut all = hires::waiting(rx)?;
    all.extend(applications::waiting(rx)?);
    all.extend(ratings::waiting(rx)?);
    all.extend(notices::waiting(rx)?);
    all.extend(objections::waiting(rx)?);
    all.extend(exits::waiting(rx)?);
    all.extend(attributions::waiting(rx)?);
    all.extend(sample_checks::waiting(rx)?);
    all.extend(months::waiting(rx)?);
    all.extend(licences::waiting(rx)?);
    all.extend(calendar::waiting(rx)?);
    all.extend(figures::waiting(rx)?);
    all.retain(|one| one.count > 0);
    Ok(all)
}
