//! Public notice, objections, approval: what everybody reads, who may do what, and that nothing ends early.

#[path = "notices/disapproval.rs"]
mod disapproval;

use xingtu::domain::ids::ApplicationId;

use crate::support::city::City;
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::Page;

impl City {
    /// The application of 荔香园, decided in its present round: awarded three stars, or none.
    pub fn decided(&self, awarded: Option<i32>) -> String {
        self.decide(self.records.application, awarded);
        format!("/applications/{}", self.records.application)
    }

    fn decide(&self, application: ApplicationId, awarded: Option<i32>) {
        let mut conn = self.database.connect();
        let awarded = awarded.map_or("NULL".to_owned(), |star| star.to_string());
        let by = self.cast.official.user;
        run(
            &mut conn,
            &format!(
                "INSERT INTO decisions (application_id, round, score_column, level, reached_star, awarded_star, \
                 total_hundredths, basis, reason, decided_by, decided_at) SELECT id, round, 'panel', 'city', 4, {awarded}, \
                 61200, '', '服务和特色突出', {by}, '2017-11-23 02:00:00' FROM applications WHERE id = {application}"
            ),
        )
        .unwrap();
        run(&mut conn, &format!("UPDATE applications SET stage = 'decided' WHERE id = {application}"))
            .unwrap();
    }

    /// The same, on public notice from today; the notice's address.
    fn noticed(&self) -> String {
        let case = self.decided(Some(3));
        self.announce(&case)
    }

    fn announce(&self, case: &str) -> String {
        let office = self.office();
        let preview = office.submit_to(&format!("{case}/notice/new"), "/notice/preview", &[]).expect(200);
        office.send_form(preview.form("/notice"), &[]).sent_to()
    }

    /// Moves the notices into the past: their last day was yesterday.
    fn close_notices(&self) {
        let sql = "UPDATE public_notices SET opened_on = '2017-11-16', closes_on = '2017-11-23'";
        run(&mut self.database.connect(), sql).unwrap();
    }

    /// Objects as a visitor; the page of the receipt.
    fn object(&self, notice: &str, text: &str) -> Page {
        let visitor = self.visitor();
        let fields = [("name", "陆阿公"), ("phone", "13807770042"), ("text", text)];
        let filed = visitor.submit(&format!("{notice}/objection"), &fields);
        visitor.follow(&filed)
    }

    /// The application with its notice ended and nothing waiting, approved.
    pub fn approved(&self) -> String {
        self.noticed();
        self.close_notices();
        let case = format!("/applications/{}", self.records.application);
        let fields = [("document", "钦旅发〔2017〕12号"), ("approved_on", "2017-11-24")];
        self.office().submit_to(&case, "/approval", &fields).sent_to();
        case
    }

    fn stage(&self) -> String {
        let sql = format!("SELECT stage AS t FROM applications WHERE id = {}", self.records.application);
        texts(&mut self.database.connect(), &sql).swap_remove(0)
    }
}

on_both! {
    fn the_city_puts_a_decision_on_notice_and_everybody_reads_it(database) {
        let city = City::new(database);
        assert!(city.visitor().get("/notices").expect(200).says("目前没有公示"));
        let case = city.decided(Some(3));
        let office = city.office();
        assert!(office.get("/").says("1 件已评定的申报等待公示"));
        assert!(office.get(&case).links().contains(&format!("{case}/notice/new")));
        let draft = office.get(&format!("{case}/notice/new")).expect(200);
        assert!(draft.body.contains("荔香园（灵山县佛子镇大芦村）为三星级农家乐"), "{}", draft.text());
        let preview = office.send_form(draft.form("/notice/preview"), &[]).expect(200);
        let told = ["不能提前结束", "2017年12月1日", "三星级", "服务和特色突出"];
        assert!(told.iter().all(|said| preview.says(said)), "{}", preview.text());
        assert_eq!(city.stage(), "decided", "a preview changes nothing");
        let put_up = office.send_form(preview.form("/notice"), &[]);
        let notice = put_up.sent_to();
        assert_eq!(city.stage(), "noticed");
        for (who, person) in city.everybody() {
            let page = person.get(&notice).expect(200);
            let told = ["GS-2017-0001", "荔香园", "大芦村", "三星级", "农家乐", "服务和特色突出", "还剩 5 个工作日", "怎样提出异议"];
            assert!(told.iter().all(|said| page.says(said)), "{who}: {}", page.text());
            for secret in ["宁掌柜", "荔香园农家乐", "李科长", "邓荔枝"] {
                assert!(!page.text().contains(secret), "{who}: {secret}");
            }
            assert!(person.get("/notices").expect(200).says("GS-2017-0001"), "{who}");
        }
        city.close_notices();
        assert!(city.visitor().get(&notice).says("公示期已结束"));
        assert!(city.visitor().get("/notices").says("目前没有公示"));
    }
}

