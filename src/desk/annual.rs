//! The region's annual table: what each unit did by each pathway in a year, as the city returns it, beside what it signed for.

use std::collections::BTreeMap;

use super::tallies::{Cube, cube};
use super::targets::progress;
use super::{Result, Rx};
use crate::domain::access::Scope;
use crate::domain::division::UnitCode;
use crate::domain::moment::Moment;
use crate::domain::snapshot::Stage;
use crate::domain::tally::{Count, TallyFilter};
use crate::domain::target::Goals;
use crate::store::snapshots::SnapshotFilter;
use crate::store::{key_villages, snapshots, users};

/// The year's last freezing.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// 1 for the first of the year.
    pub revision: i32,
    /// Who froze it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// The numbers of the table.
#[derive(Debug, Clone)]
pub struct Annual {
    /// Confirmed exits by unit and pathway.
    pub cube: Cube,
    /// How much of them lies in supported villages, by unit.
    pub key_villages: BTreeMap<UnitCode, Count>,
    /// The last freezing, of the whole city.
    pub frozen: Option<Frozen>,
    /// What the letter in force asks of each unit; nothing if none was signed.
    pub goals: Goals,
}

/// The annual table of a year, as far as the reader may know of it.
///
/// # Errors
/// As [`cube`].
pub fn annual(rx: &mut Rx<'_>, year: i32) -> Result<Annual> {
    let cube = cube(rx, &TallyFilter::of_year(year))?;
    let filter = SnapshotFilter { year: Some(year), stage: Some(Stage::Frozen), ..SnapshotFilter::default() };
    let last = snapshots::list(rx.conn, filter)?.into_iter().next();
    let last = last.filter(|_| rx.scope() == Scope::City);
    let frozen = match last.and_then(|snapshot| Some((snapshot.revision, snapshot.decided?))) {
        Some((revision, (by, at))) => {
            let by = users::names(rx.conn, &[by])?.remove(&by).unwrap_or_default();
            Some(Frozen { revision, by, at })
        }
        None => None,
    };
    let key_villages = key_villages::counted(rx.conn, &cube.filter)?;
    let goals = progress(rx, Some(year), None)?.letter.map(|letter| letter.goals).unwrap_or_default();
    Ok(Annual { cube, key_villages, frozen, goals })
}
