//! Rows that make one record together. A group one row of which is wrong is not stored: its other rows are held.

use std::collections::HashMap;

use super::{Places, label, refuse, refused};
use crate::desk::imports::plain;
use crate::desk::{Error, Result, Tx};
use crate::domain::import::{Detail, Fields, Need, Noun, Outcome, Place, RowPlan};
use crate::domain::refusal::{Message, Refusal};
use crate::store::imports::NewMade;

/// A row of a group.
pub(super) struct Row {
    /// Where it stands.
    pub place: Place,
    /// What it says, and what is wrong with it.
    pub fields: Fields,
    /// Whether all of it is on record already.
    pub known: bool,
}

/// How the rows of a noun make records.
pub(super) struct Groups {
    /// The columns by which rows are of one record.
    pub key: &'static [&'static str],
    /// What a column of these says, spelt in one way. What is wrong with it is noted on the row.
    pub spelt: fn(&Places, &mut Fields, &'static str) -> String,
    /// Tries the rows of a record; what was made. What is wrong is noted on the rows.
    pub record: fn(&mut Tx<'_>, &Places, &mut [Row]) -> Result<Vec<NewMade>>,
}

/// What a column says, as it stands.
pub(super) fn as_it_stands(_: &Places, fields: &mut Fields, key: &'static str) -> String {
    fields.text(key).to_owned()
}

struct Group {
    key: Vec<String>,
    rows: Vec<Row>,
    /// A row that may be of it says not of which record it is.
    loose: bool,
}

/// Tries the rows of each record together, in the order of the first row of each.
pub(super) fn plan(
    tx: &mut Tx<'_>,
    places: &Places,
    noun: Noun,
    how: &Groups,
    rows: impl Iterator<Item = (Place, Fields)>,
) -> Result<(Vec<RowPlan>, Vec<NewMade>)> {
    let (mut plans, mut made) = (Vec::new(), Vec::new());
    for mut group in gathered(places, noun, how, rows) {
        let tried = tx.attempt(true, |tx| {
            let made = (how.record)(tx, places, &mut group.rows)?;
            let wrong = group.rows.iter().any(|row| !row.fields.is_fine());
            if wrong || group.loose { Err(refused()) } else { Ok(made) }
        });
        let stored = match tried {
            Ok(new) => {
                made.extend(new);
                true
            }
            Err(error) => {
                told(noun, &mut group, error)?;
                false
            }
        };
        plans.extend(group.rows.into_iter().map(|row| judged(noun, row, stored)));
    }
    plans.sort_by_key(|plan| plan.place);
    Ok((plans, made))
}

/// Puts what an act refused of the record as a whole on its first row.
fn told(noun: Noun, group: &mut Group, error: Error) -> Result<()> {
    match group.rows.first_mut() {
        Some(first) => refuse(noun, &mut first.fields, error),
        None => Err(error),
    }
}

fn judged(noun: Noun, row: Row, stored: bool) -> RowPlan {
    let Row { place, fields, known } = row;
    if fields.is_fine() {
        return match (known, stored) {
            (true, _) => plain(place, Outcome::Known),
            (false, true) => plain(place, Outcome::Fine),
            (false, false) => {
                let detail = Detail { label: label(noun, &fields), ..Detail::default() };
                RowPlan { place, outcome: Outcome::Held, detail: Some(Box::new(detail)) }
            }
        };
    }
    let detail = Detail { label: label(noun, &fields), wrong: fields.wrong, ..Detail::default() };
    RowPlan { place, outcome: Outcome::Wrong, detail: Some(Box::new(detail)) }
}

/// The rows by their record. A row that does not say of which record it is keeps those back it may be of: stored without it, a
/// figure would lack a number for ever.
fn gathered(
    places: &Places,
    noun: Noun,
    how: &Groups,
    rows: impl Iterator<Item = (Place, Fields)>,
) -> Vec<Group> {
    let (mut groups, mut at) = (Vec::<Group>::new(), HashMap::<Vec<String>, usize>::new());
    let mut loose = Vec::new();
    for (place, mut fields) in rows {
        let key: Vec<String> =
            how.key.iter().map(|column| (how.spelt)(places, &mut fields, column)).collect();
        let unsaid: Vec<bool> = how.key.iter().map(|column| is_unsaid(noun, &mut fields, column)).collect();
        if unsaid.contains(&true) {
            loose.push(key.iter().cloned().zip(unsaid).collect::<Vec<_>>());
        }
        let place_of = *at.entry(key.clone()).or_insert_with(|| {
            groups.push(Group { key, rows: Vec::new(), loose: false });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place_of) {
            group.rows.push(Row { place, fields, known: false });
        }
    }
    for group in &mut groups {
        let may_be = |row: &Vec<(String, bool)>| {
            row.iter().zip(&group.key).all(|((said, no), key)| *no || said == key)
        };
        group.loose = loose.iter().any(may_be);
    }
    groups
}

/// Whether a column by which rows are of one record says nothing it must, which is noted, or something wrong.
fn is_unsaid(noun: Noun, fields: &mut Fields, key: &str) -> bool {
    let Some(column) = noun.layout().columns.iter().find(|column| column.key == key) else { return false };
    if column.need == Need::Always && fields.text(key).is_empty() {
        fields.miss(column.key);
    }
    fields.wrong.iter().any(|wrong| wrong.column.as_deref() == Some(column.header))
}

/// The row of a record that says a column first: the others may say nothing, or the same.
pub(super) fn agreed<'r>(rows: &'r mut [Row], key: &'static str) -> Option<&'r mut Fields> {
    let first = rows.iter().position(|row| !row.fields.text(key).is_empty()).unwrap_or(0);
    let (said, number) = rows.get(first).map(|row| (row.fields.text(key).to_owned(), row.place.row))?;
    for row in rows.iter_mut().skip(first + 1) {
        let other = row.fields.text(key);
        if !other.is_empty() && other != said {
            let message = Message::new("error-import-group-differs").with("row", i64::from(number));
            row.fields.refuse(key, message);
        }
    }
    rows.get_mut(first).map(|row| &mut row.fields)
}

/// A value that every row of a record says alike, or once.
pub(super) fn agreed_value<T: std::str::FromStr>(rows: &mut [Row], key: &'static str) -> Option<T>
where
    T::Err: Refusal,
{
    agreed(rows, key)?.need(key)
}

/// Notes on the rows after the first that they say of one thing what an earlier row said.
pub(super) fn once<K: PartialEq>(rows: &mut [Row], column: &'static str, of: impl Fn(&Row) -> Option<K>) {
    let mut before: Vec<(K, i32)> = Vec::new();
    for row in rows {
        let Some(one) = of(row) else { continue };
        if let Some((_, number)) = before.iter().find(|(other, _)| *other == one) {
            let message = Message::new("error-import-twice").with("row", i64::from(*number));
            row.fields.refuse(column, message);
        } else {
            before.push((one, row.place.row));
        }
    }
}
