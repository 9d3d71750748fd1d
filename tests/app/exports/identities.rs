//! Full names and ID numbers in a file: only against a reason, only for who may, and on record.

use serde_json::Value;

use super::{Book, all_confirmed};
use crate::support::city::{City, Person};
use crate::support::database::{run, texts};
use crate::support::on_both;
use crate::support::page::Page;
use crate::support::seed::id_number;

const WHY: &str = "与公安部门核对姓名和身份证号";

/// The lists of people, each with what its file is asked by.
const LISTS: [(&str, &str); 7] = [
    ("/attributions", "?stage=all"),
    ("/evidence/businesses", ""),
    ("/evidence/measures", ""),
    ("/exits", "?year=2017"),
    ("/hires", ""),
    ("/households", ""),
    ("/tallies/rows", "?year=2017"),
];

#[track_caller]
fn file(person: &Person<'_>, list: &str, query: &str, format: &str) -> Page {
    let form = format!("{list}/identities{query}");
    person.submit_to(&form, &form, &[("purpose", WHY), ("format", format)]).expect(200)
}

fn recorded(city: &City) -> Vec<Value> {
    let all = "SELECT detail AS t FROM audit_events WHERE what = 'list.exported_with_identities' ORDER BY id";
    texts(&mut city.database.connect(), all).iter().map(|one| serde_json::from_str(one).unwrap()).collect()
}

on_both! {
    fn full_identities_are_in_a_file_only_against_a_reason(database) {
        let city = City::new(database);
        all_confirmed(&city);
        let full = |text: &str| city.records.id_numbers.iter().chain([&id_number(8)]).filter(|number| text.contains(number.as_str())).count();
        for (list, query) in LISTS {
            let county = city.county();
            let page = county.get(&format!("{list}{query}")).expect(200);
            let link = format!("{list}/identities{query}");
            assert!(page.links().iter().any(|one| one.starts_with(&link)), "{list}: {:?}", page.links());
            assert_eq!(full(&county.get(&format!("{list}.csv{query}")).expect(200).body), 0, "{list}: masked by default");
            let csv = file(&county, list, query, "csv");
            let shown = full(&csv.body);
            assert!(shown > 0, "{list}: {}", csv.body);
            assert!(csv.body.contains("含身份信息") && csv.body.contains(WHY), "{list}: {}", csv.body);
            assert_eq!(csv.header("Cache-Control"), Some("no-store"), "{list}");
            let name = csv.header("Content-Disposition").unwrap();
            assert!(name.contains("%E5%90%AB%E8%BA%AB%E4%BB%BD%E4%BF%A1%E6%81%AF"), "含身份信息 in {name}");
            assert!(!name.contains("4507"), "{name}");
            let book = Book::of(&file(&county, list, query, "xlsx"));
            let heads = Book::words(&book.0[book.heads()]);
            assert!(heads.contains(&"姓名".to_owned()) && heads.contains(&"身份证号".to_owned()), "{list}: {heads:?}");
            assert_eq!(heads.iter().filter(|head| *head == "身份证号").count(), 1, "{list}: {heads:?}");
            assert_eq!(full(&book.text()), shown, "{list}");
            let all = recorded(&city);
            for one in &all[all.len() - 2..] {
                assert_eq!(one["reason"], WHY);
                assert_eq!(one["people"], book.rows().len(), "{list}: {one}");
                assert_eq!(one["rows"], one["people"], "{list}: one line for each person");
                assert_eq!(one["filter"].get("year").is_some(), query.contains("year"), "{list}: {one}");
                assert_eq!(full(&one.to_string()), 0);
            }
        }
        assert_eq!(recorded(&city).len(), 2 * LISTS.len());
        // Another county's people are in nobody else's file.
        let elsewhere = file(&city.other_county(), "/exits", "?year=2017", "csv").body;
        assert_eq!(full(&elsewhere), 1, "{elsewhere}");
        assert_eq!(full(&file(&city.office(), "/exits", "?year=2017", "csv").body), 7);
    }
}

