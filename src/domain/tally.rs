//! Tallies: how many exits were attributed to which pathway, in persons and in households.
//!
//! A tally is kept as cells, one for each unit × pathway × month × basis, and only ever made from cells. A basis includes
//! those after it: what the city confirmed was proposed before, and counts in both.

mod cross;
mod filter;
pub mod open;
pub mod release;

use serde::{Deserialize, Serialize};

pub use self::cross::{Coordinate, Cross, Dimension};
pub use self::filter::{BadMonth, Month, TallyFilter};
use super::attribution::Stage;
use super::codes::code;
use super::division::{DivisionCode, LocalityCode, UnitCode};
use super::pathway::Pathway;
use super::quantity::{Households, Persons};

code! {
    /// How far an attribution must have come to be counted. 口径
    pub enum Basis: "basis" {
        /// 已提出: proposed by the county, or further.
        Proposed = "proposed",
        /// 县级已核: verified by the county, or further.
        Verified = "verified",
        /// 市级已认定: confirmed by the city, or frozen.
        Confirmed = "confirmed",
        /// 已冻结: part of a frozen year, and still standing.
        Frozen = "frozen",
    }
}

impl Basis {
    /// The bases an attribution of this stage counts in.
    #[must_use]
    pub const fn reached(stage: Stage) -> &'static [Self] {
        match stage {
            Stage::Proposed => &[Self::Proposed],
            Stage::CountyVerified => &[Self::Proposed, Self::Verified],
            Stage::CityConfirmed => &[Self::Proposed, Self::Verified, Self::Confirmed],
            Stage::Frozen => &[Self::Proposed, Self::Verified, Self::Confirmed, Self::Frozen],
            Stage::Withdrawn => &[],
        }
    }
}

/// A count of exits: the members frozen with them (人), and the households (户). Never mixed, always together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// 人
    pub persons: Persons,
    /// 户
    pub households: Households,
}

impl Count {
    /// One household of so many.
    #[must_use]
    pub const fn household_of(persons: Persons) -> Self {
        Self { persons, households: Households(1) }
    }

    /// Nothing to count.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl std::ops::Add for Count {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { persons: self.persons + other.persons, households: self.households + other.households }
    }
}
impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl std::ops::Neg for Count {
    type Output = Self;
    fn neg(self) -> Self {
        Self { persons: -self.persons, households: -self.households }
    }
}
impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), std::ops::Add::add)
    }
}

/// Which cell: of a unit, or of one of its villages. The order of the fields is the order in which cells are locked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CellKey {
    /// The year of the exit's announcement.
    pub year: i32,
    /// The basis.
    pub basis: Basis,
    /// The unit the household lives in.
    pub unit: UnitCode,
    /// The village, in a cell of one; none in a cell of the whole unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub village: Option<DivisionCode>,
    /// The pathway.
    pub pathway: Pathway,
    /// The month of the announcement.
    pub month: i32,
}

impl CellKey {
    /// The cell of the whole unit this one is part of.
    #[must_use]
    pub fn of_unit(&self) -> Self {
        Self { village: None, ..self.clone() }
    }

    /// Where it lies along a dimension; none along townships and villages for a cell of a whole unit.
    #[must_use]
    pub fn along(&self, dimension: Dimension) -> Option<Coordinate> {
        let village = || self.village.as_ref().and_then(LocalityCode::of);
        Some(match dimension {
            Dimension::Year => Coordinate::Year(self.year),
            Dimension::Unit => Coordinate::Unit(self.unit.clone()),
            Dimension::Township => Coordinate::Township(village()?.township()),
            Dimension::Village => Coordinate::Village(village()?),
            Dimension::Pathway => Coordinate::Pathway(self.pathway),
            Dimension::Month => Coordinate::Month(Month::of(self.month)?),
            Dimension::Basis => Coordinate::Basis(self.basis),
        })
    }
}

/// A cell and what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Which.
    pub key: CellKey,
    /// How many.
    pub count: Count,
}

/// What a change of one attribution does to the cell of its village, and so to that of its unit.
pub type CellChange = Cell;

/// What is counted of one attribution, wherever it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The unit the household lives in.
    pub unit: UnitCode,
    /// The pathway.
    pub pathway: Pathway,
    /// The year of the announcement.
    pub year: i32,
    /// Its month.
    pub month: i32,
    /// The members frozen with the exit.
    pub persons: Persons,
}

