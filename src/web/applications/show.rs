//! One application: its track, its sheet, what it comes to, and the form of the step that is open.

use chrono::NaiveDate;
use rocket::get;
use serde::Serialize;

use super::publication::Publication;
use super::tasks;
use crate::desk::applications::{self, Application, Decided, Dossier, Rating, StepTaken};
use crate::desk::notices;
use crate::domain::access::Act;
use crate::domain::application::{Stage, Step};
use crate::domain::ids::ApplicationId;
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::domain::refusal::{Arg, Message};
use crate::domain::scoring::{Answers, Named, PartScore, Score};
use crate::domain::sheet::{Coefficient, Item, Part, Points};
use crate::web::forms::Typed;
use crate::web::lang::Lang;
use crate::web::page::{Answer, Page};
use crate::web::sites::named;
use crate::web::visit::SignedIn;

#[get("/applications/<id>")]
pub(super) async fn show(visit: SignedIn, id: ApplicationId) -> Answer {
    // The operator's own application is their list of tasks, then its progress.
    if visit.actor.may(Act::SubmitApplication) {
        return tasks::page(&visit, id, None).await;
    }
    page(&visit, id, None, None).await
}

/// The page of an application, with what was typed in its form and the answers to reckon with, if not those saved.
pub(super) async fn page(
    visit: &SignedIn,
    id: ApplicationId,
    typed: Option<Typed>,
    answers: Option<Answers>,
) -> Answer {
    let (dossier, pending) =
        visit.read(move |rx| Ok((applications::dossier(rx, id)?, notices::of_application(rx, id)?))).await?;
    let awarded = dossier.decision.as_ref().is_some_and(|decided| decided.awarded.is_some());
    let reader = (&visit.actor, visit.now.day());
    let publication = Publication::of(reader, &dossier.application, awarded, pending);
    let mut view = View::of(visit.lang, dossier, typed, answers.as_ref());
    view.publication = Some(publication);
    Ok(Page::new("applications/show", &view))
}

#[derive(Serialize)]
struct View {
    form: Typed,
    unit: String,
    place: String,
    left: Option<i64>,
    limit: Option<String>,
    sheet: Head,
    track: Vec<Mark>,
    steps: Vec<StepTaken>,
    decision: Option<Decided>,
    rating: Option<Rating>,
    scoring: bool,
    has_self: bool,
    parts: Vec<PartView>,
    result: Option<ResultView>,
    open: Open,
    barred: Option<Message>,
    verdicts: Vec<Offer>,
    publication: Option<Publication>,
    application: Application,
}

/// The sheet, with the mark of what is not official.
#[derive(Serialize)]
struct Head {
    code: String,
    version: i32,
    official: bool,
    basis: String,
    valid_from: NaiveDate,
}

/// A station of the short form.
#[derive(Serialize)]
struct Mark {
    stage: Stage,
    state: &'static str,
    at: Option<Moment>,
    by: Option<String>,
}

/// Which steps the reader may take.
#[derive(Serialize)]
struct Open {
    intake: bool,
    score: bool,
    decide: bool,
}

/// A radio of the decision.
#[derive(Serialize)]
struct Offer {
    value: String,
    label: String,
    hint: String,
}

#[derive(Serialize)]
struct PartView {
    code: String,
    name: String,
    bonus: bool,
    coefficient: Option<Coefficient>,
    counts: bool,
    max: Points,
    own: Option<Points>,
    county: Option<Points>,
    difference: Option<Points>,
    /// The county's and the operator's share of the most, as hundredths for the chart.
    rate: i64,
    own_rate: Option<i64>,
    items: Vec<ItemView>,
}

#[derive(Serialize)]
struct ItemView {
    code: String,
    field: String,
    name: String,
    max: i32,
    tiers: Vec<i32>,
    choose: bool,
    mandatory: bool,
    own: Option<i32>,
    county: Option<i32>,
}

#[derive(Serialize)]
struct ResultView {
    total: Points,
    max: Points,
    reached: Option<Star>,
    reached_words: Message,
    obstacles: Vec<Message>,
    missed: Vec<Named>,
    mandatory: usize,
    open: Message,
    is_open: bool,
    bar: i64,
    lines: Vec<Line>,
}

/// A star's line on the scale.
#[derive(Serialize)]
struct Line {
    star: Star,
    min_total: i64,
    visits: Option<i64>,
    x: i64,
    reached: bool,
}

