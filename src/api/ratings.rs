//! `GET /api/v1/ratings`: stars for programs, under the permissions of the pages.
//!
//! Whoever is signed in gets the ratings they may know of, as the list of ratings shows them. Everybody else gets those of the
//! public register: of the sites that hold a star, with what is printed on certificate and plaque, and nothing of any business.

use chrono::NaiveDate;
use rocket::serde::json::Json;
use rocket::{FromForm, Route, get, routes};
use serde::Serialize;

use super::params::{Place, parsed, read};
use crate::desk;
use crate::desk::ratings::{self, KeptRating, Open, RatingFilter};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::ids::RatingId;
use crate::domain::rating::{Standing, Star};
use crate::domain::refusal::Refusals;
use crate::domain::site::SiteKind;
use crate::web::failure::Failure;
use crate::web::visit::Visit;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, show]
}

/// The query as typed.
#[derive(Debug, Default, FromForm)]
struct Typed<'r> {
    unit: Option<&'r str>,
    kind: Option<&'r str>,
    star: Option<&'r str>,
    standing: Option<&'r str>,
    q: Option<&'r str>,
    cursor: Option<&'r str>,
    limit: Option<&'r str>,
}

impl Typed<'_> {
    /// What is asked for; everything wrong with it is told at once.
    fn asked(&self) -> Result<(RatingFilter, Place), Refusals> {
        let mut refusals = Refusals::default();
        let filter = RatingFilter {
            unit: read(self.unit, "unit", &mut refusals, parsed::<UnitCode>),
            kind: read(self.kind, "kind", &mut refusals, parsed::<SiteKind>),
            star: read(self.star, "star", &mut refusals, parsed::<Star>),
            standing: read(self.standing, "standing", &mut refusals, parsed::<Standing>),
            text: self.q.unwrap_or_default().to_owned(),
            ..RatingFilter::default()
        };
        let place = Place::read(self.cursor, self.limit, &mut refusals);
        refusals.into_result().map(|()| (filter, place))
    }
}

/// Ratings, by their record numbers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Ratings {
    /// The rows.
    pub rows: Vec<Rating>,
    /// What to ask for as `cursor` to read on; none at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A star a site holds or held.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Rating {
    /// Its record number.
    pub id: i64,
    /// The site's record number.
    pub site: i64,
    /// The site's name.
    pub site_name: String,
    /// What kind of place it is.
    #[schema(value_type = String, example = "farm_stay")]
    pub kind: &'static str,
    /// The reporting unit's code.
    pub unit: String,
    /// The reporting unit's name.
    pub unit_name: String,
    /// The star, 1 to 5.
    pub star: i32,
    /// How it stands today.
    #[schema(value_type = String, example = "current")]
    pub standing: &'static str,
    /// Whether the site may show it today.
    pub valid: bool,
    /// The certificate's number.
    pub certificate: String,
    /// The plaque's number.
    pub plaque: String,
    /// The first day.
    pub awarded_on: NaiveDate,
    /// The last day.
    pub valid_until: NaiveDate,
    /// The first day it no longer counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// What only those who may know of the record are told.
    #[serde(flatten)]
    pub record: Option<Record>,
}

/// What of a rating is not public.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Record {
    /// The business's name.
    pub operator_name: String,
    /// The record number of the application it was awarded on, or goes back to.
    pub application: i64,
    /// That application's number.
    pub application_number: String,
    /// The record number of the version of the standard it was judged by.
    pub sheet: i64,
    /// The record number of the rating it took the place of at a lower star.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowered_from: Option<i64>,
    /// The day of the next re-check.
    pub re_check_on: NaiveDate,
    /// Why it ended; empty for one that has not.
    pub end_reason: String,
    /// How often it was changed.
    pub revision: i64,
}

impl Rating {
    fn of((held, standing): (KeptRating, Standing), public: bool) -> Self {
        let record = Record {
            operator_name: held.operator_name,
            application: held.application.0,
            application_number: held.application_number,
            sheet: held.sheet.0,
            lowered_from: held.lowered_from.map(|from| from.0),
            re_check_on: held.re_check_on,
            end_reason: held.end_reason,
            revision: held.revision,
        };
        Self {
            id: held.id.0,
            site: held.site.0,
            site_name: held.site_name,
            kind: held.kind.code(),
            unit: held.unit.to_string(),
            unit_name: held.unit_name,
            star: held.stars.number(),
            standing: standing.code(),
            valid: standing.is_live(),
            certificate: held.certificate,
            plaque: held.plaque,
            awarded_on: held.awarded_on,
            valid_until: held.valid_until,
            ended_on: held.ended_on,
            record: (!public).then_some(record),
        }
    }
}

impl From<Open> for Ratings {
    fn from(open: Open) -> Self {
        Self {
            rows: open.rows.into_iter().map(|row| Rating::of(row, open.public)).collect(),
            next: open.next.map(|last| last.to_string()),
        }
    }
}

/// The ratings, by their record numbers.
#[utoipa::path(
    get,
    path = "/api/v1/ratings",
    tag = "ratings",
    params(
        ("unit" = Option<String>, Query, description = "One reporting unit's code."),
        ("kind" = Option<String>, Query, description = "One kind of site: farm_stay, homestay or tourism_area."),
        ("star" = Option<i32>, Query, description = "One star, 1 to 5."),
        ("standing" = Option<String>, Query, description = "How it stands today, by its code."),
        ("q" = Option<String>, Query, description = "Words of the site, in characters or pinyin, or of the certificate's number."),
        ("cursor" = Option<String>, Query, description = "`next` of the answer before."),
        ("limit" = Option<i64>, Query, description = "How many rows, 1 to 200; 50 if left out."),
    ),
    responses(
        (status = 200, description = "The rows; for whoever is not signed in, those the public register shows.", body = Ratings),
        (status = 422, description = "A parameter nobody can read.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/ratings?<typed..>")]
async fn list(visit: Visit, typed: Typed<'_>) -> Result<Json<Ratings>, Failure> {
    let (filter, place) = typed.asked().map_err(desk::Error::Invalid)?;
    let after = place.after.map(RatingId);
    let open = visit.read(move |rx| ratings::open(rx, &filter, after, place.limit)).await?;
    Ok(Json(open.into()))
}

/// One rating.
#[utoipa::path(
    get,
    path = "/api/v1/ratings/{id}",
    tag = "ratings",
    params(("id" = i64, Path, description = "Its record number.")),
    responses(
        (status = 200, description = "The rating.", body = Rating),
        (status = 404, description = "None the asker may know of.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/ratings/<id>")]
async fn show(visit: Visit, id: RatingId) -> Result<Json<Rating>, Failure> {
    let one = visit.read(move |rx| ratings::open_one(rx, id)).await?;
    let public = one.public;
    let row = one.rows.into_iter().next().ok_or(desk::Error::NotFound)?;
    Ok(Json(Rating::of(row, public)))
}
