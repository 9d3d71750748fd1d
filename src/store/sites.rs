//! Sites, and what they welcomed month by month.

mod insert;
mod search;
mod visits;

pub use self::insert::{NewSite, insert};
pub use self::search::{place, put_right, refresh};
pub use self::visits::{Year, annual_visits, reported_months, years};

use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use serde::Serialize;

use super::conn::MultiBackend;
use super::schema::{divisions, operators, ratings, reporting_units, sites};
use super::{Conn, Result, contains};
use crate::domain::access::Scope;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{OperatorId, SiteId};
use crate::domain::moment::Moment;
use crate::domain::position::Position;
use crate::domain::rating::Star;
use crate::domain::site::{SiteKind, Trade, search_words};

/// A site with all its facts.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Site {
    /// Its number.
    pub id: SiteId,
    /// The business that keeps it.
    pub operator: OperatorId,
    /// The business's name.
    pub operator_name: String,
    /// The business's credit code.
    pub credit_code: String,
    /// The name on the gate.
    pub name: String,
    /// What kind of place it is.
    pub kind: SiteKind,
    /// What guests are offered.
    pub trade: Trade,
    /// The village it lies in.
    pub division: DivisionCode,
    /// The unit it reports to.
    pub unit: UnitCode,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's name in pinyin.
    pub unit_name_en: String,
    /// The natural village; empty if none.
    pub natural_village: String,
    /// Where in the village; empty if not said.
    pub address: String,
    /// The venue's telephone; empty if none.
    pub phone: String,
    /// Beds.
    pub beds: i32,
    /// Seats at table.
    pub seats: i32,
    /// The day it opened.
    pub opened_on: Option<NaiveDate>,
    /// When it was registered.
    pub registered_at: Moment,
    /// The day it closed.
    pub closed_on: Option<NaiveDate>,
    longitude_e6: Option<i32>,
    latitude_e6: Option<i32>,
    /// Other words it is searched by; empty for none.
    pub search_extra: String,
    /// How often it was changed; what a change must name.
    pub revision: i64,
}

impl Site {
    /// Where it lies, if known.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        Position::kept(self.longitude_e6, self.latitude_e6)
    }
}

/// A site as a list shows it.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct SiteLine {
    /// Its number.
    pub id: SiteId,
    /// The name on the gate.
    pub name: String,
    /// What kind of place it is.
    pub kind: SiteKind,
    /// What guests are offered.
    pub trade: Trade,
    /// The village it lies in, by name.
    pub village: String,
    /// The natural village; empty if none.
    pub natural_village: String,
    /// The unit's code.
    pub unit: UnitCode,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's name in pinyin.
    pub unit_name_en: String,
    /// The venue's telephone; empty if none.
    pub phone: String,
    /// The star it holds.
    pub stars: Option<Star>,
    /// The number of its certificate.
    pub certificate: Option<String>,
    /// The last day of the star.
    pub valid_until: Option<NaiveDate>,
    /// Where in the village; empty if not said.
    pub address: String,
    longitude_e6: Option<i32>,
    latitude_e6: Option<i32>,
}

impl SiteLine {
    /// Where it lies, if known.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        Position::kept(self.longitude_e6, self.latitude_e6)
    }
}

/// A site to choose from.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct SiteChoice {
    /// Its number.
    pub id: SiteId,
    /// The name on the gate.
    pub name: String,
    /// The unit it reports to.
    pub unit: UnitCode,
    /// What kind of place it is.
    pub kind: SiteKind,
}

/// Which sites a list shows.
#[derive(Debug, Clone, Default)]
pub struct SiteFilter {
    /// Only of this unit.
    pub unit: Option<UnitCode>,
    /// Only of this kind.
    pub kind: Option<SiteKind>,
    /// Only of this star; `Some(None)` for those without one.
    pub stars: Option<Option<Star>>,
    /// Only those that hold a star.
    pub starred: bool,
    /// Words in the name, village or business.
    pub text: String,
}

/// A site with its business, village, unit and the rating that counts, if any.
type WithRating = dsl::LeftJoinOn<
    dsl::InnerJoin<
        dsl::InnerJoin<dsl::InnerJoin<sites::table, operators::table>, divisions::table>,
        reporting_units::table,
    >,
    ratings::table,
    dsl::And<dsl::Eq<ratings::site_id, sites::id>, ratings::live>,
>;

