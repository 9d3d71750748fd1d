//! 差异说明与办结: why a figure and the records differ, said by one person in coded reasons, and closed by another.
//!
//! Nothing is changed by it, neither the figure nor a record. A closing keeps the differences it closed; when the records come to
//! say something else, it holds no longer, and the figure is open again.

use std::collections::BTreeMap;

use super::super::codes::code;
use super::super::ids::UserId;
use super::super::moment::Moment;
use super::super::refusal::{Message, Refusal};
use super::explanation::{Explanation, Part, explained};

/// A number as it was when its figure was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingLine {
    /// Proven less published.
    pub difference: i64,
    /// What was explained of it.
    pub explained: i64,
}

impl ClosingLine {
    /// What was left unexplained.
    #[must_use]
    pub const fn rest(self) -> i64 {
        self.difference - self.explained
    }
}

/// A closing: every number that differed, as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The numbers.
    pub lines: BTreeMap<Part, ClosingLine>,
    /// What was said of the rest; empty if nothing was left.
    pub note: String,
    /// Who closed it, and their name.
    pub by: (UserId, String),
    /// When.
    pub at: Moment,
}

impl Closing {
    /// What a closing keeps of these differences.
    #[must_use]
    pub fn of(differences: &BTreeMap<Part, i64>, given: &[Explanation]) -> BTreeMap<Part, ClosingLine> {
        let line =
            |part: &Part, difference: i64| ClosingLine { difference, explained: explained(given, part) };
        differences.iter().map(|(part, difference)| (part.clone(), line(part, *difference))).collect()
    }

    /// Whether it still closes what differs now.
    #[must_use]
    pub fn holds(&self, differences: &BTreeMap<Part, i64>) -> bool {
        let differing = |difference: &i64| *difference != 0;
        let then: BTreeMap<&Part, i64> = self
            .lines
            .iter()
            .map(|(part, line)| (part, line.difference))
            .filter(|(_, d)| differing(d))
            .collect();
        let now: BTreeMap<&Part, i64> = differences
            .iter()
            .map(|(part, difference)| (part, *difference))
            .filter(|(_, d)| differing(d))
            .collect();
        then == now
    }
}

code! {
    /// Where the differences of a figure stand. 差异状态
    pub enum Settlement: "figure-settlement" {
        /// 不可比: the tallies count something else.
        NotComparable = "not_comparable",
        /// 一致: no number differs.
        Agrees = "agrees",
        /// 待说明: something differs, and nobody has closed it.
        Open = "open",
        /// 已办结: closed by a named person.
        Closed = "closed",
        /// 重新打开: closed, and the records say something else since.
        Reopened = "reopened",
    }
}

code! {
    /// What is done with the differences of a figure.
    pub enum Step: "figure-step" {
        /// Say why something differs.
        Explain = "explain",
        /// Close it.
        Close = "close",
    }
}

/// Who had a hand in a figure: whoever recorded it, and whoever explained a difference of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hands(pub Vec<UserId>);

impl Settlement {
    /// Where a figure stands that counts what the tallies count, with these differences and its newest closing.
    #[must_use]
    pub fn of(differences: &BTreeMap<Part, i64>, newest: Option<&Closing>) -> Self {
        match newest {
            _ if differences.values().all(|difference| *difference == 0) => Self::Agrees,
            None => Self::Open,
            Some(closing) if closing.holds(differences) => Self::Closed,
            Some(_) => Self::Reopened,
        }
    }

    /// Where it stands after a step of this person.
    ///
    /// # Errors
    /// [`NotNow`]: there is nothing to settle, it is closed, or whoever had a hand in it would close it.
    pub fn take(self, step: Step, hands: &Hands, by: UserId) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::NotComparable, _) => Err(NotNow::NotComparable),
            (Self::Agrees, _) => Err(NotNow::Agrees),
            (Self::Closed, _) => Err(NotNow::Closed),
            (Self::Open | Self::Reopened, Step::Explain) => Ok(self),
            (Self::Open | Self::Reopened, Step::Close) if hands.0.contains(&by) => Err(NotNow::OwnHand),
            (Self::Open | Self::Reopened, Step::Close) => Ok(Self::Closed),
        }
    }
}

