//! What is looked at before a year is frozen, and what counts otherwise since it was.

use serde::Serialize;

use super::Snapshot;
use crate::desk::evidence::sufficiency;
use crate::desk::{Result, Rx};
use crate::domain::access::Act;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;
use crate::domain::snapshot::Stage;
use crate::domain::tally::{Count, Tally, TallyFilter};
use crate::store::snapshots::{self as store, SnapshotFilter};
use crate::store::{Conn, tallies};

/// Something looked at before a year is frozen.
#[derive(Debug, Clone, Serialize)]
pub struct PreCheck {
    /// What is the matter, if something is.
    pub message: Message,
    /// Whether it is in order.
    pub met: bool,
    /// Whether the year cannot be frozen before it is.
    pub stops: bool,
    /// Where it can be looked at.
    pub href: Option<String>,
}

/// A year before it is frozen.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The year.
    pub year: i32,
    /// What the snapshot's revision would be.
    pub revision: i32,
    /// What was looked at.
    pub checks: Vec<PreCheck>,
    /// What would be frozen, tourism only.
    pub total: Count,
    /// What changed since the year was frozen last, if it was.
    pub differences: Vec<Difference>,
}

impl Ready {
    /// Whether a reason is owed: something is not in order that does not stop the freezing, or the year was frozen before.
    #[must_use]
    pub fn reason_owed(&self) -> bool {
        self.revision > 1 || self.checks.iter().any(|check| !check.met && !check.stops)
    }
}

/// What counts now otherwise than it did when the year was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The unit's code.
    pub unit: String,
    /// The pathway.
    pub pathway: Pathway,
    /// The month.
    pub month: u32,
    /// Frozen, in persons and households.
    pub frozen: (i64, i64),
    /// Now, likewise.
    pub now: (i64, i64),
}

/// A year before it is frozen: what would be, and what is not in order.
///
/// # Errors
/// `Forbidden` for all but city staff.
pub fn ready(rx: &mut Rx<'_>, year: i32) -> Result<Ready> {
    rx.actor()?.must(Act::FreezeYear)?;
    examine(rx.conn, year, rx.now)
}

pub(super) fn examine(c: &mut Conn, year: i32, now: Moment) -> Result<Ready> {
    let unfinished = store::unfinished(c, year)?;
    let drift = tallies::drift(c)?.into_iter().filter(|drift| drift.key.year == year).count();
    let total = Tally::from_cells(tallies::cells(c, &TallyFilter::of_year(year))?).total();
    let frozen = frozen(c, year)?;
    let differences = frozen.as_ref().map(|last| differences(c, last)).transpose()?.unwrap_or_default();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let check = |key, n: i64, stops, href: Option<String>| PreCheck {
        message: Message::new(key).with("n", n),
        met: n == 0,
        stops,
        href,
    };
    let insufficient = sufficiency::lacking(c, &TallyFilter::of_year(year))?.len();
    let list = |standing: &str| Some(format!("/exits?year={year}&standing={standing}"));
    let checks = vec![
        check("snapshot-check-sums", count(drift), true, None),
        check("snapshot-check-empty", i64::from(total.is_zero()), true, None),
        check("snapshot-check-unchanged", i64::from(frozen.is_some() && differences.is_empty()), true, None),
        check("snapshot-check-unattributed", unfinished.unattributed, false, list("unattributed")),
        check("snapshot-check-unconfirmed", unfinished.unconfirmed, false, Some("/attributions".to_owned())),
        check("snapshot-check-without-paper", unfinished.without_paper, false, None),
        check(
            "snapshot-check-insufficient",
            count(insufficient),
            false,
            Some(format!("/attributions/insufficient?year={year}")),
        ),
        check("snapshot-check-year-runs", i64::from(now.year() <= year), false, None),
    ];
    Ok(Ready { year, revision: frozen.map_or(1, |last| last.revision + 1), checks, total, differences })
}

/// The newest frozen snapshot of a year.
fn frozen(c: &mut Conn, year: i32) -> Result<Option<Snapshot>> {
    let filter = SnapshotFilter { year: Some(year), stage: Some(Stage::Frozen), id: None };
    Ok(store::list(c, filter)?.into_iter().max_by_key(|snapshot| snapshot.revision))
}

/// What counts now otherwise than in a snapshot.
pub(super) fn differences(c: &mut Conn, snapshot: &Snapshot) -> Result<Vec<Difference>> {
    let filter = TallyFilter { non_tourism: true, ..TallyFilter::of_year(snapshot.year) };
    let mut frozen = store::by_cell(&snapshot.totals);
    let mut all = Vec::new();
    for cell in tallies::cells(c, &filter)? {
        let key =
            (cell.key.unit.to_string(), cell.key.pathway, u32::try_from(cell.key.month).unwrap_or_default());
        let now = (cell.count.persons.0, cell.count.households.0);
        let then = frozen.remove(&key).unwrap_or_default();
        if then != now {
            all.push(Difference { unit: key.0, pathway: key.1, month: key.2, frozen: then, now });
        }
    }
    all.extend(frozen.into_iter().map(|((unit, pathway, month), frozen)| Difference {
        unit,
        pathway,
        month,
        frozen,
        now: (0, 0),
    }));
    Ok(all)
}
