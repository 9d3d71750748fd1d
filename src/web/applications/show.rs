//! One application: its track, its sheet, what it comes to, and the form of the step that is open.

use chrono::NaiveDate;
use rocket::get;
use serde::Serialize;

use super::completion::{self, Needed};
use super::papers::{OfRound, Opened, by_round};
use super::publication::Publication;
use super::sheet::{Columns, PartView, ResultView, Totals};
pub(super) use super::sheet::{obstacles, reached};
use super::tasks;
use super::track::{self, Mark};
use crate::desk::applications::{
    self, Application, CompletionNotice, Decided, Dossier, Evidence, Inspection, Rating, StepTaken,
};
use crate::desk::{self, notices};
use crate::domain::access::Act;
use crate::domain::application::{Level, Stage, Step};
use crate::domain::ids::ApplicationId;
use crate::domain::inspection::LEAST_INSPECTORS;
use crate::domain::rating::Star;
use crate::domain::refusal::Message;
use crate::domain::scoring::{Answers, Column};
use crate::web::forms::Typed;
use crate::web::lang::Lang;
use crate::web::page::{Answer, Page};
use crate::web::sites::named;
use crate::web::visit::SignedIn;

/// With `?part=`, the files of that part of the sheet are shown, too.
#[get("/applications/<id>?<part>")]
pub(super) async fn show(visit: SignedIn, id: ApplicationId, part: Option<&str>) -> Answer {
    // The operator's own application is their list of tasks, then its progress.
    if visit.actor.may(Act::SubmitApplication) {
        return tasks::page(&visit, id, None).await;
    }
    page(&visit, id, None, None, part).await
}

/// The page of an application, with what was typed in its form and the answers to reckon with, if not those saved.
pub(super) async fn page(
    visit: &SignedIn,
    id: ApplicationId,
    typed: Option<Typed>,
    answers: Option<Answers>,
    part: Option<&str>,
) -> Answer {
    let read = move |rx: &mut desk::Rx<'_>| {
        Ok((applications::dossier(rx, id)?, notices::of_application(rx, id)?, applications::papers(rx, id)?))
    };
    let (dossier, pending, papers) = visit.read(read).await?;
    let reader = (&visit.actor, visit.now.day());
    let publication = Publication::of(reader, &dossier, pending);
    let mut view = View::of(visit.lang, dossier, typed, answers.as_ref(), (&papers, part));
    view.publication = Some(publication);
    Ok(Page::new("applications/show", &view))
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
struct View {
    form: Typed,
    unit: String,
    place: String,
    left: Option<i64>,
    unknown_year: Option<i32>,
    limit: Option<String>,
    sheet: Head,
    track: Vec<Mark>,
    steps: Vec<StepTaken>,
    decision: Option<Decided>,
    rating: Option<Rating>,
    certified: bool,
    scoring: bool,
    has_self: bool,
    has_panel: bool,
    has_before: bool,
    parts: Vec<PartView>,
    totals: Totals,
    opened: Option<Opened>,
    photos: Vec<OfRound>,
    result: Option<ResultView>,
    checks: Vec<Check>,
    inspections: Vec<Inspection>,
    completions: Vec<CompletionNotice>,
    needed: Vec<Needed>,
    rows: Vec<usize>,
    open: Open,
    barred: Option<Message>,
    verdicts: Vec<Offer>,
    publication: Option<Publication>,
    level: Level,
    short: bool,
    application: Application,
}

/// The sheet, with the mark of what is not official.
#[derive(Serialize)]
struct Head {
    id: crate::domain::ids::SheetId,
    code: String,
    version: i32,
    official: bool,
    basis: String,
    valid_from: NaiveDate,
}

/// Something the decision rests on beside the points.
#[derive(Serialize)]
struct Check {
    met: bool,
    label: Message,
}

/// Which steps the reader may take.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
struct Open {
    intake: bool,
    score: bool,
    inspect: bool,
    decide: bool,
}

/// A radio of the decision.
#[derive(Serialize)]
struct Offer {
    value: String,
    label: String,
    hint: String,
}

