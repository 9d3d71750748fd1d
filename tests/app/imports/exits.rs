//! The poverty office's announced lists.

use xingtu::cli::import::{Options, take_in_file};
use xingtu::domain::import::Noun;
use zeroize::Zeroizing;

use super::{count, counted, csv, everything, rows, shown, upload, xlsx};
use crate::support::city::{City, now};
use crate::support::database::{numbers, run, texts};
use crate::support::on_both;
use crate::support::seed::{VILLAGE, household, id_number};

const DOCUMENT: &str = "灵扶领〔2017〕41号";

/// What is said beside a list without columns for it.
const SAID: [(&str, &str); 2] = [("document", DOCUMENT), ("announced_on", "2017年11月22日")];

fn village_name(city: &City) -> String {
    let sql = format!("SELECT name AS t FROM divisions WHERE code = '{VILLAGE}'");
    texts(&mut city.database.connect(), &sql)[0].clone()
}

fn township_name(city: &City) -> String {
    let sql = format!("SELECT name AS t FROM divisions WHERE code = '{}'", &VILLAGE[..9]);
    texts(&mut city.database.connect(), &sql)[0].clone()
}

impl City {
    fn to_announce(&self) {
        household(&self.desk, "4507210000101", &[101, 102, 103]);
        household(&self.desk, "4507210000102", &[104, 105]);
        run(&mut self.database.connect(), "UPDATE persons SET name = '梁荔花' WHERE id = 11").unwrap();
    }
}

on_both! {
    fn the_list_of_the_village_board_is_found_in_the_register(database) {
        let city = City::new(database);
        city.to_announce();
        let office = city.office();
        let before = everything(&mut city.database.connect());
        let title = format!("灵山县{}{}2017年脱贫户名单（下半年）", township_name(&city), village_name(&city));
        let list = rows(&[
            &[&title], &["序号", "村民小组", "户主姓名", "家庭人口数（人）"],
            &["1", "", "刘荔红", "３人"], &["2", "", "梁荔花", "2"], &["", "合计", "", "5"],
        ]);
        let path = shown(&office, "exits", &SAID, &csv(&list));
        assert_eq!(counted(&office, &path, "可以导入"), "2", "{}", office.get(&path).text());
        office.follow(&office.submit_to(&path, "/storage", &[]));
        let persons = numbers(&mut city.database.connect(), "SELECT CAST(persons AS BIGINT) AS n FROM exits WHERE id > 7 ORDER BY id");
        assert_eq!(persons, [3, 2]);
        let lists = office.get("/announcements?year=2017").expect(200);
        assert!(lists.says(DOCUMENT), "{}", lists.text());
        let again = shown(&office, "exits", &SAID, &xlsx(&list));
        assert_eq!(counted(&office, &again, "已经登记过"), "2");
        // A proposal on one of them keeps the import.
        office.follow(&office.submit_to(&path, "/undoing", &[]));
        assert_eq!(everything(&mut city.database.connect()), before);
        let events = texts(&mut city.database.connect(), "SELECT detail AS t FROM audit_events WHERE what = 'exits.announced'");
        assert!(events.iter().all(|detail| !detail.contains('刘')));
    }
}

