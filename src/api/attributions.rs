//! `/api/v1/attributions`: list, read, create, and one sub-resource for each step.

use rocket::{Route, get, post, routes};
use serde::{Deserialize, Serialize};

use super::body::{Body, Json, Key, Rows, field, limit};
use super::problem::Problem;
use crate::desk::attributions::{self, Attribution, Revision, Signature};
use crate::desk::{Error, exits};
use crate::domain::attribution::{Evidence, Stage};
use crate::domain::codes::Code as _;
use crate::domain::identity::Reason;
use crate::domain::ids::{AttributionId, ExitId};
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Line};
use crate::web::visit::SignedIn;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, read, create, verify, confirm, withdraw, replace]
}

/// An attribution.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AttributionRecord {
    /// Its number.
    id: i64,
    /// The exit.
    exit: i64,
    /// The pathway's code.
    pathway: String,
    /// What it rests on: the pathway's code and the record's number, `training:12`.
    evidence: String,
    /// Where it stands.
    stage: String,
    /// How often it was changed; a step names the one it has read.
    revision: i64,
    /// When it was proposed.
    proposed_at: String,
    /// When the county verified it.
    verified_at: Option<String>,
    /// When the city confirmed it.
    confirmed_at: Option<String>,
    /// When it was taken back, replaced or ended with its exit.
    withdrawn_at: Option<String>,
    /// The revision it took the place of.
    replaces: Option<i64>,
}

impl From<Attribution> for AttributionRecord {
    fn from(one: Attribution) -> Self {
        let at = |signature: Option<Signature>| signature.map(|signature| signature.at.to_string());
        Self {
            id: one.id.0,
            exit: one.exit.0,
            pathway: one.pathway.code().to_owned(),
            evidence: one.evidence.to_string(),
            stage: one.stage.code().to_owned(),
            revision: one.revision,
            proposed_at: one.proposed.at.to_string(),
            verified_at: at(one.verified),
            confirmed_at: at(one.confirmed),
            withdrawn_at: at(one.withdrawn),
            replaces: one.replaces.map(|id| id.0),
        }
    }
}

/// The attributions the asker may know of, in the order of their numbers.
#[utoipa::path(
    get,
    path = "/api/v1/attributions",
    tag = "attributions",
    params(
        ("stage" = Option<String>, Query, description = "One stage's code."),
        ("after" = Option<i64>, Query, description = "The `next` of the page before."),
        ("limit" = Option<i64>, Query, description = "Rows, 1 to 200; 50 if left out."),
    ),
    responses((status = 200, description = "A page.", body = Rows<AttributionRecord>)),
)]
#[get("/attributions?<stage>&<after>&<limit>")]
async fn list(
    visit: SignedIn,
    stage: Option<Entry<Stage>>,
    after: Option<i64>,
    limit: Option<i64>,
) -> Result<Json<Rows<AttributionRecord>>, Failure> {
    let (stage, after, most) = (stage.map(Entry::into_inner), after.unwrap_or(0), self::limit(limit));
    let rows = visit.read(move |rx| attributions::after(rx, stage, after, most)).await?;
    let rows = rows.into_iter().map(AttributionRecord::from).collect();
    Ok(Json::of(Rows::of(rows, most, |one: &AttributionRecord| one.id)))
}

/// One attribution.
#[utoipa::path(
    get,
    path = "/api/v1/attributions/{id}",
    tag = "attributions",
    params(("id" = i64, Path, description = "Its number.")),
    responses(
        (status = 200, description = "The attribution.", body = AttributionRecord),
        (status = 404, description = "None the asker may know of.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/attributions/<id>")]
async fn read(visit: SignedIn, id: AttributionId) -> Result<Json<AttributionRecord>, Failure> {
    Ok(Json::of(visit.read(move |rx| attributions::read(rx, id)).await?.into()))
}

/// A proposal.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The exit.
    exit: i64,
    /// What it rests on: `training:12`. The pathway follows from it.
    evidence: String,
}

/// Proposes the pathway of an exit.
#[utoipa::path(
    post,
    path = "/api/v1/attributions",
    tag = "attributions",
    request_body = Proposal,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same request under the same key is done once.")),
    responses(
        (status = 201, description = "It was proposed.", body = AttributionRecord),
        (status = 403, description = "The role does not allow it.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The exit has a live attribution, has ended, or the key came with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The evidence does not support the exit.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/attributions", data = "<body>")]
