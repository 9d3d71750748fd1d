//! Evidence judged by dated rules: who records them, what they keep from being verified, and what is only shown.

use xingtu::domain::paper::Holder;
use xingtu::domain::pathway::Pathway;

use crate::support::city::{City, Person};
use crate::support::database::{numbers, run};
use crate::support::files::png;
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::VILLAGE;

const NEW: &str = "/evidence-rules/new";

/// A version for 2017 that asks a certificate and the proof of the job of a course, and 2,000 yuan of a payment.
const ASKING: [(&str, &str); 6] = [
    ("from_year", "2017"),
    ("only", "yes"),
    ("document", "钦旅〔2017〕30号"),
    ("papers[training-certificate]", "required"),
    ("papers[training-listing]", "expected"),
    ("amounts[village_industry]", "2,000"),
];

impl City {
    #[track_caller]
    fn record(&self, fields: &[(&str, &str)]) -> Page {
        self.admin().submit_to(NEW, "/evidence-rules", fields)
    }

    /// Proposes the exit of a pathway; its page.
    #[track_caller]
    fn county_proposes(&self, pathway: Pathway) -> String {
        let (exit, evidence) = self.records.exits[&pathway];
        let path = format!("/exits/{exit}");
        self.county().submit(&path, &[("evidence", &evidence.to_string())]).sent_to();
        path
    }

    /// Where the live attribution of the newest proposal is.
    fn newest(&self) -> (String, String) {
        let mut c = self.database.connect();
        let id = numbers(&mut c, "SELECT max(id) AS n FROM attributions WHERE live")[0];
        let revision = numbers(&mut c, &format!("SELECT revision AS n FROM attributions WHERE id = {id}"))[0];
        (format!("/attributions/{id}"), revision.to_string())
    }
}

/// Takes a step as a program would, whatever the page offers.
fn step(person: &Person<'_>, (attribution, revision): &(String, String), step: &str) -> Page {
    person.post(&format!("{attribution}/{step}"), &[("revision", revision)])
}

on_both! {
    fn an_administrator_records_a_version_and_staff_and_officials_read_it(database) {
        let city = City::new(database);
        let made = city.record(&[
            ("from_year", "２０１８"),
            ("document", "钦旅〔2018〕3号"),
            ("places[training]", "1"),
            ("places[employment]", "5"),
            ("months[self_start]", "3"),
            ("amounts[employment]", "1,680.50"),
            ("papers[employment-contract]", "required"),
            ("papers[employment-photo]", "expected"),
        ]).sent_to();
        for reader in [city.admin(), city.county(), city.office(), city.official()] {
            let list = reader.get("/evidence-rules").expect(200);
            assert_eq!(list.rows(".list").len(), 2, "the seeded one of 2017 and this");
            assert!(list.says("2018年起") && list.says("本年适用") && list.says("钦旅〔2018〕3号"), "{}", list.text());
            let page = reader.get(&made).expect(200);
            let rows = page.rows(".list");
            assert_eq!(rows.len(), 6);
            assert!(rows[0][0].contains("旅游技能培训") && rows[4][0].contains("就业安排"), "{rows:?}");
            assert_eq!((rows[4][2].as_str(), rows[4][3].as_str()), ("6", "1,680.50"), "{rows:?}");
            assert!(rows[4][4].contains("劳动合同") && rows[4][5].contains("照片"), "{rows:?}");
            assert!(page.forms().iter().all(|form| !form.action.contains("evidence-rules")));
        }
        let recorded = "SELECT count(*) AS n FROM audit_events WHERE what = 'evidence_rules.recorded'";
        assert_eq!(numbers(&mut city.database.connect(), recorded), [1]);
        for nobody in [city.county(), city.office(), city.official(), city.operator()] {
            nobody.get(NEW).expect(403);
            nobody.post("/evidence-rules", &ASKING).expect(403);
            nobody.post("/evidence-rules", &[]).expect(403);
        }
        city.operator().get("/evidence-rules").expect(403);
        city.operator().get(&made).expect(403);
        assert!(city.visitor().get("/evidence-rules").sent_to().starts_with("/sign-in"));
        // The next is written from what holds today.
        assert_eq!(city.admin().get(NEW).form("/evidence-rules").value("months[employment]"), Some("6"));
    }
}

