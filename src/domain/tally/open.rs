//! What of a tally the public may see: no number under three, and no way to work one out from the others or from what was
//! published before.
//!
//! The public gets releases: tables of confirmed exits of a year, units × pathways with their sums, which stay readable for
//! ever. A number that changed by one or two since an earlier release is withheld as if it were small itself, and so is
//! whatever would tell it; [`withhold`] says how. Persons and households are withheld together. The tourism pathways and the
//! exits outside tourism are tables of their own, with no sum over both; there are no months and no other bases: a second
//! breakdown of the same exits could be subtracted from the first.

mod withhold;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::withhold::{Releases, Table};
use super::{Count, Tally};
use crate::domain::division::UnitCode;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Households, Persons};
use crate::domain::refusal::{Message, Refusal};

/// The smallest number the public sees, except zero.
pub const SMALLEST: i64 = 3;

/// A table of a release. What is withheld is in it, too: only its numbers by `Option` are for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTally {
    units: Vec<UnitCode>,
    pathways: Vec<Pathway>,
    /// Row by row, the sums last.
    counts: Vec<Count>,
    /// Places in it.
    withheld: BTreeSet<usize>,
}

/// A table as everybody sees it: `null` is withheld. Row by row, the sums last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The units of the rows; the last row is their sum.
    pub units: Vec<UnitCode>,
    /// The pathways of the columns; the last column is their sum.
    pub pathways: Vec<Pathway>,
    /// The numbers.
    pub rows: Vec<Vec<Option<Count>>>,
}

/// A release that would tell of single households whatever it withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too little changed since the last release")]
pub struct TooLittleChanged;

impl Refusal for TooLittleChanged {
    fn message(&self) -> Message {
        Message::new("error-release-too-little-changed")
    }
}

impl OpenTally {
    /// The tourism pathways of a year, after these releases of the same year.
    ///
    /// # Errors
    /// [`TooLittleChanged`] if nothing that could be withheld would keep single households from being worked out.
    pub fn of_tourism(
        tally: &Tally,
        units: &[UnitCode],
        earlier: &[&Self],
    ) -> Result<Self, TooLittleChanged> {
        Self::over(tally, units, &Pathway::TOURISM, earlier)
    }

    /// The exits outside tourism: a table of their own, as they are in no tourism sum.
    ///
    /// # Errors
    /// As [`OpenTally::of_tourism`].
    pub fn of_non_tourism(
        tally: &Tally,
        units: &[UnitCode],
        earlier: &[&Self],
    ) -> Result<Self, TooLittleChanged> {
        Self::over(tally, units, &[Pathway::NonTourism], earlier)
    }

    /// A table of which nothing is shown: of a year that nothing was published of.
    #[must_use]
    pub fn unpublished(units: &[UnitCode], pathways: &[Pathway]) -> Self {
        let places = (units.len() + 1) * (pathways.len() + 1);
        Self {
            units: units.to_vec(),
            pathways: pathways.to_vec(),
            counts: vec![Count::default(); places],
            withheld: (0..places).collect(),
        }
    }

    fn over(
        tally: &Tally,
        units: &[UnitCode],
        pathways: &[Pathway],
        earlier: &[&Self],
    ) -> Result<Self, TooLittleChanged> {
        // A unit that is no more still has its numbers in the releases of its time.
        let mut all = units.to_vec();
        for unit in earlier.iter().flat_map(|release| &release.units) {
            if !all.contains(unit) {
                all.push(unit.clone());
            }
        }
        let row = |unit: Option<&UnitCode>| {
            let cell = move |pathway: &Pathway| {
                tally.sum(|key| key.pathway == *pathway && unit.is_none_or(|unit| key.unit == *unit))
            };
            let cells: Vec<Count> = pathways.iter().map(cell).collect();
            let sum = cells.iter().copied().sum();
            cells.into_iter().chain([sum]).collect::<Vec<Count>>()
        };
        let counts = all.iter().map(Some).chain([None]).flat_map(row).collect();
        let mut open = Self { units: all, pathways: pathways.to_vec(), counts, withheld: BTreeSet::new() };
        let mut releases: Vec<Table> = earlier.iter().map(|release| release.aligned(&open.units)).collect();
        releases.push(open.aligned(&open.units));
        let mut releases = Releases(releases);
        if !releases.withhold() {
            return Err(TooLittleChanged);
        }
        open.withheld = releases.0.pop().map(|last| last.withheld).unwrap_or_default();
        Ok(open)
    }

