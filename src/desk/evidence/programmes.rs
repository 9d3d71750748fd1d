//! The supported villages with their programmes, the listed projects and the courses, as the page of them shows.

use crate::desk::{Result, Rx};
use crate::domain::access::Act;
use crate::store::evidence::sources as store;
pub use crate::store::evidence::sources::{Course, Paid, Programme, Project};

/// What the papers of a year come from.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The year.
    pub year: i32,
    /// The years that have programmes, newest first.
    pub years: Vec<i32>,
    /// Supported villages, each once.
    pub villages: usize,
    /// The programmes of the year.
    pub programmes: Vec<Programme>,
    /// Every listed project.
    pub projects: Vec<Project>,
    /// The courses of the year.
    pub courses: Vec<Course>,
}

/// What the papers of a year come from; without one, of the newest year there is anything of.
///
/// # Errors
/// `Forbidden` for whoever may not read tallies.
pub fn overview(rx: &mut Rx<'_>, year: Option<i32>) -> Result<Overview> {
    rx.actor()?.must(Act::ReadTallies)?;
    let scope = rx.scope();
    let years = store::years(rx.conn, &scope)?;
    let year = year.or_else(|| years.first().copied()).unwrap_or_else(|| rx.now.year());
    let programmes = store::programmes(rx.conn, &scope, year)?;
    let villages: std::collections::BTreeSet<(&str, &str)> = programmes
        .iter()
        .filter(|programme| programme.supported)
        .map(|programme| (programme.unit.as_str(), programme.village.as_str()))
        .collect();
    Ok(Overview {
        year,
        years,
        villages: villages.len(),
        projects: store::projects(rx.conn, &scope)?,
        courses: store::courses(rx.conn, &scope, year)?,
        programmes,
    })
}
