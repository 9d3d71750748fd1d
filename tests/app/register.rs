//! The public register of stars: what everybody may read, and what nobody reads there.

use serde_json::Value;
use xingtu::store::sites;

use crate::support::city::{City, Person};
use crate::support::database::{Database, run, texts};
use crate::support::on_both;
use crate::support::page::encode;

/// Gives 荔香园 a star, as the award does.
fn awarded(city: &City, stars: i32) {
    let (site, application) = (city.records.site, city.records.application);
    let sql = format!(
        "INSERT INTO ratings (site_id, application_id, stars, standing, live, certificate_number, plaque_number, \
         awarded_on, valid_until, re_check_on, end_reason, revision) VALUES ({site}, {application}, {stars}, 'current', \
         TRUE, 'ZS-NJL-2017-0001', 'MP-NJL-2017-0001', '2017-11-24', '2020-11-23', '2019-11-24', '', 1)"
    );
    run(&mut city.database.connect(), &sql).unwrap();
}

on_both! {
    fn everybody_reads_who_holds_a_star_and_nobody_reads_who_does_not(database) {
        let city = City::new(database);
        let site = format!("/register/sites/{}", city.records.site);
        assert!(!city.visitor().get("/register").expect(200).says("荔香园"));
        city.visitor().get(&site).expect(404);
        awarded(&city, 4);
        for (who, person) in city.everybody() {
            let register = person.get("/register").expect(200);
            assert!(register.says("荔香园") && !register.says("越州人家"), "{who}");
            let page = person.get(&site).expect(200);
            let told = ["荔香园", "大芦村", "ZS-NJL-2017-0001", "MP-NJL-2017-0001", "2020-11-23"];
            assert!(told.iter().all(|said| page.says(said)), "{who}: {}", page.text());
            person.get(&format!("/register/sites/{}", city.records.other_site)).expect(404);
        }
        run(
            &mut city.database.connect(),
            "UPDATE ratings SET standing = 'cancelled', live = FALSE, ended_on = '2017-11-24'",
        )
        .unwrap();
        assert!(!city.visitor().get("/register").says("荔香园"));
        city.visitor().get(&site).expect(404);
    }
}

on_both! {
    fn the_venue_is_public_and_its_people_are_not(database) {
        let city = City::new(database);
        awarded(&city, 3);
        let mut conn = city.database.connect();
        run(&mut conn, "UPDATE operators SET contact = '宁阿荔', phone = '13977700001'").unwrap();
        run(&mut conn, "UPDATE sites SET phone = '0777-3688200'").unwrap();
        let credit = texts(&mut conn, "SELECT credit_code AS t FROM operators ORDER BY id").swap_remove(0);
        let site = format!("/register/sites/{}", city.records.site);
        let search = format!("/register?{}", encode([("q", "荔香园")]));
        for path in ["/register", &*site, &search, "/register.geojson", "/register.csv"] {
            let page = city.visitor().get(path).expect(200);
            assert!(page.body.contains("0777-3688200"), "{path}");
            for secret in ["宁阿荔", "13977700001", &*credit, "宁掌柜", "荔香园农家乐", "邓荔枝"] {
                assert!(!page.body.contains(secret), "{path} tells {secret}");
            }
        }
        for of_a_person in ["宁阿荔", "13977700001"] {
            let found = city.visitor().get(&format!("/register?{}", encode([("q", of_a_person)])));
            assert!(found.expect(200).says("没有符合条件"), "{of_a_person}");
        }
    }
}

on_both! {
    fn the_register_counts_and_filters(database) {
        let city = City::new(database);
        awarded(&city, 3);
        let visitor = city.visitor();
        let held = visitor.get("/register").expect(200).rows("section[aria-labelledby=h-held]");
        assert_eq!(held[0], ["灵山县", "0", "0", "1", "0", "0", "1"]);
        assert_eq!(held[1], ["浦北县", "0", "0", "0", "0", "0", "0"]);
        for (query, found) in [
            ("stars=3", true),
            ("stars=4", false),
            ("stars=0", false),
            ("unit=450721", true),
            ("unit=450722", false),
            ("kind=farm_stay", true),
            ("kind=tourism_area", false),
            ("page=-1", true),
            ("unit=nowhere&stars=many&kind=palace", true),
        ] {
            let page = visitor.get(&format!("/register?{query}")).expect(200);
            assert_eq!(page.says("荔香园"), found, "{query}");
        }
        visitor.post("/language", &[("choice", "en"), ("back", "/")]).sent_to();
        assert!(visitor.get("/register").says("Lingshan"));
        assert!(visitor.get(&format!("/register/sites/{}", city.records.site)).says("valid"));
    }
}

