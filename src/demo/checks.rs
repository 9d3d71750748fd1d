//! Checks of households against the exit criteria: signed by an officer and by the head before the announcement, one of them with
//! something that does not fit.

use chrono::{Duration, NaiveDate};

use super::hires::county;
use super::people::broken;
use super::plan::Progress;
use super::register::Entered;
use crate::desk::Result;
use crate::domain::access::Actor;
use crate::domain::household_check::{CRITERIA, Found};
use crate::domain::moment::Moment;
use crate::domain::quantity::Fen;
use crate::store::{Conn, household_checks};

/// Members of the verification teams.
const OFFICERS: [&str; 5] = ["陆永康", "宁国强", "黄秀莲", "施文华", "韦建军"];

/// Records the check of every fifth household that exited.
///
/// # Errors
/// If the database fails.
pub fn record(c: &mut Conn, entered: &[Entered], actors: &[Actor]) -> Result<()> {
    let criteria = household_checks::criteria_of(c, 2017)?;
    for (n, one) in entered.iter().enumerate().step_by(5) {
        let Some(exit) = one.exit.filter(|_| one.plan.progress == Progress::Confirmed) else { continue };
        let members = i64::try_from(one.members.len()).unwrap_or(1);
        let clerk = county(actors, &one.unit).next().ok_or_else(|| broken("a county clerk"))?;
        let announced = one.plan.announced_on;
        let a_head = 330_000 + i64::try_from(n * 37 % 180).unwrap_or_default() * 1_000;
        let found = Found {
            met: (1..=CRITERIA).map(|place| (place, true)).collect(),
            income: Fen(a_head * members),
            // The first form was filled in before a child was born.
            persons: i32::try_from(members).unwrap_or(1) - i32::from(n == 0),
            officer_on: announced - Duration::days(16),
            head_on: announced - Duration::days(15),
        };
        let officer = OFFICERS.get(n % OFFICERS.len()).copied().unwrap_or_default();
        let at = afternoon(announced + Duration::days(3))?;
        household_checks::record(c, exit, criteria.id, &found, officer, (None, clerk.user, at))?;
    }
    Ok(())
}

fn afternoon(day: NaiveDate) -> Result<Moment> {
    Ok(Moment::from_local(day.and_hms_opt(15, 0, 0).ok_or_else(|| broken("a time"))?))
}
