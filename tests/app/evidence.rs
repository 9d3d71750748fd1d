//! Courses, projects and programmes with their rows, own businesses and measures: who keeps them, and what holds them fast.

use xingtu::desk::attributions;
use xingtu::domain::paper::Holder;
use xingtu::domain::pathway::Pathway;

use crate::support::city::{City, now};
use crate::support::database::{numbers, texts};
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::{OTHER_UNIT, UNIT, VILLAGE};

/// A new record of each list, as its form is filled in.
fn filled<'a>(kind: &str, who: &'a str) -> Vec<(&'static str, &'a str)> {
    match kind {
        "courses" => vec![
            ("name", "民宿管家班"),
            ("organiser", "灵山县文旅局"),
            ("unit", UNIT),
            ("place", "佛子镇"),
            ("starts_on", "2017年9月4日"),
            ("ends_on", "2017-09-08"),
            ("hours", "４０"),
            ("document", "灵旅培〔2017〕9号"),
        ],
        "projects" => vec![
            ("name", "荔枝园二期"),
            ("division", VILLAGE),
            ("listed_on", "2016-05-01"),
            ("investment", "1,200.50"),
            ("document", "钦发改〔2016〕9号"),
        ],
        "programmes" => vec![
            ("name", "采摘分红"),
            ("division", VILLAGE),
            ("year", "2017"),
            ("supported", "yes"),
            ("document", "灵旅〔2017〕9号"),
        ],
        "businesses" => vec![
            ("who", who),
            ("name", "小炒店"),
            ("licence", "92450721MA5X"),
            ("licensed_on", "2016-10-01"),
            ("support", "创业补助"),
            ("amount", "5000"),
            ("supported_on", "2017-01-05"),
        ],
        "attendances" => vec![
            ("who", who),
            ("certificate", "CY9"),
            ("completed_on", "2017-03-10"),
            ("placement_employer", "荔香园"),
            ("placement_on", "2017-04-01"),
        ],
        "benefits" => paid("job", who),
        "payments" => paid("stall", who),
        _ => [paid("breeding", who), vec![("name", "养鸭")]].concat(),
    }
}

fn paid<'a>(kind: &'static str, who: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![("who", who), ("kind", kind), ("amount", "800"), ("on", "2017-05-02"), ("document", "表5")]
}

/// Where the form of a new record is, by what it records.
fn forms() -> [(&'static str, String, &'static str); 8] {
    [
        ("courses", "/evidence/courses/new".into(), "/evidence/courses"),
        ("projects", "/evidence/projects/new".into(), "/evidence/projects"),
        ("programmes", "/evidence/programmes/new".into(), "/evidence/programmes"),
        ("businesses", "/evidence/businesses/new".into(), "/evidence/businesses"),
        ("measures", "/evidence/measures/new".into(), "/evidence/measures"),
        ("attendances", "/evidence/courses/1/rows/new".into(), "/evidence/courses/1/rows"),
        ("benefits", "/evidence/projects/1/rows/new".into(), "/evidence/projects/1/rows"),
        ("payments", "/evidence/programmes/1/rows/new".into(), "/evidence/programmes/1/rows"),
    ]
}

/// The record an answer leads to, or the last row of the list it leads to.
fn made(city: &City, answer: &Page, kind: &str) -> String {
    let to = answer.sent_to();
    if to.starts_with(&format!("/evidence/{kind}/")) {
        return to;
    }
    let rows = city.county().get(&to).expect(200);
    rows.links().into_iter().find(|link| link.starts_with(&format!("/evidence/{kind}/"))).unwrap()
}

