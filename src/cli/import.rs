//! `xingtu import`.

mod files;

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Subcommand;
use rocket::figment::Figment;

pub use self::files::{Options, take_in_file};
use super::{Failed, Outcome, now, open};
use crate::desk::{Desk, Error, sheets};
use crate::domain::import::Noun;
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusals;
use crate::web::lang::Lang;

/// What to take in: everything, or one thing.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    /// What `xingtu export --all` wrote into this folder, into a database nobody has used.
    #[arg(long, value_name = "DIR", required = true)]
    all: Option<PathBuf>,
    /// Only say whether it could be taken in.
    #[arg(long, requires = "all")]
    dry_run: bool,
    /// Show how far it is, also where standard error is no terminal.
    #[arg(long, requires = "all")]
    progress: bool,
    #[command(subcommand)]
    what: Option<Command>,
}

/// What can be taken in.
#[derive(Subcommand)]
pub enum Command {
    /// A score sheet, as JSON or as a workbook (.xlsx), as the draft of a new version. An administrator publishes it.
    Sheet {
        /// The file.
        file: PathBuf,
        /// Only say what is wrong with it, and what it would become.
        #[arg(long)]
        dry_run: bool,
    },
    /// The poverty office's announced list of exits (.xlsx, .xls, .ods, .csv).
    Exits(Options),
    /// Households with their members, one row a member (.xlsx, .xls, .ods, .csv).
    Households(Options),
    /// A roster of whom sites hired, for the counties to verify.
    Hires(Options),
    /// Sites with the businesses that keep them.
    Sites(Options),
    /// Businesses that keep sites.
    Operators(Options),
    /// Administrative divisions, as the state's list has them.
    Divisions(Options),
    /// Rosters of courses, one row a person who attended.
    Courses(Options),
    /// Lists of what villages' programmes paid, one row a payment.
    Payments(Options),
    /// Published figures, one row a number as it was printed.
    Figures(Options),
    /// Signed letters of targets, one row a unit's pathway or its whole.
    Targets(Options),
}

/// Takes it in.
///
/// # Errors
/// If the file cannot be read or anything is wrong with it; then nothing was taken in.
pub fn run(figment: &Figment, options: Arguments) -> Outcome {
    if let Some(dir) = &options.all {
        return super::archive::take_in(
            &open(figment)?,
            dir,
            (options.dry_run, options.progress),
            stdout().lock(),
        );
    }
    let Some(command) = options.what else { return Ok(()) };
    let (file, dry_run) = match command {
        Command::Sheet { file, dry_run } => (file, dry_run),
        Command::Exits(options) => return files::run(figment, Noun::Exits, &options),
        Command::Households(options) => return files::run(figment, Noun::Households, &options),
        Command::Hires(options) => return files::run(figment, Noun::Hires, &options),
        Command::Sites(options) => return files::run(figment, Noun::Sites, &options),
        Command::Operators(options) => return files::run(figment, Noun::Operators, &options),
        Command::Divisions(options) => return files::run(figment, Noun::Divisions, &options),
        Command::Courses(options) => return files::run(figment, Noun::Courses, &options),
        Command::Payments(options) => return files::run(figment, Noun::Payments, &options),
        Command::Figures(options) => return files::run(figment, Noun::Figures, &options),
        Command::Targets(options) => return files::run(figment, Noun::Targets, &options),
    };
    let content = std::fs::read(&file).map_err(|error| Failed(format!("{}: {error}", file.display())))?;
    take_in_sheet(&open(figment)?, content, dry_run, now(), stdout().lock())
}

/// Takes a score sheet in as the draft of a version, or only tries; says what became of it, or everything that is wrong with
/// it, each fault by its item and in both languages.
///
/// # Errors
/// If anything is wrong with it; then nothing was taken in.
pub fn take_in_sheet(desk: &Desk, file: Vec<u8>, dry_run: bool, now: Moment, mut out: impl Write) -> Outcome {
    let taken =
        sheets::text_of(file).map_err(Error::from).and_then(|body| sheets::take_in(desk, body, dry_run, now));
    match taken {
        Ok(taken) => {
            let (code, subject) = (&taken.head.code, taken.head.subject);
            match taken.id {
                Some(id) => {
                    writeln!(out, "took in {code} version {} for {subject} as draft {id}", taken.version)?;
                }
                None => writeln!(
                    out,
                    "nothing is wrong with it; it would become {code} version {} for {subject}",
                    taken.version
                )?,
            }
            Ok(())
        }
        Err(Error::Invalid(refusals)) => {
            let told = tell(&refusals, &mut out)?;
            Err(Failed(format!("{told} faults; nothing was taken in")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes each fault down; how many there are.
fn tell(refusals: &Refusals, out: &mut impl Write) -> std::io::Result<usize> {
    for (_, message) in refusals.iter() {
        writeln!(out, "- {}\n  {}", Lang::Zh.say(message), Lang::En.say(message))?;
    }
    Ok(refusals.iter().count())
}
