//! The return with one notice of everything to complete.

use super::pledge;
use crate::support::city::City;
use crate::support::database::{numbers, texts};
use crate::support::on_both;

on_both! {
    fn a_return_tells_everything_once_and_can_be_printed(database) {
        let city = City::new(database);
        let (case, county, operator) = (city.case(), city.county(), city.operator());
        // Five rows, and more by a button that keeps what was typed.
        let form = county.get(&case).form("/return").fill("about[0]", "厨房平面图").fill("remedy[0]", "标明消毒间");
        let more = county.send_form(form, &[("act", "more"), ("need[fire_safety]", "yes")]).expect(200);
        let form = more.form("/return");
        assert_eq!(form.value("about[0]"), Some("厨房平面图"));
        assert!(form.names().any(|name| name == "about[9]") && more.error_on("about[0]").is_none());
        county.send_form(form, &[("about[9]", "停车场照片"), ("remedy[9]", "上传近照")]).sent_to();
        let mut conn = city.database.connect();
        let told = texts(&mut conn, "SELECT about AS t FROM completion_items ORDER BY position");
        assert_eq!(told, ["厨房平面图", "停车场照片", "消防安全检查合格证"]);

        let page = operator.get(&case).expect(200);
        assert!(page.says("厨房平面图") && page.says("上传近照"), "{}", page.text());
        let notice = page.links().into_iter().find(|link| link.contains("/completion/")).unwrap();
        let print = operator.get(&notice).expect(200);
        for said in ["一次性告知书", "荔香园", "三星级", "消防安全检查合格证", "盖章", "行政复议", "灵山县", "2017年11月24日"] {
            assert!(print.says(said), "{said}: {}", print.text());
        }
        city.other_operator().get(&notice).expect(404);
        city.other_county().get(&notice).expect(404);
        operator.get(&format!("{case}/completion/1")).expect(404);
    }
}

on_both! {
    fn a_second_return_is_made_beside_the_first(database) {
        let city = City::new(database);
        let (case, county) = (city.case(), city.county());
        county.submit_to(&case, "/return", &[("about[0]", "厨房平面图"), ("remedy[0]", "补图")]).sent_to();
        pledge(&city.operator(), &case);
        city.operator().submit_to(&case, "/submission", &[]).sent_to();
        let again = county.get(&case).expect(200);
        assert!(again.says("以前告知过的补正内容") && again.says("厨房平面图"), "{}", again.text());
        county.submit_to(&case, "/return", &[("about[0]", "承诺书"), ("remedy[0]", "签字")]).sent_to();
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(DISTINCT step_id) AS n FROM completion_items"), [2]);
    }
}

on_both! {
    fn half_a_row_is_refused_where_it_stands_and_nothing_is_returned(database) {
        let city = City::new(database);
        let (case, county) = (city.case(), city.county());
        let half = county.submit_to(&case, "/return", &[("about[3]", "厨房平面图"), ("remedy[1]", "补图")]).expect(422);
        assert!(half.error_on("remedy[3]").is_some() && half.error_on("about[1]").is_some(), "{}", half.text());
        assert_eq!(half.form("/return").value("about[3]"), Some("厨房平面图"));
        let long = "图".repeat(101);
        let long = county.submit_to(&case, "/return", &[("about[0]", &long), ("remedy[0]", "补图")]).expect(422);
        assert!(long.error_on("about[0]").is_some());
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM completion_items"), [0]);
        county.submit_to(&case, "/acceptance", &[]).sent_to();
    }
}
