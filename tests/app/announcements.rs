//! The poverty office's lists: entered whole or not at all, with the members of their day.

use crate::support::city::City;
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::seed::{OTHER_UNIT, UNIT, household};

const DOCUMENT: &str = "灵扶领〔2017〕41号";

impl City {
    /// Two more households of the unit: of three and of two.
    fn two_more(&self) {
        household(&self.desk, "4507210000101", &[101, 102, 103]);
        household(&self.desk, "4507210000102", &[104, 105]);
    }

    fn exits_there_are(&self) -> i64 {
        numbers(&mut self.database.connect(), "SELECT count(*) AS n FROM exits")[0]
    }
}

fn list<'a>(households: &'a str, on: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("document", DOCUMENT),
        ("announced_on", on),
        ("batch", "second_half"),
        ("unit", UNIT),
        ("households", households),
    ]
}

on_both! {
    fn a_list_freezes_the_members_of_its_day(database) {
        let city = City::new(database);
        city.two_more();
        // One of the three married out before, one comes only after.
        let mut conn = city.database.connect();
        run(&mut conn, "UPDATE memberships SET to_on = '2017-11-22', end_reason = 'moved_out' WHERE person_id = 9").unwrap();
        run(&mut conn, "UPDATE memberships SET from_on = '2017-11-23' WHERE person_id = 10").unwrap();
        let office = city.office();
        let made = office.submit("/announcements/new", &list("4507210000101\n 4507210000102", "2017年11月22日"));
        let page = office.follow(&made);
        assert!(page.says(DOCUMENT) && page.says("李科长"), "{}", page.text());
        assert_eq!(page.rows(".list").len(), 2);
        // What the register says later changes nothing.
        run(&mut conn, "UPDATE memberships SET to_on = '2017-11-24', end_reason = 'moved_out' WHERE person_id = 12").unwrap();
        let frozen = numbers(&mut conn, "SELECT CAST(persons AS BIGINT) AS n FROM exits WHERE id > 7 ORDER BY id");
        assert_eq!(frozen, [1, 2]);
        let years = numbers(&mut conn, "SELECT DISTINCT CAST(year AS BIGINT) AS n FROM exit_members");
        assert_eq!(years, [2017]);
        assert!(texts(&mut conn, "SELECT detail AS t FROM audit_events WHERE what = 'exits.announced'")
            .iter().all(|detail| !detail.contains('刘')));
        let listed = city.county().get("/announcements?year=2017").expect(200);
        assert!(listed.says(DOCUMENT) && listed.says("钦扶领〔2017〕35号"));
        let exit = city.county().get("/exits/8").expect(200);
        assert!(exit.links().contains(&page.path) || exit.links().iter().any(|to| to.starts_with("/announcements/")));
    }
}

on_both! {
    fn a_list_is_entered_whole_or_not_at_all(database) {
        let city = City::new(database);
        city.two_more();
        let office = city.office();
        let bad = "4507210000101\n4507210000001\n45-07\n4507219999999\n4507220000007";
        let refused = office.submit("/announcements/new", &list(bad, "2017-11-22")).expect(422);
        // A code that is none is told before the register is asked.
        assert_eq!(refused.summary().len(), 1, "{:?}", refused.summary());
        assert!(refused.summary()[0].contains("第 3 行"));
        let bad = bad.replace("45-07", "4507210000002");
        let refused = office.submit("/announcements/new", &list(&bad, "2017-11-22")).expect(422);
        let told = refused.summary();
        assert_eq!(told.len(), 4, "{told:?}");
        for (line, (number, why)) in told.iter().zip([
            ("第 2 行", "已经公告退出"), ("第 3 行", "已经公告退出"), ("第 4 行", "没有 4507219999999"), ("第 5 行", "没有 4507220000007"),
        ]) {
            assert!(line.contains(number) && line.contains(why), "{line}");
        }
        assert!(refused.body.contains("4507210000101"), "what was typed is kept");
        assert_eq!(city.exits_there_are(), 7);
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM announcements")[0], 2);
    }
}

