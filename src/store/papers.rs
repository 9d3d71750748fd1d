//! Papers that lie with the records exits rest on.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::attachments::{Attachment, COLUMNS};
use super::conn::MultiBackend;
use super::fault::changed;
use super::schema::{
    attachments, course_attendances, courses, evidence_papers, hires as hire_rows, non_tourism_measures,
    own_businesses, persons, programme_payments, programmes, project_benefits, projects, users,
};
use super::{Conn, Fault, Result, hires};
use crate::domain::access::Scope;
use crate::domain::attachment::ContentHash;
use crate::domain::attribution::Lying;
use crate::domain::division::UnitCode;
use crate::domain::hire::Receipt;
use crate::domain::identity::{PersonName, Reason};
use crate::domain::ids::{
    AttachmentId, AttendanceId, BenefitId, BusinessId, CourseId, HireId, MeasureId, PaperId, PaymentId,
    ProgrammeId, ProjectId, UserId,
};
use crate::domain::moment::Moment;
use crate::domain::paper::{Holder, HolderKind, PaperKind};

/// A paper with its file.
#[derive(Debug, Clone, Queryable)]
pub struct Paper {
    /// Its number.
    pub id: PaperId,
    /// What it is.
    pub kind: PaperKind,
    /// The file.
    pub file: Attachment,
    /// Who added it.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
    /// Why; empty if it was not.
    pub withdrawn_reason: String,
}

/// Calls a macro with the column of each kind of record.
macro_rules! each_column {
    ($kind:expr, $call:ident) => {
        match $kind {
            HolderKind::Hire => $call!(hire_id),
            HolderKind::Attendance => $call!(attendance_id),
            HolderKind::Benefit => $call!(benefit_id),
            HolderKind::Payment => $call!(payment_id),
            HolderKind::Business => $call!(business_id),
            HolderKind::Measure => $call!(measure_id),
            HolderKind::Course => $call!(course_id),
            HolderKind::Project => $call!(project_id),
            HolderKind::Programme => $call!(programme_id),
        }
    };
}

/// The papers of a record, newest first, those withdrawn among them.
///
/// # Errors
/// If the database fails.
pub fn of(c: &mut Conn, holder: Holder) -> Result<Vec<Paper>> {
    let query = evidence_papers::table
        .inner_join(attachments::table)
        .left_join(users::table.on(evidence_papers::added_by.eq(users::id.nullable())))
        .select((
            evidence_papers::id,
            evidence_papers::kind,
            COLUMNS,
            users::name.nullable(),
            evidence_papers::added_at,
            evidence_papers::withdrawn_at,
            evidence_papers::withdrawn_reason,
        ))
        .order(evidence_papers::id.desc())
        .into_boxed::<MultiBackend>();
    macro_rules! of_record {
        ($column:ident) => {
            query.filter(evidence_papers::$column.eq(holder.record))
        };
    }
    Ok(each_column!(holder.kind, of_record).load(c)?)
}

/// One paper of a record.
///
/// # Errors
/// `NotFound` if none of this number lies with it.
pub fn find(c: &mut Conn, holder: Holder, id: PaperId) -> Result<Paper> {
    of(c, holder)?.into_iter().find(|paper| paper.id == id).ok_or(Fault::NotFound)
}

/// A paper to be laid with a record.
#[derive(Debug, Clone, Copy)]
pub struct NewPaper {
    /// The record.
    pub holder: Holder,
    /// What it is.
    pub kind: PaperKind,
    /// The file.
    pub file: AttachmentId,
}

#[derive(Insertable, Default)]
#[diesel(table_name = evidence_papers, treat_none_as_default_value = false)]
struct Row {
    hire_id: Option<i64>,
    attendance_id: Option<i64>,
    benefit_id: Option<i64>,
    payment_id: Option<i64>,
    business_id: Option<i64>,
    measure_id: Option<i64>,
    course_id: Option<i64>,
    project_id: Option<i64>,
    programme_id: Option<i64>,
    kind: &'static str,
    attachment_id: i64,
    added_by: Option<i64>,
    added_at: chrono::NaiveDateTime,
}

