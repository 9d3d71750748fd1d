use proptest::prelude::*;

use super::*;
use crate::domain::codes::Code as _;

const SHIPPED: &str = include_str!("../../../data/score_templates.json");

fn shipped() -> Vec<Sheet> {
    let sheets: Vec<serde_json::Value> = serde_json::from_str(SHIPPED).unwrap();
    sheets.iter().map(|sheet| Sheet::read(&sheet.to_string()).unwrap()).collect()
}

fn everything(sheet: &Sheet) -> Answers {
    sheet.items().map(|(_, item)| (item.code.clone(), item.max)).collect()
}

const COMBINED: Facts = Facts { trade: Trade::Combined, annual_visits: None };

#[test]
fn six_tenths_of_a_point_are_exact() {
    let sheet = &shipped()[0];
    let kitchen = Answers::from([("B1.1".to_owned(), 17), ("B1.2".to_owned(), 24)]);
    assert_eq!(score(sheet, &kitchen, COMBINED).total.to_string(), "24.6");
}

#[test]
fn a_missed_mandatory_item_leaves_no_star_and_is_named() {
    let sheet = &shipped()[0];
    let mut answers = everything(sheet);
    assert_eq!(score(sheet, &answers, COMBINED).reached, Some(Star::ALL[4]));
    answers.insert("E1".to_owned(), 0);
    let without = score(sheet, &answers, COMBINED);
    assert_eq!(without.reached, None);
    assert_eq!(without.obstacle.unwrap().missed[0].code, "E1");
    // A kitchen binds nobody who only lets rooms.
    answers.insert("E1".to_owned(), 30);
    answers.insert("B1.2".to_owned(), 0);
    assert!(score(sheet, &answers, Facts { trade: Trade::Lodging, ..COMBINED }).reached.is_some());
    assert!(score(sheet, &answers, COMBINED).reached.is_none());
}

#[test]
fn four_stars_of_a_tourism_area_need_the_visits() {
    let sheet = &shipped()[1];
    let answers = everything(sheet);
    let with = |visits| score(sheet, &answers, Facts { annual_visits: visits, ..COMBINED });
    assert_eq!(with(None).reached, Some(Star::ALL[2]));
    let short = with(Some(199_999)).obstacle.unwrap();
    assert_eq!((short.visits_needed, short.visits_short_by), (Some(200_000), Some(1)));
    assert_eq!(with(None).obstacle.unwrap().visits_short_by, Some(200_000));
    assert_eq!(with(Some(200_000)).reached, Some(Star::ALL[3]));
    assert_eq!(with(Some(300_000)).obstacle, None);
}

/// The farm stays' sheet with one rule of one star changed.
fn ruled(star: usize, rule: impl FnOnce(&mut Threshold)) -> Sheet {
    let mut sheet = shipped().remove(0);
    rule(&mut sheet.thresholds[star - 1]);
    sheet
}

#[test]
fn a_star_may_ask_for_bonus_points() {
    let sheet = ruled(5, |line| line.min_bonus = Some(30));
    let mut answers = everything(&sheet);
    assert_eq!(score(&sheet, &answers, COMBINED).reached, Some(Star::ALL[4]));
    let bonus = &sheet.parts.iter().find(|part| part.bonus).unwrap().items;
    answers.extend(bonus.iter().map(|item| (item.code.clone(), 0)));
    answers.insert(bonus[0].code.clone(), 12);
    let short = score(&sheet, &answers, COMBINED);
    assert_eq!(short.reached, Some(Star::ALL[3]));
    let obstacle = short.obstacle.unwrap();
    assert_eq!((obstacle.star, obstacle.bonus_short_by), (Star::ALL[4], Points::whole(18)));
    assert_eq!(obstacle.short_by, Points::default());
}

