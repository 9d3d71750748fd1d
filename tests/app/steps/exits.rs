//! An exit: who may take which step, and what the API counts after it.

use xingtu::domain::pathway::Pathway;

use crate::support::city::City;
use crate::support::database::Database;
use crate::support::on_both;
use crate::support::seed::UNIT;

/// Proposes what the exit has a paper for.
fn propose(city: &City, pathway: Pathway) {
    let (exit, paper) = city.records.exits[&pathway];
    let path = format!("/exits/{exit}");
    city.county().submit_to(&path, "/attributions", &[("evidence", &paper.to_string())]).expect(303);
}

/// What the API counts for the official: persons in all, and the rows.
fn counted(city: &City) -> (i64, Vec<serde_json::Value>) {
    let answer = city.official().get("/api/v1/tallies?year=2017&by=unit,pathway").expect(200);
    let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    (answer["total"]["persons"].as_i64().unwrap(), answer["rows"].as_array().unwrap().clone())
}

on_both! {
    fn each_pathway_is_proposed_on_its_own_paper_and_counted_when_confirmed(database) {
        let city = City::new(database);
        let pathways: Vec<Pathway> = city.records.exits.keys().copied().collect();
        assert_eq!(pathways.len(), 6);
        assert_eq!(counted(&city).0, 0);
        for pathway in pathways {
            let (exit, _) = city.records.exits[&pathway];
            let before = counted(&city).0;
            propose(&city, pathway);
            assert_eq!(counted(&city).0, before, "a proposal is not a confirmed number");
            let done = city.office().submit_to(&format!("/exits/{exit}"), "/confirmation", &[]);
            city.office().follow(&done);
            let rises = i64::from(pathway != Pathway::NonTourism);
            assert_eq!(counted(&city).0, before + rises, "{pathway}");
        }
        let (total, rows) = counted(&city);
        assert_eq!((total, rows.iter().filter(|row| row["persons"] == 1).count()), (5, 5));
        assert!(rows.iter().all(|row| row["unit"] == UNIT || row["persons"] == 0));
    }
}

#[test]
fn a_step_is_refused_to_whoever_it_is_not_for() {
    let city = City::new(Database::sqlite());
    let (exit, paper) = city.records.exits[&Pathway::MajorProject];
    let paper = paper.to_string();
    for (who, person) in city.everybody() {
        let answer = person.post(&format!("/exits/{exit}/attributions"), &[("evidence", &paper)]);
        match who {
            "visitor" => assert!(answer.sent_to().starts_with("/sign-in")),
            "county" => drop(answer.expect(303)),
            "another county" => drop(answer.expect(404)),
            _ => drop(answer.expect(403)),
        }
    }
    let attribution = "/attributions/1";
    for (step, mayor) in [("verification", "county"), ("confirmation", "city")] {
        for (who, person) in city.everybody() {
            let answer = person.post(&format!("{attribution}/{step}"), &[("revision", "1")]);
            match who {
                "visitor" => assert!(answer.sent_to().starts_with("/sign-in")),
                "another county" => assert!(matches!(answer.status.code, 403 | 404), "{who}: {step}"),
                // The county's clerk proposed it.
                "county" if mayor == "county" => drop(answer.expect(409)),
                _ if who == mayor => drop(answer.expect(303)),
                // Who may know of nothing here is told of nothing.
                _ => assert!(matches!(answer.status.code, 403 | 404), "{who}: {step}"),
            }
        }
    }
    city.office().post("/attributions/987654/confirmation", &[("revision", "1")]).expect(404);
}
