//! What the templates show of exits.

use serde::Serialize;

use crate::desk::evidence::ShownPaper;
use crate::desk::exits::{ExitFile, ShownExit};
use crate::desk::home::Unit;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::exit::{ExitStep, Standing};
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;
use crate::domain::tally::{Count, Month};
use crate::web::forms::Typed;
use crate::web::lang::Lang;
use crate::web::paging::Pager;

/// The list of exits.
#[derive(Serialize)]
pub(super) struct Index {
    pub(super) rows: Vec<Row>,
    pub(super) pager: Pager,
    pub(super) count: Count,
    /// Whether any filter is set.
    pub(super) filtered: bool,
    /// The units to choose from; none for somebody who reads one.
    pub(super) units: Vec<Choice>,
    pub(super) years: Vec<i32>,
    pub(super) pathways: &'static [Pathway],
    pub(super) standings: &'static [Standing],
    pub(super) unit: Option<UnitCode>,
    pub(super) year: Option<i32>,
    pub(super) month: Option<Month>,
    pub(super) pathway: Option<Pathway>,
    pub(super) standing: Option<Standing>,
    pub(super) q: String,
    /// Whether this reader sees and searches names in full.
    pub(super) full_names: bool,
}

/// A unit to choose.
#[derive(Serialize)]
pub(in crate::web) struct Choice {
    value: UnitCode,
    label: String,
}

/// The units as choices in the reader's language.
pub(in crate::web) fn choices(units: &[Unit], lang: Lang) -> Vec<Choice> {
    let choice = |unit: &Unit| Choice { value: unit.code.clone(), label: unit.name(lang).to_owned() };
    units.iter().map(choice).collect()
}

/// A unit's name in the reader's language.
pub(in crate::web) fn unit_name(code: &UnitCode, units: &[Unit], lang: Lang) -> String {
    let unit = units.iter().find(|unit| unit.code == *code);
    unit.map_or_else(|| code.to_string(), |unit| unit.name(lang).to_owned())
}

/// An exit in a list.
#[derive(Serialize)]
pub(in crate::web) struct Row {
    #[serde(flatten)]
    exit: ShownExit,
    /// The unit's name in the reader's language.
    unit_label: String,
}

impl Row {
    pub(in crate::web) fn of(exit: ShownExit, units: &[Unit], lang: Lang) -> Self {
        Self { unit_label: unit_name(&exit.unit, units, lang), exit }
    }
}

/// One exit.
#[derive(Serialize)]
pub(super) struct Show {
    #[serde(flatten)]
    file: ExitFile,
    unit_label: String,
    /// The papers by pathway, in the official order.
    groups: Vec<Group>,
    any_papers: bool,
    /// Whether any paper supports the exit.
    supported: bool,
    form: Typed,
    /// What stood in the way of a step.
    blocked: Option<Message>,
    /// The papers another attribution could rest on, for whoever may replace the live one.
    choices_to_replace: Vec<PaperChoice>,
    /// How it may end.
    ends: &'static [ExitStep],
}

/// A paper to choose.
#[derive(Serialize)]
struct PaperChoice {
    value: String,
    label: String,
}

/// The papers of one pathway.
#[derive(Serialize)]
struct Group {
    pathway: Pathway,
    papers: Vec<ShownPaper>,
}

impl Show {
    pub(super) fn of(
        mut file: ExitFile,
        units: &[Unit],
        lang: Lang,
        form: Typed,
        blocked: Option<Message>,
    ) -> Self {
        let mut papers = std::mem::take(&mut file.papers);
        let supported = papers.iter().any(|paper| paper.refused.is_none());
        let current = file.live.as_ref().map(|live| live.attribution.evidence);
        let fits = |paper: &&ShownPaper| paper.refused.is_none() && Some(paper.evidence) != current;
        let choice = |paper: &ShownPaper| {
            let mut label = format!("{}：{}（{}）", lang.word(paper.pathway), paper.title, paper.person);
            if paper.stopped {
                label = format!("{label} · {}", lang.say(&Message::new("finding-not-enough")));
            }
            PaperChoice { value: paper.evidence.to_string(), label }
        };
        let choices_to_replace = papers.iter().filter(fits).map(choice).collect();
        // What the attribution rests on stands above; the others are other measures.
        papers.retain(|paper| Some(paper.evidence) != current);
        let any_papers = !papers.is_empty();
        let groups = Pathway::ALL
            .iter()
            .map(|pathway| {
                let (own, others) = papers.drain(..).partition(|paper| paper.pathway == *pathway);
                papers = others;
                Group { pathway: *pathway, papers: own }
            })
            .collect();
        Self {
            unit_label: unit_name(&file.exit.unit, units, lang),
            groups,
            any_papers,
            supported,
            file,
            form,
            blocked,
            choices_to_replace,
            ends: ExitStep::ALL,
        }
    }
}
