//! The months confirmed at work, each with the wage that was paid.

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Listed, visible};
use crate::domain::access::Scope;
use crate::domain::hire::{MonthlyWage, Stage};
use crate::domain::identity::Reason;
use crate::domain::ids::{HireId, UserId};
use crate::domain::moment::Moment;
use crate::domain::month::Month;
use crate::domain::quantity::Fen;
use crate::store::conn::portable;
use crate::store::fault::changed;
use crate::store::schema::{hires, users, wage_corrections, wage_months};
use crate::store::{Conn, Result};

/// Confirms a month with the wage paid for it. Nothing is changed if it is confirmed already: then the wage it was confirmed
/// with is the answer.
///
/// # Errors
/// `Stale` if the month does not lie within the days of the hire as it is by now.
pub fn confirm(
    c: &mut Conn,
    hire: HireId,
    month: Month,
    wage: MonthlyWage,
    by: UserId,
    at: Moment,
) -> Result<Option<Fen>> {
    let insert = diesel::insert_into(wage_months::table)
        .values((
            wage_months::hire_id.eq(hire),
            wage_months::month.eq(month.first_day()),
            wage_months::wage_fen.eq(wage.0),
            wage_months::confirmed_by.eq(by),
            wage_months::confirmed_at.eq(at),
        ))
        .on_conflict((wage_months::hire_id, wage_months::month))
        .do_nothing();
    if portable(insert).execute(c)? == 0 {
        return of_month(c, hire, month).map(Some);
    }
    diesel::update(hires::table.filter(hires::id.eq(hire).and(hires::stage.eq(Stage::Verified))))
        .set((hires::stage.eq(Stage::Employed), hires::revision.eq(hires::revision + 1)))
        .execute(c)?;
    Ok(None)
}

/// What was paid for a month.
///
/// # Errors
/// `NotFound` if it is not confirmed.
pub fn of_month(c: &mut Conn, hire: HireId, month: Month) -> Result<Fen> {
    Ok(wage_months::table.find((hire, month.first_day())).select(wage_months::wage_fen).first(c)?)
}

