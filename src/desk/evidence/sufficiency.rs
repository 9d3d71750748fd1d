//! Whether the evidence of an exit is enough by the rules of its year: for its page, before it is verified or confirmed, and
//! before its year is frozen.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::ShownPaper;
use crate::desk::exits::ShownExit;
use crate::desk::household_checks::Shown as ShownCheck;
use crate::desk::{Error, Result, Rx};
use crate::domain::access::Act;
use crate::domain::attribution::{
    Beside, Candidate, Checked, Claim, Evidence, EvidenceRules, Finding, Found, Insufficient, Lying, Why,
    around, sufficiency, suggest,
};
use crate::domain::ids::{AttributionId, HireId};
use crate::domain::paper::Holder;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;
use crate::domain::tally::{Basis, TallyFilter};
use crate::store::attributions::{self, Attribution};
use crate::store::evidence::{self, Paper, wages};
use crate::store::exits::{Exit, ExitRow};
use crate::store::{Conn, evidence_rules, papers as laid};

/// Attributions looked at together.
const CHUNK: i64 = 500;

/// What is suggested for an exit, and why.
#[derive(Debug, Clone, Serialize)]
pub struct ShownSuggestion {
    /// The record.
    pub evidence: Evidence,
    /// Its pathway.
    pub pathway: Pathway,
    /// The suggestion with its reason, in one sentence.
    pub message: Message,
}

/// A confirmed attribution that its year's rules find insufficient.
#[derive(Debug, Clone, Serialize)]
pub struct Lacking {
    /// The exit.
    pub exit: ShownExit,
    /// What stands against it.
    pub missing: Vec<Message>,
}

/// The records papers lie with for a record of evidence.
fn holders(paper: &Paper) -> impl Iterator<Item = Holder> {
    [Some(Holder::from(paper.evidence)), paper.under].into_iter().flatten()
}

/// The papers that lie with each of these records and with what it is of.
fn lying<'p>(
    c: &mut Conn,
    papers: impl Iterator<Item = &'p Paper> + Clone,
) -> Result<HashMap<Evidence, Vec<Lying>>> {
    let asked: Vec<Holder> = papers.clone().flat_map(holders).collect();
    let found = laid::lying(c, &asked)?;
    let of =
        |paper: &Paper| holders(paper).filter_map(|holder| found.get(&holder)).flatten().copied().collect();
    Ok(papers.map(|paper| (paper.evidence, of(paper))).collect())
}

/// What is found of each of these records for an exit announced on a day.
pub(super) fn findings(
    c: &mut Conn,
    papers: &[Paper],
    announced_on: NaiveDate,
    rules: &EvidenceRules,
) -> Result<HashMap<Evidence, Vec<Finding>>> {
    let lying = lying(c, papers.iter())?;
    let hires: Vec<HireId> = papers
        .iter()
        .filter_map(|paper| match paper.evidence {
            Evidence::Employment(hire) => Some(hire),
            _ => None,
        })
        .collect();
    let wages = wages::until(c, &hires, announced_on)?;
    let claim = |paper: &Paper| {
        let paid = match paper.evidence {
            Evidence::Employment(hire) => {
                let none =
                    crate::domain::attribution::Wages { months: 0, lowest: paper.amount.unwrap_or_default() };
                Some(wages.get(&hire).copied().unwrap_or(none))
            }
            _ => None,
        };
        let papers = lying.get(&paper.evidence).map(Vec::as_slice).unwrap_or_default();
        let claim = Claim { facts: &paper.facts, amount: paper.amount, papers, wages: paid };
        (paper.evidence, sufficiency(&claim, announced_on, rules))
    };
    Ok(papers.iter().map(claim).collect())
}

/// What the household's records say of each other and of its check.
pub(super) fn beside(papers: &[Paper], check: Option<&ShownCheck>, announced_on: NaiveDate) -> Vec<Finding> {
    let records: Vec<Beside<'_>> = papers
        .iter()
        .map(|paper| Beside {
            evidence: paper.evidence,
            person: paper.person,
            facts: &paper.facts,
            amount: paper.amount,
        })
        .collect();
    let checked = check.map(|check| Checked {
        income: check.income,
        above: check.line.as_ref().map(|line| check.per_head > line.amount),
    });
    around(&records, checked, announced_on)
}

