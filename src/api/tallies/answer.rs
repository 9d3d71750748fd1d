//! The answer of `GET /api/v1/tallies`.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::query::Query;
use crate::desk;
use crate::desk::tallies::{Cube, OpenCube};
use crate::domain::codes::Code;
use crate::domain::division::{LocalityCode, UnitCode};
use crate::domain::figure::UnitOfCount;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Basis, Cell, CellKey, Coordinate, Count, Dimension, Month};

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
    /// The rows, in the official order of each dimension. By township, village, month or basis, only those that are not zero.
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
    /// The township's code, if the rows are by township.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub township: Option<String>,
    /// The village's code, if the rows are by village.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// The month, if the rows are by month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<i32>,
    /// The basis, if the rows are by basis. A basis includes those after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub basis: Option<&'static str>,
    /// Its numbers.
    #[serde(flatten)]
    pub count: Total,
    /// Whether any exit in it rests on a paper whose file is missing or was changed; left out if none does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub amber: bool,
}

/// What a row is of; none is all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Of {
    year: Option<i32>,
    unit: Option<UnitCode>,
    township: Option<LocalityCode>,
    village: Option<LocalityCode>,
    pathway: Option<Pathway>,
    month: Option<Month>,
    basis: Option<Basis>,
}

impl Of {
    /// The row a cell belongs to.
    fn cell(key: &CellKey, by: &[Dimension]) -> Self {
        let mut of = Self::default();
        by.iter().filter_map(|dimension| key.along(*dimension)).for_each(|at| of.lie_at(at));
        of
    }

    fn lie_at(&mut self, coordinate: Coordinate) {
        match coordinate {
            Coordinate::Year(year) => self.year = Some(year),
            Coordinate::Unit(unit) => self.unit = Some(unit),
            Coordinate::Township(place) => self.township = Some(place),
            Coordinate::Village(place) => self.village = Some(place),
            Coordinate::Pathway(pathway) => self.pathway = Some(pathway),
            Coordinate::Month(month) => self.month = Some(month),
            Coordinate::Basis(basis) => self.basis = Some(basis),
        }
    }
}

/// The sums of cells by row, and those of all the tourism cells and of all the others.
#[derive(Default)]
struct Sums {
    rows: HashMap<Of, Count>,
    tourism: Count,
    other: Count,
}

impl Sums {
    fn of<'c>(cells: impl Iterator<Item = &'c Cell>, query: &Query) -> Self {
        let mut sums = Self::default();
        let by_pathway = query.by.contains(&Dimension::Pathway);
        let only_sixth = query.filter.pathway == Some(Pathway::NonTourism);
        for cell in cells {
            let tourism = cell.key.pathway.is_tourism();
            // Without a pathway of its own a row is of tourism, unless the sixth alone was asked for.
            if by_pathway || tourism || only_sixth {
                *sums.rows.entry(Of::cell(&cell.key, &query.by)).or_default() += cell.count;
            }
            // Of several bases the whole is that of the one asked for: they hold each other.
            if cell.key.basis == query.filter.basis {
                *(if tourism { &mut sums.tourism } else { &mut sums.other }) += cell.count;
            }
        }
        sums
    }

    fn get(&self, of: &Of) -> Count {
        match of {
            Of { pathway: Some(Pathway::NonTourism), .. } if *of == sixth() => self.other,
            of if *of == Of::default() => self.tourism,
            of => self.rows.get(of).copied().unwrap_or_default(),
        }
    }
}

fn sixth() -> Of {
    Of { pathway: Some(Pathway::NonTourism), ..Of::default() }
}

