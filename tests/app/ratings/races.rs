//! Many at once: no site holds two stars and no number is given twice, however the awards fall.

use std::collections::BTreeSet;
use std::sync::{Arc, Barrier};

use xingtu::desk::ratings::counts::star_counts;
use xingtu::domain::star_count::{Cut, StarCount};

use super::spring;
use crate::certificates::{approved_case, approved_cases};
use crate::support::city::{City, at, date};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::encode;
use crate::support::served::Served;
use crate::support::server::ask;

const SITES: usize = 25;

on_both! {
    /// Fifty people press the button at once: two for each of 25 applications, every other site holding a star already.
    fn fifty_awards_over_the_network_give_each_site_one_star_and_no_number_twice(database) {
        let city = Served::new(database);
        let mut conn = city.database.connect();
        let cases = approved_cases(&mut conn, &city.records, SITES);
        assert_eq!(cases.len(), SITES);
        let before = "INSERT INTO applications (number, site_id, sheet_id, unit_code, applied_star, stage, note, submitted_at, live, \
                      revision) SELECT 'ALT-' || site_id, site_id, sheet_id, unit_code, 2, 'awarded', '', '2015-11-01 01:00:00', \
                      FALSE, 1 FROM applications WHERE stage = 'approved' AND id % 2 = 0";
        let before = run(&mut conn, before).unwrap();
        let held = "INSERT INTO ratings (site_id, application_id, stars, standing, live, certificate_number, plaque_number, \
                    awarded_on, valid_until, re_check_on, end_reason, revision) SELECT site_id, id, 2, 'current', TRUE, number, \
                    number, '2016-01-04', '2019-01-03', '2018-01-04', '', 1 FROM applications WHERE number LIKE 'ALT-%'";
        run(&mut conn, held).unwrap();
        assert!((12..=13).contains(&before));
        let cookies = city.session(&city.cast.office);
        let token = ask(city.port, "GET", "/", &cookies, "").unwrap().token().unwrap();
        let body = encode([("csrf", token.as_str()), ("revision", "1")]);
        let start = Arc::new(Barrier::new(2 * SITES));
        let writers: Vec<_> = cases
            .iter()
            .chain(&cases)
            .map(|case| {
                let (cookies, body, start) = (cookies.clone(), body.clone(), Arc::clone(&start));
                let (port, path) = (city.port, format!("/applications/{case}/award"));
                std::thread::spawn(move || {
                    start.wait();
                    ask(port, "POST", &path, &cookies, &body).unwrap().status.code
                })
            })
            .collect();
        let answers: Vec<u16> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        for (first, second) in answers.iter().zip(answers.iter().skip(SITES)) {
            assert_eq!([*first.min(second), *first.max(second)], [303, 409], "{answers:?}");
        }
        let live = "SELECT count(*) AS n FROM ratings WHERE live GROUP BY site_id";
        assert_eq!(numbers(&mut conn, live), vec![1; SITES]);
        let new = "SELECT stars AS n FROM ratings WHERE live";
        assert_eq!(numbers(&mut conn, &new.replace("stars", "CAST(stars AS BIGINT)")), vec![3; SITES]);
        let replaced = "SELECT count(*) AS n FROM ratings WHERE NOT live AND standing = 'replaced' AND end_reason LIKE 'T-%'";
        assert_eq!(numbers(&mut conn, replaced), [i64::try_from(before).unwrap()]);
        for column in ["certificate_number", "plaque_number"] {
            let given = texts(&mut conn, &format!("SELECT {column} AS t FROM ratings WHERE live"));
            let distinct: BTreeSet<String> = given.iter().cloned().collect();
            // Whoever was refused used no number up.
            let last = format!("-2017-{SITES:04}");
            assert_eq!(distinct.len(), SITES, "{given:?}");
            assert!(distinct.last().unwrap().ends_with(&last), "{given:?}");
        }
        let codes = texts(&mut conn, "SELECT check_code AS t FROM certificates");
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), SITES);
        let awarded = "SELECT count(*) AS n FROM audit_events WHERE what = 'rating.awarded'";
        assert_eq!(numbers(&mut conn, awarded), [i64::try_from(SITES).unwrap()]);
    }
}

on_both! {
    fn a_higher_star_takes_the_place_of_the_one_held(database) {
        let city = City::new(database);
        let old = city.own(&spring());
        run(&mut city.database.connect(), "UPDATE applications SET live = (1 = 0), stage = 'awarded'").unwrap();
        approved_case(&mut city.database.connect(), &city.records, ("荔香园", "XJ-2017-0099", 4));
        let case = numbers(&mut city.database.connect(), "SELECT id AS n FROM applications WHERE stage = 'approved'")[0];
        let check = "SELECT number || '-' || check_code AS t FROM certificates ORDER BY id";
        let printed = texts(&mut city.database.connect(), check).swap_remove(0);
        city.office().post(&format!("/applications/{case}/award"), &[("revision", "1")]).sent_to();

        // The old one ended today, for the new application; its certificate says so.
        assert_eq!(city.standing(&old), ("replaced".into(), true));
        assert_eq!(city.history(&old), ["replace"]);
        let mut conn = city.database.connect();
        let ended = "SELECT CAST(ended_on AS TEXT) || ' ' || end_reason AS t FROM ratings WHERE NOT live";
        assert_eq!(texts(&mut conn, ended), ["2017-11-24 XJ-2017-0099"]);
        let page = city.office().get(&old).expect(200);
        assert!(page.says("XJ-2017-0099") && page.says("已换发"), "{}", page.text());
        assert!(city.visitor().get(&format!("/v/{printed}")).expect(200).says("已作废"));
        assert_eq!(city.audited(), ["rating.replaced", "rating.awarded"]);

        // One is valid, at the higher star, wherever one looks.
        assert_eq!(numbers(&mut conn, "SELECT CAST(stars AS BIGINT) AS n FROM ratings WHERE live"), [4]);
        let register = city.visitor();
        assert!(register.get("/register?stars=4").expect(200).says("荔香园"));
        assert!(!register.get("/register?stars=3").expect(200).says("荔香园"));
        let site = register.get(&format!("/register/sites/{}", city.records.site)).expect(200);
        assert!(site.says("四星级") && site.says("三星级") && site.says("已换发") && site.says("2017-11-24"), "{}", site.text());
        let counted = |on, count| {
            let reader = Some(city.cast.official.clone());
            let counts = city.desk.read_now(reader, at(2017, 11, 24), move |rx| star_counts(rx, on)).unwrap();
            counts.counts.of(count, &Cut::default())
        };
        let (yesterday, today) = (date(2017, 11, 23), date(2017, 11, 24));
        for (count, was, is) in
            [(StarCount::Awarded, 1, 2), (StarCount::Valid, 1, 1), (StarCount::Replaced, 0, 1), (StarCount::Cancelled, 0, 0)]
        {
            assert_eq!((counted(yesterday, count), counted(today, count)), (was, is), "{count}");
        }
        // And the old one takes no further step.
        city.office().post(&format!("{old}/cancellation"), &[("revision", "2"), ("reason", "再取消")]).expect(409);
    }
}
