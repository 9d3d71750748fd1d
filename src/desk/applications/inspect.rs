//! The inspection on site: who goes, when and where, and the panel's column of the sheet.

use chrono::NaiveDate;
use serde_json::json;

use super::read::{Dossier, dossier};
use super::score::kept;
use super::{column, facts, hand, load, take};
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::application::{Hand, Stage, Step};
use crate::domain::ids::{ApplicationId, UserId};
use crate::domain::inspection::{Applicant, Inspector, ItemNotes, check_day, check_panel, notes_owed};
use crate::domain::refusal::{Message, Refusal as _, Refusals};
use crate::domain::scoring::{Answers, Column, Score, score};
use crate::store::applications::{self as store, Application, Evidence};
pub use crate::store::inspections::{Inspection, Seen, Staff};
use crate::store::{Conn, divisions, inspections, operators, sheets};

/// An inspection as it is entered.
#[derive(Debug, Clone)]
pub struct Inspecting {
    /// The day.
    pub on: NaiveDate,
    /// Where the panel went.
    pub place: String,
    /// What it found; may be empty.
    pub notes: String,
    /// The inspectors who sign in here.
    pub staff: Vec<UserId>,
    /// The others, by name and organisation.
    pub experts: Vec<(String, String)>,
    /// The panel's points.
    pub answers: Answers,
    /// Why, by item.
    pub item_notes: ItemNotes,
}

/// What the form of an inspection shows.
#[derive(Debug)]
pub struct Sheet {
    /// The application with everything that belongs to it.
    pub dossier: Dossier,
    /// Whom the panel can be chosen from: never somebody with another hand in it.
    pub staff: Vec<Staff>,
    /// The inspection of this round, as far as it is written down.
    pub draft: Option<Inspection>,
    /// The panel's points of this round.
    pub answers: Answers,
    /// The panel's notes of this round.
    pub notes: ItemNotes,
    /// The panel's points of the round before.
    pub before: Answers,
    /// The files that lie with its items.
    pub papers: Vec<Evidence>,
}

