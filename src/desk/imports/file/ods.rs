//! What calamine does not tell of an ods: which cells are merged, and how large its tables are before they are read.

use calamine::Dimensions;

use super::parts::Part;

/// Bytes of a table's description at most.
const MOST_BYTES: u64 = 600 << 20;
/// Cells of a table at most, the empty ones between others included: what is repeated takes no room in the file.
const MOST_CELLS: u64 = 40_000_000;

/// A table of an ods.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Its merged cells.
    pub merged: Vec<Dimensions>,
    rows: u64,
    columns: u64,
}

/// The tables in their order; none if there is no such description.
pub(super) fn outlines(parts: &[Part<'_>]) -> Vec<Outline> {
    let content = parts.iter().find(|part| part.is("content.xml")).and_then(|part| part.unpacked(MOST_BYTES));
    content.map(|content| read(&content)).unwrap_or_default()
}

impl Outline {
    /// Whether it would take more memory than any list.
    pub(super) fn is_too_large(&self) -> bool {
        self.rows.saturating_mul(self.columns) > MOST_CELLS
    }
}

/// The name and the attributes of the tag that begins here, and where it ends.
fn tag(rest: &[u8]) -> Option<(&[u8], &[u8], usize)> {
    let mut quote = None;
    let end = rest.iter().position(|byte| {
        match (quote, *byte) {
            (None, b'>') => return true,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        false
    })?;
    let inside = rest.get(1..end)?;
    let name = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at_checked(name)?;
    Some((name.strip_suffix(b"/").unwrap_or(name), attributes, end + 1))
}

/// The number an attribute says; one if it says none.
fn number(attributes: &[u8], name: &str) -> u64 {
    let text = std::str::from_utf8(attributes).unwrap_or_default();
    let value = text.split_once(name).and_then(|(_, rest)| rest.strip_prefix("=\"")?.split_once('"'));
    value.and_then(|(value, _)| value.parse().ok()).filter(|number| *number > 0).unwrap_or(1)
}

fn read(content: &[u8]) -> Vec<Outline> {
    let mut tables: Vec<Outline> = Vec::new();
    // Where we are, and how often the row we are in is repeated.
    let (mut row, mut column, mut repeated) = (0u64, 0u64, 1u64);
    let mut at = 0;
    while let Some(found) = content.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'<')) {
        let rest = content.get(at + found..).unwrap_or_default();
        let Some((name, attributes, length)) = tag(rest) else { break };
        at += found + length;
        match name {
            b"table:table" => {
                tables.push(Outline::default());
                (row, column, repeated) = (0, 0, 1);
            }
            b"table:table-row" => {
                column = 0;
                repeated = number(attributes, "table:number-rows-repeated");
                if attributes.ends_with(b"/") {
                    row = row.saturating_add(repeated);
                }
            }
            b"/table:table-row" => row = row.saturating_add(repeated),
            b"table:table-cell" | b"table:covered-table-cell" => {
                let Some(table) = tables.last_mut() else { continue };
                let next = column.saturating_add(number(attributes, "table:number-columns-repeated"));
                table.see(attributes, (row, column), (row.saturating_add(repeated), next));
                column = next;
            }
            _ => {}
        }
    }
    tables
}

impl Outline {
    fn see(&mut self, attributes: &[u8], (row, column): (u64, u64), (below, beside): (u64, u64)) {
        let says = |word: &[u8]| attributes.windows(word.len()).any(|part| part == word);
        if says(b"office:value-type") {
            self.rows = self.rows.max(below);
            self.columns = self.columns.max(beside);
        }
        if !says(b"-spanned") {
            return;
        }
        let down = number(attributes, "table:number-rows-spanned");
        let across = number(attributes, "table:number-columns-spanned");
        let end = |at: u64, spanned: u64| u32::try_from(at.saturating_add(spanned - 1));
        let start = (u32::try_from(row), u32::try_from(column));
        if let ((Ok(top), Ok(left)), Ok(bottom), Ok(right)) = (start, end(row, down), end(column, across)) {
            self.merged.push(Dimensions { start: (top, left), end: (bottom, right) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_are_where_the_repeats_before_them_put_them() {
        let content = br#"<table:table table:name="a > b"><table:table-row table:number-rows-repeated="2"/>
            <table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell
            office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="4"><text:p>x</text:p>
            </table:table-cell><table:covered-table-cell/></table:table-row></table:table><table:table table:name="c"/>"#;
        let tables = read(content);
        assert_eq!(tables.len(), 2);
        assert_eq!(tables[0].merged, [Dimensions { start: (2, 3), end: (5, 4) }]);
        assert_eq!((tables[0].rows, tables[0].columns), (3, 4));
        assert!(!tables[0].is_too_large());
    }

    #[test]
    fn what_is_repeated_beyond_any_list_is_too_large() {
        let content = br#"<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell
            office:value-type="float" office:value="1" table:number-columns-repeated="90"/></table:table-row></table:table>"#;
        assert!(read(content)[0].is_too_large());
        assert!(read(b"<table:table <table:table-cell \" >").is_empty());
    }
}
