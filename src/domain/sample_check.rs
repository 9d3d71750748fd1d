//! 抽查: a random sample of what the city confirmed, found anew by somebody of another unit who does not know the first finding.
//!
//! Two people make a draw, one after the other. The first has a seed made, of which only the SHA-256 is told; the second has the
//! attributions counted at that moment written down and draws from them by the seed, which is told from then on. So nobody
//! could know, while attributions were still confirmed, which of them would be looked at, and nobody could choose. Every
//! draw stays on record, those that were never drawn among them.

mod draw;
mod interval;

pub use self::draw::{BadSeed, Seed, Staff, ToCheck, assign, digest, listed, parse_listed, selection};
pub use self::interval::{Confidence, Interval, SampleSize, wilson};

use super::codes::code;
use super::ids::UserId;
use super::moment::Moment;
use super::pathway::Pathway;
use super::refusal::{Message, Refusal};

code! {
    /// Where a sample check stands. 抽查状态
    pub enum Stage: "sample-check-stage" {
        /// 待抽取: its seed is kept.
        Seeded = "seeded",
        /// 抽查中: drawn, and being found.
        Drawn = "drawn",
        /// 已完成: every case is found.
        Closed = "closed",
    }
}

code! {
    /// What is done with a sample check.
    pub enum Step: "sample-check-step" {
        /// Write down what counts now, and draw from it.
        Draw = "draw",
        /// Give a case to somebody else.
        Assign = "assign",
        /// Record what the papers of a case support.
        Find = "find",
        /// The last case is found.
        Close = "close",
    }
}

impl Stage {
    /// The stage after a step.
    ///
    /// # Errors
    /// [`NotNow::Step`] if the step is not open at this stage.
    pub const fn take(self, step: Step) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Seeded, Step::Draw) | (Self::Drawn, Step::Assign | Step::Find) => Ok(Self::Drawn),
            (Self::Drawn, Step::Close) => Ok(Self::Closed),
            (Self::Seeded, Step::Assign | Step::Find | Step::Close)
            | (Self::Drawn, Step::Draw)
            | (Self::Closed, _) => Err(NotNow::Step { stage: self, step }),
        }
    }

    /// The stage after its draw by this person at this moment.
    ///
    /// # Errors
    /// [`NotNow`]: it is drawn, whoever seeded it would draw, or no time has passed since its seed.
    pub fn draw(self, seeded: (UserId, Moment), by: UserId, at: Moment) -> Result<Self, NotNow> {
        let next = self.take(Step::Draw)?;
        match seeded {
            (person, _) if person == by => Err(NotNow::OwnSeed),
            (_, before) if before >= at => Err(NotNow::TooSoon),
            _ => Ok(next),
        }
    }
}

code! {
    /// What the papers of a household support, as whoever looks a second time finds. 复查认定
    pub enum Finding: "sample-finding" {
        /// 旅游企业就业安排
        Employment = "employment",
        /// 重点贫困村发展旅游产业
        VillageIndustry = "village_industry",
        /// 旅游技能培训与就业指导
        Training = "training",
        /// 重大旅游项目开发建设带动
        MajorProject = "major_project",
        /// 扶持旅游自我创业和自主就业
        SelfStart = "self_start",
        /// 非旅游途径
        NonTourism = "non_tourism",
        /// 都不支持: no paper supports any pathway.
        None = "none",
        /// 无法判断: the papers cannot be read or contradict each other.
        CannotTell = "cannot_tell",
    }
}

impl Finding {
    /// The pathway found, if one was.
    #[must_use]
    pub const fn pathway(self) -> Option<Pathway> {
        match self {
            Self::Employment => Some(Pathway::Employment),
            Self::VillageIndustry => Some(Pathway::VillageIndustry),
            Self::Training => Some(Pathway::Training),
            Self::MajorProject => Some(Pathway::MajorProject),
            Self::SelfStart => Some(Pathway::SelfStart),
            Self::NonTourism => Some(Pathway::NonTourism),
            Self::None | Self::CannotTell => None,
        }
    }

    /// Whether it is what was attributed. What cannot be told differs, as an election audit counts a ballot that is not found:
    /// a number must be proven.
    #[must_use]
    pub fn agrees(self, attributed: Pathway) -> bool {
        self.pathway() == Some(attributed)
    }

    /// Whether it owes words: only a pathway speaks for itself.
    #[must_use]
    pub const fn owes_note(self) -> bool {
        self.pathway().is_none()
    }
}

