//! An application for a star: who may take which step, and when.

use crate::support::city::City;
use crate::support::database::Database;
use crate::support::on_both;

const STEPS: [&str; 4] = ["acceptance", "return", "scores", "decision"];

/// What a step's form carries when it is sent by somebody who was never shown it.
const UNSHOWN: &[(&str, &str)] =
    &[("revision", "2"), ("reason", "材料不全"), ("verdict", "reject"), ("act", "save")];

#[test]
fn a_step_is_refused_to_whoever_it_is_not_for() {
    let city = City::new(Database::sqlite());
    let path = format!("/applications/{}", city.records.application);
    for step in STEPS {
        for (who, person) in city.everybody() {
            let answer = person.post(&format!("{path}/{step}"), UNSHOWN);
            match who {
                "visitor" => assert!(answer.sent_to().starts_with("/sign-in"), "{step}"),
                "county" | "city" => {}
                "another county" => assert_eq!(answer.status.code, 404, "{who}: {step}"),
                _ => assert_eq!(answer.status.code, 403, "{who}: {step}\n{}", answer.text()),
            }
        }
        city.county().post(&format!("/applications/987654/{step}"), UNSHOWN).expect(404);
    }
}

on_both! {
    fn an_application_is_accepted_once_and_not_decided_before_it_is_scored(database) {
        let city = City::new(database);
        let (county, path) = (city.county(), format!("/applications/{}", city.records.application));
        let shown = county.get(&path).expect(200).form("/acceptance");
        let revision = shown.value("revision").unwrap().to_owned();
        let early = [("revision", revision.as_str()), ("verdict", "3"), ("reason", "")];
        county.post(&format!("{path}/decision"), &early).expect(409);
        county.send_form(shown.clone(), &[]).expect(303);
        let late = [("revision", revision.as_str())];
        city.colleague().post(&shown.action, &late).expect(409);
    }
}

#[test]
fn an_application_is_not_sent_back_without_saying_what_is_missing() {
    let city = City::new(Database::sqlite());
    let (county, path) = (city.county(), format!("/applications/{}", city.records.application));
    let page = county.submit_to(&path, "/return", &[]).expect(422);
    assert!(page.error_on("about[0]").is_some() && page.summary().len() == 1, "{}", page.text());
    county
        .submit_to(&path, "/return", &[("about[0]", "卫生许可证"), ("remedy[0]", "提交复印件")])
        .expect(303);
    assert!(city.operator().get(&path).expect(200).says("卫生许可证"));
}

#[test]
fn points_that_are_no_points_are_told_by_item_and_kept() {
    let city = City::new(Database::sqlite());
    let (county, path) = (city.county(), format!("/applications/{}", city.records.application));
    county.submit_to(&path, "/acceptance", &[]).expect(303);
    let form = county.get(&path).expect(200).form("/scores");
    let item = form.names().find(|name| name.starts_with("points[")).unwrap().to_owned();
    let token = form.value("csrf").unwrap().to_owned();
    let fields = [
        ("csrf", token.as_str()),
        ("revision", form.value("revision").unwrap()),
        (&item, "很好"),
        ("act", "save"),
    ];
    let page = county.post_body(&form.action, crate::support::page::encode(fields)).expect(422);
    assert!(page.error_on(&item).is_some(), "{}", page.text());
    let incomplete = county.send_form(form, &[("act", "complete")]).expect(422);
    assert!(!incomplete.summary().is_empty());
}

#[test]
fn an_application_is_there_for_its_operator_and_its_county_only() {
    let city = City::new(Database::sqlite());
    let path = format!("/applications/{}", city.records.application);
    for stranger in [city.other_operator(), city.other_county()] {
        stranger.get(&path).expect(404);
        assert!(!stranger.get("/applications").expect(200).links().contains(&path));
    }
    for reader in [city.operator(), city.county(), city.office(), city.official()] {
        reader.get(&path).expect(200);
        assert!(reader.get("/applications").expect(200).links().contains(&path));
    }
    assert!(city.visitor().get(&path).sent_to().starts_with("/sign-in"));
}

#[test]
fn a_second_application_waits_for_the_first_to_end() {
    let city = City::new(Database::sqlite());
    let site = city.records.site.to_string();
    let answer = city.operator().post("/applications", &[("site", &site), ("star", "3"), ("note", "")]);
    answer.expect(409);
}
