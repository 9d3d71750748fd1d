//! What the pages of published figures show.

use chrono::NaiveDate;
use serde::Serialize;

use super::named;
use crate::desk::figures::{self, Compared, Proof};
use crate::desk::home::Unit;
use crate::domain::access::Act;
use crate::domain::division::UnitCode;
use crate::domain::figure::{
    Closing, Comparison, Detail, NotNow, Part, Reason, Scope, Settlement, Side, Step, SumCheck, UnitOfCount,
    explained,
};
use crate::domain::ids::FigureId;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::web::forms::Typed;
use crate::web::lang::Lang;
use crate::web::visit::SignedIn;

/// A figure of the list, by its total.
#[derive(Serialize)]
pub(super) struct Row {
    id: FigureId,
    source: String,
    authority: String,
    on: NaiveDate,
    year: i32,
    place: Option<String>,
    scope: Scope,
    scope_note: String,
    comparable: bool,
    unit_of_count: UnitOfCount,
    printed: Option<i64>,
    proven: Option<i64>,
    missing: Option<i64>,
    difference: Option<i64>,
    settlement: Option<Settlement>,
    tone: &'static str,
    /// Whether its own numbers do not add up.
    miscounted: bool,
}

const fn tone(settlement: Option<Settlement>) -> &'static str {
    match settlement {
        Some(Settlement::Agrees | Settlement::Closed) => "ok",
        Some(Settlement::Open) => "warn",
        Some(Settlement::Reopened) => "err",
        Some(Settlement::NotComparable) | None => "",
    }
}

impl Row {
    pub(super) fn of(one: &Compared, units: &[Unit], lang: Lang) -> Self {
        let (figure, total, settlement) = (&one.figure, one.total(), one.settlement());
        let ratios_agree = figure.printed.ratios.iter().all(crate::domain::figure::Ratio::agrees);
        Self {
            id: figure.id,
            source: figure.source.clone(),
            authority: figure.authority.clone(),
            on: figure.published_on,
            year: figure.year,
            place: figure.unit.as_ref().map(|unit| named(unit, units, lang)),
            scope: figure.scope,
            scope_note: figure.scope_note.clone(),
            comparable: figure.scope.is_comparable(),
            unit_of_count: figure.unit_of_count,
            printed: figure.printed.total(),
            proven: total.map(|total| total.proven),
            missing: total.and_then(Comparison::missing),
            difference: total.and_then(Comparison::difference),
            settlement,
            tone: tone(settlement),
            miscounted: !ratios_agree || !one.sums.iter().all(|sum| sum.agrees()),
        }
    }
}

/// A figure's page.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what the reader may see and do, each by itself")]
pub(super) struct Show {
    figure: Row,
    note: String,
    recorded_at: Moment,
    recorded_by: Option<String>,
    detail: Detail,
    /// Of each pathway, then of the total.
    lines: Vec<Number>,
    /// Of each unit; empty for a figure of one unit.
    units: Vec<OfUnit>,
    /// What of the printed total was not broken down to units.
    undivided: Option<i64>,
    /// Whether the reader may know what is proven of it.
    proof: bool,
    sums: Vec<Sum>,
    ratios: Vec<OfCounts>,
    /// The numbers that differ, and how much of each is explained.
    differing: Vec<Differing>,
    explanations: Vec<Explained>,
    closings: Vec<Closed>,
    revision: i64,
    form: Typed,
    reasons: &'static [Reason],
    sides: &'static [Side],
    pathways: Vec<Pathway>,
    places: Vec<Choice>,
    may_explain: bool,
    may_close: bool,
    /// The reader has a hand in it, so that another closes it.
    own_hand: bool,
    /// Whether something is left unexplained.
    rest: bool,
}

/// A number of a figure; without a pathway the total.
#[derive(Serialize)]
struct Number {
    pathway: Option<Pathway>,
    printed: Option<i64>,
    proven: Option<i64>,
    missing: Option<i64>,
    difference: Option<i64>,
}