/// Why a step is not taken now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// It is not open at this stage.
    #[error("{step} is not open for a sample check that is {stage}")]
    Step {
        /// Where it stands.
        stage: Stage,
        /// What was asked for.
        step: Step,
    },
    /// Whoever had the seed made does not draw.
    #[error("whoever seeded a sample check may not draw it")]
    OwnSeed,
    /// What is drawn from is fixed after the seed.
    #[error("no time has passed since the seed")]
    TooSoon,
    /// Nothing is confirmed.
    #[error("nothing to draw from")]
    Empty,
    /// There is nobody of another unit without a hand in a case.
    #[error("nobody to check a case")]
    NoChecker,
    /// A seed of the year waits for its draw.
    #[error("a seed of the year waits for its draw")]
    Open,
    /// A case is found once.
    #[error("the case is found")]
    Found,
}

impl Refusal for NotNow {
    fn message(&self) -> Message {
        match self {
            Self::Step { stage, .. } => Message::new("error-sample-check-stage").with_code("stage", *stage),
            Self::OwnSeed => Message::new("error-sample-check-own-seed"),
            Self::TooSoon => Message::new("error-sample-check-too-soon"),
            Self::Empty => Message::new("error-sample-check-empty"),
            Self::NoChecker => Message::new("error-sample-check-no-checker"),
            Self::Open => Message::new("error-sample-check-open"),
            Self::Found => Message::new("error-sample-check-found"),
        }
    }
}

/// What is wrong with a sample check that is asked for, or with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSampleCheck {
    /// No year there can be exits of.
    #[error("no such year")]
    Year,
    /// Neither a size nor a margin, or both.
    #[error("either a size or a margin")]
    SizeOrMargin,
    /// No size a unit can be checked with.
    #[error("no such size")]
    Size,
    /// No margin.
    #[error("no such margin")]
    Margin,
    /// This finding owes words.
    #[error("words are owed")]
    Note,
    /// Nobody who may check the case.
    #[error("no such checker")]
    Checker,
}

impl Refusal for BadSampleCheck {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Year => "error-sample-check-year",
            Self::SizeOrMargin => "error-sample-check-size-or-margin",
            Self::Size => "error-sample-check-size",
            Self::Margin => "error-sample-check-margin",
            Self::Note => "error-sample-check-note",
            Self::Checker => "error-sample-check-checker",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::codes::Code as _;
    use super::*;

    fn moment(second: u32) -> Moment {
        let day = chrono::NaiveDate::from_ymd_opt(2017, 12, 1).unwrap();
        Moment::from_local(day.and_hms_opt(9, 0, second).unwrap())
    }

    proptest! {
        #[test]
        fn no_walk_closes_what_was_not_drawn(
            steps in proptest::collection::vec(proptest::sample::select(Step::ALL), 0..10),
        ) {
            let (mut stage, mut drawn) = (Stage::Seeded, false);
            for step in steps {
                match stage.take(step) {
                    Ok(next) => {
                        drawn |= step == Step::Draw;
                        stage = next;
                    }
                    Err(refused) => prop_assert_eq!(refused, NotNow::Step { stage, step }),
                }
                prop_assert!(stage == Stage::Seeded || drawn);
            }
        }
    }

    #[test]
    fn two_people_draw_one_after_the_other() {
        let (she, he) = (UserId(1), UserId(2));
        let seeded = (she, moment(1));
        assert_eq!(Stage::Seeded.draw(seeded, she, moment(2)), Err(NotNow::OwnSeed));
        assert_eq!(Stage::Seeded.draw(seeded, he, moment(1)), Err(NotNow::TooSoon));
        assert_eq!(Stage::Seeded.draw(seeded, he, moment(2)), Ok(Stage::Drawn));
        let again = NotNow::Step { stage: Stage::Drawn, step: Step::Draw };
        assert_eq!(Stage::Drawn.draw(seeded, he, moment(3)), Err(again));
    }

    #[test]
    fn what_cannot_be_told_differs() {
        for pathway in Pathway::ALL {
            let agreeing: Vec<_> = Finding::ALL.iter().filter(|one| one.agrees(*pathway)).collect();
            assert_eq!(agreeing.len(), 1, "{pathway}");
            assert_eq!(agreeing.first().map(|one| one.code()), Some(pathway.code()));
        }
        assert!(Finding::ALL.iter().filter(|one| one.owes_note()).count() == 2);
    }
}
