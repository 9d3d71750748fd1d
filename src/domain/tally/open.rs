//! What of a tally the public may see: no number under three, and no way to work one out from the others.
//!
//! The table of units × pathways with its sums is a set of equations, one for each row and each column. A withheld number
//! can be worked out from them exactly when it is a bridge of the graph that joins the row and the column of every withheld
//! number. So small numbers are withheld first, and then for each bridge the cheapest further numbers that close a circle
//! through it: the fewest people withheld. A line whose withheld numbers are all as small as they can be would still tell
//! them; it gets one more. Sums are withheld only if nothing else helps, the grand total last.
//!
//! The public gets one table a year, of confirmed exits, without months and without other bases: a second table over the
//! same exits could be subtracted from the first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Count, Tally};
use crate::domain::division::UnitCode;
use crate::domain::pathway::Pathway;

/// The smallest number the public sees, except zero.
pub const SMALLEST: i64 = 3;

/// How far the sum of a line's withheld numbers must lie above the least it could be.
const SLACK: i64 = 3;

/// A sum costs more to withhold than any number of people in cells.
const COST_OF_SUM: i64 = 1 << 40;

/// A row or column of the extended table: the last of each is the sums.
type Place = (usize, usize);

/// A tally as the public sees it. `None` is withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTally {
    units: Vec<UnitCode>,
    pathways: Vec<Pathway>,
    table: BTreeMap<Place, Count>,
    withheld: BTreeSet<Place>,
}

impl OpenTally {
    /// Of the tourism pathways.
    #[must_use]
    pub fn of_tourism(tally: &Tally, units: &[UnitCode]) -> Self {
        Self::over(tally, units, &Pathway::TOURISM)
    }

    /// Of the exits outside tourism: a table of their own, as they are in no tourism sum.
    #[must_use]
    pub fn of_non_tourism(tally: &Tally, units: &[UnitCode]) -> Self {
        Self::over(tally, units, &[Pathway::NonTourism])
    }

