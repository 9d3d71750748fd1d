//! Freezing a year: by two people, for good, and checked by anybody who has the file.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use xingtu::desk::{Tx, attributions};
use xingtu::domain::pathway::Pathway;
use xingtu::domain::snapshot::{Hash, Kind, Wrong, check};
use xingtu::domain::tally::{Basis, Tally, TallyFilter};
use xingtu::store::tallies;

use crate::support::city::{City, Person, now};
use crate::support::database::{numbers, run};
use crate::support::on_both;

const SOON: (&str, &str) = ("reason", "年底汇总前先行封存");

impl City {
    /// Another clerk of the city.
    fn second(&self) -> Person<'_> {
        static LOGINS: AtomicU32 = AtomicU32::new(2);
        let login = format!("shiju{}", LOGINS.fetch_add(1, Ordering::Relaxed));
        self.signed_in(&self.another(&login, &self.cast.office))
    }

    /// Takes an exit all the way to the city's confirmation.
    fn confirm(&self, pathway: Pathway) -> String {
        let (exit, evidence) = self.records.exits[&pathway];
        let path = format!("/exits/{exit}");
        self.county().submit(&path, &[("evidence", &evidence.to_string())]).sent_to();
        self.office().submit_to(&path, "/confirmation", &[]).sent_to();
        path
    }

    /// Freezes 2017 by its two people; where it can be read.
    fn freeze(&self) -> String {
        let asked = self.office().submit_to("/snapshots/new?year=2017", "/snapshots", &[SOON]).sent_to();
        self.second().submit_to(&asked, "/freezing", &[]).sent_to()
    }
}

/// The root as the page prints it, without its spaces.
fn root(page: &crate::support::page::Page) -> Hash {
    let [printed] = page.all("dd.root").try_into().unwrap();
    printed.split_whitespace().collect::<String>().parse().unwrap()
}

on_both! {
    fn two_people_freeze_a_year_and_anybody_can_check_it(database) {
        let city = City::new(database);
        city.confirm(Pathway::Training);
        city.confirm(Pathway::SelfStart);
        let (office, second) = (city.office(), city.second());

        // What is not finished is said before, and a reason is owed for it.
        let before = office.get("/snapshots/new?year=2017").expect(200);
        assert!(before.says("没有归因") && before.says("年度还没有结束"));
        let without = office.submit_to("/snapshots/new?year=2017", "/snapshots", &[("reason", " ")]).expect(422);
        assert_eq!(without.summary(), ["理由：这里要填"]);

        let asked = office.submit_to("/snapshots/new?year=2017", "/snapshots", &[SOON]).sent_to();
        assert!(office.get(&asked).expect(200).says("等市局另一人复核"));
        office.post(&format!("{asked}/freezing"), &[]).expect(409);
        let again = office.submit_to("/snapshots/new?year=2017", "/snapshots", &[SOON]).expect(409);
        assert!(again.says("已有人申请冻结"));
        let frozen = second.submit_to(&asked, "/freezing", &[]).sent_to();
        second.post(&format!("{asked}/freezing"), &[]).expect(409);

        let page = city.official().get(&frozen).expect(200);
        assert!(page.says("已冻结") && page.says("现在的数字与冻结时一致"));
        let file = city.official().get(&format!("{frozen}/file")).expect(200).body;
        let checked = check(file.as_bytes(), Some(root(&page))).unwrap();
        let Kind::Snapshot(total) = checked.kind else { panic!("{checked:?}") };
        assert_eq!((checked.rows, total.households.0, total.persons.0), (2, 2, 2));
        // No person is in it.
        assert!(!file.contains("宁") && !file.contains("4507990"), "{file}");

        // Everybody sees the root, and no number.
        let open = city.visitor().get("/open/snapshots").expect(200);
        let printed = page.all("dd.root").remove(0);
        assert_eq!(open.all("td.root"), [printed]);
    }
}

