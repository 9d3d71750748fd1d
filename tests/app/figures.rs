//! Published figures: as they were printed, each with its scope; checked in themselves, compared where they can be, and their
//! differences explained by one person and closed by another.

#[path = "figures/at_once.rs"]
mod at_once;

use serde_json::{Value, json};
use xingtu::desk::attributions;
use xingtu::domain::pathway::Pathway;

use crate::support::city::{City, Person, now};
use crate::support::database::{numbers, run};
use crate::support::on_both;
use crate::support::page::Page;

const NEW: &str = "/figures/new";

/// A figure of the city: one person of training too many for what will be proven.
const FIGURE: [(&str, &str); 8] = [
    ("source", "《钦州日报》"),
    ("authority", "钦州市旅游发展委员会"),
    ("published_on", "2017-11-24"),
    ("year", "2017"),
    ("parts[employment]", "1"),
    ("parts[training]", "3"),
    ("units[450721]", "4"),
    ("total", "4"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FIGURE.into_iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    kept.chain(changes.iter().copied()).collect()
}

impl City {
    fn confirm_one(&self, pathway: Pathway) {
        let (exit, evidence) = self.records.exits[&pathway];
        let propose = move |tx: &mut xingtu::desk::Tx<'_>| attributions::propose(tx, exit, evidence);
        let id = self.desk.write_now(self.cast.county.clone(), now(), propose).unwrap();
        let confirm = move |tx: &mut xingtu::desk::Tx<'_>| attributions::confirm(tx, id, 1);
        self.desk.write_now(self.cast.office.clone(), now(), confirm).unwrap();
    }

    /// Records a figure for the city's clerk; where it is.
    #[track_caller]
    fn publish(&self, changes: &[(&str, &str)]) -> String {
        self.office().submit_to(NEW, "/figures", &with(changes)).sent_to()
    }

    /// Another clerk of the city, who recorded and explained nothing.
    fn colleague_of_the_city(&self, login: &str) -> Person<'_> {
        self.signed_in(&self.another(login, &self.cast.office))
    }
}

#[track_caller]
fn json_of(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap()
}

#[track_caller]
fn standing(page: &Page) -> String {
    page.all(".pagehead .tag").pop().unwrap_or_default()
}

/// The three numbers the article prints of 2016.
const OF_2016: [[(&str, &str); 5]; 3] = [
    [
        ("year", "2016"),
        ("scope", "all_exits"),
        ("scope_note", "结对帮扶一节"),
        ("unit_of_count", "persons"),
        ("total", "20,059"),
    ],
    [
        ("year", "2016"),
        ("scope", "other"),
        ("scope_note", "实现八有一超的贫困户"),
        ("unit_of_count", "households"),
        ("total", "321"),
    ],
    [
        ("year", "2016"),
        ("scope", "other_industry"),
        ("scope_note", "横山村海蛋鸭养殖"),
        ("unit_of_count", "persons"),
        ("total", "2,394"),
    ],
];

on_both! {
    fn what_the_tallies_do_not_count_is_recorded_and_never_compared(database) {
        let city = City::new(database);
        let nothing = [("parts[employment]", ""), ("parts[training]", ""), ("units[450721]", "")];
        for figure in OF_2016 {
            let path = city.publish(&[&figure[..], &nothing].concat());
            for reader in [city.official(), city.county(), city.admin()] {
                let page = reader.get(&path).expect(200);
                assert_eq!(standing(&page), "不可比");
                assert!(page.says("不可比：这个数算的是") && page.says(figure[2].1), "{}", page.text());
                assert!(page.all("table.matrix tfoot td").contains(&figure[4].1.to_owned()));
                assert_eq!(page.all("table.matrix tfoot td").len(), 2, "the number, and that it is not compared");
                assert!(!page.links().iter().any(|href| href.starts_with("/tallies?")));
            }
            let refused = city.office().post(&format!("{path}/explanations"),
                &[("revision", "1"), ("reason", "misprint"), ("side", "fewer"), ("quantity", "1")]).expect(409);
            assert!(refused.says("口径不同"), "{}", refused.text());
            city.office().post(&format!("{path}/closing"), &[("revision", "1"), ("rest", "x")]).expect(409);
            let record = json_of(&city.official().get(&format!("/api/v1/published-{}", &path[1..])).expect(200));
            assert_eq!((&record["comparable"], &record["settlement"], &record["lines"]),
                (&json!(false), &json!("not_comparable"), &Value::Null));
        }
        let list = city.official().get("/figures").expect(200).rows("table.list");
        assert_eq!(list.len(), 3);
        assert!(list.iter().all(|row| row[4] == "—" && row[5] == "—" && row[6] == "不可比"), "{list:?}");
        // The page of that year has no such number beside its own.
        let tally = city.official().get("/tallies?year=2016").expect(200);
        assert!(!tally.says("20,059") && !tally.says("2,394"), "{}", tally.text());
        let again = city.office().submit_to(NEW, "/figures", &with(&[&OF_2016[0][..], &nothing].concat())).expect(422);
        assert!(again.error_on("source").is_some());
        let wordless = with(&[&OF_2016[1][..2], &nothing, &[("total", "9")]].concat());
        assert!(city.office().submit_to(NEW, "/figures", &wordless).expect(422).error_on("scope_note").is_some());
        let mut c = city.database.connect();
        for table in ["explanations (figure_id, reason, amount, note, explained_by, explained_at) VALUES (1, 'misprint', 1, '', 1, ",
            "closings (figure_id, unexplained, note, closed_by, closed_at) VALUES (1, 0, '', 7, "] {
            run(&mut c, &format!("INSERT INTO published_figure_{table}'2017-11-24 00:00:00')")).expect_err(table);
        }
    }
}

