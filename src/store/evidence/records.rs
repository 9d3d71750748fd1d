//! The records evidence is kept in, one at a time: courses, projects and programmes with their rows, businesses and measures.

use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use crate::domain::access::Scope;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::identity::PersonName;
use crate::domain::ids::PersonId;
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::quantity::Fen;
use crate::domain::record::{Row, Source};
use crate::store::conn::MultiBackend;
use crate::store::schema::{
    course_attendances, courses, divisions, households, memberships, persons, programme_payments, programmes,
    project_benefits, projects,
};
use crate::store::{Conn, Fault, Result};

/// Which records a list shows.
#[derive(Debug, Clone, Default)]
pub struct RecordFilter {
    /// Of this unit only.
    pub unit: Option<UnitCode>,
    /// Of this year only.
    pub year: Option<i32>,
    /// Part of its name.
    pub text: Option<String>,
}

/// A course, project or programme.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Which.
    pub holder: Holder,
    /// What is recorded of it.
    pub source: Source,
    /// The unit it belongs to.
    pub unit: UnitCode,
    /// The village's name; a course's own place.
    pub place: String,
    /// How often it was changed.
    pub revision: i64,
}

/// What came of a course, project or programme.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub struct Sum {
    /// Rows.
    pub rows: i64,
    /// People, each once.
    pub persons: i64,
    /// Money in all.
    pub amount: Fen,
}

/// One person's record.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which.
    pub holder: Holder,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// Their masked ID number.
    pub id_masked: String,
    /// The unit it belongs to.
    pub unit: UnitCode,
    /// The course, project or programme it stands under.
    pub under: Option<Holder>,
    /// What is recorded.
    pub row: Row,
    /// How often it was changed.
    pub revision: i64,
}

/// Somebody of the register to choose.
#[derive(Debug, Clone, Queryable)]
pub struct Candidate {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// Their masked ID number.
    pub id_masked: String,
    /// The household's code.
    pub household: crate::domain::household::HouseholdCode,
    /// The unit they live in.
    pub unit: UnitCode,
}

/// By what somebody of the register is looked for.
#[derive(Debug, Clone)]
pub enum Who {
    /// The blind index of an ID number.
    Number(Vec<u8>),
    /// A household's code, or a name in full.
    Words(String),
    /// Chosen from those found before.
    Chosen(PersonId),
}

/// People of today's register that a reader may know of.
///
/// # Errors
/// If the database fails.
pub fn people(c: &mut Conn, scope: &Scope, who: &Who) -> Result<Vec<Candidate>> {
    let query = memberships::table
        .inner_join(persons::table)
        .inner_join(households::table)
        .filter(memberships::to_on.is_null())
        .select((persons::id, persons::name, persons::id_masked, households::code, households::unit_code))
        .order((households::id, memberships::id))
        .limit(20)
        .into_boxed::<MultiBackend>();
    let query = match who {
        Who::Number(index) => query.filter(persons::id_index.eq(index.clone())),
        Who::Chosen(person) => query.filter(persons::id.eq(*person)),
        Who::Words(words) => {
            query.filter(households::code.eq(words.clone()).or(persons::name.eq(words.clone())))
        }
    };
    let query = match scope {
        Scope::City => query,
        Scope::Unit(unit) => query.filter(households::unit_code.eq(unit.clone())),
        Scope::Public | Scope::Operator(_) => return Ok(Vec::new()),
    };
    Ok(query.load(c)?)
}

/// Narrows a query of a table with a unit to a reader's scope and a filter.
macro_rules! filtered {
    ($query:expr, $table:ident, $scope:expr, $filter:expr) => {{
        let mut query = $query.into_boxed::<MultiBackend>();
        match $scope {
            Scope::City => {}
            Scope::Unit(unit) => query = query.filter($table::unit_code.eq(unit.clone())),
            Scope::Public | Scope::Operator(_) => return Err(Fault::NotFound),
        }
        if let Some(unit) = &$filter.unit {
            query = query.filter($table::unit_code.eq(unit.clone()));
        }
        if let Some(text) = &$filter.text {
            query = query.filter($table::name.like(crate::store::contains(text)).escape('\\'));
        }
        query
    }};
}

/// Narrows further to the days of a year.
macro_rules! in_year {
    ($query:expr, $day:expr, $filter:expr) => {{
        match $filter.year.and_then(days_of) {
            Some((first, next)) => $query.filter($day.ge(first).and($day.lt(next))),
            None => $query,
        }
    }};
}

mod change;
mod rows;

pub use self::change::{correct_row, correct_source, hold, insert_row, insert_source, remove_row};
pub use self::rows::{Rows, rows};

fn days_of(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?))
}

type CourseRow = (i64, String, String, UnitCode, String, NaiveDate, NaiveDate, i32, String, i64);
type ProjectRow = (i64, String, UnitCode, DivisionCode, String, NaiveDate, String, Fen, i64);
type ProgrammeRow = (i64, String, UnitCode, DivisionCode, String, i32, bool, String, i64);

fn course(row: CourseRow) -> Kept {
    let (id, name, organiser, unit, place, starts_on, ends_on, hours, document, revision) = row;
    Kept {
        holder: Holder { kind: HolderKind::Course, record: id },
        unit: unit.clone(),
        place: place.clone(),
        source: Source::Course { name, organiser, unit, place, starts_on, ends_on, hours, document },
        revision,
    }
}

