//! A household's exit from poverty, as the poverty office announced it.
//!
//! The office decides who exits; this system only attributes. An exit freezes the members of its day: what it counts never
//! changes with the register.

use chrono::{Datelike, NaiveDate};

use super::attribution::Stage;
use super::codes::code;
use super::refusal::{Message, Refusal};

code! {
    /// What became of an announced exit. 退出状态
    pub enum ExitState: "exit-state" {
        /// 已公告
        Announced = "announced",
        /// 返贫: the household fell back.
        ReturnedToPoverty = "returned_to_poverty",
        /// 回退（错退）: the announcement was revoked.
        Revoked = "revoked",
    }
}

code! {
    /// What the poverty office announces of an exit later.
    pub enum ExitStep: "exit-step" {
        /// The household fell back.
        ReturnToPoverty = "return_to_poverty",
        /// The announcement was wrong.
        Revoke = "revoke",
    }
}

impl ExitState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`IllegalExitStep`] once the exit has ended.
    pub const fn take(self, step: ExitStep) -> Result<Self, IllegalExitStep> {
        match (self, step) {
            (Self::Announced, ExitStep::ReturnToPoverty) => Ok(Self::ReturnedToPoverty),
            (Self::Announced, ExitStep::Revoke) => Ok(Self::Revoked),
            (Self::ReturnedToPoverty | Self::Revoked, _) => Err(IllegalExitStep { state: self, step }),
        }
    }

    /// Whether it may be attributed.
    #[must_use]
    pub const fn stands(self) -> bool {
        matches!(self, Self::Announced)
    }
}

impl ExitStep {
    /// What is recorded of it.
    #[must_use]
    pub const fn change(self) -> ChangeKind {
        match self {
            Self::ReturnToPoverty => ChangeKind::ReturnToPoverty,
            Self::Revoke => ChangeKind::Revocation,
        }
    }
}

code! {
    /// What is recorded of an exit later and corrects the tallies, as a dated difference. 更正
    pub enum ChangeKind: "exit-change" {
        /// 返贫: the household fell back. Its year counts it no longer, so that no two years count a person twice.
        ReturnToPoverty = "return_to_poverty",
        /// 回退（错退）: the office took its announcement back.
        Revocation = "revocation",
        /// 错归: the exit stands, its attribution was wrong.
        WrongAttribution = "wrong_attribution",
    }
}

/// A day on which nothing can have been recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadChangeDay {
    /// It is to come.
    #[error("a day to come")]
    Ahead,
    /// It lies before the announcement.
    #[error("before the announcement")]
    BeforeTheExit,
}

impl Refusal for BadChangeDay {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Ahead => "error-exit-change-ahead",
            Self::BeforeTheExit => "error-exit-change-before",
        })
    }
}

/// Whether something of an exit announced on a day can have happened on another.
///
/// # Errors
/// [`BadChangeDay`] if it cannot.
pub fn check_change(announced_on: NaiveDate, on: NaiveDate, today: NaiveDate) -> Result<(), BadChangeDay> {
    if on > today {
        Err(BadChangeDay::Ahead)
    } else if on < announced_on {
        Err(BadChangeDay::BeforeTheExit)
    } else {
        Ok(())
    }
}

/// A step that is not open for the exit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step} is not open for an exit that is {state}")]
pub struct IllegalExitStep {
    /// What became of it.
    pub state: ExitState,
    /// What was asked for.
    pub step: ExitStep,
}

impl Refusal for IllegalExitStep {
    fn message(&self) -> Message {
        Message::new("error-exit-has-ended").with_code("state", self.state)
    }
}

code! {
    /// Where the attribution of an exit stands, with those that have none.
    pub enum Standing: "exit-standing" {
        /// 待归因: no live attribution.
        Unattributed = "unattributed",
        /// 待核
        Proposed = "proposed",
        /// 县核
        CountyVerified = "county_verified",
        /// 市核, or part of a frozen year.
        Confirmed = "confirmed",
    }
}

impl Standing {
    /// The stages an attribution may be at for its exit to stand there.
    #[must_use]
    pub const fn stages(self) -> &'static [Stage] {
        match self {
            Self::Unattributed => &[],
            Self::Proposed => &[Stage::Proposed],
            Self::CountyVerified => &[Stage::CountyVerified],
            Self::Confirmed => &[Stage::CityConfirmed, Stage::Frozen],
        }
    }
}

/// The announcement an exit is effective by: without it there is nothing to attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The document's number.
    pub document: String,
    /// Its day.
    pub on: NaiveDate,
}

impl Announcement {
    /// The year it counts in.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.on.year()
    }

    /// The month it counts in, 1 to 12.
    #[must_use]
    pub fn month(&self) -> i32 {
        // A month always fits.
        i32::try_from(self.on.month()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::codes::Code as _;
    use super::*;

    #[test]
    fn an_exit_ends_once() {
        for step in ExitStep::ALL {
            let ended = ExitState::Announced.take(*step).unwrap();
            assert!(!ended.stands());
            for next in ExitStep::ALL {
                assert_eq!(ended.take(*next), Err(IllegalExitStep { state: ended, step: *next }));
            }
        }
    }
}