/// The other unit's site holds a star as well.
fn both_awarded(city: &City) {
    awarded(city, 4);
    let (site, application) = (city.records.other_site, city.records.other_application);
    let sql = format!(
        "INSERT INTO ratings (site_id, application_id, stars, standing, live, certificate_number, plaque_number, \
         awarded_on, valid_until, re_check_on, end_reason, revision) VALUES ({site}, {application}, 2, 'current', \
         TRUE, 'ZS-NJL-2017-0002', 'MP-NJL-2017-0002', '2017-11-24', '2020-11-23', '2019-11-24', '', 1)"
    );
    run(&mut city.database.connect(), &sql).unwrap();
}

/// The names in an answer of `/register.geojson` and of `/register.csv`.
fn names(visitor: &Person<'_>, query: &str) -> (Vec<String>, Vec<String>) {
    let map = visitor.get(&format!("/register.geojson?{query}")).expect(200);
    assert!(map.kind.starts_with("application/geo+json"), "{}", map.kind);
    let map: Value = serde_json::from_str(&map.body).unwrap();
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().unwrap().iter();
    let on_map = features.map(|one| one["properties"]["name"].as_str().unwrap().to_owned()).collect();
    let table = visitor.get(&format!("/register.csv?{query}")).expect(200);
    assert!(table.kind.starts_with("text/csv"), "{}", table.kind);
    let text = table.body.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    (on_map, rows.records().map(|row| row.unwrap()[0].to_owned()).collect())
}

on_both! {
    fn list_map_and_table_hold_the_same_sites_under_every_filter(database) {
        let city = City::new(database);
        let visitor = city.visitor();
        assert_eq!(names(&visitor, ""), (vec![], vec![]));
        assert!(visitor.get("/register").expect(200).says("还没有授牌的旅游点"));
        both_awarded(&city);
        for (query, n) in [
            ("", 2), ("unit=450721", 1), ("unit=450722", 1), ("unit=450702", 0), ("kind=farm_stay", 2), ("kind=homestay", 0),
            ("stars=4", 1), ("stars=2", 1), ("stars=5", 0), ("q=dalu", 1), ("q=yzrj", 1), ("q=dalu&stars=2", 0), ("page=7", 2),
        ] {
            let list = visitor.get(&format!("/register?{query}")).expect(200);
            assert_eq!(list.all("#found"), [format!("共 {n} 家")], "{query}");
            let (on_map, in_table) = names(&visitor, query);
            assert_eq!((on_map.len(), in_table.len()), (n, n), "{query}");
            assert_eq!(on_map, in_table, "{query}");
            let links = list.links();
            for file in ["/register.csv", "/register.geojson"] {
                let link = links.iter().find(|href| href.starts_with(file)).expect(file);
                let (on_map, in_table) = names(&visitor, link.split_once('?').map_or("", |(_, query)| query));
                assert_eq!((on_map.len(), in_table.len()), (n, n), "{link}");
            }
        }
        // Every number above the list is as long as the list it leads to.
        let register = visitor.get("/register").expect(200);
        let numbers = register.all("section[aria-labelledby=h-held] td.num a");
        let links = register.links().into_iter().filter(|href| href.starts_with("/register?") || href == "/register");
        let links: Vec<String> = links.filter(|href| href.contains("stars=") || href.contains("unit=")).collect();
        assert!(links.len() >= 8 && numbers.len() >= 7, "{links:?} {numbers:?}");
        for link in links {
            let found = visitor.get(&link).expect(200).all("#found");
            let query = link.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(found, [format!("共 {} 家", names(&visitor, query).0.len())], "{link}");
        }
        // A name that begins like a formula is a text in a spreadsheet.
        run(&mut city.database.connect(), "UPDATE sites SET name = '=1+1' WHERE id = 1").unwrap();
        let (on_map, in_table) = names(&visitor, "unit=450721");
        assert_eq!((on_map, in_table), (vec!["=1+1".to_owned()], vec!["'=1+1".to_owned()]));
    }
}

