//! The licences of a site: kept by its operator, read by staff, asked for when it applies for a star.

use chrono::NaiveDate;
use serde_json::json;

use super::attachments::{self, Attachment, Upload};
use super::changes::{self, Change, OfLicence};
use super::{Error, Result, Rx, Tx, Waiting, sheets};
use crate::domain::access::{Act, Role};
use crate::domain::ids::{LicenceId, SiteId};
use crate::domain::licence::{self, Lacking, LicenceKind, LicenceState};
use crate::domain::refusal::{Message, Refusals};
use crate::domain::site::Trade;
pub use crate::store::licences::{Licence, Printed};
use crate::store::sites::Site;
use crate::store::{Conn, Unique, divisions, licences, sites};

/// A licence, and how it stands today.
#[derive(Debug)]
pub struct Standing {
    /// The licence.
    pub licence: Licence,
    /// How it stands.
    pub state: LicenceState,
}

/// The licences of a site.
#[derive(Debug)]
pub struct Shown {
    /// The site.
    pub site: Site,
    /// County, township and village, by name.
    pub place: String,
    /// Each, by kind in the official order, what lasts longest first.
    pub rows: Vec<Standing>,
    /// The kinds its trade owes.
    pub owed: Vec<LicenceKind>,
    /// What it owes and does not hold today.
    pub lacking: Vec<Lacking>,
    /// Whether the reader keeps them.
    pub may_keep: bool,
    /// Their last changes.
    pub changes: Vec<Change<OfLicence>>,
}

/// The licences of a site.
///
/// # Errors
/// `NotFound` if there is no such site the reader may know of.
pub fn of_site(rx: &mut Rx<'_>, id: SiteId) -> Result<Shown> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let site = sites::find(rx.conn, &actor.scope(), id)?;
    let today = rx.now.day();
    let standing = |licence: Licence| Standing { state: licence::state(licence.valid_until, today), licence };
    Ok(Shown {
        place: divisions::path(rx.conn, &site.division)?,
        rows: licences::of_site(rx.conn, id)?.into_iter().map(standing).collect(),
        owed: licence::owed(&sheets::procedure()?.licences, site.trade).collect(),
        lacking: missing(rx.conn, id, site.trade, today)?,
        may_keep: actor.may(Act::KeepSite),
        changes: changes::of_licences(rx, id)?,
        site,
    })
}

/// What a site of this trade owes and does not hold on a day: everything missing and everything expired.
///
/// # Errors
/// If the database fails.
pub fn missing(c: &mut Conn, site: SiteId, trade: Trade, today: NaiveDate) -> Result<Vec<Lacking>> {
    let held = licences::held(c, site)?;
    Ok(licence::missing(&sheets::procedure()?.licences, trade, &held, today))
}

/// Records a licence of one's own site.
///
/// # Errors
/// `NotFound` for somebody else's site; `Forbidden`; `Invalid` if the site has one of this kind and number.
pub fn add(tx: &mut Tx<'_>, site: SiteId, printed: &Printed, photo: Option<&Upload>) -> Result<LicenceId> {
    own(tx, site)?;
    let photo = photo.map(|upload| attachments::attach(tx, upload)).transpose()?;
    let id = licences::insert(tx.conn, site, printed, photo, Some(tx.actor.user), tx.now)
        .map_err(|fault| fault.taken(Unique::SiteLicence, number_taken))?;
    let detail = json!({ "site": site, "licence": as_json(printed), "attachment": photo });
    tx.record("licence.added", "licence", id.0, detail)?;
    Ok(id)
}