on_both! {
    fn what_is_frozen_stays_as_it_was_and_what_changes_after_it_is_shown(database) {
        let city = City::new(database);
        let exit = city.confirm(Pathway::Training);
        let frozen = city.freeze();
        let file = city.office().get(&format!("{frozen}/file")).expect(200).body;

        // The attribution takes no step any more.
        let shown = city.office().get(&exit).expect(200);
        assert!(shown.forms().iter().all(|form| !form.action.ends_with("/withdrawal")));

        // Nothing changed: no second freezing.
        let again = city.office().get("/snapshots/new?year=2017").expect(200);
        assert!(again.says("没有变化"));
        city.office().post("/snapshots", &[("year", "2017"), SOON]).expect(409);

        // One more exit is confirmed: a difference, and the next revision.
        city.confirm(Pathway::SelfStart);
        let page = city.official().get(&frozen).expect(200);
        assert_eq!(page.rows("section[aria-labelledby=h-s] table").len(), 1, "{}", page.text());
        assert_eq!(city.office().get(&format!("{frozen}/file")).expect(200).body, file, "the same bytes");
        let next = city.freeze();
        assert_ne!(next, frozen);
        assert!(city.official().get(&next).expect(200).says("第 2 版"));
        assert_eq!(city.office().get(&format!("{frozen}/file")).expect(200).body, file, "the same bytes");
        let newer = city.office().get(&format!("{next}/file")).expect(200).body;
        assert_eq!(check(newer.as_bytes(), None).unwrap().rows, 2);
    }
}

on_both! {
    fn a_household_that_falls_back_after_the_freezing_is_a_difference_and_a_new_revision(database) {
        let city = City::new(database);
        let exit = city.confirm(Pathway::Training);
        city.confirm(Pathway::SelfStart);
        let frozen = city.freeze();
        let file = city.office().get(&format!("{frozen}/file")).expect(200).body;
        city.office().submit_to(&format!("{exit}/end"), "/end", &[
            ("step", "return_to_poverty"), ("on_day", "2017-11-23"), ("document", "灵扶领〔2017〕50号"), ("reason", "户主重病"),
        ]).sent_to();
        let page = city.official().get(&frozen).expect(200);
        let [row] = page.rows("section[aria-labelledby=h-s] table").try_into().unwrap();
        assert!(row.join(" ").ends_with("1 / 1 0 / 0 −1 / −1"), "{row:?}");
        assert_eq!(city.office().get(&format!("{frozen}/file")).expect(200).body, file, "the same bytes");
        let next = city.freeze();
        let newer = city.office().get(&format!("{next}/file")).expect(200).body;
        assert_eq!(check(newer.as_bytes(), None).unwrap().rows, 1);
    }
}

on_both! {
    fn one_exit_is_proven_without_the_others(database) {
        let city = City::new(database);
        let exit = city.confirm(Pathway::Training);
        city.confirm(Pathway::SelfStart);
        let frozen = city.freeze();
        let root = root(&city.official().get(&frozen).expect(200));
        let path = format!("{frozen}{exit}/proof");
        assert!(city.county().get(&exit).expect(200).links().contains(&path));
        let proof = city.county().get(&path).expect(200).body;
        let checked = check(proof.as_bytes(), Some(root)).unwrap();
        assert!(matches!(checked.kind, Kind::Proof { persons: 1, .. }), "{checked:?}");
        let forged = proof.replacen("\"persons\":1", "\"persons\":9", 1);
        assert!(matches!(check(forged.as_bytes(), Some(root)), Err(Wrong::Root { .. })));
        // Of another unit's exit there is none.
        city.other_county().get(&path).expect(404);
        city.operator().get(&path).expect(403);
        city.official().get(&format!("{frozen}/exits/99999/proof")).expect(404);
    }
}

on_both! {
    fn only_the_city_freezes_and_only_who_reads_the_whole_city_reads_it(database) {
        let city = City::new(database);
        city.confirm(Pathway::Training);
        for (who, person) in city.everybody() {
            let (page, sent) = match who {
                "city" => (200, 303),
                "visitor" => (303, 303),
                _ => (403, 403),
            };
            assert_eq!(person.get("/snapshots/new?year=2017").status.code, page, "{who}");
            if who != "city" {
                let answer = person.post("/snapshots", &[("year", "2017"), SOON]);
                assert_eq!(answer.status.code, sent, "{who}");
            }
        }
        let frozen = city.freeze();
        for (who, person) in city.everybody() {
            let read = match who {
                "city" | "official" | "admin" => 200,
                "visitor" => 303,
                "operator" => 403,
                _ => 404,
            };
            for path in ["/snapshots", &frozen, &format!("{frozen}/file")] {
                assert_eq!(person.get(path).status.code, read, "{who} {path}");
            }
            assert_eq!(person.get("/open/snapshots").status.code, 200, "{who}");
        }
        // A year in which nothing counts, and one that is none.
        assert!(city.office().get("/snapshots/new?year=2016").expect(200).says("没有市级认定的户"));
        city.office().post("/snapshots", &[("year", "2016"), SOON]).expect(409);
    }
}

