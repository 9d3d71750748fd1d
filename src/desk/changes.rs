//! Who changed what when, as the audit log has it: the monthly figures and the licences of a site.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;

use super::{Result, Rx};
use crate::domain::access::{Act, Role};
use crate::domain::ids::SiteId;
use crate::domain::licence::LicenceKind;
use crate::domain::moment::Moment;
use crate::domain::month::Month;
use crate::domain::quantity::Fen;
use crate::store::audit::{self, Told};
use crate::store::months::Figures;
use crate::store::sites;

/// The most changes a page shows, the last ones.
const MOST: usize = 50;

/// A change of a record: what it was, what it became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<T> {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: By,
    /// What it was; none for what was entered.
    pub before: Option<T>,
    /// What it became; none for what was removed.
    pub after: Option<T>,
}

/// Who changed something, as a reader may know it: the bureau's staff are named to the bureau's staff, a business is not a
/// person, and an operator is told the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct By {
    /// The role.
    pub role: Option<Role>,
    /// The name of one of the staff.
    pub name: Option<String>,
}

/// The figures of a month at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfMonth {
    /// The month.
    pub month: Month,
    /// The figures.
    pub figures: Figures,
}

/// What a licence was recorded as at some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfLicence {
    /// What it allows.
    pub kind: LicenceKind,
    /// The number printed on it.
    pub number: String,
    /// Its last day; none for one without end.
    pub valid_until: Option<NaiveDate>,
}

/// The last changes of a site's monthly figures, the latest first.
///
/// # Errors
/// `NotFound` if there is no such site the reader may know of.
pub fn of_months(rx: &mut Rx<'_>, site: SiteId) -> Result<Vec<Change<OfMonth>>> {
    known(rx, site)?;
    let told = audit::told(rx.conn, "site", &[site.0])?;
    let change = |told: &Told| {
        let detail = detail(told, &["site_month.reported", "site_month.corrected"])?;
        let month: Month = detail.get("month")?.as_str()?.parse().ok()?;
        let figures = |value: &Value| {
            let number = |name| value.get(name)?.as_i64();
            Some(OfMonth {
                month,
                figures: Figures { visits: number("visits")?, revenue: Fen(number("revenue_fen")?) },
            })
        };
        let of = |name| detail.get(name).and_then(figures);
        Some(Change { at: told.at, by: by(rx, told), before: of("before"), after: of("after") })
    };
    Ok(told.iter().rev().filter_map(change).take(MOST).collect())
}

/// The last changes of a site's licences, the latest first; those of a removed one, too.
///
/// # Errors
/// `NotFound` if there is no such site the reader may know of.
pub fn of_licences(rx: &mut Rx<'_>, site: SiteId) -> Result<Vec<Change<OfLicence>>> {
    known(rx, site)?;
    let mut ids: Vec<i64> =
        crate::store::licences::of_site(rx.conn, site)?.iter().map(|licence| licence.id.0).collect();
    let removed = audit::told(rx.conn, "site", &[site.0])?;
    let removed: Vec<Told> = removed.into_iter().filter(|told| told.what == "licence.removed").collect();
    ids.extend(
        removed.iter().filter_map(|told| detail(told, &["licence.removed"])?.get("licence")?.as_i64()),
    );
    let mut told = audit::told(rx.conn, "licence", &ids)?;
    told.extend(removed);
    told.sort_by_key(|told| told.id);
    let change = |told: &Told| {
        let detail = detail(told, &["licence.added", "licence.corrected", "licence.removed"])?;
        let of = |name: &str| {
            let value = detail.get(name)?;
            Some(OfLicence {
                kind: value.get("kind")?.as_str()?.parse().ok()?,
                number: value.get("number")?.as_str()?.to_owned(),
                valid_until: value
                    .get("valid_until")
                    .and_then(Value::as_str)
                    .and_then(|day| day.parse().ok()),
            })
        };
        // What was added is in `licence`; a removal has its number there.
        let after = of("after").or_else(|| of("licence"));
        Some(Change { at: told.at, by: by(rx, told), before: of("before"), after })
    };
    Ok(told.iter().rev().filter_map(change).take(MOST).collect())
}

fn known(rx: &mut Rx<'_>, site: SiteId) -> Result<()> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    sites::find(rx.conn, &actor.scope(), site)?;
    Ok(())
}

/// The detail of an event, if it is one of these.
fn detail(told: &Told, whats: &[&str]) -> Option<Value> {
    if whats.contains(&told.what.as_str()) { serde_json::from_str(&told.detail).ok() } else { None }
}

fn by(rx: &Rx<'_>, told: &Told) -> By {
    let reader_is_staff = rx.viewer.is_some_and(|viewer| viewer.role != Role::Operator);
    let is_staff = told.role.is_some_and(|role| role != Role::Operator);
    By { role: told.role, name: told.name.clone().filter(|_| reader_is_staff && is_staff) }
}
