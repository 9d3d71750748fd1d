//! The household register as the county keeps it: found, registered, changed, and every change on record.

#[path = "households/histories.rs"]
mod histories;

use crate::support::city::{City, Person};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::{Page, encode};
use crate::support::seed::{OTHER_VILLAGE, VILLAGE, id_number};

/// An ID number of the unassigned area whose check character is right.
pub fn born(birth: &str, order: u32) -> String {
    let digits = format!("450799{birth}{order:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", char::from(b"10X98765432"[sum as usize % 11]))
}

fn path(city: &City) -> String {
    format!("/households/{}", city.records.household)
}

fn join(person: &Person<'_>, household: &str, fields: &[(&str, &str)]) -> Page {
    person.submit_to(&format!("{household}/members/new"), &format!("{household}/members"), fields)
}

/// A son, born 1999, and what the form asks of him.
fn son(number: &str) -> [(&str, &str); 5] {
    [
        ("name", "邓小海"),
        ("id_number", number),
        ("relation", "son"),
        ("day", "2016-02-01"),
        ("why", "returned"),
    ]
}

on_both! {
    fn the_list_is_searched_by_name_pinyin_code_and_village(database) {
        let city = City::new(database);
        let county = city.county();
        let found = |q: &str| {
            let page = county.get(&format!("/households?{}", encode([("q", q)]))).expect(200);
            page.rows(".list").into_iter().map(|row| row[1].clone()).collect::<Vec<_>>()
        };
        join(&county, &path(&city), &son(&born("19990305", 11))).sent_to();
        for q in ["荔枝", "denglizhi", "dlz", "4507210000001", "dengxiaohai", "邓 大芦", "dxh daluc"] {
            assert_eq!(found(q), ["邓荔枝"], "{q}");
        }
        // 覃 is read qin or tan.
        assert_eq!((found("qinagong"), found("tanagong")), (vec!["覃阿公".into()], vec!["覃阿公".into()]));
        assert_eq!(found("大芦").len(), 6);
        assert!(found("韦大娘").is_empty(), "another unit's");
        assert!(found("%").is_empty());
        assert_eq!(county.get("/households?cause=capital").rows(".list").len(), 6);
        assert_eq!(county.get("/households?cause=illness").rows(".list").len(), 0);
        assert_eq!(city.office().get("/households").rows(".list").len(), 7);
    }
}

on_both! {
    fn pages_of_the_list_follow_each_other_by_what_was_last(database) {
        let city = City::new(database);
        let mut conn = city.database.connect();
        for n in 0..120 {
            run(&mut conn, &format!("INSERT INTO households (code, division_code, unit_code, natural_village, attribute, \
                cause, registered_on, search, search_version) VALUES ('Z{n:05}', '{VILLAGE}', '450721', '', 'general_poor', 'skill', \
                '2015-10-31', 'z{n:05} 大芦村', 1)")).unwrap();
        }
        for (who, all) in [(city.county(), 126), (city.office(), 127)] {
            for q in ["", "?q=%E5%A4%A7%E8%8A%A6"] {
                let (mut seen, mut page) = (Vec::new(), who.get(&format!("/households{q}")).expect(200));
                loop {
                    seen.extend(page.rows(".list").into_iter().map(|row| row[0].clone()));
                    let next = page.anchors("a[rel=next]").into_iter().next();
                    let Some((_, href)) = next else { break };
                    assert!(href.contains("after="), "{href}");
                    page = who.get(&href).expect(200);
                }
                let mut once = seen.clone();
                once.sort();
                once.dedup();
                assert_eq!((seen.len(), once.len()), (all, all), "{q}");
                let (_, back) = page.anchors("a[rel=prev]").remove(0);
                let before = who.get(&back).expect(200);
                assert_eq!(before.rows(".list").len(), 50, "a full page before the last");
                assert!(before.says(&all.to_string()), "{}", before.text());
            }
        }
    }
}

