//! Reading a file: xlsx, xls, ods or CSV into rows of cells, with limits.

mod csv;
mod ods;
mod parts;
mod workbook;
mod xls;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::desk::progress::Meter;
use crate::domain::codes::Code as _;
use crate::domain::import::{Cell, Fields, Header, Layout, MOST_ROWS, Noun, Place};
use crate::domain::refusal::{Message, Refusal as _};

/// Bytes of a file at most.
pub const MOST_BYTES: usize = 32 << 20;

/// A table of a file: its rows, the first of which is the file's first.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The sheet's name; empty for CSV.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Its visible tables.
    pub tables: Vec<Table>,
    /// The kind and version of our template it was made from, if it was.
    pub template: Option<(String, i32)>,
}

/// A file whose tables have been found, ready to be looked at row by row.
#[derive(Debug)]
pub struct Prepared {
    pub(super) noun: Noun,
    pub(super) tables: Vec<(Table, Option<Header>)>,
    /// The rows below the headers that say something: each with its table's place and its own, from 0.
    told: Vec<(usize, usize)>,
    /// Columns that are not asked for, by their headers.
    pub unused: Vec<String>,
    /// Who is told how far it is.
    pub(super) meter: Arc<Meter>,
}

/// The name of the hidden sheet by which a workbook is known as made from our template.
pub(super) const DICTIONARY: &str = "字典";
/// The first word of that sheet.
pub(super) const MARK: &str = "xingtu-template";

fn read(content: &[u8]) -> Result<Book, Message> {
    if content.len() > MOST_BYTES {
        let most = i64::try_from(MOST_BYTES >> 20).unwrap_or(i64::MAX);
        return Err(Message::new("error-file-too-large").with("most", most));
    }
    if content.is_empty() {
        return Err(Message::new("error-import-empty"));
    }
    if content.starts_with(b"PK\x03\x04") || content.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        workbook::read(content)
    } else {
        csv::read(content).map(|table| Book { tables: vec![table], template: None })
    }
}

/// Whether a packed file is larger than this when it is unpacked, whatever it says of itself.
pub(in crate::desk) fn unpacks_beyond(content: &[u8], most: u64) -> bool {
    parts::exceed(&parts::parts(content), most)
}

/// What reading a workbook comes to; nothing if the reader broke: on some files that are broken themselves, calamine panics.
pub(in crate::desk) fn unbroken<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}

/// A cell that says in words that its formula came to nothing.
fn fault(text: &str) -> Option<Cell> {
    let excel = matches!(text, "#N/A" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NULL!" | "#NUM!");
    let libre =
        text.strip_prefix("Err:").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    (excel || libre).then(|| Cell::Fault(text.to_owned()))
}

/// A file that has more rows than are taken in at once.
pub(super) fn too_many_rows() -> Message {
    Message::new("error-import-too-many").with("most", i64::try_from(MOST_ROWS).unwrap_or(i64::MAX))
}

/// Reads a file and finds the header of each of its tables.
///
/// # Errors
/// Why it cannot be read: no such file, too large, an old template, columns missing.
pub fn prepare(noun: Noun, content: &[u8]) -> Result<Prepared, Message> {
    let book = read(content)?;
    let layout = noun.layout();
    if let Some((of, version)) = &book.template {
        if *of != noun.code() {
            return Err(Message::new("error-import-other-template"));
        }
        if *version != layout.version {
            return Err(Message::new("error-import-old-template")
                .with("version", i64::from(*version))
                .with("current", i64::from(layout.version)));
        }
    }
    let mut first = None;
    let mut found = false;
    let mut prepared =
        Prepared { noun, tables: Vec::new(), told: Vec::new(), unused: Vec::new(), meter: Arc::default() };
    for table in book.tables {
        let header = match Header::find(layout, &table.rows) {
            Ok(header) => {
                found = true;
                for unused in &header.unused {
                    if !prepared.unused.contains(unused) {
                        prepared.unused.push(unused.clone());
                    }
                }
                Some(header)
            }
            Err(unread) => {
                first.get_or_insert(unread);
                None
            }
        };
        if let Some(header) = &header {
            let below = table.rows.iter().enumerate().skip(header.below);
            let told = below
                .filter(|(_, row)| header.is_row(layout, row))
                .map(|(at, _)| (prepared.tables.len(), at));
            prepared.told.extend(told);
        }
        prepared.tables.push((table, header));
    }
    match first {
        Some(unread) if !found => Err(unread.message()),
        None if !found => Err(Message::new("error-import-empty")),
        _ if prepared.told.is_empty() => Err(Message::new("error-import-no-rows")),
        _ => Ok(prepared),
    }
}

impl Prepared {
    /// With somebody who is told how far it is, and may have it stop.
    #[must_use]
    pub fn telling(self, meter: Arc<Meter>) -> Self {
        Self { meter, ..self }
    }

    /// The rows below the headers that say something, each with its place and what stands above its table.
    pub(super) fn rows(&self) -> impl Iterator<Item = (Place, &Header, &[Cell])> {
        self.told.iter().filter_map(|(at, row)| {
            let (table, header) = self.tables.get(*at)?;
            let number = |place: usize| i32::try_from(place).ok();
            let place = Place { sheet: number(*at)?, row: number(*row)?.checked_add(1)? };
            Some((place, header.as_ref()?, table.rows.get(*row)?.as_slice()))
        })
    }

    /// The names of the sheets with a header, each with its place.
    #[must_use]
    pub fn sheets(&self) -> Vec<(i32, &str)> {
        let with_header = self.tables.iter().zip(0..).filter(|((_, header), _)| header.is_some());
        with_header.map(|((table, _), place)| (place, table.name.as_str())).collect()
    }

    /// Whether any of its tables has a column.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        let place = self.noun.layout().columns.iter().position(|column| column.key == key);
        let headers = self.tables.iter().filter_map(|(_, header)| header.as_ref());
        place.is_some_and(|place| {
            headers.into_iter().any(|header| matches!(header.columns.get(place), Some(Some(_))))
        })
    }

    /// How many rows below the headers say something.
    #[must_use]
    pub fn count(&self) -> usize {
        self.told.len()
    }

    /// Each row as its columns say.
    pub(super) fn fields(&self) -> impl Iterator<Item = (Place, &Header, Fields)> {
        let layout: &'static Layout = self.noun.layout();
        self.rows().map(move |(place, header, row)| (place, header, Fields::read(layout, header, row)))
    }
}
