//! Finding households: the pages of the list, what a search finds, and who has an ID number.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::access::Scope;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::household::{Attribute, Belonging, Cause, HouseholdCode, SEARCH_VERSION};
use crate::domain::identity::{PersonName, Sex};
use crate::domain::ids::{HouseholdId, PersonId};
use crate::domain::site::{search_text, search_words};
use crate::store::conn::MultiBackend;
use crate::store::schema::{households, memberships, persons};
use crate::store::{Conn, Result, divisions};

/// Which households a list shows.
#[derive(Debug, Clone, Default)]
pub struct HouseholdFilter {
    /// Of this unit only.
    pub unit: Option<UnitCode>,
    /// Of this attribute only.
    pub attribute: Option<Attribute>,
    /// With this cause of poverty, principal or second.
    pub cause: Option<Cause>,
    /// Words of a code, a place or a member's name, in Chinese or in pinyin; all of them must fit.
    pub search: Option<String>,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// After this household.
    After(HouseholdId),
    /// Before this household.
    Before(HouseholdId),
}

/// The numbers of a page of households, and where it lies among all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paged {
    /// The page's households, in order.
    pub ids: Vec<HouseholdId>,
    /// How many the filter chooses.
    pub total: i64,
    /// How many of them come before the page.
    pub before: i64,
}

type Narrow<'q> = households::BoxedQuery<'q, MultiBackend>;

/// The households a filter chooses, in scope, without their villages: what is counted need not be joined.
fn chosen<'q>(scope: &'q Scope, filter: &'q HouseholdFilter) -> Narrow<'q> {
    let mut query = households::table.into_boxed();
    query = match scope {
        Scope::City => query,
        Scope::Unit(unit) => query.filter(households::unit_code.eq(unit)),
        Scope::Operator(_) | Scope::Public => {
            query.filter(diesel::dsl::sql::<diesel::sql_types::Bool>("1 = 0"))
        }
    };
    if let Some(unit) = &filter.unit {
        query = query.filter(households::unit_code.eq(unit));
    }
    if let Some(attribute) = filter.attribute {
        query = query.filter(households::attribute.eq(attribute));
    }
    if let Some(cause) = filter.cause {
        query = query
            .filter(households::cause.eq(cause).or(households::second_cause.eq(cause).assume_not_null()));
    }
    for word in filter.search.as_deref().map(search_words).unwrap_or_default() {
        query = query.filter(households::search.like(crate::store::contains(&word)).escape('\\'));
    }
    query
}

/// A page of the households that pass the filter, in the order in which they were registered here. What a search finds is
/// read once, for the page and for the count.
///
/// # Errors
/// If the database fails.
pub fn page(
    c: &mut Conn,
    scope: &Scope,
    filter: &HouseholdFilter,
    at: Option<Cursor>,
    limit: i64,
) -> Result<Paged> {
    if filter.search.is_some() {
        let all: Vec<HouseholdId> =
            chosen(scope, filter).select(households::id).order(households::id).load(c)?;
        return Ok(slice(&all, at, limit));
    }
    let ids = chosen(scope, filter).select(households::id).limit(limit);
    let ids: Vec<HouseholdId> = match at {
        None => ids.order(households::id).load(c)?,
        Some(Cursor::After(id)) => ids.filter(households::id.gt(id)).order(households::id).load(c)?,
        Some(Cursor::Before(id)) => {
            let mut ids: Vec<HouseholdId> =
                ids.filter(households::id.lt(id)).order(households::id.desc()).load(c)?;
            ids.reverse();
            ids
        }
    };
    let total = chosen(scope, filter).count().get_result(c)?;
    let before = match (at, ids.first()) {
        (Some(_), Some(first)) => {
            chosen(scope, filter).filter(households::id.lt(first)).count().get_result(c)?
        }
        _ => 0,
    };
    Ok(Paged { ids, total, before })
}

/// The page of a whole list.
fn slice(all: &[HouseholdId], at: Option<Cursor>, limit: i64) -> Paged {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let from = match at {
        None => 0,
        Some(Cursor::After(id)) => all.partition_point(|one| *one <= id),
        Some(Cursor::Before(id)) => all.partition_point(|one| *one < id).saturating_sub(limit),
    };
    let ids: Vec<HouseholdId> = all.iter().skip(from).take(limit).copied().collect();
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Paged { before: if ids.is_empty() { 0 } else { number(from) }, total: number(all.len()), ids }
}

