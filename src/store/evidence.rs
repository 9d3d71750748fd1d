//! The papers that support a pathway: hires, payments, courses, benefits, businesses and measures outside tourism.
//!
//! Whatever the kind, a paper is read as one [`Paper`]: whose it is, what it says, and the facts the rules ask for.

mod insert;
pub mod records;
pub mod sources;
pub mod wages;

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

pub use self::insert::{
    NewAttendance, NewBenefit, NewBusiness, NewCourse, NewMeasure, NewPayment, NewProgramme, NewProject,
    insert_attendances, insert_benefits, insert_businesses, insert_courses, insert_measures, insert_payments,
    insert_programmes, insert_projects,
};
use super::conn::MultiBackend;
use super::schema::{
    course_attendances, courses, divisions, exit_members, hires, persons, programme_payments, programmes,
    project_benefits, projects, sites,
};
use super::{Conn, Result};
use crate::domain::attribution::{BenefitKind, Evidence, Facts, PaymentKind};
use crate::domain::codes::Code as _;
use crate::domain::hire::{Receipt, Stage as HireStage};
use crate::domain::identity::PersonName;
use crate::domain::ids::{
    AttendanceId, BenefitId, CourseId, ExitId, HireId, PaymentId, PersonId, ProgrammeId, ProjectId,
};
use crate::domain::paper::Holder;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;

/// A paper and what it says.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Which.
    pub evidence: Evidence,
    /// The pathway it is evidence of.
    pub pathway: Pathway,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub person_name: PersonName,
    /// The site, programme, course, project, business or measure.
    pub title: String,
    /// The catalogue key of its kind, where there are several.
    pub kind: Option<String>,
    /// The number by which the paper is found: a document's, a certificate's, a licence's, a receipt's.
    pub document: String,
    /// The day it begins to count from.
    pub on: NaiveDate,
    /// The day it ended, or of the placement after a course.
    pub until: Option<NaiveDate>,
    /// The money in it.
    pub amount: Option<Fen>,
    /// The course, project or programme it is of.
    pub under: Option<Holder>,
    /// What the rules ask for.
    pub facts: Facts,
}

/// Which papers to read.
enum Ask<'a> {
    Persons(&'a [PersonId]),
    Records(Vec<i64>),
}

impl Ask<'_> {
    const fn is_empty(&self) -> bool {
        match self {
            Self::Persons(persons) => persons.is_empty(),
            Self::Records(records) => records.is_empty(),
        }
    }
}

/// Every paper of the members frozen with an exit, in the official order of the pathways.
///
/// # Errors
/// If the database fails.
pub fn of_exit(c: &mut Conn, exit: ExitId) -> Result<Vec<Paper>> {
    let members: Vec<PersonId> = exit_members::table
        .filter(exit_members::exit_id.eq(exit))
        .select(exit_members::person_id)
        .order(exit_members::person_id)
        .load(c)?;
    let mut papers = Vec::new();
    for pathway in Pathway::ALL {
        papers.extend(read(c, *pathway, &Ask::Persons(&members))?);
    }
    Ok(papers)
}

/// These papers, by evidence.
///
/// # Errors
/// If the database fails.
pub fn papers(c: &mut Conn, evidence: &[Evidence]) -> Result<HashMap<Evidence, Paper>> {
    let mut papers = HashMap::new();
    for pathway in Pathway::ALL {
        let records =
            evidence.iter().filter(|one| one.pathway() == *pathway).map(|one| one.record()).collect();
        papers.extend(
            read(c, *pathway, &Ask::Records(records))?.into_iter().map(|paper| (paper.evidence, paper)),
        );
    }
    Ok(papers)
}

fn read(c: &mut Conn, pathway: Pathway, ask: &Ask<'_>) -> Result<Vec<Paper>> {
    if ask.is_empty() {
        return Ok(Vec::new());
    }
    match pathway {
        Pathway::Employment => of_hires(c, ask),
        Pathway::VillageIndustry => of_payments(c, ask),
        Pathway::Training => of_attendances(c, ask),
        Pathway::MajorProject => of_benefits(c, ask),
        Pathway::SelfStart => of_businesses(c, ask),
        Pathway::NonTourism => of_measures(c, ask),
    }
}

/// Narrows a query of papers to those asked for, by the table's columns of the person and the number; of persons only those still
/// on their lists.
macro_rules! asked {
    ($query:expr, $ask:expr, $person:expr, $id:expr, $listed:expr) => {{
        let query = $query.into_boxed::<MultiBackend>();
        match $ask {
            Ask::Persons(persons) => query.filter($person.eq_any(persons.to_vec())).filter($listed),
            Ask::Records(records) => query.filter($id.eq_any(records.clone())),
        }
    }};
}

mod own;

use self::own::{of_businesses, of_measures};

