//! What lies with the items of a sheet as the review page shows it: how many files, and those of one part by item.

use serde::Serialize;

use super::photos::href;
use crate::desk::applications::{Dossier, Evidence};
use crate::domain::ids::ApplicationId;
use crate::domain::scoring::Column;
use crate::domain::sheet::Item;
use crate::web::files::Shown;

/// How many files lie with an item.
#[derive(Serialize, Clone, Copy, Default)]
pub(super) struct Counts {
    /// The operator's.
    own: usize,
    /// The panel's, of every round.
    panel: usize,
    /// Both.
    all: usize,
}

impl Counts {
    /// Those of the files that lie with an item of which this is true.
    pub(super) fn of(files: &[Evidence], wanted: impl Fn(&str) -> bool) -> Self {
        let of = |panel: bool| {
            let of_column = files.iter().filter(|file| (file.column == Column::Panel) == panel);
            of_column.filter(|file| wanted(&file.item)).count()
        };
        let (own, panel) = (of(false), of(true));
        Self { own, panel, all: own + panel }
    }
}

/// The files of one part of the sheet, item by item.
#[derive(Serialize)]
pub(super) struct Opened {
    code: String,
    name: String,
    items: Vec<OfItem>,
}

/// The files of one item.
#[derive(Serialize)]
struct OfItem {
    code: String,
    name: String,
    own: Vec<Shown>,
    panel: Vec<Shown>,
}

impl Opened {
    /// Those of the part of this code, if the sheet has it.
    pub(super) fn of(dossier: &Dossier, files: &[Evidence], code: &str) -> Option<Self> {
        let part = dossier.version.sheet.parts.iter().find(|part| part.code == code)?;
        let id = dossier.application.id;
        let item = |item: &Item| OfItem {
            code: item.code.clone(),
            name: item.name.clone(),
            own: shown(id, files, &item.code, false),
            panel: shown(id, files, &item.code, true),
        };
        let items = part.items.iter().map(item).filter(|item| !item.own.is_empty() || !item.panel.is_empty());
        Some(Self { code: part.code.clone(), name: part.name.clone(), items: items.collect() })
    }
}

fn shown(id: ApplicationId, files: &[Evidence], item: &str, panel: bool) -> Vec<Shown> {
    let of_item = files.iter().filter(|file| file.item == item && (file.column == Column::Panel) == panel);
    of_item.map(|file| Shown::of(&file.file, href(id, file))).collect()
}

/// The photos of a round's inspection.
#[derive(Serialize)]
pub(super) struct OfRound {
    round: i32,
    /// Of the whole of it.
    whole: Vec<Shown>,
    /// How many lie with items.
    of_items: usize,
}

/// The photos of each inspection, by round.
pub(super) fn by_round(id: ApplicationId, files: &[Evidence], last: i32) -> Vec<OfRound> {
    let of_round = |round: i32| {
        let all = || files.iter().filter(move |file| file.round == Some(round));
        let whole = all().filter(|file| file.item.is_empty());
        OfRound {
            round,
            whole: whole.map(|file| Shown::of(&file.file, href(id, file))).collect(),
            of_items: all().filter(|file| !file.item.is_empty()).count(),
        }
    };
    (1..=last).map(of_round).collect()
}
