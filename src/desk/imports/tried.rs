//! Files whose rows are each tried by the act of a form, in a part of the transaction of their own: what the form would refuse,
//! the row is refused. Rows that make one record together (a course with its roster, a published figure, a letter) are tried
//! together. Shown before anything is stored, the whole trial is taken back.

mod courses;
mod divisions;
mod figures;
mod groups;
mod hires;
mod payments;
mod people;
mod sites;
mod targets;

use super::places::Places;
use super::{Prepared, plain};
use crate::desk::{Error, Result, Tx};
use crate::domain::codes::Code as _;
use crate::domain::identity::Reason;
use crate::domain::import::{Change, Detail, Fields, MOST_TRIED, Noun, Outcome, Place, RowPlan, shown};
use crate::domain::refusal::{Message, Refusals};
use crate::domain::text::LINE;
use crate::store::imports::{Made, NewMade};

/// What became of a row.
enum Tried {
    Known,
    Made(Vec<NewMade>),
    Changed(Change, NewMade),
}

/// Tries every row; what was made stays if it is to be kept.
pub(super) fn plan(tx: &mut Tx<'_>, prepared: &Prepared, keep: bool) -> Result<(Vec<RowPlan>, Vec<NewMade>)> {
    if prepared.count() > MOST_TRIED {
        let most = i64::try_from(MOST_TRIED).unwrap_or(i64::MAX);
        return Err(Refusals::one("file", Message::new("error-import-too-many").with("most", most)).into());
    }
    let places = Places::read(&mut tx.reading())?;
    let noun = prepared.noun;
    tx.attempt(keep, |tx| {
        let rows = prepared.fields().map(|(place, _, fields)| (place, fields));
        match noun {
            Noun::Courses => groups::plan(tx, &places, noun, &courses::GROUPS, rows),
            Noun::Figures => groups::plan(tx, &places, noun, &figures::GROUPS, rows),
            Noun::Targets => groups::plan(tx, &places, noun, &targets::GROUPS, rows),
            _ => {
                let (mut plans, mut made) = (Vec::new(), Vec::new());
                for (place, mut fields) in rows {
                    prepared.meter.more(1)?;
                    let tried = tx.attempt(true, |tx| row(tx, noun, &places, &mut fields));
                    plans.push(judged(place, noun, fields, tried, &mut made)?);
                }
                Ok((plans, made))
            }
        }
    })
}

/// What becomes of a row that was tried.
fn judged(
    place: Place,
    noun: Noun,
    mut fields: Fields,
    tried: Result<Tried>,
    made: &mut Vec<NewMade>,
) -> Result<RowPlan> {
    let mut detail = Detail { label: label(noun, &fields), ..Detail::default() };
    let outcome = match tried {
        Ok(Tried::Known) => return Ok(plain(place, Outcome::Known)),
        Ok(Tried::Made(new)) => {
            made.extend(new);
            return Ok(plain(place, Outcome::Fine));
        }
        Ok(Tried::Changed(change, new)) => {
            made.push(new);
            detail.changes.push(change);
            Outcome::Changes
        }
        Err(error) => {
            refuse(noun, &mut fields, error)?;
            Outcome::Wrong
        }
    };
    detail.wrong = fields.wrong;
    Ok(RowPlan { place, outcome, detail: Some(Box::new(detail)) })
}

/// Notes on a row what an act refused, each in the column of its field.
///
/// # Errors
/// What is no refusal.
fn refuse(noun: Noun, fields: &mut Fields, error: Error) -> Result<()> {
    match error {
        Error::Invalid(refusals) => {
            for (field, message) in refusals.iter() {
                match noun.layout().columns.iter().find(|column| column.key == field) {
                    Some(column) => fields.refuse(column.key, message.clone()),
                    None => fields.refuse_row(message.clone()),
                }
            }
        }
        Error::Conflict(message) => fields.refuse_row(message),
        other => return Err(other),
    }
    Ok(())
}

fn label(noun: Noun, fields: &Fields) -> String {
    let key = match noun {
        Noun::Operators => "business",
        Noun::Figures => "source",
        Noun::Targets => "unit",
        _ => "name",
    };
    shown(fields.text(key))
}

/// Nothing more than what is wrong with the row so far.
fn refused() -> Error {
    Refusals::default().into()
}

fn row(tx: &mut Tx<'_>, noun: Noun, places: &Places, fields: &mut Fields) -> Result<Tried> {
    match noun {
        Noun::Sites => sites::site(tx, places, fields),
        Noun::Operators => sites::operator(tx, fields),
        Noun::Hires => hires::hire(tx, places, fields),
        Noun::Divisions => divisions::division(tx, fields),
        Noun::Payments => payments::payment(tx, places, fields),
        Noun::Exits | Noun::Households | Noun::Courses | Noun::Figures | Noun::Targets => {
            Err(Error::Broken(format!("{} are not tried row by row", noun.code())))
        }
    }
}

/// A line of text, no longer than a form takes; none if the column says nothing.
fn line(fields: &mut Fields, key: &'static str) -> Option<String> {
    let text = fields.text(key).to_owned();
    if i64::try_from(text.chars().count()).is_ok_and(|characters| characters > LINE) {
        fields.refuse(key, Message::new("error-too-long").with("most", LINE));
        return None;
    }
    Some(text).filter(|text| !text.is_empty())
}

/// As [`line`], of a column that must say something.
fn need_line(fields: &mut Fields, key: &'static str) -> Option<String> {
    if fields.text(key).is_empty() {
        fields.miss(key);
    }
    line(fields, key)
}

/// The day of a column that must say one.
fn need_day(fields: &mut Fields, key: &'static str) -> Option<chrono::NaiveDate> {
    let day = fields.day(key);
    if day.is_none() {
        fields.miss(key);
    }
    day
}

/// The number of a column that must say one.
fn need_whole(fields: &mut Fields, key: &'static str) -> Option<i64> {
    let number = fields.whole(key);
    if number.is_none() {
        fields.miss(key);
    }
    number
}

/// Notes that the records say something else than a column does. A column that says nothing says nothing else.
fn differs(fields: &mut Fields, key: &'static str, known: &str) {
    let said = fields.text(key);
    if !said.is_empty() && said != known {
        let known = if known.is_empty() { "—".to_owned() } else { shown(known) };
        fields.refuse(key, Message::new("error-import-recorded-differs").with("known", known));
    }
}

/// The records of a noun among what was made.
fn of(made: &[Made], noun: &str) -> Vec<i64> {
    made.iter().filter(|one| one.noun == noun).map(|one| one.record).collect()
}

/// Takes out again what was made, if nothing later used it.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[Made], why: &Reason) -> Result<()> {
    hires::undo(tx, made)?;
    sites::undo(tx, made)?;
    courses::undo(tx, made, why)?;
    payments::undo(tx, made, why)?;
    figures::undo(tx, made)?;
    targets::undo(tx, made)?;
    divisions::undo(tx, made)
}