on_both! {
    fn its_own_arithmetic_is_checked_and_nothing_is_adjusted(database) {
        let city = City::new(database);
        let path = city.publish(&[
            ("units[450722]", "2"),
            ("total", "11,840"),
            ("ratio_of[1]", "旅游脱贫占全部脱贫"),
            ("ratio_printed[1]", "３０．５％"),
            ("ratio_numerator[1]", "3,777"),
            ("ratio_denominator[1]", "11,840"),
            ("ratio_of[3]", "培训"),
            ("ratio_printed[3]", "75"),
            ("ratio_numerator[3]", "3"),
            ("ratio_denominator[3]", "4"),
        ]);
        let page = city.official().get(&path).expect(200);
        let notes = page.all("dl.note dd");
        let says = |what: &str| notes.iter().any(|note| note.contains(what));
        assert!(says("公布 30.5%，按公布的 3,777 / 11,840 计算为 31.9%"), "{notes:?}");
        assert!(says("公布 75%，按公布的 3 / 4 计算为 75%"), "{notes:?}");
        assert!(says("已公布的各途径相加 4，公布合计 11,840"), "{notes:?}");
        assert!(says("各县区相加 6，公布合计 11,840") && says("不符，照原样登记"), "{notes:?}");
        assert!(city.official().get("/figures").expect(200).says("自身不符"));
        let record = json_of(&city.official().get("/api/v1/published-figures/1").expect(200));
        assert_eq!(record["ratios"][0], json!({"of": "旅游脱贫占全部脱贫", "numerator": 3777, "denominator": 11840,
            "printed": "30.5%", "computed": "31.9%", "agrees": false}));
        assert_eq!(record["sums"][0]["agrees"], true, "some pathways are not more than the total");
        assert_eq!(record["sums"][1], json!({"of": "units", "sum": 6, "printed": 11840, "whole": true, "agrees": false}));
        assert_eq!(record["total"], 11840);

        for (changes, wrong) in [
            (&[("ratio_of[2]", "只写了一半")][..], &["ratio_printed[2]", "ratio_numerator[2]", "ratio_denominator[2]"][..]),
            (&[("ratio_of[1]", "x"), ("ratio_printed[1]", "三成"), ("ratio_numerator[1]", "1"), ("ratio_denominator[1]", "2")],
                &["ratio_printed[1]"]),
            (&[("ratio_of[1]", "x"), ("ratio_printed[1]", "3"), ("ratio_numerator[1]", "1"), ("ratio_denominator[1]", "0")],
                &["ratio_denominator[1]"]),
            (&[("unit", "450721")], &["unit"]),
            (&[("units[450721]", "许多")], &["units[450721]"]),
        ] {
            let fields = with(&[&[("source", "另一份文件")][..], changes].concat());
            for language in ["zh-CN", "en"] {
                let office = city.office();
                office.post("/language", &[("choice", language), ("back", "/")]).sent_to();
                let refused = office.submit_to(NEW, "/figures", &fields).expect(422);
                for field in wrong {
                    assert!(refused.error_on(field).is_some(), "{field}: {}", refused.text());
                }
                for (name, value) in &fields {
                    assert_eq!(refused.form("/figures").value(name), Some(*value), "{name}");
                }
            }
        }
    }
}

