//! The sixteen applications, carried by the desk's own steps to the states they are shown in.

use chrono::{Duration, NaiveDate};
use serde_json::json;

use super::filing::{answers, file};
use super::notices;
use super::people::broken;
use super::places::Place;
use crate::desk::{Desk, Result, Tx, applications as desk_applications};
use crate::domain::access::{Actor, Role, Scope};
use crate::domain::application::Step;
use crate::domain::identity::Reason;
use crate::domain::ids::ApplicationId;
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::domain::scoring::Verdict;
use crate::store::{applications, sheets};

/// How far an application has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Submitted,
    Returned,
    Refused,
    Accepted,
    Reviewed,
    Inspected,
    Decided,
    Noticed,
    Approved,
    Awarded,
    Rejected,
    Withdrawn,
}

impl Until {
    /// Whether the county or the operator has to act next.
    const fn waits(self) -> bool {
        matches!(self, Self::Submitted | Self::Returned | Self::Accepted | Self::Reviewed)
    }
}

/// Star applied for, hundredths of each item's points given, and how far it has come, in the order of the sites.
const CASES: [(i32, i32, Until); 16] = [
    (4, 82, Until::Awarded),
    (3, 0, Until::Submitted),
    (4, 78, Until::Reviewed),
    (4, 84, Until::Inspected),
    (3, 0, Until::Returned),
    (3, 64, Until::Awarded),
    (2, 0, Until::Accepted),
    (3, 0, Until::Submitted),
    (5, 92, Until::Awarded),
    (3, 70, Until::Reviewed),
    (3, 12, Until::Rejected),
    (4, 0, Until::Refused),
    (5, 90, Until::Noticed),
    (4, 86, Until::Approved),
    (3, 66, Until::Decided),
    (2, 0, Until::Withdrawn),
];

/// Carries every application as far as the plan says.
///
/// # Errors
/// If a step is refused, which a test would have found.
pub fn apply(desk: &Desk, places: &[Place], actors: &[Actor]) -> Result<()> {
    // Those that wait for somebody came in lately, the others since September; numbers are given in the order of their days.
    let since = |month, day| NaiveDate::from_ymd_opt(2017, month, day).ok_or_else(|| broken("a day"));
    let (autumn, lately) = (since(9, 4)?, since(11, 13)?);
    let mut cases: Vec<_> = CASES
        .into_iter()
        .zip(places)
        .zip(0_i64..)
        .map(|(((star, share, until), place), n)| {
            let day =
                if until.waits() { lately + Duration::days(n % 4) } else { autumn + Duration::days(n * 2) };
            (day, star, share, until, place)
        })
        .collect();
    cases.sort_by_key(|(day, ..)| *day);
    for (day, star, share, until, place) in cases {
        let of_unit = || {
            actors
                .iter()
                .filter(|actor| actor.role == Role::County && actor.unit.as_ref() == Some(&place.unit))
        };
        let operator = actors.iter().find(|actor| actor.operator == Some(place.operator));
        let mut county = of_unit();
        let people = People {
            operator: operator.ok_or_else(|| broken("an operator"))?,
            clerk: county.next().ok_or_else(|| broken("a county clerk"))?,
            colleague: county.next().ok_or_else(|| broken("a second county clerk"))?,
            city: actors.iter().find(|actor| actor.role == Role::City).ok_or_else(|| broken("city staff"))?,
        };
        let case =
            Case { desk, place, people, day, star: Star::try_from(star).map_err(|_| broken("a star"))? };
        case.carry(until, share)?;
    }
    Ok(())
}

struct People<'a> {
    operator: &'a Actor,
    clerk: &'a Actor,
    colleague: &'a Actor,
    city: &'a Actor,
}

struct Case<'a> {
    desk: &'a Desk,
    place: &'a Place,
    people: People<'a>,
    day: NaiveDate,
    star: Star,
}

