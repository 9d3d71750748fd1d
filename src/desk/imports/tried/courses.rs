//! Rosters of courses: one row a person, the rows of one name, place and first day one course.

use super::groups::{Groups, Row as Line, agreed};
use super::{Places, Tx, differs, line, need_day, need_line, need_whole, people};
use crate::desk::evidence::records::{self as desk, Named, Who};
use crate::desk::{Error, Result};
use crate::domain::access::Act;
use crate::domain::division::UnitCode;
use crate::domain::identity::Reason;
use crate::domain::import::{Fields, Noun};
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::record::{Row, Source};
use crate::domain::refusal::{Message, Refusals};
use crate::store::evidence::records as store;
use crate::store::imports::{self as records, Made, NewMade};

/// What the list of what was made calls an attendance that was taken off its list before.
const BACK: &str = "attendance_back";

/// How the rows make courses.
pub(super) const GROUPS: Groups =
    Groups { key: &["course", "place", "starts_on", "unit"], spelt, record: course };

/// A unit's name and its code mean the same, and for whoever works for one unit no word means that one.
fn spelt(places: &Places, fields: &mut Fields, key: &'static str) -> String {
    if key != "unit" {
        return fields.text(key).to_owned();
    }
    unit(places, fields).map(String::from).unwrap_or_default()
}

/// The unit a course was held for. What is wrong is noted on the row.
fn unit(places: &Places, fields: &mut Fields) -> Option<UnitCode> {
    if fields.text("unit").is_empty() {
        if places.own().is_none() {
            fields.miss("unit");
        }
        return places.own().cloned();
    }
    let unit = places.unit_of(fields, "unit")?;
    if places.own().is_some_and(|own| *own != unit) {
        fields.refuse("unit", Message::new("error-record-outside-unit"));
        return None;
    }
    Some(unit)
}

fn course(tx: &mut Tx<'_>, places: &Places, rows: &mut [Line]) -> Result<Vec<NewMade>> {
    tx.actor.must(Act::RecordEvidence)?;
    let mut made = Vec::new();
    let course = match head(tx, places, rows)? {
        Some(Head::Known(holder)) => Some(holder),
        Some(Head::New(source)) => match tx.attempt(true, |tx| desk::create(tx, &source)) {
            Ok(holder) => {
                made.push(NewMade::anew("course", holder.record));
                Some(holder)
            }
            Err(error) => {
                noted(rows, error)?;
                None
            }
        },
        None => None,
    };
    for row in rows {
        made.extend(attendance(tx, course, row)?);
    }
    Ok(made)
}

enum Head {
    Known(Holder),
    New(Source),
}

/// The fields of the form in their columns.
fn noted(rows: &mut [Line], error: Error) -> Result<()> {
    let Some(first) = rows.first_mut() else { return Err(error) };
    super::refuse(Noun::Courses, &mut first.fields, renamed(error, &[("name", "course")]))
}

/// The same refusals under the names of the columns.
pub(super) fn renamed(error: Error, names: &[(&str, &str)]) -> Error {
    let Error::Invalid(refusals) = error else { return error };
    let mut columns = Refusals::default();
    for (field, message) in refusals.iter() {
        let column = names.iter().find(|(name, _)| *name == field).map_or(field, |(_, column)| column);
        columns.add(column, message.clone());
    }
    columns.into()
}