on_both! {
    fn units_are_compared_where_they_were_printed_and_not_where_only_the_city_s_number_was(database) {
        let city = City::new(database);
        city.confirm_one(Pathway::Employment);
        let broken_down = city.publish(&[("units[450721]", "3"), ("total", "4")]);
        let page = city.official().get(&broken_down).expect(200);
        let rows = page.rows("table.units");
        assert_eq!(rows[0][1..], ["3", "1", "−2"]);
        assert_eq!(rows.last().unwrap()[..2], ["未分解到县区", "1"]);
        let of_city = city.publish(&[("source", "简报"), ("units[450721]", "")]);
        let page = city.official().get(&of_city).expect(200);
        assert!(page.says("只公布了全市数，未分解到县区"), "{}", page.text());
        let rows = page.rows("table.units");
        assert_eq!(rows[0][1..], ["—", "1", "—"]);
        assert_eq!(rows.last().unwrap()[..2], ["未分解到县区", "4"]);
        let record = json_of(&city.official().get("/api/v1/published-figures/2").expect(200));
        assert_eq!((&record["detail"], &record["units"]), (&json!("city_only"), &Value::Null));
        let lines = record["lines"].as_array().unwrap();
        let of_unit = lines.iter().find(|line| line["part"] == "450721").unwrap();
        assert_eq!((&of_unit["published"], &of_unit["difference"]), (&Value::Null, &Value::Null));
        // A unit's reader knows what was printed, and not what the city's records prove.
        let county = city.county().get(&broken_down).expect(200);
        assert!(county.says("这个数的范围不在您的单位内") && county.all("table.units").len() == 1, "{}", county.text());
        let seen = json_of(&city.county().get("/api/v1/published-figures/1").expect(200));
        assert_eq!((&seen["lines"], &seen["settlement"]), (&Value::Null, &Value::Null));
        let own = city.publish(&[("source", "县简报"), ("unit", "450721"), ("units[450721]", "")]);
        assert!(city.county().get(&own).expect(200).rows("table.matrix").iter().any(|row| row[1..] == ["3", "0", "3", "−3"]));
        assert!(city.other_county().get(&own).expect(200).says("这个数的范围不在您的单位内"));
        // The same paper may print one for each unit.
        city.publish(&[("source", "县简报"), ("unit", "450722"), ("units[450721]", "")]);
        let fields = with(&[("source", "县简报"), ("unit", "450722"), ("units[450721]", "")]);
        assert!(city.office().submit_to(NEW, "/figures", &fields).expect(422).error_on("source").is_some());
    }
}

