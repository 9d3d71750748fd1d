//! The hires.

use crate::desk::exports::{CHUNK, Take, by_key};
use crate::desk::hires::{Listed, after};
use crate::desk::identities::{self, Permit, Row};
use crate::desk::{Result, Rx};
use crate::domain::hire::Receipt;
use crate::domain::ids::HireId;
use crate::web::exports::identities::OfPeople;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};
use crate::web::hires::Query;

impl List for Query {
    const NAME: &'static str = "hires";
    const WORDS: &'static [(&'static str, &'static str)] = &[("stage", "hire-stage")];
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
            .with("receipt", Kind::Text(8), |row: &Listed, _| Cell::from(Receipt(row.id).to_string()))
            .with("name", Kind::Text(5), |row, _| Cell::from(row.name.as_str()))
            .with("id-masked", Kind::Text(10), |row, _| Cell::from(row.id_masked.as_str()))
            .with("site", Kind::Text(12), |row, _| Cell::from(row.site.as_str()))
            .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.unit)))
            .with("employment-form", Kind::Text(5), |row, reader| reader.word(row.form))
            .with("wage", Kind::Money, |row, _| Cell::from(row.wage))
            .with("started-on", Kind::Day, |row, _| Cell::from(row.started_on))
            .with("left-on", Kind::Day, |row, _| Cell::from(row.left_on))
            .with("stage", Kind::Text(5), |row, reader| reader.word(row.stage))
            .with("reported-at", Kind::Time, |row, _| Cell::from(row.reported_at))
            .with("sent-back-reason", Kind::Text(16), |row, _| Cell::from(row.sent_back_reason.as_str()))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Listed>) -> Result<()> {
        let filter = Self::filter(self);
        by_key(rx, HireId(0), |rx, last| after(rx, &filter, last, CHUNK), |row| row.id, take)
    }
}

impl OfPeople for Query {
    const BY_MEMBERS: bool = false;

    fn people(&self, rx: &mut Rx<'_>, permit: &Permit, rows: Vec<Listed>) -> Result<Vec<Row<Listed>>> {
        identities::of_hires(rx, permit, rows, |row| row.id)
    }
}