impl Answer {
    /// From exact numbers.
    ///
    /// # Errors
    /// `NotFound` without any year to answer for.
    pub(super) fn exact(query: &Query, cubes: &[Cube]) -> desk::Result<Self> {
        let sums = Sums::of(cubes.iter().flat_map(|cube| cube.tally.cells()), query);
        let amber = Sums::of(cubes.iter().flat_map(|cube| cube.amber.cells()), query);
        let one = cubes.first().ok_or(desk::Error::NotFound)?;
        let units: Vec<UnitCode> = one.units.iter().map(|unit| unit.code.clone()).collect();
        let mut years: Vec<i32> = cubes.iter().map(|cube| cube.filter.year).collect();
        years.dedup();
        let places: BTreeSet<LocalityCode> =
            sums.rows.keys().flat_map(|of| [of.village.clone(), of.township.clone()]).flatten().collect();
        let all = All { years, units, places: places.into_iter().collect() };
        let count = |of: &Of| Some(sums.get(of));
        Ok(Self::made(query, &all, (one.revision, one.as_of), count, |of| !amber.get(of).is_zero()))
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
        let all = All { years, units, places: Vec::new() };
        Ok(Self::made(query, &all, (one.revision, one.as_of), shown, |_| false))
    }

    fn made(
        query: &Query,
        all: &All,
        (revision, as_of): (i64, Moment),
        count: impl Fn(&Of) -> Option<Count>,
        amber: impl Fn(&Of) -> bool,
    ) -> Self {
        let rows = all.rows(query).into_iter().map(|of| (count(&of), amber(&of), of));
        let rows = rows.filter(|(count, _, of)| {
            let always =
                of.month.is_none() && of.township.is_none() && of.village.is_none() && of.basis.is_none();
            always || count.is_some_and(|count| !count.is_zero())
        });
        let rows = rows.map(|(count, amber, of)| TallyRow {
            year: of.year,
            unit: of.unit.map(String::from),
            township: of.township.map(String::from),
            village: of.village.map(String::from),
            pathway: of.pathway.map(Code::code),
            month: of.month.map(Month::number),
            basis: of.basis.map(Code::code),
            count: count.into(),
            amber,
        });
        let sixth = sixth();
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

/// What the rows of an answer can be of.
struct All {
    years: Vec<i32>,
    units: Vec<UnitCode>,
    /// The townships and villages that have numbers.
    places: Vec<LocalityCode>,
}

impl All {
    /// The rows that were asked for, each dimension in its official order.
    fn rows(&self, query: &Query) -> Vec<Of> {
        let mut all = vec![Of::default()];
        for dimension in &query.by {
            let along = self.along(*dimension, query);
            let each = all.iter().flat_map(|of| along.iter().map(move |at| (of, at)));
            all = each.filter_map(|(of, at)| placed(of, at)).collect();
        }
        all
    }

    fn along(&self, dimension: Dimension, query: &Query) -> Vec<Coordinate> {
        let places =
            |village: bool| self.places.iter().filter(move |place| place.is_village() == village).cloned();
        match dimension {
            Dimension::Year => self.years.iter().copied().map(Coordinate::Year).collect(),
            Dimension::Unit => self.units.iter().cloned().map(Coordinate::Unit).collect(),
            Dimension::Township => places(false).map(Coordinate::Township).collect(),
            // A household of a township without a village is counted in the township itself.
            Dimension::Village => self.places.iter().cloned().map(Coordinate::Village).collect(),
            Dimension::Pathway => query.filter.pathways().into_iter().map(Coordinate::Pathway).collect(),
            Dimension::Month => match query.filter.month {
                Some(month) => vec![Coordinate::Month(month)],
                None => Month::all().map(Coordinate::Month).collect(),
            },
            Dimension::Basis => Basis::ALL.iter().copied().map(Coordinate::Basis).collect(),
        }
    }
}

/// What is of one thing, at a place along another dimension as well; none where no number can be, because a place lies
/// elsewhere.
fn placed(of: &Of, at: &Coordinate) -> Option<Of> {
    let mut placed = of.clone();
    placed.lie_at(at.clone());
    match at {
        Coordinate::Township(place) | Coordinate::Village(place) => {
            let in_unit = of.unit.as_ref().is_none_or(|unit| place.as_str().starts_with(unit.as_str()));
            let in_township = of.township.as_ref().is_none_or(|township| place.township() == *township);
            (in_unit && in_township).then_some(placed)
        }
        _ => Some(placed),
    }
}
