//! The poverty office's lists.

use crate::desk::announcements::{Listed, list};
use crate::desk::exports::{CHUNK, Take, by_offset};
use crate::desk::{Result, Rx};
use crate::web::announcements::Query;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};

impl List for Query {
    const NAME: &'static str = "announcements";
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
            .with("document", Kind::Text(14), |row: &Listed, _| {
                Cell::from(row.announcement.document.as_str())
            })
            .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.announcement.unit)))
            .with("year", Kind::Text(3), |row, _| Cell::from(row.announcement.year.to_string()))
            .with("batch", Kind::Text(4), |row, reader| reader.word(row.announcement.batch))
            .with("announced-on", Kind::Day, |row, _| Cell::from(row.announcement.announced_on))
            .with("households", Kind::Whole, |row, _| Cell::from(row.exits.all.households.0))
            .with("persons", Kind::Whole, |row, _| Cell::from(row.exits.all.persons.0))
            .with("standing-households", Kind::Whole, |row, _| Cell::from(row.exits.standing.households.0))
            .with("standing-persons", Kind::Whole, |row, _| Cell::from(row.exits.standing.persons.0))
            .with("entered-at", Kind::Time, |row, _| Cell::from(row.announcement.entered_at))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Listed>) -> Result<()> {
        let filter = Self::filter(self);
        by_offset(rx, |rx, offset| Ok(list(rx, &filter, offset, CHUNK)?.rows), take)
    }
}
