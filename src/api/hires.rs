//! `/api/v1/hires`: list, read, report, and one sub-resource for each step. What the register says of somebody goes to staff alone;
//! full ID numbers are taken in and never sent.

use rocket::{Route, get, post, routes};
use serde::{Deserialize, Serialize};

use super::body::{Body, Json, Key, Rows, field, limit};
use super::problem::Problem;
use crate::desk::hires::{self, Examination, Hire, HireFilter, Listed, Report, Reported, Seen, wages};
use crate::desk::{self, Error, Rx};
use crate::domain::codes::Code as _;
use crate::domain::hire::Stage;
use crate::domain::identity::Reason;
use crate::domain::ids::{HireId, PersonId, SiteId};
use crate::domain::month::Month;
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::Entry;
use crate::web::visit::SignedIn;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, read, create, verify, send_back, confirm_month, leave]
}

/// A hire.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HireRecord {
    /// Its number.
    id: i64,
    /// The site's name.
    site: String,
    /// The unit it reports to.
    unit: String,
    /// The name that was reported.
    name: String,
    /// The ID number, 4+4.
    id_masked: String,
    /// How they are employed.
    employment: String,
    /// What they were said to earn in a month, in fen.
    wage_fen: i64,
    /// The first day.
    started_on: String,
    /// The last day.
    left_on: Option<String>,
    /// Where it stands.
    stage: String,
    /// When it was reported.
    reported_at: String,
    /// How often it was changed; a step names the one it has read. In a list it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i64>,
    /// The comparison with the register, for staff who read one hire; never for an operator, whoever was reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    examination: Option<Compared>,
}

/// A report beside the household register.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Compared {
    /// The person of the register with the same ID number; a verification names them.
    person: Option<i64>,
    /// What was compared and what came of it, conflicts first.
    findings: Vec<Found>,
    /// Whether nothing blocks the verification.
    clear: bool,
}

/// One comparison.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Found {
    /// What was compared.
    check: String,
    /// `agrees`, `differs`, `blocks`.
    verdict: String,
}

impl From<Listed> for HireRecord {
    fn from(one: Listed) -> Self {
        Self {
            id: one.id.0,
            site: one.site,
            unit: one.unit.to_string(),
            name: one.name.as_str().to_owned(),
            id_masked: one.id_masked,
            employment: one.form.code().to_owned(),
            wage_fen: one.wage.0,
            started_on: one.started_on.to_string(),
            left_on: one.left_on.map(|day| day.to_string()),
            stage: one.stage.code().to_owned(),
            reported_at: one.reported_at.to_string(),
            revision: None,
            examination: None,
        }
    }
}

impl From<Hire> for HireRecord {
    fn from(hire: Hire) -> Self {
        Self { revision: Some(hire.revision), ..hire.listed.into() }
    }
}

impl From<Examination> for HireRecord {
    fn from(seen: Examination) -> Self {
        let examination = Compared {
            person: seen.registered.as_ref().map(|found| found.person.0),
            clear: seen.is_clear(),
            findings: seen
                .findings
                .iter()
                .map(|one| Found {
                    check: one.check.code().to_owned(),
                    verdict: one.verdict.code().to_owned(),
                })
                .collect(),
        };
        Self { examination: Some(examination), ..seen.hire.into() }
    }
}

/// The hire as its reader's page shows it.
fn seen(rx: &mut Rx<'_>, id: HireId) -> desk::Result<HireRecord> {
    Ok(match hires::open(rx, id)? {
        Seen::Own(hire, _) => HireRecord::from(*hire),
        Seen::Examined(examination, _) => HireRecord::from(*examination),
    })
}

/// The hires the asker may know of, in the order of their numbers: an operator's own, or those of a unit.
#[utoipa::path(
    get,
    path = "/api/v1/hires",
    tag = "hires",
    params(
        ("stage" = Option<String>, Query, description = "One stage's code."),
        ("after" = Option<i64>, Query, description = "The `next` of the page before."),
        ("limit" = Option<i64>, Query, description = "Rows, 1 to 200; 50 if left out."),
    ),
    responses((status = 200, description = "A page.", body = Rows<HireRecord>)),
)]
#[get("/hires?<stage>&<after>&<limit>")]
async fn list(
    visit: SignedIn,
    stage: Option<Entry<Stage>>,
    after: Option<i64>,
    limit: Option<i64>,
) -> Result<Json<Rows<HireRecord>>, Failure> {
    let filter = HireFilter { stage: stage.map(Entry::into_inner), ..HireFilter::default() };
    let (after, most) = (after.unwrap_or(0), self::limit(limit));
    let rows = visit.read(move |rx| hires::after(rx, &filter, HireId(after), most)).await?;
    let rows = rows.into_iter().map(HireRecord::from).collect();
    Ok(Json::of(Rows::of(rows, most, |one: &HireRecord| one.id)))
}

/// One hire.
#[utoipa::path(
    get,
    path = "/api/v1/hires/{id}",
    tag = "hires",
    params(("id" = i64, Path, description = "Its number.")),
    responses(
        (status = 200, description = "The hire.", body = HireRecord),
        (status = 404, description = "None the asker may know of.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/hires/<id>")]
async fn read(visit: SignedIn, id: HireId) -> Result<Json<HireRecord>, Failure> {
    Ok(Json::of(visit.read(move |rx| seen(rx, id)).await?))
}

/// A report, with the same fields as the form.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHire {
    /// The site's number.
    site: i64,
    /// The name on the ID card.
    name: String,
    /// The 18 characters of the ID number.
    id_number: String,
    /// Whether they are on the register, as far as the operator knows: `yes`, `no`, `unknown`.
    claim: String,
    /// Where to call them.
    phone: Option<String>,
    /// How they are employed: `long_term`, `seasonal`.
    employment: String,
    /// What they do.
    post: Option<String>,
    /// Yuan a month, as typed: `1800`.
    wage: String,
    /// The first day: `2017-11-06`.
    started_on: String,
}

