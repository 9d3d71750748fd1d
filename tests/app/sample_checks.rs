//! 抽查: seeded, drawn by another person, found by another unit that does not know the first finding, and told when all are in.

use xingtu::cli::doctor;
use xingtu::desk::Error;
use xingtu::desk::sample_checks::{self, Asked};
use xingtu::domain::access::Actor;
use xingtu::domain::ids::SampleCheckId;
use xingtu::domain::paper::Holder;
use xingtu::domain::pathway::Pathway;
use xingtu::domain::sample_check::{Confidence, Seed, digest};

use crate::support::city::{City, at, now};
use crate::support::database::{Database, numbers, run, texts};
use crate::support::files::png;
use crate::support::on_both;
use crate::support::seed::{OTHER_UNIT, UNIT};

const SEED: &str = "5b1e5ad0f1a4c0ffee00112233445566778899aabbccddeeff00112233445566";

impl City {
    /// Five confirmed exits of 灵山县, and one outside tourism.
    pub(crate) fn all_confirmed(&self) {
        for pathway in self.records.exits.keys() {
            self.confirmed(*pathway);
        }
    }

    /// A seed of 2017 the city's clerk had made the day before, for so many households of each unit.
    fn seeded(&self, size: i64) -> SampleCheckId {
        let asked = Asked {
            year: 2017,
            unit: None,
            size: Some(size),
            margin: None,
            confidence: Confidence::NinetyFive,
        };
        let seed: Seed = SEED.parse().unwrap();
        let office = self.cast.office.clone();
        self.desk
            .write_now(office, at(2017, 11, 23), move |tx| sample_checks::seed_with(tx, &asked, &seed))
            .unwrap()
    }

    /// The same, drawn by a second person; who drew.
    pub(crate) fn sampled(&self, size: i64) -> (SampleCheckId, Actor) {
        let id = self.seeded(size);
        let second = self.another("choucha", &self.cast.office);
        self.desk.write_now(second.clone(), now(), move |tx| sample_checks::draw(tx, id)).unwrap();
        (id, second)
    }

    fn diagnosis(&self) -> (bool, String) {
        let mut said = Vec::new();
        let sound = doctor::examine(&self.desk, &mut said).is_ok();
        (sound, String::from_utf8(said).unwrap())
    }
}

on_both! {
    fn a_seed_is_made_by_one_and_drawn_by_another(database) {
        let city = City::new(database);
        city.all_confirmed();
        let office = city.office();
        for (fields, wrong) in [
            ([("size", ""), ("margin", "")], "size"),
            ([("size", "5"), ("margin", "5")], "size"),
            ([("size", "0"), ("margin", "")], "size"),
            ([("size", ""), ("margin", "30")], "margin"),
        ] {
            let refused = office.submit("/sample-checks/new", &fields).expect(422);
            assert!(refused.error_on(wrong).is_some(), "{wrong}: {:?}", refused.summary());
        }
        office.submit("/sample-checks/new", &[("year", "2018"), ("size", "3")]).expect(422).error_on("year").unwrap();
        let made = office.submit("/sample-checks/new", &[("margin", "5")]);
        let page = office.follow(&made);
        let secret = texts(&mut city.database.connect(), "SELECT seed AS t FROM sample_checks").remove(0);
        assert!(page.says("待抽取") && page.says("等市局另一人抽取") && page.says(&digest(&secret)));
        assert!(!page.body.contains(&secret), "the seed is told after the draw");
        office.submit("/sample-checks/new", &[("size", "2")]).expect(409);
        // Neither whoever seeded it, nor anybody in the same moment.
        let drawing = format!("{}/drawing", made.sent_to());
        assert!(office.post(&drawing, &[]).expect(409).says("请市局另一人来办"));
        let second = city.another("choucha", &city.cast.office);
        let second = city.signed_in(&second);
        assert!(second.get("/").says("抽查待抽取"));
        assert!(second.post(&drawing, &[]).expect(409).says("稍后再抽取"));
        for who in [city.county(), city.official(), city.admin(), city.operator()] {
            who.post(&drawing, &[]).expect(403);
            who.get("/sample-checks/new").expect(403);
        }
    }
}

