//! Applying for a star and taking it through: who may take which step, what each step owes, what is kept of it.

#[path = "applications/completion.rs"]
mod completion;
#[path = "applications/decision.rs"]
mod decision;
#[path = "applications/draft.rs"]
mod draft;
#[path = "applications/inspection.rs"]
mod inspection;
#[path = "applications/photos.rs"]
mod photos;
#[path = "applications/procedure.rs"]
mod procedure;
#[path = "applications/reach.rs"]
mod reach;
#[path = "applications/readiness.rs"]
mod readiness;
#[path = "applications/scores.rs"]
mod scores;
#[path = "applications/settled.rs"]
mod settled;

use std::collections::BTreeSet;
use std::thread;

use xingtu::desk::{Error, applications};
use xingtu::domain::scoring::Answers;
use xingtu::domain::sheet::{Part, Sheet};

use crate::support::city::{City, Person, now};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::{Page, encode};

impl City {
    /// The application that waits for the county, for three stars.
    fn case(&self) -> String {
        format!("/applications/{}", self.records.application)
    }

    /// The same, accepted.
    fn accepted(&self) -> String {
        let case = self.case();
        self.county().submit_to(&case, "/acceptance", &[]).sent_to();
        case
    }

    /// Takes every application of 荔香园 away, so that it can apply.
    fn clear(&self) {
        let mut conn = self.database.connect();
        for table in ["application_evidence", "scores", "application_steps", "applications"] {
            run(&mut conn, &format!("DELETE FROM {table}")).unwrap();
        }
    }

    fn applications(&self) -> i64 {
        numbers(&mut self.database.connect(), "SELECT count(*) AS n FROM applications")[0]
    }
}

/// The sheet of farm stays.
pub(crate) fn sheet() -> Sheet {
    let sheets: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../data/score_templates.json")).unwrap();
    Sheet::read(&sheets[0].to_string()).unwrap()
}

/// All points there are: 954 for meals and beds together, five stars.
pub(crate) fn full() -> Answers {
    sheet().items().map(|(_, item)| (item.code.clone(), item.max)).collect()
}

/// What is mandatory in full and nothing else: 167 points, one star.
fn scant() -> Answers {
    let points = |mandatory, max| if mandatory { max } else { 0 };
    sheet().items().map(|(_, item)| (item.code.clone(), points(item.mandatory, item.max))).collect()
}

/// Fills the sheet in and presses a button. The buttons stand below the form, so they are no part of it.
#[track_caller]
fn fill_sheet(person: &Person<'_>, case: &str, points: &Answers, act: &str) -> Page {
    let form = person.get(case).expect(200).form("/scores");
    let form =
        points.iter().fold(form, |form, (item, n)| form.fill(&format!("points[{item}]"), &n.to_string()));
    person.post_body(&form.action, format!("{}&act={act}", form.encoded()))
}

/// The points of one part of the sheet.
fn of_part(part: &Part, points: &Answers) -> Answers {
    let own = points.iter().filter(|(code, _)| part.items.iter().any(|item| item.code == **code));
    own.map(|(code, points)| (code.clone(), *points)).collect()
}

/// Fills the operator's own column in, part by part, as the pages lead.
#[track_caller]
fn assess(operator: &Person<'_>, case: &str, points: &Answers) {
    for part in sheet().parts {
        let path = format!("{case}/self-assessment/{}", part.code);
        let form = operator.get(&path).expect(200).form(&path);
        let form = of_part(&part, points)
            .iter()
            .fold(form, |form, (item, n)| form.fill(&format!("points[{item}]"), &n.to_string()));
        operator.send_form(form, &[]).sent_to();
    }
}

#[track_caller]
fn pledge(operator: &Person<'_>, case: &str) {
    let fields = [("agreed", "yes"), ("name", "宁掌柜")];
    operator.submit_to(&format!("{case}/pledge"), "/pledge", &fields).sent_to();
}

/// Everything a draft of 荔香园 owes, its visits being reported.
#[track_caller]
fn fill_in(operator: &Person<'_>, case: &str) {
    assess(operator, case, &full());
    pledge(operator, case);
}