on_both! {
    fn the_county_keeps_every_kind_of_record_and_the_others_read_or_know_nothing(database) {
        let city = City::new(database);
        let who = city.records.id_numbers[0].clone();
        for (kind, form, action) in forms() {
            let fields = filled(kind, &who);
            let county = city.county();
            let answer = county.submit_to(&form, action, &fields);
            let record = made(&city, &answer, kind);
            assert!(!record.contains(&who), "no number in an address");
            for reader in [city.county(), city.colleague(), city.office(), city.official()] {
                reader.get(&record).expect(200);
            }
            // An official sees no name in full, no number, and nothing to change.
            let read = city.official().get(&record);
            assert!(read.forms().is_empty() && !read.body.contains("450799"), "{kind}");
            for forbidden in [&form, &format!("{record}/correction")] {
                city.official().get(forbidden).expect(403);
                city.operator().get(forbidden).expect(403);
                city.admin().get(forbidden).expect(403);
            }
            city.operator().get(&record).expect(403);
            city.operator().post(action, &fields).expect(403);
            city.official().post(action, &fields).expect(403);
            city.other_county().get(&record).expect(404);
            city.other_county().get(&format!("{record}/correction")).expect(404);
            let correction = [&fields[..], &[("revision", "0"), ("reason", "改")]].concat();
            city.other_county().post(&format!("{record}/correction"), &correction).expect(404);

            // Corrected with a reason, at the revision it was read at; twice is once too often.
            let opened = county.get(&format!("{record}/correction")).expect(200).form("/correction");
            let refused = county.send_form(opened.clone(), &[]).expect(422);
            assert!(refused.error_on("reason").is_some(), "{kind}: {}", refused.text());
            county.send_form(opened.clone(), &[("reason", "照原件改正")]).sent_to();
            county.send_form(opened, &[("reason", "再改一次")]).expect(409);
            if !["courses", "projects", "programmes"].contains(&kind) {
                let ask = format!("{record}/removal");
                let refused = county.submit(&ask, &[("reason", "")]).expect(422);
                assert!(refused.error_on("reason").is_some(), "{kind}");
                let removal = county.get(&ask).form("/removal");
                county.send_form(removal.clone(), &[("reason", "登记错了")]).sent_to();
                county.get(&record).expect(404);
                county.send_form(removal, &[("reason", "再移一次")]).expect(404);
                // Recorded anew it is the same record.
                let again = county.submit_to(&form, action, &fields);
                assert_eq!(made(&city, &again, kind), record, "{kind}");
                let twice = county.submit_to(&form, action, &fields).expect(422);
                assert!(!twice.summary().is_empty());
            }
        }
        let told = "SELECT detail AS t FROM audit_events WHERE what LIKE 'record.%'";
        let told = texts(&mut city.database.connect(), told).concat();
        assert!(!told.contains(&who) && !told.contains("小炒店"), "{told}");
    }
}

on_both! {
    fn what_is_wrong_is_told_by_field_and_what_was_typed_is_kept(database) {
        let city = City::new(database);
        let county = city.county();
        for (form, action, fields, wrong) in [
            ("/evidence/courses/new", "/evidence/courses",
                &[("name", "班"), ("starts_on", "2017-09-08"), ("ends_on", "昨天"), ("hours", "x")][..], &["ends_on", "hours"][..]),
            ("/evidence/projects/new", "/evidence/projects", &[("name", "园"), ("investment", "很多")], &["investment"]),
            ("/evidence/programmes/new", "/evidence/programmes",
                &[("name", "红"), ("division", VILLAGE), ("year", "1999"), ("document", "号")], &["year"]),
            ("/evidence/courses/1/rows/new", "/rows", &[("certificate", "CY1")], &["who"]),
            ("/evidence/courses/1/rows/new", "/rows", &[("who", "查无此人"), ("certificate", "CY1")], &["who", "completed_on"]),
            ("/evidence/projects/1/rows/new", "/rows", &[("who", "查无此人"), ("kind", "job"), ("amount", "0"),
                ("on", "2018-01-01"), ("document", "表")], &["who", "amount", "on"]),
            ("/evidence/programmes/1/rows/new", "/rows", &[("who", "x")], &["kind", "amount", "on", "document"]),
            ("/evidence/businesses/new", "/evidence/businesses", &[("name", "店")], &["licence", "support", "supported_on"]),
        ] {
            for language in ["zh-CN", "en"] {
                county.post("/language", &[("choice", language), ("back", "/")]).sent_to();
                let refused = county.submit_to(form, action, fields).expect(422);
                for field in wrong {
                    assert!(refused.error_on(field).is_some(), "{form} {field}: {}", refused.text());
                }
                for (name, value) in fields {
                    assert_eq!(refused.form(action).value(name), Some(*value), "{form} {name}");
                }
            }
        }
        // A county records nothing for another unit.
        let mut elsewhere = filled("courses", "");
        elsewhere.retain(|(name, _)| *name != "unit");
        elsewhere.push(("unit", OTHER_UNIT));
        assert!(county.post("/evidence/courses", &elsewhere).expect(422).error_on("unit").is_some());
        let counted = "SELECT (SELECT count(*) FROM courses) + (SELECT count(*) FROM projects) AS n";
        assert_eq!(numbers(&mut city.database.connect(), counted), [2]);
    }
}