async fn create(visit: SignedIn, key: Key, body: Body<Proposal>) -> Result<Json<AttributionRecord>, Failure> {
    let (exit, evidence) = (ExitId(body.0.exit), field::<Evidence>("evidence", &body.0.evidence)?);
    let made = visit
        .write(move |tx| {
            let id = attributions::propose_once(tx, exit, evidence, key.0.as_deref())?;
            attributions::read(&mut tx.reading(), id)
        })
        .await?;
    Ok(Json { made: Some(format!("/api/v1/attributions/{}", made.id)), value: made.into() })
}

/// A step with the revision its taker has read.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The revision that was read.
    revision: i64,
}

/// Verifies a colleague's proposal for the county.
#[utoipa::path(
    post,
    path = "/api/v1/attributions/{id}/verification",
    tag = "attributions",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = Seen,
    responses(
        (status = 200, description = "It is verified.", body = AttributionRecord),
        (status = 409, description = "Not at this stage, not by its own hand, or it was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/attributions/<id>/verification", data = "<body>")]
async fn verify(
    visit: SignedIn,
    id: AttributionId,
    body: Body<Seen>,
) -> Result<Json<AttributionRecord>, Failure> {
    let taken = visit.write(move |tx| {
        attributions::verify(tx, id, body.0.revision)?;
        attributions::read(&mut tx.reading(), id)
    });
    Ok(Json::of(taken.await?.into()))
}

/// Confirms an attribution for the city.
#[utoipa::path(
    post,
    path = "/api/v1/attributions/{id}/confirmation",
    tag = "attributions",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = Seen,
    responses(
        (status = 200, description = "It is confirmed.", body = AttributionRecord),
        (status = 409, description = "Not at this stage, not by a hand it has had, or it was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/attributions/<id>/confirmation", data = "<body>")]
async fn confirm(
    visit: SignedIn,
    id: AttributionId,
    body: Body<Seen>,
) -> Result<Json<AttributionRecord>, Failure> {
    let taken = visit.write(move |tx| {
        attributions::confirm(tx, id, body.0.revision)?;
        attributions::read(&mut tx.reading(), id)
    });
    Ok(Json::of(taken.await?.into()))
}

/// A withdrawal.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The revision that was read.
    revision: i64,
    /// Why.
    reason: String,
}

/// Takes an attribution back.
#[utoipa::path(
    post,
    path = "/api/v1/attributions/{id}/withdrawal",
    tag = "attributions",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = Withdrawal,
    responses(
        (status = 200, description = "It is withdrawn; the exit can be attributed anew.", body = AttributionRecord),
        (status = 409, description = "Not at this stage, or it was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/attributions/<id>/withdrawal", data = "<body>")]
async fn withdraw(
    visit: SignedIn,
    id: AttributionId,
    body: Body<Withdrawal>,
) -> Result<Json<AttributionRecord>, Failure> {
    let reason = field::<Reason>("reason", &body.0.reason)?;
    let taken = visit.write(move |tx| {
        attributions::withdraw(tx, id, body.0.revision, &reason)?;
        attributions::read(&mut tx.reading(), id)
    });
    Ok(Json::of(taken.await?.into()))
}

/// A correction: another attribution in the place of one.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// The revision that was read.
    revision: i64,
    /// What the new one rests on: `training:12`.
    evidence: String,
    /// The day it is of.
    on_day: String,
    /// The document's number; may be empty.
    #[serde(default)]
    document: String,
    /// Why.
    reason: String,
}

/// Puts another attribution, on other evidence, in the place of a live one; the old one stays readable. The answer is the new one.
#[utoipa::path(
    post,
    path = "/api/v1/attributions/{id}/replacement",
    tag = "attributions",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = Replacement,
    responses(
        (status = 200, description = "The new one is proposed.", body = AttributionRecord),
        (status = 403, description = "The role does not allow it.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Frozen, withdrawn, or it was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The evidence does not support the exit, or a day that cannot be.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/attributions/<id>/replacement", data = "<body>")]
async fn replace(
    visit: SignedIn,
    id: AttributionId,
    body: Body<Replacement>,
) -> Result<Json<AttributionRecord>, Failure> {
    let (revision, evidence) = (body.0.revision, field::<Evidence>("evidence", &body.0.evidence)?);
    let why = Revision {
        on: field::<Day>("on_day", &body.0.on_day)?.0,
        document: field::<Line>("document", &body.0.document)?.0,
        reason: field::<Reason>("reason", &body.0.reason)?,
    };
    let taken = visit.write(move |tx| {
        let exit = attributions::replace(tx, id, revision, evidence, &why)?;
        let live = exits::show(&mut tx.reading(), exit)?.live;
        live.map(|live| live.attribution).ok_or(Error::NotFound)
    });
    Ok(Json::of(taken.await?.into()))
}
