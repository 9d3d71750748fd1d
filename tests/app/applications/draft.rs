//! The operator's draft: kept until it is complete, everything missing named at once, submitted, returned, withdrawn.

use super::{assess, fill_in, full, pledge};
use crate::support::city::{City, Person};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::page::Page;

impl City {
    /// A draft of 荔香园 for three stars, with nothing in it.
    fn draft(&self) -> String {
        self.clear();
        let site = self.records.site.to_string();
        let answer = self.operator().submit("/applications/new", &[("site", &site), ("star", "3")]);
        answer.sent_to()
    }

    pub(super) fn sql(&self, statement: &str) {
        run(&mut self.database.connect(), statement).unwrap();
    }
}

/// The state shown beside a task.
#[track_caller]
fn state(page: &Page, task: &str) -> String {
    page.all(&format!("#{task} .tag")).into_iter().next().unwrap_or_else(|| panic!("{task}: {}", page.text()))
}

fn part_page(case: &str, part: &str) -> String {
    format!("{case}/self-assessment/{part}")
}

/// Saves one part with these points.
#[track_caller]
fn save(person: &Person<'_>, case: &str, part: &str, points: &[(&str, &str)]) -> Page {
    let path = part_page(case, part);
    let form = person.get(&path).expect(200).form(&path);
    let form = points.iter().fold(form, |form, (item, n)| form.fill(&format!("points[{item}]"), n));
    person.send_form(form, &[])
}

on_both! {
    fn a_draft_is_kept_over_sessions_and_only_its_operator_sees_it(database) {
        let city = City::new(database);
        let draft = city.draft();
        save(&city.operator(), &draft, "A", &[("A1", "35"), ("A3", "20")]).sent_to();
        let later = city.operator();
        let page = later.get(&draft).expect(200);
        let tasks = ["basics", "self_assessment", "evidence", "licences", "visits", "pledge"];
        let states = tasks.map(|task| state(&page, task));
        assert_eq!(states, ["已完成", "进行中 2/45", "未开始", "已完成", "已完成", "未开始"], "{}", page.text());
        let part = later.get(&part_page(&draft, "A")).form("/self-assessment/A");
        assert_eq!((part.value("points[A1]"), part.value("points[A3]")), (Some("35"), Some("20")));
        assert!(later.get("/").says("1 份星级申报还没填完"));
        assert_eq!(later.get("/applications?stage=draft").rows(".list").len(), 1);
        for (who, person) in [("county", city.county()), ("city", city.office()), ("official", city.official())] {
            person.get(&draft).expect(404);
            person.get(&format!("{draft}/form")).expect(404);
            assert_eq!(person.get("/applications").rows(".list").len(), 0, "{who}");
        }
        let other = city.other_operator();
        for page in ["", "/basics", "/self-assessment", "/self-assessment/A", "/pledge", "/withdrawal", "/form"] {
            other.get(&format!("{draft}{page}")).expect(404);
        }
        other.post(&part_page(&draft, "A"), &[("revision", "2"), ("points[A1]", "50")]).expect(404);
    }
}

on_both! {
    fn everything_missing_is_named_at_once_with_the_way_to_it(database) {
        let city = City::new(database);
        let draft = city.draft();
        let site = city.records.site;
        city.sql("UPDATE sites SET opened_on = '2017-03-01'");
        city.sql("DELETE FROM site_months WHERE year = 2016");
        city.sql("DELETE FROM licences WHERE kind = 'food'");
        city.sql("UPDATE licences SET valid_until = '2017-11-23' WHERE kind = 'fire_safety'");
        let operator = city.operator();
        save(&operator, &draft, "E", &[("E1", "0"), ("E2", "30"), ("E3", "20"), ("E4", "10"), ("E5", "10")]).sent_to();
        let refused = operator.submit_to(&draft, "/submission", &[]).expect(422);
        let named = refused.summary();
        assert_eq!(named.len(), 16, "first day, ten parts, a mandatory item, two licences, visits, pledge: {named:#?}");
        let told = [
            "您从 2018-03-01 起可以提交", "“经营服务场地”还有 5 项没打分", "必备项“消防设施", "有 2 个月没报接待人次，最早的是 2016-11",
            "承诺书还没有确认",
        ];
        assert!(told.iter().all(|said| named.iter().any(|line| line.contains(said))), "{named:#?}");
        let ways = refused.links();
        for way in ["/basics", "/self-assessment/A", "/self-assessment/E", "/pledge"] {
            assert!(ways.contains(&format!("{draft}{way}")), "{way}: {ways:?}");
        }
        assert!(ways.contains(&format!("/sites/{site}/months")));
        assert!(ways.contains(&format!("/sites/{site}/licences")));
        assert_eq!((state(&refused, "basics"), state(&refused, "licences")), ("有问题".into(), "有问题".into()));
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM application_steps"), [0]);
    }
}

