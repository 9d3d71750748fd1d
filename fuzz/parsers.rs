//! Every parser of what people send, each as a function over bytes that panics if something is wrong with it. `fuzz_targets/`
//! feeds them what a fuzzer thinks of; `tests/app/parsers.rs` feeds them, on stable, what is in `corpus/` and what little is changed
//! of it.

use std::fmt::Display;
use std::io::Cursor;
use std::str::FromStr;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::NaiveDate;
use rocket::local::blocking::Client;
use xingtu::desk::Desk;
use xingtu::desk::archive::Manifest;
use xingtu::desk::imports::prepare;
use xingtu::desk::sheets::text_of;
use xingtu::domain::codes::Code as _;
use xingtu::domain::import::{Cell, Fields, Header, Kind, Noun, shown};
use xingtu::domain::moment::Moment;
use xingtu::domain::sheet::Sheet;
use xingtu::domain::{
    certificate, division, hire, household, identity, licence, month, position, sample_check, site, tally,
};
use xingtu::keys::Keys;
use xingtu::store::files::Files;
use xingtu::store::{Conn, DatabaseUrl, Db, archive};
use xingtu::web::{self, Clock};

/// A parser, fed some bytes.
pub type Body = fn(&[u8]);

/// The parsers by the names of their targets.
pub const ALL: [(&str, Body); 12] = [
    ("import_text", import_text),
    ("import_book", import_book),
    ("import_xlsx_part", import_xlsx_part),
    ("import_ods_part", import_ods_part),
    ("import_cells", import_cells),
    ("score_sheet", score_sheet),
    ("snapshot", snapshot),
    ("archive_manifest", archive_manifest),
    ("archive_rows", archive_rows),
    ("values", values),
    ("queries", queries),
    ("pictures", pictures),
];

/// A file of any noun; read twice, it says the same.
fn file(content: &[u8]) {
    for noun in Noun::ALL.iter().copied() {
        let told = |content| {
            prepare(noun, content).map(|file| (file.count(), file.unused.clone())).map_err(|why| why.key)
        };
        assert_eq!(told(content), told(content));
    }
}

/// A CSV in whatever encoding.
pub fn import_text(content: &[u8]) {
    if !content.starts_with(b"PK") && !content.starts_with(&[0xd0, 0xcf]) {
        file(content);
    }
}

/// An xlsx, xls or ods.
pub fn import_book(content: &[u8]) {
    file(content);
}

/// What a workbook's packed parts say, so that a change of a byte is a change of what is said.
pub fn import_xlsx_part(sheet: &[u8]) {
    const TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    const ROOT: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &[u8] = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="x" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    const SHEETS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    file(&stored(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", SHEETS),
        ("xl/worksheets/sheet1.xml", sheet),
    ]));
}

/// The same of an ods.
pub fn import_ods_part(content: &[u8]) {
    file(&stored(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content),
    ]));
}

/// An archive whose parts are stored as they are.
fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let long = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
    let (mut content, mut directory) = (Vec::new(), Vec::new());
    for (name, body) in parts {
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend([crc(body).to_le_bytes(), long(body.len()), long(body.len())].concat());
        common.extend([short(name.len()), short(0)].concat());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(long(content.len()));
        directory.extend(name.as_bytes());
        content.extend(b"PK\x03\x04");
        content.extend(common);
        content.extend(name.as_bytes());
        content.extend(*body);
    }
    let (start, count) = (content.len(), short(parts.len()));
    content.extend(&directory);
    content.extend([b"PK\x05\x06\x00\x00\x00\x00".as_slice(), &count, &count].concat());
    content.extend([long(directory.len()), long(start)].concat());
    content.extend([0, 0]);
    content
}

