//! A whole installation as a folder anybody can read, and back into a database of either kind.
//!
//! `manifest.json` says what is there; `tables/<table>.jsonl` has the rows, one a line, in the order of the table's key; `files/` the
//! contents of files under their SHA-256. The rows hold what the database holds: ID numbers stay encrypted, so the archive is of
//! use only beside the secret key, which is not in it. Who is signed in stays behind.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::progress::{Doing, Meter};
use super::{Desk, Error, Result};
use crate::domain::attachment::ContentHash;
use crate::domain::moment::Moment;
use crate::store::archive::{self as store, Table};
use crate::store::{Fault, attachments, migrate, users};

const FORMAT: &str = "xingtu-archive/1";

fn manifest_of(dir: &Path) -> PathBuf {
    dir.join("manifest").with_extension("json")
}

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    made_at: Moment,
    /// The newest migration the rows fit.
    schema: String,
    /// Of the secret key the rows were encrypted with: enough to know it again, not to find it out.
    key_check: String,
    /// The tables in the order of their names.
    pub tables: Vec<Rows>,
    /// How many contents of files there are.
    pub files: u64,
    /// Contents that rows name and that were missing or changed on disk.
    pub missing: Vec<String>,
}

/// A table of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Its name.
    pub table: String,
    /// How many.
    pub rows: u64,
    /// The SHA-256 of the file of its rows.
    pub sha256: String,
}

impl Manifest {
    /// The rows of all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Why there is no archive, or why it was not taken in. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The folder has something in it.
    #[error("{0} is not empty; name a folder that is, or that is not there yet")]
    NotEmpty(PathBuf),
    /// No archive, or one that cannot be read.
    #[error("{0} is no archive of this program: {1}")]
    NoArchive(PathBuf, String),
    /// It is of another version.
    #[error(
        "the archive fits {theirs}, this program {ours}; use the version of the program that wrote it, then `xingtu migrate`"
    )]
    OtherSchema {
        /// The newest migration of the archive.
        theirs: String,
        /// The newest of this program.
        ours: String,
    },
    /// It was encrypted with another key.
    #[error(
        "the archive was made under another XINGTU_SECRET_KEY; set that one and use a database nobody has used yet"
    )]
    OtherKey,
    /// The database is in use.
    #[error("the database has users already; an archive goes into one that is empty")]
    InUse,
    /// A file is not what the manifest says, or the manifest not what the tables are.
    #[error("{0} does not agree with the rest of the archive: it is damaged")]
    Damaged(PathBuf),
    /// The disk failed.
    #[error("{0}: {1}")]
    Disk(PathBuf, io::Error),
    /// The database did.
    #[error(transparent)]
    Desk(#[from] Error),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Desk(fault.into())
    }
}

fn on(path: &Path) -> impl Fn(io::Error) -> Refused + '_ {
    move |error| Refused::Disk(path.to_owned(), error)
}

fn newest_migration() -> Result<String> {
    Ok(migrate::names()?.0.last().cloned().unwrap_or_default())
}

/// The tables in the order a manifest names them.
fn tables() -> Result<Vec<Table>> {
    let mut tables = store::tables()?;
    tables.sort_by_key(|table| table.name);
    Ok(tables)
}

/// Writes everything into a folder, which must be empty or not there yet: the rows in one snapshot, then the files they name.
///
/// # Errors
/// If there is something in the folder, or the disk or the database fails.
pub fn write(desk: &Desk, dir: &Path, now: Moment) -> std::result::Result<Manifest, Refused> {
    write_telling(desk, dir, now, Arc::default())
}

/// As [`write`], telling how far it is: by tables, then by files.
///
/// # Errors
/// As [`write`].
pub fn write_telling(
    desk: &Desk,
    dir: &Path,
    now: Moment,
    meter: Arc<Meter>,
) -> std::result::Result<Manifest, Refused> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Refused::NotEmpty(dir.to_owned()));
    }
    let (tables_dir, files_dir) = (dir.join("tables"), dir.join("files"));
    for made in [&tables_dir, &files_dir] {
        fs::create_dir_all(made).map_err(on(made))?;
    }
    let here = Arc::clone(&meter);
    let read = move |c: &mut _| -> std::result::Result<_, Refused> {
        let tables = tables()?;
        here.begin(Doing::Writing, tables.len() * PART)?;
        let rows = tables
            .iter()
            .map(|table| {
                let rows = write_table(c, table, &tables_dir)?;
                here.more(PART)?;
                Ok(rows)
            })
            .collect::<std::result::Result<_, Refused>>();
        Ok((rows?, attachments::contents(c)?))
    };
    let (tables, mut contents): (Vec<Rows>, Vec<ContentHash>) = desk.db.read_now(read)?;
    contents.sort_unstable();
    contents.dedup();
    let mut missing = Vec::new();
    meter.begin(Doing::Copying, contents.len() * PART)?;
    for hash in &contents {
        meter.more(PART)?;
        let path = files_dir.join(hash.to_string());
        match desk.files.read(*hash) {
            Ok(content) => fs::write(&path, content).map_err(on(&path))?,
            Err(_) => missing.push(hash.to_string()),
        }
    }
    let manifest = Manifest {
        format: FORMAT.into(),
        made_at: now,
        schema: newest_migration()?,
        key_check: hex(desk.keys.check()),
        tables,
        files: (contents.len() - missing.len()) as u64,
        missing,
    };
    // Last: a folder without it is no archive.
    let path = manifest_of(dir);
    let body = serde_json::to_vec_pretty(&manifest).map_err(|error| Error::Broken(error.to_string()))?;
    fs::write(&path, body).map_err(on(&path))?;
    Ok(manifest)
}