on_both! {
    fn a_notice_is_put_up_by_the_city_once_for_an_award(database) {
        let city = City::new(database);
        let case = format!("/applications/{}", city.records.application);
        let office = city.office();
        office.get(&format!("{case}/notice/new")).expect(409);
        office.get("/applications/987654/notice/new").expect(404);
        city.decided(Some(3));
        let revision = office.get(&format!("{case}/notice/new")).form("/preview").value("revision").unwrap().to_owned();
        let fields = [("revision", &*revision), ("body", "拟评定三星级。")];
        for person in [city.operator(), city.county(), city.official(), city.admin()] {
            person.get(&format!("{case}/notice/new")).expect(403);
            person.post(&format!("{case}/notice"), &fields).expect(403);
            person.post(&format!("{case}/approval"), &[("revision", "1"), ("document", "x"), ("approved_on", "2017-11-24")]).expect(403);
            person.post(&format!("{case}/award"), &[("revision", "1")]).expect(403);
        }
        let empty = office.post(&format!("{case}/notice"), &[("revision", &revision), ("body", " ")]).expect(422);
        assert!(empty.error_on("body").is_some());
        office.post(&format!("{case}/notice"), &[("revision", "1"), ("body", "旧")]).expect(409);
        office.post(&format!("{case}/notice"), &fields).sent_to();
        office.post(&format!("{case}/notice"), &fields).expect(409);
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM public_notices"), [1]);
        let due = format!("SELECT count(*) AS n FROM applications WHERE id = {} AND due_on = '2017-12-01'", city.records.application);
        assert_eq!(numbers(&mut city.database.connect(), &due), [1]);
    }
}

on_both! {
    fn what_was_not_awarded_is_not_put_on_notice(database) {
        let city = City::new(database);
        let case = city.decided(None);
        let page = city.office().get(&format!("{case}/notice/new")).expect(409);
        assert!(page.says("没有可以公示的结果"));
        city.office().post(&format!("{case}/notice"), &[("revision", "2"), ("body", "公示")]).expect(409);
        assert_eq!(city.stage(), "decided");
    }
}

on_both! {
    fn a_notice_is_not_closed_early_and_waits_for_every_answer(database) {
        let city = City::new(database);
        let notice = city.noticed();
        let case = format!("/applications/{}", city.records.application);
        let office = city.office();
        let page = office.get(&case).expect(200);
        assert!(page.says("2017-12-02 起才能批准") && page.forms().iter().all(|form| !form.action.ends_with("/approval")));
        let receipt = city.object(&notice, "停车场是邻村的。").path;
        let approve = |on: &str| {
            let revision = numbers(&mut city.database.connect(), "SELECT revision AS n FROM applications ORDER BY id")[0].to_string();
            office.post(&format!("{case}/approval"), &[("revision", &revision), ("document", "钦旅发〔2017〕12号"), ("approved_on", on)])
        };
        let early = approve("2017-11-24").expect(409);
        assert!(early.says("2017-12-02 起才能批准"), "{}", early.text());
        city.close_notices();
        let waits = approve("2017-11-24").expect(409);
        assert!(waits.says("还有 1 件异议没有答复"), "{}", waits.text());
        office.submit_to(&receipt, "/answer", &[("answer", "dismiss"), ("reason", "停车场由村集体租用，有合同。")]).sent_to();
        for on in ["2017-11-25", "2017-11-23", "昨天"] {
            assert!(approve(on).expect(422).error_on("approved_on").is_some(), "{on}");
        }
        assert_eq!(city.stage(), "noticed");
        approve("2017-11-24").sent_to();
        assert_eq!(city.stage(), "approved");
        assert!(office.get(&case).says("钦旅发〔2017〕12号"));
        approve("2017-11-24").expect(409);
    }
}

