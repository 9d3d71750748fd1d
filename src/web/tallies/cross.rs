//! The numbers by any two dimensions, each with the list behind it.

use chrono::NaiveDate;
use rocket::{Route, get, routes};
use serde::Serialize;

use super::asked::Filters;
use super::chart::unit_name;
use super::{Asked, fields, href};
use crate::desk::tallies::{self, Crossed};
use crate::domain::codes::Code as _;
use crate::domain::division::{DivisionCode, LocalityCode};
use crate::domain::figure::UnitOfCount;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Coordinate, Count, Dimension, TallyFilter};
use crate::web::forms::Entry;
use crate::web::lang::{Lang, say_key};
use crate::web::page::{Answer, Page};
use crate::web::visit::SignedIn;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct View {
    filters: Filters,
    count: UnitOfCount,
    counts: &'static [UnitOfCount],
    pathway: Option<Pathway>,
    pathways: &'static [Pathway],
    non_tourism: bool,
    by_rows: Dimension,
    by_columns: Dimension,
    dimensions: &'static [Dimension],
    place: Option<String>,
    /// The day the numbers stood at the end of, if not now.
    on: Option<NaiveDate>,
    heads: Vec<String>,
    rows: Vec<Line>,
    /// The sums of the columns; none where they do not add up.
    foot: Option<Line>,
    back: String,
    as_of: Moment,
}

#[derive(Serialize)]
struct Line {
    label: String,
    /// None where the columns do not add up.
    sum: Option<Cell>,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    value: i64,
    href: String,
}

/// Two dimensions that make a table: different ones, and the places, of which there are many, down its side.
fn sides(rows: Option<Entry<Dimension>>, columns: Option<Entry<Dimension>>) -> (Dimension, Dimension) {
    let rows = rows.map_or(Dimension::Pathway, |rows| rows.0);
    let columns = columns.map_or(Dimension::Month, |columns| columns.0);
    let (rows, columns) =
        if columns.is_local() && !rows.is_local() { (columns, rows) } else { (rows, columns) };
    let other = if rows == Dimension::Pathway { Dimension::Unit } else { Dimension::Pathway };
    (rows, if columns == rows || columns.is_local() { other } else { columns })
}

#[get("/tallies/cross?<rows>&<columns>&<asked..>")]
async fn show(
    visit: SignedIn,
    rows: Option<Entry<Dimension>>,
    columns: Option<Entry<Dimension>>,
    asked: Asked,
) -> Answer {
    let (rows, columns) = sides(rows, columns);
    let count = asked.count();
    let (crossed, localities) = visit
        .read(move |rx| {
            let filter = asked.filter(asked.year(rx)?);
            let crossed = tallies::cross::cross(rx, &filter, rows, columns)?;
            let localities = tallies::localities(rx, &crossed.filter)?;
            Ok((crossed, localities))
        })
        .await?;
    let units = crossed.whole_city.then_some(crossed.units.as_slice());
    let filters = Filters::of(&crossed.filter, &crossed.years, units, &localities, visit.lang);
    Ok(Page::new("tallies/cross", &View::of(&crossed, filters, count, visit.lang)))
}

impl View {
    fn of(crossed: &Crossed, filters: Filters, count: UnitOfCount, lang: Lang) -> Self {
        let shown = Shown { crossed, count, lang };
        let (cross, filter) = (&crossed.cross, &crossed.filter);
        let unit = filter.unit.as_ref().and_then(|code| crossed.units.iter().find(|unit| unit.code == *code));
        let rows = crossed.rows.iter().map(|row| Line {
            label: shown.label(row),
            sum: cross.row(row).map(|sum| shown.cell(sum, &[row])),
            cells: crossed
                .columns
                .iter()
                .map(|column| shown.cell(cross.at(row, column), &[row, column]))
                .collect(),
        });
        Self {
            filters,
            count,
            counts: UnitOfCount::ALL,
            pathway: filter.pathway,
            pathways: Pathway::ALL,
            non_tourism: filter.non_tourism,
            by_rows: cross.rows,
            by_columns: cross.columns,
            dimensions: Dimension::ALL,
            place: crossed.place.clone().or_else(|| unit.map(|unit| unit_name(unit, lang).to_owned())),
            on: filter.as_of,
            heads: crossed.columns.iter().map(|column| shown.label(column)).collect(),
            rows: rows.collect(),
            foot: cross.rows.adds_up().then(|| Line {
                label: say_key(lang, "tally-sum").unwrap_or_default(),
                sum: cross.total().map(|total| shown.cell(total, &[])),
                cells: crossed
                    .columns
                    .iter()
                    .map(|column| shown.cell(cross.column(column).unwrap_or_default(), &[column]))
                    .collect(),
            }),
            back: href(
                "/tallies",
                &fields(&TallyFilter { pathway: None, non_tourism: false, ..filter.clone() }),
            ),
            as_of: crossed.as_of,
        }
    }
}

struct Shown<'a> {
    crossed: &'a Crossed,
    count: UnitOfCount,
    lang: Lang,
}

impl Shown<'_> {
    fn cell(&self, count: Count, at: &[&Coordinate]) -> Cell {
        let filter = at.iter().fold(self.crossed.filter.clone(), |filter, at| filter.at(at));
        // A sum over years is in no one list: a list is of a year.
        let years = [self.crossed.cross.rows, self.crossed.cross.columns].contains(&Dimension::Year);
        let one_year = !years || at.iter().any(|at| matches!(at, Coordinate::Year(_)));
        let listed = self.crossed.lists && one_year && !count.is_zero();
        let href = if listed { href("/tallies/rows", &fields(&filter)) } else { String::new() };
        Cell { value: self.count.of(count), href }
    }

    fn label(&self, at: &Coordinate) -> String {
        match at {
            Coordinate::Year(year) => year.to_string(),
            Coordinate::Unit(code) => {
                let unit = self.crossed.units.iter().find(|unit| unit.code == *code);
                unit.map_or_else(|| code.to_string(), |unit| unit_name(unit, self.lang).to_owned())
            }
            Coordinate::Village(place) if place.is_village() => {
                format!("{} {}", self.name(&place.township()), self.name(place))
            }
            Coordinate::Township(place) | Coordinate::Village(place) => self.name(place),
            Coordinate::Pathway(pathway) => {
                let key = pathway.key().replacen("pathway", "pathway-short", 1);
                say_key(self.lang, &key).unwrap_or_default()
            }
            Coordinate::Month(month) => month.number().to_string(),
            Coordinate::Basis(basis) => self.lang.word(*basis),
        }
    }

    fn name(&self, place: &LocalityCode) -> String {
        let name = self.crossed.names.get(&DivisionCode::from(place.clone()));
        name.cloned().unwrap_or_else(|| place.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_two_sides_make_a_table_with_its_places_down_the_side() {
        for rows in Dimension::ALL {
            for columns in Dimension::ALL {
                let (down, across) = sides(Some(Entry(*rows)), Some(Entry(*columns)));
                assert!(down != across && !across.is_local(), "{rows} by {columns}: {down} by {across}");
            }
        }
        assert_eq!(sides(None, None), (Dimension::Pathway, Dimension::Month));
    }
}
