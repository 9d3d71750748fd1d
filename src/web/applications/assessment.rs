//! 自评打分: the operator's own column of the sheet, one part a page.

use std::collections::{BTreeMap, HashMap};

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::{scores, show};
use crate::desk;
use crate::desk::applications::{self, Application, Filing};
use crate::domain::ids::ApplicationId;
use crate::domain::refusal::Message;
use crate::domain::scoring::Answers;
use crate::domain::sheet::{Item, Part};
use crate::web::failure::{Failure, Kind};
use crate::web::forms::{Submitted, Typed};
use crate::web::lang::Lang;
use crate::web::page::{Answer, Done, Page, See};
use crate::web::sites::Choice;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![list, part, save, preview]
}

#[derive(Serialize)]
struct ListView {
    form: Typed,
    application: Application,
    parts: Vec<Row>,
    sheet: Head,
    total: String,
    reached: Message,
    obstacles: Vec<Message>,
    sheet_changed: bool,
    next: Option<String>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    bonus: bool,
    points: String,
    max: String,
    done: usize,
    of: usize,
}

/// The sheet, with the mark of what is not official.
#[derive(Serialize)]
struct Head {
    official: bool,
    basis: String,
}

impl Head {
    fn of(filing: &Filing) -> Self {
        let sheet = &filing.version.sheet;
        Self { official: sheet.official, basis: sheet.basis.clone() }
    }
}

#[get("/applications/<id>/self-assessment")]
async fn list(visit: SignedIn, id: ApplicationId) -> Answer {
    let filing = visit.read(move |rx| applications::filing(rx, id)).await?;
    let parts: Vec<Row> = filing.parts().map(|part| row(&filing, part)).collect();
    Ok(Page::new(
        "applications/assessment",
        &ListView {
            form: Typed::blank(),
            sheet: Head::of(&filing),
            total: filing.score.total.to_string(),
            reached: show::reached(filing.score.reached),
            obstacles: show::obstacles(&filing.score),
            sheet_changed: filing.sheet_changed,
            next: parts.iter().find(|part| part.done < part.of).map(|part| part.code.clone()),
            parts,
            application: filing.application,
        },
    ))
}

fn row(filing: &Filing, part: &Part) -> Row {
    let scored = filing.score.parts.iter().find(|scored| scored.code == part.code);
    let text =
        |points: Option<crate::domain::sheet::Points>| points.map(|p| p.to_string()).unwrap_or_default();
    Row {
        code: part.code.clone(),
        name: part.name.clone(),
        bonus: part.bonus,
        points: text(scored.map(|scored| scored.points)),
        max: text(scored.map(|scored| scored.max)),
        done: part.items.iter().filter(|item| filing.answers.contains_key(&item.code)).count(),
        of: part.items.len(),
    }
}

#[derive(Serialize)]
struct PartView {
    form: Typed,
    application: Application,
    revision: i64,
    part: Row,
    place: usize,
    places: usize,
    items: Vec<ItemView>,
    total: String,
    reached: Message,
    changed: Option<Vec<Changed>>,
    /// The part whose draft on this device is done with.
    saved: Option<String>,
    editable: bool,
}

#[derive(Serialize)]
struct ItemView {
    code: String,
    field: String,
    label: String,
    mandatory: bool,
    options: Vec<Choice>,
    hint: Message,
    files: i64,
}

/// An item that somebody saved otherwise meanwhile.
#[derive(Serialize)]
struct Changed {
    name: String,
    typed: String,
    saved: Option<i32>,
}

impl ItemView {
    fn of(lang: Lang, filing: &Filing, item: &Item) -> Self {
        let points = |n: i32| lang.say(&Message::new("assessment-points").with("n", i64::from(n)));
        // A tier is chosen; points between tiers are typed.
        let tiers = if item.partial { [].as_slice() } else { &item.tiers };
        let nothing = Choice { value: "0".into(), label: lang.say(&Message::new("assessment-nothing")) };
        let choices = tiers.iter().map(|tier| Choice { value: tier.to_string(), label: points(*tier) });
        let options: Vec<Choice> = match (item.partial, tiers.is_empty()) {
            (false, true) => vec![nothing, Choice { value: item.max.to_string(), label: points(item.max) }],
            (false, false) => std::iter::once(nothing).chain(choices).collect(),
            (true, _) => Vec::new(),
        };
        let hint = if item.partial {
            Message::new("assessment-range").with("max", i64::from(item.max))
        } else {
            Message::new("assessment-tier")
        };
        Self {
            field: format!("points[{}]", item.code),
            label: format!("{} {}", item.code, item.name),
            mandatory: item.mandatory,
            files: filing.evidence.get(&item.code).copied().unwrap_or_default(),
            code: item.code.clone(),
            options,
            hint,
        }
    }
}

/// What a page of a part shows beside what is saved.
#[derive(Default)]
struct Again {
    typed: Option<Typed>,
    stale: bool,
    saved: Option<String>,
}

