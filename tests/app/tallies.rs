//! The tallies: every number the same wherever it is shown, and the list behind it as long as it says.

use serde_json::Value;
use xingtu::demo::filing;
use xingtu::desk::{self, applications, attributions};
use xingtu::domain::access::Actor;
use xingtu::domain::attribution::Evidence;
use xingtu::domain::ids::{ApplicationId, AttributionId, ExitId};
use xingtu::domain::month::Month;
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::Fen;
use xingtu::store::{applications as store, months};

use crate::support::city::{City, Person, at, now};
use crate::support::database::{numbers, run};
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::{OTHER_UNIT, OTHER_VILLAGE, UNIT, VILLAGE};

/// Proposes the pathway of an exit for the county.
fn proposed(city: &City, (exit, evidence): (ExitId, Evidence)) -> AttributionId {
    city.desk
        .write_now(city.cast.county.clone(), now(), move |tx| attributions::propose(tx, exit, evidence))
        .unwrap()
}

/// And confirms it for the city.
fn confirmed(city: &City, which: (ExitId, Evidence)) {
    let id = proposed(city, which);
    city.desk.write_now(city.cast.office.clone(), now(), move |tx| attributions::confirm(tx, id, 1)).unwrap();
}

/// Every exit of the small city, attributed and confirmed: one household of one person for each pathway.
fn all_confirmed(city: &City) {
    for which in city.records.exits.values() {
        confirmed(city, *which);
    }
}

#[track_caller]
fn json(person: &Person<'_>, path: &str) -> Value {
    serde_json::from_str(&person.get(path).expect(200).body).unwrap()
}

on_both! {
    fn page_list_table_and_api_say_the_same(database) {
        let city = City::new(database);
        all_confirmed(&city);
        let official = city.official();

        let answer = json(&official, "/api/v1/tallies?year=2017");
        assert_eq!(answer["total"], serde_json::json!({ "persons": 5, "households": 5 }));
        assert_eq!(answer["basis"], "confirmed");
        let rows = answer["rows"].as_array().unwrap();
        let training = rows.iter().find(|row| row["unit"] == "450721" && row["pathway"] == "training");
        assert_eq!(training.unwrap()["persons"], 1);
        assert!(rows.iter().all(|row| row["pathway"] != "non_tourism"));

        let with_sixth = json(&official, "/api/v1/tallies?year=2017&include=non_tourism&by=pathway");
        assert_eq!(with_sixth["total"]["persons"], 5, "the sixth pathway is in no total");
        assert_eq!(with_sixth["non_tourism"]["persons"], 1);
        assert_eq!(with_sixth["rows"].as_array().unwrap().len(), 6);

        let page = official.get("/tallies?year=2017").expect(200);
        let matrix = page.rows("table.matrix");
        assert_eq!(matrix.len(), Pathway::TOURISM.len());
        assert!(matrix.iter().all(|row| row[1] == "1"), "{matrix:?}");
        let lists: Vec<String> =
            page.links().into_iter().filter(|href| href.starts_with("/tallies/rows?")).collect();
        assert!(lists.len() >= 10, "each number leads to its list: {lists:?}");
        for list in lists {
            let rows = official.get(&list).expect(200);
            let said: usize = rows.all("h1")[0].split(' ').next().unwrap().parse().unwrap();
            assert_eq!(rows.rows("table.list").len(), said, "{list}");
        }

        let table = official.get("/tallies.csv?year=2017").expect(200);
        assert_eq!(table.body.lines().last().unwrap().split(',').skip(6).collect::<Vec<_>>(), ["5", "5"]);
    }
}

on_both! {
    fn an_answer_is_never_older_than_the_records(database) {
        let city = City::new(database);
        let official = city.official();
        let path = "/api/v1/tallies?year=2017&by=pathway";
        let mut before = json(&official, path);
        for (n, which) in city.records.exits.values().filter(|(_, one)| one.pathway().is_tourism()).enumerate() {
            confirmed(&city, *which);
            let after = json(&official, path);
            assert_eq!(after["total"]["persons"], n + 1);
            assert!(after["revision"].as_i64() > before["revision"].as_i64());
            assert_eq!(json(&official, path), after);
            before = after;
        }
    }
}

on_both! {
    fn a_basis_holds_those_after_it(database) {
        let city = City::new(database);
        let exits: Vec<_> = city.records.exits.values().copied().collect();
        let tourism: Vec<_> = exits.into_iter().filter(|(_, one)| one.pathway().is_tourism()).collect();
        proposed(&city, tourism[0]);
        confirmed(&city, tourism[1]);
        let official = city.official();
        for (basis, persons) in [("proposed", 2), ("verified", 1), ("confirmed", 1)] {
            let answer = json(&official, &format!("/api/v1/tallies?year=2017&basis={basis}"));
            assert_eq!(answer["total"]["persons"], persons, "{basis}");
            let rows = official.get(&format!("/tallies/rows?year=2017&basis={basis}")).expect(200);
            assert_eq!(rows.rows("table.list").len(), persons, "{basis}");
        }
    }
}

