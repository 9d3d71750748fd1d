//! What the papers come from: the programmes of supported villages, the listed projects and the courses, with what came of each.
//!
//! People paid, trained or employed here are benefits (带动), never exits: one person may be counted in many.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use serde::Serialize;

use crate::domain::access::Scope;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{CourseId, ProgrammeId, ProjectId};
use crate::domain::quantity::Fen;
use crate::store::conn::MultiBackend;
use crate::store::schema::{
    course_attendances, courses, divisions, programme_payments, programmes, project_benefits, projects,
};
use crate::store::{Conn, Result};

/// Which programmes, projects and courses a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFilter {
    /// Programmes of this year, and courses that began in it.
    pub year: i32,
    /// Only of this unit.
    pub unit: Option<UnitCode>,
}

/// The records of a table that a reader may know of, of the unit asked for.
macro_rules! visible {
    ($table:ident, $query:expr, $scope:expr, $unit:expr) => {{
        let mut query = $query.into_boxed::<MultiBackend>();
        if let Some(unit) = $unit {
            query = query.filter($table::unit_code.eq(unit));
        }
        match $scope {
            Scope::City => query,
            Scope::Unit(unit) => query.filter($table::unit_code.eq(unit.clone())),
            Scope::Public | Scope::Operator(_) => query.filter($table::id.is_null()),
        }
    }};
}

/// What was paid, and to whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Paid {
    /// Payments or benefits.
    pub times: i64,
    /// People who received any, each once.
    pub people: i64,
    /// In all.
    pub amount: Fen,
}

impl std::ops::Add for Paid {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            times: self.times + other.times,
            people: self.people + other.people,
            amount: self.amount + other.amount,
        }
    }
}

/// A village's tourism programme.
#[derive(Debug, Clone, Serialize)]
pub struct Programme {
    /// The programme.
    pub id: ProgrammeId,
    /// Its name.
    pub name: String,
    /// The village.
    pub division: DivisionCode,
    /// The village's name.
    pub village: String,
    /// The unit it lies in.
    pub unit: UnitCode,
    /// Whether the village is supported in that year.
    pub supported: bool,
    /// The order's number.
    pub document: String,
    /// What it paid.
    pub paid: Paid,
}

/// A listed project.
#[derive(Debug, Clone, Serialize)]
pub struct Project {
    /// The project.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// The unit it lies in.
    pub unit: UnitCode,
    /// The day it was listed.
    pub listed_on: NaiveDate,
    /// The list's number.
    pub document: String,
    /// What is invested.
    pub investment: Fen,
    /// What people received from it.
    pub paid: Paid,
}

/// A training course.
#[derive(Debug, Clone, Serialize)]
pub struct Course {
    /// The course.
    pub id: CourseId,
    /// Its name.
    pub name: String,
    /// Who held it.
    pub organiser: String,
    /// Where.
    pub place: String,
    /// The unit it was held for.
    pub unit: UnitCode,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last.
    pub ends_on: NaiveDate,
    /// Hours of teaching.
    pub hours: i32,
    /// The order's number.
    pub document: String,
    /// People on the register who attended.
    pub attended: i64,
    /// Of them, who completed it.
    pub completed: i64,
    /// Of them, who found a job after it.
    pub placed: i64,
}

/// The years that have programmes, newest first.
///
/// # Errors
/// If the database fails.
pub fn years(c: &mut Conn, scope: &Scope) -> Result<Vec<i32>> {
    let query = programmes::table.select(programmes::year).distinct();
    Ok(visible!(programmes, query, scope, None::<UnitCode>).order(programmes::year.desc()).load(c)?)
}

type Sums<Id> = (Id, i64, i64, Option<i64>);

fn by_id<Id: std::hash::Hash + Eq>(rows: Vec<Sums<Id>>) -> HashMap<Id, Paid> {
    let paid = |(id, times, people, amount): Sums<Id>| {
        (id, Paid { times, people, amount: Fen(amount.unwrap_or_default()) })
    };
    rows.into_iter().map(paid).collect()
}

/// How many villages the programmes of a filter support: [`programmes`] says which.
///
/// # Errors
/// If the database fails.
pub fn supported_villages(c: &mut Conn, scope: &Scope, filter: &SourceFilter) -> Result<usize> {
    let query = programmes::table
        .filter(programmes::year.eq(filter.year).and(programmes::supported.eq(true)))
        .select(programmes::division_code)
        .distinct();
    Ok(visible!(programmes, query, scope, filter.unit.clone()).load::<DivisionCode>(c)?.len())
}

