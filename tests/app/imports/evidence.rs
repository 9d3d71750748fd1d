//! Rosters of courses and lists of payments: the records exits rest on, as bureaus send them.

use xingtu::cli::import::{Options, take_in_file};
use xingtu::desk::attributions;
use xingtu::domain::attribution::Evidence;
use xingtu::domain::ids::{AttendanceId, PaymentId};
use xingtu::domain::import::Noun;
use xingtu::domain::pathway::Pathway;
use zeroize::Zeroizing;

use super::{count, counted, csv, read_back, rows, shown, xlsx};
use crate::support::city::{City, Person, now};
use crate::support::database::{numbers, texts};
use crate::support::on_both;
use crate::support::seed::{OTHER_VILLAGE, VILLAGE, id_number};

/// How many rows of an import are fine, known, wrong and held.
#[track_caller]
fn counts(person: &Person<'_>, path: &str) -> [String; 4] {
    ["可以导入", "已经登记过", "有错", "随其他行暂不导入"].map(|what| counted(person, path, what))
}

fn are(fine: i64, known: i64, wrong: i64, held: i64) -> [String; 4] {
    [fine, known, wrong, held].map(|n| n.to_string())
}

/// A roster under a title, its columns in another order and by other names: a new course, and one that is on record.
fn roster() -> Vec<Vec<String>> {
    let (first, second, third) = (id_number(1), id_number(2), id_number(3));
    rows(&[
        &["灵山县2017年旅游扶贫培训班学员名册"],
        &[
            "学员姓名",
            "身份证号码",
            "班次名称",
            "主办",
            "地点",
            "开班时间",
            "结束时间",
            "课时",
            "文号",
            "证书编号",
            "发证日期",
            "培训后就业单位",
            "上岗日期",
            "联系电话",
        ],
        &[
            "邓荔枝",
            &first,
            "民宿管家班",
            "灵山县旅游局",
            "佛子镇",
            "2017年9月4日",
            "2017.9.8",
            "４０课时",
            "灵旅培〔2017〕9号",
            "MS 001",
            "2017-09-08",
            "荔香园",
            "20171001",
            "1",
        ],
        &["宁秀英", &second, "民宿管家班", "", "佛子镇", "2017-09-04", "", "", "", "", "", "", "", ""],
        &[
            "黄大山",
            &third,
            "农家菜厨艺班",
            "",
            "佛子镇",
            "2017-03-06",
            "",
            "40",
            "",
            "CY2017001",
            "2017-03-10",
            "荔香园",
            "2017-04-01",
            "",
        ],
    ])
}

on_both! {
    fn a_roster_makes_its_course_once_and_is_known_again(database) {
        let city = City::new(database);
        let county = city.county();
        let mut list = roster();
        list[2][7] = "４０".into();
        let path = shown(&county, "courses", &[], &xlsx(&list));
        assert_eq!(counts(&county, &path), are(2, 1, 0, 0), "{}", county.get(&path).text());
        assert_eq!((count(&city, "courses"), count(&city, "course_attendances")), (1, 1), "a trial leaves nothing");
        county.follow(&county.submit_to(&path, "/storage", &[]));
        assert_eq!((count(&city, "courses"), count(&city, "course_attendances")), (2, 3));
        let mut conn = city.database.connect();
        let course = texts(&mut conn, "SELECT organiser || place || CAST(starts_on AS TEXT) || CAST(ends_on AS TEXT) || CAST(hours AS TEXT) \
            || document || unit_code AS t FROM courses WHERE id > 1");
        assert_eq!(course, ["灵山县旅游局佛子镇2017-09-042017-09-0840灵旅培〔2017〕9号450721"]);
        let certified = texts(&mut conn, "SELECT certificate || placement_employer AS t FROM course_attendances WHERE id > 1 ORDER BY id");
        assert_eq!(certified, ["MS001荔香园", ""]);
        let course = numbers(&mut conn, "SELECT id AS n FROM courses WHERE id > 1")[0];
        let page = county.get(&format!("/evidence/courses/{course}")).expect(200);
        assert!(page.says("邓荔枝") && page.says("宁秀英"), "{}", page.text());
        let again = shown(&county, "courses", &[], &csv(&list));
        assert_eq!(counts(&county, &again), are(0, 3, 0, 0), "{}", county.get(&again).text());
        let events = texts(&mut conn, "SELECT noun AS t FROM audit_events WHERE what = 'record.added' ORDER BY noun");
        assert_eq!(events, ["attendance", "attendance", "course"]);
        county.follow(&county.submit_to(&path, "/undoing", &[]));
        assert_eq!((count(&city, "courses"), count(&city, "course_attendances"), count(&city, "import_made")), (1, 1, 0));
    }
}

