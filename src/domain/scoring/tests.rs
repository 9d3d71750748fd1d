use proptest::prelude::*;

use super::*;
use crate::domain::codes::Code as _;
use crate::domain::sheet::BadSheet;

const SHIPPED: &str = include_str!("../../../data/score_templates.json");

fn shipped() -> Vec<Sheet> {
    let sheets: Vec<serde_json::Value> = serde_json::from_str(SHIPPED).unwrap();
    sheets.iter().map(|sheet| Sheet::read(&sheet.to_string()).unwrap()).collect()
}

fn changed(pointer: &str, value: serde_json::Value) -> Result<Sheet, BadSheet> {
    let mut sheets: Vec<serde_json::Value> = serde_json::from_str(SHIPPED).unwrap();
    *sheets[0].pointer_mut(pointer).unwrap() = value;
    Sheet::read(&sheets[0].to_string())
}

fn everything(sheet: &Sheet) -> Answers {
    sheet.items().map(|(_, item)| (item.code.clone(), item.max)).collect()
}

const COMBINED: Facts = Facts { trade: Trade::Combined, annual_visits: None };

#[test]
fn the_shipped_sheets_are_sound_and_not_official() {
    let [farm_stay, area] = shipped().try_into().unwrap();
    assert!(!farm_stay.official && !area.official);
    let maxima: Vec<String> = Trade::ALL.iter().map(|trade| farm_stay.max(*trade).to_string()).collect();
    assert_eq!(maxima, ["930", "930", "954"]);
    assert_eq!(area.max(Trade::Lodging), Points::whole(1000));
}

#[test]
fn a_sheet_whose_sums_do_not_match_is_not_taken() {
    assert!(matches!(changed("/total", 1049.into()), Err(BadSheet::Sum { .. })));
    assert!(matches!(changed("/parts/0/items/0/max", 51.into()), Err(BadSheet::Sum { .. })));
    assert!(matches!(changed("/parts/0/items/0/tiers/4", 49.into()), Err(BadSheet::Tiers(_))));
    assert!(matches!(changed("/thresholds/4/min_total", 950.into()), Err(BadSheet::OutOfReach(_))));
    assert!(matches!(changed("/parts/1/coefficients/综合型", 0.605.into()), Err(BadSheet::Form(_))));
}

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
    assert_eq!(with(Some(199_999)).obstacle.unwrap().visits_needed, Some(200_000));
    assert_eq!(with(Some(200_000)).reached, Some(Star::ALL[3]));
    assert_eq!(with(Some(300_000)).obstacle, None);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn more_points_never_make_less(
        given in answers(&shipped()[0]),
        item in any::<prop::sample::Index>(),
        more in 0..60_i32,
        trade in prop::sample::select(Trade::ALL),
    ) {
        let sheet = &shipped()[0];
        let facts = Facts { trade, annual_visits: None };
        let before = score(sheet, &given, facts);
        let mut given = given;
        let (_, item) = sheet.items().nth(item.index(sheet.items().count())).unwrap();
        let points = given.get_mut(&item.code).unwrap();
        *points = (*points + more).min(item.max);
        let after = score(sheet, &given, facts);
        prop_assert!(after.total >= before.total && after.reached >= before.reached);
        prop_assert!(after.total <= after.max && after.total >= Points::default());
        prop_assert_eq!(after.total, after.parts.iter().map(|part| part.points).sum::<Points>());
        prop_assert_eq!(after.obstacle.is_none(), after.reached == Some(Star::ALL[4]));
    }
}
