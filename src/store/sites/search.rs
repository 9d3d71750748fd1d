//! What sites are searched by, and where they lie: what helps people find them.

use diesel::prelude::*;

use crate::domain::division::DivisionCode;
use crate::domain::ids::{OperatorId, SiteId};
use crate::domain::position::Position;
use crate::domain::site::{SEARCH_VERSION, SiteName, search_text};
use crate::store::fault::changed;
use crate::store::schema::sites;
use crate::store::{Conn, Result, divisions, operators};

/// What a site is searched by: its own words, its county, township and village, and its business.
pub(super) fn text(
    c: &mut Conn,
    own: [&str; 3],
    division: &DivisionCode,
    operator: OperatorId,
) -> Result<String> {
    let place = divisions::path(c, division)?;
    let business = operators::find(c, operator)?;
    let [name, natural_village, extra] = own;
    Ok(search_text(&[name, natural_village, &place, &business.name, extra]))
}

/// Makes anew what an older rule made; how many sites that were.
///
/// # Errors
/// If the database fails.
pub fn refresh(c: &mut Conn) -> Result<usize> {
    type Row = (SiteId, String, String, String, DivisionCode, OperatorId);
    let old: Vec<Row> = sites::table
        .filter(sites::search_version.lt(SEARCH_VERSION))
        .select((
            sites::id,
            sites::name,
            sites::natural_village,
            sites::search_extra,
            sites::division_code,
            sites::operator_id,
        ))
        .order(sites::id)
        .load(c)?;
    for (id, name, natural_village, extra, division, operator) in &old {
        let search = text(c, [name, natural_village, extra], division, *operator)?;
        diesel::update(sites::table.find(id))
            .set((sites::search.eq(search), sites::search_version.eq(SEARCH_VERSION)))
            .execute(c)?;
    }
    Ok(old.len())
}

/// Says where a site lies and by what other words it is searched, if it is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn place(
    c: &mut Conn,
    (id, revision): (SiteId, i64),
    position: Option<Position>,
    extra: &str,
) -> Result<()> {
    let (name, natural_village, division, operator): (String, String, DivisionCode, OperatorId) =
        sites::table
            .find(id)
            .select((sites::name, sites::natural_village, sites::division_code, sites::operator_id))
            .first(c)?;
    let search = text(c, [&name, &natural_village, extra], &division, operator)?;
    let rows = diesel::update(sites::table.filter(sites::id.eq(id).and(sites::revision.eq(revision))))
        .set((
            sites::longitude_e6.eq(position.map(|at| at.longitude.e6())),
            sites::latitude_e6.eq(position.map(|at| at.latitude.e6())),
            sites::search_extra.eq(extra),
            sites::search.eq(search),
            sites::search_version.eq(SEARCH_VERSION),
            sites::revision.eq(revision + 1),
        ))
        .execute(c)?;
    changed(rows)
}

/// Puts a site's name and village right, if its record is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it; `Taken(SiteName)` if the village has a site of this name.
pub fn put_right(
    c: &mut Conn,
    (id, revision): (SiteId, i64),
    name: &SiteName,
    (division, natural_village): (&DivisionCode, &str),
) -> Result<()> {
    let (extra, operator): (String, OperatorId) =
        sites::table.find(id).select((sites::search_extra, sites::operator_id)).first(c)?;
    let search = text(c, [name.as_str(), natural_village, &extra], division, operator)?;
    let target = sites::table.filter(sites::id.eq(id).and(sites::revision.eq(revision)));
    let rows = diesel::update(target)
        .set((
            sites::name.eq(name.as_str()),
            sites::division_code.eq(division),
            sites::natural_village.eq(natural_village),
            sites::search.eq(search),
            sites::search_version.eq(SEARCH_VERSION),
            sites::revision.eq(revision + 1),
        ))
        .execute(c)?;
    changed(rows)
}
