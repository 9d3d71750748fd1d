//! Benefit (带动): whom the measures of a year reached, beside the exits and never among them.

use std::collections::HashMap;

use serde::Serialize;

use super::evidence::ShownPaper;
use super::{Error, Result, Rx};
use crate::domain::access::Act;
use crate::domain::attribution::Evidence;
pub use crate::domain::benefit::{Benefit, BenefitCount, BenefitFilter};
use crate::domain::benefit::{Reached, counted, listed};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::household::HouseholdCode;
use crate::domain::ids::HouseholdId;
use crate::domain::pathway::Pathway;
use crate::store::{benefits as store, divisions, evidence, evidence_rules, households};

/// How many the measures of a pathway reached: in all, and by the unit they belong to.
#[derive(Debug, Clone)]
pub struct OfPathway {
    /// The pathway; none for all six.
    pub pathway: Option<Pathway>,
    /// In all that was asked for.
    pub total: Benefit,
    /// By unit, in their official order.
    pub by_unit: Vec<Benefit>,
}

/// The counts of a year.
#[derive(Debug, Clone)]
pub struct Counts {
    /// What was asked for, as far as the reader may know of it.
    pub filter: BenefitFilter,
    /// The units counted, in the official order.
    pub units: Vec<UnitCode>,
    /// The six pathways in the official order, then all of them.
    pub lines: Vec<OfPathway>,
}

/// A row of the list behind a number, as a reader may see it.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The record.
    pub paper: ShownPaper,
    /// The unit it belongs to.
    pub unit: UnitCode,
    /// The household, if it is one the reader may know of.
    pub household_code: Option<HouseholdCode>,
}

/// The list behind a number.
#[derive(Debug, Clone)]
pub struct List {
    /// What was asked for, as far as the reader may know of it.
    pub filter: BenefitFilter,
    /// The numbers of the filter; the one asked for is the length of the whole list.
    pub benefit: Benefit,
    /// A page of it.
    pub rows: Vec<Row>,
}

/// The newest year until today that anything is recorded of.
///
/// # Errors
/// If the database fails.
pub fn latest_year(rx: &mut Rx<'_>) -> Result<i32> {
    use chrono::Datelike as _;
    Ok(store::newest(rx.conn, rx.now.day())?.map_or_else(|| rx.now.year(), |day| day.year()))
}

fn within(rx: &mut Rx<'_>, filter: &BenefitFilter) -> Result<BenefitFilter> {
    rx.actor()?.must(Act::ReadEvidence)?;
    filter.clone().within(&rx.scope()).ok_or(Error::NotFound)
}

/// The counts of a year: pathway by unit.
///
/// # Errors
/// `Forbidden` for whoever does not read evidence; `NotFound` for a unit the reader may not know of.
pub fn counts(rx: &mut Rx<'_>, filter: &BenefitFilter) -> Result<Counts> {
    let filter = BenefitFilter { pathway: None, ..within(rx, filter)? };
    let units = divisions::units(rx.conn)?.into_iter().map(|unit| unit.code);
    let units: Vec<UnitCode> =
        units.filter(|unit| filter.unit.as_ref().is_none_or(|only| only == unit)).collect();
    let all = store::reached(rx.conn, &filter)?;
    let line = |pathway: Option<Pathway>| {
        let of = |unit: Option<UnitCode>| counted(&all, &BenefitFilter { unit, pathway, ..filter.clone() });
        let by_unit = units.iter().map(|unit| of(Some(unit.clone()))).collect();
        OfPathway { pathway, total: of(filter.unit.clone()), by_unit }
    };
    let lines = Pathway::ALL.iter().copied().map(Some).chain([None]).map(line).collect();
    Ok(Counts { filter, units, lines })
}

/// The list behind a number.
///
/// # Errors
/// As [`counts`].
pub fn rows(
    rx: &mut Rx<'_>,
    filter: &BenefitFilter,
    count: BenefitCount,
    offset: usize,
    limit: usize,
) -> Result<List> {
    let filter = within(rx, filter)?;
    let all = store::reached(rx.conn, &filter)?;
    let page: Vec<&Reached> = listed(&all, &filter, count).into_iter().skip(offset).take(limit).collect();
    let evidence: Vec<Evidence> = page.iter().map(|one| one.evidence).collect();
    let mut papers = evidence::papers(rx.conn, &evidence)?;
    let households: Vec<HouseholdId> = page.iter().map(|one| one.household).collect();
    let scope = rx.scope();
    let codes: HashMap<HouseholdId, HouseholdCode> = households::load_many(rx.conn, &scope, &households)?
        .into_iter()
        .map(|household| (household.id, household.code))
        .collect();
    // The list is of no exit, so nothing is judged.
    let rules = evidence_rules::of_year(rx.conn, filter.year)?;
    let today = rx.now.day();
    let row = |one: &Reached| {
        Some(Row {
            paper: ShownPaper::of(rx, papers.remove(&one.evidence)?, today, &rules),
            unit: one.unit.clone(),
            household_code: codes.get(&one.household).cloned(),
        })
    };
    let rows = page.into_iter().filter_map(row).collect();
    Ok(List { benefit: counted(&all, &filter), rows, filter })
}
