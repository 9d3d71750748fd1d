//! Who belongs to a household from when to when: joining and leaving it.

use chrono::NaiveDate;

use crate::domain::codes::code;
use crate::domain::refusal::{Message, Refusal};

code! {
    /// Why a membership began, or why it ended. 自然增加、自然减少的原因
    pub enum MembershipReason: "membership-reason" {
        /// 识别登记: as found when the household was registered.
        Registered = "registered",
        /// 新生儿
        Born = "born",
        /// 嫁入或入赘
        MarriedIn = "married_in",
        /// 迁回
        Returned = "returned",
        /// 死亡
        Died = "died",
        /// 嫁出
        MarriedOut = "married_out",
        /// 分户
        Divided = "divided",
        /// 迁出
        MovedOut = "moved_out",
        /// 判刑收监
        Imprisoned = "imprisoned",
        /// 其他
        Other = "other",
    }
}

impl MembershipReason {
    /// Why somebody comes after the household was registered. 自然增加
    pub const ARRIVALS: [Self; 4] = [Self::Born, Self::MarriedIn, Self::Returned, Self::Other];
    /// Why somebody leaves. 自然减少
    pub const DEPARTURES: [Self; 6] =
        [Self::Died, Self::MarriedOut, Self::Divided, Self::MovedOut, Self::Imprisoned, Self::Other];
}

/// The days of a membership: from the first day on, up to but without the day it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belonging {
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which they no longer belonged; open while they do.
    pub to: Option<NaiveDate>,
}

impl Belonging {
    /// Whether somebody belonged on that day.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Whether two memberships share a day. A person's memberships may not.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from < to) && other.to.is_none_or(|to| self.from < to)
    }
}

/// Why somebody does not join or leave on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotThen {
    /// The day has not come.
    #[error("a day that has not come")]
    Future,
    /// Before they were born.
    #[error("before the birth on {0}")]
    Unborn(NaiveDate),
    /// They belong to a household.
    #[error("they belong to a household since {0}")]
    Belongs(NaiveDate),
    /// Their last membership ended later.
    #[error("they belonged to a household until {0}")]
    Belonged(NaiveDate),
    /// They came on that day or later.
    #[error("they came on {0}")]
    BeforeItBegan(NaiveDate),
    /// A reason for coming given for leaving, or the other way round.
    #[error("a reason for the other direction")]
    Reason,
    /// They have left already.
    #[error("they left on {0}")]
    Left(NaiveDate),
}

impl NotThen {
    /// The field of the form it is told at.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Belongs(_) => "id_number",
            Self::Reason => "why",
            Self::Future | Self::Unborn(_) | Self::Belonged(_) | Self::BeforeItBegan(_) | Self::Left(_) => {
                "day"
            }
        }
    }
}

impl Refusal for NotThen {
    fn message(&self) -> Message {
        match self {
            Self::Future => Message::new("error-membership-future"),
            Self::Unborn(day) => Message::new("error-membership-unborn").with("day", day.to_string()),
            Self::Belongs(day) => Message::new("error-membership-belongs").with("day", day.to_string()),
            Self::Belonged(day) => Message::new("error-membership-belonged").with("day", day.to_string()),
            Self::BeforeItBegan(day) => Message::new("error-membership-began").with("day", day.to_string()),
            Self::Reason => Message::new("error-membership-reason"),
            Self::Left(day) => Message::new("error-membership-left").with("day", day.to_string()),
        }
    }
}

/// The membership of somebody who joins a household, after all they had before, in any household.
///
/// # Errors
/// [`NotThen`].
pub fn join(
    before: &[Belonging],
    (from, reason): (NaiveDate, MembershipReason),
    birth: NaiveDate,
    today: NaiveDate,
) -> Result<Belonging, NotThen> {
    if from > today {
        return Err(NotThen::Future);
    }
    if from < birth {
        return Err(NotThen::Unborn(birth));
    }
    if reason != MembershipReason::Registered && !MembershipReason::ARRIVALS.contains(&reason) {
        return Err(NotThen::Reason);
    }
    if let Some(live) = before.iter().find(|one| one.to.is_none()) {
        return Err(NotThen::Belongs(live.from));
    }
    match before.iter().filter_map(|one| one.to).max() {
        Some(last) if from < last => Err(NotThen::Belonged(last)),
        _ => Ok(Belonging { from, to: None }),
    }
}

/// The membership of somebody who leaves, `on` being the first day on which they no longer belong.
///
/// # Errors
/// [`NotThen`].
pub fn end(
    belonging: Belonging,
    (on, reason): (NaiveDate, MembershipReason),
    today: NaiveDate,
) -> Result<Belonging, NotThen> {
    match belonging.to {
        Some(left) => Err(NotThen::Left(left)),
        None if on > today => Err(NotThen::Future),
        None if on <= belonging.from => Err(NotThen::BeforeItBegan(belonging.from)),
        None if !MembershipReason::DEPARTURES.contains(&reason) => Err(NotThen::Reason),
        None => Ok(Belonging { to: Some(on), ..belonging }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 1, 1).unwrap() + chrono::Duration::days(n)
    }

    fn span((from, length): (i64, Option<i64>)) -> Belonging {
        Belonging { from: day(from), to: length.map(|days| day(from + days)) }
    }

    proptest! {
        #[test]
        fn two_memberships_overlap_when_some_day_is_in_both(
            a in (0i64..60, proptest::option::of(1i64..40)),
            b in (0i64..60, proptest::option::of(1i64..40)),
        ) {
            let (a, b) = (span(a), span(b));
            let first = a.from.max(b.from);
            // If any day is in both, the later of the two beginnings is.
            prop_assert_eq!(a.overlaps(&b), a.covers(first) && b.covers(first));
            prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
        }

        /// Whatever is tried in whatever order, a person belongs at most once on any day.
        #[test]
        fn nobody_ever_belongs_twice(tries in prop::collection::vec((any::<bool>(), 0i64..50), 0..40)) {
            let mut memberships: Vec<Belonging> = Vec::new();
            for (joins, on) in tries {
                if joins {
                    let came = (day(on), MembershipReason::Returned);
                    memberships.extend(join(&memberships, came, day(5), day(45)));
                } else if let Some(last) = memberships.pop() {
                    memberships.push(end(last, (day(on), MembershipReason::MovedOut), day(45)).unwrap_or(last));
                }
                for one in 0..50 {
                    let there = memberships.iter().filter(|membership| membership.covers(day(one))).count();
                    prop_assert!(there <= 1);
                }
                prop_assert!(memberships.iter().filter(|membership| membership.to.is_none()).count() <= 1);
                prop_assert!(memberships.iter().all(|one| one.from >= day(5) && one.to.is_none_or(|to| to > one.from)));
            }
        }
    }

    #[test]
    fn a_reason_is_for_coming_or_for_leaving() {
        let from = Belonging { from: day(0), to: None };
        assert_eq!(end(from, (day(1), MembershipReason::Born), day(9)), Err(NotThen::Reason));
        let came = (day(1), MembershipReason::Died);
        assert_eq!(join(&[], came, day(0), day(9)), Err(NotThen::Reason));
        assert_eq!(end(from, (day(0), MembershipReason::Died), day(9)), Err(NotThen::BeforeItBegan(day(0))));
    }
}
