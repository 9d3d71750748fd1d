//! An application for a star, from draft to plaque (DESIGN §2).
//!
//! The full procedure has an inspection, a public notice and an approval. The short form of county practice goes from the
//! first review straight to a decision and its award; its steps have names of their own, so that a history never claims an
//! inspection or a notice that did not take place.

pub mod pledge;
mod procedure;
pub mod readiness;

pub use self::procedure::{Authority, Limit, Procedure, SubmissionRule};
use super::access::Role;
use super::codes::{Code as _, code};
use super::refusal::{Message, Refusal};

code! {
    /// How far an application has come.
    pub enum Stage: "application-stage" {
        /// 草稿
        Draft = "draft",
        /// 已提交
        Submitted = "submitted",
        /// 待补正: returned once with everything that is to be completed.
        Returned = "returned",
        /// 已受理
        Accepted = "accepted",
        /// 不予受理
        Refused = "refused",
        /// 已初评: the county's column of the sheet is complete.
        FirstReviewed = "first_reviewed",
        /// 已检查: the panel's column is complete.
        Inspected = "inspected",
        /// 已评审
        Decided = "decided",
        /// 公示中
        Noticed = "noticed",
        /// 已批准
        Approved = "approved",
        /// 已授牌
        Awarded = "awarded",
        /// 未通过
        Rejected = "rejected",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
}

code! {
    /// What can be done with an application.
    pub enum Step: "application-step" {
        /// 提交
        Submit = "submit",
        /// 退回补正
        Return = "return",
        /// 受理
        Accept = "accept",
        /// 不予受理
        Refuse = "refuse",
        /// 初评: complete the county's column.
        Review = "review",
        /// 退回重评: open the county's column again.
        Reopen = "reopen",
        /// 现场检查
        Inspect = "inspect",
        /// 评审
        Decide = "decide",
        /// 公示
        Announce = "announce",
        /// 异议成立: back to the inspection.
        UpholdObjection = "uphold_objection",
        /// 批准
        Approve = "approve",
        /// 授牌
        Award = "award",
        /// 不予通过: decided without a star.
        Reject = "reject",
        /// 不予批准: the competent level does not approve what was on public notice.
        Disapprove = "disapprove",
        /// 撤回
        Withdraw = "withdraw",
        /// 简易程序评定: decide on the first review, without an inspection.
        DecideShort = "decide_short",
        /// 简易程序授牌: award without a public notice.
        AwardShort = "award_short",
        /// 简易程序不予通过: reject without a public notice.
        RejectShort = "reject_short",
    }
}

code! {
    /// The level of tourism authority that awards a star.
    pub enum Level: "level" {
        /// 县区
        County = "county",
        /// 市
        City = "city",
        /// 自治区
        Region = "region",
    }
}

code! {
    /// The part a person has in an application; one person has one, for good.
    pub enum Hand: "hand" {
        /// 初评人: entered the county's scores.
        Scorer = "scorer",
        /// 检查人: inspected on site.
        Inspector = "inspector",
        /// 评审人: decided.
        Decider = "decider",
    }
}

code! {
    /// What an application needs, for the notice of what to complete.
    pub enum Need: "completion-need" {
        /// 申请表
        Form = "form",
        /// 营业执照
        BusinessLicence = "business_licence",
        /// 卫生许可证
        HygieneLicence = "hygiene_licence",
        /// 消防安全检查合格证
        FireSafety = "fire_safety",
        /// 食品经营许可证
        FoodLicence = "food_licence",
        /// 特种行业许可证
        SpecialTrade = "special_trade",
        /// 无违法违规行为承诺书
        Pledge = "pledge",
        /// 自评分与说明
        SelfAssessment = "self_assessment",
        /// 照片和证明材料
        Photos = "photos",
        /// 近 12 个月接待人次
        Visits = "visits",
    }
}

code! {
    /// What an application waits for, as the work lists sort it.
    pub enum Queue: "application-queue" {
        /// 草稿: for the applicant to fill in.
        Draft = "draft",
        /// 待补正: for the applicant.
        Completion = "completion",
        /// 待受理
        Acceptance = "acceptance",
        /// 待初评
        Scores = "scores",
        /// 待评审: for a decision the county makes.
        CountyDecision = "county_decision",
        /// 待检查: for the inspection of its round.
        Inspection = "inspection",
        /// 待评审: for a decision the city makes or records.
        CityDecision = "city_decision",
    }
}

impl Queue {
    /// What waits for a role, in the order it is worked off.
    #[must_use]
    pub const fn of(role: Role) -> &'static [Self] {
        match role {
            Role::Operator => &[Self::Completion, Self::Draft],
            Role::County => &[Self::Acceptance, Self::Scores, Self::CountyDecision],
            Role::City => &[Self::Inspection, Self::CityDecision],
            Role::Official | Role::Admin => &[],
        }
    }
}

