//! The monthly figures of a site: entered and corrected by its operator, read by staff, counted by the rule.

use crate::support::city::{City, Person};
use crate::support::database::{Database, numbers, run, texts};
use crate::support::on_both;
use crate::support::page::Page;

/// The city before its sites have reported anything.
fn unreported(database: Database) -> City {
    let city = City::new(database);
    run(&mut city.database.connect(), "DELETE FROM site_months").unwrap();
    city
}

fn path(city: &City) -> String {
    format!("/sites/{}/months", city.records.site)
}

fn report(city: &City, person: &Person<'_>, month: &str, visits: &str, revenue: &str) -> Page {
    let form = format!("{}/{month}", path(city));
    person.submit_to(&form, &form, &[("visits", visits), ("revenue", revenue)])
}

fn row(city: &City, month: &str) -> Vec<String> {
    let rows = city.county().get(&path(city)).expect(200).rows(".months");
    rows.into_iter().find(|row| row[0] == month).unwrap_or_default()
}

on_both! {
    fn an_operator_enters_a_month_and_staff_read_it(database) {
        let city = unreported(database);
        let operator = city.operator();
        assert!(operator.get("/").says("上月经营数据没有填报"));
        assert_eq!(row(&city, "2017年10月"), ["2017年10月", "—", "—"]);
        let page = operator.follow(&report(&city, &operator, "2017-10", "１,２００ 人次", "48,000.5元"));
        assert!(page.says("1,200") && page.says("48,000.50"), "{}", page.text());
        report(&city, &operator, "2017-09", "0", "0").sent_to();
        assert_eq!(row(&city, "2017年10月"), ["2017年10月", "1,200", "48,000.50"]);
        assert_eq!(row(&city, "2017年9月"), ["2017年9月", "0", "0"], "a reported zero");
        assert_eq!(row(&city, "2016年12月"), ["2016年12月", "—", "—"], "not reported");
        assert!(row(&city, "2017年11月").is_empty(), "this month is not over");
        assert!(!operator.get("/").says("上月经营数据没有填报"));
        let kept = "SELECT revenue_fen AS n FROM site_months WHERE year = 2017 AND month = 10";
        assert_eq!(numbers(&mut city.database.connect(), kept), [4_800_050]);
        let hint = operator.get(&format!("{}/2017-11", path(&city)));
        hint.expect(409);
        for reader in [city.office(), city.official(), city.admin()] {
            let page = reader.get(&path(&city)).expect(200);
            assert!(page.says("1,200") && page.forms().is_empty());
            reader.get(&format!("{}/2017-10", path(&city))).expect(403);
            reader.post(&format!("{}/2017-08", path(&city)), &[("visits", "1"), ("revenue", "1")]).expect(403);
        }
    }
}

on_both! {
    fn last_month_is_a_hint_and_never_a_value(database) {
        let city = unreported(database);
        let operator = city.operator();
        report(&city, &operator, "2017-09", "777", "12345").sent_to();
        let page = operator.get(&format!("{}/2017-10", path(&city))).expect(200);
        assert!(page.says("2017年9月：777") && page.says("12,345"), "{}", page.text());
        let form = page.form("/2017-10");
        assert_eq!((form.value("visits"), form.value("revenue")), (Some(""), Some("")));
        let page = operator.get(&format!("{}/2017-09", path(&city)));
        assert_eq!(page.form("/2017-09").value("visits"), Some("777"), "its own figures are to be corrected");
    }
}

on_both! {
    fn the_twelve_whole_months_are_counted_as_the_rule_counts_them(database) {
        let city = unreported(database);
        let operator = city.operator();
        let counted = || city.county().get(&path(&city)).all(".total-line").remove(0);
        assert!(counted().starts_with('—'), "{}", counted());
        for (month, visits) in [("2016-10", "10000"), ("2016-11", "100"), ("2017-10", "20")] {
            report(&city, &operator, month, visits, "1").sent_to();
        }
        assert!(counted().starts_with("120 "), "{}", counted());
        let page = operator.get(&path(&city));
        assert!(page.says("2016年11月 — 2017年10月") && page.says("10 个月没有填报"), "{}", page.text());
        assert!(city.county().get(&format!("/sites/{}", city.records.site)).says("120 人次"));
    }
}

