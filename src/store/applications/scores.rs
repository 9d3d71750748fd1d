//! The points and notes of an application's columns.

use diesel::prelude::*;

use crate::domain::ids::{ApplicationId, UserId};
use crate::domain::inspection::ItemNotes;
use crate::domain::moment::Moment;
use crate::domain::scoring::{Answers, Column};
use crate::store::conn::on_backend;
use crate::store::fault::changed;
use crate::store::schema::{applications, scores};
use crate::store::{Conn, Result};

/// Points given to one item.
#[derive(Debug, Clone, Queryable)]
pub struct Given {
    /// In whose column.
    pub column: Column,
    /// The item.
    pub item: String,
    /// How many, in whole points.
    pub points: i32,
    /// Why; may be empty.
    pub note: String,
}

/// Every point given to an application, in all columns.
///
/// # Errors
/// If the database fails.
pub fn scores(c: &mut Conn, id: ApplicationId) -> Result<Vec<Given>> {
    Ok(scores::table
        .filter(scores::application_id.eq(id))
        .select((scores::role, scores::item_code, scores::points, scores::note))
        .order((scores::role, scores::item_code))
        .load(c)?)
}

#[derive(Insertable)]
#[diesel(table_name = scores, treat_none_as_default_value = false)]
struct ScoreRow<'a> {
    application_id: ApplicationId,
    role: Column,
    item_code: &'a str,
    points: i32,
    scored_by: UserId,
    scored_at: Moment,
}

/// Makes a column say what the answers say. Only what differs from what was `given` is written, so that each point keeps
/// who entered it.
///
/// # Errors
/// If the database fails.
pub fn save_scores(
    c: &mut Conn,
    (id, column): (ApplicationId, Column),
    given: &[Given],
    answers: &Answers,
    by: UserId,
    at: Moment,
) -> Result<()> {
    let own = || given.iter().filter(|given| given.column == column);
    let gone = own().filter(|given| answers.get(&given.item) != Some(&given.points));
    let gone: Vec<&str> = gone.map(|given| given.item.as_str()).collect();
    if !gone.is_empty() {
        let column = scores::application_id.eq(id).and(scores::role.eq(column));
        diesel::delete(scores::table.filter(column).filter(scores::item_code.eq_any(gone))).execute(c)?;
    }
    let rows: Vec<ScoreRow<'_>> = answers
        .iter()
        .filter(|(item, points)| !own().any(|given| given.item == **item && given.points == **points))
        .map(|(item, points)| ScoreRow {
            application_id: id,
            role: column,
            item_code: item,
            points: *points,
            scored_by: by,
            scored_at: at,
        })
        .collect();
    if !rows.is_empty() {
        on_backend!(c, |c| diesel::insert_into(scores::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Marks that the scores of an application were saved, if it is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn keep_scores(c: &mut Conn, id: ApplicationId, revision: i64) -> Result<()> {
    let target = applications::table.filter(applications::id.eq(id).and(applications::revision.eq(revision)));
    changed(diesel::update(target).set(applications::revision.eq(revision + 1)).execute(c)?)
}

/// Makes the notes of a column's items say what these say.
///
/// # Errors
/// If the database fails.
pub fn save_notes(
    c: &mut Conn,
    (id, column): (ApplicationId, Column),
    given: &[Given],
    notes: &ItemNotes,
) -> Result<()> {
    for given in given.iter().filter(|given| given.column == column) {
        let note = notes.get(&given.item).map_or("", |note| note.trim());
        if note != given.note {
            diesel::update(scores::table.find((id, column, &given.item)))
                .set(scores::note.eq(note))
                .execute(c)?;
        }
    }
    Ok(())
}
