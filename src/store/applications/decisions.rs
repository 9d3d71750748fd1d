use diesel::prelude::*;
use serde::Serialize;

use crate::domain::application::Level;
use crate::domain::decision::Basis;
use crate::domain::ids::{ApplicationId, SheetId};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::domain::scoring::Column;
use crate::domain::sheet::Points;
use crate::store::fault::Fault;
use crate::store::schema::{applications, decisions, users};
use crate::store::{Conn, Result};

/// A decision on an application.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// The round it ends.
    pub round: i32,
    /// The column decided on.
    pub column: Column,
    /// The level that decided.
    pub level: Level,
    /// What it was computed from.
    pub basis: &'a Basis,
    /// The star the points reach.
    pub reached: Option<Star>,
    /// The star awarded; none if rejected.
    pub awarded: Option<Star>,
    /// The total.
    pub total: Points,
    /// The reason; may be empty where none is owed.
    pub reason: &'a str,
    /// By whom.
    pub by: crate::domain::ids::UserId,
    /// When.
    pub at: Moment,
}

/// Records the decision on an application.
///
/// # Errors
/// `Taken(DecisionOfRound)` if there is one already.
pub fn decide(c: &mut Conn, id: ApplicationId, decision: &Decision<'_>) -> Result<()> {
    let basis = decision.basis.to_json().map_err(|error| Fault::Broken(error.to_string()))?;
    diesel::insert_into(decisions::table)
        .values((
            decisions::application_id.eq(id),
            decisions::round.eq(decision.round),
            decisions::score_column.eq(decision.column),
            decisions::level.eq(decision.level),
            decisions::basis.eq(basis),
            decisions::reached_star.eq(decision.reached.map_or(0, Star::number)),
            decisions::awarded_star.eq(decision.awarded),
            decisions::total_hundredths.eq(decision.total.hundredths()),
            decisions::reason.eq(decision.reason),
            decisions::decided_by.eq(decision.by),
            decisions::decided_at.eq(decision.at),
        ))
        .execute(c)?;
    Ok(())
}

/// What was decided on an application.
#[derive(Debug, Clone, Serialize)]
pub struct Decided {
    /// The round it ended.
    pub round: i32,
    /// The column decided on.
    pub column: Column,
    /// The level that decided.
    pub level: Level,
    /// What it was computed from; none for those from before it was kept.
    #[serde(skip)]
    pub basis: Option<Basis>,
    /// The star the points reached; none for zero.
    pub reached: Option<Star>,
    /// The star awarded; none if rejected.
    pub awarded: Option<Star>,
    /// The total.
    pub total: Points,
    /// The reason given.
    pub reason: String,
    /// By whom, by name.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
}

type Row = (i32, Column, Level, String, i32, Option<Star>, i64, String, Option<String>, Moment);
type Columns = (
    decisions::round,
    decisions::score_column,
    decisions::level,
    decisions::basis,
    decisions::reached_star,
    decisions::awarded_star,
    decisions::total_hundredths,
    decisions::reason,
    diesel::dsl::Nullable<users::name>,
    decisions::decided_at,
);

fn columns() -> Columns {
    (
        decisions::round,
        decisions::score_column,
        decisions::level,
        decisions::basis,
        decisions::reached_star,
        decisions::awarded_star,
        decisions::total_hundredths,
        decisions::reason,
        users::name.nullable(),
        decisions::decided_at,
    )
}

fn decided(row: Row) -> Result<Decided> {
    let (round, column, level, basis, reached, awarded, total, reason, by, at) = row;
    let read = |json: &str| Basis::from_json(json).map_err(|error| Fault::Broken(error.to_string()));
    Ok(Decided {
        round,
        column,
        level,
        basis: if basis.is_empty() { None } else { Some(read(&basis)?) },
        reached: Star::try_from(reached).ok(),
        awarded,
        total: Points::from_hundredths(total),
        reason,
        by,
        at,
    })
}

/// Every decision on an application, by round.
///
/// # Errors
/// If the database fails, or holds a basis that cannot be read.
pub fn decisions_of(c: &mut Conn, id: ApplicationId) -> Result<Vec<Decided>> {
    let rows: Vec<Row> = decisions::table
        .left_join(users::table)
        .filter(decisions::application_id.eq(id))
        .select(columns())
        .order(decisions::round)
        .load(c)?;
    rows.into_iter().map(decided).collect()
}

/// The last decision on an application, if there is one.
///
/// # Errors
/// As [`decisions_of`].
pub fn decision(c: &mut Conn, id: ApplicationId) -> Result<Option<Decided>> {
    Ok(decisions_of(c, id)?.pop())
}

/// A decision with what it takes to compute it again.
#[derive(Debug)]
pub struct Recorded {
    /// The application.
    pub application: ApplicationId,
    /// Its number.
    pub number: String,
    /// The version of the sheet it was judged by.
    pub sheet: SheetId,
    /// The round the application is in.
    pub round: i32,
    /// What was decided.
    pub decided: Decided,
}

impl Recorded {
    /// Whether it ends the round the application is in: nothing was scored since.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.decided.round == self.round
    }
}

/// Every decision there is, by application and round.
///
/// # Errors
/// As [`decisions_of`].
pub fn all_decisions(c: &mut Conn) -> Result<Vec<Recorded>> {
    let rows: Vec<((ApplicationId, String, SheetId, i32), Row)> = decisions::table
        .inner_join(applications::table)
        .left_join(users::table)
        .select((
            (applications::id, applications::number, applications::sheet_id, applications::round),
            columns(),
        ))
        .order((decisions::application_id, decisions::round))
        .load(c)?;
    rows.into_iter()
        .map(|((application, number, sheet, round), row)| {
            Ok(Recorded { application, number, sheet, round, decided: decided(row)? })
        })
        .collect()
}
