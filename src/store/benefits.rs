//! Whom the measures of a year reached: the one place that says by which records and in which year.
//!
//! A hire reaches its person in every year it was held in, from the day or the first of January; everything else in the year of
//! its day: of a payment, a benefit or a measure that day, of a course its last, of a business that of its support. Counted are
//! members of a registered household on that day, and records that were not taken off their lists.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::MultiBackend;
use super::schema::{
    course_attendances, courses, hires, memberships, non_tourism_measures, own_businesses,
    programme_payments, programmes, project_benefits, projects,
};
use super::{Conn, Fault, Result};
use crate::domain::attribution::Evidence;
use crate::domain::benefit::{BenefitFilter, Reached};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::hire::Stage;
use crate::domain::ids::{HouseholdId, PersonId};
use crate::domain::pathway::Pathway;

/// A record's number, its unit, whose it is and their household.
type Row = (i64, Option<UnitCode>, PersonId, HouseholdId);

/// The records of a table by which people were reached: joined with the membership of the day, narrowed to the unit asked for.
macro_rules! reached {
    ($c:expr, $filter:expr, $from:expr, $id:expr, $unit:expr, $person:expr, $on:expr) => {{
        let member = memberships::person_id
            .eq($person)
            .and(memberships::from_on.le($on))
            .and(memberships::to_on.is_null().or(memberships::to_on.gt($on.nullable())));
        let query = $from.inner_join(memberships::table.on(member)).into_boxed::<MultiBackend>();
        let query = match &$filter.unit {
            Some(unit) => query.filter($unit.eq(unit.clone())),
            None => query,
        };
        query
            .order($id)
            .select(($id, $unit.nullable(), $person, memberships::household_id))
            .load::<Row>($c)?
    }};
}

/// Every record of a filter's year, unit and pathway, in the official order of the pathways and by their numbers.
///
/// # Errors
/// If the database fails.
pub fn reached(c: &mut Conn, filter: &BenefitFilter) -> Result<Vec<Reached>> {
    let day = |year, month, day| {
        NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| Fault::Broken(format!("no year {year}")))
    };
    let (first, last) = (day(filter.year, 1, 1)?, day(filter.year, 12, 31)?);
    let mut all = Vec::new();
    for pathway in Pathway::ALL {
        if filter.pathway.is_some_and(|only| only != *pathway) {
            continue;
        }
        for (record, unit, person, household) in of_pathway(c, *pathway, filter, (first, last))? {
            let evidence = Evidence::of(*pathway, record);
            let unit = unit.ok_or_else(|| Fault::Broken(format!("{evidence} belongs to no unit")))?;
            all.push(Reached { evidence, unit, person, household });
        }
    }
    Ok(all)
}

fn of_pathway(
    c: &mut Conn,
    pathway: Pathway,
    filter: &BenefitFilter,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Row>> {
    Ok(match pathway {
        Pathway::Employment => of_hires(c, filter, (first, last))?,
        Pathway::VillageIndustry => {
            let from = programme_payments::table
                .inner_join(programmes::table)
                .filter(programme_payments::removed_at.is_null())
                .filter(programme_payments::paid_on.between(first, last));
            let (id, person, on) =
                (programme_payments::id, programme_payments::person_id, programme_payments::paid_on);
            reached!(c, filter, from, id, programmes::unit_code, person, on)
        }
        Pathway::Training => {
            let from = course_attendances::table
                .inner_join(courses::table)
                .filter(course_attendances::removed_at.is_null())
                .filter(courses::ends_on.between(first, last));
            let (id, person, on) = (course_attendances::id, course_attendances::person_id, courses::ends_on);
            reached!(c, filter, from, id, courses::unit_code, person, on)
        }
        Pathway::MajorProject => {
            let from = project_benefits::table
                .inner_join(projects::table)
                .filter(project_benefits::removed_at.is_null())
                .filter(project_benefits::received_on.between(first, last));
            let (id, person, on) =
                (project_benefits::id, project_benefits::person_id, project_benefits::received_on);
            reached!(c, filter, from, id, projects::unit_code, person, on)
        }
        Pathway::SelfStart => {
            let from = own_businesses::table
                .filter(own_businesses::removed_at.is_null())
                .filter(own_businesses::supported_on.between(first, last));
            let (id, person, on) =
                (own_businesses::id, own_businesses::person_id, own_businesses::supported_on);
            reached!(c, filter, from, id, own_businesses::unit_code, person, on)
        }
        Pathway::NonTourism => {
            let from = non_tourism_measures::table
                .filter(non_tourism_measures::removed_at.is_null())
                .filter(non_tourism_measures::received_on.between(first, last));
            let (id, person, on) = (
                non_tourism_measures::id,
                non_tourism_measures::person_id,
                non_tourism_measures::received_on,
            );
            reached!(c, filter, from, id, non_tourism_measures::unit_code, person, on)
        }
    })
}

/// Hires the county found true that were held on any day of the year.
fn of_hires(c: &mut Conn, filter: &BenefitFilter, (first, last): (NaiveDate, NaiveDate)) -> Result<Vec<Row>> {
    let verified: Vec<Stage> = Stage::ALL.iter().copied().filter(|stage| stage.is_verified()).collect();
    let since = |day: NaiveDate| {
        memberships::from_on.le(day).and(memberships::to_on.is_null().or(memberships::to_on.gt(day)))
    };
    let begun = hires::started_on
        .ge(first)
        .and(memberships::from_on.le(hires::started_on))
        .and(memberships::to_on.is_null().or(memberships::to_on.gt(hires::started_on.nullable())));
    let held = hires::started_on.lt(first).and(since(first));
    let query = hires::table
        .inner_join(memberships::table.on(hires::person_id.eq(memberships::person_id.nullable())))
        .filter(hires::stage.eq_any(verified))
        .filter(hires::started_on.le(last))
        .filter(hires::left_on.is_null().or(hires::left_on.ge(first)))
        .filter(begun.or(held))
        .into_boxed::<MultiBackend>();
    let query = match &filter.unit {
        Some(unit) => query.filter(hires::unit_code.eq(unit.clone())),
        None => query,
    };
    Ok(query
        .order(hires::id)
        .select((hires::id, hires::unit_code.nullable(), memberships::person_id, memberships::household_id))
        .load(c)?)
}

/// The years anything is recorded of, newest first: of payments, benefits, courses, businesses, measures and hires' first days.
///
/// # Errors
/// If the database fails.
pub fn newest(c: &mut Conn, until: NaiveDate) -> Result<Option<NaiveDate>> {
    use diesel::dsl::max;
    let mut days: Vec<Option<NaiveDate>> = Vec::new();
    macro_rules! newest {
        ($table:ident, $on:ident) => {
            days.push($table::table.filter($table::$on.le(until)).select(max($table::$on)).first(c)?)
        };
    }
    newest!(hires, started_on);
    newest!(programme_payments, paid_on);
    newest!(courses, ends_on);
    newest!(project_benefits, received_on);
    newest!(own_businesses, supported_on);
    newest!(non_tourism_measures, received_on);
    Ok(days.into_iter().flatten().max())
}
