//! Tables of text: UTF-8 with or without its mark, UTF-16 as Excel writes it, GB18030.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::{Table, too_many_rows};
use crate::domain::import::{Cell, MOST_COLUMNS, MOST_ROWS};
use crate::domain::refusal::Message;

/// Rows of a text beyond those of the table: titles, totals, signatures.
const MARGIN: usize = 1000;

pub(super) fn read(content: &[u8]) -> Result<Table, Message> {
    let text = decoded(content)?;
    if text.contains('\0') {
        return Err(Message::new("error-import-kind"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // Line breaks within cells, by which lines and rows differ.
    let mut inner = 0;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Message::new("error-import-kind"))? {
        if rows.len() >= MOST_ROWS + MARGIN {
            return Err(too_many_rows());
        }
        // The reader passes over empty lines, which Excel counts.
        let line = record.position().map_or(0, csv::Position::line);
        let passed = usize::try_from(line).unwrap_or_default().saturating_sub(1 + inner + rows.len());
        rows.extend(std::iter::repeat_with(Vec::new).take(passed.min(MARGIN)));
        inner += record.iter().map(|text| text.matches('\n').count()).sum::<usize>();
        rows.push(record.iter().take(MOST_COLUMNS).map(cell).collect());
    }
    Ok(Table { name: String::new(), rows })
}

fn cell(text: &str) -> Cell {
    // ="4507…" is how some programs keep a number a text.
    let text = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    match text {
        "" => Cell::Empty,
        "#N/A" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NULL!" | "#NUM!" => {
            Cell::Fault(text.to_owned())
        }
        text => Cell::Text(text.to_owned()),
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
