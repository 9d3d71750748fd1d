//! Certificates: what was printed, and what became of it.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::fault::changed;
use super::schema::{applications, approvals, certificates, decisions, ratings, sites, users};
use super::{Conn, Result};
use crate::domain::access::Scope;
use crate::domain::application::Level;
use crate::domain::ids::{ApplicationId, CertificateId, RatingId, SheetId, SiteId, UserId};
use crate::domain::moment::Moment;
use crate::domain::rating::{Standing, Star};
use crate::domain::site::SiteKind;

/// A certificate to be issued.
#[derive(Debug, Clone)]
pub struct NewCertificate {
    /// The rating it proves.
    pub rating: RatingId,
    /// Its number, never used before.
    pub number: String,
    /// The random part of its check address.
    pub check_code: String,
    /// The site's name, as printed.
    pub site_name: String,
    /// What kind of place it is, as printed.
    pub kind: SiteKind,
    /// Where the site lies, as printed.
    pub place: String,
    /// Who issues it, as printed.
    pub authority: String,
    /// The star.
    pub stars: Star,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_until: NaiveDate,
    /// Who issued it.
    pub issued_by: Option<UserId>,
    /// When.
    pub issued_at: Moment,
}

/// A certificate as it was printed.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Certificate {
    /// Its record number.
    pub id: CertificateId,
    /// The rating it proves.
    pub rating: RatingId,
    /// Its number.
    pub number: String,
    /// The random part of its check address.
    pub check_code: String,
    /// The site's name.
    pub site_name: String,
    /// What kind of place it is.
    pub kind: SiteKind,
    /// Where the site lies.
    pub place: String,
    /// Who issued it.
    pub authority: String,
    /// The star.
    pub stars: Star,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_until: NaiveDate,
    /// When it was issued.
    pub issued_at: Moment,
    /// Who voided it, by name.
    pub voided_by: Option<String>,
    /// When it was voided.
    pub voided_at: Option<Moment>,
    /// Why; empty while it is in force.
    pub void_reason: String,
}

/// The rating a certificate proves.
#[derive(Debug, Clone, Queryable)]
pub struct Proven {
    /// Its number.
    pub rating: RatingId,
    /// The site.
    pub site: SiteId,
    /// The star.
    pub stars: Star,
    /// How it stands.
    pub standing: Standing,
    /// The first day.
    pub awarded_on: NaiveDate,
    /// The last day.
    pub valid_until: NaiveDate,
    /// The day it ended before its time.
    pub ended_on: Option<NaiveDate>,
    /// How often the rating was changed.
    pub revision: i64,
}

type Columns = (
    certificates::id,
    certificates::rating_id,
    certificates::number,
    certificates::check_code,
    certificates::site_name,
    certificates::kind,
    certificates::place,
    certificates::authority,
    certificates::stars,
    certificates::valid_from,
    certificates::valid_until,
    certificates::issued_at,
    diesel::dsl::Nullable<users::name>,
    certificates::voided_at,
    certificates::void_reason,
);

fn columns() -> Columns {
    (
        certificates::id,
        certificates::rating_id,
        certificates::number,
        certificates::check_code,
        certificates::site_name,
        certificates::kind,
        certificates::place,
        certificates::authority,
        certificates::stars,
        certificates::valid_from,
        certificates::valid_until,
        certificates::issued_at,
        users::name.nullable(),
        certificates::voided_at,
        certificates::void_reason,
    )
}

/// Issues a certificate.
///
/// # Errors
/// `Taken(LiveCertificate)` if the rating has one in force; `Taken(CertificateNumber)`.
pub fn insert(c: &mut Conn, new: &NewCertificate) -> Result<CertificateId> {
    Ok(diesel::insert_into(certificates::table)
        .values((
            certificates::rating_id.eq(new.rating),
            certificates::number.eq(&new.number),
            certificates::check_code.eq(&new.check_code),
            certificates::site_name.eq(&new.site_name),
            certificates::kind.eq(new.kind),
            certificates::place.eq(&new.place),
            certificates::authority.eq(&new.authority),
            certificates::stars.eq(new.stars),
            (
                certificates::valid_from.eq(new.valid_from),
                certificates::valid_until.eq(new.valid_until),
                certificates::issued_by.eq(new.issued_by),
                certificates::issued_at.eq(new.issued_at),
                certificates::void_reason.eq(""),
            ),
        ))
        .returning(certificates::id)
        .get_result(c)?)
}

/// The certificates of a rating, newest first. The caller has found the rating in the reader's scope.
///
/// # Errors
/// If the database fails.
pub fn of_rating(c: &mut Conn, rating: RatingId) -> Result<Vec<Certificate>> {
    Ok(certificates::table
        .left_join(users::table.on(certificates::voided_by.eq(users::id.nullable())))
        .filter(certificates::rating_id.eq(rating))
        .select(columns())
        .order(certificates::id.desc())
        .load(c)?)
}

/// The certificate in force of a rating.
///
/// # Errors
/// `NotFound` if there is none.
pub fn in_force(c: &mut Conn, rating: RatingId) -> Result<Certificate> {
    Ok(certificates::table
        .left_join(users::table.on(certificates::voided_by.eq(users::id.nullable())))
        .filter(certificates::rating_id.eq(rating).and(certificates::voided_at.is_null()))
        .select(columns())
        .first(c)?)
}