on_both! {
    fn the_same_seed_draws_the_same_and_anybody_can_repeat_it(database) {
        let city = City::new(database);
        city.all_confirmed();
        let (id, _) = city.sampled(3);
        let page = city.official().get(&format!("/sample-checks/{id}")).expect(200);
        assert!(page.says(SEED) && page.says("复查中"));
        let list = city.official().get(&format!("/sample-checks/{id}/population/{UNIT}")).expect(200).body;
        assert!(page.says(&digest(&list)), "the digest is that of the file");
        // What `printf '%s:%s' SEED NUMBER | sha256sum` gives, sorted.
        let mut ranked: Vec<(String, &str)> =
            list.lines().map(|number| (digest(&format!("{SEED}:{number}")), number)).collect();
        ranked.sort();
        let mut conn = city.database.connect();
        let drawn = numbers(&mut conn, "SELECT exit_id AS n FROM sample_cases ORDER BY place");
        let again: Vec<i64> = ranked.iter().take(3).map(|(_, number)| number.parse().unwrap()).collect();
        assert_eq!(drawn, again);
        // The one outside tourism is in no list.
        assert_eq!(list.lines().count(), 5);
        city.official().get(&format!("/sample-checks/{id}/population/{OTHER_UNIT}")).expect(404);
        let (sound, said) = city.diagnosis();
        assert!(sound && said.contains("each of 1 draws the same again"), "{said}");
    }
}

on_both! {
    fn a_checker_finds_without_knowing_the_first_finding(database) {
        let city = City::new(database);
        let record = Holder::from(city.records.exits[&Pathway::Training].1).to_string();
        let picture = png(30, 20);
        let files = [("files", "黄大山结业证.png", &picture[..])];
        city.county().upload(&format!("{record}/papers"), "/papers", &[("kind", "certificate")], &files).sent_to();
        city.confirmed(Pathway::Training);
        let (id, _) = city.sampled(1);
        let checker = city.other_county();
        assert!(checker.get("/").says("抽查户待复查"));
        let case = checker.get("/sample-cases").expect(200);
        assert!(case.says("还有 1 户要复查") && case.says("4507210000003"));
        let page = checker.get("/sample-cases/1").expect(200);
        // The papers and the household, by surname; of the first finding and of its people nothing.
        assert!(page.says("农家菜厨艺班") && page.says("CY2017001") && page.says("黄*"), "{}", page.text());
        for hidden in ["黄大山", "陈经办", "李科长", "4507990", "4507********", "已认定", "待核实"] {
            assert!(!page.body.contains(hidden), "{hidden}");
        }
        // The pathway's word is said once, among all the choices there are.
        for pathway in ["旅游企业就业安排", "旅游技能培训与就业指导", "非旅游途径"] {
            assert_eq!(page.text().matches(pathway).count(), 1, "{pathway}");
        }
        assert!(!page.links().iter().any(|link| link.starts_with("/exits/") || link.starts_with("/evidence/")));
        let file = checker.get("/sample-cases/1/papers/1").expect(200);
        assert_eq!(file.bytes, picture);
        checker.get("/sample-cases/1/papers/99").expect(404);
        // It opens nothing else of the other unit.
        let (exit, _) = city.records.exits[&Pathway::Training];
        checker.get(&format!("/exits/{exit}")).expect(404);
        checker.get(&format!("{record}/papers")).expect(404);
        checker.get(&format!("/sample-checks/{id}")).expect(404);
        // The unit itself does not learn that it is looked at, and its staff cannot look.
        for own in [city.county(), city.colleague()] {
            own.get("/sample-cases/1").expect(404);
            own.get(&format!("/sample-checks/{id}")).expect(404);
            own.get("/sample-cases/1/papers/1").expect(404);
            own.post("/sample-cases/1/finding", &[("finding", "training")]).expect(404);
            assert!(!own.get("/sample-checks").says("2017年"));
        }
        for other in [city.office(), city.official(), city.admin(), city.operator()] {
            other.get("/sample-cases/1").expect(403);
        }

        checker.submit("/sample-cases/1", &[("note", "x")]).expect(422).error_on("finding").unwrap();
        let silent = checker.submit("/sample-cases/1", &[("finding", "none")]).expect(422);
        assert!(silent.error_on("note").is_some());
        let found = checker.submit("/sample-cases/1", &[("finding", "training")]);
        let page = checker.follow(&found);
        assert!(page.says("一致") && page.says("抽查已完成"), "{}", page.text());
        checker.post("/sample-cases/1/finding", &[("finding", "none"), ("note", "x")]).expect(409);
        checker.get("/sample-cases/1/papers/1").expect(404);
    }
}

