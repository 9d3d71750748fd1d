//! What corrected a number after it was first counted: returns to poverty, revocations, wrong attributions.

use chrono::NaiveDate;
use serde::Serialize;

use crate::desk::{Result, Rx};
use crate::domain::access::Act;
use crate::domain::exit::ChangeKind;
use crate::domain::moment::Moment;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Count, Tally, TallyFilter};
use crate::store::Conn;
use crate::store::tallies::differences::{self as store, Correction};
use crate::store::tallies::{cells, revision};

/// The corrections of one day and kind together.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// The day the number changed.
    pub on: NaiveDate,
    /// What it was.
    pub kind: ChangeKind,
    /// By how much; less than none if the number fell.
    pub count: Count,
}

/// The corrections of a number, with what it was at the end of a day.
#[derive(Debug, Clone)]
pub struct Differences {
    /// The filter, as far as the reader may ask.
    pub filter: TallyFilter,
    /// Each correction, oldest first.
    pub rows: Vec<Correction>,
    /// The number now.
    pub now: Count,
    /// The number at the end of the day asked for.
    pub then: Option<(NaiveDate, Count)>,
    /// When the last change was made.
    pub as_of: Moment,
}

/// The corrections of the number of a filter, and what it was at the end of a day.
///
/// # Errors
/// `Forbidden` for those who may not see exits, `NotFound` for a unit the reader may not know of.
pub fn differences(rx: &mut Rx<'_>, filter: &TallyFilter, day: Option<NaiveDate>) -> Result<Differences> {
    rx.actor()?.must(Act::ReadExits)?;
    let filter = super::allowed(rx, filter)?;
    let then = match day {
        Some(day) => {
            let then = TallyFilter { as_of: Some(day), ..filter.clone() };
            Some((day, Tally::from_cells(cells(rx.conn, &then)?).sum(|_| true)))
        }
        None => None,
    };
    Ok(Differences {
        rows: store::of(rx.conn, &filter)?,
        now: Tally::from_cells(cells(rx.conn, &filter)?).sum(|_| true),
        then,
        as_of: revision(rx.conn)?.1,
        filter,
    })
}

/// The corrections of the tourism number of a filter by day and kind, without those that cancel each other out.
pub(super) fn lines(c: &mut Conn, filter: &TallyFilter) -> Result<Vec<Difference>> {
    let filter = TallyFilter { non_tourism: false, ..filter.clone() };
    let mut lines: Vec<Difference> = Vec::new();
    for one in store::of(c, &filter)? {
        let (on, kind) = (one.at.day(), one.kind);
        let count = Count { persons: Persons(one.persons), households: Households(one.households) };
        match lines.iter_mut().find(|line| line.on == on && line.kind == kind) {
            Some(line) => line.count += count,
            None => lines.push(Difference { on, kind, count }),
        }
    }
    lines.retain(|line| !line.count.is_zero());
    Ok(lines)
}
