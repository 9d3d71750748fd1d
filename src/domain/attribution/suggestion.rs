//! Which record is suggested for an exit, by the written order of pathways. Only a suggestion: a person decides.

use super::evidence::Evidence;
use super::rules::EvidenceRules;
use crate::domain::pathway::Pathway;

/// A record that could be suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub evidence: Evidence,
    /// Whether nothing stops it.
    pub enough: bool,
    /// How much of it is missing or contradicts.
    pub open: usize,
}

/// Why a record is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// No other pathway has enough.
    Only,
    /// Its pathway stands before this one in the written order, which has enough, too.
    Before(Pathway),
}

/// Which record is suggested, and why. 建议
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// Which.
    pub evidence: Evidence,
    /// Why.
    pub why: Why,
}

/// The record of the first pathway of the written order that has enough; of several, the one of which least is open, the first
/// given among equals.
#[must_use]
pub fn suggest(candidates: &[Candidate], rules: &EvidenceRules) -> Option<Suggestion> {
    let enough = |pathway: Pathway| {
        let own = candidates.iter().filter(move |one| one.enough && one.evidence.pathway() == pathway);
        own.min_by_key(|one| one.open)
    };
    let mut in_order = rules.priority.into_iter().filter_map(enough);
    let first = in_order.next()?;
    let why = in_order.next().map_or(Why::Only, |next| Why::Before(next.evidence.pathway()));
    Some(Suggestion { evidence: first.evidence, why })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{AttendanceId, BenefitId, HireId};

    #[test]
    fn the_first_pathway_of_the_written_order_with_enough_is_suggested() {
        let one = |evidence, enough, open| Candidate { evidence, enough, open };
        let hire = Evidence::Employment(HireId(1));
        let course = Evidence::Training(AttendanceId(1));
        let benefit = Evidence::MajorProject(BenefitId(1));
        let rules = EvidenceRules::default();
        let all = [one(course, true, 0), one(benefit, true, 3), one(hire, false, 1)];
        let why = Why::Before(Pathway::Training);
        assert_eq!(suggest(&all, &rules), Some(Suggestion { evidence: benefit, why }));
        assert_eq!(suggest(&all[..1], &rules), Some(Suggestion { evidence: course, why: Why::Only }));
        assert_eq!(suggest(&all[2..], &rules), None);
        let better = Evidence::MajorProject(BenefitId(2));
        let two = [one(benefit, true, 3), one(better, true, 1)];
        assert_eq!(suggest(&two, &rules).unwrap().evidence, better);
    }
}
