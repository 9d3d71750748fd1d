//! The poverty office's lists of exits.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use diesel::dsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};
use serde::Serialize;

use super::conn::MultiBackend;
use super::schema::{announcements, exits, reporting_units};
use super::{Conn, Result};
use crate::domain::access::Scope;
use crate::domain::announcement::Half;
use crate::domain::division::UnitCode;
use crate::domain::exit::ExitState;
use crate::domain::ids::{AnnouncementId, UserId};
use crate::domain::moment::Moment;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::Count;

/// A list to be entered.
#[derive(Debug, Clone)]
pub struct NewAnnouncement {
    /// The document's number.
    pub document: String,
    /// Its day.
    pub announced_on: NaiveDate,
    /// The half of the year it is of.
    pub batch: Half,
    /// The unit it is for.
    pub unit: UnitCode,
}

/// A list as entered.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Announcement {
    /// Its number here.
    pub id: AnnouncementId,
    /// The document's number.
    pub document: String,
    /// Its day.
    pub announced_on: NaiveDate,
    /// The year its exits count in.
    pub year: i32,
    /// The half of the year it is of.
    pub batch: Half,
    /// The unit it is for.
    pub unit: UnitCode,
    /// Who entered it; nobody if it came with an import.
    pub entered_by: Option<UserId>,
    /// When.
    pub entered_at: Moment,
}

/// Which lists to show.
#[derive(Debug, Clone, Default)]
pub struct AnnouncementFilter {
    /// One unit, or all.
    pub unit: Option<UnitCode>,
    /// One year, or all.
    pub year: Option<i32>,
}

/// How many exits a list has: all of them, and those that still stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ExitsOfList {
    /// All of them.
    pub all: Count,
    /// Those that still stand.
    pub standing: Count,
}

type Columns = (
    announcements::id,
    announcements::document,
    announcements::announced_on,
    announcements::year,
    announcements::batch,
    announcements::unit_code,
    announcements::entered_by,
    announcements::entered_at,
);
const COLUMNS: Columns = (
    announcements::id,
    announcements::document,
    announcements::announced_on,
    announcements::year,
    announcements::batch,
    announcements::unit_code,
    announcements::entered_by,
    announcements::entered_at,
);

fn visible(scope: &Scope) -> Box<dyn BoxableExpression<announcements::table, MultiBackend, SqlType = Bool>> {
    match scope {
        Scope::City => Box::new(announcements::id.is_not_null()),
        Scope::Unit(unit) => Box::new(announcements::unit_code.eq(unit.clone())),
        Scope::Public | Scope::Operator(_) => Box::new(announcements::id.is_null()),
    }
}

fn chosen<'a>(scope: &Scope, filter: &AnnouncementFilter) -> announcements::BoxedQuery<'a, MultiBackend> {
    let mut query = announcements::table.filter(visible(scope)).into_boxed::<MultiBackend>();
    if let Some(unit) = &filter.unit {
        query = query.filter(announcements::unit_code.eq(unit.clone()));
    }
    if let Some(year) = filter.year {
        query = query.filter(announcements::year.eq(year));
    }
    query
}

/// How many lists a filter chooses.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, scope: &Scope, filter: &AnnouncementFilter) -> Result<i64> {
    Ok(chosen(scope, filter).count().get_result(c)?)
}

/// The lists a filter chooses, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(
    c: &mut Conn,
    scope: &Scope,
    filter: &AnnouncementFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<Announcement>> {
    Ok(chosen(scope, filter)
        .order((announcements::year.desc(), announcements::id.desc()))
        .select(COLUMNS)
        .offset(offset)
        .limit(limit)
        .load(c)?)
}

/// The years that have lists, newest first.
///
/// # Errors
/// If the database fails.
pub fn years(c: &mut Conn, scope: &Scope) -> Result<Vec<i32>> {
    Ok(announcements::table
        .filter(visible(scope))
        .select(announcements::year)
        .distinct()
        .order(announcements::year.desc())
        .load(c)?)
}

/// One list.
///
/// # Errors
/// `NotFound` if there is none, or none in scope.
pub fn find(c: &mut Conn, scope: &Scope, id: AnnouncementId) -> Result<Announcement> {
    Ok(announcements::table
        .filter(visible(scope))
        .filter(announcements::id.eq(id))
        .into_boxed::<MultiBackend>()
        .select(COLUMNS)
        .first(c)?)
}

