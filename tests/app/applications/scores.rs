//! The county's column of the sheet: one rule for what is shown while typing and for what is saved.

use super::{fill_sheet, full, scant, sheet};
use crate::support::city::City;
use crate::support::database::numbers;
use crate::support::on_both;

on_both! {
    fn what_is_shown_while_typing_is_what_is_saved(database) {
        let city = City::new(database);
        let case = city.accepted();
        let county = city.county();
        for (points, total, star) in [(scant(), "167", "一星级"), (full(), "954", "五星级")] {
            let form = county.get(&case).form("/scores");
            let form = points.iter().fold(form, |form, (item, n)| form.fill(&format!("points[{item}]"), &n.to_string()));
            let preview = county.post_body(&format!("{case}/scores/preview"), form.encoded()).expect(200);
            let shown: serde_json::Value = serde_json::from_str(&preview.body).unwrap();
            assert_eq!(shown["total"], total);
            assert!(shown["reached"].as_str().unwrap().contains(star), "{shown}");
            // Without a script, the same by a button.
            let reckoned = fill_sheet(&county, &case, &points, "preview").expect(200);
            assert_eq!(reckoned.all("[data-total=total]"), [total, total]);
            assert_ne!(county.get(&case).all("[data-total=total]"), [total, total], "nothing was saved");

            fill_sheet(&county, &case, &points, "save").sent_to();
            let saved = county.get(&case).expect(200);
            assert_eq!(saved.all("[data-total=total]"), [total, total]);
            for part in sheet().parts {
                let place = format!("part-{}", part.code);
                assert_eq!(saved.all(&format!("[data-total='{place}']")), [shown[&place].as_str().unwrap()]);
            }
            for place in ["missed", "met", "obstacles"] {
                assert_eq!(saved.all(&format!("[data-total='{place}']")), [shown[place].as_str().unwrap().trim()]);
            }
        }
        fill_sheet(&county, &case, &full(), "complete").sent_to();
        let colleague = city.colleague().get(&case).expect(200);
        assert_eq!(colleague.all("[data-total=total]"), ["954"]);
    }
}

on_both! {
    fn impossible_points_are_refused_by_their_item_and_what_was_typed_is_kept(database) {
        let city = City::new(database);
        let case = city.accepted();
        let county = city.county();
        for act in ["save", "complete"] {
            let form = county.get(&case).form("/scores");
            let typed = [("points[A3]", "41"), ("points[B1.1]", "很多"), ("points[D1]", "-1"), ("points[E1]", "30")];
            let form = typed.iter().fold(form, |form, (name, value)| form.fill(name, value));
            let refused = county.post_body(&form.action, format!("{}&act={act}", form.encoded())).expect(422);
            for (field, value) in typed {
                assert_eq!(refused.form("/scores").value(field), Some(value));
            }
            for field in ["points[B1.1]", "points[D1]"] {
                assert!(refused.error_on(field).unwrap().contains("得分请填整数"), "{field}");
            }
            assert_eq!(refused.error_on("points[E1]").filter(|_| act == "save"), None);
        }
        let over = fill_sheet(&county, &case, &[("A3".to_owned(), 41), ("A4".to_owned(), 35)].into(), "save").expect(422);
        assert!(over.error_on("points[A3]").unwrap().contains("0 到 40"));
        assert_eq!((over.form("/scores").value("points[A3]"), over.summary().len()), (Some("41"), 1));
        // A tier nobody offers, and an item of another sheet.
        let revision = over.form("/scores").value("revision").unwrap().to_owned();
        for (field, points) in [("points[A1]", "16"), ("points[Z9]", "1"), ("points[A3]", "99999999999")] {
            let forged = [("revision", &*revision), (field, points), ("act", "save")];
            county.post(&format!("{case}/scores"), &forged).expect(422);
        }
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM scores WHERE role = 'county'"), [0]);
    }
}