on_both! {
    fn what_is_found_is_told_beside_the_tally_when_all_is_found(database) {
        let city = City::new(database);
        city.all_confirmed();
        let (id, second) = city.sampled(4);
        let (checker, path) = (city.other_county(), format!("/sample-checks/{id}"));
        let second = city.signed_in(&second);
        let mut conn = city.database.connect();
        let attributed = texts(&mut conn, "SELECT a.pathway AS t FROM sample_cases s JOIN attributions a \
            ON a.id = s.attribution_id ORDER BY s.id");
        for (case, pathway) in (1..).zip(&attributed) {
            let form = format!("/sample-cases/{case}");
            let page = second.get(&path).expect(200);
            assert!(!page.says("不符率 ") && page.rows("table").iter().all(|row| !row.contains(&"一致".to_owned())));
            assert!(!city.official().get("/tallies?year=2017").says("已复查"));
            // The last one differs.
            let finding: &[(&str, &str)] =
                if case == 4 { &[("finding", "cannot_tell"), ("note", "签名对不上")] } else { &[("finding", pathway)] };
            checker.submit(&form, finding).sent_to();
        }
        let page = city.official().get(&path).expect(200);
        assert!(page.says("已完成") && page.says("签名对不上") && page.says("无法判断"), "{}", page.text());
        let [row] = page.rows("section[aria-labelledby=h-result] table").try_into().unwrap();
        assert_eq!(row[1..], ["5", "4", "4", "1", "25.0%", "4.6% 至 69.9%"]);
        let differing = page.anchors("section[aria-labelledby=h-differing] a");
        assert_eq!(differing.len(), 1);
        city.office().get(&differing[0].1).expect(200);
        // Beside the tally: of the city the counts, of the unit its share.
        let tally = city.official().get("/tallies?year=2017").expect(200);
        assert!(tally.says("已复查 4 户，不符 1 户") && !tally.says("不符率 25"), "{}", tally.text());
        assert!(tally.links().contains(&path));
        let unit = city.county().get("/tallies?year=2017").expect(200);
        assert!(unit.says("不符率 25.0%（95% 置信区间 4.6% 至 69.9%）"), "{}", unit.text());
        assert!(!city.official().get("/tallies?year=2017&basis=proposed").says("已复查"));
        // The unit that was checked reads what was found there, without the cases; the other has no part in it.
        let own = city.county().get(&path).expect(200);
        assert!(own.says("25.0%") && !own.says("签名对不上") && !own.body.contains("/exits/"));
        city.other_county().get(&path).expect(404);
        let stages = texts(&mut conn, "SELECT what AS t FROM audit_events WHERE noun = 'sample_check' ORDER BY id");
        assert_eq!(stages.iter().filter(|what| *what == "sample_case.found").count(), 4);
        assert_eq!(stages.iter().filter(|what| *what == "sample_check.closed").count(), 1);
        assert!(city.diagnosis().0);
    }
}

