//! Lists of attributions: what waits for the reader, and what stands where.

use std::collections::HashMap;

use super::Signed;
use crate::desk::evidence::ShownPaper;
use crate::desk::exits::ShownExit;
use crate::desk::{Result, Rx};
use crate::domain::access::{Act, Actor};
use crate::domain::attribution::{Evidence, EvidenceRules, Stage};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::ids::{AttributionId, ExitId, UserId};
use crate::domain::pathway::Pathway;
use crate::domain::tally::Count;
use crate::store::attributions::queue::{self as store, StageFilter};
use crate::store::{attributions, evidence, evidence_rules, users};

/// Which attributions, by where they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// What waits for the reader; for somebody without a step to take, all that are live.
    #[default]
    Waiting,
    /// All of them, those taken back too.
    All,
    /// Those at one stage.
    At(Stage),
}

/// Which attributions a list shows.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// By where they stand.
    pub which: Which,
    /// One unit, or all the reader may know of.
    pub unit: Option<UnitCode>,
    /// One pathway, or all.
    pub pathway: Option<Pathway>,
}

impl QueueFilter {
    /// What waits for somebody never is what they had a hand in themselves.
    pub(super) fn read_by(&self, reader: &Actor) -> StageFilter {
        let live = || Stage::ALL.iter().copied().filter(|stage| stage.is_live()).collect();
        let (stages, not_by) = match self.which {
            Which::All => (Stage::ALL.to_vec(), None),
            Which::At(stage) => (vec![stage], None),
            Which::Waiting if reader.may(Act::ConfirmAttribution) => {
                (vec![Stage::Proposed, Stage::CountyVerified], Some(reader.user))
            }
            Which::Waiting if reader.may(Act::VerifyAttribution) => {
                (vec![Stage::Proposed], Some(reader.user))
            }
            Which::Waiting => (live(), None),
        };
        StageFilter { stages, unit: self.unit.clone(), pathway: self.pathway, not_by }
    }
}

/// An attribution in a list.
#[derive(Debug, Clone)]
pub struct Queued {
    /// Its number.
    pub id: AttributionId,
    /// The exit.
    pub exit: ShownExit,
    /// The pathway it is due to.
    pub pathway: Pathway,
    /// The paper it rests on.
    pub paper: Option<ShownPaper>,
    /// Where it stands.
    pub stage: Stage,
    /// Who proposed it, and when.
    pub proposed: Signed,
}

/// A page of a list, and how many there are in all.
#[derive(Debug, Clone)]
pub struct Queue {
    /// The rows of this page.
    pub rows: Vec<Queued>,
    /// All that the filter chooses, in households and persons.
    pub count: Count,
}

/// The attributions a filter chooses, the oldest proposal first.
///
/// # Errors
/// `Forbidden` for whoever may not read exits.
pub fn list(rx: &mut Rx<'_>, filter: &QueueFilter, offset: i64, limit: i64) -> Result<Queue> {
    let reader = rx.actor()?;
    reader.must(Act::ReadExits)?;
    let (scope, filter) = (rx.scope(), filter.read_by(reader));
    let count = store::count(rx.conn, &scope, &filter)?;
    let all = store::list(rx.conn, &scope, &filter, offset, limit)?;
    let exits: HashMap<ExitId, _> =
        attributions::exits_of(rx.conn, &all)?.into_iter().map(|row| (row.id, row)).collect();
    let asked: Vec<Evidence> = all.iter().map(|one| one.evidence).collect();
    let papers = evidence::papers(rx.conn, &asked)?;
    let people: Vec<UserId> = all.iter().map(|one| one.proposed.by).collect();
    let names = users::names(rx.conn, &people)?;
    let mut rules: HashMap<i32, EvidenceRules> = HashMap::new();
    for one in &all {
        if let std::collections::hash_map::Entry::Vacant(year) = rules.entry(one.counted.year) {
            year.insert(evidence_rules::of_year(rx.conn, one.counted.year)?);
        }
    }
    let rows = all
        .into_iter()
        .filter_map(|one| {
            let exit = exits.get(&one.exit)?.clone();
            let rules = rules.get(&one.counted.year)?;
            let paper = papers.get(&one.evidence).cloned();
            Some(Queued {
                id: one.id,
                paper: paper.map(|paper| ShownPaper::of(rx, paper, exit.announced_on, rules)),
                exit: ShownExit::of(rx, exit),
                pathway: one.pathway,
                stage: one.stage,
                proposed: Signed {
                    stage: Stage::Proposed,
                    by: names.get(&one.proposed.by).cloned().unwrap_or_default(),
                    at: one.proposed.at,
                },
            })
        })
        .collect();
    Ok(Queue { rows, count })
}

/// The exit of an attribution.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn exit_of(rx: &mut Rx<'_>, id: AttributionId) -> Result<ExitId> {
    rx.actor()?.must(Act::ReadExits)?;
    let scope = rx.scope();
    Ok(attributions::find(rx.conn, &scope, id)?.exit)
}
