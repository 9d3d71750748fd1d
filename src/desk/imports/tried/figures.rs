//! Published figures: one row a number, the rows of one source, day, year, unit, scope and unit of count one figure.

mod numbers;

use self::numbers::Numbers;
use super::groups::{Groups, Row, agreed, agreed_value};
use super::{Places, Tx, differs, line, need_day, need_line, need_whole};
use crate::desk::figures as desk;
use crate::desk::{Error, Result};
use crate::domain::access::Act;
use crate::domain::figure::NewFigure;
use crate::domain::import::{Fields, Noun};
use crate::store::figures::{self as store, Figure, FigureFilter};
use crate::store::imports::{self as records, Made, NewMade};

/// How the rows make figures.
pub(super) const GROUPS: Groups = Groups {
    key: &["source", "published_on", "year", "about", "scope", "scope_note", "count"],
    spelt,
    record: figure,
};

/// 全市 and an empty cell mean the same, and so do a unit's name and its code.
fn spelt(places: &Places, fields: &mut Fields, key: &'static str) -> String {
    let said = fields.text(key).to_owned();
    match key {
        "about" if places.is_city(&said) => String::new(),
        "about" => places.unit_of(fields, key).map_or(said, String::from),
        _ => said,
    }
}

fn figure(tx: &mut Tx<'_>, places: &Places, rows: &mut [Row]) -> Result<Vec<NewMade>> {
    tx.actor.must(Act::RecordFigure)?;
    let numbers = Numbers::read(places, rows);
    let Some(new) = read(places, rows, &numbers) else { return Ok(Vec::new()) };
    if let Some(known) = known(tx, &new)? {
        numbers.compare(&known.printed, rows);
        for row in rows {
            differs(&mut row.fields, "authority", &known.authority);
            differs(&mut row.fields, "note", &known.note);
        }
        return Ok(Vec::new());
    }
    if rows.iter().any(|row| !row.fields.is_fine()) {
        return Ok(Vec::new());
    }
    match tx.attempt(true, |tx| desk::record(tx, &new)) {
        Ok(id) => Ok(vec![NewMade::anew("figure", id.0)]),
        Err(error) => noted(rows, &numbers, error).map(|()| Vec::new()),
    }
}

/// The figure the rows are of, if they say all of it.
fn read(places: &Places, rows: &mut [Row], numbers: &Numbers) -> Option<NewFigure> {
    let authority = agreed(rows, "authority").and_then(|fields| need_line(fields, "authority"));
    let note = agreed(rows, "note").map(|fields| fields.text("note").to_owned()).unwrap_or_default();
    let scope = agreed_value(rows, "scope");
    let count = agreed_value(rows, "count");
    let fields = &mut rows.first_mut()?.fields;
    let (source, published_on) = (need_line(fields, "source"), need_day(fields, "published_on"));
    let year = need_whole(fields, "year");
    let scope_note = line(fields, "scope_note").unwrap_or_default();
    let about = fields.text("about");
    let unit = if places.is_city(about) { None } else { Some(places.unit(about)?.clone()) };
    Some(NewFigure {
        authority: authority?,
        source: source?,
        published_on: published_on?,
        year: i32::try_from(year?).unwrap_or(i32::MAX),
        unit,
        scope: scope?,
        scope_note,
        unit_of_count: count?,
        printed: numbers.printed(),
        note,
    })
}

/// The same figure, if it is on record.
fn known(tx: &mut Tx<'_>, new: &NewFigure) -> Result<Option<Figure>> {
    let all = store::list(tx.conn, FigureFilter { id: None, year: Some(new.year) })?;
    Ok(all.into_iter().find(|one| {
        (&one.source, one.published_on, &one.unit, one.scope, one.scope_note.as_str(), one.unit_of_count)
            == (&new.source, new.published_on, &new.unit, new.scope, new.scope_note.trim(), new.unit_of_count)
    }))
}

/// Notes what the form would refuse on the row of the number, or on the first.
fn noted(rows: &mut [Row], numbers: &Numbers, error: Error) -> Result<()> {
    let refusals = match error {
        Error::Invalid(refusals) => refusals,
        other => {
            let Some(first) = rows.first_mut() else { return Err(other) };
            return super::refuse(Noun::Figures, &mut first.fields, other);
        }
    };
    for (field, message) in refusals.iter() {
        let (at, column) = numbers.place(field).unwrap_or((
            0,
            match field {
                "unit" | "units" => "about",
                "authority" => "authority",
                "published_on" => "published_on",
                "year" => "year",
                "scope_note" => "scope_note",
                "source" => "source",
                _ => "amount",
            },
        ));
        if let Some(row) = rows.get_mut(at) {
            row.fields.refuse(column, message.clone());
        }
    }
    Ok(())
}

/// Takes out again what was made, if nothing was said of it.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[Made]) -> Result<()> {
    Ok(records::delete_figures(tx.conn, &super::of(made, "figure"), tx.now)?)
}
