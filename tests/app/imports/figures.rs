//! Published figures and letters of targets: several rows, one record that never changes, but goes with its import.

use rust_xlsxwriter::{Format, Workbook};
use xingtu::desk::figures;
use xingtu::domain::figure::{NewExplanation, Reason};
use xingtu::domain::ids::FigureId;

use super::{count, counted, csv, read_back, rows, shown, upload, xlsx};
use crate::support::city::{City, Person, now};
use crate::support::database::{Database, numbers, run, texts};
use crate::support::on_both;

/// How many rows of an import are fine, known, wrong and held.
#[track_caller]
fn counts(person: &Person<'_>, path: &str) -> [String; 4] {
    ["可以导入", "已经登记过", "有错", "随其他行暂不导入"].map(|what| counted(person, path, what))
}

fn are(fine: i64, known: i64, wrong: i64, held: i64) -> [String; 4] {
    [fine, known, wrong, held].map(|n| n.to_string())
}

/// The article of 2017 as a table: a figure of the city by pathways and units with a percentage, and one of a unit.
fn article() -> Vec<Vec<String>> {
    rows(&[
        &["2017年公布的旅游扶贫数字"],
        &[
            "途径",
            "公布数",
            "计量单位",
            "出处",
            "公布单位",
            "见报日期",
            "年度",
            "地区",
            "统计口径",
            "比例说法",
            "分母",
            "占比",
            "备注",
        ],
        &[
            "合计",
            "１,１２７人",
            "人",
            "《钦州日报》",
            "市旅发委",
            "2017年11月24日",
            "2017年",
            "全市",
            "旅游脱贫",
            "",
            "",
            "",
            "到10月底",
        ],
        &[
            "就业安排",
            "105",
            "人",
            "《钦州日报》",
            "市旅发委",
            "2017-11-24",
            "2017",
            "",
            "旅游脱贫",
            "",
            "",
            "",
            "",
        ],
        &["技能培训", "160", "人", "《钦州日报》", "", "2017-11-24", "2017", "", "旅游脱贫", "", "", "", ""],
        &[
            "灵山县",
            "331",
            "人",
            "《钦州日报》",
            "",
            "2017-11-24",
            "2017",
            "全市",
            "旅游脱贫",
            "",
            "",
            "",
            "",
        ],
        &[
            "占比",
            "3777",
            "人",
            "《钦州日报》",
            "",
            "2017-11-24",
            "2017",
            "全市",
            "旅游脱贫",
            "旅游占全部",
            "11840",
            "30.5%",
            "",
        ],
        &[
            "未分解到县区",
            "0.2万",
            "户",
            "《钦州日报》",
            "市旅发委",
            "2017-11-24",
            "2017",
            "灵山",
            "旅游脱贫",
            "",
            "",
            "",
            "",
        ],
    ])
}

on_both! {
    fn the_numbers_of_an_article_become_its_figures(database) {
        let city = City::new(database);
        let office = city.office();
        let path = shown(&office, "figures", &[], &xlsx(&article()));
        assert_eq!(counts(&office, &path), are(6, 0, 0, 0), "{}", office.get(&path).text());
        assert_eq!(count(&city, "published_figures"), 0, "a trial leaves nothing");
        office.follow(&office.submit_to(&path, "/storage", &[]));
        assert_eq!((count(&city, "published_figures"), count(&city, "published_figure_parts")), (2, 2));
        let mut conn = city.database.connect();
        let figures = texts(&mut conn, "SELECT source || authority || COALESCE(unit_code, '-') || unit_of_count || CAST(total AS TEXT) \
            || note AS t FROM published_figures ORDER BY id");
        assert_eq!(figures, ["《钦州日报》市旅发委-persons1127到10月底", "《钦州日报》市旅发委450721households2000"]);
        let ratio = texts(&mut conn, "SELECT wording || CAST(thousandths AS TEXT) || '/' || CAST(decimals AS TEXT) AS t FROM published_figure_ratios");
        assert_eq!(ratio, ["旅游占全部30500/1"]);
        let id = numbers(&mut conn, "SELECT min(id) AS n FROM published_figures")[0];
        let page = city.official().get(&format!("/figures/{id}")).expect(200);
        assert!(page.says("1,127") && page.says("331") && page.says("30.5%"), "{}", page.text());
        let again = shown(&office, "figures", &[], &csv(&article()));
        assert_eq!(counts(&office, &again), are(0, 6, 0, 0), "{}", office.get(&again).text());
        assert_eq!(texts(&mut conn, "SELECT what AS t FROM audit_events WHERE what = 'figure.recorded'").len(), 2);
        run(&mut conn, "DELETE FROM published_figure_parts").unwrap_err();
        run(&mut conn, "DELETE FROM published_figures").unwrap_err();
        office.follow(&office.submit_to(&path, "/undoing", &[]));
        for table in ["published_figures", "published_figure_parts", "published_figure_units", "published_figure_ratios"] {
            assert_eq!(count(&city, table), 0, "{table}");
        }
        assert!(!city.official().get("/figures").says("《钦州日报》"));
    }
}

