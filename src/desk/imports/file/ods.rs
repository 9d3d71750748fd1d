//! What calamine does not tell of an ods: which cells are merged, how large its tables are before they are read, and whether it ends
//! where it should. Read by the same library with every tag held against its end, since calamine waits for that end for ever.

use calamine::Dimensions;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

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

/// The tables in their order, none of an archive that is no ods; nothing if the description of them breaks off.
pub(super) fn outlines(parts: &[Part<'_>]) -> Option<Vec<Outline>> {
    match parts.iter().find(|part| part.is("content.xml")) {
        Some(part) => read(&part.unpacked(MOST_BYTES)?),
        None => Some(Vec::new()),
    }
}

/// The number an attribute says; one if it says none, and more than any list has if it says it in a way that is no number.
fn number(tag: &BytesStart<'_>, name: &str) -> Option<u64> {
    let Some(found) = tag.try_get_attribute(name).ok()? else { return Some(1) };
    let number = found.normalized_value(XmlVersion::default()).ok()?.parse().unwrap_or(u64::MAX);
    Some(number.max(1))
}

fn read(content: &[u8]) -> Option<Vec<Outline>> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().expand_empty_elements = true;
    let mut tables: Vec<Outline> = Vec::new();
    let mut open = 0usize;
    // Where we are, and how often the row we are in is repeated.
    let (mut row, mut column, mut repeated) = (0u64, 0u64, 1u64);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) => {
                open += 1;
                match tag.name().as_ref() {
                    "table:table" => {
                        tables.push(Outline::default());
                        (row, column, repeated) = (0, 0, 1);
                    }
                    "table:table-row" => {
                        column = 0;
                        repeated = number(&tag, "table:number-rows-repeated")?;
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        let next = column.saturating_add(number(&tag, "table:number-columns-repeated")?);
                        if let Some(table) = tables.last_mut() {
                            table.see(&tag, (row, column), (row.saturating_add(repeated), next))?;
                        }
                        column = next;
                    }
                    _ => {}
                }
            }
            Event::End(tag) => {
                open = open.checked_sub(1)?;
                if tag.name().as_ref() == "table:table-row" {
                    row = row.saturating_add(repeated);
                }
            }
            Event::Eof => return (open == 0).then_some(tables),
            _ => {}
        }
        buffer.clear();
    }
}

impl Outline {
    /// Whether it would take more memory than any list.
    pub(super) fn is_too_large(&self) -> bool {
        self.rows.saturating_mul(self.columns) > MOST_CELLS
    }

    fn see(
        &mut self,
        cell: &BytesStart<'_>,
        (row, column): (u64, u64),
        (below, beside): (u64, u64),
    ) -> Option<()> {
        if cell.attributes_raw().contains("office:value-type") {
            self.rows = self.rows.max(below);
            self.columns = self.columns.max(beside);
        }
        let down = number(cell, "table:number-rows-spanned")?;
        let across = number(cell, "table:number-columns-spanned")?;
        if (down, across) == (1, 1) {
            return Some(());
        }
        let end = |at: u64, spanned: u64| u32::try_from(at.saturating_add(spanned - 1));
        let start = (u32::try_from(row), u32::try_from(column));
        if let ((Ok(top), Ok(left)), Ok(bottom), Ok(right)) = (start, end(row, down), end(column, across)) {
            self.merged.push(Dimensions { start: (top, left), end: (bottom, right) });
        }
        Some(())
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
        let tables = read(content).unwrap();
        assert_eq!(tables.len(), 2);
        assert_eq!(tables[0].merged, [Dimensions { start: (2, 3), end: (5, 4) }]);
        assert_eq!((tables[0].rows, tables[0].columns), (3, 4));
        assert!(!tables[0].is_too_large());
    }

    #[test]
    fn what_is_repeated_beyond_any_list_is_too_large() {
        let content = br#"<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell
            office:value-type="float" office:value="1" table:number-columns-repeated="90"/></table:table-row></table:table>"#;
        assert!(read(content).unwrap()[0].is_too_large());
    }

    #[test]
    fn what_breaks_off_is_nothing() {
        let whole =
            b"<a><table:table><table:table-row><table:table-cell/></table:table-row></table:table></a>";
        assert_eq!(read(whole).unwrap().len(), 1);
        for end in 1..whole.len() {
            assert!(read(whole.get(..end).unwrap()).is_none(), "{end}");
        }
        // The end of a table within a cell is none.
        let within =
            b"<table:table><table:table-row><table:table-cell><a></table:table></a></table:table-cell>";
        assert!(read(within).is_none());
    }
}
