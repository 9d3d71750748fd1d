//! What supports a pathway: for each its own kind of paper, and the rule by which the paper counts.
//!
//! The pathway follows from the evidence; it is never chosen beside it.

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::rules::EvidenceRules;
use crate::domain::ids::{AttendanceId, BenefitId, BusinessId, HireId, MeasureId, PaymentId};
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusal};

/// The paper an attribution rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A hire at a registered site.
    Employment(HireId),
    /// A payment of a supported village's tourism programme.
    VillageIndustry(PaymentId),
    /// A completed course with the placement after it.
    Training(AttendanceId),
    /// A benefit from a listed project.
    MajorProject(BenefitId),
    /// An own business with the support it received.
    SelfStart(BusinessId),
    /// A measure outside tourism.
    NonTourism(MeasureId),
}

impl Evidence {
    /// The pathway it is evidence of.
    #[must_use]
    pub const fn pathway(self) -> Pathway {
        match self {
            Self::Employment(_) => Pathway::Employment,
            Self::VillageIndustry(_) => Pathway::VillageIndustry,
            Self::Training(_) => Pathway::Training,
            Self::MajorProject(_) => Pathway::MajorProject,
            Self::SelfStart(_) => Pathway::SelfStart,
            Self::NonTourism(_) => Pathway::NonTourism,
        }
    }

    /// The record's number in its own table.
    #[must_use]
    pub const fn record(self) -> i64 {
        match self {
            Self::Employment(id) => id.0,
            Self::VillageIndustry(id) => id.0,
            Self::Training(id) => id.0,
            Self::MajorProject(id) => id.0,
            Self::SelfStart(id) => id.0,
            Self::NonTourism(id) => id.0,
        }
    }

    /// The evidence of a pathway by its record's number.
    #[must_use]
    pub const fn of(pathway: Pathway, record: i64) -> Self {
        match pathway {
            Pathway::Employment => Self::Employment(HireId(record)),
            Pathway::VillageIndustry => Self::VillageIndustry(PaymentId(record)),
            Pathway::Training => Self::Training(AttendanceId(record)),
            Pathway::MajorProject => Self::MajorProject(BenefitId(record)),
            Pathway::SelfStart => Self::SelfStart(BusinessId(record)),
            Pathway::NonTourism => Self::NonTourism(MeasureId(record)),
        }
    }
}

/// As a form carries it: `training:12`.
impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.pathway(), self.record())
    }
}

impl std::str::FromStr for Evidence {
    type Err = NotEvidence;
    fn from_str(text: &str) -> Result<Self, NotEvidence> {
        let (pathway, record) = text.split_once(':').ok_or(NotEvidence::Unknown)?;
        let pathway = pathway.parse().map_err(|_| NotEvidence::Unknown)?;
        let record = record.parse().map_err(|_| NotEvidence::Unknown)?;
        Ok(Self::of(pathway, record))
    }
}

impl Serialize for Evidence {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// What the papers say, as far as the rules ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facts {
    /// A hire.
    Employment {
        /// The county found it true.
        verified: bool,
        /// The first day at work.
        started_on: NaiveDate,
        /// The last, once they left.
        left_on: Option<NaiveDate>,
    },
    /// A payment of a village programme.
    VillageIndustry {
        /// The village was supported in the programme's year.
        supported: bool,
        /// The programme's year.
        year: i32,
        /// The day of the payment.
        paid_on: NaiveDate,
    },
    /// A course attended.
    Training {
        /// The day it was completed, with a certificate.
        completed_on: Option<NaiveDate>,
        /// The first day of the job found after it.
        placed_on: Option<NaiveDate>,
    },
    /// A benefit from a project.
    MajorProject {
        /// The day the project was listed.
        listed_on: NaiveDate,
        /// The day of the benefit.
        received_on: NaiveDate,
    },
    /// An own business.
    SelfStart {
        /// The day of its licence or registration.
        licensed_on: NaiveDate,
        /// The day it received support.
        supported_on: NaiveDate,
    },
    /// A measure outside tourism.
    NonTourism {
        /// The day it was received.
        received_on: NaiveDate,
    },
}