on_both! {
    fn anybody_objects_while_the_notice_runs_and_a_form_sent_twice_is_one_objection(database) {
        let city = City::new(database);
        let notice = city.noticed();
        let (visitor, address) = (city.visitor(), format!("{notice}/objection"));
        let form = visitor.get(&address).expect(200).form("/objection");
        for (field, value) in [("name", "x1"), ("phone", "12"), ("text", " ")] {
            let fields = [("name", "陆阿公"), ("phone", "13807770042"), ("text", "停车场是邻村的。")];
            let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, if *n == field { value } else { *v })).collect();
            let refused = visitor.send_form(form.clone(), &fields).expect(422);
            assert!(refused.error_on(field).is_some() && refused.summary().len() == 1, "{field}: {}", refused.text());
        }
        let fields = [("name", "陆阿公"), ("phone", "13807770042"), ("text", "停车场是邻村的。")];
        let receipt = visitor.send_form(form.clone(), &fields).sent_to();
        assert_eq!(visitor.send_form(form.clone(), &fields).sent_to(), receipt);
        let other = [("name", "陆阿公"), ("phone", "13807770042"), ("text", "餐厅也不是。")];
        visitor.send_form(form, &other).expect(409);
        let mut conn = city.database.connect();
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM objections"), [1]);
        let number = receipt.strip_prefix("/objections/YY-2017-0001-").unwrap_or_else(|| panic!("{receipt}"));
        assert_eq!(number.len(), 6);
        let shown = visitor.get(&receipt).expect(200);
        assert!(shown.says("待答复") && shown.says("停车场是邻村的。"), "{}", shown.text());
        visitor.get("/objections/YY-2017-0001-222222").expect(404);
        city.close_notices();
        let late = visitor.post(&address, &fields).expect(409);
        assert!(late.says("公示期已结束"));
        assert!(visitor.get(&address).expect(200).forms().is_empty());
        visitor.post("/notices/987654/objection", &fields).expect(404);
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM objections"), [1]);
    }
}

on_both! {
    fn who_objects_is_read_by_those_who_answer_only_and_on_record(database) {
        let city = City::new(database);
        let notice = city.noticed();
        let receipt = city.object(&notice, "停车场是邻村的。").path;
        let secrets = ["陆阿公", "13807770042"];
        for (who, person) in city.everybody() {
            for path in [&*receipt, &*notice, "/notices", "/objections", &format!("/applications/{}", city.records.application)] {
                let page = person.get(path);
                assert!(secrets.iter().all(|secret| !page.body.contains(secret)), "{who} at {path}");
            }
            let status = person.post(&format!("{receipt}/objector"), &[]).status.code;
            assert_eq!(status, match who { "visitor" => 303, "city" => 200, _ => 403 }, "{who}");
        }
        let read = city.office().submit_to(&receipt, "/objector", &[]).expect(200);
        assert!(secrets.iter().all(|secret| read.says(secret)));
        let mut conn = city.database.connect();
        let events = texts(&mut conn, "SELECT detail AS t FROM audit_events WHERE what = 'objection.objector_read'");
        assert_eq!(events.len(), 2);
        let all = texts(&mut conn, "SELECT detail AS t FROM audit_events");
        assert!(all.iter().all(|detail| secrets.iter().all(|secret| !detail.contains(secret))));
        let none = format!("{receipt}/file");
        city.office().get(&none).expect(404);
        assert_eq!(city.office().get("/objections").expect(200).rows(".list").len(), 1);
        assert!(city.office().get("/").says("1 件异议等待答复"));
        city.county().get("/objections").expect(403);
        city.operator().post(&format!("{receipt}/answer"), &[("revision", "1"), ("answer", "dismiss"), ("reason", "无")]).expect(403);
    }
}