on_both! {
    fn a_course_one_row_of_which_is_wrong_is_held_and_each_is_told(database) {
        let city = City::new(database);
        let county = city.county();
        let head = ["培训班", "培训地点", "开始日期", "结束日期", "学时", "培训单位", "文号", "县区", "姓名", "身份证号", "证书号", "结业日期"];
        let mut list = rows(&[
            &head,
            &["茶艺班", "佛子镇", "2017-05-08", "2017-05-07", "0", "县旅游局", "甲", "灵山县", "邓荔枝", &id_number(1), "", ""],
            &["茶艺班", "佛子镇", "2017-05-08", "", "", "", "", "灵山", "宁秀英", &id_number(2), "", ""],
            &["导游班", "灵城镇", "2017-05-08", "2017-05-12", "30", "县旅游局", "乙", "450721", "邓荔枝", &id_number(1), "DY1", ""],
            &["导游班", "灵城镇", "2017-05-08", "", "32", "", "", "灵山县", "宁大姐", &id_number(2), "", ""],
            &["导游班", "灵城镇", "2017-05-08", "", "", "", "", "", "某某", &id_number(399), "", ""],
            &["导游班", "灵城镇", "2017-05-08", "", "", "", "", "灵山县", "莫小妹", &id_number(5), "", ""],
            &["花艺班", "灵城镇", "2017-06-05", "2017-06-09", "30", "县旅游局", "丙", "浦北县", "邓荔枝", &id_number(1), "", ""],
            &["农家菜厨艺班", "佛子镇", "2017-03-06", "", "41", "", "", "", "黄大山", &id_number(3), "CY2017009", "2017-03-10"],
            &["剪纸班", "佛子镇", "2017-07-03", "2017-07-07", "30", "县旅游局", "丁", "", "黄大山", &id_number(3), "", ""],
            &["剪纸班", "佛子镇", "2017-13-03", "", "", "", "", "", "莫小妹", &id_number(5), "", ""],
            &["采茶班", "佛子镇", "2017-07-10", "2017-07-14", "30", "县旅游局", "戊", "", "黄大山", &id_number(3), "", ""],
        ]);
        let path = shown(&county, "courses", &[], &csv(&list));
        let page = county.get(&path).expect(200);
        // 茶艺班: its own first row; 导游班: three rows, one waits; 花艺班: another unit's; 厨艺班: known otherwise; 剪纸班: a day that is none.
        assert_eq!(counts(&county, &path), are(1, 0, 7, 3), "{}", page.text());
        for said in ["结束日期：", "学时：", "结业日期：", "和第 4 行写的不一样", "姓名是 宁秀英", "登记的是 40", "登记的是 CY2017001", "不是日期"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        assert!((1..=5).all(|n| !page.body.contains(&id_number(n))) && !page.body.contains(&id_number(399)));
        let revision = page.form("/partial-storage").value("revision").unwrap().to_owned();
        let whole = county.post(&format!("{path}/storage"), &[("revision", &revision)]).expect(409);
        assert!(whole.says("不能全部导入"), "{}", whole.text());
        county.follow(&county.submit_to(&path, "/partial-storage", &[]));
        assert_eq!((count(&city, "courses"), count(&city, "course_attendances")), (2, 2), "采茶班 alone");
        let marked = county.get(&format!("{path}/marked.xlsx")).expect(200);
        let sheets = read_back(marked.bytes.clone());
        assert!(sheets[1].1[1].last().unwrap().contains("学时："), "{:?}", sheets[1].1[1]);
        // What was wrong is put right, and everything else is known.
        list.truncate(1);
        list.extend(rows(&[&["茶艺班", "佛子镇", "2017-05-08", "2017-05-12", "30", "县旅游局", "甲", "灵山县", "邓荔枝", &id_number(1), "", ""],
            &["采茶班", "佛子镇", "2017-07-10", "", "", "", "", "", "黄大山", &id_number(3), "", ""]]));
        let right = shown(&county, "courses", &[], &csv(&list));
        assert_eq!(counts(&county, &right), are(1, 1, 0, 0), "{}", county.get(&right).text());
        // For the city a unit must be said; for others' units the county may not speak.
        let office = city.office();
        let bare = rows(&[&["培训班", "培训地点", "开始日期", "结束日期", "学时", "培训单位", "文号", "姓名", "身份证号"],
            &["茶艺班", "佛子镇", "2017-05-08", "2017-05-12", "30", "县旅游局", "甲", "邓荔枝", &id_number(1)]]);
        assert_eq!(counts(&office, &shown(&office, "courses", &[], &csv(&bare))), are(0, 0, 1, 0));
        for (who, person) in city.everybody() {
            for noun in ["courses", "payments"] {
                let asked = person.get(&format!("/imports/new?noun={noun}")).status.code;
                let may = matches!(who, "county" | "another county" | "city");
                assert_eq!(asked, match who { "visitor" => 303, _ if may => 200, _ => 403 }, "{who} {noun}");
            }
        }
        assert!(county.get("/evidence/courses").links().contains(&"/imports/new?noun=courses".to_owned()));
        assert!(county.get("/evidence/programmes").links().contains(&"/imports/new?noun=payments".to_owned()));
        assert!(!city.official().get("/evidence/courses").links().contains(&"/imports/new?noun=courses".to_owned()));
    }
}

on_both! {
    fn what_an_exit_rests_on_since_is_not_undone(database) {
        let city = City::new(database);
        let county = city.county();
        let list = rows(&[
            &["培训班", "培训地点", "开始日期", "结束日期", "学时", "培训单位", "文号", "姓名", "身份证号", "证书号", "结业日期", "就业单位", "就业日期"],
            &["茶艺班", "佛子镇", "2017-02-06", "2017-02-10", "30", "县旅游局", "甲", "黄大山", &id_number(3), "CY9", "2017-02-10", "荔香园", "2017-03-01"],
        ]);
        let path = shown(&county, "courses", &[], &csv(&list));
        county.follow(&county.submit_to(&path, "/storage", &[]));
        let paid = rows(&[
            &["领款人", "身份证号", "款项", "金额", "发放日期", "名册编号", "村", "项目", "年度"],
            &["宁秀英", &id_number(2), "分红", "300", "2017-07-31", "分红表2017-07", VILLAGE, "大芦古村入股分红", "2017"],
        ]);
        let mut paid = paid;
        paid[0][6] = "村编码".into();
        let payments = shown(&county, "payments", &[], &csv(&paid));
        county.follow(&county.submit_to(&payments, "/storage", &[]));
        let propose = |pathway: Pathway, evidence: Evidence| {
            let exit = city.records.exits[&pathway].0;
            city.desk.write_now(city.cast.county.clone(), now(), move |tx| attributions::propose(tx, exit, evidence)).unwrap()
        };
        let mut conn = city.database.connect();
        let newest = |conn: &mut _, table: &str| numbers(conn, &format!("SELECT max(id) AS n FROM {table}"))[0];
        propose(Pathway::Training, Evidence::Training(AttendanceId(newest(&mut conn, "course_attendances"))));
        propose(Pathway::VillageIndustry, Evidence::VillageIndustry(PaymentId(newest(&mut conn, "programme_payments"))));
        for path in [&path, &payments] {
            let refused = county.post(&format!("{path}/undoing"), &[]).expect(409);
            assert!(refused.says("以后的办理已经用到"), "{}", refused.text());
        }
        assert_eq!((count(&city, "course_attendances"), count(&city, "programme_payments")), (2, 2));
        // Nor what somebody corrected, or put others under.
        let other = rows(&[
            &["培训班", "培训地点", "开始日期", "结束日期", "学时", "培训单位", "文号", "姓名", "身份证号"],
            &["花艺班", "佛子镇", "2017-02-06", "2017-02-10", "30", "县旅游局", "甲", "莫小妹", &id_number(5)],
        ]);
        let other = shown(&county, "courses", &[], &csv(&other));
        county.follow(&county.submit_to(&other, "/storage", &[]));
        let rows = format!("/evidence/courses/{}/rows", newest(&mut conn, "courses"));
        county.submit_to(&format!("{rows}/new"), &rows, &[("who", &id_number(4))]).sent_to();
        county.post(&format!("{other}/undoing"), &[]).expect(409);
        assert_eq!(count(&city, "courses"), 3);
    }
}

on_both! {
    fn a_list_of_payments_brings_its_programme_and_goes_again(database) {
        let city = City::new(database);
        let county = city.county();
        let list = rows(&[
            &["大芦村2017年旅游产业发放花名册"],
            &["序号", "领款人", "公民身份号码", "款项类型", "发放金额", "打卡日期", "名册编号", "村编码", "产业项目名称", "立项文号", "重点村"],
            &["1", "邓荔枝", &id_number(1), "租金", "1,200.50", "2017.8.1", "名册1", VILLAGE, "荷塘流转", "灵旅〔2017〕8号", "是"],
            &["2", "宁秀英", &id_number(2), "土地流转", "0.05万", "20170801", "名册1", VILLAGE, "荷塘流转", "", ""],
            &["3", "宁秀英", &id_number(2), "分红", "1200元", "2017-06-30", "分红表2017-06", VILLAGE, "大芦古村入股分红", "", ""],
            &["合计", "", "", "", "2900.50", "", "", "", "", "", ""],
        ]);
        let path = shown(&county, "payments", &[], &xlsx(&list));
        assert_eq!(counts(&county, &path), are(2, 1, 0, 0), "{}", county.get(&path).text());
        county.follow(&county.submit_to(&path, "/storage", &[]));
        let mut conn = city.database.connect();
        assert_eq!(numbers(&mut conn, "SELECT amount_fen AS n FROM programme_payments WHERE programme_id > 1 ORDER BY id"), [120_050, 50_000]);
        assert_eq!(texts(&mut conn, "SELECT name || document || CAST(year AS TEXT) || unit_code AS t FROM programmes WHERE id > 1"),
            ["荷塘流转灵旅〔2017〕8号2017450721"]);
        let again = shown(&county, "payments", &[], &csv(&list));
        assert_eq!(counts(&county, &again), are(0, 3, 0, 0), "{}", county.get(&again).text());
        county.follow(&county.submit_to(&path, "/undoing", &[]));
        assert_eq!((count(&city, "programmes"), count(&city, "programme_payments")), (1, 1));
    }
}

on_both! {
    fn every_rule_of_the_payment_s_form_holds_for_a_file(database) {
        let city = City::new(database);
        let county = city.county();
        let head = ["村编码", "项目名称", "项目文号", "是否重点村", "姓名", "身份证号", "发放类型", "金额", "发放日期", "名册编号"];
        let old = "大芦古村入股分红";
        let list = rows(&[
            &head,
            &[VILLAGE, old, "", "", "宁秀英", &id_number(2), "分红", "1300", "2017-06-30", "分红表2017-06"],
            &[VILLAGE, old, "", "", "宁秀英", &id_number(2), "分红", "0", "2017-07-30", "分红表"],
            &[VILLAGE, old, "", "", "宁秀英", &id_number(2), "工资", "100", "2017-07-30", "分红表"],
            &[VILLAGE, old, "", "否", "宁秀英", &id_number(2), "分红", "100", "2017-12-30", "分红表"],
            &[VILLAGE, "无此项目", "", "", "宁秀英", &id_number(2), "分红", "100", "2017-07-30", "分红表"],
            &[VILLAGE, "新项目", "灵旅〔2017〕9号", "", "宁秀英", &id_number(2), "分红", "100", "2017-07-30", "分红表"],
            &[OTHER_VILLAGE, "新项目", "浦旅〔2017〕9号", "是", "宁秀英", &id_number(2), "分红", "100", "2017-07-30", "分红表"],
            &[VILLAGE, old, "", "", "韦大娘", &id_number(7), "分红", "100", "2017-07-30", "分红表"],
            &[VILLAGE, old, "", "", "邓荔枝", "4.50799E+17", "分红", "100", "2017-07-30", ""],
            &[VILLAGE, old, "", "", "邓荔枝", &id_number(1), "分红", "-5", "2017-07-30", "分红表"],
            &[VILLAGE, old, "", "", "邓荔枝", &id_number(1), "分红", "5", "2017-07-30", &"长".repeat(101)],
        ]);
        let path = shown(&county, "payments", &[], &csv(&list));
        let page = county.get(&path).expect(200);
        assert_eq!(counts(&county, &path), are(0, 0, 11, 0), "{}", page.text());
        for said in ["登记的是 1200.00", "登记的是 是", "没有登记叫“无此项目”", "是否重点村：", "“工资”不在可选的词里", "不能猜", "“-5”不是金额", "最多"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        assert!((1..=7).all(|n| !page.body.contains(&id_number(n))));
        county.submit_to(&path, "/cancellation", &[]).sent_to();
        // Taken off its list by a person, brought back by a list, and taken off again with it.
        county.submit_to("/evidence/payments/1/removal", "/removal", &[("reason", "重复")]).sent_to();
        let back = rows(&[&head, &[VILLAGE, old, "", "", "宁秀英", &id_number(2), "分红", "1300", "2017-06-30", "分红表2017-06"]]);
        let path = shown(&county, "payments", &[], &csv(&back));
        county.follow(&county.submit_to(&path, "/storage", &[]));
        let mut conn = city.database.connect();
        let removed = "SELECT count(*) AS n FROM programme_payments WHERE removed_at IS NOT NULL";
        assert_eq!(numbers(&mut conn, removed), [0]);
        county.follow(&county.submit_to(&path, "/undoing", &[]));
        assert_eq!((numbers(&mut conn, removed), count(&city, "programme_payments")), (vec![1], 1));
    }
}

on_both! {
    fn the_commands_take_in_the_new_lists(database) {
        let city = City::new(database);
        let list = rows(&[
            &["村编码", "项目名称", "姓名", "身份证号", "发放类型", "金额", "发放日期", "名册编号"],
            &[VILLAGE, "大芦古村入股分红", "邓荔枝", &id_number(1), "分红", "100", "2017-07-30", "分红表"],
        ]);
        let import = |options: &Options| {
            let mut said = Vec::new();
            let content = Zeroizing::new(csv(&list));
            let done = take_in_file(&city.desk, Noun::Payments, content, options, now(), &mut said);
            (done.is_ok(), String::from_utf8(said).unwrap())
        };
        let options = Options { file: "名单.csv".into(), by: Some("lingshan".into()), ..Options::default() };
        let (fine, said) = import(&Options { dry_run: true, ..options.clone() });
        assert!(fine && said.contains("1 fine") && count(&city, "programme_payments") == 1, "{said}");
        let (fine, said) = import(&options);
        assert!(fine && said.contains("stored 1 rows") && count(&city, "programme_payments") == 2, "{said}");
        let (fine, said) = import(&options);
        assert!(fine && said.contains("nothing new"), "{said}");
    }
}
