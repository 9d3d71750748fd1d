//! Somebody who collects every table a year was ever published in, and works out what they withhold.
//!
//! They know that rows and columns add up, that nothing withheld is zero (a zero is shown), and of every number whether
//! it is the same in two releases. What follows is a system of linear equations with whole-number bounds; its answers are
//! exact, by fractions. Nothing here is of the program: it would find what the program overlooked.

use std::collections::BTreeMap;

/// A table of one release, row by row, the sums last: what is true, and whether it is shown.
#[derive(Debug, Clone)]
pub struct Published {
    pub rows: usize,
    pub columns: usize,
    pub truth: Vec<i64>,
    pub shown: Vec<bool>,
}

/// A fraction in lowest terms, its denominator above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction(i128, i128);

impl Fraction {
    const ZERO: Self = Self(0, 1);

    fn new(n: i128, d: i128) -> Self {
        let (mut a, mut b) = (n.unsigned_abs(), d.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let by = i128::try_from(a.max(1)).unwrap() * d.signum();
        Self(n / by, d / by)
    }

    fn whole(n: i64) -> Self {
        Self(n.into(), 1)
    }

    fn times(self, other: Self) -> Self {
        Self::new(self.0 * other.0, self.1 * other.1)
    }

    fn over(self, other: Self) -> Self {
        Self::new(self.0 * other.1, self.1 * other.0)
    }

    fn minus(self, other: Self) -> Self {
        Self::new(self.0 * other.1 - other.0 * self.1, self.1 * other.1)
    }

    fn is_less(self, other: Self) -> bool {
        self.0 * other.1 < other.0 * self.1
    }

    fn floor(self) -> i64 {
        i64::try_from(self.0.div_euclid(self.1)).unwrap()
    }
}

/// What somebody knows of the numbers of one measure.
pub struct Attack {
    releases: Vec<Published>,
    /// Which unknown a place of a release is; none if it is known.
    unknown: Vec<Vec<Option<usize>>>,
    /// How far each unknown's truth lies above the least it can be.
    spare: Vec<i64>,
    /// Each unknown that follows from others: by how much of each.
    follows: BTreeMap<usize, BTreeMap<usize, Fraction>>,
    free: Vec<usize>,
}

/// A sum of unknowns, as how far it may move from its truth.
type Form = BTreeMap<usize, Fraction>;

impl Attack {
    pub fn on(releases: &[Published]) -> Self {
        let places = releases.first().map_or(0, |one| one.truth.len());
        let mut unknown = vec![vec![None; places]; releases.len()];
        let mut spare = Vec::new();
        #[expect(clippy::needless_range_loop, reason = "a place is looked at in every release at once")]
        for place in 0..places {
            // The same number in two releases is one number; shown once, it is known.
            let mut seen: BTreeMap<i64, Option<usize>> = BTreeMap::new();
            for one in releases.iter().filter(|one| one.shown[place]) {
                seen.insert(one.truth[place], None);
            }
            for (release, one) in releases.iter().enumerate().filter(|(_, one)| !one.shown[place]) {
                let which = *seen.entry(one.truth[place]).or_insert_with(|| {
                    spare.push(one.truth[place] - 1);
                    Some(spare.len() - 1)
                });
                unknown[release][place] = which;
            }
        }
        let mut made =
            Self { releases: releases.to_vec(), unknown, spare, follows: BTreeMap::new(), free: Vec::new() };
        made.solve();
        made
    }

    fn equations(&self) -> Vec<Form> {
        let mut all = Vec::new();
        for (one, unknown) in self.releases.iter().zip(&self.unknown) {
            let line = |places: Vec<usize>| {
                let mut form = Form::new();
                for (at, place) in places.iter().enumerate() {
                    let sign = if at + 1 == places.len() { -1 } else { 1 };
                    if let Some(which) = unknown[*place] {
                        let so_far = form.get(&which).copied().unwrap_or(Fraction::ZERO);
                        form.insert(which, so_far.minus(Fraction::whole(-sign)));
                    }
                }
                form
            };
            for row in 0..one.rows {
                all.push(line((0..one.columns).map(|column| row * one.columns + column).collect()));
            }
            for column in 0..one.columns {
                all.push(line((0..one.rows).map(|row| row * one.columns + column).collect()));
            }
        }
        all
    }

