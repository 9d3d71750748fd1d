//! 一户一档: one file of everything on record about an exit, masked, and readable by whoever may read the exit.

use xingtu::domain::pathway::Pathway;

use crate::support::city::City;
use crate::support::database::{numbers, texts};
use crate::support::files::png;
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
    fn all_that_happened_stands_in_one_order_in_words(database) {
        let city = City::new(database);
        let (exit, evidence) = city.records.exits[&Pathway::Employment];
        let (home, file) = (format!("/exits/{exit}"), format!("/exits/{exit}/file"));
        let hire = numbers(&mut city.database.connect(), "SELECT id AS n FROM hires WHERE stage IN ('verified', 'employed')")[0];
        let only = format!("{hire}:180000");
        city.operator().post("/hires/at-work", &[("month", "2017-10"), ("only", &only)]).sent_to();
        let papers = format!("/evidence/hires/{hire}/papers");
        city.county().upload(&papers, "/papers", &[("kind", "contract")], &[("files", "合同.png", png(20, 20).as_slice())]).sent_to();
        city.county().submit(&home, &[("evidence", &evidence.to_string())]).sent_to();
        for reader in [city.county(), city.official()] {
            let page = reader.get(&file).expect(200);
            let days = page.all("[aria-labelledby=h-log] tbody td:first-child");
            let days: Vec<&str> = days.iter().map(|day| &day[..day.len().min(10)]).collect();
            assert!(days.len() > 8 && days.is_sorted(), "{days:?}");
            for told in ["登记建档", "成为家庭成员", "上班", "确认在岗 2017年10月", "1,800 元", "放入佐证材料", "劳动合同",
                "公告退出", "提出归因", "陈经办"] {
                assert!(page.says(told), "{told}: {}", page.text());
            }
            assert!(page.links().contains(&papers));
            // No name of the audit log is left as it is kept there.
            assert!(!page.text().contains("hire.") && !page.text().contains("attribution."), "{}", page.text());
        }
        let english = city.county();
        english.post("/language", &[("choice", "en"), ("back", "/")]).sent_to();
        assert!(english.get(&file).expect(200).says("Attribution proposed"));
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
