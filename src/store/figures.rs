//! Published figures. They were announced to everybody, so whoever may read tallies may read all of them.

pub mod settlement;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::{MultiBackend, on_backend};
use super::schema::{
    published_figure_parts, published_figure_ratios, published_figure_units, published_figures, users,
};
use super::{Conn, Result, tallies};
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewFigure, Percent, Printed, Ratio, Scope, UnitOfCount};
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
    pub scope: Scope,
    /// The same in words.
    pub scope_note: String,
    /// In which unit of count.
    pub unit_of_count: UnitOfCount,
    /// Its numbers.
    pub printed: Printed,
    /// How it was worded, where that matters.
    pub note: String,
    /// Who recorded it, and their name; nobody if the program brought it along.
    pub recorded_by: Option<(UserId, String)>,
    /// When it was recorded here.
    pub recorded_at: Moment,
    /// How often something was said of it.
    pub revision: i64,
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

#[derive(Insertable)]
#[diesel(table_name = published_figure_units, treat_none_as_default_value = false)]
struct UnitPart<'a> {
    figure_id: FigureId,
    unit_code: &'a UnitCode,
    amount: i64,
}

#[derive(Insertable)]
#[diesel(table_name = published_figure_ratios, treat_none_as_default_value = false)]
struct RatioRow<'a> {
    figure_id: FigureId,
    place: i32,
    wording: &'a str,
    numerator: i64,
    denominator: i64,
    thousandths: i64,
    decimals: i32,
}

/// Records a figure, and moves the revision of the tallies on: they show it.
///
/// # Errors
/// `Taken(Unique::Figure)` or `Taken(Unique::FigureOfUnit)` if it was recorded before.
pub fn insert(c: &mut Conn, new: &NewFigure, by: Option<UserId>, at: Moment) -> Result<FigureId> {
    let id = diesel::insert_into(published_figures::table)
        .values((
            published_figures::authority.eq(&new.authority),
            published_figures::source.eq(&new.source),
            published_figures::published_on.eq(new.published_on),
            published_figures::year.eq(new.year),
            published_figures::unit_code.eq(new.unit.as_ref()),
            published_figures::scope.eq(new.scope),
            published_figures::scope_note.eq(new.scope_note.trim()),
            published_figures::unit_of_count.eq(new.unit_of_count),
            published_figures::total.eq(new.printed.total),
            published_figures::note.eq(&new.note),
            published_figures::recorded_by.eq(by),
            published_figures::recorded_at.eq(at),
            published_figures::revision.eq(1),
        ))
        .returning(published_figures::id)
        .get_result::<FigureId>(c)?;
    insert_numbers(c, id, &new.printed)?;
    tallies::touch(c, at)?;
    Ok(id)
}

