//! The published figures beside their proofs.

use rocket::form::FromForm;

use crate::desk::exports::Take;
use crate::desk::figures::{Compared, FigureFilter, list};
use crate::desk::{Result, Rx};
use crate::domain::figure::Comparison;
use crate::web::exports::List;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};

/// Their page has no filter.
#[derive(FromForm)]
pub(super) struct Figures {
    /// Taken from addresses that have one, and not looked at.
    #[expect(dead_code, reason = "a form has a field")]
    page: Option<i64>,
}

impl List for Figures {
    const NAME: &'static str = "figures";
    type Asked = Self;
    type Row = Compared;

    fn of(asked: Self, _: &str) -> Self {
        asked
    }

    fn filter(&self, _: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        Ok(Vec::new())
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Compared>> {
        Columns::new(reader)
            .with("source", Kind::Text(14), |row: &Compared, _| Cell::from(row.figure.source.as_str()))
            .with("authority", Kind::Text(12), |row, _| Cell::from(row.figure.authority.as_str()))
            .with("published-on", Kind::Day, |row, _| Cell::from(row.figure.published_on))
            .with("year", Kind::Text(3), |row, _| Cell::from(row.figure.year.to_string()))
            .with("unit", Kind::Text(6), |row, reader| match &row.figure.unit {
                Some(unit) => reader.unit(unit).into(),
                None => reader.say("export-city").into(),
            })
            .with("unit-of-count", Kind::Text(3), |row, reader| reader.word(row.figure.unit_of_count))
            .with("printed", Kind::Whole, |row, _| Cell::from(row.figure.printed.total()))
            .with("proven", Kind::Whole, |row, _| Cell::from(row.total().map(|total| total.proven)))
            .with("missing", Kind::Whole, |row, _| Cell::from(row.total().and_then(Comparison::missing)))
            .with("difference", Kind::Whole, |row, _| {
                Cell::from(row.total().and_then(Comparison::difference))
            })
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Compared>) -> Result<()> {
        let all = list(rx, FigureFilter::default())?;
        take(rx, all)
    }
}