/// Why a paper does not support an exit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotEvidence {
    /// It is no paper of a member frozen with this exit.
    #[error("no such paper of a member of this exit")]
    Unknown,
    /// The hire is not verified.
    #[error("the hire is not verified")]
    HireNotVerified,
    /// The job was not held long enough before the announcement.
    #[error("held {held} months before the announcement, {required} are required")]
    HeldTooShort {
        /// Whole months held.
        held: i32,
        /// Whole months required.
        required: i32,
    },
    /// The village was not supported in that year.
    #[error("the village was not supported in that year")]
    VillageNotSupported,
    /// It is dated after the announcement.
    #[error("dated after the announcement")]
    AfterTheExit,
    /// The course was not completed.
    #[error("the course was not completed")]
    NotCompleted,
    /// No job was found after the course.
    #[error("no placement after the course")]
    NotPlaced,
    /// The project was not listed by then.
    #[error("the project was not listed on the day of the benefit")]
    NotListed,
}

impl Refusal for NotEvidence {
    fn message(&self) -> Message {
        match self {
            Self::Unknown => Message::new("error-evidence-unknown"),
            Self::HireNotVerified => Message::new("error-evidence-hire-not-verified"),
            Self::HeldTooShort { held, required } => Message::new("error-evidence-held-too-short")
                .with("held", i64::from(*held))
                .with("required", i64::from(*required)),
            Self::VillageNotSupported => Message::new("error-evidence-village-not-supported"),
            Self::AfterTheExit => Message::new("error-evidence-after-the-exit"),
            Self::NotCompleted => Message::new("error-evidence-not-completed"),
            Self::NotPlaced => Message::new("error-evidence-not-placed"),
            Self::NotListed => Message::new("error-evidence-not-listed"),
        }
    }
}

impl Facts {
    /// The pathway they are of.
    #[must_use]
    pub const fn pathway(&self) -> Pathway {
        match self {
            Self::Employment { .. } => Pathway::Employment,
            Self::VillageIndustry { .. } => Pathway::VillageIndustry,
            Self::Training { .. } => Pathway::Training,
            Self::MajorProject { .. } => Pathway::MajorProject,
            Self::SelfStart { .. } => Pathway::SelfStart,
            Self::NonTourism { .. } => Pathway::NonTourism,
        }
    }

    /// Whole months until an announcement: at work, since the placement after a course, since the licence of a business. None of
    /// what does not last.
    #[must_use]
    pub fn months_until(&self, announced_on: NaiveDate) -> Option<i32> {
        match *self {
            Self::Employment { started_on, left_on, .. } => Some(held(started_on, left_on, announced_on)),
            Self::Training { placed_on, .. } => {
                Some(placed_on.map_or(0, |placed| months_between(placed, announced_on)))
            }
            Self::SelfStart { licensed_on, .. } => Some(months_between(licensed_on, announced_on)),
            Self::VillageIndustry { .. } | Self::MajorProject { .. } | Self::NonTourism { .. } => None,
        }
    }

    /// Whether the papers support an exit announced on a day.
    ///
    /// # Errors
    /// Why they do not.
    pub fn supports(&self, announced_on: NaiveDate, rules: &EvidenceRules) -> Result<(), NotEvidence> {
        let by_then =
            |day: NaiveDate| if day <= announced_on { Ok(()) } else { Err(NotEvidence::AfterTheExit) };
        match *self {
            Self::Employment { verified: false, .. } => Err(NotEvidence::HireNotVerified),
            Self::Employment { verified: true, started_on, left_on } => {
                by_then(started_on)?;
                let held = held(started_on, left_on, announced_on);
                let required = rules.of(Pathway::Employment).months;
                if held >= required { Ok(()) } else { Err(NotEvidence::HeldTooShort { held, required }) }
            }
            Self::VillageIndustry { supported: false, .. } => Err(NotEvidence::VillageNotSupported),
            Self::VillageIndustry { supported: true, paid_on, .. } => by_then(paid_on),
            Self::Training { completed_on, placed_on } => {
                let completed_on = completed_on.ok_or(NotEvidence::NotCompleted)?;
                let placed_on = placed_on.filter(|day| *day >= completed_on).ok_or(NotEvidence::NotPlaced)?;
                by_then(placed_on)
            }
            Self::MajorProject { listed_on, received_on } if received_on < listed_on => {
                Err(NotEvidence::NotListed)
            }
            Self::MajorProject { received_on, .. } | Self::NonTourism { received_on } => by_then(received_on),
            Self::SelfStart { licensed_on, supported_on } => by_then(licensed_on.max(supported_on)),
        }
    }
}