/// Why a figure is not settled now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// The tallies count something else.
    #[error("the figure is not comparable")]
    NotComparable,
    /// Nothing differs.
    #[error("nothing differs")]
    Agrees,
    /// It is closed, and what differs is what was closed.
    #[error("the figure is closed")]
    Closed,
    /// Whoever recorded or explained a figure does not close it.
    #[error("whoever recorded or explained a figure may not close it")]
    OwnHand,
    /// The figure has no such number.
    #[error("the figure has no such number")]
    NoSuchPart,
    /// Nothing, or more than a city has people.
    #[error("no amount")]
    NoAmount,
    /// Something is left unexplained, and nothing is said of it.
    #[error("something is left unexplained")]
    RestUnsaid,
}

impl Refusal for NotNow {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::NotComparable => "error-figure-not-comparable",
            Self::Agrees => "error-figure-agrees",
            Self::Closed => "error-figure-closed",
            Self::OwnHand => "error-figure-own-hand",
            Self::NoSuchPart => "error-figure-no-such-part",
            Self::NoAmount => "error-figure-no-amount",
            Self::RestUnsaid => "error-figure-rest-unsaid",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::codes::Code as _;
    use super::super::super::pathway::Pathway;
    use super::super::explanation::{NewExplanation, Reason};
    use super::*;

    fn given(pathway: Option<Pathway>, unit: Option<&str>, amount: i64) -> Explanation {
        let unit = unit.map(|unit| unit.parse().unwrap());
        Explanation {
            said: NewExplanation { pathway, unit, reason: Reason::NotEntered, amount, note: String::new() },
            by: (UserId(2), String::new()),
            at: Moment::from_local(chrono::NaiveDateTime::default()),
        }
    }

    fn differing(total: i64, training: i64) -> BTreeMap<Part, i64> {
        [(Part::Total, total), (Part::Pathway(Pathway::Training), training)].into()
    }

    fn closing(differences: &BTreeMap<Part, i64>, given: &[Explanation]) -> Closing {
        Closing {
            lines: Closing::of(differences, given),
            note: String::new(),
            by: (UserId(3), String::new()),
            at: Moment::from_local(chrono::NaiveDateTime::default()),
        }
    }

    #[test]
    fn a_closing_holds_until_the_records_say_something_else() {
        let differences = differing(-5, -5);
        let all = [given(Some(Pathway::Training), None, -5)];
        assert_eq!(Settlement::of(&differences, None), Settlement::Open);
        let closing = closing(&differences, &all);
        assert!(closing.lines.values().all(|line| line.rest() == 0));
        assert_eq!(Settlement::of(&differences, Some(&closing)), Settlement::Closed);
        assert_eq!(Settlement::of(&differing(-4, -4), Some(&closing)), Settlement::Reopened);
        // The total is the same, and something lies elsewhere.
        assert_eq!(Settlement::of(&differing(-5, -4), Some(&closing)), Settlement::Reopened);
        assert_eq!(Settlement::of(&differing(0, 0), Some(&closing)), Settlement::Agrees);
    }

    proptest! {
        #[test]
        fn only_what_is_open_is_settled_and_never_by_a_hand_in_it(
            state in proptest::sample::select(Settlement::ALL), step in proptest::sample::select(Step::ALL),
            hands in proptest::collection::vec(1i64..5, 0..4), by in 1i64..5,
        ) {
            let hands = Hands(hands.into_iter().map(UserId).collect());
            let open = matches!(state, Settlement::Open | Settlement::Reopened);
            match state.take(step, &hands, UserId(by)) {
                Ok(after) => {
                    prop_assert!(open);
                    prop_assert_eq!(after, if step == Step::Close { Settlement::Closed } else { state });
                    prop_assert!(step == Step::Explain || !hands.0.contains(&UserId(by)));
                }
                Err(NotNow::OwnHand) => prop_assert!(open && step == Step::Close && hands.0.contains(&UserId(by))),
                Err(_) => prop_assert!(!open),
            }
        }

        #[test]
        fn a_closing_of_what_differs_closes_it(total in -50i64..50, training in -50i64..50, amount in -50i64..50) {
            let differences = differing(total, training);
            let closing = closing(&differences, &[given(Some(Pathway::Training), None, amount)]);
            let after = Settlement::of(&differences, Some(&closing));
            prop_assert_eq!(after, if total == 0 && training == 0 { Settlement::Agrees } else { Settlement::Closed });
            prop_assert_eq!(closing.lines[&Part::Total].rest(), total - amount);
        }
    }
}
