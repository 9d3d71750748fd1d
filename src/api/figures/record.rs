//! A published figure as JSON.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::desk::figures::{Compared, Proof};
use crate::domain::codes::Code as _;
use crate::domain::figure::{Comparison, Part, Ratio, Settlement, explained};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;

/// A figure as it was printed, beside what the records prove.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FigureRecord {
    /// Its number.
    pub id: i64,
    /// Who announced it.
    pub authority: String,
    /// Where it was printed.
    pub source: String,
    /// When.
    pub published_on: NaiveDate,
    /// The year it is about.
    pub year: i32,
    /// The unit it is about; the whole city for none.
    pub unit: Option<String>,
    /// What it counts.
    #[schema(value_type = String, example = "tourism_exits")]
    pub scope: &'static str,
    /// The same in words.
    pub scope_note: String,
    /// Whether this system counts the same. What it does not count is never compared.
    pub comparable: bool,
    /// How far it was broken down: `one_unit`, `by_unit`, or `city_only` (未分解到县区: units cannot be compared).
    #[schema(value_type = String, example = "city_only")]
    pub detail: &'static str,
    /// `persons` or `households`.
    #[schema(value_type = String, example = "persons")]
    pub unit_of_count: &'static str,
    /// The printed total.
    pub total: Option<i64>,
    /// The printed numbers by pathway.
    pub parts: BTreeMap<&'static str, i64>,
    /// The printed numbers by unit; none where only one number was printed.
    pub units: Option<BTreeMap<String, i64>>,
    /// The printed total beside the sums of its parts.
    pub sums: Vec<SumRecord>,
    /// The printed percentages beside what their counts give.
    pub ratios: Vec<RatioRecord>,
    /// How it was worded.
    pub note: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Moment,
    /// How often something was said of it; a step names the one it has read.
    pub revision: i64,
    /// Where its differences stand: `not_comparable`, `agrees`, `open`, `closed`, `reopened`; none if the asker may not know.
    #[schema(value_type = Option<String>, example = "agrees")]
    pub settlement: Option<&'static str>,
    /// Each number beside the records; none if it is not compared, or the asker may not know.
    pub lines: Option<Vec<LineRecord>>,
    /// Why they differ, as it was said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanations: Vec<ExplanationRecord>,
    /// Who closed the differences, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closings: Vec<ClosingRecord>,
}

/// A printed total beside the sum of its parts.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SumRecord {
    /// `pathways` or `units`.
    #[schema(value_type = String, example = "pathways")]
    pub of: &'static str,
    /// Their sum.
    pub sum: i64,
    /// The printed total.
    pub printed: i64,
    /// Whether all of them were printed.
    pub whole: bool,
    /// Whether the two can both be right.
    pub agrees: bool,
}

/// A printed percentage beside what its counts give.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RatioRecord {
    /// Of what.
    pub of: String,
    /// The part.
    pub numerator: i64,
    /// The whole.
    pub denominator: i64,
    /// As printed.
    pub printed: String,
    /// As computed, with as many digits.
    pub computed: String,
    /// Whether they are the same.
    pub agrees: bool,
}

/// A number of a figure beside the records.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LineRecord {
    /// `total`, a pathway's code, or a unit's.
    pub part: String,
    /// As printed; none if it was not.
    pub published: Option<i64>,
    /// As the records prove it.
    pub proven: i64,
    /// Proven less published.
    pub difference: Option<i64>,
    /// What of the difference is explained.
    pub explained: i64,
    /// What is not.
    pub unexplained: Option<i64>,
}

/// A reason for a difference.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ExplanationRecord {
    /// The pathway it lies in.
    #[schema(value_type = Option<String>)]
    pub pathway: Option<&'static str>,
    /// The unit it lies in.
    pub unit: Option<String>,
    /// Why.
    #[schema(value_type = String, example = "not_entered")]
    pub reason: &'static str,
    /// How much it explains.
    pub quantity: i64,
    /// The particulars.
    pub note: String,
    /// Who said it.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
}

