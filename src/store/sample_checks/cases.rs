//! The cases of sample checks, each known only to its checker and to whoever reads the whole city.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::domain::access::CaseScope;
use crate::domain::division::UnitCode;
use crate::domain::ids::{AttributionId, ExitId, SampleCaseId, SampleCheckId, UserId};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::sample_check::{Finding, Stage};
use crate::store::conn::MultiBackend;
use crate::store::fault::changed;
use crate::store::schema::{attributions, sample_cases, sample_checks};
use crate::store::{Conn, Result};

/// A household drawn.
#[derive(Debug, Clone, Queryable)]
pub struct Case {
    /// Its number.
    pub id: SampleCaseId,
    /// The sample check.
    pub check: SampleCheckId,
    /// Where that stands.
    pub stage: Stage,
    /// The year it draws from.
    pub year: i32,
    /// The unit it lies in.
    pub unit: UnitCode,
    /// Its place in the order of the draw.
    pub place: i32,
    /// The exit.
    pub exit: ExitId,
    /// The attribution that counted when it was drawn.
    pub attribution: AttributionId,
    /// Its pathway.
    pub pathway: Pathway,
    /// Who looks at it.
    pub checker: UserId,
    /// What they found.
    pub finding: Option<Finding>,
    /// Why, in words.
    pub note: String,
    /// When.
    pub found_at: Option<Moment>,
}

impl Case {
    /// Whether it was found to be what was attributed; none while it is not found.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        self.finding.map(|finding| finding.agrees(self.pathway))
    }
}

/// The condition by which a reader may know of a case. Every query of cases has it.
fn visible(
    scope: CaseScope,
) -> Box<dyn BoxableExpression<sample_cases::table, MultiBackend, SqlType = Bool>> {
    match scope {
        CaseScope::City => Box::new(sample_cases::id.is_not_null()),
        CaseScope::Checker(user) => Box::new(sample_cases::checker_id.eq(user)),
        CaseScope::Nobody => Box::new(sample_cases::id.is_null()),
    }
}

fn ids(
    c: &mut Conn,
    scope: CaseScope,
    check: Option<SampleCheckId>,
    id: Option<SampleCaseId>,
) -> Result<Vec<SampleCaseId>> {
    let mut query = sample_cases::table.filter(visible(scope)).into_boxed::<MultiBackend>();
    if let Some(check) = check {
        query = query.filter(sample_cases::sample_check_id.eq(check));
    }
    if let Some(id) = id {
        query = query.filter(sample_cases::id.eq(id));
    }
    Ok(query.select(sample_cases::id).load(c)?)
}

fn rows(c: &mut Conn, ids: &[SampleCaseId]) -> Result<Vec<Case>> {
    Ok(sample_cases::table
        .inner_join(sample_checks::table.on(sample_checks::id.eq(sample_cases::sample_check_id)))
        .inner_join(attributions::table.on(attributions::id.eq(sample_cases::attribution_id)))
        .filter(sample_cases::id.eq_any(ids.to_vec()))
        .order((sample_cases::sample_check_id.desc(), sample_cases::unit_code, sample_cases::place))
        .select((
            sample_cases::id,
            sample_cases::sample_check_id,
            sample_checks::stage,
            sample_checks::year,
            sample_cases::unit_code,
            sample_cases::place,
            sample_cases::exit_id,
            sample_cases::attribution_id,
            attributions::pathway,
            sample_cases::checker_id,
            sample_cases::finding,
            sample_cases::note,
            sample_cases::found_at,
        ))
        .load(c)?)
}

/// The cases in scope, of one sample check or of all, in the order of the draws.
///
/// # Errors
/// If the database fails.
pub fn cases(c: &mut Conn, scope: CaseScope, check: Option<SampleCheckId>) -> Result<Vec<Case>> {
    let ids = ids(c, scope, check, None)?;
    let mut cases = Vec::with_capacity(ids.len());
    // A draw by margin over every unit can have thousands.
    for ids in ids.chunks(1000) {
        cases.extend(rows(c, ids)?);
    }
    cases.sort_by(|one, other| {
        (other.check, &one.unit, one.place).cmp(&(one.check, &other.unit, other.place))
    });
    Ok(cases)
}

