//! The list behind a number: its attributions, each with its exit, the head of the household and the paper that proves it.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::behind;
use crate::domain::attribution::Stage;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::identity::PersonName;
use crate::domain::ids::{AttributionId, ExitId};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::tally::{Count, TallyFilter};
use crate::store::schema::{
    attributions, course_attendances, courses, divisions, exit_members, exits, hires, non_tourism_measures,
    own_businesses, persons, programme_payments, programmes, project_benefits, projects, sites,
};
use crate::store::{Conn, Result};

/// One exit of a number.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its attribution.
    pub attribution: AttributionId,
    /// The exit.
    pub exit: ExitId,
    /// The unit it is counted in.
    pub unit: UnitCode,
    /// The pathway it is attributed to.
    pub pathway: Pathway,
    /// Where the attribution stands.
    pub stage: Stage,
    /// The members frozen with it.
    pub persons: Persons,
    /// The head of the household, in full.
    pub head: Option<PersonName>,
    /// The township and village it lives in.
    pub place: String,
    /// The announcement's number.
    pub document: String,
    /// The announcement's day.
    pub announced_on: NaiveDate,
    /// What proves the pathway.
    pub paper: Paper,
}

/// What proves a pathway: its own kind of record, by name, number and day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// The site, programme, course, project, business or measure.
    pub name: String,
    /// The document's, certificate's or licence's number; empty for a hire, whose number is its own.
    pub number: String,
    /// Its day.
    pub on: Option<NaiveDate>,
}

/// How many exits are behind a number, counted from themselves and not from the cells.
///
/// # Errors
/// If the database fails.
pub fn count(c: &mut Conn, filter: &TallyFilter) -> Result<Count> {
    let (households, persons) = attributions::table
        .filter(behind(filter))
        .select((
            diesel::dsl::count_star(),
            diesel::dsl::sql::<diesel::sql_types::Nullable<diesel::sql_types::BigInt>>(
                "CAST(SUM(attributions.persons) AS BIGINT)",
            ),
        ))
        .first::<(i64, Option<i64>)>(c)?;
    Ok(Count { persons: Persons(persons.unwrap_or_default()), households: Households(households) })
}

/// The evidence of an attribution: the record of its pathway's own kind.
type Evidence = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
type Attributed = (AttributionId, ExitId, UnitCode, Pathway, Stage, i32, Evidence);

/// A page of the exits behind a number, by unit, pathway and month.
///
/// # Errors
/// If the database fails.
pub fn list(c: &mut Conn, filter: &TallyFilter, offset: i64, limit: i64) -> Result<Vec<Row>> {
    let attributed = attributions::table
        .filter(behind(filter))
        .order((attributions::unit_code, attributions::pathway, attributions::month, attributions::id))
        .offset(offset)
        .limit(limit)
        .select((
            attributions::id,
            attributions::exit_id,
            attributions::unit_code,
            attributions::pathway,
            attributions::stage,
            attributions::persons,
            (
                attributions::hire_id,
                attributions::payment_id,
                attributions::attendance_id,
                attributions::benefit_id,
                attributions::business_id,
                attributions::measure_id,
            ),
        ))
        .load::<Attributed>(c)?;
    let announced = announced(c, attributed.iter().map(|row| row.1).collect())?;
    let heads = heads(c, attributed.iter().map(|row| row.1).collect())?;
    let places = places(c, announced.values().map(|exit| &exit.2))?;
    let papers = Papers::read(c, &attributed)?;
    let row = |(attribution, exit, unit, pathway, stage, persons, evidence): Attributed| {
        let (document, announced_on, village) = announced.get(&exit)?.clone();
        Some(Row {
            attribution,
            exit,
            unit,
            pathway,
            stage,
            persons: Persons(i64::from(persons)),
            head: heads.get(&exit).cloned(),
            place: place(&places, &village),
            document,
            announced_on,
            paper: papers.of(evidence),
        })
    };
    Ok(attributed.into_iter().filter_map(row).collect())
}

type Announced = (String, NaiveDate, DivisionCode);

fn announced(c: &mut Conn, ids: Vec<ExitId>) -> Result<HashMap<ExitId, Announced>> {
    let rows = exits::table
        .filter(exits::id.eq_any(ids))
        .select((exits::id, exits::document, exits::announced_on, exits::division_code))
        .load::<(ExitId, String, NaiveDate, DivisionCode)>(c)?;
    Ok(rows.into_iter().map(|(id, document, on, village)| (id, (document, on, village))).collect())
}

