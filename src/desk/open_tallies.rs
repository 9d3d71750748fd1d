//! What the public is told of the tallies: releases, made by the city or with the freezing of a year, and never changed.

use serde_json::json;

use super::tallies::{OpenCube, Unit};
use super::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::division::UnitCode;
use crate::domain::ids::SnapshotId;
use crate::domain::moment::Moment;
use crate::domain::refusal::{Message, Refusal as _};
use crate::domain::snapshot::Hash;
use crate::domain::tally::open::TooLittleChanged;
use crate::domain::tally::release::Tables;
use crate::domain::tally::{Basis, Tally, TallyFilter};
pub use crate::store::open_tallies::Release;
use crate::store::{Conn, Unique, divisions, open_tallies as store, tallies, users};

/// The numbers of a year as everybody may see them: those of its newest release, or of this one.
///
/// # Errors
/// `NotFound` if the year has no release of this number.
pub fn cube(rx: &mut Rx<'_>, year: i32, number: Option<i32>) -> Result<OpenCube> {
    let units = divisions::units(rx.conn)?;
    let years = store::years(rx.conn)?;
    let mut all = store::list(rx.conn, Some(year))?;
    let numbers = all.iter().map(|release| (release.number, release.made.1)).collect();
    let release = match number {
        Some(number) => {
            let at = all.iter().position(|release| release.number == number).ok_or(Error::NotFound)?;
            Some(all.swap_remove(at))
        }
        None => all.pop(),
    };
    let Some(release) = release else {
        let Tables { tourism, non_tourism } = Tables::unpublished(&codes(&units));
        let (revision, as_of) = tallies::revision(rx.conn)?;
        return Ok(OpenCube {
            year,
            tourism,
            non_tourism,
            units,
            years,
            revision,
            as_of,
            release: None,
            numbers,
        });
    };
    Ok(OpenCube {
        year,
        tourism: release.tables.tourism.clone(),
        non_tourism: release.tables.non_tourism.clone(),
        units,
        years,
        revision: release.of.0,
        as_of: release.of.1,
        release: Some(release),
        numbers,
    })
}

/// The newest year something was published of; none if nothing was.
///
/// # Errors
/// If the database fails.
pub fn latest_year(rx: &mut Rx<'_>) -> Result<i32> {
    Ok(store::years(rx.conn)?.first().copied().unwrap_or_else(|| rx.now.year()))
}

/// What a release would show now, beside what was released before.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The year.
    pub year: i32,
    /// The years there is anything of, newest first.
    pub years: Vec<i32>,
    /// Every unit, in the official order.
    pub units: Vec<Unit>,
    /// The exact numbers.
    pub tally: Tally,
    /// What would be shown; none if it would tell of single households whatever was withheld.
    pub next: Option<Tables>,
    /// Why no release can be made now; none if one can.
    pub not_now: Option<Message>,
    /// The revision the numbers are of.
    pub revision: i64,
    /// When they last changed.
    pub as_of: Moment,
    /// The releases there are, the newest first, each with the name of who made it.
    pub made: Vec<(Release, String)>,
}

/// What a release of a year would show.
///
/// # Errors
/// `Forbidden` for all but city staff.
pub fn preview(rx: &mut Rx<'_>, year: Option<i32>) -> Result<Preview> {
    rx.actor()?.must(Act::PublishTally)?;
    let years = tallies::years(rx.conn, Basis::Confirmed)?;
    let year = year.or_else(|| years.first().copied()).unwrap_or_else(|| rx.now.year());
    let counted = Counted::of(rx.conn, year)?;
    let next = counted.next();
    let not_now = counted.not_now(next.as_ref());
    let people: Vec<_> = counted.earlier.iter().map(|release| release.made.0).collect();
    let names = users::names(rx.conn, &people)?;
    let named = |release: Release| {
        let name = names.get(&release.made.0).cloned().unwrap_or_default();
        (release, name)
    };
    let Counted { units, tally, earlier, revision, as_of, .. } = counted;
    let made = earlier.into_iter().rev().map(named).collect();
    Ok(Preview { year, years, units, tally, next: next.ok(), not_now, revision, as_of, made })
}

/// Publishes the confirmed numbers of a year as they are now: what was previewed at this revision.
///
/// # Errors
/// `Forbidden` for all but city staff; `Stale` if the numbers changed since the preview; `Conflict` if nothing changed since
/// the last release, or too little to be shown without telling of single households.
pub fn release(tx: &mut Tx<'_>, year: i32, revision: i64) -> Result<i32> {
    tx.actor.must(Act::PublishTally)?;
    let counted = Counted::of(tx.conn, year)?;
    if counted.revision != revision {
        return Err(Error::Stale);
    }
    let next = counted.next();
    if let Some(message) = counted.not_now(next.as_ref()) {
        return Err(Error::Conflict(message));
    }
    counted.keep(tx, next.map_err(|refusal| Error::conflict(&refusal))?, None)
}

