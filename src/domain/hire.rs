//! A hire: an operator's report of whom they employ, and what becomes of it.
//!
//! The operator reports, the county verifies the report against the household register or sends it back, and the hire ends
//! when the person leaves. Whether the person is on the register is the county's knowledge: nothing an operator is told
//! depends on it. A hire of somebody who is not registered can be verified as employment; only one that is linked to a
//! person of the register supports an exit.

mod at_work;
mod findings;
mod terms;

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

pub use self::at_work::{NotAtWork, check_at_work};
pub use self::findings::{Check, Finding, Record, Verdict, examine};
pub use self::terms::{
    BadPost, BadWage, BadWorkDay, MonthlyWage, Post, TermsRefusal, WorkDay, check_begun, check_leaving,
    check_start,
};
use super::codes::code;
use super::ids::HireId;
use super::refusal::{Message, Refusal};

/// Working days within which the county verifies a report or sends it back: as long as it has to accept an application.
pub const VERIFICATION_DAYS: u32 = 10;

code! {
    /// Where a hire stands.
    pub enum Stage: "hire-stage" {
        /// 已报送: the county has to verify it.
        Reported = "reported",
        /// 已退回: the operator has to correct it.
        SentBack = "sent_back",
        /// 已核实: the county found it true.
        Verified = "verified",
        /// 在岗: confirmed at work since.
        Employed = "employed",
        /// 已离岗
        Left = "left",
    }
}

code! {
    /// What is done with a hire.
    pub enum Step: "hire-step" {
        /// The county finds it true.
        Verify = "verify",
        /// The county sends it back with a reason.
        SendBack = "send_back",
        /// The operator corrects it and sends it again.
        ReportAgain = "report_again",
        /// The operator confirms that the person is still at work.
        ConfirmAtWork = "confirm_at_work",
        /// The operator reports that the person left.
        Leave = "leave",
    }
}

impl Stage {
    /// The stage after a step.
    ///
    /// # Errors
    /// [`IllegalStep`] if the step is not open at this stage.
    pub const fn take(self, step: Step) -> Result<Self, IllegalStep> {
        match (self, step) {
            (Self::Reported, Step::Verify) => Ok(Self::Verified),
            (Self::Reported, Step::SendBack) => Ok(Self::SentBack),
            (Self::SentBack, Step::ReportAgain) => Ok(Self::Reported),
            (Self::Verified | Self::Employed, Step::ConfirmAtWork) => Ok(Self::Employed),
            (Self::Verified | Self::Employed, Step::Leave) => Ok(Self::Left),
            (Self::Reported, Step::ReportAgain | Step::ConfirmAtWork | Step::Leave)
            | (Self::SentBack, Step::Verify | Step::SendBack | Step::ConfirmAtWork | Step::Leave)
            | (Self::Verified | Self::Employed, Step::Verify | Step::SendBack | Step::ReportAgain)
            | (Self::Left, _) => Err(IllegalStep { stage: self, step }),
        }
    }

    /// The steps open at this stage.
    pub fn open(self) -> impl Iterator<Item = Step> {
        use super::codes::Code as _;
        Step::ALL.iter().copied().filter(move |step| self.take(*step).is_ok())
    }

    /// Whether the county found it true, whatever happened since.
    #[must_use]
    pub const fn is_verified(self) -> bool {
        matches!(self, Self::Verified | Self::Employed | Self::Left)
    }
}

/// A step that is not open at the hire's stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step} is not open for a hire that is {stage}")]
pub struct IllegalStep {
    /// Where the hire stands.
    pub stage: Stage,
    /// What was asked for.
    pub step: Step,
}

impl Refusal for IllegalStep {
    /// One sentence for each stage: it also says what may be done instead.
    fn message(&self) -> Message {
        Message::new(match self.stage {
            Stage::Reported => "error-hire-is-reported",
            Stage::SentBack => "error-hire-is-sent-back",
            Stage::Verified | Stage::Employed => "error-hire-is-verified",
            Stage::Left => "error-hire-is-left",
        })
        .with_code("step", self.step)
    }
}

code! {
    /// How somebody is employed. 用工方式
    pub enum EmploymentForm: "employment-form" {
        /// 长期工（3 个月以上）: nobody has two at once.
        LongTerm = "long_term",
        /// 季节工或临时工
        Seasonal = "seasonal",
    }
}

code! {
    /// What the operator says about the person's place on the household register. 是否建档立卡贫困户
    pub enum RegisterClaim: "register-claim" {
        /// 是
        Yes = "yes",
        /// 不是
        No = "no",
        /// 不清楚，请村里核对
        Unknown = "unknown",
    }
}

/// The days somebody held a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, once they have left.
    pub to: Option<NaiveDate>,
}

impl Held {
    /// Whether two jobs share more than the day of changing from one to the other.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from < to) && other.to.is_none_or(|to| self.from < to)
    }
}

/// The number an operator gets for a report, and quotes on the telephone: `YG-0187` is the hire 187.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt(pub HireId);

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "YG-{:04}", self.0.0)
    }
}

impl serde::Serialize for Receipt {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl FromStr for Receipt {
    type Err = std::num::ParseIntError;

    /// Reads what people type into a search: `yg-187`, `YG0187`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_ascii_uppercase();
        let digits = text.strip_prefix("YG").unwrap_or(&text).trim_start_matches('-');
        digits.parse().map(|number| Self(HireId(number)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::codes::Code as _;
    use super::*;

    fn any_step() -> impl Strategy<Value = Step> {
        proptest::sample::select(Step::ALL)
    }

    proptest! {
        #[test]
        fn no_walk_reaches_a_verified_stage_without_a_verification(steps in proptest::collection::vec(any_step(), 0..12)) {
            let mut stage = Stage::Reported;
            let mut verified = false;
            for step in steps {
                if let Ok(next) = stage.take(step) {
                    verified |= step == Step::Verify;
                    stage = next;
                }
                prop_assert_eq!(stage.is_verified(), verified);
            }
        }

        #[test]
        fn a_refused_step_says_where_the_hire_stands(steps in proptest::collection::vec(any_step(), 0..12)) {
            let mut stage = Stage::Reported;
            for step in steps {
                match stage.take(step) {
                    Ok(next) => {
                        prop_assert!(stage.open().any(|open| open == step));
                        stage = next;
                    }
                    Err(refused) => {
                        prop_assert_eq!(refused, IllegalStep { stage, step });
                        prop_assert!(stage.open().all(|open| open != step));
                    }
                }
            }
        }
    }

    #[test]
    fn who_left_does_not_come_back_on_the_same_hire() {
        assert_eq!(Stage::Left.open().count(), 0);
    }

    #[test]
    fn a_receipt_is_read_as_people_quote_it() {
        assert_eq!(Receipt(HireId(187)).to_string(), "YG-0187");
        for quoted in ["YG-0187", "yg187", " yg-187 "] {
            assert_eq!(quoted.parse::<Receipt>().unwrap(), Receipt(HireId(187)));
        }
        assert_eq!(
            Receipt(HireId(123_456)).to_string().parse::<Receipt>().unwrap(),
            Receipt(HireId(123_456))
        );
    }

    #[test]
    fn changing_the_job_within_a_day_is_no_overlap() {
        let day = |d| NaiveDate::from_ymd_opt(2017, 11, d).unwrap();
        let before = Held { from: day(1), to: Some(day(10)) };
        assert!(!before.overlaps(&Held { from: day(10), to: None }));
        assert!(before.overlaps(&Held { from: day(9), to: None }));
        assert!(Held { from: day(1), to: None }.overlaps(&Held { from: day(20), to: None }));
    }
}