/// Corrects a licence of one's own site, as it was read.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Stale` if it was corrected meanwhile; `Invalid` as for [`add`].
pub fn correct(
    tx: &mut Tx<'_>,
    (site, id): (SiteId, LicenceId),
    read: i64,
    printed: &Printed,
    photo: Option<&Upload>,
) -> Result<()> {
    own(tx, site)?;
    let before = one(tx.conn, site, id)?;
    let photo = photo.map(|upload| attachments::attach(tx, upload)).transpose()?;
    licences::correct(tx.conn, (site, id), read, printed, photo)
        .map_err(|fault| fault.taken(Unique::SiteLicence, number_taken))?;
    let was = json!({ "kind": before.kind, "number": before.number, "valid_until": before.valid_until });
    let detail = json!({ "site": site, "before": was, "after": as_json(printed), "attachment": photo });
    tx.record("licence.corrected", "licence", id.0, detail)
}

/// Removes a licence of one's own site that was entered wrongly, as it was read. What it was stays in the audit log, with the
/// site.
///
/// # Errors
/// `NotFound`; `Forbidden`; `Stale` if it was corrected meanwhile.
pub fn remove(tx: &mut Tx<'_>, (site, id): (SiteId, LicenceId), read: i64) -> Result<()> {
    own(tx, site)?;
    let before = one(tx.conn, site, id)?;
    licences::remove(tx.conn, (site, id), read)?;
    let was = json!({ "kind": before.kind, "number": before.number, "valid_until": before.valid_until });
    let photo = before.photo.map(|photo| photo.id);
    let detail = json!({ "licence": id, "before": was, "attachment": photo });
    tx.record("licence.removed", "site", site.0, detail)
}

/// A licence of a site, to be corrected.
///
/// # Errors
/// `NotFound`, `Forbidden` for those who do not keep it.
pub fn find(rx: &mut Rx<'_>, site: SiteId, id: LicenceId) -> Result<(Site, Licence)> {
    let (found, licence) = (to_keep(rx, site)?, one(rx.conn, site, id)?);
    Ok((found, licence))
}

/// One's own site, to add a licence to.
///
/// # Errors
/// `NotFound`, `Forbidden` for those who do not keep it.
pub fn to_keep(rx: &mut Rx<'_>, site: SiteId) -> Result<Site> {
    let actor = rx.actor()?;
    let found = sites::find(rx.conn, &actor.scope(), site)?;
    actor.must(Act::KeepSite)?;
    Ok(found)
}

/// The photograph of a licence.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn photo(rx: &mut Rx<'_>, site: SiteId, id: LicenceId) -> Result<Attachment> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    sites::find(rx.conn, &actor.scope(), site)?;
    one(rx.conn, site, id)?.photo.ok_or(Error::NotFound)
}

/// What waits for an operator: sites whose licences lack something, or will soon.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let actor = rx.actor()?;
    let (Role::Operator, Some(operator)) = (actor.role, actor.operator) else { return Ok(Vec::new()) };
    let rules = &sheets::procedure()?.licences;
    let today = rx.now.day();
    // In sixty days everything that runs out now will be lacking.
    let soon = licence::runs_out_before(today);
    let sites: Vec<SiteId> = licences::held_by(rx.conn, operator)?
        .into_iter()
        .filter(|(_, trade, held)| !licence::missing(rules, *trade, held, soon).is_empty())
        .map(|(site, ..)| site)
        .collect();
    Ok(vec![Waiting::at_sites("licence-waiting", &sites, "licences")])
}

fn own(tx: &mut Tx<'_>, site: SiteId) -> Result<()> {
    sites::find(tx.conn, &tx.scope(), site)?;
    Ok(tx.actor.must(Act::KeepSite)?)
}

fn one(c: &mut Conn, site: SiteId, id: LicenceId) -> Result<Licence> {
    licences::of_site(c, site)?.into_iter().find(|licence| licence.id == id).ok_or(Error::NotFound)
}

fn number_taken() -> Error {
    Refusals::one("number", Message::new("error-licence-taken")).into()
}

fn as_json(printed: &Printed) -> serde_json::Value {
    json!({ "kind": printed.kind, "number": printed.number, "valid_until": printed.valid_until })
}
