//! The licences of the sites: all that each trade owes, so that each may apply.

use chrono::NaiveDate;

use super::people::broken;
use crate::desk::{Result, sheets};
use crate::domain::access::Scope;
use crate::domain::ids::SiteId;
use crate::domain::licence::{LicenceKind, owed};
use crate::domain::moment::Moment;
use crate::domain::site::Trade;
use crate::store::licences::{self, Printed};
use crate::store::{Conn, operators, sites};

/// Enters what a site owes. Every sixth one has to think of its fire safety certificate this winter.
///
/// # Errors
/// If the database fails.
pub fn enter(c: &mut Conn, (n, site, trade): (usize, SiteId, Trade), at: Moment) -> Result<()> {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| broken("a day"));
    let operator = sites::find(c, &Scope::City, site)?.operator;
    let credit_code = operators::find(c, operator)?.credit_code;
    for kind in owed(&sheets::procedure()?.licences, trade) {
        let (number, valid_until) = match kind {
            LicenceKind::Business => (credit_code.clone(), None),
            LicenceKind::Hygiene => (format!("钦卫公证字〔2016〕第{n:04}号"), Some(day(2020, 4, 30)?)),
            LicenceKind::FireSafety if n % 6 == 0 => {
                (format!("钦公消安检字〔2015〕第{n:04}号"), Some(day(2018, 1, 10)?))
            }
            LicenceKind::FireSafety => (format!("钦公消安检字〔2016〕第{n:04}号"), Some(day(2019, 12, 31)?)),
            LicenceKind::SpecialTrade => (format!("钦公特旅字第{n:04}号"), None),
            LicenceKind::Food => (format!("JY24507990{n:06}"), Some(day(2021, 6, 30)?)),
        };
        let number = number.parse().map_err(|_| broken("a licence's number"))?;
        licences::insert(c, site, &Printed { kind, number, valid_until }, None, None, at)?;
    }
    Ok(())
}
