//! The sites.

use crate::desk::exports::{CHUNK, Take, by_offset};
use crate::desk::sites::{SiteLine, list};
use crate::desk::{Result, Rx};
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};
use crate::web::sites::Query;

impl List for Query {
    const NAME: &'static str = "sites";
    const WORDS: &'static [(&'static str, &'static str)] = &[("kind", "site-kind"), ("stars", "star")];
    type Asked = Self;
    type Row = SiteLine;

    fn of(asked: Self, _: &str) -> Self {
        asked
    }

    fn filter(&self, _: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(set(self.fields()))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<SiteLine>> {
        Columns::new(reader)
            .with("site", Kind::Text(14), |row: &SiteLine, _| Cell::from(row.name.as_str()))
            .with("kind", Kind::Text(6), |row, reader| reader.word(row.kind))
            .with("trade", Kind::Text(4), |row, reader| reader.word(row.trade))
            .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.unit)))
            .with("village", Kind::Text(8), |row, _| Cell::from(row.village.as_str()))
            .with("natural-village", Kind::Text(8), |row, _| Cell::from(row.natural_village.as_str()))
            .with("address", Kind::Text(14), |row, _| Cell::from(row.address.as_str()))
            .with("venue-phone", Kind::Text(8), |row, _| Cell::from(row.phone.as_str()))
            .with("stars", Kind::Text(4), |row, reader| reader.stars(row.stars))
            .with("certificate", Kind::Text(11), |row, _| Cell::from(row.certificate.clone()))
            .with("valid-until", Kind::Day, |row, _| Cell::from(row.valid_until))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, SiteLine>) -> Result<()> {
        let filter = Self::filter(self);
        by_offset(rx, |rx, offset| Ok(list(rx, &filter, offset, CHUNK)?.rows), take)
    }
}