on_both! {
    fn of_the_last_two_findings_at_once_one_closes_the_check(database) {
        let city = City::new(database);
        city.all_confirmed();
        let third = city.another("pubei2", &city.cast.other_county);
        city.sampled(2);
        let checkers = numbers(&mut city.database.connect(), "SELECT checker_id AS n FROM sample_cases ORDER BY id");
        let both = [&city.cast.other_county, &third];
        assert_eq!(checkers, [both[0].user.0, both[1].user.0], "the load is shared");
        std::thread::scope(|threads| {
            for (case, checker) in (1..).map(xingtu::domain::ids::SampleCaseId).zip(both) {
                let (desk, checker) = (city.desk.clone(), checker.clone());
                threads.spawn(move || {
                    desk.write_now(checker, now(), move |tx| {
                        let finding = "self_start".parse().unwrap();
                        sample_checks::cases::find(tx, case, finding, "").map(drop)
                    })
                    .unwrap();
                });
            }
        });
        let closed = "SELECT count(*) AS n FROM sample_checks WHERE stage = 'closed'";
        assert_eq!(numbers(&mut city.database.connect(), closed), [1]);
    }
}

on_both! {
    fn a_case_goes_to_somebody_else_of_another_unit_only(database) {
        let city = City::new(database);
        city.confirmed(Pathway::Training);
        let (id, second) = city.sampled(1);
        let third = city.another("pubei2", &city.cast.other_county);
        let (second, path) = (city.signed_in(&second), "/sample-cases/1/checker");
        assert!(second.get(&format!("/sample-checks/{id}")).links().contains(&path.to_owned()));
        for wrong in [city.cast.county.user, city.cast.colleague.user, city.cast.office.user, city.cast.other_county.user] {
            second.post(path, &[("checker", &wrong.to_string())]).expect(422).error_on("checker").unwrap();
        }
        city.other_county().post(path, &[("checker", "1")]).expect(403);
        second.submit(path, &[("checker", &third.user.to_string())]).sent_to();
        city.other_county().get("/sample-cases/1").expect(404);
        city.signed_in(&third).submit("/sample-cases/1", &[("finding", "training")]).sent_to();
        second.post(path, &[("checker", &city.cast.other_county.user.to_string())]).expect(409);
    }
}

on_both! {
    fn without_another_unit_or_anything_confirmed_nothing_is_drawn(database) {
        let city = City::new(database);
        let id = city.seeded(1);
        let second = city.another("choucha", &city.cast.office);
        let draw = |by: &Actor| city.desk.write_now(by.clone(), now(), move |tx| sample_checks::draw(tx, id));
        assert!(matches!(draw(&second), Err(Error::Conflict(message)) if message.key == "error-sample-check-empty"));
        city.confirmed(Pathway::Training);
        run(&mut city.database.connect(), "UPDATE users SET disabled_at = '2017-11-01 00:00:00' WHERE login = 'pubei'").unwrap();
        let nobody = draw(&second);
        assert!(matches!(&nobody, Err(Error::Conflict(message)) if message.key == "error-sample-check-no-checker"), "{nobody:?}");
        run(&mut city.database.connect(), "UPDATE users SET disabled_at = NULL").unwrap();
        draw(&second).unwrap();
        assert!(matches!(draw(&second), Err(Error::Conflict(_))));
    }
}