impl NewHire {
    fn read(self, key: Option<String>) -> desk::Result<Report> {
        let phone = self.phone.filter(|text| !text.trim().is_empty());
        let post = self.post.filter(|text| !text.trim().is_empty());
        Ok(Report {
            site: SiteId(self.site),
            name: field("name", &self.name)?,
            id: field("id_number", &self.id_number)?,
            claim: field("claim", &self.claim)?,
            phone: phone.map(|text| field("phone", &text)).transpose()?,
            form: field("employment", &self.employment)?,
            post: post.map(|text| field("post", &text)).transpose()?,
            wage: field("wage", &self.wage)?,
            started_on: field("started_on", &self.started_on)?,
            key,
        })
    }
}

/// Reports a hire. The answer is the same whoever it is: nobody looks into the register.
#[utoipa::path(
    post,
    path = "/api/v1/hires",
    tag = "hires",
    request_body = NewHire,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same request under the same key is done once.")),
    responses(
        (status = 201, description = "It is on record, now or since the same request before.", body = HireRecord),
        (status = 403, description = "The role does not allow it.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The site has reported this person from this day with other particulars, or the key came with another report.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/hires", data = "<body>")]
async fn create(visit: SignedIn, key: Key, body: Body<NewHire>) -> Result<Json<HireRecord>, Failure> {
    let report = body.0.read(key.0)?;
    let made = visit.write(move |tx| match hires::report(tx, &report)? {
        Reported::New(id) | Reported::Again(id) => seen(&mut tx.reading(), id),
        Reported::Before(_) => Err(Error::Conflict(Message::new("error-hire-before"))),
    });
    let value = made.await?;
    Ok(Json { made: Some(format!("/api/v1/hires/{}", value.id)), value })
}

/// A verification.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HireVerification {
    /// The revision that was read.
    revision: i64,
    /// The person of the register that was read there; none if there was nobody.
    person: Option<i64>,
}

/// Verifies a hire for the county.
#[utoipa::path(
    post,
    path = "/api/v1/hires/{id}/verification",
    tag = "hires",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = HireVerification,
    responses(
        (status = 200, description = "It is verified.", body = HireRecord),
        (status = 409, description = "Not at this stage, a finding blocks it, or it or the register was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/hires/<id>/verification", data = "<body>")]
async fn verify(
    visit: SignedIn,
    id: HireId,
    body: Body<HireVerification>,
) -> Result<Json<HireRecord>, Failure> {
    let taken = visit.write(move |tx| {
        hires::verify(tx, id, body.0.revision, body.0.person.map(PersonId))?;
        seen(&mut tx.reading(), id)
    });
    Ok(Json::of(taken.await?))
}

/// A return.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HireReturn {
    /// The revision that was read.
    revision: i64,
    /// Why; the operator reads it.
    reason: String,
}

/// Sends a hire back to its operator.
#[utoipa::path(
    post,
    path = "/api/v1/hires/{id}/return",
    tag = "hires",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = HireReturn,
    responses(
        (status = 200, description = "It is sent back.", body = HireRecord),
        (status = 409, description = "Not at this stage, or it was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/hires/<id>/return", data = "<body>")]
async fn send_back(visit: SignedIn, id: HireId, body: Body<HireReturn>) -> Result<Json<HireRecord>, Failure> {
    let reason = field::<Reason>("reason", &body.0.reason)?;
    let taken = visit.write(move |tx| {
        hires::send_back(tx, id, body.0.revision, &reason)?;
        seen(&mut tx.reading(), id)
    });
    Ok(Json::of(taken.await?))
}

/// A month at work.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthAtWork {
    /// The month: `2017-10`.
    month: String,
    /// Yuan that were paid, as typed: `1800`.
    wage: String,
}

/// Confirms a month at work with the wage paid; the same again changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/hires/{id}/months",
    tag = "hires",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = MonthAtWork,
    responses(
        (status = 200, description = "It is confirmed.", body = HireRecord),
        (status = 422, description = "Not at work then, or confirmed with another wage.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/hires/<id>/months", data = "<body>")]
async fn confirm_month(
    visit: SignedIn,
    id: HireId,
    body: Body<MonthAtWork>,
) -> Result<Json<HireRecord>, Failure> {
    let month: Month = body
        .0
        .month
        .parse()
        .map_err(|_| Error::Invalid(Refusals::one("month", Message::new("error-choice"))))?;
    let wage = field("wage", &body.0.wage)?;
    let taken = visit.write(move |tx| {
        wages::confirm(tx, month, &[(id, wage)])?;
        seen(&mut tx.reading(), id)
    });
    Ok(Json::of(taken.await?))
}

/// A leaving.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HireLeaving {
    /// The revision that was read.
    revision: i64,
    /// The last day: `2017-11-20`.
    left_on: String,
}

/// Reports that somebody left.
#[utoipa::path(
    post,
    path = "/api/v1/hires/{id}/leaving",
    tag = "hires",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = HireLeaving,
    responses(
        (status = 200, description = "The leaving is on record.", body = HireRecord),
        (status = 409, description = "Not at this stage, or it was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A day that cannot be.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/hires/<id>/leaving", data = "<body>")]
async fn leave(visit: SignedIn, id: HireId, body: Body<HireLeaving>) -> Result<Json<HireRecord>, Failure> {
    let left_on = field("left_on", &body.0.left_on)?;
    let taken = visit.write(move |tx| {
        hires::leave(tx, id, body.0.revision, left_on)?;
        seen(&mut tx.reading(), id)
    });
    Ok(Json::of(taken.await?))
}
