//! Which numbers of a release are withheld, so that no earlier release tells them either.
//!
//! Whoever collects every release of a year knows what each shows, that rows and columns add up, that nothing withheld is
//! zero, that a household has somebody in it, and, at worst, which numbers did not change from one release to another.
//! A small number is safe if the numbers could be otherwise for all they know: if there is a way to move it out of
//! reach, and others with it, so that everything they know stays true. Such a way is looked for as a circle: round the
//! rows and columns of a table, up at one corner and down at the next, by the same amount of persons and of households, in
//! every release in which any of its numbers is one that did not change. What is on the circle must be withheld in each
//! of them; where the newest release still shows it, it is withheld there, and of all circles the one is taken that withholds
//! the least. A circle found stays one whatever is withheld later, so each small number is looked at once.
//!
//! A release for which there is no such circle cannot be made at all.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::SMALLEST;

/// A sum costs more to withhold than any number of people in cells.
const COST_OF_SUM: i64 = 1 << 40;

/// What is counted: persons, then households.
const MEASURES: [usize; 2] = [0, 1];

/// A table of one release. The last row and the last column are the sums.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub rows: usize,
    pub columns: usize,
    /// Persons and households, row by row.
    pub counts: Vec<[i64; 2]>,
    /// The places that are not shown.
    pub withheld: BTreeSet<usize>,
}

impl Table {
    fn of(&self, place: usize) -> [i64; 2] {
        self.counts.get(place).copied().unwrap_or_default()
    }

    /// Whether it is a sum in one direction: it stands on the other side of its line's equation.
    fn is_sum(&self, place: usize) -> bool {
        self.in_last_row(place) != self.in_last_column(place)
    }

    fn in_last_row(&self, place: usize) -> bool {
        place / self.columns + 1 == self.rows
    }

    fn in_last_column(&self, place: usize) -> bool {
        place % self.columns + 1 == self.columns
    }

    fn price(&self, place: usize) -> i64 {
        let [persons, _] = self.of(place);
        match (self.in_last_row(place), self.in_last_column(place)) {
            (true, true) => COST_OF_SUM * 1024,
            (false, false) => persons,
            _ => COST_OF_SUM + persons,
        }
    }
}

/// A number that must not be told: a small one, or the small difference between two releases.
#[derive(Debug, Clone, Copy)]
struct Secret {
    measure: usize,
    place: usize,
    release: usize,
    /// The release it differs from; none for a small number itself.
    from: Option<usize>,
    /// The number, or the difference.
    number: i64,
}

const fn is_small(number: i64) -> bool {
    number != 0 && -SMALLEST < number && number < SMALLEST
}

impl Secret {
    /// The ways to move it that would leave whoever knows all else in doubt: by how much, and in which releases' favour.
    fn moves(self) -> impl Iterator<Item = i64> {
        let doubtful = move |by: &i64| {
            let moved = self.number + by;
            // Of the same sign and still small, it would be told within one.
            !(is_small(moved) && moved.signum() == self.number.signum())
        };
        [1, -1, 2, -2].into_iter().filter(doubtful).filter(move |by| self.from.is_some() || *by > 0)
    }
}

/// A movement looked for: in which releases, of what, and by how much.
struct Movement {
    releases: RangeInclusive<usize>,
    measures: &'static [usize],
    by: i64,
}

/// Every release of a year, the one being made last.
pub(super) struct Releases(pub Vec<Table>);

impl Releases {
    /// Withholds of the last release what must not be shown; false if nothing that can be withheld would help.
    pub(super) fn withhold(&mut self) -> bool {
        let Some(last) = self.0.last_mut() else { return true };
        let small = |count: [i64; 2]| count.into_iter().any(is_small);
        last.withheld = (0..last.counts.len()).filter(|place| small(last.of(*place))).collect();
        let mut secrets = self.secrets();
        // What is dearest to protect first: what is withheld for it protects the others, too.
        secrets.sort_by_key(|secret| {
            let last = self.0.last().map_or(0, |last| last.price(secret.place));
            std::cmp::Reverse((secret.from.is_some(), last))
        });
        secrets.into_iter().all(|secret| match self.cheapest(secret) {
            Some(places) => {
                self.0.last_mut().into_iter().for_each(|last| last.withheld.extend(&places));
                true
            }
            None => false,
        })
    }

    /// Every small number of every release, and every small difference between two.
    fn secrets(&self) -> Vec<Secret> {
        let mut secrets = Vec::new();
        for (release, table) in self.0.iter().enumerate() {
            for place in 0..table.counts.len() {
                for measure in MEASURES {
                    let number = value(table, place, measure);
                    let mut secret = |from, number| {
                        if is_small(number) {
                            secrets.push(Secret { measure, place, release, from, number });
                        }
                    };
                    secret(None, number);
                    for (from, earlier) in self.0.iter().enumerate().take(release) {
                        secret(Some(from), number - value(earlier, place, measure));
                    }
                }
            }
        }
        secrets
    }

