//! Letters of targets: entered once, replaced by later ones, and beside the very numbers of the tallies.

use serde_json::Value;
use xingtu::desk::attributions;
use xingtu::domain::attribution::Evidence;
use xingtu::domain::ids::ExitId;
use xingtu::domain::pathway::Pathway;

use crate::support::city::{City, Person, now};
use crate::support::database::{numbers, run};
use crate::support::on_both;
use crate::support::page::Page;

const NEW: &str = "/targets/new";

/// Two units as a whole, the first also by pathway: one exit of one person of each pathway is confirmed there.
const LETTER: [(&str, &str); 13] = [
    ("year", "2017"),
    ("title", "旅游扶贫目标责任书"),
    ("document", "钦旅责〔2017〕1号"),
    ("signed_on", "2017年1月12日"),
    ("tolerance", "10"),
    ("persons[450721-employment]", "1"),
    ("persons[450721-village_industry]", "２"),
    ("persons[450721-training]", "0"),
    ("persons[450721-major_project]", "1"),
    ("persons[450721-self_start]", "1"),
    ("persons[450722-total]", "1,200"),
    ("households[450722-total]", "300"),
    ("note", "一次下达"),
];

impl City {
    fn confirm_everything(&self) {
        let confirm = |(exit, evidence): (ExitId, Evidence)| {
            let propose = move |tx: &mut xingtu::desk::Tx<'_>| attributions::propose(tx, exit, evidence);
            let id = self.desk.write_now(self.cast.county.clone(), now(), propose).unwrap();
            self.desk
                .write_now(self.cast.office.clone(), now(), move |tx| attributions::confirm(tx, id, 1))
                .unwrap();
        };
        self.records.exits.values().copied().for_each(confirm);
    }
}

#[track_caller]
fn enter(by: &Person<'_>, fields: &[(&str, &str)]) -> Page {
    by.submit_to(NEW, "/targets", fields)
}

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> =
        LETTER.into_iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name)).collect();
    fields.extend(changes);
    fields
}

#[track_caller]
fn json(person: &Person<'_>, path: &str) -> Value {
    serde_json::from_str(&person.get(path).expect(200).body).unwrap()
}

fn row<'a>(answer: &'a Value, unit: Option<&str>, pathway: Option<Pathway>) -> &'a Value {
    let is = |row: &&Value| {
        row["unit"].as_str() == unit
            && row["pathway"].as_str() == pathway.map(|one| one.to_string()).as_deref()
    };
    answer["rows"].as_array().unwrap().iter().find(is).unwrap()
}

on_both! {
    fn a_letter_stands_beside_the_numbers_of_the_tallies_and_each_leads_to_its_list(database) {
        let city = City::new(database);
        city.confirm_everything();
        let made = enter(&city.admin(), &LETTER).sent_to();
        let letter = city.official().get(&made).expect(200);
        assert!(letter.says("现行") && letter.says("钦旅责〔2017〕1号") && letter.says("一次下达"), "{}", letter.text());
        let table = letter.rows("table.matrix");
        assert_eq!(table.iter().find(|row| row[0] == "灵山县").unwrap()[1], "5 / —");
        assert_eq!(table.iter().find(|row| row[0] == "浦北县").unwrap()[1], "1,200 / 300");

        let official = city.official();
        let page = official.get("/targets?year=2017").expect(200);
        let rows = page.rows("table.targets");
        let of = |name: &str| rows.iter().find(|row| row[0] == name).unwrap().clone();
        assert_eq!(of("灵山县")[1..6], ["5", "5", "100.0%", "0", "0"]);
        assert_eq!(of("灵山县")[9], "已完成");
        assert_eq!(of("浦北县")[1..5], ["1,200", "0", "0.0%", "1,200"]);
        assert_eq!(of("浦北县")[9], "落后进度");
        assert_eq!(of("重点贫困村发展旅游产业")[1], "—", "a sum over some units is none");
        let risks = page.all(".risks li");
        assert_eq!(risks.len(), 2, "{risks:?}");
        assert!(risks.iter().any(|one| one.contains("浦北县") && one.contains("全部认定也不够")), "{risks:?}");
        assert!(risks.iter().any(|one| one.contains("重点贫困村发展旅游产业") && one.contains("50.0%")), "{risks:?}");
        assert_eq!(page.all("svg.trend polyline").len(), 2, "what was done, and an even pace");
        let months = page.rows("table.months");
        assert_eq!((months.len(), months[10][2].as_str(), months[11][2].as_str()), (12, "5", "—"));

        let lists: Vec<(String, String)> = page.anchors("main a[href^='/tallies/rows?']");
        assert!(lists.len() >= 7, "{lists:?}");
        for (number, href) in lists {
            let list = official.get(&href).expect(200);
            assert_eq!(list.rows("table.list").len().to_string(), number, "{href}");
        }
        let households = official.get("/targets?year=2017&count=households").expect(200);
        let rows = households.rows("table.targets");
        assert_eq!(rows.iter().find(|row| row[0] == "灵山县").unwrap()[1], "—", "its letter names no households");
        assert_eq!(rows.iter().find(|row| row[0] == "浦北县").unwrap()[1], "300");
        let one = official.get("/targets?year=2017&unit=450721").expect(200);
        assert_eq!(one.rows("table.targets").len(), 5, "only its pathways");
    }
}