#[derive(Serialize)]
struct OfUnit {
    place: String,
    printed: Option<i64>,
    proven: Option<i64>,
    difference: Option<i64>,
}

#[derive(Serialize)]
struct Sum {
    #[serde(flatten)]
    check: SumCheck,
    agrees: bool,
}

/// A percentage beside its counts.
#[derive(Serialize)]
struct OfCounts {
    of: String,
    numerator: i64,
    denominator: i64,
    printed: String,
    computed: String,
    agrees: bool,
}

/// Which number: a pathway, a unit's name, or neither for the total.
#[derive(Serialize)]
struct Where {
    pathway: Option<Pathway>,
    place: Option<String>,
}

#[derive(Serialize)]
struct Differing {
    #[serde(flatten)]
    of: Where,
    difference: i64,
    explained: i64,
    rest: i64,
}

#[derive(Serialize)]
struct Explained {
    #[serde(flatten)]
    of: Where,
    reason: Reason,
    amount: i64,
    note: String,
    by: String,
    at: Moment,
}

#[derive(Serialize)]
struct Closed {
    by: String,
    at: Moment,
    note: String,
    lines: Vec<Differing>,
    /// Whether it is the one that counts.
    holds: bool,
}

#[derive(Serialize)]
struct Choice {
    value: UnitCode,
    label: String,
}

fn numbers(one: &Compared) -> Vec<Number> {
    if let Some(proof) = &one.proof {
        let number = |line: &figures::Line| Number {
            pathway: line.pathway,
            printed: line.comparison.printed,
            proven: Some(line.comparison.proven),
            missing: line.comparison.missing(),
            difference: line.comparison.difference(),
        };
        return proof.lines.iter().map(number).collect();
    }
    let printed =
        |pathway, printed| Number { pathway, printed, proven: None, missing: None, difference: None };
    let parts =
        one.figure.printed.parts.iter().map(|(pathway, amount)| printed(Some(*pathway), Some(*amount)));
    parts.chain([printed(None, one.figure.printed.total())]).collect()
}

/// The page in the reader's language.
struct Told<'a> {
    units: &'a [Unit],
    lang: Lang,
}

impl Told<'_> {
    fn name(&self, code: &UnitCode) -> String {
        named(code, self.units, self.lang)
    }

    fn place(&self, part: &Part) -> Where {
        match part {
            Part::Total => Where { pathway: None, place: None },
            Part::Pathway(pathway) => Where { pathway: Some(*pathway), place: None },
            Part::Unit(unit) => Where { pathway: None, place: Some(self.name(unit)) },
        }
    }

    fn units(&self, one: &Compared) -> Vec<OfUnit> {
        let Some(proof) = &one.proof else {
            let printed = one.figure.printed.units.iter();
            let of_unit = |(unit, amount): &(UnitCode, i64)| OfUnit {
                place: self.name(unit),
                printed: Some(*amount),
                proven: None,
                difference: None,
            };
            return printed.map(of_unit).collect();
        };
        let of_unit = |(unit, comparison): &(UnitCode, Comparison)| OfUnit {
            place: self.name(unit),
            printed: comparison.printed,
            proven: Some(comparison.proven),
            difference: comparison.difference(),
        };
        proof.units.iter().map(of_unit).collect()
    }

    fn differing(&self, proof: &Proof) -> Vec<Differing> {
        let line = |(part, difference): (&Part, &i64)| {
            let explained = explained(&proof.explanations, part);
            let rest = difference - explained;
            Differing { of: self.place(part), difference: *difference, explained, rest }
        };
        let all = proof.differences();
        all.iter().map(line).filter(|one| one.difference != 0 || one.rest != 0).collect()
    }

    fn explanations(&self, proof: &Proof) -> Vec<Explained> {
        let explained = |one: &crate::domain::figure::Explanation| Explained {
            of: Where {
                pathway: one.said.pathway,
                place: one.said.unit.as_ref().map(|unit| self.name(unit)),
            },
            reason: one.said.reason,
            amount: one.said.amount,
            note: one.said.note.clone(),
            by: one.by.1.clone(),
            at: one.at,
        };
        proof.explanations.iter().map(explained).collect()
    }

    /// The newest first.
    fn closings(&self, proof: &Proof) -> Vec<Closed> {
        let differences = proof.differences();
        let newest = proof.closings.last();
        let closed = |one: &Closing| {
            let differing = one.lines.iter().filter(|(_, line)| line.difference != 0 || line.rest() != 0);
            let line = |(part, line): (&Part, &crate::domain::figure::ClosingLine)| Differing {
                of: self.place(part),
                difference: line.difference,
                explained: line.explained,
                rest: line.rest(),
            };
            Closed {
                by: one.by.1.clone(),
                at: one.at,
                note: one.note.clone(),
                lines: differing.map(line).collect(),
                holds: newest == Some(one) && one.holds(&differences),
            }
        };
        proof.closings.iter().rev().map(closed).collect()
    }
}