    /// Gauss and Jordan: every unknown that follows, by those that are free.
    fn solve(&mut self) {
        let mut solved: Vec<(usize, Form)> = Vec::new();
        for mut form in self.equations() {
            for (pivot, by) in &solved {
                subtract(&mut form, *pivot, by);
            }
            form.retain(|_, factor| *factor != Fraction::ZERO);
            let Some((&pivot, &factor)) = form.iter().next() else { continue };
            for one in form.values_mut() {
                *one = one.over(factor);
            }
            for (_, other) in &mut solved {
                subtract(other, pivot, &form);
                other.retain(|_, factor| *factor != Fraction::ZERO);
            }
            solved.push((pivot, form));
        }
        for (pivot, mut form) in solved {
            form.remove(&pivot);
            self.follows.insert(pivot, form);
        }
        self.free = (0..self.spare.len()).filter(|which| !self.follows.contains_key(which)).collect();
    }

    /// A form in free unknowns only.
    fn freely(&self, form: &Form) -> Vec<Fraction> {
        let mut factors = vec![Fraction::ZERO; self.free.len()];
        for (which, factor) in form {
            match self.follows.get(which) {
                None => {
                    let at = self.free.binary_search(which).unwrap();
                    factors[at] = factors[at].minus(factor.times(Fraction::whole(-1)));
                }
                Some(by) => {
                    for (other, share) in by {
                        let at = self.free.binary_search(other).unwrap();
                        factors[at] = factors[at].minus(factor.times(*share));
                    }
                }
            }
        }
        factors
    }

    /// How far a form can move up, at least as far as asked; less if that is all it can.
    fn most(&self, form: &Form, enough: i64) -> Fraction {
        let wanted = self.freely(form);
        if wanted.iter().all(|factor| *factor == Fraction::ZERO) {
            return Fraction::ZERO;
        }
        let limits: Vec<(Vec<Fraction>, Fraction)> = (0..self.spare.len())
            .map(|which| {
                let down = Form::from([(which, Fraction::whole(-1))]);
                (self.freely(&down), Fraction::whole(self.spare[which]))
            })
            .collect();
        simplex(&wanted, &limits, Fraction::whole(enough))
    }

    /// Whether a number is told: known, or within one and two either way.
    fn tells(&self, form: &Form, truth: i64) -> bool {
        let down: Form =
            form.iter().map(|(which, factor)| (*which, factor.times(Fraction::whole(-1)))).collect();
        // Either way out of the small numbers of one sign is enough.
        let (up_needed, down_needed) = if truth > 0 { (3 - truth, truth) } else { (-truth, 3 + truth) };
        let up = self.most(form, up_needed).floor();
        up < up_needed && self.most(&down, down_needed).floor() < down_needed
    }

