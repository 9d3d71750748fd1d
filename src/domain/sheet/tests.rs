use serde_json::{Value, json};

use super::*;
use crate::domain::application::Level;
use crate::domain::codes::Code as _;
use crate::domain::sheet::bad::Paper;

const SHIPPED: &str = include_str!("../../../data/score_templates.json");

fn shipped() -> Vec<Value> {
    serde_json::from_str(SHIPPED).unwrap()
}

/// What is wrong with the farm stays' sheet once something in it is changed.
fn changed(change: impl FnOnce(&mut Value)) -> Vec<BadSheet> {
    let mut sheet = shipped().remove(0);
    change(&mut sheet);
    Sheet::examine(&sheet.to_string())
}

fn set(pointer: &str, value: impl Into<Value>) -> Vec<BadSheet> {
    changed(|sheet| *sheet.pointer_mut(pointer).unwrap() = value.into())
}

#[test]
fn the_shipped_sheets_are_sound_and_not_official() {
    let [farm_stay, area] = shipped()
        .iter()
        .map(|sheet| Sheet::read(&sheet.to_string()).unwrap())
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    assert!(!farm_stay.official && !area.official);
    let maxima: Vec<String> = Trade::ALL.iter().map(|trade| farm_stay.max(*trade).to_string()).collect();
    assert_eq!(maxima, ["930", "930", "954"]);
    assert_eq!(area.max(Trade::Lodging), Points::whole(1000));
    assert_eq!(farm_stay.terms.level_for(Star::ALL[3]), Level::City);
    assert!(!farm_stay.terms.sources.awarding.is_empty());
}

#[test]
fn a_sheet_comes_back_from_its_file_as_it_was() {
    for file in shipped() {
        let sheet = Sheet::read(&file.to_string()).unwrap();
        assert_eq!(Sheet::read(&sheet.to_json().unwrap()), Ok(sheet.clone()));
        assert_eq!(serde_json::from_str::<Value>(&sheet.to_json().unwrap()).unwrap(), file);
    }
}

#[test]
fn a_file_from_before_the_terms_reads_for_ever_and_is_published_no_more() {
    let mut file = shipped().remove(0);
    file.as_object_mut().unwrap().remove("terms");
    assert_eq!(Sheet::parse(&file.to_string()).unwrap().terms, Terms::default());
    assert_eq!(Sheet::examine(&file.to_string()), [BadSheet::NoTerms]);
}

#[test]
fn sums_are_counted() {
    let counted = |stated, counted| BadSheet::TotalSum { stated, counted };
    assert_eq!(set("/total", 1049), [counted(1049, 1050)]);
    let part = BadSheet::PartSum { part: "A".to_owned(), stated: 181, counted: 180 };
    assert_eq!(set("/parts/0/max", 181), [part, counted(1050, 1051)]);
    let item = BadSheet::PartSum { part: "A".to_owned(), stated: 180, counted: 181 };
    let end = BadSheet::TiersEnd { item: "A1".to_owned(), last: 50, max: 51 };
    assert_eq!(set("/parts/0/items/0/max", 51), [item, end]);
}

#[test]
fn every_fault_is_found_at_once_and_names_its_place() {
    let bad = changed(|sheet| {
        sheet["parts"][0]["items"][0]["tiers"] = json!([15, 35, 25, 45, 50]);
        sheet["parts"][0]["items"][1]["code"] = json!("A1");
        sheet["parts"][1]["coefficients"]["综合型"] = json!(0.605);
        sheet["parts"][1]["coefficients"].as_object_mut().unwrap().remove("住宿型");
        sheet["parts"][2]["items"][0]["tier"] = json!([1]);
        sheet["parts"][3]["name"] = json!(" ");
        sheet["thresholds"][2]["min_total"] = json!(600);
        sheet["thresholds"][4]["min_total"] = json!(950);
        sheet["thresholds"][4]["min_bonus"] = json!(60);
        sheet["thresholds"][1]["min_part_percent"] = json!(101);
        sheet["terms"]["awarding"]["levels"].as_object_mut().unwrap().remove("4");
        sheet["terms"]["awarding"]["levels"]["5"] = json!("nation");
        sheet["terms"]["certificate"]["patterns"]["city"] = json!("ZS-{year}");
        sheet["terms"]["plaque"]["source"] = json!("");
        sheet["terms"]["re_check"]["years"] = json!(4);
    });
    let four = Star::ALL[3];
    let (b1, five) = ("B1".to_owned(), Star::ALL[4]);
    let expected = [
        BadSheet::TiersFall("A1".to_owned()),
        BadSheet::RepeatedItem("A1".to_owned()),
        BadSheet::Coefficient { part: b1.clone(), trade: Trade::Combined, found: "0.605".to_owned() },
        BadSheet::NoCoefficient { part: b1, trade: Trade::Lodging },
        BadSheet::UnknownField { place: "B2.1".to_owned(), field: "tier".to_owned() },
        BadSheet::Blank { place: "B3".to_owned(), field: Field::Name },
        BadSheet::Falling(four),
        BadSheet::OutOfReach { trade: Trade::Catering, star: five, reach: "880".to_owned(), line: 950 },
        BadSheet::BonusOutOfReach { trade: Trade::Combined, star: five, reach: "50".to_owned(), line: 60 },
        BadSheet::Range { place: "2 ★".to_owned(), field: Field::MinPartPercent, min: 0, max: 100 },
        BadSheet::Awarding { star: four, found: String::new() },
        BadSheet::Awarding { star: five, found: "nation".to_owned() },
        BadSheet::Pattern {
            paper: Paper::Certificate,
            level: Level::City,
            found: "ZS-{year}".to_owned(),
            why: BadPattern::NoPlace,
        },
        BadSheet::Blank { place: String::new(), field: Field::PlaqueSource },
        BadSheet::ReCheckAfterEnd,
    ];
    for fault in &expected {
        assert!(bad.contains(fault), "{fault:?} is missing in {bad:#?}");
    }
}

#[test]
fn five_lines_are_asked_for_in_order() {
    assert_eq!(set("/thresholds/0/star", 6), [BadSheet::Thresholds]);
    assert_eq!(
        changed(|sheet| drop(sheet["thresholds"].as_array_mut().unwrap().remove(2))),
        [BadSheet::Thresholds]
    );
}

#[test]
fn what_is_no_sheet_at_all_says_why() {
    assert!(matches!(Sheet::parse("{").unwrap_err()[..], [BadSheet::Form(_)]));
    assert!(matches!(set("/parts/0/items/0/max", "fifty")[..], [BadSheet::Form(_)]));
    assert_eq!(set("/subject", "酒店"), [BadSheet::Subject("酒店".to_owned())]);
}

#[test]
fn numbers_nobody_means_are_refused_before_they_are_added_up() {
    let huge = set("/parts/0/max", i64::MAX);
    assert!(huge.iter().any(|bad| matches!(bad, BadSheet::Range { field: Field::Max, .. })), "{huge:?}");
    assert!(!set("/total", i64::MIN).is_empty());
    assert!(!set("/thresholds/0/min_total", i64::MAX).is_empty());
    assert!(!set("/parts/0/items/0/max", i64::MIN).is_empty());
    assert!(!set("/parts/0/items/0/tiers/0", 0).is_empty());
}
