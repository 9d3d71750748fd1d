//! Announced exits with the members frozen with them.

mod end;
mod insert;
pub mod pasts;

use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use serde::Serialize;

pub use self::end::{Change, NewChange, changes_of, end, hold, record_change, village_of};
pub use self::insert::{FrozenMember, NewExit, insert_many};
use super::conn::MultiBackend;
use super::schema::{attributions, divisions, exit_members, exits, households, persons, reporting_units};
use super::{Conn, Result};
use crate::domain::access::Scope;
use crate::domain::attribution::Stage;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::exit::{ExitState, Standing};
use crate::domain::household::{HouseholdCode, Relation};
use crate::domain::identity::PersonName;
use crate::domain::ids::{AnnouncementId, AttributionId, BatchId, ExitId, HouseholdId, PersonId};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Count, Month};

/// Which exits a list shows.
#[derive(Debug, Clone, Default)]
pub struct ExitFilter {
    /// One unit, or all.
    pub unit: Option<UnitCode>,
    /// The year of the announcement.
    pub year: Option<i32>,
    /// Its month; only beside a year.
    pub month: Option<Month>,
    /// Where their attribution stands.
    pub standing: Option<Standing>,
    /// The pathway they are attributed to.
    pub pathway: Option<Pathway>,
    /// The list they were announced with.
    pub announcement: Option<AnnouncementId>,
    /// What became of them.
    pub state: Option<ExitState>,
    /// The village they live in.
    pub division: Option<DivisionCode>,
    /// The batch they were proposed in.
    pub batch: Option<BatchId>,
    /// Part of the household's code or the village's name; of the head's name too with `by_name`.
    pub text: Option<String>,
    /// Whether the reader sees names in full. Whoever does not must not find out by searching.
    pub by_name: bool,
}

/// A row of the list of exits.
#[derive(Debug, Clone, Queryable)]
pub struct ExitRow {
    /// The exit.
    pub id: ExitId,
    /// The household's code.
    pub household_code: HouseholdCode,
    /// The head's name.
    pub head: PersonName,
    /// The unit.
    pub unit: UnitCode,
    /// The unit's name.
    pub unit_name: String,
    /// The village's name.
    pub village: String,
    /// The members frozen with it.
    pub persons: i32,
    /// The day of the announcement.
    pub announced_on: NaiveDate,
    /// What became of it.
    pub state: ExitState,
    /// Its live attribution.
    pub attribution: Option<AttributionId>,
    /// The pathway.
    pub pathway: Option<Pathway>,
    /// Where the attribution stands.
    pub stage: Option<Stage>,
}

/// One exit.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Exit {
    /// The exit.
    pub id: ExitId,
    /// The household.
    pub household: HouseholdId,
    /// The household's code.
    pub household_code: HouseholdCode,
    /// The year it counts in.
    pub year: i32,
    /// The announcement's document number.
    pub document: String,
    /// The announcement's day.
    pub announced_on: NaiveDate,
    /// What became of it.
    pub state: ExitState,
    /// The village it lives in.
    pub division: DivisionCode,
    /// The village's name.
    pub village: String,
    /// The unit it is counted in.
    pub unit: UnitCode,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's name in pinyin.
    pub unit_name_en: String,
    /// The members frozen with it.
    pub persons: i32,
    /// How often it was changed.
    pub revision: i64,
    /// The list it was announced with.
    pub announcement: Option<AnnouncementId>,
}

/// A member frozen with an exit, as read.
#[derive(Debug, Clone, Queryable)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// Their ID number, 4+4.
    pub id_masked: String,
    /// Their date of birth.
    pub birth_date: NaiveDate,
    /// How they are related to the head.
    pub relation: Relation,
    /// Whether they are the head.
    pub is_head: bool,
}

/// The condition by which a reader may know of an exit. Every query of exits and their attributions has it.
pub(super) fn visible(
    scope: &Scope,
) -> Box<dyn BoxableExpression<exits::table, MultiBackend, SqlType = Bool>> {
    match scope {
        Scope::City => Box::new(exits::id.is_not_null()),
        Scope::Unit(unit) => Box::new(exits::unit_code.eq(unit.clone())),
        Scope::Public | Scope::Operator(_) => Box::new(exits::id.is_null()),
    }
}

