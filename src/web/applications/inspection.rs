//! The inspection on site: the form of the panel.

use std::collections::{BTreeMap, HashMap};

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::scores;
use super::seen;
use super::sheet::{Columns, PartView, ResultView};
use crate::desk;
use crate::desk::applications::{self, Application, Inspecting, InspectionSheet};
use crate::domain::ids::{ApplicationId, UserId};
use crate::domain::inspection::ItemNotes;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::scoring::{Answers, Column};
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Line, Note, Submitted, Typed};
use crate::web::page::{Answer, Done, Page};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![form, save]
}

/// The rows for experts the form begins with, and by how many they grow.
const EXPERTS: usize = 2;
/// The most experts.
const MOST: usize = 20;

#[derive(Serialize)]
struct View {
    form: Typed,
    place: String,
    staff: Vec<Choice>,
    experts: Vec<usize>,
    has_self: bool,
    has_before: bool,
    parts: Vec<PartView>,
    /// The photos of this round.
    photos: usize,
    result: ResultView,
    scoring: bool,
    checks: Vec<()>,
    decision: Option<()>,
    barred: Option<Message>,
    application: Application,
}

/// One of the staff to choose.
#[derive(Serialize)]
struct Choice {
    field: String,
    name: String,
    unit: Option<String>,
}

fn view(sheet: InspectionSheet, typed: Option<Typed>, answers: Option<&Answers>) -> View {
    let form = typed.unwrap_or_else(|| Typed::filled(saved(&sheet)));
    let answers = answers.unwrap_or(&sheet.answers);
    let score = sheet.dossier.score_of(answers);
    let columns = Columns {
        dossier: &sheet.dossier,
        score: Some(&score),
        panel: answers,
        before: &sheet.before,
        notes: &sheet.notes,
        column: Column::Panel,
        papers: &sheet.papers,
    };
    let shown = (0..MOST).filter(|place| form.value(&format!("expert_name[{place}]")).is_some()).count();
    let more = if form.value("act") == Some("more") { EXPERTS } else { 0 };
    View {
        experts: (0..(shown.max(EXPERTS) + more).min(MOST)).collect(),
        form,
        place: sheet.dossier.place.clone(),
        staff: sheet
            .staff
            .into_iter()
            .map(|one| Choice {
                field: format!("inspector[{}]", one.user),
                name: one.name,
                unit: one.unit_name,
            })
            .collect(),
        has_self: sheet.dossier.self_score.is_some(),
        has_before: !sheet.before.is_empty(),
        parts: columns.parts(),
        photos: sheet
            .papers
            .iter()
            .filter(|file| file.round == Some(sheet.dossier.application.round))
            .count(),
        result: ResultView::of(&sheet.dossier, Column::Panel, score),
        scoring: true,
        checks: Vec::new(),
        decision: None,
        barred: sheet.dossier.barred,
        application: sheet.dossier.application,
    }
}

/// What is written down so far, as the form has it; the place of the site to begin with.
fn saved(sheet: &InspectionSheet) -> Vec<(String, String)> {
    let Some(draft) = &sheet.draft else {
        let place = format!("{} {}", sheet.dossier.place, sheet.dossier.application.site_name);
        return vec![("place".to_owned(), place)];
    };
    let mut fields = vec![
        ("on".to_owned(), draft.on.to_string()),
        ("place".to_owned(), draft.place.clone()),
        ("remarks".to_owned(), draft.notes.clone()),
    ];
    let mut experts = 0..;
    for inspector in &draft.inspectors {
        if let Some(user) = inspector.user {
            fields.push((format!("inspector[{user}]"), "yes".to_owned()));
        } else if let Some(place) = experts.next() {
            fields.push((format!("expert_name[{place}]"), inspector.name.clone()));
            fields.push((format!("expert_from[{place}]"), inspector.organisation.clone()));
        }
    }
    fields.extend(sheet.answers.iter().map(|(item, n)| (format!("points[{item}]"), n.to_string())));
    fields.extend(sheet.notes.iter().map(|(item, note)| (format!("notes[{item}]"), note.clone())));
    fields
}

async fn page(visit: &SignedIn, id: ApplicationId, typed: Option<Typed>, answers: Option<Answers>) -> Answer {
    let sheet = visit.read(move |rx| applications::inspection(rx, id)).await?;
    Ok(Page::new("applications/inspection", &view(sheet, typed, answers.as_ref())))
}

