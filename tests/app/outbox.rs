//! What a phone kept is sent again without its page: the answers it goes by, and whose it is.

use crate::support::city::City;
use crate::support::database::numbers;
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::id_number;

fn json(page: &Page) -> serde_json::Value {
    serde_json::from_str(&page.body).unwrap_or_else(|error| panic!("{error}: {}", page.body))
}

fn report<'a>(site: &'a str, number: &'a str, wage: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("site", site),
        ("name", "宁荔香"),
        ("id_number", number),
        ("claim", "yes"),
        ("employment", "long_term"),
        ("wage", wage),
        ("started_on", "2017-11-06"),
    ]
}

fn hires(city: &City) -> i64 {
    numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM hires")[0]
}

on_both! {
    fn a_kept_report_arrives_once_and_says_where(database) {
        let city = City::new(database);
        let (operator, before) = (city.operator(), hires(&city));
        let (site, number) = (city.records.site.to_string(), id_number(20));
        let fields = report(&site, &number, "1800");
        let first = operator.resend("/hires", &fields, "0123456789abcdef").expect(200);
        let see = json(&first)["see"].as_str().unwrap().to_owned();
        assert!(see.starts_with("/hires/"), "{see}");
        // The answer was lost, so the phone asks again, by the key in the header or in the form.
        assert_eq!(json(&operator.resend("/hires", &fields, "0123456789abcdef").expect(200))["see"], see);
        let keyed: Vec<_> = fields.iter().copied().chain([("key", "0123456789abcdef")]).collect();
        assert_eq!(operator.post("/hires", &keyed).sent_to(), see);
        assert_eq!(hires(&city), before + 1);
    }
}

on_both! {
    fn one_key_carries_one_report(database) {
        let city = City::new(database);
        let (operator, before) = (city.operator(), hires(&city));
        let (site, number, other) = (city.records.site.to_string(), id_number(20), id_number(21));
        operator.resend("/hires", &report(&site, &number, "1800"), "0123456789abcdef").expect(200);
        let refused = operator.resend("/hires", &report(&site, &other, "1800"), "0123456789abcdef").expect(409);
        assert_eq!(json(&refused)["type"], "urn:xingtu:problem:conflict");
        assert!(!json(&refused)["errors"][0]["zh-CN"].as_str().unwrap().is_empty());
        assert_eq!(hires(&city), before + 1);
    }
}

on_both! {
    fn a_refused_record_is_told_by_field_in_both_languages(database) {
        let city = City::new(database);
        let (site, number) = (city.records.site.to_string(), id_number(20));
        let refused = city.operator().resend("/hires", &report(&site, &number, "一千八"), "0123456789abcdef").expect(422);
        let error = &json(&refused)["errors"][0];
        assert_eq!((error["field"].as_str(), error["zh-CN"].as_str()), (Some("wage"), Some("月工资请填数字，例如 1800")));
        assert!(error["en"].as_str().unwrap().is_ascii(), "{error}");
        // Nothing of the person comes back.
        assert!(!refused.body.contains(&number) && !refused.body.contains("宁荔香"));
    }
}

on_both! {
    fn the_months_of_a_kept_list_are_confirmed_once(database) {
        let city = City::new(database);
        let operator = city.operator();
        let hire = numbers(&mut city.database.connect(), "SELECT id AS n FROM hires WHERE stage IN ('verified', 'employed')")[0];
        let only = format!("{hire}:180000");
        for _ in 0..2 {
            let fields = [("month", "2017-10"), ("only", only.as_str())];
            let done = operator.resend("/hires/at-work", &fields, "0123456789abcdef").expect(200);
            assert!(json(&done)["see"].as_str().unwrap().starts_with("/hires/at-work"));
        }
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM wage_months"), [1]);
    }
}

on_both! {
    fn a_token_is_given_to_who_is_signed_in_and_says_who(database) {
        let city = City::new(database);
        let nobody = city.visitor().get("/outbox");
        assert_eq!(nobody.sent_to(), "/sign-in?next=%2Foutbox");
        let owner = |person: &crate::support::city::Person<'_>| {
            json(&person.get("/outbox/token").expect(200))["owner"].as_str().unwrap().to_owned()
        };
        let (one, other) = (city.operator(), city.other_operator());
        assert_eq!(owner(&one), owner(&city.operator()));
        assert_ne!(owner(&one), owner(&other));
        // The pages file records under the same name, and a key that has arrived is told once.
        let form = one.get("/hires/new").expect(200);
        assert!(form.body.contains(&format!("data-owner=\"{}\"", owner(&one))));
        let number = id_number(22);
        let site = city.records.site.to_string();
        let mut fields = report(&site, &number, "1800");
        fields.push(("key", "fedcba9876543210"));
        let receipt = one.follow(&one.post("/hires", &fields));
        assert!(receipt.body.contains("data-sent=\"fedcba9876543210\""), "{}", receipt.body);
        assert!(!one.get("/hires").expect(200).body.contains("data-sent"));
    }
}

on_both! {
    fn the_worker_and_the_manifest_are_where_a_browser_looks(database) {
        let city = City::new(database);
        let worker = city.visitor().get("/sw.js").expect(200);
        assert!(worker.kind.contains("javascript"), "{}", worker.kind);
        assert_eq!(worker.header("Cache-Control"), Some("no-cache"));
        assert!(worker.header("Content-Security-Policy").unwrap().contains("worker-src 'self'"));
        let manifest = city.visitor().get("/manifest.webmanifest").expect(200);
        assert!(manifest.kind.contains("manifest+json"), "{}", manifest.kind);
        let manifest = json(&manifest);
        assert_eq!((manifest["display"].as_str(), manifest["short_name"].as_str()), (Some("browser"), Some("星途")));
        city.visitor().get(manifest["icons"][0]["src"].as_str().unwrap()).expect(200);
    }
}
