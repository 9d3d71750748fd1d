//! `/benefits.csv`: the table of the page for a spreadsheet.

use rocket::{Route, get, routes};

use super::Asked;
use crate::desk;
use crate::desk::benefits::{self, Benefit, Counts};
use crate::desk::home::{self, Unit};
use crate::domain::codes::Code as _;
use crate::web::exits::view::unit_name;
use crate::web::exports::recorded;
use crate::web::failure::Failure;
use crate::web::lang::{Lang, say_key};
use crate::web::tallies::Download;
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![download]
}

#[get("/benefits.csv?<asked..>")]
async fn download(visit: SignedIn, asked: Asked) -> Result<Download, Failure> {
    let (counts, units) = visit
        .read(move |rx| {
            let filter = asked.filter(rx)?;
            Ok((benefits::counts(rx, &filter)?, home::units(rx)?))
        })
        .await?;
    let body = table(&counts, &units, visit.lang).map_err(|error| desk::Error::Broken(error.to_string()))?;
    let rows = counts.lines.len() * (counts.units.len() + usize::from(counts.filter.unit.is_none()));
    recorded(&visit, "benefits", super::fields(&counts.filter, None), rows).await?;
    Ok(Download::csv(&format!("benefits-{}", counts.filter.year), body))
}

/// One row for each pathway and unit, then each pathway in all, each count by itself. The byte order mark makes Excel read it as
/// UTF-8.
fn table(counts: &Counts, units: &[Unit], lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let said = |key: &str| say_key(lang, key).unwrap_or_else(|_| key.to_owned());
    let mut to = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let heads = ["year", "unit-code", "unit", "pathway-code", "pathway", "households", "persons", "times"];
    to.write_record(heads.map(|head| said(&format!("benefit-csv-{head}"))))?;
    let (year, all) = (counts.filter.year.to_string(), said("benefit-all"));
    for line in &counts.lines {
        let pathway = line.pathway.map_or_else(
            || (String::new(), said("benefit-all-pathways")),
            |pathway| (pathway.code().to_owned(), lang.word(pathway)),
        );
        let mut row = |unit: (&str, &str), benefit: &Benefit| {
            let (households, persons) = (benefit.households.0.to_string(), benefit.persons.0.to_string());
            let times = benefit.times.to_string();
            to.write_record([&year, unit.0, unit.1, &pathway.0, &pathway.1, &households, &persons, &times])
        };
        for (unit, benefit) in counts.units.iter().zip(&line.by_unit) {
            row((unit.as_str(), &unit_name(unit, units, lang)), benefit)?;
        }
        if counts.filter.unit.is_none() {
            row(("", &all), &line.total)?;
        }
    }
    to.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
