//! The cells of one sheet of a workbook, by the words of its header.

use calamine::{Data, Range};

use crate::domain::refusal::{Arg, Message, Refusals};

/// A sheet of the workbook whose header was found.
pub(super) struct Table<'a> {
    name: &'static str,
    range: &'a Range<Data>,
    header: usize,
    columns: Vec<String>,
}

/// Full-width signs as their plain ones, spaces gone from both ends.
pub(super) fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(narrow).collect::<String>().trim().to_owned()
}

/// As a header or a term is looked for: without any space or bracket.
fn bare(text: &str) -> String {
    plain(text).chars().filter(|c| !c.is_whitespace() && !"()（）".contains(*c)).collect()
}

impl<'a> Table<'a> {
    /// The sheet, with the row that has all these columns.
    pub(super) fn find(
        name: &'static str,
        range: &'a Range<Data>,
        needed: &[&str],
        faults: &mut Refusals,
    ) -> Option<Self> {
        let words = |row: &[Data]| row.iter().map(|cell| bare(&text(cell))).collect::<Vec<_>>();
        let missing = |columns: &[String]| {
            needed.iter().copied().filter(|column| !columns.contains(&bare(column))).collect::<Vec<_>>()
        };
        let rows = range.rows().take(20).map(words).enumerate();
        let best = rows.min_by_key(|(_, columns)| missing(columns).len());
        let (header, columns) = best.unwrap_or_default();
        let missing = missing(&columns);
        if missing.is_empty() {
            return Some(Self { name, range, header, columns });
        }
        let columns = missing.join("、");
        faults.add("file", Message::new("error-sheet-columns").with("sheet", name).with("columns", columns));
        None
    }

    /// The rows below the header that say anything.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        let said = |row: &[Data]| row.iter().any(|cell| !text(cell).is_empty());
        let rows = self.range.rows().enumerate().skip(self.header + 1);
        rows.filter(move |(_, row)| said(row)).map(|(place, _)| place)
    }

    fn column(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| *known == bare(column))
    }

    fn cell(&self, row: usize, column: &str) -> Option<&Data> {
        self.range.get((row, self.column(column)?))
    }

    /// What a cell says; empty if there is no such column.
    pub(super) fn text(&self, row: usize, column: &str) -> String {
        self.cell(row, column).map(text).unwrap_or_default()
    }

    /// What a cell says, its full-width signs plain: codes, numbers, patterns.
    pub(super) fn plain(&self, row: usize, column: &str) -> String {
        plain(&self.text(row, column))
    }

    /// What a cell says as a term is looked for.
    pub(super) fn bare(&self, row: usize, column: &str) -> String {
        bare(&self.text(row, column))
    }

    /// A whole number; an empty cell is none.
    pub(super) fn whole(&self, row: usize, column: &str, faults: &mut Refusals) -> Option<i64> {
        let text = self.plain(row, column);
        let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '%')).collect();
        if text.is_empty() {
            return None;
        }
        let number = digits.parse().ok();
        if number.is_none() {
            self.refuse(row, column, "sheet-cell-number", faults);
        }
        number
    }

    /// A whole number that must be there.
    pub(super) fn needed(&self, row: usize, column: &str, faults: &mut Refusals) -> i64 {
        if self.text(row, column).is_empty() {
            self.refuse(row, column, "sheet-cell-empty", faults);
        }
        self.whole(row, column, faults).unwrap_or_default()
    }

    /// 是 or 否; an empty cell is 否.
    pub(super) fn yes(&self, row: usize, column: &str, faults: &mut Refusals) -> bool {
        match self.plain(row, column).to_lowercase().as_str() {
            "" | "否" | "不" | "no" | "n" | "0" | "false" | "×" => false,
            "是" | "yes" | "y" | "1" | "true" | "√" | "✓" => true,
            _ => {
                self.refuse(row, column, "sheet-cell-yes", faults);
                false
            }
        }
    }

    /// The points of tiers, however they are set apart.
    pub(super) fn tiers(&self, row: usize, column: &str, faults: &mut Refusals) -> Vec<i64> {
        let text = self.plain(row, column);
        let tiers = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+'));
        let tiers: Option<Vec<i64>> =
            tiers.filter(|tier| !tier.is_empty()).map(|tier| tier.parse().ok()).collect();
        let letters = text.chars().any(|c| c.is_alphabetic() && c != '分');
        let understood = tiers.filter(|tiers| !letters && (text.is_empty() || !tiers.is_empty()));
        understood.unwrap_or_else(|| {
            self.refuse(row, column, "sheet-cell-tiers", faults);
            Vec::new()
        })
    }

    /// Says what is wrong with a cell, by its row and column.
    pub(super) fn refuse(&self, row: usize, column: &str, why: &str, faults: &mut Refusals) {
        let (top, left) = self.range.start().unwrap_or_default();
        let at = |first: u32, place: usize| u32::try_from(place).unwrap_or_default() + first;
        let row = i64::from(at(top, row)) + 1;
        let letter = letters(at(left, self.column(column).unwrap_or_default()));
        let message = Message::new("error-sheet-cell")
            .with("sheet", self.name)
            .with("row", row.to_string())
            .with("column", format!("{letter} {column}"))
            .with("why", Arg::Key { key: why.to_owned() });
        faults.add("file", message);
    }
}

/// The letters of a column: A, …, Z, AA, …
fn letters(mut place: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from_u32(u32::from('A') + place % 26).unwrap_or('?'));
        match (place / 26).checked_sub(1) {
            Some(rest) => place = rest,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

/// What a cell says, as text. A number that is whole has no decimals; a day or an error says nothing a sheet has.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.trim().to_owned(),
        Data::Bool(yes) => yes.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        other => format!("?{other}"),
    }
}
