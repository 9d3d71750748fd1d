//! Adding, correcting and taking off the records evidence is kept in.

use diesel::prelude::*;

use crate::domain::attribution::Evidence;
use crate::domain::division::UnitCode;
use crate::domain::identity::Reason;
use crate::domain::ids::{PersonId, UserId};
use crate::domain::moment::Moment;
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::record::{Row, Source};
use crate::store::fault::changed;
use crate::store::schema::{
    course_attendances, courses, non_tourism_measures, own_businesses, programme_payments, programmes,
    project_benefits, projects,
};
use crate::store::{Conn, Fault, Result};

/// Adds a course, project or programme.
///
/// # Errors
/// `Taken` if there is one of this name.
pub fn insert_source(c: &mut Conn, source: &Source, in_unit: &UnitCode) -> Result<Holder> {
    let record: i64 = match source {
        Source::Course { name, organiser, unit, place, starts_on, ends_on, hours, document } => {
            diesel::insert_into(courses::table)
                .values((
                    courses::name.eq(name),
                    courses::organiser.eq(organiser),
                    courses::unit_code.eq(unit),
                    courses::place.eq(place),
                    courses::starts_on.eq(starts_on),
                    courses::ends_on.eq(ends_on),
                    courses::hours.eq(hours),
                    courses::document.eq(document),
                ))
                .returning(courses::id)
                .get_result(c)?
        }
        Source::Project { name, division, listed_on, document, investment } => {
            diesel::insert_into(projects::table)
                .values((
                    projects::name.eq(name),
                    projects::unit_code.eq(in_unit),
                    projects::division_code.eq(division),
                    projects::listed_on.eq(listed_on),
                    projects::document.eq(document),
                    projects::investment_fen.eq(investment),
                ))
                .returning(projects::id)
                .get_result(c)?
        }
        Source::Programme { name, division, year, supported, document } => {
            diesel::insert_into(programmes::table)
                .values((
                    programmes::name.eq(name),
                    programmes::unit_code.eq(in_unit),
                    programmes::division_code.eq(division),
                    programmes::year.eq(year),
                    programmes::supported.eq(supported),
                    programmes::document.eq(document),
                ))
                .returning(programmes::id)
                .get_result(c)?
        }
    };
    Ok(Holder { kind: source.holder(), record })
}

/// Corrects a course, project or programme as it was read.
///
/// # Errors
/// `Stale` if somebody changed it; `Taken`.
pub fn correct_source(c: &mut Conn, id: i64, read: i64, source: &Source, in_unit: &UnitCode) -> Result<()> {
    changed(match source {
        Source::Course { name, organiser, unit, place, starts_on, ends_on, hours, document } => {
            diesel::update(courses::table.filter(courses::id.eq(id).and(courses::revision.eq(read))))
                .set((
                    courses::name.eq(name),
                    courses::organiser.eq(organiser),
                    courses::unit_code.eq(unit),
                    courses::place.eq(place),
                    courses::starts_on.eq(starts_on),
                    courses::ends_on.eq(ends_on),
                    courses::hours.eq(hours),
                    courses::document.eq(document),
                    courses::revision.eq(read + 1),
                ))
                .execute(c)?
        }
        Source::Project { name, division, listed_on, document, investment } => {
            diesel::update(projects::table.filter(projects::id.eq(id).and(projects::revision.eq(read))))
                .set((
                    projects::name.eq(name),
                    projects::unit_code.eq(in_unit),
                    projects::division_code.eq(division),
                    projects::listed_on.eq(listed_on),
                    projects::document.eq(document),
                    projects::investment_fen.eq(investment),
                    projects::revision.eq(read + 1),
                ))
                .execute(c)?
        }
        Source::Programme { name, division, year, supported, document } => {
            diesel::update(programmes::table.filter(programmes::id.eq(id).and(programmes::revision.eq(read))))
                .set((
                    programmes::name.eq(name),
                    programmes::unit_code.eq(in_unit),
                    programmes::division_code.eq(division),
                    programmes::year.eq(year),
                    programmes::supported.eq(supported),
                    programmes::document.eq(document),
                    programmes::revision.eq(read + 1),
                ))
                .execute(c)?
        }
    })
}

