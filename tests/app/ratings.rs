//! A rating after its award: each step, who may take it, what it ends and what it leaves behind.

#[path = "ratings/corrections.rs"]
mod corrections;
#[path = "ratings/counts.rs"]
mod counts;
#[path = "ratings/ends.rs"]
mod ends;
#[path = "ratings/races.rs"]
mod races;
#[path = "ratings/rectifications.rs"]
mod rectifications;

use chrono::NaiveDate;
use xingtu::desk::ratings;
use xingtu::domain::ids::{ApplicationId, RatingId, SiteId};
use xingtu::domain::moment::Moment;
use xingtu::domain::rating::Star;
use xingtu::store::Fault;
use xingtu::store::ratings::{self as store, NewRating};

use crate::support::city::{City, Person, at, date};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::Page;

/// The days of a rating.
pub struct Days {
    awarded_on: NaiveDate,
    valid_until: NaiveDate,
    re_check_on: NaiveDate,
}

/// Awarded in spring 2017, and not to be re-checked before 2019.
pub fn spring() -> Days {
    Days { awarded_on: date(2017, 3, 1), valid_until: date(2020, 2, 29), re_check_on: date(2019, 3, 1) }
}

/// Awarded in autumn 2015: its re-check came on 20 November.
pub fn due() -> Days {
    Days { awarded_on: date(2015, 11, 20), valid_until: date(2018, 11, 19), re_check_on: date(2017, 11, 20) }
}

impl City {
    /// A rating of a site with a certificate in force, as if it had been awarded on its application.
    pub fn rated(&self, (site, application): (SiteId, ApplicationId), stars: i32, days: &Days) -> RatingId {
        let new = |n: i64| NewRating {
            site,
            application,
            lowered_from: None,
            stars: Star::try_from(stars).unwrap(),
            certificate: format!("ZS-NJL-2015-{n:04}"),
            plaque: format!("MP-NJL-2015-{n:04}"),
            awarded_on: days.awarded_on,
            valid_until: days.valid_until,
            re_check_on: days.re_check_on,
        };
        let rating = new(site.0);
        let made = self.desk.db.write_now(move |c| store::insert(c, &rating)).unwrap();
        let (n, from, until) = (site.0, days.awarded_on, days.valid_until);
        let mut conn = self.database.connect();
        let print = format!(
            "INSERT INTO certificates (rating_id, number, check_code, site_name, kind, place, authority, stars, valid_from, valid_until, \
             issued_at, void_reason) SELECT {made}, 'ZS-NJL-2015-{n:04}', 'ABCDEFGH', s.name, s.kind, '钦州市灵山县佛子镇大芦村', '灵山县旅游主管部门', {stars}, \
             '{from}', '{until}', '2015-11-20 02:00:00', '' FROM sites s WHERE s.id = {site}"
        );
        run(&mut conn, &print).unwrap();
        made
    }

    /// 荔香园 with three stars.
    pub fn own(&self, days: &Days) -> String {
        let id = self.rated((self.records.site, self.records.application), 3, days);
        format!("/ratings/{id}")
    }

    /// How a rating stands in the database, and how its certificate does.
    pub fn standing(&self, rating: &str) -> (String, bool) {
        let id = rating.rsplit('/').next().unwrap();
        let mut conn = self.database.connect();
        let standing = texts(&mut conn, &format!("SELECT standing AS t FROM ratings WHERE id = {id}"));
        let voided = format!(
            "SELECT count(*) AS n FROM certificates WHERE rating_id = {id} AND voided_at IS NOT NULL AND void_reason <> ''"
        );
        (standing[0].clone(), numbers(&mut conn, &voided)[0] == 1)
    }

    pub fn history(&self, rating: &str) -> Vec<String> {
        let id = rating.rsplit('/').next().unwrap();
        let sql = format!("SELECT step AS t FROM rating_steps WHERE rating_id = {id} ORDER BY id");
        texts(&mut self.database.connect(), &sql)
    }

    pub fn audited(&self) -> Vec<String> {
        texts(
            &mut self.database.connect(),
            "SELECT what AS t FROM audit_events WHERE noun = 'rating' ORDER BY id",
        )
    }
}

/// Sends a step with a reason, without looking whether the page offers it, at the revision given.
pub fn step(person: &Person<'_>, rating: &str, path: &str, revision: &str) -> Page {
    let fields = [
        ("revision", revision),
        ("reason", "市局 2017 年 11 月复核"),
        ("star", "2"),
        ("confirmed", "yes"),
        ("items", "补消防器材"),
        ("due_on", "2018-01-10"),
        ("order_reason", "复核发现问题"),
    ];
    person.post(&format!("{rating}/{path}"), &fields)
}

pub const STEPS: [&str; 6] =
    ["re-check", "keeping", "rectification", "lowering", "cancellation", "giving-up"];

