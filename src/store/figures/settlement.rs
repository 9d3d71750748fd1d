//! What was said of the differences of published figures, and who closed them. Nothing here is ever changed.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::domain::division::UnitCode;
use crate::domain::figure::{Closing, ClosingLine, Explanation, NewExplanation, Part, Reason};
use crate::domain::ids::{FigureClosingId, FigureId, UserId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::store::conn::on_backend;
use crate::store::fault::changed;
use crate::store::schema::{
    published_figure_closing_lines, published_figure_closings, published_figure_explanations,
    published_figures, users,
};
use crate::store::{Conn, Fault, Result};

/// Takes the next turn at a figure: whoever comes with an older revision is refused.
///
/// # Errors
/// `Stale` if somebody said something of it since.
pub fn take_turn(c: &mut Conn, id: FigureId, revision: i64) -> Result<()> {
    let figure = published_figures::table
        .filter(published_figures::id.eq(id).and(published_figures::revision.eq(revision)));
    changed(diesel::update(figure).set(published_figures::revision.eq(revision + 1)).execute(c)?)
}

/// Keeps a reason for a difference.
///
/// # Errors
/// If the database fails.
pub fn explain(c: &mut Conn, id: FigureId, new: &NewExplanation, by: UserId, at: Moment) -> Result<()> {
    diesel::insert_into(published_figure_explanations::table)
        .values((
            published_figure_explanations::figure_id.eq(id),
            published_figure_explanations::pathway.eq(new.pathway),
            published_figure_explanations::unit_code.eq(new.unit.as_ref()),
            published_figure_explanations::reason.eq(new.reason),
            published_figure_explanations::amount.eq(new.amount),
            published_figure_explanations::note.eq(&new.note),
            published_figure_explanations::explained_by.eq(by),
            published_figure_explanations::explained_at.eq(at),
        ))
        .execute(c)?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = published_figure_closing_lines, treat_none_as_default_value = false)]
struct Line {
    closing_id: FigureClosingId,
    part: String,
    difference: i64,
    explained: i64,
}

/// Keeps a closing with the differences it closed.
///
/// # Errors
/// If the database fails, or holds that its closer had a hand in the figure.
pub fn close(
    c: &mut Conn,
    id: FigureId,
    (lines, note): (&BTreeMap<Part, ClosingLine>, &str),
    by: UserId,
    at: Moment,
) -> Result<FigureClosingId> {
    let unexplained: i64 = lines.values().map(|line| line.rest().abs()).sum();
    let closing = diesel::insert_into(published_figure_closings::table)
        .values((
            published_figure_closings::figure_id.eq(id),
            published_figure_closings::unexplained.eq(unexplained),
            published_figure_closings::note.eq(note),
            published_figure_closings::closed_by.eq(by),
            published_figure_closings::closed_at.eq(at),
        ))
        .returning(published_figure_closings::id)
        .get_result::<FigureClosingId>(c)?;
    let line = |(part, line): (&Part, &ClosingLine)| Line {
        closing_id: closing,
        part: part.to_string(),
        difference: line.difference,
        explained: line.explained,
    };
    let rows: Vec<Line> = lines.iter().map(line).collect();
    on_backend!(c, |c| diesel::insert_into(published_figure_closing_lines::table).values(&rows).execute(c))?;
    Ok(closing)
}

/// The reasons given of some figures, in the order they were given.
///
/// # Errors
/// If the database fails.
pub fn explanations(c: &mut Conn, ids: &[FigureId]) -> Result<Vec<(FigureId, Explanation)>> {
    type Row = ((FigureId, Option<Pathway>, Option<UnitCode>, Reason, i64, String), (UserId, String, Moment));
    let rows = published_figure_explanations::table
        .inner_join(users::table)
        .filter(published_figure_explanations::figure_id.eq_any(ids))
        .order(published_figure_explanations::id)
        .select((
            (
                published_figure_explanations::figure_id,
                published_figure_explanations::pathway,
                published_figure_explanations::unit_code,
                published_figure_explanations::reason,
                published_figure_explanations::amount,
                published_figure_explanations::note,
            ),
            (
                published_figure_explanations::explained_by,
                users::name,
                published_figure_explanations::explained_at,
            ),
        ))
        .load::<Row>(c)?;
    let explanation = |((id, pathway, unit, reason, amount, note), (by, name, at)): Row| {
        (id, Explanation { said: NewExplanation { pathway, unit, reason, amount, note }, by: (by, name), at })
    };
    Ok(rows.into_iter().map(explanation).collect())
}

/// The closings of some figures, the oldest first.
///
/// # Errors
/// If the database fails, or a number of a closing is none of a figure's.
pub fn closings(c: &mut Conn, ids: &[FigureId]) -> Result<Vec<(FigureId, Closing)>> {
    type Row = (FigureClosingId, FigureId, String, UserId, String, Moment);
    let rows = published_figure_closings::table
        .inner_join(users::table)
        .filter(published_figure_closings::figure_id.eq_any(ids))
        .order(published_figure_closings::id)
        .select((
            published_figure_closings::id,
            published_figure_closings::figure_id,
            published_figure_closings::note,
            published_figure_closings::closed_by,
            users::name,
            published_figure_closings::closed_at,
        ))
        .load::<Row>(c)?;
    let closed: Vec<FigureClosingId> = rows.iter().map(|row| row.0).collect();
    let kept = published_figure_closing_lines::table
        .filter(published_figure_closing_lines::closing_id.eq_any(closed))
        .select((
            published_figure_closing_lines::closing_id,
            published_figure_closing_lines::part,
            published_figure_closing_lines::difference,
            published_figure_closing_lines::explained,
        ))
        .load::<(FigureClosingId, String, i64, i64)>(c)?;
    let mut closings = Vec::with_capacity(rows.len());
    for (id, figure, note, by, name, at) in rows {
        let mut lines = BTreeMap::new();
        for (_, part, difference, explained) in kept.iter().filter(|line| line.0 == id) {
            let part = part.parse().map_err(|_| Fault::Broken(format!("{part} is no part of a figure")))?;
            lines.insert(part, ClosingLine { difference: *difference, explained: *explained });
        }
        closings.push((figure, Closing { lines, note, by: (by, name), at }));
    }
    Ok(closings)
}
