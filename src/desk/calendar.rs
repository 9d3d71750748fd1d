//! The calendar: which weekdays are off and which weekends are worked, as the state announces each year.

use chrono::{Datelike as _, NaiveDate};
use serde_json::json;

use super::sheets::procedure;
use super::{Error, Result, Rx, Tx, Waiting};
use crate::domain::access::Act;
use crate::domain::calendar::{BadDays, Days, Exception};
use crate::store::{Unique, applications, calendar as store};

/// The exceptions of a year.
#[derive(Debug)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Its days that are not what their weekday says.
    pub days: Vec<Exception>,
    /// The years with any.
    pub years: Vec<i32>,
    /// Whether any holiday of it is recorded.
    pub known: bool,
}

/// The exceptions of a year.
///
/// # Errors
/// `NotFound` if nobody is signed in.
pub fn year(rx: &mut Rx<'_>, year: Option<i32>) -> Result<Year> {
    rx.actor()?;
    let year = year.unwrap_or_else(|| rx.now.year());
    let mut days = store::exceptions(rx.conn)?;
    let mut years: Vec<i32> = days.iter().map(|one| one.day.year()).chain([rx.now.year(), year]).collect();
    years.sort_unstable();
    years.dedup();
    let known = store::calendar(rx.conn)?.knows(year);
    days.retain(|one| one.day.year() == year);
    Ok(Year { year, days, years, known })
}

/// What waits for whoever keeps the calendar: years without a recorded holiday that a limit runs into, or could if it began
/// today, because a limit once reckoned stays.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    if !rx.actor()?.may(Act::ManageStandards) {
        return Ok(Vec::new());
    }
    let (calendar, today) = (store::calendar(rx.conn)?, rx.now.day());
    let ahead = calendar.due(today, procedure()?.longest());
    let last = applications::last_due(rx.conn)?.map_or(ahead, |due| due.max(ahead));
    let years: Vec<i32> = (today.year()..=last.year()).filter(|year| !calendar.knows(*year)).collect();
    let href = years.first().map(|year| format!("/calendar?year={year}"));
    Ok(href
        .map(|href| Waiting {
            key: "calendar-waiting",
            count: i64::try_from(years.len()).unwrap_or(i64::MAX),
            href,
        })
        .into_iter()
        .collect())
}

/// Records days. Limits reckoned before stay as they are.
///
/// # Errors
/// `Forbidden` for all but administrators; `Invalid` for days that have passed, that are what their weekday says, or that are
/// recorded already.
pub fn record(tx: &mut Tx<'_>, days: &Days) -> Result<()> {
    tx.actor.must(Act::ManageStandards)?;
    let exceptions = days.exceptions(tx.now.day())?;
    for one in &exceptions {
        store::record(tx.conn, one).map_err(|fault| {
            fault.taken(Unique::Holiday, || Error::invalid("from", &BadDays::Recorded(one.day)))
        })?;
    }
    let named: Vec<NaiveDate> = exceptions.iter().map(|one| one.day).collect();
    let detail = json!({ "days": named, "works": days.works, "source": days.source });
    tx.record("calendar.recorded", "calendar", i64::from(days.from.year()), detail)
}

/// Takes a day that has not come back.
///
/// # Errors
/// `Forbidden` for all but administrators; `NotFound` if it is not recorded; `Conflict` if it has passed.
pub fn take_back(tx: &mut Tx<'_>, day: NaiveDate) -> Result<()> {
    tx.actor.must(Act::ManageStandards)?;
    if day <= tx.now.day() {
        return Err(Error::conflict(&BadDays::Past));
    }
    store::take_back(tx.conn, day)?;
    tx.record("calendar.taken_back", "calendar", i64::from(day.year()), json!({ "day": day }))
}
