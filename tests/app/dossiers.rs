//! 一户一档: one file of everything on record about an exit, masked, and readable by whoever may read the exit.

use xingtu::domain::pathway::Pathway;

use crate::support::city::City;
use crate::support::database::texts;
use crate::support::on_both;

on_both! {
    fn the_file_of_an_exit_shows_every_record_and_hand(database) {
        let city = City::new(database);
        let (exit, evidence) = city.records.exits[&Pathway::Employment];
        let (home, file) = (format!("/exits/{exit}"), format!("/exits/{exit}/file"));
        city.county().submit(&home, &[("evidence", &evidence.to_string())]).sent_to();
        let card = format!("/households/{}/card", city.records.household);
        city.county().submit_to(&card, "/card", &[("phone", "13812345678"), ("reason", "入户核对")]).sent_to();
        let page = city.county().get(&file).expect(200);
        for shown in ["邓荔枝", "4507210000001", "缺资金", "钦扶领〔2017〕35号", "荔香园", "YG-0001", "陈经办", "提出归因", "核实用工", "上报用工",
            "修改户信息", "入户核对", "138****5678", "识别登记"] {
            assert!(page.says(shown), "{shown}: {}", page.text());
        }
        assert!(!page.body.contains(&city.records.id_numbers[0]) && !page.body.contains("13812345678"));
        // Who reads for an assessment sees it all but for who it is.
        let page = city.official().get(&file).expect(200);
        assert!(page.says("邓*") && page.says("提出归因") && !page.says("邓荔枝") && !page.says("138****5678"), "{}", page.text());
        assert!(!page.body.contains("4507**********") && page.forms().is_empty());
        for stranger in [city.other_county(), city.operator(), city.admin()] {
            assert!([403, 404].contains(&stranger.get(&file).status.code));
        }
        assert!(city.county().get(&home).links().contains(&file));
    }
}

on_both! {
    fn a_number_is_shown_once_against_a_purpose_and_that_is_in_the_file(database) {
        let city = City::new(database);
        let (exit, _) = city.records.exits[&Pathway::Employment];
        let file = format!("/exits/{exit}/file");
        let county = city.county();
        let none = county.submit_to(&file, "/identity", &[("purpose", " ")]).expect(422);
        assert!(none.error_on("purpose").is_some() && !none.body.contains(&city.records.id_numbers[0]));
        let page = county.submit_to(&file, "/identity", &[("purpose", "核对户口簿")]).expect(200);
        assert!(page.body.contains(&city.records.id_numbers[0]));
        let page = county.get(&file);
        assert!(!page.body.contains(&city.records.id_numbers[0]) && page.says("查看完整身份证号"), "{}", page.text());
        let look = [("person", "7"), ("purpose", "x")];
        county.post(&format!("{file}/identity"), &look).expect(404);
        city.official().post(&format!("{file}/identity"), &look).expect(403);
        city.other_county().post(&format!("{file}/identity"), &[("person", "1"), ("purpose", "x")]).expect(404);
        let told = texts(&mut city.database.connect(), "SELECT detail AS t FROM audit_events WHERE what = 'exit.identity_revealed'");
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("核对户口簿") && !told[0].contains("45079"));
    }
}
