//! The inspection on site and the decision on its column: by whom, on what, and never by one person twice.

use xingtu::domain::access::Actor;
use xingtu::domain::scoring::Answers;
use xingtu::store::users::{self, NewUser};

use super::{full, scant};
use crate::support::city::{City, Person, at};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::Page;

impl City {
    /// One more of the city's or a county's staff.
    pub(crate) fn another(&self, login: &str, like: &Actor) -> Actor {
        let new = NewUser {
            login: login.into(),
            name: "莫同志".into(),
            role: like.role,
            unit: like.unit.clone(),
            operator: None,
            password_hash: "x".into(),
        };
        let (name, role, unit) = (new.name.clone(), new.role, new.unit.clone());
        let user = self.desk.db.write_now(move |c| users::insert(c, &new, at(2016, 1, 4))).unwrap();
        Actor { user, name, role, unit, operator: None }
    }

    /// The revision the application is at.
    pub(super) fn revision(&self) -> String {
        let asked = format!("SELECT revision AS n FROM applications WHERE id = {}", self.records.application);
        numbers(&mut self.database.connect(), &asked)[0].to_string()
    }

    /// The application for this star, reviewed by the county's clerk.
    pub(super) fn reviewed_for(&self, star: i32, points: &Answers) -> String {
        run(&mut self.database.connect(), &format!("UPDATE applications SET applied_star = {star}")).unwrap();
        self.reviewed(points)
    }

    /// The same, inspected by the office and an expert.
    pub(super) fn inspected(&self, star: i32, points: &Answers) -> String {
        let case = self.reviewed_for(star, points);
        inspect(&self.office(), &case, &self.fields(&[]), points, "complete").sent_to();
        case
    }

    /// What an inspection by the office and an expert is, with other fields instead.
    pub(super) fn fields(&self, other: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = format!("inspector[{}]", self.cast.office.user);
        let usual = [
            ("on", "2017-11-24"),
            ("place", "大芦村 荔香园"),
            (own.as_str(), "yes"),
            ("expert_name[0]", "覃老师"),
            ("expert_from[0]", "北部湾大学"),
        ];
        let all = usual.iter().filter(|(name, _)| other.iter().all(|(n, _)| n != name)).chain(other);
        all.filter(|(_, value)| *value != "-").map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }
}

/// Fills the form of the inspection in and presses a button.
#[track_caller]
pub(super) fn inspect(
    person: &Person<'_>,
    case: &str,
    fields: &[(String, String)],
    points: &Answers,
    act: &str,
) -> Page {
    let form = person.get(&format!("{case}/inspection")).expect(200).form("/inspection");
    let form = fields.iter().fold(form, |form, (name, value)| form.fill(name, value));
    let form =
        points.iter().fold(form, |form, (item, n)| form.fill(&format!("points[{item}]"), &n.to_string()));
    person.send_form(form, &[("act", act)])
}