/// How many exits each of these lists has.
///
/// # Errors
/// If the database fails.
pub fn exits_of(c: &mut Conn, of: &[AnnouncementId]) -> Result<HashMap<AnnouncementId, ExitsOfList>> {
    let persons = dsl::sql::<Nullable<BigInt>>("CAST(SUM(exits.persons) AS BIGINT)");
    let rows: Vec<(Option<AnnouncementId>, ExitState, i64, Option<i64>)> = exits::table
        .filter(exits::announcement_id.eq_any(of))
        .group_by((exits::announcement_id, exits::state))
        .select((exits::announcement_id, exits::state, dsl::count_star(), persons))
        .load(c)?;
    let mut counts = HashMap::<AnnouncementId, ExitsOfList>::new();
    for (id, state, households, persons) in rows {
        let Some(id) = id else { continue };
        let count = Count { persons: Persons(persons.unwrap_or(0)), households: Households(households) };
        let of = counts.entry(id).or_default();
        of.all += count;
        if state.stands() {
            of.standing += count;
        }
    }
    Ok(counts)
}

/// The lists of documents with these numbers: the unit, the document, the list and its day.
///
/// # Errors
/// If the database fails.
pub fn named(
    c: &mut Conn,
    documents: &[String],
) -> Result<HashMap<(UnitCode, String), (AnnouncementId, NaiveDate)>> {
    type Row = (UnitCode, String, AnnouncementId, NaiveDate);
    let rows: Vec<Row> = announcements::table
        .filter(announcements::document.eq_any(documents))
        .select((
            announcements::unit_code,
            announcements::document,
            announcements::id,
            announcements::announced_on,
        ))
        .load(c)?;
    Ok(rows.into_iter().map(|(unit, document, id, on)| ((unit, document), (id, on))).collect())
}

/// Whether a unit exists.
///
/// # Errors
/// If the database fails.
pub fn is_unit(c: &mut Conn, unit: &UnitCode) -> Result<bool> {
    Ok(diesel::select(dsl::exists(reporting_units::table.filter(reporting_units::code.eq(unit))))
        .get_result(c)?)
}

/// Enters a list.
///
/// # Errors
/// `Taken(Announcement)` if the document's list for the unit is entered already.
pub fn insert(c: &mut Conn, new: &NewAnnouncement, by: Option<UserId>, at: Moment) -> Result<AnnouncementId> {
    Ok(diesel::insert_into(announcements::table)
        .values((
            announcements::document.eq(&new.document),
            announcements::announced_on.eq(new.announced_on),
            announcements::year.eq(new.announced_on.year()),
            announcements::batch.eq(new.batch),
            announcements::unit_code.eq(&new.unit),
            announcements::entered_by.eq(by),
            announcements::entered_at.eq(at),
        ))
        .returning(announcements::id)
        .get_result(c)?)
}

/// The list an exit is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Listed<'e> {
    /// Its unit.
    pub unit: &'e UnitCode,
    /// Its document's number.
    pub document: &'e str,
    /// Its day.
    pub announced_on: NaiveDate,
}

/// The numbers of these lists, in the order given. Those that nobody entered are entered, by nobody.
pub(super) fn ensure(c: &mut Conn, lists: &[Listed<'_>]) -> Result<Vec<AnnouncementId>> {
    let mut known = HashMap::<(&UnitCode, &str), AnnouncementId>::new();
    let mut numbers = Vec::with_capacity(lists.len());
    for list in lists {
        let key = (list.unit, list.document);
        let number = match known.get(&key) {
            Some(number) => *number,
            None => find_or_insert(c, *list)?,
        };
        known.insert(key, number);
        numbers.push(number);
    }
    Ok(numbers)
}

fn find_or_insert(c: &mut Conn, list: Listed<'_>) -> Result<AnnouncementId> {
    let found = announcements::table
        .filter(announcements::unit_code.eq(list.unit).and(announcements::document.eq(list.document)))
        .select(announcements::id)
        .first(c)
        .optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    let new = NewAnnouncement {
        document: list.document.to_owned(),
        announced_on: list.announced_on,
        batch: Half::of(list.announced_on),
        unit: list.unit.clone(),
    };
    insert(c, &new, None, Moment::from_local(list.announced_on.and_time(NaiveTime::MIN)))
}