on_both! {
    fn nobody_is_announced_twice_nor_ahead_of_the_day(database) {
        let city = City::new(database);
        city.two_more();
        let office = city.office();
        let twice = office.submit("/announcements/new", &list("4507210000101 4507210000101", "2017-11-22")).expect(422);
        assert!(twice.summary()[0].contains("重复"));
        let ahead = office.submit("/announcements/new", &list("4507210000101", "2017-11-25")).expect(422);
        assert!(ahead.error_on("announced_on").is_some());
        office.submit("/announcements/new", &list("", "2017-11-22")).expect(422);
        let made = office.submit("/announcements/new", &list("4507210000101", "2017-11-22")).sent_to();
        let same = office.submit("/announcements/new", &list("4507210000102", "2017-11-22")).expect(422);
        assert!(same.error_on("document").is_some());
        let again = office.submit_to(&made, "/exits", &[("households", "4507210000101\n4507210000102")]).expect(422);
        assert!(again.summary()[0].contains("已经公告退出"));
        let added = office.submit_to(&made, "/exits", &[("households", "4507210000102")]);
        assert_eq!(office.follow(&added).rows(".list").len(), 2);
    }
}

on_both! {
    fn a_member_who_went_out_with_another_household_stops_the_list(database) {
        let city = City::new(database);
        city.two_more();
        let office = city.office();
        office.submit("/announcements/new", &list("4507210000101", "2017-11-22")).sent_to();
        let mut conn = city.database.connect();
        // A daughter of the first marries into the second.
        run(&mut conn, "UPDATE memberships SET to_on = '2017-11-23', end_reason = 'moved_out' WHERE person_id = 9").unwrap();
        run(&mut conn, "INSERT INTO memberships (household_id, person_id, relation, is_head, from_on, reason) \
            SELECT household_id, 9, 'daughter_in_law', is_head, '2017-11-23', reason FROM memberships WHERE person_id = 12")
            .unwrap();
        let moved = office.submit("/announcements/new", &[
            ("document", "灵扶领〔2017〕42号"), ("announced_on", "2017-11-24"), ("batch", "second_half"), ("unit", UNIT),
            ("households", "4507210000102"),
        ]).expect(422);
        assert!(moved.summary()[0].contains("已随别的户退出"), "{:?}", moved.summary());
    }
}

on_both! {
    fn only_the_city_enters_lists_and_each_reads_its_own(database) {
        let city = City::new(database);
        city.two_more();
        for (who, person) in city.everybody() {
            let answer = person.post("/announcements", &list("4507210000101", "2017-11-22"));
            match who {
                "visitor" => assert!(answer.sent_to().starts_with("/sign-in")),
                "city" => drop(answer.expect(303)),
                _ => drop(answer.expect(403)),
            }
        }
        city.county().get("/announcements/3").expect(200);
        city.other_county().get("/announcements/3").expect(404);
        city.county().post("/announcements/3/exits", &[("households", "4507210000102")]).expect(403);
        city.county().get("/announcements/new").expect(403);
        let filtered = format!("/announcements?unit={OTHER_UNIT}");
        assert_eq!(city.office().get(&filtered).rows(".list").len(), 1);
        assert_eq!(city.other_county().get("/announcements").rows(".list").len(), 1);
        assert!(city.office().get("/announcements?year=2015").says("没有符合条件的公告"));
    }
}

on_both! {
    /// Invariants 2 and 3, in the database itself.
    fn the_database_holds_one_exit_of_a_household_and_a_person(database) {
        let city = City::new(database);
        let mut conn = city.database.connect();
        let again = |year: i32| format!(
            "INSERT INTO exits (household_id, year, document, announced_on, state, division_code, unit_code, persons, search, revision) \
             SELECT household_id, {year}, document, '{year}-11-20', 'announced', division_code, unit_code, persons, search, 1 \
             FROM exits WHERE id = 1");
        run(&mut conn, &again(2018)).unwrap_err();
        run(&mut conn, &again(2017)).unwrap_err();
        for state in ["revoked", "returned_to_poverty"] {
            run(&mut conn, &format!("UPDATE exits SET state = '{state}' WHERE id = 1")).unwrap_err();
        }
        let member = "INSERT INTO exit_members (exit_id, person_id, relation, is_head, live, year) \
                      SELECT 2, person_id, relation, is_head, live, year FROM exit_members WHERE exit_id = 1";
        run(&mut conn, member).unwrap_err();
        run(&mut conn, "UPDATE exit_members SET live = (1 = 0)").unwrap();
        run(&mut conn, member).unwrap_err();
        // Without an announcement there is no exit to attribute.
        run(&mut conn, "UPDATE exits SET document = '' WHERE id = 1").unwrap_err();
    }
}