fn heads(c: &mut Conn, ids: Vec<ExitId>) -> Result<HashMap<ExitId, PersonName>> {
    let rows = exit_members::table
        .inner_join(persons::table)
        .filter(exit_members::exit_id.eq_any(ids).and(exit_members::is_head.eq(true)))
        .select((exit_members::exit_id, persons::name))
        .load::<(ExitId, PersonName)>(c)?;
    Ok(rows.into_iter().collect())
}

/// The names of the townships and villages of these places.
fn places<'a>(c: &mut Conn, of: impl Iterator<Item = &'a DivisionCode>) -> Result<HashMap<String, String>> {
    let codes: BTreeSet<String> = of.flat_map(|code| parts(code).map(str::to_owned)).collect();
    let rows = divisions::table
        .filter(divisions::code.eq_any(codes.into_iter().collect::<Vec<_>>()))
        .select((divisions::code, divisions::name))
        .load::<(String, String)>(c)?;
    Ok(rows.into_iter().collect())
}

fn parts(code: &DivisionCode) -> impl Iterator<Item = &str> {
    [9, 12].into_iter().filter_map(|length| code.as_str().get(..length))
}

fn place(names: &HashMap<String, String>, code: &DivisionCode) -> String {
    parts(code).filter_map(|part| names.get(part).map(String::as_str)).collect::<Vec<_>>().join(" ")
}

/// The papers of a page, by the kind of record and its number.
struct Papers([HashMap<i64, Paper>; 6]);

type Named = (i64, String, String, Option<NaiveDate>);

impl Papers {
    fn read(c: &mut Conn, rows: &[Attributed]) -> Result<Self> {
        let ids =
            |of: fn(&Evidence) -> Option<i64>| rows.iter().filter_map(|row| of(&row.6)).collect::<Vec<_>>();
        Ok(Self([
            by_id(of_hires(c, &ids(|evidence| evidence.0))?),
            by_id(of_payments(c, &ids(|evidence| evidence.1))?),
            by_id(of_attendances(c, &ids(|evidence| evidence.2))?),
            by_id(of_benefits(c, &ids(|evidence| evidence.3))?),
            by_id(of_businesses(c, &ids(|evidence| evidence.4))?),
            by_id(of_measures(c, &ids(|evidence| evidence.5))?),
        ]))
    }

    fn of(&self, evidence: Evidence) -> Paper {
        let (hire, payment, attendance, benefit, business, measure) = evidence;
        let ids = [hire, payment, attendance, benefit, business, measure];
        let paper = self.0.iter().zip(ids).find_map(|(papers, id)| papers.get(&id?));
        paper.cloned().unwrap_or_default()
    }
}

fn by_id(rows: Vec<Named>) -> HashMap<i64, Paper> {
    rows.into_iter().map(|(id, name, number, on)| (id, Paper { name, number, on })).collect()
}

/// A query for the papers of these numbers; none is asked for none.
macro_rules! papers {
    ($(fn $name:ident: $from:expr, $id:expr, ($paper:expr, $number:expr, $on:expr);)+) => {$(
        fn $name(c: &mut Conn, ids: &[i64]) -> Result<Vec<Named>> {
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            Ok($from.filter($id.eq_any(ids)).select(($id, $paper, $number, $on)).load(c)?)
        }
    )+};
}

papers! {
    fn of_payments: programme_payments::table.inner_join(programmes::table), programme_payments::id,
        (programmes::name, programme_payments::document, programme_payments::paid_on.nullable());
    fn of_attendances: course_attendances::table.inner_join(courses::table), course_attendances::id,
        (courses::name, course_attendances::certificate, course_attendances::completed_on);
    fn of_benefits: project_benefits::table.inner_join(projects::table), project_benefits::id,
        (projects::name, project_benefits::document, project_benefits::received_on.nullable());
    fn of_businesses: own_businesses::table, own_businesses::id,
        (own_businesses::name, own_businesses::licence, own_businesses::licensed_on.nullable());
    fn of_measures: non_tourism_measures::table, non_tourism_measures::id,
        (non_tourism_measures::name, non_tourism_measures::document, non_tourism_measures::received_on.nullable());
    // A hire has no number of a document: it is the report itself.
    fn of_hires: hires::table.inner_join(sites::table), hires::id,
        (sites::name, diesel::dsl::sql::<diesel::sql_types::Text>("''"), hires::started_on.nullable());
}
