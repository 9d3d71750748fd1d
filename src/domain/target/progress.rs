//! How far a year has come with its targets, and what is at risk: pure, over tallies that were counted elsewhere.

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::Goals;
use crate::domain::codes::code;
use crate::domain::division::UnitCode;
use crate::domain::figure::UnitOfCount;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{CellKey, Tally};

code! {
    /// How a unit stands with a target. 进度
    pub enum Standing: "target-standing" {
        /// 已完成: as many as asked for, or more.
        Met = "met",
        /// 进度正常: the year is under way, and no more is missing than the letter lets pass.
        OnTrack = "on_track",
        /// 落后进度: the year is under way, and the share done lies further behind the share of the year than the letter
        /// lets pass.
        Behind = "behind",
        /// 未完成: the year is over, and fewer than asked for.
        Short = "short",
    }
}

impl Standing {
    /// Whether it is at risk or lost.
    #[must_use]
    pub const fn at_risk(self) -> bool {
        matches!(self, Self::Behind | Self::Short)
    }
}

/// How much of a year has passed on a day, in whole days, the day itself counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    /// Days that have begun: 0 before the year, all of them on its last day.
    pub days: i64,
    /// Days of the year.
    pub of: i64,
    /// Whether the year is over.
    pub over: bool,
    /// The last month that has begun: 0 before the year, 12 in December and after it.
    pub month: i32,
}

impl Elapsed {
    /// Of a year, on a day.
    #[must_use]
    pub fn of(year: i32, today: NaiveDate) -> Self {
        let of = if NaiveDate::from_ymd_opt(year, 2, 29).is_some() { 366 } else { 365 };
        match today.year().cmp(&year) {
            std::cmp::Ordering::Less => Self { days: 0, of, over: false, month: 0 },
            std::cmp::Ordering::Equal => Self {
                days: i64::from(today.ordinal()),
                of,
                over: false,
                month: i32::try_from(today.month()).unwrap_or(12),
            },
            std::cmp::Ordering::Greater => Self { days: of, of, over: true, month: 12 },
        }
    }

    /// The share of the year, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        share(self.days, self.of).unwrap_or_default()
    }
}

/// What a standing is judged by: how much of the year has passed, and by how many percentage points a share done may lie
/// behind it (the letter's own number).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauge {
    /// How much of the year has passed.
    pub elapsed: Elapsed,
    /// Percentage points.
    pub tolerance: i64,
}

impl Gauge {
    /// How a number stands with its target. In whole numbers: nothing is rounded before it is compared.
    #[must_use]
    pub const fn standing(self, target: i64, done: i64) -> Standing {
        let Elapsed { days, of, over, .. } = self.elapsed;
        if done >= target {
            Standing::Met
        } else if over {
            Standing::Short
        // done / target < days / of - tolerance / 100
        } else if done * of * 100 < target * (days * 100 - self.tolerance * of) {
            Standing::Behind
        } else {
            Standing::OnTrack
        }
    }
}

/// A part of a whole, none of nothing. Counts of people are far below where a float loses a whole number.
#[allow(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The tallies a progress is made of.
#[derive(Debug, Clone, Copy)]
pub struct Years<'a> {
    /// What the city confirmed in the year.
    pub done: &'a Tally,
    /// What the counties proposed in the year, what was confirmed among it.
    pub proposed: &'a Tally,
    /// What the city confirmed in the year before; none if there is nothing of it, which is not the same as zero.
    pub before: Option<&'a Tally>,
}

/// One line of the comparison, in one unit of count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// One unit; all units covered for none.
    pub unit: Option<UnitCode>,
    /// One pathway; the five together for none.
    pub pathway: Option<Pathway>,
    /// What the letter asks; none if it does not say.
    pub target: Option<i64>,
    /// What the city confirmed.
    pub done: i64,
    /// What counties have proposed and the city has not confirmed yet: what could still be done in time.
    pub under_way: i64,
    /// What the city confirmed of the year before; none if there is nothing of that year.
    pub last_year: Option<i64>,
    /// The same, of exits announced up to the same month.
    pub same_period: Option<i64>,
    /// How it stands with its target.
    pub standing: Option<Standing>,
}

impl Line {
    /// What is missing to the target; none without one.
    #[must_use]
    pub fn remaining(&self) -> Option<i64> {
        self.target.map(|target| (target - self.done).max(0))
    }

    /// The share done, 0 to 1 and above; none without a target, or of none.
    #[must_use]
    pub fn completion(&self) -> Option<f64> {
        share(self.done, self.target?)
    }

    /// Done less the same period of the year before.
    #[must_use]
    pub fn change(&self) -> Option<i64> {
        self.same_period.map(|before| self.done - before)
    }

