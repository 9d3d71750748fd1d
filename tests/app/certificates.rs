//! The award and its certificate: numbers of their own, the paper, and what the code on it tells anybody.

use std::collections::BTreeSet;
use std::thread;

use xingtu::desk::applications;
use xingtu::domain::ids::ApplicationId;
use xingtu::store::Conn;

use crate::support::city::{City, now};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::seed::Records;

impl City {
    /// 荔香园 with the star of the long procedure; its rating's number.
    fn awarded(&self) -> i64 {
        let case = self.approved();
        self.office().submit_to(&case, "/award", &[]).sent_to();
        numbers(&mut self.database.connect(), "SELECT id AS n FROM ratings")[0]
    }

    /// The check address of the newest certificate.
    fn address(&self) -> String {
        let sql = "SELECT number || '-' || check_code AS t FROM certificates ORDER BY id DESC";
        format!("/v/{}", texts(&mut self.database.connect(), sql).swap_remove(0))
    }
}

/// So many farm stays beside 荔香园, each with an application approved for three stars; the applications.
pub(crate) fn approved_cases(conn: &mut Conn, records: &Records, n: usize) -> Vec<i64> {
    let site = records.site;
    for n in 0..n {
        let made = format!(
            "INSERT INTO sites (operator_id, name, kind, trade, division_code, unit_code, natural_village, address, phone, beds, \
             seats, registered_at, search, revision) SELECT operator_id, '农家{n}', kind, trade, division_code, unit_code, '', '', '', \
             1, 1, registered_at, '', 1 FROM sites WHERE id = {site}"
        );
        run(conn, &made).unwrap();
        approved_case(conn, records, (&format!("农家{n}"), &format!("T-{n}"), 3));
    }
    numbers(conn, "SELECT id AS n FROM applications WHERE stage = 'approved' ORDER BY id")
}

/// An application of a site, of this number and approved for so many stars.
pub(crate) fn approved_case(conn: &mut Conn, records: &Records, (site, number, stars): (&str, &str, i32)) {
    let like = records.application;
    for sql in [
        format!(
            "INSERT INTO applications (number, site_id, sheet_id, unit_code, applied_star, stage, note, submitted_at, live, revision) \
             SELECT '{number}', s.id, a.sheet_id, a.unit_code, {stars}, 'approved', '', '2017-11-01 01:00:00', TRUE, 1 FROM sites s, \
             applications a WHERE s.name = '{site}' AND a.id = {like}"
        ),
        format!(
            "INSERT INTO decisions (application_id, round, score_column, level, reached_star, awarded_star, total_hundredths, basis, \
             reason, decided_at) SELECT id, 1, 'panel', 'city', {stars}, {stars}, 50000, '', '', '2017-11-20 00:00:00' FROM applications \
             WHERE number = '{number}'"
        ),
    ] {
        run(conn, &sql).unwrap();
    }
}

on_both! {
    fn an_approved_application_is_awarded_with_rating_plaque_and_certificate(database) {
        let city = City::new(database);
        let case = city.approved();
        let office = city.office();
        let form = office.get(&case).expect(200).form("/award");
        office.send_form(form.clone(), &[]).sent_to();
        office.send_form(form, &[]).expect(409);
        let page = office.get(&case).expect(200);
        let told = ["已授牌", "ZS-NJL-2017-0001", "MP-NJL-2017-0001", "2020"];
        assert!(told.iter().all(|said| page.says(said)), "{}", page.text());
        let mut conn = city.database.connect();
        assert_eq!(texts(&mut conn, "SELECT place AS t FROM certificates"), ["钦州市灵山县佛子镇大芦村"]);
        assert_eq!(texts(&mut conn, "SELECT authority AS t FROM certificates"), ["灵山县旅游主管部门"]);
        assert!(city.visitor().get("/register").says("荔香园"));
    }
}

on_both! {
    fn the_paper_is_for_the_staff_and_the_sites_own_operator(database) {
        let city = City::new(database);
        let rating = city.awarded();
        let paper = format!("/ratings/{rating}/certificate.pdf");
        for (person, status) in [
            (city.operator(), 200), (city.county(), 200), (city.office(), 200), (city.official(), 200),
            (city.other_operator(), 404), (city.other_county(), 404), (city.visitor(), 303),
        ] {
            assert_eq!(person.get(&paper).status.code, status);
        }
        let one = city.office().get(&paper);
        assert_eq!(one.kind, "application/pdf");
        city.office().get("/ratings/987654/certificate.pdf").expect(404);
        let batch = format!("/certificates.pdf?rating={rating}");
        assert_eq!(city.office().get(&batch).expect(200).kind, "application/pdf");
        city.office().get("/certificates.pdf").expect(409);
        city.county().get(&batch).expect(403);
        city.county().get("/certificates").expect(403);
        assert!(city.office().get("/certificates").expect(200).says("ZS-NJL-2017-0001"));
        run(&mut city.database.connect(), "UPDATE certificates SET site_name = '荔香𠀀园'").unwrap();
        let refused = city.office().get(&paper).expect(409);
        assert!(refused.says("𠀀") && refused.says("U+20000"), "{}", refused.text());
    }
}