#[get("/applications/<id>/inspection")]
async fn form(visit: SignedIn, id: ApplicationId) -> Answer {
    page(&visit, id, None, None).await
}

#[derive(FromForm, Validate)]
struct InspectionForm {
    revision: i64,
    on: Entry<Day>,
    place: Entry<Line>,
    remarks: Option<Entry<Note>>,
    inspector: HashMap<i64, String>,
    expert_name: HashMap<usize, String>,
    expert_from: HashMap<usize, String>,
    points: HashMap<String, String>,
    notes: HashMap<String, String>,
}

impl InspectionForm {
    fn read(self) -> Result<Inspecting, Refusals> {
        let (answers, mut refusals) = scores::read(&self.points);
        let mut short = |field: String, typed: &str| match typed.parse::<Line>() {
            Ok(Line(text)) => text,
            Err(bad) => {
                Refusals::of(&field, &bad).iter().for_each(|(at, said)| refusals.add(at, said.clone()));
                String::new()
            }
        };
        let mut experts = Vec::new();
        let mut halves = Vec::new();
        for place in 0..MOST {
            let typed = |of: &HashMap<usize, String>| of.get(&place).map_or("", |t| t.trim()).to_owned();
            let name = short(format!("expert_name[{place}]"), &typed(&self.expert_name));
            let from = short(format!("expert_from[{place}]"), &typed(&self.expert_from));
            match (name.is_empty(), from.is_empty()) {
                (true, true) => {}
                (false, false) => experts.push((name, from)),
                (true, false) => halves.push(format!("expert_name[{place}]")),
                (false, true) => halves.push(format!("expert_from[{place}]")),
            }
        }
        let mut item_notes = ItemNotes::new();
        let in_order: BTreeMap<_, _> = self.notes.iter().collect();
        for (item, typed) in in_order {
            let note = short(format!("notes[{item}]"), typed);
            if !note.is_empty() {
                item_notes.insert(item.clone(), note);
            }
        }
        for field in &halves {
            refusals.add(field, Message::new("error-required"));
        }
        refusals.into_result()?;
        let mut staff: Vec<UserId> = self.inspector.keys().map(|user| UserId(*user)).collect();
        staff.sort_unstable();
        Ok(Inspecting {
            on: self.on.0.0,
            place: self.place.into_inner().0,
            notes: self.remarks.map(|remarks| remarks.into_inner().0).unwrap_or_default(),
            staff,
            experts,
            answers,
            item_notes,
        })
    }
}

#[post("/applications/<id>/inspection", data = "<form>")]
async fn save(visit: SignedIn, id: ApplicationId, form: Submitted<InspectionForm>) -> Result<Done, Failure> {
    // `complete`, `more` rows or the `preview` of the total, or else save as a draft, to go on to the `photos` of an item.
    let act = form.typed.value("act").unwrap_or_default().to_owned();
    if act == "more" || act == "preview" {
        let answers = points_typed(&form.typed);
        return Ok(page(&visit, id, Some(form.typed), Some(answers)).await?.into());
    }
    let answers = points_typed(&form.typed);
    let complete = act == "complete";
    let outcome = match form.value {
        Ok(given) => {
            let revision = given.revision;
            match given.read() {
                Ok(new) => {
                    visit
                        .write(move |tx| applications::save_inspection(tx, id, revision, &new, complete))
                        .await
                }
                Err(refusals) => Err(desk::Error::Invalid(refusals)),
            }
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match outcome {
        Ok(_) if complete => Ok(seen(id, Message::new("notice-inspection-complete"))),
        Ok(_) => Ok(crate::web::page::See::other(after(id, &act))
            .notice(Message::new("notice-inspection-saved"))
            .into()),
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, Some(form.typed.refused(&refusals)), Some(answers)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Where a saved draft leads: to the photos that are to be added, or back to the form.
fn after(id: ApplicationId, act: &str) -> String {
    match act.strip_prefix("photos") {
        Some("") => format!("/applications/{id}/photos"),
        Some(item) => format!("/applications/{id}/photos?item={}", item.trim_start_matches(':')),
        None => format!("/applications/{id}/inspection"),
    }
}

/// The points typed that are numbers.
fn points_typed(form: &Typed) -> Answers {
    let points: HashMap<String, String> = form
        .all()
        .filter_map(|(name, value)| {
            let item = name.strip_prefix("points[")?.strip_suffix(']')?;
            Some((item.to_owned(), value.to_owned()))
        })
        .collect();
    scores::read(&points).0
}
