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
mod tests {
    use proptest::prelude::*;

    use super::super::{Head, Row, path, tree};
    use super::*;
    use crate::domain::codes::Code as _;
    use crate::domain::pathway::Pathway;

    fn row(n: u64) -> Row {
        let pathways = Pathway::ALL;
        Row {
            n,
            exit: i64::try_from(n * 3).unwrap(),
            household: format!("4507210{n:05}"),
            village: "450721001002".to_owned(),
            unit: if n.is_multiple_of(2) { "450721" } else { "450702401" }.to_owned(),
            document: "演示公告〔2017〕1号".to_owned(),
            announced_on: chrono::NaiveDate::from_ymd_opt(2017, 1 + u32::try_from(n % 12).unwrap(), 3)
                .unwrap(),
            persons: 1 + i64::try_from(n % 6).unwrap(),
            pathway: pathways[usize::try_from(n).unwrap() % pathways.len()],
            attribution: i64::try_from(n).unwrap() + 7,
            evidence: format!("training:{n}"),
            papers: vec![Hash::of_row(&n.to_be_bytes())],
            confirmed_on: "2017-11-24".parse().unwrap(),
            salt: format!("{n:032x}"),
        }
    }

    /// A snapshot of so many rows, as its lines.
    fn lines(rows: u64) -> Vec<String> {
        let rows: Vec<Row> = (1..=rows).map(row).collect();
        let mut totals = Totals::default();
        for row in &rows {
            totals.add(row);
        }
        let leaves: Vec<Hash> =
            rows.iter().map(|row| Hash::of_row(row.written().unwrap().as_bytes())).collect();
        let cut_off = "2018-01-15T09:00:00".parse().unwrap();
        let head = Head { year: 2017, revision: 1, cut_off, rule: RULE, rows: rows.len() as u64 };
        let header = Header {
            format: FORMAT.to_owned(),
            year: 2017,
            revision: 1,
            cut_off,
            rule: RULE.to_owned(),
            rows: head.rows,
            totals: totals.all(),
            root: head.root(tree(&leaves)).unwrap(),
        };
        let mut lines = vec![serde_json::to_string(&header).unwrap()];
        lines.extend(
            leaves
                .into_iter()
                .zip(rows)
                .map(|(leaf, row)| serde_json::to_string(&Line { leaf, row }).unwrap()),
        );
        lines
    }

    fn read(lines: &[String]) -> Result<Checked, Wrong> {
        check(lines.join("\n").as_bytes(), None)
    }

    #[test]
    fn a_whole_snapshot_is_found_whole_and_against_paper() {
        let lines = lines(40);
        let checked = read(&lines).unwrap();
        assert_eq!((checked.rows, checked.year), (40, 2017));
        let text = lines.join("\n") + "\n";
        assert_eq!(check(text.as_bytes(), Some(checked.root)).unwrap(), checked);
        let other = Some(Hash::of_row(b"other"));
        assert!(matches!(check(text.as_bytes(), other), Err(Wrong::NotThePrinted { .. })));
    }

    #[test]
    fn a_whole_row_made_anew_still_does_not_lead_to_the_root() {
        let mut lines = lines(12);
        let mut line: Line = serde_json::from_str(&lines[5]).unwrap();
        line.row.evidence = "training:99".to_owned();
        line.leaf = Hash::of_row(line.row.written().unwrap().as_bytes());
        lines[5] = serde_json::to_string(&line).unwrap();
        assert!(matches!(read(&lines), Err(Wrong::Root { .. })));
        // One more person in it, and the total that counts it is named.
        line.row.persons += 1;
        line.leaf = Hash::of_row(line.row.written().unwrap().as_bytes());
        lines[5] = serde_json::to_string(&line).unwrap();
        assert!(matches!(read(&lines), Err(Wrong::Total(..))));
    }

    #[test]
    fn an_exit_is_proven_alone_and_nothing_else_by_its_proof() {
        let rows: Vec<Row> = (1..=13).map(row).collect();
        let leaves: Vec<Hash> =
            rows.iter().map(|row| Hash::of_row(row.written().unwrap().as_bytes())).collect();
        let cut_off = "2018-01-15T09:00:00".parse().unwrap();
        let head = Head { year: 2017, revision: 1, cut_off, rule: RULE, rows: 13 };
        let proof = Proof {
            format: PROOF_FORMAT.to_owned(),
            year: 2017,
            revision: 1,
            cut_off,
            rule: RULE.to_owned(),
            rows: 13,
            root: head.root(tree(&leaves)).unwrap(),
            row: rows[8].clone(),
            path: path(&leaves, 8).unwrap(),
        };
        let text = serde_json::to_string(&proof).unwrap();
        let checked = check(text.as_bytes(), Some(proof.root)).unwrap();
        assert_eq!(checked.kind, Kind::Proof { exit: 27, persons: 4 });
        let richer = text.replace("\"persons\":4", "\"persons\":5");
        assert!(matches!(check(richer.as_bytes(), None), Err(Wrong::Root { .. })));
        let dated = text.replace("2018-01-15", "2018-01-16");
        assert!(matches!(check(dated.as_bytes(), None), Err(Wrong::Root { .. })));
        let moved = text.replace("\"n\":9", "\"n\":10");
        assert!(check(moved.as_bytes(), None).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_flipped_bit_anywhere_is_found_in_its_line(rows in 1u64..12, at in any::<proptest::sample::Index>(), bit in 0u8..8) {
            let mut bytes = lines(rows).join("\n").into_bytes();
            let at = at.index(bytes.len());
            let line = bytes[..at].split(|byte| *byte == b'\n').count() as u64;
            bytes[at] ^= 1 << bit;
            let wrong = check(bytes.as_slice(), None).unwrap_err();
            match wrong {
                Wrong::Row { line: named, .. } | Wrong::Changed { line: named, .. } | Wrong::Place { line: named, .. } => {
                    prop_assert_eq!(named, line);
                }
                Wrong::NotOne | Wrong::Header(_) | Wrong::Rule(_) | Wrong::Total(..) | Wrong::Root { .. } | Wrong::Rows { .. } => {
                    prop_assert!(line == 1, "{}", wrong);
                }
                other => prop_assert!(false, "{}", other),
            }
        }

        #[test]
        fn a_row_taken_away_put_in_or_swapped_is_named(rows in 2u64..12, at in any::<proptest::sample::Index>(), way in 0..3) {
            let whole = lines(rows);
            let row = 1 + at.index(whole.len() - 2);
            let mut changed = whole.clone();
            match way {
                0 => { changed.remove(row); }
                1 => changed.insert(row, whole[row].clone()),
                _ => changed.swap(row, row + 1),
            }
            let first = whole.iter().zip(&changed).position(|(one, other)| one != other).unwrap() as u64;
            match read(&changed).unwrap_err() {
                Wrong::Place { line, expected, .. } => {
                    prop_assert_eq!(line, first + 1);
                    prop_assert_eq!(expected, first);
                }
                other => prop_assert!(false, "{}", other),
            }
        }

        #[test]
        fn a_snapshot_cut_short_names_its_first_missing_row(rows in 1u64..12, kept in 0u64..12) {
            let kept = kept.min(rows - 1);
            let whole = lines(rows);
            let cut = &whole[..=usize::try_from(kept).unwrap()];
            let wrong = read(cut).unwrap_err();
            prop_assert!(wrong.to_string().ends_with(&format!("row {}", kept + 1)), "{}", wrong);
        }
    }
}
