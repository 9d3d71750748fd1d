//! Every parser reads every file of the fuzzers' corpus, what is left of it when it is cut off, and what becomes of it when a few
//! bytes are changed: nothing breaks. `cargo +nightly fuzz run <target>` looks further.

#[path = "../../fuzz/parsers.rs"]
mod bodies;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use xingtu::desk::archive;
use xingtu::desk::sheets::workbook;
use xingtu::domain::pathway::Pathway;
use xingtu::domain::sheet::Sheet;
use xingtu::store::archive as store;

use crate::support::city::{City, now};
use crate::support::database::Database;

/// Changes of each file: `XINGTU_CHANGES`, or enough to hold what is in the corpus.
fn changes() -> u64 {
    std::env::var("XINGTU_CHANGES").ok().and_then(|n| n.parse().ok()).unwrap_or(24)
}

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = std::fs::read_dir(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{target} has no corpus");
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// The same numbers for the same file, whoever runs it.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most.max(1)).unwrap()).unwrap()
    }
}

/// A file cut off, or with bytes changed, left out, doubled, or put together with itself.
fn changed(content: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut other = content.to_vec();
    for _ in 0..=chance.below(3) {
        let (from, to) = (chance.below(other.len() + 1), chance.below(other.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        match chance.below(6) {
            0 => other.truncate(to),
            1 if to - from < 64 => drop(other.drain(from..to)),
            2 if to < other.len() => other[to] ^= 1 << chance.below(8),
            3 if to < other.len() => other[to] = [0, 0xff, b'0', b'9', b'"', b',', b'\n'][chance.below(7)],
            4 if to - from < 256 => {
                let part = other[from..to].to_vec();
                other.splice(to..to, part);
            }
            _ => {
                let part: Vec<u8> =
                    (0..chance.below(8)).map(|_| u8::try_from(chance.below(256)).unwrap()).collect();
                other.splice(from..from, part);
            }
        }
    }
    other
}

/// Tries one; what breaks is kept, to be looked at.
fn tried(target: &str, body: fn(&[u8]), content: &[u8], of: &Path) {
    if catch_unwind(AssertUnwindSafe(|| body(content))).is_err() {
        let kept = std::env::temp_dir().join(format!("xingtu-{target}-broke"));
        std::fs::write(&kept, content).unwrap();
        panic!("{target} breaks on {}, made of {}", kept.display(), of.display());
    }
}

fn feed(target: &str) {
    for (path, content) in corpus(target) {
        feed_one(target, &path, &content);
    }
}

/// Feeds a file, and what becomes of it.
fn feed_one(target: &str, path: &Path, content: &[u8]) {
    let (_, body) = *bodies::ALL.iter().find(|(name, _)| *name == target).unwrap();
    tried(target, body, content, path);
    let digest = |sum: u64, byte: &u8| sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(*byte);
    let mut chance = Chance(content.iter().fold(0x2017, digest) | 1);
    for _ in 0..changes() {
        tried(target, body, &changed(content, &mut chance), path);
    }
}

macro_rules! fed {
    ($($target:ident)+) => {
        $(
            #[test]
            fn $target() {
                feed(stringify!($target));
            }
        )+

        #[test]
        fn every_target_is_fed() {
            let targets = [$(stringify!($target)),+];
            assert_eq!(bodies::ALL.map(|(name, _)| name), targets);
            let settings = include_str!("../../fuzz/Cargo.toml");
            for target in targets {
                assert!(settings.contains(&format!("name = \"{target}\"")), "{target} is no target of cargo-fuzz");
            }
        }
    };
}

fed! {
    import_text import_book import_xlsx_part import_ods_part import_cells score_sheet snapshot archive_manifest archive_rows
    values queries pictures
}

/// What the program itself writes, by the target that reads it: a score sheet, a frozen year and a proof, an archive.
fn written() -> Vec<(&'static str, String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut put = |target, name: &str, content: Vec<u8>| all.push((target, name.to_owned(), content));
    let sheets: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../data/score_templates.json")).unwrap();
    let sheet = sheets[1].to_string();
    put("score_sheet", "shipped.xlsx", workbook::write(&Sheet::read(&sheet).unwrap()).unwrap());
    put("score_sheet", "shipped.json", sheet.into_bytes());

    let city = City::new(Database::sqlite());
    for pathway in [Pathway::Training, Pathway::SelfStart] {
        let (exit, evidence) = city.records.exits[&pathway];
        let path = format!("/exits/{exit}");
        city.county().submit(&path, &[("evidence", &evidence.to_string())]).sent_to();
        city.office().submit_to(&path, "/confirmation", &[]).sent_to();
    }
    let said = [("reason", "年底汇总前先行封存")];
    let asked = city.office().submit_to("/snapshots/new?year=2017", "/snapshots", &said).sent_to();
    let second = city.signed_in(&city.another("shiju9", &city.cast.office));
    let frozen = second.submit_to(&asked, "/freezing", &[]).sent_to();
    let (exit, _) = city.records.exits[&Pathway::Training];
    let given = |path: &str| city.office().get(&format!("{frozen}{path}")).expect(200).bytes;
    put("snapshot", "frozen.jsonl", given("/file"));
    put("snapshot", "proof.json", given(&format!("/exits/{exit}/proof")));

    let dir = tempfile::tempdir().unwrap();
    archive::write(&city.desk, &dir.path().join("a"), now()).unwrap();
    put("archive_manifest", "manifest.json", std::fs::read(dir.path().join("a/manifest.json")).unwrap());
    for (table, place) in store::tables().unwrap().iter().zip(0u8..) {
        let lines = std::fs::read(dir.path().join(format!("a/tables/{}.jsonl", table.name))).unwrap();
        if ["households", "persons", "exits", "tally_cells", "users", "divisions"].contains(&table.name) {
            put("archive_rows", &format!("{}.jsonl", table.name), [vec![place], lines].concat());
        }
    }
    all
}

/// The formats of today, whatever those of the corpus are. With `XINGTU_CORPUS` set they take the place of the corpus's own.
#[test]
fn what_the_program_writes_today_is_fed() {
    for (target, name, content) in written() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target).join(name);
        feed_one(target, &path, &content);
        if std::env::var_os("XINGTU_CORPUS").is_some() {
            std::fs::write(path, content).unwrap();
        }
    }
}
