//! The decision: by somebody who did not score, never above the points or the application, with its reason where one is owed.

use std::thread;

use xingtu::desk::applications::{self, Opinion, Outcome};
use xingtu::domain::scoring::{Answers, Verdict};

use super::{fill_sheet, full, scant};
use crate::support::city::{City, Person, now};
use crate::support::database::{numbers, texts};
use crate::support::on_both;
use crate::support::page::Page;

impl City {
    /// The application with its sheet completed by the county's clerk.
    pub(super) fn reviewed(&self, points: &Answers) -> String {
        let case = self.accepted();
        fill_sheet(&self.county(), &case, points, "complete").sent_to();
        case
    }

    pub(super) fn ratings(&self) -> i64 {
        numbers(&mut self.database.connect(), "SELECT count(*) AS n FROM ratings")[0]
    }
}

/// Decides what the form may not even offer, at the revision it shows.
fn decide(person: &Person<'_>, case: &str, verdict: &str, reason: &str) -> Page {
    let form = person.get(case).expect(200).form("/decision");
    let revision = form.value("revision").unwrap();
    let fields = [("revision", revision), ("verdict", verdict), ("reason", reason)];
    person.post(&format!("{case}/decision"), &fields)
}

on_both! {
    fn who_scored_does_not_decide(database) {
        let city = City::new(database);
        let case = city.reviewed(&full());
        let county = city.county();
        let page = county.get(&case).expect(200);
        assert!(page.forms().is_empty() && page.says("初评、检查、评审须由不同的人办理"));
        let revision = city.colleague().get(&case).form("/decision").value("revision").unwrap().to_owned();
        let fields = [("revision", &*revision), ("verdict", "3")];
        let own = county.post(&format!("{case}/decision"), &fields).expect(409);
        assert!(own.says("初评、检查、评审须由不同的人办理"));
        assert_eq!(city.ratings(), 0);
    }
}

on_both! {
    fn a_colleague_awards_and_everybody_reads_it(database) {
        let city = City::new(database);
        let case = city.reviewed(&full());
        let colleague = city.colleague();
        assert!(colleague.get("/").says("1 份星级申报等待评审"));
        let awarded = colleague.submit_to(&case, "/decision", &[("verdict", "3")]);
        let page = colleague.follow(&awarded);
        let told = ["已授牌", "三星级", "954", "ZS-NJL-2017-0001", "MP-NJL-2017-0001", "黄经办", "没有现场检查和公示"];
        assert!(told.iter().all(|said| page.says(said)), "{}", page.text());
        let site = format!("/sites/{}", city.records.site);
        let public = format!("/register/sites/{}", city.records.site);
        for page in [city.operator().get(&site), city.county().get(&site), city.visitor().get(&public)] {
            let page = page.expect(200);
            assert!(page.says("ZS-NJL-2017-0001") && page.says("有效") && page.says("2020-11-23"), "{}", page.text());
        }
        assert!(city.visitor().get("/register").says("荔香园"));
        let operators = city.operator().get(&case).expect(200);
        assert!(operators.says("ZS-NJL-2017-0001"));
        let again = colleague.post(&format!("{case}/decision"), &[("revision", "9"), ("verdict", "3")]).expect(409);
        assert!(again.says("已授牌"));
        let audit = "SELECT what AS t FROM audit_events WHERE what LIKE 'rating.%'";
        assert_eq!(texts(&mut city.database.connect(), audit), ["rating.awarded"]);
        assert_eq!(city.ratings(), 1);
    }
}

on_both! {
    fn no_star_above_the_points_or_the_application(database) {
        let city = City::new(database);
        let case = city.reviewed(&full());
        let colleague = city.colleague();
        for reason in ["", "特别好"] {
            let above = decide(&colleague, &case, "4", reason).expect(422);
            assert!(above.error_on("verdict").unwrap().contains("申报的是三星级"), "{}", above.text());
            assert_eq!(above.form("/decision").value("reason").unwrap_or_default().trim(), reason);
        }
        for nothing in ["", "7", "best"] {
            assert!(decide(&colleague, &case, nothing, "").expect(422).error_on("verdict").is_some(), "{nothing}");
        }
        assert_eq!(city.ratings(), 0);
    }
}

on_both! {
    fn no_star_the_points_do_not_reach(database) {
        let city = City::new(database);
        let case = city.reviewed(&scant());
        let colleague = city.colleague();
        for reason in ["", "特别好"] {
            let above = decide(&colleague, &case, "2", reason).expect(422);
            assert!(above.error_on("verdict").unwrap().contains("没有达到二星级"), "{}", above.text());
        }
        assert_eq!(city.ratings(), 0);
        colleague.submit_to(&case, "/decision", &[("verdict", "1")]).sent_to();
        assert!(city.visitor().get("/register?stars=1").says("荔香园"));
    }
}

