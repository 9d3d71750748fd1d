//! Benefit (带动): the counts of a year, the list behind each of them, and the same as CSV.

mod csv;
mod export;

use rocket::form::FromForm;
use rocket::{Route, get, routes};
use serde::Serialize;

use super::exits::code;
use super::exits::view::{Choice, choices, unit_name};
use super::forms::Entry;
use super::lang::Lang;
use super::page::{Answer, Page};
use super::paging::{Asked as Paged, PER_PAGE, Pager};
use super::tallies::href;
use super::visit::SignedIn;
use crate::desk::benefits::{self, Benefit, BenefitCount, BenefitFilter, Counts};
use crate::desk::home::{self, Unit};
use crate::desk::{Result, Rx};
use crate::domain::access::Scope;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::NewFigure;
use crate::domain::pathway::Pathway;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![show, rows], csv::routes(), export::routes()].concat()
}

/// What is asked for in the address. A filter that is nonsense is none.
#[derive(Debug, FromForm)]
struct Asked {
    year: Option<i32>,
    unit: Option<Entry<UnitCode>>,
    pathway: Option<Entry<Pathway>>,
    count: Option<Entry<BenefitCount>>,
}

impl Asked {
    fn filter(&self, rx: &mut Rx<'_>) -> Result<BenefitFilter> {
        let year = match self.year.filter(|year| NewFigure::YEARS.contains(year)) {
            Some(year) => year,
            None => benefits::latest_year(rx)?,
        };
        Ok(BenefitFilter {
            year,
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            pathway: self.pathway.as_ref().map(|pathway| pathway.0),
        })
    }

    fn count(&self) -> BenefitCount {
        self.count.as_ref().map_or(BenefitCount::Persons, |count| count.0)
    }
}

/// A filter as the fields of an address; those that are not set are left out.
fn fields(filter: &BenefitFilter, count: Option<BenefitCount>) -> Vec<(&'static str, String)> {
    let fields = [
        ("year", filter.year.to_string()),
        ("unit", filter.unit.clone().map(String::from).unwrap_or_default()),
        ("pathway", code(filter.pathway)),
        ("count", code(count)),
    ];
    fields.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

#[derive(Serialize)]
struct Show {
    year: i32,
    unit: Option<UnitCode>,
    place: Option<String>,
    /// The units to choose from; none for somebody who reads one.
    choices: Vec<Choice>,
    count: BenefitCount,
    counts: &'static [BenefitCount],
    columns: Vec<String>,
    lines: Vec<Line>,
    tallies: String,
    csv: String,
    empty: bool,
}

/// A pathway, or all of them.
#[derive(Serialize)]
struct Line {
    pathway: Option<Pathway>,
    households: Number,
    persons: Number,
    times: Number,
    /// By unit, in what was asked for.
    by_unit: Vec<Number>,
}

/// A number with the list behind it.
#[derive(Serialize)]
struct Number {
    value: i64,
    href: String,
}

impl Number {
    fn of(benefit: Benefit, filter: &BenefitFilter, count: BenefitCount) -> Self {
        let value = match count {
            BenefitCount::Households => benefit.households.0,
            BenefitCount::Persons => benefit.persons.0,
            BenefitCount::Times => benefit.times,
        };
        Self { value, href: href("/benefits/rows", &fields(filter, Some(count))) }
    }
}

impl Show {
    fn of(counts: &Counts, units: &[Unit], count: BenefitCount, whole_city: bool, lang: Lang) -> Self {
        let filter = &counts.filter;
        let lines = counts.lines.iter().map(|line| {
            let of = BenefitFilter { pathway: line.pathway, ..filter.clone() };
            let in_unit = |(unit, benefit): (&UnitCode, &Benefit)| {
                let of = BenefitFilter { unit: Some(unit.clone()), ..of.clone() };
                Number::of(*benefit, &of, count)
            };
            Line {
                pathway: line.pathway,
                households: Number::of(line.total, &of, BenefitCount::Households),
                persons: Number::of(line.total, &of, BenefitCount::Persons),
                times: Number::of(line.total, &of, BenefitCount::Times),
                by_unit: counts.units.iter().zip(&line.by_unit).map(in_unit).collect(),
            }
        });
        Self {
            year: filter.year,
            unit: filter.unit.clone(),
            place: filter.unit.as_ref().map(|unit| unit_name(unit, units, lang)),
            choices: if whole_city { choices(units, lang) } else { Vec::new() },
            count,
            counts: BenefitCount::ALL,
            columns: counts.units.iter().map(|unit| unit_name(unit, units, lang)).collect(),
            empty: counts.lines.iter().all(|line| line.total.times == 0),
            lines: lines.collect(),
            tallies: href("/tallies", &fields(filter, None)),
            csv: href("/benefits.csv", &fields(filter, None)),
        }
    }
}

#[get("/benefits?<asked..>")]
async fn show(visit: SignedIn, asked: Asked) -> Answer {
    let count = asked.count();
    let (counts, units) = visit
        .read(move |rx| {
            let filter = asked.filter(rx)?;
            Ok((benefits::counts(rx, &filter)?, home::units(rx)?))
        })
        .await?;
    let whole_city = visit.actor.scope() == Scope::City;
    Ok(Page::new("benefits/show", &Show::of(&counts, &units, count, whole_city, visit.lang)))
}

#[derive(Serialize)]
struct List {
    year: i32,
    place: Option<String>,
    pathway: Option<Pathway>,
    count: BenefitCount,
    counts: Vec<Counted>,
    n: i64,
    rows: Vec<Row>,
    pager: Pager,
    back: String,
}

/// The same filter counted otherwise.
#[derive(Serialize)]
struct Counted {
    count: BenefitCount,
    #[serde(flatten)]
    number: Number,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    row: benefits::Row,
    unit_label: String,
}

#[get("/benefits/rows?<page>&<asked..>")]
async fn rows(visit: SignedIn, page: Option<i64>, asked: Asked) -> Answer {
    let (paged, count) = (Paged::page(page), asked.count());
    let offset = usize::try_from(paged.offset()).unwrap_or_default();
    let limit = usize::try_from(PER_PAGE).unwrap_or_default();
    let (list, units) = visit
        .read(move |rx| {
            let filter = asked.filter(rx)?;
            Ok((benefits::rows(rx, &filter, count, offset, limit)?, home::units(rx)?))
        })
        .await?;
    let (filter, lang) = (&list.filter, visit.lang);
    let number = |count| Number::of(list.benefit, filter, count);
    let n = number(count).value;
    let row = |row: benefits::Row| Row { unit_label: unit_name(&row.unit, &units, lang), row };
    let view = List {
        year: filter.year,
        place: filter.unit.as_ref().map(|unit| unit_name(unit, &units, lang)),
        pathway: filter.pathway,
        count,
        counts: BenefitCount::ALL.iter().map(|one| Counted { count: *one, number: number(*one) }).collect(),
        n,
        pager: paged.of(n, "/benefits/rows", &fields(filter, Some(count))),
        back: href("/benefits", &fields(&BenefitFilter { pathway: None, ..filter.clone() }, None)),
        rows: list.rows.into_iter().map(row).collect(),
    };
    Ok(Page::new("benefits/rows", &view))
}
