//! The monthly figures of a site: entered and corrected by its operator, read by staff, counted by the rules.

use chrono::{Datelike as _, NaiveDate};
use serde_json::json;

use super::changes::{self, Change, OfMonth};
use super::{Error, Result, Rx, Tx, Waiting, licences};
use crate::domain::access::{Act, Role};
use crate::domain::ids::SiteId;
use crate::domain::month::Month;
pub use crate::store::months::{Figures, Reported};
use crate::store::sites::Site;
use crate::store::{Unique, divisions, months, sites};

/// The visits a rule about a year counts today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The first of the twelve whole months.
    pub from: Month,
    /// The last of them.
    pub to: Month,
    /// Their sum; none if not one of them is reported.
    pub visits: Option<i64>,
    /// How many of them are reported.
    pub reported: usize,
}

/// The months of a site: this year's and last year's.
#[derive(Debug)]
pub struct Shown {
    /// The site.
    pub site: Site,
    /// County, township and village, by name.
    pub place: String,
    /// What was reported, by month.
    pub reported: Vec<Reported>,
    /// What a rule counts today.
    pub counted: Counted,
    /// The reader's day.
    pub today: NaiveDate,
    /// Whether the reader keeps them.
    pub may_keep: bool,
    /// Their last changes.
    pub changes: Vec<Change<OfMonth>>,
}

/// The months of a site.
///
/// # Errors
/// `NotFound` if there is no such site the reader may know of.
pub fn of_site(rx: &mut Rx<'_>, id: SiteId) -> Result<Shown> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let site = sites::find(rx.conn, &actor.scope(), id)?;
    let today = rx.now.day();
    let reported = months::of_site(rx.conn, id, today.year() - 1, today.year())?;
    let (from, to) = Month::counted_on(today);
    let counted = Counted {
        from,
        to,
        // The sum the rule itself takes, and not another one that should be the same.
        visits: sites::annual_visits(rx.conn, id, today)?,
        reported: reported.iter().filter(|one| (from..=to).contains(&one.month)).count(),
    };
    let place = divisions::path(rx.conn, &site.division)?;
    let changes = changes::of_months(rx, id)?;
    Ok(Shown { place, reported, counted, today, may_keep: actor.may(Act::KeepSite), changes, site })
}

/// A month to be entered or corrected.
#[derive(Debug)]
pub struct Entering {
    /// The site.
    pub site: Site,
    /// What is reported for it.
    pub reported: Option<Reported>,
    /// What was reported for the month before.
    pub before: Option<Figures>,
}

/// A month of one's own site.
///
/// # Errors
/// `NotFound` for somebody else's site; `Forbidden`; `Conflict` for a month that is not over, or long closed.
pub fn to_enter(rx: &mut Rx<'_>, id: SiteId, month: Month) -> Result<Entering> {
    let site = licences::to_keep(rx, id)?;
    month.open_on(rx.now.day()).map_err(|refusal| Error::conflict(&refusal))?;
    let reported = months::of_site(rx.conn, id, month.back(1).year(), month.year())?;
    let of = |wanted: Month| reported.iter().find(|one| one.month == wanted).copied();
    Ok(Entering { site, reported: of(month), before: of(month.back(1)).map(|one| one.figures) })
}

/// Enters a month of one's own site, or corrects it as it was read.
///
/// # Errors
/// As [`to_enter`]; `Stale` if it was entered or corrected meanwhile.
pub fn report(tx: &mut Tx<'_>, id: SiteId, month: Month, figures: Figures, read: Option<i64>) -> Result<()> {
    let Entering { reported, .. } = to_enter(&mut tx.reading(), id, month)?;
    let values = |figures: Figures| json!({ "visits": figures.visits, "revenue_fen": figures.revenue });
    let what = match read {
        None => {
            months::insert(tx.conn, id, month, figures)
                .map_err(|fault| fault.taken(Unique::SiteMonth, || Error::Stale))?;
            "site_month.reported"
        }
        Some(read) => {
            months::correct(tx.conn, id, month, figures, read)?;
            "site_month.corrected"
        }
    };
    let before = reported.map(|one| values(one.figures));
    let detail = json!({ "month": month.to_string(), "before": before, "after": values(figures) });
    tx.record(what, "site", id.0, detail)
}

/// What waits for an operator: sites that have not reported last month.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let actor = rx.actor()?;
    let (Role::Operator, Some(operator)) = (actor.role, actor.operator) else { return Ok(Vec::new()) };
    let last = Month::of(rx.now.day()).back(1);
    let sites = months::unreported(rx.conn, operator, last)?;
    Ok(vec![Waiting::at_sites("month-waiting", &sites, "months")])
}
