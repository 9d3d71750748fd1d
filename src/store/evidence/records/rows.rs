//! Reading people's records: those under a course, project or programme, one, or a list of businesses or measures.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Line, RecordFilter, days_of};
use crate::domain::access::Scope;
use crate::domain::attribution::{BenefitKind, MeasureKind, PaymentKind};
use crate::domain::division::UnitCode;
use crate::domain::identity::PersonName;
use crate::domain::ids::PersonId;
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::quantity::Fen;
use crate::domain::record::Row;
use crate::store::conn::MultiBackend;
use crate::store::schema::{
    course_attendances, courses, non_tourism_measures, own_businesses, persons, programme_payments,
    programmes, project_benefits, projects,
};
use crate::store::{Conn, Fault, Result};

/// Which rows to read.
pub enum Rows<'a> {
    /// Those of a course, project or programme.
    Under(Holder),
    /// One.
    One(Holder),
    /// A list of businesses or measures.
    Own(HolderKind, &'a RecordFilter),
}

/// People's records that a reader may know of, those taken off their lists left out: the newest first, and how many there are.
///
/// # Errors
/// `NotFound` for a kind of record that has none.
#[expect(clippy::too_many_lines, reason = "one query for each of five tables, each with its own columns")]
pub fn rows(
    c: &mut Conn,
    scope: &Scope,
    which: &Rows<'_>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Line>, i64)> {
    let none = RecordFilter::default();
    let (kind, filter) = match which {
        Rows::Under(holder) => (holder.kind.rows().ok_or(Fault::NotFound)?, &none),
        Rows::One(holder) => (holder.kind, &none),
        Rows::Own(kind, filter) => (*kind, *filter),
    };
    // Each table's own columns follow the same head.
    macro_rules! under {
        ($table:ident, $source:ident, $column:ident, $holder:ident, $columns:expr, $types:ty, $row:expr) => {{
            type Found = (i64, PersonId, PersonName, String, UnitCode, i64, (i64, $types));
            let query = || -> Result<_> {
                let query = $table::table.inner_join(persons::table).inner_join($source::table);
                let query = filtered!(query, $source, scope, filter).filter($table::removed_at.is_null());
                Ok(match which {
                    Rows::One(holder) => query.filter($table::id.eq(holder.record)),
                    Rows::Under(holder) => query.filter($table::$column.eq(holder.record)),
                    Rows::Own(..) => return Err(Fault::NotFound),
                })
            };
            let total: i64 = query()?.count().get_result(c)?;
            let found: Vec<Found> = query()?
                .select((
                    $table::id,
                    persons::id,
                    persons::name,
                    persons::id_masked,
                    $source::unit_code,
                    $table::revision,
                    ($table::$column, $columns),
                ))
                .order($table::id.desc())
                .offset(offset)
                .limit(limit)
                .load(c)?;
            let line = |(id, person, name, id_masked, unit, revision, (under, own)): Found| Line {
                holder: Holder { kind, record: id },
                person,
                name,
                id_masked,
                unit,
                under: Some(Holder { kind: HolderKind::$holder, record: under }),
                row: $row(own),
                revision,
            };
            (found.into_iter().map(line).collect(), total)
        }};
    }
    macro_rules! own {
        ($table:ident, $day:ident, $columns:expr, $types:ty, $row:expr) => {{
            type Found = (i64, PersonId, PersonName, String, Option<UnitCode>, i64, $types);
            let query = || -> Result<_> {
                let query = $table::table.inner_join(persons::table);
                let query = filtered!(query, $table, scope, filter).filter($table::removed_at.is_null());
                let query = in_year!(query, $table::$day, filter);
                Ok(match which {
                    Rows::One(holder) => query.filter($table::id.eq(holder.record)),
                    Rows::Own(..) => query,
                    Rows::Under(_) => return Err(Fault::NotFound),
                })
            };
            let total: i64 = query()?.count().get_result(c)?;
            let found: Vec<Found> = query()?
                .select((
                    $table::id,
                    persons::id,
                    persons::name,
                    persons::id_masked,
                    $table::unit_code,
                    $table::revision,
                    $columns,
                ))
                .order($table::id.desc())
                .offset(offset)
                .limit(limit)
                .load(c)?;
            let line = |(id, person, name, id_masked, unit, revision, own): Found| {
                Some(Line {
                    holder: Holder { kind, record: id },
                    person,
                    name,
                    id_masked,
                    unit: unit?,
                    under: None,
                    row: $row(own),
                    revision,
                })
            };
            (found.into_iter().filter_map(line).collect(), total)
        }};
    }
    Ok(match kind {
        HolderKind::Attendance => under!(
            course_attendances,
            courses,
            course_id,
            Course,
            (
                course_attendances::certificate,
                course_attendances::completed_on,
                course_attendances::placement_employer,
                course_attendances::placement_on,
            ),
            (String, Option<NaiveDate>, String, Option<NaiveDate>),
            |(certificate, completed_on, placement_employer, placement_on)| Row::Attendance {
                certificate,
                completed_on,
                placement_employer,
                placement_on
            }
        ),
        HolderKind::Benefit => under!(
            project_benefits,
            projects,
            project_id,
            Project,
            (
                project_benefits::kind,
                project_benefits::amount_fen,
                project_benefits::received_on,
                project_benefits::document,
            ),
            (BenefitKind, Fen, NaiveDate, String),
            |(kind, amount, on, document)| Row::Benefit { kind, amount, on, document }
        ),
        HolderKind::Payment => under!(
            programme_payments,
            programmes,
            programme_id,
            Programme,
            (
                programme_payments::kind,
                programme_payments::amount_fen,
                programme_payments::paid_on,
                programme_payments::document,
            ),
            (PaymentKind, Fen, NaiveDate, String),
            |(kind, amount, on, document)| Row::Payment { kind, amount, on, document }
        ),
        HolderKind::Business => own!(
            own_businesses,
            licensed_on,
            (
                own_businesses::name,
                own_businesses::licence,
                own_businesses::licensed_on,
                own_businesses::support,
                own_businesses::support_fen,
                own_businesses::supported_on,
            ),
            (String, String, NaiveDate, String, Fen, NaiveDate),
            |(name, licence, licensed_on, support, amount, supported_on)| Row::Business {
                name,
                licence,
                licensed_on,
                support,
                amount,
                supported_on
            }
        ),
        HolderKind::Measure => own!(
            non_tourism_measures,
            received_on,
            (
                non_tourism_measures::kind,
                non_tourism_measures::name,
                non_tourism_measures::amount_fen,
                non_tourism_measures::received_on,
                non_tourism_measures::document,
            ),
            (MeasureKind, String, Fen, NaiveDate, String),
            |(kind, name, amount, on, document)| Row::Measure { kind, name, amount, on, document }
        ),
        _ => return Err(Fault::NotFound),
    })
}
