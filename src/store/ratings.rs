//! Ratings, and the series their numbers and those of applications come from.

mod change;
mod matching;
mod read;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;
use serde::Serialize;

pub use self::change::{RatingTaken, take};
pub use self::matching::RatingFilter;
pub use self::read::{
    Held, RatingLine, RatingStepTaken, after, brought_by, count, find, find_open, list, live_of_site, lives,
    lowered_to, re_checks, steps,
};
use super::conn::portable;
use super::schema::{number_series, ratings, sites};
use super::{Conn, Result};
use crate::domain::division::UnitCode;
use crate::domain::ids::{ApplicationId, RatingId, SiteId};
use crate::domain::rating::{Standing, Star};

diesel::allow_columns_to_appear_in_same_group_by_clause!(sites::unit_code, ratings::stars);

/// A rating to be awarded.
#[derive(Debug, Clone)]
pub struct NewRating {
    /// The site.
    pub site: SiteId,
    /// The application it was awarded on.
    pub application: ApplicationId,
    /// The rating it takes the place of at a lower star; none if it was awarded on its application.
    pub lowered_from: Option<RatingId>,
    /// The star.
    pub stars: Star,
    /// The certificate's number, never used before.
    pub certificate: String,
    /// The plaque's number, never used before.
    pub plaque: String,
    /// The first day.
    pub awarded_on: NaiveDate,
    /// The last day.
    pub valid_until: NaiveDate,
    /// The day it is to be re-checked.
    pub re_check_on: NaiveDate,
}

/// A rating.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Rating {
    /// Its number.
    pub id: RatingId,
    /// The application it was awarded on, or goes back to.
    pub application: ApplicationId,
    /// The rating it took the place of at a lower star; none if it was awarded on its application.
    pub lowered_from: Option<RatingId>,
    /// The star.
    pub stars: Star,
    /// How it stands.
    pub standing: Standing,
    /// Whether it counts.
    pub live: bool,
    /// The certificate's number.
    pub certificate: String,
    /// The plaque's number.
    pub plaque: String,
    /// The first day.
    pub awarded_on: NaiveDate,
    /// The last day.
    pub valid_until: NaiveDate,
    /// The day it is to be re-checked.
    pub re_check_on: NaiveDate,
    /// The day it ended before its time.
    pub ended_on: Option<NaiveDate>,
    /// Why.
    pub end_reason: String,
    /// How often it was changed; what a step must name.
    pub revision: i64,
}

/// The next number of a series in a year. Whoever asks in two transactions at once waits; nobody gets the same.
///
/// # Errors
/// If the database fails.
pub fn next_of_series(c: &mut Conn, series: &str, year: i32) -> Result<i64> {
    let next = diesel::insert_into(number_series::table)
        .values((
            number_series::series.eq(series),
            number_series::year.eq(year),
            number_series::last.eq(1_i64),
        ))
        .on_conflict((number_series::series, number_series::year))
        .do_update()
        .set(number_series::last.eq(number_series::last + excluded(number_series::last)))
        .returning(number_series::last);
    Ok(portable(next).get_result(c)?)
}

/// Awards a rating.
///
/// # Errors
/// `Taken(LiveRating)` if the site has one that counts; `Taken(Certificate)` or `Taken(Plaque)`.
pub fn insert(c: &mut Conn, new: &NewRating) -> Result<RatingId> {
    Ok(diesel::insert_into(ratings::table)
        .values((
            ratings::site_id.eq(new.site),
            ratings::application_id.eq(new.application),
            ratings::lowered_from.eq(new.lowered_from),
            ratings::stars.eq(new.stars),
            ratings::standing.eq(Standing::Current),
            ratings::live.eq(Standing::Current.is_live()),
            ratings::certificate_number.eq(&new.certificate),
            ratings::plaque_number.eq(&new.plaque),
            ratings::awarded_on.eq(new.awarded_on),
            (
                ratings::valid_until.eq(new.valid_until),
                ratings::re_check_on.eq(new.re_check_on),
                ratings::end_reason.eq(""),
                ratings::revision.eq(1_i64),
            ),
        ))
        .returning(ratings::id)
        .get_result(c)?)
}

/// The ratings of a site, newest first. The caller has found the site in the reader's scope.
///
/// # Errors
/// If the database fails.
pub fn of_site(c: &mut Conn, site: SiteId) -> Result<Vec<Rating>> {
    Ok(ratings::table
        .filter(ratings::site_id.eq(site))
        .select((
            ratings::id,
            ratings::application_id,
            ratings::lowered_from,
            ratings::stars,
            ratings::standing,
            ratings::live,
            ratings::certificate_number,
            ratings::plaque_number,
            ratings::awarded_on,
            ratings::valid_until,
            ratings::re_check_on,
            ratings::ended_on,
            ratings::end_reason,
            ratings::revision,
        ))
        .order((ratings::awarded_on.desc(), ratings::id.desc()))
        .load(c)?)
}

/// How many sites hold which star in which unit. Public.
///
/// # Errors
/// If the database fails.
pub fn held(c: &mut Conn) -> Result<Vec<(UnitCode, Star, i64)>> {
    Ok(ratings::table
        .inner_join(sites::table)
        .filter(ratings::live)
        .group_by((sites::unit_code, ratings::stars))
        .select((sites::unit_code, ratings::stars, diesel::dsl::count_star()))
        .order((sites::unit_code, ratings::stars))
        .load(c)?)
}

/// The star each application was awarded, as its rating has it.
///
/// # Errors
/// If the database fails.
pub fn awards(c: &mut Conn) -> Result<Vec<(ApplicationId, Star)>> {
    Ok(ratings::table
        .filter(ratings::lowered_from.is_null())
        .select((ratings::application_id, ratings::stars))
        .order(ratings::id)
        .load(c)?)
}