on_both! {
    fn what_is_wrong_with_a_version_is_told_by_field_and_what_was_typed_is_kept(database) {
        let city = City::new(database);
        for (fields, wrong) in [
            (&[("from_year", "1999"), ("document", "x")][..], &["from_year"][..]),
            (&[("from_year", "后年"), ("document", "")], &["from_year", "document"]),
            (&[("from_year", "2018"), ("document", "x"), ("places[training]", "1")], &["places[training]"]),
            (&[("from_year", "2018"), ("document", "x"), ("months[employment]", "")], &["months[employment]"]),
            (&[("from_year", "2018"), ("document", "x"), ("months[self_start]", "25")], &["months[self_start]"]),
            (&[("from_year", "2018"), ("document", "x"), ("amounts[employment]", "很多")], &["amounts[employment]"]),
        ] {
            for language in ["zh-CN", "en"] {
                let admin = city.admin();
                admin.post("/language", &[("choice", language), ("back", "/")]).sent_to();
                let refused = admin.submit_to(NEW, "/evidence-rules", fields).expect(422);
                for field in wrong {
                    assert!(refused.error_on(field).is_some(), "{field}: {}", refused.text());
                }
                assert_eq!(refused.summary().len(), wrong.len(), "{:?}", refused.summary());
                for (name, value) in fields {
                    assert_eq!(refused.form("/evidence-rules").value(name), Some(*value), "{name}");
                }
            }
        }
        // What no form offers is refused, too.
        let all = places();
        let mut fields: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend([
            ("from_year", "2018"), ("document", "x"), ("months[employment]", "6"),
            ("amounts[training]", "5"), ("months[major_project]", "2"), ("papers[training-licence]", "required"),
        ]);
        let refused = city.admin().post("/evidence-rules", &fields).expect(422);
        assert_eq!(refused.summary().len(), 3, "{:?}", refused.summary());
        fields.extend([("papers[employment-contract]", "perhaps")]);
        let refused = city.admin().post("/evidence-rules", &fields).expect(422);
        assert!(refused.error_on("papers[employment-contract]").is_some(), "{}", refused.text());
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM evidence_rules"), [1]);
    }
}

/// The places of the pathways in their official order, as the form has them.
fn places() -> Vec<(String, String)> {
    use xingtu::domain::codes::Code as _;
    (1..).zip(Pathway::ALL).map(|(n, one)| (format!("places[{one}]"), n.to_string())).collect()
}

on_both! {
    fn a_year_with_an_attribution_keeps_its_rules_whoever_writes_them(database) {
        let city = City::new(database);
        city.record(&ASKING).sent_to();
        city.county_proposes(Pathway::Training);
        let refused = city.record(&ASKING).expect(422);
        assert!(refused.error_on("from_year").unwrap().contains("2018"), "{}", refused.text());
        let since = [("from_year", "2015"), ("document", "x")];
        assert!(city.record(&since).expect(422).error_on("from_year").is_some());
        let before = [("from_year", "2016"), ("only", "yes"), ("document", "x")];
        city.record(&before).sent_to();
        city.record(&[("from_year", "2018"), ("document", "x")]).sent_to();
        let mut c = city.database.connect();
        for attack in [
            "UPDATE evidence_rules SET document = 'y'",
            "UPDATE evidence_rules SET to_year = NULL",
            "DELETE FROM evidence_rules",
            "UPDATE evidence_rule_pathways SET months = 1 WHERE pathway = 'employment'",
            "DELETE FROM evidence_rule_papers",
            "UPDATE evidence_rule_papers SET need = 'expected'",
            "INSERT INTO evidence_rule_papers (rule_id, pathway, kind, need) VALUES (1, 'training', 'photo', 'required')",
            "INSERT INTO evidence_rules (from_year, to_year, document, recorded_at) VALUES (2017, 2017, 'y', '2017-11-24 09:00:00')",
            "INSERT INTO evidence_rules (from_year, document, recorded_at) VALUES (2014, 'y', '2017-11-24 09:00:00')",
        ] {
            assert!(run(&mut c, attack).is_err(), "{attack}");
        }
    }
}

