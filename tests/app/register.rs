//! The public register of stars: what everybody may read, and what nobody reads there.

use crate::support::city::City;
use crate::support::database::{run, texts};
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
        for path in ["/register", &*site, &search] {
            let page = city.visitor().get(path).expect(200);
            assert!(page.says("0777-3688200"), "{path}");
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
