//! A table as comma-separated values: UTF-8 with the mark Excel knows it by.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use super::Writer;
use super::table::{Cell, Head};

/// What makes a spreadsheet take a text for a formula, also as wide as Chinese input methods type it.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A text that no spreadsheet takes for a formula.
pub(super) fn guarded(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether a spreadsheet would take a text for a formula.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULA)
}

pub(super) struct Csv(csv::Writer<BufWriter<File>>);

impl Csv {
    pub(super) fn begin(file: File, head: &Head, columns: &[String]) -> io::Result<Self> {
        let mut file = BufWriter::new(file);
        file.write_all(b"\xef\xbb\xbf")?;
        let mut to = csv::WriterBuilder::new().flexible(true).from_writer(file);
        to.write_record([guarded(&head.title)])?;
        for (name, value) in &head.about {
            to.write_record([guarded(name), guarded(value)])?;
        }
        to.write_record(columns.iter().map(|column| guarded(column)))?;
        Ok(Self(to))
    }
}

impl Writer for Csv {
    fn row(&mut self, cells: &[Cell], _sum: bool) -> io::Result<()> {
        Ok(self.0.write_record(cells.iter().map(written))?)
    }

    fn end(self: Box<Self>, _foot: &[String]) -> io::Result<File> {
        let file = self.0.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        file.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Time(at) => at.local().format("%Y-%m-%d %H:%M").to_string(),
        Cell::Money(fen) => {
            let sign = if fen.0 < 0 { "-" } else { "" };
            let fen = fen.0.unsigned_abs();
            format!("{sign}{}.{:02}", fen / 100, fen % 100)
        }
        Cell::Share(share) => format!("{:.1}%", share * 100.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::Fen;

    #[test]
    fn what_would_be_a_formula_is_text() {
        for formula in ["=1+1", "+8613900000000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"]
        {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        for plain in ["", "荔香园", "1=1", "450721100201", "'=1", "−2"] {
            assert_eq!(guarded(plain), plain);
        }
    }

    #[test]
    fn a_number_is_no_text_whatever_its_sign() {
        assert_eq!(written(&Cell::Whole(-3)), "-3");
        assert_eq!(written(&Cell::Money(Fen(-50))), "-0.50");
        assert_eq!(written(&Cell::Money(Fen(180_000))), "1800.00");
    }
}
