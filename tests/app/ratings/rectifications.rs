use super::{due, step};
use crate::support::city::City;
use crate::support::database::{numbers, run};
use crate::support::on_both;

/// A photograph of eight by eight pixels.
fn photo() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(8, 8, image::Rgb([30, 120, 60]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

impl City {
    /// A notice with two points, due on 10 January 2018; its page.
    fn ordered(&self, rating: &str) -> String {
        let fields = [
            ("items", "更换过期灭火器\n\n 补办健康证 "),
            ("due_on", "2018-01-10"),
            ("order_reason", "复核不合格"),
        ];
        let notice = self.office().submit_to(rating, "/rectification", &fields).sent_to();
        notice.strip_suffix("/notice").unwrap().to_owned()
    }
}

on_both! {
    fn a_notice_names_each_point_and_is_answered_with_words_and_photos(database) {
        let city = City::new(database);
        let rating = city.own(&due());
        let office = city.office();
        let none = office.submit_to(&rating, "/rectification", &[("items", " "), ("due_on", ""), ("order_reason", "")]).expect(422);
        for field in ["items", "due_on", "order_reason"] {
            assert!(none.error_on(field).is_some(), "{field}");
        }
        for day in ["2017-11-24", "2018-11-20"] {
            let fields = [("items", "补"), ("due_on", day), ("order_reason", "复核")];
            assert!(office.submit_to(&rating, "/rectification", &fields).expect(422).error_on("due_on").is_some(), "{day}");
        }
        assert!(city.history(&rating).is_empty(), "what is refused leaves nothing behind");
        let notice = city.ordered(&rating);
        let paper = city.operator().get(&format!("{notice}/notice")).expect(200);
        for said in ["限期整改通知书", "ZG-2017-0001", "更换过期灭火器", "补办健康证", "2018年1月10日", "荔香园农家乐", "大芦村"] {
            assert!(paper.says(said), "{said}: {}", paper.text());
        }
        assert_eq!(city.standing(&rating).0, "rectification");
        let operator = city.operator();
        assert!(operator.get("/").says("1 份限期整改要答复"));
        assert!(operator.get("/rectifications").says("ZG-2017-0001"));
        city.other_operator().get(&notice).expect(404);
        city.other_county().get(&notice).expect(404);
        assert!(operator.upload(&notice, "/answers", &[], &[]).expect(422).says("请至少答复一项"));
        let wordless = operator.upload(&notice, "/answers", &[], &[("photo-1", "a.png", &photo())]).expect(422);
        assert!(wordless.error_on("answers[1]").is_some());
        operator.upload(&notice, "/answers", &[("answers[1]", "已换 6 具")], &[("photo-1", "a.png", &photo())]).sent_to();
        assert!(operator.get(&notice).says("已答复 1 项，共 2 项"));
        assert!(city.office().get("/").says("1 份限期整改等经营者答复"));
        operator.upload(&notice, "/answers", &[("answers[2]", "3 人已办证")], &[]).sent_to();
        assert!(city.office().get("/").says("1 份限期整改已答复"));
        let seen = office.get(&rating).expect(200);
        assert!(seen.says("已换 6 具") && seen.says("3 人已办证"), "{}", seen.text());
        let picture = format!("{notice}/photos/1");
        assert!(seen.links().contains(&picture));
        assert_eq!(office.get(&picture).expect(200).kind, "image/png");
        city.other_operator().get(&picture).expect(404);
        office.get(&format!("{notice}/photos/2")).expect(404);
        // Accepted: the star is kept and the notice takes no more answers.
        office.submit_to(&rating, "/keeping", &[("reason", "整改到位")]).sent_to();
        assert_eq!(city.history(&rating), ["call_re_check", "order_rectification", "keep"]);
        assert!(operator.get(&notice).says("2017年11月24日 办结"));
        let late = operator.post(&format!("{notice}/answers"), &[("revision", "4"), ("answers[1]", "又改")]).expect(409);
        assert!(late.says("已经办结"));
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM rectifications WHERE ended_on IS NULL"), [0]);
    }
}

on_both! {
    fn only_the_operator_answers_and_at_the_revision_they_saw(database) {
        let city = City::new(database);
        let rating = city.own(&due());
        let notice = city.ordered(&rating);
        let answers = format!("{notice}/answers");
        let fields = [("revision", "1"), ("answers[1]", "已改")];
        for person in [city.county(), city.office(), city.official(), city.admin()] {
            person.post(&answers, &fields).expect(403);
        }
        city.other_operator().post(&answers, &fields).expect(404);
        city.operator().post("/rectifications/987654/answers", &fields).expect(404);
        city.operator().post(&answers, &[("revision", "8"), ("answers[1]", "已改")]).expect(409);
        city.operator().post(&answers, &[("revision", "1"), ("answers[9]", "没有这一项")]).expect(404);
        city.operator().post(&answers, &fields).sent_to();
        let silent = "SELECT count(*) AS n FROM rectification_items WHERE answered_at IS NULL";
        assert_eq!(numbers(&mut city.database.connect(), silent), [1]);
    }
}

on_both! {
    fn what_is_not_put_right_is_overdue_in_working_days_and_ends_the_star(database) {
        let city = City::new(database);
        let rating = city.own(&due());
        let notice = city.ordered(&rating);
        let mut conn = city.database.connect();
        run(&mut conn, "UPDATE rectifications SET ordered_on = '2017-11-01', due_on = '2017-11-17'").unwrap();
        // Monday the 20th to Friday the 24th.
        for person in [city.operator(), city.county(), city.office()] {
            let page = person.get(&notice).expect(200);
            assert!(page.all(".late").iter().any(|late| late == "已超期 5 个工作日"), "{}", page.text());
            assert!(person.get("/rectifications").all(".late").iter().any(|late| late.contains("5 个工作日")));
        }
        let second = "INSERT INTO rectifications (rating_id, number, ordered_on, due_on, ordered_by, revision) \
                      SELECT rating_id, 'ZG-2017-9999', ordered_on, due_on, ordered_by, 1 FROM rectifications";
        run(&mut conn, second).unwrap_err();
        step(&city.office(), &rating, "cancellation", "3").sent_to();
        assert_eq!(city.standing(&rating), ("cancelled".into(), true));
        assert!(city.operator().get(&notice).says("办结"));
    }
}
