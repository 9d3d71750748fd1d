//! The ratings: the ledger of stars.

use crate::desk::exports::{CHUNK, Take, by_offset};
use crate::desk::ratings::{RatingLine, list};
use crate::desk::{Result, Rx};
use crate::domain::rating::Standing;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};
use crate::web::ratings::Query;
use crate::web::sites::named;

impl List for Query {
    const NAME: &'static str = "ratings";
    const WORDS: &'static [(&'static str, &'static str)] = &[("kind", "site-kind"), ("count", "star-count")];
    type Asked = Self;
    type Row = (RatingLine, Standing);

    fn of(asked: Self, _: &str) -> Self {
        asked
    }

    fn filter(&self, _: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(set(self.fields()))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Self::Row>> {
        Columns::new(reader)
            .with("site", Kind::Text(14), |(row, _): &Self::Row, _| Cell::from(row.site_name.as_str()))
            .with("kind", Kind::Text(6), |(row, _), reader| reader.word(row.kind))
            .with("unit", Kind::Text(6), |(row, _), reader| {
                Cell::from(named(reader.lang, &row.unit_name, &row.unit_name_en))
            })
            .with("stars", Kind::Text(4), |(row, _), reader| reader.stars(row.stars))
            .with("standing", Kind::Text(5), |(_, standing), reader| reader.word(*standing))
            .with("certificate", Kind::Text(11), |(row, _), _| Cell::from(row.certificate.as_str()))
            .with("awarded-on", Kind::Day, |(row, _), _| Cell::from(row.awarded_on))
            .with("valid-until", Kind::Day, |(row, _), _| Cell::from(row.valid_until))
            .with("re-check-on", Kind::Day, |(row, _), _| Cell::from(row.re_check_on))
            .with("ended-on", Kind::Day, |(row, _), _| Cell::from(row.ended_on))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Self::Row>) -> Result<()> {
        let filter = Self::filter(self);
        by_offset(rx, |rx, offset| Ok(list(rx, &filter, offset, CHUNK)?.rows), take)
    }
}
