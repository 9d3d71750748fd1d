//! Files whose rows are tried by the acts of forms: sites, businesses, rosters of hires, divisions.

use rust_xlsxwriter::Workbook;

use super::{count, counted, csv, rows, shown, upload};
use crate::support::city::City;
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::seed::{OTHER_VILLAGE, VILLAGE, id_number};

/// A code of a sole trader whose check character holds.
const CREDIT: &str = "91110000101623741K";

on_both! {
    fn sites_come_with_their_businesses_and_go_again(database) {
        let city = City::new(database);
        let county = city.county();
        let list = rows(&[
            &["旅游点名称", "类型", "经营类型", "村编码", "经营主体", "统一社会信用代码", "床位（张）", "开业日期"],
            &["东园人家", "农家乐", "综合", VILLAGE, "东园农家乐经营部", CREDIT, "１２张", "2016年5月1日"],
            &["荔香园", "农家乐", "综合", VILLAGE, "东园农家乐经营部", CREDIT, "", ""],
            &["西园人家", "农庄", "综合", VILLAGE, "西园经营部", "91110000101623741L", "", ""],
            &["南园人家", "民宿", "住宿型", OTHER_VILLAGE, "东园农家乐经营部", CREDIT, "8", "2027-01-01"],
        ]);
        let path = shown(&county, "sites", &[], &csv(&list));
        assert_eq!((counted(&county, &path, "可以导入"), counted(&county, &path, "有错")), ("1".into(), "3".into()));
        assert_eq!((count(&city, "sites"), count(&city, "operators")), (2, 2), "a trial leaves nothing");
        let page = county.get(&path).expect(200);
        for said in ["农庄", "第 3 行", "第 4 行", "第 5 行"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        county.follow(&county.submit_to(&path, "/partial-storage", &[]));
        assert_eq!((count(&city, "sites"), count(&city, "operators")), (3, 3));
        let again = shown(&county, "sites", &[], &csv(&list[..2]));
        assert_eq!(counted(&county, &again, "已经登记过"), "1");
        let business = rows(&[&["企业名称", "信用代码"], &["东园农家乐经营部", CREDIT]]);
        let same = shown(&county, "operators", &[], &csv(&business));
        assert_eq!(counted(&county, &same, "已经登记过"), "1");
        county.follow(&county.submit_to(&path, "/undoing", &[]));
        assert_eq!((count(&city, "sites"), count(&city, "operators")), (2, 2));
        let fresh = shown(&county, "operators", &[], &csv(&business));
        county.follow(&county.submit_to(&fresh, "/storage", &[]));
        assert_eq!(count(&city, "operators"), 3);
        let events = texts(&mut city.database.connect(), "SELECT what AS t FROM audit_events WHERE what = 'site.registered'");
        assert_eq!(events.len(), 3, "two of the seed and the one that was stored");
    }
}

on_both! {
    fn a_roster_is_the_city_s_to_take_in_and_the_county_s_to_verify(database) {
        let city = City::new(database);
        let office = city.office();
        let before = count(&city, "hires");
        let list = rows(&[
            &["单位名称", "姓名", "18位身份证号", "就业工种", "用工形式", "月工资（元）", "入职日期", "是否贫困户"],
            &["荔香园", "梁荔花", &id_number(451), "服务员", "长期", "1,800.5", "2017.3.1", "是"],
            &["荔香园", "梁小荔", &id_number(452), "服务员", "临时", "0.2万", "20170301", "否"],
            &["荔香园", "邓荔枝", &id_number(8), "", "长期", "1800", "2017-11-06", "是"],
            &["无此园", "潘秀兰", &id_number(453), "", "长期", "1800", "2017-03-01", ""],
            &["荔香园", "潘秀兰", "4.50799E+17", "", "长期", "1800", "2017-03-01", ""],
            &["荔香园", "潘秀兰", &id_number(454), "", "长期", "1800", "2018-03-01", ""],
        ]);
        let path = shown(&office, "hires", &[], &csv(&list));
        let counts = ["可以导入", "已经登记过", "有错"].map(|what| counted(&office, &path, what));
        let page = office.get(&path).expect(200);
        assert_eq!(counts, ["2", "1", "3"].map(String::from), "{}", page.text());
        assert!(page.says("没有叫“无此园”的旅游点") && page.says("不能猜"), "{}", page.text());
        assert!(!page.body.contains(&id_number(451)) && !page.body.contains(&id_number(8)));
        office.follow(&office.submit_to(&path, "/partial-storage", &[]));
        assert_eq!(count(&city, "hires"), before + 2);
        let wages = numbers(&mut city.database.connect(), "SELECT monthly_wage_fen AS n FROM hires ORDER BY id DESC LIMIT 2");
        assert_eq!(wages, [200_000, 180_050]);
        assert!(city.county().get("/hires").says("梁荔花"));
        let again = shown(&office, "hires", &[], &csv(&list[..3]));
        assert_eq!(counted(&office, &again, "已经登记过"), "2");
        run(&mut city.database.connect(), "UPDATE hires SET revision = 2 WHERE reported_name = '梁小荔'").unwrap();
        office.post(&format!("{path}/undoing"), &[]).expect(409);
        run(&mut city.database.connect(), "UPDATE hires SET revision = 1 WHERE reported_name = '梁小荔'").unwrap();
        office.follow(&office.submit_to(&path, "/undoing", &[]));
        assert_eq!(count(&city, "hires"), before);
        for (who, person) in city.everybody() {
            let asked = person.get("/imports/new?noun=hires").status.code;
            assert_eq!(asked, match who { "visitor" => 303, "city" => 200, _ => 403 }, "{who}");
        }
    }
}

on_both! {
    fn divisions_are_added_and_renamed_with_before_and_after(database) {
        let city = City::new(database);
        let admin = city.admin();
        let before = count(&city, "divisions");
        let was = texts(&mut city.database.connect(), &format!("SELECT name AS t FROM divisions WHERE code = '{VILLAGE}'"))[0].clone();
        let list = rows(&[
            &["区划代码", "名称"],
            &["450721199", "新城镇"], &["450721199201", "新村村委会"], &[VILLAGE, "邓家社区"], &["450799101", "某镇"], &["4507", "钦州市"],
        ]);
        let path = shown(&admin, "divisions", &[], &csv(&list));
        let counts = ["可以导入", "会改变已有登记", "有错"].map(|what| counted(&admin, &path, what));
        assert_eq!(counts, ["2", "1", "2"].map(String::from), "{}", admin.get(&path).text());
        assert!(admin.get(&path).says(&format!("{was} → 邓家社区")), "{}", admin.get(&path).text());
        admin.follow(&admin.submit_to(&path, "/partial-storage", &[]));
        assert_eq!(count(&city, "divisions"), before + 2);
        let again = shown(&admin, "divisions", &[], &csv(&list[..4]));
        assert_eq!(counted(&admin, &again, "已经登记过"), "3");
        admin.follow(&admin.submit_to(&path, "/undoing", &[]));
        assert_eq!(count(&city, "divisions"), before);
        let is = texts(&mut city.database.connect(), &format!("SELECT name AS t FROM divisions WHERE code = '{VILLAGE}'"))[0].clone();
        assert_eq!(is, was);
        // Nobody is shown what files of others' nouns are called.
        assert_eq!(city.admin().get("/imports").expect(200).rows(".list").len(), 2);
        assert_eq!(city.county().get("/imports").expect(200).rows(".list").len(), 0);
    }
}

on_both! {
    fn an_old_template_is_told_where_the_new_one_is(database) {
        let city = City::new(database);
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        for (column, name) in (0..).zip(["户编号", "行政村", "姓名", "证件号码", "与户主关系"]) {
            page.write(0, column, name).unwrap();
        }
        page.write(1, 0, "4507210000801").unwrap();
        let dictionary = book.add_worksheet();
        dictionary.set_name("字典").unwrap();
        for (column, cell) in (0..).zip(["xingtu-template", "households", "0"]) {
            dictionary.write(0, column, cell).unwrap();
        }
        dictionary.set_hidden(true);
        let old = upload(&city.county(), "households", &[], "旧模板.xlsx", &book.save_to_buffer().unwrap()).expect(422);
        assert!(old.error_on("file").unwrap().contains("第 0 版模板，现在用第 1 版"), "{}", old.text());
        assert!(old.links().contains(&"/imports/template.xlsx?noun=households".to_owned()));
    }
}
