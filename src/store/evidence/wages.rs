//! The confirmed wages of hires, as evidence.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use crate::domain::attribution::Wages;
use crate::domain::ids::HireId;
use crate::domain::quantity::Fen;
use crate::store::schema::wage_months;
use crate::store::{Conn, Result};

/// The months of each of these hires that began until a day and whose wage is confirmed; a hire without any is left out.
///
/// # Errors
/// If the database fails.
pub fn until(c: &mut Conn, hires: &[HireId], day: NaiveDate) -> Result<HashMap<HireId, Wages>> {
    if hires.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(HireId, i64, Option<Fen>)> = wage_months::table
        .filter(wage_months::hire_id.eq_any(hires.to_vec()))
        .filter(wage_months::month.le(day))
        .group_by(wage_months::hire_id)
        .select((wage_months::hire_id, count_star(), min(wage_months::wage_fen)))
        .load(c)?;
    let wages = |(hire, months, lowest): (HireId, i64, Option<Fen>)| {
        (
            hire,
            Wages { months: i32::try_from(months).unwrap_or(i32::MAX), lowest: lowest.unwrap_or_default() },
        )
    };
    Ok(rows.into_iter().map(wages).collect())
}