    /// With a row for each of these units; one it does not have is zero and shown.
    fn aligned(&self, units: &[UnitCode]) -> Table {
        let columns = self.pathways.len() + 1;
        let rows = units.iter().map(|unit| self.row(unit)).chain([Some(self.units.len())]);
        let places: Vec<Option<usize>> =
            rows.flat_map(|row| (0..columns).map(move |column| Some(row? * columns + column))).collect();
        let count = |place: &Option<usize>| {
            let count = place.and_then(|place| self.counts.get(place)).copied().unwrap_or_default();
            [count.persons.0, count.households.0]
        };
        let is_withheld = |place: &Option<usize>| place.is_some_and(|place| self.withheld.contains(&place));
        Table {
            rows: units.len() + 1,
            columns,
            counts: places.iter().map(count).collect(),
            withheld: (0..).zip(&places).filter(|(_, place)| is_withheld(place)).map(|(n, _)| n).collect(),
        }
    }

    /// One pathway in one unit.
    #[must_use]
    pub fn of(&self, unit: &UnitCode, pathway: Pathway) -> Option<Count> {
        self.shown(self.row(unit)?, self.column(pathway)?)
    }

    /// One unit's sum.
    #[must_use]
    pub fn unit(&self, unit: &UnitCode) -> Option<Count> {
        self.shown(self.row(unit)?, self.pathways.len())
    }

    /// One pathway's sum.
    #[must_use]
    pub fn pathway(&self, pathway: Pathway) -> Option<Count> {
        self.shown(self.units.len(), self.column(pathway)?)
    }

    /// The sum of all.
    #[must_use]
    pub fn total(&self) -> Option<Count> {
        self.shown(self.units.len(), self.pathways.len())
    }

    /// Whether anything is withheld.
    #[must_use]
    pub fn withholds(&self) -> bool {
        !self.withheld.is_empty()
    }

    /// The table as everybody sees it.
    #[must_use]
    pub fn as_shown(&self) -> Shown {
        let row = |row: usize| (0..=self.pathways.len()).map(|column| self.shown(row, column)).collect();
        Shown {
            units: self.units.clone(),
            pathways: self.pathways.clone(),
            rows: (0..=self.units.len()).map(row).collect(),
        }
    }

    /// The units of its rows.
    #[must_use]
    pub fn units(&self) -> &[UnitCode] {
        &self.units
    }

    /// The same numbers, whether they are shown or not.
    #[must_use]
    pub fn counts_as(&self, other: &Self) -> bool {
        self.aligned(&other.units).counts == other.aligned(&other.units).counts
    }

    fn row(&self, unit: &UnitCode) -> Option<usize> {
        self.units.iter().position(|one| one == unit)
    }

    fn column(&self, pathway: Pathway) -> Option<usize> {
        self.pathways.iter().position(|one| *one == pathway)
    }

    fn shown(&self, row: usize, column: usize) -> Option<Count> {
        let place = row * (self.pathways.len() + 1) + column;
        self.counts.get(place).copied().filter(|_| !self.withheld.contains(&place))
    }
}