on_both! {
    fn an_operator_applies_and_the_county_finds_it_waiting(database) {
        let city = City::new(database);
        city.clear();
        let operator = city.operator();
        let site = city.records.site.to_string();
        let answer = operator.submit("/applications/new", &[("site", &site), ("star", "4"), ("note", "新建了停车场")]);
        let draft = answer.sent_to();
        fill_in(&operator, &draft);
        let submitted = operator.submit_to(&draft, "/submission", &[]);
        let page = operator.follow(&submitted);
        let told = ["荔香园", "申请四星级", "已提交", "新建了停车场", "还剩 10 个工作日"];
        assert!(told.iter().all(|said| page.says(said)), "{}", page.text());
        let number = texts(&mut city.database.connect(), "SELECT number AS t FROM applications").swap_remove(0);
        let place = number.strip_prefix("XJ-2017-").unwrap_or_else(|| panic!("{number}"));
        assert!(place.len() == 4 && place.bytes().all(|byte| byte.is_ascii_digit()), "{number}");
        assert!(operator.get("/applications").says(&number));
        let county = city.county();
        assert!(county.get("/").says("1 份星级申报等待受理"));
        assert_eq!(county.get(&format!("/applications?{}", encode([("q", &*number)]))).rows(".list").len(), 1);
        assert_eq!(county.get("/applications?stage=accepted").rows(".list").len(), 0);
        assert!(!city.other_county().get("/applications").says(&number));
    }
}

on_both! {
    fn what_is_wrong_with_an_application_is_told_by_field(database) {
        let city = City::new(database);
        city.clear();
        let operator = city.operator();
        let (own, other) = (city.records.site.to_string(), city.records.other_site.to_string());
        for (site, star, field) in [("", "3", "site"), ("荔香园", "3", "site"), (&*own, "", "star"), (&*own, "6", "star")] {
            let fields = [("site", site), ("star", star), ("note", "新建了停车场")];
            let refused = operator.post("/applications", &fields).expect(422);
            assert!(refused.error_on(field).is_some(), "{site} {star}: {}", refused.text());
            assert_eq!(refused.summary().len(), 1, "{site} {star}");
            assert_eq!(refused.form("/applications").value("note"), Some("新建了停车场"));
        }
        operator.post("/applications", &[("site", &other), ("star", "3")]).expect(404);
        city.county().post("/applications", &[("site", &own), ("star", "3")]).expect(403);
        run(&mut city.database.connect(), "UPDATE sites SET kind = 'homestay'").unwrap();
        let no_sheet = operator.post("/applications", &[("site", &own), ("star", "3")]).expect(422);
        assert!(no_sheet.error_on("site").unwrap().contains("民宿还没有正在使用的评分表"));
        run(&mut city.database.connect(), "UPDATE sites SET kind = 'farm_stay', closed_on = '2017-10-01'").unwrap();
        let closed = operator.post("/applications", &[("site", &own), ("star", "3")]).expect(409);
        assert!(closed.says("已停业"));
        assert_eq!(city.applications(), 0);
    }
}

on_both! {
    fn a_site_has_one_application_under_way(database) {
        let city = City::new(database);
        let operator = city.operator();
        let site = city.records.site.to_string();
        let again = operator.post("/applications", &[("site", &site), ("star", "3")]).expect(409);
        assert!(again.says("已有一件申报在办"));
        assert!(operator.get("/applications/new").expect(200).says("没有可以申报的旅游点"));
        assert_eq!(city.applications(), 2);
    }
}

on_both! {
    fn two_at_once_get_numbers_of_their_own_and_a_site_applies_once(database) {
        let city = City::new(database);
        city.clear();
        let (own, other) = (city.records.site, city.records.other_site);
        let (keeper, neighbour) = (&city.cast.operator, &city.cast.other_operator);
        let threads = [(keeper, own), (keeper, own), (neighbour, other), (neighbour, other)].map(|(by, site)| {
            let (desk, by) = (city.desk.clone(), by.clone());
            thread::spawn(move || {
                let star = 3.try_into().unwrap();
                let beginning = applications::Beginning { site, star, note: String::new() };
                desk.write_now(by, now(), move |tx| applications::begin(tx, &beginning))
            })
        });
        let outcomes = threads.map(|one| one.join().unwrap());
        assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 2, "{outcomes:?}");
        let refused = outcomes.iter().filter_map(|one| one.as_ref().err());
        assert!(refused.into_iter().all(|why| matches!(why, Error::Conflict(_))), "{outcomes:?}");
        let given = texts(&mut city.database.connect(), "SELECT number AS t FROM applications");
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), 2, "{given:?}");
        assert!(given.iter().all(|number| number.len() == "XJ-2017-0001".len()), "{given:?}");
    }
}