/// Publishes a year with its freezing, unless nothing changed since the last release; what cannot be shown without telling of
/// single households is not, and that is on record.
///
/// # Errors
/// If the database fails.
pub(in crate::desk) fn release_frozen(tx: &mut Tx<'_>, year: i32, snapshot: SnapshotId) -> Result<()> {
    let counted = Counted::of(tx.conn, year)?;
    match counted.next() {
        Ok(next) if counted.not_now(Ok(&next)).is_none() => {
            counted.keep(tx, next, Some(snapshot))?;
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(TooLittleChanged) => {
            tx.record("tally.not_published", "snapshot", snapshot.0, json!({ "year": year }))
        }
    }
}

/// The numbers of a year at this moment, and what was published of it.
struct Counted {
    year: i32,
    units: Vec<Unit>,
    tally: Tally,
    earlier: Vec<Release>,
    revision: i64,
    as_of: Moment,
}

impl Counted {
    fn of(c: &mut Conn, year: i32) -> Result<Self> {
        let filter = TallyFilter { non_tourism: true, ..TallyFilter::of_year(year) };
        let (revision, as_of) = tallies::revision(c)?;
        Ok(Self {
            year,
            units: divisions::units(c)?,
            tally: Tally::from_cells(tallies::cells(c, &filter)?),
            earlier: store::list(c, Some(year))?,
            revision,
            as_of,
        })
    }

    fn next(&self) -> std::result::Result<Tables, TooLittleChanged> {
        let earlier: Vec<&Tables> = self.earlier.iter().map(|release| &release.tables).collect();
        Tables::after(&self.tally, &codes(&self.units), &earlier)
    }

    fn not_now(&self, next: std::result::Result<&Tables, &TooLittleChanged>) -> Option<Message> {
        let empty = self.earlier.is_empty() && self.tally.sum(|_| true).is_zero();
        match (next, self.earlier.last()) {
            _ if empty => Some(Message::new("error-release-empty")),
            (Err(refusal), _) => Some(refusal.message()),
            (Ok(next), Some(last)) if next.counts_as(&last.tables) => {
                Some(Message::new("error-release-unchanged"))
            }
            (Ok(_), _) => None,
        }
    }

    /// Keeps the next release; its number.
    fn keep(self, tx: &mut Tx<'_>, tables: Tables, snapshot: Option<SnapshotId>) -> Result<i32> {
        let number = self.earlier.last().map_or(1, |last| last.number + 1);
        let (year, as_of) = (self.year, self.as_of);
        let told = tables.told(year, number, as_of);
        let (shown, digest) = told.map_err(|error| Error::Broken(error.to_string()))?;
        let withholds = tables.tourism.withholds() || tables.non_tourism.withholds();
        let hash = Hash::from_bytes(&digest).map_err(|error| Error::Broken(error.to_string()))?;
        let new = Release {
            id: crate::domain::ids::OpenReleaseId(0),
            year,
            number,
            made: (tx.actor.user, tx.now),
            snapshot,
            of: (self.revision, as_of),
            tables,
            shown,
            digest,
        };
        let id = store::insert(tx.conn, &new)
            .map_err(|fault| fault.taken(Unique::OpenRelease, || Error::Stale))?;
        // An answer to the public from before is no longer true, though no number changed.
        tallies::touch(tx.conn, as_of)?;
        let detail =
            json!({ "year": year, "number": number, "digest": hash.to_string(), "withholds": withholds });
        tx.record("tally.published", "open_release", id.0, detail)?;
        Ok(number)
    }
}

fn codes(units: &[Unit]) -> Vec<UnitCode> {
    units.iter().map(|unit| unit.code.clone()).collect()
}

/// The releases that do not say what their numbers and their digest say: year and number of each.
///
/// # Errors
/// If the database fails.
pub fn broken(rx: &mut Rx<'_>) -> Result<Vec<(i32, i32)>> {
    let all = store::list(rx.conn, None)?;
    let wrong = |release: &Release| {
        let told = release.tables.told(release.year, release.number, release.of.1);
        told.is_err() || told.is_ok_and(|told| told != (release.shown.clone(), release.digest.clone()))
    };
    Ok(all.into_iter().filter(wrong).map(|release| (release.year, release.number)).collect())
}
