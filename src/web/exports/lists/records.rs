//! The records evidence is made of: courses, projects and programmes; businesses and measures.

use crate::desk::evidence::records::{ShownRow, ShownSource, list};
use crate::desk::exports::{CHUNK, Take, by_offset};
use crate::desk::identities::{self, Permit, Row};
use crate::desk::{Error, Result, Rx};
use crate::domain::codes::Code as _;
use crate::domain::paper::HolderKind;
use crate::domain::record;
use crate::web::evidence::Query;
use crate::web::exports::identities::OfPeople;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};

/// A record of any of the lists.
pub(in crate::web) enum Record {
    /// A course, project or programme.
    Source(ShownSource),
    /// A person's own business or measure.
    Own(ShownRow),
}

/// One of the lists.
pub(in crate::web) struct Records {
    kind: Option<HolderKind>,
    asked: Query,
}

impl List for Records {
    const NAME: &'static str = "evidence";
    const WORDS: &'static [(&'static str, &'static str)] = &[("list", "holder")];
    type Asked = Query;
    type Row = Record;

    /// The address names it: `/evidence/courses.xlsx`.
    fn of(asked: Query, path: &str) -> Self {
        let file = path.rsplit('/').next().and_then(|file| file.split('.').next());
        Self { kind: file.and_then(|noun| noun.parse().ok()), asked }
    }

    fn filter(&self, _: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        let list = [("list", self.kind.map_or("", HolderKind::code).to_owned())];
        Ok([set(list), set(self.asked.fields())].concat())
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Record>> {
        let columns = Columns::new(reader);
        match self.kind {
            Some(kind) if kind.is_own() => columns
                .with("person", Kind::Text(5), of_own(|row| row.person.as_str().into()))
                .with("id-masked", Kind::Text(10), of_own(|row| row.id_masked.clone().into()))
                .with("unit", Kind::Text(6), unit)
                .with("record-name", Kind::Text(14), of_own(|row| of_row(&row.row).0))
                .with("document", Kind::Text(12), of_own(|row| of_row(&row.row).1))
                .with("recorded-on", Kind::Day, of_own(|row| of_row(&row.row).2))
                .with("amount", Kind::Money, of_own(|row| of_row(&row.row).3))
                .done(),
            _ => columns
                .with("record-name", Kind::Text(16), of_source(|one| one.kept.source.name().into()))
                .with("unit", Kind::Text(6), unit)
                .with("place", Kind::Text(10), of_source(|one| one.kept.place.as_str().into()))
                .with("document", Kind::Text(14), of_source(|one| document(&one.kept.source).into()))
                .with("records", Kind::Whole, of_source(|one| one.sum.rows.into()))
                .with("people", Kind::Whole, of_source(|one| one.sum.persons.into()))
                .with("amount", Kind::Money, of_source(|one| one.sum.amount.into()))
                .done(),
        }
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Record>) -> Result<()> {
        let (kind, filter) = (self.kind.ok_or(Error::NotFound)?, self.asked.filter());
        let read = |rx: &mut Rx<'_>, offset| {
            let list = list(rx, kind, &filter, offset, CHUNK)?;
            let sources = list.sources.into_iter().map(Record::Source);
            Ok(sources.chain(list.rows.into_iter().map(Record::Own)).collect())
        };
        by_offset(rx, read, take)
    }
}

impl OfPeople for Records {
    const BY_MEMBERS: bool = false;

    fn people(&self, rx: &mut Rx<'_>, permit: &Permit, rows: Vec<Record>) -> Result<Vec<Row<Record>>> {
        let kind = self.kind.filter(|kind| kind.is_own()).ok_or(Error::NotFound)?;
        let own = |row| match row {
            Record::Own(row) => Some(row),
            Record::Source(_) => None,
        };
        let rows = rows.into_iter().filter_map(own).collect();
        let named = identities::of_own(rx, permit, rows, kind, |row| row.id)?;
        Ok(named.into_iter().map(|(row, people)| (Record::Own(row), people)).collect())
    }
}

fn unit(row: &Record, reader: &Reader) -> Cell {
    match row {
        Record::Source(one) => reader.unit(&one.kept.unit).into(),
        Record::Own(row) => reader.unit(&row.unit).into(),
    }
}

fn of_source(of: fn(&ShownSource) -> Cell) -> impl Fn(&Record, &Reader) -> Cell + Send {
    move |row, _| match row {
        Record::Source(one) => of(one),
        Record::Own(_) => Cell::Empty,
    }
}

fn of_own(of: fn(&ShownRow) -> Cell) -> impl Fn(&Record, &Reader) -> Cell + Send {
    move |row, _| match row {
        Record::Source(_) => Cell::Empty,
        Record::Own(row) => of(row),
    }
}

fn document(source: &record::Source) -> &str {
    match source {
        record::Source::Course { document, .. }
        | record::Source::Project { document, .. }
        | record::Source::Programme { document, .. } => document,
    }
}

/// Name, number, day and amount of a person's own record.
fn of_row(row: &record::Row) -> (Cell, Cell, Cell, Cell) {
    use record::Row::{Attendance, Benefit, Business, Measure, Payment};
    match row {
        Business { name, licence, licensed_on, amount, .. } => {
            (name.as_str().into(), licence.as_str().into(), (*licensed_on).into(), (*amount).into())
        }
        Measure { name, amount, on, document, .. } => {
            (name.as_str().into(), document.as_str().into(), (*on).into(), (*amount).into())
        }
        Benefit { amount, on, document, .. } | Payment { amount, on, document, .. } => {
            (Cell::Empty, document.as_str().into(), (*on).into(), (*amount).into())
        }
        Attendance { certificate, completed_on, .. } => {
            (Cell::Empty, certificate.as_str().into(), (*completed_on).into(), Cell::Empty)
        }
    }
}