/// The sites a reader may know of: every reading starts here. The public knows those that hold a star.
fn visible(scope: &Scope) -> dsl::IntoBoxed<'static, WithRating, MultiBackend> {
    let all = sites::table
        .inner_join(operators::table)
        .inner_join(divisions::table)
        .inner_join(reporting_units::table)
        .left_join(ratings::table.on(ratings::site_id.eq(sites::id).and(ratings::live)))
        .into_boxed();
    match scope {
        Scope::City => all,
        Scope::Unit(unit) => all.filter(sites::unit_code.eq(unit.clone())),
        Scope::Operator(operator) => all.filter(sites::operator_id.eq(*operator)),
        Scope::Public => all.filter(ratings::id.nullable().is_not_null()),
    }
}

/// One site.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn find(c: &mut Conn, scope: &Scope, id: SiteId) -> Result<Site> {
    Ok(visible(scope)
        .filter(sites::id.eq(id))
        .select((
            sites::id,
            sites::operator_id,
            operators::name,
            operators::credit_code,
            sites::name,
            sites::kind,
            sites::trade,
            sites::division_code,
            sites::unit_code,
            reporting_units::name,
            reporting_units::name_en,
            sites::natural_village,
            sites::address,
            sites::phone,
            sites::beds,
            sites::seats,
            sites::opened_on,
            sites::registered_at,
            sites::closed_on,
            sites::longitude_e6,
            sites::latitude_e6,
            sites::search_extra,
            sites::revision,
        ))
        .first(c)?)
}

/// The sites a reader may know of that are still open, to choose from, by name.
///
/// # Errors
/// If the database fails.
pub fn choices(c: &mut Conn, scope: &Scope) -> Result<Vec<SiteChoice>> {
    Ok(visible(scope)
        .filter(sites::closed_on.is_null())
        .select((sites::id, sites::name, sites::unit_code, sites::kind))
        .order((sites::name, sites::id))
        .load(c)?)
}

/// Narrows the visible sites to a filter.
fn matching(scope: &Scope, filter: &SiteFilter) -> dsl::IntoBoxed<'static, WithRating, MultiBackend> {
    let mut query = visible(scope);
    if let Some(unit) = &filter.unit {
        query = query.filter(sites::unit_code.eq(unit.clone()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(sites::kind.eq(kind));
    }
    match filter.stars {
        Some(Some(star)) => query = query.filter(ratings::stars.nullable().eq(Some(star))),
        Some(None) => query = query.filter(ratings::id.nullable().is_null()),
        None => {}
    }
    if filter.starred {
        query = query.filter(ratings::id.nullable().is_not_null());
    }
    for word in search_words(&filter.text) {
        query = query.filter(sites::search.like(contains(&word)).escape('\\'));
    }
    query
}

/// How many sites a filter finds.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, scope: &Scope, filter: &SiteFilter) -> Result<i64> {
    Ok(matching(scope, filter).count().get_result(c)?)
}

/// The sites a filter finds: highest star first, then by unit and name.
///
/// # Errors
/// If the database fails.
pub fn list(
    c: &mut Conn,
    scope: &Scope,
    filter: &SiteFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<SiteLine>> {
    Ok(matching(scope, filter)
        .select((
            sites::id,
            sites::name,
            sites::kind,
            sites::trade,
            divisions::name,
            sites::natural_village,
            sites::unit_code,
            reporting_units::name,
            reporting_units::name_en,
            sites::phone,
            ratings::stars.nullable(),
            ratings::certificate_number.nullable(),
            ratings::valid_until.nullable(),
            sites::address,
            sites::longitude_e6,
            sites::latitude_e6,
        ))
        // Where NULL sorts differs between the databases; the flag does not.
        .order((
            ratings::stars.nullable().is_null(),
            ratings::stars.nullable().desc(),
            reporting_units::position,
            sites::name,
            sites::id,
        ))
        .offset(offset)
        .limit(limit)
        .load(c)?)
}

/// What a site offers and since when, as its operator puts it right.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Beds.
    pub beds: i32,
    /// Seats at table.
    pub seats: i32,
    /// The day it opened.
    pub opened_on: Option<NaiveDate>,
}

/// Puts the size and first day of a site right.
///
/// # Errors
/// If the database fails.
pub fn set_size(c: &mut Conn, site: SiteId, size: Size) -> Result<()> {
    let target = sites::table.find(site);
    let rows = diesel::update(target)
        .set((
            sites::beds.eq(size.beds),
            sites::seats.eq(size.seats),
            sites::opened_on.eq(size.opened_on),
            sites::revision.eq(sites::revision + 1),
        ))
        .execute(c)?;
    super::fault::changed(rows)
}
