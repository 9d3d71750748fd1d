//! Whether a record with its papers is enough for its pathway: what is there, what is missing, what contradicts.
//!
//! [`sufficiency`] looks at one record by the rules of the year; [`around`] at what the household's records say of each other and
//! of its check. Only what a rule requires, and what keeps a record from being evidence at all, stops anything.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::evidence::{Evidence, Facts, NotEvidence, months_between};
use super::rules::{EvidenceRules, Need};
use crate::domain::codes::{Code as _, code};
use crate::domain::ids::PersonId;
use crate::domain::paper::PaperKind;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;
use crate::domain::refusal::{Arg, Message, Refusal};

code! {
    /// What was found of something that is asked for.
    pub enum Found: "finding" {
        /// 已有
        There = "there",
        /// 缺
        Missing = "missing",
        /// 不符
        Contradicts = "contradicts",
    }
}

/// Papers of one kind that lie with a record, those withdrawn left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lying {
    /// What they are.
    pub kind: PaperKind,
    /// How many.
    pub papers: i64,
    /// Of them, those whose file is missing or was changed.
    pub faulty: i64,
}

/// Months whose wage is confirmed, until the announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wages {
    /// How many.
    pub months: i32,
    /// The lowest of them.
    pub lowest: Fen,
}

/// A record with what lies with it.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// What it says.
    pub facts: &'a Facts,
    /// The money in it.
    pub amount: Option<Fen>,
    /// The papers that lie with it, and with the course, project or programme it is of.
    pub papers: &'a [Lying],
    /// The wages of a hire; none where they are not looked at.
    pub wages: Option<Wages>,
}

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub found: Found,
    /// How much it is asked for.
    pub need: Need,
    /// What it says.
    pub message: Message,
}

impl Finding {
    /// Whether it keeps an attribution from being verified and confirmed.
    #[must_use]
    pub fn stops(&self) -> bool {
        self.need == Need::Required && self.found != Found::There
    }
}

/// What is found of a record for an exit announced on a day, by the rules of its year.
#[must_use]
pub fn sufficiency(claim: &Claim<'_>, announced_on: NaiveDate, rules: &EvidenceRules) -> Vec<Finding> {
    let pathway = claim.facts.pathway();
    let rule = rules.of(pathway);
    let mut found = vec![at_all(claim.facts, announced_on, rules)];
    let mut add = |is, need, message| found.push(Finding { found: is, need, message });
    if rule.months > 0
        && let Some(held) = claim.facts.months_until(announced_on)
    {
        let (is, key) = measured(held >= rule.months, "finding-months", "finding-months-short");
        let months = Message::new(key)
            .with("of", Arg::Key { key: format!("evidence-months-{}", dashed(pathway)) })
            .with("held", i64::from(held))
            .with("asked", i64::from(rule.months));
        add(is, Need::Required, months);
    }
    if rule.amount.0 > 0 {
        let has = claim.amount.unwrap_or_default();
        let (is, key) = measured(has >= rule.amount, "finding-amount", "finding-amount-short");
        let amount = Message::new(key)
            .with("of", Arg::Key { key: format!("evidence-amount-{}", dashed(pathway)) })
            .with("has", yuan(has))
            .with("asked", yuan(rule.amount));
        add(is, Need::Required, amount);
    }
    for (kind, need) in &rule.papers {
        let lying = claim.papers.iter().filter(|lying| lying.kind == *kind);
        let (papers, faulty) = lying.fold((0, 0), |sum, one| (sum.0 + one.papers, sum.1 + one.faulty));
        let (is, key) = match (papers, papers - faulty) {
            (0, _) => (Found::Missing, "finding-paper-missing"),
            (_, 0) => (Found::Contradicts, "finding-paper-faulty"),
            _ => (Found::There, "finding-paper"),
        };
        add(is, *need, Message::new(key).with_code("kind", *kind).with("n", papers - faulty));
    }
    let asked = |lying: &&Lying| !rule.papers.contains_key(&lying.kind) || lying.papers > lying.faulty;
    let faulty: i64 = claim.papers.iter().filter(asked).map(|lying| lying.faulty).sum();
    if faulty > 0 {
        add(Found::Contradicts, Need::Expected, Message::new("finding-faulty").with("n", faulty));
    }
    found.extend(beside(claim, announced_on, rules));
    found
}