fn crc(body: &[u8]) -> u32 {
    !body.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

/// Rows of cells, one a line, set apart by tabs: `#` before a number, `@` before a day of 1970 on, `!` before a fault.
pub fn import_cells(content: &[u8]) {
    let text = String::from_utf8_lossy(content);
    let rows: Vec<Vec<Cell>> =
        text.lines().take(200).map(|line| line.split('\t').take(50).map(cell).collect()).collect();
    for noun in Noun::ALL.iter().copied() {
        let layout = noun.layout();
        let Ok(header) = Header::find(layout, &rows) else { continue };
        for row in rows.iter().skip(header.below).filter(|row| header.is_row(layout, row)) {
            let fields = Fields::read(layout, &header, row);
            assert!(fields.wrong.iter().all(|wrong| wrong.column.is_some()));
        }
    }
    for cell in rows.iter().flatten() {
        for tens in [0, 4] {
            read_again(cell, tens);
        }
        let told = shown(&cell.text());
        assert!(
            told.split(|c: char| !c.is_ascii_digit()).all(|run| run.len() < 11),
            "a number is told whole"
        );
    }
}

fn cell(text: &str) -> Cell {
    let rest = text.get(1..).unwrap_or_default();
    match text.as_bytes().first() {
        None => Cell::Empty,
        Some(b'#') => rest.parse().map_or_else(|_| Cell::Flag(true), Cell::Number),
        Some(b'@') => {
            NaiveDate::from_epoch_days(rest.parse().unwrap_or_default()).map_or(Cell::Empty, Cell::Day)
        }
        Some(b'!') => Cell::Fault(rest.to_owned()),
        _ => Cell::Text(text.into()),
    }
}

/// What a cell is read as is read as the same again.
fn read_again(cell: &Cell, tens: u32) {
    for kind in [Kind::Day, Kind::Month, Kind::Year, Kind::Whole, Kind::Yuan, Kind::Identity] {
        if let Ok(said) = kind.read(cell, tens)
            && !said.is_empty()
        {
            assert_eq!(
                kind.read(&Cell::Text(said.as_str().into()), 0).as_deref(),
                Ok(said.as_str()),
                "{kind:?} of {cell:?}"
            );
        }
    }
    for kind in [Kind::Text, Kind::Name, Kind::Code, Kind::Phone, Kind::Yes] {
        drop(kind.read(cell, tens));
    }
}

/// A score sheet as JSON or as a workbook: what nothing is wrong with can be read, and what is read has a head.
pub fn score_sheet(content: &[u8]) {
    let Ok(text) = text_of(content.to_vec()) else { return };
    if Sheet::examine(&text).is_empty() {
        let sheet =
            Sheet::parse(&text).unwrap_or_else(|bad| panic!("nothing is wrong with it, and yet {bad:?}"));
        assert!(Sheet::head(&text).is_ok());
        assert!(sheet == Sheet::read(&text).unwrap_or_else(|bad| panic!("{bad:?}")));
    }
}

/// A frozen year's file, or the proof of one exit. What is whole is whole against its own root, and against no other.
pub fn snapshot(content: &[u8]) {
    use xingtu::domain::snapshot::{Hash, check};
    if let Ok(checked) = check(Cursor::new(content), None) {
        assert!(check(Cursor::new(content), Some(checked.root)).is_ok());
        assert!(check(Cursor::new(content), Some(Hash::of_row(content))).is_err());
    }
}

/// What an archive says of itself.
pub fn archive_manifest(content: &[u8]) {
    if let Ok(manifest) = serde_json::from_slice::<Manifest>(content) {
        let again = serde_json::to_vec(&manifest).unwrap_or_default();
        assert_eq!(serde_json::from_slice::<Manifest>(&again).ok(), Some(manifest));
    }
}

/// An empty installation.
struct Installation {
    desk: Desk,
    client: Mutex<Client>,
    tables: Vec<archive::Table>,
    _dir: tempfile::TempDir,
}

static INSTALLATION: LazyLock<Installation> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a directory");
    let db = Db::open(&DatabaseUrl::Sqlite(dir.path().join("fuzz.sqlite"))).expect("a database");
    let keys = Keys::from_secret(&Keys::fresh_secret().expect("chance")).expect("a key");
    let desk = Desk { db, keys: Arc::new(keys), files: Files::at(dir.path()) };
    let settings = xingtu::config::figment().merge(("log_level", "off"));
    let day = NaiveDate::from_ymd_opt(2017, 11, 24).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a day");
    let clock = Clock::stopped(Moment::from_local(day));
    let client = Client::untracked(web::rocket(desk.clone(), &settings, clock)).expect("a server");
    let client = Mutex::new(client);
    Installation { desk, client, tables: archive::tables().expect("tables"), _dir: dir }
});

