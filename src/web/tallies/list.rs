//! The list behind a number.

use rocket::{Route, get, routes};
use serde::Serialize;

use super::{Asked, fields, href};
use crate::desk::attributions::Proof;
use crate::desk::tallies::{self, Behind, Unit};
use crate::domain::division::UnitCode;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Basis, TallyFilter};
use crate::web::lang::Lang;
use crate::web::page::{Answer, Page};
use crate::web::paging::{Asked as Paged, PER_PAGE, Pager};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct View {
    year: i32,
    basis: Basis,
    pathway: Option<Pathway>,
    month: Option<i32>,
    place: Option<String>,
    /// The day it stood at the end of, if not now.
    on: Option<chrono::NaiveDate>,
    persons: i64,
    households: i64,
    /// The cells and the list say different things: what the list says.
    counted: Option<Counted>,
    /// What rests on a missing or changed file.
    amber: Counted,
    rows: Vec<Proof>,
    pager: Pager,
    /// This list, to be taken along.
    list: String,
    /// The page the number stands on.
    back: String,
    as_of: Moment,
}

#[derive(Serialize)]
struct Counted {
    persons: i64,
    households: i64,
}

#[get("/tallies/rows?<page>&<asked..>")]
async fn show(visit: SignedIn, page: Option<i64>, asked: Asked) -> Answer {
    let paged = Paged::page(page);
    let behind = visit
        .read(move |rx| {
            let year = asked.year(rx)?;
            tallies::rows(rx, &asked.filter(year), paged.offset(), PER_PAGE)
        })
        .await?;
    Ok(Page::new("tallies/rows", &View::of(behind, paged, visit.lang)))
}

impl View {
    fn of(behind: Behind, paged: Paged, lang: Lang) -> Self {
        let filter = &behind.filter;
        let page_of = TallyFilter { pathway: None, non_tourism: false, ..filter.clone() };
        Self {
            year: filter.year,
            basis: filter.basis,
            pathway: filter.pathway,
            month: filter.month.map(crate::domain::tally::Month::number),
            place: behind.place.or_else(|| filter.unit.as_ref().map(|unit| named(unit, &behind.units, lang))),
            on: filter.as_of,
            persons: behind.kept.persons.0,
            households: behind.kept.households.0,
            counted: behind
                .counted
                .filter(|counted| *counted != behind.kept)
                .map(|counted| Counted { persons: counted.persons.0, households: counted.households.0 }),
            amber: Counted { persons: behind.amber.persons.0, households: behind.amber.households.0 },
            pager: paged.of(
                behind.counted.unwrap_or(behind.kept).households.0,
                "/tallies/rows",
                &fields(filter),
            ),
            list: href("/tallies/rows", &fields(filter)),
            back: href("/tallies", &fields(&page_of)),
            as_of: behind.as_of,
            rows: behind.rows,
        }
    }
}

fn named(code: &UnitCode, units: &[Unit], lang: Lang) -> String {
    let unit = units.iter().find(|unit| unit.code == *code);
    unit.map_or_else(|| code.to_string(), |unit| super::chart::unit_name(unit, lang).to_owned())
}
