//! Awkward files, each with what is read or reported of it: made by hand, by our own writer, by openpyxl and by LibreOffice.

#[path = "corpus/books.rs"]
mod books;
#[path = "corpus/bytes.rs"]
mod bytes;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use serde_json::Value;
use xingtu::desk::Error;
use xingtu::desk::imports::{self, Given};
use xingtu::domain::import::Noun;

use super::{csv, prepared, rows};
use crate::support::city::{City, now};
use crate::support::database::run;
use crate::support::on_both;
use crate::support::seed::{household, id_number};
use crate::support::writers::{self, Files, Writer};

const DOCUMENT: &str = "灵扶领〔2017〕41号";

/// What is reported of a file: how many rows become what, then each fault by sheet, row, column and the key of its message;
/// or the key of why it is refused.
type Expected = &'static str;

fn list() -> Vec<Vec<String>> {
    rows(&[&["户编号", "户主姓名"], &["4507210000101", "梁荔花"], &["4507210000102", "潘秀兰"]])
}

fn text() -> String {
    String::from_utf8(csv(&list())).unwrap()
}

/// How many rows are found, or why the file is refused.
fn read(noun: Noun, file: &[u8]) -> Result<usize, &'static str> {
    prepared(noun, file).map(|file| file.count())
}

#[test]
fn every_encoding_is_read() {
    let text_gb = text();
    let gb = encoding_rs::GB18030.encode(&text_gb).0.into_owned();
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text().replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let marked = [b"\xef\xbb\xbf".to_vec(), text().into_bytes()].concat();
    for (what, file) in
        [("utf-8", text().into_bytes()), ("with its mark", marked), ("gb18030", gb), ("utf-16", utf16)]
    {
        assert_eq!(read(Noun::Exits, &file), Ok(2), "{what}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_a_remedy() {
    let cases: [(&str, &[u8], &str); 6] = [
        ("nothing", b"", "error-import-empty"),
        ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "error-import-kind"),
        ("a broken workbook", b"PK\x03\x04 and then nothing", "error-import-kind"),
        ("words", "各乡镇：\n请按时报送。".as_bytes(), "error-import-no-header"),
        ("a header alone", "户编号,户主姓名\n".as_bytes(), "error-import-no-rows"),
        ("no household", "姓名字,备注\n梁,x\n".as_bytes(), "error-import-no-header"),
    ];
    for (what, file, key) in cases {
        assert_eq!(read(Noun::Exits, file), Err(key), "{what}");
    }
}

#[test]
fn a_workbook_with_titles_merged_cells_dates_and_formulas_is_read() {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.set_name("封面").unwrap();
    cover.write(0, 0, "关于报送名单的说明").unwrap();
    let page = book.add_worksheet();
    page.set_name("大芦村").unwrap();
    let plain = Format::new();
    page.merge_range(0, 0, 0, 5, "灵山县2015年建档立卡户信息表", &plain).unwrap();
    page.merge_range(1, 0, 2, 0, "户编号", &plain).unwrap();
    page.merge_range(1, 1, 2, 1, "村", &plain).unwrap();
    page.merge_range(1, 2, 1, 4, "家庭成员", &plain).unwrap();
    page.merge_range(1, 5, 2, 5, "首次识别\n时间", &plain).unwrap();
    for (column, name) in [(2, "A4 姓名"), (3, "A7 证件号"), (4, "A8 与户主关系")] {
        page.write(2, column, name).unwrap();
    }
    // One household over two rows, its code merged; the number of the second came as a number.
    page.merge_range(3, 0, 4, 0, "4507210000201", &plain).unwrap();
    page.merge_range(3, 1, 4, 1, "大芦村", &plain).unwrap();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (row, name, relation) in [(3, "梁荔花", "户主"), (4, "梁小荔", "之女")] {
        page.write(row, 2, name).unwrap();
        page.write(row, 4, relation).unwrap();
        page.write_with_format(row, 5, ExcelDateTime::from_ymd(2015, 12, 31).unwrap(), &day).unwrap();
    }
    page.write(3, 3, "11010519491231002X").unwrap();
    page.write(4, 3, 4.507_991_973_061_2e17).unwrap();
    page.write_formula(6, 2, Formula::new("=COUNTA(C4:C5)").set_result("2")).unwrap();
    page.write(6, 0, "合计").unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("旧表").unwrap();
    hidden.set_hidden(true);
    hidden.write(0, 0, "户编号").unwrap();
    let file = book.save_to_buffer().unwrap();
    assert_eq!(read(Noun::Households, &file), Ok(2));
    let read = prepared(Noun::Households, &file).unwrap();
    assert!(read.unused.is_empty(), "{:?}", read.unused);
    assert_eq!(read.sheets(), [(1, "大芦村")]);
}

#[test]
fn lines_over_several_lines_and_other_separators_are_read() {
    let file = "名单\n\n户编号;户主姓名\n4507210000101;梁荔花\n";
    assert_eq!(read(Noun::Exits, file.as_bytes()), Ok(1));
    let file = "\"户编号\",\"户主\n姓名\"\n=\"4507210000101\",梁荔花\n,\n合计,1\n填表人：某某,\n";
    assert_eq!(read(Noun::Exits, file.as_bytes()), Ok(1));
}

/// An ID number whose check character is X.
fn with_x() -> String {
    (120..400).map(id_number).find(|id| id.ends_with('X')).unwrap()
}

/// The small city with the households the files are of.
fn city(database: crate::support::database::Database) -> City {
    let city = City::new(database);
    household(&city.desk, "4507210000101", &[101, 102, 103]);
    household(&city.desk, "4507210000102", &[104, 105]);
    let x = (120..400).find(|serial| id_number(*serial).ends_with('X')).unwrap();
    for (code, serial) in [("103", 106), ("104", 107), ("105", 108), ("106", x), ("107", 110)] {
        household(&city.desk, &format!("4507210000{code}"), &[serial]);
    }
    let mut conn = city.database.connect();
    for (id, name) in
        [(11, "梁荔花"), (13, "莫家旺"), (14, "黄四妹"), (15, "覃家兴"), (16, "李有福"), (17, "覃家兴")]
    {
        run(&mut conn, &format!("UPDATE persons SET name = '{name}' WHERE id = {id}")).unwrap();
    }
    drop(conn);
    city
}

/// What is reported of a file.
fn reported(city: &City, noun: Noun, file: &[u8]) -> String {
    let prepared = match imports::prepare(noun, file) {
        Ok(prepared) => Arc::new(prepared),
        Err(message) => return format!("refused: {}", message.key),
    };
    let actor = match noun {
        Noun::Exits | Noun::Hires => &city.cast.office,
        Noun::Divisions => &city.cast.admin,
        _ => &city.cast.county,
    };
    let given = Given {
        document: Some(DOCUMENT.into()),
        announced_on: Some("2017-11-22".parse().unwrap()),
        half: None,
    };
    let plan = city.desk.write_now(actor.clone(), now(), move |tx| imports::check(tx, &prepared, &given));
    let plan = match plan {
        Ok(plan) => plan,
        Err(Error::Invalid(refusals)) => {
            return format!("refused: {}", refusals.iter().next().unwrap().1.key);
        }
        Err(other) => panic!("{other}"),
    };
    let counts = serde_json::to_value(plan.counts()).unwrap();
    let of = ["fine", "known", "changes", "duplicates", "wrong", "held"];
    let of = of.into_iter().filter(|what| counts[*what] != 0);
    let mut said = vec![of.map(|what| format!("{what} {}", counts[what])).collect::<Vec<_>>().join(" ")];
    for row in &plan.rows {
        for wrong in row.detail.iter().flat_map(|detail| &detail.wrong) {
            let column = wrong.column.as_deref().unwrap_or("—");
            said.push(format!("{}:{} {column} {}", row.place.sheet + 1, row.place.row, wrong.message.key));
        }
    }
    said.join("; ")
}

/// The books in every form, written once for this run.
fn written() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| {
        let described: Vec<Value> = books::books().into_iter().map(|book| book.described).collect();
        writers::write(&described)
    })
}

