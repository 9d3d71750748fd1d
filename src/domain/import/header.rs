//! Finding the header of a table: under title rows, over one row or two, in any order, by any of its names.

use super::cell::{Cell, Kind, bare, shown, tidy};
use super::layout::{Column, Layout, Need};
use crate::domain::identity::narrow;
use crate::domain::refusal::{Message, Refusal};

/// Rows at the top of a table among which the header is looked for.
const LOOKED_AT: usize = 30;

/// Where the columns of a layout stand in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The first row below it, from 0.
    pub below: usize,
    /// For each column of the layout: its place, and the power of ten of its unit.
    pub columns: Vec<Option<(usize, u32)>>,
    /// What the rows above it say.
    pub title: String,
    /// Headers of the file that the layout does not ask for.
    pub unused: Vec<String>,
    /// For each column of the layout: what it may be called, as compared.
    names: Vec<Vec<String>>,
}

/// Why a table has no header.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// No row of it looks like one.
    #[error("no header")]
    None,
    /// It lacks columns.
    #[error("columns missing: {0:?}")]
    Missing(Vec<String>),
    /// Several of its columns could be the same one.
    #[error("columns twice: {0:?}")]
    Twice(Vec<String>),
}

impl Refusal for Unread {
    fn message(&self) -> Message {
        match self {
            Self::None => Message::new("error-import-no-header"),
            Self::Missing(columns) => {
                Message::new("error-import-missing-columns").with("columns", columns.join("、"))
            }
            Self::Twice(columns) => {
                Message::new("error-import-columns-twice").with("columns", columns.join("、"))
            }
        }
    }
}

/// A header as it is compared: without signs, remarks in brackets, and the card's own number before it (`A7 证件号`).
fn name(text: &str) -> String {
    let mut outside = String::new();
    let mut depth = 0usize;
    for c in tidy(text).chars().map(narrow) {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 && !c.is_whitespace() => outside.push(c),
            _ => {}
        }
    }
    let name = outside.trim_matches(['*', ':', '.', '、', '?', '"']);
    let own = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let numbered = own.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    let letters = name.len() - own.len();
    let name = match own.len() - numbered.len() {
        0 => name,
        // `A7证件号` and `7.证件号`, but not `18位身份证号`.
        _ if letters == 1 || numbered.starts_with(['.', '、']) => numbered.trim_start_matches(['.', '、']),
        _ => name,
    };
    name.to_lowercase()
}

/// The power of ten of the unit a header names.
fn tens(text: &str) -> u32 {
    if bare(text).contains("万元") { 4 } else { 0 }
}

/// The places at which each column of a layout could stand.
type Places = Vec<Vec<usize>>;

/// A possible header: the texts of its cells, and the row below it.
struct Candidate {
    below: usize,
    /// Each cell's names, the likelier first, and its text.
    cells: Vec<(Vec<String>, String)>,
}

impl Candidate {
    fn single(at: usize, row: &[Cell]) -> Self {
        let cells = row.iter().map(Cell::text).map(|text| (vec![name(&text)], text)).collect();
        Self { below: at + 1, cells }
    }

    /// A header of two rows, the upper of which may stand over several columns: 户主 over 姓名 and 证件号码.
    fn double(at: usize, upper: &[Cell], lower: &[Cell]) -> Self {
        let mut over = String::new();
        let width = upper.len().max(lower.len());
        let cells = (0..width)
            .map(|place| {
                let text = |row: &[Cell]| row.get(place).map(Cell::text).unwrap_or_default();
                let (above, below) = (text(upper), text(lower));
                if !above.is_empty() {
                    over.clone_from(&above);
                }
                if below.is_empty() {
                    over.clear();
                    (vec![name(&above)], above)
                } else {
                    (vec![name(&format!("{over}{below}")), name(&below)], below)
                }
            })
            .collect();
        Self { below: at + 2, cells }
    }

    /// The places at which each column of the layout could stand.
    fn places(&self, layout: &Layout) -> Vec<Vec<usize>> {
        let mut taken = vec![false; self.cells.len()];
        let mut found = vec![Vec::new(); layout.columns.len()];
        // The joined name of a header of two rows says more than the lower alone.
        for nth in 0..2 {
            for (known, places) in layout.columns.iter().map(names).zip(&mut found) {
                if nth > 0 && !places.is_empty() {
                    continue;
                }
                for (place, (names, _)) in self.cells.iter().enumerate() {
                    let said = names.get(nth).filter(|said| !said.is_empty());
                    if let (Some(said), Some(taken)) = (said, taken.get_mut(place))
                        && !*taken
                        && known.contains(said)
                    {
                        *taken = true;
                        places.push(place);
                    }
                }
            }
        }
        found
    }
}

/// What a candidate lacks.
fn missing(layout: &Layout, places: &[Vec<usize>]) -> Vec<String> {
    let has = |key: &str| {
        layout.columns.iter().zip(places).any(|(column, places)| column.key == key && !places.is_empty())
    };
    let always = layout.columns.iter().filter(|column| column.need == Need::Always && !has(column.key));
    let mut missing: Vec<String> = always.map(|column| column.header.to_owned()).collect();
    if !layout.one_of.is_empty() && !layout.one_of.iter().any(|set| set.iter().all(|key| has(key))) {
        let headers = |set: &&[&str]| {
            let of = |key: &&str| layout.columns.iter().find(|column| column.key == *key);
            set.iter().filter_map(of).map(|column| column.header).collect::<Vec<_>>().join("＋")
        };
        missing.push(layout.one_of.iter().map(headers).collect::<Vec<_>>().join(" / "));
    }
    missing
}

