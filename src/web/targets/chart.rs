//! The trend of a year as a drawing. Every value stands in the table beside it, too.

use serde::Serialize;

use crate::domain::target::Point;

/// The drawing's measures, in its own units.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 250.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 30.0;

/// What is drawn: each line as the points of a `polyline`.
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    /// What was done, up to the last month that has begun.
    so_far: String,
    /// The same of the year before; empty if there is nothing of it.
    before: String,
    /// An even pace to the target; empty without one.
    even: String,
    ticks: Vec<Tick>,
    months: Vec<Label>,
    /// The table's rows.
    rows: Vec<InMonth>,
}

#[derive(Debug, Serialize)]
struct Tick {
    y: f64,
    value: i64,
}

#[derive(Debug, Serialize)]
struct Label {
    x: f64,
    y: f64,
    month: i32,
}

#[derive(Debug, Serialize)]
struct InMonth {
    month: i32,
    done: Option<i64>,
    so_far: Option<i64>,
    /// Rounded to a whole.
    even: Option<i64>,
    before: Option<i64>,
}

#[allow(clippy::cast_possible_truncation, reason = "counts of people are far below 2^52")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[allow(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
const fn float(number: i64) -> f64 {
    number as f64
}

/// The least of 1, 2, 2.5 and 5 times a power of ten whose fourfold is not less than this.
fn step(most: f64) -> f64 {
    let mut power = 1.0;
    loop {
        for times in [1.0, 2.0, 2.5, 5.0] {
            let step: f64 = times * power;
            if step.fract() == 0.0 && step * 4.0 >= most {
                return step;
            }
        }
        power *= 10.0;
    }
}

impl Chart {
    /// Of the months of a year.
    pub(super) fn of(points: &[Point]) -> Self {
        let highest = points.iter().flat_map(|point| {
            [point.so_far.map(float), point.before.map(float), point.even].into_iter().flatten()
        });
        let step = step(highest.fold(4.0, f64::max));
        let x = |month: i32| LEFT + f64::from(month) * (WIDTH - LEFT - RIGHT) / 12.0;
        let y = |value: f64| HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM) / (step * 4.0);
        let line = |value: &dyn Fn(&Point) -> Option<f64>| {
            let known = points.iter().filter_map(|point| Some((point.month, value(point)?)));
            let drawn: Vec<String> = [(0, 0.0)]
                .into_iter()
                .chain(known)
                .map(|(month, value)| format!("{:.1},{:.1}", x(month), y(value)))
                .collect();
            if drawn.len() > 1 { drawn.join(" ") } else { String::new() }
        };
        let before = points.last().and_then(|point| point.before).is_some_and(|before| before > 0);
        Self {
            width: WIDTH,
            height: HEIGHT,
            left: LEFT,
            right: WIDTH - RIGHT,
            so_far: line(&|point| point.so_far.map(float)),
            before: if before { line(&|point| point.before.map(float)) } else { String::new() },
            even: line(&|point| point.even),
            ticks: (0..=4_i32)
                .map(|n| step * f64::from(n))
                .map(|value| Tick { y: y(value), value: whole(value) })
                .collect(),
            months: points
                .iter()
                .map(|point| Label { x: x(point.month), y: HEIGHT - 8.0, month: point.month })
                .collect(),
            rows: points
                .iter()
                .map(|point| InMonth {
                    month: point.month,
                    done: point.done,
                    so_far: point.so_far,
                    even: point.even.map(whole),
                    before: point.before,
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_numbers_above_the_highest_point() {
        let steps = [4.0, 5.0, 46.0, 320.0, 1127.0, 20_059.0].map(|most| whole(step(most)));
        assert_eq!(steps, [1, 2, 20, 100, 500, 10_000]);
    }

    #[test]
    fn a_month_that_has_not_begun_is_not_drawn() {
        let point = |month, so_far| Point { month, done: so_far, so_far, before: None, even: None };
        let chart = Chart::of(&[point(1, Some(3)), point(2, None)]);
        assert_eq!(chart.so_far.split(' ').count(), 2, "the origin and January: {}", chart.so_far);
        assert_eq!((chart.before.as_str(), chart.even.as_str()), ("", ""));
        assert_eq!(Chart::of(&[]).so_far, "");
    }
}
