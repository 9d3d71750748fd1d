//! Workbooks: xlsx, xls and ods. Only visible sheets count; of formulas what they came to.

use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, Reader as _, SheetVisible, Sheets, Xlsx};
use chrono::NaiveDateTime;

use super::parts::{exceed, parts};
use super::{Book, DICTIONARY, MARK, Table, fault, ods, too_many_rows, unbroken, xls};
use crate::domain::import::{Cell, MOST_COLUMNS, MOST_ROWS};
use crate::domain::refusal::Message;

/// Rows beyond the tables: titles, totals, signatures.
const MARGIN: u32 = 1000;
/// Bytes of a workbook when unpacked at most: what Excel packs is ten times as large, a trap a thousand times.
const MOST_UNPACKED: u64 = 600 << 20;

type Bytes<'f> = Cursor<&'f [u8]>;

pub(super) fn read(content: &[u8]) -> Result<Book, Message> {
    let unread = || Message::new("error-import-kind");
    let parts = if content.starts_with(b"PK") { parts(content) } else { Vec::new() };
    if exceed(&parts, MOST_UNPACKED) {
        return Err(Message::new("error-import-unpacked"));
    }
    let Some(outlines) = ods::outlines(&parts) else { return Err(unread()) };
    if outlines.iter().any(ods::Outline::is_too_large) {
        return Err(Message::new("error-import-unpacked"));
    }
    unbroken(|| {
        if parts.is_empty() && xls::is_astray(content) {
            return Err(unread());
        }
        book(content, &outlines)
    })
    .unwrap_or_else(|| Err(unread()))
}

fn book(content: &[u8], outlines: &[ods::Outline]) -> Result<Book, Message> {
    let unread = || Message::new("error-import-kind");
    let mut sheets: Sheets<Bytes<'_>> =
        calamine::open_workbook_auto_from_rs(Cursor::new(content)).map_err(|_| unread())?;
    if matches!(sheets, Sheets::Xlsb(_)) {
        return Err(unread());
    }
    let all: Vec<(String, bool)> = sheets
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let mut book = Book::default();
    for (place, (name, visible)) in all.into_iter().enumerate() {
        let merged = outlines.get(place).map_or(&[][..], |outline| &outline.merged);
        if name == DICTIONARY {
            book.template = template(&sheet(&mut sheets, &name, merged)?);
        } else if visible {
            book.tables.push(Table { rows: sheet(&mut sheets, &name, merged)?, name });
        }
    }
    Ok(book)
}

/// The kind and version a template says of itself.
fn template(rows: &[Vec<Cell>]) -> Option<(String, i32)> {
    let first = rows.first()?;
    let text = |place: usize| first.get(place).map(Cell::text).unwrap_or_default();
    (text(0) == MARK).then(|| (text(1), text(2).parse().unwrap_or(0)))
}

/// The rows of a sheet. `merged` are its merged cells, if it is of an ods.
fn sheet(
    sheets: &mut Sheets<Bytes<'_>>,
    name: &str,
    merged: &[Dimensions],
) -> Result<Vec<Vec<Cell>>, Message> {
    let unread = |_| Message::new("error-import-kind");
    match sheets {
        Sheets::Xlsx(book) => {
            let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
            let mut rows = streamed(book, name)?;
            fill(&mut rows, &merged);
            Ok(rows)
        }
        Sheets::Xls(book) => {
            let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
            let range = book.worksheet_range(name).map_err(|error| unread(error.to_string()))?;
            let mut rows = whole(&range)?;
            fill(&mut rows, &merged);
            Ok(rows)
        }
        other => {
            let range = other.worksheet_range(name).map_err(|error| unread(error.to_string()))?;
            let mut rows = whole(&range)?;
            fill(&mut rows, merged);
            Ok(rows)
        }
    }
}

/// Reads a sheet cell by cell: nothing but its cells is ever in memory.
fn streamed(book: &mut Xlsx<Bytes<'_>>, name: &str) -> Result<Vec<Vec<Cell>>, Message> {
    let unread = || Message::new("error-import-kind");
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| unread())?;
    let mut rows = Vec::new();
    while let Some(found) = cells.next_cell().map_err(|_| unread())? {
        let cell = match found.get_value() {
            DataRef::SharedString(text) => text_cell(text),
            other => cell(&Data::from(other.clone())),
        };
        if cell != Cell::Empty {
            put(&mut rows, found.get_position(), cell)?;
        }
    }
    Ok(rows)
}

fn whole(range: &calamine::Range<Data>) -> Result<Vec<Vec<Cell>>, Message> {
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = Vec::new();
    for (row, column, data) in range.used_cells() {
        let at = |first: u32, place: usize| first.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
        let cell = cell(data);
        if cell != Cell::Empty {
            put(&mut rows, (at(top, row), at(left, column)), cell)?;
        }
    }
    Ok(rows)
}

fn put(rows: &mut Vec<Vec<Cell>>, (row, column): (u32, u32), cell: Cell) -> Result<(), Message> {
    let (row, column) =
        (usize::try_from(row).unwrap_or(usize::MAX), usize::try_from(column).unwrap_or(usize::MAX));
    if row >= MOST_ROWS + usize::try_from(MARGIN).unwrap_or_default() {
        return Err(too_many_rows());
    }
    if column >= MOST_COLUMNS {
        return Ok(());
    }
    if rows.len() <= row {
        rows.resize_with(row + 1, Vec::new);
    }
    if let Some(cells) = rows.get_mut(row) {
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
    }
    Ok(())
}

/// A cell merged over several rows says the same in each of them: a household's code beside its members.
fn fill(rows: &mut [Vec<Cell>], merged: &[Dimensions]) {
    // Merged cells do not overlap; a file that says so of more than there are is not worth the time.
    let mut left = rows.len().saturating_mul(MOST_COLUMNS);
    for area in merged {
        let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        let (top, bottom, column) =
            (place(area.start.0), place(area.end.0).min(rows.len()), place(area.start.1));
        let Some(rest) = left.checked_sub(bottom.saturating_sub(top).max(1)) else { return };
        left = rest;
        let Some(value) = rows.get(top).and_then(|row| row.get(column)).cloned() else { continue };
        for row in rows.iter_mut().take(bottom.saturating_add(1)).skip(top + 1) {
            // An empty row below the table stays one.
            if column < MOST_COLUMNS && row.iter().any(|cell| !cell.is_empty()) {
                if row.len() <= column {
                    row.resize(column + 1, Cell::Empty);
                }
                if let Some(cell) = row.get_mut(column).filter(|cell| cell.is_empty()) {
                    *cell = value.clone();
                }
            }
        }
    }
}

fn text_cell(text: &str) -> Cell {
    // An ods and a LibreOffice CSV have the words of what went wrong.
    match text {
        "" => Cell::Empty,
        text => fault(text).unwrap_or_else(|| Cell::Text(text.into())),
    }
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) => text_cell(text),
        Data::Bool(yes) => Cell::Flag(*yes),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a number beyond 2^53 is refused by every kind of column"
        )]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::DateTime(at) => {
            at.as_datetime().map_or(Cell::Number(at.as_f64()), |at: NaiveDateTime| Cell::Day(at.date()))
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text.into()),
        Data::Error(fault) => Cell::Fault(fault.to_string()),
    }
}