/// Whole months at work until a day.
fn held(started_on: NaiveDate, left_on: Option<NaiveDate>, until: NaiveDate) -> i32 {
    months_between(started_on, left_on.map_or(until, |left| left.min(until)))
}

/// Whole months from a day to another; 0 if it lies before.
#[must_use]
pub fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let month = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default();
    let begun = month(to) - month(from);
    // A month that began on the 31st is whole on the last day of a shorter one.
    let last_day = to.succ_opt().is_none_or(|next| next.day() == 1);
    let whole = if to.day() >= from.day() || last_day { begun } else { begun - 1 };
    whole.max(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn six_months_are_six_whole_months() {
        let held = |from: &str, to: &str| months_between(day(from), day(to));
        assert_eq!(held("2017-01-15", "2017-07-14"), 5);
        assert_eq!(held("2017-01-15", "2017-07-15"), 6);
        assert_eq!(held("2016-08-31", "2017-02-28"), 6);
        assert_eq!(held("2017-07-15", "2017-01-15"), 0);
    }

    #[test]
    fn a_job_left_early_counts_only_as_long_as_it_was_held() {
        let hire = Facts::Employment {
            verified: true,
            started_on: day("2016-01-01"),
            left_on: Some(day("2016-04-01")),
        };
        let refused = hire.supports(day("2017-07-31"), &EvidenceRules::default());
        assert_eq!(refused, Err(NotEvidence::HeldTooShort { held: 3, required: 6 }));
    }

    #[test]
    fn a_placement_before_the_course_ended_is_not_due_to_it() {
        let course =
            Facts::Training { completed_on: Some(day("2017-05-01")), placed_on: Some(day("2017-04-01")) };
        assert_eq!(
            course.supports(day("2017-07-31"), &EvidenceRules::default()),
            Err(NotEvidence::NotPlaced)
        );
    }

    #[test]
    fn a_form_value_that_names_no_pathway_is_refused() {
        for text in ["", "training", "training:", "driving:3", "training:x"] {
            assert_eq!(text.parse::<Evidence>(), Err(NotEvidence::Unknown), "{text}");
        }
        assert_eq!("training:12".parse(), Ok(Evidence::Training(AttendanceId(12))));
    }

    proptest! {
        #[test]
        fn nothing_dated_after_the_announcement_supports_it(days in 1i64..400) {
            let announced = day("2017-07-31");
            let later = announced + chrono::Duration::days(days);
            let rules = EvidenceRules::default();
            let all = [
                Facts::VillageIndustry { supported: true, year: 2017, paid_on: later },
                Facts::Training { completed_on: Some(announced), placed_on: Some(later) },
                Facts::MajorProject { listed_on: announced, received_on: later },
                Facts::SelfStart { licensed_on: later, supported_on: announced },
                Facts::NonTourism { received_on: later },
                Facts::Employment { verified: true, started_on: later, left_on: None },
            ];
            for facts in all {
                prop_assert!(facts.supports(announced, &rules).is_err(), "{facts:?}");
            }
        }

        #[test]
        fn evidence_reads_back_as_it_is_written(record in 1i64..1_000_000, n in 0usize..6) {
            use crate::domain::codes::Code as _;
            let evidence = Evidence::of(Pathway::ALL[n], record);
            prop_assert_eq!(evidence.to_string().parse(), Ok(evidence));
        }
    }
}
