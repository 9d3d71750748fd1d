//! `xingtu verify`: what a file says, checked from the file alone.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failed, Outcome};
use crate::domain::snapshot::{Checked, Hash, Kind, check};

/// Which file, and against what.
#[derive(Args)]
pub struct Options {
    /// A snapshot's file, or the proof of one exit.
    file: PathBuf,
    /// The root as it was printed or published; spaces are allowed.
    #[arg(long)]
    root: Option<String>,
}

/// Checks it and says what was found.
///
/// # Errors
/// The first thing in the file that differs.
pub fn run(options: &Options) -> Outcome {
    let root = options.root.as_deref().map(printed).transpose()?;
    let checked = file(&options.file, root)?;
    println!("{}", words(&checked, root.is_some()));
    Ok(())
}

fn printed(text: &str) -> Result<Hash, Failed> {
    let digits: String = text.split_whitespace().collect();
    digits.to_lowercase().parse().map_err(|error| Failed(format!("--root: {error}")))
}

/// Checks a file against a printed root, if there is one.
///
/// # Errors
/// The first thing in it that differs.
pub fn file(path: &Path, printed: Option<Hash>) -> Result<Checked, Failed> {
    let file = File::open(path).map_err(|error| Failed(format!("{}: {error}", path.display())))?;
    check(BufReader::new(file), printed).map_err(|wrong| Failed(format!("{}: {wrong}", path.display())))
}

fn words(checked: &Checked, against_paper: bool) -> String {
    let Checked { kind, year, revision, rows, root } = checked;
    let found = match kind {
        Kind::Snapshot(total) => format!(
            "whole: {year}, revision {revision}: {rows} exits; tourism {} persons in {} households",
            total.persons.0, total.households.0
        ),
        Kind::Proof { exit, persons } => {
            format!(
                "proven: exit {exit} ({persons} persons) is one of the {rows} of {year}, revision {revision}"
            )
        }
    };
    let paper = if against_paper { ", as printed" } else { "; compare it with the printed one" };
    format!("{found}\nroot {root}{paper}")
}