on_both! {
    fn a_case_is_proposed_without_its_papers_and_neither_verified_nor_confirmed(database) {
        let city = City::new(database);
        city.record(&ASKING).sent_to();
        let (exit, evidence) = city.records.exits[&Pathway::Training];
        let path = format!("/exits/{exit}");
        let page = city.county().get(&path).expect(200);
        assert!(page.says("没有结业证书") && page.says("缺 · 必须") && page.says("没有名单或文件"), "{}", page.text());
        assert!(!page.says("建议："), "nothing has enough");
        city.county_proposes(Pathway::Training);
        let attribution = city.newest();
        for (person, asked) in [(city.colleague(), "verification"), (city.office(), "confirmation")] {
            let page = person.get(&path).expect(200);
            assert!(page.forms().iter().all(|form| !form.action.ends_with(asked)), "{asked}");
            let refused = step(&person, &attribution, asked).expect(409);
            assert!(refused.says("材料不够") && refused.says("没有结业证书"), "{}", refused.text());
            assert!(!refused.says("不够，还不能办：没有名单"), "what is only expected stops nothing");
        }
        let answer = city.office().post_json(&format!("/api/v1{}/confirmation", attribution.0), &serde_json::json!({"revision": 1}), None);
        assert_eq!(answer.status.code, 409, "{}", answer.text());
        // With the paper it goes through, though what is expected still is not there.
        let papers = format!("{}/papers", Holder::from(evidence));
        let added = city.county().upload(&papers, "/papers", &[("kind", "certificate")], &[("files", "证.png", &png(30, 20))]);
        added.sent_to();
        let page = city.colleague().get(&path).expect(200);
        assert!(page.says("结业证书 1 份") && page.says("没有名单或文件"), "{}", page.text());
        city.colleague().submit_to(&path, "/verification", &[]).sent_to();
        city.office().submit_to(&path, "/confirmation", &[]).sent_to();
        let ready = |found: &str| city.office().get("/snapshots/new?year=2017").expect(200).says(found);
        assert!(ready("已认定的各户材料都够"));
        // Its file is changed on the disk, or the paper withdrawn: what was confirmed is told before its year is frozen.
        run(&mut city.database.connect(), "UPDATE attachments SET fault = 'changed', checked_at = '2017-11-24 09:00:00'").unwrap();
        assert!(ready("1 户已认定，但按当年佐证规则材料不够"));
        for reader in [city.office(), city.official(), city.county()] {
            let list = reader.get("/attributions/insufficient?year=2017").expect(200);
            let [row] = list.rows(".list").try_into().unwrap();
            assert!(row.concat().contains("结业证书的文件缺失或被改动"), "{row:?}");
        }
        assert!(city.other_county().get("/attributions/insufficient?year=2017").expect(200).rows(".list").is_empty());
        city.operator().get("/attributions/insufficient?year=2017").expect(403);
    }
}

on_both! {
    fn a_batch_passes_the_same_door(database) {
        let city = City::new(database);
        city.record(&ASKING).sent_to();
        let screen = format!("/attribution-batches/new?village={VILLAGE}");
        assert!(city.county().get(&screen).expect(200).says("材料不够"));
        let chosen: Vec<(String, String)> = [Pathway::Training, Pathway::VillageIndustry, Pathway::SelfStart]
            .map(|pathway| city.records.exits[&pathway])
            .iter()
            .map(|(exit, evidence)| (format!("evidence[{exit}]"), evidence.to_string()))
            .collect();
        let fields: Vec<(&str, &str)> = chosen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        city.county().submit_to(&screen, "/attribution-batches", &fields).sent_to();
        let verify = |pathway: Pathway| {
            let proposed = format!("SELECT id AS n FROM attributions WHERE pathway = '{pathway}'");
            let id = numbers(&mut city.database.connect(), &proposed)[0];
            step(&city.colleague(), &(format!("/attributions/{id}"), "1".into()), "verification")
        };
        assert!(verify(Pathway::Training).expect(409).says("没有结业证书"));
        let refused = verify(Pathway::VillageIndustry).expect(409);
        assert!(refused.says("发放金额 1,200 元，低于规则要求的 2,000 元"), "{}", refused.text());
        verify(Pathway::SelfStart).sent_to();
    }
}

on_both! {
    fn what_is_suggested_has_a_reason_and_is_never_chosen_beforehand(database) {
        let city = City::new(database);
        // The person of the first exit was trained, too, while at work.
        let sql = "INSERT INTO course_attendances (course_id, person_id, certificate, completed_on, placement_employer, placement_on) \
                   SELECT 1, person_id, 'CY2', '2017-03-10', '荔香园', '2017-03-15' FROM hires WHERE person_id IS NOT NULL";
        run(&mut city.database.connect(), sql).unwrap();
        let (exit, evidence) = city.records.exits[&Pathway::Employment];
        let path = format!("/exits/{exit}");
        for person in [city.county(), city.official()] {
            let page = person.get(&path).expect(200);
            assert!(page.says("建议：旅游企业就业安排。理由：“荔香园”") && page.says("排在“旅游技能培训与就业指导”前面"), "{}", page.text());
            assert!(page.says("结业前已在旅游企业上岗") && page.says("没有八有一超核验"), "{}", page.text());
            assert!(!page.body.contains(" checked"), "never pre-selected");
        }
        // The written order is data: with training first the course is suggested.
        city.record(&[("from_year", "2017"), ("only", "yes"), ("document", "x"), ("places[training]", "1"), ("places[employment]", "5")]).sent_to();
        assert!(city.county().get(&path).says("建议：旅游技能培训与就业指导"));
        // The county decides otherwise; what else reached them stays in sight as benefit.
        city.county().submit(&path, &[("evidence", &evidence.to_string())]).sent_to();
        let page = city.official().get(&path).expect(200);
        assert!(!page.says("建议：") && page.says("其他帮扶措施") && page.says("计入带动，不计入退出"), "{}", page.text());
        assert!(page.says("农家菜厨艺班"), "{}", page.text());
    }
}
