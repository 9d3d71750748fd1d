//! Looking up, and taking out again, what files of courses, payments, published figures and letters of targets name.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::ASKED_AT_ONCE;
use super::undo::used;
use crate::domain::attribution::PaymentKind;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::PersonId;
use crate::domain::moment::Moment;
use crate::store::schema::{
    course_attendances, courses, programme_payments, programmes, published_figure_parts,
    published_figure_ratios, published_figure_units, published_figures, target_letters, targets,
};
use crate::store::{Conn, Fault, Result, tallies};

/// The courses of a unit with this name, place and first day, by their numbers.
///
/// # Errors
/// If the database fails.
pub fn courses_named(
    c: &mut Conn,
    unit: &UnitCode,
    (name, place): (&str, &str),
    starts_on: NaiveDate,
) -> Result<Vec<i64>> {
    Ok(courses::table
        .filter(courses::unit_code.eq(unit).and(courses::name.eq(name)))
        .filter(courses::place.eq(place).and(courses::starts_on.eq(starts_on)))
        .select(courses::id)
        .order(courses::id)
        .load(c)?)
}

/// A person's attendance of a course that is on its list, by its number.
///
/// # Errors
/// If the database fails.
pub fn attendance_of(c: &mut Conn, course: i64, person: PersonId) -> Result<Option<i64>> {
    Ok(course_attendances::table
        .filter(course_attendances::course_id.eq(course).and(course_attendances::person_id.eq(person)))
        .filter(course_attendances::removed_at.is_null())
        .select(course_attendances::id)
        .first(c)
        .optional()?)
}

/// A village's programme of a year and name, by its number.
///
/// # Errors
/// If the database fails.
pub fn programme_named(c: &mut Conn, village: &DivisionCode, year: i32, name: &str) -> Result<Option<i64>> {
    Ok(programmes::table
        .filter(programmes::division_code.eq(village).and(programmes::year.eq(year)))
        .filter(programmes::name.eq(name))
        .select(programmes::id)
        .first(c)
        .optional()?)
}

/// A person's payment of a programme, kind and day that is on its list, by its number.
///
/// # Errors
/// If the database fails.
pub fn payment_of(
    c: &mut Conn,
    programme: i64,
    person: PersonId,
    (kind, on): (PaymentKind, NaiveDate),
) -> Result<Option<i64>> {
    Ok(programme_payments::table
        .filter(programme_payments::programme_id.eq(programme).and(programme_payments::person_id.eq(person)))
        .filter(programme_payments::kind.eq(kind).and(programme_payments::paid_on.eq(on)))
        .filter(programme_payments::removed_at.is_null())
        .select(programme_payments::id)
        .first(c)
        .optional()?)
}

/// Declares the taking out of records that nobody has changed since they were made.
macro_rules! delete_untouched {
    ($(#[$meta:meta])* $name:ident, $table:ident $(, $listed:ident)?) => {
        $(#[$meta])*
        ///
        /// # Errors
        /// `Used` if one was changed since, or anything points to one of them.
        pub fn $name(c: &mut Conn, ids: &[i64]) -> Result<()> {
            for ids in ids.chunks(ASKED_AT_ONCE) {
                let untouched = $table::id.eq_any(ids).and($table::revision.eq(0));
                let gone = diesel::delete($table::table.filter(untouched)$(.filter($table::$listed.is_null()))?)
                    .execute(c)
                    .map_err(used)?;
                if gone != ids.len() {
                    return Err(Fault::Used);
                }
            }
            Ok(())
        }
    };
}

delete_untouched! {
    /// Takes attendances out.
    delete_attendances, course_attendances, removed_at
}
delete_untouched! {
    /// Takes courses out.
    delete_courses, courses
}
delete_untouched! {
    /// Takes payments out.
    delete_payments, programme_payments, removed_at
}
delete_untouched! {
    /// Takes programmes out.
    delete_programmes, programmes
}

/// Takes published figures out with their numbers, and moves the revision of the tallies on: they showed them. Triggers let go only
/// those of an import that is undone.
///
/// # Errors
/// `Used` if something was said of one of them.
pub fn delete_figures(c: &mut Conn, ids: &[i64], at: Moment) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    for ids in ids.chunks(ASKED_AT_ONCE) {
        diesel::delete(published_figure_parts::table.filter(published_figure_parts::figure_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(published_figure_units::table.filter(published_figure_units::figure_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(published_figure_ratios::table.filter(published_figure_ratios::figure_id.eq_any(ids)))
            .execute(c)?;
        // An explanation or a closing moved the revision on, and points to it.
        let unsaid = published_figures::id.eq_any(ids).and(published_figures::revision.eq(1));
        let gone = diesel::delete(published_figures::table.filter(unsaid)).execute(c).map_err(used)?;
        if gone != ids.len() {
            return Err(Fault::Used);
        }
    }
    tallies::touch(c, at)?;
    Ok(())
}

/// Takes letters of targets out with all they ask. Triggers let go only those of an import that is undone.
///
/// # Errors
/// If the database fails.
pub fn delete_letters(c: &mut Conn, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(ASKED_AT_ONCE) {
        diesel::delete(targets::table.filter(targets::letter_id.eq_any(ids))).execute(c)?;
        diesel::delete(target_letters::table.filter(target_letters::id.eq_any(ids)))
            .execute(c)
            .map_err(used)?;
    }
    Ok(())
}