/// Lays papers with their records.
///
/// # Errors
/// If the database fails.
pub fn insert(c: &mut Conn, papers: &[NewPaper], by: Option<UserId>, at: Moment) -> Result<()> {
    use crate::domain::codes::Code as _;
    let rows: Vec<Row> = papers
        .iter()
        .map(|paper| {
            let mut row = Row {
                kind: paper.kind.code(),
                attachment_id: paper.file.0,
                added_by: by.map(|by| by.0),
                added_at: at.utc(),
                ..Row::default()
            };
            macro_rules! set {
                ($column:ident) => {
                    row.$column = Some(paper.holder.record)
                };
            }
            each_column!(paper.holder.kind, set);
            row
        })
        .collect();
    for rows in rows.chunks(super::conn::ROWS_PER_INSERT) {
        super::conn::on_backend!(c, |c| diesel::insert_into(evidence_papers::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Withdraws a paper.
///
/// # Errors
/// `Stale` if it was withdrawn already.
pub fn withdraw(c: &mut Conn, id: PaperId, reason: &Reason, by: UserId, at: Moment) -> Result<()> {
    let target = evidence_papers::table
        .filter(evidence_papers::id.eq(id).and(evidence_papers::withdrawn_at.is_null()));
    changed(
        diesel::update(target)
            .set((
                evidence_papers::withdrawn_by.eq(Some(by)),
                evidence_papers::withdrawn_at.eq(Some(at)),
                evidence_papers::withdrawn_reason.eq(reason.as_str()),
            ))
            .execute(c)?,
    )
}

/// How many papers lie with a record, those withdrawn left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Papers.
    pub papers: i64,
    /// Of them, those whose file is missing or was changed.
    pub faulty: i64,
}

impl std::iter::Sum for Held {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            papers: sum.papers + one.papers,
            faulty: sum.faulty + one.faulty,
        })
    }
}

/// How many papers lie with each of these records; a record without any is left out.
///
/// # Errors
/// If the database fails.
pub fn held(c: &mut Conn, holders: &[Holder]) -> Result<HashMap<Holder, Held>> {
    let sum = |all: Vec<Lying>| -> Held {
        all.into_iter().map(|one| Held { papers: one.papers, faulty: one.faulty }).sum()
    };
    Ok(lying(c, holders)?.into_iter().map(|(holder, all)| (holder, sum(all))).collect())
}

/// The papers that lie with each of these records by their kinds, those withdrawn left out; a record without any is left out.
///
/// # Errors
/// If the database fails.
pub fn lying(c: &mut Conn, holders: &[Holder]) -> Result<HashMap<Holder, Vec<Lying>>> {
    use crate::domain::codes::Code as _;
    let mut found = HashMap::<Holder, Vec<Lying>>::new();
    for kind in HolderKind::ALL {
        let of_kind = holders.iter().filter(|holder| holder.kind == *kind);
        let records: Vec<Option<i64>> = of_kind.map(|holder| Some(holder.record)).collect();
        if records.is_empty() {
            continue;
        }
        macro_rules! counted {
            ($column:ident) => {
                evidence_papers::table
                    .inner_join(attachments::table)
                    .filter(evidence_papers::$column.eq_any(records))
                    .filter(evidence_papers::withdrawn_at.is_null())
                    .group_by((evidence_papers::$column, evidence_papers::kind))
                    .select((
                        evidence_papers::$column,
                        evidence_papers::kind,
                        diesel::dsl::count_star(),
                        diesel::dsl::count(attachments::fault),
                    ))
                    .load::<(Option<i64>, PaperKind, i64, i64)>(c)?
            };
        }
        for (record, paper, papers, faulty) in each_column!(kind, counted) {
            let Some(record) = record else { continue };
            found.entry(Holder { kind: *kind, record }).or_default().push(Lying {
                kind: paper,
                papers,
                faulty,
            });
        }
    }
    Ok(found)
}

