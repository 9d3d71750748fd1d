//! The households of the register.

use crate::desk::exports::{CHUNK, Take, by_key};
use crate::desk::households::{Cursor, Listed, list};
use crate::desk::identities::{self, Permit, Row};
use crate::desk::{Result, Rx};
use crate::domain::identity::PersonName;
use crate::web::exports::identities::OfPeople;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};
use crate::web::households::Query;

impl List for Query {
    const NAME: &'static str = "households";
    const WORDS: &'static [(&'static str, &'static str)] =
        &[("attribute", "household-attribute"), ("cause", "poverty-cause")];
    type Asked = Self;
    type Row = Listed;

    fn of(asked: Self, _: &str) -> Self {
        asked
    }

    fn filter(&self, _: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(set(self.fields()))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Listed>> {
        Columns::new(reader)
            .with("household-code", Kind::Text(10), |row: &Listed, _| {
                Cell::from(row.household.code.to_string())
            })
            .with("head", Kind::Text(5), |row, _| Cell::from(row.head.as_ref().map(PersonName::as_str)))
            .with("members", Kind::Whole, |row, _| Cell::from(row.members))
            .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.household.unit)))
            .with("division", Kind::Text(8), |row, _| Cell::from(row.household.division.to_string()))
            .with("village", Kind::Text(8), |row, _| Cell::from(row.household.village.as_str()))
            .with("natural-village", Kind::Text(8), |row, _| {
                Cell::from(row.household.natural_village.as_str())
            })
            .with("attribute", Kind::Text(7), |row, reader| reader.word(row.household.attribute))
            .with("cause", Kind::Text(7), |row, reader| reader.word(row.household.cause))
            .with("second-cause", Kind::Text(7), |row, reader| reader.word_if(row.household.second_cause))
            .with("registered-on", Kind::Day, |row, _| Cell::from(row.household.registered_on))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Listed>) -> Result<()> {
        let filter = Self::filter(self);
        let read =
            |rx: &mut Rx<'_>, last: Option<_>| Ok(list(rx, &filter, last.map(Cursor::After), CHUNK)?.rows);
        by_key(rx, None, read, |row| Some(row.household.id), take)
    }
}

impl OfPeople for Query {
    fn people(&self, rx: &mut Rx<'_>, permit: &Permit, rows: Vec<Listed>) -> Result<Vec<Row<Listed>>> {
        identities::of_households(rx, permit, rows, |row| row.household.id)
    }
}