on_both! {
    fn somebody_of_another_unit_is_nobody_here_and_of_several_one_is_chosen(database) {
        let city = City::new(database);
        let (county, form) = (city.county(), "/evidence/courses/1/rows/new");
        let stranger = city.records.id_numbers[6].clone();
        let refused = county.submit_to(form, "/rows", &filled("attendances", &stranger)).expect(422);
        assert!(refused.error_on("who").is_some(), "{}", refused.text());
        // A household's code finds its people; an unknown number of the form is not taken for another's.
        let code = texts(&mut city.database.connect(), "SELECT code AS t FROM households ORDER BY id");
        county.submit_to(form, "/rows", &filled("attendances", &code[0])).sent_to();
        let shared = "UPDATE persons SET name = '莫同名' WHERE id <= 3";
        crate::support::database::run(&mut city.database.connect(), shared).unwrap();
        let asked = county.submit_to("/evidence/projects/1/rows/new", "/rows", &filled("benefits", "莫同名")).expect(422);
        assert!(asked.error_on("who").unwrap().contains('3'), "{}", asked.text());
        county.send_form(asked.form("/rows"), &[("person", "2")]).sent_to();
        let kept = "SELECT person_id AS n FROM project_benefits ORDER BY id DESC LIMIT 1";
        assert_eq!(numbers(&mut city.database.connect(), kept), [2]);
    }
}

on_both! {
    fn what_an_exit_rests_on_is_neither_changed_nor_taken_away(database) {
        let city = City::new(database);
        let county = city.county();
        for (pathway, under) in [
            (Pathway::Training, Some("/evidence/courses/1")),
            (Pathway::VillageIndustry, Some("/evidence/programmes/1")),
            (Pathway::MajorProject, Some("/evidence/projects/1")),
            (Pathway::SelfStart, None),
            (Pathway::NonTourism, None),
        ] {
            let (exit, evidence) = city.records.exits[&pathway];
            let actor = city.cast.county.clone();
            let id = city.desk.write_now(actor, now(), move |tx| attributions::propose(tx, exit, evidence)).unwrap();
            let record = Holder::from(evidence).to_string();
            assert!(county.get(&record).links().contains(&format!("/exits/{exit}")));
            for form in ["/correction", "/removal"] {
                let refused = county.submit_to(&format!("{record}{form}"), form, &[("reason", "改")]).expect(409);
                assert!(refused.says(&exit.to_string()), "{}", refused.text());
            }
            if let Some(under) = under {
                // Words may be put right; what the rules ask may not.
                let correction = format!("{under}/correction");
                county.submit_to(&correction, "/correction", &[("name", "改了名"), ("reason", "写错了")]).sent_to();
                let facts: &[(&str, &str)] = match pathway {
                    Pathway::VillageIndustry => &[("year", "2016"), ("reason", "改年度")],
                    Pathway::MajorProject => &[("listed_on", "2015-01-01"), ("reason", "改日期")],
                    _ => &[],
                };
                if !facts.is_empty() {
                    county.submit_to(&correction, "/correction", facts).expect(409);
                }
            }
            let actor = city.cast.county.clone();
            city.desk
                .write_now(actor, now(), move |tx| attributions::withdraw(tx, id, 1, &"提错了".parse().unwrap()))
                .unwrap();
            county.submit_to(&format!("{record}/removal"), "/removal", &[("reason", "登记错了")]).sent_to();
            // Taken off its list it supports nothing any more.
            let actor = city.cast.county.clone();
            city.desk.write_now(actor, now(), move |tx| attributions::propose(tx, exit, evidence)).unwrap_err();
        }
    }
}

on_both! {
    fn lists_are_filtered_and_empty_ones_say_what_to_do(database) {
        let city = City::new(database);
        let office = city.office();
        for (kind, named) in [("courses", "厨艺"), ("projects", "大芦"), ("programmes", "分红")] {
            let list = |query: &str| office.get(&format!("/evidence/{kind}?{query}")).expect(200).rows("table.list").len();
            assert_eq!(list(""), 1, "{kind}");
            let quoted = rocket::http::RawStr::new(named).percent_encode().to_string();
            assert_eq!((list(&format!("q={quoted}")), list("q=nothing"), list("year=2011")), (1, 0, 0), "{kind}");
            assert_eq!((list(&format!("unit={UNIT}")), list(&format!("unit={OTHER_UNIT}"))), (1, 0), "{kind}");
            let empty = city.other_county().get(&format!("/evidence/{kind}")).expect(200);
            assert!(empty.links().contains(&format!("/evidence/{kind}/new")), "{kind}");
            assert!(!city.official().get(&format!("/evidence/{kind}")).links().contains(&format!("/evidence/{kind}/new")));
        }
        for kind in ["businesses", "measures"] {
            assert_eq!(office.get(&format!("/evidence/{kind}")).expect(200).rows("table.list").len(), 1, "{kind}");
            assert!(city.other_county().get(&format!("/evidence/{kind}")).rows("table.list").is_empty());
        }
        office.get("/evidence/hires").expect(404);
        assert!(office.get("/exits").links().contains(&"/evidence".to_owned()));
        assert_eq!(office.get("/evidence").expect(200).rows("table.list").len(), 5);
    }
}