/// Whether it is evidence of its pathway at all; of months only those without which it cannot even be proposed.
fn at_all(facts: &Facts, announced_on: NaiveDate, rules: &EvidenceRules) -> Finding {
    let need = Need::Required;
    match facts.supports(announced_on, rules) {
        // The months are a finding of their own.
        Ok(()) | Err(NotEvidence::HeldTooShort { .. }) => Finding {
            found: Found::There,
            need,
            message: Message { key: facts.pathway().said(), args: Vec::new() },
        },
        Err(refusal) => Finding { found: Found::Contradicts, need, message: refusal.message() },
    }
}

/// What else the record says, which is shown and stops nothing.
fn beside(claim: &Claim<'_>, announced_on: NaiveDate, rules: &EvidenceRules) -> Vec<Finding> {
    let contradicts = |message| Finding { found: Found::Contradicts, need: Need::Expected, message };
    let mut found = Vec::new();
    match *claim.facts {
        Facts::Employment { left_on, .. } => {
            if let Some(left) = left_on.filter(|left| *left < announced_on) {
                let left = left.to_string();
                found.push(contradicts(Message::new("finding-left-before").with("on", left)));
            }
            let rule = rules.of(Pathway::Employment);
            if let Some(wages) = claim.wages {
                let (is, key) = if wages.months >= rule.months {
                    (Found::There, "finding-wages")
                } else {
                    (Found::Missing, "finding-wages-short")
                };
                let message = Message::new(key)
                    .with("months", i64::from(wages.months))
                    .with("asked", i64::from(rule.months));
                found.push(Finding { found: is, need: Need::Expected, message });
                if wages.months > 0 && wages.lowest < rule.amount {
                    let low = Message::new("finding-wage-low")
                        .with("lowest", yuan(wages.lowest))
                        .with("asked", yuan(rule.amount));
                    found.push(contradicts(low));
                }
            }
        }
        Facts::VillageIndustry { year, paid_on, .. } if paid_on.year() != year => {
            let outside = Message::new("finding-outside-year")
                .with("year", i64::from(year))
                .with("on", paid_on.to_string());
            found.push(contradicts(outside));
        }
        Facts::VillageIndustry { .. }
        | Facts::Training { .. }
        | Facts::MajorProject { .. }
        | Facts::SelfStart { .. }
        | Facts::NonTourism { .. } => {}
    }
    found
}

/// What the household's check says of its income.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// The net income of the year.
    pub income: Fen,
    /// Whether the income a head exceeds the year's line; none where no line is recorded.
    pub above: Option<bool>,
}

/// A record of a member of the household.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// Which.
    pub evidence: Evidence,
    /// Whose.
    pub person: PersonId,
    /// What it says.
    pub facts: &'a Facts,
    /// The money in it.
    pub amount: Option<Fen>,
}