on_both! {
    fn the_database_itself_holds_the_rules_of_a_draw(database) {
        let city = City::new(database);
        city.all_confirmed();
        let mut conn = city.database.connect();
        let (county, other, office) =
            (city.cast.county.user, city.cast.other_county.user, city.cast.office.user);
        let insert = |stage: &str, seeded: &str, drawn: &str| format!(
            "INSERT INTO sample_checks (year, stage, size_each, confidence, seed, commitment, seeded_by, seeded_at, drawn_by, \
             drawn_at, revision) VALUES (2016, '{stage}', 1, '95', '{SEED}', '{SEED}', {office}, '{seeded}', {drawn}, 1)");
        run(&mut conn, &insert("drawn", "2017-11-01 00:00:00", "1, '2017-11-02 00:00:00'")).expect_err("begins drawn");
        let check = city.seeded(2);
        for (attack, why) in [
            ("UPDATE sample_checks SET seed = commitment".to_owned(), "another seed"),
            ("UPDATE sample_checks SET seeded_at = '2017-01-01 00:00:00'".to_owned(), "another time"),
            (format!("UPDATE sample_checks SET stage = 'drawn', drawn_by = {county}, drawn_at = '2017-11-24 00:00:00'"),
                "a draw without cases"),
            (insert("seeded", "2017-11-01 00:00:00", "NULL, NULL").replace("2016", "2017"), "a second seed of the year"),
            ("DELETE FROM sample_checks".to_owned(), "a check removed"),
        ] {
            run(&mut conn, &attack).expect_err(why);
        }
        let unit = format!("INSERT INTO sample_units (sample_check_id, unit_code, population_count, population, population_digest, \
            size) VALUES ({check}, '{UNIT}', 5, '1', '{SEED}', 1)");
        run(&mut conn, &unit).unwrap();
        run(&mut conn, &unit.replace(UNIT, OTHER_UNIT).replace("5, '1'", "0, ''")).expect_err("nobody to draw from");
        let case = |place: i64, exit: i64, attribution: i64, checker: i64| format!(
            "INSERT INTO sample_cases (sample_check_id, unit_code, place, exit_id, attribution_id, checker_id, note) \
             VALUES ({check}, '{UNIT}', {place}, {exit}, {attribution}, {checker}, '')");
        let outside = numbers(&mut conn, "SELECT exit_id AS n FROM attributions WHERE pathway = 'non_tourism'")[0];
        for (attack, why) in [
            (case(1, 1, 1, county.0), "the unit's own staff"),
            (case(1, 1, 1, office.0), "the city"),
            (case(1, 2, 1, other.0), "another exit's attribution"),
            (case(1, outside, outside, other.0), "outside tourism"),
        ] {
            run(&mut conn, &attack).expect_err(why);
        }
        // Whoever had a hand in it, though they work elsewhere now.
        run(&mut conn, &format!("UPDATE users SET unit_code = '{OTHER_UNIT}' WHERE id = {county}")).unwrap();
        run(&mut conn, &case(1, 1, 1, county.0)).expect_err("a hand in it");
        run(&mut conn, &case(1, 1, 1, other.0)).unwrap();
        let draw = |by: i64, at: &str| format!("UPDATE sample_checks SET stage = 'drawn', drawn_by = {by}, drawn_at = '{at}'");
        run(&mut conn, &draw(office.0, "2017-11-24 00:00:00")).expect_err("one person");
        run(&mut conn, &draw(other.0, "2017-11-23 01:00:00")).expect_err("before the seed");
        run(&mut conn, "UPDATE sample_cases SET finding = 'none', note = 'x', found_at = '2017-11-24 01:00:00'").expect_err("before the draw");
        run(&mut conn, &draw(other.0, "2017-11-24 00:00:00")).unwrap();
        for (attack, why) in [
            (unit.replace(UNIT, OTHER_UNIT), "a unit more"),
            ("UPDATE sample_units SET population = '2'".to_owned(), "another list"),
            ("DELETE FROM sample_units".to_owned(), "a list removed"),
            (case(2, 2, 2, other.0), "a case more"),
            ("UPDATE sample_cases SET exit_id = 2, attribution_id = 2".to_owned(), "another exit"),
            (format!("UPDATE sample_cases SET checker_id = {county}"), "given to a hand in it"),
            ("DELETE FROM sample_cases".to_owned(), "a case removed"),
            ("UPDATE sample_checks SET stage = 'closed', closed_at = '2017-11-25 00:00:00'".to_owned(), "closed unfound"),
            ("UPDATE sample_checks SET drawn_at = '2017-11-26 00:00:00'".to_owned(), "another moment"),
            ("UPDATE sample_checks SET stage = 'seeded', drawn_at = NULL, drawn_by = NULL".to_owned(), "drawn again"),
            ("UPDATE sample_cases SET finding = 'none'".to_owned(), "found at no time"),
            ("UPDATE sample_cases SET finding = 'good', found_at = '2017-11-24 01:00:00'".to_owned(), "no finding"),
        ] {
            run(&mut conn, &attack).expect_err(why);
        }
        run(&mut conn, "UPDATE sample_cases SET finding = 'none', note = 'x', found_at = '2017-11-24 01:00:00'").unwrap();
        run(&mut conn, "UPDATE sample_cases SET finding = 'employment'").expect_err("found twice");
        run(&mut conn, "UPDATE sample_checks SET stage = 'closed', closed_at = '2017-11-25 00:00:00'").unwrap();
        run(&mut conn, "UPDATE sample_checks SET revision = 9").expect_err("closed");
    }
}

