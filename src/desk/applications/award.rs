//! The award: rating, certificate and plaque, by whichever procedure it was decided.

use serde_json::json;

use super::{Application, load, take};
use crate::desk::{Error, Result, Tx, certificates, ratings as kept};
use crate::domain::access::Act;
use crate::domain::application::{Level, Step};
use crate::domain::ids::{ApplicationId, RatingId};
use crate::domain::rating::Star;
use crate::store::{notices, ratings, sheets};

/// Awards the star of an approved application.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not approved; `Stale`.
pub fn award(tx: &mut Tx<'_>, id: ApplicationId, revision: i64) -> Result<RatingId> {
    tx.actor.must(Act::PublishApplication)?;
    let mut application = load(tx, id, revision, Step::Award)?;
    let decided = notices::award(tx.conn, id)?;
    let star = decided.stars.ok_or_else(|| Error::Broken("an approved application without a star".into()))?;
    let level = notices::approval(tx.conn, id)?.map_or(decided.level, |approval| approval.level);
    grant(tx, &mut application, (star, level), Step::Award)
}

/// Gives the site its star: ends the one it holds, then rating, certificate and plaque with numbers never used before.
pub(super) fn grant(
    tx: &mut Tx<'_>,
    application: &mut Application,
    (star, level): (Star, Level),
    step: Step,
) -> Result<RatingId> {
    let today = tx.now.day();
    kept::make_way(tx, application.site, &application.number)?;
    let terms = sheets::find(tx.conn, application.sheet)?.sheet.terms;
    let year = tx.now.year();
    let certificate = ratings::next_of_series(tx.conn, "certificate", year)?;
    let plaque = ratings::next_of_series(tx.conn, "plaque", year)?;
    let rating = ratings::NewRating {
        site: application.site,
        application: application.id,
        lowered_from: None,
        stars: star,
        certificate: terms.certificate_number(level, application.kind, year, certificate),
        plaque: terms.plaque_number(level, application.kind, year, plaque),
        awarded_on: today,
        valid_until: terms.valid_until(today),
        re_check_on: terms.re_check_on(today),
    };
    let id = ratings::insert(tx.conn, &rating).map_err(kept::awarded_meanwhile)?;
    certificates::issue_first(tx, id, &rating)?;
    take(tx, application, step, ("application.awarded", "", json!({ "rating": id })))?;
    let detail = json!({ "site": application.site, "stars": star, "certificate": rating.certificate });
    tx.record("rating.awarded", "rating", id.0, detail)?;
    Ok(id)
}