    /// The places to withhold so that a secret can be moved, as few people as possible; none if it cannot be.
    fn cheapest(&self, secret: Secret) -> Option<Vec<usize>> {
        let mut best: Option<(i64, Vec<usize>)> = None;
        for by in secret.moves() {
            for (own, by) in [(Some(secret.release), by), (secret.from, -by)] {
                let Some(own) = own else { continue };
                for movement in self.movements(secret, own, by) {
                    if best.as_ref().is_some_and(|(cost, _)| *cost == 0) {
                        return best.map(|(_, places)| places);
                    }
                    if let Some((cost, places)) = self.circle(secret.place, &movement)
                        && best.as_ref().is_none_or(|(least, _)| cost < *least)
                    {
                        best = Some((cost, places));
                    }
                }
            }
        }
        best.map(|(_, places)| places)
    }

    /// The runs of releases that hold one of a secret's two and not the other, moved in both counts or in its own.
    fn movements(&self, secret: Secret, own: usize, by: i64) -> impl Iterator<Item = Movement> {
        let other = secret.from.map(|from| if own == from { secret.release } else { from });
        let last = self.0.len().saturating_sub(1);
        let only: &'static [usize] = if secret.measure == 0 { &[0] } else { &[1] };
        let spans = (0..=own).rev().flat_map(move |first| (own..=last).map(move |end| first..=end));
        let apart = spans.filter(move |span| other.is_none_or(|other| !span.contains(&other)));
        apart.flat_map(move |releases| {
            [&MEASURES[..], only].map(|measures| Movement { releases: releases.clone(), measures, by })
        })
    }

    /// The cheapest circle through a place that makes the movement: what it costs, and what it withholds.
    fn circle(&self, place: usize, movement: &Movement) -> Option<(i64, Vec<usize>)> {
        let table = self.0.last()?;
        let sign = |place: usize| if table.is_sum(place) { -1 } else { 1 };
        let first = self.cost(place, movement, movement.by)?;
        let turn = sign(place) * movement.by;
        let (start, goal) = (table.rows + place % table.columns, place / table.columns);
        let mut best: BTreeMap<usize, (i64, Option<(usize, usize)>)> = BTreeMap::from([(start, (0, None))]);
        let mut done = BTreeSet::new();
        loop {
            let open = best.iter().filter(|(node, _)| !done.contains(*node));
            let (node, so_far) =
                open.min_by_key(|(_, (cost, _))| *cost).map(|(node, (cost, _))| (*node, *cost))?;
            if node == goal {
                break;
            }
            done.insert(node);
            let from_column = node >= table.rows;
            let (ends, turn) = if from_column { (table.rows, -turn) } else { (table.columns, turn) };
            for end in 0..ends {
                let (over, to) = if from_column {
                    (end * table.columns + (node - table.rows), end)
                } else {
                    (node * table.columns + end, table.rows + end)
                };
                if over == place || done.contains(&to) {
                    continue;
                }
                let Some(step) = self.cost(over, movement, sign(over) * turn) else { continue };
                if best.get(&to).is_none_or(|(known, _)| so_far + step < *known) {
                    best.insert(to, (so_far + step, Some((node, over))));
                }
            }
        }
        let mut places = vec![place];
        let mut node = goal;
        while let Some((_, Some((from, over)))) = best.get(&node) {
            places.push(*over);
            node = *from;
        }
        let (cost, _) = best.get(&goal)?;
        let is_shown = |place: &usize| {
            movement.releases.contains(&(self.0.len() - 1)) && !table.withheld.contains(place)
        };
        places.retain(is_shown);
        Some((first + cost, places))
    }

    /// What it costs to withhold a place in the last release so that it can move by so much in all of these; none if it
    /// cannot: it is told by another release, has nobody to spare, or is zero, which protects nobody.
    fn cost(&self, place: usize, movement: &Movement, by: i64) -> Option<i64> {
        let mut cost = 0;
        for release in movement.releases.clone() {
            let table = self.0.get(release)?;
            let newest = release + 1 == self.0.len();
            if !table.withheld.contains(&place) {
                if !newest {
                    return None;
                }
                cost = table.price(place);
            }
            let told = |(other, elsewhere): (usize, &Table)| {
                let same =
                    |measure: &usize| value(elsewhere, place, *measure) == value(table, place, *measure);
                !movement.releases.contains(&other) && movement.measures.iter().any(same)
            };
            if table.of(place) == [0, 0] || self.0.iter().enumerate().any(told) {
                return None;
            }
            let moved = |measure: usize| {
                value(table, place, measure) + if movement.measures.contains(&measure) { by } else { 0 }
            };
            if moved(1) < 1 || moved(0) < moved(1) {
                return None;
            }
        }
        Some(cost)
    }
}

fn value(table: &Table, place: usize, measure: usize) -> i64 {
    table.of(place).get(measure).copied().unwrap_or_default()
}
