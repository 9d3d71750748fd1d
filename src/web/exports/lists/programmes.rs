//! The supported villages' programmes, the listed projects and the courses of a year, as one table.

use rocket::form::FromForm;

use crate::desk::evidence::programmes::{Course, Overview, Programme, Project, overview};
use crate::desk::exports::Take;
use crate::desk::{Result, Rx};
use crate::domain::division::UnitCode;
use crate::domain::paper::HolderKind;
use crate::domain::quantity::Fen;
use crate::web::exports::table::{Cell, Column, Columns, Kind, Reader};
use crate::web::exports::{List, set};
use crate::web::forms::Entry;

/// The filters of their page.
#[derive(FromForm)]
pub(super) struct Programmes {
    year: Option<i32>,
    unit: Option<Entry<UnitCode>>,
}

/// A programme, project or course.
pub(super) struct Row {
    kind: HolderKind,
    name: String,
    unit: UnitCode,
    place: String,
    supported: Option<bool>,
    document: String,
    people: i64,
    amount: Option<Fen>,
}

impl From<Programme> for Row {
    fn from(one: Programme) -> Self {
        Self {
            kind: HolderKind::Programme,
            name: one.name,
            unit: one.unit,
            place: one.village,
            supported: Some(one.supported),
            document: one.document,
            people: one.paid.people,
            amount: Some(one.paid.amount),
        }
    }
}

impl From<Project> for Row {
    fn from(one: Project) -> Self {
        Self {
            kind: HolderKind::Project,
            name: one.name,
            unit: one.unit,
            place: one.place,
            supported: None,
            document: one.document,
            people: one.paid.people,
            amount: Some(one.paid.amount),
        }
    }
}

impl From<Course> for Row {
    fn from(one: Course) -> Self {
        Self {
            kind: HolderKind::Course,
            name: one.name,
            unit: one.unit,
            place: one.place,
            supported: None,
            document: one.document,
            people: one.attended,
            amount: None,
        }
    }
}

impl Programmes {
    fn overview(&self, rx: &mut Rx<'_>) -> Result<Overview> {
        overview(rx, self.year, self.unit.as_ref().map(|unit| unit.0.clone()))
    }
}

impl List for Programmes {
    const NAME: &'static str = "programmes";
    type Asked = Self;
    type Row = Row;

    fn of(asked: Self, _: &str) -> Self {
        asked
    }

    fn filter(&self, rx: &mut Rx<'_>) -> Result<Vec<(&'static str, String)>> {
        let filter = self.overview(rx)?.filter;
        let unit = filter.unit.map(String::from).unwrap_or_default();
        Ok(set([("year", filter.year.to_string()), ("unit", unit)]))
    }

    fn columns(&self, reader: &Reader) -> Vec<Column<Row>> {
        Columns::new(reader)
            .with("record-kind", Kind::Text(6), |row: &Row, reader| reader.word(row.kind))
            .with("record-name", Kind::Text(16), |row, _| Cell::from(row.name.as_str()))
            .with("unit", Kind::Text(6), |row, reader| Cell::from(reader.unit(&row.unit)))
            .with("place", Kind::Text(10), |row, _| Cell::from(row.place.as_str()))
            .with("supported", Kind::Text(4), |row, reader| match row.supported {
                Some(true) => reader.say("common-yes").into(),
                Some(false) => reader.say("common-no").into(),
                None => Cell::Empty,
            })
            .with("document", Kind::Text(14), |row, _| Cell::from(row.document.as_str()))
            .with("people", Kind::Whole, |row, _| Cell::from(row.people))
            .with("amount", Kind::Money, |row, _| Cell::from(row.amount))
            .done()
    }

    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Row>) -> Result<()> {
        let all = self.overview(rx)?;
        let supported = all.villages.into_iter().flat_map(|village| village.programmes);
        let programmes = supported.chain(all.others).map(Row::from);
        let others = all.projects.into_iter().map(Row::from).chain(all.courses.into_iter().map(Row::from));
        take(rx, programmes.chain(others).collect())
    }
}
