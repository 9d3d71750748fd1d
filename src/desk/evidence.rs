//! The papers of an exit, each with what the rules say of it.

pub mod programmes;
pub mod records;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Result, Rx};
use crate::domain::attribution::{Evidence, EvidenceRules, NotEvidence};
use crate::domain::ids::ExitId;
use crate::domain::paper::Holder;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;
use crate::domain::refusal::{Message, Refusal as _};
use crate::store::evidence::{self, Paper};
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
}

impl ShownPaper {
    /// The paper as this reader may see it, judged for an exit announced on a day.
    pub(super) fn of(rx: &Rx<'_>, paper: Paper, announced_on: NaiveDate, rules: EvidenceRules) -> Self {
        Self {
            refused: paper.facts.supports(announced_on, rules).err().map(|refusal| refusal.message()),
            record: Holder::from(paper.evidence).to_string(),
            held: Held::default(),
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
    let rules = evidence::rules(rx.conn, year)?;
    let papers = evidence::of_exit(rx.conn, exit)?;
    let mut shown: Vec<ShownPaper> =
        papers.into_iter().map(|paper| ShownPaper::of(rx, paper, announced_on, rules)).collect();
    lay(rx, shown.iter_mut())?;
    Ok(shown)
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
    rules: EvidenceRules,
) -> std::result::Result<(), NotEvidence> {
    let paper = papers.iter().find(|paper| paper.evidence == chosen).ok_or(NotEvidence::Unknown)?;
    paper.facts.supports(announced_on, rules)
}