on_both! {
    fn whoever_gives_no_reason_or_may_not_gets_no_file(database) {
        let city = City::new(database);
        let county = city.county();
        let form = "/exits/identities?year=2017";
        let refused = county.submit_to(form, form, &[("purpose", "　 "), ("format", "csv")]).expect(422);
        assert!(refused.says("理由") || refused.says("用途"), "{}", refused.text());
        assert!(refused.body.contains("value=\"csv\" checked"), "what was chosen stays: {}", refused.body);
        let long = "核".repeat(501);
        let refused = county.submit_to(form, form, &[("purpose", &long), ("format", "csv")]).expect(422);
        assert!(refused.body.contains(&long), "what was typed stays");
        let again = refused.form(form);
        county.send_form(again, &[("purpose", WHY)]).expect(200);
        county.post(form, &[("purpose", WHY), ("format", "exe")]).expect(422);
        for (list, query) in LISTS {
            let form = format!("{list}/identities{query}");
            let fields = [("purpose", WHY), ("format", "csv")];
            for person in [city.operator(), city.official(), city.admin()] {
                person.get(&form).expect(403);
                person.post(&form, &fields).expect(403);
                let page = person.get(&format!("{list}{query}"));
                assert!(!page.body.contains("/identities"), "{list}");
            }
            assert!(city.visitor().get(&form).sent_to().starts_with("/sign-in"));
            assert!(city.visitor().post(&form, &fields).sent_to().starts_with("/sign-in"));
            county.post_body(&form, "purpose=x&format=csv".into()).expect(403);
        }
        county.get("/evidence/courses/identities").expect(404);
        assert_eq!(recorded(&city).len(), 1);
    }
}

on_both! {
    /// What counts for a household stands in the first line of it; a name is no formula, and what was searched for is not recorded.
    fn a_household_is_written_out_by_its_members(database) {
        let city = City::new(database);
        let county = city.county();
        let home = format!("/households/{}", city.records.household);
        let sister = [("name", "邓小妹"), ("id_number", &id_number(20)), ("relation", "sibling"), ("day", "2016-02-01"), ("why", "returned")];
        county.submit_to(&format!("{home}/members/new"), &format!("{home}/members"), &sister).sent_to();
        run(&mut city.database.connect(), "UPDATE persons SET name = '=SUM(A1)' WHERE name = '邓小妹'").unwrap();
        let csv = file(&county, "/households", "", "csv").body;
        let lines: Vec<&str> = csv.lines().filter(|line| line.starts_with("4507210000001,")).collect();
        assert!(lines[0].contains("邓荔枝,户主") && lines[0].contains(",邓荔枝,2,"), "{csv}");
        assert!(lines[1].contains("'=SUM(A1),") && lines[1].contains(&format!(",{},邓荔枝,,", id_number(20))), "{csv}");
        assert_eq!(lines.len(), 2);
        let book = Book::of(&file(&county, "/households", "", "xlsx"));
        assert!(book.text().contains("=SUM(A1)"), "the name it is");
        let searched = file(&county, "/households", "?q=%E5%AE%81%E7%A7%80%E8%8B%B1", "csv");
        assert!(searched.body.contains("宁秀英"), "{}", searched.body);
        let last = recorded(&city).pop().unwrap();
        assert_eq!(last["filter"]["q"], "…", "{last}");
        assert!(!last.to_string().contains("宁秀英"), "{last}");
        // Whoever has left is in no list of who belongs.
        run(&mut city.database.connect(), &format!("UPDATE memberships SET to_on = '2017-01-01', end_reason = 'moved_out' WHERE household_id = {} AND relation = 'sibling'", city.records.household.0)).unwrap();
        assert_eq!(file(&county, "/households", "", "csv").body.lines().filter(|line| line.starts_with("4507210000001,")).count(), 1);
    }
}