    /// Every small number that is told, and every small difference between releases.
    pub fn told(&self) -> Vec<String> {
        let small = |number: i64| number != 0 && number.abs() < 3;
        let form = |release: usize, place: usize, sign: i64| -> Form {
            self.unknown[release][place].map(|which| (which, Fraction::whole(sign))).into_iter().collect()
        };
        let mut told = Vec::new();
        for (release, one) in self.releases.iter().enumerate() {
            for place in 0..one.truth.len() {
                let truth = one.truth[place];
                if small(truth) && self.tells(&form(release, place, 1), truth) {
                    told.push(format!("{truth} at {place} of release {}", release + 1));
                }
                for (from, earlier) in self.releases.iter().enumerate().take(release) {
                    let difference = truth - earlier.truth[place];
                    let mut apart = form(release, place, 1);
                    for (which, factor) in form(from, place, -1) {
                        let so_far = apart.get(&which).copied().unwrap_or(Fraction::ZERO);
                        apart.insert(which, so_far.minus(factor.times(Fraction::whole(-1))));
                    }
                    if small(difference) && self.tells(&apart, difference) {
                        told.push(format!(
                            "{difference} at {place} from release {} to {}",
                            from + 1,
                            release + 1
                        ));
                    }
                }
            }
        }
        told
    }
}

fn subtract(form: &mut Form, pivot: usize, by: &Form) {
    let Some(factor) = form.get(&pivot).copied().filter(|factor| *factor != Fraction::ZERO) else { return };
    for (which, share) in by {
        let so_far = form.get(which).copied().unwrap_or(Fraction::ZERO);
        form.insert(*which, so_far.minus(factor.times(*share)));
    }
    form.remove(&pivot);
}

/// The most of a sum of unbounded unknowns under limits that all allow zero: Bland's rule, so that it ends; it stops where
/// there is enough.
fn simplex(wanted: &[Fraction], limits: &[(Vec<Fraction>, Fraction)], enough: Fraction) -> Fraction {
    let free = wanted.len();
    // Each unknown is what it gained less what it lost; then a slack for each limit; the limit's right side is the last.
    let width = 2 * free + limits.len() + 1;
    let negative = |one: &Fraction| one.times(Fraction::whole(-1));
    let mut rows: Vec<Vec<Fraction>> = limits
        .iter()
        .enumerate()
        .map(|(n, (factors, right))| {
            let mut row = vec![Fraction::ZERO; width];
            for (at, factor) in factors.iter().enumerate() {
                row[at] = *factor;
                row[free + at] = negative(factor);
            }
            row[2 * free + n] = Fraction::whole(1);
            row[width - 1] = *right;
            row
        })
        .collect();
    let mut basis: Vec<usize> = (0..limits.len()).map(|n| 2 * free + n).collect();
    let mut goal = vec![Fraction::ZERO; width];
    for (at, factor) in wanted.iter().enumerate() {
        goal[at] = *factor;
        goal[free + at] = negative(factor);
    }
    loop {
        let reached = negative(&goal[width - 1]);
        if !reached.is_less(enough) {
            return reached;
        }
        let Some(enter) = (0..width - 1).find(|at| Fraction::ZERO.is_less(goal[*at])) else { return reached };
        let mut leave: Option<(usize, Fraction)> = None;
        for (n, row) in rows.iter().enumerate().filter(|(_, row)| Fraction::ZERO.is_less(row[enter])) {
            let ratio = row[width - 1].over(row[enter]);
            let better = leave.is_none_or(|(best, least)| {
                ratio.is_less(least) || (ratio == least && basis[n] < basis[best])
            });
            if better {
                leave = Some((n, ratio));
            }
        }
        // Nothing holds it.
        let Some((n, _)) = leave else { return enough };
        let factor = rows[n][enter];
        for one in &mut rows[n] {
            *one = one.over(factor);
        }
        let pivot = rows[n].clone();
        let clear = |row: &mut Vec<Fraction>| {
            let factor = row[enter];
            if factor != Fraction::ZERO {
                for (one, by) in row.iter_mut().zip(&pivot).filter(|(_, by)| **by != Fraction::ZERO) {
                    *one = one.minus(factor.times(*by));
                }
            }
        };
        rows.iter_mut().enumerate().filter(|(at, _)| *at != n).for_each(|(_, row)| clear(row));
        clear(&mut goal);
        basis[n] = enter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(rows: usize, columns: usize, truth: &[i64], withheld: &[usize]) -> Published {
        let shown = (0..truth.len()).map(|place| !withheld.contains(&place)).collect();
        Published { rows, columns, truth: truth.to_vec(), shown }
    }

    #[test]
    fn one_hole_is_worked_out_and_four_are_not() {
        let truth = [1, 9, 10, 8, 12, 20, 9, 21, 30];
        assert!(!Attack::on(&[published(3, 3, &truth, &[0])]).told().is_empty());
        assert!(!Attack::on(&[published(3, 3, &truth, &[0, 1])]).told().is_empty());
        assert_eq!(Attack::on(&[published(3, 3, &truth, &[0, 1, 3, 4])]).told(), [""; 0]);
    }

    #[test]
    fn ones_all_round_tell_each_other() {
        let truth = [1, 1, 2, 1, 1, 2, 2, 2, 4];
        let told = Attack::on(&[published(3, 3, &truth, &[0, 1, 3, 4])]).told();
        assert!(told.len() >= 4, "{told:?}");
    }

    #[test]
    fn two_releases_are_subtracted() {
        let before = [20, 30, 50, 40, 50, 90, 60, 80, 140];
        let after = [21, 30, 51, 40, 50, 90, 61, 80, 141];
        let both = [published(3, 3, &before, &[]), published(3, 3, &after, &[])];
        assert_eq!(Attack::on(&both).told().len(), 4);
        // Withheld with what did not change, it is worked out all the same.
        let both = [published(3, 3, &before, &[]), published(3, 3, &after, &[0, 1, 3, 4])];
        assert!(!Attack::on(&both).told().is_empty());
        let both = [published(3, 3, &before, &[]), published(3, 3, &after, &[0, 2, 6, 8])];
        assert_eq!(Attack::on(&both).told(), [""; 0]);
    }

    #[test]
    fn a_hole_that_is_filled_later_fills_the_first() {
        let first = [1, 9, 10, 8, 12, 20, 9, 21, 30];
        let second = [1, 9, 10, 8, 42, 50, 9, 51, 60];
        let both = [published(3, 3, &first, &[0, 1, 3, 4]), published(3, 3, &second, &[])];
        assert!(!Attack::on(&both).told().is_empty());
    }
}
