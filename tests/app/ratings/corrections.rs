use super::spring;
use crate::support::city::City;
use crate::support::database::{run, texts};
use crate::support::on_both;

on_both! {
    fn a_wrong_name_shows_what_used_it_and_is_put_right_with_a_reason(database) {
        let city = City::new(database);
        let rating = city.own(&spring());
        let office = city.office();
        let to = format!("{rating}/correction");
        let before = office.get(&to).expect(200);
        assert!(before.says("0 份与登记不一致"), "{}", before.text());
        assert!(before.links().contains(&format!("/register/sites/{}", city.records.site)));
        let unchanged = office.submit_to(&to, "/correction", &[("reason", "看错")]).expect(422);
        assert!(unchanged.error_on("name").is_some());
        let silent = office.submit_to(&to, "/correction", &[("name", "荔乡园"), ("reason", "")]).expect(422);
        assert_eq!(silent.form("/correction").value("name"), Some("荔乡园"));
        let done = office.submit_to(&to, "/correction", &[("name", "荔乡园"), ("reason", "门头是荔乡园")]);
        let page = office.follow(&done);
        for said in ["1 份与登记不一致", "要作废重发", "ZS-NJL-2015-0001", "/v/ZS-NJL-2015-0001-ABCDEFGH", "原为“荔香园”，改为“荔乡园”", "门头是荔乡园"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        // The record is found by its right name, and every page follows.
        assert!(city.visitor().get("/register").says("荔乡园"));
        assert_eq!(office.get("/ratings?q=%E8%8D%94%E4%B9%A1%E5%9B%AD").expect(200).rows("table").len(), 1);
        assert!(office.get("/ratings?q=%E8%8D%94%E9%A6%99%E5%9B%AD%E5%86%9C%E5%AE%B6%E4%B9%90").expect(200).rows("table").len() == 1, "the business keeps its name");
        assert_eq!(texts(&mut city.database.connect(), "SELECT what AS t FROM audit_events WHERE noun = 'site' ORDER BY id DESC")[0], "site.corrected");
        // What somebody else has put right meanwhile is not overwritten.
        office.post(&to, &[("revision", "1"), ("name", "别名"), ("division", "450721101201"), ("reason", "x")]).expect(409);
    }
}

on_both! {
    fn a_village_is_put_right_inside_its_unit_only(database) {
        let city = City::new(database);
        let rating = city.own(&spring());
        let village = "INSERT INTO divisions (code, name, level, parent_code, valid_from, source) \
                       VALUES ('450721101202', '马肚塘村', 5, '450721101', '2014-01-01', 'test')";
        run(&mut city.database.connect(), village).unwrap();
        let office = city.office();
        let to = format!("{rating}/correction");
        let fields = |division| [("revision", "1"), ("name", "荔香园"), ("division", division), ("reason", "村登记错了")];
        assert!(office.post(&to, &fields("450722101201")).expect(422).error_on("division").is_some());
        assert!(office.post(&to, &fields("450721999999")).expect(422).error_on("division").is_some());
        let page = office.follow(&office.post(&to, &fields("450721101202")));
        assert!(page.says("改为“钦州市灵山县佛子镇马肚塘村”") && page.says("1 份与登记不一致"), "{}", page.text());
        for person in [city.county(), city.operator()] {
            person.post(&to, &fields("450721101201")).expect(403);
        }
        office.post("/ratings/987654/correction", &fields("450721101201")).expect(404);
    }
}

on_both! {
    fn a_certificate_with_another_star_than_its_rating_is_shown(database) {
        let city = City::new(database);
        let rating = city.own(&spring());
        run(&mut city.database.connect(), "UPDATE certificates SET stars = 4").unwrap();
        let page = city.office().get(&format!("{rating}/correction")).expect(200);
        assert!(page.says("1 份与登记不一致") && page.says("星级不能直接改"), "{}", page.text());
        let form = page.form("/correction");
        assert!(form.names().all(|name| name != "star" && name != "stars"));
    }
}