on_both! {
    fn a_site_is_placed_by_its_unit_and_stands_on_the_map(database) {
        let city = City::new(database);
        both_awarded(&city);
        let county = city.county();
        let page = format!("/sites/{}/position", city.records.site);
        let geometry = || {
            let map: Value = serde_json::from_str(&city.visitor().get("/register.geojson").expect(200).body).unwrap();
            map["features"].as_array().unwrap().iter().map(|one| one["geometry"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(geometry(), [Value::Null, Value::Null]);
        for (fields, wrong) in [
            ([("longitude", "116.4"), ("latitude", "39.9")], &["longitude", "latitude"][..]),
            ([("longitude", "109.3"), ("latitude", "")], &["latitude"]),
            ([("longitude", ""), ("latitude", "22.4")], &["longitude"]),
            ([("longitude", "东经"), ("latitude", "22.4")], &["longitude"]),
        ] {
            let refused = county.submit(&page, &fields).expect(422);
            for field in ["longitude", "latitude"] {
                assert_eq!(refused.error_on(field).is_some(), wrong.contains(&field), "{fields:?}: {field}");
            }
            assert_eq!(refused.form("/position").value("longitude"), Some(fields[0].1));
        }
        assert!(county.submit(&page, &[("longitude", "116.4"), ("latitude", "22.4")]).error_on("longitude").unwrap().contains("107.45"));
        let old = county.get(&page).form("/position");
        county.submit(&page, &[("longitude", "109.316400"), ("latitude", "22.4027"), ("also_known", "旧圩 laoxu")]).sent_to();
        let point = serde_json::json!({ "type": "Point", "coordinates": [109.3164, 22.4027] });
        assert_eq!(geometry(), [point, Value::Null]);
        let shown = city.visitor().get(&format!("/register/sites/{}", city.records.site)).expect(200);
        let map = shown.links().into_iter().find(|href| href.starts_with("geo:")).unwrap();
        assert!(map.starts_with("geo:22.402700,109.316400?q=22.402700,109.316400(%E8%8D%94"), "{map}");
        for q in ["laoxu", "jiuxu", "旧圩"] {
            assert_eq!(names(&city.visitor(), &encode([("q", q)])).0, ["荔香园"], "{q}");
        }
        assert_eq!(county.get(&page).form("/position").value("latitude"), Some("22.402700"));
        // What was read before somebody changed it is not written.
        county.send_form(old, &[("latitude", "22.1"), ("longitude", "109.1")]).expect(409);
        city.other_county().get(&page).expect(404);
        city.official().get(&page).expect(403);
        city.other_operator().get(&page).expect(404);
        city.operator().submit(&page, &[("longitude", ""), ("latitude", "")]).sent_to();
        assert_eq!(geometry(), [Value::Null, Value::Null]);
    }
}

on_both! {
    fn every_reading_of_a_name_finds_it_on_every_list(database) {
        let city = City::new(database);
        awarded(&city, 3);
        let mut c = city.database.connect();
        // As a release without readings left it.
        let old = "UPDATE sites SET name = '重阳山庄', natural_village = '六硍镇', search = '重阳山庄', search_version = 0 WHERE id = 1";
        run(&mut c, old).unwrap();
        assert!(city.visitor().get("/register?q=chongyang").expect(200).says("没有符合条件"));
        assert_eq!(sites::refresh(&mut c).unwrap(), 1);
        assert_eq!(sites::refresh(&mut c).unwrap(), 0);
        let readings = ["chongyang", "zhongyang", "cy", "zy", "cysz", "zysz", "shanzhuang", "ZYSZ", "lkz", "lxz", "lyz", "dalu", "dlc", "fozi", "chong lingshan"];
        for q in readings {
            let query = encode([("q", q)]);
            for (who, list) in [
                ("visitor", city.visitor().get(&format!("/register?{query}"))),
                ("county", city.county().get(&format!("/sites?{query}"))),
                ("county", city.county().get(&format!("/applications?{query}"))),
                ("official", city.official().get(&format!("/sites?{query}"))),
            ] {
                assert!(list.clone().expect(200).says("重阳山庄"), "{q}: {who} at {}", list.path);
            }
        }
        assert!(!city.visitor().get("/register?q=beijing").says("重阳山庄"));
    }
}

#[test]
fn a_copy_of_the_register_is_kept_briefly_and_not_sent_twice() {
    let city = City::new(Database::sqlite());
    awarded(&city, 3);
    for path in ["/register.geojson", "/register.csv"] {
        let first = city.ask(path, &[]);
        assert_eq!(first.0, 200);
        assert_eq!(first.1.get("cache-control").map(String::as_str), Some("public, max-age=60"));
        let tag = first.1["etag"].clone();
        assert_eq!(city.ask(path, &[("If-None-Match", &tag)]).0, 304);
        run(&mut city.database.connect(), "UPDATE sites SET phone = '0777-' || (id + 5550200)").unwrap();
        let changed = city.ask(path, &[("If-None-Match", &tag)]);
        assert_eq!(changed.0, 200, "{path} changed");
        assert_ne!(changed.1["etag"], tag);
        run(&mut city.database.connect(), "UPDATE sites SET phone = ''").unwrap();
    }
}
