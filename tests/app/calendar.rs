//! The calendar: what is recorded, what comes along, and limits in a year nobody has recorded.

use xingtu::desk;

use crate::support::city::City;
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;

/// A city whose calendar has been taken in.
fn city(database: crate::support::database::Database) -> City {
    let city = City::new(database);
    desk::sheets::install_shipped(&city.desk).unwrap();
    city
}

on_both! {
    fn days_that_are_missing_come_along_and_none_is_overwritten(database) {
        let city = city(database);
        let mut conn = city.database.connect();
        let all = numbers(&mut conn, "SELECT count(*) AS n FROM holidays")[0];
        run(&mut conn, "DELETE FROM holidays WHERE day >= '2026-01-01'").unwrap();
        run(&mut conn, "UPDATE holidays SET source = '本市另行通知' WHERE day = '2017-10-02'").unwrap();
        desk::sheets::install_shipped(&city.desk).unwrap();
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM holidays"), [all]);
        let kept = "SELECT source AS t FROM holidays WHERE day = '2017-10-02'";
        assert_eq!(texts(&mut conn, kept), ["本市另行通知"]);
    }
}

on_both! {
    fn an_administrator_records_an_arrangement_and_takes_a_day_back(database) {
        let city = city(database);
        let admin = city.admin();
        let page = admin.get("/calendar?year=2019").expect(200);
        assert!(page.says("2019年还没有录入放假安排"), "{}", page.text());
        let spring = [("from", "2019-02-04"), ("to", "2019年2月10日"), ("kind", "off"), ("source", "国办发明电〔2018〕15号")];
        let page = admin.follow(&admin.submit_to("/calendar", "/calendar", &spring));
        // The weekend within is off anyhow.
        let days: Vec<String> = page.rows("table").into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(days, ["2019-02-04", "2019-02-05", "2019-02-06", "2019-02-07", "2019-02-08"]);
        assert!(!page.says("还没有录入放假安排"));
        let again = admin.submit_to("/calendar", "/calendar", &[("from", "2019-02-08"), ("kind", "off"), ("source", "x")]).expect(422);
        assert!(again.error_on("from").unwrap().contains("已经录入"));
        let form = admin.get("/calendar?year=2019").form("/removals");
        assert!(admin.follow(&admin.send_form(form, &[])).rows("table").len() == 4);
        desk::sheets::install_shipped(&city.desk).unwrap();
        assert_eq!(admin.get("/calendar?year=2019").rows("table").len(), 4);
        let what = "SELECT what AS t FROM audit_events WHERE noun = 'calendar' ORDER BY id";
        assert_eq!(texts(&mut city.database.connect(), what), ["calendar.recorded", "calendar.taken_back"]);
        // Taken back, the day can be recorded anew; a shipped one taken back does not return.
        admin.submit_to("/calendar", "/calendar", &[("from", "2019-02-04"), ("kind", "off"), ("source", "x")]).sent_to();
        admin.post("/calendar/removals", &[("day", "2026-10-10")]).sent_to();
        desk::sheets::install_shipped(&city.desk).unwrap();
        assert!(!admin.get("/calendar?year=2026").says("2026-10-10"));
    }
}

on_both! {
    fn days_that_have_come_stay_and_days_that_say_nothing_are_refused(database) {
        let city = city(database);
        let admin = city.admin();
        for (from, to, kind, field) in [
            ("2017-11-24", "", "off", "from"),
            ("2017-12-02", "2017-12-03", "off", "from"),
            ("2017-12-04", "", "works", "from"),
            ("2017-12-05", "2017-12-04", "off", "to"),
            ("2017-12-05", "2018-02-05", "off", "to"),
            ("明天", "", "off", "from"),
        ] {
            let fields = [("from", from), ("to", to), ("kind", kind), ("source", "通知")];
            let refused = admin.submit_to("/calendar", "/calendar", &fields).expect(422);
            assert!(refused.error_on(field).is_some(), "{from} {to} {kind}: {}", refused.text());
            assert_eq!(refused.form("/calendar").value("source"), Some("通知"));
        }
        admin.post("/calendar/removals", &[("day", "2017-10-02")]).expect(409);
        admin.post("/calendar/removals", &[("day", "2018-03-01")]).expect(404);
        for (who, person) in city.everybody() {
            if !["visitor", "admin"].contains(&who) {
                assert!(person.get("/calendar").expect(200).forms().is_empty(), "{who}");
                person.post("/calendar", &[("from", "2018-12-24"), ("kind", "off"), ("source", "x")]).expect(403);
                person.post("/calendar/removals", &[("day", "2018-01-01")]).expect(403);
            }
        }
    }
}

