use proptest::prelude::*;

use super::super::rules::PathwayRule;
use super::*;
use crate::domain::ids::{AttendanceId, HireId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn announced() -> NaiveDate {
    day("2017-10-31")
}

fn asking(pathway: Pathway, months: i32, amount: i64, papers: &[(PaperKind, Need)]) -> EvidenceRules {
    let rule = PathwayRule { months, amount: Fen(amount), papers: papers.iter().copied().collect() };
    EvidenceRules { pathways: [(pathway, rule)].into(), ..EvidenceRules::default() }
}

const fn job(started_on: NaiveDate, left_on: Option<NaiveDate>) -> Facts {
    Facts::Employment { verified: true, started_on, left_on }
}

fn keys(findings: &[Finding], found: Found) -> Vec<&'static str> {
    findings.iter().filter(|one| one.found == found).map(|one| one.message.key).collect()
}

#[test]
fn a_job_without_its_contract_is_missing_it_and_a_wage_below_the_rule_contradicts() {
    let rules = asking(
        Pathway::Employment,
        6,
        150_000,
        &[(PaperKind::Contract, Need::Required), (PaperKind::BankRecord, Need::Expected)],
    );
    let facts = job(day("2017-03-01"), Some(day("2017-10-01")));
    let claim = Claim {
        facts: &facts,
        amount: Some(Fen(140_000)),
        papers: &[],
        wages: Some(Wages { months: 4, lowest: Fen(120_000) }),
    };
    let found = sufficiency(&claim, announced(), &rules);
    assert_eq!(keys(&found, Found::There), ["finding-is-employment", "finding-months"]);
    assert_eq!(
        keys(&found, Found::Missing),
        ["finding-paper-missing", "finding-paper-missing", "finding-wages-short"]
    );
    assert_eq!(
        keys(&found, Found::Contradicts),
        ["finding-amount-short", "finding-left-before", "finding-wage-low"]
    );
    let stopping = Insufficient::of(found).unwrap().missing;
    let stopping: Vec<&str> = stopping.iter().map(|message| message.key).collect();
    assert_eq!(stopping, ["finding-amount-short", "finding-paper-missing"]);
}

#[test]
fn a_required_paper_whose_file_was_changed_is_not_there() {
    let rules = asking(Pathway::NonTourism, 0, 0, &[(PaperKind::Agreement, Need::Required)]);
    let facts = Facts::NonTourism { received_on: day("2017-05-01") };
    let of = |faulty| {
        let papers = [Lying { kind: PaperKind::Agreement, papers: 2, faulty }];
        let claim = Claim { facts: &facts, amount: None, papers: &papers, wages: None };
        sufficiency(&claim, announced(), &rules)
    };
    assert!(of(0).iter().all(|one| one.found == Found::There));
    assert_eq!(keys(&of(1), Found::Contradicts), ["finding-faulty"]);
    assert!(Insufficient::of(of(1)).is_none());
    assert_eq!(keys(&of(2), Found::Contradicts), ["finding-paper-faulty"]);
    assert!(Insufficient::of(of(2)).is_some());
}

#[test]
fn a_payment_outside_the_supported_year_is_told() {
    let facts = Facts::VillageIndustry { supported: true, year: 2016, paid_on: day("2017-01-20") };
    let claim = Claim { facts: &facts, amount: Some(Fen(1)), papers: &[], wages: None };
    let found = sufficiency(&claim, announced(), &EvidenceRules::default());
    assert_eq!(keys(&found, Found::Contradicts), ["finding-outside-year"]);
    assert!(Insufficient::of(found).is_none());
}

#[test]
fn records_of_one_person_are_held_against_each_other_and_against_the_check() {
    let (hired, trained) = (
        job(day("2017-02-01"), None),
        Facts::Training { completed_on: Some(day("2017-03-10")), placed_on: Some(day("2017-03-20")) },
    );
    let record =
        |evidence, person, facts, amount| Beside { evidence, person: PersonId(person), facts, amount };
    let hire = record(Evidence::Employment(HireId(1)), 1, &hired, Some(Fen(150_000)));
    let course = record(Evidence::Training(AttendanceId(1)), 1, &trained, None);
    let other = record(Evidence::Training(AttendanceId(2)), 2, &trained, None);
    assert_eq!(
        keys(&around(&[hire, course], None, announced()), Found::Contradicts),
        ["finding-at-work-already"]
    );
    assert_eq!(keys(&around(&[hire, other], None, announced()), Found::Missing), ["finding-check-missing"]);
    let twice = Beside { evidence: Evidence::Employment(HireId(2)), ..hire };
    assert_eq!(keys(&around(&[hire, twice], None, announced()), Found::Contradicts), ["finding-two-jobs"]);
    // Eight whole months at 1,500 yuan.
    let check = |income| Some(Checked { income: Fen(income), above: Some(true) });
    assert_eq!(keys(&around(&[hire], check(1_200_000), announced()), Found::Contradicts), [""; 0]);
    assert_eq!(keys(&around(&[hire], check(1_199_999), announced()), Found::Contradicts), ["finding-income"]);
}

fn stops(claim: &Claim<'_>, rules: &EvidenceRules) -> usize {
    sufficiency(claim, announced(), rules).iter().filter(|finding| finding.stops()).count()
}

proptest! {
    #[test]
    fn more_papers_never_make_it_less_sufficient(
        asked in proptest::collection::btree_map(proptest::sample::select(PaperKind::ALL), proptest::sample::select(Need::ALL), 0..6),
        lying in proptest::collection::vec((proptest::sample::select(PaperKind::ALL), 1i64..4, 0i64..4), 0..6),
        more in (proptest::sample::select(PaperKind::ALL), 1i64..4, 0i64..4),
    ) {
        let paper = |(kind, papers, faulty): (PaperKind, i64, i64)| Lying { kind, papers, faulty: faulty.min(papers) };
        let rules = asking(Pathway::MajorProject, 0, 0, &asked.into_iter().collect::<Vec<_>>());
        let facts = Facts::MajorProject { listed_on: day("2016-03-01"), received_on: day("2017-05-01") };
        let mut papers: Vec<Lying> = lying.into_iter().map(paper).collect();
        let claim = |papers: &[Lying]| stops(&Claim { facts: &facts, amount: None, papers, wages: None }, &rules);
        let before = claim(&papers);
        papers.push(paper(more));
        prop_assert!(claim(&papers) <= before);
    }

    #[test]
    fn longer_and_more_money_is_never_less_and_a_harder_rule_never_easier(
        days in 0i64..900, longer in 0i64..300, amount in 0i64..300_000, more in 0i64..300_000,
        months in 1i32..24, harder in 0i32..12, least in 0i64..300_000, dearer in 0i64..300_000,
    ) {
        let facts = |days: i64| job(announced() - chrono::Duration::days(days), None);
        let easy = asking(Pathway::Employment, months, least, &[]);
        let hard = asking(Pathway::Employment, months + harder, least + dearer, &[]);
        let (short, long) = (facts(days), facts(days + longer));
        let claim = |facts, amount| Claim { facts, amount: Some(Fen(amount)), papers: &[], wages: None };
        prop_assert!(stops(&claim(&long, amount + more), &easy) <= stops(&claim(&short, amount), &easy));
        prop_assert!(stops(&claim(&short, amount), &easy) <= stops(&claim(&short, amount), &hard));
    }
}
