//! Adding papers, many at once: from an import, or the demonstration.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::attribution::{BenefitKind, MeasureKind, PaymentKind};
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::ids::{
    AttendanceId, BenefitId, BusinessId, CourseId, MeasureId, PaymentId, PersonId, ProgrammeId, ProjectId,
};
use crate::domain::quantity::Fen;
use crate::store::conn::insert_all;
use crate::store::schema::{
    course_attendances, courses, non_tourism_measures, own_businesses, programme_payments, programmes,
    project_benefits, projects,
};
use crate::store::{Conn, Result, next_id, past_id};

/// Declares a paper to be added and the function that adds many and gives their numbers, in the same order.
macro_rules! paper {
    ($(#[$meta:meta])* $new:ident, $table:ident, $id:ident, $insert:ident { $($(#[$fmeta:meta])* $field:ident: $kind:ty),+ $(,)? } $($then:ident)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $new { $($(#[$fmeta])* pub $field: $kind),+ }

        $(#[$meta])*
        ///
        /// # Errors
        /// `Taken` if one is there already.
        pub fn $insert(c: &mut Conn, new: &[$new]) -> Result<Vec<$id>> {
            #[derive(Insertable)]
            #[diesel(table_name = $table, treat_none_as_default_value = false)]
            struct Row { id: $id, $($field: $kind),+ }
            let first = next_id(c, stringify!($table))?;
            let rows: Vec<Row> =
                (first..).map($id).zip(new).map(|(id, new)| Row { id, $($field: new.$field.clone()),+ }).collect();
            insert_all!(c, $table, rows)?;
            past_id(c, stringify!($table))?;
            $($then(c, stringify!($table))?;)?
            Ok(rows.iter().map(|row| row.id).collect())
        }
    };
}

paper! {
    /// A training course. 培训班
    NewCourse, courses, CourseId, insert_courses {
        /// The course.
        name: String,
        /// Who held it.
        organiser: String,
        /// The unit it was held for.
        unit_code: UnitCode,
        /// Where.
        place: String,
        /// Its first day.
        starts_on: NaiveDate,
        /// Its last.
        ends_on: NaiveDate,
        /// Hours of teaching.
        hours: i32,
        /// The order's number.
        document: String,
    }
}

paper! {
    /// A person at a course. 参训
    NewAttendance, course_attendances, AttendanceId, insert_attendances {
        /// The course.
        course_id: CourseId,
        /// Who attended.
        person_id: PersonId,
        /// The certificate's number; empty if none.
        certificate: String,
        /// The day it was completed.
        completed_on: Option<NaiveDate>,
        /// Who employs them since; empty if nobody.
        placement_employer: String,
        /// Their first day there.
        placement_on: Option<NaiveDate>,
    }
}

paper! {
    /// A listed major project. 重大项目
    NewProject, projects, ProjectId, insert_projects {
        /// The project.
        name: String,
        /// The unit it lies in.
        unit_code: UnitCode,
        /// The place.
        division_code: DivisionCode,
        /// The day it was listed.
        listed_on: NaiveDate,
        /// The list's number.
        document: String,
        /// What is invested.
        investment_fen: Fen,
    }
}

paper! {
    /// A person's benefit from a project. 项目受益
    NewBenefit, project_benefits, BenefitId, insert_benefits {
        /// The project.
        project_id: ProjectId,
        /// Who benefits.
        person_id: PersonId,
        /// How.
        kind: BenefitKind,
        /// By how much.
        amount_fen: Fen,
        /// When.
        received_on: NaiveDate,
        /// The paper's number.
        document: String,
    }
}

paper! {
    /// A village's tourism programme. 村旅游项目
    NewProgramme, programmes, ProgrammeId, insert_programmes {
        /// The programme.
        name: String,
        /// The village.
        division_code: DivisionCode,
        /// The unit it lies in.
        unit_code: UnitCode,
        /// The year.
        year: i32,
        /// Whether the village is supported in it.
        supported: bool,
        /// The order's number.
        document: String,
    }
}

paper! {
    /// A payment of a programme. 村项目发放
    NewPayment, programme_payments, PaymentId, insert_payments {
        /// The programme.
        programme_id: ProgrammeId,
        /// Who was paid.
        person_id: PersonId,
        /// What for.
        kind: PaymentKind,
        /// How much.
        amount_fen: Fen,
        /// When.
        paid_on: NaiveDate,
        /// The roster's number.
        document: String,
    }
}

paper! {
    /// A person's own tourism business. 自主创业
    NewBusiness, own_businesses, BusinessId, insert_businesses {
        /// Whose.
        person_id: PersonId,
        /// Its name.
        name: String,
        /// Its licence's number.
        licence: String,
        /// The day of the licence.
        licensed_on: NaiveDate,
        /// The support it received.
        support: String,
        /// How much.
        support_fen: Fen,
        /// When.
        supported_on: NaiveDate,
    }
    place_in_units
}

paper! {
    /// A measure outside tourism. 非旅游措施
    NewMeasure, non_tourism_measures, MeasureId, insert_measures {
        /// Who was helped.
        person_id: PersonId,
        /// How.
        kind: MeasureKind,
        /// The measure.
        name: String,
        /// By how much.
        amount_fen: Fen,
        /// When.
        received_on: NaiveDate,
        /// The paper's number.
        document: String,
    }
    place_in_units
}

/// Puts records that belong to no course, project or programme with the unit in which the person's household lives.
fn place_in_units(c: &mut Conn, table: &'static str) -> Result<()> {
    diesel::sql_query(format!(
        "UPDATE {table} SET unit_code = (SELECT h.unit_code FROM memberships m JOIN households h ON h.id = m.household_id \
         WHERE m.person_id = {table}.person_id ORDER BY m.id DESC LIMIT 1) WHERE unit_code IS NULL"
    ))
    .execute(c)?;
    Ok(())
}