on_both! {
    fn a_figure_is_stored_whole_or_not_at_all_and_never_changed(database) {
        let city = City::new(database);
        let office = city.office();
        let head = ["发布单位", "来源", "发布日期", "数据年度", "所属范围", "口径", "口径说明", "计量", "项目", "数字"];
        let row = |source: &str, said: &[&str]| {
            let day = if source == "明天" { "2018-01-01" } else { "2017-11-24" };
            let own = ["市旅发委", source, day, "2017", "", "旅游脱贫", "", "人"];
            own.iter().chain(said).map(|cell| (*cell).to_owned()).collect::<Vec<String>>()
        };
        let mut list = rows(&[&head]);
        list.extend([
            row("甲", &["合计", "10"]), row("甲", &["就业安排", "5"]), row("甲", &["无此县", "5"]), row("甲", &["总计", "11"]),
            row("乙", &["未分解到县区", "10"]), row("乙", &["浦北县", "5"]),
            row("丙", &["合计", "10"]), row("丙", &["就业安排", "十"]),
            row("明天", &["合计", "10"]), row("明天", &["自主创业", "1"]),
            row("戊", &["合计", "10"]), row("戊", &["重大项目", "4"]), row("己", &["合计", "9"]),
        ]);
        // Of these two it is not said of which figure they are: a paper that may be theirs waits.
        list[12][2] = "2017-11-31".into();
        list[13][4] = "灵山县县".into();
        list.push(row("己", &["合计", "8"]));
        let path = shown(&office, "figures", &[], &csv(&list));
        let page = office.get(&path).expect(200);
        // 甲 2 wrong 2 held; 乙 1, 1; 丙 1, 1; 明天 1, 1; 戊 1, 1; 己 1, 1.
        assert_eq!(counts(&office, &path), are(0, 0, 7, 7), "{}", page.text());
        for said in ["没有“无此县”这个县区。可以填：灵山县、浦北县", "第 2 行已经写过", "又有分县区的数字", "“十”不是整数", "发布日期：", "没有“灵山县县”"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        let part = shown(&office, "figures", &[], &csv(&[list[0].clone(), list[1].clone(), list[2].clone(), row("丙", &["就业安排", "十"])]));
        office.follow(&office.submit_to(&part, "/partial-storage", &[]));
        assert_eq!(count(&city, "published_figures"), 1);
        // A number the paper did not print, or another one, is told; nothing is added to what was printed.
        let other = [list[0].clone(), row("甲", &["合计", "12"]), row("甲", &["就业安排", "5"]), row("甲", &["自主创业", "5"])];
        let other = shown(&office, "figures", &[], &csv(&other));
        assert_eq!(counts(&office, &other), are(0, 1, 2, 0), "{}", office.get(&other).text());
        assert!(office.get(&other).says("登记的是 10") && office.get(&other).says("登记的是 —"));
        for (who, person) in city.everybody() {
            let asked = ["figures", "targets"].map(|noun| person.get(&format!("/imports/new?noun={noun}")).status.code);
            let may = match who { "visitor" => [303, 303], "city" => [200, 200], "admin" => [403, 200], _ => [403, 403] };
            assert_eq!(asked, may, "{who}");
        }
    }
}

on_both! {
    fn a_figure_of_which_something_was_said_is_not_undone(database) {
        let city = City::new(database);
        let office = city.office();
        let path = shown(&office, "figures", &[], &csv(&article()));
        office.follow(&office.submit_to(&path, "/storage", &[]));
        let why = NewExplanation { pathway: None, unit: None, reason: Reason::Misprint, amount: -7, note: String::new() };
        let id = FigureId(numbers(&mut city.database.connect(), "SELECT min(id) AS n FROM published_figures")[0]);
        city.desk.write_now(city.cast.office.clone(), now(), move |tx| figures::explain(tx, id, 1, &why)).unwrap();
        let refused = office.post(&format!("{path}/undoing"), &[]).expect(409);
        assert!(refused.says("以后的办理已经用到"), "{}", refused.text());
        assert_eq!((count(&city, "published_figures"), count(&city, "published_figure_units")), (2, 1));
    }
}

/// A letter by unit and pathway.
fn letter() -> Vec<Vec<String>> {
    let head = ["责任单位", "途径", "任务人数", "户数", "责任书文号", "名称", "签订时间", "年度", "容差"];
    let own = ["钦旅责〔2017〕1号", "2017年责任书", "2017.1.12", "2017", "10"];
    let asked = [
        ["灵山县", "合计", "３２０人", "95"],
        ["灵山县", "技能培训", "45", ""],
        ["450722", "", "1200", "300"],
        ["合计", "", "1520", ""],
    ];
    let rows = asked.iter().map(|asked| asked.iter().chain(&own).map(|cell| (*cell).to_owned()).collect());
    [head.iter().map(|cell| (*cell).to_owned()).collect()].into_iter().chain(rows).collect()
}

on_both! {
    fn a_letter_of_targets_comes_and_goes_whole(database) {
        let city = City::new(database);
        let admin = city.admin();
        let path = shown(&admin, "targets", &[], &xlsx(&letter()));
        assert_eq!(counts(&admin, &path), are(3, 0, 0, 0), "{}", admin.get(&path).text());
        admin.follow(&admin.submit_to(&path, "/storage", &[]));
        assert_eq!((count(&city, "target_letters"), count(&city, "targets")), (1, 3));
        let mut conn = city.database.connect();
        let id = numbers(&mut conn, "SELECT id AS n FROM target_letters")[0];
        let shown_letter = city.official().get(&format!("/targets/{id}")).expect(200);
        assert!(shown_letter.says("320 / 95") && shown_letter.says("1,200 / 300"), "{}", shown_letter.text());
        let office = city.office();
        let again = shown(&office, "targets", &[], &csv(&letter()));
        assert_eq!(counts(&office, &again), are(0, 3, 0, 0), "{}", office.get(&again).text());
        let mut other = letter();
        other[2][2] = "46".into();
        let other = shown(&office, "targets", &[], &csv(&other));
        assert_eq!(counts(&office, &other), are(0, 2, 1, 0));
        assert!(office.get(&other).says("登记的是 45"));
        run(&mut conn, "DELETE FROM targets").unwrap_err();
        run(&mut conn, "DELETE FROM target_letters").unwrap_err();
        admin.follow(&admin.submit_to(&path, "/undoing", &[]));
        assert_eq!((count(&city, "target_letters"), count(&city, "targets")), (0, 0));
        assert!(office.get("/targets").links().contains(&"/imports/new?noun=targets".to_owned()));
        assert!(office.get("/figures").links().contains(&"/imports/new?noun=figures".to_owned()));
    }
}

on_both! {
    fn a_letter_is_refused_by_row_and_column_as_the_form_refuses_it(database) {
        let city = City::new(database);
        let office = city.office();
        let mut list = letter();
        list[1][3] = "321".into();
        list[3][0] = "无此县".into();
        let path = shown(&office, "targets", &[], &csv(&list));
        assert_eq!(counts(&office, &path), are(0, 0, 1, 2), "{}", office.get(&path).text());
        list[3][0] = "浦北县".into();
        list[3][1] = "非旅游".into();
        let path = shown(&office, "targets", &[], &csv(&list));
        let page = office.get(&path).expect(200);
        assert_eq!(counts(&office, &path), are(0, 0, 2, 1), "{}", page.text());
        assert!(page.says("目标户数：") && page.says("目标人数："), "{}", page.text());
        office.submit_to(&path, "/cancellation", &[]).sent_to();
        // A unit of which neither the whole nor all parts are asked; another title of the same letter; twice the same.
        let mut list = letter();
        list[3][1] = "自主创业".into();
        list[2][5] = "别的名称".into();
        list[4] = letter().swap_remove(1);
        let path = shown(&office, "targets", &[], &csv(&list));
        let page = office.get(&path).expect(200);
        assert_eq!(counts(&office, &path), are(0, 0, 2, 2), "{}", page.text());
        assert!(page.says("和第 2 行写的不一样") && page.says("第 2 行已经写过"), "{}", page.text());
        assert_eq!((count(&city, "target_letters"), count(&city, "targets")), (0, 0));
    }
}

on_both! {
    /// Filled in as Excel would leave it: the words of the drop-downs under the headers of the template.
    fn every_template_is_taken_in_as_it_is_given_out(database) {
        let city = City::new(database);
        let office = city.office();
        for (noun, list, fine) in [
            ("figures", vec![["市旅发委", "《钦州日报》", "2017-11-24", "2017", "全市", "旅游脱贫", "", "人", "合计", "1127", "", "", "", ""]], "1"),
            ("targets", vec![["2017", "钦旅责〔2017〕1号", "责任书", "2017-01-12", "10", "灵山县", "合计", "320", "95", "", "", "", "", ""]], "1"),
            ("courses", vec![["茶艺班", "县旅游局", "灵山县", "佛子镇", "2017-05-08", "2017-05-12", "30", "甲", "邓荔枝", "", "", "", "", ""]], "1"),
            ("payments", vec![["灵山县", "", "", "450721101201", "大芦古村入股分红", "2017", "", "", "邓荔枝", "", "分红", "100", "2017-07-30", "分红表"]], "1"),
        ] {
            let template = office.get(&format!("/imports/template.xlsx?noun={noun}")).expect(200);
            let sheets = read_back(template.bytes.clone());
            assert_eq!((sheets[1].1[0][0].as_str(), sheets[1].1[0][1].as_str()), ("xingtu-template", noun));
            let head = &sheets[0].1[0];
            let words: Vec<&String> = sheets[1].1.iter().skip(1).flatten().filter(|word| !word.is_empty()).collect();
            for word in list[0].iter().filter(|word| ["旅游脱贫", "人", "合计", "分红"].contains(word)) {
                assert!(words.iter().any(|one| one == word), "{word} of {words:?}");
            }
            let mut book = Workbook::new();
            let (page, text) = (book.add_worksheet(), Format::new().set_num_format("@"));
            for (column, header) in (0..).zip(head) {
                page.write(0, column, header).unwrap();
                let identity = crate::support::seed::id_number(1);
                let cell = if header == "身份证号" { identity.as_str() } else { list[0][usize::from(column)] };
                page.write_with_format(1, column, cell, &text).unwrap();
            }
            let dictionary = book.add_worksheet();
            dictionary.set_name("字典").unwrap();
            for (row, cells) in (0..).zip(&sheets[1].1) {
                for (column, cell) in (0..).zip(cells) {
                    dictionary.write(row, column, cell).unwrap();
                }
            }
            let answer = upload(&office, noun, &[], "模板.xlsx", &book.save_to_buffer().unwrap());
            let path = answer.sent_to();
            assert_eq!(counted(&office, &path, "可以导入"), fine, "{noun}: {}", office.get(&path).text());
        }
    }
}

/// Both ways of the migration that widened what can be imported, over imports that are there.
#[test]
fn the_migration_keeps_what_imports_there_are() {
    const NAME: &str = "2026-11-24-000028_take_in_more_lists";
    for database in [Some(Database::sqlite()), Database::postgres()].into_iter().flatten() {
        let city = City::new(database);
        let office = city.office();
        let stored = shown(&office, "targets", &[], &csv(&letter()));
        office.follow(&office.submit_to(&stored, "/storage", &[]));
        let payments = super::rows(&[
            &["村编码", "项目名称", "姓名", "身份证号", "发放类型", "金额", "发放日期", "名册编号"],
            &[
                "450721101201",
                "大芦古村入股分红",
                "邓荔枝",
                &crate::support::seed::id_number(1),
                "分红",
                "100",
                "2017-07-30",
                "分红表",
            ],
            &[
                "450721101201",
                "大芦古村入股分红",
                "某某",
                &crate::support::seed::id_number(1),
                "分红",
                "100",
                "2017-07-31",
                "分红表",
            ],
        ]);
        let kept = shown(&office, "payments", &[], &csv(&payments));
        office.follow(&office.submit_to(&kept, "/partial-storage", &[]));
        let folder = if city.database.is_sqlite() { "sqlite" } else { "postgres" };
        let sql = |way: &str| {
            let path = format!("{}/migrations/{folder}/{NAME}/{way}.sql", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path).unwrap()
        };
        let there = || {
            ["import_batches", "import_files", "import_rows", "import_made", "targets"]
                .map(|table| count(&city, table))
        };
        assert_eq!(there(), [2, 1, 1, 2, 3]);
        city.database.batch(&sql("down"));
        assert_eq!(there(), [1, 1, 1, 1, 3], "of the letter only where it came from is forgotten");
        city.database.batch(&sql("up"));
        assert_eq!(there(), [1, 1, 1, 1, 3]);
        office.follow(&office.submit_to(&kept, "/undoing", &[]));
        assert_eq!(count(&city, "programme_payments"), 1);
        let next = shown(&office, "targets", &[], &csv(&letter()));
        assert!(next.ends_with("/3"), "numbers of imports are not given twice: {next}");
    }
}
