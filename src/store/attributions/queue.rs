//! Lists of attributions by where they stand.

use diesel::dsl;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::{Attribution, Row, SELECTION, visible};
use crate::domain::access::Scope;
use crate::domain::attribution::Stage;
use crate::domain::division::UnitCode;
use crate::domain::ids::{AttributionId, UserId};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::Count;
use crate::store::conn::MultiBackend;
use crate::store::schema::attributions;
use crate::store::{Conn, Result};

/// Which attributions a list shows.
#[derive(Debug, Clone, Default)]
pub struct StageFilter {
    /// The stages they are at.
    pub stages: Vec<Stage>,
    /// One unit, or all.
    pub unit: Option<UnitCode>,
    /// One pathway, or all.
    pub pathway: Option<Pathway>,
    /// Leaves out what this person had a hand in.
    pub not_by: Option<UserId>,
}

/// The attributions a filter chooses, in scope.
fn chosen<'a>(scope: &Scope, filter: &StageFilter) -> attributions::BoxedQuery<'a, MultiBackend> {
    let mut query = attributions::table
        .filter(visible(scope))
        .filter(attributions::stage.eq_any(filter.stages.clone()))
        .into_boxed::<MultiBackend>();
    if let Some(unit) = &filter.unit {
        query = query.filter(attributions::unit_code.eq(unit.clone()));
    }
    if let Some(pathway) = filter.pathway {
        query = query.filter(attributions::pathway.eq(pathway));
    }
    if let Some(user) = filter.not_by {
        let not_verified = attributions::verified_by.is_null().or(attributions::verified_by.ne(Some(user)));
        query = query.filter(attributions::proposed_by.ne(user)).filter(not_verified);
    }
    query
}

/// How many there are, in households and in persons.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, scope: &Scope, filter: &StageFilter) -> Result<Count> {
    let persons = dsl::sql::<Nullable<BigInt>>("CAST(SUM(attributions.persons) AS BIGINT)");
    let (households, persons): (i64, Option<i64>) =
        chosen(scope, filter).select((dsl::count_star(), persons)).first(c)?;
    Ok(Count { households: Households(households), persons: Persons(persons.unwrap_or(0)) })
}

/// A page of them, the oldest proposal first: what waits longest comes first.
///
/// # Errors
/// If the database fails.
pub fn list(
    c: &mut Conn,
    scope: &Scope,
    filter: &StageFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<Attribution>> {
    let rows: Vec<Row> = chosen(scope, filter)
        .order((attributions::proposed_at, attributions::id))
        .select(SELECTION)
        .offset(offset)
        .limit(limit)
        .load(c)?;
    rows.into_iter().map(Row::read).collect()
}

/// The attributions a filter chooses with a number beyond this one, in the order of their numbers.
///
/// # Errors
/// If the database fails.
pub fn after(
    c: &mut Conn,
    scope: &Scope,
    filter: &StageFilter,
    after: i64,
    limit: i64,
) -> Result<Vec<Attribution>> {
    let rows: Vec<Row> = chosen(scope, filter)
        .filter(attributions::id.gt(AttributionId(after)))
        .order(attributions::id)
        .select(SELECTION)
        .limit(limit)
        .load(c)?;
    rows.into_iter().map(Row::read).collect()
}