fn of_hires(c: &mut Conn, ask: &Ask<'_>) -> Result<Vec<Paper>> {
    type Row = (HireId, PersonId, PersonName, String, HireStage, NaiveDate, Option<NaiveDate>, Fen);
    let query = hires::table.inner_join(persons::table).inner_join(sites::table);
    let rows: Vec<Row> = asked!(query, ask, persons::id, hires::id, hires::person_id.is_not_null())
        .order((hires::started_on, hires::id))
        .select((
            hires::id,
            persons::id,
            persons::name,
            sites::name,
            hires::stage,
            hires::started_on,
            hires::left_on,
            hires::monthly_wage_fen,
        ))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, person, person_name, title, stage, started_on, left_on, wage)| Paper {
            evidence: Evidence::Employment(id),
            pathway: Pathway::Employment,
            person,
            person_name,
            title,
            kind: Some(stage.key()),
            document: Receipt(id).to_string(),
            on: started_on,
            until: left_on,
            amount: Some(wage),
            under: None,
            facts: Facts::Employment { verified: stage.is_verified(), started_on, left_on },
        })
        .collect())
}

fn of_payments(c: &mut Conn, ask: &Ask<'_>) -> Result<Vec<Paper>> {
    type Row = (
        PaymentId,
        PersonId,
        PersonName,
        String,
        String,
        (bool, i32),
        PaymentKind,
        Fen,
        NaiveDate,
        String,
        ProgrammeId,
    );
    let query = programme_payments::table
        .inner_join(persons::table)
        .inner_join(programmes::table.inner_join(divisions::table));
    let rows: Vec<Row> =
        asked!(query, ask, persons::id, programme_payments::id, programme_payments::removed_at.is_null())
            .order((programme_payments::paid_on, programme_payments::id))
            .select((
                programme_payments::id,
                persons::id,
                persons::name,
                divisions::name,
                programmes::name,
                (programmes::supported, programmes::year),
                programme_payments::kind,
                programme_payments::amount_fen,
                programme_payments::paid_on,
                programme_payments::document,
                programmes::id,
            ))
            .load(c)?;
    Ok(rows
        .into_iter()
        .map(
            |(
                id,
                person,
                person_name,
                village,
                name,
                (supported, year),
                kind,
                amount,
                paid_on,
                document,
                of,
            )| {
                Paper {
                    evidence: Evidence::VillageIndustry(id),
                    pathway: Pathway::VillageIndustry,
                    person,
                    person_name,
                    title: format!("{village} {name}"),
                    kind: Some(kind.key()),
                    document,
                    on: paid_on,
                    until: None,
                    amount: Some(amount),
                    under: Some(of.into()),
                    facts: Facts::VillageIndustry { supported, year, paid_on },
                }
            },
        )
        .collect())
}

fn of_attendances(c: &mut Conn, ask: &Ask<'_>) -> Result<Vec<Paper>> {
    type Row = (
        AttendanceId,
        PersonId,
        PersonName,
        String,
        NaiveDate,
        String,
        Option<NaiveDate>,
        String,
        Option<NaiveDate>,
        CourseId,
    );
    let query = course_attendances::table.inner_join(persons::table).inner_join(courses::table);
    let rows: Vec<Row> =
        asked!(query, ask, persons::id, course_attendances::id, course_attendances::removed_at.is_null())
            .order((courses::ends_on, course_attendances::id))
            .select((
                course_attendances::id,
                persons::id,
                persons::name,
                courses::name,
                courses::ends_on,
                course_attendances::certificate,
                course_attendances::completed_on,
                course_attendances::placement_employer,
                course_attendances::placement_on,
                courses::id,
            ))
            .load(c)?;
    Ok(rows
        .into_iter()
        .map(
            |(
                id,
                person,
                person_name,
                course,
                ends_on,
                certificate,
                completed_on,
                employer,
                placed_on,
                of,
            )| {
                Paper {
                    evidence: Evidence::Training(id),
                    pathway: Pathway::Training,
                    person,
                    person_name,
                    title: if employer.is_empty() { course } else { format!("{course} → {employer}") },
                    kind: None,
                    document: certificate,
                    on: completed_on.unwrap_or(ends_on),
                    until: placed_on,
                    amount: None,
                    under: Some(of.into()),
                    facts: Facts::Training { completed_on, placed_on },
                }
            },
        )
        .collect())
}

fn of_benefits(c: &mut Conn, ask: &Ask<'_>) -> Result<Vec<Paper>> {
    type Row =
        (BenefitId, PersonId, PersonName, String, NaiveDate, BenefitKind, Fen, NaiveDate, String, ProjectId);
    let query = project_benefits::table.inner_join(persons::table).inner_join(projects::table);
    let rows: Vec<Row> =
        asked!(query, ask, persons::id, project_benefits::id, project_benefits::removed_at.is_null())
            .order((project_benefits::received_on, project_benefits::id))
            .select((
                project_benefits::id,
                persons::id,
                persons::name,
                projects::name,
                projects::listed_on,
                project_benefits::kind,
                project_benefits::amount_fen,
                project_benefits::received_on,
                project_benefits::document,
                projects::id,
            ))
            .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, person, person_name, title, listed_on, kind, amount, received_on, document, of)| Paper {
            evidence: Evidence::MajorProject(id),
            pathway: Pathway::MajorProject,
            person,
            person_name,
            title,
            kind: Some(kind.key()),
            document,
            on: received_on,
            until: None,
            amount: Some(amount),
            under: Some(of.into()),
            facts: Facts::MajorProject { listed_on, received_on },
        })
        .collect())
}