impl View {
    fn of(
        lang: Lang,
        dossier: Dossier,
        typed: Option<Typed>,
        answers: Option<&Answers>,
        (papers, part): (&[Evidence], Option<&str>),
    ) -> Self {
        let open = |step| dossier.open.contains(&step);
        let scoring = dossier.is_scored_now() && open(Step::Review) && dossier.barred.is_none();
        let typed_score = answers.map(|answers| dossier.score_of(answers));
        let shown = typed_score.or_else(|| dossier.score.clone());
        let score = shown.or_else(|| scoring.then(|| dossier.score_of(&Answers::new())));
        let columns = Columns {
            dossier: &dossier,
            score: score.as_ref(),
            panel: &dossier.panel_answers,
            before: &dossier.panel_before,
            notes: &dossier.panel_notes,
            column: dossier.column,
            papers,
        };
        let blank = || Typed::filled(saved(&dossier));
        let form = typed.unwrap_or_else(blank);
        Self {
            rows: completion::rows(&form),
            form,
            unit: named(lang, &dossier.application.unit_name, &dossier.application.unit_name_en),
            place: dossier.place.clone(),
            left: dossier.left,
            unknown_year: dossier.unknown_year,
            limit: dossier.limit.map(|limit| limit.source.clone()),
            sheet: Head {
                id: dossier.version.id,
                code: dossier.version.sheet.code.clone(),
                version: dossier.version.version,
                official: dossier.version.sheet.official,
                basis: dossier.version.sheet.basis.clone(),
                valid_from: dossier.version.valid_from,
            },
            track: track::of(&dossier),
            open: Open {
                intake: open(Step::Accept),
                score: open(Step::Review),
                inspect: open(Step::Inspect),
                decide: open(Step::DecideShort) || open(Step::Decide),
            },
            parts: columns.parts(),
            totals: columns.totals(),
            opened: part.and_then(|code| Opened::of(&dossier, papers, code)),
            photos: by_round(dossier.application.id, papers, dossier.application.inspected_round),
            checks: checks(&dossier),
            verdicts: verdicts(lang, &dossier),
            result: score.map(|score| ResultView::of(&dossier, dossier.column, score)),
            scoring,
            has_self: dossier.self_score.is_some(),
            has_panel: dossier.column == Column::Panel,
            has_before: !dossier.panel_before.is_empty(),
            needed: completion::needed(lang),
            level: dossier.level,
            short: dossier.application.stage == Stage::FirstReviewed,
            steps: dossier.steps,
            decision: dossier.decision,
            certified: dossier.certified,
            rating: dossier.rating,
            inspections: dossier.inspections,
            completions: dossier.completions,
            barred: dossier.barred,
            publication: None,
            application: dossier.application,
        }
    }
}

/// The points saved so far, as the form of scores has them.
fn saved(dossier: &Dossier) -> Vec<(String, String)> {
    let field = |(item, points): (&String, &i32)| (format!("points[{item}]"), points.to_string());
    dossier.county_answers.iter().map(field).collect()
}

/// What the decision rests on beside the points: how long the site has been open, and by whom it was inspected.
fn checks(dossier: &Dossier) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(met) = dossier.trades_a_year() {
        let label = Message::new(if met { "check-year" } else { "check-year-not" });
        checks.push(Check { met, label });
    }
    let round = dossier.application.inspected_round;
    if let Some(inspection) = dossier.inspections.iter().rfind(|one| one.round == round) {
        let n = inspection.inspectors.len();
        let label = Message::new("check-inspectors").with("n", i64::try_from(n).unwrap_or(i64::MAX));
        checks.push(Check { met: n >= LEAST_INSPECTORS, label });
    }
    checks
}

fn verdicts(lang: Lang, dossier: &Dossier) -> Vec<Offer> {
    let Some(score) = &dossier.score else { return Vec::new() };
    let granted = score.grants(dossier.application.applied);
    let short = dossier.application.stage == Stage::FirstReviewed;
    let say = |key, star: Star| lang.say(&Message::new(key).with("star", star.arg()));
    let plain = |key| lang.say(&Message::new(key));
    let agree = if short { "decision-agree-hint" } else { "decision-agree-notice" };
    let mut options: Vec<Offer> = score
        .may_award(dossier.application.applied)
        .into_iter()
        .rev()
        .map(|star| {
            let agrees = Some(star) == granted;
            Offer {
                value: star.to_string(),
                label: say(if agrees { "decision-agree" } else { "decision-lower" }, star),
                hint: plain(if agrees { agree } else { "decision-reason-hint" }),
            }
        })
        .collect();
    let mut offer = |value: &str, label, hint| {
        options.push(Offer { value: value.to_owned(), label: plain(label), hint: plain(hint) });
    };
    if short {
        offer("inspect", "decision-inspect", "decision-inspect-hint");
        offer("reopen", "decision-reopen", "decision-reopen-hint");
    }
    offer("reject", "decision-reject", "decision-reject-hint");
    options
}
