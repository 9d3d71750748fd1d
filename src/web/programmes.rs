//! The supported villages with their tourism programmes, the listed projects and the courses.

use rocket::{Route, get, routes};
use serde::Serialize;

use super::exits::view::unit_name;
use super::lang::Lang;
use super::page::{Answer, Page};
use super::visit::SignedIn;
use crate::desk::evidence::programmes::{self, Course, Overview, Paid, Programme, Project};
use crate::desk::home::{self, Unit};
use crate::domain::division::UnitCode;
use crate::domain::quantity::Fen;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index]
}

#[derive(Serialize)]
struct Index {
    year: i32,
    years: Vec<i32>,
    /// Supported villages, each once.
    villages: usize,
    programmes: Vec<Placed<Programme>>,
    /// The payments of all programmes.
    times: i64,
    amount: Fen,
    projects: Vec<Placed<Project>>,
    courses: Vec<Placed<Course>>,
}

/// A record with its unit's name in the reader's language.
#[derive(Serialize)]
struct Placed<T> {
    #[serde(flatten)]
    record: T,
    unit_label: String,
}

impl Index {
    fn of(overview: Overview, units: &[Unit], lang: Lang) -> Self {
        let paid = overview.programmes.iter().map(|one| one.paid).fold(Paid::default(), |a, b| a + b);
        let named = |unit: &UnitCode| unit_name(unit, units, lang);
        Self {
            year: overview.year,
            years: overview.years,
            villages: overview.villages,
            times: paid.times,
            amount: paid.amount,
            programmes: overview
                .programmes
                .into_iter()
                .map(|record| Placed { unit_label: named(&record.unit), record })
                .collect(),
            projects: overview
                .projects
                .into_iter()
                .map(|record| Placed { unit_label: named(&record.unit), record })
                .collect(),
            courses: overview
                .courses
                .into_iter()
                .map(|record| Placed { unit_label: named(&record.unit), record })
                .collect(),
        }
    }
}

#[get("/programmes?<year>")]
async fn index(visit: SignedIn, year: Option<i32>) -> Answer {
    let (overview, units) =
        visit.read(move |rx| Ok((programmes::overview(rx, year)?, home::units(rx)?))).await?;
    Ok(Page::new("programmes/index", &Index::of(overview, &units, visit.lang)))
}
