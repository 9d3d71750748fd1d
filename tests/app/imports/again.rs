//! Random files: taken in twice, the second time changes nothing; taken out again, everything is as it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use xingtu::desk::Tx;
use xingtu::desk::imports::{self, Given, Incoming};
use xingtu::domain::access::Actor;
use xingtu::domain::ids::ImportId;
use xingtu::domain::import::{Counts, Noun};
use xingtu::store::{archive, households};
use zeroize::Zeroizing;

use super::{csv, xlsx};
use crate::support::city::{City, now};
use crate::support::on_both;
use crate::support::seed::{VILLAGE, household, id_number};

/// What an import writes of itself, and what everybody's acts leave behind: not what it is of.
const OWN: [&str; 7] = [
    "import_batches",
    "import_rows",
    "import_files",
    "import_made",
    "import_decisions",
    "audit_events",
    "audit_chains",
];

type Everything = BTreeMap<&'static str, Vec<serde_json::Value>>;

/// Every row of every other table. How often a record was changed is no part of what it says.
fn everything(city: &City) -> Everything {
    let mut conn = city.database.connect();
    let tables = archive::tables().unwrap().into_iter().filter(|table| !OWN.contains(&table.name));
    let mut read = |table: &archive::Table| {
        let mut lines = Vec::new();
        archive::write_out(&mut conn, table, &mut lines).unwrap();
        let lines = String::from_utf8(lines).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    tables.map(|table| (table.name, read(&table))).collect()
}

/// The same without what tells how often something was changed, and without the histories of households.
fn facts(mut all: Everything) -> Everything {
    all.retain(|table, _| *table != "household_changes");
    for row in all.values_mut().flatten() {
        row.as_object_mut().unwrap().remove("revision");
    }
    all
}

/// Tells the rows that differ, and only those.
#[track_caller]
fn same(are: &Everything, were: &Everything, why: &str) {
    for (table, rows) in were {
        let now = &are[table];
        let gone: Vec<_> = rows.iter().filter(|row| !now.contains(row)).collect();
        let new: Vec<_> = now.iter().filter(|row| !rows.contains(row)).collect();
        assert!(gone.is_empty() && new.is_empty(), "{why}: {table} had {gone:#?} and has {new:#?}");
    }
}

fn given() -> Given {
    let day = "2017-11-22".parse().unwrap();
    Given { document: Some("灵扶领〔2017〕41号".into()), announced_on: Some(day), half: None }
}

/// The import, if anything was stored, and what became of the rows.
fn imported(city: &City, actor: &Actor, noun: Noun, file: &[u8]) -> (Option<ImportId>, Counts) {
    let prepared = Arc::new(imports::prepare(noun, file).unwrap());
    let incoming = Incoming { file_name: "x".into(), content: Zeroizing::new(file.to_vec()), given: given() };
    let work = move |tx: &mut Tx<'_>| imports::import_now(tx, &incoming, &prepared, false);
    let done = city.desk.write_now(actor.clone(), now(), work).unwrap();
    (done.stored, Counts::of(&done.rows))
}

fn counted(city: &City, actor: &Actor, noun: Noun, file: &[u8]) -> Counts {
    let prepared = imports::prepare(noun, file).unwrap();
    city.desk
        .write_now(actor.clone(), now(), move |tx| imports::check(tx, &prepared, &given()))
        .unwrap()
        .counts()
}

/// Takes a file in, in again, and out.
fn there_and_back(city: &City, actor: &Actor, noun: Noun, file: &[u8]) {
    let before = everything(city);
    let would = counted(city, actor, noun, file);
    same(&everything(city), &before, "showing stores nothing");
    let (stored, did) = imported(city, actor, noun, file);
    assert_eq!(did, would, "it does what it showed");
    let Some(id) = stored else {
        assert_eq!(would.to_store(), 0, "{would:?}");
        return same(&everything(city), &before, "nothing new");
    };
    let stored = everything(city);
    let again = counted(city, actor, noun, file);
    assert_eq!(
        (again.to_store(), again.known),
        (0, would.known + would.to_store()),
        "{would:?} and then {again:?}"
    );
    assert_eq!(imported(city, actor, noun, file).0, None);
    same(&everything(city), &stored, "the second time changes nothing");
    city.desk.write_now(actor.clone(), now(), move |tx| imports::undo(tx, id)).unwrap();
    same(&facts(everything(city)), &facts(before), "undone");
}

/// Puts the columns in another order, under some title, as CSV or as a workbook.
fn laid_out(rows: &[Vec<String>], order: &[Index], title: bool, book: bool) -> Vec<u8> {
    let mut places: Vec<usize> = (0..rows[0].len()).collect();
    for (place, index) in order.iter().enumerate() {
        let other = index.index(places.len());
        let place = place % places.len();
        places.swap(place, other);
    }
    let mut all: Vec<Vec<String>> = if title { vec![vec!["名单".to_owned()]] } else { Vec::new() };
    all.extend(rows.iter().map(|row| places.iter().map(|place| row[*place].clone()).collect()));
    if book { xlsx(&all) } else { csv(&all) }
}

fn layouts() -> impl Strategy<Value = (Vec<Index>, bool, bool)> {
    (proptest::collection::vec(any::<Index>(), 4), any::<bool>(), any::<bool>())
}

fn runner() -> TestRunner {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// A row of an announced list: of which household, how its size, document and day are told.
fn exits() -> impl Strategy<Value = Vec<Vec<String>>> {
    let row = (
        select(vec!["101", "102", "103", "104", "999", "001"]),
        select(vec!["", "", "1", "2", "９"]),
        select(vec!["灵扶领〔2017〕41号", "灵扶领〔2017〕42号", ""]),
        select(vec!["2017-11-22", "2017年11月22日", "2017.11.20", "2017.11", ""]),
        select(vec!["", "下半年", "2017"]),
    );
    proptest::collection::vec(row, 1..8).prop_map(|rows| {
        let header = ["户编号", "家庭人口数", "公告文号", "公告日期", "批次"];
        let mut all = vec![header.map(str::to_owned).to_vec()];
        all.extend(rows.into_iter().map(|(code, size, document, day, half)| {
            let code = if code == "001" { "4507210000001".into() } else { format!("4507210000{code}") };
            vec![code, size.into(), document.into(), day.into(), half.into()]
        }));
        all
    })
}

on_both! {
    fn a_list_of_exits_taken_in_twice_is_taken_in_once_and_taken_out_is_gone(database) {
        let city = City::new(database);
        household(&city.desk, "4507210000101", &[101, 102]);
        household(&city.desk, "4507210000102", &[104]);
        household(&city.desk, "4507210000103", &[106]);
        household(&city.desk, "4507210000104", &[107, 108]);
        let office = city.cast.office.clone();
        let test = |(rows, (order, title, book)): (Vec<Vec<String>>, (Vec<Index>, bool, bool))| {
            there_and_back(&city, &office, Noun::Exits, &laid_out(&rows, &order, title, book));
            Ok(())
        };
        runner().run(&(exits(), layouts()), test).unwrap();
    }
}

/// A household of a file: its code, and how many members, with what is told of it and of them.
type Told = (
    usize,
    usize,
    &'static str,
    &'static str,
    &'static str,
    Vec<(usize, &'static str, &'static str, &'static str)>,
);

fn told() -> impl Strategy<Value = Told> {
    let member = (
        0usize..3,
        select(vec!["壮", "汉族", "", "外星"]),
        select(vec!["初中", "小学", ""]),
        select(vec!["县外省内务工", "", "乡镇内"]),
    );
    (
        0usize..6,
        1usize..4,
        select(vec!["一般贫困户", "脱贫户", "低保贫困户"]),
        select(vec!["因病", "缺技术", "缺资金"]),
        select(vec!["2015年12月", "2015-10-31", "2016.3", "昨天"]),
        proptest::collection::vec(member, 4),
    )
}

/// Members of one household have numbers and names of their own; a wrong relation comes now and then.
fn registers() -> impl Strategy<Value = Vec<Vec<String>>> {
    proptest::collection::vec(told(), 1..5).prop_map(|mut households| {
        households.sort_by_key(|household| household.0);
        households.dedup_by_key(|household| household.0);
        let header = [
            "户编号",
            "村编码",
            "姓名",
            "证件号码",
            "与户主关系",
            "户属性",
            "致贫原因",
            "识别时间",
            "民族",
            "文化程度",
            "务工地点",
        ];
        let mut all = vec![header.map(str::to_owned).to_vec()];
        for (place, members, attribute, cause, since, of) in households {
            for (n, (relation, nation, education, work)) in of.into_iter().take(members).enumerate() {
                let serial = 300 + u32::try_from(place * 4 + n).unwrap();
                let letters = ["赵", "钱", "孙", "李", "周", "吴"];
                let name = format!("{}{}", letters[place], ["大荔", "二荔", "三荔", "四荔"][n]);
                let relation = if n == 0 { "户主" } else { ["之女", "孙女", "远房"][relation] };
                all.push(
                    [
                        &format!("45072100005{place:02}"),
                        VILLAGE,
                        &name,
                        &id_number(serial),
                        relation,
                        attribute,
                        cause,
                        since,
                        nation,
                        education,
                        work,
                    ]
                    .map(str::to_owned)
                    .to_vec(),
                );
            }
        }
        all
    })
}

on_both! {
    fn households_taken_in_twice_are_taken_in_once_and_taken_out_are_as_they_were(database) {
        let city = City::new(database);
        // Two of them are registered already, under other names and with other facts.
        for (code, serials) in [("4507210000500", &[300, 301][..]), ("4507210000501", &[304])] {
            let (id, _) = household(&city.desk, code, serials);
            city.desk.db.write_now(move |c| households::refresh_one(c, id)).unwrap();
        }
        let county = city.cast.county.clone();
        let test = |(rows, (order, title, book)): (Vec<Vec<String>>, (Vec<Index>, bool, bool))| {
            there_and_back(&city, &county, Noun::Households, &laid_out(&rows, &order, title, book));
            Ok(())
        };
        runner().run(&(registers(), layouts()), test).unwrap();
    }
}
