//! Who is at work, month by month, and what was paid.

use chrono::NaiveDate;
use serde_json::json;

use super::show;
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::hire::{Held, MonthlyWage, check_at_work};
use crate::domain::identity::Reason;
use crate::domain::ids::HireId;
use crate::domain::month::Month;
use crate::domain::quantity::Fen;
use crate::domain::refusal::{Message, Refusals};
use crate::store::hires::wages::{self as store, WageCorrection};
pub use crate::store::hires::wages::{AtWork, Corrected, WageMonth};

/// A page of who was at work in a month.
#[derive(Debug)]
pub struct List {
    /// The rows.
    pub rows: Vec<AtWork>,
    /// How many there are in all.
    pub total: i64,
    /// How many of them are not confirmed.
    pub open: i64,
    /// The reader's day.
    pub today: NaiveDate,
}

/// Who was at work at one's own sites in a month.
///
/// # Errors
/// `Forbidden` for anybody but operators.
pub fn at_work(rx: &mut Rx<'_>, month: Month, offset: i64, limit: i64) -> Result<List> {
    rx.actor()?.must(Act::ReportHire)?;
    let scope = rx.scope();
    Ok(List {
        rows: store::at_work(rx.conn, &scope, month, offset, limit)?,
        total: store::count_at_work(rx.conn, &scope, month)?,
        open: store::count_open(rx.conn, &scope, month)?,
        today: rx.now.day(),
    })
}

/// The form's field of a person's wage.
fn field(hire: HireId) -> String {
    format!("wages[{hire}]")
}

/// Confirms people at work in a month, each with the wage paid. What is confirmed already with the same wage is passed over,
/// because a phone with a weak line sends twice.
///
/// # Errors
/// `NotFound` for somebody else's hire; `Invalid` at the person for a month they were not at work, or one that is confirmed with
/// another wage: then nobody is confirmed.
pub fn confirm(tx: &mut Tx<'_>, month: Month, paid: &[(HireId, MonthlyWage)]) -> Result<usize> {
    tx.actor.must(Act::ReportHire)?;
    let mut refusals = Refusals::default();
    let mut confirmed = 0;
    for (id, wage) in paid {
        let hire = show(&mut tx.reading(), *id)?.listed;
        let held = Held { from: hire.started_on, to: hire.left_on };
        if let Err(refusal) = check_at_work(hire.stage, held, month, tx.now.day()) {
            refusals.add(&field(*id), crate::domain::refusal::Refusal::message(&refusal));
            continue;
        }
        match store::confirm(tx.conn, *id, month, *wage, tx.actor.user, tx.now)? {
            Some(before) if before != wage.0 => {
                refusals.add(&field(*id), Message::new("error-wage-month-confirmed"));
            }
            Some(_) => {}
            None => {
                let detail = json!({ "month": month.to_string(), "wage_fen": wage.0 });
                tx.record("hire.confirmed_at_work", "hire", id.0, detail)?;
                confirmed += 1;
            }
        }
    }
    refusals.into_result()?;
    Ok(confirmed)
}

/// The months of a hire and what was corrected in them.
#[derive(Debug)]
pub struct Wages {
    /// The months, oldest first.
    pub months: Vec<WageMonth>,
    /// The corrections, oldest first.
    pub corrections: Vec<Corrected>,
}

/// The months of a hire.
///
/// # Errors
/// `NotFound` if the reader may not know of the hire.
pub fn of_hire(rx: &mut Rx<'_>, id: HireId) -> Result<Wages> {
    show(rx, id)?;
    Ok(Wages { months: store::of_hire(rx.conn, id)?, corrections: store::corrections(rx.conn, id)? })
}

/// The wage of a month, for its operator to correct.
///
/// # Errors
/// `NotFound` for somebody else's hire, or a month that is not confirmed.
pub fn to_correct(rx: &mut Rx<'_>, id: HireId, month: Month) -> Result<Fen> {
    rx.actor()?.must(Act::ReportHire)?;
    show(rx, id)?;
    Ok(store::of_month(rx.conn, id, month)?)
}

/// Puts the wage of a month right. What it was, who changed it and why stays.
///
/// # Errors
/// As [`to_correct`]; `Stale` if it was corrected since it was read, `Invalid` if it is the same.
pub fn correct(
    tx: &mut Tx<'_>,
    id: HireId,
    month: Month,
    before: Fen,
    wage: MonthlyWage,
    reason: &Reason,
) -> Result<()> {
    to_correct(&mut tx.reading(), id, month)?;
    if wage.0 == before {
        return Err(Error::Invalid(Refusals::one("wage", Message::new("error-wage-month-same"))));
    }
    let to = WageCorrection { before, after: wage.0, reason: reason.clone(), by: tx.actor.user, at: tx.now };
    store::correct(tx.conn, id, month, &to)?;
    let detail = json!({ "month": month.to_string(), "before_fen": before, "after_fen": wage.0 });
    tx.record("hire.wage_corrected", "hire", id.0, detail)
}
