//! The list behind a number of benefit, as files.

use rocket::Route;

use super::{Asked, fields};
use crate::desk::benefits::{Row, rows};
use crate::desk::exports::{CHUNK, Take, by_offset};
use crate::desk::{Result, Rx};
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, routes as doors};

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    doors::<Reached>("/benefits/rows")
}

/// The list behind a number.
struct Reached(Asked);

impl List for Reached {
    const NAME: &'static str = "benefits";
    const WORDS: &'static [(&'static str, &'static str)] = &[("count", "benefit-count")];
    type Asked = Asked;
    type Row = Row;

    fn of(asked: Asked, _: &str) -> Self {
        Self(asked)
    }

    fn filter(&self, rx: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(fields(&self.0.filter(rx)?, Some(self.0.count())))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Row>> {
        Columns::new(reader)
            .with("person", Kind::Text(5), |row: &Row, _| Cell::from(row.paper.person.as_str()))
            .with("household-code", Kind::Text(10), |row, _| {
                Cell::from(row.household_code.as_ref().map(ToString::to_string))
            })
            .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.unit)))
            .with("pathway", Kind::Text(14), |row, reader| reader.word(row.paper.pathway))
            .with("paper", Kind::Text(14), |row, _| Cell::from(row.paper.title.as_str()))
            .with("document", Kind::Text(10), |row, _| Cell::from(row.paper.document.as_str()))
            .with("from-on", Kind::Day, |row, _| Cell::from(row.paper.on))
            .with("until-on", Kind::Day, |row, _| Cell::from(row.paper.until))
            .with("amount", Kind::Money, |row, _| Cell::from(row.paper.amount))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Row>) -> Result<()> {
        let (filter, count) = (self.0.filter(rx)?, self.0.count());
        let read = |rx: &mut Rx<'_>, offset| {
            let offset = usize::try_from(offset).unwrap_or(usize::MAX);
            let limit = usize::try_from(CHUNK).unwrap_or_default();
            Ok(rows(rx, &filter, count, offset, limit)?.rows)
        };
        by_offset(rx, read, take)
    }
}
