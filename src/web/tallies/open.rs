//! `/open/tallies`: what everybody may see, without login: confirmed numbers of a year, small ones withheld.

use rocket::{Route, get, routes};
use serde::Serialize;

use super::chart::unit_name;
use crate::desk::tallies::{self, OpenCube};
use crate::domain::figure::NewFigure;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Basis, Count};
use crate::web::lang::Lang;
use crate::web::page::{Answer, Page};
use crate::web::visit::Visit;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct View {
    year: i32,
    years: Vec<i32>,
    last_year: Option<i32>,
    empty: bool,
    total: Shown,
    units: Vec<String>,
    rows: Vec<Row>,
    foot: Row,
    withholds: bool,
    as_of: Moment,
}

#[derive(Serialize)]
struct Row {
    pathway: Option<Pathway>,
    sum: Shown,
    cells: Vec<Shown>,
}

/// A number, or none where it is withheld.
#[derive(Serialize)]
struct Shown {
    persons: Option<i64>,
    households: Option<i64>,
}

impl From<Option<Count>> for Shown {
    fn from(count: Option<Count>) -> Self {
        Self {
            persons: count.map(|count| count.persons.0),
            households: count.map(|count| count.households.0),
        }
    }
}

#[get("/open/tallies?<year>")]
async fn show(visit: Visit, year: Option<i32>) -> Answer {
    let cube = visit
        .read(move |rx| {
            let year = match year.filter(|year| NewFigure::YEARS.contains(year)) {
                Some(year) => year,
                None => tallies::latest_year(rx, Basis::Confirmed)?,
            };
            tallies::open(rx, year)
        })
        .await?;
    Ok(Page::new("tallies/open", &View::of(&cube, visit.lang)))
}

impl View {
    fn of(cube: &OpenCube, lang: Lang) -> Self {
        let table = &cube.tourism;
        let row = |pathway: Option<Pathway>| Row {
            pathway,
            sum: pathway.map_or_else(|| table.total(), |pathway| table.pathway(pathway)).into(),
            cells: cube
                .units
                .iter()
                .map(|unit| {
                    pathway
                        .map_or_else(|| table.unit(&unit.code), |pathway| table.of(&unit.code, pathway))
                        .into()
                })
                .collect(),
        };
        let known = cube.years.contains(&cube.year);
        let mut years = cube.years.clone();
        if !known {
            years.push(cube.year);
            years.sort_unstable_by(|one, other| other.cmp(one));
        }
        Self {
            year: cube.year,
            years,
            last_year: cube.years.first().copied().filter(|_| !known),
            empty: table.total().is_some_and(Count::is_zero),
            total: table.total().into(),
            units: cube.units.iter().map(|unit| unit_name(unit, lang).to_owned()).collect(),
            rows: Pathway::TOURISM.into_iter().map(|pathway| row(Some(pathway))).collect(),
            foot: row(None),
            withholds: table.withholds(),
            as_of: cube.as_of,
        }
    }
}
