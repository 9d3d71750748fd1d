//! Adding announced exits, each with the members frozen with it.

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::exit::ExitState;
use crate::domain::household::Relation;
use crate::domain::ids::{AnnouncementId, ExitId, HouseholdId, PersonId};
use crate::store::announcements::{self, Listed};
use crate::store::conn::insert_all;
use crate::store::schema::{exit_members, exits};
use crate::store::{Conn, Result, next_id, past_id};

/// An announced exit, as the poverty office's list has it.
#[derive(Debug, Clone)]
pub struct NewExit {
    /// The household.
    pub household: HouseholdId,
    /// The village it lives in.
    pub division: DivisionCode,
    /// The unit it is counted in.
    pub unit: UnitCode,
    /// The announcement's document number.
    pub document: String,
    /// The announcement's day.
    pub announced_on: NaiveDate,
    /// The members frozen with it, the head among them.
    pub members: Vec<FrozenMember>,
    /// What it is searched by, lower case: the household's code, its head, its village.
    pub search: String,
}

/// A member frozen with an exit.
#[derive(Debug, Clone)]
pub struct FrozenMember {
    /// Who.
    pub person: PersonId,
    /// How they are related to the head.
    pub relation: Relation,
    /// Whether they are the head.
    pub is_head: bool,
}

impl<'e> Listed<'e> {
    fn of(exit: &'e NewExit) -> Self {
        Self { unit: &exit.unit, document: &exit.document, announced_on: exit.announced_on }
    }
}

#[derive(Insertable)]
#[diesel(table_name = exits, treat_none_as_default_value = false)]
struct Row {
    id: ExitId,
    household_id: HouseholdId,
    year: i32,
    document: String,
    announced_on: NaiveDate,
    state: ExitState,
    division_code: DivisionCode,
    unit_code: UnitCode,
    persons: i32,
    search: String,
    revision: i64,
    announcement_id: AnnouncementId,
}

#[derive(Insertable)]
#[diesel(table_name = exit_members, treat_none_as_default_value = false)]
struct MemberRow {
    exit_id: ExitId,
    person_id: PersonId,
    relation: Relation,
    is_head: bool,
    live: bool,
    year: i32,
}

/// Adds announced exits with their frozen members; their numbers, in the same order. A list that nobody entered before is
/// entered with them.
///
/// # Errors
/// `Taken(LiveExit)`, `Taken(ExitOfYear)`, `Taken(LiveExitMember)` or `Taken(ExitOfYearMember)` if a household or a person
/// has one already.
pub fn insert_many(c: &mut Conn, new: &[NewExit]) -> Result<Vec<ExitId>> {
    let lists: Vec<Listed<'_>> = new.iter().map(Listed::of).collect();
    let announcements = announcements::ensure(c, &lists)?;
    let first = next_id(c, "exits")?;
    let ids: Vec<ExitId> = (first..).take(new.len()).map(ExitId).collect();
    let rows: Vec<Row> = ids
        .iter()
        .zip(new)
        .zip(&announcements)
        .map(|((id, exit), announcement)| Row {
            id: *id,
            household_id: exit.household,
            year: exit.announced_on.year(),
            document: exit.document.clone(),
            announced_on: exit.announced_on,
            state: ExitState::Announced,
            division_code: exit.division.clone(),
            unit_code: exit.unit.clone(),
            persons: i32::try_from(exit.members.len()).unwrap_or(i32::MAX),
            search: exit.search.clone(),
            revision: 1,
            announcement_id: *announcement,
        })
        .collect();
    insert_all!(c, exits, rows)?;
    let members: Vec<MemberRow> = ids
        .iter()
        .zip(new)
        .flat_map(|(id, exit)| {
            exit.members.iter().map(|member| MemberRow {
                exit_id: *id,
                person_id: member.person,
                relation: member.relation,
                is_head: member.is_head,
                live: true,
                year: exit.announced_on.year(),
            })
        })
        .collect();
    insert_all!(c, exit_members, members)?;
    past_id(c, "exits")?;
    Ok(ids)
}