/// A closing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ClosingRecord {
    /// Who closed it.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// What was said of what was unexplained.
    pub note: String,
    /// The differences it closed, by part.
    pub differences: BTreeMap<String, i64>,
    /// Whether it closes what differs now.
    pub holds: bool,
}

impl From<&Ratio> for RatioRecord {
    fn from(ratio: &Ratio) -> Self {
        Self {
            of: ratio.of.clone(),
            numerator: ratio.numerator,
            denominator: ratio.denominator,
            printed: ratio.printed.to_string(),
            computed: ratio.computed().to_string(),
            agrees: ratio.agrees(),
        }
    }
}

fn lines(proof: &Proof) -> Vec<LineRecord> {
    let of_lines =
        proof.lines.iter().map(|line| (line.pathway.map_or(Part::Total, Part::Pathway), line.comparison));
    let of_units = proof.units.iter().map(|(unit, comparison)| (Part::Unit(unit.clone()), *comparison));
    let record = |(part, comparison): (Part, Comparison)| {
        let explained = explained(&proof.explanations, &part);
        LineRecord {
            part: part.to_string(),
            published: comparison.printed,
            proven: comparison.proven,
            difference: comparison.difference(),
            explained,
            unexplained: comparison.difference().map(|difference| difference - explained),
        }
    };
    of_lines.chain(of_units).map(record).collect()
}

fn explanations(proof: &Proof) -> Vec<ExplanationRecord> {
    let record = |one: &crate::domain::figure::Explanation| ExplanationRecord {
        pathway: one.said.pathway.map(Pathway::code),
        unit: one.said.unit.as_ref().map(ToString::to_string),
        reason: one.said.reason.code(),
        quantity: one.said.amount,
        note: one.said.note.clone(),
        by: one.by.1.clone(),
        at: one.at,
    };
    proof.explanations.iter().map(record).collect()
}

fn closings(proof: &Proof) -> Vec<ClosingRecord> {
    let (differences, newest) = (proof.differences(), proof.closings.last());
    let record = |one: &crate::domain::figure::Closing| ClosingRecord {
        by: one.by.1.clone(),
        at: one.at,
        note: one.note.clone(),
        differences: one.lines.iter().map(|(part, line)| (part.to_string(), line.difference)).collect(),
        holds: newest == Some(one) && one.holds(&differences),
    };
    proof.closings.iter().map(record).collect()
}

impl From<&Compared> for FigureRecord {
    fn from(one: &Compared) -> Self {
        let (figure, printed, proof) = (&one.figure, &one.figure.printed, one.proof.as_ref());
        let sum = |check: &crate::domain::figure::SumCheck| SumRecord {
            of: check.of.code(),
            sum: check.sum,
            printed: check.printed,
            whole: check.whole,
            agrees: check.agrees(),
        };
        let units = printed.units.iter().map(|(unit, amount)| (unit.to_string(), *amount));
        Self {
            id: figure.id.0,
            authority: figure.authority.clone(),
            source: figure.source.clone(),
            published_on: figure.published_on,
            year: figure.year,
            unit: figure.unit.as_ref().map(ToString::to_string),
            scope: figure.scope.code(),
            scope_note: figure.scope_note.clone(),
            comparable: figure.scope.is_comparable(),
            detail: one.detail.code(),
            unit_of_count: figure.unit_of_count.code(),
            total: printed.total,
            parts: printed.parts.iter().map(|(pathway, amount)| (pathway.code(), *amount)).collect(),
            units: (!printed.units.is_empty()).then(|| units.collect()),
            sums: one.sums.iter().map(sum).collect(),
            ratios: printed.ratios.iter().map(RatioRecord::from).collect(),
            note: figure.note.clone(),
            recorded_at: figure.recorded_at,
            revision: figure.revision,
            settlement: one.settlement().map(Settlement::code),
            lines: proof.map(lines),
            explanations: proof.map(explanations).unwrap_or_default(),
            closings: proof.map(closings).unwrap_or_default(),
        }
    }
}
