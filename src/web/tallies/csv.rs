//! `/tallies.csv`: the table of the page for a spreadsheet.

use rocket::http::{ContentType, Header};
use rocket::{Responder, Route, get, routes};

use super::Asked;
use crate::desk;
use crate::desk::tallies::{self, Cube};
use crate::domain::codes::Code as _;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Count, TallyFilter};
use crate::web::failure::Failure;
use crate::web::lang::{Lang, say_key};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![download]
}

/// A table to be kept as a file.
#[derive(Responder)]
pub(in crate::web) struct Download {
    body: Vec<u8>,
    kind: ContentType,
    name: Header<'static>,
}

impl Download {
    /// A CSV file of this name.
    pub(in crate::web) fn csv(name: &str, body: Vec<u8>) -> Self {
        let name = format!("attachment; filename=\"{name}.csv\"");
        Self { body, kind: ContentType::CSV, name: Header::new("Content-Disposition", name) }
    }
}

#[get("/tallies.csv?<asked..>")]
async fn download(visit: SignedIn, asked: Asked) -> Result<Download, Failure> {
    let cube = visit
        .read(move |rx| {
            let year = asked.year(rx)?;
            tallies::cube(rx, &TallyFilter { pathway: None, ..asked.filter(year) })
        })
        .await?;
    let body = table(&cube, visit.lang).map_err(|error| desk::Error::Broken(error.to_string()))?;
    Ok(Download::csv(&format!("tallies-{}-{}", cube.filter.year, cube.filter.basis), body))
}

/// One row for each unit and pathway, then the sums. The byte order mark makes Excel read it as UTF-8.
fn table(cube: &Cube, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let said = |key: &str| say_key(lang, key).unwrap_or_else(|_| key.to_owned());
    let mut to = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let heads = ["year", "basis", "unit-code", "unit", "pathway-code", "pathway", "persons", "households"];
    to.write_record(heads.map(|head| said(&format!("tally-csv-{head}"))))?;
    let (year, basis) = (cube.filter.year.to_string(), lang.word(cube.filter.basis));
    let mut row = |unit: (&str, &str), pathway: (&str, &str), count: Count| {
        let (persons, households) = (count.persons.0.to_string(), count.households.0.to_string());
        to.write_record([&year, &basis, unit.0, unit.1, pathway.0, pathway.1, &persons, &households])
    };
    let sum = said("tally-sum");
    for unit in &cube.units {
        let named = (unit.code.as_str(), super::chart::unit_name(unit, lang));
        for pathway in Pathway::TOURISM {
            row(named, (pathway.code(), &lang.word(pathway)), cube.tally.of(&unit.code, pathway))?;
        }
        row(named, ("", &sum), cube.tally.unit(&unit.code))?;
    }
    for pathway in Pathway::TOURISM {
        row(("", &sum), (pathway.code(), &lang.word(pathway)), cube.tally.pathway(pathway))?;
    }
    row(("", &sum), ("", &sum), cube.tally.total())?;
    to.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
