//! Inspections on site, one a round of an application.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::conn::on_backend;
use super::schema::{application_hands, inspections, inspectors, reporting_units, users};
use super::{Conn, Result};
use crate::domain::access::Role;
use crate::domain::application::Hand;
use crate::domain::division::UnitCode;
use crate::domain::ids::{ApplicationId, InspectionId, UserId};
use crate::domain::inspection::Inspector;
use crate::domain::moment::Moment;

/// An inspection as it is written down.
#[derive(Debug, Clone)]
pub struct Written<'a> {
    /// The round of the application.
    pub round: i32,
    /// The day.
    pub on: NaiveDate,
    /// Where the panel went.
    pub place: &'a str,
    /// What it found; may be empty.
    pub notes: &'a str,
    /// Who inspected.
    pub inspectors: &'a [Inspector],
    /// Who wrote it down.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

/// An inspection.
#[derive(Debug, Clone, Serialize)]
pub struct Inspection {
    /// Its record number.
    pub id: InspectionId,
    /// The round of the application.
    pub round: i32,
    /// The day.
    pub on: NaiveDate,
    /// Where the panel went.
    pub place: String,
    /// What it found; may be empty.
    pub notes: String,
    /// Who inspected, in the order they were named.
    pub inspectors: Vec<Seen>,
    /// When it was written down last.
    pub at: Moment,
}

/// An inspector as a page shows them.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Seen {
    /// Who, if they sign in here.
    pub user: Option<UserId>,
    /// Their name.
    pub name: String,
    /// Where they work.
    pub organisation: String,
}

/// Writes the inspection of a round down, anew if there is a draft of it.
///
/// # Errors
/// `Taken(InspectionOfRound)` if somebody began it at the same moment, `Taken(Inspector)` for one named twice.
pub fn write(c: &mut Conn, id: ApplicationId, written: &Written<'_>) -> Result<InspectionId> {
    let of_round = inspections::application_id.eq(id).and(inspections::round.eq(written.round));
    let facts = (
        inspections::inspected_on.eq(written.on),
        inspections::place.eq(written.place),
        inspections::notes.eq(written.notes),
        inspections::recorded_by.eq(written.by),
        inspections::recorded_at.eq(written.at),
    );
    let draft: Option<InspectionId> =
        inspections::table.filter(of_round).select(inspections::id).first(c).optional()?;
    let inspection = if let Some(draft) = draft {
        diesel::update(inspections::table.filter(inspections::id.eq(draft))).set(facts).execute(c)?;
        diesel::delete(inspectors::table.filter(inspectors::inspection_id.eq(draft))).execute(c)?;
        draft
    } else {
        diesel::insert_into(inspections::table)
            .values((inspections::application_id.eq(id), inspections::round.eq(written.round), facts))
            .returning(inspections::id)
            .get_result(c)?
    };
    let rows: Vec<_> = written
        .inspectors
        .iter()
        .zip(1_i32..)
        .map(|(inspector, position)| {
            (
                inspectors::inspection_id.eq(inspection),
                inspectors::position.eq(position),
                inspectors::user_id.eq(inspector.user),
                inspectors::name.eq(&inspector.name),
                inspectors::organisation.eq(&inspector.organisation),
            )
        })
        .collect();
    if !rows.is_empty() {
        on_backend!(c, |c| diesel::insert_into(inspectors::table).values(&rows).execute(c))?;
    }
    Ok(inspection)
}

/// The inspections of an application, by round; the last may be a draft.
///
/// # Errors
/// If the database fails.
pub fn of_application(c: &mut Conn, id: ApplicationId) -> Result<Vec<Inspection>> {
    type Row = (InspectionId, i32, NaiveDate, String, String, Moment);
    let rows: Vec<Row> = inspections::table
        .filter(inspections::application_id.eq(id))
        .select((
            inspections::id,
            inspections::round,
            inspections::inspected_on,
            inspections::place,
            inspections::notes,
            inspections::recorded_at,
        ))
        .order(inspections::round)
        .load(c)?;
    let people: Vec<(InspectionId, Seen)> = inspectors::table
        .filter(inspectors::inspection_id.eq_any(rows.iter().map(|row| row.0)))
        .select((
            inspectors::inspection_id,
            (inspectors::user_id, inspectors::name, inspectors::organisation),
        ))
        .order((inspectors::inspection_id, inspectors::position))
        .load(c)?;
    let of = |id| people.iter().filter(|(other, _)| *other == id).map(|(_, seen)| seen.clone()).collect();
    Ok(rows
        .into_iter()
        .map(|(id, round, on, place, notes, at)| Inspection {
            id,
            round,
            on,
            place,
            notes,
            inspectors: of(id),
            at,
        })
        .collect())
}

/// Somebody of the county's or the city's staff.
#[derive(Debug, Clone, Queryable)]
pub struct Staff {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// The unit they work for; none for the city.
    pub unit: Option<UnitCode>,
    /// Its name.
    pub unit_name: Option<String>,
    /// The hand they have in the application already.
    pub hand: Option<Hand>,
}

/// The staff who can sign in, with the hand each has in an application.
///
/// # Errors
/// If the database fails.
pub fn staff(c: &mut Conn, id: ApplicationId) -> Result<Vec<Staff>> {
    Ok(users::table
        .left_join(reporting_units::table)
        .left_join(
            application_hands::table
                .on(application_hands::user_id.eq(users::id).and(application_hands::application_id.eq(id))),
        )
        .filter(users::role.eq_any([Role::County, Role::City]).and(users::disabled_at.is_null()))
        .select((
            users::id,
            users::name,
            users::unit_code,
            reporting_units::name.nullable(),
            application_hands::hand.nullable(),
        ))
        .order((users::role, users::unit_code, users::id))
        .load(c)?)
}