on_both! {
    fn a_four_star_case_goes_by_inspection_to_the_decision_of_the_city(database) {
        let city = City::new(database);
        let second = city.another("shiju2", &city.cast.office);
        let case = city.reviewed_for(4, &full());
        let (office, county) = (city.office(), city.county());
        assert!(office.get("/").says("1 份星级申报等待现场检查"));
        assert_eq!(office.get("/applications?queue=inspection").rows(".list").len(), 1);
        assert_eq!(city.colleague().get("/applications?queue=county_decision").rows(".list").len(), 0);
        // The county decides no four stars, and nobody decides before the inspection.
        let revision = city.revision();
        let fields = [("revision", revision.as_str()), ("verdict", "3")];
        let short = city.colleague().post(&format!("{case}/decision"), &fields).expect(409);
        assert!(short.says("已转市级现场检查"), "{}", short.text());
        inspect(&office, &case, &city.fields(&[]), &full(), "save").sent_to();
        assert!(county.get(&case).says("未开始"), "a draft is nobody's business yet");
        inspect(&office, &case, &[], &Answers::new(), "complete").sent_to();
        let page = county.get(&case).expect(200);
        for said in ["覃老师", "北部湾大学", "李科长", "检查总分", "954", "检查人员 2 人，无回避情形"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        let decider = city.signed_in(&second);
        assert_eq!(decider.get("/applications?queue=city_decision").rows(".list").len(), 1);
        let decided = decider.submit_to(&case, "/decision", &[("verdict", "4")]);
        let page = decider.follow(&decided);
        assert!(page.says("等待公示") && page.says("已评定"), "{}", page.text());
        let mut conn = city.database.connect();
        let kept = "SELECT score_column || ' ' || level || ' ' || awarded_star AS t FROM decisions";
        assert_eq!(texts(&mut conn, kept), ["panel city 4"]);
        assert_eq!(city.ratings(), 0, "an award waits for its notice");
        decider.post(&format!("{case}/decision"), &[("revision", "9"), ("verdict", "4")]).expect(409);
    }
}

on_both! {
    fn an_inspection_is_by_two_who_are_not_the_applicants(database) {
        let city = City::new(database);
        run(&mut city.database.connect(), "UPDATE operators SET contact = '宁先生'").unwrap();
        let case = city.reviewed_for(4, &full());
        let office = city.office();
        let own = format!("inspector[{}]", city.cast.office.user);
        let refused = |other: &[(&str, &str)], field: &str| {
            let page = inspect(&office, &case, &city.fields(other), &full(), "complete").expect(422);
            let error = page.error_on(field).unwrap_or_else(|| panic!("{field}: {}", page.text()));
            assert_eq!(page.form("/inspection").value("points[A3]"), Some("40"), "what was typed is kept");
            error
        };
        let none: &[(&str, &str)] = &[("expert_name[0]", "-"), ("expert_from[0]", "-")];
        assert!(refused(none, "inspectors").contains("至少 2 人"));
        assert!(refused(&[(&own, "-")], "inspectors").contains("至少 2 人"));
        assert!(refused(&[("expert_from[0]", "荔香园农家乐")], "inspectors").contains("申报单位"));
        assert!(refused(&[("expert_name[0]", "宁先生")], "inspectors").contains("申报单位"));
        let twice = [("expert_name[1]", "覃老师"), ("expert_from[1]", "北部湾大学")];
        assert!(refused(&twice, "inspectors").contains("两次"));
        assert!(refused(&[("on", "2017-11-25")], "on").contains("今天"));
        assert!(refused(&[("on", "2017-11-23")], "on").contains("受理日期"));
        refused(&[("place", " ")], "place");
        refused(&[("expert_from[0]", "")], "expert_from[0]");
        // The applicant's keeper is none of the staff to choose.
        let form = office.get(&format!("{case}/inspection")).form("/inspection");
        let keeper = format!("inspector[{}]", city.cast.operator.user);
        assert!(!form.names().any(|name| name == keeper));
        let forged = format!("{}&{keeper}=yes&on=2017-11-24", form.encoded());
        office.post_body(&form.action, forged).expect(422);
        let mut conn = city.database.connect();
        assert_eq!(numbers(&mut conn, "SELECT count(*) AS n FROM inspections"), [0]);
    }
}

on_both! {
    fn points_of_the_panel_owe_what_they_differ(database) {
        let city = City::new(database);
        let case = city.reviewed_for(4, &full());
        let office = city.office();
        let mut points = full();
        points.insert("A3".into(), 20);
        points.remove("E1");
        let refused = inspect(&office, &case, &city.fields(&[]), &points, "complete").expect(422);
        assert!(refused.error_on("notes[A3]").unwrap().contains("请写说明"));
        assert!(refused.error_on("points[E1]").is_some());
        points.insert("E1".into(), 30);
        let noted = city.fields(&[("notes[A3]", "停车位不足")]);
        inspect(&office, &case, &noted, &points, "complete").sent_to();
        assert!(city.county().get(&case).says("停车位不足"));
        let over = [("points[A3]", "41"), ("revision", "9"), ("on", "2017-11-24"), ("place", "x"), ("act", "save")];
        office.post(&format!("{case}/inspection"), &over).expect(409);
    }
}

on_both! {
    fn one_person_has_one_hand(database) {
        let city = City::new(database);
        let second = city.another("shiju2", &city.cast.office);
        let case = city.reviewed_for(4, &full());
        let office = city.office();
        // The county's clerk scored, so is not to choose; nor by a forged form.
        let form = office.get(&format!("{case}/inspection")).form("/inspection");
        let scorer = format!("inspector[{}]", city.cast.county.user);
        assert!(!form.names().any(|name| name == scorer));
        let filled = city.fields(&[]).iter().fold(form, |form, (name, value)| form.fill(name, value));
        let forged = office.post_body(&filled.action, format!("{}&{scorer}=yes&act=save", filled.encoded())).expect(409);
        assert!(forged.says("陈经办已是这件申报的初评人"), "{}", forged.text());
        inspect(&office, &case, &city.fields(&[]), &full(), "complete").sent_to();
        // The inspector sees the form of the decision disabled, with the reason, and cannot send it.
        let page = office.get(&case).expect(200);
        assert!(page.forms().is_empty() && page.says("李科长已是这件申报的检查人") && page.says("同意四星级"), "{}", page.text());
        let revision = city.signed_in(&second).get(&case).form("/decision").value("revision").unwrap().to_owned();
        let fields = [("revision", &*revision), ("verdict", "4")];
        let own = office.post(&format!("{case}/decision"), &fields).expect(409);
        assert!(own.says("李科长已是这件申报的检查人"));
        // The county is not the level.
        let county = city.colleague().post(&format!("{case}/decision"), &fields).expect(409);
        assert!(county.says("申报四星级的，由市评审"), "{}", county.text());
        city.other_county().post(&format!("{case}/decision"), &fields).expect(404);
        city.signed_in(&second).submit_to(&case, "/decision", &[("verdict", "4")]).sent_to();
    }
}

on_both! {
    fn the_store_gives_nobody_a_second_hand(database) {
        let city = City::new(database);
        city.inspected(4, &full());
        let mut conn = city.database.connect();
        let (case, clerk) = (city.records.application, city.cast.county.user);
        for hand in ["scorer", "inspector", "decider"] {
            let attack = format!("INSERT INTO application_hands VALUES ({case}, {clerk}, '{hand}')");
            assert!(run(&mut conn, &attack).is_err(), "{hand}");
        }
        let other = format!("INSERT INTO application_hands VALUES ({case}, {}, 'jury')", city.cast.colleague.user);
        assert!(run(&mut conn, &other).is_err());
        let second = format!(
            "INSERT INTO inspections (application_id, round, inspected_on, place, notes, recorded_by, recorded_at) \
             VALUES ({case}, 1, '2017-11-24', 'x', '', {clerk}, '2017-11-24 00:00:00')"
        );
        assert!(run(&mut conn, &second).is_err(), "one inspection a round");
    }
}

on_both! {
    fn a_case_of_the_region_owes_its_document(database) {
        let city = City::new(database);
        let second = city.another("shiju2", &city.cast.office);
        run(&mut city.database.connect(), "UPDATE site_months SET visits = 400000").unwrap();
        let case = city.inspected(5, &full());
        let decider = city.signed_in(&second);
        let silent = decider.submit_to(&case, "/decision", &[("verdict", "5")]).expect(422);
        assert!(silent.error_on("document").is_some() && silent.error_on("document_on").is_some(), "{}", silent.text());
        let late = [("verdict", "5"), ("document", "桂旅发〔2017〕12 号"), ("document_on", "2017-11-25")];
        assert!(decider.submit_to(&case, "/decision", &late).expect(422).error_on("document_on").is_some());
        let dated = [("verdict", "5"), ("document", "桂旅发〔2017〕12 号"), ("document_on", "2017-11-23")];
        let page = decider.follow(&decider.submit_to(&case, "/decision", &dated));
        assert!(page.says("桂旅发〔2017〕12 号（2017-11-23）") && page.says("自治区"), "{}", page.text());
    }
}

on_both! {
    fn what_the_panel_does_not_reach_is_not_awarded_and_a_rejection_ends_it(database) {
        let city = City::new(database);
        let second = city.another("shiju2", &city.cast.office);
        let case = city.reviewed_for(4, &full());
        let mut fields = city.fields(&[]);
        fields.extend(full().keys().map(|item| (format!("notes[{item}]"), "未见".to_owned())));
        inspect(&city.office(), &case, &fields, &scant(), "complete").sent_to();
        let decider = city.signed_in(&second);
        let revision = decider.get(&case).form("/decision").value("revision").unwrap().to_owned();
        let above = [("revision", &*revision), ("verdict", "2"), ("reason", "特别好")];
        let refused = decider.post(&format!("{case}/decision"), &above).expect(422);
        assert!(refused.error_on("verdict").unwrap().contains("没有达到二星级"));
        assert!(decider.submit_to(&case, "/decision", &[("verdict", "reject")]).expect(422).error_on("reason").is_some());
        decider.submit_to(&case, "/decision", &[("verdict", "reject"), ("reason", "现场不符")]).sent_to();
        let page = city.operator().get(&case).expect(200);
        assert!(page.says("未通过") && page.says("现场不符"));
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM applications WHERE live"), [1]);
    }
}

on_both! {
    fn the_county_decides_or_sends_to_inspection_and_decides_on_it(database) {
        let city = City::new(database);
        let third = city.another("lingshan3", &city.cast.colleague);
        let case = city.reviewed(&full());
        city.office().get(&format!("{case}/inspection")).expect(409);
        let colleague = city.colleague();
        colleague.submit_to(&case, "/decision", &[("verdict", "inspect")]).sent_to();
        colleague.post(&format!("{case}/decision"), &[("revision", "5"), ("verdict", "3")]).expect(409);
        inspect(&city.office(), &case, &city.fields(&[]), &full(), "complete").sent_to();
        let second = city.another("shiju2", &city.cast.office);
        assert!(city.signed_in(&second).get(&case).says("申报三星级的，由县区评审"));
        let decider = city.signed_in(&third);
        assert_eq!(decider.get("/applications?queue=county_decision").rows(".list").len(), 1);
        decider.submit_to(&case, "/decision", &[("verdict", "3")]).sent_to();
        let kept = "SELECT score_column || ' ' || level AS t FROM decisions";
        assert_eq!(texts(&mut city.database.connect(), kept), ["panel county"]);
    }
}

on_both! {
    fn after_an_upheld_objection_the_site_is_inspected_anew(database) {
        let city = City::new(database);
        let second = city.another("shiju2", &city.cast.office);
        let case = city.inspected(4, &full());
        let (office, decider) = (city.office(), city.signed_in(&second));
        decider.submit_to(&case, "/decision", &[("verdict", "4")]).sent_to();
        let upheld = "UPDATE applications SET stage = 'inspected', round = 2 WHERE stage = 'decided'";
        assert_eq!(run(&mut city.database.connect(), upheld).unwrap(), 1);
        assert!(office.get("/").says("1 份星级申报等待现场检查"));
        let early = decider.post(&format!("{case}/decision"), &[("revision", "9"), ("verdict", "4")]).expect(409);
        assert!(!early.text().is_empty());
        let page = office.get(&format!("{case}/inspection")).expect(200);
        assert!(page.says("第 2 轮检查") && page.says("上一轮"), "{}", page.text());
        assert_eq!(page.form("/inspection").value("points[A3]"), Some(""), "the new round begins empty");
        let mut points = full();
        points.insert("A3".into(), 38);
        inspect(&office, &case, &city.fields(&[]), &points, "complete").sent_to();
        office.get(&format!("{case}/inspection")).expect(409);
        decider.submit_to(&case, "/decision", &[("verdict", "4")]).sent_to();
        let totals = "SELECT total_hundredths AS n FROM decisions ORDER BY round";
        assert_eq!(numbers(&mut city.database.connect(), totals), [95400, 95200]);
    }
}

on_both! {
    fn an_inspection_is_for_the_city_and_never_over_a_colleagues_change(database) {
        let city = City::new(database);
        let second = city.another("shiju2", &city.cast.office);
        let case = city.reviewed_for(4, &full());
        let path = format!("{case}/inspection");
        for (who, person) in city.everybody() {
            let (seen, sent) = (person.get(&path), person.post(&path, &[("revision", "1"), ("on", "2017-11-24"), ("place", "x")]));
            match who {
                "visitor" => assert!(seen.sent_to().starts_with("/sign-in") && sent.sent_to().starts_with("/sign-in")),
                "city" => assert_eq!((seen.status.code, sent.status.code), (200, 409)),
                "another county" => assert!(seen.status.code >= 403 && sent.status.code >= 403),
                _ => assert_eq!((seen.status.code, sent.status.code), (403, 403), "{who}"),
            }
        }
        let (office, other) = (city.office(), city.signed_in(&second));
        let old = other.get(&path).form("/inspection");
        inspect(&office, &case, &city.fields(&[]), &full(), "save").sent_to();
        let filled = city.fields(&[]).iter().fold(old, |form, (name, value)| form.fill(name, value));
        other.send_form(filled, &[("act", "save")]).expect(409);
        city.office().get("/applications/987654/inspection").expect(404);
    }
}
