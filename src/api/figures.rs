//! `/api/v1/published-figures`: list, read, record, and the two steps with a figure's differences.

mod record;

use std::collections::BTreeMap;

use rocket::{Route, get, post, routes};
use serde::Deserialize;

pub use self::record::{ClosingRecord, ExplanationRecord, FigureRecord, LineRecord, RatioRecord, SumRecord};
use super::body::{Body, Json, Key, MOST_ROWS, Rows, field, given, limit};
use super::problem::Problem;
use crate::desk::figures::{self, FigureFilter};
use crate::desk::{self, Error};
use crate::domain::division::UnitCode;
use crate::domain::figure::{NewExplanation, NewFigure, Printed, Ratio, Scope, UnitOfCount};
use crate::domain::ids::FigureId;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::{Day, Line, Note};
use crate::web::visit::SignedIn;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, read, create, explain, close]
}

/// The figures, in the order of their numbers, each beside what the records prove.
#[utoipa::path(
    get,
    path = "/api/v1/published-figures",
    tag = "published-figures",
    params(
        ("year" = Option<i32>, Query, description = "Of one year."),
        ("after" = Option<i64>, Query, description = "The `next` of the page before."),
        ("limit" = Option<i64>, Query, description = "Rows, 1 to 200; 50 if left out."),
    ),
    responses(
        (status = 200, description = "A page.", body = Rows<FigureRecord>),
        (status = 403, description = "The role does not allow it.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/published-figures?<year>&<after>&<limit>")]
async fn list(
    visit: SignedIn,
    year: Option<i32>,
    after: Option<i64>,
    limit: Option<i64>,
) -> Result<Json<Rows<FigureRecord>>, Failure> {
    let (after, most) = (after.unwrap_or(0), self::limit(limit).min(MOST_ROWS));
    let mut all = visit.read(move |rx| figures::list(rx, FigureFilter { year, id: None })).await?;
    all.retain(|one| one.figure.id.0 > after);
    all.sort_by_key(|one| one.figure.id);
    all.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let rows = all.iter().map(FigureRecord::from).collect();
    Ok(Json::of(Rows::of(rows, most, |one: &FigureRecord| one.id)))
}

/// One figure.
#[utoipa::path(
    get,
    path = "/api/v1/published-figures/{id}",
    tag = "published-figures",
    params(("id" = i64, Path, description = "Its number.")),
    responses(
        (status = 200, description = "The figure.", body = FigureRecord),
        (status = 404, description = "None of this number.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/published-figures/<id>")]
async fn read(visit: SignedIn, id: FigureId) -> Result<Json<FigureRecord>, Failure> {
    Ok(Json::of(FigureRecord::from(&visit.read(move |rx| figures::show(rx, id)).await?)))
}

/// A figure as it was printed.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFigureRecord {
    /// Who announced it.
    authority: String,
    /// Where it was printed.
    source: String,
    /// When: `2017-11-24`.
    published_on: String,
    /// The year it is about.
    year: i32,
    /// The unit it is about; the whole city for none.
    unit: Option<String>,
    /// What it counts: `tourism_exits`, `all_exits`, `other_industry`, `benefit`, `other`.
    scope: String,
    /// The same in words; required for `other`.
    scope_note: Option<String>,
    /// `persons` or `households`.
    unit_of_count: String,
    /// The printed total.
    total: Option<i64>,
    /// The printed numbers by pathway.
    #[serde(default)]
    parts: BTreeMap<String, i64>,
    /// The printed numbers by unit; left out where only the city's number was printed.
    #[serde(default)]
    units: BTreeMap<String, i64>,
    /// The printed percentages.
    #[serde(default)]
    ratios: Vec<NewRatio>,
    /// How it was worded.
    note: Option<String>,
}

/// A printed percentage with the counts it is of.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRatio {
    /// Of what.
    of: String,
    /// The part.
    numerator: i64,
    /// The whole.
    denominator: i64,
    /// As printed: `30.5%`.
    printed: String,
}

/// Keeps what one field refuses beside what the others do.
fn or_refused<T>(read: desk::Result<T>, refusals: &mut Refusals) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(Error::Invalid(wrong)) => {
            for (field, message) in wrong.iter() {
                refusals.add(field, message.clone());
            }
            None
        }
        Err(_) => None,
    }
}