/// Puts somebody's record on its list. One of the same person, kind and day that was taken off comes back with these values:
/// what once rested on it still finds it.
///
/// # Errors
/// `Taken` if it is on the list already.
pub fn insert_row(
    c: &mut Conn,
    row: &Row,
    person: PersonId,
    under: Option<i64>,
    unit: &UnitCode,
) -> Result<Holder> {
    macro_rules! put {
        ($table:ident, ($($key:expr),+ $(,)?), ($($own:expr),+ $(,)?)) => {{
            let taken_off = $table::table.filter($table::removed_at.is_not_null())$(.filter($key))+;
            let back: Option<i64> = diesel::update(taken_off)
                .set((
                    ($($own,)+),
                    $table::removed_by.eq(None::<i64>),
                    $table::removed_at.eq(None::<Moment>),
                    $table::removed_reason.eq(""),
                    $table::revision.eq($table::revision + 1),
                ))
                .returning($table::id)
                .get_result(c)
                .optional()?;
            match back {
                Some(id) => id,
                None => diesel::insert_into($table::table)
                    .values((($($key,)+), ($($own,)+)))
                    .returning($table::id)
                    .get_result(c)?,
            }
        }};
    }
    let under = || under.ok_or(Fault::NotFound);
    let record: i64 = match row {
        Row::Attendance { certificate, completed_on, placement_employer, placement_on } => put!(
            course_attendances,
            (course_attendances::course_id.eq(under()?), course_attendances::person_id.eq(person)),
            (
                course_attendances::certificate.eq(certificate),
                course_attendances::completed_on.eq(completed_on),
                course_attendances::placement_employer.eq(placement_employer),
                course_attendances::placement_on.eq(placement_on),
            )
        ),
        Row::Benefit { kind, amount, on, document } => put!(
            project_benefits,
            (
                project_benefits::project_id.eq(under()?),
                project_benefits::person_id.eq(person),
                project_benefits::kind.eq(*kind),
                project_benefits::received_on.eq(*on),
            ),
            (project_benefits::amount_fen.eq(*amount), project_benefits::document.eq(document))
        ),
        Row::Payment { kind, amount, on, document } => put!(
            programme_payments,
            (
                programme_payments::programme_id.eq(under()?),
                programme_payments::person_id.eq(person),
                programme_payments::kind.eq(*kind),
                programme_payments::paid_on.eq(*on),
            ),
            (programme_payments::amount_fen.eq(*amount), programme_payments::document.eq(document))
        ),
        Row::Business { name, licence, licensed_on, support, amount, supported_on } => put!(
            own_businesses,
            (own_businesses::person_id.eq(person), own_businesses::licence.eq(licence)),
            (
                own_businesses::name.eq(name),
                own_businesses::licensed_on.eq(*licensed_on),
                own_businesses::support.eq(support),
                own_businesses::support_fen.eq(*amount),
                own_businesses::supported_on.eq(*supported_on),
                own_businesses::unit_code.eq(Some(unit)),
            )
        ),
        Row::Measure { kind, name, amount, on, document } => put!(
            non_tourism_measures,
            (
                non_tourism_measures::person_id.eq(person),
                non_tourism_measures::kind.eq(*kind),
                non_tourism_measures::received_on.eq(*on),
            ),
            (
                non_tourism_measures::name.eq(name),
                non_tourism_measures::amount_fen.eq(*amount),
                non_tourism_measures::document.eq(document),
                non_tourism_measures::unit_code.eq(Some(unit)),
            )
        ),
    };
    Ok(Holder { kind: row.holder(), record })
}