impl Counted {
    /// The changes of its village's cells when the attribution goes from one stage to another; `None` is before it existed.
    #[must_use]
    pub fn moved(&self, village: &DivisionCode, from: Option<Stage>, to: Option<Stage>) -> Vec<CellChange> {
        self.moved_by(village, Count::household_of(self.persons), from, to)
    }

    /// As [`Counted::moved`], for several attributions alike.
    #[must_use]
    pub fn moved_by(
        &self,
        village: &DivisionCode,
        count: Count,
        from: Option<Stage>,
        to: Option<Stage>,
    ) -> Vec<CellChange> {
        let before = from.map_or(&[][..], Basis::reached);
        let after = to.map_or(&[][..], Basis::reached);
        let gone = before.iter().filter(|basis| !after.contains(basis)).map(|basis| (*basis, -count));
        let new = after.iter().filter(|basis| !before.contains(basis)).map(|basis| (*basis, count));
        gone.chain(new)
            .map(|(basis, count)| Cell {
                key: CellKey {
                    year: self.year,
                    basis,
                    unit: self.unit.clone(),
                    village: Some(village.clone()),
                    pathway: self.pathway,
                    month: self.month,
                },
                count,
            })
            .collect()
    }
}

/// A tally: cells, and the sums over them. There is no other way to a sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(Vec<Cell>);

impl Tally {
    /// From its cells.
    #[must_use]
    pub const fn from_cells(cells: Vec<Cell>) -> Self {
        Self(cells)
    }

    /// The cells.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.0
    }

    /// The sum over the cells of this kind.
    pub fn sum(&self, of: impl Fn(&CellKey) -> bool) -> Count {
        self.0.iter().filter(|cell| of(&cell.key)).map(|cell| cell.count).sum()
    }

    /// One pathway in one unit.
    #[must_use]
    pub fn of(&self, unit: &UnitCode, pathway: Pathway) -> Count {
        self.sum(|key| key.unit == *unit && key.pathway == pathway)
    }

    /// One pathway in every unit.
    #[must_use]
    pub fn pathway(&self, pathway: Pathway) -> Count {
        self.sum(|key| key.pathway == pathway)
    }

    /// The tourism pathways of one unit.
    #[must_use]
    pub fn unit(&self, unit: &UnitCode) -> Count {
        self.sum(|key| key.unit == *unit && key.pathway.is_tourism())
    }

    /// The tourism total: the sum of the five pathways.
    #[must_use]
    pub fn total(&self) -> Count {
        self.sum(|key| key.pathway.is_tourism())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::codes::Code as _;
    use super::*;

    fn village() -> DivisionCode {
        "450721100200".parse().unwrap()
    }

    fn counted() -> impl Strategy<Value = Counted> {
        (proptest::sample::select(Pathway::ALL), 1i64..9, 1i32..13).prop_map(|(pathway, persons, month)| {
            Counted { unit: "450721".parse().unwrap(), pathway, year: 2017, month, persons: Persons(persons) }
        })
    }

    proptest! {
        #[test]
        fn whatever_way_an_attribution_went_its_cells_say_only_where_it_is(
            counted in counted(),
            stages in proptest::collection::vec(proptest::sample::select(Stage::ALL), 1..8),
        ) {
            let mut cells = Vec::new();
            let mut before = None;
            for stage in &stages {
                cells.extend(counted.moved(&village(), before, Some(*stage)));
                before = Some(*stage);
            }
            let tally = Tally::from_cells(cells);
            for basis in Basis::ALL {
                let counts = before.is_some_and(|stage| Basis::reached(stage).contains(basis));
                let expected = if counts { Count::household_of(counted.persons) } else { Count::default() };
                prop_assert_eq!(tally.sum(|key| key.basis == *basis), expected);
            }
        }

        #[test]
        fn the_pathways_sum_to_the_total_and_so_do_the_units(all in proptest::collection::vec(counted(), 0..20)) {
            let cells = all.iter().flat_map(|one| one.moved(&village(), None, Some(Stage::Proposed))).collect();
            let tally = Tally::from_cells(cells);
            let pathways: Count = Pathway::TOURISM.iter().map(|pathway| tally.pathway(*pathway)).sum();
            prop_assert_eq!(tally.total(), pathways);
            prop_assert_eq!(tally.total(), tally.unit(&"450721".parse().unwrap()));
        }
    }
}
