//! 八有一超: nine results with two signatures, the income beside the year's line, and what does not fit.

use xingtu::domain::pathway::Pathway;

use crate::support::city::City;
use crate::support::database::{numbers, run};
use crate::support::on_both;

pub(crate) fn sheet(income: &str) -> Vec<(&str, &str)> {
    let mut fields: Vec<(&str, &str)> =
        ["met[1]", "met[2]", "met[3]", "met[4]", "met[5]", "met[6]", "met[7]", "met[8]", "met[9]"]
            .map(|name| (name, "yes"))
            .to_vec();
    fields.extend([
        ("income", income),
        ("persons", "1"),
        ("officer", "莫队员"),
        ("officer_on", "2017-11-02"),
        ("head_on", "2017-11-03"),
    ]);
    fields
}

on_both! {
    fn a_check_is_computed_against_its_year(database) {
        let city = City::new(database);
        let (exit, _) = city.records.exits[&Pathway::Training];
        let path = format!("/exits/{exit}/check");
        let county = city.county();
        let done = county.submit_to(&path, "/check", &sheet("3500"));
        let page = county.follow(&done);
        assert!(page.says("3,500 元") && page.says("2,952 元") && page.says("2017 年双认定表"), "{}", page.text());
        assert!(!page.says("对不上"));
        assert!(city.official().get(&format!("/exits/{exit}")).says("九项都达到"));
        // A new one takes its place; the old one is kept.
        let done = county.submit_to(&path, "/check", &sheet("2,900"));
        let page = county.follow(&done);
        assert!(page.says("人均纯收入没有超过当年退出线") && page.says("不一致"), "{}", page.text());
        let kept = numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM household_checks");
        assert_eq!(kept, [2]);
        county.post(&path, &[&[("read", "1")], &sheet("1")[..]].concat()).expect(409);
        run(&mut city.database.connect(), "UPDATE household_checks SET live = (1 = 1)").unwrap_err();
    }
}

on_both! {
    fn a_check_without_a_result_or_ahead_of_the_day_is_refused(database) {
        let city = City::new(database);
        let (exit, _) = city.records.exits[&Pathway::Training];
        let path = format!("/exits/{exit}/check");
        let county = city.county();
        let mut fields = sheet("3500");
        fields.remove(3);
        assert!(county.submit_to(&path, "/check", &fields).expect(422).error_on("met").is_some());
        for (field, bad) in [("income", "many"), ("persons", "0"), ("officer_on", "2017-11-25"), ("head_on", ""), ("officer", "")] {
            let fields: Vec<(&str, &str)> =
                sheet("3500").into_iter().map(|(name, value)| (name, if name == field { bad } else { value })).collect();
            assert!(county.submit_to(&path, "/check", &fields).expect(422).error_on(field).is_some(), "{field}");
        }
        let own = sheet("3500");
        city.other_county().post(&path, &own).expect(404);
        city.official().post(&path, &own).expect(403);
        city.operator().get(&path).expect(403);
    }
}