on_both! {
    fn what_is_complete_is_submitted_to_the_sheet_of_the_day(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        fill_in(&operator, &draft);
        let page = operator.get(&draft).expect(200);
        assert!(page.says("都填好了") && page.says("自评 954 分，达到五星级"), "{}", page.text());
        // Another version comes into force: A1 is gone, A9 is new, all else as before.
        let mut file: serde_json::Value = serde_json::from_str(&texts(&mut city.database.connect(), "SELECT body AS t FROM sheets ORDER BY id").swap_remove(0)).unwrap();
        file["parts"][0]["items"][0]["code"] = "A9".into();
        let body = file.to_string();
        city.desk.db.write_now(move |c| {
            xingtu::store::sheets::insert(c, &body, 2, "2017-11-01".parse().unwrap()).map(drop)
        }).unwrap();
        let shown = page.form("/submission");
        let refused = operator.send_form(shown, &[]).expect(422);
        assert_eq!(refused.summary(), ["“经营服务场地”还有 1 项没打分"]);
        assert!(refused.says("评分表换了新版本"));
        let form = operator.get(&part_page(&draft, "A")).expect(200).form("/self-assessment/A");
        assert_eq!((form.value("points[A9]"), form.value("points[A2]")), (None, Some("30")), "what still exists is kept");
        operator.send_form(form, &[("points[A9]", "50")]).sent_to();
        operator.submit_to(&draft, "/submission", &[]).sent_to();
        let mut conn = city.database.connect();
        let pinned = "SELECT CAST(s.version AS BIGINT) AS n FROM applications a JOIN sheets s ON s.id = a.sheet_id";
        assert_eq!(numbers(&mut conn, pinned), [2]);
        let codes = texts(&mut conn, "SELECT item_code AS t FROM scores WHERE role = 'self' AND item_code LIKE 'A%' ORDER BY item_code");
        assert_eq!(codes, ["A2", "A3", "A4", "A5", "A9"]);
        let progress = operator.get(&draft).expect(200);
        assert!(progress.says("申报进度") && progress.says("还剩 10 个工作日") && progress.says("县区"));
        assert!(city.county().get(&draft).expect(200).says("荔香园"));
    }
}

on_both! {
    fn a_sheet_that_came_into_force_unseen_is_told_before_it_counts(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        fill_in(&operator, &draft);
        let opened = operator.get(&draft).form("/submission");
        let body = texts(&mut city.database.connect(), "SELECT body AS t FROM sheets ORDER BY id").swap_remove(0);
        city.desk.db.write_now(move |c| {
            xingtu::store::sheets::insert(c, &body, 2, "2017-11-01".parse().unwrap()).map(drop)
        }).unwrap();
        assert!(operator.send_form(opened, &[]).expect(409).says("评分表刚换了新版本"));
        assert!(operator.get(&draft).says("评分表换了新版本"));
        operator.submit_to(&draft, "/submission", &[]).sent_to();
    }
}

on_both! {
    fn what_is_shown_while_assessing_is_what_is_saved(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        let path = part_page(&draft, "A");
        save(&operator, &draft, "C", &[("C1", "40"), ("C2", "40"), ("C3", "40")]).sent_to();
        let form = operator.get(&path).form(&path).fill("points[A1]", "35").fill("points[A3]", "7");
        let preview = operator.post_body(&format!("{path}/preview"), form.encoded()).expect(200);
        let shown: serde_json::Value = serde_json::from_str(&preview.body).unwrap();
        assert_eq!((shown["total"].as_str(), shown["part-A"].as_str()), (Some("162"), Some("42")));
        let next = operator.send_form(form, &[]).sent_to();
        assert!(next.starts_with(&part_page(&draft, "B1")), "{next}");
        let saved = operator.get(&next).expect(200);
        assert_eq!(saved.all("[data-total=total]"), ["162"]);
        // A choice taken back counts no more.
        let emptied = operator.get(&path).form(&path).fill("points[A3]", "");
        let preview = operator.post_body(&format!("{path}/preview"), emptied.encoded()).expect(200);
        assert!(preview.body.contains("\"total\":\"155\""), "{}", preview.body);
    }
}

