//! `GET /api/v1/sheets`: the versions of score sheets for programs. As on the pages, everybody signed in reads the published
//! ones, and drafts are the administrators' own.

use chrono::NaiveDate;
use rocket::serde::json::Json;
use rocket::{FromForm, Route, get, routes};
use serde::Serialize;

use super::params::{Place, parsed, read};
use super::problem::FieldError;
use crate::desk;
use crate::desk::sheets::{self, Line};
use crate::domain::codes::Code as _;
use crate::domain::ids::SheetId;
use crate::domain::moment::Moment;
use crate::domain::refusal::{Refusal as _, Refusals};
use crate::domain::sheet::State;
use crate::domain::site::SiteKind;
use crate::web::failure::Failure;
use crate::web::visit::SignedIn;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, show]
}

/// The query as typed.
#[derive(Debug, Default, FromForm)]
struct Typed<'r> {
    subject: Option<&'r str>,
    state: Option<&'r str>,
    cursor: Option<&'r str>,
    limit: Option<&'r str>,
}

/// Versions, by their record numbers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Sheets {
    /// The rows.
    pub rows: Vec<SheetRow>,
    /// What to ask for as `cursor` to read on; none at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A version of a standard's score sheet.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SheetRow {
    /// Its record number.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The version of its code, from 1.
    pub version: i32,
    /// The kind of site it judges.
    #[schema(value_type = String, example = "farm_stay")]
    pub subject: &'static str,
    /// Whether the authority issued it.
    pub official: bool,
    /// The standard it rests on.
    pub basis: String,
    /// How it stands today: `draft`, `published` (for a later day), `in_force` or `superseded`.
    #[schema(value_type = String, example = "in_force")]
    pub state: &'static str,
    /// The first day it is in force; a draft has none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The first day it no longer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// When it was uploaded; never, if the program brought it along.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uploaded_at: Option<Moment>,
    /// When it was published.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Moment>,
    /// How many applications are judged by it.
    pub used: i64,
}

/// A version with what it says.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SheetWhole {
    /// How it is listed.
    #[serde(flatten)]
    pub row: SheetRow,
    /// Its file, as it was taken in; none if a draft's file is no JSON.
    #[schema(value_type = Option<Object>)]
    pub sheet: Option<serde_json::Value>,
    /// What keeps a draft from being published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldError>,
}

impl SheetRow {
    fn of(line: Line, state: State) -> Self {
        Self {
            id: line.id.0,
            code: line.code,
            version: line.version,
            subject: line.subject.code(),
            official: line.official,
            basis: line.basis,
            state: state.code(),
            valid_from: (state != State::Draft).then_some(line.valid_from),
            valid_to: line.valid_to,
            uploaded_at: line.uploaded.1,
            published_at: line.published.1,
            used: line.used,
        }
    }
}

/// The versions, by their record numbers.
#[utoipa::path(
    get,
    path = "/api/v1/sheets",
    tag = "sheets",
    params(
        ("subject" = Option<String>, Query, description = "One kind of site: farm_stay, homestay or tourism_area."),
        ("state" = Option<String>, Query, description = "How it stands today, by its code."),
        ("cursor" = Option<String>, Query, description = "`next` of the answer before."),
        ("limit" = Option<i64>, Query, description = "How many rows, 1 to 200; 50 if left out."),
    ),
    responses(
        (status = 200, description = "The rows.", body = Sheets),
        (status = 401, description = "Nobody is signed in.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter nobody can read.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/sheets?<typed..>")]
async fn list(visit: SignedIn, typed: Typed<'_>) -> Result<Json<Sheets>, Failure> {
    let mut refusals = Refusals::default();
    let subject = read(typed.subject, "subject", &mut refusals, parsed::<SiteKind>);
    let state = read(typed.state, "state", &mut refusals, parsed::<State>);
    let place = Place::read(typed.cursor, typed.limit, &mut refusals);
    refusals.into_result().map_err(desk::Error::Invalid)?;
    let mut lines = visit.read(sheets::standards).await?;
    lines.retain(|(line, stands)| {
        line.id.0 > place.after.unwrap_or(0)
            && subject.is_none_or(|subject| line.subject == subject)
            && state.is_none_or(|state| *stands == state)
    });
    lines.sort_by_key(|(line, _)| line.id);
    let shown = usize::try_from(place.limit).unwrap_or(usize::MAX);
    let more = lines.len() > shown;
    lines.truncate(shown);
    Ok(Json(Sheets {
        next: lines.last().filter(|_| more).map(|(line, _)| line.id.to_string()),
        rows: lines.into_iter().map(|(line, state)| SheetRow::of(line, state)).collect(),
    }))
}

/// One version with what it says.
#[utoipa::path(
    get,
    path = "/api/v1/sheets/{id}",
    tag = "sheets",
    params(("id" = i64, Path, description = "Its record number.")),
    responses(
        (status = 200, description = "The version.", body = SheetWhole),
        (status = 401, description = "Nobody is signed in.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
        (status = 404, description = "None the asker may know of.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/sheets/<id>")]
async fn show(visit: SignedIn, id: SheetId) -> Result<Json<SheetWhole>, Failure> {
    let (standard, body) =
        visit.read(move |rx| Ok((sheets::standard(rx, id)?, sheets::file(rx, id)?.1))).await?;
    Ok(Json(SheetWhole {
        row: SheetRow::of(standard.line, standard.state),
        sheet: serde_json::from_str(&body).ok(),
        faults: standard.bad.iter().map(|bad| FieldError::of("", &bad.message())).collect(),
    }))
}