on_both! {
    fn an_incomplete_sheet_is_saved_but_not_completed(database) {
        let city = City::new(database);
        let case = city.accepted();
        let county = city.county();
        let mut points = full();
        points.remove("E1");
        points.remove("F5");
        let refused = fill_sheet(&county, &case, &points, "complete").expect(422);
        assert!(refused.error_on("points[E1]").unwrap().contains("消防设施"));
        assert!(refused.error_on("points[F5]").unwrap().contains("台账与统计报送"));
        assert_eq!(refused.summary().len(), 2);
        assert_eq!(refused.form("/scores").value("points[A3]"), Some("40"));
        fill_sheet(&county, &case, &points, "save").sent_to();
        let saved = county.get(&case);
        assert!(saved.says("还有 2 项没打分") && saved.says("1 项不符合：不能评星"), "{}", saved.text());
        assert_eq!(saved.form("/scores").value("points[E1]"), Some(""));
    }
}

on_both! {
    fn a_sheet_somebody_else_saved_comes_back_with_what_was_typed_and_what_they_gave(database) {
        let city = City::new(database);
        let case = city.accepted();
        let (county, colleague) = (city.county(), city.colleague());
        let old = colleague.get(&case).form("/scores");
        let old = [("points[A3]", "1"), ("points[B1.1]", "很多"), ("points[D1]", "")]
            .iter()
            .fold(old, |form, (name, value)| form.fill(name, value));
        let theirs = [("A3".to_owned(), 40), ("D1".to_owned(), 10)].into();
        fill_sheet(&county, &case, &theirs, "save").sent_to();
        // A number that is none is told first; once it is one, what the colleague did.
        colleague.post_body(&old.action, old.encoded()).expect(422);
        let typed = old.fill("points[B1.1]", "2").fill("points[A4]", "7");
        let back = colleague.post_body(&typed.action, format!("{}&act=save", typed.encoded())).expect(409);
        let form = back.form("/scores");
        for (field, value) in [("A3", "1"), ("B1.1", "2"), ("A4", "7"), ("D1", "10"), ("E1", "")] {
            assert_eq!(form.value(&format!("points[{field}]")), Some(value), "{field}");
        }
        let beside = back.error_on("points[A3]").unwrap();
        assert!(beside.contains("同事已记 40 分，您填的是 1"), "{beside}");
        assert!(back.error_on("points[D1]").unwrap().contains("同事已记 10 分"));
        assert_eq!(back.error_on("points[A4]"), None);
        assert!(back.summary()[0].contains("同事保存过"), "{:?}", back.summary());
        let mut c = city.database.connect();
        assert_eq!(numbers(&mut c, "SELECT CAST(sum(points) AS BIGINT) AS n FROM scores WHERE role = 'county'"), [50]);
        colleague.send_form(form.fill("act", "save"), &[]).sent_to();
        assert_eq!(numbers(&mut c, "SELECT CAST(sum(points) AS BIGINT) AS n FROM scores WHERE role = 'county'"), [20]);
    }
}

on_both! {
    fn a_sheet_somebody_else_saved_is_not_overwritten(database) {
        let city = City::new(database);
        let case = city.accepted();
        let (county, colleague) = (city.county(), city.colleague());
        let old = colleague.get(&case).form("/scores").fill("points[A3]", "1");
        fill_sheet(&county, &case, &full(), "save").sent_to();
        for act in ["save", "complete"] {
            colleague.post_body(&old.action, format!("{}&act={act}", old.encoded())).expect(409);
        }
        // Nor by way of a mistake, or of a total: the form shown again stays the old one.
        let mistaken = old.clone().fill("points[A4]", "很多");
        let refused = colleague.post_body(&old.action, mistaken.encoded()).expect(422);
        let reckoned = colleague.post_body(&old.action, format!("{}&act=preview", old.encoded())).expect(200);
        for again in [refused, reckoned] {
            colleague.send_form(again.form("/scores").fill("points[A4]", "1"), &[]).expect(409);
        }
        assert_eq!(colleague.get(&case).form("/scores").value("points[A3]"), Some("40"));
        fill_sheet(&county, &case, &full(), "complete").sent_to();
        assert!(county.get(&case).forms().is_empty(), "completed scores are not changed");
        colleague.post_body(&old.action, format!("{}&act=save", old.encoded())).expect(409);
    }
}
