//! A hire: reported on the operator's page, verified or sent back on the county's.

use std::collections::BTreeSet;
use std::sync::{Arc, Barrier};
use std::thread;

use xingtu::desk::hires::{self, Report, Reported};
use xingtu::domain::hire::{EmploymentForm, MonthlyWage, RegisterClaim, WorkDay};
use xingtu::domain::ids::HireId;
use xingtu::domain::quantity::Fen;

use crate::support::city::{City, Person, date, now};
use crate::support::database::{Database, numbers};
use crate::support::on_both;
use crate::support::page::{Form, Page};
use crate::support::seed::id_number;

const REPORT: &[(&str, &str)] = &[
    ("name", "宁荔香"),
    ("claim", "yes"),
    ("employment", "long_term"),
    ("wage", "1,800"),
    ("started_on", "2017-11-06"),
];

/// The filled form of a report that nothing is wrong with.
fn filled(page: &Page) -> Form {
    let form = page.form("/hires").fill("id_number", &id_number(20));
    REPORT.iter().fold(form, |form, (name, value)| form.fill(name, value))
}

fn report(operator: &Person<'_>) -> Page {
    operator.send_form(filled(&operator.get("/hires/new").expect(200)), &[])
}

fn reported(city: &City) -> i64 {
    numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM hires")[0]
}

on_both! {
    fn an_operator_reports_and_reads_the_receipt(database) {
        let city = City::new(database);
        let operator = city.operator();
        let before = reported(&city);
        let answer = report(&operator);
        let receipt = operator.follow(&answer);
        assert!(receipt.says("宁荔香") && receipt.says("4507**********"), "{}", receipt.text());
        assert!(!receipt.body.contains(&id_number(20)));
        assert_eq!(reported(&city), before + 1);
        assert!(operator.get("/hires").expect(200).says("宁荔香"));
    }
}

on_both! {
    fn the_same_form_sent_again_is_the_same_report(database) {
        let city = City::new(database);
        let operator = city.operator();
        let form = filled(&operator.get("/hires/new").expect(200));
        let first = operator.send_form(form.clone(), &[]);
        let before = reported(&city);
        let again = operator.send_form(form, &[]);
        assert_eq!(first.sent_to(), again.sent_to());
        assert_eq!(reported(&city), before);
    }
}

on_both! {
    fn the_same_report_from_two_phones_at_once_is_one(database) {
        let city = City::new(database);
        let before = reported(&city);
        let start = Arc::new(Barrier::new(4));
        let phones: Vec<_> = (0..4)
            .map(|phone| {
                let (start, desk) = (Arc::clone(&start), city.desk.clone());
                let (keeper, report) = (city.cast.operator.clone(), of_ning(&city, &format!("key-000{}", phone / 2)));
                thread::spawn(move || {
                    start.wait();
                    desk.write_now(keeper, now(), move |tx| hires::report(tx, &report))
                })
            })
            .collect();
        let answers: Vec<_> = phones.into_iter().map(|phone| phone.join().unwrap().unwrap()).collect();
        let new = answers.iter().filter(|answer| matches!(answer, Reported::New(_))).count();
        let ids: BTreeSet<HireId> = answers
            .iter()
            .map(|answer| match answer {
                Reported::New(id) | Reported::Again(id) | Reported::Before(id) => *id,
            })
            .collect();
        assert_eq!((new, ids.len(), reported(&city)), (1, 1, before + 1), "{answers:?}");
    }
}

fn of_ning(city: &City, key: &str) -> Report {
    Report {
        site: city.records.site,
        name: "宁荔香".parse().unwrap(),
        id: id_number(20).parse().unwrap(),
        claim: RegisterClaim::Yes,
        phone: None,
        post: None,
        form: EmploymentForm::LongTerm,
        wage: MonthlyWage(Fen(180_000)),
        started_on: WorkDay(date(2017, 11, 6)),
        key: Some(key.into()),
    }
}

#[test]
fn wrong_input_is_told_by_field_in_the_reader_s_language_and_what_was_typed_is_kept() {
    let city = City::new(Database::sqlite());
    let operator = city.operator();
    let wrong = [("id_number", "45079919730612001"), ("wage", "很多"), ("started_on", "")];
    for language in ["zh-CN", "en"] {
        operator.post("/language", &[("choice", language), ("back", "/")]).expect(303);
        let form = filled(&operator.get("/hires/new").expect(200));
        let page = operator.send_form(form, &wrong).expect(422);
        assert_eq!(page.summary().len(), 3, "{:?}", page.summary());
        for (field, _) in wrong {
            let said = page.error_on(field).unwrap_or_else(|| panic!("nothing beside {field}"));
            let chinese = said.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c));
            assert_eq!(chinese, language == "zh-CN", "{said}");
        }
        let shown = page.form("/hires");
        assert_eq!(shown.value("name"), Some("宁荔香"));
        assert_eq!(shown.value("wage"), Some("很多"));
        assert_eq!(shown.value("claim"), Some("yes"));
    }
    assert_eq!(reported(&city), 2);
}

#[test]
fn nobody_but_operators_reports() {
    let city = City::new(Database::sqlite());
    for (who, person) in city.everybody() {
        let answer = person.post("/hires", &[("site", "1")]);
        match who {
            "visitor" => assert!(answer.sent_to().starts_with("/sign-in")),
            "operator" => assert_eq!(answer.status.code, 422),
            _ => assert!(matches!(answer.status.code, 403 | 422), "{who}: {}", answer.status),
        }
    }
    assert_eq!(reported(&city), 2);
}

on_both! {
    fn the_county_verifies_once(database) {
        let city = City::new(database);
        let (county, colleague) = (city.county(), city.colleague());
        let path = format!("/hires/{}", city.records.hire);
        let open = colleague.get(&path).expect(200).form("/verification");
        let done = county.submit_to(&path, "/verification", &[]);
        assert!(county.follow(&done).says("核实"));
        colleague.send_form(open, &[]).expect(409);
        assert!(city.operator().get(&path).expect(200).says("核实"));
    }
}

#[test]
fn a_report_is_sent_back_with_a_reason_only() {
    let city = City::new(Database::sqlite());
    let county = city.county();
    let path = format!("/hires/{}", city.records.hire);
    let page = county.submit_to(&path, "/return", &[("reason", "")]).expect(422);
    assert!(page.error_on("reason").is_some());
    county.submit_to(&path, "/return", &[("reason", "上班日期与考勤不符")]).expect(303);
    assert!(city.operator().get(&path).expect(200).says("上班日期与考勤不符"));
}

#[test]
fn a_hire_is_there_for_its_operator_and_its_county_only() {
    let city = City::new(Database::sqlite());
    let path = format!("/hires/{}", city.records.hire);
    for stranger in [city.other_operator(), city.other_county()] {
        stranger.get(&path).expect(404);
        stranger.post(&format!("{path}/return"), &[("revision", "1"), ("reason", "不是本县的")]);
    }
    city.other_operator().get("/hires/987654").expect(404);
    let forbidden = city.operator().post(&format!("{path}/verification"), &[("revision", "1")]);
    forbidden.expect(403);
    let elsewhere = city.other_county().post(&format!("{path}/verification"), &[("revision", "1")]);
    elsewhere.expect(404);
    city.official().get(&path).expect(403);
    assert!(city.operator().get(&path).expect(200).says("邓荔枝"));
}