on_both! {
    fn an_application_is_accepted_once(database) {
        let city = City::new(database);
        let case = city.case();
        let (county, colleague) = (city.county(), city.colleague());
        let open = colleague.get(&case).form("/acceptance");
        let accepted = county.submit_to(&case, "/acceptance", &[]);
        assert!(county.follow(&accepted).says("陈经办"));
        let again = colleague.send_form(open, &[]).expect(409);
        assert!(again.says("已受理") && again.says("完成初评"), "what may be done is said: {}", again.text());
        for step in ["return", "refusal"] {
            colleague.post(&format!("{case}/{step}"), &[("revision", "3"), ("reason", "缺图")]).expect(409);
        }
        let early = colleague.post(&format!("{case}/decision"), &[("revision", "3"), ("verdict", "3")]);
        early.expect(409);
        assert!(city.operator().get(&case).expect(200).says("已受理"));
    }
}

on_both! {
    fn what_is_returned_says_why_and_comes_back_completed(database) {
        let city = City::new(database);
        let case = city.case();
        let (county, operator) = (city.county(), city.operator());
        let silent = county.submit_to(&case, "/return", &[("about[0]", " ")]).expect(422);
        assert!(silent.error_on("about[0]").is_some());
        assert_eq!(silent.summary().len(), 1);
        county.submit_to(&case, "/return", &[("about[0]", "缺消防验收材料"), ("remedy[0]", "提交合格证")]).sent_to();
        assert!(operator.get("/").says("被退回，要补正"));
        assert!(operator.get(&case).says("缺消防验收材料"));
        assert!(county.get(&case).forms().is_empty(), "it is the operator's turn");
        county.post(&format!("{case}/acceptance"), &[("revision", "3")]).expect(409);
        pledge(&operator, &case);
        operator.submit_to(&case, "/submission", &[("note", "消防材料已补")]).sent_to();
        assert!(county.get(&case).says("消防材料已补"));
        county.submit_to(&case, "/acceptance", &[]).sent_to();
    }
}

on_both! {
    fn what_is_refused_ends_with_its_reason_and_the_site_may_apply_again(database) {
        let city = City::new(database);
        let case = city.case();
        let (county, operator) = (city.county(), city.operator());
        let refusal = county.get(&case).form("/refusal");
        let silent = county.send_form(refusal.clone(), &[]).expect(422);
        assert!(silent.error_on("reason").is_some());
        county.send_form(refusal, &[("reason", "不在农家乐范围")]).sent_to();
        let page = operator.get(&case).expect(200);
        assert!(page.says("不予受理") && page.says("不在农家乐范围"));
        let ended = county.post(&format!("{case}/acceptance"), &[("revision", "3")]).expect(409);
        assert!(ended.says("不能再受理"), "{}", ended.text());
        let site = city.records.site.to_string();
        operator.submit("/applications/new", &[("site", &site), ("star", "2")]).sent_to();
        assert_eq!(city.applications(), 3);
    }
}

on_both! {
    fn a_step_is_taken_by_whom_it_is_for(database) {
        let city = City::new(database);
        let case = city.case();
        let elsewhere = format!("/applications/{}", city.records.other_application);
        let revisions = "SELECT revision AS n FROM applications ORDER BY id";
        let untouched = numbers(&mut city.database.connect(), revisions);
        let steps = ["acceptance", "return", "refusal", "decision", "scores", "scores/preview"];
        let fields = [("revision", "2"), ("reason", "缺图"), ("verdict", "3"), ("points[A3]", "10")];
        for step in steps {
            let post = |person: &Person<'_>, case: &str| person.post(&format!("{case}/{step}"), &fields).status.code;
            for (who, person) in [("operator", city.operator()), ("official", city.official()), ("admin", city.admin())] {
                assert_eq!(post(&person, &case), 403, "{who} {step}");
            }
            let county = city.county();
            assert_eq!(post(&city.other_county(), &case), 404, "{step}");
            assert_eq!((post(&county, &elsewhere), post(&county, "/applications/9999")), (404, 404), "{step}");
            assert!(city.visitor().post(&format!("{case}/{step}"), &fields).sent_to().starts_with("/sign-in"));
        }
        let submission = [("revision", "2"), ("sheet", "1")];
        city.county().post(&format!("{case}/submission"), &submission).expect(403);
        city.other_operator().post(&format!("{case}/submission"), &submission).expect(404);
        for (person, path) in [(city.operator(), &elsewhere), (city.other_operator(), &case), (city.other_county(), &case)] {
            person.get(path).expect(404);
        }
        for person in [city.operator(), city.county(), city.office(), city.official()] {
            person.get(&case).expect(200);
            person.get("/applications/9999").expect(404);
        }
        assert!(city.official().get(&case).forms().is_empty());
        assert_eq!(numbers(&mut city.database.connect(), revisions), untouched);
    }
}