impl NewFigureRecord {
    fn read(self) -> desk::Result<NewFigure> {
        let mut refusals = Refusals::default();
        let r = &mut refusals;
        let text = |text: Option<String>| text.unwrap_or_default();
        let (scope_note, note) = (text(self.scope_note), text(self.note));
        let unit = self.unit.filter(|unit| !unit.trim().is_empty());
        let authority = or_refused(given::<Line>("authority", &self.authority), r);
        let source = or_refused(given::<Line>("source", &self.source), r);
        let published_on = or_refused(given::<Day>("published_on", &self.published_on), r);
        let unit = unit.map(|unit| or_refused(field::<UnitCode>("unit", &unit), r));
        let scope = or_refused(given::<Scope>("scope", &self.scope), r);
        let scope_note = or_refused(field::<Line>("scope_note", &scope_note), r);
        let unit_of_count = or_refused(given::<UnitOfCount>("unit_of_count", &self.unit_of_count), r);
        let note = or_refused(field::<Note>("note", &note), r);
        let part =
            |(code, amount): (&String, &i64)| (field::<Pathway>(&format!("parts[{code}]"), code), *amount);
        let parts: Vec<_> = self.parts.iter().map(part).collect();
        let mut parts: Vec<(Pathway, i64)> =
            parts.into_iter().filter_map(|(read, amount)| Some((or_refused(read, r)?, amount))).collect();
        parts.sort_by_key(|(pathway, _)| *pathway);
        let units: Vec<(UnitCode, i64)> = self
            .units
            .iter()
            .filter_map(|(code, amount)| {
                Some((or_refused(field(&format!("units[{code}]"), code), r)?, *amount))
            })
            .collect();
        let ratios: Vec<Ratio> = (1..)
            .zip(self.ratios)
            .filter_map(|(place, one): (i32, NewRatio)| {
                let printed = or_refused(given(&format!("ratio_printed[{place}]"), &one.printed), r)?;
                let of = or_refused(given::<Line>(&format!("ratio_of[{place}]"), &one.of), r)?.0;
                Some(Ratio { of, numerator: one.numerator, denominator: one.denominator, printed })
            })
            .collect();
        let whole = (|| {
            Some(NewFigure {
                authority: authority?.0,
                source: source?.0,
                published_on: published_on?.0,
                year: self.year,
                unit: match unit {
                    Some(unit) => Some(unit?),
                    None => None,
                },
                scope: scope?,
                scope_note: scope_note?.0,
                unit_of_count: unit_of_count?,
                printed: Printed { parts, units, total: self.total, ratios },
                note: note?.0,
            })
        })();
        refusals.into_result()?;
        whole.ok_or_else(|| Error::Invalid(Refusals::one("", Message::new("error-json"))))
    }
}

/// Records a figure as it was printed.
#[utoipa::path(
    post,
    path = "/api/v1/published-figures",
    tag = "published-figures",
    request_body = NewFigureRecord,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same request under the same key is done once.")),
    responses(
        (status = 201, description = "It is on record, now or since the same request before.", body = FigureRecord),
        (status = 403, description = "The role does not allow it.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key came with another figure.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong, or it was recorded before.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/published-figures", data = "<body>")]
async fn create(
    visit: SignedIn,
    key: Key,
    body: Body<NewFigureRecord>,
) -> Result<Json<FigureRecord>, Failure> {
    visit.actor.must(crate::domain::access::Act::RecordFigure).map_err(Error::from)?;
    let new = body.0.read()?;
    let made = visit.write(move |tx| {
        let id = figures::record_once(tx, &new, key.0.as_deref())?;
        figures::show(&mut tx.reading(), id)
    });
    let value = FigureRecord::from(&made.await?);
    Ok(Json { made: Some(format!("/api/v1/published-figures/{}", value.id)), value })
}

/// A reason for a difference.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureExplanation {
    /// The revision that was read.
    revision: i64,
    /// `other_day`, `other_scope`, `misprint`, `not_entered`, `corrected_later`, `rounding`, `other`.
    reason: String,
    /// How much it explains of proven less published, in the figure's unit of count: below zero where the records have fewer.
    quantity: i64,
    /// The pathway it lies in.
    pathway: Option<String>,
    /// The unit it lies in.
    unit: Option<String>,
    /// The particulars; required for `other`.
    note: Option<String>,
}

/// Says why a number of a figure differs from the records.
#[utoipa::path(
    post,
    path = "/api/v1/published-figures/{id}/explanations",
    tag = "published-figures",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = FigureExplanation,
    responses(
        (status = 200, description = "It is on record.", body = FigureRecord),
        (status = 409, description = "There is nothing to explain, or something was said of it meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/published-figures/<id>/explanations", data = "<body>")]
async fn explain(
    visit: SignedIn,
    id: FigureId,
    body: Body<FigureExplanation>,
) -> Result<Json<FigureRecord>, Failure> {
    let FigureExplanation { revision, reason, quantity, pathway, unit, note } = body.0;
    let new = NewExplanation {
        pathway: pathway.map(|code| field("pathway", &code)).transpose()?,
        unit: unit.map(|code| field("unit", &code)).transpose()?,
        reason: given("reason", &reason)?,
        amount: quantity,
        note: field::<Note>("note", &note.unwrap_or_default())?.0,
    };
    let taken = visit.write(move |tx| {
        figures::explain(tx, id, revision, &new)?;
        figures::show(&mut tx.reading(), id)
    });
    Ok(Json::of(FigureRecord::from(&taken.await?)))
}

/// A closing.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureClosing {
    /// The revision that was read.
    revision: i64,
    /// About what is unexplained; required while anything is.
    rest: Option<String>,
}

/// Closes the differences of a figure as they are now.
#[utoipa::path(
    post,
    path = "/api/v1/published-figures/{id}/closing",
    tag = "published-figures",
    params(("id" = i64, Path, description = "Its number.")),
    request_body = FigureClosing,
    responses(
        (status = 200, description = "It is closed.", body = FigureRecord),
        (status = 409, description = "There is nothing to close, the asker has a hand in it, or something was said of it meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Nothing is said of what is unexplained.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/published-figures/<id>/closing", data = "<body>")]
async fn close(
    visit: SignedIn,
    id: FigureId,
    body: Body<FigureClosing>,
) -> Result<Json<FigureRecord>, Failure> {
    let rest = field::<Note>("rest", &body.0.rest.unwrap_or_default())?.0;
    let taken = visit.write(move |tx| {
        figures::close(tx, id, body.0.revision, &rest)?;
        figures::show(&mut tx.reading(), id)
    });
    Ok(Json::of(FigureRecord::from(&taken.await?)))
}
