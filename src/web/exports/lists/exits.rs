//! The announced exits.

use crate::desk::exits::{ShownExit, after};
use crate::desk::exports::{CHUNK, Take, by_key};
use crate::desk::identities::{self, Permit, Row};
use crate::desk::{Result, Rx};
use crate::web::exits::Query;
use crate::web::exports::identities::OfPeople;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};

impl List for Query {
    const NAME: &'static str = "exits";
    const WORDS: &'static [(&'static str, &'static str)] = &[("standing", "exit-standing")];
    type Asked = Self;
    type Row = ShownExit;

    fn of(asked: Self, _: &str) -> Self {
        asked
    }

    fn filter(&self, _: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(set(self.fields()))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<ShownExit>> {
        columns(Columns::new(reader)).done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, ShownExit>) -> Result<()> {
        let filter = Self::filter(self);
        by_key(rx, 0, |rx, last| after(rx, &filter, last, CHUNK), |row| row.id.0, take)
    }
}

impl OfPeople for Query {
    fn people(&self, rx: &mut Rx<'_>, permit: &Permit, rows: Vec<ShownExit>) -> Result<Vec<Row<ShownExit>>> {
        identities::of_exits(rx, permit, rows, |row| row.id)
    }
}

/// An exit, as every list of exits has it.
pub(super) fn columns(columns: Columns<'_, ShownExit>) -> Columns<'_, ShownExit> {
    columns
        .with("household-code", Kind::Text(10), |row, _| Cell::from(row.household_code.to_string()))
        .with("head", Kind::Text(5), |row, _| Cell::from(row.head.clone()))
        .with("unit-code", Kind::Text(6), |row, _| Cell::from(row.unit.to_string()))
        .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.unit)))
        .with("village", Kind::Text(8), |row, _| Cell::from(row.village.clone()))
        .with("persons", Kind::Whole, |row, _| Cell::from(row.persons))
        .with("announced-on", Kind::Day, |row, _| Cell::from(row.announced_on))
        .with("exit-state", Kind::Text(5), |row, reader| reader.word(row.state))
        .with("pathway", Kind::Text(14), |row, reader| reader.word_if(row.pathway))
        .with("attribution-stage", Kind::Text(6), |row, reader| reader.word_if(row.stage))
}
