//! Points, exact to the hundredth, and how much of them a trade counts.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// Points in hundredths. 分
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

impl Points {
    /// Whole points.
    #[must_use]
    pub const fn whole(points: i64) -> Self {
        Self(points * 100)
    }

    /// From hundredths.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// In hundredths.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The least points that are so many percent of these, rounded up to the hundredth.
    #[must_use]
    pub const fn percent(self, percent: i64) -> Self {
        Self((self.0 * percent + 99) / 100)
    }

    /// What is missing to another; nothing if this is as much.
    #[must_use]
    pub fn short_of(self, other: Self) -> Self {
        Self((other.0 - self.0).max(0))
    }
}

impl std::ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.map(|one| one.0).sum())
    }
}

/// As people write points: `683`, `683.4`, `0.25`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let (whole, rest) = (self.0.abs() / 100, self.0.abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            tenths if tenths % 10 == 0 => write!(f, "{sign}{whole}.{}", tenths / 10),
            hundredths => write!(f, "{sign}{whole}.{hundredths:02}"),
        }
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// How much of a part counts for a trade, in hundredths: 100 is all of it, 0 none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coefficient(i64);

impl Coefficient {
    /// The part counts in full.
    pub const FULL: Self = Self(100);

    /// What so many whole points count.
    #[must_use]
    pub const fn of(self, points: i64) -> Points {
        Points(points * self.0)
    }

    /// Whether the part counts at all.
    #[must_use]
    pub const fn counts(self) -> bool {
        self.0 > 0
    }
}

impl fmt::Display for Coefficient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Points(self.0), f)
    }
}

impl Serialize for Coefficient {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A number that is no coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a coefficient is from 0 to 1, in hundredths at the finest")]
pub struct BadCoefficient;

/// Read by its decimal digits, so that 0.6 is six tenths and not the nearest binary fraction.
impl FromStr for Coefficient {
    type Err = BadCoefficient;

    fn from_str(text: &str) -> Result<Self, BadCoefficient> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return Err(BadCoefficient);
        }
        let hundredths = whole.parse::<i64>().ok().zip(format!("{decimals:0<2}").parse::<i64>().ok());
        match hundredths.and_then(|(whole, decimals)| whole.checked_mul(100)?.checked_add(decimals)) {
            Some(hundredths @ 0..=100) => Ok(Self(hundredths)),
            _ => Err(BadCoefficient),
        }
    }
}

/// As a sheet's file has it: `1`, `0.6`.
impl From<Coefficient> for serde_json::Number {
    fn from(coefficient: Coefficient) -> Self {
        let exact = coefficient.to_string();
        exact.parse().unwrap_or_else(|_| Self::from(coefficient.0))
    }
}
