//! The answer of `GET /api/v1/tallies`.

use serde::Serialize;

use super::query::{By, Query};
use crate::desk;
use crate::desk::tallies::{Cube, OpenCube};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::UnitOfCount;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Count, Month, Tally};

/// The numbers of a question.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Answer {
    /// The year; left out if the rows are of every year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// How far the attributions counted have come.
    #[schema(value_type = String, example = "confirmed")]
    pub basis: &'static str,
    /// What the two numbers of every row count.
    #[schema(value_type = Vec<String>)]
    pub unit_of_count: [&'static str; 2],
    /// The tourism total: never with the sixth pathway.
    pub total: Total,
    /// The sixth pathway, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_tourism: Option<Total>,
    /// Whether any exit in the total rests on a paper whose file is missing or was changed; left out if none does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub amber: bool,
    /// The rows, in the official order of years, units, pathways and months. By month, only those that are not zero.
    pub rows: Vec<TallyRow>,
    /// When the last change was made, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Moment,
    /// Grows with every change.
    pub revision: i64,
}

/// A number of persons and of households. `null` is withheld, because it would tell of single households.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Total {
    /// 人
    pub persons: Option<i64>,
    /// 户
    pub households: Option<i64>,
}

impl From<Option<Count>> for Total {
    fn from(count: Option<Count>) -> Self {
        Self {
            persons: count.map(|count| count.persons.0),
            households: count.map(|count| count.households.0),
        }
    }
}

/// One row: what it is of, and its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TallyRow {
    /// The year, if the rows are by year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// The unit's code, if the rows are by unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The pathway's code, if the rows are by pathway.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub pathway: Option<&'static str>,
    /// The month, if the rows are by month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<i32>,
    /// Its numbers.
    #[serde(flatten)]
    pub count: Total,
    /// Whether any exit in it rests on a paper whose file is missing or was changed; left out if none does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub amber: bool,
}

/// What a row is of; none is all of it.
#[derive(Debug, Clone, Default)]
struct Of {
    year: Option<i32>,
    unit: Option<UnitCode>,
    pathway: Option<Pathway>,
    month: Option<i32>,
}

impl Answer {
    /// From exact numbers.
    ///
    /// # Errors
    /// `NotFound` without any year to answer for.
    pub(super) fn exact(query: &Query, cubes: &[Cube]) -> desk::Result<Self> {
        let added = |of: &Of, tally: fn(&Cube) -> &Tally| {
            let years = cubes.iter().filter(|cube| of.year.is_none_or(|year| cube.filter.year == year));
            let sums = years.map(|cube| {
                tally(cube).sum(|key| {
                    of.unit.as_ref().is_none_or(|unit| key.unit == *unit)
                        && of
                            .pathway
                            .map_or_else(|| key.pathway.is_tourism(), |pathway| key.pathway == pathway)
                        && of.month.is_none_or(|month| key.month == month)
                })
            });
            sums.sum::<Count>()
        };
        let sum = |of: &Of| Some(added(of, |cube| &cube.tally));
        let amber = |of: &Of| !added(of, |cube| &cube.amber).is_zero();
        let one = cubes.first().ok_or(desk::Error::NotFound)?;
        let units: Vec<UnitCode> = one.units.iter().map(|unit| unit.code.clone()).collect();
        let years: Vec<i32> = cubes.iter().map(|cube| cube.filter.year).collect();
        Ok(Self::made(query, &years, &units, (one.revision, one.as_of), sum, amber))
    }

    /// From what the public may see.
    ///
    /// # Errors
    /// `NotFound` for a unit that is none.
    pub(super) fn open(query: &Query, cubes: &[OpenCube]) -> desk::Result<Self> {
        let shown = |of: &Of| {
            let years = cubes.iter().filter(|cube| of.year.is_none_or(|year| cube.year == year));
            let mut numbers = years.map(|cube| {
                let pathway = of.pathway.or(query.filter.pathway);
                let sixth = pathway == Some(Pathway::NonTourism);
                let table = if sixth { &cube.non_tourism } else { &cube.tourism };
                match (of.unit.as_ref().or(query.filter.unit.as_ref()), pathway) {
                    (Some(unit), Some(pathway)) => table.of(unit, pathway),
                    (Some(unit), None) => table.unit(unit),
                    (None, Some(pathway)) => table.pathway(pathway),
                    (None, None) => table.total(),
                }
            });
            // One withheld year withholds the sum over years: the others are shown beside it.
            numbers.try_fold(Count::default(), |sum, count| Some(sum + count?))
        };
        let one = cubes.first().ok_or(desk::Error::NotFound)?;
        let mut units: Vec<UnitCode> = one.units.iter().map(|unit| unit.code.clone()).collect();
        units.retain(|code| query.filter.unit.as_ref().is_none_or(|unit| unit == code));
        if units.is_empty() && query.filter.unit.is_some() {
            return Err(desk::Error::NotFound);
        }
        let years: Vec<i32> = cubes.iter().map(|cube| cube.year).collect();
        Ok(Self::made(query, &years, &units, (one.revision, one.as_of), shown, |_| false))
    }

    fn made(
        query: &Query,
        years: &[i32],
        units: &[UnitCode],
        (revision, as_of): (i64, Moment),
        count: impl Fn(&Of) -> Option<Count>,
        amber: impl Fn(&Of) -> bool,
    ) -> Self {
        let by = |one: By| query.by.contains(&one);
        let mut all = vec![Of::default()];
        if by(By::Year) {
            all = crossed(&all, years, |of, year| of.year = Some(*year));
        }
        if by(By::Unit) {
            all = crossed(&all, units, |of, unit| of.unit = Some(unit.clone()));
        }
        if by(By::Pathway) {
            all = crossed(&all, &query.filter.pathways(), |of, pathway| of.pathway = Some(*pathway));
        }
        if by(By::Month) {
            let months: Vec<i32> = match query.filter.month {
                Some(month) => vec![Month::number(month)],
                None => (1..=12).collect(),
            };
            all = crossed(&all, &months, |of, month| of.month = Some(*month));
        }
        let rows = all.into_iter().map(|of| (count(&of), amber(&of), of));
        let rows =
            rows.filter(|(count, _, of)| of.month.is_none() || count.is_some_and(|count| !count.is_zero()));
        let rows = rows.map(|(count, amber, of)| TallyRow {
            year: of.year,
            unit: of.unit.map(String::from),
            pathway: of.pathway.map(crate::domain::codes::Code::code),
            month: of.month,
            count: count.into(),
            amber,
        });
        let sixth = Of { pathway: Some(Pathway::NonTourism), ..Of::default() };
        let whole = Of::default();
        let asked_for_sixth = query.filter.pathway == Some(Pathway::NonTourism);
        let total = if asked_for_sixth { Some(Count::default()) } else { count(&Of::default()) };
        Self {
            year: query.year,
            basis: query.filter.basis.code(),
            unit_of_count: [UnitOfCount::Persons.code(), UnitOfCount::Households.code()],
            total: total.into(),
            non_tourism: (query.filter.non_tourism || asked_for_sixth).then(|| count(&sixth).into()),
            amber: amber(if asked_for_sixth { &sixth } else { &whole }),
            rows: rows.collect(),
            as_of,
            revision,
        }
    }
}

/// Each so far with each of these.
fn crossed<T>(so_far: &[Of], with: &[T], set: impl Fn(&mut Of, &T)) -> Vec<Of> {
    let each = so_far.iter().flat_map(|of| with.iter().map(move |value| (of.clone(), value)));
    each.map(|(mut of, value)| {
        set(&mut of, value);
        of
    })
    .collect()
}
