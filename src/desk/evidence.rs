//! The papers of an exit, each with what the rules say of it.

pub mod programmes;
pub mod records;
pub mod sufficiency;

use chrono::NaiveDate;
use serde::Serialize;

use self::sufficiency::ShownSuggestion;
use super::household_checks::Shown as ShownCheck;
use super::{Result, Rx};
use crate::domain::attribution::{Evidence, EvidenceRules, Finding, NotEvidence};
use crate::domain::ids::{EvidenceRuleId, ExitId};
use crate::domain::paper::Holder;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;
use crate::domain::refusal::{Message, Refusal as _};
use crate::store::evidence::{self, Paper};
use crate::store::evidence_rules;
use crate::store::exits::Exit;
use crate::store::papers::{self, Held};

/// A paper as a reader may see it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownPaper {
    /// Which, as a form carries it.
    pub evidence: Evidence,
    /// The pathway it is evidence of.
    pub pathway: Pathway,
    /// Whose, as this reader may see it.
    pub person: String,
    /// The site, programme, course, project, business or measure.
    pub title: String,
    /// The catalogue key of its kind, where there are several.
    pub kind: Option<String>,
    /// The number by which the paper is found.
    pub document: String,
    /// The day it begins to count from.
    pub on: NaiveDate,
    /// The day it ended, or of the placement after a course.
    pub until: Option<NaiveDate>,
    /// The money in it.
    pub amount: Option<Fen>,
    /// The address of the record, under which its papers are.
    pub record: String,
    /// The papers that lie with it, and with the course, project or programme it is of; see [`lay`].
    pub held: Held,
    #[serde(skip)]
    under: Option<Holder>,
    /// Why it does not support the exit; none if it does.
    pub refused: Option<Message>,
    /// What is there, missing and contradicting by the rules of the year; empty where a list does not look.
    pub findings: Vec<Finding>,
    /// Whether any of it keeps an attribution on it from being verified.
    pub stopped: bool,
}

/// The evidence of an exit, as its page shows it.
#[derive(Debug, Clone)]
pub struct Examined {
    /// The papers of its members, in the official order of the pathways.
    pub papers: Vec<ShownPaper>,
    /// What they say of each other and of the household's check.
    pub beside: Vec<Finding>,
    /// What is suggested, if anything has enough.
    pub suggestion: Option<ShownSuggestion>,
    /// The version of the rules; none where none is recorded for the year.
    pub rules: Option<EvidenceRuleId>,
}

impl ShownPaper {
    /// The paper as this reader may see it, judged for an exit announced on a day.
    pub(super) fn of(rx: &Rx<'_>, paper: Paper, announced_on: NaiveDate, rules: &EvidenceRules) -> Self {
        Self {
            refused: paper.facts.supports(announced_on, rules).err().map(|refusal| refusal.message()),
            record: Holder::from(paper.evidence).to_string(),
            held: Held::default(),
            findings: Vec::new(),
            stopped: false,
            under: paper.under,
            evidence: paper.evidence,
            pathway: paper.pathway,
            person: rx.name(&paper.person_name),
            title: paper.title,
            kind: paper.kind,
            document: paper.document,
            on: paper.on,
            until: paper.until,
            amount: paper.amount,
        }
    }
}

/// The papers of the members frozen with an exit, in the official order of the pathways. The exit must be in the reader's
/// scope already.
pub(super) fn of_exit(
    rx: &mut Rx<'_>,
    exit: ExitId,
    year: i32,
    announced_on: NaiveDate,
) -> Result<Vec<ShownPaper>> {
    let rules = evidence_rules::of_year(rx.conn, year)?;
    let papers = evidence::of_exit(rx.conn, exit)?;
    judged(rx, papers, announced_on, &rules)
}

/// These papers, each with what the rules find of it.
fn judged(
    rx: &mut Rx<'_>,
    papers: Vec<Paper>,
    announced_on: NaiveDate,
    rules: &EvidenceRules,
) -> Result<Vec<ShownPaper>> {
    let mut found = sufficiency::findings(rx.conn, &papers, announced_on, rules)?;
    let mut shown: Vec<ShownPaper> =
        papers.into_iter().map(|paper| ShownPaper::of(rx, paper, announced_on, rules)).collect();
    for one in &mut shown {
        one.findings = found.remove(&one.evidence).unwrap_or_default();
        one.stopped = one.findings.iter().any(Finding::stops);
    }
    lay(rx, shown.iter_mut())?;
    Ok(shown)
}

/// The evidence of an exit with everything its page says of it. The exit must be in the reader's scope already.
pub(super) fn examine(rx: &mut Rx<'_>, exit: &Exit, check: Option<&ShownCheck>) -> Result<Examined> {
    let rules = evidence_rules::of_year(rx.conn, exit.year)?;
    let records = evidence::of_exit(rx.conn, exit.id)?;
    let beside = sufficiency::beside(&records, check, exit.announced_on);
    let papers = judged(rx, records, exit.announced_on, &rules)?;
    let suggestion = sufficiency::suggested(&papers, &rules);
    Ok(Examined { papers, beside, suggestion, rules: evidence_rules::in_force(rx.conn, exit.year)? })
}

/// Counts the papers that lie with each record.
pub(super) fn lay<'p>(rx: &mut Rx<'_>, shown: impl Iterator<Item = &'p mut ShownPaper>) -> Result<()> {
    let mut shown: Vec<&mut ShownPaper> = shown.collect();
    let holders = |one: &ShownPaper| [Some(Holder::from(one.evidence)), one.under].into_iter().flatten();
    let asked: Vec<Holder> = shown.iter().flat_map(|one| holders(one)).collect();
    let held = papers::held(rx.conn, &asked)?;
    for one in &mut shown {
        one.held = holders(one).filter_map(|holder| held.get(&holder)).copied().sum();
    }
    Ok(())
}

/// Whether a paper of a member of this exit supports it.
///
/// # Errors
/// Why it does not; [`NotEvidence::Unknown`] for a paper of somebody else.
pub(super) fn judge(
    papers: &[Paper],
    chosen: Evidence,
    announced_on: NaiveDate,
    rules: &EvidenceRules,
) -> std::result::Result<(), NotEvidence> {
    let paper = papers.iter().find(|paper| paper.evidence == chosen).ok_or(NotEvidence::Unknown)?;
    paper.facts.supports(announced_on, rules)
}
