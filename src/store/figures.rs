//! Published figures. They were announced to everybody, so whoever may read tallies may read all of them.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::{MultiBackend, on_backend};
use super::schema::{published_figure_parts, published_figures};
use super::{Conn, Result, tallies};
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewFigure, Printed, UnitOfCount};
use crate::domain::ids::{FigureId, UserId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;

/// A recorded figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its number.
    pub id: FigureId,
    /// Who announced it.
    pub authority: String,
    /// Where it was printed.
    pub source: String,
    /// When.
    pub published_on: NaiveDate,
    /// The year it is about.
    pub year: i32,
    /// The unit it is about; the whole city for none.
    pub unit: Option<UnitCode>,
    /// What it counts.
    pub unit_of_count: UnitOfCount,
    /// Its numbers.
    pub printed: Printed,
    /// How it was worded, where that matters.
    pub note: String,
    /// When it was recorded here.
    pub recorded_at: Moment,
}

/// Which figures to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct FigureFilter {
    /// This one only.
    pub id: Option<FigureId>,
    /// About this year only.
    pub year: Option<i32>,
}

#[derive(Insertable)]
#[diesel(table_name = published_figure_parts, treat_none_as_default_value = false)]
struct Part {
    figure_id: FigureId,
    pathway: Pathway,
    amount: i64,
}

/// Records a figure, and moves the revision of the tallies on: they show it.
///
/// # Errors
/// `Taken(Unique::Figure)` if it was recorded before.
pub fn insert(c: &mut Conn, new: &NewFigure, by: Option<UserId>, at: Moment) -> Result<FigureId> {
    let id = diesel::insert_into(published_figures::table)
        .values((
            published_figures::authority.eq(&new.authority),
            published_figures::source.eq(&new.source),
            published_figures::published_on.eq(new.published_on),
            published_figures::year.eq(new.year),
            published_figures::unit_code.eq(new.unit.as_ref()),
            published_figures::unit_of_count.eq(new.unit_of_count),
            published_figures::total.eq(new.printed.total),
            published_figures::note.eq(&new.note),
            published_figures::recorded_by.eq(by),
            published_figures::recorded_at.eq(at),
        ))
        .returning(published_figures::id)
        .get_result::<FigureId>(c)?;
    let part =
        |(pathway, amount): &(Pathway, i64)| Part { figure_id: id, pathway: *pathway, amount: *amount };
    let parts: Vec<Part> = new.printed.parts.iter().map(part).collect();
    if !parts.is_empty() {
        on_backend!(c, |c| diesel::insert_into(published_figure_parts::table).values(&parts).execute(c))?;
    }
    tallies::touch(c, at)?;
    Ok(id)
}

/// The figures of a filter, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, filter: FigureFilter) -> Result<Vec<Figure>> {
    type Row = (
        FigureId,
        String,
        String,
        NaiveDate,
        i32,
        Option<UnitCode>,
        UnitOfCount,
        Option<i64>,
        String,
        Moment,
    );
    let mut query = published_figures::table.into_boxed::<MultiBackend>();
    if let Some(id) = filter.id {
        query = query.filter(published_figures::id.eq(id));
    }
    if let Some(year) = filter.year {
        query = query.filter(published_figures::year.eq(year));
    }
    let rows = query
        .order((published_figures::published_on.desc(), published_figures::id.desc()))
        .select((
            published_figures::id,
            published_figures::authority,
            published_figures::source,
            published_figures::published_on,
            published_figures::year,
            published_figures::unit_code,
            published_figures::unit_of_count,
            published_figures::total,
            published_figures::note,
            published_figures::recorded_at,
        ))
        .load::<Row>(c)?;
    let ids: Vec<FigureId> = rows.iter().map(|row| row.0).collect();
    let mut parts = published_figure_parts::table
        .filter(published_figure_parts::figure_id.eq_any(ids))
        .select((
            published_figure_parts::figure_id,
            published_figure_parts::pathway,
            published_figure_parts::amount,
        ))
        .order((published_figure_parts::figure_id, published_figure_parts::pathway))
        .load::<(FigureId, Pathway, i64)>(c)?;
    // The database sorts the codes as words; the enum sorts the pathways officially.
    parts.sort_by_key(|(figure, pathway, _)| (*figure, *pathway));
    let figure = |row: Row| {
        let (id, authority, source, published_on, year, unit, unit_of_count, total, note, recorded_at) = row;
        let own = parts.iter().filter(|(figure, ..)| *figure == id);
        let printed = Printed { parts: own.map(|(_, pathway, amount)| (*pathway, *amount)).collect(), total };
        Figure { id, authority, source, published_on, year, unit, unit_of_count, printed, note, recorded_at }
    };
    Ok(rows.into_iter().map(figure).collect())
}
