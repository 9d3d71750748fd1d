//! `GET /api/v1/targets`: a year's numbers beside what its letter asks, for programs, under the permissions of the page.

use rocket::serde::json::Json;
use rocket::{FromForm, Route, get, routes};
use serde::Serialize;

use super::params::{parsed, read};
use crate::desk;
use crate::desk::targets::{self, Listed};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewFigure, UnitOfCount};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::target::{Line, Standing};
use crate::web::failure::Failure;
use crate::web::visit::SignedIn;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list]
}

/// The query as typed.
#[derive(Debug, Default, FromForm)]
struct Typed<'r> {
    year: Option<&'r str>,
    unit: Option<&'r str>,
}

/// How far a year has come with its targets.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// The year.
    pub year: i32,
    /// The unit it is of; the whole city for none.
    pub unit: Option<String>,
    /// The letter that counts today; none if none was signed.
    pub letter: Option<LetterHead>,
    /// Every letter of the year, the one signed last first.
    pub letters: Vec<LetterHead>,
    /// The share of the year that has passed, 0 to 1.
    pub elapsed: f64,
    /// How many percentage points behind it count as behind.
    pub tolerance: i64,
    /// Of all units together, then of each; the five pathways after each sum.
    pub rows: Vec<TargetRow>,
    /// When the tallies were changed last.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Moment,
}

/// A signed letter.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LetterHead {
    /// Its record number.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// The number it was signed under.
    pub document: String,
    /// When it was signed.
    pub signed_on: chrono::NaiveDate,
    /// Whether it is the one that counts today.
    pub in_force: bool,
}

/// One unit and pathway.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TargetRow {
    /// The unit's code; all units covered for none.
    pub unit: Option<String>,
    /// The pathway's code; the five together for none.
    #[schema(value_type = Option<String>, example = "training")]
    pub pathway: Option<&'static str>,
    /// What the letter asks.
    pub target: Sides,
    /// What the city confirmed.
    pub done: Sides,
    /// What counties proposed and the city has not confirmed yet.
    pub under_way: Sides,
    /// What the city confirmed of the year before; none if there is nothing of that year.
    pub last_year: Sides,
    /// The same, of exits announced up to the same month.
    pub same_period: Sides,
    /// How it stands with its target.
    pub standing: Standings,
}

/// 人 and 户, never mixed; none where a letter does not say.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Sides {
    /// 人
    pub persons: Option<i64>,
    /// 户
    pub households: Option<i64>,
}

/// `met`, `on_track`, `behind` (the year is under way) or `short` (it is over), in 人 and in 户; none without a target.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Standings {
    /// 人
    #[schema(value_type = Option<String>, example = "on_track")]
    pub persons: Option<&'static str>,
    /// 户
    #[schema(value_type = Option<String>)]
    pub households: Option<&'static str>,
}

impl From<&Listed> for LetterHead {
    fn from(one: &Listed) -> Self {
        let letter = &one.letter;
        Self {
            id: letter.id.0,
            title: letter.title.clone(),
            document: letter.document.clone(),
            signed_on: letter.signed_on,
            in_force: one.in_force,
        }
    }
}

/// The same line in persons and in households.
fn row(persons: &Line, households: &Line) -> TargetRow {
    let sides = |of: fn(&Line) -> Option<i64>| Sides { persons: of(persons), households: of(households) };
    TargetRow {
        unit: persons.unit.as_ref().map(ToString::to_string),
        pathway: persons.pathway.map(Pathway::code),
        target: sides(|line| line.target),
        done: sides(|line| Some(line.done)),
        under_way: sides(|line| Some(line.under_way)),
        last_year: sides(|line| line.last_year),
        same_period: sides(|line| line.same_period),
        standing: Standings {
            persons: persons.standing.map(Standing::code),
            households: households.standing.map(Standing::code),
        },
    }
}

/// A year's numbers beside what its letter asks.
#[utoipa::path(
    get,
    path = "/api/v1/targets",
    tag = "targets",
    params(
        ("year" = Option<i32>, Query, description = "The year; this one, or the newest there is anything of, if left out."),
        ("unit" = Option<String>, Query, description = "One reporting unit's code."),
    ),
    responses(
        (status = 200, description = "The numbers.", body = Progress),
        (status = 401, description = "Nobody is signed in.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
        (status = 403, description = "The role does not allow it.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
        (status = 404, description = "A unit the asker may not know the numbers of.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter nobody can read.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/targets?<typed..>")]
async fn list(visit: SignedIn, typed: Typed<'_>) -> Result<Json<Progress>, Failure> {
    let mut refusals = Refusals::default();
    let year = read(typed.year, "year", &mut refusals, |text| {
        let year = text.parse().ok().filter(|year| NewFigure::YEARS.contains(year));
        year.ok_or_else(|| Message::new("error-target-year"))
    });
    let unit = read(typed.unit, "unit", &mut refusals, parsed::<UnitCode>);
    refusals.into_result().map_err(desk::Error::Invalid)?;
    let progress = visit.read(move |rx| targets::progress(rx, year, unit)).await?;
    let persons = progress.lines(UnitOfCount::Persons);
    let households = progress.lines(UnitOfCount::Households);
    Ok(Json(Progress {
        year: progress.year,
        unit: progress.unit.as_ref().map(ToString::to_string),
        letter: progress.letters.iter().find(|one| one.in_force).map(LetterHead::from),
        letters: progress.letters.iter().map(LetterHead::from).collect(),
        elapsed: progress.gauge.elapsed.share(),
        tolerance: progress.gauge.tolerance,
        rows: persons.iter().zip(&households).map(|(one, other)| row(one, other)).collect(),
        as_of: progress.as_of,
    }))
}