on_both! {
    fn points_no_item_can_have_are_told_by_item_and_kept(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        let path = part_page(&draft, "A");
        for (item, typed) in [("A3", "41"), ("A4", "很多")] {
            let refused = save(&operator, &draft, "A", &[(item, typed), ("A5", "3")]).expect(422);
            let field = format!("points[{item}]");
            assert!(refused.error_on(&field).is_some(), "{item}");
            assert_eq!(refused.form(&path).value(&field), Some(typed));
            assert_eq!(refused.form(&path).value("points[A5]"), Some("3"));
        }
        let revision = operator.get(&path).form(&path).value("revision").unwrap().to_owned();
        // A tier nobody offers, an item of another part, a part of no sheet.
        for (field, points) in [("points[A1]", "16"), ("points[C1]", "1"), ("points[Z9]", "1")] {
            operator.post(&path, &[("revision", &revision), (field, points)]).expect(422);
        }
        operator.post(&part_page(&draft, "Z"), &[("revision", &revision), ("points[A1]", "15")]).expect(404);
        operator.get(&part_page(&draft, "Z")).expect(404);
        assert_eq!(numbers(&mut city.database.connect(), "SELECT count(*) AS n FROM scores"), [0]);
    }
}

on_both! {
    fn a_part_saved_elsewhere_is_shown_beside_what_was_typed(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        let path = part_page(&draft, "A");
        let old = operator.get(&path).form(&path);
        save(&operator, &draft, "A", &[("A1", "50"), ("A3", "40")]).sent_to();
        let late = operator.send_form(old, &[("points[A1]", "15"), ("points[A3]", "40")]).expect(409);
        assert!(late.says("刚在别处改过"), "{}", late.text());
        assert_eq!(late.summary().len(), 1, "only what differs: {:?}", late.summary());
        assert!(late.summary()[0].contains("您填的：15") || late.summary()[0].contains("您填的： 15"), "{:?}", late.summary());
        assert_eq!(late.form(&path).value("points[A1]"), Some("15"), "what was typed is kept");
        assert_eq!(operator.get(&path).form(&path).value("points[A1]"), Some("50"), "and not saved");
        operator.send_form(late.form(&path), &[]).sent_to();
        assert_eq!(operator.get(&path).form(&path).value("points[A1]"), Some("15"));
    }
}

on_both! {
    fn nobody_but_the_operator_writes_the_self_column_and_not_once_it_is_submitted(database) {
        let city = City::new(database);
        let case = city.case();
        let fields = [("revision", "1"), ("points[A1]", "50"), ("agreed", "yes"), ("name", "宁掌柜"), ("star", "5"),
            ("opened_on", "2015-05-01"), ("seats", "1"), ("beds", "1")];
        let acts = ["self-assessment/A", "pledge", "basics", "withdrawal", "deletion"];
        for act in acts {
            for (who, person) in [("county", city.county()), ("city", city.office()), ("official", city.official())] {
                assert_eq!(person.post(&format!("{case}/{act}"), &fields).status.code, 403, "{who} {act}");
            }
            assert_eq!(city.other_operator().post(&format!("{case}/{act}"), &fields).status.code, 404, "{act}");
        }
        for act in ["self-assessment/A", "pledge", "basics", "deletion"] {
            let late = city.operator().post(&format!("{case}/{act}"), &fields).expect(409);
            assert!(late.says("不能改了"), "{act}: {}", late.text());
        }
        let forms = city.operator().get(&part_page(&case, "A")).expect(200).forms();
        assert!(forms.is_empty(), "what is submitted is only read");
    }
}

on_both! {
    fn a_pledge_is_ticked_and_signed_and_made_anew_after_a_return(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        let path = format!("{draft}/pledge");
        let unticked = operator.submit_to(&path, "/pledge", &[("name", "宁掌柜")]).expect(422);
        assert!(unticked.error_on("agreed").is_some());
        assert_eq!(unticked.form("/pledge").value("name"), Some("宁掌柜"));
        let unsigned = operator.submit_to(&path, "/pledge", &[("agreed", "yes"), ("name", "3")]).expect(422);
        assert!(unsigned.error_on("name").is_some());
        pledge(&operator, &draft);
        save(&operator, &draft, "A", &[("A1", "35")]).sent_to();
        assert_eq!(state(&operator.get(&draft), "pledge"), "已完成", "it is on the submission, not on each change");
        assess(&operator, &draft, &full());
        operator.submit_to(&draft, "/submission", &[]).sent_to();

        let (county, colleague) = (city.county(), city.colleague());
        county.submit_to(&draft, "/return", &[("about[0]", "缺消防验收材料"), ("remedy[0]", "补交")]).sent_to();
        let back = operator.get(&draft).expect(200);
        assert!(back.says("缺消防验收材料") && state(&back, "pledge") == "未开始", "{}", back.text());
        assert!(back.says("承诺书要重新签一次"), "it is said before anybody submits");
        let refused = operator.submit_to(&draft, "/submission", &[("note", "消防材料已补")]).expect(422);
        assert_eq!(refused.summary(), ["承诺书还没有确认"]);
        assert_eq!(refused.form("/submission").value("note"), Some("消防材料已补"));
        save(&operator, &draft, "E", &[("E3", "11")]).sent_to();
        pledge(&operator, &draft);
        assert!(!operator.get(&draft).says("承诺书要重新签一次"));
        operator.submit_to(&draft, "/submission", &[("note", "消防材料已补")]).sent_to();
        assert!(operator.get(&draft).says("消防材料已补") && county.get(&draft).says("消防材料已补"));
        colleague.submit_to(&draft, "/acceptance", &[]).sent_to();
    }
}

