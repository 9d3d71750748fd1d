//! `/api/v1/exits`: list, read, end. Names are as the pages show them to the same reader; ID numbers are never sent.

use rocket::{Route, get, post, routes};
use serde::{Deserialize, Serialize};

use super::body::{Body, Json, Rows, field, given, limit};
use super::problem::Problem;
use crate::desk::attributions::{self, Revision};
use crate::desk::exits::{self, ExitFile, ExitFilter};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::exit::{ExitStep, Standing};
use crate::domain::identity::Reason;
use crate::domain::ids::ExitId;
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Line};
use crate::web::visit::SignedIn;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, read, end]
}

/// An announced exit.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ExitRecord {
    /// Its number.
    id: i64,
    /// The household's code.
    household_code: String,
    /// The unit it is counted in.
    unit: String,
    /// The village's name.
    village: String,
    /// The members frozen with it.
    persons: i32,
    /// The day of the announcement.
    announced_on: String,
    /// What became of it: `announced`, `returned_to_poverty`, `revoked`.
    state: String,
    /// Its live attribution.
    attribution: Option<i64>,
    /// The pathway it is attributed to.
    pathway: Option<String>,
    /// Where the attribution stands.
    stage: Option<String>,
    /// How often it was changed; a step names the one it has read. In a list it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i64>,
}

/// The exits the asker may know of, in the order of their numbers.
#[utoipa::path(
    get,
    path = "/api/v1/exits",
    tag = "exits",
    params(
        ("year" = Option<i32>, Query, description = "The year of the announcement."),
        ("unit" = Option<String>, Query, description = "One reporting unit's code."),
        ("standing" = Option<String>, Query, description = "Where the attribution stands."),
        ("after" = Option<i64>, Query, description = "The `next` of the page before."),
        ("limit" = Option<i64>, Query, description = "Rows, 1 to 200; 50 if left out."),
    ),
    responses((status = 200, description = "A page.", body = Rows<ExitRecord>)),
)]
#[get("/exits?<year>&<unit>&<standing>&<after>&<limit>")]
async fn list(
    visit: SignedIn,
    year: Option<i32>,
    unit: Option<Entry<UnitCode>>,
    standing: Option<Entry<Standing>>,
    after: Option<i64>,
    limit: Option<i64>,
) -> Result<Json<Rows<ExitRecord>>, Failure> {
    let filter = ExitFilter {
        year,
        unit: unit.map(Entry::into_inner),
        standing: standing.map(Entry::into_inner),
        ..ExitFilter::default()
    };
    let (after, most) = (after.unwrap_or(0), self::limit(limit));
    let rows = visit.read(move |rx| exits::after(rx, &filter, after, most)).await?;
    let rows = rows
        .into_iter()
        .map(|one| ExitRecord {
            id: one.id.0,
            household_code: one.household_code.as_str().to_owned(),
            unit: one.unit.to_string(),
            village: one.village,
            persons: one.persons,
            announced_on: one.announced_on.to_string(),
            state: one.state.code().to_owned(),
            attribution: one.attribution.map(|id| id.0),
            pathway: one.pathway.map(|pathway| pathway.code().to_owned()),
            stage: one.stage.map(|stage| stage.code().to_owned()),
            revision: None,
        })
        .collect();
    Ok(Json::of(Rows::of(rows, most, |one: &ExitRecord| one.id)))
}

/// One exit.
#[utoipa::path(
    get,
    path = "/api/v1/exits/{id}",
    tag = "exits",
    params(("id" = i64, Path, description = "Its number.")),
    responses(
        (status = 200, description = "The exit.", body = ExitRecord),
        (status = 404, description = "None the asker may know of.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/exits/<id>")]
async fn read(visit: SignedIn, id: ExitId) -> Result<Json<ExitRecord>, Failure> {
    Ok(Json::of(visit.read(move |rx| exits::show(rx, id)).await?.into()))
}

impl From<ExitFile> for ExitRecord {
    fn from(file: ExitFile) -> Self {
        let live = file.live.as_ref().map(|live| &live.attribution);
        Self {
            id: file.exit.id.0,
            household_code: file.exit.household_code.as_str().to_owned(),
            unit: file.exit.unit.to_string(),
            village: file.exit.village.clone(),
            persons: file.exit.persons,
            announced_on: file.exit.announced_on.to_string(),
            state: file.exit.state.code().to_owned(),
            attribution: live.map(|one| one.id.0),
            pathway: live.map(|one| one.pathway.code().to_owned()),
            stage: live.map(|one| one.stage.code().to_owned()),
            revision: Some(file.exit.revision),
        }
    }
}

/// How an exit ended.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// The revision that was read.
    revision: i64,
    /// What the poverty office announced: `return_to_poverty`, `revoke`.
    step: String,
    /// The day it is of.
    on_day: String,
    /// The document's number.
    document: String,
    /// Why.
    reason: String,
}

/// Ends an exit: the household fell back, or its announcement was taken back. Its attribution leaves the numbers with it.
#[utoipa::path(
    post,
    path = "/api/v1/exits/{id}/end",
    tag = "exits",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = Ended,
    responses(
        (status = 200, description = "It has ended.", body = ExitRecord),
        (status = 403, description = "The role does not allow it.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended before, or was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A day that cannot be, no document, or no reason.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/exits/<id>/end", data = "<body>")]
async fn end(visit: SignedIn, id: ExitId, body: Body<Ended>) -> Result<Json<ExitRecord>, Failure> {
    let (revision, step) = (body.0.revision, field::<ExitStep>("step", &body.0.step)?);
    let why = Revision {
        on: field::<Day>("on_day", &body.0.on_day)?.0,
        document: given::<Line>("document", &body.0.document)?.0,
        reason: field::<Reason>("reason", &body.0.reason)?,
    };
    let taken = visit.write(move |tx| {
        attributions::end(tx, id, revision, step, &why)?;
        exits::show(&mut tx.reading(), id)
    });
    Ok(Json::of(taken.await?.into()))
}