fn project(row: ProjectRow) -> Kept {
    let (id, name, unit, division, place, listed_on, document, investment, revision) = row;
    Kept {
        holder: Holder { kind: HolderKind::Project, record: id },
        unit,
        place,
        source: Source::Project { name, division, listed_on, document, investment },
        revision,
    }
}

fn programme(row: ProgrammeRow) -> Kept {
    let (id, name, unit, division, place, year, supported, document, revision) = row;
    Kept {
        holder: Holder { kind: HolderKind::Programme, record: id },
        unit,
        place,
        source: Source::Programme { name, division, year, supported, document },
        revision,
    }
}

macro_rules! course_columns {
    () => {
        (
            courses::id,
            courses::name,
            courses::organiser,
            courses::unit_code,
            courses::place,
            courses::starts_on,
            courses::ends_on,
            courses::hours,
            courses::document,
            courses::revision,
        )
    };
}
macro_rules! project_columns {
    () => {
        (
            projects::id,
            projects::name,
            projects::unit_code,
            projects::division_code,
            divisions::name,
            projects::listed_on,
            projects::document,
            projects::investment_fen,
            projects::revision,
        )
    };
}
macro_rules! programme_columns {
    () => {
        (
            programmes::id,
            programmes::name,
            programmes::unit_code,
            programmes::division_code,
            divisions::name,
            programmes::year,
            programmes::supported,
            programmes::document,
            programmes::revision,
        )
    };
}

/// The courses, projects or programmes of a filter, newest first, and how many there are.
///
/// # Errors
/// `NotFound` for a kind of record that is none of these.
pub fn sources(
    c: &mut Conn,
    scope: &Scope,
    kind: HolderKind,
    filter: &RecordFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Kept>, i64)> {
    Ok(match kind {
        HolderKind::Course => {
            let query = || -> Result<_> {
                Ok(in_year!(filtered!(courses::table, courses, scope, filter), courses::starts_on, filter))
            };
            let total = query()?.count().get_result(c)?;
            let rows: Vec<CourseRow> = query()?
                .select(course_columns!())
                .order(courses::id.desc())
                .offset(offset)
                .limit(limit)
                .load(c)?;
            (rows.into_iter().map(course).collect(), total)
        }
        HolderKind::Project => {
            let query = || -> Result<_> {
                let query = projects::table.inner_join(divisions::table);
                Ok(in_year!(filtered!(query, projects, scope, filter), projects::listed_on, filter))
            };
            let total = query()?.count().get_result(c)?;
            let rows: Vec<ProjectRow> = query()?
                .select(project_columns!())
                .order(projects::id.desc())
                .offset(offset)
                .limit(limit)
                .load(c)?;
            (rows.into_iter().map(project).collect(), total)
        }
        HolderKind::Programme => {
            let query = || -> Result<_> {
                let query = programmes::table.inner_join(divisions::table);
                let query = filtered!(query, programmes, scope, filter);
                Ok(match filter.year {
                    Some(year) => query.filter(programmes::year.eq(year)),
                    None => query,
                })
            };
            let total = query()?.count().get_result(c)?;
            let rows: Vec<ProgrammeRow> = query()?
                .select(programme_columns!())
                .order(programmes::id.desc())
                .offset(offset)
                .limit(limit)
                .load(c)?;
            (rows.into_iter().map(programme).collect(), total)
        }
        _ => return Err(Fault::NotFound),
    })
}

/// One course, project or programme.
///
/// # Errors
/// `NotFound` if there is none in the reader's scope.
pub fn source(c: &mut Conn, scope: &Scope, holder: Holder) -> Result<Kept> {
    let all = RecordFilter::default();
    let id = holder.record;
    Ok(match holder.kind {
        HolderKind::Course => {
            let query = filtered!(courses::table, courses, scope, all);
            course(query.filter(courses::id.eq(id)).select(course_columns!()).first(c)?)
        }
        HolderKind::Project => {
            let query = filtered!(projects::table.inner_join(divisions::table), projects, scope, all);
            project(query.filter(projects::id.eq(id)).select(project_columns!()).first(c)?)
        }
        HolderKind::Programme => {
            let query = filtered!(programmes::table.inner_join(divisions::table), programmes, scope, all);
            programme(query.filter(programmes::id.eq(id)).select(programme_columns!()).first(c)?)
        }
        _ => return Err(Fault::NotFound),
    })
}

/// What came of a course, project or programme.
///
/// # Errors
/// If the database fails.
pub fn sum(c: &mut Conn, holder: Holder) -> Result<Sum> {
    macro_rules! summed {
        ($table:ident, $under:ident, $amount:literal) => {
            $table::table
                .filter($table::$under.eq(holder.record).and($table::removed_at.is_null()))
                .select((
                    dsl::count_star(),
                    dsl::sql::<BigInt>(concat!("COUNT(DISTINCT ", stringify!($table), ".person_id)")),
                    dsl::sql::<Nullable<BigInt>>($amount),
                ))
                .first::<(i64, i64, Option<i64>)>(c)?
        };
    }
    let (rows, persons, amount) = match holder.kind {
        HolderKind::Course => summed!(course_attendances, course_id, "NULL"),
        HolderKind::Project => {
            summed!(project_benefits, project_id, "CAST(SUM(project_benefits.amount_fen) AS BIGINT)")
        }
        HolderKind::Programme => {
            summed!(programme_payments, programme_id, "CAST(SUM(programme_payments.amount_fen) AS BIGINT)")
        }
        _ => return Err(Fault::NotFound),
    };
    Ok(Sum { rows, persons, amount: Fen(amount.unwrap_or_default()) })
}