impl Show {
    pub(super) fn of(one: &Compared, units: &[Unit], visit: &SignedIn, form: Typed) -> Self {
        let told = Told { units, lang: visit.lang };
        let (figure, proof) = (&one.figure, one.proof.as_ref());
        let printed = &figure.printed;
        let of_units: i64 = printed.units.iter().map(|(_, amount)| amount).sum();
        let parts: Vec<Part> =
            proof.map(|proof| proof.differences().into_keys().collect()).unwrap_or_default();
        let settles = visit.actor.may(Act::SettleFigure);
        let closing = one.allows(Step::Close, visit.actor.user);
        let differing = proof.map(|proof| told.differing(proof)).unwrap_or_default();
        let of_pathway = |part: &Part| match part {
            Part::Pathway(pathway) => Some(*pathway),
            Part::Total | Part::Unit(_) => None,
        };
        let of_unit = |part: &Part| match part {
            Part::Unit(unit) => Some(Choice { value: unit.clone(), label: told.name(unit) }),
            Part::Total | Part::Pathway(_) => None,
        };
        let ratio = |ratio: &crate::domain::figure::Ratio| OfCounts {
            of: ratio.of.clone(),
            numerator: ratio.numerator,
            denominator: ratio.denominator,
            printed: ratio.printed.to_string(),
            computed: ratio.computed().to_string(),
            agrees: ratio.agrees(),
        };
        Self {
            figure: Row::of(one, units, visit.lang),
            note: figure.note.clone(),
            recorded_at: figure.recorded_at,
            recorded_by: figure.recorded_by.as_ref().map(|(_, name)| name.clone()),
            detail: one.detail,
            lines: numbers(one),
            units: told.units(one),
            undivided: printed
                .total
                .filter(|_| figure.unit.is_none())
                .map(|total| total - of_units)
                .filter(|left| *left > 0),
            proof: proof.is_some(),
            sums: one.sums.iter().map(|check| Sum { check: *check, agrees: check.agrees() }).collect(),
            ratios: printed.ratios.iter().map(ratio).collect(),
            rest: differing.iter().any(|one| one.rest != 0),
            differing,
            explanations: proof.map(|proof| told.explanations(proof)).unwrap_or_default(),
            closings: proof.map(|proof| told.closings(proof)).unwrap_or_default(),
            revision: figure.revision,
            form,
            reasons: crate::domain::codes::Code::ALL,
            sides: crate::domain::codes::Code::ALL,
            pathways: parts.iter().filter_map(of_pathway).collect(),
            places: parts.iter().filter_map(of_unit).collect(),
            may_explain: settles && one.allows(Step::Explain, visit.actor.user).is_ok(),
            may_close: settles && closing.is_ok(),
            own_hand: settles && closing == Err(NotNow::OwnHand),
        }
    }
}
