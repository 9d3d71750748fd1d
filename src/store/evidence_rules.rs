//! The dated rules evidence is judged by, in versions that never change.

use diesel::prelude::*;
use serde::Serialize;

use super::conn::on_backend;
use super::schema::{attributions, evidence_rule_papers, evidence_rule_pathways, evidence_rules, users};
use super::{Conn, Fault, Result};
use crate::domain::attribution::{EvidenceRules, Need, NewRules, PathwayRule};
use crate::domain::ids::{EvidenceRuleId, UserId};
use crate::domain::moment::Moment;
use crate::domain::paper::PaperKind;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;

/// A version, without what it asks.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Version {
    /// Its number.
    pub id: EvidenceRuleId,
    /// The year it holds from.
    pub from_year: i32,
    /// The same year if it holds for that one only.
    pub to_year: Option<i32>,
    /// The document it comes from.
    pub document: String,
    /// Who recorded it.
    pub recorded_by: Option<String>,
    /// When.
    pub recorded_at: Moment,
}

type Columns = (
    evidence_rules::id,
    evidence_rules::from_year,
    evidence_rules::to_year,
    evidence_rules::document,
    diesel::dsl::Nullable<users::name>,
    evidence_rules::recorded_at,
);

fn columns() -> Columns {
    (
        evidence_rules::id,
        evidence_rules::from_year,
        evidence_rules::to_year,
        evidence_rules::document,
        users::name.nullable(),
        evidence_rules::recorded_at,
    )
}

/// Every version, those of the latest years first.
///
/// # Errors
/// If the database fails.
pub fn all(c: &mut Conn) -> Result<Vec<Version>> {
    Ok(evidence_rules::table
        .left_join(users::table)
        .order((evidence_rules::from_year.desc(), evidence_rules::id.desc()))
        .select(columns())
        .load(c)?)
}

/// One version.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(c: &mut Conn, id: EvidenceRuleId) -> Result<(Version, EvidenceRules)> {
    let version = evidence_rules::table
        .left_join(users::table)
        .filter(evidence_rules::id.eq(id))
        .select(columns())
        .first(c)?;
    Ok((version, rules(c, id)?))
}

/// The version that holds in a year: of those that do, the one from the latest year, and of these the newest.
///
/// # Errors
/// If the database fails.
pub fn in_force(c: &mut Conn, year: i32) -> Result<Option<EvidenceRuleId>> {
    Ok(evidence_rules::table
        .filter(evidence_rules::from_year.le(year))
        .filter(evidence_rules::to_year.is_null().or(evidence_rules::to_year.ge(year)))
        .order((evidence_rules::from_year.desc(), evidence_rules::id.desc()))
        .select(evidence_rules::id)
        .first(c)
        .optional()?)
}

/// The rules of a year; the default where none are recorded.
///
/// # Errors
/// If the database fails.
pub fn of_year(c: &mut Conn, year: i32) -> Result<EvidenceRules> {
    in_force(c, year)?.map_or_else(|| Ok(EvidenceRules::default()), |id| rules(c, id))
}

fn rules(c: &mut Conn, id: EvidenceRuleId) -> Result<EvidenceRules> {
    let rows: Vec<(Pathway, i32, Fen)> = evidence_rule_pathways::table
        .filter(evidence_rule_pathways::rule_id.eq(id))
        .order(evidence_rule_pathways::place)
        .select((
            evidence_rule_pathways::pathway,
            evidence_rule_pathways::months,
            evidence_rule_pathways::amount_fen,
        ))
        .load(c)?;
    let papers: Vec<(Pathway, PaperKind, Need)> = evidence_rule_papers::table
        .filter(evidence_rule_papers::rule_id.eq(id))
        .select((evidence_rule_papers::pathway, evidence_rule_papers::kind, evidence_rule_papers::need))
        .load(c)?;
    let order: Vec<Pathway> = rows.iter().map(|(pathway, ..)| *pathway).collect();
    let priority =
        order.try_into().map_err(|_| Fault::Broken(format!("evidence rules {id} lack a pathway")))?;
    let of = |pathway: Pathway| {
        let own = papers.iter().filter(move |(of, ..)| *of == pathway);
        own.map(|(_, kind, need)| (*kind, *need)).collect()
    };
    let pathways = rows
        .into_iter()
        .map(|(pathway, months, amount)| (pathway, PathwayRule { months, amount, papers: of(pathway) }))
        .collect();
    Ok(EvidenceRules { pathways, priority })
}

/// The newest year that a version with these years would hold in and of which an exit was attributed.
///
/// # Errors
/// If the database fails.
pub fn newest_used(c: &mut Conn, from_year: i32, only: bool) -> Result<Option<i32>> {
    let last = if only { from_year } else { i32::MAX };
    Ok(attributions::table
        .filter(attributions::year.between(from_year, last))
        .select(diesel::dsl::max(attributions::year))
        .first(c)?)
}

/// Records a version; what was recorded before stays.
///
/// # Errors
/// `RulesUsed` if an exit of its years was attributed.
pub fn insert(c: &mut Conn, new: &NewRules, by: Option<UserId>, at: Moment) -> Result<EvidenceRuleId> {
    let id: EvidenceRuleId = diesel::insert_into(evidence_rules::table)
        .values((
            evidence_rules::from_year.eq(new.from_year),
            evidence_rules::to_year.eq(new.only.then_some(new.from_year)),
            evidence_rules::document.eq(&new.document),
            evidence_rules::recorded_by.eq(by),
            evidence_rules::recorded_at.eq(at),
        ))
        .returning(evidence_rules::id)
        .get_result(c)?;
    let (mut pathways, mut papers) = (Vec::new(), Vec::new());
    for (place, pathway) in (1..).zip(new.rules.priority) {
        let rule = new.rules.of(pathway);
        pathways.push((
            evidence_rule_pathways::rule_id.eq(id),
            evidence_rule_pathways::pathway.eq(pathway),
            evidence_rule_pathways::place.eq(place),
            evidence_rule_pathways::months.eq(rule.months),
            evidence_rule_pathways::amount_fen.eq(rule.amount),
        ));
        papers.extend(rule.papers.iter().map(|(kind, need)| {
            (
                evidence_rule_papers::rule_id.eq(id),
                evidence_rule_papers::pathway.eq(pathway),
                evidence_rule_papers::kind.eq(*kind),
                evidence_rule_papers::need.eq(*need),
            )
        }));
    }
    on_backend!(c, |c| diesel::insert_into(evidence_rule_pathways::table).values(&pathways).execute(c))?;
    if !papers.is_empty() {
        on_backend!(c, |c| diesel::insert_into(evidence_rule_papers::table).values(&papers).execute(c))?;
    }
    Ok(id)
}
