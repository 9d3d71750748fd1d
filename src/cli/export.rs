//! `xingtu export`.

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

use clap::Subcommand;
use rocket::figment::Figment;

use super::{Failed, Outcome, now, open};
use crate::desk::{self, Desk, snapshots, tallies};
use crate::domain::codes::Code as _;
use crate::domain::moment::Moment;

/// What to write out: everything, or one thing.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Options {
    /// Everything, rows and files, into this folder, for `xingtu import --all` on either database.
    #[arg(long, value_name = "DIR", required = true)]
    all: Option<PathBuf>,
    /// Show how far it is, also where standard error is no terminal.
    #[arg(long, requires = "all")]
    progress: bool,
    #[command(subcommand)]
    what: Option<Command>,
}

/// What can be written out.
#[derive(Subcommand)]
pub enum Command {
    /// The cells of the tallies as CSV: every basis, codes and plain numbers.
    Tallies {
        /// One year; every year if left out.
        #[arg(long)]
        year: Option<i32>,
        /// The file; standard output if left out.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// A frozen year as its file, which `xingtu verify` checks anywhere.
    Snapshot {
        /// The year.
        #[arg(long)]
        year: i32,
        /// Which freezing of it; the newest if left out.
        #[arg(long)]
        revision: Option<i32>,
        /// The file; standard output if left out.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// Writes it.
///
/// # Errors
/// If the database cannot be read or the file cannot be written.
pub fn run(figment: &Figment, options: Options) -> Outcome {
    let desk = open(figment)?;
    if let Some(dir) = &options.all {
        return super::archive::write(&desk, dir, options.progress, stdout().lock());
    }
    let Some(command) = options.what else { return Ok(()) };
    let to = |out: Option<PathBuf>| -> std::io::Result<Box<dyn Write + Send>> {
        Ok(match out {
            Some(path) => Box::new(BufWriter::new(File::create(path)?)),
            None => Box::new(BufWriter::new(stdout())),
        })
    };
    match command {
        Command::Tallies { year, out } => write_tallies(&desk, year, now(), to(out)?),
        Command::Snapshot { year, revision, out } => write_snapshot(&desk, year, revision, now(), to(out)?),
    }
}

/// Writes a frozen year as its file.
///
/// # Errors
/// If the year is not frozen, or the file cannot be written.
pub fn write_snapshot(
    desk: &Desk,
    year: i32,
    revision: Option<i32>,
    now: Moment,
    mut out: impl Write + Send + 'static,
) -> Result<(), Failed> {
    let written = desk.read_now(None, now, move |rx| snapshots::write_year(rx, year, revision, &mut out));
    match written {
        Ok(_) => Ok(()),
        Err(desk::Error::NotFound) => Err(Failed(format!("{year} is not frozen, or has no such revision"))),
        Err(error) => Err(error.into()),
    }
}

/// Writes the cells of one year, or of all, as CSV: one row for each cell that counts anything.
///
/// # Errors
/// If the records cannot be read or the file cannot be written.
pub fn write_tallies(desk: &Desk, year: Option<i32>, now: Moment, out: impl Write) -> Result<(), Failed> {
    let cells = desk.read_now(None, now, move |rx| tallies::every_cell(rx, year))?;
    let mut to = csv::Writer::from_writer(out);
    to.write_record(["year", "basis", "unit", "pathway", "month", "persons", "households"])?;
    for cell in cells {
        to.write_record([
            &cell.key.year.to_string(),
            cell.key.basis.code(),
            cell.key.unit.as_str(),
            cell.key.pathway.code(),
            &cell.key.month.to_string(),
            &cell.count.persons.0.to_string(),
            &cell.count.households.0.to_string(),
        ])?;
    }
    to.flush()?;
    Ok(())
}