on_both! {
    fn a_difference_is_explained_by_one_person_and_closed_by_another(database) {
        let city = City::new(database);
        city.confirm_one(Pathway::Employment);
        city.confirm_one(Pathway::Training);
        // Proven: employment 1, training 1, 450721 2, total 2.
        let path = city.publish(&[]);
        let (office, second) = (city.office(), city.colleague_of_the_city("shiju2"));
        assert_eq!(standing(&office.get(&path).expect(200)), "待说明");
        assert!(office.get("/").expect(200).links().contains(&"/figures".to_owned()), "it waits at home");
        assert!(!city.official().get("/").expect(200).links().contains(&"/figures".to_owned()));
        let explain = format!("{path}/explanations");
        let closing = format!("{path}/closing");
        let because = [
            ("reason", "not_entered"), ("side", "fewer"), ("quantity", "２"), ("pathway", "training"), ("unit", "450721"),
            ("note", "浦北两户的结业证书还没有交来"),
        ];
        for nobody in [city.county(), city.official(), city.admin(), city.operator()] {
            nobody.post(&explain, &[&[("revision", "1")][..], &because].concat()).expect(403);
            nobody.post(&closing, &[("revision", "1")]).expect(403);
            nobody.post(&closing, &[]).expect(403);
        }
        assert!(city.official().get(&path).expect(200).forms().is_empty());
        for (changes, wrong) in [
            (&[("quantity", "0")][..], &["quantity"][..]),
            (&[("quantity", "两个")], &["quantity"]),
            (&[("reason", "other"), ("note", "")], &["note"]),
            (&[("reason", ""), ("quantity", "")], &["reason", "quantity"]),
        ] {
            let kept = because.iter().copied().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
            let fields: Vec<_> = kept.chain(changes.iter().copied()).collect();
            for language in ["zh-CN", "en"] {
                office.post("/language", &[("choice", language), ("back", "/")]).sent_to();
                let refused = office.submit_to(&path, &explain, &fields).expect(422);
                assert_eq!(refused.summary().len(), wrong.len(), "{:?}", refused.summary());
                for field in wrong {
                    assert!(refused.error_on(field).is_some(), "{field}: {}", refused.text());
                }
                for (name, value) in &fields {
                    assert_eq!(refused.form(&explain).value(name), Some(*value), "{name}");
                }
            }
            office.post("/language", &[("choice", "zh-CN"), ("back", "/")]).sent_to();
        }
        let elsewhere = [("revision", "1"), ("reason", "misprint"), ("side", "fewer"), ("quantity", "1"), ("pathway", "self_start")];
        assert!(office.post(&explain, &elsewhere).expect(422).error_on("pathway").is_some());

        let told = office.follow(&office.submit_to(&path, &explain, &because));
        assert!(told.says("浦北两户的结业证书还没有交来") && told.says("台账未录入"), "{}", told.text());
        let differing = told.rows("table.differing");
        assert_eq!(differing.len(), 3, "{differing:?}");
        assert!(differing.iter().all(|row| row[1..] == ["−2", "−2", "0"]), "{differing:?}");
        // Whoever recorded and explained it does not close it.
        assert!(told.says("须由另一人办结"), "{}", told.text());
        office.post(&closing, &[("revision", "2")]).expect(409);
        // What was read before somebody spoke is no ground to close.
        second.post(&closing, &[("revision", "1")]).expect(409);
        second.post(&closing, &[]).expect(409);
        let closed = second.follow(&second.submit_to(&path, &closing, &[]));
        assert_eq!(standing(&closed), "已办结");
        assert!(!office.get("/").expect(200).links().contains(&"/figures".to_owned()));
        office.post(&explain, &[&[("revision", "3")][..], &because].concat()).expect(409);
        second.post(&closing, &[("revision", "3")]).expect(409);
        let mut c = city.database.connect();
        let events = "SELECT count(*) AS n FROM audit_events WHERE what IN ('figure.explained', 'figure.closed')";
        assert_eq!(numbers(&mut c, events), [2]);
    }
}

on_both! {
    fn a_closing_holds_only_while_the_records_say_what_it_closed(database) {
        let city = City::new(database);
        city.confirm_one(Pathway::Employment);
        let path = city.publish(&[]);
        let second = city.colleague_of_the_city("shiju2");
        let closing = format!("{path}/closing");
        // Nothing is explained: it is closed only with words about the rest.
        let refused = second.submit_to(&path, &closing, &[]).expect(422);
        assert!(refused.error_on("rest").is_some(), "{}", refused.text());
        let rest = [("rest", "余数待年底补录后核对")];
        let closed = second.follow(&second.submit_to(&path, &closing, &rest));
        assert!(standing(&closed) == "已办结" && closed.says("余数待年底补录后核对"), "{}", closed.text());
        city.confirm_one(Pathway::Training);
        let again = city.official().get(&path).expect(200);
        assert_eq!(standing(&again), "重新打开");
        assert!(again.says("已失效") && again.says("差异重新打开"), "{}", again.text());
        assert!(city.official().get("/figures").expect(200).says("重新打开"));
        let record = json_of(&city.official().get("/api/v1/published-figures/1").expect(200));
        assert_eq!((&record["settlement"], &record["closings"][0]["holds"]), (&json!("reopened"), &json!(false)));
        assert_eq!(record["closings"][0]["differences"]["training"], -3);
        // The same person may close again what they had no other hand in.
        let closed = second.follow(&second.submit_to(&path, &closing, &rest));
        assert_eq!(standing(&closed), "已办结");
        let mut c = city.database.connect();
        let office = numbers(&mut c, "SELECT recorded_by AS n FROM published_figures")[0];
        for change in [
            "UPDATE published_figures SET total = 2".to_owned(),
            "DELETE FROM published_figures".into(),
            "UPDATE published_figure_parts SET amount = 1".into(),
            "DELETE FROM published_figure_units".into(),
            "UPDATE published_figure_closings SET note = 'x'".into(),
            "DELETE FROM published_figure_closing_lines".into(),
            format!("INSERT INTO published_figure_closings (figure_id, unexplained, note, closed_by, closed_at) \
                     VALUES (1, 0, '', {office}, '2017-11-24 00:00:00')"),
            "INSERT INTO published_figure_closings (figure_id, unexplained, note, closed_by, closed_at) \
             SELECT 1, 5, '', closed_by, closed_at FROM published_figure_closings WHERE id = 1".into(),
        ] {
            run(&mut c, &change).expect_err(&change);
        }
        assert_eq!(numbers(&mut c, "SELECT count(*) AS n FROM published_figure_closings"), [2]);
    }
}

