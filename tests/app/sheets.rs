//! Standards: uploading, checking, publishing, and what a published version is for ever.

use serde_json::{Value, json};

use crate::support::city::{City, Person};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::Page;

fn shipped() -> Value {
    let sheets: Vec<Value> = serde_json::from_str(include_str!("../../data/score_templates.json")).unwrap();
    sheets[0].clone()
}

/// The farm stays' sheet with an item more and an item worth less.
fn second() -> Value {
    let mut sheet = shipped();
    sheet["parts"][0]["items"][2]["max"] = json!(35);
    let added = json!({ "code": "A6", "name": "无障碍坡道", "max": 5, "tiers": [], "mandatory": false, "partial": true });
    sheet["parts"][0]["items"].as_array_mut().unwrap().push(added);
    sheet
}

#[track_caller]
fn upload(person: &Person<'_>, body: &str) -> Page {
    person.upload("/sheets/new", "/sheets", &[("text", body)], &[])
}

/// Uploads a version; the page of its draft.
#[track_caller]
fn draft(admin: &Person<'_>, sheet: &Value) -> String {
    upload(admin, &sheet.to_string()).sent_to()
}

fn count(city: &City, of: &str) -> i64 {
    numbers(&mut city.database.connect(), &format!("SELECT count(*) AS n FROM {of}"))[0]
}

on_both! {
    fn everybody_signed_in_reads_the_standards_and_only_administrators_change_them(database) {
        let city = City::new(database);
        let admin = city.admin();
        let path = draft(&admin, &second());
        for (who, person) in city.everybody() {
            let list = person.get("/sheets");
            if who == "visitor" {
                assert_eq!(list.status.code, 303, "sent to sign in");
                continue;
            }
            let list = list.expect(200);
            let told = ["农家乐", "乡村旅游区", "在用", "构建示例，非官方", "民宿"];
            assert!(told.iter().all(|said| list.says(said)), "{who}: {}", list.text());
            assert_eq!(list.says("草稿"), who == "admin", "{who}");
            let shown = person.get("/sheets/1").expect(200);
            let told = ["周围环境", "15 / 25 / 35 / 45 / 50", "必备", "餐饮型 × 1", "自治区", "5 个工作日", "800"];
            assert!(told.iter().all(|said| shown.says(said)), "{who}: {}", shown.text());
            if who != "admin" {
                person.get(&path).expect(404);
                person.get("/sheets/new").expect(403);
                person.post(&format!("{path}/publication"), &[("valid_from", "2017-12-01")]).expect(403);
                person.post(&format!("{path}/removal"), &[]).expect(403);
            }
        }
        city.admin().get("/sheets/99").expect(404);
        let admin_links = city.admin().get("/").links();
        assert!(admin_links.contains(&"/sheets".to_owned()) && admin_links.contains(&"/calendar".to_owned()));
    }
}

on_both! {
    fn a_new_version_is_uploaded_published_and_judges_from_its_first_day(database) {
        let city = City::new(database);
        let admin = city.admin();
        let path = draft(&admin, &second());
        let page = admin.get(&path).expect(200);
        let told = ["第 2 版", "草稿", "检查通过", "新增 A6 无障碍坡道（5 分）", "A3 交通可进入性与停车场：满分由 40 分改为 35 分"];
        assert!(told.iter().all(|said| page.says(said)), "{}", page.text());
        let refused = admin.submit_to(&path, "/publication", &[("valid_from", "2017-11-23")]).expect(422);
        assert!(refused.error_on("valid_from").unwrap().contains("不能早于今天"));
        let page = admin.follow(&admin.submit_to(&path, "/publication", &[("valid_from", "2017-11-24")]));
        assert!(page.says("在用") && page.says("0 件"), "{}", page.text());
        let old = admin.get("/sheets/1").expect(200);
        assert!(old.says("已被取代") && old.says("2017-11-24") && old.says("2 件"), "{}", old.text());
        // An application keeps the version it was submitted under; the next is judged by the new one.
        let case = format!("/applications/{}", city.records.application);
        assert!(city.county().get(&case).says("第 1 版"));
        run(&mut city.database.connect(), "UPDATE applications SET live = (1 = 0), stage = 'withdrawn'").unwrap();
        let site = city.records.site.to_string();
        city.operator().post("/applications", &[("site", &site), ("star", "3"), ("note", "")]);
        let sheets = numbers(&mut city.database.connect(), "SELECT sheet_id AS n FROM applications ORDER BY id");
        assert_eq!(sheets, [1, 1, 3]);
        let recorded = texts(&mut city.database.connect(), "SELECT detail AS t FROM audit_events WHERE what = 'sheet.published'");
        assert!(recorded[0].contains("\"ends\":[1]"), "{recorded:?}");
    }
}

on_both! {
    fn a_version_for_a_later_day_waits_and_no_other_begins_before_it(database) {
        let city = City::new(database);
        let admin = city.admin();
        let path = draft(&admin, &second());
        let page = admin.follow(&admin.submit_to(&path, "/publication", &[("valid_from", "2018年1月1日")]));
        assert!(page.says("待生效"), "{}", page.text());
        assert!(admin.get("/sheets/1").says("在用"));
        let next = draft(&admin, &shipped());
        let refused = admin.submit_to(&next, "/publication", &[("valid_from", "2017-12-31")]).expect(422);
        assert!(refused.error_on("valid_from").unwrap().contains("2018-01-01"));
        // A mistake is put right for the same day: the wrong one then never judges.
        admin.submit_to(&next, "/publication", &[("valid_from", "2018-01-01")]).sent_to();
        assert!(admin.get(&path).says("已被取代") && admin.get(&next).says("待生效"));
        let open = "SELECT id AS n FROM sheets WHERE subject = 'farm_stay' AND valid_to IS NULL";
        assert_eq!(numbers(&mut city.database.connect(), open), [4]);
    }
}

