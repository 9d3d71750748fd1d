//! The supported villages with their tourism programmes, the listed projects and the courses.

use rocket::{Route, get, routes};
use serde::Serialize;

use super::exits::view::unit_name;
use super::forms::Entry;
use super::lang::Lang;
use super::page::{Answer, Page};
use super::sites::{Choice, unit_choices};
use super::visit::SignedIn;
use crate::desk::evidence::programmes::{self, Course, Overview, Paid, Programme, Project, Village};
use crate::desk::home;
use crate::domain::access::Scope;
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
    unit: String,
    /// None for whoever reads one unit only.
    units: Vec<Choice>,
    villages: Vec<Supported>,
    others: Vec<Placed<Programme>>,
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

/// A supported village, once, with its programmes.
#[derive(Serialize)]
struct Supported {
    name: String,
    unit_label: String,
    programmes: Vec<Programme>,
}

impl Index {
    fn of(overview: Overview, units: &[home::Unit], whole_city: bool, lang: Lang) -> Self {
        let supported = overview.villages.iter().flat_map(|village| &village.programmes);
        let paid = supported.chain(&overview.others).map(|one| one.paid).fold(Paid::default(), |a, b| a + b);
        let named = |unit: &UnitCode| unit_name(unit, units, lang);
        Self {
            year: overview.filter.year,
            years: overview.years,
            unit: overview.filter.unit.map(|unit| unit.to_string()).unwrap_or_default(),
            units: if whole_city { unit_choices(lang, &overview.units) } else { Vec::new() },
            villages: overview
                .villages
                .into_iter()
                .map(|Village { name, unit, programmes }| Supported {
                    name,
                    unit_label: named(&unit),
                    programmes,
                })
                .collect(),
            times: paid.times,
            amount: paid.amount,
            others: overview
                .others
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

#[get("/programmes?<year>&<unit>")]
async fn index(visit: SignedIn, year: Option<i32>, unit: Option<Entry<UnitCode>>) -> Answer {
    let unit = unit.map(|unit| unit.0);
    let (overview, units) =
        visit.read(move |rx| Ok((programmes::overview(rx, year, unit)?, home::units(rx)?))).await?;
    let whole_city = visit.actor.scope() == Scope::City;
    Ok(Page::new("programmes/index", &Index::of(overview, &units, whole_city, visit.lang)))
}
