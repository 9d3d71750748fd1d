//! `xingtu freeze`: a year frozen from the command line, by the same two people and after the same looks as on the pages.

use clap::Args;
use rocket::figment::Figment;

use super::{Failed, Outcome, now, open};
use crate::desk::{Desk, snapshots};
use crate::domain::access::Actor;
use crate::domain::codes::Code as _;
use crate::domain::ids::SnapshotId;
use crate::domain::moment::Moment;
use crate::store::users;

/// Which year, and who.
#[derive(Args)]
pub struct Options {
    /// The year.
    year: i32,
    /// The login of whoever asks for it.
    #[arg(long)]
    asked_by: String,
    /// The login of whoever looked at it and agrees: somebody else.
    #[arg(long)]
    frozen_by: String,
    /// Why, if something is not finished or the year was frozen before.
    #[arg(long, default_value = "")]
    reason: String,
    /// Say what would be frozen and what is not in order, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Freezes it.
///
/// # Errors
/// If a check stops it, or the two people are not two of the city.
pub fn run(figment: &Figment, options: &Options) -> Outcome {
    let desk = open(figment)?;
    let (asks, freezes) = (actor(&desk, &options.asked_by)?, actor(&desk, &options.frozen_by)?);
    let year = options.year;
    let ready = desk.read_now(Some(asks.clone()), now(), move |rx| snapshots::ready(rx, year))?;
    println!(
        "{year}, revision {}: tourism {} persons in {} households",
        ready.revision, ready.total.persons.0, ready.total.households.0
    );
    for check in &ready.checks {
        let sign = if check.met {
            "ok  "
        } else if check.stops {
            "STOP"
        } else {
            "note"
        };
        println!("{sign} {}", crate::web::lang::Lang::En.say(&check.message));
    }
    if options.dry_run {
        return Ok(());
    }
    let id = freeze(&desk, year, asks, freezes, &options.reason, now())?;
    let shown =
        desk.read_now(Some(actor(&desk, &options.asked_by)?), now(), move |rx| snapshots::show(rx, id))?;
    if let Some(root) = shown.snapshot.root {
        println!("frozen: {} exits, root {root}", shown.snapshot.rows);
    }
    Ok(())
}

/// Asks for the freezing of a year as one person and does it as another.
///
/// # Errors
/// As on the pages; if the second refuses, the first's request is taken back.
pub fn freeze(
    desk: &Desk,
    year: i32,
    asks: Actor,
    freezes: Actor,
    reason: &str,
    at: Moment,
) -> Result<SnapshotId, Failed> {
    let reason = reason.to_owned();
    let id =
        desk.write_now(asks.clone(), at, move |tx| snapshots::propose(tx, year, &reason)).map_err(refused)?;
    if let Err(error) = desk.write_now(freezes, at, move |tx| snapshots::freeze(tx, id)) {
        desk.write_now(asks, at, move |tx| snapshots::withdraw(tx, id)).map_err(refused)?;
        return Err(refused(error));
    }
    Ok(id)
}

fn actor(desk: &Desk, login: &str) -> Result<Actor, Failed> {
    let of = login.to_owned();
    let found = desk.db.read_now(move |c| users::by_login(c, &of))?;
    let (user, _) = found.ok_or_else(|| Failed(format!("there is no user {login}")))?;
    let actor = user.actor();
    println!("{login}: {} ({})", actor.name, actor.role.code());
    Ok(actor)
}

/// What the pages would say, in words.
fn refused(error: crate::desk::Error) -> Failed {
    use crate::desk::Error;
    let say = |message| crate::web::lang::Lang::En.say(message);
    Failed(match &error {
        Error::Conflict(message) => say(message),
        Error::Invalid(refusals) => refusals
            .iter()
            .map(|(field, message)| format!("{field}: {}", say(message)))
            .collect::<Vec<_>>()
            .join("; "),
        other => other.to_string(),
    })
}
