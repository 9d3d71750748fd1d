//! Exports: how a list is read for a file, and the record of every file that was given out.

use serde_json::{Map, Value, json};

use super::{self as desk, Rx, Tx};
use crate::domain::codes::code;

code! {
    /// The format of an exported file.
    pub enum Format: "export-format" {
        /// A workbook.
        Xlsx = "xlsx",
        /// Comma-separated values.
        Csv = "csv",
        /// JSON.
        Json = "json",
    }
}

/// Rows read at a time: memory does not grow with a list.
pub const CHUNK: i64 = 1000;

/// Fields of a filter in which a name may be typed. That one was used goes on record, what was typed does not.
const TYPED: [&str; 1] = ["q"];

/// A file that is about to be given out.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The list, as the audit log names it.
    pub list: &'static str,
    /// The filter, as the address had it; without what is not set.
    pub filter: Vec<(&'static str, String)>,
    /// How many rows it has.
    pub rows: i64,
    /// Its format.
    pub format: Format,
}

/// Puts a file on record. It is given out only after this.
///
/// # Errors
/// If the database fails.
pub fn record(tx: &mut Tx<'_>, file: &Exported) -> desk::Result<()> {
    let filter = said(file);
    let detail = json!({ "list": file.list, "filter": filter, "rows": file.rows, "format": file.format });
    tx.record("list.exported", "list", 0, detail)
}

/// A file's filter as it goes on record.
pub(super) fn said(file: &Exported) -> Map<String, Value> {
    let said = |(field, value): &(&'static str, String)| {
        let typed = TYPED.contains(field);
        ((*field).to_owned(), Value::from(if typed { "…" } else { value.as_str() }))
    };
    file.filter.iter().map(said).collect()
}

/// Who is handed the rows of a list, as many at a time as were read, with the reading they came from.
pub type Take<'t, T> = &'t mut dyn FnMut(&mut Rx<'_>, Vec<T>) -> desk::Result<()>;

/// Hands every row of a list on, which is read by its offset.
///
/// # Errors
/// Those of reading and of taking.
pub fn by_offset<T>(
    rx: &mut Rx<'_>,
    mut read: impl FnMut(&mut Rx<'_>, i64) -> desk::Result<Vec<T>>,
    take: Take<'_, T>,
) -> desk::Result<()> {
    let mut offset = 0;
    loop {
        let rows = read(rx, offset)?;
        let last = i64::try_from(rows.len()).is_ok_and(|n| n < CHUNK);
        take(rx, rows)?;
        if last {
            return Ok(());
        }
        offset += CHUNK;
    }
}

/// Hands every row of a list on, which is read on from the last row's key: a list of any length costs the same per row.
///
/// # Errors
/// Those of reading and of taking.
pub fn by_key<T, K: Copy>(
    rx: &mut Rx<'_>,
    first: K,
    mut read: impl FnMut(&mut Rx<'_>, K) -> desk::Result<Vec<T>>,
    key: impl Fn(&T) -> K,
    take: Take<'_, T>,
) -> desk::Result<()> {
    let mut after = first;
    loop {
        let rows = read(rx, after)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = key(last);
        take(rx, rows)?;
    }
}