/// The rows of one table of an archive, by the first byte; nothing of them stays.
pub fn archive_rows(content: &[u8]) {
    let Some((which, lines)) = content.split_first() else { return };
    let Installation { desk, tables, .. } = &*INSTALLATION;
    let table = tables[usize::from(*which) % tables.len()].name;
    let lines = lines.to_vec();
    // Whatever becomes of it, the transaction is taken back.
    let take_in = move |c: &mut Conn| -> Result<(), xingtu::store::Fault> {
        archive::take_in(c, |of| Ok(Cursor::new(if of.name == table { lines.clone() } else { Vec::new() })))?;
        Err(xingtu::store::Fault::NotFound)
    };
    assert!(desk.db.write_now(take_in).is_err());
}

/// A value that is read is what it is written as.
fn spelled<T: FromStr + PartialEq + std::fmt::Debug>(text: &str, written: impl Fn(&T) -> String) {
    if let Ok(value) = text.parse::<T>() {
        let again = written(&value);
        assert_eq!(again.parse::<T>().ok().as_ref(), Some(&value), "{text:?} and then {again:?}");
    }
}

fn read<T: FromStr>(text: &str) {
    let _ = text.parse::<T>();
}

fn displayed<T: FromStr + PartialEq + std::fmt::Debug + Display>(text: &str) {
    spelled::<T>(text, ToString::to_string);
}

/// Everything that is typed into one field, or stands in an address.
pub fn values(content: &[u8]) {
    let text = &String::from_utf8_lossy(content);
    drop(text.parse::<identity::ResidentId>().map(|id| (id.masked(), id.birth_date(), id.sex())));
    spelled::<identity::PersonName>(text, |name| name.as_str().to_owned());
    spelled::<identity::Phone>(text, |phone| phone.as_str().to_owned());
    read::<identity::Reason>(text);
    spelled::<site::CreditCode>(text, |code| code.as_str().to_owned());
    displayed::<site::SiteName>(text);
    displayed::<site::BusinessName>(text);
    read::<site::VenuePhone>(text);
    read::<site::Capacity>(text);
    displayed::<division::DivisionCode>(text);
    displayed::<division::LocalityCode>(text);
    displayed::<division::UnitCode>(text);
    spelled::<household::HouseholdCode>(text, |code| code.as_str().to_owned());
    spelled::<licence::LicenceNumber>(text, |number| number.as_str().to_owned());
    read::<hire::MonthlyWage>(text);
    read::<hire::WorkDay>(text);
    read::<hire::Receipt>(text);
    displayed::<month::Month>(text);
    read::<month::Visits>(text);
    read::<month::Revenue>(text);
    read::<position::Latitude>(text);
    read::<certificate::CheckAddress>(text);
    read::<sample_check::Seed>(text);
    displayed::<xingtu::domain::snapshot::Hash>(text);
    displayed::<tally::Basis>(text);
    read::<tally::Month>(text);
    displayed::<tally::Dimension>(text);
    drop(serde_json::from_str::<Moment>(text));
    let short: String = text.chars().take(60).collect();
    let found = site::search_text(&[&short]);
    assert!(found.len() < 200_000, "{} bytes to find {} by", found.len(), short.len());
    drop(site::search_words(text));
}

/// A query of the public pages and of the open API: whatever it says, it is answered and nothing breaks.
pub fn queries(content: &[u8]) {
    let text: String =
        String::from_utf8_lossy(content).chars().filter(|c| !c.is_control() && *c != '#').take(600).collect();
    let query = text.replace([' ', '\u{fffd}'], "+");
    for path in
        ["/api/v1/tallies", "/api/v1/ratings", "/api/v1/sheets", "/open/tallies", "/register", "/sign-in"]
    {
        let client = INSTALLATION.client.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = client.get(format!("{path}?{query}")).dispatch();
        assert!(asked.status().code < 500, "{} of {path}?{query}", asked.status());
    }
}

/// A picture or a paper as it is handed in.
pub fn pictures(content: &[u8]) {
    let files = &INSTALLATION.desk.files;
    if let Ok(incoming) = files.receive_bytes(content) {
        drop(files.examine(incoming));
    }
}
