//! What is recorded of courses, major projects and village programmes, and of what each brought a person.

use chrono::NaiveDate;
use serde::Serialize;

use super::attribution::{BenefitKind, MeasureKind, PaymentKind};
use super::division::{DivisionCode, UnitCode};
use super::ids::ExitId;
use super::paper::HolderKind;
use super::quantity::Fen;
use super::refusal::{Message, Refusal, Refusals};

/// What several people's records hang on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "noun", rename_all = "snake_case")]
pub enum Source {
    /// 培训班
    Course {
        /// Its name.
        name: String,
        /// Who held it.
        organiser: String,
        /// The unit it was held for.
        unit: UnitCode,
        /// Where.
        place: String,
        /// Its first day.
        starts_on: NaiveDate,
        /// Its last.
        ends_on: NaiveDate,
        /// Hours of teaching.
        hours: i32,
        /// The order's number.
        document: String,
    },
    /// 重大项目
    Project {
        /// Its name.
        name: String,
        /// Where it lies.
        division: DivisionCode,
        /// The day it was listed.
        listed_on: NaiveDate,
        /// The list's number.
        document: String,
        /// What is invested.
        investment: Fen,
    },
    /// 村旅游项目
    Programme {
        /// Its name.
        name: String,
        /// The village.
        division: DivisionCode,
        /// The year.
        year: i32,
        /// Whether the village is supported in it.
        supported: bool,
        /// The order's number.
        document: String,
    },
}

/// What one person has or received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "noun", rename_all = "snake_case")]
pub enum Row {
    /// 参训
    Attendance {
        /// The certificate's number; empty if none.
        certificate: String,
        /// The day it was completed.
        completed_on: Option<NaiveDate>,
        /// Who employs them since; empty if nobody.
        placement_employer: String,
        /// Their first day there.
        placement_on: Option<NaiveDate>,
    },
    /// 项目受益
    Benefit {
        /// How.
        kind: BenefitKind,
        /// By how much.
        amount: Fen,
        /// When.
        on: NaiveDate,
        /// The paper's number.
        document: String,
    },
    /// 村项目发放
    Payment {
        /// What for.
        kind: PaymentKind,
        /// How much.
        amount: Fen,
        /// When.
        on: NaiveDate,
        /// The list's number.
        document: String,
    },
    /// 自主创业
    Business {
        /// Its name.
        name: String,
        /// The number of its licence or registration.
        licence: String,
        /// The day of the licence.
        licensed_on: NaiveDate,
        /// The support it received.
        support: String,
        /// How much.
        amount: Fen,
        /// When.
        supported_on: NaiveDate,
    },
    /// 非旅游措施
    Measure {
        /// How.
        kind: MeasureKind,
        /// The measure.
        name: String,
        /// By how much.
        amount: Fen,
        /// When.
        on: NaiveDate,
        /// The paper's number.
        document: String,
    },
}

impl HolderKind {
    /// The kind of rows that stand under such a record; none for a row itself.
    #[must_use]
    pub const fn rows(self) -> Option<Self> {
        match self {
            Self::Course => Some(Self::Attendance),
            Self::Project => Some(Self::Benefit),
            Self::Programme => Some(Self::Payment),
            Self::Hire
            | Self::Attendance
            | Self::Benefit
            | Self::Payment
            | Self::Business
            | Self::Measure => None,
        }
    }

    /// Whether such a record is a person's own and stands in a list of its own.
    #[must_use]
    pub const fn is_own(self) -> bool {
        matches!(self, Self::Business | Self::Measure)
    }

    /// The lists people keep.
    pub const LISTS: [Self; 5] =
        [Self::Course, Self::Project, Self::Programme, Self::Business, Self::Measure];
}

impl Source {
    /// Which kind of record it is.
    #[must_use]
    pub const fn holder(&self) -> HolderKind {
        match self {
            Self::Course { .. } => HolderKind::Course,
            Self::Project { .. } => HolderKind::Project,
            Self::Programme { .. } => HolderKind::Programme,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Course { name, .. } | Self::Project { name, .. } | Self::Programme { name, .. } => name,
        }
    }

