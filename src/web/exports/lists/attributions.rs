//! The attributions.

use crate::desk::attributions::queue::{Queued, list};
use crate::desk::exports::{CHUNK, Take, by_offset};
use crate::desk::identities::{self, Permit, Row};
use crate::desk::{Result, Rx};
use crate::web::attributions::Query;
use crate::web::exports::identities::OfPeople;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};

impl List for Query {
    const NAME: &'static str = "attributions";
    const WORDS: &'static [(&'static str, &'static str)] = &[("stage", "attribution-stage")];
    type Asked = Self;
    type Row = Queued;

    fn of(asked: Self, _: &str) -> Self {
        asked
    }

    fn filter(&self, _: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(set(self.fields()))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Queued>> {
        Columns::new(reader)
            .with("household-code", Kind::Text(10), |row: &Queued, _| {
                Cell::from(row.exit.household_code.to_string())
            })
            .with("head", Kind::Text(5), |row, _| Cell::from(row.exit.head.as_str()))
            .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.exit.unit)))
            .with("village", Kind::Text(8), |row, _| Cell::from(row.exit.village.as_str()))
            .with("persons", Kind::Whole, |row, _| Cell::from(row.exit.persons))
            .with("announced-on", Kind::Day, |row, _| Cell::from(row.exit.announced_on))
            .with("pathway", Kind::Text(14), |row, reader| reader.word(row.pathway))
            .with("paper", Kind::Text(14), |row, _| {
                Cell::from(row.paper.as_ref().map(|paper| paper.title.as_str()))
            })
            .with("document", Kind::Text(9), |row, _| {
                Cell::from(row.paper.as_ref().map(|paper| paper.document.as_str()))
            })
            .with("attribution-stage", Kind::Text(6), |row, reader| reader.word(row.stage))
            .with("proposed-by", Kind::Text(5), |row, _| Cell::from(row.proposed.by.as_str()))
            .with("proposed-at", Kind::Time, |row, _| Cell::from(row.proposed.at))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Queued>) -> Result<()> {
        let filter = Self::filter(self);
        by_offset(rx, |rx, offset| Ok(list(rx, &filter, offset, CHUNK)?.rows), take)
    }
}

impl OfPeople for Query {
    fn people(&self, rx: &mut Rx<'_>, permit: &Permit, rows: Vec<Queued>) -> Result<Vec<Row<Queued>>> {
        identities::of_exits(rx, permit, rows, |row| row.exit.id)
    }
}