on_both! {
    fn the_re_check_that_has_come_is_due_on_every_page_and_kept_by_the_terms(database) {
        let city = City::new(database);
        let rating = city.own(&due());
        for person in [city.operator(), city.county(), city.office()] {
            let home = person.get("/").expect(200);
            assert!(home.says("1 个星级待复核"), "{}", home.text());
            let list = person.get("/ratings?standing=re_check_due").expect(200);
            assert_eq!(list.rows("table").len(), 1, "{}", list.text());
            assert!(person.get("/ratings/re-checks").expect(200).says("荔香园"));
        }
        assert!(city.other_county().get("/ratings").expect(200).rows("table").is_empty());
        assert!(city.office().get("/ratings?standing=current").expect(200).rows("table").is_empty());
        let office = city.office();
        let silent = office.submit_to(&rating, "/keeping", &[("reason", " ")]).expect(422);
        assert!(silent.error_on("reason").is_some());
        let kept = office.submit_to(&rating, "/keeping", &[("reason", "现场检查，符合三星级")]);
        let page = office.follow(&kept);
        assert!(page.says("2019年11月24日") || page.says("2019-11-24"), "{}", page.text());
        // The calendar's own step was written down first.
        assert_eq!(city.history(&rating), ["call_re_check", "keep"]);
        assert_eq!(city.audited(), ["rating.re_check_called", "rating.kept"]);
        assert_eq!(city.standing(&rating), ("kept".into(), false));
        let own = city.operator().get(&rating).expect(200);
        assert!(own.says("现场检查，符合三星级") && own.says("到期自动记录") && own.says("李科长"));
    }
}

on_both! {
    fn the_city_calls_a_re_check_before_its_day(database) {
        let city = City::new(database);
        let rating = city.own(&spring());
        let office = city.office();
        assert!(!office.get("/").says("待复核"));
        office.submit_to(&rating, "/re-check", &[("reason", "群众投诉")]).sent_to();
        assert_eq!(city.standing(&rating).0, "re_check_due");
        assert!(office.get("/").says("1 个星级待复核"));
        let again = step(&office, &rating, "re-check", "2").expect(409);
        assert!(again.says("待复核"), "{}", again.text());
        assert_eq!(city.history(&rating), ["call_re_check"]);
    }
}

on_both! {
    fn each_step_is_for_whom_it_is_and_for_nobody_else(database) {
        let city = City::new(database);
        let rating = city.own(&due());
        let everybody = [
            ("county", city.county(), 403, 403),
            ("official", city.official(), 403, 403),
            ("admin", city.admin(), 403, 403),
            ("operator", city.operator(), 403, 0),
            ("another operator", city.other_operator(), 403, 404),
            ("another county", city.other_county(), 403, 403),
            ("city", city.office(), 0, 403),
        ];
        for (who, person, of_city, of_operator) in &everybody {
            for path in STEPS {
                let wanted = if path == "giving-up" { *of_operator } else { *of_city };
                if wanted != 0 {
                    step(person, &rating, path, "1").expect(wanted);
                    let page = ["lowering", "cancellation", "giving-up"].contains(&path);
                    if page {
                        person.get(&format!("{rating}/{path}")).expect(wanted);
                    }
                }
            }
            let seen = match *who {
                "another operator" | "another county" => 404,
                _ => 200,
            };
            person.get(&rating).expect(seen);
            let corrects = if *who == "city" { 200 } else { 403 };
            person.get(&format!("{rating}/correction")).expect(corrects);
        }
        assert!(city.history(&rating).is_empty() && city.audited().is_empty());
        for path in STEPS {
            assert_eq!(step(&city.visitor(), &rating, path, "1").sent_to().split('?').next(), Some("/sign-in"));
            if path != "giving-up" {
                step(&city.office(), "/ratings/987654", path, "1").expect(404);
            }
        }
    }
}

on_both! {
    fn a_step_at_a_revision_that_has_passed_changes_nothing(database) {
        let city = City::new(database);
        let rating = city.own(&due());
        let office = city.office();
        for path in ["keeping", "rectification", "lowering", "cancellation"] {
            step(&office, &rating, path, "7").expect(409);
        }
        step(&city.operator(), &rating, "giving-up", "7").expect(409);
        assert!(city.history(&rating).is_empty());
        assert_eq!(city.standing(&rating), ("current".into(), false));
    }
}

