//! Attribution: an announced exit is due to exactly one pathway, on evidence of that pathway's own kind.
//!
//! Three different people stand behind a confirmed one: who proposed it and who verified it for the county, and who confirmed
//! it for the city. The city may confirm without a second county look; it never confirms its own.

mod evidence;
mod papers;
mod rules;
mod sufficiency;
mod suggestion;

pub use self::evidence::{Evidence, Facts, NotEvidence, months_between};
pub use self::papers::{BenefitKind, MeasureKind, PaymentKind};
pub use self::rules::{BadRule, EvidenceRules, MOST_MONTHS, Need, NewRules, PathwayRule, order};
pub use self::sufficiency::{
    Beside, Checked, Claim, Finding, Found, Insufficient, Lying, Wages, around, sufficiency,
};
pub use self::suggestion::{Candidate, Suggestion, Why, suggest};
use super::codes::code;
use super::ids::UserId;
use super::refusal::{Message, Refusal};

code! {
    /// Where an attribution stands. 归因状态
    pub enum Stage: "attribution-stage" {
        /// 待核: the county proposed it.
        Proposed = "proposed",
        /// 县核: another person of the county verified it.
        CountyVerified = "county_verified",
        /// 市核: the city confirmed it.
        CityConfirmed = "city_confirmed",
        /// 冻结: part of a frozen year.
        Frozen = "frozen",
        /// 撤回: taken back with a reason; the exit can be attributed anew.
        Withdrawn = "withdrawn",
    }
}

code! {
    /// What is done with an attribution.
    pub enum Step: "attribution-step" {
        /// Verify it for the county.
        Verify = "verify",
        /// Confirm it for the city.
        Confirm = "confirm",
        /// Make it part of a frozen year.
        Freeze = "freeze",
        /// Take it back, with a reason.
        Withdraw = "withdraw",
        /// Put a new revision in its place, with a reason.
        Replace = "replace",
        /// End it with its exit, which fell back or was revoked.
        End = "end",
    }
}

impl Stage {
    /// The stage after a step.
    ///
    /// # Errors
    /// [`IllegalStep`] if the step is not open at this stage.
    pub const fn take(self, step: Step) -> Result<Self, IllegalStep> {
        match (self, step) {
            (Self::Proposed, Step::Verify) => Ok(Self::CountyVerified),
            (Self::Proposed | Self::CountyVerified, Step::Confirm) => Ok(Self::CityConfirmed),
            (Self::CityConfirmed, Step::Freeze) => Ok(Self::Frozen),
            (
                Self::Proposed | Self::CountyVerified | Self::CityConfirmed,
                Step::Withdraw | Step::Replace | Step::End,
            )
            | (Self::Frozen, Step::End) => Ok(Self::Withdrawn),
            (Self::Proposed, Step::Freeze)
            | (Self::CountyVerified, Step::Verify | Step::Freeze)
            | (Self::CityConfirmed, Step::Verify | Step::Confirm)
            | (Self::Frozen, Step::Verify | Step::Confirm | Step::Freeze | Step::Withdraw | Step::Replace)
            | (Self::Withdrawn, _) => Err(IllegalStep { stage: self, step }),
        }
    }

    /// The steps open at this stage.
    pub fn open(self) -> impl Iterator<Item = Step> {
        use super::codes::Code as _;
        Step::ALL.iter().copied().filter(move |step| self.take(*step).is_ok())
    }

    /// Whether it holds its exit: there is only one such for each.
    #[must_use]
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Withdrawn)
    }
}

/// A step that is not open at the attribution's stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step} is not open for an attribution that is {stage}")]
pub struct IllegalStep {
    /// Where it stands.
    pub stage: Stage,
    /// What was asked for.
    pub step: Step,
}

impl Refusal for IllegalStep {
    /// One sentence for each stage: it also says what may be done instead.
    fn message(&self) -> Message {
        Message::new(match self.stage {
            Stage::Proposed => "error-attribution-is-proposed",
            Stage::CountyVerified => "error-attribution-is-county-verified",
            Stage::CityConfirmed => "error-attribution-is-city-confirmed",
            Stage::Frozen => "error-attribution-is-frozen",
            Stage::Withdrawn => "error-attribution-is-withdrawn",
        })
        .with_code("step", self.step)
    }
}

/// Who has put their hand to an attribution so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hands {
    /// Who proposed it.
    pub proposed: UserId,
    /// Who verified it for the county.
    pub verified: Option<UserId>,
}

impl Hands {
    /// Whether this person may take the step: nobody approves what they have had a hand in. Withdrawing is no approval.
    ///
    /// # Errors
    /// [`OwnWork`] if they have.
    pub fn allow(&self, user: UserId, step: Step) -> Result<(), OwnWork> {
        let own = self.proposed == user || self.verified == Some(user);
        match step {
            Step::Verify | Step::Confirm if own => Err(OwnWork { step }),
            Step::Verify | Step::Confirm | Step::Freeze | Step::Withdraw | Step::Replace | Step::End => {
                Ok(())
            }
        }
    }
}

/// The refusal to approve one's own work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("whoever proposed or verified an attribution may not {step} it")]
pub struct OwnWork {
    /// What was asked for.
    pub step: Step,
}

impl Refusal for OwnWork {
    fn message(&self) -> Message {
        Message::new("error-attribution-own-work").with_code("step", self.step)
    }
}

/// The refusal of a second attribution of one exit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the exit has a live attribution")]
pub struct AlreadyAttributed;

impl Refusal for AlreadyAttributed {
    fn message(&self) -> Message {
        Message::new("error-exit-already-attributed")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::codes::Code as _;
    use super::*;

    proptest! {
        #[test]
        fn no_walk_freezes_what_the_city_did_not_confirm(
            steps in proptest::collection::vec(proptest::sample::select(Step::ALL), 0..10),
        ) {
            let (mut stage, mut confirmed) = (Stage::Proposed, false);
            for step in steps {
                match stage.take(step) {
                    Ok(next) => {
                        prop_assert!(stage.open().any(|open| open == step));
                        confirmed |= step == Step::Confirm;
                        stage = next;
                    }
                    Err(refused) => prop_assert_eq!(refused, IllegalStep { stage, step }),
                }
                prop_assert!(stage != Stage::Frozen || confirmed);
            }
        }
    }

    #[test]
    fn a_frozen_attribution_ends_only_with_its_exit() {
        assert_eq!(Stage::Frozen.open().collect::<Vec<_>>(), [Step::End]);
        assert!(Stage::Frozen.is_live());
    }

    #[test]
    fn nobody_approves_their_own_work() {
        let (she, he, boss) = (UserId(1), UserId(2), UserId(3));
        let hands = Hands { proposed: she, verified: Some(he) };
        assert_eq!(hands.allow(she, Step::Verify), Err(OwnWork { step: Step::Verify }));
        assert_eq!(hands.allow(he, Step::Confirm), Err(OwnWork { step: Step::Confirm }));
        assert_eq!(hands.allow(boss, Step::Confirm), Ok(()));
        assert_eq!(hands.allow(she, Step::Withdraw), Ok(()));
    }
}