on_both! {
    fn nobody_reads_the_numbers_of_another_unit(database) {
        let city = City::new(database);
        all_confirmed(&city);
        let other = city.other_county();
        assert_eq!(json(&other, "/api/v1/tallies?year=2017")["total"]["persons"], 0);
        for path in ["/api/v1/tallies?year=2017&unit=450721", "/tallies?unit=450721", "/tallies/rows?unit=450721"] {
            other.get(path).expect(404);
        }
        assert!(!other.get("/tallies/rows?year=2017").expect(200).says("450721"));
        city.operator().get("/tallies").expect(403);
        city.admin().get("/tallies/rows?year=2017").expect(403);
        assert!(city.visitor().get("/tallies").expect(303).sent_to().starts_with("/sign-in"));
    }
}

on_both! {
    fn the_public_learns_of_no_single_household(database) {
        let city = City::new(database);
        let tourism = city.records.exits.values().find(|(_, one)| one.pathway().is_tourism()).unwrap();
        confirmed(&city, *tourism);
        city.office().submit_to("/tallies/releases?year=2017", "/tallies/releases", &[]).sent_to();
        let visitor = city.visitor();
        let answer = json(&visitor, "/api/v1/tallies?year=2017&by=unit,pathway&include=non_tourism");
        assert_eq!(answer["total"]["persons"], Value::Null);
        for row in answer["rows"].as_array().unwrap() {
            assert!(row["persons"].is_null() || row["persons"] == 0, "{row}");
        }
        assert!(visitor.get("/open/tallies?year=2017").expect(200).all("td").contains(&"*".to_owned()));
        for refused in ["by=month", "month=11", "basis=proposed"] {
            let page = visitor.get(&format!("/api/v1/tallies?year=2017&{refused}")).expect(422);
            assert!(page.kind.starts_with("application/problem+json"), "{}", page.kind);
        }
    }
}

on_both! {
    fn a_question_nobody_can_answer_is_refused_by_field(database) {
        let city = City::new(database);
        let page = city.official().get("/api/v1/tallies?year=banana&by=street&month=13").expect(422);
        let problem: Value = serde_json::from_str(&page.body).unwrap();
        assert_eq!(problem["type"], "urn:xingtu:problem:invalid");
        let fields: Vec<&str> =
            problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["by", "year", "month"]);
        city.official().get("/api/v1/tallies?year=2017&unit=999999").expect(404);
        city.visitor().get("/api/v1/openapi.json").expect(200);
    }
}

on_both! {
    fn a_year_without_anything_leads_to_one_with_something(database) {
        let city = City::new(database);
        all_confirmed(&city);
        let page = city.official().get("/tallies?year=2015").expect(200);
        assert!(page.links().iter().any(|href| href.starts_with("/tallies?year=2017")));
        assert_eq!(city.official().get("/tallies").expect(200).rows("table.matrix").len(), 5);
    }
}

on_both! {
    fn a_list_that_disagrees_with_its_number_says_so(database) {
        let city = City::new(database);
        all_confirmed(&city);
        assert!(city.official().get("/tallies/rows?year=2017").expect(200).all(".amber").is_empty());
        let mut conn = city.database.connect();
        run(&mut conn, "UPDATE tally_cells SET persons = persons + 2 WHERE pathway = 'training'").unwrap();
        let page = city.official().get("/tallies/rows?year=2017&pathway=training").expect(200);
        assert_eq!(page.all(".amber").len(), 1);
        let drift = city.desk.db.read_now(xingtu::store::tallies::drift).unwrap();
        assert_eq!(drift.len(), 3, "one for each basis: {drift:?}");
    }
}

on_both! {
    fn a_published_figure_stands_as_printed_beside_its_proof(database) {
        let city = City::new(database);
        all_confirmed(&city);
        let office = city.office();
        let fields = [
            ("source", "《钦州日报》"),
            ("authority", "钦州市旅游发展委员会"),
            ("published_on", "2017年11月24日"),
            ("year", "2017"),
            ("parts[employment]", "1"),
            ("parts[training]", "３"),
            ("total", "1,127"),
        ];
        let shown = office.follow(&office.submit("/figures/new", &fields).expect(303));
        let table = shown.rows("table.matrix");
        let training = table.iter().find(|row| row[1] == "3").unwrap();
        assert_eq!(training[2..], ["1", "2", "−2"]);
        assert!(shown.says("1,127"));

        let again = office.submit("/figures/new", &fields).expect(422);
        assert!(again.error_on("source").is_some());
        assert_eq!(again.form("/figures").value("authority"), Some("钦州市旅游发展委员会"));
        let empty = office.submit("/figures/new", &[("source", ""), ("published_on", "明天")]).expect(422);
        assert!(empty.summary().len() >= 3, "{:?}", empty.summary());

        let page = city.official().get("/tallies?year=2017").expect(200);
        assert!(page.all(".amber li").iter().any(|line| line.contains("1,127")), "{:?}", page.all(".amber"));
        city.county().get("/figures").expect(200);
        city.county().get("/figures/new").expect(403);
        city.county().post("/figures", &fields).expect(403);
        city.operator().get("/figures").expect(403);
    }
}

