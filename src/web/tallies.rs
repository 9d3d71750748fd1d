//! The tally page of a year, the list behind each of its numbers, the same as CSV, and what everybody may see.

mod chart;
mod csv;
mod differences;
mod export;
mod list;
mod open;
mod screen;
mod view;

use rocket::form::FromForm;
use rocket::http::RawStr;
use rocket::{Route, get, routes};
use serde::Serialize;

pub(in crate::web) use self::csv::Download;
use self::view::View;
use super::forms::Entry;
use super::page::{Answer, Page};
use super::visit::SignedIn;
use crate::desk::tallies;
use crate::desk::{Result, Rx};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewFigure, UnitOfCount};
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Basis, Month, TallyFilter};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![show], list::routes(), differences::routes(), export::routes(), open::routes(), screen::routes()]
        .concat()
}

/// What is asked for in the address. A filter that is nonsense is none.
#[derive(Debug, FromForm)]
pub(in crate::web) struct Asked {
    year: Option<i32>,
    unit: Option<Entry<UnitCode>>,
    pathway: Option<Entry<Pathway>>,
    month: Option<Entry<Month>>,
    basis: Option<Entry<Basis>>,
    count: Option<Entry<UnitOfCount>>,
}

impl Asked {
    fn count(&self) -> UnitOfCount {
        self.count.as_ref().map_or(UnitOfCount::Persons, |count| count.0)
    }

    fn basis(&self) -> Basis {
        self.basis.as_ref().map_or(Basis::Confirmed, |basis| basis.0)
    }

    /// The year asked for, or the newest there is anything of.
    fn year(&self, rx: &mut Rx<'_>) -> Result<i32> {
        match self.year.filter(|year| NewFigure::YEARS.contains(year)) {
            Some(year) => Ok(year),
            None => tallies::latest_year(rx, self.basis()),
        }
    }

    fn filter(&self, year: i32) -> TallyFilter {
        TallyFilter {
            year,
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            pathway: self.pathway.as_ref().map(|pathway| pathway.0),
            month: self.month.as_ref().map(|month| month.0),
            basis: self.basis(),
            non_tourism: false,
        }
    }
}

/// A filter as the fields of an address; those that are not set are left out.
fn fields(filter: &TallyFilter) -> Vec<(&'static str, String)> {
    let mut fields = vec![("year", filter.year.to_string()), ("basis", filter.basis.code().to_owned())];
    fields.extend(filter.unit.as_ref().map(|unit| ("unit", unit.to_string())));
    fields.extend(filter.pathway.map(|pathway| ("pathway", pathway.code().to_owned())));
    fields.extend(filter.month.map(|month| ("month", month.number().to_string())));
    fields
}

/// The address of a page with these fields.
pub(in crate::web) fn href(path: &str, fields: &[(&'static str, String)]) -> String {
    let pair = |(name, value): &(&str, String)| format!("{name}={}", RawStr::new(value).percent_encode());
    format!("{path}?{}", fields.iter().map(pair).collect::<Vec<_>>().join("&"))
}

/// A choice of a filter.
#[derive(Debug, Clone, Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[get("/tallies?<asked..>")]
async fn show(visit: SignedIn, asked: Asked) -> Answer {
    let count = asked.count();
    let overview = visit
        .read(move |rx| {
            let year = asked.year(rx)?;
            // The page is of all pathways; one of them is a row of it.
            let filter = TallyFilter { non_tourism: true, pathway: None, month: None, ..asked.filter(year) };
            tallies::overview(rx, &filter, count)
        })
        .await?;
    let mut view = View::of(&overview, count, visit.lang, visit.now);
    view.reads_evidence = visit.actor.may(Act::ReadEvidence);
    Ok(Page::new("tallies/show", &view))
}