/// What the records of a household say of each other, and of its check: shown, stopping nothing.
#[must_use]
pub fn around(records: &[Beside<'_>], check: Option<Checked>, announced_on: NaiveDate) -> Vec<Finding> {
    let expected = |found, message| Finding { found, need: Need::Expected, message };
    let mut found = Vec::new();
    match check {
        None => found.push(expected(Found::Missing, Message::new("finding-check-missing"))),
        Some(check) => {
            found.push(match check.above {
                Some(true) => expected(Found::There, Message::new("finding-check")),
                Some(false) => expected(Found::Contradicts, Message::new("finding-check-below")),
                None => expected(Found::Missing, Message::new("finding-check-no-line")),
            });
            let documented = documented(records, announced_on);
            if documented > check.income {
                let message = Message::new("finding-income")
                    .with("said", yuan(check.income))
                    .with("documented", yuan(documented));
                found.push(expected(Found::Contradicts, message));
            }
        }
    }
    let mut by_person: HashMap<PersonId, Vec<&Beside<'_>>> = HashMap::new();
    for record in records {
        by_person.entry(record.person).or_default().push(record);
    }
    let of_one = |key| by_person.values().filter(|own| contradicting(own) == Some(key)).count();
    for key in ["finding-two-jobs", "finding-at-work-already"] {
        let n = i64::try_from(of_one(key)).unwrap_or(i64::MAX);
        if n > 0 {
            found.push(expected(Found::Contradicts, Message::new(key).with("n", n)));
        }
    }
    found
}

/// The money of the announcement's year that the records write down: wages of whole months, payments, benefits, measures. What
/// was given once to begin a business is no income.
fn documented(records: &[Beside<'_>], announced_on: NaiveDate) -> Fen {
    let year = announced_on.year();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(announced_on);
    let of = |record: &Beside<'_>| {
        let amount = record.amount.unwrap_or_default();
        let dated = |on: NaiveDate| if on.year() == year && on <= announced_on { amount } else { Fen(0) };
        match *record.facts {
            Facts::Employment { verified: true, started_on, left_on } => {
                let until = left_on.map_or(announced_on, |left| left.min(announced_on));
                Fen(amount.0.saturating_mul(i64::from(months_between(started_on.max(first), until))))
            }
            Facts::VillageIndustry { paid_on: on, .. }
            | Facts::MajorProject { received_on: on, .. }
            | Facts::NonTourism { received_on: on } => dated(on),
            Facts::Employment { verified: false, .. } | Facts::Training { .. } | Facts::SelfStart { .. } => {
                Fen(0)
            }
        }
    };
    records.iter().map(of).sum()
}

/// The first thing that two records of one person say against each other.
fn contradicting(own: &[&Beside<'_>]) -> Option<&'static str> {
    let jobs: Vec<(NaiveDate, NaiveDate)> = own
        .iter()
        .filter_map(|one| match *one.facts {
            Facts::Employment { verified: true, started_on, left_on } => {
                Some((started_on, left_on.unwrap_or(NaiveDate::MAX)))
            }
            _ => None,
        })
        .collect();
    let overlap = |(n, one): (usize, &(NaiveDate, NaiveDate))| {
        jobs.iter().skip(n + 1).any(|other| one.0 < other.1 && other.0 < one.1)
    };
    if jobs.iter().enumerate().any(overlap) {
        return Some("finding-two-jobs");
    }
    let at_work = own.iter().any(|one| match *one.facts {
        Facts::Training { completed_on: Some(completed), placed_on: Some(placed) } => {
            jobs.iter().any(|job| job.0 < completed && placed < job.1)
        }
        _ => false,
    });
    at_work.then_some("finding-at-work-already")
}

/// The refusal to verify or confirm what lacks something that is required.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} things that are required stand in the way", .missing.len())]
pub struct Insufficient {
    /// Each, as its finding says it.
    pub missing: Vec<Message>,
}

impl Insufficient {
    /// Of what was found; none if nothing stops.
    #[must_use]
    pub fn of(findings: Vec<Finding>) -> Option<Self> {
        let missing: Vec<Message> =
            findings.into_iter().filter(Finding::stops).map(|finding| finding.message).collect();
        (!missing.is_empty()).then_some(Self { missing })
    }
}

impl Refusal for Insufficient {
    fn message(&self) -> Message {
        Message::new("error-attribution-insufficient").with("missing", self.missing.clone())
    }
}

const fn measured(enough: bool, there: &'static str, short: &'static str) -> (Found, &'static str) {
    if enough { (Found::There, there) } else { (Found::Contradicts, short) }
}

/// Whole yuan, as a sentence names them.
const fn yuan(amount: Fen) -> i64 {
    amount.0 / 100
}

fn dashed(pathway: Pathway) -> String {
    pathway.code().replace('_', "-")
}

impl Pathway {
    /// The key of what is said of a record that is evidence of it.
    const fn said(self) -> &'static str {
        match self {
            Self::Employment => "finding-is-employment",
            Self::VillageIndustry => "finding-is-village-industry",
            Self::Training => "finding-is-training",
            Self::MajorProject => "finding-is-major-project",
            Self::SelfStart => "finding-is-self-start",
            Self::NonTourism => "finding-is-non-tourism",
        }
    }
}

/// A finding as a page shows it.
impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut shown = to.serialize_struct("Finding", 4)?;
        shown.serialize_field("found", &self.found)?;
        shown.serialize_field("need", &self.need)?;
        shown.serialize_field("stops", &self.stops())?;
        shown.serialize_field("message", &self.message)?;
        shown.end()
    }
}

#[cfg(test)]
mod tests;