on_both! {
    fn the_page_the_tallies_and_the_api_say_the_same(database) {
        let city = City::new(database);
        city.confirm_everything();
        enter(&city.office(), &LETTER).sent_to();
        let official = city.official();
        let answer = json(&official, "/api/v1/targets?year=2017");
        let tally = json(&official, "/api/v1/tallies?year=2017");
        let all = row(&answer, None, None);
        assert_eq!(all["done"], tally["total"]);
        assert_eq!(all["target"], serde_json::json!({ "persons": 1205, "households": null }), "not of every unit");
        assert_eq!(row(&answer, None, Some(Pathway::Training))["target"]["persons"], Value::Null);
        let own = row(&answer, Some("450721"), None);
        assert_eq!(own["target"], serde_json::json!({ "persons": 5, "households": null }));
        assert_eq!(own["standing"], serde_json::json!({ "persons": "met", "households": null }));
        assert_eq!(row(&answer, Some("450721"), Some(Pathway::VillageIndustry))["standing"]["persons"], "behind");
        assert_eq!(answer["letter"]["document"], "钦旅责〔2017〕1号");
        assert_eq!(answer["tolerance"], 10);

        assert_eq!(all["last_year"], serde_json::json!({ "persons": null, "households": null }), "nothing is not zero");
        assert!(official.get("/targets?year=2017").expect(200).says("2016年没有已认定的数"));
        let mut c = city.database.connect();
        for (month, persons) in [(3, 4), (11, 2), (12, 5)] {
            run(&mut c, &format!(
                "INSERT INTO tally_cells (unit_code, pathway, year, month, basis, persons, households) \
                 VALUES ('450721', 'training', 2016, {month}, 'confirmed', {persons}, 1)"
            )).unwrap();
        }
        let answer = json(&official, "/api/v1/targets?year=2017");
        let own = row(&answer, Some("450721"), Some(Pathway::Training));
        assert_eq!((&own["last_year"]["persons"], &own["same_period"]["persons"]), (&11.into(), &6.into()));
        let page = official.get("/targets?year=2017").expect(200);
        assert!(page.says("比上年同期（1–11月）少 1 人") && page.all("svg.trend polyline").len() >= 2, "{}", page.text());

        let other = city.other_county();
        let seen = json(&other, "/api/v1/targets?year=2017");
        assert!(seen["rows"].as_array().unwrap().iter().all(|row| row["unit"].is_null() || row["unit"] == "450722"));
        assert_eq!(row(&seen, None, None)["target"]["persons"], 1200);
        other.get("/api/v1/targets?unit=450721").expect(404);
        other.get("/targets?unit=450721").expect(404);
        let problem: Value =
            serde_json::from_str(&official.get("/api/v1/targets?year=1911&unit=7").expect(422).body).unwrap();
        let fields: Vec<&str> =
            problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["year", "unit"]);
        city.visitor().get("/api/v1/targets").expect(401);
        city.operator().get("/api/v1/targets").expect(403);
        official.get("/api/v1/targets?unit=999999").expect(404);
    }
}