impl Case<'_> {
    fn carry(&self, until: Until, share: i32) -> Result<()> {
        // Whoever applies finds themselves a little better than the county does.
        let own = (share.max(60) + 5).min(100);
        let site = (self.place.site, self.star);
        let id = file(self.desk, self.people.operator, self.at(0)?, site, own)?;
        let revision = || self.revision(id);
        match until {
            Until::Submitted => return Ok(()),
            Until::Withdrawn => {
                let r = revision()?;
                return self.write(self.people.operator, 3, move |tx| {
                    desk_applications::withdraw(tx, id, r, "正在改造厨房，完工后再申报。")
                });
            }
            Until::Returned => {
                let (r, reason) = (revision()?, reason("请补齐：消防检查合格证明；厨房平面图。")?);
                return self.write(self.people.clerk, 3, move |tx| {
                    desk_applications::return_for_completion(tx, id, r, &reason)
                });
            }
            Until::Refused => {
                let (r, reason) =
                    (revision()?, reason("经营场所不在农家乐、乡村旅游区的范围，不符合申报条件。")?);
                return self
                    .write(self.people.clerk, 3, move |tx| desk_applications::refuse(tx, id, r, &reason));
            }
            _ => {}
        }
        let r = revision()?;
        self.write(self.people.clerk, 2, move |tx| desk_applications::accept(tx, id, r))?;
        if until == Until::Accepted {
            return Ok(());
        }
        let (r, trade) = (revision()?, self.place.trade);
        self.write(self.people.clerk, 6, move |tx| {
            let application = applications::find(tx.conn, &Scope::City, id)?;
            let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
            desk_applications::save_scores(tx, id, r, &answers(&sheet, trade, share), true).map(drop)
        })?;
        match until {
            Until::Awarded | Until::Rejected => {
                let r = revision()?;
                let (verdict, why) = if until == Until::Awarded {
                    (Verdict::Award(self.star), "现场材料与评分一致，同意申报星级。")
                } else {
                    (Verdict::Reject, "总分未达到一星标准，整改后可重新申报。")
                };
                self.write(self.people.colleague, 9, move |tx| {
                    desk_applications::decide(tx, id, r, verdict, why).map(drop)
                })
            }
            Until::Inspected => self.walk(id, &[Step::Inspect]),
            Until::Decided => self.decided(id),
            Until::Noticed => {
                self.decided(id)?;
                // Runs when the demonstration opens, with somebody waiting for an answer.
                let notice = notices::put_up(self.desk, self.people.city, id, day(11, 21)?)?;
                notices::object(self.desk, notice, day(11, 23)?)
            }
            Until::Approved => {
                self.decided(id)?;
                notices::put_up(self.desk, self.people.city, id, day(11, 7)?)?;
                notices::approve(self.desk, self.people.city, id, day(11, 17)?)
            }
            _ => Ok(()),
        }
    }

    fn decided(&self, id: ApplicationId) -> Result<()> {
        self.walk(id, &[Step::Inspect, Step::Decide])?;
        notices::decide(self.desk, self.people.city, id, self.at(14)?)
    }

    /// The steps of the long procedure, by the city.
    fn walk(&self, id: ApplicationId, steps: &[Step]) -> Result<()> {
        (10..)
            .step_by(4)
            .zip(steps)
            .try_for_each(|(days, step)| self.advance(self.people.city, id, days, *step))
    }

    fn advance(&self, actor: &Actor, id: ApplicationId, days: i64, step: Step) -> Result<()> {
        self.write(actor, days, move |tx| {
            let read = applications::find(tx.conn, &tx.scope(), id)?;
            let to = read.stage.take(step).map_err(|refusal| crate::desk::Error::conflict(&refusal))?;
            let taken = applications::Taken {
                step,
                from: read.stage,
                to,
                at: tx.now,
                by: tx.actor.user,
                note: "",
                due_on: None,
            };
            applications::take(tx.conn, id, read.revision, &taken)?;
            tx.record("application.carried", "application", id.0, json!({ "step": step, "to": to }))
        })
    }

    fn revision(&self, id: ApplicationId) -> Result<i64> {
        Ok(self.desk.db.read_now(move |c| applications::find(c, &Scope::City, id))?.revision)
    }

    fn write<T: Send + 'static>(
        &self,
        actor: &Actor,
        days: i64,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.desk.write_now(actor.clone(), self.at(days)?, work)
    }

    fn at(&self, days: i64) -> Result<Moment> {
        let at = (self.day + Duration::days(days)).and_hms_opt(10, 20, 0).ok_or_else(|| broken("a time"))?;
        Ok(Moment::from_local(at))
    }
}

/// A day of the year the demonstration is of.
fn day(month: u32, day: u32) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(2017, month, day).ok_or_else(|| broken("a day"))
}

fn reason(text: &str) -> Result<Reason> {
    text.parse().map_err(|_| broken("a reason"))
}
