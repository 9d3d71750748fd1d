//! Sites: putting them on the register, finding them, showing one.

use chrono::NaiveDate;

use super::{Error, Result, Rx, Tx, sheets};
use crate::domain::access::{Act, Role, Scope};
use crate::domain::division::{DivisionCode, reporting_unit};
use crate::domain::ids::SiteId;
use crate::domain::position::Position;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::site::{
    Address, AlsoKnown, Capacity, NaturalVillage, SiteKind, SiteName, Trade, VenuePhone,
};
pub use crate::store::applications::ApplicationLine;
pub use crate::store::divisions::{Unit, Village};
pub use crate::store::operators::NewOperator;
pub use crate::store::ratings::Rating;
pub use crate::store::sites::{Site, SiteFilter, SiteLine};
use crate::store::{Fault, Unique, applications, divisions, operators, ratings, sites};

/// A site as somebody asks to register it.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The business, named by staff; operators register for their own.
    pub operator: Option<NewOperator>,
    /// The name on the gate.
    pub name: SiteName,
    /// What kind of place it is.
    pub kind: SiteKind,
    /// What guests are offered.
    pub trade: Trade,
    /// The village.
    pub division: DivisionCode,
    /// The natural village in it.
    pub natural_village: Option<NaturalVillage>,
    /// Where in the village.
    pub address: Option<Address>,
    /// The venue's telephone.
    pub phone: Option<VenuePhone>,
    /// Beds.
    pub beds: Capacity,
    /// Seats at table.
    pub seats: Capacity,
    /// The day it opened.
    pub opened_on: Option<NaiveDate>,
    /// Where it lies.
    pub position: Option<Position>,
    /// Other words it is searched by.
    pub also_known: Option<AlsoKnown>,
}

/// Puts a site on the register.
///
/// # Errors
/// `Forbidden`; `Invalid` for a village outside the person's unit, a name its village has already, a business not named, or
/// a first day in the future.
pub fn register(tx: &mut Tx<'_>, new: &Registration) -> Result<SiteId> {
    tx.actor.must(Act::RegisterSite)?;
    let refuse = |field: &str, key| Error::from(Refusals::one(field, Message::new(key)));
    if new.opened_on.is_some_and(|day| day > tx.now.day()) {
        return Err(refuse("opened_on", "error-site-opened-on"));
    }
    let known = divisions::find(tx.conn, &new.division);
    if new.division.as_str().len() != 12 || matches!(known, Err(Fault::NotFound)) {
        return Err(refuse("division", "error-site-division"));
    }
    known?;
    let units: Vec<_> = divisions::units(tx.conn)?.into_iter().map(|unit| unit.code).collect();
    let unit = reporting_unit(&new.division, &units)
        .ok_or_else(|| refuse("division", "error-site-division"))?
        .clone();
    if matches!(tx.scope(), Scope::Unit(own) if own != unit) {
        return Err(refuse("division", "error-site-outside-unit"));
    }
    let operator = match (tx.actor.operator, &new.operator) {
        (Some(own), _) if tx.actor.role == Role::Operator => own,
        (_, Some(named)) if tx.actor.role != Role::Operator => {
            operators::find_or_insert(tx.conn, named, tx.now)?
        }
        _ => return Err(refuse("credit_code", "error-required")),
    };
    let natural_village = new.natural_village.as_ref().map_or("", NaturalVillage::as_str);
    let row = sites::NewSite {
        operator,
        name: new.name.clone(),
        kind: new.kind,
        trade: new.trade,
        division: new.division.clone(),
        unit: unit.clone(),
        natural_village: natural_village.to_owned(),
        address: new.address.as_ref().map_or("", Address::as_str).to_owned(),
        phone: new.phone.as_ref().map_or("", VenuePhone::as_str).to_owned(),
        beds: new.beds.0,
        seats: new.seats.0,
        opened_on: new.opened_on,
        registered_by: Some(tx.actor.user),
        registered_at: tx.now,
        position: new.position,
        search_extra: new.also_known.as_ref().map_or("", AlsoKnown::as_str).to_owned(),
    };
    let id = sites::insert(tx.conn, &row)
        .map_err(|fault| fault.taken(Unique::SiteName, || refuse("name", "error-site-name-taken")))?;
    let detail = serde_json::json!({ "unit": unit, "kind": new.kind, "operator": operator });
    tx.record("site.registered", "site", id.0, detail)?;
    Ok(id)
}