impl Stage {
    /// The stage after a step.
    ///
    /// # Errors
    /// [`IllegalStep`] if the step is not open, saying which are.
    pub fn take(self, step: Step) -> Result<Self, IllegalStep> {
        match (self, step) {
            (Self::Draft | Self::Returned, Step::Submit) => Ok(Self::Submitted),
            (Self::Submitted, Step::Return) => Ok(Self::Returned),
            (Self::Submitted, Step::Accept) | (Self::FirstReviewed, Step::Reopen) => Ok(Self::Accepted),
            (Self::Submitted, Step::Refuse) => Ok(Self::Refused),
            (Self::Accepted, Step::Review) => Ok(Self::FirstReviewed),
            // An upheld objection leads back here: the round's own inspection is then still to come.
            (Self::FirstReviewed | Self::Inspected, Step::Inspect)
            | (Self::Noticed, Step::UpholdObjection) => Ok(Self::Inspected),
            (Self::Inspected, Step::Decide) | (Self::FirstReviewed, Step::DecideShort) => Ok(Self::Decided),
            (Self::Decided, Step::Announce) => Ok(Self::Noticed),
            (Self::Noticed, Step::Approve) => Ok(Self::Approved),
            (Self::Approved, Step::Award) | (Self::Decided, Step::AwardShort) => Ok(Self::Awarded),
            (Self::Decided, Step::Reject | Step::RejectShort)
            | (Self::Noticed | Self::Approved, Step::Disapprove) => Ok(Self::Rejected),
            (
                Self::Draft
                | Self::Submitted
                | Self::Returned
                | Self::Accepted
                | Self::FirstReviewed
                | Self::Inspected
                | Self::Decided,
                Step::Withdraw,
            ) => Ok(Self::Withdrawn),
            (
                stage,
                Step::Submit
                | Step::Return
                | Step::Accept
                | Step::Refuse
                | Step::Review
                | Step::Reopen
                | Step::Inspect
                | Step::Decide
                | Step::Announce
                | Step::UpholdObjection
                | Step::Approve
                | Step::Award
                | Step::Reject
                | Step::Disapprove
                | Step::Withdraw
                | Step::DecideShort
                | Step::AwardShort
                | Step::RejectShort,
            ) => Err(IllegalStep { stage, step }),
        }
    }

    /// The steps open at this stage.
    pub fn open(self) -> impl Iterator<Item = Step> {
        Step::ALL.iter().copied().filter(move |step| self.take(*step).is_ok())
    }

    /// Whether the operator may change what they fill in: while it is a draft, or returned for completion.
    ///
    /// # Errors
    /// [`NotEditable`] at every other stage.
    pub fn must_be_editable(self) -> Result<(), NotEditable> {
        if self.take(Step::Submit).is_ok() { Ok(()) } else { Err(NotEditable { stage: self }) }
    }

    /// Whether the applicant may read what was decided: once a public notice published it, or the application ended. The
    /// others read that it is decided, and no more.
    #[must_use]
    pub const fn shows_decision(self) -> bool {
        matches!(self, Self::Noticed | Self::Approved | Self::Awarded | Self::Rejected)
    }

    /// Whether the application is under way; a site has one such at most.
    #[must_use]
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Refused | Self::Awarded | Self::Rejected | Self::Withdrawn)
    }
}

