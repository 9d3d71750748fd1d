//! The dated rules evidence is judged by: for each pathway the months, the money and the papers it asks for, and the order in
//! which pathways are suggested. They are recorded with their document (`evidence_rules`); nothing here is a rule of a year.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::domain::codes::{Code as _, code};
use crate::domain::paper::{HolderKind, PaperKind};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;
use crate::domain::refusal::{Message, Refusal, Refusals};

code! {
    /// How much a rule asks for something.
    pub enum Need: "evidence-need" {
        /// 必须: without it the county does not verify and the city does not confirm.
        Required = "required",
        /// 应有: its absence is shown and stops nothing.
        Expected = "expected",
    }
}

/// What a rule asks of the evidence of one pathway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PathwayRule {
    /// Whole months until the announcement at least; 0 where it asks for none.
    pub months: i32,
    /// Money in the record at least; of a hire its monthly wage. 0 where it asks for none.
    pub amount: Fen,
    /// The kinds of papers.
    pub papers: BTreeMap<PaperKind, Need>,
}

/// The rules of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceRules {
    /// By pathway; one that is missing asks for nothing.
    pub pathways: BTreeMap<Pathway, PathwayRule>,
    /// The order in which pathways are suggested when several have enough.
    pub priority: [Pathway; 6],
}

static NOTHING: PathwayRule = PathwayRule { months: 0, amount: Fen(0), papers: BTreeMap::new() };

/// Most months a rule may ask for.
pub const MOST_MONTHS: i32 = 24;

/// Where no rule is recorded: a job held six months (DESIGN §2), no papers, and the order of domain.md §3.
impl Default for EvidenceRules {
    fn default() -> Self {
        let employment = PathwayRule { months: 6, ..NOTHING.clone() };
        Self {
            pathways: [(Pathway::Employment, employment)].into(),
            priority: [
                Pathway::Employment,
                Pathway::SelfStart,
                Pathway::VillageIndustry,
                Pathway::MajorProject,
                Pathway::Training,
                Pathway::NonTourism,
            ],
        }
    }
}

impl Pathway {
    /// Whether its evidence lasts, so that a rule may ask for months of it.
    #[must_use]
    pub const fn lasts(self) -> bool {
        matches!(self, Self::Employment | Self::Training | Self::SelfStart)
    }

    /// Whether its evidence has money in it, so that a rule may ask for an amount.
    #[must_use]
    pub const fn pays(self) -> bool {
        !matches!(self, Self::Training)
    }

    /// The records its papers lie with: its own, and the course, project or programme that is of.
    #[must_use]
    pub const fn holders(self) -> &'static [HolderKind] {
        match self {
            Self::Employment => &[HolderKind::Hire],
            Self::VillageIndustry => &[HolderKind::Payment, HolderKind::Programme],
            Self::Training => &[HolderKind::Attendance, HolderKind::Course],
            Self::MajorProject => &[HolderKind::Benefit, HolderKind::Project],
            Self::SelfStart => &[HolderKind::Business],
            Self::NonTourism => &[HolderKind::Measure],
        }
    }

    /// The kinds of papers a rule may ask for, in the order of their list.
    #[must_use]
    pub fn papers(self) -> Vec<PaperKind> {
        let lie: BTreeSet<PaperKind> =
            self.holders().iter().flat_map(|holder| holder.papers()).copied().collect();
        PaperKind::ALL.iter().copied().filter(|kind| lie.contains(kind)).collect()
    }
}

impl EvidenceRules {
    /// What is asked of a pathway.
    #[must_use]
    pub fn of(&self, pathway: Pathway) -> &PathwayRule {
        self.pathways.get(&pathway).unwrap_or(&NOTHING)
    }

    /// What is wrong with them, by the field of the form.
    #[must_use]
    pub fn examine(&self) -> Refusals {
        let mut refusals = Refusals::default();
        for (pathway, rule) in &self.pathways {
            let least = i32::from(*pathway == Pathway::Employment);
            let most = if pathway.lasts() { MOST_MONTHS } else { 0 };
            if !(least..=most).contains(&rule.months) {
                refusals.add(
                    &format!("months[{pathway}]"),
                    BadRule::Months { pathway: *pathway, least, most }.message(),
                );
            }
            if rule.amount.0 < 0 || (rule.amount.0 > 0 && !pathway.pays()) {
                refusals.add(&format!("amounts[{pathway}]"), BadRule::Amount { pathway: *pathway }.message());
            }
            let lie = pathway.papers();
            for kind in rule.papers.keys().filter(|kind| !lie.contains(kind)) {
                refusals.add(
                    &format!("papers[{pathway}-{kind}]"),
                    BadRule::Paper { pathway: *pathway }.message(),
                );
            }
        }
        let different: BTreeSet<Pathway> = self.priority.into_iter().collect();
        if different.len() < self.priority.len() {
            refusals.add("places", BadRule::Order.message());
        }
        refusals
    }
}