/// Says where a site lies, and by what other words it is searched.
///
/// # Errors
/// `Forbidden` for those who may not register sites, `NotFound`; `Stale` if somebody changed it.
pub fn place(
    tx: &mut Tx<'_>,
    id: SiteId,
    revision: i64,
    position: Option<Position>,
    also_known: Option<&AlsoKnown>,
) -> Result<()> {
    tx.actor.must(Act::RegisterSite)?;
    sites::find(tx.conn, &tx.scope(), id)?;
    sites::place(tx.conn, (id, revision), position, also_known.map_or("", AlsoKnown::as_str))?;
    let detail = serde_json::json!({ "placed": position.is_some() });
    tx.record("site.placed", "site", id.0, detail)
}

/// A site whose position the reader may put right.
///
/// # Errors
/// `Forbidden` for those who may not register sites, `NotFound`.
pub fn to_place(rx: &mut Rx<'_>, id: SiteId) -> Result<Site> {
    rx.actor()?.must(Act::RegisterSite)?;
    Ok(sites::find(rx.conn, &rx.scope(), id)?)
}

/// What the form of a registration offers to choose from.
#[derive(Debug)]
pub struct Choices {
    /// The villages the person may register in.
    pub villages: Vec<Village>,
    /// Whether they must name the business.
    pub names_operator: bool,
}

/// What the form of a registration offers to choose from.
///
/// # Errors
/// `Forbidden` for those who may not register.
pub fn choices(rx: &mut Rx<'_>) -> Result<Choices> {
    let actor = rx.actor()?;
    actor.must(Act::RegisterSite)?;
    let villages = divisions::villages(rx.conn, actor.unit.as_ref())?;
    Ok(Choices { villages, names_operator: actor.role != Role::Operator })
}

/// One page of sites.
#[derive(Debug)]
pub struct List {
    /// The rows.
    pub rows: Vec<SiteLine>,
    /// How many there are in all.
    pub total: i64,
    /// The units to filter by.
    pub units: Vec<Unit>,
}

/// The sites the reader may know of.
///
/// # Errors
/// `NotFound` if nobody is signed in.
pub fn list(rx: &mut Rx<'_>, filter: &SiteFilter, offset: i64, limit: i64) -> Result<List> {
    rx.actor()?.must(Act::ReadSites)?;
    let scope = rx.scope();
    Ok(List {
        rows: sites::list(rx.conn, &scope, filter, offset, limit)?,
        total: sites::count(rx.conn, &scope, filter)?,
        units: divisions::units(rx.conn)?,
    })
}

/// A site with everything the reader may know of it.
#[derive(Debug)]
pub struct Shown {
    /// The site.
    pub site: Site,
    /// County, township and village, by name.
    pub place: String,
    /// Its ratings, newest first.
    pub ratings: Vec<Rating>,
    /// Its applications, newest first.
    pub applications: Vec<ApplicationLine>,
    /// Its visits of the last twelve whole months.
    pub annual_visits: Option<i64>,
    /// Whether the reader may apply for a star now.
    pub may_apply: bool,
    /// Whether the reader may say where it lies.
    pub may_place: bool,
    /// Whether there is a sheet to judge its kind by.
    pub has_sheet: bool,
}

/// One site.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn show(rx: &mut Rx<'_>, id: SiteId) -> Result<Shown> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let scope = rx.scope();
    let site = sites::find(rx.conn, &scope, id)?;
    let applications = applications::of_site(rx.conn, &scope, id)?;
    let has_sheet = sheets::in_force(rx.conn, site.kind, rx.now.day())?.is_some();
    let under_way = applications.iter().any(|application| application.stage.is_live());
    Ok(Shown {
        place: divisions::path(rx.conn, &site.division)?,
        ratings: ratings::of_site(rx.conn, id)?,
        annual_visits: sites::annual_visits(rx.conn, id, rx.now.day())?,
        may_apply: actor.may(Act::SubmitApplication) && has_sheet && !under_way && site.closed_on.is_none(),
        may_place: actor.may(Act::RegisterSite),
        has_sheet,
        applications,
        site,
    })
}