/// The ids of the exits a filter chooses, in scope.
macro_rules! chosen {
    ($scope:expr, $filter:expr) => {{
        let filter: &ExitFilter = $filter;
        let live = attributions::table.filter(attributions::live.eq(true)).select(attributions::exit_id);
        let mut query = exits::table.filter(visible($scope)).into_boxed::<MultiBackend>();
        if let Some(unit) = &filter.unit {
            query = query.filter(exits::unit_code.eq(unit.clone()));
        }
        if let Some(year) = filter.year {
            query = query.filter(exits::year.eq(year));
        }
        if let Some((first, next)) = filter.year.zip(filter.month).and_then(|(year, month)| month.days(year))
        {
            query = query.filter(exits::announced_on.ge(first).and(exits::announced_on.lt(next)));
        }
        if let Some(announcement) = filter.announcement {
            query = query.filter(exits::announcement_id.eq(announcement));
        }
        if let Some(division) = &filter.division {
            query = query.filter(exits::division_code.eq(division.clone()));
        }
        if let Some(batch) = filter.batch {
            let members = attributions::table.filter(attributions::batch_id.eq(batch));
            query = query.filter(exits::id.eq_any(members.select(attributions::exit_id)));
        }
        if let Some(state) = filter.state {
            query = query.filter(exits::state.eq(state));
        }
        match filter.standing {
            None => {}
            Some(Standing::Unattributed) => {
                query = query
                    .filter(exits::state.eq(ExitState::Announced))
                    .filter(dsl::not(exits::id.eq_any(live)));
            }
            Some(standing) => {
                let staged = live.filter(attributions::stage.eq_any(standing.stages()));
                query = query.filter(exits::id.eq_any(staged));
            }
        }
        if let Some(pathway) = filter.pathway {
            query = query.filter(exits::id.eq_any(live.filter(attributions::pathway.eq(pathway))));
        }
        if let Some(text) = filter.text.as_deref().map(super::contains) {
            if filter.by_name {
                query = query.filter(exits::search.like(text).escape('\\'));
            } else {
                let coded = households::table
                    .filter(dsl::sql::<Text>("lower(households.code)").like(text.clone()).escape('\\'))
                    .select(households::id);
                let villages =
                    divisions::table.filter(divisions::name.like(text).escape('\\')).select(divisions::code);
                query =
                    query.filter(exits::household_id.eq_any(coded).or(exits::division_code.eq_any(villages)));
            }
        }
        query
    }};
}

/// How many exits a filter chooses, in households and in persons.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, scope: &Scope, filter: &ExitFilter) -> Result<Count> {
    let persons = dsl::sql::<diesel::sql_types::Nullable<diesel::sql_types::BigInt>>(
        "CAST(SUM(exits.persons) AS BIGINT)",
    );
    let (households, persons): (i64, Option<i64>) =
        chosen!(scope, filter).select((dsl::count_star(), persons)).first(c)?;
    Ok(Count { households: Households(households), persons: Persons(persons.unwrap_or(0)) })
}