/// The order that these places make.
///
/// # Errors
/// By the field of the form, each pathway that has no place of its own from 1 to 6.
pub fn order(places: &BTreeMap<Pathway, i64>) -> Result<[Pathway; 6], Refusals> {
    let mut refusals = Refusals::default();
    let mut priority = [Pathway::NonTourism; 6];
    let mut taken = BTreeSet::new();
    for pathway in Pathway::ALL {
        let place = places.get(pathway).and_then(|place| usize::try_from(*place).ok()).unwrap_or_default();
        match priority.get_mut(place.wrapping_sub(1)) {
            Some(at) if taken.insert(place) => *at = *pathway,
            _ => refusals.add(&format!("places[{pathway}]"), BadRule::Order.message()),
        }
    }
    refusals.into_result().map(|()| priority)
}

/// Rules to be recorded, with the document they come from.
#[derive(Debug, Clone)]
pub struct NewRules {
    /// The year they hold from.
    pub from_year: i32,
    /// Whether they hold for that year only.
    pub only: bool,
    /// The document.
    pub document: String,
    /// The rules.
    pub rules: EvidenceRules,
}

impl NewRules {
    /// The years rules may hold from.
    pub const YEARS: std::ops::RangeInclusive<i32> = 2014..=2100;

    /// What is wrong with them, by field.
    ///
    /// # Errors
    /// If anything is.
    pub fn check(&self) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if !Self::YEARS.contains(&self.from_year) {
            refusals.add("from_year", BadRule::Year.message());
        }
        for (field, message) in self.rules.examine().iter() {
            refusals.add(field, message.clone());
        }
        refusals.into_result()
    }
}

/// Why rules are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// A year out of range.
    #[error("no year of rules")]
    Year,
    /// Exits of its years are attributed: they were judged by what held.
    #[error("exits of {year} are attributed")]
    Used {
        /// The newest such year.
        year: i32,
    },
    /// Too few or too many months.
    #[error("months from {least} to {most}")]
    Months {
        /// Of which pathway.
        pathway: Pathway,
        /// At least.
        least: i32,
        /// At most.
        most: i32,
    },
    /// Money asked of a pathway without any.
    #[error("no amount can be asked")]
    Amount {
        /// Of which pathway.
        pathway: Pathway,
    },
    /// A kind of paper that lies with no record of the pathway.
    #[error("no such paper lies with its records")]
    Paper {
        /// Of which pathway.
        pathway: Pathway,
    },
    /// Two pathways at one place of the order.
    #[error("the order has a pathway twice")]
    Order,
}

impl Refusal for BadRule {
    fn message(&self) -> Message {
        match self {
            Self::Year => Message::new("error-rule-year"),
            Self::Used { year } => Message::new("error-rule-used")
                .with("year", i64::from(*year))
                .with("next-year", i64::from(*year) + 1),
            Self::Months { pathway, least, most } => Message::new("error-rule-months")
                .with_code("pathway", *pathway)
                .with("least", i64::from(*least))
                .with("most", i64::from(*most)),
            Self::Amount { pathway } => Message::new("error-rule-amount").with_code("pathway", *pathway),
            Self::Paper { pathway } => Message::new("error-rule-paper").with_code("pathway", *pathway),
            Self::Order => Message::new("error-rule-order"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_where_nothing_is_recorded_is_a_rule() {
        assert!(EvidenceRules::default().examine().is_empty());
        assert_eq!(EvidenceRules::default().of(Pathway::Training), &NOTHING);
    }

    #[test]
    fn every_pathway_has_a_place_of_its_own() {
        let mut places: BTreeMap<Pathway, i64> = (1..).zip(Pathway::ALL).map(|(n, one)| (*one, n)).collect();
        assert_eq!(order(&places).unwrap().as_slice(), Pathway::ALL);
        places.insert(Pathway::Training, 2);
        places.insert(Pathway::SelfStart, 0);
        places.remove(&Pathway::NonTourism);
        let refused = order(&places).unwrap_err();
        let fields: Vec<&str> = refused.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["places[training]", "places[self_start]", "places[non_tourism]"]);
    }

    #[test]
    fn a_rule_asks_only_for_what_a_pathway_has() {
        let rule = PathwayRule {
            months: 3,
            amount: Fen(100),
            papers: [(PaperKind::Licence, Need::Required), (PaperKind::PaymentList, Need::Expected)].into(),
        };
        let rules = EvidenceRules {
            pathways: [
                (Pathway::Employment, NOTHING.clone()),
                (Pathway::VillageIndustry, rule.clone()),
                (Pathway::Training, PathwayRule { papers: BTreeMap::new(), ..rule }),
            ]
            .into(),
            priority: [Pathway::Training; 6],
        };
        let refused = rules.examine();
        let fields: Vec<&str> = refused.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                "months[employment]",
                "months[village_industry]",
                "papers[village_industry-licence]",
                "amounts[training]",
                "places"
            ]
        );
    }
}
