//! Crossing a tally: its numbers by any two dimensions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Basis, Cell, Count, Month};
use crate::domain::codes::code;
use crate::domain::division::{LocalityCode, UnitCode};
use crate::domain::pathway::Pathway;

code! {
    /// What numbers can be told apart by.
    pub enum Dimension: "dimension" {
        /// The year of the announcement.
        Year = "year",
        /// The reporting unit.
        Unit = "unit",
        /// The township.
        Township = "township",
        /// The village.
        Village = "village",
        /// The pathway.
        Pathway = "pathway",
        /// The month of the announcement.
        Month = "month",
        /// How far the attributions have come. A basis includes those after it, so numbers along it never add up.
        Basis = "basis",
    }
}

impl Dimension {
    /// Whether its numbers add up to a whole.
    #[must_use]
    pub fn adds_up(self) -> bool {
        self != Self::Basis
    }

    /// Whether it tells villages apart, so that cells of villages are needed.
    #[must_use]
    pub fn is_local(self) -> bool {
        matches!(self, Self::Township | Self::Village)
    }
}

/// A place along a dimension, in the official order of each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coordinate {
    /// A year.
    Year(i32),
    /// A unit.
    Unit(UnitCode),
    /// A township.
    Township(LocalityCode),
    /// A village.
    Village(LocalityCode),
    /// A pathway.
    Pathway(Pathway),
    /// A month.
    Month(Month),
    /// A basis.
    Basis(Basis),
}

impl Coordinate {
    /// The township or village it is.
    #[must_use]
    pub const fn place(&self) -> Option<&LocalityCode> {
        match self {
            Self::Township(place) | Self::Village(place) => Some(place),
            _ => None,
        }
    }
}

/// The numbers of cells by two dimensions. Where there is no number, it is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cross {
    /// What its rows are by.
    pub rows: Dimension,
    /// What its columns are by.
    pub columns: Dimension,
    numbers: BTreeMap<(Coordinate, Coordinate), Count>,
}

impl Cross {
    /// From cells, which must be fine enough for both dimensions.
    #[must_use]
    pub fn of<'c>(cells: impl IntoIterator<Item = &'c Cell>, rows: Dimension, columns: Dimension) -> Self {
        let mut numbers = BTreeMap::<(Coordinate, Coordinate), Count>::new();
        for cell in cells {
            if let Some(at) = cell.key.along(rows).zip(cell.key.along(columns)) {
                *numbers.entry(at).or_default() += cell.count;
            }
        }
        numbers.retain(|_, count| !count.is_zero());
        Self { rows, columns, numbers }
    }

    /// One number.
    #[must_use]
    pub fn at(&self, row: &Coordinate, column: &Coordinate) -> Count {
        self.numbers.get(&(row.clone(), column.clone())).copied().unwrap_or_default()
    }

    /// The rows that have a number.
    #[must_use]
    pub fn row_coordinates(&self) -> BTreeSet<&Coordinate> {
        self.numbers.keys().map(|(row, _)| row).collect()
    }

    /// The columns that have a number.
    #[must_use]
    pub fn column_coordinates(&self) -> BTreeSet<&Coordinate> {
        self.numbers.keys().map(|(_, column)| column).collect()
    }

    /// The sum of a row; none where the columns do not add up.
    #[must_use]
    pub fn row(&self, row: &Coordinate) -> Option<Count> {
        self.columns.adds_up().then(|| self.sum(|(at, _)| at == row))
    }

    /// The sum of a column; none where the rows do not add up.
    #[must_use]
    pub fn column(&self, column: &Coordinate) -> Option<Count> {
        self.rows.adds_up().then(|| self.sum(|(_, at)| at == column))
    }

    /// The sum of all; none where something does not add up.
    #[must_use]
    pub fn total(&self) -> Option<Count> {
        (self.rows.adds_up() && self.columns.adds_up()).then(|| self.sum(|_| true))
    }

    fn sum(&self, of: impl Fn(&(Coordinate, Coordinate)) -> bool) -> Count {
        self.numbers.iter().filter(|(at, _)| of(at)).map(|(_, count)| *count).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{CellKey, Tally};
    use super::*;
    use crate::domain::codes::Code as _;
    use crate::domain::quantity::{Households, Persons};

    fn cell() -> impl Strategy<Value = Cell> {
        let places = proptest::sample::select(&[
            ("450721", "450721100200"),
            ("450721", "450721100201"),
            ("450721", "450721101200"),
            ("450702", "450702101200"),
        ]);
        let of = (places, 2015..2018i32, 1..13i32, 1..9i64);
        (of, proptest::sample::select(Pathway::ALL), proptest::sample::select(Basis::ALL)).prop_map(
            |(((unit, village), year, month, n), pathway, basis)| Cell {
                key: CellKey {
                    year,
                    basis,
                    unit: unit.parse().unwrap(),
                    village: Some(village.parse().unwrap()),
                    pathway,
                    month,
                },
                count: Count { persons: Persons(n), households: Households(1) },
            },
        )
    }

    proptest! {
        #[test]
        fn whatever_is_crossed_with_what_nothing_is_lost_or_counted_twice(
            cells in proptest::collection::vec(cell(), 0..40),
            rows in proptest::sample::select(Dimension::ALL),
            columns in proptest::sample::select(Dimension::ALL),
        ) {
            let cross = Cross::of(&cells, rows, columns);
            let total = Tally::from_cells(cells.clone()).sum(|_| true);
            if rows.adds_up() && columns.adds_up() {
                prop_assert_eq!(cross.total(), Some(total));
                let by_row: Count = cross.row_coordinates().into_iter().filter_map(|row| cross.row(row)).sum();
                let columns = cross.column_coordinates();
                let by_column: Count = columns.into_iter().filter_map(|column| cross.column(column)).sum();
                prop_assert_eq!((by_row, by_column), (total, total));
            } else {
                prop_assert_eq!(cross.total(), None);
            }
            for (row, column) in cross.numbers.keys() {
                let each = cells.iter().filter(|cell| {
                    cell.key.along(rows).as_ref() == Some(row) && cell.key.along(columns).as_ref() == Some(column)
                });
                prop_assert_eq!(cross.at(row, column), each.map(|cell| cell.count).sum());
            }
        }
    }
}