on_both! {
    fn a_full_id_number_finds_its_household_and_is_nowhere_afterwards(database) {
        let city = City::new(database);
        let number = city.records.id_numbers[0].clone();
        let find = |person: &Person<'_>, number: &str| person.submit_to("/households", "/households/search", &[("id_number", number)]);
        assert_eq!(find(&city.county(), &number).sent_to(), path(&city));
        assert_eq!(find(&city.office(), &city.records.id_numbers[6]).sent_to(), "/households/7");
        // Another unit's person and nobody at all look the same.
        let strange = find(&city.county(), &city.records.id_numbers[6]).expect(422);
        let nobody = find(&city.county(), &id_number(400)).expect(422);
        assert_eq!(strange.error_on("id_number"), nobody.error_on("id_number"));
        assert_eq!(strange.summary(), nobody.summary());
        assert!(find(&city.county(), "12345").expect(422).summary()[0].contains("18"));
        for who in [city.operator(), city.official(), city.admin()] {
            who.post("/households/search", &[("id_number", &number)]).expect(403);
        }
        let told = texts(&mut city.database.connect(), "SELECT detail AS t FROM audit_events WHERE what = 'household.looked_for_by_identity'");
        assert_eq!(told, ["{}"; 4]);
    }
}

on_both! {
    fn a_household_is_registered_with_its_head_and_found(database) {
        let city = City::new(database);
        let county = city.county();
        let number = born("19700101", 13);
        let fields = [
            ("code", "4507219999"), ("registered_on", "2016-12-31"), ("division", VILLAGE), ("natural_village", "老屋场"),
            ("attribute", "allowance_poor"), ("cause", "illness"), ("second_cause", "labour"), ("phone", "138 1234 5678"),
            ("account", "0123"), ("name", "仇大海"), ("id_number", &number), ("nation", "zhuang"), ("education", "primary"),
            ("health", "chronic"), ("labour", "weak"), ("work_place", "county"), ("months_worked", "3"),
        ];
        let page = county.follow(&county.submit_to("/households/new", "/households", &fields));
        for shown in ["仇大海", "老屋场", "因病", "缺劳动力", "13812345678", "壮族", "长期慢性病", "3 个月", "低保贫困户"] {
            assert!(page.says(shown), "{shown}: {}", page.text());
        }
        assert!(!page.body.contains(&number));
        assert!(county.get("/households?q=qiudahai").says("4507219999"), "仇 is also read qiu");
        let again = county.submit_to("/households/new", "/households", &fields).expect(422);
        assert!(again.error_on("code").is_some());
        let other = [&fields[..2], &[("division", VILLAGE), ("code", "4507219998")], &fields[3..]].concat();
        let refused = county.submit_to("/households/new", "/households", &other).expect(422);
        assert!(refused.error_on("id_number").unwrap().contains("4507219999"), "{}", refused.text());
        let there = [&fields[..2], &[("division", OTHER_VILLAGE)], &fields[3..]].concat();
        county.post("/households", &there).expect(422);
        for wrong in [("second_cause", "illness"), ("account", "6228480000000001"), ("months_worked", "13"), ("registered_on", "2018-01-01"), ("labour", "none")] {
            let all: Vec<_> = fields.iter().copied().map(|field| if field.0 == "code" { ("code", "4507219997") } else { field }).collect();
            let mut form = county.get("/households/new").form("/households");
            for (name, value) in all.iter().filter(|(name, _)| *name != wrong.0) {
                form = form.fill(name, value);
            }
            let refused = county.send_form(form, &[wrong]).expect(422);
            assert!(refused.error_on(wrong.0).is_some(), "{wrong:?}: {:?}", refused.summary());
            assert_eq!(refused.form("/households").value("natural_village"), Some("老屋场"));
        }
        for who in [city.operator(), city.official(), city.admin()] {
            who.get("/households/new").expect(403);
        }
    }
}

