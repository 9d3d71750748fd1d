//! Versions of score sheets.

mod versions;

use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

pub use self::versions::{
    Line, body, changed_bodies, delete_draft, insert_draft, list, next_version, publish,
};
pub use super::calendar::calendar;
use super::schema::sheets;
use super::{Conn, Fault, Result};
use crate::domain::ids::SheetId;
use crate::domain::moment::Moment;
use crate::domain::sheet::Sheet;
use crate::domain::site::SiteKind;

/// The sheets this program brings along. They follow the standards' structure; their points are constructed, not official.
const SHIPPED: &str = include_str!("../../data/score_templates.json");

/// A version of a sheet.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its number.
    pub id: SheetId,
    /// The version of its code, from 1.
    pub version: i32,
    /// The first day it is in force.
    pub valid_from: NaiveDate,
    /// The sheet.
    pub sheet: Sheet,
}

/// Takes a version of a sheet in, published, in place of the one of its kind in force until then. `body` is its file.
///
/// # Errors
/// `Taken(SheetVersion)` if there is this version; `Broken` if the file is no sound sheet.
pub fn insert(c: &mut Conn, body: &str, version: i32, valid_from: NaiveDate) -> Result<SheetId> {
    let sheet = read(body)?;
    versions::end_before(c, sheet.subject, valid_from)?;
    Ok(diesel::insert_into(sheets::table)
        .values((
            sheets::code.eq(&sheet.code),
            sheets::version.eq(version),
            sheets::subject.eq(sheet.subject),
            sheets::official.eq(sheet.official),
            sheets::basis.eq(&sheet.basis),
            sheets::valid_from.eq(valid_from),
            sheets::body.eq(body),
            sheets::body_digest.eq(Sha256::digest(body).as_slice()),
            sheets::published_at.eq(Some(Moment::from_local(valid_from.and_time(NaiveTime::MIN)))),
        ))
        .returning(sheets::id)
        .get_result(c)?)
}

/// Takes in the sheets this program brings along, if there are none yet, and each holiday that is not recorded.
///
/// # Errors
/// If the database fails.
pub fn install_shipped(c: &mut Conn) -> Result<()> {
    let broken = |e: &dyn std::fmt::Display| Fault::Broken(format!("shipped data: {e}"));
    if sheets::table.count().get_result::<i64>(c)? == 0 {
        let files: Vec<serde_json::Value> = serde_json::from_str(SHIPPED).map_err(|e| broken(&e))?;
        for file in files {
            let body = file.to_string();
            let since = in_force_since(read(&body)?.subject).ok_or_else(|| broken(&"no first day"))?;
            insert(c, &body, 1, since)?;
        }
    }
    super::calendar::install_shipped(c)
}

/// The day the standard a shipped sheet rests on came into force: DB45/T 900—2013, DB45/T 1163—2015.
fn in_force_since(subject: SiteKind) -> Option<NaiveDate> {
    match subject {
        SiteKind::TourismArea => NaiveDate::from_ymd_opt(2013, 4, 15),
        SiteKind::FarmStay | SiteKind::Homestay => NaiveDate::from_ymd_opt(2015, 6, 10),
    }
}

/// The version a kind of site is judged by on a day, if there is one.
///
/// # Errors
/// If the database fails.
pub fn in_force(c: &mut Conn, subject: SiteKind, on: NaiveDate) -> Result<Option<Version>> {
    sheets::table
        .filter(sheets::subject.eq(subject).and(sheets::valid_from.le(on)))
        .filter(sheets::valid_to.is_null().or(sheets::valid_to.gt(on)))
        .filter(sheets::published_at.is_not_null())
        .select((sheets::id, sheets::version, sheets::valid_from, sheets::body))
        .order((sheets::valid_from.desc(), sheets::version.desc(), sheets::id.desc()))
        .first(c)
        .optional()?
        .map(version)
        .transpose()
}

/// One version.
///
/// # Errors
/// `NotFound` if there is none of this number.
pub fn find(c: &mut Conn, id: SheetId) -> Result<Version> {
    let row = sheets::table
        .find(id)
        .select((sheets::id, sheets::version, sheets::valid_from, sheets::body))
        .first(c)?;
    version(row)
}

fn version((id, version, valid_from, body): (SheetId, i32, NaiveDate, String)) -> Result<Version> {
    Ok(Version { id, version, valid_from, sheet: read(&body)? })
}

fn read(body: &str) -> Result<Sheet> {
    Sheet::parse(body).map_err(|bad| Fault::Broken(format!("score sheet: {bad:?}")))
}
