//! Files taken in: shown, stored whole or in part, known again, given back marked, undone.

#[path = "imports/again.rs"]
mod again;
#[path = "imports/background.rs"]
mod background;
#[path = "imports/corpus.rs"]
mod corpus;
#[path = "imports/evidence.rs"]
mod evidence;
#[path = "imports/exits.rs"]
mod exits;
#[path = "imports/figures.rs"]
mod figures;
#[path = "imports/households.rs"]
mod households;
#[path = "imports/killed.rs"]
mod killed;
#[path = "imports/limits.rs"]
mod limits;
#[path = "imports/tried.rs"]
mod tried;

use rust_xlsxwriter::{Format, Workbook};
use xingtu::desk::imports;
use xingtu::store::Conn;

use crate::support::city::{City, Person};
use crate::support::database::{numbers, texts};
use crate::support::page::Page;

/// A table of text as CSV in UTF-8.
fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let lines = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(","));
    lines.collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// The same as a workbook whose cells are all text.
fn xlsx(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let text = Format::new().set_num_format("@");
    for (at, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            page.write_with_format(at, column, cell, &text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn rows(text: &[&[&str]]) -> Vec<Vec<String>> {
    text.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

/// Uploads a file; the page of what it would do.
#[track_caller]
fn upload(person: &Person<'_>, noun: &str, said: &[(&str, &str)], name: &str, file: &[u8]) -> Page {
    let form = format!("/imports/new?noun={noun}");
    person.upload(&form, "/imports", said, &[("file", name, file)])
}

/// Uploads a file that is read; the path of its page.
#[track_caller]
fn shown(person: &Person<'_>, noun: &str, said: &[(&str, &str)], file: &[u8]) -> String {
    upload(person, noun, said, "名单.csv", file).sent_to()
}

/// How many rows of an import become what, by the words of the page.
#[track_caller]
fn counted(person: &Person<'_>, path: &str, what: &str) -> String {
    let page = person.get(path).expect(200);
    let rows = page.rows(".list");
    let found = rows.iter().find(|row| row.first().is_some_and(|first| first == what));
    found.unwrap_or_else(|| panic!("no {what} in {rows:?}"))[1].clone()
}

/// Every row of the tables an import may touch, as text.
fn everything(conn: &mut Conn) -> Vec<Vec<String>> {
    [
        "SELECT CAST(id AS TEXT) || code || division_code || unit_code || natural_village || attribute || cause || COALESCE(second_cause, '-') \
         || phone || CAST(registered_on AS TEXT) AS t FROM households ORDER BY id",
        "SELECT CAST(id AS TEXT) || name || sex || CAST(birth_date AS TEXT) || id_masked || COALESCE(nation, '-') || COALESCE(education, '-') \
         || COALESCE(health, '-') || COALESCE(labour, '-') || COALESCE(work_place, '-') || employer AS t FROM persons ORDER BY id",
        "SELECT CAST(id AS TEXT) || CAST(household_id AS TEXT) || CAST(person_id AS TEXT) || relation || CAST(from_on AS TEXT) AS t \
         FROM memberships ORDER BY id",
        "SELECT CAST(id AS TEXT) || CAST(household_id AS TEXT) || document || state || CAST(persons AS TEXT) AS t FROM exits ORDER BY id",
        "SELECT CAST(exit_id AS TEXT) || CAST(person_id AS TEXT) || relation AS t FROM exit_members ORDER BY exit_id, person_id",
        "SELECT CAST(id AS TEXT) || document || unit_code AS t FROM announcements ORDER BY id",
    ]
    .iter()
    .map(|sql| texts(conn, sql))
    .collect()
}

fn count(city: &City, of: &str) -> i64 {
    numbers(&mut city.database.connect(), &format!("SELECT count(*) AS n FROM {of}"))[0]
}

/// What a workbook says, sheet by sheet, cell by cell.
fn read_back(book: Vec<u8>) -> Vec<(String, Vec<Vec<String>>)> {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book)).unwrap();
    book.sheet_names()
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
            (name, rows)
        })
        .collect()
}

/// How a file is read, without an installation.
fn prepared(noun: xingtu::domain::import::Noun, file: &[u8]) -> Result<imports::Prepared, &'static str> {
    imports::prepare(noun, file).map_err(|message| message.key)
}
