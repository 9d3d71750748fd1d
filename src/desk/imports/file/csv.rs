//! Tables of text: UTF-8 with or without its mark, UTF-16 as Excel writes it, GB18030.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::{Table, fault, too_many_rows};
use crate::domain::import::{Cell, MOST_COLUMNS, MOST_ROWS};
use crate::domain::refusal::Message;

/// Rows of a text beyond those of the table: titles, totals, signatures.
const MARGIN: usize = 1000;

pub(super) fn read(content: &[u8]) -> Result<Table, Message> {
    let text = decoded(content)?;
    // Web pages and PDFs are sent as tables, too.
    if text.contains('\0') || text.trim_start().starts_with('<') || text.starts_with("%PDF") {
        return Err(Message::new("error-import-kind"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Message::new("error-import-kind"))? {
        // The reader passes over empty lines, which Excel counts.
        let at = record.position().and_then(|position| usize::try_from(position.byte()).ok());
        let passed = at.map_or(0, |at| empty_lines(text.as_bytes(), at));
        if rows.len().saturating_add(passed) >= MOST_ROWS + MARGIN {
            return Err(too_many_rows());
        }
        rows.resize_with(rows.len() + passed, Vec::new);
        rows.push(record.iter().take(MOST_COLUMNS).map(cell).collect());
    }
    Ok(Table { name: String::new(), rows })
}

/// How many empty lines a record is preceded by, from where the reader began to look for it.
fn empty_lines(text: &[u8], at: usize) -> usize {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let rest = text.get(at..).unwrap_or_default();
    // The second half of the line's end before.
    let rest = if before == Some(&b'\r') { rest.strip_prefix(b"\n").unwrap_or(rest) } else { rest };
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let ends = rest.get(..ends).unwrap_or_default();
    ends.len() - ends.windows(2).filter(|two| two == b"\r\n").count()
}

fn cell(text: &str) -> Cell {
    // ="4507…" is how some programs keep a number a text.
    if let Some(text) = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')) {
        return if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) };
    }
    // 2017.1 may have been 2017.10 in a workbook: it says no more than the number it was there.
    if let Some(year) = text.strip_suffix(".1").filter(|year| year.len() == 4)
        && let Ok(year) = year.parse::<u16>()
    {
        return Cell::Number(f64::from(year) + 0.1);
    }
    match text {
        "" => Cell::Empty,
        text => fault(text).unwrap_or_else(|| Cell::Text(text.into())),
    }
}

/// The text of a file, by its mark, or as UTF-8, or as GB18030.
fn decoded(content: &[u8]) -> Result<Cow<'_, str>, Message> {
    if let Some((encoding, mark)) = Encoding::for_bom(content) {
        let (text, broken) = encoding.decode_without_bom_handling(content.get(mark..).unwrap_or_default());
        return if broken { Err(Message::new("error-import-encoding")) } else { Ok(text) };
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(content) {
        return Ok(text);
    }
    GB18030
        .decode_without_bom_handling_and_without_replacement(content)
        .ok_or_else(|| Message::new("error-import-encoding"))
}

/// What sets the cells apart: whichever of these the first lines have most of.
fn delimiter(text: &str) -> u8 {
    let first: String = text.lines().filter(|line| !line.trim().is_empty()).take(10).collect();
    let times = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    let mut best = b',';
    for sign in [b'\t', b';'] {
        if times(sign) > times(best) {
            best = sign;
        }
    }
    best
}
