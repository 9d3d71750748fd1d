//! A file with anything changed in it is found out, in its line.

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
        announced_on: chrono::NaiveDate::from_ymd_opt(2017, 1 + u32::try_from(n % 12).unwrap(), 3).unwrap(),
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
    let leaves: Vec<Hash> = rows.iter().map(|row| Hash::of_row(row.written().unwrap().as_bytes())).collect();
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
        leaves.into_iter().zip(rows).map(|(leaf, row)| serde_json::to_string(&Line { leaf, row }).unwrap()),
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
    let leaves: Vec<Hash> = rows.iter().map(|row| Hash::of_row(row.written().unwrap().as_bytes())).collect();
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