    fn over(tally: &Tally, units: &[UnitCode], pathways: &[Pathway]) -> Self {
        let mut table = BTreeMap::new();
        for (row, unit) in units.iter().enumerate() {
            for (column, pathway) in pathways.iter().enumerate() {
                let count = tally.of(unit, *pathway);
                let sums = [
                    (row, column),
                    (row, pathways.len()),
                    (units.len(), column),
                    (units.len(), pathways.len()),
                ];
                for place in sums {
                    *table.entry(place).or_default() += count;
                }
            }
        }
        let mut open =
            Self { units: units.to_vec(), pathways: pathways.to_vec(), table, withheld: BTreeSet::new() };
        open.withhold();
        open
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

    fn row(&self, unit: &UnitCode) -> Option<usize> {
        self.units.iter().position(|one| one == unit)
    }

    fn column(&self, pathway: Pathway) -> Option<usize> {
        self.pathways.iter().position(|one| *one == pathway)
    }

    fn shown(&self, row: usize, column: usize) -> Option<Count> {
        let place = (row, column);
        if self.withheld.contains(&place) { None } else { Some(self.at(place)) }
    }

    fn at(&self, place: Place) -> Count {
        self.table.get(&place).copied().unwrap_or_default()
    }

    fn is_sum(&self, (row, column): Place) -> bool {
        row == self.units.len() || column == self.pathways.len()
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        let columns = self.pathways.len();
        (0..=self.units.len()).flat_map(move |row| (0..=columns).map(move |column| (row, column)))
    }

    /// What it costs to withhold a number. A zero cannot be: there is nobody to protect, and it protects nobody.
    fn cost(&self, place: Place) -> Option<i64> {
        let persons = self.at(place).persons.0;
        if self.withheld.contains(&place) {
            Some(0)
        } else if persons == 0 {
            None
        } else if place == (self.units.len(), self.pathways.len()) {
            Some(COST_OF_SUM * 1024)
        } else if self.is_sum(place) {
            Some(COST_OF_SUM + persons)
        } else {
            Some(persons)
        }
    }

    fn withhold(&mut self) {
        let small = |count: Count| {
            (1..SMALLEST).contains(&count.persons.0) || (1..SMALLEST).contains(&count.households.0)
        };
        self.withheld = self.places().filter(|place| small(self.at(*place))).collect();
        // Each turn withholds at least one number more, so it ends.
        while let Some(more) = self.bridge_closed().or_else(|| self.telling_line_widened()) {
            let before = self.withheld.len();
            self.withheld.extend(more);
            if self.withheld.len() == before {
                // Nothing is left that would help: the table has too few people to be shown at all.
                self.withheld = self.places().filter(|place| !self.at(*place).is_zero()).collect();
                return;
            }
        }
    }

    /// The numbers that close a circle through the first withheld number that could be worked out.
    fn bridge_closed(&self) -> Option<Vec<Place>> {
        self.withheld.iter().find_map(|place| {
            let (cost, path) = self.way_around(*place);
            (cost > 0).then_some(path)
        })
    }

    /// The cheapest way from the row of a number to its column that does not use the number itself: its cost, and the
    /// numbers on it. A way of cost 0 uses only withheld numbers. No way at all: an empty one that costs something.
    fn way_around(&self, (row, column): Place) -> (i64, Vec<Place>) {
        let rows = self.units.len() + 1;
        let start = row;
        let goal = rows + column;
        let mut best: BTreeMap<usize, (i64, Option<(usize, Place)>)> = BTreeMap::from([(start, (0, None))]);
        let mut done = BTreeSet::new();
        loop {
            let next =
                best.iter().filter(|(node, _)| !done.contains(*node)).min_by_key(|(_, (cost, _))| *cost);
            let Some((node, cost)) = next.map(|(node, (cost, _))| (*node, *cost)) else { break };
            done.insert(node);
            for place in self.places().filter(|place| *place != (row, column)) {
                let (here, there) = (place.0, rows + place.1);
                let to = if here == node {
                    there
                } else if there == node {
                    here
                } else {
                    continue;
                };
                let Some(step) = self.cost(place) else { continue };
                let known = best.get(&to).map_or(i64::MAX, |(cost, _)| *cost);
                if cost + step < known {
                    best.insert(to, (cost + step, Some((node, place))));
                }
            }
        }
        let Some((cost, _)) = best.get(&goal) else { return (1, Vec::new()) };
        let mut path = Vec::new();
        let mut node = goal;
        while let Some((_, Some((from, place)))) = best.get(&node) {
            path.push(*place);
            node = *from;
        }
        (*cost, path)
    }

    /// A further number for the first line whose withheld numbers are too few people to hide each other.
    fn telling_line_widened(&self) -> Option<Vec<Place>> {
        let rows = (0..=self.units.len()).map(|row| (true, row));
        let columns = (0..=self.pathways.len()).map(|column| (false, column));
        rows.chain(columns).find_map(|(is_row, at)| {
            let on_line = |place: &Place| if is_row { place.0 == at } else { place.1 == at };
            let withheld: Vec<Place> = self.withheld.iter().copied().filter(on_line).collect();
            let sum_withheld = withheld.iter().any(|(row, column)| {
                if is_row { *column == self.pathways.len() } else { *row == self.units.len() }
            });
            let spare =
                |of: fn(Count) -> i64| withheld.iter().map(|place| of(self.at(*place)) - 1).sum::<i64>();
            let told = spare(|count| count.persons.0) < SLACK || spare(|count| count.households.0) < SLACK;
            if withheld.is_empty() || sum_withheld || !told {
                return None;
            }
            let further = self.places().filter(on_line).filter(|place| !self.withheld.contains(place));
            let cheapest = further.filter_map(|place| Some((self.cost(place)?, place))).min();
            Some(cheapest.map(|(_, place)| place).into_iter().collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Basis, Cell, CellKey};
    use super::*;
    use crate::domain::quantity::{Households, Persons};

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
                cells.push(Cell { key, count: Count { persons: Persons(*n), households: Households(*n) } });
            }
        }
        Tally::from_cells(cells)
    }

    /// Whether some other table of whole numbers, with at least one in every withheld cell, agrees with all that is shown
    /// and differs at the place: found by pushing one person around a circle of withheld numbers.
    fn could_be_otherwise(open: &OpenTally, place: Place) -> bool {
        let (cost, path) = open.way_around(place);
        cost == 0 && !path.is_empty()
    }

    #[test]
    fn large_numbers_are_all_shown() {
        let open = OpenTally::of_tourism(
            &tally(&[
                vec![28, 112, 46, 126, 19],
                vec![24, 96, 38, 88, 17],
                vec![31, 68, 33, 121, 15],
                vec![14, 104, 37, 54, 11],
                vec![8, 0, 6, 28, 3],
            ]),
            &units(),
        );
        assert!(!open.withholds());
        assert_eq!(open.total().unwrap().persons, Persons(1127));
    }

    #[test]
    fn a_lone_small_number_is_not_told_by_its_sums() {
        let mut table = vec![vec![20, 30, 40, 50, 60]; 5];
        table[4][4] = 1;
        let open = OpenTally::of_tourism(&tally(&table), &units());
        assert_eq!(open.of(&units()[4], Pathway::SelfStart), None);
        assert_eq!(
            open.withheld.len(),
            4,
            "the number and the three that close a circle: {:?}",
            open.withheld
        );
        assert!(open.total().is_some());
    }

    #[test]
    fn four_ones_in_a_square_would_tell_each_other() {
        let mut table = vec![vec![20, 30, 40, 50, 60]; 5];
        for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            table[row][column] = 1;
        }
        let open = OpenTally::of_tourism(&tally(&table), &units());
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
        let one = Cell { key, count: Count { persons: Persons(6), households: Households(1) } };
        let open = OpenTally::of_tourism(&Tally::from_cells(vec![one]), &units());
        assert_eq!((open.of(&units()[0], Pathway::Training), open.total()), (None, None));
    }

    proptest! {
        #[test]
        fn no_small_number_is_shown_and_none_can_be_worked_out(
            table in proptest::collection::vec(proptest::collection::vec(prop_oneof![Just(0i64), 1i64..4, 1i64..60], 5), 5),
        ) {
            let open = OpenTally::of_tourism(&tally(&table), &units());
            let everything = open.places().filter(|place| !open.at(*place).is_zero()).collect::<BTreeSet<_>>();
            for place in open.places() {
                let persons = open.at(place).persons.0;
                if let Some(shown) = open.shown(place.0, place.1) {
                    prop_assert!(shown.persons.0 == 0 || shown.persons.0 >= SMALLEST);
                } else {
                    prop_assert!(persons > 0);
                    prop_assert!(open.withheld == everything || could_be_otherwise(&open, place));
                }
            }
        }
    }
}