/// The certificate of this number, in either case, and check code. Public.
///
/// # Errors
/// `NotFound` if there is none.
pub fn at_address(c: &mut Conn, number: &str, check_code: &str) -> Result<Certificate> {
    Ok(certificates::table
        .left_join(users::table.on(certificates::voided_by.eq(users::id.nullable())))
        .filter(certificates::number.eq_any([number, &number.to_uppercase()]))
        .filter(certificates::check_code.eq(check_code))
        .select(columns())
        .first(c)?)
}

/// The certificate in force of a site, if it holds a star. Public.
///
/// # Errors
/// If the database fails.
pub fn of_site(c: &mut Conn, site: SiteId) -> Result<Option<(String, String)>> {
    Ok(certificates::table
        .inner_join(ratings::table)
        .filter(ratings::site_id.eq(site).and(ratings::live).and(certificates::voided_at.is_null()))
        .select((certificates::number, certificates::check_code))
        .first(c)
        .optional()?)
}

/// The rating a certificate proves, whoever asks.
///
/// # Errors
/// `NotFound` if there is none.
pub fn proven(c: &mut Conn, scope: &Scope, rating: RatingId) -> Result<Proven> {
    let mut query = ratings::table
        .inner_join(sites::table)
        .filter(ratings::id.eq(rating))
        .select((
            ratings::id,
            ratings::site_id,
            ratings::stars,
            ratings::standing,
            ratings::awarded_on,
            ratings::valid_until,
            ratings::ended_on,
            ratings::revision,
        ))
        .into_boxed();
    query = match scope {
        Scope::City => query,
        Scope::Unit(unit) => query.filter(sites::unit_code.eq(unit.clone())),
        Scope::Operator(operator) => query.filter(sites::operator_id.eq(*operator)),
        Scope::Public => query.filter(ratings::id.is_null()),
    };
    Ok(query.first(c)?)
}

/// The level that awarded a rating, and the version of the sheet it was judged by.
///
/// # Errors
/// `NotFound` if there is no such rating.
pub fn origin(c: &mut Conn, rating: RatingId) -> Result<(Level, SheetId)> {
    let (application, sheet): (ApplicationId, SheetId) = ratings::table
        .inner_join(applications::table)
        .filter(ratings::id.eq(rating))
        .select((applications::id, applications::sheet_id))
        .first(c)?;
    let approved = approvals::table.find(application).select(approvals::level).first(c).optional()?;
    let level = match approved {
        Some(level) => level,
        // Awarded in the short form, or before approvals were kept.
        None => decisions::table
            .filter(decisions::application_id.eq(application))
            .order(decisions::round.desc())
            .select(decisions::level)
            .first(c)
            .optional()?
            .unwrap_or(Level::County),
    };
    Ok((level, sheet))
}

/// The ratings that count with a certificate in force, newest award first, of the whole city.
///
/// # Errors
/// If the database fails.
pub fn all_in_force(c: &mut Conn, limit: i64) -> Result<Vec<Certificate>> {
    Ok(certificates::table
        .inner_join(ratings::table)
        .left_join(users::table.on(certificates::voided_by.eq(users::id.nullable())))
        .filter(ratings::live.and(certificates::voided_at.is_null()))
        .select(columns())
        .order((certificates::valid_from.desc(), certificates::id.desc()))
        .limit(limit)
        .load(c)?)
}

/// Voids the certificate in force of a rating, if it has one; its number. Nobody voids it when the calendar ends the rating.
///
/// # Errors
/// If the database fails.
pub fn void_of_rating(
    c: &mut Conn,
    rating: RatingId,
    by: Option<UserId>,
    at: Moment,
    reason: &str,
) -> Result<Option<String>> {
    let in_force = certificates::rating_id.eq(rating).and(certificates::voided_at.is_null());
    Ok(diesel::update(certificates::table.filter(in_force))
        .set((
            certificates::voided_by.eq(by),
            certificates::voided_at.eq(at),
            certificates::void_reason.eq(reason),
        ))
        .returning(certificates::number)
        .get_result(c)
        .optional()?)
}

/// Voids one certificate, if it is in force.
///
/// # Errors
/// `Stale` if it is not, or not any more.
pub fn void(c: &mut Conn, id: CertificateId, reason: &str, by: UserId, at: Moment) -> Result<()> {
    let target = certificates::table.filter(certificates::id.eq(id).and(certificates::voided_at.is_null()));
    changed(
        diesel::update(target)
            .set((
                certificates::voided_by.eq(by),
                certificates::voided_at.eq(at),
                certificates::void_reason.eq(reason),
            ))
            .execute(c)?,
    )
}

/// Names the certificate in force in its rating, if that is still at this revision.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn name_in_rating(c: &mut Conn, (id, revision): (RatingId, i64), number: &str) -> Result<()> {
    let target = ratings::table.filter(ratings::id.eq(id).and(ratings::revision.eq(revision)));
    changed(
        diesel::update(target)
            .set((ratings::certificate_number.eq(number), ratings::revision.eq(revision + 1)))
            .execute(c)?,
    )
}
