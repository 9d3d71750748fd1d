//! Adding sites.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::search;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{OperatorId, SiteId, UserId};
use crate::domain::moment::Moment;
use crate::domain::position::Position;
use crate::domain::site::{SEARCH_VERSION, SiteKind, SiteName, Trade};
use crate::store::schema::sites;
use crate::store::{Conn, Result};

/// A site to be put on the register.
#[derive(Debug, Clone)]
pub struct NewSite {
    /// The business that keeps it.
    pub operator: OperatorId,
    /// The name on the gate, unique in its village.
    pub name: SiteName,
    /// What kind of place it is.
    pub kind: SiteKind,
    /// What guests are offered.
    pub trade: Trade,
    /// The village it lies in, of 12 digits.
    pub division: DivisionCode,
    /// The unit it reports to.
    pub unit: UnitCode,
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
    /// Who registered it.
    pub registered_by: Option<UserId>,
    /// When.
    pub registered_at: Moment,
    /// Where it lies, if known.
    pub position: Option<Position>,
    /// Other words it is searched by; empty for none.
    pub search_extra: String,
}

/// Adds a site.
///
/// # Errors
/// `Taken(SiteName)` if its village has one of this name.
pub fn insert(c: &mut Conn, new: &NewSite) -> Result<SiteId> {
    let own = [new.name.as_str(), &new.natural_village, &new.search_extra];
    let search = search::text(c, own, &new.division, new.operator)?;
    Ok(diesel::insert_into(sites::table)
        .values((
            sites::operator_id.eq(new.operator),
            sites::name.eq(new.name.as_str()),
            sites::kind.eq(new.kind),
            sites::trade.eq(new.trade),
            sites::division_code.eq(&new.division),
            sites::unit_code.eq(&new.unit),
            (
                sites::natural_village.eq(&new.natural_village),
                sites::address.eq(&new.address),
                sites::phone.eq(&new.phone),
                sites::beds.eq(new.beds),
                sites::seats.eq(new.seats),
                sites::opened_on.eq(new.opened_on),
                sites::registered_by.eq(new.registered_by),
                sites::registered_at.eq(new.registered_at),
                sites::search.eq(search),
                sites::revision.eq(1_i64),
            ),
            (
                sites::longitude_e6.eq(new.position.map(|at| at.longitude.e6())),
                sites::latitude_e6.eq(new.position.map(|at| at.latitude.e6())),
                sites::search_extra.eq(&new.search_extra),
                sites::search_version.eq(SEARCH_VERSION),
            ),
        ))
        .returning(sites::id)
        .get_result(c)?)
}
