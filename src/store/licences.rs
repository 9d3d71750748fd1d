//! The licences of sites. A renewed one is a new row beside the old.

use std::cmp::Reverse;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::attachments::{self, Attachment};
use super::fault::changed;
use super::schema::{attachments as files, licences, sites};
use super::{Conn, Result};
use crate::domain::ids::{AttachmentId, LicenceId, OperatorId, SiteId, UserId};
use crate::domain::licence::{LicenceKind, LicenceNumber};
use crate::domain::moment::Moment;
use crate::domain::site::Trade;

/// A licence as it was recorded.
#[derive(Debug, Clone, Queryable)]
pub struct Licence {
    /// Its record.
    pub id: LicenceId,
    /// What it allows.
    pub kind: LicenceKind,
    /// The number printed on it.
    pub number: String,
    /// Its last day; none for one without end.
    pub valid_until: Option<NaiveDate>,
    /// A photograph of it.
    pub photo: Option<Attachment>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// How often it was written.
    pub revision: i64,
}

/// What is recorded of a licence.
#[derive(Debug, Clone)]
pub struct Printed {
    /// What it allows.
    pub kind: LicenceKind,
    /// The number printed on it.
    pub number: LicenceNumber,
    /// Its last day; none for one without end.
    pub valid_until: Option<NaiveDate>,
}

/// The licences of a site, by kind in the official order, what lasts longest first.
///
/// # Errors
/// If the database fails.
pub fn of_site(c: &mut Conn, site: SiteId) -> Result<Vec<Licence>> {
    let mut all: Vec<Licence> = licences::table
        .left_join(files::table)
        .filter(licences::site_id.eq(site))
        .select((
            licences::id,
            licences::kind,
            licences::number,
            licences::valid_until,
            attachments::COLUMNS.nullable(),
            licences::recorded_at,
            licences::revision,
        ))
        .order(licences::id.desc())
        .load(c)?;
    // One without end lasts longest.
    all.sort_by_key(|one| (one.kind, Reverse(one.valid_until.unwrap_or(NaiveDate::MAX))));
    Ok(all)
}

/// A licence that is held: its kind and its last day.
pub type Held = (LicenceKind, Option<NaiveDate>);

/// What a site holds.
///
/// # Errors
/// If the database fails.
pub fn held(c: &mut Conn, site: SiteId) -> Result<Vec<Held>> {
    Ok(licences::table
        .filter(licences::site_id.eq(site))
        .select((licences::kind, licences::valid_until))
        .load(c)?)
}

/// What each open site of a business holds.
///
/// # Errors
/// If the database fails.
pub fn held_by(c: &mut Conn, operator: OperatorId) -> Result<Vec<(SiteId, Trade, Vec<Held>)>> {
    let open = sites::table.filter(sites::operator_id.eq(operator).and(sites::closed_on.is_null()));
    let own: Vec<(SiteId, Trade)> = open.select((sites::id, sites::trade)).order(sites::id).load(c)?;
    own.into_iter().map(|(site, trade)| Ok((site, trade, held(c, site)?))).collect()
}

/// Records a licence.
///
/// # Errors
/// `Taken(SiteLicence)` if the site has one of this kind and number.
pub fn insert(
    c: &mut Conn,
    site: SiteId,
    printed: &Printed,
    photo: Option<AttachmentId>,
    by: Option<UserId>,
    at: Moment,
) -> Result<LicenceId> {
    Ok(diesel::insert_into(licences::table)
        .values((
            licences::site_id.eq(site),
            licences::kind.eq(printed.kind),
            licences::number.eq(printed.number.as_str()),
            licences::valid_until.eq(printed.valid_until),
            licences::attachment_id.eq(photo),
            licences::recorded_by.eq(by),
            licences::recorded_at.eq(at),
            licences::revision.eq(1_i64),
        ))
        .returning(licences::id)
        .get_result(c)?)
}

/// Corrects a licence as it was read; without a new photograph it keeps the one it has.
///
/// # Errors
/// `Stale` if somebody else has corrected it meanwhile; `Taken(SiteLicence)`.
pub fn correct(
    c: &mut Conn,
    (site, id): (SiteId, LicenceId),
    read: i64,
    printed: &Printed,
    photo: Option<AttachmentId>,
) -> Result<()> {
    let row = licences::id.eq(id).and(licences::site_id.eq(site)).and(licences::revision.eq(read));
    changed(
        diesel::update(licences::table.filter(row))
            .set((
                licences::kind.eq(printed.kind),
                licences::number.eq(printed.number.as_str()),
                licences::valid_until.eq(printed.valid_until),
                photo.map(|photo| licences::attachment_id.eq(photo)),
                licences::revision.eq(read + 1),
            ))
            .execute(c)?,
    )
}

/// Takes a licence away as it was read; the photograph stays, for the record.
///
/// # Errors
/// `Stale` if somebody else has corrected or removed it meanwhile.
pub fn remove(c: &mut Conn, (site, id): (SiteId, LicenceId), read: i64) -> Result<()> {
    let row = licences::id.eq(id).and(licences::site_id.eq(site)).and(licences::revision.eq(read));
    changed(diesel::delete(licences::table.filter(row)).execute(c)?)
}
