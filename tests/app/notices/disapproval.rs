//! What the competent level does not approve after its public notice; and who reads a decision when.

use crate::support::city::City;
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::Page;

const WHY: &str = "停车场用地没有批准手续。";

impl City {
    /// Records that the case is not approved, at its present revision, whether or not the page offers it.
    fn disapprove(&self, fields: &[(&str, &str)]) -> Page {
        let asked = format!("SELECT revision AS n FROM applications WHERE id = {}", self.records.application);
        let revision = numbers(&mut self.database.connect(), &asked)[0].to_string();
        let path = format!("/applications/{}/disapproval", self.records.application);
        let fields: Vec<_> = [("revision", &*revision)].into_iter().chain(fields.iter().copied()).collect();
        self.office().post(&path, &fields)
    }
}

on_both! {
    fn what_is_not_approved_after_its_notice_ends_without_a_star(database) {
        let city = City::new(database);
        let notice = city.noticed();
        let case = format!("/applications/{}", city.records.application);
        let early = city.disapprove(&[("reason", WHY)]).expect(409);
        assert!(early.says("2017-12-02 起才能批准"), "{}", early.text());
        assert!(city.office().get(&case).forms().iter().all(|form| !form.action.ends_with("/disapproval")));
        let receipt = city.object(&notice, "停车场是邻村的。").path;
        city.close_notices();
        assert!(city.disapprove(&[("reason", WHY)]).expect(409).says("还有 1 件异议没有答复"));
        let answer = [("answer", "dismiss"), ("reason", "停车场由村集体租用，有合同。")];
        city.office().submit_to(&receipt, "/answer", &answer).sent_to();

        let office = city.office();
        let silent = office.submit_to(&case, "/disapproval", &[("reason", " ")]).expect(422);
        assert!(silent.error_on("reason").is_some() && silent.summary().len() == 1, "{}", silent.text());
        assert_eq!(city.stage(), "noticed");
        let form = office.get(&case).form("/disapproval");
        let ended = office.send_form(form.clone(), &[("reason", WHY)]);
        assert!(office.follow(&ended).says("已记录不予批准"));
        office.send_form(form, &[("reason", WHY)]).expect(409);
        assert_eq!(city.stage(), "rejected");

        let page = office.get(&case).expect(200);
        assert!(page.says("不予批准") && page.says(WHY) && page.says("未通过"), "{}", page.text());
        assert!(page.forms().iter().all(|form| !form.action.ends_with("/approval")));
        let own = city.operator().get(&case).expect(200);
        assert!(own.says("未通过") && own.says(WHY) && own.says("这次没有授星"), "{}", own.text());
        assert!(!own.says("服务和特色突出"), "the decision that was not approved is not the outcome");
        let public = city.visitor().get(&notice).expect(200);
        assert!(public.says("没有批准") && !public.says(WHY), "{}", public.text());
        let mut conn = city.database.connect();
        let last = "SELECT step || '|' || to_stage || '|' || note AS t FROM application_steps ORDER BY id";
        assert_eq!(texts(&mut conn, last).pop().unwrap(), format!("disapprove|rejected|{WHY}"));
        let audit = "SELECT count(*) AS n FROM audit_events WHERE what = 'application.disapproved'";
        assert_eq!(numbers(&mut conn, audit), [1]);
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM ratings"), [0]);
        // The site may apply again.
        assert!(city.operator().get("/applications/new").expect(200).says("荔香园"));
    }
}

on_both! {
    fn the_region_does_not_approve_by_a_document(database) {
        let city = City::new(database);
        city.noticed();
        city.close_notices();
        let case = format!("/applications/{}", city.records.application);
        run(&mut city.database.connect(), "UPDATE applications SET applied_star = 5").unwrap();
        let bare = city.disapprove(&[("reason", WHY)]).expect(422);
        assert!(bare.error_on("rejection_document").is_some() && bare.error_on("rejection_on").is_some());
        for on in ["2017-11-25", "2017-11-23", "昨天"] {
            let fields = [("reason", WHY), ("rejection_document", "桂旅发〔2017〕120 号"), ("rejection_on", on)];
            let wrong = city.disapprove(&fields).expect(422);
            assert!(wrong.error_on("rejection_on").is_some(), "{on}: {}", wrong.text());
            let kept = wrong.form("/disapproval");
            assert_eq!(kept.value("rejection_document"), Some("桂旅发〔2017〕120 号"), "{on}");
        }
        assert_eq!(city.stage(), "noticed");
        let fields =
            [("reason", WHY), ("rejection_document", "桂旅发〔2017〕120 号"), ("rejection_on", "2017-11-24")];
        let office = city.office();
        office.submit_to(&case, "/disapproval", &fields).sent_to();
        assert_eq!(city.stage(), "rejected");
        for person in [city.office(), city.operator()] {
            let page = person.get(&case).expect(200);
            assert!(page.says(&format!("桂旅发〔2017〕120 号（2017-11-24）{WHY}")), "{}", page.text());
        }
    }
}

