//! `xingtu export`.

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

use clap::Subcommand;
use rocket::figment::Figment;

use super::{Failed, Outcome, now, open};
use crate::desk::{Desk, tallies};
use crate::domain::codes::Code as _;
use crate::domain::moment::Moment;

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
}

/// Writes it.
///
/// # Errors
/// If the database cannot be read or the file cannot be written.
pub fn run(figment: &Figment, command: Command) -> Outcome {
    let Command::Tallies { year, out } = command;
    let desk = open(figment)?;
    match out {
        Some(path) => write_tallies(&desk, year, now(), BufWriter::new(File::create(path)?)),
        None => write_tallies(&desk, year, now(), stdout().lock()),
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