on_both! {
    fn an_upheld_objection_stops_the_notice_and_sends_the_case_back_to_its_inspection(database) {
        let city = City::new(database);
        let notice = city.noticed();
        let case = format!("/applications/{}", city.records.application);
        let (first, second) = (city.object(&notice, "停车场是邻村的。").path, city.object(&notice, "没有消防设施。").path);
        let office = city.office();
        let silent = office.submit_to(&first, "/answer", &[("answer", "uphold"), ("reason", " ")]).expect(422);
        assert!(silent.error_on("reason").is_some());
        let form = office.get(&first).form("/answer");
        office.send_form(form.clone(), &[("answer", "uphold"), ("reason", "情况属实，重新检查。")]).sent_to();
        office.send_form(form, &[("answer", "dismiss"), ("reason", "不属实。")]).expect(409);
        assert_eq!(city.stage(), "inspected");
        let round = format!("SELECT CAST(round AS BIGINT) AS n FROM applications WHERE id = {}", city.records.application);
        let mut conn = city.database.connect();
        assert_eq!(numbers(&mut conn, &round), [2]);
        let stopped = city.visitor().get(&notice).expect(200);
        assert!(stopped.says("因异议中止"), "{}", stopped.text());
        assert!(city.visitor().get("/notices").expect(200).says("因异议中止"));
        assert!(city.visitor().get(&first).says("情况属实"));
        assert!(office.get(&case).says("异议成立"));
        // The other objection is answered for itself; a notice that was stopped takes no more.
        office.submit_to(&second, "/answer", &[("answer", "uphold"), ("reason", "一并检查。")]).sent_to();
        assert_eq!(numbers(&mut conn, &round), [2]);
        let fields = [("name", "陆阿公"), ("phone", "13807770042"), ("text", "再看")];
        city.visitor().post(&format!("{notice}/objection"), &fields).expect(409);
        let revision = numbers(&mut conn, "SELECT revision AS n FROM applications ORDER BY id")[0].to_string();
        let approval = [("revision", &*revision), ("document", "文"), ("approved_on", "2017-11-24")];
        office.post(&format!("{case}/approval"), &approval).expect(409);
        // Judged anew, it gets a notice of its own.
        city.decided(Some(2));
        let anew = city.announce(&case);
        assert_ne!(anew, notice);
        assert!(city.visitor().get(&anew).says("GS-2017-0002"));
        assert!(city.visitor().get(&anew).says("二星级"));
    }
}

on_both! {
    fn a_file_comes_with_an_objection_and_is_shown_to_those_who_answer(database) {
        let city = City::new(database);
        let notice = city.noticed();
        let fields = [("name", "陆阿公"), ("phone", "13807770042"), ("text", "停车场是邻村的。")];
        let (visitor, page) = (city.visitor(), format!("{notice}/objection"));
        let wrong = visitor.upload(&page, "/objection", &fields, &[("file", "合同.pdf", b"no pdf at all")]).expect(422);
        assert!(wrong.error_on("file").is_some(), "{}", wrong.text());
        let filed = visitor.upload(&page, "/objection", &fields, &[("file", "contract.pdf", b"%PDF-1.4 paper")]);
        let receipt = filed.sent_to();
        let file = format!("{receipt}/file");
        assert!(!visitor.get(&receipt).expect(200).links().contains(&file));
        assert!(city.office().get(&receipt).expect(200).links().contains(&file));
        assert_eq!(city.office().get(&file).expect(200).bytes, b"%PDF-1.4 paper");
        for person in [city.operator(), city.county(), city.official(), city.admin()] {
            person.get(&file).expect(403);
        }
        assert!(visitor.get(&file).sent_to().starts_with("/sign-in"));
    }
}
