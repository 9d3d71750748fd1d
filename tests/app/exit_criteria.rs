//! The dated lines of income and versions of the exit criteria: recorded by administrators with their document, and kept once a
//! check used them.

use xingtu::domain::pathway::Pathway;

use crate::household_checks::sheet;
use crate::support::city::City;
use crate::support::database::{numbers, run};
use crate::support::on_both;

const LINE: [(&str, &str); 5] = [
    ("year", "2018"),
    ("kind", "monitoring"),
    ("amount", "5,000"),
    ("authority", "自治区"),
    ("document", "桂扶领发〔2018〕3号"),
];

on_both! {
    fn a_line_is_recorded_with_its_document_and_taken_back_while_unused(database) {
        let city = City::new(database);
        let admin = city.admin();
        let done = admin.submit("/income-lines/new", &LINE);
        let page = admin.follow(&done);
        assert!(page.says("桂扶领发〔2018〕3号") && page.says("5,000 元"));
        assert!(admin.submit("/income-lines/new", &LINE).expect(422).error_on("year").is_some());
        for (field, bad) in [("year", "2019"), ("year", "2009"), ("amount", "0"), ("amount", "many"), ("authority", ""), ("document", " ")] {
            let fields: Vec<(&str, &str)> =
                LINE.into_iter().map(|(name, value)| (name, if name == field { bad } else { value })).collect();
            assert!(admin.submit("/income-lines/new", &fields).expect(422).error_on(field).is_some(), "{field} {bad}");
        }
        let id = numbers(&mut city.database.connect(), "SELECT id AS n FROM income_lines WHERE kind = 'monitoring'")[0];
        let done = admin.submit_to("/income-lines", &format!("/{id}/removal"), &[]);
        assert!(!admin.follow(&done).says("桂扶领发〔2018〕3号"));
        admin.post(&format!("/income-lines/{id}/removal"), &[]).expect(404);
        for reader in [city.county(), city.office(), city.official()] {
            assert!(reader.get("/income-lines").expect(200).says("2,952 元"));
            reader.get("/income-lines/new").expect(403);
            reader.post("/income-lines", &LINE).expect(403);
            reader.post("/income-lines/1/removal", &[]).expect(403);
        }
        city.operator().get("/income-lines").expect(403);
    }
}

fn version() -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> =
        [("name", "八有一超（试行）"), ("from_year", "2016"), ("source", "灵扶发〔2016〕1号")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
    fields.extend((1..=9).map(|place| (format!("labels[{place}]"), format!("第{place}项试行"))));
    fields.extend((1..=9).map(|place| (format!("rules[{place}]"), "按试行标准".to_owned())));
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

on_both! {
    fn a_version_of_the_criteria_is_recorded_whole(database) {
        let city = City::new(database);
        let admin = city.admin();
        assert!(admin.get("/exit-criteria/new").expect(200).body.contains("吃穿不愁"), "filled with the newest version");
        let fields = version();
        let done = admin.submit("/exit-criteria/new", &borrowed(&fields));
        let page = admin.follow(&done);
        assert!(page.says("第9项试行") && page.says("灵扶发〔2016〕1号") && page.says("2016年起"));
        assert_eq!(page.rows("table").len(), 9);
        let again = admin.submit("/exit-criteria/new", &borrowed(&fields)).expect(422);
        assert!(again.error_on("from_year").is_some());
        for field in ["name", "source", "from_year", "labels[4]", "rules[9]"] {
            let mut lacking = fields.clone();
            lacking.iter_mut().find(|(name, _)| name == field).unwrap().1.clear();
            let refused = admin.submit("/exit-criteria/new", &borrowed(&lacking)).expect(422);
            assert!(refused.error_on(field).is_some(), "{field}: {:?}", refused.summary());
            assert!(refused.body.contains("第1项试行"), "what was typed is kept");
        }
        for reader in [city.county(), city.office(), city.official()] {
            assert!(reader.get("/exit-criteria").expect(200).says("八有一超（试行）"));
            reader.get("/exit-criteria/2").expect(200);
            reader.get("/exit-criteria/new").expect(403);
            reader.post("/exit-criteria", &borrowed(&fields)).expect(403);
        }
        city.operator().get("/exit-criteria").expect(403);
        assert_eq!(city.admin().get("/").anchors("nav a").iter().filter(|(_, to)| to == "/exit-criteria").count(), 1);
    }
}

on_both! {
    /// Invariant 11: what a check was measured by has a document, and never changes.
    fn what_a_check_used_never_changes(database) {
        let city = City::new(database);
        let mut conn = city.database.connect();
        // Before any check, and of another year after it, they are still nobody's measure.
        run(&mut conn, "UPDATE income_lines SET amount_fen = 295201 WHERE year = 2017").unwrap();
        run(&mut conn, "UPDATE income_lines SET amount_fen = 295200 WHERE year = 2017").unwrap();
        let (exit, _) = city.records.exits[&Pathway::Training];
        city.county().submit_to(&format!("/exits/{exit}/check"), "/check", &sheet("3500")).sent_to();
        for attack in [
            "UPDATE income_lines SET amount_fen = 1 WHERE year = 2017",
            "UPDATE income_lines SET document = 'x' WHERE year = 2017",
            "DELETE FROM income_lines WHERE year = 2017",
            "UPDATE exit_criteria SET name = 'x' WHERE id = 2",
            "UPDATE exit_criteria SET from_year = 2019 WHERE id = 2",
            "DELETE FROM exit_criteria_items WHERE criteria_id = 2 AND place = 9",
            "UPDATE exit_criteria_items SET rule = 'x' WHERE criteria_id = 2",
            "UPDATE exit_criteria_items SET criteria_id = 2, place = 9 WHERE criteria_id = 1 AND place = 9",
            // Nothing dated is without its document.
            "UPDATE income_lines SET document = '' WHERE year = 2018",
            "UPDATE exit_criteria SET source = '' WHERE id = 3",
            "UPDATE evidence_rules SET source = ''",
            "INSERT INTO holidays (day, works, source) VALUES ('2018-01-01', (1 = 0), '')",
            "UPDATE divisions SET source = ''",
        ] {
            run(&mut conn, attack).expect_err(attack);
        }
        run(&mut conn, "UPDATE income_lines SET amount_fen = 353501 WHERE year = 2018").unwrap();
        let admin = city.admin();
        let used = numbers(&mut conn, "SELECT id AS n FROM income_lines WHERE year = 2017")[0];
        assert!(admin.post(&format!("/income-lines/{used}/removal"), &[]).expect(409).says("不能撤下"));
        assert!(admin.get("/exit-criteria/2").expect(200).says("已有 1 份核验用到"));
    }
}
