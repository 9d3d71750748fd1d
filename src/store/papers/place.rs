//! The records papers lie with: where each stands, for those who may know of it.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::access::Scope;
use crate::domain::division::UnitCode;
use crate::domain::hire::Receipt;
use crate::domain::identity::PersonName;
use crate::domain::ids::HireId;
use crate::domain::moment::Moment;
use crate::domain::paper::{Holder, HolderKind};
use crate::store::conn::MultiBackend;
use crate::store::schema::{
    course_attendances, courses, hires as hire_rows, non_tourism_measures, own_businesses, persons,
    programme_payments, programmes, project_benefits, projects,
};
use crate::store::{Conn, Fault, Result, hires};

/// A record papers lie with, as the page of its papers names it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The unit it belongs to.
    pub unit: Option<UnitCode>,
    /// The site's receipt, the course, the project, the programme, the business or the measure.
    pub title: String,
    /// Whose it is, if a person's.
    pub person: Option<PersonName>,
    /// The record it stands under.
    pub under: Option<Holder>,
    /// The day it is of, if it has one.
    pub on: Option<NaiveDate>,
    /// Whether it was taken off its list.
    pub removed: bool,
}

/// Narrows a query to what a reader may know of.
macro_rules! within {
    ($query:expr, $scope:expr, $unit:expr) => {{
        let query = $query.into_boxed::<MultiBackend>();
        match $scope {
            Scope::City => query,
            Scope::Unit(unit) => query.filter($unit.eq(unit.clone())),
            Scope::Public | Scope::Operator(_) => return Err(Fault::NotFound),
        }
    }};
}

/// A record of these tables that belongs to a person and stands under another.
macro_rules! row_of {
    ($c:expr, $scope:expr, $record:expr, $row:ident, $on:ident, $under:ident) => {{
        type Found = (UnitCode, String, PersonName, i64, Option<NaiveDate>, Option<Moment>);
        let query = $row::table
            .inner_join(persons::table)
            .inner_join($under::table)
            .filter($row::id.eq($record))
            .select((
                $under::unit_code,
                $under::name,
                persons::name,
                $under::id,
                $row::$on.nullable(),
                $row::removed_at,
            ));
        let found: Found = within!(query, $scope, $under::unit_code).first($c)?;
        let (unit, title, person, under, on, removed_at) = found;
        (unit, title, person, under, on, removed_at.is_some())
    }};
}

/// A record that belongs to a person alone, as it is read.
type Own = (Option<UnitCode>, String, PersonName, NaiveDate, Option<Moment>);

/// Where a record stands, for those who may know of it.
///
/// # Errors
/// `NotFound` if there is none in the reader's scope.
pub fn place(c: &mut Conn, scope: &Scope, holder: Holder) -> Result<Place> {
    let record = holder.record;
    let placed = |(unit, title, person, under, on, removed), kind| Place {
        unit: Some(unit),
        title,
        person: Some(person),
        under: Some(Holder { kind, record: under }),
        on,
        removed,
    };
    let source = |(unit, title): (UnitCode, String)| Place {
        unit: Some(unit),
        title,
        person: None,
        under: None,
        on: None,
        removed: false,
    };
    let own = |(unit, title, person, on, removed): Own| Place {
        unit,
        title,
        person: Some(person),
        under: None,
        on: Some(on),
        removed: removed.is_some(),
    };
    Ok(match holder.kind {
        HolderKind::Hire => {
            let hire = hires::load(c, scope, HireId(record))?;
            Place {
                unit: Some(hire.listed.unit),
                title: format!("{} {}", hire.listed.site, Receipt(HireId(record))),
                person: Some(hire.listed.name),
                under: None,
                on: Some(hire.listed.started_on),
                removed: false,
            }
        }
        HolderKind::Attendance => {
            placed(row_of!(c, scope, record, course_attendances, completed_on, courses), HolderKind::Course)
        }
        HolderKind::Benefit => {
            placed(row_of!(c, scope, record, project_benefits, received_on, projects), HolderKind::Project)
        }
        HolderKind::Payment => {
            placed(row_of!(c, scope, record, programme_payments, paid_on, programmes), HolderKind::Programme)
        }
        HolderKind::Business => {
            let query = own_businesses::table
                .inner_join(persons::table)
                .filter(own_businesses::id.eq(record))
                .select((
                    own_businesses::unit_code,
                    own_businesses::name,
                    persons::name,
                    own_businesses::licensed_on,
                    own_businesses::removed_at,
                ));
            own(within!(query, scope, own_businesses::unit_code).first(c)?)
        }
        HolderKind::Measure => {
            let query = non_tourism_measures::table
                .inner_join(persons::table)
                .filter(non_tourism_measures::id.eq(record))
                .select((
                    non_tourism_measures::unit_code,
                    non_tourism_measures::name,
                    persons::name,
                    non_tourism_measures::received_on,
                    non_tourism_measures::removed_at,
                ));
            own(within!(query, scope, non_tourism_measures::unit_code).first(c)?)
        }
        HolderKind::Course => {
            let query =
                courses::table.filter(courses::id.eq(record)).select((courses::unit_code, courses::name));
            source(within!(query, scope, courses::unit_code).first(c)?)
        }
        HolderKind::Project => {
            let query =
                projects::table.filter(projects::id.eq(record)).select((projects::unit_code, projects::name));
            source(within!(query, scope, projects::unit_code).first(c)?)
        }
        HolderKind::Programme => {
            let query = programmes::table
                .filter(programmes::id.eq(record))
                .select((programmes::unit_code, programmes::name));
            source(within!(query, scope, programmes::unit_code).first(c)?)
        }
    })
}

/// Every record of a kind that an attribution can rest on, or whose rows it can: of hires, those of people on the register.
///
/// # Errors
/// If the database fails.
pub fn attributable(c: &mut Conn, kind: HolderKind) -> Result<Vec<Holder>> {
    macro_rules! ids {
        ($table:ident) => {
            $table::table.select($table::id).order($table::id).load::<i64>(c)?
        };
    }
    let records = match kind {
        HolderKind::Hire => {
            let of_register = hire_rows::table.filter(hire_rows::person_id.is_not_null());
            of_register.select(hire_rows::id).order(hire_rows::id).load::<i64>(c)?
        }
        HolderKind::Attendance => ids!(course_attendances),
        HolderKind::Benefit => ids!(project_benefits),
        HolderKind::Payment => ids!(programme_payments),
        HolderKind::Business => ids!(own_businesses),
        HolderKind::Measure => ids!(non_tourism_measures),
        HolderKind::Course => ids!(courses),
        HolderKind::Project => ids!(projects),
        HolderKind::Programme => ids!(programmes),
    };
    Ok(records.into_iter().map(|record| Holder { kind, record }).collect())
}
