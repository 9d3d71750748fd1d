//! The commands, through the functions they call.

use serde_json::{Value, json};
use xingtu::cli::import;
use xingtu::desk::sheets::workbook;
use xingtu::domain::sheet::Sheet;

use crate::support::city::{City, now};
use crate::support::database::{numbers, texts};
use crate::support::on_both;

fn shipped() -> Value {
    let sheets: Vec<Value> = serde_json::from_str(include_str!("../../data/score_templates.json")).unwrap();
    sheets[0].clone()
}

/// What `xingtu import sheet` says of a file, and whether it ends with 0.
fn import(city: &City, file: Vec<u8>, dry_run: bool) -> (bool, String) {
    let mut said = Vec::new();
    let done = import::take_in_sheet(&city.desk, file, dry_run, now(), &mut said);
    let mut said = String::from_utf8(said).unwrap();
    if let Err(why) = &done {
        said.push_str(&why.0);
    }
    (done.is_ok(), said)
}

fn sheets(city: &City) -> i64 {
    numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM sheets")[0]
}

on_both! {
    fn a_sound_sheet_is_taken_in_as_a_draft_from_json_and_from_a_workbook(database) {
        let city = City::new(database);
        let before = sheets(&city);
        let code = shipped()["code"].as_str().unwrap().to_owned();
        let book = workbook::write(&Sheet::read(&shipped().to_string()).unwrap()).unwrap();
        for (n, file) in (2..).zip([shipped().to_string().into_bytes(), book]) {
            let (fine, said) = import(&city, file.clone(), true);
            assert!(fine && said.contains(&format!("it would become {code} version {n} for farm_stay")), "{said}");
            assert_eq!(sheets(&city), before + n - 2, "tried only");
            let (fine, said) = import(&city, file, false);
            assert!(fine && said.contains(&format!("took in {code} version {n}")), "{said}");
            assert_eq!(sheets(&city), before + n - 1);
        }
        // An administrator finds the drafts sound and publishes one.
        let admin = city.admin();
        let drafts = numbers(&mut city.database.connect(), "SELECT id AS n FROM sheets WHERE published_at IS NULL ORDER BY id");
        let path = format!("/sheets/{}", drafts[1]);
        let page = admin.get(&path).expect(200);
        assert!(page.says("草稿") && page.says("检查通过"), "{}", page.text());
        admin.submit_to(&path, "/publication", &[("valid_from", "2017-12-01")]).sent_to();
        city.county().get(&format!("/sheets/{}", drafts[0])).expect(404);
        let events = "SELECT what AS t FROM audit_events WHERE noun = 'sheet' AND user_id IS NULL ORDER BY id";
        assert_eq!(texts(&mut city.database.connect(), events), ["sheet.uploaded", "sheet.uploaded"]);
    }
}

on_both! {
    fn a_faulty_sheet_is_refused_whole_with_every_fault_by_its_item(database) {
        let city = City::new(database);
        let before = sheets(&city);
        let mut faulty = shipped();
        faulty["parts"][0]["max"] = json!(1);
        faulty["parts"][0]["items"][2]["tiers"] = json!([30, 20]);
        faulty["parts"][1]["items"][0]["code"] = json!("A3");
        faulty["parts"][0]["items"][1]["mandatroy"] = json!(true);
        for dry_run in [true, false] {
            let (fine, said) = import(&city, faulty.to_string().into_bytes(), dry_run);
            assert!(!fine && said.ends_with("faults; nothing was taken in"), "{said}");
            for told in ["A3", "A2", "mandatroy"] {
                assert!(said.contains(told), "{told}: {said}");
            }
            assert!(said.lines().filter(|line| line.starts_with("- ")).count() >= 4, "{said}");
        }
        for nothing in [b"{}".to_vec(), b"PK\x03\x04 no workbook".to_vec(), vec![0xff, 0xfe], Vec::new()] {
            let (fine, said) = import(&city, nothing, false);
            assert!(!fine && said.contains("- "), "{said}");
        }
        let mut book = workbook::template().unwrap();
        let (fine, said) = import(&city, book.clone(), true);
        assert!(!fine || !said.is_empty(), "{said}");
        book.truncate(200);
        assert!(!import(&city, book, false).0);
        assert_eq!(sheets(&city), before);
    }
}
