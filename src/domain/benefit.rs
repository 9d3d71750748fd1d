//! Benefit (带动): whom the measures of a year reached. Never an exit: one person may be reached by several measures, several
//! times and in several years, and each counts. An exit counts once.

use std::collections::BTreeSet;

use serde::Serialize;

use super::access::Scope;
use super::attribution::Evidence;
use super::codes::code;
use super::division::UnitCode;
use super::ids::{HouseholdId, PersonId};
use super::pathway::Pathway;
use super::quantity::{Households, Persons};

code! {
    /// In what benefit is counted.
    pub enum BenefitCount: "benefit-count" {
        /// 户: each once.
        Households = "households",
        /// 人: each once.
        Persons = "persons",
        /// 人次: each record.
        Times = "times",
    }
}

/// A record by which somebody was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The record.
    pub evidence: Evidence,
    /// The unit the measure belongs to.
    pub unit: UnitCode,
    /// Who.
    pub person: PersonId,
    /// The household they belonged to then.
    pub household: HouseholdId,
}

/// Which records are counted or listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitFilter {
    /// The year the measure reached them in.
    pub year: i32,
    /// One unit, or all.
    pub unit: Option<UnitCode>,
    /// One pathway, or all six.
    pub pathway: Option<Pathway>,
}

impl BenefitFilter {
    /// As far as a reader may know of it.
    #[must_use]
    pub fn within(self, scope: &Scope) -> Option<Self> {
        match scope {
            Scope::City => Some(self),
            Scope::Unit(own) if self.unit.as_ref().is_none_or(|unit| unit == own) => {
                Some(Self { unit: Some(own.clone()), ..self })
            }
            Scope::Unit(_) | Scope::Operator(_) | Scope::Public => None,
        }
    }

    /// Whether a record is one of these. The year was chosen when it was read.
    #[must_use]
    pub fn takes(&self, one: &Reached) -> bool {
        self.unit.as_ref().is_none_or(|unit| *unit == one.unit)
            && self.pathway.is_none_or(|pathway| pathway == one.evidence.pathway())
    }
}

/// How many were reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Benefit {
    /// 户, each once.
    pub households: Households,
    /// 人, each once.
    pub persons: Persons,
    /// 人次.
    pub times: i64,
}

/// The records a filter takes, one for each that is counted: every record, the first of each person, or of each household.
#[must_use]
pub fn listed<'r>(all: &'r [Reached], filter: &BenefitFilter, count: BenefitCount) -> Vec<&'r Reached> {
    let mut seen = BTreeSet::new();
    let taken = all.iter().filter(|one| filter.takes(one));
    taken
        .filter(|one| match count {
            BenefitCount::Times => true,
            BenefitCount::Persons => seen.insert(one.person.0),
            BenefitCount::Households => seen.insert(one.household.0),
        })
        .collect()
}

/// The number of each: the length of its list.
#[must_use]
pub fn counted(all: &[Reached], filter: &BenefitFilter) -> Benefit {
    let length = |count| i64::try_from(listed(all, filter, count).len()).unwrap_or(i64::MAX);
    Benefit {
        households: Households(length(BenefitCount::Households)),
        persons: Persons(length(BenefitCount::Persons)),
        times: length(BenefitCount::Times),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::codes::Code as _;
    use super::*;

    fn any_reached() -> impl Strategy<Value = Reached> {
        (0usize..6, 1i64..40, 0usize..2, 1i64..8).prop_map(|(n, record, unit, person)| Reached {
            evidence: Evidence::of(Pathway::ALL[n], record),
            unit: ["450721", "450722"][unit].parse().unwrap(),
            person: PersonId(person),
            household: HouseholdId(person / 2),
        })
    }

    proptest! {
        #[test]
        fn times_add_up_and_persons_never_more_than_times(all in proptest::collection::vec(any_reached(), 0..60)) {
            let whole = BenefitFilter { year: 2017, unit: None, pathway: None };
            let total = counted(&all, &whole);
            let of = |pathway: &Pathway| counted(&all, &BenefitFilter { pathway: Some(*pathway), ..whole.clone() });
            let parts: Vec<Benefit> = Pathway::ALL.iter().map(of).collect();
            prop_assert_eq!(parts.iter().map(|part| part.times).sum::<i64>(), total.times);
            prop_assert!(parts.iter().map(|part| part.persons.0).sum::<i64>() >= total.persons.0);
            prop_assert!(total.households.0 <= total.persons.0 && total.persons.0 <= total.times);
        }
    }
}
