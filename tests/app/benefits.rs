//! Benefit (带动) beside the exits: each number the length of its list, and never a way into a tally.

use xingtu::domain::pathway::Pathway;
use xingtu::domain::tally::TallyFilter;
use xingtu::store::{Fault, tallies};

use crate::support::city::City;
use crate::support::database::run;
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::{OTHER_UNIT, UNIT};

impl City {
    fn cells(&self) -> (usize, i64, usize) {
        self.desk
            .db
            .read_now(|c| {
                let cells =
                    tallies::cells(c, &TallyFilter { non_tourism: true, ..TallyFilter::of_year(2017) })?;
                Ok::<_, Fault>((cells.len(), tallies::revision(c)?.0, tallies::drift(c)?.len()))
            })
            .unwrap()
    }
}

on_both! {
    fn each_number_is_the_length_of_its_list(database) {
        let city = City::new(database);
        // The trained person is of two courses and was paid, too: one household, one person, three times.
        let mut c = city.database.connect();
        run(&mut c, "INSERT INTO courses (name, organiser, unit_code, place, starts_on, ends_on, hours, document) \
            SELECT '二班', organiser, unit_code, place, '2017-06-01', '2017-06-05', hours, '二号' FROM courses").unwrap();
        run(&mut c, "INSERT INTO course_attendances (course_id, person_id, certificate, placement_employer) \
            SELECT 2, person_id, '', '' FROM course_attendances").unwrap();
        run(&mut c, "INSERT INTO programme_payments (programme_id, person_id, kind, amount_fen, paid_on, document) \
            SELECT 1, person_id, 'stall', 5000, '2017-07-01', '表' FROM course_attendances WHERE course_id = 1").unwrap();
        for person in [city.county(), city.office(), city.official()] {
            let page = person.get("/benefits?year=2017").expect(200);
            let rows = page.rows(".matrix");
            let of = |n: usize| -> [&str; 3] { [&rows[n][1], &rows[n][2], &rows[n][3]] };
            assert_eq!((of(1), of(2)), (["2", "2", "2"], ["1", "1", "2"]), "{rows:?}");
            assert_eq!(page.all(".matrix tfoot td")[..3], ["6", "6", "8"]);
            let numbers = page.anchors(".matrix a");
            assert!(numbers.len() >= 21, "{numbers:?}");
            for (number, href) in numbers {
                let list = person.get(&href).expect(200);
                assert_eq!(list.rows(".list").len().to_string(), number, "{href}");
                assert!(list.all("h1")[0].contains(&number), "{href}");
            }
            assert!(page.says("不是退出数") && page.says("不能互相代替"));
            assert!(!rows.concat().concat().contains("脱贫"), "{rows:?}");
        }
        // A hire reaches its person in each year it is held; nothing else of 2017 does in 2018.
        assert_eq!(city.office().get("/benefits?year=2018").expect(200).rows(".matrix")[0][2], "1");
        assert!(city.office().get("/benefits?year=2015").expect(200).says("没有登记帮扶措施"));
        // What is taken off its list reaches nobody; a hire that was not found true neither.
        run(&mut c, "UPDATE programme_payments SET removed_by = 1, removed_at = '2017-11-24 09:00:00', removed_reason = '错'").unwrap();
        let rows = city.office().get("/benefits?year=2017").expect(200).rows(".matrix");
        assert_eq!((rows[0][3].as_str(), rows[1][3].as_str()), ("1", "0"), "{rows:?}");
    }
}