fn insert_numbers(c: &mut Conn, id: FigureId, printed: &Printed) -> Result<()> {
    let part =
        |(pathway, amount): &(Pathway, i64)| Part { figure_id: id, pathway: *pathway, amount: *amount };
    let parts: Vec<Part> = printed.parts.iter().map(part).collect();
    if !parts.is_empty() {
        on_backend!(c, |c| diesel::insert_into(published_figure_parts::table).values(&parts).execute(c))?;
    }
    let unit = |(unit_code, amount)| UnitPart { figure_id: id, unit_code, amount };
    let units: Vec<UnitPart<'_>> = printed.units.iter().map(|(code, amount)| unit((code, *amount))).collect();
    if !units.is_empty() {
        on_backend!(c, |c| diesel::insert_into(published_figure_units::table).values(&units).execute(c))?;
    }
    let ratio = |(place, ratio): (i32, &'_ Ratio)| {
        (place, ratio.of.clone(), ratio.numerator, ratio.denominator, ratio.printed)
    };
    let ratios: Vec<_> = (1..).zip(&printed.ratios).map(ratio).collect();
    let rows: Vec<RatioRow<'_>> = ratios
        .iter()
        .map(|(place, wording, numerator, denominator, printed)| RatioRow {
            figure_id: id,
            place: *place,
            wording,
            numerator: *numerator,
            denominator: *denominator,
            thousandths: printed.thousandths,
            decimals: printed.decimals,
        })
        .collect();
    if !rows.is_empty() {
        on_backend!(c, |c| diesel::insert_into(published_figure_ratios::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// The figures of a filter, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, filter: FigureFilter) -> Result<Vec<Figure>> {
    type Row = (
        (FigureId, String, String, NaiveDate, i32, Option<UnitCode>),
        (Scope, String, UnitOfCount, Option<i64>, String),
        (Option<UserId>, Option<String>, Moment, i64),
    );
    let mut query = published_figures::table.left_join(users::table).into_boxed::<MultiBackend>();
    if let Some(id) = filter.id {
        query = query.filter(published_figures::id.eq(id));
    }
    if let Some(year) = filter.year {
        query = query.filter(published_figures::year.eq(year));
    }
    let rows = query
        .order((published_figures::published_on.desc(), published_figures::id.desc()))
        .select((
            (
                published_figures::id,
                published_figures::authority,
                published_figures::source,
                published_figures::published_on,
                published_figures::year,
                published_figures::unit_code,
            ),
            (
                published_figures::scope,
                published_figures::scope_note,
                published_figures::unit_of_count,
                published_figures::total,
                published_figures::note,
            ),
            (
                published_figures::recorded_by,
                users::name.nullable(),
                published_figures::recorded_at,
                published_figures::revision,
            ),
        ))
        .load::<Row>(c)?;
    let ids: Vec<FigureId> = rows.iter().map(|row| row.0.0).collect();
    let numbers = numbers(c, &ids)?;
    let figure = |row: Row| {
        let (id, authority, source, published_on, year, unit) = row.0;
        let (scope, scope_note, unit_of_count, total, note) = row.1;
        let (by, name, recorded_at, revision) = row.2;
        let printed = Printed { total, ..numbers.of(id) };
        Figure {
            id,
            authority,
            source,
            published_on,
            year,
            unit,
            scope,
            scope_note,
            unit_of_count,
            printed,
            note,
            recorded_by: by.zip(name),
            recorded_at,
            revision,
        }
    };
    Ok(rows.into_iter().map(figure).collect())
}

/// The numbers of some figures.
struct Numbers {
    parts: Vec<(FigureId, Pathway, i64)>,
    units: Vec<(FigureId, UnitCode, i64)>,
    ratios: Vec<(FigureId, Ratio)>,
}

impl Numbers {
    fn of(&self, id: FigureId) -> Printed {
        let parts = self.parts.iter().filter(|(figure, ..)| *figure == id);
        let units = self.units.iter().filter(|(figure, ..)| *figure == id);
        let ratios = self.ratios.iter().filter(|(figure, _)| *figure == id);
        Printed {
            parts: parts.map(|(_, pathway, amount)| (*pathway, *amount)).collect(),
            units: units.map(|(_, unit, amount)| (unit.clone(), *amount)).collect(),
            total: None,
            ratios: ratios.map(|(_, ratio)| ratio.clone()).collect(),
        }
    }
}

fn numbers(c: &mut Conn, ids: &[FigureId]) -> Result<Numbers> {
    type Found = (FigureId, String, i64, i64, i64, i32);
    let mut parts = published_figure_parts::table
        .filter(published_figure_parts::figure_id.eq_any(ids))
        .select((
            published_figure_parts::figure_id,
            published_figure_parts::pathway,
            published_figure_parts::amount,
        ))
        .load::<(FigureId, Pathway, i64)>(c)?;
    // The database sorts the codes as words; the enum sorts the pathways officially.
    parts.sort_by_key(|(figure, pathway, _)| (*figure, *pathway));
    let units = published_figure_units::table
        .filter(published_figure_units::figure_id.eq_any(ids))
        .select((
            published_figure_units::figure_id,
            published_figure_units::unit_code,
            published_figure_units::amount,
        ))
        .order((published_figure_units::figure_id, published_figure_units::unit_code))
        .load(c)?;
    let ratios = published_figure_ratios::table
        .filter(published_figure_ratios::figure_id.eq_any(ids))
        .select((
            published_figure_ratios::figure_id,
            published_figure_ratios::wording,
            published_figure_ratios::numerator,
            published_figure_ratios::denominator,
            published_figure_ratios::thousandths,
            published_figure_ratios::decimals,
        ))
        .order((published_figure_ratios::figure_id, published_figure_ratios::place))
        .load::<Found>(c)?;
    let ratio = |(id, of, numerator, denominator, thousandths, decimals): Found| {
        (id, Ratio { of, numerator, denominator, printed: Percent { thousandths, decimals } })
    };
    Ok(Numbers { parts, units, ratios: ratios.into_iter().map(ratio).collect() })
}
