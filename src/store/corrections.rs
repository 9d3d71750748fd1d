//! 改正: values of a site's record that were wrong and were put right, and the papers that printed them.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::schema::{applications, certificates, corrections, public_notices, ratings, users};
use super::{Conn, Result};
use crate::domain::ids::{ApplicationId, CertificateId, RatingId, SiteId, UserId};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;

/// A value put right.
#[derive(Debug, Clone)]
pub struct NewCorrection<'a> {
    /// Of which site.
    pub site: SiteId,
    /// From the page of which rating.
    pub rating: RatingId,
    /// `name` or `place`.
    pub field: &'static str,
    /// What was recorded.
    pub was: &'a str,
    /// What is right.
    pub becomes: &'a str,
    /// Why.
    pub reason: &'a str,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// A correction made.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Correction {
    /// `name` or `place`.
    pub field: String,
    /// What was recorded.
    pub was: String,
    /// What is right.
    pub becomes: String,
    /// Why.
    pub reason: String,
    /// By whom, by name.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// What a certificate of a site says in print.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Printed {
    /// Its record number.
    pub id: CertificateId,
    /// Of which rating.
    pub rating: RatingId,
    /// The star that rating has.
    pub recorded: Star,
    /// Its number.
    pub number: String,
    /// The code of its check page.
    pub check_code: String,
    /// The site's name as printed.
    pub site_name: String,
    /// The place as printed.
    pub place: String,
    /// The star as printed.
    pub stars: Star,
    /// When it was voided.
    pub voided_at: Option<Moment>,
}

/// A public notice about a site.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Notice {
    /// Of which application.
    pub application: ApplicationId,
    /// Its number.
    pub number: String,
    /// What it says.
    pub body: String,
    /// The day it was opened.
    pub opened_on: NaiveDate,
}

/// Records a correction.
///
/// # Errors
/// If the database fails.
pub fn insert(c: &mut Conn, new: &NewCorrection<'_>) -> Result<()> {
    diesel::insert_into(corrections::table)
        .values((
            corrections::site_id.eq(new.site),
            corrections::rating_id.eq(new.rating),
            corrections::field.eq(new.field),
            corrections::was.eq(new.was),
            corrections::becomes.eq(new.becomes),
            corrections::reason.eq(new.reason),
            corrections::corrected_by.eq(new.by),
            corrections::corrected_at.eq(new.at),
        ))
        .execute(c)?;
    Ok(())
}

/// The corrections of a site, newest first. The caller has found the site in the reader's scope.
///
/// # Errors
/// If the database fails.
pub fn of_site(c: &mut Conn, site: SiteId) -> Result<Vec<Correction>> {
    Ok(corrections::table
        .inner_join(users::table)
        .filter(corrections::site_id.eq(site))
        .select((
            corrections::field,
            corrections::was,
            corrections::becomes,
            corrections::reason,
            users::name,
            corrections::corrected_at,
        ))
        .order(corrections::id.desc())
        .load(c)?)
}

/// Every certificate printed for a site, oldest first. The caller has found the site in the reader's scope.
///
/// # Errors
/// If the database fails.
pub fn printed(c: &mut Conn, site: SiteId) -> Result<Vec<Printed>> {
    Ok(certificates::table
        .inner_join(ratings::table)
        .filter(ratings::site_id.eq(site))
        .select((
            certificates::id,
            ratings::id,
            ratings::stars,
            certificates::number,
            certificates::check_code,
            certificates::site_name,
            certificates::place,
            certificates::stars,
            certificates::voided_at,
        ))
        .order(certificates::id)
        .load(c)?)
}

/// Every public notice about a site, oldest first. The caller has found the site in the reader's scope.
///
/// # Errors
/// If the database fails.
pub fn notices(c: &mut Conn, site: SiteId) -> Result<Vec<Notice>> {
    Ok(public_notices::table
        .inner_join(applications::table)
        .filter(applications::site_id.eq(site))
        .select((applications::id, public_notices::number, public_notices::body, public_notices::opened_on))
        .order(public_notices::id)
        .load(c)?)
}