/// The numbers of a tally page that count villages and applications, each as long as the list it leads to.
#[track_caller]
pub(crate) fn beside(get: impl Fn(&str) -> Page, path: &str) -> Vec<usize> {
    let page = get(path).expect(200);
    let leads = |to: &str| -> Vec<(String, usize)> {
        let numbers = page.all(&format!("main a[href^='{to}?']"));
        let links = page.links().into_iter().filter(|href| href.starts_with(&format!("{to}?")));
        links.zip(numbers).map(|(href, n)| (href, n.parse().unwrap())).collect()
    };
    let mut counted = Vec::new();
    for (href, n) in leads("/programmes") {
        let list = get(&href).expect(200);
        assert_eq!(list.all("section[aria-labelledby=h-villages] th[scope=rowgroup]").len(), n, "{href}");
        counted.push(n);
    }
    for (href, n) in leads("/applications") {
        assert_eq!(get(&href).expect(200).rows("table.list").len(), n, "{href}");
        counted.push(n);
    }
    counted
}

/// Returns the small city's application, and sends it in again in the next year.
fn resubmitted_next_year(city: &City) {
    let id = city.records.application;
    let act = |by: &Actor, when, work: fn(&mut desk::Tx<'_>, ApplicationId, i64) -> desk::Result<()>| {
        city.desk
            .write_now(by.clone(), when, move |tx| {
                let revision = store::find(tx.conn, &tx.scope(), id)?.revision;
                work(tx, id, revision)
            })
            .unwrap();
    };
    act(&city.cast.county, now(), |tx, id, revision| {
        let item = applications::CompletionItem { about: "材料".into(), remedy: "请补齐材料".into() };
        applications::return_for_completion(tx, id, revision, (&[item], "")).map(drop)
    });
    let site = city.records.site;
    let months = [Month::new(2017, 11).unwrap(), Month::new(2017, 12).unwrap()];
    let figures = months::Figures { visits: 100, revenue: Fen(480_000) };
    let reported = move |c: &mut xingtu::store::Conn| {
        months.into_iter().try_for_each(|month| months::insert(c, site, month, figures))
    };
    city.desk.db.write_now(reported).unwrap();
    filing::complete(&city.desk, &city.cast.operator, at(2018, 1, 8), id, 70).unwrap();
}

on_both! {
    fn the_numbers_beside_the_exits_are_as_long_as_their_lists(database) {
        let city = City::new(database);
        all_confirmed(&city);
        resubmitted_next_year(&city);
        // A village with two programmes is one village; one that is not supported is none.
        let mut c = city.database.connect();
        for (village, unit, supported) in [(VILLAGE, UNIT, true), (OTHER_VILLAGE, OTHER_UNIT, false)] {
            run(&mut c, &format!(
                "INSERT INTO programmes (name, division_code, unit_code, year, supported, document) \
                 VALUES ('民宿奖补', '{village}', '{unit}', 2017, {supported}, '灵旅〔2017〕9号')"
            )).unwrap();
        }
        // The villages, the applications, and those of each unit.
        for (who, person, all) in [
            ("county", city.county(), &[1, 1, 1][..]),
            ("another county", city.other_county(), &[]),
            ("city", city.office(), &[1, 2, 1, 1]),
            ("official", city.official(), &[1, 2, 1, 1]),
            ("admin", city.admin(), &[1, 2, 1, 1]),
        ] {
            let get = |path: &str| person.get(path);
            assert_eq!(beside(get, "/tallies?year=2017"), all, "{who}");
            if !all.is_empty() {
                assert_eq!(beside(get, "/tallies?year=2017&unit=450721"), [1, 1, 1], "{who}");
            }
        }
        assert_eq!(numbers(&mut c, "SELECT count(*) AS n FROM applications WHERE submitted_at > '2018-01-01'"), [1]);
        for (year, rows) in [(2017, 2), (2018, 0), (0, 0), (300_000, 0)] {
            let list = city.official().get(&format!("/applications?year={year}")).expect(200);
            assert_eq!(list.rows("table.list").len(), rows, "{year}");
            city.official().get(&format!("/programmes?year={year}")).expect(200);
        }
    }
}