/// Takes the rules of a table away, as somebody who holds the database could.
fn disarm(database: &Database, table: &str) {
    let mut conn = database.connect();
    if !database.is_sqlite() {
        run(&mut conn, &format!("ALTER TABLE {table} DISABLE TRIGGER USER")).unwrap();
        return;
    }
    let names =
        format!("SELECT name AS t FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'");
    for name in texts(&mut conn, &names) {
        run(&mut conn, &format!("DROP TRIGGER {name}")).unwrap();
    }
}

on_both! {
    fn doctor_finds_a_draw_that_was_tampered_with(database) {
        let city = City::new(database);
        city.all_confirmed();
        city.sampled(2);
        for table in ["sample_checks", "sample_units", "sample_cases"] {
            disarm(&city.database, table);
        }
        let mut conn = city.database.connect();
        let spare = "SELECT MIN(exit_id) AS n FROM attributions WHERE pathway <> 'non_tourism' \
                     AND exit_id NOT IN (SELECT exit_id FROM sample_cases)";
        let (spare, first) = (numbers(&mut conn, spare)[0], numbers(&mut conn, "SELECT exit_id AS n FROM sample_cases WHERE id = 1")[0]);
        let list = texts(&mut conn, "SELECT population AS t FROM sample_units").remove(0);
        let shorter = list.split_once('\n').unwrap().1.to_owned();
        let other = "0".repeat(64);
        for (attack, undo, words) in [
            (format!("UPDATE sample_cases SET exit_id = {spare} WHERE id = 1"),
                format!("UPDATE sample_cases SET exit_id = {first} WHERE id = 1"), "other cases"),
            (format!("UPDATE sample_units SET population = '{shorter}'"),
                format!("UPDATE sample_units SET population = '{list}'"), "another list"),
            (format!("UPDATE sample_checks SET seed = '{other}'"),
                format!("UPDATE sample_checks SET seed = '{SEED}'"), "another seed"),
            ("UPDATE sample_checks SET seeded_at = '2017-11-01 00:00:00'".into(),
                "UPDATE sample_checks SET seeded_at = '2017-11-23 01:00:00'".into(), "not seeded when it says"),
            ("UPDATE sample_units SET size = 1".into(), "UPDATE sample_units SET size = 2".into(), "says 1 of 5"),
        ] {
            run(&mut conn, &attack).unwrap();
            let (sound, said) = city.diagnosis();
            assert!(!sound && said.contains(words), "{attack}: {said}");
            run(&mut conn, &undo).unwrap();
        }
        let (sound, said) = city.diagnosis();
        assert!(sound, "{said}");
    }
}

on_both! {
    fn every_page_of_sample_checks_speaks_both_languages(database) {
        let city = City::new(database);
        city.all_confirmed();
        let (id, second) = city.sampled(2);
        let people = [(city.signed_in(&second), vec![format!("/sample-checks/{id}"), "/sample-checks/new".into(),
            "/sample-cases/1/checker".into(), "/sample-checks".into()]),
            (city.other_county(), vec!["/sample-cases".into(), "/sample-cases/1".into(), "/sample-checks".into()])];
        for (person, pages) in people {
            for language in ["zh-CN", "en"] {
                person.post("/language", &[("choice", language), ("back", "/")]).expect(303);
                for path in &pages {
                    let page = person.get(path).expect(200);
                    assert_eq!(page.all("h1").len(), 1, "{path}");
                }
            }
        }
    }
}