on_both! {
    fn a_frozen_year_resists_the_database_itself(database) {
        let city = City::new(database);
        city.confirm(Pathway::Training);
        city.freeze();
        let mut conn = city.database.connect();
        for attack in [
            "UPDATE snapshot_rows SET body = '{}'",
            "DELETE FROM snapshot_rows",
            "UPDATE snapshots SET totals = '[]'",
            "UPDATE snapshots SET stage = 'withdrawn'",
            "DELETE FROM snapshots",
            "INSERT INTO snapshot_rows (snapshot_id, n, exit_id, body, leaf) \
             SELECT snapshot_id, 2, exit_id, body, leaf FROM snapshot_rows",
        ] {
            run(&mut conn, attack).expect_err(attack);
        }
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM snapshot_rows"), [1]);
        // Nobody freezes what they asked for, whatever the program says.
        run(&mut conn, "INSERT INTO snapshots (year, revision, stage, reason, proposed_by, proposed_at, decided_by, decided_at, \
             cut_off, rule, row_count, totals, root) SELECT year, 9, stage, reason, proposed_by, proposed_at, proposed_by, \
             decided_at, cut_off, rule, row_count, totals, root FROM snapshots").expect_err("one person");
    }
}

on_both! {
    fn of_many_who_ask_at_once_one_is_heard(database) {
        let city = City::new(database);
        city.confirm(Pathway::Training);
        let (desk, office) = (city.desk.clone(), city.cast.office.clone());
        let asked: Vec<bool> = thread::scope(|threads| {
            let ask = || {
                let (desk, office) = (desk.clone(), office.clone());
                threads.spawn(move || {
                    desk.write_now(office, crate::support::city::now(), |tx| {
                        xingtu::desk::snapshots::propose(tx, 2017, "试")
                    })
                    .is_ok()
                })
            };
            let all: Vec<_> = (0..20).map(|_| ask()).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(asked.iter().filter(|heard| **heard).count(), 1);
    }
}

on_both! {
    fn ten_thousand_later_edits_leave_an_old_snapshot_byte_for_byte(database) {
        let city = City::new(database);
        city.confirm(Pathway::Training);
        let frozen = city.freeze();
        let old = |city: &City| city.office().get(&format!("{frozen}/file")).expect(200).body;
        let file = old(&city);
        // Proposed and taken back again and again, in the same year and unit.
        let (exit, evidence) = city.records.exits[&Pathway::SelfStart];
        for _ in 0..50 {
            let edits = move |tx: &mut Tx<'_>| {
                (0..100).try_for_each(|_| {
                    let id = attributions::propose(tx, exit, evidence)?;
                    attributions::withdraw(tx, id, 1, &"核查".parse().unwrap()).map(drop)
                })
            };
            city.desk.write_now(city.cast.county.clone(), now(), edits).unwrap();
        }
        let edits = "SELECT count(*) AS n FROM audit_events WHERE what IN ('attribution.proposed', 'attribution.withdrawn')";
        assert!(numbers(&mut city.database.connect(), edits)[0] > 10_000);
        assert_eq!(old(&city), file);
        assert_eq!(check(file.as_bytes(), None).unwrap().rows, 1);
        // And the number it froze is still that of its day.
        let filter = TallyFilter { basis: Basis::Frozen, as_of: Some(now().day()), ..TallyFilter::of_year(2017) };
        let cells = city.desk.db.read_now(move |c| tallies::cells(c, &filter)).unwrap();
        assert_eq!(Tally::from_cells(cells).total().households.0, 1);
    }
}
