//! Files that bureaus send, from the command line: shown and stored by the same functions as on the pages.

use std::io::{Write, stdout};
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use rocket::figment::Figment;
use zeroize::Zeroizing;

use crate::cli::progress::Progress;
use crate::cli::{Failed, Outcome, now, open};
use crate::desk::imports::{self, Done, Given, Incoming};
use crate::desk::progress::Doing;
use crate::desk::{Desk, Error};
use crate::domain::access::{Actor, Role};
use crate::domain::announcement::Half;
use crate::domain::import::{Counts, Noun, Outcome as RowOutcome, RowPlan};
use crate::domain::moment::Moment;
use crate::domain::refusal::Message;
use crate::store::users;
use crate::web::lang::Lang;

/// Which file, and how.
#[derive(Args, Debug, Default, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a command")]
pub struct Options {
    /// The file.
    pub file: PathBuf,
    /// The login of whoever imports it; may be left out if the city has one user.
    #[arg(long)]
    pub by: Option<String>,
    /// Only say what it would do.
    #[arg(long)]
    pub dry_run: bool,
    /// Store all of it, or nothing if any row is wrong. This is what is done without either.
    #[arg(long, conflicts_with = "correct_rows")]
    pub all_or_nothing: bool,
    /// Store the rows that are right.
    #[arg(long)]
    pub correct_rows: bool,
    /// Write the file back with its wrong rows marked.
    #[arg(long)]
    pub marked: Option<PathBuf>,
    /// Show how far it is, also where the output is no terminal.
    #[arg(long)]
    pub progress: bool,
    /// The announcement's document, if the file has no column for it.
    #[arg(long)]
    pub document: Option<String>,
    /// The day of the announcement, if the file has no column for it.
    #[arg(long)]
    pub announced_on: Option<NaiveDate>,
    /// The half of the year it is of: `first_half` or `second_half`.
    #[arg(long)]
    pub half: Option<Half>,
}

/// Rows told in words at most; the marked file has all of them.
const MOST_TOLD: usize = 200;

/// Imports a file.
///
/// # Errors
/// If it cannot be read, or rows are wrong and all of it was asked for.
pub(super) fn run(figment: &Figment, noun: Noun, options: &Options) -> Outcome {
    let content = std::fs::read(&options.file)
        .map_err(|error| Failed(format!("{}: {error}", options.file.display())))?;
    take_in_file(&open(figment)?, noun, Zeroizing::new(content), options, now(), stdout().lock())
}

/// Who imports: by login, or the one user of the city or administrator who may.
fn importer(desk: &Desk, noun: Noun, by: Option<&str>) -> Result<Actor, Failed> {
    if let Some(login) = by {
        let of = login.to_owned();
        let found = desk.db.read_now(move |c| users::by_login(c, &of))?;
        return found
            .map(|(user, _)| user.actor())
            .ok_or_else(|| Failed(format!("there is no user {login}")));
    }
    let mut able: Vec<Actor> = desk
        .db
        .read_now(users::all)?
        .into_iter()
        .filter(|user| user.disabled_at.is_none())
        .map(users::User::actor)
        .filter(|actor| matches!(actor.role, Role::City | Role::Admin) && actor.may(noun.act()))
        .collect();
    match (able.pop(), able.pop()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Failed("no user of the whole city may import this; see `xingtu user list`".into())),
        _ => Err(Failed("several users may import this; say which with --by LOGIN".into())),
    }
}

/// Both languages, one after the other.
fn both(message: &Message) -> String {
    format!("{}\n  {}", Lang::Zh.say(message), Lang::En.say(message))
}

fn refused(error: Error) -> Failed {
    match error {
        Error::Conflict(message) => Failed(both(&message)),
        Error::Invalid(refusals) => {
            Failed(refusals.iter().map(|(_, message)| both(message)).collect::<Vec<_>>().join("\n"))
        }
        other => other.into(),
    }
}

