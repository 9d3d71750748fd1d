//! Households and members: the exported list of 2022 and the national card.

use super::{count, counted, csv, everything, read_back, rows, shown, upload, xlsx};
use crate::support::city::City;
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::seed::{OTHER_VILLAGE, VILLAGE, household, id_number};

/// The header of the exported list of 2022, in another order than ours and with columns nobody asks for.
const HEADER: [&str; 15] = [
    "人编号",
    "户编号",
    "村编码",
    "姓名",
    "证件号码",
    "与户主关系",
    "人数",
    "民族",
    "文化程度",
    "健康状况",
    "劳动技能",
    "务工区域",
    "务工时间（月）",
    "户类型",
    "致贫原因1",
];

fn member(code: &str, name: &str, serial: u32, relation: &str, size: &str) -> Vec<String> {
    let id = id_number(serial);
    [
        "450700000012345678",
        code,
        VILLAGE,
        name,
        &id,
        relation,
        size,
        "壮",
        "初中",
        "健康",
        "普通劳动力",
        "",
        "",
        "脱贫户",
        "缺技术",
        "2015年12月",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn list(members: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut header: Vec<String> = HEADER.iter().map(|cell| (*cell).to_owned()).collect();
    header.push("首次识别时间".to_owned());
    let mut all = vec![vec!["灵山县脱贫户信息表".to_owned()], header];
    all.extend(members);
    all
}

fn two_households() -> Vec<Vec<String>> {
    list(vec![
        member("4507210000201", "梁荔花", 201, "户主", "2"),
        member("4507210000201", "梁小荔", 202, "之女", "2"),
        member("4507210000202", "潘秀兰", 203, "户主", "1"),
    ])
}

on_both! {
    fn a_list_is_shown_stored_known_again_and_undone(database) {
        let city = City::new(database);
        let county = city.county();
        let before = everything(&mut city.database.connect());
        for file in [csv(&two_households()), xlsx(&two_households())] {
            let path = shown(&county, "households", &[], &file);
            assert_eq!(counted(&county, &path, "可以导入"), "3");
            assert_eq!(everything(&mut city.database.connect()), before, "nothing is stored yet");
            let page = county.get(&path).expect(200);
            assert!(page.says("人编号"), "what is not used is told: {}", page.text());
            county.follow(&county.submit_to(&path, "/storage", &[]));
            let households = texts(&mut city.database.connect(), "SELECT code AS t FROM households ORDER BY id");
            assert_eq!(households[households.len() - 2..], ["4507210000201", "4507210000202"]);
            let card = numbers(&mut city.database.connect(), "SELECT MAX(id) - 1 AS n FROM households")[0];
            let shown_card = county.get(&format!("/households/{card}")).expect(200);
            for said in ["梁荔花", "梁小荔", "之女", "壮族", "一般脱贫户", "缺技术", "2015-12-01"] {
                assert!(shown_card.says(said), "{said}: {}", shown_card.text());
            }
            assert!(county.get("/households?q=lianglihua").says("4507210000201"));
            // The same file once more is all known, and changes nothing.
            let stored = everything(&mut city.database.connect());
            let again = shown(&county, "households", &[], &file);
            assert_eq!(counted(&county, &again, "已经登记过"), "3");
            assert!(county.get(&again).says("同样内容的文件导入过"));
            let form = county.get(&again).expect(200);
            assert!(form.forms().iter().all(|form| !form.action.ends_with("/storage")));
            county.post(&format!("{again}/storage"), &[("revision", "2")]).expect(409);
            assert_eq!(everything(&mut city.database.connect()), stored);
            county.follow(&county.submit_to(&again, "/cancellation", &[]));
            county.follow(&county.submit_to(&path, "/undoing", &[]));
            assert_eq!(everything(&mut city.database.connect()), before);
            assert!(county.get(&path).says("已撤销"));
        }
        let events = texts(&mut city.database.connect(), "SELECT what AS t FROM audit_events WHERE noun = 'import' ORDER BY id");
        assert_eq!(events[..5], ["import.previewed", "import.stored", "import.previewed", "import.cancelled", "import.undone"]);
        // What is kept of a file is encrypted, and gone when it is over.
        assert_eq!(count(&city, "import_files"), 0);
        assert_eq!(count(&city, "import_rows"), 0);
        assert_eq!(count(&city, "import_made"), 0);
    }
}

on_both! {
    fn every_wrong_row_is_told_by_row_and_column_and_given_back_marked(database) {
        let city = City::new(database);
        let county = city.county();
        let mut all = two_households();
        all.push(member("4507210000203", "韦一", 204, "户主", "2"));
        all[5][4] = "4.50799E+17".into();
        all.push(member("4507210000203", "韦二", 205, "之子", "2"));
        all.push(member("4507210000204", "农三", 206, "户主", "1"));
        all[7][2] = OTHER_VILLAGE.into();
        all.push(member("4507210000205", "黄四", 207, "配偶", "1"));
        all.push(member("4507210000206", "黄五", 208, "户主", "3"));
        all[9][13] = "困难户".into();
        let path = shown(&county, "households", &[], &csv(&all));
        assert_eq!(counted(&county, &path, "可以导入"), "3");
        assert_eq!(counted(&county, &path, "有错"), "5");
        let page = county.get(&path).expect(200);
        for said in [
            "第 6 行", "不能猜", "第 7 行", "身份证号上的性别", "第 8 行", "只能选本填报单位的村", "第 9 行", "没有户主",
            "第 10 行", "困难户", "写的是 3 人",
        ] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        for serial in 201..=208 {
            assert!(!page.body.contains(&id_number(serial)), "no ID number on the page");
        }
        county.post(&format!("{path}/storage"), &[("revision", "2")]).expect(409);
        assert_eq!(count(&city, "households"), 7, "all or nothing");
        let marked = county.get(&format!("{path}/marked.xlsx")).expect(200);
        let sheets = read_back(marked.bytes);
        assert_eq!(sheets[0].0, "导入结果");
        let body = &sheets[1].1;
        assert_eq!(body[1].last().unwrap(), "错误说明");
        assert_eq!(body[0][0], "灵山县脱贫户信息表");
        assert!(body[5].last().unwrap().contains("证件号码：身份证号被表格软件变成了数字"), "{:?}", body[5]);
        assert_eq!(body[2].last().unwrap(), "");
        assert_eq!(body[2][4], id_number(201), "the rows come back as they were");
        county.follow(&county.submit_to(&path, "/partial-storage", &[]));
        assert_eq!(count(&city, "households"), 9);
        let page = county.get(&path).expect(200);
        assert!(page.says("部分导入"), "{}", page.text());
        county.get(&format!("{path}/marked.xlsx")).expect(200);
        // Put right, the marked file is taken in as it is: its column of errors and its first sheet do no harm.
        let mut right = body.clone();
        right[5][4] = id_number(204);
        right[6][5] = "之女".into();
        right.truncate(7);
        let again = shown(&county, "households", &[], &xlsx(&right));
        assert_eq!((counted(&county, &again, "可以导入"), counted(&county, &again, "已经登记过")), ("2".into(), "3".into()));
        assert_eq!(count(&city, "import_files"), 2);
        let sealed = texts(&mut city.database.connect(), "SELECT report || given AS t FROM import_batches");
        assert!(sealed.iter().all(|text| !text.contains("450799")));
    }
}

on_both! {
    fn what_a_file_says_otherwise_is_shown_before_and_after_changed_and_put_back(database) {
        let city = City::new(database);
        let county = city.county();
        household(&city.desk, "4507210000301", &[301, 302]);
        let before = everything(&mut city.database.connect());
        let mut all = list(vec![
            member("4507210000301", "刘荔红", 301, "户主", ""),
            member("4507210000301", "刘荔青", 302, "之女", ""),
            member("4507210000301", "刘荔香", 303, "之女", ""),
        ]);
        all[3][11] = "县外省内务工".into();
        all[3][12] = "１０".into();
        let path = shown(&county, "households", &[], &csv(&all));
        assert_eq!((counted(&county, &path, "会改变已有登记"), counted(&county, &path, "可以导入")), ("2".into(), "1".into()));
        let page = county.get(&path).expect(200);
        for said in ["户属性 ：一般贫困户 → 一般脱贫户", "主要致贫原因 ：缺资金 → 缺技术", "姓名 ：刘荔红 → 刘荔青", "年内务工月数 ：— → 10", "民族 ：— → 壮族"] {
            let said = said.replace(" ：", "：");
            assert!(page.says(&said), "{said}: {}", page.text());
        }
        county.follow(&county.submit_to(&path, "/storage", &[]));
        let id = numbers(&mut city.database.connect(), "SELECT id AS n FROM households WHERE code = '4507210000301'")[0];
        let card = county.get(&format!("/households/{id}")).expect(200);
        assert!(card.says("刘荔青") && card.says("刘荔香") && card.says("第 1 次导入"), "{}", card.text());
        let again = shown(&county, "households", &[], &csv(&all));
        assert_eq!(counted(&county, &again, "已经登记过"), "3");
        county.follow(&county.submit_to(&path, "/undoing", &[]));
        assert_eq!(everything(&mut city.database.connect()), before);
        // Once somebody else changed the household, the import stays.
        let third = shown(&county, "households", &[], &csv(&all));
        county.follow(&county.submit_to(&third, "/storage", &[]));
        run(&mut city.database.connect(), &format!("UPDATE households SET revision = revision + 1 WHERE id = {id}")).unwrap();
        let refused = county.post(&format!("{third}/undoing"), &[]).expect(409);
        assert!(refused.says("以后的办理已经用到"), "{}", refused.text());
    }
}

on_both! {
    fn a_possible_duplicate_is_decided_by_a_person_and_the_decision_is_on_record(database) {
        let city = City::new(database);
        let county = city.county();
        household(&city.desk, "4507210000401", &[401]);
        // The same name and day of birth under another number, in another household.
        let all = list(vec![
            member("4507210000402", "刘荔红", 402, "户主", "1"),
            member("4507210000403", "刘荔红", 403, "户主", "1"),
            member("4507210000404", "梁荔花", 404, "户主", "1"),
        ]);
        let path = shown(&county, "households", &[], &csv(&all));
        assert_eq!((counted(&county, &path, "可能重复，要决定"), counted(&county, &path, "可以导入")), ("2".into(), "1".into()));
        let page = county.get(&path).expect(200);
        assert!(page.says("4507210000401") && page.says("1973-06-12"), "side by side: {}", page.text());
        county.post(&format!("{path}/storage"), &[("revision", "2")]).expect(409);
        let decided = county.submit_to(&path, "/decisions", &[("decide[0-3]", "new"), ("decide[0-4]", "skip")]);
        county.follow(&decided);
        assert_eq!((counted(&county, &path, "可以导入"), counted(&county, &path, "决定不导入")), ("2".into(), "1".into()));
        county.follow(&county.submit_to(&path, "/storage", &[]));
        let codes = texts(&mut city.database.connect(), "SELECT code AS t FROM households WHERE id > 8 ORDER BY id");
        assert_eq!(codes, ["4507210000402", "4507210000404"]);
        let detail = texts(&mut city.database.connect(), "SELECT detail AS t FROM audit_events WHERE what = 'import.decided' ORDER BY id");
        assert_eq!(detail.len(), 2);
        assert!(detail.iter().any(|one| one.contains("\"decision\":\"new\"")), "{detail:?}");
    }
}

on_both! {
    fn a_file_is_its_unit_s_and_nobody_else_s(database) {
        let city = City::new(database);
        let path = shown(&city.county(), "households", &[], &csv(&two_households()));
        for (who, person) in city.everybody() {
            let page = person.get(&path);
            match who {
                "visitor" => assert!(page.sent_to().starts_with("/sign-in")),
                "county" | "city" => drop(page.expect(200)),
                "another county" => drop(page.expect(404)),
                _ => drop(page.expect(403)),
            }
            let asked = person.get("/imports/new?noun=households");
            match who {
                "visitor" => assert!(asked.sent_to().starts_with("/sign-in")),
                "county" | "another county" | "city" => drop(asked.expect(200)),
                _ => drop(asked.expect(403)),
            }
        }
        // A person of another unit's household is told to nobody by name or code.
        let elsewhere = list(vec![member("4507210000501", "韦大娘", 7, "户主", "1")]);
        let path = shown(&city.county(), "households", &[], &csv(&elsewhere));
        let page = city.county().get(&path).expect(200);
        assert!(page.says("负责的范围以外") && !page.says("4507220000007"), "{}", page.text());
        let theirs = list(vec![member("4507220000007", "韦大娘", 7, "户主", "1")]);
        let path = shown(&city.county(), "households", &[], &csv(&theirs));
        assert!(city.county().get(&path).says("登记在您负责的范围以外"));
        city.county().get("/imports/new?noun=exits").expect(403);
        let refused = upload(&city.county(), "households", &[], "a.csv", b"\xff\xff\x00\x01");
        assert!(refused.expect(422).error_on("file").is_some());
    }
}

on_both! {
    fn rows_of_the_template_s_own_words_and_merged_cells_are_read(database) {
        let city = City::new(database);
        let county = city.county();
        let template = county.get("/imports/template.xlsx?noun=households").expect(200);
        let sheets = read_back(template.bytes.clone());
        assert_eq!(sheets[0].0, "建档立卡户和成员");
        assert_eq!((sheets[1].0.as_str(), sheets[1].1[0][0].as_str(), sheets[1].1[0][1].as_str()), ("字典", "xingtu-template", "households"));
        let empty = upload(&county, "households", &[], "模板.xlsx", &template.bytes).expect(422);
        assert!(empty.error_on("file").unwrap().contains("没有数据行"));
        let wrong = upload(&city.office(), "exits", &[], "模板.xlsx", &template.bytes).expect(422);
        assert!(wrong.error_on("file").unwrap().contains("另一种内容的模板"));
        let lacking = rows(&[&["村", "姓名", "身份证号", "关系"], &["大芦村", "梁荔花", "x", "户主"]]);
        let lacking = upload(&county, "households", &[], "a.csv", &csv(&lacking)).expect(422);
        assert!(lacking.error_on("file").unwrap().contains("户编号"));
    }
}
