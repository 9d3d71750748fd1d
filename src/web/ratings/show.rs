//! One rating: its facts, its history, and the forms of the steps open to the reader.

use chrono::NaiveDate;
use rocket::get;
use serde::Serialize;

use super::tone;
use crate::desk::ratings::rectify::{Item, Noted, Rectification};
use crate::desk::ratings::{self, Correction, KeptRating, RatingStepTaken, Shown};
use crate::domain::access::Act;
use crate::domain::ids::RatingId;
use crate::domain::rating::{RatingStep, Standing, Star};
use crate::web::forms::Typed;
use crate::web::lang::Lang;
use crate::web::page::{Answer, Page};
use crate::web::sites::{Choice, named, star_choices};
use crate::web::visit::SignedIn;

#[get("/ratings/<id>")]
pub(super) async fn show(visit: SignedIn, id: RatingId) -> Answer {
    page(&visit, id, None).await
}

/// The page of a rating, with what was typed in the form of a step.
pub(super) async fn page(visit: &SignedIn, id: RatingId, typed: Option<Typed>) -> Answer {
    let shown = visit.read(move |rx| ratings::show(rx, id)).await?;
    let corrects = visit.actor.may(Act::ReCheckRating);
    let today = visit.now.day();
    Ok(Page::new("ratings/show", &View::of(visit.lang, today, shown, typed, corrects)))
}

/// Another rating of the same site.
#[derive(Serialize)]
struct Other {
    id: RatingId,
    stars: Star,
}

/// A rectification with its points.
#[derive(Serialize)]
pub(in crate::web) struct Points {
    rectification: Rectification,
    items: Vec<Item>,
    left: Option<i64>,
    answered: usize,
}

impl From<Noted> for Points {
    fn from(noted: Noted) -> Self {
        Self {
            answered: noted.items.iter().filter(|item| item.answered_at.is_some()).count(),
            rectification: noted.rectification,
            items: noted.items,
            left: noted.left,
        }
    }
}

/// Which steps the reader may take.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
struct Open {
    call: bool,
    keep: bool,
    rectify: bool,
    lower: bool,
    cancel: bool,
    give_up: bool,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
pub(super) struct View {
    form: Typed,
    unit: String,
    place: String,
    standing: Standing,
    tone: &'static str,
    running_out: bool,
    steps: Vec<RatingStepTaken>,
    rectifications: Vec<Points>,
    corrections: Vec<Correction>,
    lowered_from: Option<Other>,
    lowered_to: Option<Other>,
    open: Open,
    any_open: bool,
    corrects: bool,
    certified: bool,
    issues: bool,
    next_re_check: NaiveDate,
    lower_stars: Vec<Choice>,
    today: NaiveDate,
    rating: KeptRating,
}

impl View {
    pub(super) fn of(
        lang: Lang,
        today: NaiveDate,
        shown: Shown,
        typed: Option<Typed>,
        corrects: bool,
    ) -> Self {
        let open = |step| shown.open.contains(&step);
        let other = |found: Option<(RatingId, Star)>| found.map(|(id, stars)| Other { id, stars });
        let stars = shown.held.stars;
        let lower = star_choices(lang).into_iter().zip(Star::ALL).filter(|(_, star)| *star < stars);
        Self {
            form: typed.unwrap_or_else(Typed::blank),
            unit: named(lang, &shown.held.unit_name, &shown.held.unit_name_en),
            place: shown.place,
            standing: shown.standing,
            tone: tone(shown.standing),
            running_out: shown.standing.is_live() && shown.held.term().is_running_out(today),
            steps: shown.steps,
            rectifications: shown.rectifications.into_iter().map(Points::from).collect(),
            corrections: shown.corrections,
            lowered_from: other(shown.lowered_from),
            lowered_to: other(shown.lowered_to),
            open: Open {
                call: open(RatingStep::CallReCheck),
                keep: open(RatingStep::Keep),
                rectify: open(RatingStep::OrderRectification),
                // One star cannot be lowered, only cancelled.
                lower: open(RatingStep::Lower) && stars.number() > 1,
                cancel: open(RatingStep::Cancel),
                give_up: open(RatingStep::GiveUp),
            },
            any_open: !shown.open.is_empty(),
            corrects,
            certified: shown.certified,
            issues: shown.issues,
            next_re_check: shown.next_re_check,
            lower_stars: lower.map(|(choice, _)| choice).collect(),
            today,
            rating: shown.held,
        }
    }
}
