//! Papers that lie with the records exits rest on.

mod place;

use std::collections::HashMap;

use diesel::prelude::*;
use serde::Serialize;

pub use self::place::{Place, attributable, place};
use super::attachments::{Attachment, COLUMNS};
use super::conn::MultiBackend;
use super::fault::changed;
use super::schema::{attachments, evidence_papers, users};
use super::{Conn, Fault, Result};
use crate::domain::attachment::ContentHash;
use crate::domain::attribution::Lying;
use crate::domain::identity::Reason;
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
    super::conn::insert_all!(c, evidence_papers, rows)?;
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