    /// Whether what is under way would be too little, were all of it confirmed.
    #[must_use]
    pub fn even_then_short(&self) -> bool {
        self.remaining().is_some_and(|remaining| remaining > self.under_way)
    }
}

/// The comparison for these units: of all of them, by unit, and by unit and pathway; each with the five pathways after its sum.
#[must_use]
pub fn lines(
    goals: &Goals,
    years: Years<'_>,
    units: &[UnitCode],
    gauge: Gauge,
    count: UnitOfCount,
) -> Vec<Line> {
    let each = units.iter().map(Some);
    let places: Vec<Option<&UnitCode>> = [None].into_iter().chain(each).collect();
    let pathways = || [None].into_iter().chain(Pathway::TOURISM.map(Some));
    let line = |unit: Option<&UnitCode>, pathway: Option<Pathway>| {
        let target = match unit {
            Some(unit) => goals.of_unit(unit, pathway, count),
            None => goals.of_units(units, pathway, count),
        };
        let of = |tally: &Tally, last_month: i32| {
            let here = |key: &CellKey| {
                unit.map_or_else(|| units.contains(&key.unit), |unit| key.unit == *unit)
                    && pathway.map_or_else(|| key.pathway.is_tourism(), |pathway| key.pathway == pathway)
                    && key.month <= last_month
            };
            count.of(tally.sum(here))
        };
        let done = of(years.done, 12);
        Line {
            unit: unit.cloned(),
            pathway,
            target,
            done,
            under_way: (of(years.proposed, 12) - done).max(0),
            last_year: years.before.map(|before| of(before, 12)),
            same_period: years.before.map(|before| of(before, gauge.elapsed.month)),
            standing: target.map(|target| gauge.standing(target, done)),
        }
    };
    places.iter().flat_map(|unit| pathways().map(|pathway| line(*unit, pathway))).collect()
}

/// A month of the trend.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// 1 to 12.
    pub month: i32,
    /// Confirmed of exits announced in it; none for a month that has not begun.
    pub done: Option<i64>,
    /// The same up to its end.
    pub so_far: Option<i64>,
    /// The year before, up to the end of the same month; none if there is nothing of it.
    pub before: Option<i64>,
    /// Where an even pace to the target would be at its end; none without a target.
    pub even: Option<f64>,
}

