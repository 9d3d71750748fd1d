//! `xingtu export --all` and `xingtu import --all`: a whole installation as a folder, and back.

use std::io::Write;
use std::path::Path;

use super::progress::Progress;
use super::{Outcome, now};
use crate::desk::{Desk, archive};

/// Writes everything into a folder, and says what.
///
/// # Errors
/// If there is something in the folder, or the disk or the database fails.
pub fn write(desk: &Desk, dir: &Path, progress: bool, mut out: impl Write) -> Outcome {
    let progress = Progress::new(progress);
    let manifest = archive::write_telling(desk, dir, now(), progress.meter())?;
    drop(progress);
    writeln!(
        out,
        "{} rows of {} tables and {} files are in {}",
        manifest.rows(),
        manifest.tables.len(),
        manifest.files,
        dir.display()
    )?;
    for hash in &manifest.missing {
        writeln!(out, "the content {hash} is missing or was changed; `xingtu doctor` says what rests on it")?;
    }
    writeln!(out, "keep XINGTU_SECRET_KEY for it: what is encrypted in the archive is of no use without")?;
    Ok(())
}

/// Takes a folder in, or only says whether it could be.
///
/// # Errors
/// If it is no archive, is damaged, or the database is in use. Nothing was changed then.
pub fn take_in(desk: &Desk, dir: &Path, (dry_run, progress): (bool, bool), mut out: impl Write) -> Outcome {
    let progress = Progress::new(progress);
    let manifest = if dry_run {
        archive::manifest(desk, dir)?
    } else {
        archive::take_in_telling(desk, dir, &progress.meter())?
    };
    drop(progress);
    let did = if dry_run { "would be taken in" } else { "were taken in" };
    writeln!(
        out,
        "{} rows of {} tables and {} files {did}",
        manifest.rows(),
        manifest.tables.len(),
        manifest.files
    )?;
    Ok(())
}