on_both! {
    fn staff_and_officials_read_it_within_their_unit_and_take_it_along(database) {
        let city = City::new(database);
        let other = city.other_county();
        assert!(other.get("/benefits?year=2017").expect(200).says("没有登记帮扶措施"));
        for path in ["/benefits", "/benefits/rows", "/benefits.csv"] {
            other.get(&format!("{path}?year=2017&unit={UNIT}")).expect(404);
            city.county().get(&format!("{path}?year=2017&unit={UNIT}")).expect(200);
            for nobody in [city.operator(), city.admin()] {
                nobody.get(path).expect(403);
            }
            assert!(city.visitor().get(path).sent_to().starts_with("/sign-in"));
        }
        let one = city.office().get(&format!("/benefits?year=2017&unit={OTHER_UNIT}")).expect(200);
        assert!(one.says("没有登记帮扶措施"));
        // An official sees no name in full, and nobody an identity in an address.
        let list = city.official().get("/benefits/rows?year=2017&count=times").expect(200);
        assert_eq!(list.rows(".list").len(), 6);
        assert!(!list.says("宁秀英") && list.says("宁*"), "{}", list.text());
        assert!(city.county().get("/benefits/rows?year=2017&count=times").says("宁秀英"));
        let file = city.office().get("/benefits.csv?year=2017").expect(200);
        assert!(file.header("Content-Disposition").unwrap().contains("benefits-2017.csv"));
        assert!(file.kind.starts_with("text/csv") && file.body.contains("带动人次"), "{}", file.body);
        // Seven lines of two units and the whole, and the head.
        assert_eq!(file.body.trim_end().lines().count(), 1 + 7 * 3, "{}", file.body);
        let leads = |page: &Page| page.links().iter().any(|link| link.starts_with("/benefits"));
        assert!(leads(&city.official().get("/tallies?year=2017")));
        assert!(!leads(&city.admin().get("/tallies?year=2017")));
        let odd = city.office().get("/benefits?year=99999&unit=x&count=y&pathway=z").expect(200);
        assert!(odd.says("带动"));
    }
}

on_both! {
    /// Invariant 12: a benefit is no exit and moves no tally, by any door.
    fn a_benefit_never_moves_a_tally(database) {
        let city = City::new(database);
        let (exit, evidence) = city.records.exits[&Pathway::Training];
        city.county().submit(&format!("/exits/{exit}"), &[("evidence", &evidence.to_string())]).sent_to();
        let before = city.cells();
        let who = city.records.id_numbers[1].clone();
        let paid = [("who", who.as_str()), ("kind", "job"), ("amount", "800"), ("on", "2017-05-02"), ("document", "表5")];
        city.county().submit_to("/evidence/projects/1/rows/new", "/rows", &paid).sent_to();
        assert_eq!(city.cells(), before, "a record of evidence alone counts nowhere");
        let mut c = city.database.connect();
        // Without an exit, or for the one that is attributed already, nothing can be counted.
        for attack in [
            "INSERT INTO attributions (unit_code, year, month, persons, pathway, benefit_id, stage, live, proposed_by, proposed_at, reason, revision) \
             SELECT unit_code, year, month, 1, 'major_project', 1, 'proposed', live, proposed_by, proposed_at, '', 1 FROM attributions",
            "INSERT INTO attributions (exit_id, unit_code, year, month, persons, pathway, benefit_id, stage, live, proposed_by, proposed_at, reason, revision) \
             SELECT exit_id, unit_code, year, month, 1, 'major_project', 1, 'proposed', live, proposed_by, proposed_at, '', 1 FROM attributions",
            "INSERT INTO attributions (exit_id, unit_code, year, month, persons, pathway, benefit_id, stage, live, proposed_by, proposed_at, reason, revision) \
             SELECT 999, unit_code, year, month, 1, 'major_project', 1, 'proposed', live, proposed_by, proposed_at, '', 1 FROM attributions",
            "UPDATE attributions SET benefit_id = 1",
            "UPDATE attributions SET pathway = 'major_project', attendance_id = NULL",
        ] {
            assert!(run(&mut c, attack).is_err(), "{attack}");
        }
        assert_eq!(city.cells(), before);
        // Written into the cells past every door it is found: the cells are not what the records say.
        run(&mut c, "UPDATE tally_cells SET persons = persons + 8, households = households + 1 WHERE basis = 'proposed'").unwrap();
        assert_eq!(city.cells().2, 1, "doctor tells it");
    }
}