/// The months of a year: what was done, summed up, beside the year before and an even pace.
#[must_use]
pub fn trend(years: Years<'_>, target: Option<i64>, elapsed: Elapsed, count: UnitOfCount) -> Vec<Point> {
    let until = |tally: &Tally, first: i32, last: i32| {
        let within = |key: &CellKey| key.pathway.is_tourism() && (first..=last).contains(&key.month);
        count.of(tally.sum(within))
    };
    let point = |month: i32| {
        let begun = month <= elapsed.month;
        let even = target.and_then(|target| share(target * i64::from(month), 12));
        Point {
            month,
            done: begun.then(|| until(years.done, month, month)),
            so_far: begun.then(|| until(years.done, 1, month)),
            before: years.before.map(|before| until(before, 1, month)),
            even,
        }
    };
    (1..=12).map(point).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Goal;
    use super::*;
    use crate::domain::quantity::{Households, Persons};
    use crate::domain::tally::{Basis, Cell, Count};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn gauge(today: NaiveDate, tolerance: i64) -> Gauge {
        Gauge { elapsed: Elapsed::of(2017, today), tolerance }
    }

    fn cell(unit: &str, pathway: Pathway, month: i32, persons: i64) -> Cell {
        let key = CellKey {
            year: 2017,
            basis: Basis::Confirmed,
            unit: unit.parse().unwrap(),
            village: None,
            pathway,
            month,
        };
        Cell { key, count: Count { persons: Persons(persons), households: Households(1) } }
    }

    #[test]
    fn a_year_passes_by_days() {
        assert_eq!(Elapsed::of(2017, day(2016, 12, 31)).days, 0);
        let article = Elapsed::of(2017, day(2017, 11, 24));
        assert_eq!((article.days, article.of, article.over, article.month), (328, 365, false, 11));
        let last = Elapsed::of(2016, day(2016, 12, 31));
        assert_eq!((last.days, last.of, last.over), (366, 366, false));
        assert!(Elapsed::of(2016, day(2017, 1, 1)).over);
    }

    #[test]
    fn behind_is_further_behind_the_year_than_the_letter_lets_pass() {
        // On day 328 of 365 89.86 % have passed; ten points less are 79.86 %.
        let at = gauge(day(2017, 11, 24), 10);
        assert_eq!(at.standing(10_000, 7986), Standing::Behind);
        assert_eq!(at.standing(10_000, 7987), Standing::OnTrack);
        assert_eq!(at.standing(10_000, 10_000), Standing::Met);
        assert_eq!(at.standing(0, 0), Standing::Met);
        assert_eq!(gauge(day(2018, 1, 1), 10).standing(10_000, 9999), Standing::Short);
        assert_eq!(gauge(day(2016, 12, 31), 10).standing(10_000, 0), Standing::OnTrack);
    }

    proptest! {
        #[test]
        fn more_done_never_stands_worse_and_more_patience_neither(
            target in 0i64..100_000, done in 0i64..100_000, more in 0i64..1000,
            ordinal in 1u32..366, tolerance in 0i64..50, patience in 0i64..50, over in any::<bool>(),
        ) {
            let today = if over { day(2018, 3, 1) } else { NaiveDate::from_yo_opt(2017, ordinal).unwrap() };
            let worse = |standing| match standing {
                Standing::Met => 0,
                Standing::OnTrack => 1,
                Standing::Behind | Standing::Short => 2,
            };
            let is = gauge(today, tolerance).standing(target, done);
            prop_assert!(worse(gauge(today, tolerance).standing(target, done + more)) <= worse(is));
            prop_assert!(worse(gauge(today, tolerance + patience).standing(target, done)) <= worse(is));
            prop_assert_eq!(is == Standing::Met, done >= target);
            prop_assert_eq!(is == Standing::Short, over && done < target);
        }

        #[test]
        fn units_sum_to_all_of_them_and_pathways_to_their_unit(
            cells in proptest::collection::vec(
                (proptest::sample::select(vec!["450721", "450722"]), proptest::sample::select(Pathway::TOURISM.to_vec()),
                 1i32..13, 1i64..9), 0..20),
        ) {
            let tally = Tally::from_cells(cells.into_iter().map(|(u, p, m, n)| cell(u, p, m, n)).collect());
            let years = Years { done: &tally, proposed: &tally, before: Some(&tally) };
            let units = ["450721".parse().unwrap(), "450722".parse().unwrap()];
            let all = lines(&Goals::default(), years, &units, gauge(day(2017, 11, 24), 10), UnitOfCount::Persons);
            prop_assert_eq!(all.len(), 18);
            let sum = |of: &dyn Fn(&&Line) -> bool| all.iter().filter(of).map(|line| line.done).sum::<i64>();
            let whole = sum(&|line| line.unit.is_none() && line.pathway.is_none());
            prop_assert_eq!(whole, tally.total().persons.0);
            prop_assert_eq!(whole, sum(&|line| line.unit.is_some() && line.pathway.is_none()));
            prop_assert_eq!(whole, sum(&|line| line.unit.is_none() && line.pathway.is_some()));
            prop_assert_eq!(whole, sum(&|line| line.unit.is_some() && line.pathway.is_some()));
            let months = trend(years, Some(120), Elapsed::of(2017, day(2018, 1, 1)), UnitOfCount::Persons);
            prop_assert_eq!(months.last().unwrap().so_far, Some(whole));
            prop_assert_eq!(months.iter().filter_map(|one| one.done).sum::<i64>(), whole);
        }
    }

    #[test]
    fn a_line_says_what_is_missing_what_is_under_way_and_what_the_year_before_had_by_then() {
        let training = |month, persons| cell("450721", Pathway::Training, month, persons);
        let done = Tally::from_cells(vec![training(4, 40), training(10, 6)]);
        let proposed = Tally::from_cells(vec![training(4, 40), training(10, 6), training(11, 5)]);
        let before = Tally::from_cells(vec![training(3, 20), training(12, 30)]);
        let unit: UnitCode = "450721".parse().unwrap();
        let goals = Goals([((unit.clone(), None), Goal { persons: Persons(60), households: None })].into());
        let years = Years { done: &done, proposed: &proposed, before: Some(&before) };
        let all = lines(
            &goals,
            years,
            std::slice::from_ref(&unit),
            gauge(day(2017, 11, 24), 10),
            UnitOfCount::Persons,
        );
        let whole =
            all.iter().find(|line| line.unit.as_ref() == Some(&unit) && line.pathway.is_none()).unwrap();
        assert_eq!(
            (whole.target, whole.done, whole.remaining(), whole.under_way),
            (Some(60), 46, Some(14), 5)
        );
        assert_eq!((whole.last_year, whole.same_period, whole.change()), (Some(50), Some(20), Some(26)));
        assert_eq!((whole.standing, whole.even_then_short()), (Some(Standing::Behind), true));
        let part = all.iter().find(|line| line.pathway == Some(Pathway::Training)).unwrap();
        assert_eq!((part.target, part.standing, part.completion()), (None, None, None));
        let months = trend(years, Some(60), Elapsed::of(2017, day(2017, 11, 24)), UnitOfCount::Persons);
        assert_eq!(
            months[3],
            Point { month: 4, done: Some(40), so_far: Some(40), before: Some(20), even: Some(20.0) }
        );
        assert_eq!((months[11].so_far, months[11].before), (None, Some(50)));
    }
}
