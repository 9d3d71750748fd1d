//! The county's column of the sheet: saved, completed, or only reckoned.

use std::collections::{BTreeMap, HashMap};

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::{Route, post, routes};
use validator::Validate;

use super::{done, sheet, show};
use crate::desk;
use crate::desk::applications;
use crate::domain::ids::ApplicationId;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::scoring::{Answers, Score};
use crate::web::failure::Failure;
use crate::web::forms::{Submitted, Typed, Whole};
use crate::web::lang::Lang;
use crate::web::page::Done;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![save, preview]
}

/// The points as typed: what is no number must not keep the others from being reckoned.
#[derive(FromForm, Validate)]
struct ScoresForm {
    revision: i64,
    points: HashMap<String, String>,
    /// `complete`, `preview`, or else save as a draft.
    act: Option<String>,
}

/// The points that are numbers, and what is wrong with the others.
pub(super) fn read(points: &HashMap<String, String>) -> (Answers, Refusals) {
    let mut answers = Answers::new();
    let mut refusals = Refusals::default();
    let in_order: BTreeMap<_, _> = points.iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    for (item, text) in in_order {
        match text.parse().ok().and_then(|Whole(points)| i32::try_from(points).ok()) {
            Some(points) => drop(answers.insert(item.clone(), points)),
            None => refusals.add(&format!("points[{item}]"), Message::new("error-points-number")),
        }
    }
    (answers, refusals)
}

#[post("/applications/<id>/scores", data = "<form>")]
async fn save(visit: SignedIn, id: ApplicationId, form: Submitted<ScoresForm>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(given) => {
            let (answers, refusals) = read(&given.points);
            let complete = given.act.as_deref() == Some("complete");
            if given.act.as_deref() == Some("preview") {
                let typed = form.typed.refused(&refusals);
                return Ok(show::page(&visit, id, Some(typed), Some(answers), None).await?.into());
            }
            match refusals.into_result() {
                Ok(()) => visit
                    .write(move |tx| applications::save_scores(tx, id, given.revision, &answers, complete))
                    .await
                    .map(|_| if complete { "notice-scores-complete" } else { "notice-scores-saved" }),
                Err(refusals) => Err(desk::Error::Invalid(refusals)),
            }
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match outcome {
        Err(desk::Error::Stale) => changed_meanwhile(&visit, id, form.typed).await,
        outcome => done(&visit, id, form.typed, outcome).await,
    }
}

/// The form again after a colleague saved: what was typed stays, what they alone gave is filled in, and where both gave
/// something else, it says so beside the item. Sent once more, it answers what the colleague saved.
async fn changed_meanwhile(visit: &SignedIn, id: ApplicationId, typed: Typed) -> Result<Done, Failure> {
    let dossier = visit.read(move |rx| applications::dossier(rx, id)).await?;
    let mut form = typed.with("revision", &dossier.application.revision.to_string());
    let mut refusals = Refusals::one("", Message::new("error-scores-changed"));
    for (_, item) in dossier.version.sheet.items() {
        let Some(theirs) = dossier.county_answers.get(&item.code).map(ToString::to_string) else { continue };
        let field = format!("points[{}]", item.code);
        let mine = form.value(&field).unwrap_or_default().trim().to_owned();
        if mine == theirs {
            continue;
        }
        let key = if mine.is_empty() { "error-points-filled-in" } else { "error-points-differ" };
        let said = Message::new(key).with("item", item.name.clone()).with("theirs", theirs.clone());
        if mine.is_empty() {
            form = form.with(&field, &theirs);
            refusals.add(&field, said);
        } else {
            refusals.add(&field, said.with("mine", mine));
        }
    }
    let points = dossier.version.sheet.items().map(|(_, item)| &item.code);
    let shown =
        points.filter_map(|code| Some((code.clone(), form.value(&format!("points[{code}]"))?.to_owned())));
    let (answers, _) = read(&shown.collect());
    let page = show::page(visit, id, Some(form.refused(&refusals)), Some(answers), None).await?;
    Ok(page.status(Status::Conflict).into())
}

/// What the points would come to, for the page to show while they are typed: each text under the name of its place.
#[post("/applications/<id>/scores/preview", data = "<form>")]
async fn preview(
    visit: SignedIn,
    id: ApplicationId,
    form: Submitted<ScoresForm>,
) -> Result<Json<BTreeMap<String, String>>, Failure> {
    let given = form.value.map_err(desk::Error::Invalid)?;
    let (answers, _) = read(&given.points);
    let score = visit.read(move |rx| applications::preview(rx, id, &answers)).await?;
    Ok(Json(places(visit.lang, &score)))
}

/// The places of a page that show what points come to, each with its text.
pub(super) fn places(lang: Lang, score: &Score) -> BTreeMap<String, String> {
    let mut places: BTreeMap<String, String> =
        score.parts.iter().map(|part| (format!("part-{}", part.code), part.points.to_string())).collect();
    places.insert("total".to_owned(), score.total.to_string());
    places.insert("reached".to_owned(), lang.say(&sheet::reached(score.reached)));
    places.insert("open".to_owned(), lang.say(&sheet::still_open(score)));
    let obstacles: Vec<String> = sheet::obstacles(score).iter().map(|message| lang.say(message)).collect();
    places.insert("obstacles".to_owned(), obstacles.join(" "));
    let said = |message: Option<Message>| message.map_or_else(String::new, |message| lang.say(&message));
    places.insert("missed".to_owned(), said(sheet::missed(score)));
    places.insert("met".to_owned(), said(sheet::met(score)));
    places.insert("bar".to_owned(), sheet::bar(score).to_string());
    places
}