/// A wage put right.
#[derive(Debug, Clone)]
pub struct WageCorrection {
    /// What the corrector read.
    pub before: Fen,
    /// What was paid indeed.
    pub after: Fen,
    /// Why.
    pub reason: Reason,
    /// Who corrects.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// Puts the wage of a month right and keeps what it was before.
///
/// # Errors
/// `Stale` if it is no longer what the corrector read.
pub fn correct(c: &mut Conn, hire: HireId, month: Month, to: &WageCorrection) -> Result<()> {
    let row = wage_months::table.find((hire, month.first_day()));
    changed(
        diesel::update(row.filter(wage_months::wage_fen.eq(to.before)))
            .set(wage_months::wage_fen.eq(to.after))
            .execute(c)?,
    )?;
    diesel::insert_into(wage_corrections::table)
        .values((
            wage_corrections::hire_id.eq(hire),
            wage_corrections::month.eq(month.first_day()),
            wage_corrections::before_fen.eq(to.before),
            wage_corrections::after_fen.eq(to.after),
            wage_corrections::reason.eq(&to.reason),
            wage_corrections::corrected_by.eq(to.by),
            wage_corrections::corrected_at.eq(to.at),
        ))
        .execute(c)?;
    Ok(())
}

/// A month confirmed at work.
#[derive(Debug, Clone, Queryable)]
pub struct WageMonth {
    /// Its first day.
    pub month: NaiveDate,
    /// What was paid.
    pub wage: Fen,
    /// Who confirmed it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// The months of a hire, oldest first.
///
/// # Errors
/// If the database fails.
pub fn of_hire(c: &mut Conn, hire: HireId) -> Result<Vec<WageMonth>> {
    Ok(wage_months::table
        .inner_join(users::table)
        .filter(wage_months::hire_id.eq(hire))
        .order(wage_months::month)
        .select((wage_months::month, wage_months::wage_fen, users::name, wage_months::confirmed_at))
        .load(c)?)
}

/// A correction as it was recorded.
#[derive(Debug, Clone, Queryable)]
pub struct Corrected {
    /// The month's first day.
    pub month: NaiveDate,
    /// The wage before.
    pub before: Fen,
    /// The wage after.
    pub after: Fen,
    /// Why.
    pub reason: String,
    /// Who corrected.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// What was corrected in the months of a hire, oldest first.
///
/// # Errors
/// If the database fails.
pub fn corrections(c: &mut Conn, hire: HireId) -> Result<Vec<Corrected>> {
    Ok(wage_corrections::table
        .inner_join(users::table)
        .filter(wage_corrections::hire_id.eq(hire))
        .order(wage_corrections::id)
        .select((
            wage_corrections::month,
            wage_corrections::before_fen,
            wage_corrections::after_fen,
            wage_corrections::reason,
            users::name,
            wage_corrections::corrected_at,
        ))
        .load(c)?)
}

/// The last month confirmed of a hire, by its first day.
///
/// # Errors
/// If the database fails.
pub fn last(c: &mut Conn, hire: HireId) -> Result<Option<NaiveDate>> {
    Ok(wage_months::table
        .filter(wage_months::hire_id.eq(hire))
        .select(diesel::dsl::max(wage_months::month))
        .first(c)?)
}

/// The hires found true whose days reach into a month.
fn during(scope: &Scope, month: Month) -> super::Visible<'_> {
    visible(scope)
        .filter(hires::stage.eq_any([Stage::Verified, Stage::Employed, Stage::Left]))
        .filter(hires::started_on.lt(month.on(1).first_day()))
        .filter(hires::left_on.is_null().or(hires::left_on.ge(month.first_day())))
}

/// A person at work in a month, and what was paid.
#[derive(Debug, Clone)]
pub struct AtWork {
    /// The hire.
    pub hire: Listed,
    /// The wage the month is confirmed with.
    pub confirmed: Option<Fen>,
    /// The wage of the last month confirmed before; of the report if there is none.
    pub usual: Fen,
}

/// Who was at work in a month, by number.
///
/// # Errors
/// If the database fails.
pub fn at_work(c: &mut Conn, scope: &Scope, month: Month, offset: i64, limit: i64) -> Result<Vec<AtWork>> {
    let rows: Vec<Listed> = during(scope, month)
        .select(super::read::LISTED)
        .order(hires::id)
        .offset(offset)
        .limit(limit)
        .load(c)?;
    let ids: Vec<HireId> = rows.iter().map(|row| row.id).collect();
    // Two years of months are enough to find what was paid last.
    let paid: Vec<(HireId, NaiveDate, Fen)> = wage_months::table
        .filter(wage_months::hire_id.eq_any(ids))
        .filter(wage_months::month.between(month.back(24).first_day(), month.first_day()))
        .order(wage_months::month.desc())
        .select((wage_months::hire_id, wage_months::month, wage_months::wage_fen))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|hire| {
            let mut own = paid.iter().filter(|(id, ..)| *id == hire.id).peekable();
            let confirmed = own.next_if(|(_, first, _)| *first == month.first_day()).map(|(.., wage)| *wage);
            let usual = own.next().map_or(hire.wage, |(.., wage)| *wage);
            AtWork { hire, confirmed, usual }
        })
        .collect())
}

/// How many were at work in a month.
///
/// # Errors
/// If the database fails.
pub fn count_at_work(c: &mut Conn, scope: &Scope, month: Month) -> Result<i64> {
    Ok(during(scope, month).count().get_result(c)?)
}

/// How many were at work in a month and are not confirmed for it.
///
/// # Errors
/// If the database fails.
pub fn count_open(c: &mut Conn, scope: &Scope, month: Month) -> Result<i64> {
    let confirmed = wage_months::table
        .filter(wage_months::hire_id.eq(hires::id).and(wage_months::month.eq(month.first_day())));
    Ok(during(scope, month).filter(not(exists(confirmed))).count().get_result::<i64>(c)?)
}
