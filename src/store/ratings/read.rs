use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::matching::{RatingFilter, matching, narrowed, open, visible};
use crate::domain::access::Scope;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{ApplicationId, OperatorId, RatingId, SheetId, SiteId};
use crate::domain::moment::Moment;
use crate::domain::rating::{RatingStep, Standing, Star, Term};
use crate::domain::site::SiteKind;
use crate::domain::star_count::Life;
use crate::store::schema::{applications, operators, rating_steps, ratings, reporting_units, sites, users};
use crate::store::{Conn, Result};

/// A rating as a list shows it.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct RatingLine {
    /// Its record number.
    pub id: RatingId,
    /// The site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// The site's kind.
    pub kind: SiteKind,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's name in pinyin.
    pub unit_name_en: String,
    /// The star.
    pub stars: Star,
    /// How it was written down to stand; [`Standing::on`] says how it stands.
    pub standing: Standing,
    /// The certificate's number.
    pub certificate: String,
    /// The first day.
    pub awarded_on: NaiveDate,
    /// The last day.
    pub valid_until: NaiveDate,
    /// The day of the next re-check.
    pub re_check_on: NaiveDate,
    /// The first day it no longer counted.
    pub ended_on: Option<NaiveDate>,
}

/// A rating with all its facts.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Held {
    /// Its record number.
    pub id: RatingId,
    /// The site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// The site's kind.
    pub kind: SiteKind,
    /// The village the site lies in.
    pub division: DivisionCode,
    /// The natural village in it; empty for none.
    pub natural_village: String,
    /// The business.
    pub operator: OperatorId,
    /// The business's name.
    pub operator_name: String,
    /// The unit.
    pub unit: UnitCode,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's name in pinyin.
    pub unit_name_en: String,
    /// The application it was awarded on, or goes back to.
    pub application: ApplicationId,
    /// That application's number.
    pub application_number: String,
    /// The version of the sheet it was judged by, whose terms it keeps.
    pub sheet: SheetId,
    /// The rating it took the place of at a lower star.
    pub lowered_from: Option<RatingId>,
    /// The star.
    pub stars: Star,
    /// How it was written down to stand.
    pub standing: Standing,
    /// The certificate's number.
    pub certificate: String,
    /// The plaque's number.
    pub plaque: String,
    /// The first day.
    pub awarded_on: NaiveDate,
    /// The last day.
    pub valid_until: NaiveDate,
    /// The day of the next re-check.
    pub re_check_on: NaiveDate,
    /// The first day it no longer counted.
    pub ended_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: String,
    /// How often it was changed; what a step must name.
    pub revision: i64,
    /// How often the site's record was changed; what a correction must name.
    pub site_revision: i64,
}

/// What of a rating is read, in the order of [`Held`].
type Columns = (
    ratings::id,
    sites::id,
    sites::name,
    sites::kind,
    sites::division_code,
    sites::natural_village,
    operators::id,
    operators::name,
    sites::unit_code,
    reporting_units::name,
    reporting_units::name_en,
    applications::id,
    applications::number,
    applications::sheet_id,
    ratings::lowered_from,
    ratings::stars,
    ratings::standing,
    ratings::certificate_number,
    ratings::plaque_number,
    ratings::awarded_on,
    ratings::valid_until,
    ratings::re_check_on,
    ratings::ended_on,
    ratings::end_reason,
    ratings::revision,
    sites::revision,
);

const COLUMNS: Columns = (
    ratings::id,
    sites::id,
    sites::name,
    sites::kind,
    sites::division_code,
    sites::natural_village,
    operators::id,
    operators::name,
    sites::unit_code,
    reporting_units::name,
    reporting_units::name_en,
    applications::id,
    applications::number,
    applications::sheet_id,
    ratings::lowered_from,
    ratings::stars,
    ratings::standing,
    ratings::certificate_number,
    ratings::plaque_number,
    ratings::awarded_on,
    ratings::valid_until,
    ratings::re_check_on,
    ratings::ended_on,
    ratings::end_reason,
    ratings::revision,
    sites::revision,
);

impl RatingLine {
    /// The days it runs by.
    #[must_use]
    pub const fn term(&self) -> Term {
        Term { valid_until: self.valid_until, re_check_on: self.re_check_on }
    }
}

impl Held {
    /// The days it runs by.
    #[must_use]
    pub const fn term(&self) -> Term {
        Term { valid_until: self.valid_until, re_check_on: self.re_check_on }
    }
}

/// How many ratings a filter finds.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, scope: &Scope, filter: &RatingFilter, today: NaiveDate) -> Result<i64> {
    Ok(matching(scope, filter, today).count().get_result(c)?)
}

/// The ratings a filter finds: those that count by their next re-check, then the others, newest first.
///
/// # Errors
/// If the database fails.
pub fn list(
    c: &mut Conn,
    scope: &Scope,
    filter: &RatingFilter,
    today: NaiveDate,
    offset: i64,
    limit: i64,
) -> Result<Vec<RatingLine>> {
    Ok(matching(scope, filter, today)
        .select((
            ratings::id,
            sites::id,
            sites::name,
            sites::kind,
            reporting_units::name,
            reporting_units::name_en,
            ratings::stars,
            ratings::standing,
            ratings::certificate_number,
            ratings::awarded_on,
            ratings::valid_until,
            ratings::re_check_on,
            ratings::ended_on,
        ))
        .order((ratings::live.desc(), ratings::re_check_on, ratings::awarded_on.desc(), ratings::id.desc()))
        .offset(offset)
        .limit(limit)
        .load(c)?)
}