on_both! {
    fn a_member_joins_leaves_and_comes_back_and_no_day_is_double(database) {
        let city = City::new(database);
        let county = city.county();
        let (home, number) = (path(&city), born("19990305", 11));
        let page = county.follow(&join(&county, &home, &son(&number)));
        assert!(page.says("邓小海") && page.says("迁回"), "{}", page.text());
        let person = numbers(&mut city.database.connect(), "SELECT max(id) AS n FROM persons")[0];
        // He belongs here, whoever tries to enter him again.
        let here = join(&county, &home, &son(&number)).expect(422);
        assert!(here.error_on("id_number").is_some());
        let elsewhere = join(&city.office(), "/households/7", &son(&number)).expect(422);
        assert!(elsewhere.error_on("id_number").unwrap().contains("4507210000001"));
        let stranger = join(&city.other_county(), "/households/7", &son(&number)).expect(422);
        assert!(!stranger.body.contains("4507210000001"), "the other county is not told where");
        assert!(stranger.error_on("id_number").unwrap().contains("范围以外"));
        assert_eq!(stranger.form("/members").value("name"), Some("邓小海"), "what was typed is kept");
        let leaving = format!("{home}/members/{person}/leaving");
        let early = county.submit_to(&leaving, "/leaving", &[("day", "2016-02-01"), ("why", "moved_out")]).expect(422);
        assert!(early.error_on("day").is_some());
        county.submit_to(&leaving, "/leaving", &[("day", "2017-12-01"), ("why", "moved_out")]).expect(422);
        let page = county.follow(&county.submit_to(&leaving, "/leaving", &[("day", "2017-05-01"), ("why", "moved_out")]));
        assert!(page.says("迁出") && page.says("2017-05-01"), "{}", page.text());
        county.get(&leaving).expect(404);
        let before = [("name", "邓小海"), ("id_number", &number), ("relation", "other"), ("day", "2017-04-30"), ("why", "married_in")];
        let refused = join(&city.other_county(), "/households/7", &before).expect(422);
        assert!(refused.error_on("day").unwrap().contains("2017-05-01"));
        let mut after = before;
        after[3].1 = "2017-05-01";
        join(&city.other_county(), "/households/7", &after).sent_to();
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM persons WHERE name = '邓小海'"), [1]);
        assert!(county.get(&home).says("减少成员"));
    }
}

on_both! {
    fn a_person_is_corrected_with_a_reason_and_every_value_is_in_the_history(database) {
        let city = City::new(database);
        let county = city.county();
        let (home, number) = (path(&city), born("19740101", 22));
        let form = format!("{home}/members/1");
        let page = county.get(&form).expect(200);
        assert!(!page.body.contains(&city.records.id_numbers[0]), "the number on record is never in the form");
        let right = [("name", "邓丽枝"), ("id_number", &number), ("nation", "han"), ("health", "disabled"), ("reason", "入户核对户口簿")];
        let page = county.follow(&county.submit_to(&form, "/members/1", &right));
        assert!(page.says("邓丽枝") && page.says("1974-01-01") && page.says("残疾"), "{}", page.text());
        for told in ["邓荔枝", "入户核对户口簿", "陈经办", "汉族", "4507**********"] {
            assert!(page.says(told), "{told}: {}", page.text());
        }
        assert!(!page.body.contains(&number));
        let kept = texts(&mut city.database.connect(), "SELECT was || becomes AS t FROM household_changes");
        assert!(kept.iter().all(|text| !text.contains(&number) && !text.contains(&city.records.id_numbers[0])));
        let told = texts(&mut city.database.connect(), "SELECT detail AS t FROM audit_events WHERE what = 'household.person_corrected'").concat();
        assert!(told.contains("\"id_number\"") && !told.contains("邓") && !told.contains("disabled"), "{told}");
        // Somebody else's number, nothing to change, a man's number for a woman who is a mother.
        let taken = county.submit_to(&form, "/members/1", &[("id_number", &city.records.id_numbers[1]), ("reason", "x")]).expect(422);
        assert!(taken.error_on("id_number").unwrap().contains("4507210000002"));
        let hidden = county.submit_to(&form, "/members/1", &[("id_number", &city.records.id_numbers[6]), ("reason", "x")]).expect(422);
        assert!(!hidden.body.contains("4507220000007"));
        county.submit_to(&form, "/members/1", &[("reason", "x")]).expect(422);
        county.submit_to(&form, "/members/1", &[("reason", " "), ("name", "邓荔枝")]).expect(422);
    }
}