#[test]
fn a_star_may_ask_for_a_share_of_every_part_that_counts() {
    let sheet = ruled(5, |line| line.min_part_percent = Some(60));
    let mut answers = everything(&sheet);
    // B1 counts 36 of its 60 for meals and beds together; 60 percent of them are 21.6.
    answers.extend([("B1.1", 5), ("B1.2", 25), ("B1.3", 0)].map(|(code, n)| (code.to_owned(), n)));
    let short = score(&sheet, &answers, COMBINED);
    assert_eq!(short.reached, Some(Star::ALL[3]));
    let parts = short.obstacle.unwrap().parts;
    assert_eq!(
        (parts.len(), parts[0].code.as_str(), parts[0].short_by.to_string()),
        (1, "B1", "3.6".to_owned())
    );
    answers.insert("B1.3".to_owned(), 6);
    assert_eq!(score(&sheet, &answers, COMBINED).reached, Some(Star::ALL[4]));
    // Who only lets rooms has no kitchen, and owes none; and no bonus is owed by a share.
    answers.extend(["B1.1", "B1.2", "B1.3", "H1", "H2", "H3", "H4"].map(|code| (code.to_owned(), 0)));
    assert_eq!(
        score(&sheet, &answers, Facts { trade: Trade::Lodging, ..COMBINED }).reached,
        Some(Star::ALL[4])
    );
}

#[test]
fn a_rule_of_three_stars_that_fails_does_not_keep_from_four() {
    let sheet = ruled(3, |line| line.min_annual_visits = Some(1_000_000));
    let all = score(&sheet, &everything(&sheet), COMBINED);
    assert_eq!((all.reached, all.obstacle), (Some(Star::ALL[4]), None));
}

#[test]
fn a_verdict_stays_below_the_points_and_the_application_and_owes_its_reason() {
    let sheet = &shipped()[0];
    let all = score(sheet, &everything(sheet), COMBINED);
    let four = Star::ALL[3];
    assert_eq!(Verdict::Award(four).check(&all, four, ""), Ok(()));
    assert_eq!(
        Verdict::Award(Star::ALL[4]).check(&all, four, "why"),
        Err(BadVerdict::AboveApplied { star: Star::ALL[4], applied: four })
    );
    assert_eq!(Verdict::Award(Star::ALL[2]).check(&all, four, " "), Err(BadVerdict::ReasonOwed));
    assert_eq!(Verdict::Reject.check(&all, four, ""), Err(BadVerdict::ReasonOwed));
    let none = score(sheet, &Answers::new(), COMBINED);
    assert_eq!(
        Verdict::Award(Star::ALL[0]).check(&none, four, "why"),
        Err(BadVerdict::AboveReached { star: Star::ALL[0] })
    );
    assert!(none.may_award(four).is_empty());
}

fn answers(sheet: &Sheet) -> impl Strategy<Value = Answers> + use<> {
    let items: Vec<(String, i32)> = sheet.items().map(|(_, item)| (item.code.clone(), item.max)).collect();
    items
        .into_iter()
        .map(|(code, max)| (0..=max).prop_map(move |points| (code.clone(), points)))
        .collect::<Vec<_>>()
        .prop_map(|all| all.into_iter().collect())
}

/// A sheet whose stars ask for anything.
fn rules() -> impl Strategy<Value = Sheet> {
    let rule = (
        0..950_i64,
        prop::option::of(0..50_i64),
        prop::option::of(0..100_i64),
        prop::option::of(0..400_000_i64),
    );
    prop::collection::vec(rule, 5).prop_map(|rules| {
        let mut sheet = shipped().remove(0);
        for (line, (total, bonus, percent, visits)) in sheet.thresholds.iter_mut().zip(rules) {
            line.min_total = total;
            (line.min_bonus, line.min_part_percent, line.min_annual_visits) = (bonus, percent, visits);
        }
        sheet
    })
}