on_both! {
    fn the_check_page_tells_anybody_one_word_and_its_day(database) {
        let city = City::new(database);
        let rating = city.awarded();
        let address = city.address();
        let visitor = city.visitor();
        let says = |path: &str, status: u16, told: &[&str]| {
            let page = visitor.get(path).expect(status);
            assert!(told.iter().all(|said| page.says(said)), "{path}: {}", page.text());
            assert!(page.body.contains("noindex") && !page.body.contains("宁掌柜"));
        };
        says(&address, 200, &["有效", "有效期至 2020年11月23日", "荔香园", "三星级", "ZS-NJL-2017-0001"]);
        says(&address.to_lowercase(), 200, &["有效"]);
        for wrong in ["/v/ZS-NJL-2017-0001-22222222", "/v/ZS-NJL-2017-0009-22222222", "/v/ZS-NJL-2017-0001", "/v/1"] {
            says(wrong, 404, &["查无此证"]);
        }
        visitor.post("/language", &[("choice", "en"), ("back", "/")]).sent_to();
        says(&address, 200, &["Valid", "until"]);
        says("/v/1", 404, &["No such certificate"]);
        visitor.post("/language", &[("choice", "zh-CN"), ("back", "/")]).sent_to();
        let mut conn = city.database.connect();
        run(&mut conn, "UPDATE certificates SET valid_from = '2014-11-20', valid_until = '2017-11-23'").unwrap();
        says(&address, 200, &["已到期", "2017年11月23日"]);
        run(&mut conn, &format!(
            "UPDATE ratings SET standing = 'cancelled', live = FALSE, ended_on = '2017-11-24', end_reason = '摘牌' WHERE id = {rating}"
        )).unwrap();
        says(&address, 200, &["已取消", "自 2017年11月24日 起"]);
    }
}

on_both! {
    fn a_voided_certificate_says_so_at_once_and_leads_to_the_one_issued_anew(database) {
        let city = City::new(database);
        let rating = city.awarded();
        let (office, list) = (city.office(), format!("/ratings/{rating}/certificates"));
        let first = city.address();
        let page = office.get(&list).expect(200);
        let voiding = page.links().into_iter().find(|link| link.ends_with("/voiding")).unwrap();
        for person in [city.operator(), city.county(), city.official(), city.admin()] {
            person.get(&list).expect(403);
            person.get(&voiding).expect(403);
            person.post(&voiding, &[("reason", "名称有误")]).expect(403);
            person.post(&voiding, &[]).expect(403);
            person.post(&list, &[("revision", "1")]).expect(403);
        }
        office.post(&list, &[("revision", "1")]).expect(409);
        office.get(&format!("{list}/987654/voiding")).expect(404);
        let silent = office.submit(&voiding, &[("reason", " ")]).expect(422);
        assert!(silent.error_on("reason").is_some());
        let form = office.get(&voiding).expect(200).form("/voiding");
        office.send_form(form.clone(), &[("reason", "名称有误")]).sent_to();
        office.send_form(form, &[("reason", "名称有误")]).expect(409);
        let told = city.visitor().get(&first).expect(200);
        assert!(told.says("已作废") && told.says("自 2017年11月24日 起") && !told.says("名称有误"), "{}", told.text());
        office.get(&format!("/ratings/{rating}/certificate.pdf")).expect(404);
        run(&mut city.database.connect(), "UPDATE sites SET name = '荔香山庄' WHERE name = '荔香园'").unwrap();
        office.post(&list, &[("revision", "9")]).expect(409);
        office.submit_to(&list, "/certificates", &[]).sent_to();
        let second = city.address();
        assert!(second.contains("ZS-NJL-2017-0002"), "{second}");
        assert!(city.visitor().get(&second).expect(200).says("荔香山庄"));
        let old = city.visitor().get(&first).expect(200);
        assert!(old.links().contains(&second) && old.says("荔香园"), "{}", old.text());
        let named = texts(&mut city.database.connect(), "SELECT certificate_number AS t FROM ratings");
        assert_eq!(named, ["ZS-NJL-2017-0002"]);
    }
}

on_both! {
    fn twenty_awards_at_once_get_numbers_of_their_own(database) {
        let city = City::new(database);
        let mut conn = city.database.connect();
        let cases = approved_cases(&mut conn, &city.records, 20);
        assert_eq!(cases.len(), 20);
        let awards = cases.into_iter().map(|case| {
            let (desk, by) = (city.desk.clone(), city.cast.office.clone());
            thread::spawn(move || desk.write_now(by, now(), move |tx| applications::award(tx, ApplicationId(case), 1)))
        });
        let awards: Vec<_> = awards.collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).collect();
        assert!(awards.iter().all(Result::is_ok), "{awards:?}");
        for column in ["number", "check_code"] {
            let given = texts(&mut conn, &format!("SELECT {column} AS t FROM certificates"));
            assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), 20, "{given:?}");
        }
        let plaques = texts(&mut conn, "SELECT plaque_number AS t FROM ratings");
        assert_eq!(plaques.iter().collect::<BTreeSet<_>>().len(), 20);
    }
}