fn write_table(c: &mut crate::store::Conn, table: &Table, dir: &Path) -> std::result::Result<Rows, Refused> {
    let path = dir.join(format!("{}.jsonl", table.name));
    let mut to = Hashing { to: BufWriter::new(File::create(&path).map_err(on(&path))?), hash: Sha256::new() };
    let rows = store::write_out(c, table, &mut to)?;
    to.flush().map_err(on(&path))?;
    Ok(Rows { table: table.name.into(), rows, sha256: hex(&to.hash.finalize()) })
}

/// Reads what a folder says it is, and that it can go into this installation.
///
/// # Errors
/// As [`Refused`] says.
pub fn manifest(desk: &Desk, dir: &Path) -> std::result::Result<Manifest, Refused> {
    let path = manifest_of(dir);
    let no = |why: String| Refused::NoArchive(dir.to_owned(), why);
    let body = fs::read(&path).map_err(|error| no(error.to_string()))?;
    let manifest: Manifest = serde_json::from_slice(&body).map_err(|error| no(error.to_string()))?;
    if manifest.format != FORMAT {
        return Err(no(format!("its format is {}", manifest.format)));
    }
    let ours = newest_migration()?;
    if manifest.schema != ours {
        return Err(Refused::OtherSchema { theirs: manifest.schema, ours });
    }
    if manifest.key_check != hex(desk.keys.check()) {
        return Err(Refused::OtherKey);
    }
    // A table it is silent about would come in without its sum.
    let all = tables()?;
    if !manifest.tables.iter().map(|rows| rows.table.as_str()).eq(all.iter().map(|table| table.name)) {
        return Err(Refused::Damaged(path));
    }
    Ok(manifest)
}

/// Takes an archive in, all or nothing, into a database that nobody has used: first every file is compared with the manifest,
/// then the contents are kept, then all rows come in with one transaction.
///
/// # Errors
/// As [`Refused`] says.
pub fn take_in(desk: &Desk, dir: &Path) -> std::result::Result<Manifest, Refused> {
    take_in_telling(desk, dir, &Arc::default())
}

/// As [`take_in`], telling how far it is: by the tables that were compared, the files, then the bytes of the rows.
///
/// # Errors
/// As [`take_in`].
pub fn take_in_telling(
    desk: &Desk,
    dir: &Path,
    meter: &Arc<Meter>,
) -> std::result::Result<Manifest, Refused> {
    let manifest = manifest(desk, dir)?;
    if !desk.db.read_now(users::all)?.is_empty() {
        return Err(Refused::InUse);
    }
    let tables_dir = dir.join("tables");
    meter.begin(Doing::Checking, manifest.tables.len() * PART)?;
    let mut bytes = 0;
    for table in &manifest.tables {
        meter.more(PART)?;
        let path = tables_dir.join(format!("{}.jsonl", table.table));
        if hash_of(&path).map_err(on(&path))? != table.sha256 {
            return Err(Refused::Damaged(path));
        }
        bytes += usize::try_from(fs::metadata(&path).map_err(on(&path))?.len()).unwrap_or(usize::MAX);
    }
    keep_files(desk, &dir.join("files"), manifest.files, meter)?;
    meter.begin(Doing::Storing, bytes)?;
    let here = Arc::clone(meter);
    let lines = move |table: &Table| {
        let path = tables_dir.join(format!("{}.jsonl", table.name));
        File::open(&path)
            .map(|file| BufReader::new(Counting { from: file, meter: Arc::clone(&here) }))
            .map_err(|error| Fault::Broken(format!("{}: {error}", path.display())))
    };
    let (path, expected) = (manifest_of(dir), manifest.rows());
    desk.db.write_now(move |c| match store::take_in(c, lines)? {
        rows if rows == expected => Ok(()),
        _ => Err(Refused::Damaged(path)),
    })?;
    Ok(manifest)
}

fn keep_files(desk: &Desk, dir: &Path, expected: u64, meter: &Meter) -> std::result::Result<(), Refused> {
    let mut kept = 0;
    meter.begin(Doing::Copying, usize::try_from(expected).unwrap_or(usize::MAX).saturating_mul(PART))?;
    for entry in fs::read_dir(dir).map_err(on(dir))? {
        meter.more(PART)?;
        let path = entry.map_err(on(dir))?.path();
        let content = fs::read(&path).map_err(on(&path))?;
        let named =
            path.file_name().is_some_and(|name| name.to_string_lossy() == hex(&Sha256::digest(&content)));
        let keep = || {
            let incoming = desk.files.receive_bytes(&content)?;
            desk.files.keep(desk.files.examine(incoming)?)
        };
        if !named || keep().is_err() {
            return Err(Refused::Damaged(path));
        }
        kept += 1;
    }
    if kept == expected { Ok(()) } else { Err(Refused::Damaged(dir.to_owned())) }
}

fn hash_of(path: &Path) -> io::Result<String> {
    let (mut from, mut hash) = (BufReader::new(File::open(path)?), Sha256::new());
    loop {
        let some = from.fill_buf()?;
        if some.is_empty() {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(some);
        let read = some.len();
        from.consume(read);
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a table or a file counts for: enough that a meter tells of each.
const PART: usize = 1000;

/// Counts the bytes that are read.
struct Counting {
    from: File,
    meter: Arc<Meter>,
}

impl io::Read for Counting {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.meter.more(read).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(read)
    }
}

/// Writes on, and hashes what goes by.
struct Hashing<W> {
    to: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