/// The records a content lies with, those it was withdrawn from left out.
///
/// # Errors
/// If the database fails.
pub fn holders_of(c: &mut Conn, hash: ContentHash) -> Result<Vec<Holder>> {
    type Columns = (
        (Option<HireId>, Option<AttendanceId>, Option<BenefitId>, Option<PaymentId>, Option<BusinessId>),
        (Option<MeasureId>, Option<CourseId>, Option<ProjectId>, Option<ProgrammeId>),
    );
    let rows: Vec<Columns> = evidence_papers::table
        .inner_join(attachments::table)
        .filter(attachments::sha256.eq(hash).and(evidence_papers::withdrawn_at.is_null()))
        .select((
            (
                evidence_papers::hire_id,
                evidence_papers::attendance_id,
                evidence_papers::benefit_id,
                evidence_papers::payment_id,
                evidence_papers::business_id,
            ),
            (
                evidence_papers::measure_id,
                evidence_papers::course_id,
                evidence_papers::project_id,
                evidence_papers::programme_id,
            ),
        ))
        .order(evidence_papers::id)
        .load(c)?;
    let holder = |((hire, attendance, benefit, payment, business), rest): Columns| {
        let (measure, course, project, programme) = rest;
        hire.map(Holder::from)
            .or(attendance.map(Holder::from))
            .or(benefit.map(Holder::from))
            .or(payment.map(Holder::from))
            .or(business.map(Holder::from))
            .or(measure.map(Holder::from))
            .or(course.map(Holder::from))
            .or(project.map(Holder::from))
            .or(programme.map(Holder::from))
    };
    Ok(rows.into_iter().filter_map(holder).collect())
}

/// A record papers lie with, as the page of its papers names it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The unit it belongs to.
    pub unit: Option<UnitCode>,
    /// The site's receipt, the course, the project, the programme, the business or the measure.
    pub title: String,
    /// Whose it is, if a person's.
    pub person: Option<PersonName>,
    /// The record it stands under.
    pub under: Option<Holder>,
    /// The day it is of, if it has one.
    pub on: Option<NaiveDate>,
    /// Whether it was taken off its list.
    pub removed: bool,
}

/// Narrows a query to what a reader may know of.
macro_rules! within {
    ($query:expr, $scope:expr, $unit:expr) => {{
        let query = $query.into_boxed::<MultiBackend>();
        match $scope {
            Scope::City => query,
            Scope::Unit(unit) => query.filter($unit.eq(unit.clone())),
            Scope::Public | Scope::Operator(_) => return Err(Fault::NotFound),
        }
    }};
}

/// A record of these tables that belongs to a person and stands under another.
macro_rules! row_of {
    ($c:expr, $scope:expr, $record:expr, $row:ident, $on:ident, $under:ident) => {{
        type Found = (UnitCode, String, PersonName, i64, Option<NaiveDate>, Option<Moment>);
        let query = $row::table
            .inner_join(persons::table)
            .inner_join($under::table)
            .filter($row::id.eq($record))
            .select((
                $under::unit_code,
                $under::name,
                persons::name,
                $under::id,
                $row::$on.nullable(),
                $row::removed_at,
            ));
        let found: Found = within!(query, $scope, $under::unit_code).first($c)?;
        let (unit, title, person, under, on, removed_at) = found;
        (unit, title, person, under, on, removed_at.is_some())
    }};
}

/// A record that belongs to a person alone, as it is read.
type Own = (Option<UnitCode>, String, PersonName, NaiveDate, Option<Moment>);