/// Shows what a file would do, and stores it unless that was not asked for.
///
/// # Errors
/// If it cannot be read, or rows are wrong and all of it was asked for; then nothing is stored.
pub fn take_in_file(
    desk: &Desk,
    noun: Noun,
    content: Zeroizing<Vec<u8>>,
    options: &Options,
    now: Moment,
    mut out: impl Write,
) -> Outcome {
    let actor = importer(desk, noun, options.by.as_deref())?;
    let progress = Progress::new(options.progress);
    progress.meter().begin(Doing::Reading, 0).map_err(refused)?;
    let prepared = imports::prepare(noun, &content).map_err(|message| Failed(both(&message)))?;
    let prepared = prepared.telling(progress.meter());
    let given =
        Given { document: options.document.clone(), announced_on: options.announced_on, half: options.half };
    imports::complete(&prepared, &given).map_err(refused)?;
    let file_name = options.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let incoming = Incoming { file_name: file_name.unwrap_or_default(), content, given };
    let (whole, dry_run, wants_marked) = (!options.correct_rows, options.dry_run, options.marked.is_some());
    let (rows, stored, marked) = desk
        .write_now(actor, now, move |tx| {
            let Done { rows, stored } = if dry_run {
                Done { rows: imports::check(tx, &prepared, &incoming.given)?.rows, stored: None }
            } else {
                imports::import_now(tx, &incoming, &prepared, whole)?
            };
            let say = |message: &Message| Lang::Zh.say(message);
            let marked = wants_marked.then(|| imports::mark(&prepared, &rows, &say)).transpose()?;
            Ok((rows, stored, marked))
        })
        .map_err(refused)?;
    drop(progress);
    if let (Some(path), Some(marked)) = (&options.marked, marked) {
        std::fs::write(path, marked)?;
    }
    let counts = Counts::of(&rows);
    tell(&rows, &mut out)?;
    summarize(&counts, &mut out)?;
    match stored {
        Some(id) => writeln!(out, "stored {} rows as import {id}", counts.to_store())?,
        None if dry_run && counts.in_the_way() == 0 => {}
        None if counts.in_the_way() > 0 => return Err(left(&counts)),
        None => writeln!(out, "nothing new; nothing was stored")?,
    }
    Ok(())
}

fn left(counts: &Counts) -> Failed {
    Failed(format!("{} rows are wrong or undecided; nothing was stored", counts.in_the_way()))
}

/// Says what is wrong with which row, or changes what.
fn tell(rows: &[RowPlan], out: &mut impl Write) -> std::io::Result<()> {
    let told = rows.iter().filter(|row| row.detail.is_some());
    for row in told.clone().take(MOST_TOLD) {
        tell_row(row, out)?;
    }
    let more = told.count().saturating_sub(MOST_TOLD);
    if more > 0 {
        writeln!(out, "… and {more} more rows; --marked FILE writes all of them down")?;
    }
    Ok(())
}

fn tell_row(row: &RowPlan, out: &mut impl Write) -> std::io::Result<()> {
    let Some(detail) = &row.detail else { return Ok(()) };
    for wrong in &detail.wrong {
        let column = wrong.column.as_deref().unwrap_or("—");
        writeln!(out, "- row {} [{column}] {}", row.place.row, both(&wrong.message))?;
    }
    for change in &detail.changes {
        writeln!(out, "~ row {} [{}] {} → {}", row.place.row, change.column, change.was, change.becomes)?;
    }
    if row.outcome == RowOutcome::Duplicate {
        let message = Message::new("import-outcome-is").with_code("outcome", row.outcome);
        writeln!(out, "? row {} {}", row.place.row, both(&message))?;
    }
    Ok(())
}

fn summarize(counts: &Counts, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "{} rows: {} fine, {} changing, {} known, {} possible duplicates, {} wrong, {} waiting",
        counts.rows, counts.fine, counts.changes, counts.known, counts.duplicates, counts.wrong, counts.held
    )
}