/// The programmes of a filter, supported villages first, those of one village together.
///
/// # Errors
/// If the database fails.
pub fn programmes(c: &mut Conn, scope: &Scope, filter: &SourceFilter) -> Result<Vec<Programme>> {
    type Row = (ProgrammeId, String, DivisionCode, String, UnitCode, bool, String);
    let query = programmes::table
        .inner_join(divisions::table)
        .filter(programmes::year.eq(filter.year))
        .select((
            programmes::id,
            programmes::name,
            programmes::division_code,
            divisions::name,
            programmes::unit_code,
            programmes::supported,
            programmes::document,
        ))
        .order((
            programmes::supported.desc(),
            programmes::unit_code,
            programmes::division_code,
            programmes::id,
        ));
    let rows: Vec<Row> = visible!(programmes, query, scope, filter.unit.clone()).load(c)?;
    let ids: Vec<ProgrammeId> = rows.iter().map(|row| row.0).collect();
    let mut paid = by_id(
        programme_payments::table
            .filter(
                programme_payments::programme_id.eq_any(ids).and(programme_payments::removed_at.is_null()),
            )
            .group_by(programme_payments::programme_id)
            .select((
                programme_payments::programme_id,
                dsl::count_star(),
                dsl::sql::<BigInt>("COUNT(DISTINCT programme_payments.person_id)"),
                dsl::sql::<Nullable<BigInt>>("CAST(SUM(programme_payments.amount_fen) AS BIGINT)"),
            ))
            .load::<Sums<ProgrammeId>>(c)?,
    );
    Ok(rows
        .into_iter()
        .map(|(id, name, division, village, unit, supported, document)| Programme {
            paid: paid.remove(&id).unwrap_or_default(),
            id,
            name,
            division,
            village,
            unit,
            supported,
            document,
        })
        .collect())
}

/// Every listed project of a unit or the city, the first listed first.
///
/// # Errors
/// If the database fails.
pub fn projects(c: &mut Conn, scope: &Scope, unit: Option<&UnitCode>) -> Result<Vec<Project>> {
    type Row = (ProjectId, String, String, UnitCode, NaiveDate, String, Fen);
    let query = projects::table
        .inner_join(divisions::table)
        .select((
            projects::id,
            projects::name,
            divisions::name,
            projects::unit_code,
            projects::listed_on,
            projects::document,
            projects::investment_fen,
        ))
        .order((projects::listed_on, projects::id));
    let rows: Vec<Row> = visible!(projects, query, scope, unit.cloned()).load(c)?;
    let ids: Vec<ProjectId> = rows.iter().map(|row| row.0).collect();
    let mut paid = by_id(
        project_benefits::table
            .filter(project_benefits::project_id.eq_any(ids).and(project_benefits::removed_at.is_null()))
            .group_by(project_benefits::project_id)
            .select((
                project_benefits::project_id,
                dsl::count_star(),
                dsl::sql::<BigInt>("COUNT(DISTINCT project_benefits.person_id)"),
                dsl::sql::<Nullable<BigInt>>("CAST(SUM(project_benefits.amount_fen) AS BIGINT)"),
            ))
            .load::<Sums<ProjectId>>(c)?,
    );
    Ok(rows
        .into_iter()
        .map(|(id, name, place, unit, listed_on, document, investment)| Project {
            paid: paid.remove(&id).unwrap_or_default(),
            id,
            name,
            place,
            unit,
            listed_on,
            document,
            investment,
        })
        .collect())
}

/// The courses of a filter, the first first.
///
/// # Errors
/// If the database fails.
pub fn courses(c: &mut Conn, scope: &Scope, filter: &SourceFilter) -> Result<Vec<Course>> {
    type Row = (CourseId, String, String, String, UnitCode, NaiveDate, NaiveDate, i32, String);
    let (Some(first), Some(next)) =
        (NaiveDate::from_ymd_opt(filter.year, 1, 1), NaiveDate::from_ymd_opt(filter.year + 1, 1, 1))
    else {
        return Ok(Vec::new());
    };
    let query = courses::table
        .filter(courses::starts_on.ge(first).and(courses::starts_on.lt(next)))
        .select((
            courses::id,
            courses::name,
            courses::organiser,
            courses::place,
            courses::unit_code,
            courses::starts_on,
            courses::ends_on,
            courses::hours,
            courses::document,
        ))
        .order((courses::starts_on, courses::id));
    let rows: Vec<Row> = visible!(courses, query, scope, filter.unit.clone()).load(c)?;
    let ids: Vec<CourseId> = rows.iter().map(|row| row.0).collect();
    let attended: HashMap<CourseId, (i64, i64, i64)> = course_attendances::table
        .filter(course_attendances::course_id.eq_any(ids).and(course_attendances::removed_at.is_null()))
        .group_by(course_attendances::course_id)
        .select((
            course_attendances::course_id,
            dsl::count_star(),
            dsl::sql::<BigInt>("COUNT(course_attendances.completed_on)"),
            dsl::sql::<BigInt>("COUNT(course_attendances.placement_on)"),
        ))
        .load::<(CourseId, i64, i64, i64)>(c)?
        .into_iter()
        .map(|(id, attended, completed, placed)| (id, (attended, completed, placed)))
        .collect();
    Ok(rows
        .into_iter()
        .map(|(id, name, organiser, place, unit, starts_on, ends_on, hours, document)| {
            let (attended, completed, placed) = attended.get(&id).copied().unwrap_or_default();
            Course {
                id,
                name,
                organiser,
                place,
                unit,
                starts_on,
                ends_on,
                hours,
                document,
                attended,
                completed,
                placed,
            }
        })
        .collect())
}