/// One rating.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn find(c: &mut Conn, scope: &Scope, id: RatingId) -> Result<Held> {
    Ok(visible(scope).filter(ratings::id.eq(id)).select(COLUMNS).first(c)?)
}

/// One rating, as far as it is open: the public is told of what the public register shows.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn find_open(c: &mut Conn, scope: &Scope, id: RatingId) -> Result<Held> {
    Ok(open(scope).filter(ratings::id.eq(id)).select(COLUMNS).first(c)?)
}

/// The ratings a filter finds after one of them, by number, as far as they are open.
///
/// # Errors
/// If the database fails.
pub fn after(
    c: &mut Conn,
    scope: &Scope,
    (filter, today): (&RatingFilter, NaiveDate),
    after: Option<RatingId>,
    limit: i64,
) -> Result<Vec<Held>> {
    Ok(narrowed(open(scope), filter, today)
        .filter(ratings::id.gt(after.unwrap_or(RatingId(0))))
        .select(COLUMNS)
        .order(ratings::id)
        .limit(limit)
        .load(c)?)
}

/// The rating of a site that counts, if it has one.
///
/// # Errors
/// If the database fails.
pub fn live_of_site(c: &mut Conn, site: SiteId) -> Result<Option<RatingId>> {
    Ok(ratings::table
        .filter(ratings::site_id.eq(site).and(ratings::live))
        .select(ratings::id)
        .first(c)
        .optional()?)
}

/// The rating issued at a lower star in place of this one.
///
/// # Errors
/// If the database fails.
pub fn lowered_to(c: &mut Conn, id: RatingId) -> Result<Option<(RatingId, Star)>> {
    Ok(ratings::table
        .filter(ratings::lowered_from.eq(id))
        .select((ratings::id, ratings::stars))
        .first(c)
        .optional()?)
}

/// The ratings to which the calendar has brought a step by a day that is not written down yet.
///
/// # Errors
/// If the database fails.
pub fn brought_by(c: &mut Conn, today: NaiveDate) -> Result<Vec<RatingId>> {
    let expired = ratings::valid_until.lt(today);
    let unchecked =
        ratings::re_check_on.le(today).and(ratings::standing.eq_any([Standing::Current, Standing::Kept]));
    Ok(ratings::table
        .filter(ratings::live.and(expired.or(unchecked)))
        .select(ratings::id)
        .order(ratings::id)
        .load(c)?)
}

/// Unit, kind of site, star and days of every rating awarded by the end of a day, for counting.
///
/// # Errors
/// If the database fails.
pub fn lives(c: &mut Conn, scope: &Scope, on: NaiveDate) -> Result<Vec<(UnitCode, SiteKind, Star, Life)>> {
    type Row =
        (UnitCode, SiteKind, Star, NaiveDate, NaiveDate, Option<NaiveDate>, Standing, Option<RatingId>);
    let rows: Vec<Row> = visible(scope)
        .filter(ratings::awarded_on.le(on))
        .select((
            sites::unit_code,
            sites::kind,
            ratings::stars,
            ratings::awarded_on,
            ratings::valid_until,
            ratings::ended_on,
            ratings::standing,
            ratings::lowered_from,
        ))
        .load(c)?;
    let life = |(unit, kind, star, awarded_on, valid_until, ended_on, standing, lowered_from): Row| {
        let ended = ended_on.map(|day| (day, standing));
        (unit, kind, star, Life { awarded_on, valid_until, ended, reissued: lowered_from.is_some() })
    };
    Ok(rows.into_iter().map(life).collect())
}

/// A step of a rating's history.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct RatingStepTaken {
    /// What was done.
    pub step: RatingStep,
    /// How it stood then.
    pub to: Standing,
    /// When.
    pub at: Moment,
    /// By whom, by name; nobody for what the calendar brought.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
}

/// The history of a rating, oldest step first.
///
/// # Errors
/// If the database fails.
pub fn steps(c: &mut Conn, id: RatingId) -> Result<Vec<RatingStepTaken>> {
    Ok(rating_steps::table
        .left_join(users::table)
        .filter(rating_steps::rating_id.eq(id))
        .select((
            rating_steps::step,
            rating_steps::to_standing,
            rating_steps::at,
            users::name.nullable(),
            rating_steps::reason,
        ))
        .order(rating_steps::id)
        .load(c)?)
}

/// The days of the re-checks of all ratings that count, with what a calendar shows of each, by day.
///
/// # Errors
/// If the database fails.
pub fn re_checks(c: &mut Conn, scope: &Scope) -> Result<Vec<RatingLine>> {
    list(
        c,
        scope,
        &RatingFilter { live: true, ..RatingFilter::default() },
        NaiveDate::MIN,
        0,
        i64::from(u16::MAX),
    )
}
