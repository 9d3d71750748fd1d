//! Counts of stars as of the end of a day, each kept apart from the others.
//!
//! 申星 is not 评定: what was applied for counts applications by the star applied for; everything else counts ratings by the
//! star awarded. A rating that was awarded is, on any day after, exactly one of valid, expired, cancelled, given up, lowered
//! and replaced.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::codes::code;
use super::division::UnitCode;
use super::rating::{Standing, Star};
use super::site::SiteKind;

code! {
    /// What is counted.
    pub enum StarCount: "star-count" {
        /// 申报: applications submitted, by the star applied for.
        Applied = "applied",
        /// 已检查: those of them inspected on site.
        Inspected = "inspected",
        /// 授牌: ratings awarded on an application.
        Awarded = "awarded",
        /// 降级换发: ratings issued at a lower star, without an application of their own.
        Reissued = "reissued",
        /// 有效
        Valid = "valid",
        /// 到期
        Expired = "expired",
        /// 取消
        Cancelled = "cancelled",
        /// 自愿放弃
        GivenUp = "given_up",
        /// 降级
        Lowered = "lowered",
        /// 晋级换发
        Replaced = "replaced",
    }
}

impl StarCount {
    /// Those that count applications, by the star applied for.
    pub const OF_APPLICATIONS: [Self; 2] = [Self::Applied, Self::Inspected];
    /// Those that count ratings, by the star awarded.
    pub const OF_RATINGS: [Self; 8] = [
        Self::Awarded,
        Self::Reissued,
        Self::Valid,
        Self::Expired,
        Self::Cancelled,
        Self::GivenUp,
        Self::Lowered,
        Self::Replaced,
    ];

    /// Whether it counts applications.
    #[must_use]
    pub const fn is_of_applications(self) -> bool {
        matches!(self, Self::Applied | Self::Inspected)
    }
}

/// The days of a rating that decide what it counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// The first day.
    pub awarded_on: NaiveDate,
    /// The last day, if nothing ends it before.
    pub valid_until: NaiveDate,
    /// The day it was ended, and as what.
    pub ended: Option<(NaiveDate, Standing)>,
    /// Whether it was issued at a lower star in place of another.
    pub reissued: bool,
}

impl Life {
    /// How the rating came to be, as of the end of a day; none before it was.
    #[must_use]
    pub fn origin(self, on: NaiveDate) -> Option<StarCount> {
        let origin = if self.reissued { StarCount::Reissued } else { StarCount::Awarded };
        (self.awarded_on <= on).then_some(origin)
    }

    /// What the rating is, as of the end of a day; none before it was awarded. That its last day has passed counts from
    /// the calendar, not from when it was written down.
    #[must_use]
    pub fn state(self, on: NaiveDate) -> Option<StarCount> {
        if on < self.awarded_on {
            return None;
        }
        let ended = self.ended.filter(|(day, _)| *day <= on).map(|(_, standing)| standing);
        Some(match ended {
            Some(Standing::Cancelled) => StarCount::Cancelled,
            Some(Standing::GivenUp) => StarCount::GivenUp,
            Some(Standing::Lowered) => StarCount::Lowered,
            Some(Standing::Replaced) => StarCount::Replaced,
            _ if self.valid_until < on => StarCount::Expired,
            _ => StarCount::Valid,
        })
    }
}

/// Which part of the counts is meant; everything for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cut {
    /// Only this unit.
    pub unit: Option<UnitCode>,
    /// Only this kind of site.
    pub kind: Option<SiteKind>,
    /// Only this star: applied for, or awarded.
    pub star: Option<Star>,
}

/// The counts of a day, by unit, kind of site and star. A sum is always the sum of its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StarCounts(BTreeMap<(StarCount, UnitCode, SiteKind, Star), i64>);

impl StarCounts {
    /// Counts one more.
    pub fn add(&mut self, count: StarCount, unit: UnitCode, kind: SiteKind, star: Star) {
        *self.0.entry((count, unit, kind, star)).or_default() += 1;
    }

    /// How many there are in a cut.
    #[must_use]
    pub fn of(&self, count: StarCount, cut: &Cut) -> i64 {
        self.0
            .iter()
            .filter(|((counted, unit, kind, star), _)| {
                *counted == count
                    && cut.unit.as_ref().is_none_or(|wanted| wanted == unit)
                    && cut.kind.is_none_or(|wanted| wanted == *kind)
                    && cut.star.is_none_or(|wanted| wanted == *star)
            })
            .map(|(_, n)| n)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2017, 1, 1).unwrap() + chrono::Duration::days(n)
    }

    proptest! {
        #[test]
        fn a_rating_is_one_thing_on_each_day_and_ends_once(
            awarded in 0_i64..300, term in 1_i64..300, end in prop::option::of((0_i64..300, 0..5_usize)), reissued: bool,
        ) {
            let ways = [Standing::Cancelled, Standing::GivenUp, Standing::Lowered, Standing::Replaced, Standing::Expired];
            let life = Life {
                awarded_on: day(awarded),
                valid_until: day(awarded + term),
                ended: end.map(|(after, way)| match ways[way] {
                    Standing::Expired => (day(awarded + term + 1 + after), Standing::Expired),
                    way => (day(awarded + after.min(term)), way),
                }),
                reissued,
            };
            let mut before = None;
            for n in 0..900 {
                let state = life.state(day(n));
                prop_assert_eq!(state.is_some(), n >= awarded);
                prop_assert_eq!(life.origin(day(n)).is_some(), state.is_some());
                // What has ended stays what it ended as.
                if let Some(before) = before && before != StarCount::Valid {
                    prop_assert_eq!(state, Some(before));
                }
                before = state;
            }
            prop_assert!(before != Some(StarCount::Valid));
        }
    }
}