impl Header {
    /// Finds the header of a table.
    ///
    /// # Errors
    /// [`Unread`], with every missing or ambiguous column by its name.
    pub fn find(layout: &Layout, rows: &[Vec<Cell>]) -> Result<Self, Unread> {
        let top = rows.get(..rows.len().min(LOOKED_AT)).unwrap_or_default();
        let singles = top.iter().enumerate().map(|(at, row)| Candidate::single(at, row));
        let doubles = top.windows(2).enumerate().filter_map(|(at, pair)| match pair {
            [upper, lower] => Some(Candidate::double(at, upper, lower)),
            _ => None,
        });
        let mut best: Option<(Candidate, Places, (bool, usize))> = None;
        for candidate in singles.chain(doubles) {
            let places = candidate.places(layout);
            let found = places.iter().filter(|places| !places.is_empty()).count();
            let rank = (missing(layout, &places).is_empty(), found);
            if best.as_ref().is_none_or(|(_, _, other)| rank > *other) {
                best = Some((candidate, places, rank));
            }
        }
        let (candidate, places, (whole, found)) = best.ok_or(Unread::None)?;
        if found < 2 && !whole {
            return Err(Unread::None);
        }
        let missing = missing(layout, &places);
        if !missing.is_empty() {
            return Err(Unread::Missing(missing));
        }
        candidate.settle(layout, &places, rows)
    }
}

impl Candidate {
    fn settle(self, layout: &Layout, places: &[Vec<usize>], rows: &[Vec<Cell>]) -> Result<Header, Unread> {
        let text = |place: usize| self.cells.get(place).map(|(_, text)| text.as_str()).unwrap_or_default();
        let mut twice = Vec::new();
        let mut columns = Vec::with_capacity(layout.columns.len());
        for (column, places) in layout.columns.iter().zip(places) {
            if places.len() > 1 {
                let said: Vec<String> = places.iter().map(|place| shown(text(*place))).collect();
                twice.push(format!("{}（{}）", column.header, said.join("，")));
            }
            columns.push(places.first().map(|place| (*place, tens(text(*place)))));
        }
        if !twice.is_empty() {
            return Err(Unread::Twice(twice));
        }
        let used: Vec<usize> = columns.iter().flatten().map(|(place, _)| *place).collect();
        let unused = (0..self.cells.len()).filter(|place| !used.contains(place) && !text(*place).is_empty());
        let unused: Vec<String> = unused.map(|place| shown(text(place))).collect();
        let above = self.below.saturating_sub(1);
        let titles = rows.iter().take(above).flatten().map(Cell::text).filter(|text| !text.is_empty());
        let title = titles.collect::<Vec<_>>().join(" ");
        let names = layout.columns.iter().map(names).collect();
        Ok(Header { below: self.below, columns, title, unused, names })
    }
}

impl Header {
    /// Whether a row below the header says something of its own: not a total, a signature, a repeated header, or the numbers of
    /// the columns.
    #[must_use]
    pub fn is_row(&self, layout: &Layout, row: &[Cell]) -> bool {
        let Some((place, first)) = row.iter().enumerate().find(|(_, cell)| !cell.is_empty()) else {
            return false;
        };
        let first = bare(&first.text());
        let closing = [
            "合计",
            "总计",
            "小计",
            "填表",
            "制表",
            "审核",
            "负责人",
            "填报",
            "注:",
            "备注:",
            "说明:",
            "单位:",
        ];
        if closing.iter().any(|word| first.starts_with(word)) && !self.is_choice(layout, place, &first) {
            return false;
        }
        !numbered(row) && !self.repeats(row)
    }

    /// Whether a cell is a word of its column's own list: 合计 in the column of pathways is a number of the table, not its end.
    fn is_choice(&self, layout: &Layout, place: usize, said: &str) -> bool {
        let mut columns = layout.columns.iter().zip(&self.columns);
        columns.any(|(column, found)| {
            matches!(found, Some((at, _)) if *at == place)
                && matches!(column.kind, Kind::Choice(choices) | Kind::Open(choices) if choices.code(said).is_some())
        })
    }

    /// Whether every text is its own column's header: a header printed again on a next page.
    fn repeats(&self, row: &[Cell]) -> bool {
        let mut any = false;
        for (names, found) in self.names.iter().zip(&self.columns) {
            let Some(cell) = (*found).and_then(|(place, _)| row.get(place)) else { continue };
            if cell.is_empty() {
                continue;
            }
            let Cell::Text(text) = cell else { return false };
            if !names.contains(&name(text)) {
                return false;
            }
            any = true;
        }
        any
    }
}

/// What a column may be called, as compared.
fn names(column: &Column) -> Vec<String> {
    std::iter::once(&column.header).chain(column.synonyms).map(|header| name(header)).collect()
}

/// Whether a row only numbers the columns: 1, 2, 3, …
fn numbered(row: &[Cell]) -> bool {
    let mut next = None;
    let mut told = 0;
    for cell in row.iter().filter(|cell| !cell.is_empty()) {
        let text = bare(&cell.text());
        let Ok(number) = text.parse::<usize>() else { return false };
        if number != *next.get_or_insert(number) {
            return false;
        }
        next = number.checked_add(1);
        told += 1;
    }
    told >= 3
}

#[cfg(test)]
mod tests;
