use proptest::prelude::*;

use super::*;
use crate::domain::licence::LicenceKind;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn sheet() -> Sheet {
    let sheets: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../../data/score_templates.json")).unwrap();
    Sheet::read(&sheets[0].to_string()).unwrap()
}

fn rule() -> SubmissionRule {
    SubmissionRule { trading_months: 12, visit_months: 12, source: String::new() }
}

fn full(sheet: &Sheet) -> Answers {
    sheet.items().map(|(_, item)| (item.code.clone(), item.max)).collect()
}

#[test]
fn everything_missing_is_named_at_once() {
    let (sheet, today) = (sheet(), day("2017-11-24"));
    let (answers, evidence) = (Answers::new(), BTreeMap::new());
    let fire = Lacking { kind: LicenceKind::FireSafety, expired_on: Some(day("2017-05-01")) };
    let draft = Draft {
        sheet: Some(&sheet),
        trade: Trade::Catering,
        opened_on: Some(day("2017-01-10")),
        closed_on: None,
        answers: &answers,
        evidence: &evidence,
        owed: 3,
        lacking: &[fire],
        months: &[day("2017-10-01")],
        pledged: false,
    };
    let readiness = Readiness::of(&draft, &rule(), today);
    let named = |task| readiness.missing.iter().filter(|missing| missing.task() == task).count();
    // A kitchen without beds: ten of the eleven parts.
    assert_eq!(
        [Task::Basics, Task::SelfAssessment, Task::Evidence, Task::Licences, Task::Visits, Task::Pledge]
            .map(named),
        [1, 10, 0, 1, 1, 1]
    );
    assert!(
        readiness.missing.contains(&Missing::Trading { months: 12, since: day("2018-01-10") }),
        "{readiness:?}"
    );
    assert!(readiness.missing.contains(&Missing::Visits { months: 11, first: day("2016-11-01") }));
    let states: Vec<TaskState> = readiness.tasks.iter().map(|task| task.state).collect();
    assert_eq!(
        states,
        [
            TaskState::Problem,
            TaskState::NotStarted,
            TaskState::NotStarted,
            TaskState::Problem,
            TaskState::InProgress,
            TaskState::NotStarted
        ]
    );
}

#[test]
fn a_new_version_of_the_sheet_keeps_the_answers_it_still_knows() {
    let sheet = sheet();
    let mut answers = full(&sheet);
    answers.insert("Z9".into(), 3);
    answers.insert("A1".into(), 16);
    let kept = possible(&sheet, Trade::Combined, &answers);
    assert!(!kept.contains_key("Z9") && !kept.contains_key("A1"));
    assert_eq!(kept.len(), answers.len() - 2);
    assert!(!possible(&sheet, Trade::Catering, &answers).contains_key("B3.1"), "no beds, no points for them");
}

proptest! {
    /// Nothing is missing exactly when each single demand, asked for on its own, is met.
    #[test]
    fn nothing_is_missing_exactly_when_every_demand_is_met(
        gone in prop::collection::vec(0_usize..45, 0..2),
        zero in prop::option::weighted(0.3, 0_usize..45),
        opened in prop::option::weighted(0.9, 0_i64..800),
        closed in prop::bool::weighted(0.1),
        lacking in prop::collection::vec(prop::sample::select(LicenceKind::ALL), 0..2),
        unreported in prop::option::weighted(0.2, 0_usize..12),
        pledged in prop::bool::weighted(0.8),
        trade in prop::sample::select(Trade::ALL),
    ) {
        let (sheet, today) = (sheet(), day("2017-11-24"));
        let counts = |code: &str| sheet.items().any(|(part, item)| item.code == code && part.coefficient(trade).counts());
        let codes: Vec<String> = sheet.items().map(|(_, item)| item.code.clone()).collect();
        let mut answers = full(&sheet);
        if let Some(item) = zero {
            answers.insert(codes[item].clone(), 0);
        }
        for item in &gone {
            answers.remove(&codes[*item]);
        }
        let mut months = whole_months_before(today, 12);
        if let Some(at) = unreported {
            months.remove(at);
        }
        let opened_on = opened.map(|days| today - chrono::Duration::days(days));
        let evidence = BTreeMap::new();
        let lacking: Vec<_> = lacking.into_iter().map(|kind| Lacking { kind, expired_on: None }).collect();
        let draft = Draft {
            sheet: Some(&sheet), trade, opened_on, closed_on: closed.then_some(today), answers: &answers,
            evidence: &evidence, owed: 5, lacking: &lacking, months: &months, pledged,
        };
        let readiness = Readiness::of(&draft, &rule(), today);
        let mandatory_zero = zero.is_some_and(|at| {
            let item = sheet.items().map(|(_, item)| item).nth(at).unwrap();
            item.mandatory && counts(&item.code) && !gone.contains(&at)
        });
        let met = pledged && !closed && lacking.is_empty() && unreported.is_none() && !mandatory_zero
            && opened.is_some_and(|days| days >= 365)
            && gone.iter().all(|at| !counts(&codes[*at]));
        prop_assert_eq!(readiness.missing.is_empty(), met, "{:?}", readiness.missing);
        for task in &readiness.tasks {
            let owes = readiness.missing.iter().any(|missing| missing.task() == task.task);
            prop_assert!(task.done <= task.of);
            prop_assert_eq!(owes, task.state != TaskState::Done && task.task != Task::Evidence, "{:?}", task);
        }
    }
}