on_both! {
    fn an_application_is_withdrawn_until_its_notice_and_not_after(database) {
        let city = City::new(database);
        let case = city.case();
        let operator = city.operator();
        city.sql("UPDATE applications SET stage = 'noticed'");
        operator.get(&format!("{case}/withdrawal")).expect(409);
        let revision = numbers(&mut city.database.connect(), "SELECT revision AS n FROM applications ORDER BY id")[0].to_string();
        operator.post(&format!("{case}/withdrawal"), &[("revision", &revision), ("reason", "")]).expect(409);
        city.sql("UPDATE applications SET stage = 'accepted'");
        let page = operator.get(&format!("{case}/withdrawal")).expect(200);
        assert!(page.says("不能恢复"), "the effect is stated: {}", page.text());
        operator.send_form(page.form("/withdrawal"), &[("reason", "厨房在改造")]).sent_to();
        let ended = operator.get(&case).expect(200);
        assert!(ended.says("已撤回") && ended.says("厨房在改造"));
        assert!(city.county().get(&case).says("厨房在改造"));
        let site = city.records.site.to_string();
        operator.submit("/applications/new", &[("site", &site), ("star", "2")]).sent_to();
    }
}

on_both! {
    fn an_empty_draft_is_deleted_and_a_filled_one_is_not(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        let page = operator.get(&format!("{draft}/withdrawal")).expect(200);
        let deletion = page.form("/deletion");
        save(&operator, &draft, "A", &[("A1", "35")]).sent_to();
        operator.send_form(deletion, &[]).expect(409);
        let path = part_page(&draft, "A");
        let form = operator.get(&path).form(&path);
        let revision = form.value("revision").unwrap().to_owned();
        operator.post(&format!("{draft}/deletion"), &[("revision", &revision)]).expect(409);
        operator.post(&path, &[("revision", &revision), ("points[A1]", "")]).sent_to();
        operator.submit_to(&format!("{draft}/withdrawal"), "/deletion", &[]).sent_to();
        assert_eq!(city.applications(), 0);
        operator.get(&draft).expect(404);
    }
}

on_both! {
    fn basics_are_put_right_with_the_application(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        city.sql("UPDATE sites SET opened_on = NULL");
        assert!(operator.submit_to(&draft, "/submission", &[]).expect(422).says("请填开业日期"));
        let path = format!("{draft}/basics");
        let future = [("opened_on", "2018-01-01"), ("seats", "80"), ("beds", "0"), ("star", "4")];
        let refused = operator.submit_to(&path, "/basics", &future).expect(422);
        assert!(refused.error_on("opened_on").is_some());
        assert_eq!(refused.form("/basics").value("seats"), Some("80"));
        let right = [("opened_on", "2016年5月1日"), ("seats", "80"), ("beds", "0"), ("star", "4"), ("note", "新建了停车场")];
        operator.submit_to(&path, "/basics", &right).sent_to();
        let page = operator.get(&draft).expect(200);
        assert!(page.says("申请四星级") && state(&page, "basics") == "已完成", "{}", page.text());
        let form = operator.get(&format!("{draft}/form")).expect(200);
        assert!(form.says("2016-05-01") && form.says("80 个") && form.says("新建了停车场"), "{}", form.text());
    }
}

