//! How many to look at, and what the share that differs says about the rest.

use serde::Serialize;

use super::super::codes::code;
use super::BadSampleCheck;

code! {
    /// How often intervals made like this hold the true share. 置信度
    pub enum Confidence: "confidence" {
        /// 90%
        Ninety = "90",
        /// 95%
        NinetyFive = "95",
        /// 99%
        NinetyNine = "99",
    }
}

impl Confidence {
    /// The standard normal quantile of its two sides.
    const fn z(self) -> f64 {
        match self {
            Self::Ninety => 1.644_853_626_951_472_2,
            Self::NinetyFive => 1.959_963_984_540_054,
            Self::NinetyNine => 2.575_829_303_548_900_4,
        }
    }
}

/// How many households of each unit are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleSize {
    /// So many, or all if there are fewer.
    Each(i32),
    /// As many as give this margin of error, in whole percent.
    Margin(i32),
}

impl SampleSize {
    /// The size or the margin of a form, of which one is given.
    ///
    /// # Errors
    /// [`BadSampleCheck`], with the field it is about.
    pub fn of(each: Option<i64>, margin: Option<i64>) -> Result<Self, (&'static str, BadSampleCheck)> {
        let within = |n: i64, most: i32| i32::try_from(n).ok().filter(|n| (1..=most).contains(n));
        match (each, margin) {
            (Some(n), None) => within(n, 2000).map(Self::Each).ok_or(("size", BadSampleCheck::Size)),
            (None, Some(n)) => within(n, 20).map(Self::Margin).ok_or(("margin", BadSampleCheck::Margin)),
            _ => Err(("size", BadSampleCheck::SizeOrMargin)),
        }
    }

    /// The households to draw of so many. By margin: n₀ = z²·p(1−p)/e² with p = ½, the worst case, then for a finite population
    /// n = n₀ / (1 + (n₀ − 1)/N), rounded up (Cochran, Sampling Techniques, 3rd ed. 1977, §4.4).
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a number of households is far below 2⁵²"
    )]
    pub fn households(self, population: i64, confidence: Confidence) -> i64 {
        let wanted = match self {
            Self::Each(n) => i64::from(n),
            Self::Margin(percent) => {
                let margin = f64::from(percent) / 100.0;
                let infinite = confidence.z().powi(2) * 0.25 / margin.powi(2);
                (infinite / (1.0 + (infinite - 1.0) / population.max(1) as f64)).ceil() as i64
            }
        };
        wanted.clamp(0, population.max(0))
    }
}

/// A share with the bounds that hold the true one at some confidence; each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The share found.
    pub share: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// The share of so many that differ, with its score interval (Wilson, J. Am. Stat. Assoc. 22, 1927): unlike share ± z·σ it is no
/// point when nothing differs, and never leaves 0…1. The population is taken as endless, so that for a large part of a small
/// one the interval is wider than it need be. None if nobody was looked at.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a number of households is far below 2⁵²")]
pub fn wilson(differing: i64, checked: i64, confidence: Confidence) -> Option<Interval> {
    if checked <= 0 {
        return None;
    }
    let (n, z2) = (checked as f64, confidence.z().powi(2));
    let share = differing as f64 / n;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = (z2 * (share * (1.0 - share) / n + z2 / (4.0 * n * n))).sqrt() / (1.0 + z2 / n);
    // Rounding alone would take a bound past the share it is of.
    Some(Interval { share, low: (middle - half).clamp(0.0, share), high: (middle + half).clamp(share, 1.0) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::codes::Code as _;
    use super::*;

    /// The values statsmodels' `proportion_confint(…, method="wilson")` and the tables of Newcombe (1998) give.
    #[test]
    fn the_interval_is_the_one_in_the_tables() {
        let near = |found: f64, known: f64| (found - known).abs() < 5e-5;
        for (differing, checked, low, high) in [
            (0, 10, 0.0, 0.277_53),
            (1, 10, 0.017_88, 0.404_15),
            (5, 10, 0.236_59, 0.763_41),
            (10, 10, 0.722_47, 1.0),
            (81, 263, 0.255_29, 0.366_21),
            (15, 148, 0.062_39, 0.160_49),
            (0, 20, 0.0, 0.161_13),
            (1, 29, 0.006_11, 0.171_76),
        ] {
            let found = wilson(differing, checked, Confidence::NinetyFive).unwrap();
            assert!(near(found.low, low) && near(found.high, high), "{differing}/{checked}: {found:?}");
        }
        assert_eq!(wilson(0, 0, Confidence::NinetyFive), None);
    }

    #[test]
    fn the_size_is_cochrans() {
        let margin =
            |population, percent| SampleSize::Margin(percent).households(population, Confidence::NinetyFive);
        assert_eq!(margin(100, 5), 80);
        assert_eq!(margin(1000, 5), 278);
        assert_eq!(margin(10_000, 5), 370);
        assert_eq!(margin(1_000_000, 5), 384);
        assert_eq!(margin(1, 5), 1);
        assert_eq!(margin(0, 5), 0);
        assert_eq!(SampleSize::Each(12).households(7, Confidence::Ninety), 7);
    }

    #[test]
    fn a_form_gives_a_size_or_a_margin() {
        assert_eq!(SampleSize::of(Some(10), None), Ok(SampleSize::Each(10)));
        assert_eq!(SampleSize::of(None, Some(5)), Ok(SampleSize::Margin(5)));
        for (each, margin, field) in [
            (None, None, "size"),
            (Some(1), Some(1), "size"),
            (Some(0), None, "size"),
            (Some(2001), None, "size"),
            (None, Some(0), "margin"),
            (None, Some(21), "margin"),
        ] {
            assert_eq!(SampleSize::of(each, margin).unwrap_err().0, field);
        }
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share_and_narrows_with_the_sample(
            checked in 1_i64..5000,
            part in 0.0..=1.0_f64,
            confidence in proptest::sample::select(Confidence::ALL),
        ) {
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small numbers")]
            let differing = (checked as f64 * part).floor() as i64;
            let one = wilson(differing, checked, confidence).unwrap();
            prop_assert!(0.0 <= one.low && one.low <= one.share && one.share <= one.high && one.high <= 1.0);
            let more = wilson(differing * 4, checked * 4, confidence).unwrap();
            prop_assert!(more.high - more.low <= one.high - one.low);
            // Seen from the other side it is the same.
            let other = wilson(checked - differing, checked, confidence).unwrap();
            prop_assert!((other.low - (1.0 - one.high)).abs() < 1e-9 && (other.high - (1.0 - one.low)).abs() < 1e-9);
        }

        #[test]
        fn a_size_is_never_beyond_the_population_and_never_nothing(
            population in 1_i64..100_000,
            percent in 1..=20,
            confidence in proptest::sample::select(Confidence::ALL),
        ) {
            let size = SampleSize::Margin(percent).households(population, confidence);
            prop_assert!((1..=population).contains(&size));
            prop_assert!(SampleSize::Margin(percent).households(population + 1, confidence) >= size);
        }
    }
}
