//! Signed letters of targets: one row a unit's pathway, or its whole; the rows of one year and document one letter.

use super::groups::{Groups, Row, agreed, as_it_stands, once};
use super::{Places, Tx, differs, need_day, need_line, need_whole};
use crate::desk::targets as desk;
use crate::desk::{Error, Result};
use crate::domain::access::Act;
use crate::domain::division::UnitCode;
use crate::domain::import::Noun;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::target::{Goal, Goals, NewLetter};
use crate::store::imports::{self as records, Made, NewMade};
use crate::store::targets::{self as store, Letter};

/// How the rows make letters.
pub(super) const GROUPS: Groups = Groups { key: &["year", "document"], spelt: as_it_stands, record: letter };

/// What a row asks of whom.
type Asked = ((UnitCode, Option<Pathway>), Goal);

/// What each row asks. What is wrong is noted on the rows.
fn asked(places: &Places, rows: &mut [Row]) -> Vec<Option<Asked>> {
    let mut asked = Vec::with_capacity(rows.len());
    for row in rows.iter_mut() {
        let fields = &mut row.fields;
        let unit = places.unit_of(fields, "unit");
        if unit.is_none() {
            fields.miss("unit");
        }
        let pathway = match fields.text("pathway") {
            "" | "total" => None,
            _ => fields.take::<Pathway>("pathway"),
        };
        let persons = need_whole(fields, "persons").map(Persons);
        let households = fields.whole("households").map(Households);
        asked.push(unit.zip(persons).map(|(unit, persons)| ((unit, pathway), Goal { persons, households })));
    }
    asked
}

fn letter(tx: &mut Tx<'_>, places: &Places, rows: &mut [Row]) -> Result<Vec<NewMade>> {
    tx.actor.must(Act::SetTargets)?;
    let asked = asked(places, rows);
    let of_row = |row: &Row| {
        let unit = places.unit(row.fields.text("unit"))?.clone();
        Some((unit, row.fields.text("pathway").replace("total", "")))
    };
    once(rows, "pathway", of_row);
    let Some(new) = read(rows, &asked) else { return Ok(Vec::new()) };
    let all = store::list(tx.conn)?;
    if let Some(known) = all.iter().find(|one| (one.year, &one.document) == (new.year, &new.document)) {
        compare(known, rows, &asked);
        return Ok(Vec::new());
    }
    if rows.iter().any(|row| !row.fields.is_fine()) {
        return Ok(Vec::new());
    }
    match tx.attempt(true, |tx| desk::record(tx, &new)) {
        Ok(id) => Ok(vec![NewMade::anew("target_letter", id.0)]),
        Err(error) => noted(rows, &asked, error).map(|()| Vec::new()),
    }
}

/// The letter the rows are of, if they say all of it.
fn read(rows: &mut [Row], asked: &[Option<Asked>]) -> Option<NewLetter> {
    let title = agreed(rows, "title").and_then(|fields| need_line(fields, "title"));
    let signed_on = agreed(rows, "signed_on").and_then(|fields| need_day(fields, "signed_on"));
    let tolerance = agreed(rows, "tolerance").and_then(|fields| fields.whole("tolerance"));
    let note = agreed(rows, "note").map(|fields| fields.text("note").to_owned()).unwrap_or_default();
    let fields = &mut rows.first_mut()?.fields;
    let (year, document) = (need_whole(fields, "year"), need_line(fields, "document"));
    Some(NewLetter {
        year: i32::try_from(year?).unwrap_or(i32::MAX),
        title: title?,
        document: document?,
        signed_on: signed_on?,
        // What the form begins with.
        tolerance: tolerance.unwrap_or(NewLetter::USUAL_TOLERANCE),
        goals: Goals(asked.iter().flatten().cloned().collect()),
        note,
    })
}

/// A letter never changes: a row is known, or says something else.
fn compare(letter: &Letter, rows: &mut [Row], asked: &[Option<Asked>]) {
    for (row, asked) in rows.iter_mut().zip(asked) {
        let Some(((unit, pathway), _)) = asked else { continue };
        row.known = true;
        let written = letter.goals.written(unit, *pathway);
        let persons = written.map(|goal| goal.persons.0.to_string()).unwrap_or_default();
        let households = written.and_then(|goal| goal.households).map(|number| number.0.to_string());
        let fields = &mut row.fields;
        differs(fields, "persons", &persons);
        differs(fields, "households", &households.unwrap_or_default());
        differs(fields, "title", &letter.title);
        differs(fields, "signed_on", &letter.signed_on.to_string());
        differs(fields, "tolerance", &letter.tolerance.to_string());
        differs(fields, "note", &letter.note);
    }
}

/// Notes what the form would refuse on the row of the number, on the first row of its unit, or on the first of all.
fn noted(rows: &mut [Row], asked: &[Option<Asked>], error: Error) -> Result<()> {
    let refusals = match error {
        Error::Invalid(refusals) => refusals,
        other => {
            let Some(first) = rows.first_mut() else { return Err(other) };
            return super::refuse(Noun::Targets, &mut first.fields, other);
        }
    };
    for (field, message) in refusals.iter() {
        let (column, key) = match field.split_once('[') {
            Some(("persons", key)) => (Some("persons"), key.trim_end_matches(']')),
            Some(("households", key)) => (Some("households"), key.trim_end_matches(']')),
            _ => (None, ""),
        };
        let of_it = |one: &Option<Asked>| {
            one.as_ref().is_some_and(|((unit, pathway), _)| Goals::key(unit, *pathway) == key)
        };
        let of_unit = |one: &Option<Asked>| {
            let unit = key.split_once('-').map(|(unit, _)| unit);
            one.as_ref().is_some_and(|((of, _), _)| Some(of.as_str()) == unit)
        };
        let at = asked.iter().position(of_it).or_else(|| asked.iter().position(of_unit)).unwrap_or(0);
        let Some(row) = rows.get_mut(at) else { continue };
        let known = Noun::Targets.layout().columns.iter().find(|column| column.key == field);
        match column.or(known.map(|column| column.key)) {
            Some(column) => row.fields.refuse(column, message.clone()),
            None => row.fields.refuse_row(message.clone()),
        }
    }
    Ok(())
}

/// Takes out again what was made. Nothing rests on a letter: its numbers are compared anew each time.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[Made]) -> Result<()> {
    Ok(records::delete_letters(tx.conn, &super::of(made, "target_letter"))?)
}
