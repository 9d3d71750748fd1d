//! How far the cells of an xls lie apart, before they are read: a table is laid out whole, from its first cell to its last, and a
//! forged cell may lie in a column no xls has.

use std::io::{Cursor, Read as _};

/// Columns of an xls.
const COLUMNS: u16 = 256;
/// The records that are cells, each with its row and its column first: numbers, texts, formulas, and several in a row.
const CELLS: [u16; 9] = [0x0006, 0x00bd, 0x00be, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];

/// Whether a cell lies where no xls has one. What cannot be looked at is left to its reader.
pub(super) fn is_astray(content: &[u8]) -> bool {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(content)) else { return false };
    let mut records = Vec::new();
    for name in ["/Workbook", "/Book"] {
        if let Ok(mut stream) = file.open_stream(name) {
            drop(stream.read_to_end(&mut records));
        }
    }
    has_astray(&records)
}

fn has_astray(mut records: &[u8]) -> bool {
    while let [a, b, c, d, rest @ ..] = records {
        let kind = u16::from_le_bytes([*a, *b]);
        let (body, next) = rest.split_at(usize::from(u16::from_le_bytes([*c, *d])).min(rest.len()));
        if let [_, _, e, f, ..] = body
            && CELLS.contains(&kind)
            && u16::from_le_bytes([*e, *f]) >= COLUMNS
        {
            return true;
        }
        records = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_beyond_the_last_column_is_astray() {
        let number = |column: u16| {
            let mut record = vec![0x03, 0x02, 14, 0, 1, 0];
            record.extend(column.to_le_bytes());
            record.extend([0; 10]);
            record
        };
        let begin = [0x09, 0x08, 2, 0, 0, 6];
        assert!(!has_astray(&[begin.to_vec(), number(255)].concat()));
        assert!(has_astray(&[begin.to_vec(), number(0), number(256)].concat()));
        assert!(!is_astray(b"\xd0\xcf\x11\xe0 and then nothing"));
    }
}
