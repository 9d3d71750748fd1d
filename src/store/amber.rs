//! What rests on papers: the exits attributed on a record, and the numbers a missing or changed file makes doubtful.
//!
//! A number is amber while a paper that lies with the evidence of one of its exits, or with the course, project or programme the
//! evidence is of, has a file that is missing or was changed, and the paper is not withdrawn. Nothing is kept beside the records:
//! while every file is sound, which one small index tells, there is nothing to look up.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;

use super::conn::MultiBackend;
use super::schema::{
    attachments, attributions, course_attendances, evidence_papers, programme_payments, project_benefits,
};
use super::tallies::behind;
use super::{Conn, Result};
use crate::domain::attribution::Stage;
use crate::domain::division::UnitCode;
use crate::domain::ids::{AttributionId, ExitId};
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Cell, CellKey, Count, TallyFilter};

/// A live attribution that rests on a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Serialize)]
pub struct Resting {
    /// The attribution.
    pub attribution: AttributionId,
    /// The exit.
    pub exit: ExitId,
    /// The unit it is counted in.
    pub unit: UnitCode,
    /// The pathway.
    pub pathway: Pathway,
    /// The year.
    pub year: i32,
    /// The month.
    pub month: i32,
    /// Where it stands.
    pub stage: Stage,
    /// The persons counted.
    pub persons: i32,
}

type Columns = (
    attributions::id,
    attributions::exit_id,
    attributions::unit_code,
    attributions::pathway,
    attributions::year,
    attributions::month,
    attributions::stage,
    attributions::persons,
);
const COLUMNS: Columns = (
    attributions::id,
    attributions::exit_id,
    attributions::unit_code,
    attributions::pathway,
    attributions::year,
    attributions::month,
    attributions::stage,
    attributions::persons,
);

/// The live attributions that rest on a record, or on the rows of a course, project or programme.
///
/// # Errors
/// If the database fails.
pub fn resting_on(c: &mut Conn, holder: Holder) -> Result<Vec<Resting>> {
    let live = attributions::table
        .filter(attributions::live.eq(true))
        .select(COLUMNS)
        .order(attributions::id)
        .into_boxed::<MultiBackend>();
    let record = holder.record;
    let query = match holder.kind {
        HolderKind::Hire => live.filter(attributions::hire_id.eq(record)),
        HolderKind::Attendance => live.filter(attributions::attendance_id.eq(record)),
        HolderKind::Benefit => live.filter(attributions::benefit_id.eq(record)),
        HolderKind::Payment => live.filter(attributions::payment_id.eq(record)),
        HolderKind::Business => live.filter(attributions::business_id.eq(record)),
        HolderKind::Measure => live.filter(attributions::measure_id.eq(record)),
        HolderKind::Course => live.filter(
            attributions::attendance_id.eq_any(
                course_attendances::table
                    .filter(course_attendances::course_id.eq(record))
                    .select(course_attendances::id.nullable()),
            ),
        ),
        HolderKind::Project => live.filter(
            attributions::benefit_id.eq_any(
                project_benefits::table
                    .filter(project_benefits::project_id.eq(record))
                    .select(project_benefits::id.nullable()),
            ),
        ),
        HolderKind::Programme => live.filter(
            attributions::payment_id.eq_any(
                programme_payments::table
                    .filter(programme_payments::programme_id.eq(record))
                    .select(programme_payments::id.nullable()),
            ),
        ),
    };
    Ok(query.load(c)?)
}

/// Whether the file of any paper in use is missing or was changed.
fn anything(c: &mut Conn) -> Result<bool> {
    let faulty = evidence_papers::table
        .inner_join(attachments::table)
        .filter(attachments::fault.is_not_null().and(evidence_papers::withdrawn_at.is_null()));
    Ok(diesel::select(exists(faulty)).get_result(c)?)
}

/// Runs the same narrowed query once for each way of resting on a faulty file.
macro_rules! amber {
    ($c:expr, $narrow:expr) => {{
        let mut found = BTreeSet::<Resting>::new();
        macro_rules! faulty {
            ($column:ident) => {
                evidence_papers::table
                    .inner_join(attachments::table)
                    .filter(attachments::fault.is_not_null().and(evidence_papers::withdrawn_at.is_null()))
                    .filter(evidence_papers::$column.is_not_null())
                    .select(evidence_papers::$column)
            };
        }
        macro_rules! on {
            ($column:ident, $records:expr) => {
                let query = attributions::table.filter(attributions::live.eq(true));
                found.extend(
                    query
                        .filter(attributions::$column.eq_any($records))
                        .filter($narrow)
                        .select(COLUMNS)
                        .load::<Resting>($c)?,
                )
            };
        }
        macro_rules! under {
            ($column:ident, $table:ident, $source:ident) => {
                on!(
                    $column,
                    $table::table
                        .filter($table::$source.nullable().eq_any(faulty!($source)))
                        .select($table::id.nullable())
                )
            };
        }
        on!(hire_id, faulty!(hire_id));
        on!(payment_id, faulty!(payment_id));
        on!(attendance_id, faulty!(attendance_id));
        on!(benefit_id, faulty!(benefit_id));
        on!(business_id, faulty!(business_id));
        on!(measure_id, faulty!(measure_id));
        under!(payment_id, programme_payments, programme_id);
        under!(attendance_id, course_attendances, course_id);
        under!(benefit_id, project_benefits, project_id);
        found
    }};
}

/// How much of each cell of a filter rests on a missing or changed file.
///
/// # Errors
/// If the database fails.
pub fn cells(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Cell>> {
    if !anything(c)? {
        return Ok(Vec::new());
    }
    let mut cells = BTreeMap::<CellKey, Count>::new();
    for one in amber!(c, behind(filter)) {
        let key = CellKey {
            year: one.year,
            basis: filter.basis,
            unit: one.unit,
            pathway: one.pathway,
            month: one.month,
        };
        *cells.entry(key).or_default() +=
            Count { persons: Persons(one.persons.into()), households: Households(1) };
    }
    Ok(cells.into_iter().map(|(key, count)| Cell { key, count }).collect())
}

/// Which of these attributions rest on a missing or changed file.
///
/// # Errors
/// If the database fails.
pub fn among(c: &mut Conn, attributions: &[AttributionId]) -> Result<BTreeSet<AttributionId>> {
    if attributions.is_empty() || !anything(c)? {
        return Ok(BTreeSet::new());
    }
    let found = amber!(c, attributions::id.eq_any(attributions.to_vec()));
    Ok(found.into_iter().map(|one| one.attribution).collect())
}
