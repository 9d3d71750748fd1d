//! What was decided stays decided: nothing scored afterwards moves it, and what is tampered with is found.

use xingtu::cli::doctor;
use xingtu::domain::scoring::Answers;

use super::{fill_sheet, full, scant};
use crate::support::city::City;
use crate::support::database::{run, texts};
use crate::support::on_both;

/// Everything that was decided, awarded and printed.
fn outcome(city: &City) -> Vec<String> {
    let mut conn = city.database.connect();
    [
        "SELECT stage || revision || round AS t FROM applications ORDER BY id",
        "SELECT basis || reached_star || total_hundredths || coalesce(awarded_star, 0) || reason AS t FROM decisions",
        "SELECT stars || standing || certificate_number || plaque_number || revision AS t FROM ratings",
        "SELECT stars || number || check_code AS t FROM certificates",
        "SELECT role || item_code || points || note AS t FROM scores ORDER BY application_id, role, item_code",
        "SELECT hand || user_id AS t FROM application_hands ORDER BY application_id, user_id",
    ]
    .iter()
    .flat_map(|query| texts(&mut conn, query))
    .collect()
}

/// Takes the guard of the scores away, as whoever keeps the database could.
fn unguard(city: &City) {
    let mut conn = city.database.connect();
    let guards: &[&str] = if city.database.is_sqlite() {
        &[
            "DROP TRIGGER scores_settled_insert",
            "DROP TRIGGER scores_settled_update",
            "DROP TRIGGER scores_settled_delete",
        ]
    } else {
        &["DROP TRIGGER scores_settled ON scores"]
    };
    for guard in guards {
        run(&mut conn, guard).unwrap();
    }
}

/// What `xingtu doctor` says, and whether it finds nothing wrong.
fn doctor(city: &City) -> (bool, String) {
    let mut said = Vec::new();
    let sound = doctor::examine(&city.desk, &mut said).is_ok();
    (sound, String::from_utf8(said).unwrap())
}

/// The application decided in the short form and awarded three stars.
fn awarded(city: &City) -> String {
    let case = city.reviewed(&full());
    city.colleague().submit_to(&case, "/decision", &[("verdict", "3")]).sent_to();
    case
}

const ADDED: &str = "INSERT INTO scores (application_id, role, item_code, points, scored_at) \
                     SELECT application_id, 'panel', 'A3', 1, decided_at FROM decisions";
const EDITED: &str = "UPDATE scores SET points = points + 1 WHERE role = 'county' AND item_code = 'A3' \
                      AND application_id IN (SELECT application_id FROM decisions)";
const GONE: &str = "DELETE FROM scores WHERE role = 'county' AND item_code = 'A3' \
                    AND application_id IN (SELECT application_id FROM decisions)";

on_both! {
    fn nothing_sent_after_the_decision_moves_it(database) {
        let city = City::new(database);
        let case = awarded(&city);
        let (before, page) = (outcome(&city), city.office().get(&case).expect(200).text());
        let paths = ["scores", "inspection", "decision", "reopening", "acceptance", "self-assessment/A", "submission", "award"];
        for revision in ["1", &*city.revision()] {
            for person in [city.county(), city.colleague(), city.office(), city.operator(), city.admin()] {
                for path in paths {
                    let fields = [
                        ("revision", revision), ("points[A3]", "1"), ("act", "complete"), ("verdict", "1"), ("reason", "改分"),
                        ("sheet", "1"),
                    ];
                    let status = person.post(&format!("{case}/{path}"), &fields).status.code;
                    assert!([403, 404, 409, 422].contains(&status), "{path}: {status}");
                }
            }
        }
        assert_eq!(outcome(&city), before);
        assert_eq!(city.office().get(&case).expect(200).text(), page);
    }
}

on_both! {
    fn the_store_lets_no_point_change_that_was_decided_on(database) {
        let city = City::new(database);
        let case = city.reviewed(&full());
        let mut conn = city.database.connect();
        // Until then they may.
        run(&mut conn, "UPDATE scores SET note = '' WHERE role = 'county'").unwrap();
        city.colleague().submit_to(&case, "/decision", &[("verdict", "3")]).sent_to();
        let before = outcome(&city);
        for attack in [ADDED, EDITED, GONE] {
            let refused = run(&mut conn, attack).unwrap_err();
            assert!(refused.to_string().contains("never change"), "{refused}");
        }
        assert_eq!(outcome(&city), before);
    }
}

on_both! {
    /// An upheld objection opens a round of its own, in which the panel scores anew.
    fn the_points_of_the_next_round_are_open(database) {
        let city = City::new(database);
        let case = awarded(&city);
        let mut conn = city.database.connect();
        run(&mut conn, EDITED).unwrap_err();
        run(&mut conn, "UPDATE applications SET round = 2").unwrap();
        run(&mut conn, EDITED).unwrap();
        assert!(doctor(&city).0, "what is scored in the next round was not decided on");
        assert!(city.office().get(&case).expect(200).says("954"));
    }
}

