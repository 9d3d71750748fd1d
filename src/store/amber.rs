//! What rests on papers: the exits attributed on a record, and the numbers a missing or changed file makes doubtful.
//!
//! A number is amber while a paper that lies with the evidence of one of its exits, or with the course, project or programme the
//! evidence is of, has a file that is missing or was changed, and the paper is not withdrawn. Nothing is kept beside the records:
//! while every file is sound, which one small index tells, there is nothing to look up.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde::Serialize;

use super::conn::MultiBackend;
use super::schema::{
    attachments, attributions, course_attendances, evidence_papers, exits, programme_payments,
    project_benefits,
};
use super::{Conn, Result};
use crate::domain::attribution::Stage;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{AttributionId, ExitId};
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Persons;
use crate::domain::tally::{Basis, Cell, CellKey, Count, TallyFilter};

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
    resting_on_any(c, holder.kind, &[holder.record])
}

fn resting_on_any(c: &mut Conn, kind: HolderKind, records: &[i64]) -> Result<Vec<Resting>> {
    let records = records.to_vec();
    let live = attributions::table
        .filter(attributions::live.eq(true))
        .select(COLUMNS)
        .order(attributions::id)
        .into_boxed::<MultiBackend>();
    let query = match kind {
        HolderKind::Hire => live.filter(attributions::hire_id.eq_any(records)),
        HolderKind::Attendance => live.filter(attributions::attendance_id.eq_any(records)),
        HolderKind::Benefit => live.filter(attributions::benefit_id.eq_any(records)),
        HolderKind::Payment => live.filter(attributions::payment_id.eq_any(records)),
        HolderKind::Business => live.filter(attributions::business_id.eq_any(records)),
        HolderKind::Measure => live.filter(attributions::measure_id.eq_any(records)),
        HolderKind::Course => live.filter(
            attributions::attendance_id.eq_any(
                course_attendances::table
                    .filter(course_attendances::course_id.eq_any(records))
                    .select(course_attendances::id.nullable()),
            ),
        ),
        HolderKind::Project => live.filter(
            attributions::benefit_id.eq_any(
                project_benefits::table
                    .filter(project_benefits::project_id.eq_any(records))
                    .select(project_benefits::id.nullable()),
            ),
        ),
        HolderKind::Programme => live.filter(
            attributions::payment_id.eq_any(
                programme_payments::table
                    .filter(programme_payments::programme_id.eq_any(records))
                    .select(programme_payments::id.nullable()),
            ),
        ),
    };
    Ok(query.load(c)?)
}

/// The records that papers with a missing or changed file lie with, by what they rest on.
#[derive(Debug, Default)]
struct Faulty(BTreeMap<HolderKind, BTreeSet<i64>>);

/// Records asked for at once.
const CHUNK: usize = 500;

impl Faulty {
    /// Found by the small index of faulty files: as much work as there are such files, however many papers there are.
    fn read(c: &mut Conn) -> Result<Self> {
        let rows = evidence_papers::table
            .inner_join(attachments::table)
            .filter(attachments::fault.is_not_null().and(evidence_papers::withdrawn_at.is_null()))
            .select((
                (
                    evidence_papers::hire_id,
                    evidence_papers::attendance_id,
                    evidence_papers::benefit_id,
                    evidence_papers::payment_id,
                    evidence_papers::business_id,
                    evidence_papers::measure_id,
                ),
                (evidence_papers::course_id, evidence_papers::project_id, evidence_papers::programme_id),
            ))
            .load::<Holders>(c)?;
        let mut all = Self::default();
        for ((hire, attendance, benefit, payment, business, measure), (course, project, programme)) in rows {
            let holders = [
                (HolderKind::Hire, hire),
                (HolderKind::Attendance, attendance),
                (HolderKind::Benefit, benefit),
                (HolderKind::Payment, payment),
                (HolderKind::Business, business),
                (HolderKind::Measure, measure),
                (HolderKind::Course, course),
                (HolderKind::Project, project),
                (HolderKind::Programme, programme),
            ];
            for (kind, record) in holders {
                all.0.entry(kind).or_default().extend(record);
            }
        }
        Ok(all)
    }

    /// The live attributions that rest on them. Only the records narrow the query: whatever else did would tempt a database to
    /// start from all attributions of a year.
    fn resting(&self, c: &mut Conn) -> Result<BTreeSet<Resting>> {
        let mut found = BTreeSet::new();
        for (kind, records) in &self.0 {
            let records: Vec<i64> = records.iter().copied().collect();
            for some in records.chunks(CHUNK) {
                found.extend(resting_on_any(c, *kind, some)?);
            }
        }
        Ok(found)
    }
}

type Id = Option<i64>;
type Holders = ((Id, Id, Id, Id, Id, Id), (Id, Id, Id));

/// How much of each cell of a filter rests on a missing or changed file now. Nothing is told of a past day.
///
/// # Errors
/// If the database fails.
pub fn cells(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Cell>> {
    if filter.as_of.is_some() {
        return Ok(Vec::new());
    }
    let resting: Vec<Resting> =
        Faulty::read(c)?.resting(c)?.into_iter().filter(|one| one.is_behind(filter)).collect();
    if resting.is_empty() {
        return Ok(Vec::new());
    }
    let villages = villages(c, &resting)?;
    let mut cells = BTreeMap::<CellKey, Count>::new();
    for one in resting {
        let village = villages.get(&one.exit);
        if let Some(place) = &filter.locality
            && !village.is_some_and(|village| village.lies_in(place.as_str()))
        {
            continue;
        }
        let key = CellKey {
            year: one.year,
            basis: filter.basis,
            unit: one.unit,
            village: village.cloned(),
            pathway: one.pathway,
            month: one.month,
        };
        *cells.entry(key).or_default() += Count::household_of(Persons(one.persons.into()));
    }
    Ok(cells.into_iter().map(|(key, count)| Cell { key, count }).collect())
}

impl Resting {
    /// Whether it is behind the number of a filter, as far as its own columns tell.
    fn is_behind(&self, filter: &TallyFilter) -> bool {
        self.year == filter.year
            && Basis::reached(self.stage).contains(&filter.basis)
            && filter.pathways().contains(&self.pathway)
            && filter.unit.as_ref().is_none_or(|unit| *unit == self.unit)
            && filter.month.is_none_or(|month| month.number() == self.month)
    }
}

fn villages(c: &mut Conn, resting: &[Resting]) -> Result<BTreeMap<ExitId, DivisionCode>> {
    let mut villages = BTreeMap::new();
    for some in resting.chunks(CHUNK) {
        let exits: Vec<ExitId> = some.iter().map(|one| one.exit).collect();
        let rows = exits::table.filter(exits::id.eq_any(exits)).select((exits::id, exits::division_code));
        villages.extend(rows.load::<(ExitId, DivisionCode)>(c)?);
    }
    Ok(villages)
}

/// Which of these attributions rest on a missing or changed file.
///
/// # Errors
/// If the database fails.
pub fn among(c: &mut Conn, attributions: &[AttributionId]) -> Result<BTreeSet<AttributionId>> {
    if attributions.is_empty() {
        return Ok(BTreeSet::new());
    }
    let found = Faulty::read(c)?.resting(c)?.into_iter().map(|one| one.attribution);
    Ok(found.filter(|id| attributions.contains(id)).collect())
}