on_both! {
    fn a_change_over_a_colleague_s_is_refused_and_what_was_typed_is_kept(database) {
        let city = City::new(database);
        let county = city.county();
        let home = path(&city);
        let card = format!("{home}/card");
        let colleague = city.colleague();
        let late = colleague.get(&card).expect(200).form("/card");
        let page = county.follow(&county.submit_to(&card, "/card", &[("cause", "skill"), ("phone", "13812345678"), ("reason", "入户核对")]));
        assert!(page.says("缺技术") && page.says("138****5678"), "masked in the history: {}", page.text());
        let refused = colleague.send_form(late, &[("cause", "land"), ("natural_village", "新屋场"), ("reason", "群众反映")]).expect(409);
        let form = refused.form("/card");
        assert_eq!((form.value("natural_village"), form.value("cause")), (Some("新屋场"), Some("land")));
        assert!(refused.says("刚才已被别人修改"), "{}", refused.text());
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM households WHERE natural_village = '新屋场'"), [0]);
        // Having looked, they send it again.
        colleague.send_form(form, &[]).sent_to();
        assert!(county.get(&home).says("新屋场"));
        county.submit_to(&card, "/card", &[("reason", "没有变化")]).expect(422);
        let wrong = county.submit_to(&card, "/card", &[("phone", "123"), ("reason", "x")]).expect(422);
        assert!(wrong.error_on("phone").is_some());
        for stranger in [city.other_county(), city.operator(), city.official(), city.admin()] {
            for page in ["card", "helper", "head", "members/new", "members/1", "members/1/leaving"] {
                assert!([403, 404].contains(&stranger.get(&format!("{home}/{page}")).status.code), "{page}");
            }
            let fields = [("revision", "3"), ("day", "2017-01-01"), ("why", "died")];
            assert!([403, 404].contains(&stranger.post(&format!("{home}/members/1/leaving"), &fields).status.code));
        }
    }
}

on_both! {
    fn a_household_always_has_one_head_until_the_last_has_left(database) {
        let city = City::new(database);
        let county = city.county();
        let (home, number) = (path(&city), born("19990305", 11));
        join(&county, &home, &son(&number)).sent_to();
        let boy = numbers(&mut city.database.connect(), "SELECT max(id) AS n FROM persons")[0];
        let second = [("name", "邓小河"), ("id_number", &born("20010305", 13)), ("relation", "head"), ("day", "2016-02-01"), ("why", "returned"), ("revision", "2")];
        assert!(county.post(&format!("{home}/members"), &second).expect(422).error_on("relation").is_some());
        assert!(county.get(&format!("{home}/members/1/leaving")).expect(200).says("先变更"));
        let head_leaves = [("revision", "2"), ("day", "2017-11-01"), ("why", "died")];
        county.post(&format!("{home}/members/1/leaving"), &head_leaves).expect(409);
        let form = county.get(&format!("{home}/head")).expect(200).form("/head");
        let boy_s = boy.to_string();
        let mother = [("head", boy_s.as_str()), ("day", "2017-11-01"), ("reason", "分家析产后由儿子当家")];
        let missing = county.send_form(form.clone(), &mother).expect(422);
        assert!(missing.error_on("relations[1]").is_some(), "{}", missing.text());
        let wrong = county.send_form(form.clone(), &[&mother[..], &[("relations[1]", "father")]].concat()).expect(422);
        assert!(wrong.error_on("relations[1]").is_some());
        let page = county.follow(&county.send_form(form, &[&mother[..], &[("relations[1]", "mother")]].concat()));
        assert_eq!(page.all("h1")[0], "邓小海户");
        let heads = "SELECT count(*) AS n FROM memberships WHERE household_id = 1 AND is_head AND to_on IS NULL";
        assert_eq!(numbers(&mut city.database.connect(), heads), [1]);
        county.submit_to(&format!("{home}/members/1/leaving"), "/leaving", &[("day", "2017-11-20"), ("why", "died")]).sent_to();
        county.submit_to(&format!("{home}/members/{boy}/leaving"), "/leaving", &[("day", "2017-11-20"), ("why", "other"), ("note", "全户迁走")]).sent_to();
        let page = county.get(&home).expect(200);
        assert!(page.says("现在没有成员") && page.says("全户迁走"), "{}", page.text());
    }
}