impl From<[i64; 2]> for Count {
    fn from([persons, households]: [i64; 2]) -> Self {
        Self { persons: Persons(persons), households: Households(households) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Basis, Cell, CellKey};
    use super::*;

    fn units() -> Vec<UnitCode> {
        ["450721", "450722", "450702", "450703", "450702401"]
            .iter()
            .map(|code| code.parse().unwrap())
            .collect()
    }

    /// Cells with as many households as persons: the harder case.
    fn tally(table: &[Vec<i64>]) -> Tally {
        let mut cells = Vec::new();
        for (unit, row) in units().iter().zip(table) {
            for (pathway, n) in Pathway::TOURISM.iter().zip(row) {
                let key = CellKey {
                    year: 2017,
                    basis: Basis::Confirmed,
                    unit: unit.clone(),
                    village: None,
                    pathway: *pathway,
                    month: 11,
                };
                cells.push(Cell { key, count: [*n, *n].into() });
            }
        }
        Tally::from_cells(cells)
    }

    fn released(table: &[Vec<i64>], earlier: &[&OpenTally]) -> OpenTally {
        OpenTally::of_tourism(&tally(table), &units(), earlier).unwrap()
    }

    #[test]
    fn large_numbers_are_all_shown() {
        let open = released(
            &[
                vec![28, 112, 46, 126, 19],
                vec![24, 96, 38, 88, 17],
                vec![31, 68, 33, 121, 15],
                vec![14, 104, 37, 54, 11],
                vec![8, 0, 6, 28, 3],
            ],
            &[],
        );
        assert!(!open.withholds());
        assert_eq!(open.total().unwrap().persons, Persons(1127));
    }

    #[test]
    fn a_lone_small_number_is_not_told_by_its_sums() {
        let mut table = vec![vec![20, 30, 40, 50, 60]; 5];
        table[4][4] = 1;
        let open = released(&table, &[]);
        assert_eq!(open.of(&units()[4], Pathway::SelfStart), None);
        assert_eq!(open.withheld.len(), 4, "it and the three that close a circle: {:?}", open.withheld);
        assert!(open.total().is_some());
    }

    #[test]
    fn four_ones_in_a_square_would_tell_each_other() {
        let mut table = vec![vec![20, 30, 40, 50, 60]; 5];
        for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            table[row][column] = 1;
        }
        let open = released(&table, &[]);
        assert!(open.withheld.len() > 4, "their sum of two would say one each");
    }

    #[test]
    fn a_single_household_of_many_is_small_too() {
        let key = CellKey {
            year: 2017,
            basis: Basis::Confirmed,
            unit: units()[0].clone(),
            village: None,
            pathway: Pathway::Training,
            month: 3,
        };
        let one = Cell { key, count: [6, 1].into() };
        let open = OpenTally::of_tourism(&Tally::from_cells(vec![one]), &units(), &[]).unwrap();
        assert_eq!((open.of(&units()[0], Pathway::Training), open.total()), (None, None));
    }

    #[test]
    fn one_household_more_does_not_show_in_the_next_release() {
        let before = vec![vec![20, 30, 40, 50, 60]; 5];
        let first = released(&before, &[]);
        assert!(!first.withholds());
        let mut after = before.clone();
        after[2][3] += 1;
        let second = released(&after, &[&first]);
        let there = (&units()[2], Pathway::TOURISM[3]);
        assert_eq!(second.of(there.0, there.1), None);
        assert_eq!((second.unit(there.0), second.pathway(there.1), second.total()), (None, None, None));
        assert!(second.of(&units()[0], there.1).is_some(), "what did not change is known anyway");
        // Enough of a change shows again.
        after[2][3] += 40;
        let third = released(&after, &[&first, &second]);
        assert_eq!(third.total(), Some([1041, 1041].into()));
    }

    #[test]
    fn a_number_withheld_once_is_not_shown_later_as_long_as_it_is_the_same() {
        let mut table = vec![vec![20, 30, 40, 50, 60]; 5];
        table[0][0] = 1;
        let first = released(&table, &[]);
        table[3][3] += 10;
        table[4][3] += 10;
        let second = released(&table, &[&first]);
        for place in &first.withheld {
            assert!(
                second.withheld.contains(place) || second.counts[*place] != first.counts[*place],
                "{place}"
            );
        }
    }
}
