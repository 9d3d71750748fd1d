//! The applications for a star.

use crate::desk::applications::{ApplicationLine, list};
use crate::desk::exports::{CHUNK, Take, by_offset};
use crate::desk::{Result, Rx};
use crate::domain::moment::Moment;
use crate::web::applications::Query;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};

impl List for Query {
    const NAME: &'static str = "applications";
    const WORDS: &'static [(&'static str, &'static str)] = &[
        ("stage", "application-stage"),
        ("kind", "site-kind"),
        ("reached", "star-count"),
        ("queue", "application-queue"),
    ];
    type Asked = Self;
    type Row = (ApplicationLine, Option<i64>);

    fn of(asked: Self, _: &str) -> Self {
        asked
    }

    fn filter(&self, _: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(set(self.fields()))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Self::Row>> {
        Columns::new(reader)
            .with("application-number", Kind::Text(9), |(row, _): &Self::Row, _| {
                Cell::from(row.number.as_str())
            })
            .with("site", Kind::Text(14), |(row, _), _| Cell::from(row.site_name.as_str()))
            .with("kind", Kind::Text(6), |(row, _), reader| reader.word(row.kind))
            .with("unit", Kind::Text(6), |(row, _), reader| Cell::from(reader.unit(&row.unit)))
            .with("applied", Kind::Text(4), |(row, _), reader| reader.stars(row.applied))
            .with("stage", Kind::Text(6), |(row, _), reader| reader.word(row.stage))
            .with("submitted-on", Kind::Day, |(row, _), _| Cell::from(row.submitted_at.map(Moment::day)))
            .with("due-on", Kind::Day, |(row, _), _| Cell::from(row.due_on))
            .with("working-days-left", Kind::Whole, |(_, left), _| Cell::from(*left))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Self::Row>) -> Result<()> {
        let filter = Self::filter(self);
        by_offset(rx, |rx, offset| Ok(list(rx, &filter, offset, CHUNK)?.rows), take)
    }
}