on_both! {
    fn an_approval_is_taken_back_before_the_award_and_nothing_after_it(database) {
        let city = City::new(database);
        let case = city.decided(Some(3));
        city.disapprove(&[("reason", WHY)]).expect(409);
        run(&mut city.database.connect(), "DELETE FROM decisions").unwrap();
        run(&mut city.database.connect(), "UPDATE applications SET stage = 'submitted'").unwrap();
        city.approved();
        for person in [city.operator(), city.county(), city.official(), city.admin()] {
            let fields = [("revision", "1"), ("reason", WHY)];
            person.post(&format!("{case}/disapproval"), &fields).expect(403);
        }
        city.office().submit_to(&case, "/disapproval", &[("reason", WHY)]).sent_to();
        assert_eq!(city.stage(), "rejected");
        city.office().post(&format!("{case}/award"), &[("revision", "9")]).expect(409);
        city.disapprove(&[("reason", WHY)]).expect(409);
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM ratings"), [0]);
    }
}

on_both! {
    fn an_operator_reads_the_outcome_when_the_notice_publishes_it(database) {
        let city = City::new(database);
        let case = city.decided(Some(2));
        let operator = city.operator();
        let hidden = ["二星级", "服务和特色突出", "612"];
        let page = operator.get(&case).expect(200);
        assert!(page.says("已评审，待公示"), "{}", page.text());
        assert!(page.links().iter().all(|link| !link.starts_with("/notices/")));
        let others = [
            "/", "/applications", &format!("{case}/form"), &format!("/sites/{}", city.records.site), &case,
        ];
        for path in others {
            let page = operator.get(path).expect(200);
            // A list has the word of each star among its filters.
            let said = if path == "/applications" { &hidden[1..] } else { &hidden[..] };
            assert!(said.iter().all(|said| !page.says(said)), "{path}: {}", page.text());
        }
        // A form of the staff's, sent by hand and wrong, is refused and shows nothing either.
        for step in ["decision", "scores", "return", "refusal", "approval", "disapproval", "inspection"] {
            let refused = operator.post(&format!("{case}/{step}"), &[("revision", "1"), ("act", "save")]);
            assert_eq!(refused.status.code, 403, "{step}: {}", refused.text());
            assert!(hidden.iter().all(|said| !refused.says(said)), "{step}: {}", refused.text());
        }
        let notice = city.announce(&case);
        let page = operator.get(&case).expect(200);
        assert!(page.says("二星级") && page.says("服务和特色突出") && page.says("GS-2017-0001"), "{}", page.text());
        assert!(page.links().contains(&notice));
        // A later round is not told before its own notice.
        let receipt = city.object(&notice, "停车场是邻村的。").path;
        city.office().submit_to(&receipt, "/answer", &[("answer", "uphold"), ("reason", "情况属实。")]).sent_to();
        let page = operator.get(&case).expect(200);
        assert!(page.says("因异议中止") && !page.says("二星级"), "{}", page.text());
        assert!(page.links().contains(&notice));
    }
}

on_both! {
    fn an_operator_finds_the_certificate_and_the_star_from_the_application(database) {
        let city = City::new(database);
        let case = city.approved();
        let operator = city.operator();
        assert!(operator.get(&case).links().iter().all(|link| !link.ends_with("certificate.pdf")));
        city.office().submit_to(&case, "/award", &[]).sent_to();
        let rating = numbers(&mut city.database.connect(), "SELECT id AS n FROM ratings")[0];
        let (star, pdf) = (format!("/ratings/{rating}"), format!("/ratings/{rating}/certificate.pdf"));
        let links = operator.get(&case).links();
        assert!(links.contains(&star) && links.contains(&pdf), "{links:?}");
        operator.get(&pdf).expect(200);
        assert!(operator.get(&star).expect(200).links().contains(&pdf));
        // The city goes from the star to its certificates and back, and to them from a correction.
        let office = city.office();
        let list = format!("{star}/certificates");
        assert!(office.get(&star).links().contains(&list));
        assert!(office.get(&list).expect(200).links().contains(&star));
        let links = office.get(&format!("{star}/correction")).expect(200).links();
        assert!(links.contains(&list) && links.iter().any(|link| link.starts_with("/v/")), "{links:?}");
        assert!(office.get(&case).links().contains(&star));
        // A certificate that is void is not offered.
        run(&mut city.database.connect(), "UPDATE certificates SET voided_at = issued_at, void_reason = '印错'").unwrap();
        assert!(!operator.get(&case).links().contains(&pdf) && !operator.get(&star).links().contains(&pdf));
    }
}