/// The exits a filter chooses, newest announcement first.
///
/// # Errors
/// If the database fails.
pub fn list(
    c: &mut Conn,
    scope: &Scope,
    filter: &ExitFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<ExitRow>> {
    let ids: Vec<ExitId> = chosen!(scope, filter)
        .order((exits::announced_on.desc(), exits::id.desc()))
        .select(exits::id)
        .offset(offset)
        .limit(limit)
        .load(c)?;
    rows(c, &ids)
}

/// The exits a filter chooses with a number beyond this one, newest announcement first among them.
///
/// # Errors
/// If the database fails.
pub fn after(
    c: &mut Conn,
    scope: &Scope,
    filter: &ExitFilter,
    after: i64,
    limit: i64,
) -> Result<Vec<ExitRow>> {
    let ids: Vec<ExitId> = chosen!(scope, filter)
        .filter(exits::id.gt(ExitId(after)))
        .order(exits::id)
        .select(exits::id)
        .limit(limit)
        .load(c)?;
    let mut rows = rows(c, &ids)?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// The rows of these exits, newest announcement first. They must be in the reader's scope already.
///
/// # Errors
/// If the database fails.
pub(super) fn rows(c: &mut Conn, ids: &[ExitId]) -> Result<Vec<ExitRow>> {
    Ok(exits::table
        .inner_join(households::table)
        .inner_join(reporting_units::table.on(reporting_units::code.eq(exits::unit_code)))
        .inner_join(divisions::table.on(divisions::code.eq(exits::division_code)))
        .inner_join(
            exit_members::table.on(exit_members::exit_id.eq(exits::id).and(exit_members::is_head.eq(true))),
        )
        .inner_join(persons::table.on(persons::id.eq(exit_members::person_id)))
        .left_join(
            attributions::table.on(attributions::exit_id.eq(exits::id).and(attributions::live.eq(true))),
        )
        .filter(exits::id.eq_any(ids))
        .order((exits::announced_on.desc(), exits::id.desc()))
        .select((
            exits::id,
            households::code,
            persons::name,
            exits::unit_code,
            reporting_units::name,
            divisions::name,
            exits::persons,
            exits::announced_on,
            exits::state,
            attributions::id.nullable(),
            attributions::pathway.nullable(),
            attributions::stage.nullable(),
        ))
        .load(c)?)
}

/// One exit.
///
/// # Errors
/// `NotFound` if there is none, or none in scope.
pub fn find(c: &mut Conn, scope: &Scope, id: ExitId) -> Result<Exit> {
    let id: ExitId = exits::table
        .filter(visible(scope))
        .filter(exits::id.eq(id))
        .into_boxed::<MultiBackend>()
        .select(exits::id)
        .first(c)?;
    Ok(exits::table
        .inner_join(households::table)
        .inner_join(reporting_units::table.on(reporting_units::code.eq(exits::unit_code)))
        .inner_join(divisions::table.on(divisions::code.eq(exits::division_code)))
        .filter(exits::id.eq(id))
        .select((
            exits::id,
            households::id,
            households::code,
            exits::year,
            exits::document,
            exits::announced_on,
            exits::state,
            exits::division_code,
            divisions::name,
            exits::unit_code,
            reporting_units::name,
            reporting_units::name_en,
            exits::persons,
            exits::revision,
            exits::announcement_id,
        ))
        .first(c)?)
}

/// The members frozen with an exit, the head first.
///
/// # Errors
/// If the database fails.
pub fn members(c: &mut Conn, id: ExitId) -> Result<Vec<Member>> {
    Ok(exit_members::table
        .inner_join(persons::table)
        .filter(exit_members::exit_id.eq(id))
        .order((exit_members::is_head.desc(), persons::birth_date, persons::id))
        .select((
            persons::id,
            persons::name,
            persons::id_masked,
            persons::birth_date,
            exit_members::relation,
            exit_members::is_head,
        ))
        .load(c)?)
}

/// The exits of a household, newest first: their numbers, years and states.
///
/// # Errors
/// If the database fails.
pub fn of_household(
    c: &mut Conn,
    household: HouseholdId,
) -> Result<Vec<(ExitId, NaiveDate, ExitState, i32)>> {
    Ok(exits::table
        .filter(exits::household_id.eq(household))
        .order((exits::announced_on.desc(), exits::id.desc()))
        .select((exits::id, exits::announced_on, exits::state, exits::persons))
        .load(c)?)
}

/// The years that have exits, newest first.
///
/// # Errors
/// If the database fails.
pub fn years(c: &mut Conn, scope: &Scope) -> Result<Vec<i32>> {
    Ok(exits::table
        .filter(visible(scope))
        .select(exits::year)
        .distinct()
        .order(exits::year.desc())
        .load(c)?)
}

/// The name and the encrypted ID number of a member frozen with an exit.
///
/// # Errors
/// `NotFound` if there is no such exit in the reader's scope, or no such member.
pub fn sealed_member(
    c: &mut Conn,
    scope: &Scope,
    exit: ExitId,
    person: PersonId,
) -> Result<(PersonName, Vec<u8>)> {
    let exit = find(c, scope, exit)?.id;
    Ok(exit_members::table
        .inner_join(persons::table)
        .filter(exit_members::exit_id.eq(exit).and(exit_members::person_id.eq(person)))
        .select((persons::name, persons::id_cipher))
        .first(c)?)
}
