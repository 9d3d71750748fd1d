//! The supported villages with their programmes, the listed projects and the courses, as the page of them shows.

use crate::desk::{Result, Rx};
use crate::domain::access::Act;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::store::divisions;
pub use crate::store::divisions::Unit;
use crate::store::evidence::sources as store;
pub use crate::store::evidence::sources::{Course, Paid, Programme, Project, SourceFilter};

/// A supported village with its programmes of the year.
#[derive(Debug, Clone)]
pub struct Village {
    /// The village's name.
    pub name: String,
    /// The unit it lies in.
    pub unit: UnitCode,
    /// Its programmes, at least one.
    pub programmes: Vec<Programme>,
}

/// What the papers of a year come from.
#[derive(Debug, Clone)]
pub struct Overview {
    /// What was asked for.
    pub filter: SourceFilter,
    /// The years that have programmes, newest first, with the one asked for.
    pub years: Vec<i32>,
    /// The units to filter by.
    pub units: Vec<Unit>,
    /// Supported villages, each once.
    pub villages: Vec<Village>,
    /// Programmes of villages that are not supported.
    pub others: Vec<Programme>,
    /// Every listed project.
    pub projects: Vec<Project>,
    /// The courses of the year.
    pub courses: Vec<Course>,
}

/// What the papers of a year come from; without one, of the newest year there is anything of.
///
/// # Errors
/// `Forbidden` for whoever may not read tallies.
pub fn overview(rx: &mut Rx<'_>, year: Option<i32>, unit: Option<UnitCode>) -> Result<Overview> {
    rx.actor()?.must(Act::ReadTallies)?;
    let scope = rx.scope();
    let mut years = store::years(rx.conn, &scope)?;
    let year = year.or_else(|| years.first().copied()).unwrap_or_else(|| rx.now.year());
    if !years.contains(&year) {
        years.push(year);
        years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    }
    let filter = SourceFilter { year, unit };
    let (supported, others) =
        store::programmes(rx.conn, &scope, &filter)?.into_iter().partition(|programme| programme.supported);
    Ok(Overview {
        years,
        units: divisions::units(rx.conn)?,
        villages: by_village(supported),
        others,
        projects: store::projects(rx.conn, &scope, filter.unit.as_ref())?,
        courses: store::courses(rx.conn, &scope, &filter)?,
        filter,
    })
}

/// Programmes of one village stand together.
fn by_village(programmes: Vec<Programme>) -> Vec<Village> {
    let mut villages: Vec<(DivisionCode, Village)> = Vec::new();
    for programme in programmes {
        match villages.last_mut() {
            Some((code, village)) if *code == programme.division => village.programmes.push(programme),
            _ => {
                let (name, unit) = (programme.village.clone(), programme.unit.clone());
                villages
                    .push((programme.division.clone(), Village { name, unit, programmes: vec![programme] }));
            }
        }
    }
    villages.into_iter().map(|(_, village)| village).collect()
}

/// How many villages [`overview`] lists as supported under the same filter.
///
/// # Errors
/// If the database fails.
pub(in crate::desk) fn supported_villages(rx: &mut Rx<'_>, filter: &SourceFilter) -> Result<usize> {
    Ok(store::supported_villages(rx.conn, &rx.scope(), filter)?)
}