/// What is suggested of these, by the order written in the rules.
pub(super) fn suggested(papers: &[ShownPaper], rules: &EvidenceRules) -> Option<ShownSuggestion> {
    let candidate = |paper: &ShownPaper| Candidate {
        evidence: paper.evidence,
        enough: paper.refused.is_none() && !paper.stopped,
        open: paper.findings.iter().filter(|finding| finding.found != Found::There).count(),
    };
    let candidates: Vec<Candidate> = papers.iter().map(candidate).collect();
    let suggestion = suggest(&candidates, rules)?;
    let paper = papers.iter().find(|paper| paper.evidence == suggestion.evidence)?;
    let message = match suggestion.why {
        Why::Only => Message::new("suggestion-only"),
        Why::Before(other) => Message::new("suggestion-before").with_code("other", other),
    };
    let message = message.with_code("pathway", paper.pathway).with("title", paper.title.clone());
    Some(ShownSuggestion { evidence: paper.evidence, pathway: paper.pathway, message })
}

/// Whether an exit's evidence is enough to be verified and confirmed.
///
/// # Errors
/// `Conflict` that names each thing that is missing or contradicts, with what to do.
pub(in crate::desk) fn must_suffice(c: &mut Conn, exit: &Exit, evidence: Evidence) -> Result<()> {
    let rules = evidence_rules::of_year(c, exit.year)?;
    let paper = evidence::papers(c, &[evidence])?.remove(&evidence).ok_or(Error::NotFound)?;
    let found = findings(c, &[paper], exit.announced_on, &rules)?.remove(&evidence).unwrap_or_default();
    Insufficient::of(found).map_or(Ok(()), |refusal| Err(Error::conflict(&refusal)))
}

/// What stands against the confirmed attributions of a filter's year, unit and pathway, each with its exit; those that have
/// enough are left out. Its cost grows with the attributions of the year.
pub(in crate::desk) fn lacking(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<(ExitRow, Vec<Message>)>> {
    let filter = TallyFilter { basis: Basis::Confirmed, non_tourism: true, ..filter.clone() };
    let rules = evidence_rules::of_year(c, filter.year)?;
    let (mut lacking, mut after) = (Vec::new(), AttributionId(0));
    loop {
        let all = attributions::behind_after(c, &filter, after, CHUNK)?;
        let Some(last) = all.last() else { return Ok(lacking) };
        after = last.id;
        let stopped = stopped(c, &all, &rules)?;
        if !stopped.is_empty() {
            let wanted: Vec<Attribution> =
                all.into_iter().filter(|one| stopped.contains_key(&one.evidence)).collect();
            let rows = attributions::exits_of(c, &wanted)?;
            let missing = |one: &Attribution| stopped.get(&one.evidence).cloned().unwrap_or_default();
            lacking.extend(rows.into_iter().zip(wanted.iter().map(missing)));
        }
    }
}

/// What stands against each of these attributions; those that have enough are left out.
fn stopped(
    c: &mut Conn,
    all: &[Attribution],
    rules: &EvidenceRules,
) -> Result<HashMap<Evidence, Vec<Message>>> {
    let asked: Vec<Evidence> = all.iter().map(|one| one.evidence).collect();
    let papers = evidence::papers(c, &asked)?;
    let lying = lying(c, papers.values())?;
    let announced: HashMap<Evidence, NaiveDate> = asked
        .iter()
        .copied()
        .zip(attributions::exits_of(c, all)?.into_iter().map(|row| row.announced_on))
        .collect();
    let stopped = |(evidence, on): (&Evidence, &NaiveDate)| {
        let paper = papers.get(evidence)?;
        let lying = lying.get(evidence).map(Vec::as_slice).unwrap_or_default();
        let claim = Claim { facts: &paper.facts, amount: paper.amount, papers: lying, wages: None };
        Some((*evidence, Insufficient::of(sufficiency(&claim, *on, rules))?.missing))
    };
    Ok(announced.iter().filter_map(stopped).collect())
}

/// The confirmed attributions of a year that its rules find insufficient, as far as the reader may know of them.
///
/// # Errors
/// `Forbidden` for whoever may not read exits.
pub fn list(rx: &mut Rx<'_>, year: i32) -> Result<Vec<Lacking>> {
    rx.actor()?.must(Act::ReadExits)?;
    let filter = TallyFilter::of_year(year).within(&rx.scope()).ok_or(Error::NotFound)?;
    let found = lacking(rx.conn, &filter)?;
    Ok(found.into_iter().map(|(row, missing)| Lacking { exit: ShownExit::of(rx, row), missing }).collect())
}
