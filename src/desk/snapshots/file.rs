//! A frozen year as its file, and the proof of one exit of it: the bytes that were hashed, the same each time.

use std::io::{BufReader, BufWriter, Write};

use super::{Snapshot, whole_city};
use crate::desk::{Error, Result, Rx};
use crate::domain::access::Act;
use crate::domain::ids::{ExitId, SnapshotId};
use crate::domain::snapshot::{FORMAT, Header, PROOF_FORMAT, Proof, Row, Stage, check};
use crate::store::Conn;
use crate::store::snapshots::{self as store, SnapshotFilter};

/// The first line of a frozen snapshot's file.
fn header(snapshot: &Snapshot) -> Result<Header> {
    let (Some(cut_off), Some(root)) = (snapshot.cut_off, snapshot.root) else { return Err(Error::NotFound) };
    Ok(Header {
        format: FORMAT.to_owned(),
        year: snapshot.year,
        revision: snapshot.revision,
        cut_off: cut_off.local(),
        rule: snapshot.rule.clone(),
        rows: snapshot.rows.unsigned_abs(),
        totals: snapshot.totals.clone(),
        root,
    })
}

/// Rows written at once.
const CHUNK: i64 = 2_000;

/// A frozen snapshot with the first line of its file; [`lines`] has the others.
///
/// # Errors
/// `NotFound` if it is not frozen, there is none of this number, or for whoever reads one unit only.
pub fn opening(rx: &mut Rx<'_>, id: SnapshotId) -> Result<(Snapshot, String)> {
    whole_city(rx)?;
    let snapshot = store::find(rx.conn, id)?;
    let first = first_line(&snapshot)?;
    Ok((snapshot, first))
}

/// The lines of some rows from a place on, and the place after them; none at the end. What is frozen never changes, so
/// they may be read one after another.
///
/// # Errors
/// As [`opening`].
pub fn lines(rx: &mut Rx<'_>, id: SnapshotId, from: i64) -> Result<Option<(String, i64)>> {
    whole_city(rx)?;
    some_lines(rx.conn, id, from)
}

/// Writes the newest or a given freezing of a year as its file, for the command line: whoever runs it holds the database.
/// Its memory does not grow with the rows.
///
/// # Errors
/// `NotFound` if the year is not frozen or has no such revision; `Broken` if it cannot be written.
pub fn write_year(
    rx: &mut Rx<'_>,
    year: i32,
    revision: Option<i32>,
    to: &mut impl Write,
) -> Result<Snapshot> {
    let filter = SnapshotFilter { year: Some(year), stage: Some(Stage::Frozen), id: None };
    let all = store::list(rx.conn, filter)?;
    let one = all
        .into_iter()
        .filter(|snapshot| revision.is_none_or(|revision| snapshot.revision == revision))
        .max_by_key(|snapshot| snapshot.revision)
        .ok_or(Error::NotFound)?;
    write_all(rx.conn, &one, to)?;
    Ok(one)
}

fn write_all(c: &mut Conn, snapshot: &Snapshot, to: &mut impl Write) -> Result<()> {
    let broken = |error: std::io::Error| Error::Broken(error.to_string());
    to.write_all(first_line(snapshot)?.as_bytes()).map_err(broken)?;
    let mut from = 1;
    while let Some((lines, next)) = some_lines(c, snapshot.id, from)? {
        to.write_all(lines.as_bytes()).map_err(broken)?;
        from = next;
    }
    to.flush().map_err(broken)
}

fn first_line(snapshot: &Snapshot) -> Result<String> {
    let header = serde_json::to_string(&header(snapshot)?);
    Ok(header.map_err(|error| Error::Broken(error.to_string()))? + "\n")
}

/// The row is the bytes that were hashed; only the frame is made here.
fn some_lines(c: &mut Conn, id: SnapshotId, from: i64) -> Result<Option<(String, i64)>> {
    let rows = store::rows(c, id, from, CHUNK)?;
    let next = from + i64::try_from(rows.len()).unwrap_or(CHUNK);
    let lines = rows.iter().map(|(body, leaf)| format!("{{\"leaf\":\"{leaf}\",\"row\":{body}}}\n"));
    Ok((!rows.is_empty()).then(|| (lines.collect(), next)))
}

/// The proof that an exit is among the rows of a frozen snapshot.
///
/// # Errors
/// `Forbidden` for whoever may not read exits; `NotFound` for an exit out of the reader's sight or not among the rows.
pub fn proof(rx: &mut Rx<'_>, id: SnapshotId, exit: ExitId) -> Result<Proof> {
    rx.actor()?.must(Act::ReadExits)?;
    let scope = rx.scope();
    crate::store::exits::find(rx.conn, &scope, exit)?;
    let snapshot = store::find(rx.conn, id)?;
    let header = header(&snapshot)?;
    let (body, path) = store::proof(rx.conn, id, exit)?;
    let row: Row = serde_json::from_str(&body).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Proof {
        format: PROOF_FORMAT.to_owned(),
        year: header.year,
        revision: header.revision,
        cut_off: header.cut_off,
        rule: header.rule,
        rows: header.rows,
        root: header.root,
        row,
        path,
    })
}

/// A snapshot whose rows do not lead to its totals and root any more.
#[derive(Debug, Clone)]
pub struct Broken {
    /// The year.
    pub year: i32,
    /// Which freezing of it.
    pub revision: i32,
    /// The first thing that differs.
    pub why: String,
}

/// Checks every frozen snapshot as `xingtu verify` would check its file.
///
/// # Errors
/// If the database fails.
pub fn broken(rx: &mut Rx<'_>) -> Result<Vec<Broken>> {
    let mut broken = Vec::new();
    let filter = SnapshotFilter { stage: Some(Stage::Frozen), ..SnapshotFilter::default() };
    for snapshot in store::list(rx.conn, filter)? {
        let (file, to) = std::io::pipe().map_err(|error| Error::Broken(error.to_string()))?;
        let root = snapshot.root;
        let checking = std::thread::spawn(move || check(BufReader::new(file), root));
        let written = write_all(rx.conn, &snapshot, &mut BufWriter::new(to));
        match checking.join() {
            Ok(Ok(_)) => written?,
            // Whoever stops reading at the first thing that differs breaks the pipe.
            Ok(Err(wrong)) => {
                broken.push(Broken {
                    year: snapshot.year,
                    revision: snapshot.revision,
                    why: wrong.to_string(),
                });
            }
            Err(_) => return Err(Error::Broken("the check of a snapshot failed".to_owned())),
        }
    }
    Ok(broken)
}