on_both! {
    fn a_month_that_is_not_over_or_no_month_is_refused(database) {
        let city = unreported(database);
        let operator = city.operator();
        let fields = [("visits", "1"), ("revenue", "1")];
        for month in ["2017-11", "2017-12", "2018-01", "2015-12"] {
            let month = format!("{}/{month}", path(&city));
            operator.get(&month).expect(409);
            operator.post(&month, &fields).expect(409);
        }
        assert!(operator.get(&format!("{}/2017-12", path(&city))).says("2018-01-01"));
        for month in ["2017-13", "2017-1", "october", "2017-10-01"] {
            operator.get(&format!("{}/{month}", path(&city))).expect(404);
        }
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM site_months"), [0]);
    }
}

on_both! {
    fn wrong_figures_are_told_at_their_fields_and_kept(database) {
        let city = unreported(database);
        let operator = city.operator();
        for language in ["zh-CN", "en"] {
            operator.post("/language", &[("choice", language), ("back", "/")]).sent_to();
            for (visits, revenue) in [("很多", "万"), ("-3", "1.234"), ("2000000", "999999999999"), ("1.5", "-1")] {
                let refused = report(&city, &operator, "2017-10", visits, revenue).expect(422);
                assert!(refused.error_on("visits").is_some() && refused.error_on("revenue").is_some());
                assert_eq!(refused.summary().len(), 2);
                let form = refused.form("/2017-10");
                assert_eq!((form.value("visits"), form.value("revenue")), (Some(visits), Some(revenue)));
            }
            let refused = report(&city, &operator, "2017-10", "", "5").expect(422);
            assert!(refused.error_on("visits").is_some() && refused.error_on("revenue").is_none());
        }
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM site_months"), [0]);
    }
}

on_both! {
    fn a_correction_is_on_record_and_not_made_over_a_colleague(database) {
        let city = unreported(database);
        let operator = city.operator();
        let month = format!("{}/2017-10", path(&city));
        let blank = operator.get(&month).form("/2017-10");
        report(&city, &operator, "2017-10", "100", "10").sent_to();
        // Somebody had opened the form before it was entered.
        let late = blank.fill("visits", "7").fill("revenue", "7");
        operator.send_form(late, &[]).expect(409);
        let opened = operator.get(&month).form("/2017-10");
        report(&city, &operator, "2017-10", "120", "12").sent_to();
        operator.send_form(opened.clone(), &[("visits", "130")]).expect(409);
        let wrong = operator.send_form(opened, &[("visits", "x")]).expect(422);
        assert_eq!(wrong.form("/2017-10").value("revision"), Some("1"), "the revision it was opened at");
        assert_eq!(row(&city, "2017年10月"), ["2017年10月", "120", "12"]);
        let recorded = "SELECT detail AS t FROM audit_events WHERE what LIKE 'site_month.%' ORDER BY id";
        let told = texts(&mut city.database.connect(), recorded);
        assert_eq!(told.len(), 2);
        assert!(told[1].contains("\"before\":{\"revenue_fen\":1000,\"visits\":100}"), "{}", told[1]);
        assert!(told[1].contains("2017-10") && told[1].contains("\"visits\":120"), "{}", told[1]);
    }
}

on_both! {
    fn nobody_elses_site_is_known_of(database) {
        let city = unreported(database);
        let month = format!("{}/2017-10", path(&city));
        for stranger in [city.other_operator(), city.other_county()] {
            stranger.get(&path(&city)).expect(404);
            stranger.get(&month).expect(404);
            stranger.post(&month, &[("visits", "1"), ("revenue", "1")]).expect(404);
        }
        assert!(city.visitor().get(&path(&city)).sent_to().starts_with("/sign-in"));
        city.operator().get("/sites/9999/months").expect(404);
    }
}

on_both! {
    fn the_changes_say_who_changed_what_when(database) {
        let city = unreported(database);
        let operator = city.operator();
        assert!(operator.get(&path(&city)).all(".changes").is_empty());
        report(&city, &operator, "2017-10", "1200", "48000").sent_to();
        report(&city, &operator, "2017-09", "7", "0").sent_to();
        report(&city, &operator, "2017-10", "1201", "48000.5").sent_to();
        for reader in [city.operator(), city.county(), city.official()] {
            let changes = reader.get(&path(&city)).all(".changes li");
            assert_eq!(changes.len(), 3, "{changes:?}");
            assert!(changes[0].starts_with("2017年10月 改正") && changes[0].contains("经营者"), "{changes:?}");
            assert!(changes[0].contains("原为 1,200 人次，收入 48,000 元"), "{changes:?}");
            assert!(changes[0].contains("改为 1,201 人次，收入 48,000.50 元"), "{changes:?}");
            assert!(changes[2].starts_with("2017年10月 填报"), "{changes:?}");
        }
        assert!(city.other_operator().get(&path(&city)).expect(404).all(".changes").is_empty());
    }
}
