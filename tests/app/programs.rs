//! Exits and attributions for programs: the rules of the pages, JSON, and many writers at once.

use std::thread;

use serde_json::{Value, json};
use xingtu::domain::pathway::Pathway;
use xingtu::store::tallies;

use crate::support::city::City;
use crate::support::database::numbers;
use crate::support::on_both;
use crate::support::page::{Page, encode};
use crate::support::served::Served;
use crate::support::server::{ask, send};

fn value(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap()
}

on_both! {
    fn a_program_takes_the_steps_of_the_pages(database) {
        let city = City::new(database);
        let (exit, evidence) = city.records.exits[&Pathway::Training];
        let proposal = json!({"exit": exit, "evidence": evidence.to_string()});
        let (county, colleague, office) = (city.county(), city.colleague(), city.office());
        let made = county.post_json("/api/v1/attributions", &proposal, Some("k-1")).expect(201);
        assert_eq!(made.location.as_deref(), Some("/api/v1/attributions/1"));
        assert_eq!(value(&made)["stage"], "proposed");
        // Sent again under its key it is answered as before; another request under it is refused.
        let again = county.post_json("/api/v1/attributions", &proposal, Some("k-1")).expect(201);
        assert_eq!(value(&again), value(&made));
        let (other, paper) = city.records.exits[&Pathway::SelfStart];
        let another = json!({"exit": other, "evidence": paper.to_string()});
        county.post_json("/api/v1/attributions", &another, Some("k-1")).expect(409);
        let twice = county.post_json("/api/v1/attributions", &proposal, None).expect(409);
        assert_eq!(value(&twice)["type"], "urn:xingtu:problem:conflict");

        let step = |name: &str| format!("/api/v1/attributions/1/{name}");
        county.post_json(&step("verification"), &json!({"revision": 1}), None).expect(409);
        colleague.post_json(&step("verification"), &json!({"revision": 7}), None).expect(409);
        let verified = colleague.post_json(&step("verification"), &json!({"revision": 1}), None).expect(200);
        assert_eq!((&value(&verified)["stage"], &value(&verified)["revision"]), (&json!("county_verified"), &json!(2)));
        colleague.post_json(&step("confirmation"), &json!({"revision": 2}), None).expect(403);
        office.post_json(&step("confirmation"), &json!({"revision": 2}), None).expect(200);
        office.post_json(&step("withdrawal"), &json!({"revision": 3, "reason": " "}), None).expect(422);
        let gone = office.post_json(&step("withdrawal"), &json!({"revision": 3, "reason": "签名不符"}), None).expect(200);
        assert_eq!(value(&gone)["stage"], "withdrawn");
    }
}

on_both! {
    fn lists_go_on_by_number_and_show_each_asker_their_own(database) {
        let city = City::new(database);
        let page = value(&city.office().get("/api/v1/exits?limit=3").expect(200));
        assert_eq!(page["rows"].as_array().unwrap().len(), 3);
        let next = format!("/api/v1/exits?limit=50&after={}", page["next"]);
        let rest = value(&city.office().get(&next).expect(200));
        assert_eq!((rest["rows"].as_array().unwrap().len(), &rest["next"]), (4, &Value::Null));
        let own = value(&city.other_county().get("/api/v1/exits").expect(200));
        assert_eq!(own["rows"].as_array().unwrap().len(), 1);
        let (exit, evidence) = city.records.exits[&Pathway::Training];
        let proposal = json!({"exit": exit, "evidence": evidence.to_string()});
        city.other_county().get(&format!("/api/v1/exits/{exit}")).expect(404);
        city.other_county().post_json("/api/v1/attributions", &proposal, None).expect(404);
        for (who, person) in city.everybody() {
            let status = person.post_json("/api/v1/attributions", &proposal, None).status.code;
            let expected = match who { "visitor" => 401, "county" => 201, "another county" => 404, _ => 403 };
            assert_eq!(status, expected, "{who}");
        }
        city.other_county().get("/api/v1/attributions/1").expect(404);
        assert_eq!(value(&city.official().get("/api/v1/attributions?stage=proposed").expect(200))["rows"][0]["id"], 1);
        assert!(!city.county().get("/api/v1/exits").expect(200).body.contains("450799"));
    }
}

on_both! {
    fn what_is_no_json_or_no_evidence_is_refused(database) {
        let city = City::new(database);
        let county = city.county();
        assert_eq!(county.post_body("/api/v1/attributions", encode([("exit", "1")])).status.code, 415);
        county.post_json("/api/v1/attributions", &json!({"exit": "one"}), None).expect(422);
        county.post_json("/api/v1/attributions", &json!({"exit": 1, "evidence": "training:1", "stage": "frozen"}), None).expect(422);
        let (exit, _) = city.records.exits[&Pathway::Training];
        for evidence in ["training:99", "lottery:1", ""] {
            let refused = county.post_json("/api/v1/attributions", &json!({"exit": exit, "evidence": evidence}), None).expect(422);
            assert_eq!(value(&refused)["errors"][0]["field"], "evidence", "{evidence}");
        }
    }
}

/// Writers that want the same exit at once.
const WRITERS: usize = 50;

on_both! {
    fn of_fifty_writers_at_once_one_attributes_the_exit(database) {
        let city = Served::new(database);
        let (exit, evidence) = city.records.exits[&Pathway::Training];
        let port = city.port;
        let sessions = [city.session(&city.cast.county), city.session(&city.cast.colleague)];
        let path = format!("/exits/{exit}");
        let form = ask(port, "GET", &path, &sessions[0], "").unwrap().form("/attributions");
        let form = form.fill("evidence", &evidence.to_string()).encoded();
        let body = json!({"exit": exit, "evidence": evidence.to_string()}).to_string();
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                let (cookie, form, body) = (sessions[n / 2 % 2].clone(), form.clone(), body.clone());
                let (first, path) = (sessions[0].clone(), format!("{path}/attributions"));
                thread::spawn(move || {
                    if n % 2 == 0 {
                        // The form's token is good for the browser it was given to.
                        ask(port, "POST", &path, &first, &form).unwrap()
                    } else {
                        send(port, "POST", "/api/v1/attributions", &cookie, "application/json", &body).unwrap()
                    }
                })
            })
            .collect();
        let answers: Vec<Page> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        let done = answers.iter().filter(|answer| matches!(answer.status.code, 201 | 303)).count();
        assert_eq!(done, 1);
        for answer in answers.iter().filter(|answer| !matches!(answer.status.code, 201 | 303)) {
            assert_eq!(answer.status.code, 409, "{}", answer.text());
            assert!(answer.body.contains("这一户已经有一条有效的归因"), "{}", answer.body);
        }
        let mut conn = city.database.connect();
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM attributions"), [1]);
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM audit_events WHERE what = 'attribution.proposed'"), [1]);
        assert_eq!(city.desk.db.read_now(tallies::drift).unwrap(), []);
    }
}