impl View {
    fn of(lang: Lang, dossier: Dossier, typed: Option<Typed>, answers: Option<&Answers>) -> Self {
        let scoring = dossier.is_scored_now() && dossier.open.contains(&Step::Review);
        let typed_score = answers.map(|answers| dossier.score_of(answers));
        let shown = typed_score.or_else(|| dossier.score.clone());
        let score = shown.or_else(|| scoring.then(|| dossier.score_of(&Answers::new())));
        let open = |step| dossier.open.contains(&step);
        let blank = || Typed::filled(saved(&dossier));
        Self {
            form: typed.unwrap_or_else(blank),
            unit: named(lang, &dossier.application.unit_name, &dossier.application.unit_name_en),
            place: dossier.place.clone(),
            left: dossier.left,
            limit: dossier.limit.map(|limit| limit.source.clone()),
            sheet: Head {
                code: dossier.version.sheet.code.clone(),
                version: dossier.version.version,
                official: dossier.version.sheet.official,
                basis: dossier.version.sheet.basis.clone(),
                valid_from: dossier.version.valid_from,
            },
            track: track(&dossier),
            open: Open { intake: open(Step::Accept), score: scoring, decide: open(Step::DecideShort) },
            parts: dossier
                .version
                .sheet
                .parts
                .iter()
                .enumerate()
                .map(|(place, part)| PartView::of(&dossier, place, part, score.as_ref()))
                .collect(),
            verdicts: verdicts(lang, &dossier),
            result: score.map(|score| ResultView::of(&dossier, score)),
            scoring,
            has_self: dossier.self_score.is_some(),
            steps: dossier.steps,
            decision: dossier.decision,
            rating: dossier.rating,
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

/// The stations of the short form; a way that ended elsewhere ends there.
fn track(dossier: &Dossier) -> Vec<Mark> {
    let stage = dossier.application.stage;
    let stations = match stage {
        Stage::Returned => vec![Stage::Submitted, Stage::Returned],
        Stage::Refused => vec![Stage::Submitted, Stage::Refused],
        Stage::Withdrawn => vec![Stage::Submitted, Stage::Withdrawn],
        Stage::Rejected => {
            vec![Stage::Submitted, Stage::Accepted, Stage::FirstReviewed, Stage::Decided, stage]
        }
        _ => vec![Stage::Submitted, Stage::Accepted, Stage::FirstReviewed, Stage::Decided, Stage::Awarded],
    };
    let now = stations.iter().position(|station| *station == stage);
    let mark = |(place, station): (usize, &Stage)| {
        // Scores sent back are under review again; the application was accepted once, by whom it says.
        let reached = |step: &&StepTaken| step.to == *station && step.step != Step::Reopen;
        let taken = dossier.steps.iter().rev().find(reached);
        let look = match now {
            Some(now) if place < now => "done",
            Some(now) if place == now && !stage.is_live() => "done",
            Some(now) if place == now => "now",
            _ => "",
        };
        let taken = taken.filter(|_| !look.is_empty());
        Mark {
            stage: *station,
            state: look,
            at: taken.map(|step| step.at),
            by: taken.and_then(|step| step.by.clone()),
        }
    };
    stations.iter().enumerate().map(mark).collect()
}

fn verdicts(lang: Lang, dossier: &Dossier) -> Vec<Offer> {
    let Some(score) = &dossier.score else { return Vec::new() };
    let granted = score.grants(dossier.application.applied);
    let say = |key, star: Star| lang.say(&Message::new(key).with("star", star.arg()));
    let plain = |key| lang.say(&Message::new(key));
    let mut options: Vec<Offer> = score
        .may_award(dossier.application.applied)
        .into_iter()
        .rev()
        .map(|star| {
            let agrees = Some(star) == granted;
            Offer {
                value: star.to_string(),
                label: say(if agrees { "decision-agree" } else { "decision-lower" }, star),
                hint: plain(if agrees { "decision-agree-hint" } else { "decision-reason-hint" }),
            }
        })
        .collect();
    options.push(Offer {
        value: "reopen".to_owned(),
        label: plain("decision-reopen"),
        hint: plain("decision-reopen-hint"),
    });
    options.push(Offer {
        value: "reject".to_owned(),
        label: plain("decision-reject"),
        hint: plain("decision-reject-hint"),
    });
    options
}

impl PartView {
    fn of(dossier: &Dossier, place: usize, part: &Part, score: Option<&Score>) -> Self {
        let of = |score: Option<&Score>| score.and_then(|score| score.parts.get(place)).cloned();
        let (county, own) = (of(score), of(dossier.self_score.as_ref()));
        let coefficient = part.coefficient(dossier.application.trade);
        let max = coefficient.of(part.max);
        Self {
            code: part.code.clone(),
            name: part.name.clone(),
            bonus: part.bonus,
            coefficient: (coefficient != Coefficient::FULL).then_some(coefficient),
            counts: coefficient.counts(),
            max,
            difference: county.as_ref().zip(own.as_ref()).map(|(county, own)| county.points - own.points),
            rate: county.as_ref().map_or(0, |part| rate(part.points, max, 100)),
            own_rate: own.as_ref().map(|part| rate(part.points, max, 100)),
            county: county.map(points),
            own: own.map(points),
            items: part.items.iter().map(|item| ItemView::of(dossier, item)).collect(),
        }
    }
}

fn points(part: PartScore) -> Points {
    part.points
}

/// A share of a whole on a scale of so many steps.
fn rate(points: Points, max: Points, steps: i64) -> i64 {
    if max.hundredths() == 0 { 0 } else { points.hundredths() * steps / max.hundredths() }
}

impl ItemView {
    fn of(dossier: &Dossier, item: &Item) -> Self {
        Self {
            field: format!("points[{}]", item.code),
            code: item.code.clone(),
            name: item.name.clone(),
            max: item.max,
            tiers: item.tiers.clone(),
            choose: !item.partial && !item.tiers.is_empty(),
            mandatory: item.mandatory,
            own: dossier.self_answers.get(&item.code).copied(),
            county: dossier.county_answers.get(&item.code).copied(),
        }
    }
}

/// The scale of the star lines is so many units wide.
const SCALE: i64 = 300;

impl ResultView {
    fn of(dossier: &Dossier, score: Score) -> Self {
        let line = |line: &crate::domain::sheet::Threshold| Line {
            star: line.star,
            min_total: line.min_total,
            visits: line.min_annual_visits,
            x: rate(Points::whole(line.min_total), score.max, SCALE),
            reached: Some(line.star) <= score.reached,
        };
        Self {
            total: score.total,
            max: score.max,
            reached: score.reached,
            reached_words: reached(score.reached),
            obstacles: obstacles(&score),
            mandatory: score.mandatory,
            open: still_open(&score),
            is_open: !score.open.is_empty(),
            bar: rate(score.total, score.max, SCALE),
            lines: dossier.version.sheet.thresholds.iter().map(line).collect(),
            missed: score.missed,
        }
    }
}

/// The star reached, in words.
pub(super) fn reached(star: Option<Star>) -> Message {
    match star {
        Some(star) => Message::new("score-reached").with("star", star.arg()),
        None => Message::new("score-reached-none"),
    }
}

/// How many items have no points yet.
pub(super) fn still_open(score: &Score) -> Message {
    Message::new("score-open").with("n", i64::try_from(score.open.len()).unwrap_or(i64::MAX))
}

/// What keeps the site from the next star, one sentence each.
pub(super) fn obstacles(score: &Score) -> Vec<Message> {
    let Some(obstacle) = &score.obstacle else { return Vec::new() };
    let about = |key| Message::new(key).with("star", obstacle.star.arg());
    let mut all = Vec::new();
    if obstacle.short_by > Points::default() {
        all.push(about("score-short").with("points", Arg::Text(obstacle.short_by.to_string())));
    }
    if obstacle.bonus_short_by > Points::default() {
        all.push(about("score-bonus-short").with("points", Arg::Text(obstacle.bonus_short_by.to_string())));
    }
    for part in &obstacle.parts {
        let short = about("score-part-short").with("part", format!("{} {}", part.code, part.name));
        all.push(short.with("points", Arg::Text(part.short_by.to_string())));
    }
    if !obstacle.missed.is_empty() {
        let items: Vec<String> =
            obstacle.missed.iter().map(|item| format!("{} {}", item.code, item.name)).collect();
        all.push(about("score-missed").with("items", items.join("、")));
    }
    if let Some(visits) = obstacle.visits_needed {
        let short = obstacle.visits_short_by.unwrap_or(visits);
        all.push(about("score-visits").with("visits", visits).with("short", short));
    }
    all
}