on_both! {
    fn every_file_is_reported_as_it_should_be_whoever_wrote_it(database) {
        let city = city(database);
        let mut wrong = Vec::new();
        let mut names = BTreeSet::new();
        let mut check = |name: String, noun, file: &[u8], expected: Expected| {
            let said = reported(&city, noun, file);
            if said != expected {
                wrong.push(format!("{name}\n  expected {expected}\n  reported {said}"));
            }
            assert!(names.insert(name), "two of one name");
        };
        for file in bytes::texts().into_iter().chain(bytes::broken()) {
            check(file.name.to_owned(), bytes::NOUN, &file.content, file.expected);
        }
        let by_hand = 42;
        for book in books::books() {
            for writer in Writer::ALL {
                let content = written().get(&(book.name().to_owned(), writer));
                if let (Some(content), Some(expected)) = (content, book.expected_from(writer)) {
                    check(format!("{} by {writer:?}", book.name()), book.noun, content, expected);
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(names.len() >= by_hand, "{}", names.len());
        eprintln!("{} files", names.len());
    }
}

#[test]
fn a_file_of_another_writer_that_was_cut_off_is_refused() {
    for writer in [Writer::Openpyxl, Writer::LibreXlsx, Writer::LibreXls, Writer::LibreOds] {
        let Some(content) = written().get(&("several-sheets".to_owned(), writer)) else { continue };
        for eighths in 1..8 {
            let cut = &content[..content.len() * eighths / 8];
            assert_eq!(read(Noun::Exits, cut), Err("error-import-kind"), "{eighths} eighths by {writer:?}");
        }
    }
}