/// Makes the search text of a household anew: its code, its place from the township down, everybody who ever belonged to it.
///
/// # Errors
/// `NotFound` if there is no such household.
pub fn refresh_one(c: &mut Conn, id: HouseholdId) -> Result<()> {
    let (code, division, natural_village): (HouseholdCode, DivisionCode, String) = households::table
        .find(id)
        .select((households::code, households::division_code, households::natural_village))
        .first(c)?;
    let place = divisions::path(c, &division)?;
    // The county would be found in every household of its unit.
    let place = place.split_once(' ').map_or("", |(_, rest)| rest);
    let names: Vec<PersonName> = memberships::table
        .inner_join(persons::table)
        .filter(memberships::household_id.eq(id))
        .order(memberships::id)
        .select(persons::name)
        .load(c)?;
    let parts: Vec<&str> = [code.as_str(), place, natural_village.as_str()]
        .into_iter()
        .chain(names.iter().map(PersonName::as_str))
        .collect();
    diesel::update(households::table.find(id))
        .set((households::search.eq(search_text(&parts)), households::search_version.eq(SEARCH_VERSION)))
        .execute(c)?;
    Ok(())
}

/// Makes anew the search texts that an older rule made; how many those were.
///
/// # Errors
/// If the database fails.
pub fn refresh(c: &mut Conn) -> Result<usize> {
    let old: Vec<HouseholdId> = households::table
        .filter(households::search_version.lt(SEARCH_VERSION))
        .select(households::id)
        // As the index has them: asked for by their numbers alone, SQLite reads the whole register in that order.
        .order((households::search_version, households::id))
        .load(c)?;
    for id in &old {
        refresh_one(c, *id)?;
    }
    Ok(old.len())
}

/// A membership of somebody, with its household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The household.
    pub household: HouseholdId,
    /// Its days.
    pub belonging: Belonging,
}

/// Whoever has an ID number.
#[derive(Debug, Clone)]
pub struct Identified {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// Their sex.
    pub sex: Sex,
    /// Their date of birth.
    pub birth_date: NaiveDate,
    /// Every membership they had, newest first.
    pub memberships: Vec<Past>,
}

impl Identified {
    /// The membership that has not ended.
    #[must_use]
    pub fn live(&self) -> Option<&Past> {
        self.memberships.iter().find(|past| past.belonging.to.is_none())
    }
}

/// Whoever on the register has the ID number of this blind index, in whatever unit: who asks must not be told more than their
/// scope allows.
///
/// # Errors
/// If the database fails.
pub fn identified(c: &mut Conn, id_index: &[u8]) -> Result<Option<Identified>> {
    let found: Option<(PersonId, PersonName, Sex, NaiveDate)> = persons::table
        .filter(persons::id_index.eq(id_index))
        .select((persons::id, persons::name, persons::sex, persons::birth_date))
        .first(c)
        .optional()?;
    let Some((person, name, sex, birth_date)) = found else { return Ok(None) };
    let memberships: Vec<(HouseholdId, NaiveDate, Option<NaiveDate>)> = memberships::table
        .filter(memberships::person_id.eq(person))
        .order((memberships::from_on.desc(), memberships::id.desc()))
        .select((memberships::household_id, memberships::from_on, memberships::to_on))
        .load(c)?;
    let memberships = memberships
        .into_iter()
        .map(|(household, from, to)| Past { household, belonging: Belonging { from, to } })
        .collect();
    Ok(Some(Identified { person, name, sex, birth_date, memberships }))
}

/// The code of a household, if the reader may know of it.
///
/// # Errors
/// If the database fails.
pub fn visible_code(c: &mut Conn, scope: &Scope, id: HouseholdId) -> Result<Option<HouseholdCode>> {
    Ok(super::visible(scope).filter(households::id.eq(id)).select(households::code).first(c).optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_search_meet_without_a_gap() {
        let all: Vec<HouseholdId> = [2, 3, 5, 8, 13].into_iter().map(HouseholdId).collect();
        let ids = |at| slice(&all, at, 2).ids.into_iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!(ids(None), [2, 3]);
        assert_eq!(ids(Some(Cursor::After(HouseholdId(3)))), [5, 8]);
        assert_eq!(ids(Some(Cursor::After(HouseholdId(8)))), [13]);
        assert_eq!(ids(Some(Cursor::Before(HouseholdId(13)))), [5, 8]);
        // The first page is full, whatever it is reached from.
        assert_eq!(ids(Some(Cursor::Before(HouseholdId(3)))), [2, 3]);
        assert_eq!(slice(&all, Some(Cursor::After(HouseholdId(3))), 2).before, 2);
    }
}
