//! The records evidence is kept in, one at a time: courses, projects and programmes with their rows, businesses and measures.

use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use crate::domain::access::Scope;
use crate::domain::attribution::{BenefitKind, Evidence, MeasureKind, PaymentKind};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::identity::{PersonName, Reason};
use crate::domain::ids::{PersonId, UserId};
use crate::domain::moment::Moment;
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::quantity::Fen;
use crate::domain::record::{Row, Source};
use crate::store::conn::MultiBackend;
use crate::store::fault::changed;
use crate::store::schema::{
    course_attendances, courses, divisions, households, memberships, non_tourism_measures, own_businesses,
    persons, programme_payments, programmes, project_benefits, projects,
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

/// Adds a course, project or programme.
///
/// # Errors
/// `Taken` if there is one of this name.
pub fn insert_source(c: &mut Conn, source: &Source, in_unit: &UnitCode) -> Result<Holder> {
    let record: i64 = match source {
        Source::Course { name, organiser, unit, place, starts_on, ends_on, hours, document } => {
            diesel::insert_into(courses::table)
                .values((
                    courses::name.eq(name),
                    courses::organiser.eq(organiser),
                    courses::unit_code.eq(unit),
                    courses::place.eq(place),
                    courses::starts_on.eq(starts_on),
                    courses::ends_on.eq(ends_on),
                    courses::hours.eq(hours),
                    courses::document.eq(document),
                ))
                .returning(courses::id)
                .get_result(c)?
        }
        Source::Project { name, division, listed_on, document, investment } => {
            diesel::insert_into(projects::table)
                .values((
                    projects::name.eq(name),
                    projects::unit_code.eq(in_unit),
                    projects::division_code.eq(division),
                    projects::listed_on.eq(listed_on),
                    projects::document.eq(document),
                    projects::investment_fen.eq(investment),
                ))
                .returning(projects::id)
                .get_result(c)?
        }
        Source::Programme { name, division, year, supported, document } => {
            diesel::insert_into(programmes::table)
                .values((
                    programmes::name.eq(name),
                    programmes::unit_code.eq(in_unit),
                    programmes::division_code.eq(division),
                    programmes::year.eq(year),
                    programmes::supported.eq(supported),
                    programmes::document.eq(document),
                ))
                .returning(programmes::id)
                .get_result(c)?
        }
    };
    Ok(Holder { kind: source.holder(), record })
}

/// Corrects a course, project or programme as it was read.
///
/// # Errors
/// `Stale` if somebody changed it; `Taken`.
pub fn correct_source(c: &mut Conn, id: i64, read: i64, source: &Source, in_unit: &UnitCode) -> Result<()> {
    changed(match source {
        Source::Course { name, organiser, unit, place, starts_on, ends_on, hours, document } => {
            diesel::update(courses::table.filter(courses::id.eq(id).and(courses::revision.eq(read))))
                .set((
                    courses::name.eq(name),
                    courses::organiser.eq(organiser),
                    courses::unit_code.eq(unit),
                    courses::place.eq(place),
                    courses::starts_on.eq(starts_on),
                    courses::ends_on.eq(ends_on),
                    courses::hours.eq(hours),
                    courses::document.eq(document),
                    courses::revision.eq(read + 1),
                ))
                .execute(c)?
        }
        Source::Project { name, division, listed_on, document, investment } => {
            diesel::update(projects::table.filter(projects::id.eq(id).and(projects::revision.eq(read))))
                .set((
                    projects::name.eq(name),
                    projects::unit_code.eq(in_unit),
                    projects::division_code.eq(division),
                    projects::listed_on.eq(listed_on),
                    projects::document.eq(document),
                    projects::investment_fen.eq(investment),
                    projects::revision.eq(read + 1),
                ))
                .execute(c)?
        }
        Source::Programme { name, division, year, supported, document } => {
            diesel::update(programmes::table.filter(programmes::id.eq(id).and(programmes::revision.eq(read))))
                .set((
                    programmes::name.eq(name),
                    programmes::unit_code.eq(in_unit),
                    programmes::division_code.eq(division),
                    programmes::year.eq(year),
                    programmes::supported.eq(supported),
                    programmes::document.eq(document),
                    programmes::revision.eq(read + 1),
                ))
                .execute(c)?
        }
    })
}

/// Which rows to read.
pub enum Rows<'a> {
    /// Those of a course, project or programme.
    Under(Holder),
    /// One.
    One(Holder),
    /// A list of businesses or measures.
    Own(HolderKind, &'a RecordFilter),
}

/// People's records that a reader may know of, those taken off their lists left out: the newest first, and how many there are.
///
/// # Errors
/// `NotFound` for a kind of record that has none.
pub fn rows(
    c: &mut Conn,
    scope: &Scope,
    which: &Rows<'_>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Line>, i64)> {
    let none = RecordFilter::default();
    let (kind, filter) = match which {
        Rows::Under(holder) => (holder.kind.rows().ok_or(Fault::NotFound)?, &none),
        Rows::One(holder) => (holder.kind, &none),
        Rows::Own(kind, filter) => (*kind, *filter),
    };
    // Each table's own columns follow the same head.
    macro_rules! under {
        ($table:ident, $source:ident, $column:ident, $holder:ident, $columns:expr, $types:ty, $row:expr) => {{
            type Found = (i64, PersonId, PersonName, String, UnitCode, i64, (i64, $types));
            let query = || -> Result<_> {
                let query = $table::table.inner_join(persons::table).inner_join($source::table);
                let query = filtered!(query, $source, scope, filter).filter($table::removed_at.is_null());
                Ok(match which {
                    Rows::One(holder) => query.filter($table::id.eq(holder.record)),
                    Rows::Under(holder) => query.filter($table::$column.eq(holder.record)),
                    Rows::Own(..) => return Err(Fault::NotFound),
                })
            };
            let total: i64 = query()?.count().get_result(c)?;
            let found: Vec<Found> = query()?
                .select((
                    $table::id,
                    persons::id,
                    persons::name,
                    persons::id_masked,
                    $source::unit_code,
                    $table::revision,
                    ($table::$column, $columns),
                ))
                .order($table::id.desc())
                .offset(offset)
                .limit(limit)
                .load(c)?;
            let line = |(id, person, name, id_masked, unit, revision, (under, own)): Found| Line {
                holder: Holder { kind, record: id },
                person,
                name,
                id_masked,
                unit,
                under: Some(Holder { kind: HolderKind::$holder, record: under }),
                row: $row(own),
                revision,
            };
            (found.into_iter().map(line).collect(), total)
        }};
    }
    macro_rules! own {
        ($table:ident, $day:ident, $columns:expr, $types:ty, $row:expr) => {{
            type Found = (i64, PersonId, PersonName, String, Option<UnitCode>, i64, $types);
            let query = || -> Result<_> {
                let query = $table::table.inner_join(persons::table);
                let query = filtered!(query, $table, scope, filter).filter($table::removed_at.is_null());
                let query = in_year!(query, $table::$day, filter);
                Ok(match which {
                    Rows::One(holder) => query.filter($table::id.eq(holder.record)),
                    Rows::Own(..) => query,
                    Rows::Under(_) => return Err(Fault::NotFound),
                })
            };
            let total: i64 = query()?.count().get_result(c)?;
            let found: Vec<Found> = query()?
                .select((
                    $table::id,
                    persons::id,
                    persons::name,
                    persons::id_masked,
                    $table::unit_code,
                    $table::revision,
                    $columns,
                ))
                .order($table::id.desc())
                .offset(offset)
                .limit(limit)
                .load(c)?;
            let line = |(id, person, name, id_masked, unit, revision, own): Found| {
                Some(Line {
                    holder: Holder { kind, record: id },
                    person,
                    name,
                    id_masked,
                    unit: unit?,
                    under: None,
                    row: $row(own),
                    revision,
                })
            };
            (found.into_iter().filter_map(line).collect(), total)
        }};
    }
    Ok(match kind {
        HolderKind::Attendance => under!(
            course_attendances,
            courses,
            course_id,
            Course,
            (
                course_attendances::certificate,
                course_attendances::completed_on,
                course_attendances::placement_employer,
                course_attendances::placement_on,
            ),
            (String, Option<NaiveDate>, String, Option<NaiveDate>),
            |(certificate, completed_on, placement_employer, placement_on)| Row::Attendance {
                certificate,
                completed_on,
                placement_employer,
                placement_on
            }
        ),
        HolderKind::Benefit => under!(
            project_benefits,
            projects,
            project_id,
            Project,
            (
                project_benefits::kind,
                project_benefits::amount_fen,
                project_benefits::received_on,
                project_benefits::document,
            ),
            (BenefitKind, Fen, NaiveDate, String),
            |(kind, amount, on, document)| Row::Benefit { kind, amount, on, document }
        ),
        HolderKind::Payment => under!(
            programme_payments,
            programmes,
            programme_id,
            Programme,
            (
                programme_payments::kind,
                programme_payments::amount_fen,
                programme_payments::paid_on,
                programme_payments::document,
            ),
            (PaymentKind, Fen, NaiveDate, String),
            |(kind, amount, on, document)| Row::Payment { kind, amount, on, document }
        ),
        HolderKind::Business => own!(
            own_businesses,
            licensed_on,
            (
                own_businesses::name,
                own_businesses::licence,
                own_businesses::licensed_on,
                own_businesses::support,
                own_businesses::support_fen,
                own_businesses::supported_on,
            ),
            (String, String, NaiveDate, String, Fen, NaiveDate),
            |(name, licence, licensed_on, support, amount, supported_on)| Row::Business {
                name,
                licence,
                licensed_on,
                support,
                amount,
                supported_on
            }
        ),
        HolderKind::Measure => own!(
            non_tourism_measures,
            received_on,
            (
                non_tourism_measures::kind,
                non_tourism_measures::name,
                non_tourism_measures::amount_fen,
                non_tourism_measures::received_on,
                non_tourism_measures::document,
            ),
            (MeasureKind, String, Fen, NaiveDate, String),
            |(kind, name, amount, on, document)| Row::Measure { kind, name, amount, on, document }
        ),
        _ => return Err(Fault::NotFound),
    })
}

/// Puts somebody's record on its list. One of the same person, kind and day that was taken off comes back with these values:
/// what once rested on it still finds it.
///
/// # Errors
/// `Taken` if it is on the list already.
pub fn insert_row(
    c: &mut Conn,
    row: &Row,
    person: PersonId,
    under: Option<i64>,
    unit: &UnitCode,
) -> Result<Holder> {
    macro_rules! put {
        ($table:ident, ($($key:expr),+ $(,)?), ($($own:expr),+ $(,)?)) => {{
            let taken_off = $table::table.filter($table::removed_at.is_not_null())$(.filter($key))+;
            let back: Option<i64> = diesel::update(taken_off)
                .set((
                    ($($own,)+),
                    $table::removed_by.eq(None::<i64>),
                    $table::removed_at.eq(None::<Moment>),
                    $table::removed_reason.eq(""),
                    $table::revision.eq($table::revision + 1),
                ))
                .returning($table::id)
                .get_result(c)
                .optional()?;
            match back {
                Some(id) => id,
                None => diesel::insert_into($table::table)
                    .values((($($key,)+), ($($own,)+)))
                    .returning($table::id)
                    .get_result(c)?,
            }
        }};
    }
    let under = || under.ok_or(Fault::NotFound);
    let record: i64 = match row {
        Row::Attendance { certificate, completed_on, placement_employer, placement_on } => put!(
            course_attendances,
            (course_attendances::course_id.eq(under()?), course_attendances::person_id.eq(person)),
            (
                course_attendances::certificate.eq(certificate),
                course_attendances::completed_on.eq(completed_on),
                course_attendances::placement_employer.eq(placement_employer),
                course_attendances::placement_on.eq(placement_on),
            )
        ),
        Row::Benefit { kind, amount, on, document } => put!(
            project_benefits,
            (
                project_benefits::project_id.eq(under()?),
                project_benefits::person_id.eq(person),
                project_benefits::kind.eq(*kind),
                project_benefits::received_on.eq(*on),
            ),
            (project_benefits::amount_fen.eq(*amount), project_benefits::document.eq(document))
        ),
        Row::Payment { kind, amount, on, document } => put!(
            programme_payments,
            (
                programme_payments::programme_id.eq(under()?),
                programme_payments::person_id.eq(person),
                programme_payments::kind.eq(*kind),
                programme_payments::paid_on.eq(*on),
            ),
            (programme_payments::amount_fen.eq(*amount), programme_payments::document.eq(document))
        ),
        Row::Business { name, licence, licensed_on, support, amount, supported_on } => put!(
            own_businesses,
            (own_businesses::person_id.eq(person), own_businesses::licence.eq(licence)),
            (
                own_businesses::name.eq(name),
                own_businesses::licensed_on.eq(*licensed_on),
                own_businesses::support.eq(support),
                own_businesses::support_fen.eq(*amount),
                own_businesses::supported_on.eq(*supported_on),
                own_businesses::unit_code.eq(Some(unit)),
            )
        ),
        Row::Measure { kind, name, amount, on, document } => put!(
            non_tourism_measures,
            (
                non_tourism_measures::person_id.eq(person),
                non_tourism_measures::kind.eq(*kind),
                non_tourism_measures::received_on.eq(*on),
            ),
            (
                non_tourism_measures::name.eq(name),
                non_tourism_measures::amount_fen.eq(*amount),
                non_tourism_measures::document.eq(document),
                non_tourism_measures::unit_code.eq(Some(unit)),
            )
        ),
    };
    Ok(Holder { kind: row.holder(), record })
}

/// Corrects somebody's record as it was read.
///
/// # Errors
/// `Stale` if somebody changed it or took it off its list; `Taken` if there is another such.
pub fn correct_row(c: &mut Conn, id: i64, read: i64, row: &Row) -> Result<()> {
    macro_rules! set {
        ($table:ident, ($($own:expr),+ $(,)?)) => {
            diesel::update($table::table.filter(
                $table::id.eq(id).and($table::revision.eq(read)).and($table::removed_at.is_null()),
            ))
            .set((($($own,)+), $table::revision.eq(read + 1)))
            .execute(c)?
        };
    }
    changed(match row {
        Row::Attendance { certificate, completed_on, placement_employer, placement_on } => set!(
            course_attendances,
            (
                course_attendances::certificate.eq(certificate),
                course_attendances::completed_on.eq(completed_on),
                course_attendances::placement_employer.eq(placement_employer),
                course_attendances::placement_on.eq(placement_on),
            )
        ),
        Row::Benefit { kind, amount, on, document } => set!(
            project_benefits,
            (
                project_benefits::kind.eq(*kind),
                project_benefits::amount_fen.eq(*amount),
                project_benefits::received_on.eq(*on),
                project_benefits::document.eq(document),
            )
        ),
        Row::Payment { kind, amount, on, document } => set!(
            programme_payments,
            (
                programme_payments::kind.eq(*kind),
                programme_payments::amount_fen.eq(*amount),
                programme_payments::paid_on.eq(*on),
                programme_payments::document.eq(document),
            )
        ),
        Row::Business { name, licence, licensed_on, support, amount, supported_on } => set!(
            own_businesses,
            (
                own_businesses::name.eq(name),
                own_businesses::licence.eq(licence),
                own_businesses::licensed_on.eq(*licensed_on),
                own_businesses::support.eq(support),
                own_businesses::support_fen.eq(*amount),
                own_businesses::supported_on.eq(*supported_on),
            )
        ),
        Row::Measure { kind, name, amount, on, document } => set!(
            non_tourism_measures,
            (
                non_tourism_measures::kind.eq(*kind),
                non_tourism_measures::name.eq(name),
                non_tourism_measures::amount_fen.eq(*amount),
                non_tourism_measures::received_on.eq(*on),
                non_tourism_measures::document.eq(document),
            )
        ),
    })
}

/// Calls a macro with the table of each kind of row.
macro_rules! each_row {
    ($kind:expr, $call:ident, $other:expr) => {
        match $kind {
            HolderKind::Attendance => $call!(course_attendances),
            HolderKind::Benefit => $call!(project_benefits),
            HolderKind::Payment => $call!(programme_payments),
            HolderKind::Business => $call!(own_businesses),
            HolderKind::Measure => $call!(non_tourism_measures),
            HolderKind::Hire | HolderKind::Course | HolderKind::Project | HolderKind::Programme => $other,
        }
    };
}

/// Takes somebody's record off its list, as it was read; it stays for what once rested on it.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn remove_row(
    c: &mut Conn,
    holder: Holder,
    read: i64,
    reason: &Reason,
    by: UserId,
    at: Moment,
) -> Result<()> {
    macro_rules! off {
        ($table:ident) => {
            diesel::update($table::table.filter(
                $table::id.eq(holder.record).and($table::revision.eq(read)).and($table::removed_at.is_null()),
            ))
            .set((
                $table::removed_by.eq(Some(by)),
                $table::removed_at.eq(Some(at)),
                $table::removed_reason.eq(reason.as_str()),
                $table::revision.eq(read + 1),
            ))
            .execute(c)?
        };
    }
    changed(each_row!(holder.kind, off, return Err(Fault::NotFound)))
}

/// Holds the record of an evidence until the transaction ends, so that nobody changes it or takes it off its list while an
/// attribution is made that rests on it. Hires are held by their own rules.
///
/// # Errors
/// `NotFound` if it was taken off.
pub fn hold(c: &mut Conn, evidence: Evidence) -> Result<()> {
    let holder = Holder::from(evidence);
    macro_rules! held {
        ($table:ident) => {
            diesel::update(
                $table::table.filter($table::id.eq(holder.record).and($table::removed_at.is_null())),
            )
            .set($table::revision.eq($table::revision))
            .execute(c)?
        };
    }
    if each_row!(holder.kind, held, return Ok(())) == 0 { Err(Fault::NotFound) } else { Ok(()) }
}
