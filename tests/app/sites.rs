//! Putting sites on the register, and who may know of them before they hold a star.

use xingtu::domain::site::CreditCode;

use crate::support::city::{City, Person};
use crate::support::database::{numbers, texts};
use crate::support::on_both;
use crate::support::page::{Page, encode};
use crate::support::seed::{OTHER_VILLAGE, VILLAGE};

/// A site that nothing is wrong with.
const SITE: &[(&str, &str)] = &[
    ("name", "古村小院"),
    ("kind", "farm_stay"),
    ("trade", "combined"),
    ("division", VILLAGE),
    ("natural_village", "大芦屯"),
    ("address", "村口荔枝树旁"),
    ("phone", "0777-3688200"),
    ("beds", "12"),
    ("seats", "６０"),
    ("opened_on", "2015年5月1日"),
];

/// The business staff name for it.
fn business() -> [(&'static str, String); 3] {
    let code = CreditCode::complete("92450721MA5KCXXXX").unwrap();
    [
        ("credit_code", code.as_str().to_owned()),
        ("operator_name", "古村小院农家乐".into()),
        ("contact", "黄阿婆".into()),
    ]
}

fn sites(city: &City) -> i64 {
    numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM sites")[0]
}

fn businesses(city: &City) -> i64 {
    numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM operators")[0]
}

/// Registers through the form as a person could fill it in.
fn register(person: &Person<'_>, changed: &[(&str, &str)]) -> Page {
    let form = person.get("/sites/new").expect(200).form("/sites");
    let form = SITE.iter().fold(form, |form, (name, value)| form.fill(name, value));
    person.send_form(form, changed)
}

/// Sends the fields of a county's registration, whether the form offers them or not.
fn forge(county: &Person<'_>, changed: &[(&str, &str)]) -> Page {
    let business = business();
    let named = business.iter().map(|(name, value)| (*name, value.as_str()));
    let all = SITE.iter().copied().chain(named);
    let fields: Vec<(&str, &str)> = all
        .filter(|(name, _)| changed.iter().all(|(other, _)| other != name))
        .chain(changed.iter().copied())
        .collect();
    county.post("/sites", &fields)
}

on_both! {
    fn an_operator_registers_a_site_of_their_own(database) {
        let city = City::new(database);
        let operator = city.operator();
        let page = operator.follow(&register(&operator, &[]));
        let told = ["古村小院", "佛子镇", "大芦屯", "村口荔枝树旁", "0777-3688200", "12 张", "60 个", "荔香园农家乐", "未评星"];
        assert!(told.iter().all(|said| page.says(said)), "{}", page.text());
        assert!(operator.get("/sites").says("古村小院") && city.county().get("/sites").says("古村小院"));
        assert_eq!((sites(&city), businesses(&city)), (3, 2));
        let recorded = "SELECT detail AS t FROM audit_events WHERE what = 'site.registered' ORDER BY id DESC";
        assert!(texts(&mut city.database.connect(), recorded)[0].contains("450721"));
    }
}

on_both! {
    fn a_county_registers_a_site_and_its_business_once(database) {
        let city = City::new(database);
        let county = city.county();
        let page = county.follow(&forge(&county, &[]));
        assert!(page.says("古村小院农家乐") && page.says("92450721MA5KCXXXX"), "{}", page.text());
        assert_eq!((sites(&city), businesses(&city)), (3, 3));
        county.follow(&forge(&county, &[("name", "古村二院"), ("operator_name", "另一个名字")]));
        assert_eq!((sites(&city), businesses(&city)), (4, 3), "the code says which business it is");
    }
}

on_both! {
    fn a_village_of_another_unit_is_refused_at_the_field_and_what_was_typed_is_kept(database) {
        let city = City::new(database);
        let county = city.county();
        let refused = forge(&county, &[("division", OTHER_VILLAGE)]).expect(422);
        assert!(refused.error_on("division").unwrap().contains("不归您的单位"));
        assert_eq!(refused.summary().len(), 1);
        let shown = refused.form("/sites");
        for (field, value) in SITE.iter().filter(|(name, _)| *name != "division") {
            assert_eq!(shown.value(field), Some(*value), "{field}");
        }
        assert_eq!(shown.value("contact"), Some("黄阿婆"));
        assert_eq!((sites(&city), businesses(&city)), (2, 2), "nothing was kept of it");
        let choices = county.get("/sites/new").body;
        assert!(choices.contains(VILLAGE) && !choices.contains(OTHER_VILLAGE));
        for nowhere in ["450721101", "450721999999", "大芦", ""] {
            let refused = forge(&county, &[("division", nowhere)]).expect(422);
            assert!(refused.error_on("division").is_some(), "{nowhere}");
        }
    }
}

on_both! {
    fn a_name_is_used_once_in_a_village(database) {
        let city = City::new(database);
        let operator = city.operator();
        let refused = register(&operator, &[("name", " 荔香园 ")]).expect(422);
        assert!(refused.error_on("name").unwrap().contains("同名"));
        assert_eq!(refused.form("/sites").value("address"), Some("村口荔枝树旁"));
        register(&operator, &[("name", "荔香园"), ("division", OTHER_VILLAGE)]).sent_to();
        assert_eq!(sites(&city), 3);
    }
}

on_both! {
    fn every_wrong_field_is_told_at_once(database) {
        let city = City::new(database);
        let wrong = [
            ("name", "园"),
            ("kind", "palace"),
            ("phone", "12345"),
            ("beds", "很多"),
            ("opened_on", "2015-02-30"),
            ("credit_code", "92450721MA5KCXXXX0"),
        ];
        let county = city.county();
        for language in ["zh-CN", "en"] {
            county.post("/language", &[("choice", language), ("back", "/")]).sent_to();
            let refused = forge(&county, &wrong).expect(422);
            assert_eq!(refused.summary().len(), wrong.len(), "{:?}", refused.summary());
            for (field, _) in wrong {
                assert!(refused.error_on(field).is_some(), "{field}");
            }
            assert_eq!(refused.form("/sites").value("beds"), Some("很多"));
        }
        let tomorrow = forge(&county, &[("opened_on", "2017-11-25")]).expect(422);
        assert!(tomorrow.error_on("opened_on").is_some());
        let nameless = forge(&county, &[("operator_name", "")]).expect(422);
        assert!(nameless.error_on("operator_name").is_some());
        let nobody = forge(&county, &[("credit_code", ""), ("operator_name", "")]).expect(422);
        assert!(nobody.error_on("credit_code").is_some());
        assert_eq!((sites(&city), businesses(&city)), (2, 2));
    }
}

on_both! {
    fn each_reader_knows_of_their_own_sites_only(database) {
        let city = City::new(database);
        let (own, other) = (city.records.site, city.records.other_site);
        let (own, other) = (format!("/sites/{own}"), format!("/sites/{other}"));
        for (person, knows, not) in [
            (city.operator(), &own, Some(&other)),
            (city.other_operator(), &other, Some(&own)),
            (city.county(), &own, Some(&other)),
            (city.other_county(), &other, Some(&own)),
            (city.office(), &own, None),
            (city.official(), &other, None),
        ] {
            person.get(knows).expect(200);
            if let Some(path) = not {
                person.get(path).expect(404);
            }
            person.get("/sites/9999").expect(404);
        }
        assert!(!city.operator().get("/sites").says("越州人家"));
        assert!(city.visitor().get(&own).sent_to().starts_with("/sign-in"));
        city.official().get("/sites/new").expect(403);
        forge(&city.official(), &[]).expect(403);
        assert_eq!(sites(&city), 2);
    }
}

on_both! {
    fn the_list_is_searched_and_filtered(database) {
        let city = City::new(database);
        let office = city.office();
        let found = |filters: &[(&str, &str)]| {
            let path = format!("/sites?{}", encode(filters.iter().copied()));
            office.get(&path).expect(200).rows(".list").len()
        };
        assert_eq!(found(&[]), 2);
        assert_eq!(found(&[("q", "荔香")]), 1);
        assert_eq!(found(&[("q", "越州村")]), 1, "by its village");
        assert_eq!((found(&[("q", "%")]), found(&[("q", "_")])), (0, 0));
        assert_eq!((found(&[("unit", "450721")]), found(&[("kind", "homestay")])), (1, 0));
        assert_eq!((found(&[("stars", "0")]), found(&[("stars", "3")])), (2, 0));
        for page in ["-1", "0", "x", "9223372036854775807"] {
            office.get(&format!("/sites?page={page}")).expect(200);
        }
        assert!(office.get(&format!("/sites?{}", encode([("q", "没有的")]))).says("没有符合条件的旅游点"));
    }
}