/// Where a record stands, for those who may know of it.
///
/// # Errors
/// `NotFound` if there is none in the reader's scope.
pub fn place(c: &mut Conn, scope: &Scope, holder: Holder) -> Result<Place> {
    let record = holder.record;
    let placed = |(unit, title, person, under, on, removed), kind| Place {
        unit: Some(unit),
        title,
        person: Some(person),
        under: Some(Holder { kind, record: under }),
        on,
        removed,
    };
    let source = |(unit, title): (UnitCode, String)| Place {
        unit: Some(unit),
        title,
        person: None,
        under: None,
        on: None,
        removed: false,
    };
    let own = |(unit, title, person, on, removed): Own| Place {
        unit,
        title,
        person: Some(person),
        under: None,
        on: Some(on),
        removed: removed.is_some(),
    };
    Ok(match holder.kind {
        HolderKind::Hire => {
            let hire = hires::load(c, scope, HireId(record))?;
            Place {
                unit: Some(hire.listed.unit),
                title: format!("{} {}", hire.listed.site, Receipt(HireId(record))),
                person: Some(hire.listed.name),
                under: None,
                on: Some(hire.listed.started_on),
                removed: false,
            }
        }
        HolderKind::Attendance => {
            placed(row_of!(c, scope, record, course_attendances, completed_on, courses), HolderKind::Course)
        }
        HolderKind::Benefit => {
            placed(row_of!(c, scope, record, project_benefits, received_on, projects), HolderKind::Project)
        }
        HolderKind::Payment => {
            placed(row_of!(c, scope, record, programme_payments, paid_on, programmes), HolderKind::Programme)
        }
        HolderKind::Business => {
            let query = own_businesses::table
                .inner_join(persons::table)
                .filter(own_businesses::id.eq(record))
                .select((
                    own_businesses::unit_code,
                    own_businesses::name,
                    persons::name,
                    own_businesses::licensed_on,
                    own_businesses::removed_at,
                ));
            own(within!(query, scope, own_businesses::unit_code).first(c)?)
        }
        HolderKind::Measure => {
            let query = non_tourism_measures::table
                .inner_join(persons::table)
                .filter(non_tourism_measures::id.eq(record))
                .select((
                    non_tourism_measures::unit_code,
                    non_tourism_measures::name,
                    persons::name,
                    non_tourism_measures::received_on,
                    non_tourism_measures::removed_at,
                ));
            own(within!(query, scope, non_tourism_measures::unit_code).first(c)?)
        }
        HolderKind::Course => {
            let query =
                courses::table.filter(courses::id.eq(record)).select((courses::unit_code, courses::name));
            source(within!(query, scope, courses::unit_code).first(c)?)
        }
        HolderKind::Project => {
            let query =
                projects::table.filter(projects::id.eq(record)).select((projects::unit_code, projects::name));
            source(within!(query, scope, projects::unit_code).first(c)?)
        }
        HolderKind::Programme => {
            let query = programmes::table
                .filter(programmes::id.eq(record))
                .select((programmes::unit_code, programmes::name));
            source(within!(query, scope, programmes::unit_code).first(c)?)
        }
    })
}

/// Every record of a kind that an attribution can rest on, or whose rows it can: of hires, those of people on the register.
///
/// # Errors
/// If the database fails.
pub fn attributable(c: &mut Conn, kind: HolderKind) -> Result<Vec<Holder>> {
    macro_rules! ids {
        ($table:ident) => {
            $table::table.select($table::id).order($table::id).load::<i64>(c)?
        };
    }
    let records = match kind {
        HolderKind::Hire => {
            let of_register = hire_rows::table.filter(hire_rows::person_id.is_not_null());
            of_register.select(hire_rows::id).order(hire_rows::id).load::<i64>(c)?
        }
        HolderKind::Attendance => ids!(course_attendances),
        HolderKind::Benefit => ids!(project_benefits),
        HolderKind::Payment => ids!(programme_payments),
        HolderKind::Business => ids!(own_businesses),
        HolderKind::Measure => ids!(non_tourism_measures),
        HolderKind::Course => ids!(courses),
        HolderKind::Project => ids!(projects),
        HolderKind::Programme => ids!(programmes),
    };
    Ok(records.into_iter().map(|record| Holder { kind, record }).collect())
}