/// Corrects somebody's record as it was read.
///
/// # Errors
/// `Stale` if somebody changed it or took it off its list; `Taken` if there is another such.
pub fn correct_row(c: &mut Conn, id: i64, read: i64, row: &Row) -> Result<()> {
    macro_rules! set {
        ($table:ident, ($($own:expr),+ $(,)?)) => {
            diesel::update($table::table.filter(
                $table::id.eq(id).and($table::revision.eq(read)).and($table::removed_at.is_null()),
            ))
            .set((($($own,)+), $table::revision.eq(read + 1)))
            .execute(c)?
        };
    }
    changed(match row {
        Row::Attendance { certificate, completed_on, placement_employer, placement_on } => set!(
            course_attendances,
            (
                course_attendances::certificate.eq(certificate),
                course_attendances::completed_on.eq(completed_on),
                course_attendances::placement_employer.eq(placement_employer),
                course_attendances::placement_on.eq(placement_on),
            )
        ),
        Row::Benefit { kind, amount, on, document } => set!(
            project_benefits,
            (
                project_benefits::kind.eq(*kind),
                project_benefits::amount_fen.eq(*amount),
                project_benefits::received_on.eq(*on),
                project_benefits::document.eq(document),
            )
        ),
        Row::Payment { kind, amount, on, document } => set!(
            programme_payments,
            (
                programme_payments::kind.eq(*kind),
                programme_payments::amount_fen.eq(*amount),
                programme_payments::paid_on.eq(*on),
                programme_payments::document.eq(document),
            )
        ),
        Row::Business { name, licence, licensed_on, support, amount, supported_on } => set!(
            own_businesses,
            (
                own_businesses::name.eq(name),
                own_businesses::licence.eq(licence),
                own_businesses::licensed_on.eq(*licensed_on),
                own_businesses::support.eq(support),
                own_businesses::support_fen.eq(*amount),
                own_businesses::supported_on.eq(*supported_on),
            )
        ),
        Row::Measure { kind, name, amount, on, document } => set!(
            non_tourism_measures,
            (
                non_tourism_measures::kind.eq(*kind),
                non_tourism_measures::name.eq(name),
                non_tourism_measures::amount_fen.eq(*amount),
                non_tourism_measures::received_on.eq(*on),
                non_tourism_measures::document.eq(document),
            )
        ),
    })
}

/// Calls a macro with the table of each kind of row.
macro_rules! each_row {
    ($kind:expr, $call:ident, $other:expr) => {
        match $kind {
            HolderKind::Attendance => $call!(course_attendances),
            HolderKind::Benefit => $call!(project_benefits),
            HolderKind::Payment => $call!(programme_payments),
            HolderKind::Business => $call!(own_businesses),
            HolderKind::Measure => $call!(non_tourism_measures),
            HolderKind::Hire | HolderKind::Course | HolderKind::Project | HolderKind::Programme => $other,
        }
    };
}

/// Takes somebody's record off its list, as it was read; it stays for what once rested on it.
///
/// # Errors
/// `Stale` if somebody changed it.
pub fn remove_row(
    c: &mut Conn,
    holder: Holder,
    read: i64,
    reason: &Reason,
    by: UserId,
    at: Moment,
) -> Result<()> {
    macro_rules! off {
        ($table:ident) => {
            diesel::update($table::table.filter(
                $table::id.eq(holder.record).and($table::revision.eq(read)).and($table::removed_at.is_null()),
            ))
            .set((
                $table::removed_by.eq(Some(by)),
                $table::removed_at.eq(Some(at)),
                $table::removed_reason.eq(reason.as_str()),
                $table::revision.eq(read + 1),
            ))
            .execute(c)?
        };
    }
    changed(each_row!(holder.kind, off, return Err(Fault::NotFound)))
}

/// Holds the record of an evidence until the transaction ends, so that nobody changes it or takes it off its list while an
/// attribution is made that rests on it. Hires are held by their own rules.
///
/// # Errors
/// `NotFound` if it was taken off.
pub fn hold(c: &mut Conn, evidence: Evidence) -> Result<()> {
    let holder = Holder::from(evidence);
    macro_rules! held {
        ($table:ident) => {
            diesel::update(
                $table::table.filter($table::id.eq(holder.record).and($table::removed_at.is_null())),
            )
            .set($table::revision.eq($table::revision))
            .execute(c)?
        };
    }
    if each_row!(holder.kind, held, return Ok(())) == 0 { Err(Fault::NotFound) } else { Ok(()) }
}