on_both! {
    fn programs_record_and_settle_figures_by_the_same_rules(database) {
        let city = City::new(database);
        city.confirm_one(Pathway::Employment);
        let (office, second) = (city.office(), city.colleague_of_the_city("shiju2"));
        let all = "/api/v1/published-figures";
        let figure = json!({"authority": "钦州市旅游发展委员会", "source": "《钦州日报》", "published_on": "2017-11-24", "year": 2017,
            "scope": "tourism_exits", "unit_of_count": "persons", "total": 4, "parts": {"employment": 1, "training": 3},
            "ratios": [{"of": "占比", "numerator": 3777, "denominator": 11840, "printed": "30.5"}]});
        let made = office.post_json(all, &figure, Some("k-1")).expect(201);
        assert_eq!(made.location.as_deref(), Some("/api/v1/published-figures/1"));
        assert_eq!(json_of(&made)["settlement"], "open");
        assert_eq!(json_of(&office.post_json(all, &figure, Some("k-1")).expect(201))["id"], 1, "the same again");
        let mut other = figure.clone();
        other["total"] = json!(5);
        office.post_json(all, &other, Some("k-1")).expect(409);
        let fields = |page: &Page| -> Vec<String> {
            assert_eq!(page.kind, "application/problem+json");
            let errors = json_of(page)["errors"].as_array().cloned().unwrap_or_default();
            errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(fields(&office.post_json(all, &figure, None).expect(422)), ["source"]);
        let wrong = json!({"authority": "", "source": "x", "published_on": "明天", "year": 2017, "scope": "everything",
            "unit_of_count": "persons", "parts": {"lottery": 1}, "units": {"7": 1}});
        let told = fields(&office.post_json(all, &wrong, None).expect(422));
        assert_eq!(told, ["authority", "published_on", "scope", "parts[lottery]", "units[7]"]);
        let mut negative = figure.clone();
        negative["source"] = json!("y");
        negative["total"] = json!(-4);
        assert_eq!(fields(&office.post_json(all, &negative, None).expect(422)), ["total"]);
        let unknown = json!({"source": "y", "colour": "red"});
        office.post_json(all, &unknown, None).expect(422);
        for nobody in [city.county(), city.official(), city.admin(), city.operator()] {
            nobody.post_json(all, &figure, None).expect(403);
            nobody.post_json(&format!("{all}/1/closing"), &json!({"revision": 1}), None).expect(403);
        }
        city.operator().get(all).expect(403);
        city.visitor().get(all).expect(401);
        city.official().get(&format!("{all}/99")).expect(404);
        let list = json_of(&city.official().get(&format!("{all}?year=2017&limit=1")).expect(200));
        assert_eq!((list["rows"].as_array().unwrap().len(), &list["next"]), (1, &json!(1)));
        assert_eq!(json_of(&city.official().get(&format!("{all}?after=1")).expect(200))["rows"], json!([]));
        assert_eq!(json_of(&city.official().get(&format!("{all}?year=2016")).expect(200))["rows"], json!([]));

        let explain = format!("{all}/1/explanations");
        let because = json!({"revision": 1, "reason": "not_entered", "quantity": -3, "pathway": "training"});
        assert_eq!(fields(&office.post_json(&explain, &json!({"revision": 1, "reason": "luck", "quantity": -3}), None).expect(422)), ["reason"]);
        let told = json_of(&office.post_json(&explain, &because, None).expect(200));
        assert_eq!((&told["revision"], &told["explanations"][0]["quantity"]), (&json!(2), &json!(-3)));
        office.post_json(&explain, &because, None).expect(409);
        office.post_json(&format!("{all}/1/closing"), &json!({"revision": 2}), None).expect(409);
        let closed = json_of(&second.post_json(&format!("{all}/1/closing"), &json!({"revision": 2}), None).expect(200));
        assert_eq!((&closed["settlement"], &closed["closings"][0]["holds"]), (&json!("closed"), &json!(true)));
        second.post_json(&format!("{all}/1/closing"), &json!({"revision": 3}), None).expect(409);
        second.post_json(&format!("{all}/99/closing"), &json!({"revision": 1}), None).expect(404);
    }
}