on_both! {
    fn the_helper_is_known_from_when_to_when(database) {
        let city = City::new(database);
        let county = city.county();
        let home = path(&city);
        let helper = format!("{home}/helper");
        let set = |fields: &[(&str, &str)]| county.submit_to(&helper, "/helper", fields);
        let first = [("name", "苏国庆"), ("organisation", "县旅游局"), ("phone", "13900001111"), ("day", "2016-03-01"), ("reason", "结对安排")];
        let page = county.follow(&set(&first));
        assert!(page.says("苏国庆") && page.says("县旅游局") && page.says("139****1111"), "{}", page.text());
        assert!(set(&[("name", "李文"), ("day", "2017-01-01"), ("reason", "轮换")]).expect(422).error_on("organisation").is_some());
        assert!(set(&[("name", "李文"), ("organisation", "镇政府"), ("day", "2016-01-01"), ("reason", "轮换")]).expect(422).error_on("day").is_some());
        let page = county.follow(&set(&[("name", "李文"), ("organisation", "镇政府"), ("day", "2017-01-01"), ("reason", "轮换")]));
        assert!(page.says("2016-03-01 – 2017-01-01") && page.says("李文"), "{}", page.text());
        county.follow(&set(&[("day", "2017-06-01"), ("reason", "已脱贫，不再结对")]));
        let live = "SELECT count(*) AS n FROM household_helpers WHERE to_on IS NULL";
        assert_eq!(numbers(&mut city.database.connect(), live), [0]);
    }
}

on_both! {
    fn nobody_belongs_twice_and_no_head_is_second_in_the_database_either(database) {
        let city = City::new(database);
        let mut conn = city.database.connect();
        let insert = |household: i64, person: i64, relation: &str, from: &str, to: &str| {
            let (to, why) = if to.is_empty() { ("NULL".into(), "NULL") } else { (format!("'{to}'"), "'moved_out'") };
            format!("INSERT INTO memberships (household_id, person_id, relation, is_head, from_on, to_on, reason, end_reason) \
                     VALUES ({household}, {person}, '{relation}', {}, '{from}', {to}, 'returned', {why})",
                if city.database.is_sqlite() { i64::from(relation == "head").to_string() } else { (relation == "head").to_string() })
        };
        for (household, person, relation, from, to) in [
            (2, 1, "other", "2017-01-01", ""), (2, 1, "other", "2014-01-01", "2015-11-01"), (2, 1, "other", "2016-01-01", "2016-02-01"),
            (1, 1, "nephew", "2014-01-01", "2014-02-01"), (2, 1, "other", "2014-01-01", "2014-01-01"),
        ] {
            run(&mut conn, &insert(household, person, relation, from, to)).unwrap_err();
        }
        run(&mut conn, &insert(2, 1, "other", "2014-01-01", "2015-10-31")).unwrap();
        run(&mut conn, "UPDATE memberships SET to_on = '2015-11-01' WHERE to_on = '2015-10-31'").unwrap_err();
        run(&mut conn, "UPDATE memberships SET to_on = '2017-01-01' WHERE person_id = 1 AND to_on IS NULL").unwrap_err();
        run(&mut conn, "UPDATE households SET second_cause = cause").unwrap_err();
        run(&mut conn, "UPDATE persons SET months_worked = 13").unwrap_err();
        run(&mut conn, "UPDATE households SET account_last4 = '6228480000000001'").unwrap_err();
    }
}