on_both! {
    fn a_later_letter_takes_the_place_of_an_earlier_which_stays_readable(database) {
        let city = City::new(database);
        let first = enter(&city.admin(), &LETTER).sent_to();
        let later = with(&[("document", "钦旅责〔2017〕2号"), ("signed_on", "2017-07-05"), ("persons[450722-total]", "800")]);
        let second = enter(&city.office(), &later).sent_to();
        // One of an earlier day, recorded last, replaces nothing.
        let late = with(&[("document", "钦旅责〔2017〕补1号"), ("signed_on", "2017-02-01"), ("persons[450722-total]", "900")]);
        enter(&city.admin(), &late).sent_to();
        let county = city.other_county();
        let page = county.get("/targets?year=2017").expect(200);
        assert!(page.rows("table.targets").iter().any(|row| row.len() > 1), "{}", page.text());
        assert_eq!(page.all(".facts b")[1], "800");
        let standing = |path: &str| county.get(path).expect(200).all(".pagehead .tag");
        assert_eq!((standing(&first), standing(&second)), (vec!["已被代替".into()], vec!["现行".into()]));
        let mut c = city.database.connect();
        for change in [
            "UPDATE target_letters SET tolerance = 50",
            "DELETE FROM target_letters",
            "UPDATE targets SET persons = 1",
            "DELETE FROM targets",
            "INSERT INTO targets (letter_id, unit_code, pathway, persons) VALUES (1, '450722', 'training', 9)",
        ] {
            run(&mut c, change).expect_err(change);
        }
        assert_eq!(numbers(&mut c, "SELECT count(*) AS n FROM audit_events WHERE what = 'target_letter.recorded'"), [3]);
    }
}

on_both! {
    fn what_is_wrong_with_a_letter_is_told_by_field_and_what_was_typed_is_kept(database) {
        let city = City::new(database);
        enter(&city.admin(), &LETTER).sent_to();
        for (changes, wrong) in [
            (&[("document", "钦旅责〔2017〕1号")][..], &["document"][..]),
            (&[("year", "1911"), ("signed_on", "明天"), ("title", "")], &["signed_on", "title"]),
            (&[("signed_on", "2017-11-25")], &["signed_on"]),
            (&[("signed_on", "2015-11-25")], &["signed_on"]),
            (&[("tolerance", "51")], &["tolerance"]),
            (&[("persons[450722-total]", "一千二")], &["persons[450722-total]"]),
            (&[("persons[450722-total]", "200")], &["households[450722-total]"]),
            (&[("persons[450722-total]", "")], &["persons[450722-total]"]),
            (&[("persons[450721-training]", "")], &["persons[450721-total]"]),
            (&[("persons[450721-total]", "6")], &["persons[450721-total]"]),
        ] {
            let fields = with(changes);
            for language in ["zh-CN", "en"] {
                let admin = city.admin();
                admin.post("/language", &[("choice", language), ("back", "/")]).sent_to();
                let refused = enter(&admin, &fields).expect(422);
                for field in wrong {
                    assert!(refused.error_on(field).is_some(), "{field} of {changes:?}: {}", refused.text());
                }
                for (name, value) in &fields {
                    assert_eq!(refused.form("/targets").value(name), Some(*value), "{name}");
                }
            }
        }
        let nothing: Vec<_> = LETTER.iter().take(5).map(|(name, value)| if *name == "document" { (*name, "x") } else { (*name, *value) }).collect();
        assert_eq!(enter(&city.admin(), &nothing).expect(422).summary().len(), 1);
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM target_letters"), [1]);
    }
}

on_both! {
    fn administrators_and_the_city_enter_letters_and_each_reads_of_their_own_units(database) {
        let city = City::new(database);
        let none = city.official().get("/targets").expect(200);
        assert!(none.says("2017年还没有登记责任书"), "{}", none.text());
        assert!(city.office().get("/targets").expect(200).links().contains(&NEW.to_owned()));
        for (who, nobody) in [("county", city.county()), ("official", city.official()), ("operator", city.operator())] {
            nobody.get(NEW).expect(403);
            nobody.post("/targets", &LETTER).expect(403);
            assert_eq!(nobody.post("/targets", &[]).status.code, 403, "{who}");
        }
        let made = enter(&city.office(), &LETTER).sent_to();
        let county = city.county().get(&made).expect(200);
        assert!(county.says("灵山县") && !county.says("浦北县"), "{}", county.text());
        for reader in [city.admin(), city.official(), city.office()] {
            assert_eq!(reader.get(&made).expect(200).rows("table.matrix").len(), 2);
        }
        // An administrator sees no lists of people.
        let admin = city.admin().get("/targets?year=2017").expect(200);
        assert!(admin.links().iter().all(|href| !href.starts_with("/tallies/rows")));
        city.operator().get("/targets").expect(403);
        city.operator().get(&made).expect(403);
        assert!(city.visitor().get("/targets").sent_to().starts_with("/sign-in"));
        // A year that is none is no filter, and one without anything is empty.
        city.official().get("/targets?year=banana&unit=x&count=y").expect(200);
        assert!(city.official().get("/targets?year=2016").expect(200).says("2016年还没有登记责任书"));
    }
}