/// What the rows say of their course: the one on record, or all of a new one. What is wrong is noted on the rows.
fn head(tx: &mut Tx<'_>, places: &Places, rows: &mut [Line]) -> Result<Option<Head>> {
    let Some(first) = rows.first_mut().map(|row| &mut row.fields) else { return Ok(None) };
    let (name, place) = (need_line(first, "course"), need_line(first, "place"));
    let starts_on = need_day(first, "starts_on");
    // What is wrong with it is noted already.
    let unit = match first.text("unit") {
        "" => places.own().cloned(),
        said => places.unit(said).filter(|unit| places.own().is_none_or(|own| own == *unit)).cloned(),
    };
    let Some((((name, place), starts_on), unit)) = name.zip(place).zip(starts_on).zip(unit) else {
        return Ok(None);
    };
    match records::courses_named(tx.conn, &unit, (&name, &place), starts_on)?.as_slice() {
        [] => {}
        [one] => {
            let holder = Holder { kind: HolderKind::Course, record: *one };
            compare(tx, holder, rows)?;
            return Ok(Some(Head::Known(holder)));
        }
        _ => {
            first.refuse("course", Message::new("error-import-course-several"));
            return Ok(None);
        }
    }
    let organiser = agreed(rows, "organiser").and_then(|fields| need_line(fields, "organiser"));
    let ends_on = agreed(rows, "ends_on").and_then(|fields| need_day(fields, "ends_on"));
    let hours = agreed(rows, "hours").and_then(|fields| need_whole(fields, "hours"));
    let document = agreed(rows, "document").and_then(|fields| need_line(fields, "document"));
    let new = (|| {
        Some(Head::New(Source::Course {
            name,
            organiser: organiser?,
            unit,
            place,
            starts_on,
            ends_on: ends_on?,
            hours: i32::try_from(hours?).unwrap_or(i32::MAX),
            document: document?,
        }))
    })();
    Ok(new)
}

/// Notes on the rows where they say something else than the course on record.
fn compare(tx: &mut Tx<'_>, holder: Holder, rows: &mut [Line]) -> Result<()> {
    let scope = tx.scope();
    let Source::Course { organiser, ends_on, hours, document, .. } =
        store::source(tx.conn, &scope, holder)?.source
    else {
        return Ok(());
    };
    for row in rows {
        differs(&mut row.fields, "organiser", &organiser);
        differs(&mut row.fields, "ends_on", &ends_on.to_string());
        differs(&mut row.fields, "hours", &hours.to_string());
        differs(&mut row.fields, "document", &document);
    }
    Ok(())
}

fn of_row(fields: &mut Fields) -> Row {
    Row::Attendance {
        certificate: line(fields, "certificate").unwrap_or_default(),
        completed_on: fields.day("completed_on"),
        placement_employer: line(fields, "placement_employer").unwrap_or_default(),
        placement_on: fields.day("placement_on"),
    }
}

/// Puts a row's person on the course's list, if they are not on it.
fn attendance(tx: &mut Tx<'_>, course: Option<Holder>, row: &mut Line) -> Result<Option<NewMade>> {
    let fields = &mut row.fields;
    let new = of_row(fields);
    let person = people::person(tx, fields)?;
    let Some((course, person)) = course.zip(person) else {
        // There is no list yet; what the form would say of the row is said all the same.
        if let Err(refusals) = new.examine(tx.now.day()) {
            super::refuse(Noun::Courses, fields, refusals.into())?;
        }
        return Ok(None);
    };
    if let Some(known) = records::attendance_of(tx.conn, course.record, person)? {
        row.known = true;
        return compare_row(tx, known, fields).map(|()| None);
    }
    if !fields.is_fine() {
        return Ok(None);
    }
    let added = tx.attempt(true, |tx| desk::add_row(tx, Some(course), &new, &Who::Chosen(person)));
    match added {
        Ok(Named::Made(holder)) => people::made(tx, holder, BACK).map(Some),
        Ok(Named::Several(_)) => Err(Error::Broken("a person is several".into())),
        Err(error) => {
            super::refuse(Noun::Courses, fields, renamed(error, &[("who", "id_number")]))?;
            Ok(None)
        }
    }
}

fn compare_row(tx: &mut Tx<'_>, known: i64, fields: &mut Fields) -> Result<()> {
    let holder = Holder { kind: HolderKind::Attendance, record: known };
    if let Row::Attendance { certificate, completed_on, placement_employer, placement_on } =
        people::line(tx, holder)?.row
    {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        differs(fields, "certificate", &certificate);
        differs(fields, "completed_on", &day(completed_on));
        differs(fields, "placement_employer", &placement_employer);
        differs(fields, "placement_on", &day(placement_on));
    }
    Ok(())
}

/// Takes out again what was made, if nothing later used it.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[Made], why: &Reason) -> Result<()> {
    people::take_off(tx, made, BACK, HolderKind::Attendance, why)?;
    records::delete_attendances(tx.conn, &super::of(made, "attendance"))?;
    Ok(records::delete_courses(tx.conn, &super::of(made, "course"))?)
}
