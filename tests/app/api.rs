//! The doors for programs: the same records as on the pages, for the same readers, page by page.

use serde_json::{Value, json};
use xingtu::domain::pathway::Pathway;

use crate::ratings::{due, spring};
use crate::support::city::{City, Person};
use crate::support::database::{run, texts};
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::id_number;

#[track_caller]
fn get(person: &Person<'_>, path: &str) -> Value {
    let page = person.get(path).expect(200);
    assert_eq!(page.kind, "application/json", "{path}");
    serde_json::from_str(&page.body).unwrap()
}

/// What is wrong, by field; the answer is problem+json.
#[track_caller]
fn problem(page: Page, status: u16, slug: &str) -> Vec<String> {
    let page = page.expect(status);
    assert_eq!(page.kind, "application/problem+json", "{}", page.path);
    let told: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(told["type"], format!("urn:xingtu:problem:{slug}"));
    let errors = told["errors"].as_array().cloned().unwrap_or_default();
    for error in &errors {
        assert!(error["zh-CN"].as_str().is_some_and(|words| !words.is_empty()), "{error}");
        assert!(error["en"].as_str().is_some_and(|words| !words.is_empty()), "{error}");
    }
    errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
}

fn ids(list: &Value) -> Vec<i64> {
    list["rows"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// What of a rating only those who may know of its record are told.
const OF_THE_RECORD: [&str; 6] =
    ["operator_name", "application", "application_number", "re_check_on", "end_reason", "revision"];

impl City {
    /// Both sites with a star; the ratings.
    fn two_stars(&self) -> (i64, i64) {
        let own = self.own(&due()).rsplit('/').next().unwrap().parse().unwrap();
        let other = self.rated((self.records.other_site, self.records.other_application), 4, &spring());
        (own, other.0)
    }
}

on_both! {
    fn each_reader_gets_the_ratings_of_their_pages(database) {
        let city = City::new(database);
        let (own, other) = city.two_stars();
        for (person, seen) in [
            (city.office(), vec![own, other]), (city.official(), vec![own, other]), (city.admin(), vec![own, other]),
            (city.county(), vec![own]), (city.operator(), vec![own]), (city.other_county(), vec![other]),
            (city.other_operator(), vec![other]),
        ] {
            let list = get(&person, "/api/v1/ratings");
            assert_eq!(ids(&list), seen);
            assert_eq!(person.get("/ratings").expect(200).rows("table").len(), seen.len(), "as on the page");
            for row in list["rows"].as_array().unwrap() {
                assert!(OF_THE_RECORD.iter().all(|field| row.get(field).is_some()), "{row}");
                assert_eq!(&get(&person, &format!("/api/v1/ratings/{}", row["id"])), row);
            }
            for rating in [own, other].into_iter().filter(|rating| !seen.contains(rating)) {
                problem(person.get(&format!("/api/v1/ratings/{rating}")), 404, "not-found");
            }
        }
        // The re-check has come, written down or not.
        let row = get(&city.office(), &format!("/api/v1/ratings/{own}"));
        assert_eq!((&row["standing"], &row["valid"], &row["star"]), (&json!("re_check_due"), &json!(true), &json!(3)));
        assert_eq!((&row["site_name"], &row["unit"], &row["kind"]), (&json!("荔香园"), &json!("450721"), &json!("farm_stay")));
        problem(city.office().get("/api/v1/ratings/987654"), 404, "not-found");
        problem(city.office().get("/api/v1/ratings/none"), 404, "not-found");
    }
}

on_both! {
    fn the_public_gets_what_the_register_shows_and_no_more(database) {
        let city = City::new(database);
        let (own, other) = city.two_stars();
        let visitor = city.visitor();
        let list = get(&visitor, "/api/v1/ratings");
        assert_eq!(ids(&list), [own, other]);
        let whole = list.to_string();
        for hidden in OF_THE_RECORD.iter().chain(&["荔香园农家乐", "92450721", "XJ-2017"]) {
            assert!(!whole.contains(hidden), "{hidden}: {whole}");
        }
        let row = get(&visitor, &format!("/api/v1/ratings/{own}"));
        let page = visitor.get(&format!("/register/sites/{}", city.records.site)).expect(200);
        for shown in ["certificate", "plaque", "awarded_on", "valid_until"] {
            assert!(page.says(row[shown].as_str().unwrap()), "{shown}");
        }
        // A site that lost its star is on the register no longer, and neither are its stars.
        let cancelled = "UPDATE ratings SET live = FALSE, standing = 'cancelled', ended_on = '2017-11-01', end_reason = '卫生不合格'";
        run(&mut city.database.connect(), &format!("{cancelled} WHERE id = {own}")).unwrap();
        visitor.get(&format!("/register/sites/{}", city.records.site)).expect(404);
        assert_eq!(ids(&get(&visitor, "/api/v1/ratings")), [other]);
        problem(visitor.get(&format!("/api/v1/ratings/{own}")), 404, "not-found");
        let kept = get(&city.county(), &format!("/api/v1/ratings/{own}"));
        assert_eq!((&kept["end_reason"], &kept["valid"]), (&json!("卫生不合格"), &json!(false)));
        // One that holds a star again is shown with the one it had.
        let again = "INSERT INTO ratings (site_id, application_id, lowered_from, stars, standing, live, certificate_number, plaque_number, \
                     awarded_on, valid_until, re_check_on, end_reason, revision) SELECT site_id, application_id, id, 2, 'current', TRUE, \
                     'NEU', 'NEU', awarded_on, valid_until, re_check_on, '', 1 FROM ratings WHERE NOT live";
        run(&mut city.database.connect(), again).unwrap();
        assert_eq!(ids(&get(&visitor, "/api/v1/ratings")).len(), 3);
        assert!(!get(&visitor, "/api/v1/ratings").to_string().contains("卫生不合格"));
    }
}

on_both! {
    fn a_list_is_read_on_from_where_one_was_and_none_is_missed_or_told_twice(database) {
        let city = City::new(database);
        let (own, _) = city.two_stars();
        // Seven more, ended, of the same site.
        for n in 0..7 {
            let sql = format!(
                "INSERT INTO ratings (site_id, application_id, lowered_from, stars, standing, live, certificate_number, plaque_number, \
                 awarded_on, valid_until, re_check_on, ended_on, end_reason, revision) SELECT site_id, application_id, max(id), 2, 'expired', \
                 FALSE, 'V{n}', 'V{n}', '2009-01-01', '2012-01-01', '2011-01-01', '2012-01-02', '', 1 FROM ratings \
                 WHERE site_id = {} GROUP BY site_id, application_id",
                city.records.site
            );
            run(&mut city.database.connect(), &sql).unwrap();
        }
        for person in [city.office(), city.visitor()] {
            let whole = ids(&get(&person, "/api/v1/ratings"));
            assert_eq!(whole.len(), 9);
            for limit in [1, 2, 4, 8, 9, 10] {
                let (mut read, mut at) = (Vec::new(), String::new());
                loop {
                    let page = get(&person, &format!("/api/v1/ratings?limit={limit}{at}"));
                    assert!(ids(&page).len() <= limit);
                    read.extend(ids(&page));
                    match page.get("next") {
                        Some(next) => at = format!("&cursor={}", next.as_str().unwrap()),
                        None => break,
                    }
                }
                assert_eq!(read, whole, "by {limit}");
            }
        }
        // The filters are those of the page.
        let office = city.office();
        for (filter, n) in [
            ("star=3", 1), ("star=2", 7), ("standing=expired", 7), ("standing=re_check_due", 1), ("unit=450722", 1),
            ("kind=homestay", 0), ("q=lixiangyuan", 8), ("q=V3", 1), ("star=4&unit=450721", 0),
        ] {
            let list = get(&office, &format!("/api/v1/ratings?{filter}"));
            assert_eq!(ids(&list).len(), n, "{filter}");
            assert_eq!(office.get(&format!("/ratings?{filter}")).expect(200).rows("table").len(), n, "{filter}");
        }
        assert!(ids(&get(&office, "/api/v1/ratings?star=3")).contains(&own));
        let wrong = office.get("/api/v1/ratings?unit=4507&kind=hotel&star=6&standing=gone&cursor=x&limit=201");
        assert_eq!(problem(wrong, 422, "invalid"), ["unit", "kind", "star", "standing", "cursor", "limit"]);
    }
}

fn draft() -> Value {
    let sheets: Vec<Value> = serde_json::from_str(include_str!("../../data/score_templates.json")).unwrap();
    let mut sheet = sheets[0].clone();
    sheet["parts"][0]["max"] = json!(1);
    sheet
}

on_both! {
    fn sheets_are_read_as_on_their_pages(database) {
        let city = City::new(database);
        let uploaded = city.admin().upload("/sheets/new", "/sheets", &[("text", &draft().to_string())], &[]).sent_to();
        let id = uploaded.rsplit('/').next().unwrap().to_owned();
        for (who, person) in city.everybody() {
            if who == "visitor" {
                problem(person.get("/api/v1/sheets"), 401, "signed-out");
                problem(person.get("/api/v1/sheets/1"), 401, "signed-out");
                continue;
            }
            let list = get(&person, "/api/v1/sheets");
            let states: Vec<&str> = list["rows"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
            assert_eq!(states.contains(&"draft"), who == "admin", "{who}");
            assert!(states.contains(&"in_force"), "{who}");
            let whole = get(&person, "/api/v1/sheets/1");
            assert_eq!(whole["sheet"]["parts"][0]["items"][2]["code"], "A3", "{who}");
            let file = person.get("/sheets/1/sheet.json").expect(200);
            assert_eq!(whole["sheet"], serde_json::from_str::<Value>(&file.body).unwrap(), "as the page's file");
            if who != "admin" {
                problem(person.get(&format!("/api/v1/sheets/{id}")), 404, "not-found");
            }
        }
        let admin = city.admin();
        let shown = get(&admin, &format!("/api/v1/sheets/{id}"));
        assert_eq!((&shown["state"], &shown["version"]), (&json!("draft"), &json!(2)));
        assert!(shown.get("valid_from").is_none());
        let faults = shown["faults"].as_array().unwrap();
        assert!(faults.iter().any(|fault| fault["code"] == "error-sheet-part-sum"), "{faults:?}");
        let all = ids(&get(&admin, "/api/v1/sheets"));
        let first = get(&admin, "/api/v1/sheets?limit=1");
        let rest = get(&admin, &format!("/api/v1/sheets?cursor={}", first["next"].as_str().unwrap()));
        assert_eq!([ids(&first), ids(&rest)].concat(), all);
        assert!(all.is_sorted() && rest.get("next").is_none());
        assert_eq!(ids(&get(&admin, "/api/v1/sheets?state=draft&subject=farm_stay")).len(), 1);
        let wrong = admin.get("/api/v1/sheets?subject=hotel&state=old&cursor=0&limit=0");
        assert_eq!(problem(wrong, 422, "invalid"), ["subject", "state", "cursor", "limit"]);
        problem(admin.get("/api/v1/sheets/99"), 404, "not-found");
    }
}

#[test]
fn the_description_names_every_door() {
    let city = City::new(crate::support::database::Database::sqlite());
    let described = get(&city.visitor(), "/api/v1/openapi.json");
    let doors: Vec<String> = city
        .rocket()
        .routes()
        .map(|route| route.uri.path().to_owned())
        .filter(|path| path.starts_with("/api/v1/") && !path.ends_with("openapi.json"))
        .collect();
    assert!(doors.len() >= 5, "{doors:?}");
    for door in doors {
        let path = door.replace('<', "{").replace('>', "}");
        assert!(described["paths"].get(&path).is_some(), "{path}");
    }
}

/// A report as a program of an operator sends it.
fn reported(city: &City, number: &str) -> Value {
    json!({ "site": city.records.site, "name": "宁荔香", "id_number": number, "claim": "unknown", "employment": "long_term",
        "wage": "1800", "started_on": "2017-11-06" })
}

on_both! {
    fn a_hire_goes_its_way_by_programs_as_by_pages(database) {
        let city = City::new(database);
        let (operator, county, number) = (city.operator(), city.county(), id_number(20));
        let body = reported(&city, &number);
        let made = operator.post_json("/api/v1/hires", &body, Some("k1")).expect(201);
        let path = made.header("Location").unwrap().to_owned();
        let hire: Value = serde_json::from_str(&made.body).unwrap();
        assert_eq!((&hire["stage"], &hire["wage_fen"], &hire["revision"]), (&json!("reported"), &json!(180_000), &json!(1)));
        // Again under the same key: the same; another report under it: refused.
        assert_eq!(operator.post_json("/api/v1/hires", &body, Some("k1")).expect(201).header("Location"), Some(path.as_str()));
        let mut other = reported(&city, &id_number(21));
        problem(operator.post_json("/api/v1/hires", &other, Some("k1")), 409, "conflict");
        other["wage"] = json!("一千八");
        assert_eq!(problem(operator.post_json("/api/v1/hires", &other, Some("k2")), 422, "invalid"), ["wage"]);
        for stranger in [city.county(), city.official(), city.admin()] {
            problem(stranger.post_json("/api/v1/hires", &body, None), 403, "forbidden");
        }
        for stranger in [city.other_operator(), city.other_county()] {
            problem(stranger.get(&path), 404, "not-found");
        }
        // The county reads the register beside it, and sends it back or verifies it.
        let seen = get(&county, &path);
        assert_eq!((&seen["examination"]["person"], &seen["examination"]["clear"]), (&Value::Null, &json!(true)));
        problem(county.post_json(&format!("{path}/return"), &json!({ "revision": 1, "reason": " " }), None), 422, "invalid");
        problem(operator.post_json(&format!("{path}/verification"), &json!({ "revision": 1 }), None), 403, "forbidden");
        let verified = county.post_json(&format!("{path}/verification"), &json!({ "revision": 1 }), None).expect(200);
        let verified: Value = serde_json::from_str(&verified.body).unwrap();
        assert_eq!(verified["stage"], "verified");
        problem(county.post_json(&format!("{path}/verification"), &json!({ "revision": 1 }), None), 409, "conflict");
        // A month at work, twice; then the last day.
        let month = json!({ "month": "2017-11", "wage": "1800" });
        for _ in 0..2 {
            operator.post_json(&format!("{path}/months"), &month, None).expect(200);
        }
        assert_eq!(problem(operator.post_json(&format!("{path}/months"), &json!({ "month": "x", "wage": "1" }), None), 422, "invalid"), ["month"]);
        let revision = get(&operator, &path)["revision"].clone();
        let left = json!({ "revision": revision, "left_on": "2017-11-20" });
        let left = operator.post_json(&format!("{path}/leaving"), &left, None).expect(200);
        assert!(left.body.contains("\"left\""), "{}", left.body);
        let listed = get(&operator, "/api/v1/hires?stage=left");
        assert_eq!(ids(&listed), [hire["id"].as_i64().unwrap()]);
        assert!(!get(&county, "/api/v1/hires").to_string().contains(&number));
    }
}

on_both! {
    fn no_answer_to_an_operator_s_program_depends_on_the_register(database) {
        let city = City::new(database);
        let registered = texts(&mut city.database.connect(), "SELECT id_masked AS t FROM persons ORDER BY id");
        let operator = city.operator();
        // One is on the register, the other is not; the operator is told the same of both, before and after the county looked.
        let told = [city.records.id_numbers[0].clone(), id_number(31)].map(|number| {
            assert_eq!(registered.contains(&format!("{}**********{}", &number[..4], &number[14..])), number != id_number(31));
            let mut body = reported(&city, &number);
            body["employment"] = json!("seasonal");
            let made = operator.post_json("/api/v1/hires", &body, None).expect(201);
            let path = made.header("Location").unwrap().to_owned();
            let seen = get(&city.county(), &path);
            let verification = json!({ "revision": seen["revision"], "person": seen["examination"]["person"] });
            city.county().post_json(&format!("{path}/verification"), &verification, None).expect(200);
            let list = get(&operator, "/api/v1/hires");
            let row = list["rows"].as_array().unwrap().last().unwrap().to_string();
            let said = format!("{}{}{row}", made.body, operator.get(&path).expect(200).body);
            assert!(!said.contains("examination"), "{said}");
            let id = path.rsplit('/').next().unwrap();
            said.replace(&number[14..], "#").replace(&format!("\"id\":{id},"), "")
        });
        assert_eq!(told[0], told[1]);
    }
}

on_both! {
    fn an_exit_ends_by_the_city_s_program(database) {
        let city = City::new(database);
        let (exit, _) = city.records.exits[&Pathway::Employment];
        let path = format!("/api/v1/exits/{exit}");
        let read = get(&city.office(), &path);
        let end = |document: &str, revision: &Value| json!({ "revision": revision, "step": "revoke", "on_day": "2017-11-20",
            "document": document, "reason": "公告有误" });
        problem(city.county().post_json(&format!("{path}/end"), &end("钦扶领〔2017〕40号", &read["revision"]), None), 403, "forbidden");
        let none = city.office().post_json(&format!("{path}/end"), &end(" ", &read["revision"]), None);
        assert_eq!(problem(none, 422, "invalid"), ["document"]);
        let stale = city.office().post_json(&format!("{path}/end"), &end("钦扶领〔2017〕40号", &json!(99)), None);
        problem(stale, 409, "stale");
        let ended = city.office().post_json(&format!("{path}/end"), &end("钦扶领〔2017〕40号", &read["revision"]), None).expect(200);
        assert!(ended.body.contains("\"state\":\"revoked\""), "{}", ended.body);
        let again = get(&city.office(), &path);
        problem(city.office().post_json(&format!("{path}/end"), &end("钦扶领〔2017〕40号", &again["revision"]), None), 409, "conflict");
    }
}

on_both! {
    fn an_attribution_is_corrected_by_a_program(database) {
        let city = City::new(database);
        let (exit, evidence) = city.records.exits[&Pathway::Employment];
        let county = city.county();
        let body = json!({ "exit": exit, "evidence": evidence.to_string() });
        let made: Value = serde_json::from_str(&county.post_json("/api/v1/attributions", &body, None).expect(201).body).unwrap();
        let path = format!("/api/v1/attributions/{}/replacement", made["id"]);
        let by = |evidence: &str| json!({ "revision": made["revision"], "evidence": evidence, "on_day": "2017-11-20", "reason": "换一份材料" });
        problem(city.official().post_json(&path, &by(&evidence.to_string()), None), 403, "forbidden");
        assert_eq!(problem(county.post_json(&path, &by("nothing:1"), None), 422, "invalid"), ["evidence"]);
        let new = county.post_json(&path, &by(&evidence.to_string()), None).expect(200);
        let new: Value = serde_json::from_str(&new.body).unwrap();
        assert_eq!((&new["replaces"], &new["stage"]), (&made["id"], &json!("proposed")));
    }
}
