//! The stations of an application's way: those behind it with their day and who took it there, and the one it stands before.

use chrono::NaiveDate;
use serde::Serialize;

use crate::desk::applications::{Dossier, StepTaken};
use crate::domain::application::{Stage, Step};
use crate::domain::codes::Code as _;
use crate::domain::refusal::Message;

/// A station.
#[derive(Serialize)]
pub(super) struct Mark {
    label: Message,
    state: &'static str,
    on: Option<NaiveDate>,
    by: Option<String>,
    inspectors: Option<i64>,
}

const SHORT: [Stage; 5] =
    [Stage::Submitted, Stage::Accepted, Stage::FirstReviewed, Stage::Decided, Stage::Awarded];
const LONG: [Stage; 7] = [
    Stage::Submitted,
    Stage::Accepted,
    Stage::FirstReviewed,
    Stage::Inspected,
    Stage::Decided,
    Stage::Noticed,
    Stage::Awarded,
];

/// The stations; a way that ended elsewhere ends there.
pub(super) fn of(dossier: &Dossier) -> Vec<Mark> {
    let stage = dossier.application.stage;
    let way: &[Stage] = if dossier.is_long() { &LONG } else { &SHORT };
    let ends = matches!(stage, Stage::Returned | Stage::Refused | Stage::Withdrawn | Stage::Rejected);
    let behind = |station: &Stage| taken(dossier, *station).is_some();
    let mut stations: Vec<Stage> = way.to_vec();
    if ends {
        stations.retain(behind);
        stations.push(stage);
    }
    let next = next(dossier);
    let last = stations.len().saturating_sub(1);
    stations
        .iter()
        .enumerate()
        .map(|(place, station)| {
            let state = match next {
                _ if ends && place == last => "now",
                Some(next) if *station == next => "now",
                Some(next) if position(way, *station) > position(way, next) => "",
                _ => "done",
            };
            mark(dossier, *station, state)
        })
        .collect()
}

fn position(way: &[Stage], station: Stage) -> Option<usize> {
    way.iter().position(|other| *other == station)
}

/// The station an application under way stands before.
fn next(dossier: &Dossier) -> Option<Stage> {
    let application = &dossier.application;
    match application.stage {
        Stage::Draft => Some(Stage::Submitted),
        Stage::Submitted => Some(Stage::Accepted),
        Stage::Accepted => Some(Stage::FirstReviewed),
        Stage::FirstReviewed if dossier.is_long() => Some(Stage::Inspected),
        Stage::Inspected if application.owes_inspection() => Some(Stage::Inspected),
        Stage::FirstReviewed | Stage::Inspected => Some(Stage::Decided),
        Stage::Decided | Stage::Noticed if dossier.is_long() => Some(Stage::Noticed),
        Stage::Decided | Stage::Noticed | Stage::Approved => Some(Stage::Awarded),
        Stage::Returned | Stage::Refused | Stage::Awarded | Stage::Rejected | Stage::Withdrawn => None,
    }
}

/// The step that led to a station last. Scores sent back and an objection upheld lead back, not there.
fn taken(dossier: &Dossier, station: Stage) -> Option<&StepTaken> {
    let there =
        |step: &&StepTaken| step.to == station && !matches!(step.step, Step::Reopen | Step::UpholdObjection);
    dossier.steps.iter().rev().find(there)
}

fn mark(dossier: &Dossier, station: Stage, state: &'static str) -> Mark {
    let ended = matches!(station, Stage::Returned | Stage::Refused | Stage::Withdrawn | Stage::Rejected);
    let label = match station {
        Stage::Submitted => "track-submitted",
        Stage::Accepted => "track-accepted",
        Stage::FirstReviewed => "track-first-reviewed",
        Stage::Inspected => "track-inspected",
        Stage::Decided => "track-decided",
        Stage::Noticed => "track-noticed",
        _ => "track-awarded",
    };
    let label = if ended {
        Message::new("track-ended").with("stage", crate::domain::refusal::Arg::Key { key: station.key() })
    } else {
        Message::new(label)
    };
    let step = taken(dossier, station).filter(|_| state == "done" || ended);
    let inspection = dossier.inspections.last().filter(|_| station == Stage::Inspected && step.is_some());
    Mark {
        label,
        state,
        on: inspection.map(|inspection| inspection.on).or_else(|| step.map(|step| step.at.day())),
        by: step.filter(|_| inspection.is_none()).and_then(|step| step.by.clone()),
        inspectors: inspection
            .map(|inspection| i64::try_from(inspection.inspectors.len()).unwrap_or(i64::MAX)),
    }
}