on_both! {
    fn the_sweep_writes_down_what_the_calendar_brought_once(database) {
        let city = City::new(database);
        let called = city.own(&due());
        let gone = Days { awarded_on: date(2014, 11, 1), valid_until: date(2017, 10, 31), re_check_on: date(2016, 11, 1) };
        let expired = format!("/ratings/{}", city.rated((city.records.other_site, city.records.other_application), 4, &gone));
        // Before the sweep every page says what the calendar says.
        assert!(city.other_operator().get(&expired).expect(200).says("已到期"));
        assert!(step(&city.office(), &expired, "cancellation", "1").expect(409).says("已到期"));
        let swept = ratings::sweep(&city.desk, at(2017, 11, 24)).unwrap();
        assert_eq!((swept.called, swept.expired), (1, 1));
        assert_eq!(city.standing(&called).0, "re_check_due");
        assert_eq!(city.standing(&expired), ("expired".into(), false), "a certificate that ran out is not void");
        let ended = texts(&mut city.database.connect(), "SELECT CAST(ended_on AS TEXT) AS t FROM ratings WHERE standing = 'expired'");
        assert_eq!(ended, ["2017-11-01"]);
        assert_eq!(ratings::sweep(&city.desk, at(2017, 11, 24)).unwrap(), ratings::Swept::default());
        let by = "SELECT count(*) AS n FROM audit_events WHERE what IN ('rating.expired', 'rating.re_check_called') AND user_id IS NULL";
        assert_eq!(numbers(&mut city.database.connect(), by), [2]);
    }
}

on_both! {
    fn what_runs_out_within_120_days_waits_at_home(database) {
        let city = City::new(database);
        let soon = Days { awarded_on: date(2015, 3, 25), valid_until: date(2018, 3, 24), re_check_on: date(2018, 3, 1) };
        let rating = city.own(&soon);
        for person in [city.operator(), city.county(), city.office()] {
            assert!(person.get("/").says("1 个星级 120 天内到期"));
            assert_eq!(person.get("/ratings?running_out=yes").expect(200).rows("table").len(), 1);
        }
        let mut conn = city.database.connect();
        run(&mut conn, "UPDATE ratings SET valid_until = '2018-03-25'").unwrap();
        assert!(!city.operator().get("/").says("120 天内到期"));
        assert!(city.operator().get(&rating).expect(200).says("荔香园"));
    }
}

on_both! {
    fn a_site_never_holds_two_stars(database) {
        let city = City::new(database);
        let (site, application) = (city.records.site, city.records.application);
        city.own(&spring());
        let second = "INSERT INTO ratings (site_id, application_id, stars, standing, live, certificate_number, plaque_number, awarded_on, \
             valid_until, re_check_on, end_reason, revision, lowered_from) SELECT site_id, application_id, 2, 'current', live, 'X', \
             'Y', awarded_on, valid_until, re_check_on, '', 1, id FROM ratings";
        let refused = Fault::from(run(&mut city.database.connect(), second).unwrap_err());
        assert!(matches!(refused, Fault::Taken(xingtu::store::Unique::LiveRating)), "{refused:?}");
        run(&mut city.database.connect(), "UPDATE ratings SET live = (1 = 0)").unwrap_err();
        run(&mut city.database.connect(), "DELETE FROM certificates").unwrap();
        run(&mut city.database.connect(), "DELETE FROM ratings").unwrap();
        // Two awards at once, and only one holds.
        let awards: Vec<_> = (0..2)
            .map(|n| {
                let desk = city.desk.clone();
                std::thread::spawn(move || {
                    let days = spring();
                    let rating = NewRating {
                        site,
                        application,
                        lowered_from: None,
                        stars: Star::try_from(3).unwrap(),
                        certificate: format!("ZS-{n}"),
                        plaque: format!("MP-{n}"),
                        awarded_on: days.awarded_on,
                        valid_until: days.valid_until,
                        re_check_on: days.re_check_on,
                    };
                    desk.db.write_now(move |c| store::insert(c, &rating)).is_ok()
                })
            })
            .collect();
        let held = awards.into_iter().filter(|_| true).map(|award| award.join().unwrap()).filter(|held| *held).count();
        assert_eq!(held, 1);
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM ratings WHERE live"), [1]);
    }
}

on_both! {
    fn two_people_cannot_end_a_star_twice(database) {
        let city = City::new(database);
        let rating = city.own(&due());
        let id: RatingId = rating.rsplit('/').next().unwrap().parse().unwrap();
        let ends: Vec<_> = (0..2)
            .map(|_| {
                let (desk, actor) = (city.desk.clone(), city.cast.office.clone());
                std::thread::spawn(move || {
                    let reason = "同时取消".parse().unwrap();
                    let now: Moment = at(2017, 11, 24);
                    desk.write_now(actor, now, move |tx| ratings::cancel(tx, id, 1, &reason)).is_ok()
                })
            })
            .collect();
        let ended = ends.into_iter().map(|end| end.join().unwrap()).collect::<Vec<_>>();
        assert_eq!(ended.iter().filter(|done| **done).count(), 1, "{ended:?}");
        assert_eq!(city.history(&rating), ["call_re_check", "cancel"]);
    }
}
