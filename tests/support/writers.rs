//! Programs that write workbooks as offices' programs do, other than ours: openpyxl and LibreOffice.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Who wrote a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writer {
    /// openpyxl, as xlsx.
    Openpyxl,
    /// LibreOffice, what openpyxl wrote opened and saved again as xlsx.
    LibreXlsx,
    /// LibreOffice as xls.
    LibreXls,
    /// LibreOffice as ods.
    LibreOds,
    /// LibreOffice as CSV in UTF-8: the first sheet.
    LibreCsv,
    /// LibreOffice as CSV in GB18030.
    LibreCsvGb,
}

impl Writer {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Openpyxl, Self::LibreXlsx, Self::LibreXls, Self::LibreOds, Self::LibreCsv, Self::LibreCsvGb];
    /// LibreOffice's, each with what it is told to convert to.
    const LIBRE: [(Self, &str, &str); 5] = [
        (Self::LibreXlsx, "xlsx", "xlsx:Calc MS Excel 2007 XML"),
        (Self::LibreXls, "xls", "xls:MS Excel 97"),
        (Self::LibreOds, "ods", "ods:calc8"),
        (Self::LibreCsv, "csv", "csv:Text - txt - csv (StarCalc):44,34,76"),
        // 85 is GB18030.
        (Self::LibreCsvGb, "csv", "csv:Text - txt - csv (StarCalc):44,34,85"),
    ];
}

/// Files by the name of their book and their writer.
pub type Files = BTreeMap<(String, Writer), Vec<u8>>;

/// Writes these books, each an object with its name and sheets (`write_books.py`), with every writer that is installed. One that
/// is not is said, which fails in CI.
pub fn write(books: &[Value]) -> Files {
    let dir = tempfile::Builder::new().prefix("xingtu-writers-").tempdir().unwrap();
    let mut files = Files::new();
    let Some(python) = python() else {
        missing("openpyxl");
        return files;
    };
    let asked = json!({"dir": dir.path(), "books": books}).to_string();
    let mut writing = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/write_books.py"))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    writing.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    assert!(writing.wait().unwrap().success(), "openpyxl could not write the books");
    let written = collect(dir.path(), Writer::Openpyxl, &mut files);
    let Some(soffice) = soffice() else {
        missing("LibreOffice");
        return files;
    };
    for (writer, folder, filter) in Writer::LIBRE {
        let out = dir.path().join(format!("{writer:?}"));
        convert(&soffice, dir.path(), filter, &out, &written);
        let converted = collect(&out, writer, &mut files);
        assert_eq!(converted.len(), written.len(), "LibreOffice wrote every book as {folder}");
    }
    files
}

/// One start of LibreOffice, which takes seconds, for all books; with a profile of its own beside others that may run.
fn convert(soffice: &Path, dir: &Path, filter: &str, out: &Path, books: &[PathBuf]) {
    let converted = Command::new(soffice)
        .arg(format!("-env:UserInstallation=file://{}/profile", dir.display()))
        .args(["--headless", "--norestore", "--convert-to", filter, "--outdir"])
        .arg(out)
        .args(books)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(converted.unwrap().success(), "LibreOffice could not convert to {filter}");
}

fn collect(dir: &Path, writer: Writer, files: &mut Files) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    found.sort();
    for path in &found {
        let name = path.file_stem().and_then(OsStr::to_str).unwrap().to_owned();
        files.insert((name, writer), std::fs::read(path).unwrap());
    }
    found
}

fn missing(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "CI must have {what} installed");
    eprintln!("{what} is not installed: the files it would write are NOT read");
}

/// A Python that has openpyxl: Debian's own, or the first on the path.
fn python() -> Option<&'static str> {
    ["/usr/bin/python3", "python3"].into_iter().find(|python| {
        let tried = Command::new(python).args(["-c", "import openpyxl"]).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    })
}

fn soffice() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let named = ["soffice", "libreoffice"].into_iter();
    named.flat_map(|name| places.iter().map(move |place| place.join(name))).find(|program| program.exists())
}