on_both! {
    fn what_differs_from_the_points_owes_its_reason(database) {
        let city = City::new(database);
        let case = city.reviewed(&full());
        let colleague = city.colleague();
        for verdict in ["2", "reject", "reopen"] {
            let silent = colleague.submit_to(&case, "/decision", &[("verdict", verdict), ("reason", " ")]).expect(422);
            assert!(silent.error_on("reason").is_some(), "{verdict}");
            assert_eq!(silent.form("/decision").value("verdict"), Some(verdict), "what was chosen is kept");
        }
        colleague.submit_to(&case, "/decision", &[("verdict", "2"), ("reason", "客房尚在装修")]).sent_to();
        let page = city.operator().get(&case).expect(200);
        assert!(page.says("二星级") && page.says("客房尚在装修"));
        assert!(city.visitor().get("/register?stars=2").says("荔香园"));
    }
}

on_both! {
    fn what_is_rejected_says_why_and_leaves_no_star(database) {
        let city = City::new(database);
        let case = city.reviewed(&full());
        city.colleague().submit_to(&case, "/decision", &[("verdict", "reject"), ("reason", "消防未通过")]).sent_to();
        let page = city.operator().get(&case).expect(200);
        assert!(page.says("未通过") && page.says("消防未通过"));
        assert_eq!(city.ratings(), 0);
        let site = city.records.site.to_string();
        city.operator().submit("/applications/new", &[("site", &site), ("star", "2")]).sent_to();
    }
}

on_both! {
    fn scores_sent_back_are_put_right_and_decided_by_another(database) {
        let city = City::new(database);
        let case = city.reviewed(&full());
        let (county, colleague) = (city.county(), city.colleague());
        colleague.submit_to(&case, "/decision", &[("verdict", "reopen"), ("reason", "E1 打分有误")]).sent_to();
        let back = county.get(&case).expect(200);
        assert!(back.says("E1 打分有误"));
        assert!(back.all(".steps li")[1].contains("陈经办"), "who accepted it: {:?}", back.all(".steps li"));
        // The colleague corrects one item, so neither of the two decides, and the city does for the county.
        fill_sheet(&colleague, &case, &[("E1".to_owned(), 10)].into(), "complete").sent_to();
        for scorer in [&county, &colleague] {
            assert!(scorer.get(&case).says("申报三星级的，由市评审"));
        }
        let office = city.office();
        assert_eq!(office.get(&case).all("[data-total=total]"), ["934"]);
        office.submit_to(&case, "/decision", &[("verdict", "3")]).sent_to();
        assert_eq!(city.ratings(), 1);
    }
}

on_both! {
    fn a_decision_on_what_changed_meanwhile_is_not_taken(database) {
        let city = City::new(database);
        let case = city.reviewed(&full());
        let colleague = city.colleague();
        let old = colleague.get(&case).form("/decision").fill("verdict", "3");
        colleague.submit_to(&case, "/decision", &[("verdict", "reopen"), ("reason", "E1 打分有误")]).sent_to();
        fill_sheet(&city.county(), &case, &scant(), "complete").sent_to();
        colleague.send_form(old, &[]).expect(409);
        assert_eq!(city.ratings(), 0);
    }
}

on_both! {
    fn two_at_once_award_one_star(database) {
        let city = City::new(database);
        // The city scores for once, so that there are two of the county to decide.
        let case = city.accepted();
        fill_sheet(&city.office(), &case, &full(), "complete").sent_to();
        let form = city.colleague().get(&case).form("/decision");
        let revision: i64 = form.value("revision").unwrap().parse().unwrap();
        let application = city.records.application;
        let deciders = [&city.cast.colleague, &city.cast.county].map(|by| {
            let (desk, by) = (city.desk.clone(), by.clone());
            let opinion = Opinion::new(Verdict::Award(3.try_into().unwrap()), "");
            thread::spawn(move || {
                desk.write_now(by, now(), move |tx| applications::decide(tx, application, revision, &opinion))
            })
        });
        let both = deciders.map(|one| one.join().unwrap());
        assert_eq!(both.iter().filter(|one| matches!(one, Ok(Outcome::Awarded(_)))).count(), 1, "{both:?}");
        assert_eq!(city.ratings(), 1);
        let mut conn = city.database.connect();
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM decisions"), [1]);
        assert_eq!(texts(&mut conn, "SELECT certificate_number AS t FROM ratings"), ["ZS-NJL-2017-0001"]);
    }
}