/// One case.
///
/// # Errors
/// `NotFound` if there is none, or none in scope.
pub fn case(c: &mut Conn, scope: CaseScope, id: SampleCaseId) -> Result<Case> {
    let ids = ids(c, scope, None, Some(id))?;
    rows(c, &ids)?.into_iter().next().ok_or(crate::store::Fault::NotFound)
}

/// What was attributed and what was found of a case, for counting.
#[derive(Debug, Clone, Queryable)]
pub struct Outcome {
    /// The sample check.
    pub check: SampleCheckId,
    /// The unit.
    pub unit: UnitCode,
    /// The pathway attributed.
    pub pathway: Pathway,
    /// What was found; none while it is not.
    pub finding: Option<Finding>,
}

impl Outcome {
    /// As [`Case::agrees`].
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        self.finding.map(|finding| finding.agrees(self.pathway))
    }
}

/// The outcomes of these sample checks, whoever checked.
///
/// # Errors
/// If the database fails.
pub fn outcomes(c: &mut Conn, checks: &[SampleCheckId]) -> Result<Vec<Outcome>> {
    Ok(sample_cases::table
        .inner_join(attributions::table.on(attributions::id.eq(sample_cases::attribution_id)))
        .filter(sample_cases::sample_check_id.eq_any(checks.to_vec()))
        .select((
            sample_cases::sample_check_id,
            sample_cases::unit_code,
            attributions::pathway,
            sample_cases::finding,
        ))
        .load(c)?)
}

/// How many cases in scope are not found yet.
///
/// # Errors
/// If the database fails.
pub fn to_find(c: &mut Conn, scope: CaseScope) -> Result<i64> {
    let query = sample_cases::table.filter(visible(scope)).filter(sample_cases::finding.is_null());
    Ok(query.into_boxed::<MultiBackend>().count().get_result(c)?)
}

/// Holds a sample check under way until the end of the transaction, so that its last two findings do not miss each other;
/// `false` if it is not under way.
///
/// # Errors
/// If the database fails.
pub fn hold(c: &mut Conn, check: SampleCheckId) -> Result<bool> {
    let row =
        sample_checks::table.filter(sample_checks::id.eq(check).and(sample_checks::stage.eq(Stage::Drawn)));
    Ok(diesel::update(row).set(sample_checks::revision.eq(sample_checks::revision + 1)).execute(c)? == 1)
}

/// Records what a checker found of a case of theirs.
///
/// # Errors
/// `Stale` if it was found, or given to somebody else, meanwhile.
pub fn record_finding(
    c: &mut Conn,
    id: SampleCaseId,
    (by, at): (UserId, Moment),
    finding: Finding,
    note: &str,
) -> Result<()> {
    let row = sample_cases::table
        .filter(sample_cases::id.eq(id).and(sample_cases::checker_id.eq(by)))
        .filter(sample_cases::finding.is_null());
    changed(
        diesel::update(row)
            .set((
                sample_cases::finding.eq(Some(finding)),
                sample_cases::note.eq(note),
                sample_cases::found_at.eq(Some(at)),
            ))
            .execute(c)?,
    )
}

/// How many cases of a sample check are not found yet.
///
/// # Errors
/// If the database fails.
pub fn unfound(c: &mut Conn, check: SampleCheckId) -> Result<i64> {
    Ok(sample_cases::table
        .filter(sample_cases::sample_check_id.eq(check).and(sample_cases::finding.is_null()))
        .count()
        .get_result(c)?)
}

/// Gives a case that is not found to somebody else.
///
/// # Errors
/// `Stale` if it was found, or given away, since it was read.
pub fn reassign(c: &mut Conn, read: &Case, to: UserId) -> Result<()> {
    let row = sample_cases::table
        .filter(sample_cases::id.eq(read.id).and(sample_cases::checker_id.eq(read.checker)))
        .filter(sample_cases::finding.is_null());
    changed(diesel::update(row).set(sample_cases::checker_id.eq(to)).execute(c)?)
}
