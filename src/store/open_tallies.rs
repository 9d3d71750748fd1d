//! The releases of a year's tally for everybody. The store keeps them as they were made; nothing changes them.

use diesel::prelude::*;

use super::conn::MultiBackend;
use super::schema::open_releases;
use super::{Conn, Fault, Result};
use crate::domain::ids::{OpenReleaseId, SnapshotId, UserId};
use crate::domain::moment::Moment;
use crate::domain::tally::release::Tables;

/// A release.
#[derive(Debug, Clone)]
pub struct Release {
    /// Its record.
    pub id: OpenReleaseId,
    /// The year.
    pub year: i32,
    /// 1 for the first of the year.
    pub number: i32,
    /// Who made it, and when.
    pub made: (UserId, Moment),
    /// The freezing it was made with.
    pub snapshot: Option<SnapshotId>,
    /// The revision and the moment its numbers are true at.
    pub of: (i64, Moment),
    /// The numbers, with what is withheld.
    pub tables: Tables,
    /// What everybody is told, as it was written.
    pub shown: String,
    /// Its SHA-256.
    pub digest: Vec<u8>,
}

type Columns =
    (OpenReleaseId, i32, i32, (UserId, Moment), Option<SnapshotId>, (i64, Moment), (String, String, Vec<u8>));

fn read(row: Columns) -> Result<Release> {
    let (id, year, number, made, snapshot, of, (counted, shown, digest)) = row;
    let tables = serde_json::from_str(&counted);
    let tables = tables.map_err(|error| Fault::Broken(format!("release {number} of {year}: {error}")))?;
    Ok(Release { id, year, number, made, snapshot, of, tables, shown, digest })
}

/// The releases of a year, or of all, each year's oldest first.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, year: Option<i32>) -> Result<Vec<Release>> {
    let mut query = open_releases::table.into_boxed::<MultiBackend>();
    if let Some(year) = year {
        query = query.filter(open_releases::year.eq(year));
    }
    let rows = query
        .order((open_releases::year, open_releases::number))
        .select((
            open_releases::id,
            open_releases::year,
            open_releases::number,
            (open_releases::made_by, open_releases::made_at),
            open_releases::snapshot_id,
            (open_releases::revision, open_releases::as_of),
            (open_releases::counted, open_releases::shown, open_releases::digest),
        ))
        .load::<Columns>(c)?;
    rows.into_iter().map(read).collect()
}

/// The years something was published of, newest first.
///
/// # Errors
/// If the database fails.
pub fn years(c: &mut Conn) -> Result<Vec<i32>> {
    Ok(open_releases::table
        .select(open_releases::year)
        .distinct()
        .order(open_releases::year.desc())
        .load(c)?)
}

/// Keeps a release; its record's number is not looked at.
///
/// # Errors
/// `Taken(Unique::OpenRelease)` if another was made at the same time.
pub fn insert(c: &mut Conn, new: &Release) -> Result<OpenReleaseId> {
    let counted = serde_json::to_string(&new.tables).map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(diesel::insert_into(open_releases::table)
        .values((
            open_releases::year.eq(new.year),
            open_releases::number.eq(new.number),
            open_releases::made_by.eq(new.made.0),
            open_releases::made_at.eq(new.made.1),
            open_releases::snapshot_id.eq(new.snapshot),
            open_releases::revision.eq(new.of.0),
            open_releases::as_of.eq(new.of.1),
            open_releases::counted.eq(counted),
            open_releases::shown.eq(&new.shown),
            open_releases::digest.eq(&new.digest),
        ))
        .returning(open_releases::id)
        .get_result(c)?)
}