on_both! {
    fn a_sheet_that_fails_lists_every_fault_and_is_not_published(database) {
        let city = City::new(database);
        let admin = city.admin();
        let mut sheet = shipped();
        sheet["total"] = json!(1049);
        sheet["parts"][0]["items"][0]["tiers"] = json!([15, 25, 35, 45, 49]);
        sheet["parts"][0]["items"][1]["code"] = json!("A1");
        sheet["thresholds"][4]["min_total"] = json!(950);
        sheet["terms"]["certificate"]["patterns"]["city"] = json!("ZS-{year}-{nr}");
        sheet["terms"]["awarding"]["levels"]["5"] = json!("nation");
        let path = draft(&admin, &sheet);
        for language in ["zh-CN", "en"] {
            admin.post("/language", &[("choice", language), ("back", "/")]).sent_to();
            let page = admin.get(&path).expect(200);
            let faults = page.all(".faults li");
            assert_eq!(faults.len(), 8, "{faults:#?}");
            assert!(faults.iter().any(|fault| fault.contains("A1") && fault.contains("49")), "{faults:?}");
            assert!(page.forms().iter().all(|form| !form.action.ends_with("/publication")));
        }
        admin.post("/language", &[("choice", "zh-CN"), ("back", "/")]).sent_to();
        let refused = admin.post(&format!("{path}/publication"), &[("valid_from", "2017-12-01")]).expect(422);
        assert_eq!(refused.summary().len(), 8, "{:?}", refused.summary());
        assert_eq!(count(&city, "sheets WHERE published_at IS NULL"), 1);
        admin.submit_to(&path, "/removal", &[]).sent_to();
        admin.get(&path).expect(404);
        assert_eq!(count(&city, "sheets"), 2);
    }
}

on_both! {
    fn what_is_no_sheet_is_told_at_once_and_what_was_pasted_is_kept(database) {
        let city = City::new(database);
        let admin = city.admin();
        for (text, told) in [("{", "不是评分细则"), ("", "请选一个文件")] {
            let refused = upload(&admin, text).expect(422);
            assert!(refused.summary()[0].contains(told), "{:?}", refused.summary());
            assert_eq!(refused.form("/sheets").value("text").unwrap().trim(), text);
        }
        let mut hotel = shipped();
        hotel["subject"] = json!("酒店");
        assert!(upload(&admin, &hotel.to_string()).expect(422).error_on("text").unwrap().contains("酒店"));
        let mut nameless = shipped();
        nameless["code"] = json!(" ");
        upload(&admin, &nameless.to_string()).expect(422);
        assert_eq!(count(&city, "sheets"), 2);
    }
}

on_both! {
    fn a_published_version_never_changes(database) {
        let city = City::new(database);
        let admin = city.admin();
        admin.post("/sheets/1/publication", &[("valid_from", "2018-01-01")]).expect(409);
        admin.post("/sheets/1/removal", &[]).expect(409);
        let mut conn = city.database.connect();
        for change in [
            "code = 'X'", "version = 9", "subject = 'homestay'", "basis = 'x'", "body = '{}'", "valid_from = '2000-01-01'",
            "published_at = NULL", "published_by = NULL", "uploaded_at = NULL",
        ] {
            let refused = run(&mut conn, &format!("UPDATE sheets SET {change} WHERE id = 1")).unwrap_err();
            assert!(refused.to_string().contains("never changes"), "{change}: {refused}");
        }
        let refused = run(&mut conn, "DELETE FROM sheets WHERE id = 1").unwrap_err();
        assert!(refused.to_string().contains("never changes"), "{refused}");
        // Two of a kind without a last day cannot be, whoever publishes at the same time.
        let path = draft(&admin, &second());
        let id = path.rsplit('/').next().unwrap();
        let open = format!("UPDATE sheets SET published_at = '2017-11-24 00:00:00' WHERE id = {id}");
        run(&mut conn, &open).unwrap_err();
    }
}

on_both! {
    fn a_version_goes_out_as_a_workbook_and_comes_back_the_same(database) {
        let city = City::new(database);
        let admin = city.admin();
        let json = city.operator().get("/sheets/1/sheet.json").expect(200);
        assert_eq!(serde_json::from_str::<Value>(&json.body).unwrap(), shipped());
        let out = city.operator().get("/sheets/1/sheet.xlsx").expect(200);
        assert!(out.header("Content-Disposition").unwrap().contains("CONSTRUCTED-NJL-1-v1.xlsx"));
        admin.get("/sheets/template.xlsx").expect(200);
        let sheet = read(&shipped());
        let book = xingtu::desk::sheets::workbook::write(&sheet).unwrap();
        let picked = ("file", "细则.xlsx", book.as_slice());
        let path = admin.upload("/sheets/new", "/sheets", &[], &[picked]).sent_to();
        let page = admin.get(&path).expect(200);
        assert!(page.says("检查通过") && page.says("评分内容和规则没有变化"), "{}", page.text());
        let back = admin.get(&format!("{path}/sheet.json")).expect(200);
        assert_eq!(read(&serde_json::from_str(&back.body).unwrap()), sheet);
        let picked = ("file", "细则.xlsx", b"PK\x03\x04broken".as_slice());
        let refused = admin.upload("/sheets/new", "/sheets", &[], &[picked]).expect(422);
        assert!(refused.error_on("file").is_some());
    }
}

fn read(json: &Value) -> xingtu::domain::sheet::Sheet {
    xingtu::domain::sheet::Sheet::read(&json.to_string()).unwrap()
}