async fn part_page(visit: &SignedIn, id: ApplicationId, code: &str, again: Again) -> Answer {
    let filing = visit.read(move |rx| applications::filing(rx, id)).await?;
    let Some((place, part)) = filing.part(code) else { return Err(Failure::new(Kind::NotFound)) };
    let changed = again.typed.as_ref().filter(|_| again.stale).map(|typed| changed(&filing, part, typed));
    let saved = || {
        part.items.iter().filter_map(|item| {
            let points = filing.answers.get(&item.code)?;
            Some((format!("points[{}]", item.code), points.to_string()))
        })
    };
    // A form refused for its input stays the one that was opened; one that came too late shows what changed and starts anew.
    let opened = again.typed.as_ref().filter(|_| !again.stale).and_then(|typed| typed.value("revision"));
    let revision = opened.and_then(|text| text.parse().ok()).unwrap_or(filing.application.revision);
    let items = part.items.iter().map(|item| ItemView::of(visit.lang, &filing, item)).collect();
    let view = PartView {
        form: again.typed.unwrap_or_else(|| Typed::filled(saved())),
        revision,
        part: row(&filing, part),
        place: place + 1,
        places: filing.parts().count(),
        items,
        total: filing.score.total.to_string(),
        reached: show::reached(filing.score.reached),
        changed,
        saved: again.saved,
        editable: filing.editable,
        application: filing.application.clone(),
    };
    Ok(Page::new("applications/part", &view))
}

fn changed(filing: &Filing, part: &Part, typed: &Typed) -> Vec<Changed> {
    part.items
        .iter()
        .filter_map(|item| {
            let saved = filing.answers.get(&item.code).copied();
            let typed = typed.value(&format!("points[{}]", item.code)).unwrap_or_default().trim().to_owned();
            let same = typed == saved.map(|points| points.to_string()).unwrap_or_default();
            (!same).then(|| Changed { name: format!("{} {}", item.code, item.name), typed, saved })
        })
        .collect()
}

#[get("/applications/<id>/self-assessment/<part>?<saved>")]
async fn part(visit: SignedIn, id: ApplicationId, part: &str, saved: Option<&str>) -> Answer {
    let again = Again { saved: saved.map(str::to_owned), ..Again::default() };
    part_page(&visit, id, part, again).await
}

/// The points as typed: what is no number must not keep the others from being reckoned.
#[derive(FromForm, Validate)]
struct PointsForm {
    revision: i64,
    points: HashMap<String, String>,
    /// `list` to go back to the parts, else on to the next.
    act: Option<String>,
}

#[post("/applications/<id>/self-assessment/<part>", data = "<form>")]
async fn save(
    visit: SignedIn,
    id: ApplicationId,
    part: &str,
    form: Submitted<PointsForm>,
) -> Result<Done, Failure> {
    let code = part.to_owned();
    let (outcome, to_list) = match form.value {
        Ok(given) => {
            let (answers, refusals) = scores::read(&given.points);
            let outcome = match refusals.into_result() {
                Ok(()) => {
                    visit.write(move |tx| applications::assess(tx, id, given.revision, &code, &answers)).await
                }
                Err(refusals) => Err(desk::Error::Invalid(refusals)),
            };
            (outcome, given.act.as_deref() == Some("list"))
        }
        Err(refusals) => (Err(desk::Error::Invalid(refusals)), false),
    };
    match outcome {
        Ok(()) => {
            let filing = visit.read(move |rx| applications::filing(rx, id)).await?;
            let next = filing.part(part).and_then(|(place, _)| filing.parts().nth(place + 1));
            let list = format!("/applications/{id}/self-assessment");
            let to = next.filter(|_| !to_list).map(|next| format!("{list}/{}?saved={part}", next.code));
            Ok(See::other(to.unwrap_or(list)).notice(Message::new("notice-draft-saved")).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let again = Again { typed: Some(form.typed.refused(&refusals)), ..Again::default() };
            Ok(part_page(&visit, id, part, again).await?.status(Status::UnprocessableEntity).into())
        }
        Err(desk::Error::Stale) => {
            let again = Again { typed: Some(form.typed), stale: true, saved: None };
            Ok(part_page(&visit, id, part, again).await?.status(Status::Conflict).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// What the points would come to, for the page to show while they are chosen.
#[post("/applications/<id>/self-assessment/<part>/preview", data = "<form>")]
async fn preview(
    visit: SignedIn,
    id: ApplicationId,
    part: &str,
    form: Submitted<PointsForm>,
) -> Result<Json<BTreeMap<String, String>>, Failure> {
    let given = form.value.map_err(desk::Error::Invalid)?;
    let (answers, _): (Answers, _) = scores::read(&given.points);
    let part = part.to_owned();
    let score = visit.read(move |rx| applications::preview_own(rx, id, &part, &answers)).await?;
    Ok(Json(scores::places(visit.lang, &score)))
}