/// The same sheet with all rules of its stars but one taken away.
fn only(sheet: &Sheet, keep: usize) -> Sheet {
    let mut sheet = sheet.clone();
    for line in &mut sheet.thresholds {
        let whole = *line;
        *line = Threshold {
            min_total: 0,
            min_bonus: None,
            min_part_percent: None,
            min_annual_visits: None,
            ..whole
        };
        match keep {
            0 => line.min_total = whole.min_total,
            1 => line.min_bonus = whole.min_bonus,
            2 => line.min_part_percent = whole.min_part_percent,
            _ => line.min_annual_visits = whole.min_annual_visits,
        }
    }
    sheet
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn more_points_never_make_less(
        sheet in rules(),
        given in answers(&shipped()[0]),
        item in any::<prop::sample::Index>(),
        more in 0..60_i32,
        trade in prop::sample::select(Trade::ALL),
        annual_visits in prop::option::of(0..400_000_i64),
    ) {
        let facts = Facts { trade, annual_visits };
        let before = score(&sheet, &given, facts);
        let mut given = given;
        let (_, item) = sheet.items().nth(item.index(sheet.items().count())).unwrap();
        let points = given.get_mut(&item.code).unwrap();
        *points = (*points + more).min(item.max);
        let after = score(&sheet, &given, facts);
        prop_assert!(after.total >= before.total && after.reached >= before.reached);
        prop_assert!(after.total <= after.max && after.total >= Points::default());
        prop_assert_eq!(after.total, after.parts.iter().map(|part| part.points).sum::<Points>());
        prop_assert_eq!(after.obstacle.is_none(), after.reached == Some(Star::ALL[4]));
        let visited = Facts { trade, annual_visits: annual_visits.map(|visits| visits + i64::from(more)) };
        prop_assert!(score(&sheet, &given, visited).reached >= after.reached);
    }

    #[test]
    fn a_star_is_reached_if_every_rule_alone_reaches_it(
        sheet in rules(),
        given in answers(&shipped()[0]),
        trade in prop::sample::select(Trade::ALL),
        annual_visits in prop::option::of(0..400_000_i64),
    ) {
        let facts = Facts { trade, annual_visits };
        let all = score(&sheet, &given, facts);
        prop_assert_eq!(&all, &score(&sheet, &given, facts));
        // Of one star, by one rule alone: every other star asks for more than there is.
        let passes = |keep, star: Star| {
            let mut alone = only(&sheet, keep);
            for line in alone.thresholds.iter_mut().filter(|line| line.star != star) {
                line.min_total = 1_000_000;
            }
            score(&alone, &given, facts).reached == Some(star)
        };
        let every = |star: &Star| (0..4).all(|keep| passes(keep, *star));
        prop_assert_eq!(all.reached, Star::ALL.into_iter().filter(every).max());
        for keep in 0..4 {
            prop_assert!(all.reached <= score(&only(&sheet, keep), &given, facts).reached);
        }
        if let Some(obstacle) = &all.obstacle {
            prop_assert!(Some(obstacle.star) > all.reached);
        }
    }

    #[test]
    fn what_the_obstacle_names_is_what_is_missing(
        sheet in rules(),
        given in answers(&shipped()[0]),
        trade in prop::sample::select(Trade::ALL),
        annual_visits in prop::option::of(0..400_000_i64),
    ) {
        let Some(obstacle) = score(&sheet, &given, Facts { trade, annual_visits }).obstacle else { return Ok(()) };
        // A sheet that asks for that much less of this star is reached with the same points.
        let mut eased = sheet;
        let line = eased.thresholds.iter_mut().find(|line| line.star == obstacle.star).unwrap();
        line.min_total -= obstacle.short_by.hundredths().div_euclid(100) + 1;
        line.min_bonus = line.min_bonus.map(|asked| asked - obstacle.bonus_short_by.hundredths().div_euclid(100) - 1);
        line.min_annual_visits = line.min_annual_visits.map(|asked| asked - obstacle.visits_short_by.unwrap_or(0));
        if !obstacle.parts.is_empty() {
            line.min_part_percent = None;
        }
        let reached = score(&eased, &given, Facts { trade, annual_visits }).reached;
        prop_assert_eq!(reached >= Some(obstacle.star), obstacle.missed.is_empty());
    }
}
