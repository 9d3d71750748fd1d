//! Checking a snapshot, or the proof of one of its rows, from the file alone.

use std::io::{self, BufRead};

use super::tree::{Growing, Hash, led_to};
use super::{FORMAT, Header, Line, PROOF_FORMAT, Proof, RULE, Total, Totals, tourism};
use crate::domain::tally::Count;

/// Bytes of one line at most: a row has a few hundred, the totals of a year some hundred thousand.
const LONGEST_LINE: u64 = 16 << 20;

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// A whole snapshot or the proof of one row.
    pub kind: Kind,
    /// The year.
    pub year: i32,
    /// Which freezing of it.
    pub revision: i32,
    /// How many rows are under the root.
    pub rows: u64,
    /// The root that its rows lead to.
    pub root: Hash,
}

/// A whole snapshot, or the proof of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every row was read; the tourism total of them.
    Snapshot(Count),
    /// One exit was shown to be among the rows.
    Proof {
        /// The exit's number.
        exit: i64,
        /// Its persons. 人
        persons: i64,
    },
}

/// What is wrong with a file: the first thing that differs.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    /// It could not be read.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// It is neither a snapshot nor a proof.
    #[error("neither a snapshot ({FORMAT}) nor a proof ({PROOF_FORMAT})")]
    NotOne,
    /// The first line is not as this program writes it.
    #[error("line 1: the header was changed: {0}")]
    Header(String),
    /// It counts by a rule this program does not know.
    #[error("line 1: the rule {0:?} is unknown; use the program that wrote the file")]
    Rule(String),
    /// A line is not as this program writes it.
    #[error("line {line}: row {row} was changed: {why}")]
    Row {
        /// The line of the file.
        line: u64,
        /// The row that should be there.
        row: u64,
        /// What is wrong with the text.
        why: String,
    },
    /// A row and its hash do not agree.
    #[error("line {line}: row {row} (exit {exit}) was changed: it is not what its hash is of")]
    Changed {
        /// The line of the file.
        line: u64,
        /// The row.
        row: u64,
        /// The exit's number.
        exit: i64,
    },
    /// Another row stands where one should.
    #[error("line {line}: row {expected} is missing; row {found} (exit {exit}) stands in its place")]
    Place {
        /// The line of the file.
        line: u64,
        /// The row that should be there.
        expected: u64,
        /// The row that is.
        found: u64,
        /// Its exit.
        exit: i64,
    },
    /// An exit is there a second time, or not in the order of the numbers.
    #[error("line {line}: row {row} (exit {exit}) does not come after the exit before it")]
    Twice {
        /// The line of the file.
        line: u64,
        /// The row.
        row: u64,
        /// The exit's number.
        exit: i64,
    },
    /// The file ends before its rows do, or goes on after them.
    #[error("{found} rows, where the header says {said}: the first that differs is row {}", said.min(found) + 1)]
    Rows {
        /// What the header says.
        said: u64,
        /// What is there.
        found: u64,
    },
    /// A total is not the sum of its rows.
    #[error("the total of {0} is not the sum of its rows: {1} in the header, {2} by the rows")]
    Total(String, String, String),
    /// The rows, the year, the moment and the rule do not lead to the root.
    #[error("the rows and what stands above them lead to the root {found}, not to {said}")]
    Root {
        /// What the header says.
        said: Hash,
        /// What the rows lead to.
        found: Hash,
    },
    /// The root is not the one that was printed.
    #[error("the file is whole, but its root {found} is not {printed}, which was printed")]
    NotThePrinted {
        /// What was printed.
        printed: Hash,
        /// What the file leads to.
        found: Hash,
    },
}

/// Reads a snapshot or a proof and checks every row, every total and the root; against the root on paper too, if it is
/// given. Its memory does not grow with the rows.
///
/// # Errors
/// The first thing that differs.
pub fn check(mut from: impl BufRead, printed: Option<Hash>) -> Result<Checked, Wrong> {
    let first = next_line(&mut from)?.ok_or(Wrong::NotOne)?;
    let checked = if first.starts_with(&format!("{{\"format\":\"{PROOF_FORMAT}\"")) {
        if next_line(&mut from)?.is_some() {
            return Err(Wrong::NotOne);
        }
        proof(&first)?
    } else {
        snapshot(&first, from)?
    };
    match printed {
        Some(printed) if printed != checked.root => {
            Err(Wrong::NotThePrinted { printed, found: checked.root })
        }
        _ => Ok(checked),
    }
}