on_both! {
    fn every_rule_of_a_typed_list_holds_for_a_file(database) {
        let city = City::new(database);
        city.to_announce();
        let office = city.office();
        let list = rows(&[
            &["户编号", "户主姓名", "人口数", "文号", "公告日期", "脱贫年度"],
            &["4507210000101", "刘荔红", "3", DOCUMENT, "2017.11.22", "2017年"],
            &["4507210000101", "刘荔红", "3", DOCUMENT, "20171122", "2017"],
            &["4507210000102", "梁荔花", "4", DOCUMENT, "2017-11-22", "2017"],
            &["4507210000001", "邓荔枝", "1", DOCUMENT, "2017-11-22", "2017"],
            &["4507219999999", "某某", "1", DOCUMENT, "2017-11-22", "2017"],
            &["4507210000102", "刘荔红", "2", DOCUMENT, "2017-11-25", "2016"],
            &["4507220000007", "韦大娘", "1", "钦扶领〔2017〕35号", "2017-11-20", ""],
            &[id_number(104).as_str(), "梁荔花", "2", DOCUMENT, "2017-11-22", ""],
        ]);
        let path = shown(&office, "exits", &[], &csv(&list));
        assert_eq!((counted(&office, &path, "可以导入"), counted(&office, &path, "已经登记过")), ("1".into(), "1".into()));
        let page = office.get(&path).expect(200);
        for said in ["在名单里重复", "册上公告当日是 2 人", "已经公告退出", "没有 4507219999999", "不在同一年", "身份证号，不是编号"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        assert!(!page.body.contains(&id_number(104)));
        let lacking = rows(&[&["户编号"], &["4507210000101"]]);
        let refused = upload(&office, "exits", &[], "a.csv", &csv(&lacking)).expect(422);
        assert!(refused.error_on("document").is_some() && refused.error_on("announced_on").is_some());
    }
}

on_both! {
    fn households_of_one_name_are_told_apart_by_a_person(database) {
        let city = City::new(database);
        city.to_announce();
        run(&mut city.database.connect(), "UPDATE persons SET name = '刘荔红' WHERE id = 11").unwrap();
        let office = city.office();
        let village = village_name(&city);
        let list = rows(&[&["行政村", "户主姓名", "人口"], &[&village, "刘荔红", "2"]]);
        let path = shown(&office, "exits", &SAID, &csv(&list));
        assert_eq!(counted(&office, &path, "可能重复，要决定"), "1", "{}", office.get(&path).text());
        let page = office.get(&path).expect(200);
        assert!(page.says("4507210000101") && page.says("4507210000102"), "{}", page.text());
        office.follow(&office.submit_to(&path, "/decisions", &[("decide[0-2]", "chosen-9")]));
        assert_eq!(counted(&office, &path, "可以导入"), "1", "{}", office.get(&path).text());
        office.follow(&office.submit_to(&path, "/storage", &[]));
        assert_eq!(numbers(&mut city.database.connect(), "SELECT household_id AS n FROM exits WHERE id = 8"), [9]);
    }
}

on_both! {
    fn what_was_attributed_since_is_not_undone(database) {
        let city = City::new(database);
        city.to_announce();
        let office = city.office();
        let list = rows(&[&["户编号"], &["4507210000101"]]);
        let path = shown(&office, "exits", &SAID, &csv(&list));
        office.follow(&office.submit_to(&path, "/storage", &[]));
        let mut conn = city.database.connect();
        run(&mut conn, "INSERT INTO exit_changes (exit_id, kind, on_day, document, reason, recorded_by, recorded_at) \
            VALUES (8, 'return_to_poverty', '2017-11-23', 'x', 'x', 1, '2017-11-24 01:00:00')").unwrap();
        let refused = office.post(&format!("{path}/undoing"), &[]).expect(409);
        assert!(refused.says("以后的办理已经用到"), "{}", refused.text());
        assert_eq!(count(&city, "exit_members WHERE exit_id = 8"), 3, "nothing of it is gone");
        run(&mut conn, "DELETE FROM exit_members WHERE exit_id = 8").unwrap_err();
    }
}

/// What `xingtu import exits` says of a file, and whether it ends with 0.
fn import(city: &City, file: &[u8], options: &Options) -> (bool, String) {
    let mut said = Vec::new();
    let content = Zeroizing::new(file.to_vec());
    let done = take_in_file(&city.desk, Noun::Exits, content, options, now(), &mut said);
    let mut said = String::from_utf8(said).unwrap();
    if let Err(why) = &done {
        said.push_str(&why.0);
    }
    (done.is_ok(), said)
}

on_both! {
    fn the_command_does_the_same(database) {
        let city = City::new(database);
        city.to_announce();
        let list = rows(&[&["户编号", "人数"], &["4507210000101", "3"], &["4507210000102", "5"]]);
        let options = Options {
            file: "名单.csv".into(),
            document: Some(DOCUMENT.into()),
            announced_on: Some("2017-11-22".parse().unwrap()),
            ..Options::default()
        };
        let file = csv(&list);
        let (fine, said) = import(&city, &file, &Options { dry_run: true, ..options.clone() });
        assert!(!fine && said.contains("row 3 [家庭人口数]") && said.contains("2 rows: 1 fine"), "{said}");
        let (fine, said) = import(&city, &file, &options);
        assert!(!fine && said.contains("nothing was stored"), "{said}");
        assert_eq!((count(&city, "exits"), count(&city, "import_batches")), (7, 0));
        let (fine, said) = import(&city, &file, &Options { correct_rows: true, ..options.clone() });
        assert!(fine && said.contains("stored 1 rows"), "{said}");
        assert_eq!((count(&city, "exits"), count(&city, "import_batches")), (8, 1));
        assert!(city.office().get("/imports/1").expect(200).says("部分导入"));
        let right = csv(&rows(&[&["户编号", "人数"], &["4507210000101", "3"]]));
        let (fine, said) = import(&city, &right, &options);
        assert!(fine && said.contains("nothing new") && said.contains("1 known"), "{said}");
        let (fine, said) = import(&city, &right, &Options { by: Some("nobody".into()), ..options.clone() });
        assert!(!fine && said.contains("there is no user"), "{said}");
        let (fine, said) = import(&city, b"", &options);
        assert!(!fine && said.contains("文件是空的"), "{said}");
    }
}