    /// Whether what the rules of evidence ask of it is the same.
    #[must_use]
    pub fn supports_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Course { unit, .. }, Self::Course { unit: other, .. }) => unit == other,
            (
                Self::Project { division, listed_on, .. },
                Self::Project { division: other, listed_on: other_day, .. },
            ) => (division, listed_on) == (other, other_day),
            (
                Self::Programme { division, year, supported, .. },
                Self::Programme { division: other, year: other_year, supported: also, .. },
            ) => (division, year, supported) == (other, other_year, also),
            _ => false,
        }
    }

    /// What is wrong with it, by field.
    ///
    /// # Errors
    /// If anything is.
    pub fn examine(&self, today: NaiveDate) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        match self {
            Self::Course { starts_on, ends_on, hours, .. } => {
                if ends_on < starts_on {
                    refusals.add("ends_on", Message::new("error-record-ends-before"));
                }
                if !(1..=5000).contains(hours) {
                    refusals.add("hours", Message::new("error-record-hours"));
                }
            }
            Self::Project { listed_on, .. } => not_after(&mut refusals, "listed_on", Some(*listed_on), today),
            Self::Programme { year, .. } => {
                if !(2014..=2100).contains(year) {
                    refusals.add("year", Message::new("error-record-year"));
                }
            }
        }
        refusals.into_result()
    }
}

impl Row {
    /// Which kind of record it is.
    #[must_use]
    pub const fn holder(&self) -> HolderKind {
        match self {
            Self::Attendance { .. } => HolderKind::Attendance,
            Self::Benefit { .. } => HolderKind::Benefit,
            Self::Payment { .. } => HolderKind::Payment,
            Self::Business { .. } => HolderKind::Business,
            Self::Measure { .. } => HolderKind::Measure,
        }
    }

    /// The money in it.
    #[must_use]
    pub const fn amount(&self) -> Option<Fen> {
        match self {
            Self::Attendance { .. } => None,
            Self::Benefit { amount, .. }
            | Self::Payment { amount, .. }
            | Self::Business { amount, .. }
            | Self::Measure { amount, .. } => Some(*amount),
        }
    }

    /// What is wrong with it, by field.
    ///
    /// # Errors
    /// If anything is.
    pub fn examine(&self, today: NaiveDate) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        match self {
            Self::Attendance { certificate, completed_on, placement_employer, placement_on } => {
                not_after(&mut refusals, "completed_on", *completed_on, today);
                not_after(&mut refusals, "placement_on", *placement_on, today);
                match (certificate.is_empty(), completed_on.is_none()) {
                    (false, true) => refusals.add("completed_on", Message::new("error-record-completed-on")),
                    (true, false) => refusals.add("certificate", Message::new("error-record-certificate")),
                    _ => {}
                }
                match (placement_employer.is_empty(), placement_on.is_none()) {
                    (false, true) => refusals.add("placement_on", Message::new("error-record-placement-on")),
                    (true, false) => {
                        refusals.add("placement_employer", Message::new("error-record-placement-employer"));
                    }
                    _ => {}
                }
            }
            Self::Benefit { amount, on, .. } | Self::Payment { amount, on, .. } => {
                not_after(&mut refusals, "on", Some(*on), today);
                if amount.0 == 0 {
                    refusals.add("amount", Message::new("error-record-amount-zero"));
                }
            }
            Self::Business { licensed_on, supported_on, .. } => {
                not_after(&mut refusals, "licensed_on", Some(*licensed_on), today);
                not_after(&mut refusals, "supported_on", Some(*supported_on), today);
            }
            Self::Measure { on, .. } => not_after(&mut refusals, "on", Some(*on), today),
        }
        refusals.into_result()
    }
}

fn not_after(refusals: &mut Refusals, field: &'static str, day: Option<NaiveDate>, today: NaiveDate) {
    if day.is_some_and(|day| day > today) {
        refusals.add(field, Message::new("error-record-future"));
    }
}

/// A live attribution rests on the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("exit {exit} and {others} more rest on it")]
pub struct RestsOnIt {
    /// One of the exits.
    pub exit: ExitId,
    /// How many more.
    pub others: usize,
}

impl Refusal for RestsOnIt {
    fn message(&self) -> Message {
        Message::new("error-record-rests")
            .with("exit", self.exit.0)
            .with("others", i64::try_from(self.others).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_certificate_has_a_day_and_a_placement_an_employer() {
        let attended = |certificate: &str, completed: Option<&str>, employer: &str, placed: Option<&str>| {
            Row::Attendance {
                certificate: certificate.into(),
                completed_on: completed.map(day),
                placement_employer: employer.into(),
                placement_on: placed.map(day),
            }
        };
        let wrong = |row: Row| -> Vec<String> {
            let refused = row.examine(day("2017-11-24")).err().unwrap_or_default();
            refused.iter().map(|(field, _)| field.to_owned()).collect()
        };
        assert!(wrong(attended("", None, "", None)).is_empty());
        assert!(wrong(attended("CY1", Some("2017-03-10"), "荔香园", Some("2017-04-01"))).is_empty());
        assert_eq!(wrong(attended("CY1", None, "荔香园", None)), ["completed_on", "placement_on"]);
        let half = attended("", Some("2017-03-10"), "", Some("2017-12-01"));
        assert_eq!(wrong(half), ["placement_on", "certificate", "placement_employer"]);
    }
}