/// The next line without its end; none at the end of the file.
fn next_line(from: &mut impl BufRead) -> Result<Option<String>, Wrong> {
    let mut line = Vec::new();
    let read = io::Read::take(&mut *from, LONGEST_LINE).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    // What is no text is no line of ours; the parser says so in its place.
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

/// Reads what must be written exactly as this program writes it: otherwise two files would have one root.
fn exact<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Result<T, String> {
    let value = serde_json::from_str::<T>(text).map_err(|error| error.to_string())?;
    match serde_json::to_string(&value) {
        Ok(again) if again == text => Ok(value),
        _ => Err("not as it was written".to_owned()),
    }
}

fn proof(text: &str) -> Result<Checked, Wrong> {
    let proof: Proof = exact(text).map_err(Wrong::Header)?;
    if proof.rule != RULE {
        return Err(Wrong::Rule(proof.rule));
    }
    let row = proof.row.written().map_err(|error| Wrong::Header(error.to_string()))?;
    let place = proof.row.n.checked_sub(1).and_then(|place| usize::try_from(place).ok());
    let rows = usize::try_from(proof.rows).ok();
    let found = place
        .zip(rows)
        .and_then(|(place, rows)| led_to(Hash::of_row(row.as_bytes()), place, rows, &proof.path));
    let tree = found.ok_or_else(|| Wrong::Header("the path does not fit the row's place".to_owned()))?;
    let found = proof.head().root(tree).map_err(|error| Wrong::Header(error.to_string()))?;
    if found != proof.root {
        return Err(Wrong::Root { said: proof.root, found });
    }
    Ok(Checked {
        kind: Kind::Proof { exit: proof.row.exit, persons: proof.row.persons },
        year: proof.year,
        revision: proof.revision,
        rows: proof.rows,
        root: found,
    })
}

fn snapshot(first: &str, mut from: impl BufRead) -> Result<Checked, Wrong> {
    if !first.starts_with(&format!("{{\"format\":\"{FORMAT}\"")) {
        return Err(Wrong::NotOne);
    }
    let header: Header = exact(first).map_err(Wrong::Header)?;
    if header.rule != RULE {
        return Err(Wrong::Rule(header.rule));
    }
    let (mut tree, mut totals, mut row, mut last_exit) = (Growing::default(), Totals::default(), 0, i64::MIN);
    while let Some(text) = next_line(&mut from)? {
        row += 1;
        let line = row + 1;
        if row > header.rows {
            let rest = std::iter::from_fn(|| next_line(&mut from).transpose()).count() as u64;
            return Err(Wrong::Rows { said: header.rows, found: row + rest });
        }
        let read: Line = exact(&text).map_err(|why| Wrong::Row { line, row, why })?;
        let exit = read.row.exit;
        let written = read.row.written().map_err(|error| Wrong::Row { line, row, why: error.to_string() })?;
        if Hash::of_row(written.as_bytes()) != read.leaf {
            return Err(Wrong::Changed { line, row: read.row.n, exit });
        }
        if read.row.n != row {
            return Err(Wrong::Place { line, expected: row, found: read.row.n, exit });
        }
        if exit <= last_exit {
            return Err(Wrong::Twice { line, row, exit });
        }
        last_exit = exit;
        tree.push(read.leaf);
        totals.add(&read.row);
    }
    if row != header.rows {
        return Err(Wrong::Rows { said: header.rows, found: row });
    }
    let counted = totals.all();
    compare(&header.totals, &counted)?;
    let found = header.head().root(tree.tree()).map_err(|error| Wrong::Header(error.to_string()))?;
    if found != header.root {
        return Err(Wrong::Root { said: header.root, found });
    }
    Ok(Checked {
        kind: Kind::Snapshot(tourism(&counted)),
        year: header.year,
        revision: header.revision,
        rows: row,
        root: found,
    })
}

/// The first total that differs.
fn compare(said: &[Total], counted: &[Total]) -> Result<(), Wrong> {
    let key = |total: &Total| (total.unit.clone(), total.pathway, total.month);
    let name = |total: &Total| format!("{} {} {}", total.unit, total.pathway, total.month);
    let words = |total: Option<&Total>| {
        total.map_or_else(
            || "nothing".to_owned(),
            |total| format!("{} persons in {} households", total.persons, total.households),
        )
    };
    let differs = said
        .iter()
        .zip(counted.iter())
        .find(|(said, counted)| said != counted)
        .map(|(said, counted)| if key(counted) < key(said) { counted } else { said })
        .or_else(|| said.get(counted.len()))
        .or_else(|| counted.get(said.len()));
    let Some(first) = differs else { return Ok(()) };
    let at = |all: &[Total]| words(all.iter().find(|total| key(total) == key(first)));
    Err(Wrong::Total(name(first), at(said), at(counted)))
}

#[cfg(test)]
mod tests;