/// Something an operator wants to change in an application that is with the authorities, or over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {stage} cannot be changed")]
pub struct NotEditable {
    /// How far it has come.
    pub stage: Stage,
}

impl Refusal for NotEditable {
    fn message(&self) -> Message {
        Message::new("error-application-not-editable").with_code("stage", self.stage)
    }
}

/// A step the stage of an application does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {stage} cannot {step}")]
pub struct IllegalStep {
    /// How far it has come.
    pub stage: Stage,
    /// What was tried.
    pub step: Step,
}

impl Refusal for IllegalStep {
    /// Names the first step that is open instead, if any is.
    fn message(&self) -> Message {
        let message = |key| Message::new(key).with_code("stage", self.stage).with_code("step", self.step);
        match self.stage.open().find(|step| *step != Step::Withdraw) {
            Some(open) => message("error-application-step").with_code("open", open),
            None => message("error-application-ended"),
        }
    }
}

/// A second hand in an application, for somebody who has one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} has another hand in it")]
pub struct OtherHand {
    /// Their name.
    pub name: String,
    /// The hand they have; `None` if they got it at this very moment.
    pub has: Option<Hand>,
    /// The hand they were to have.
    pub wanted: Hand,
}

impl Refusal for OtherHand {
    fn message(&self) -> Message {
        match self.has {
            Some(has) => Message::new("error-hand")
                .with("name", self.name.clone())
                .with_code("has", has)
                .with_code("wanted", self.wanted),
            None => Message::new("error-hand-meanwhile").with("name", self.name.clone()),
        }
    }
}

/// The number of an application: `XJ-2017-0043`, by year.
#[must_use]
pub fn application_number(year: i32, place: i64) -> String {
    format!("XJ-{year}-{place:04}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_full_procedure_and_the_short_form_both_lead_to_the_plaque() {
        use Step::{
            Accept, Announce, Approve, Award, AwardShort, Decide, DecideShort, Inspect, Review, Submit,
        };
        let walk = |steps: &[Step]| steps.iter().try_fold(Stage::Draft, |stage, step| stage.take(*step));
        assert_eq!(
            walk(&[Submit, Accept, Review, Inspect, Decide, Announce, Approve, Award]),
            Ok(Stage::Awarded)
        );
        assert_eq!(walk(&[Submit, Accept, Review, DecideShort, AwardShort]), Ok(Stage::Awarded));
        assert_eq!(
            walk(&[Submit, Accept, Review, Award]),
            Err(IllegalStep { stage: Stage::FirstReviewed, step: Award })
        );
    }

    #[test]
    fn nobody_withdraws_what_is_in_public_notice() {
        assert!(Stage::Noticed.take(Step::Withdraw).is_err());
    }

    #[test]
    fn what_was_on_notice_is_turned_down_before_its_award_and_what_was_not_is_not() {
        let turned_down = |stage: Stage| stage.take(Step::Disapprove).is_ok();
        let may: Vec<Stage> = Stage::ALL.iter().copied().filter(|stage| turned_down(*stage)).collect();
        assert_eq!(may, [Stage::Noticed, Stage::Approved]);
        assert_eq!(Stage::Approved.take(Step::Disapprove), Ok(Stage::Rejected));
        assert!(Stage::Approved.take(Step::Reject).is_err());
    }

    #[test]
    fn a_decision_is_not_read_before_its_notice() {
        assert!(!Stage::Decided.shows_decision() && Stage::Noticed.shows_decision());
        assert!(Stage::ALL.iter().all(|stage| !stage.shows_decision() || *stage >= Stage::Noticed));
    }

    proptest! {
        #[test]
        fn a_random_walk_never_leaves_an_end_and_is_told_what_is_open(steps in prop::collection::vec(prop::sample::select(Step::ALL), 1..60)) {
            let mut stage = Stage::Draft;
            for step in steps {
                match stage.take(step) {
                    Ok(next) => {
                        prop_assert!(stage.is_live());
                        stage = next;
                    }
                    Err(illegal) => {
                        prop_assert!(illegal.stage.open().all(|open| open != step));
                        prop_assert_eq!(stage.open().count() == 0, !stage.is_live());
                    }
                }
            }
        }
    }
}
