//! Letters of targets, as they were signed.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::on_backend;
use super::schema::{target_letters, targets, users};
use super::{Conn, Result};
use crate::domain::division::UnitCode;
use crate::domain::ids::{TargetLetterId, UserId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::target::{Goal, Goals, NewLetter};

/// A recorded letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its number here.
    pub id: TargetLetterId,
    /// The year its targets are of.
    pub year: i32,
    /// Its title.
    pub title: String,
    /// The number it was signed under.
    pub document: String,
    /// When it was signed: it counts from this day on.
    pub signed_on: NaiveDate,
    /// How many percentage points behind the calendar it lets pass.
    pub tolerance: i64,
    /// What else is to be known of it.
    pub note: String,
    /// Who recorded it; nobody if the program brought it along.
    pub recorded_by: Option<String>,
    /// When.
    pub recorded_at: Moment,
    /// What it asks.
    pub goals: Goals,
}

#[derive(Insertable)]
#[diesel(table_name = targets, treat_none_as_default_value = false)]
struct Row<'a> {
    letter_id: TargetLetterId,
    unit_code: &'a UnitCode,
    pathway: Option<Pathway>,
    persons: Persons,
    households: Option<Households>,
}

/// Records a letter with all it asks.
///
/// # Errors
/// `Taken(Unique::TargetLetter)` if the year has one of this number.
pub fn insert(c: &mut Conn, new: &NewLetter, by: Option<UserId>, at: Moment) -> Result<TargetLetterId> {
    let id = diesel::insert_into(target_letters::table)
        .values((
            target_letters::year.eq(new.year),
            target_letters::title.eq(&new.title),
            target_letters::document.eq(&new.document),
            target_letters::signed_on.eq(new.signed_on),
            target_letters::tolerance.eq(new.tolerance),
            target_letters::goals.eq(i64::try_from(new.goals.0.len()).unwrap_or(i64::MAX)),
            target_letters::note.eq(&new.note),
            target_letters::recorded_by.eq(by),
            target_letters::recorded_at.eq(at),
        ))
        .returning(target_letters::id)
        .get_result::<TargetLetterId>(c)?;
    let row =
        |((unit, pathway), goal): (&'_ (UnitCode, Option<Pathway>), &Goal)| (unit.clone(), *pathway, *goal);
    let goals: Vec<_> = new.goals.0.iter().map(row).collect();
    let rows: Vec<Row<'_>> = goals
        .iter()
        .map(|(unit_code, pathway, goal)| Row {
            letter_id: id,
            unit_code,
            pathway: *pathway,
            persons: goal.persons,
            households: goal.households,
        })
        .collect();
    on_backend!(c, |c| diesel::insert_into(targets::table).values(&rows).execute(c))?;
    Ok(id)
}

/// Every letter, the newest year and the one signed last first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn) -> Result<Vec<Letter>> {
    type Found = (TargetLetterId, i32, String, String, NaiveDate, i64, String, Option<String>, Moment);
    type Asked = (TargetLetterId, UnitCode, Option<Pathway>, Persons, Option<Households>);
    let rows = target_letters::table
        .left_join(users::table)
        .order((target_letters::year.desc(), target_letters::signed_on.desc(), target_letters::id.desc()))
        .select((
            target_letters::id,
            target_letters::year,
            target_letters::title,
            target_letters::document,
            target_letters::signed_on,
            target_letters::tolerance,
            target_letters::note,
            users::name.nullable(),
            target_letters::recorded_at,
        ))
        .load::<Found>(c)?;
    let asked = targets::table
        .select((
            targets::letter_id,
            targets::unit_code,
            targets::pathway,
            targets::persons,
            targets::households,
        ))
        .load::<Asked>(c)?;
    let letter = |row: Found| {
        let (id, year, title, document, signed_on, tolerance, note, recorded_by, recorded_at) = row;
        let own = asked.iter().filter(|one| one.0 == id);
        let goals = own.map(|(_, unit, pathway, persons, households)| {
            ((unit.clone(), *pathway), Goal { persons: *persons, households: *households })
        });
        let goals = Goals(goals.collect());
        Letter { id, year, title, document, signed_on, tolerance, note, recorded_by, recorded_at, goals }
    };
    Ok(rows.into_iter().map(letter).collect())
}