/// The form of the inspection an application waits for.
///
/// # Errors
/// `Forbidden` for those who do not inspect, `NotFound`; `Conflict` if it waits for none.
pub fn inspection(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Sheet> {
    rx.actor()?.must(Act::InspectApplication)?;
    let dossier = dossier(rx, id)?;
    waits(&dossier.application)?;
    let staff = inspections::staff(rx.conn, id)?;
    let round = dossier.application.round;
    let draft = dossier.inspections.iter().find(|inspection| inspection.round == round).cloned();
    let given = store::scores(rx.conn, id)?;
    let panel = column(&given, Column::Panel);
    let (answers, notes, before) = match draft {
        Some(_) => (panel, super::notes(&given, Column::Panel), dossier.panel_before.clone()),
        None => (Answers::new(), ItemNotes::new(), panel),
    };
    Ok(Sheet {
        staff: staff.into_iter().filter(|one| one.hand.is_none_or(|hand| hand == Hand::Inspector)).collect(),
        draft,
        answers,
        notes,
        before,
        papers: super::photos::papers(rx, id)?,
        dossier,
    })
}

/// Whether the inspection of the round is what an application waits for.
pub(super) fn waits(application: &Application) -> Result<()> {
    application.stage.take(Step::Inspect).map_err(|illegal| Error::conflict(&illegal))?;
    let message = match application.stage {
        Stage::FirstReviewed if application.forwarded_at.is_none() => "error-inspection-not-asked",
        _ if !application.owes_inspection() => "error-inspection-done",
        _ => return Ok(()),
    };
    Err(Error::Conflict(Message::new(message)))
}

/// Writes the inspection of the round down; with `complete`, closes it, after which only a decision follows.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it waits for no inspection, or for somebody with another hand in it; `Stale`;
/// `Invalid` by field: a day that cannot be, inspectors who may not inspect, points an item cannot have and, when completing,
/// too few inspectors, items without points, and notes owed.
pub fn save_inspection(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    revision: i64,
    new: &Inspecting,
    complete: bool,
) -> Result<Score> {
    tx.actor.must(Act::InspectApplication)?;
    let mut application = load(tx, id, revision, Step::Inspect)?;
    waits(&application)?;
    hand::take(tx, id, Hand::Inspector)?;
    let inspectors = panel(tx.conn, &application, new)?;
    let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
    let mut refusals = Refusals::default();
    let accepted = accepted_on(tx.conn, id)?;
    if let Err(bad) = check_day(new.on, accepted, tx.now.day()) {
        refusals.add("on", bad.message());
    }
    if let Err(bad) = check_panel(&inspectors, &applicant(tx.conn, &application)?, complete) {
        refusals.add("inspectors", bad.message());
    }
    let answers = kept(&sheet, application.trade, &new.answers, &mut refusals);
    let given = store::scores(tx.conn, id)?;
    let score = score(&sheet, &answers, facts(tx.conn, &application)?);
    if complete {
        for item in &score.open {
            let message = Message::new("error-points-open").with("item", item.name.clone());
            refusals.add(&super::score::field(&item.code), message);
        }
        for item in notes_owed(&sheet, &column(&given, Column::County), &answers, &new.item_notes) {
            let message = Message::new("error-panel-note").with("item", item.name.clone());
            refusals.add(&format!("notes[{}]", item.code), message);
        }
    }
    refusals.into_result()?;
    if complete {
        for inspector in &inspectors {
            if let Some(user) = inspector.user {
                hand::give(tx, id, (user, &inspector.name), Hand::Inspector)?;
            }
        }
        let detail = json!({
            "round": application.round, "inspectors": inspectors.len(), "total_hundredths": score.total.hundredths(),
        });
        take(tx, &mut application, Step::Inspect, ("application.inspected", "", detail))?;
        let level = super::decide::competent(tx.conn, &application, &sheet)?;
        store::route(tx.conn, id, level, application.forwarded_at)?;
    } else {
        store::keep_scores(tx.conn, id, revision)?;
        let detail = json!({ "round": application.round, "items": answers.len() });
        tx.record("application.inspection_saved", "application", id.0, detail)?;
    }
    let written = inspections::Written {
        round: application.round,
        on: new.on,
        place: new.place.trim(),
        notes: new.notes.trim(),
        inspectors: &inspectors,
        by: tx.actor.user,
        at: tx.now,
    };
    inspections::write(tx.conn, id, &written)?;
    store::save_scores(tx.conn, (id, Column::Panel), &given, &answers, tx.actor.user, tx.now)?;
    let given = store::scores(tx.conn, id)?;
    store::save_notes(tx.conn, (id, Column::Panel), &given, &new.item_notes)?;
    Ok(score)
}

/// The panel by name. Somebody who is none of the staff is refused; whoever has another hand in the application, too.
fn panel(c: &mut Conn, application: &Application, new: &Inspecting) -> Result<Vec<Inspector>> {
    let staff = inspections::staff(c, application.id)?;
    let city = divisions::city(c)?;
    let mut inspectors = Vec::new();
    for user in &new.staff {
        let one = staff.iter().find(|one| one.user == *user).ok_or_else(|| {
            Error::from(Refusals::one("inspectors", Message::new("error-inspector-unknown")))
        })?;
        if let Some(barred) = hand::barred(&one.name, one.hand, Hand::Inspector) {
            return Err(Error::Conflict(barred));
        }
        inspectors.push(Inspector {
            user: Some(one.user),
            name: one.name.clone(),
            organisation: one.unit_name.clone().unwrap_or_else(|| city.clone()),
        });
    }
    let expert = |(name, organisation): &(String, String)| Inspector {
        user: None,
        name: name.trim().to_owned(),
        organisation: organisation.trim().to_owned(),
    };
    inspectors.extend(new.experts.iter().map(expert));
    Ok(inspectors)
}

/// The names of whoever applies.
fn applicant(c: &mut Conn, application: &Application) -> Result<Applicant> {
    let operator = operators::find(c, application.operator)?;
    Ok(Applicant {
        organisations: vec![operator.name, application.site_name.clone()],
        persons: vec![operator.contact],
    })
}

fn accepted_on(c: &mut Conn, id: ApplicationId) -> Result<Option<NaiveDate>> {
    let steps = store::steps(c, id)?;
    Ok(steps.iter().rev().find(|step| step.step == Step::Accept).map(|step| step.at.day()))
}

/// Sends a reviewed application to the inspection of the long procedure.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not reviewed or was sent already; `Stale`.
pub fn forward(tx: &mut Tx<'_>, id: ApplicationId, revision: i64) -> Result<()> {
    tx.actor.must(Act::DecideApplication)?;
    let application = load(tx, id, revision, Step::DecideShort)?;
    if application.forwarded_at.is_some() {
        return Err(Error::Conflict(Message::new("error-application-forwarded")));
    }
    let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
    store::keep_scores(tx.conn, id, revision)?;
    let level = super::decide::competent(tx.conn, &application, &sheet)?;
    store::route(tx.conn, id, level, Some(tx.now))?;
    tx.record("application.forwarded", "application", id.0, json!({ "round": application.round }))
}