on_both! {
    fn a_limit_in_a_year_nobody_has_recorded_says_so(database) {
        let city = city(database);
        let case = format!("/applications/{}", city.records.application);
        let warning = "放假安排还没有录入，这个期限可能不准";
        assert!(!city.county().get(&case).says(warning));
        run(&mut city.database.connect(), "UPDATE applications SET due_on = '2021-03-01'").unwrap();
        let page = city.county().get(&case).expect(200);
        assert!(page.says("2021年") && page.says(warning), "{}", page.text());
        assert!(page.links().contains(&"/sheets/1".to_owned()));
    }
}

on_both! {
    fn whoever_keeps_the_calendar_is_told_before_limits_run_into_a_year_nobody_has_recorded(database) {
        let city = city(database);
        let told = "1 个年份还没有录入放假安排，期限会算到那里";
        assert!(!city.admin().get("/").says(told));
        // Thirty working days from 24 November end in January.
        run(&mut city.database.connect(), "DELETE FROM holidays WHERE day >= '2018-01-01' AND day < '2019-01-01'").unwrap();
        let home = city.admin().get("/").expect(200);
        assert!(home.says(told) && home.links().contains(&"/calendar?year=2018".to_owned()), "{}", home.text());
        for person in [city.office(), city.county(), city.operator(), city.official()] {
            assert!(!person.get("/").says(told), "only for whoever can do something about it");
        }
        let days = [("from", "2018-01-01"), ("kind", "off"), ("source", "国办发明电〔2017〕12号")];
        city.admin().submit_to("/calendar", "/calendar", &days).sent_to();
        assert!(!city.admin().get("/").says(told));
        run(&mut city.database.connect(), "UPDATE applications SET due_on = '2019-01-08' WHERE live").unwrap();
        let home = city.admin().get("/").expect(200);
        assert!(home.links().contains(&"/calendar?year=2019".to_owned()), "{}", home.text());
        run(&mut city.database.connect(), "UPDATE applications SET live = FALSE, stage = 'refused'").unwrap();
        assert!(!city.admin().get("/").says(told), "what has ended runs nowhere");
    }
}

on_both! {
    fn every_limit_that_runs_into_such_a_year_says_so(database) {
        let city = city(database);
        let warning = "放假安排还没有录入，这个期限可能不准";
        let (case, hire) = (format!("/applications/{}", city.records.application), format!("/hires/{}", city.records.hire));
        let pages = || {
            [city.operator().get(&case), city.county().get(&case), city.operator().get(&hire), city.county().get(&hire)]
                .map(|page| page.expect(200).says(warning))
        };
        assert_eq!(pages(), [false; 4]);
        let mut conn = city.database.connect();
        run(&mut conn, "DELETE FROM holidays WHERE day < '2018-01-01'").unwrap();
        assert_eq!(pages(), [true; 4]);
        let decided = city.decided(Some(3));
        let office = city.office();
        let draft = office.get(&format!("{decided}/notice/new")).expect(200);
        assert!(draft.says(warning));
        let preview = office.send_form(draft.form("/notice/preview"), &[]).expect(200);
        assert!(preview.says(warning));
        let notice = office.send_form(preview.form("/notice"), &[]).sent_to();
        assert!(city.visitor().get(&notice).expect(200).says(warning));
    }
}