on_both! {
    /// Even where the guard was taken away, page, award and check page say what was decided.
    fn points_tampered_with_change_no_page(database) {
        let city = City::new(database);
        let case = awarded(&city);
        let site = format!("/register/sites/{}", city.records.site);
        let pages = || {
            [city.county().get(&case), city.operator().get(&case), city.official().get(&case), city.visitor().get(&site)]
                .map(|page| page.expect(200).text())
        };
        let before = pages();
        assert!(before[0].contains("954"), "{}", before[0]);
        unguard(&city);
        let mut conn = city.database.connect();
        run(&mut conn, EDITED).unwrap();
        run(&mut conn, &GONE.replace("A3", "E1")).unwrap();
        assert_eq!(pages(), before);
        let (sound, said) = doctor(&city);
        assert!(!sound && said.contains("for A3, its column has 41") && said.contains("for E1, its column has none"), "{said}");
    }
}

on_both! {
    fn the_doctor_computes_each_decision_again_and_finds_what_was_tampered_with(database) {
        let city = City::new(database);
        awarded(&city);
        let (sound, said) = doctor(&city);
        assert!(sound && said.contains("each of 1 gives its star again"), "{said}");
        let number = texts(&mut city.database.connect(), "SELECT number AS t FROM applications ORDER BY id").swap_remove(0);
        let mut conn = city.database.connect();
        unguard(&city);
        let open: &[&str] = if city.database.is_sqlite() {
            &["DROP TRIGGER sheets_published_never_changes"]
        } else {
            &["DROP TRIGGER sheets_published_never_changes ON sheets"]
        };
        for guard in open {
            run(&mut conn, guard).unwrap();
        }
        for (tampered, put_back, told) in [
            (
                "UPDATE decisions SET total_hundredths = total_hundredths + 100",
                "UPDATE decisions SET total_hundredths = total_hundredths - 100",
                "says 5 stars with 955 points, its basis says 5 with 954",
            ),
            ("UPDATE decisions SET reached_star = 4", "UPDATE decisions SET reached_star = 5", "says 4 stars"),
            (
                "UPDATE decisions SET basis = replace(basis, '\"A3\":40', '\"A3\":10')",
                "UPDATE decisions SET basis = replace(basis, '\"A3\":10', '\"A3\":40')",
                "its basis says 5 with 924",
            ),
            (EDITED, "UPDATE scores SET points = 40 WHERE role = 'county' AND item_code = 'A3'", "decided on 40 points for A3"),
            (ADDED, "DELETE FROM scores WHERE role = 'panel'", ""),
            ("UPDATE ratings SET stars = 4", "UPDATE ratings SET stars = 3", "awards 3 stars, its rating has 4"),
            (
                "UPDATE sheets SET body = replace(body, '\"max\":40', '\"max\":39')",
                "UPDATE sheets SET body = replace(body, '\"max\":39', '\"max\":40')",
                "is not the one that was taken in",
            ),
        ] {
            assert!(run(&mut conn, tampered).unwrap() > 0, "{tampered}");
            let (sound, said) = doctor(&city);
            // Another column than the one decided on is nothing that was decided on.
            assert_eq!(sound, told.is_empty(), "{tampered}: {said}");
            assert!(said.contains(told) && (sound || told.contains("taken in") || said.contains(&number)), "{said}");
            run(&mut conn, put_back).unwrap();
            assert!(doctor(&city).0, "{put_back}: {}", doctor(&city).1);
        }
    }
}

on_both! {
    fn a_decision_of_the_long_procedure_is_not_moved_by_its_inspection(database) {
        let city = City::new(database);
        let case = city.inspected(4, &full());
        let second = city.another("shiju2", &city.cast.office);
        city.signed_in(&second).submit_to(&case, "/decision", &[("verdict", "4")]).sent_to();
        let (before, page) = (outcome(&city), city.county().get(&case).expect(200).text());
        let revision = city.revision();
        let own = format!("inspector[{}]", city.cast.office.user);
        for act in ["save", "complete"] {
            let fields = [
                ("revision", &*revision), ("points[A3]", "0"), ("act", act), ("on", "2017-11-24"), ("place", "大芦村"), (&own, "yes"),
                ("expert_name[0]", "覃老师"), ("expert_from[0]", "北部湾大学"),
            ];
            city.office().post(&format!("{case}/inspection"), &fields).expect(409);
            city.county().post(&format!("{case}/scores"), &fields).expect(409);
        }
        let empty = Answers::new();
        assert!(scant().len() > empty.len() && city.county().get(&case).forms().is_empty());
        let mut conn = city.database.connect();
        run(&mut conn, &EDITED.replace("county", "panel")).unwrap_err();
        assert_eq!(outcome(&city), before);
        assert_eq!(city.county().get(&case).expect(200).text(), page);
        unguard(&city);
        run(&mut conn, &EDITED.replace("county", "panel")).unwrap();
        assert_eq!(city.county().get(&case).expect(200).text(), page);
        assert!(doctor(&city).1.contains("for A3, its column has 41"));
    }
}

#[test]
fn scores_are_filled_in_before_they_are_decided_on() {
    // The guard of the store stands in nobody's way before a decision.
    let city = City::new(crate::support::database::Database::sqlite());
    let case = city.accepted();
    fill_sheet(&city.county(), &case, &scant(), "save").sent_to();
    fill_sheet(&city.county(), &case, &full(), "complete").sent_to();
}