on_both! {
    fn the_printed_form_has_what_its_reader_may_see_and_no_id_number(database) {
        let city = City::new(database);
        let path = format!("{}/form", city.case());
        let readers = [("operator", city.operator()), ("county", city.county()), ("city", city.office()), ("official", city.official())];
        for (who, person) in readers {
            let page = person.get(&path).expect(200);
            let told = ["农家乐星级申请表", "荔香园", "92450721MA5KAXXXX", "灵山县 佛子镇 大芦村", "450721101201", "2015-05-01",
                "三星级", "1,200", "无违法违规行为承诺书", "县区旅游部门意见", "自治区旅游部门意见"];
            assert!(told.iter().all(|said| page.says(said)), "{who}: {}", page.text());
            assert_eq!(page.says("宁掌柜"), who != "official", "{who}");
            assert!(city.records.id_numbers.iter().all(|number| !page.body.contains(number.as_str())));
            let digits = |text: &str| text.len() == 18 && text.bytes().all(|b| b.is_ascii_digit());
            assert!(!page.body.split(|c: char| !c.is_ascii_alphanumeric()).any(digits), "{who}");
        }
        city.other_operator().get(&path).expect(404);
        city.other_county().get(&path).expect(404);
        assert!(city.visitor().get(&path).sent_to().starts_with("/sign-in"));
    }
}

on_both! {
    fn the_operator_is_told_which_authority_acts_and_never_which_person(database) {
        let city = City::new(database);
        let case = city.accepted();
        let page = city.operator().get(&case).expect(200);
        assert!(page.says("受理") && page.says("县区已受理") && page.says("还剩 30 个工作日"), "{}", page.text());
        for name in ["陈经办", "黄经办", "李科长"] {
            assert!(!page.body.contains(name), "{name}");
        }
    }
}

/// A photograph of one pixel.
fn photo() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(1, 1).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

on_both! {
    fn photos_lie_with_an_item_for_those_who_may_know_of_the_application(database) {
        let city = City::new(database);
        let draft = city.draft();
        let operator = city.operator();
        let page = format!("{draft}/evidence?item=E1");
        let add = |files: &[(&str, &str, &[u8])]| operator.upload(&page, "/evidence", &[], files);
        assert!(add(&[]).expect(422).error_on("files").is_some(), "a file is picked first");
        assert!(add(&[("files", "a.txt", b"hello")]).expect(422).error_on("files").is_some());
        let (png, pdf) = (photo(), b"%PDF-1.4 fire".to_vec());
        add(&[("files", "消防栓.png", &png), ("files", "合格证.pdf", &pdf)]).sent_to();
        let shown = operator.get(&page).expect(200);
        assert!(shown.says("2 个文件") && shown.says("消防栓.png") && shown.says("合格证.pdf"), "{}", shown.text());
        assert_eq!(state(&operator.get(&draft), "evidence"), "进行中 1/7");
        assert!(operator.get(&format!("{draft}/evidence")).says("2 个文件"));
        let file = numbers(&mut city.database.connect(), "SELECT attachment_id AS n FROM application_evidence ORDER BY attachment_id")[0];
        let href = format!("{draft}/evidence/{file}");
        assert_eq!(operator.get(&href).expect(200).kind, "image/png");
        // A draft is nobody else's business; what is submitted, that of its county, the city and who reads the figures.
        for person in [city.county(), city.office(), city.official(), city.other_operator()] {
            person.get(&href).expect(404);
        }
        let many: Vec<(&str, &str, &[u8])> = (0..19).map(|_| ("files", "x.png", png.as_slice())).collect();
        assert!(add(&many).expect(422).says("每项最多 20 个文件"));
        operator.get(&format!("{draft}/evidence?item=Z9")).expect(404);
        fill_in(&operator, &draft);
        operator.submit_to(&draft, "/submission", &[]).sent_to();
        for person in [city.operator(), city.county(), city.office(), city.official()] {
            person.get(&href).expect(200);
            assert!(person.get(&page).expect(200).forms().is_empty());
        }
        city.other_county().get(&href).expect(404);
        assert!(city.visitor().get(&href).sent_to().starts_with("/sign-in"));
        city.operator().get(&format!("{}/evidence/{file}", format_args!("/applications/{}", city.records.other_application))).expect(404);
        // Submitted, nothing is added or taken away, until it is returned.
        operator.post(&format!("{href}/removal"), &[]).expect(409);
        city.county().post(&format!("{href}/removal"), &[]).expect(403);
        city.county().submit_to(&draft, "/return", &[("about[0]", "照片不清"), ("remedy[0]", "补交")]).sent_to();
        operator.submit_to(&page, &format!("{href}/removal"), &[]).sent_to();
        operator.get(&href).expect(404);
        assert!(operator.get(&page).says("1 个文件"));
    }
}
