//! The commands of `xingtu`. Exit status 0: done; 1: refused or failed; 2: the command was misspelt.

pub mod archive;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod freeze;
pub mod import;
pub mod migrate;
mod progress;
pub mod serve;
pub mod users;
pub mod verify;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::Utc;
use clap::{Parser, Subcommand};
use rocket::figment::Figment;

use crate::config::{self, Config};
use crate::desk::Desk;
use crate::domain::moment::Moment;
use crate::keys::Keys;
use crate::store::files::Files;
use crate::store::{Db, users as store_users};

/// 星途 Xingtu: village tourism, from the star on the gate to the household that left poverty.
#[derive(Parser)]
#[command(name = "xingtu", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API.
    Serve,
    /// Make a demonstration of the 2017 case of Qinzhou, or open the one made before, and serve it.
    Demo(demo::Options),
    /// Bring the database up to date.
    Migrate,
    /// Keep the list of users.
    #[command(subcommand)]
    User(users::Command),
    /// Take data in.
    Import(import::Arguments),
    /// Write data out.
    Export(export::Options),
    /// Freeze a year: seals what its numbers rest on.
    Freeze(freeze::Options),
    /// Check a snapshot's file, or the proof of one exit, without any database.
    Verify(verify::Options),
    /// Check that every total is what its records say, that every decision gives its star again, and that the audit log is
    /// whole.
    Doctor,
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub struct Failed(pub String);

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// The result of a command.
pub type Outcome = Result<(), Failed>;

/// Runs the command of the command line.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let figment = config::figment();
    let outcome = match cli.command {
        Command::Serve => serve::run(&figment),
        Command::Demo(options) => demo::run(&figment, &options),
        Command::Migrate => migrate::run(&figment),
        Command::User(command) => users::run(&figment, command),
        Command::Import(options) => import::run(&figment, options),
        Command::Export(options) => export::run(&figment, options),
        Command::Freeze(options) => freeze::run(&figment, &options),
        Command::Verify(options) => verify::run(&options),
        Command::Doctor => doctor::run(&figment),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(why)) => {
            eprintln!("xingtu: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The time. Only the commands and the web layer read the clock.
fn now() -> Moment {
    Utc::now().into()
}

/// Opens the installation's database with the installation's key.
fn open(figment: &Figment) -> Result<Desk, Failed> {
    let config = Config::read(figment)?;
    let secret = match config.secret_key.clone() {
        Some(secret) => secret,
        None if cfg!(debug_assertions) => development_secret(&config)?,
        None => {
            return Err(Failed(
                "XINGTU_SECRET_KEY is not set. It encrypts ID numbers, so the program does not start without it. \
                 Make one with `openssl rand -base64 32` and keep it where the database's backup is not"
                    .into(),
            ));
        }
    };
    let url = config.database()?;
    if let crate::store::DatabaseUrl::Sqlite(path) = &url
        && let Some(dir) = path.parent().filter(|dir| !dir.as_os_str().is_empty())
    {
        std::fs::create_dir_all(dir)?;
    }
    desk(Db::open(&url)?, &secret, &config.data_dir)
}

/// A desk over an open database and the files of a data directory, if the secret is the one the database was made with.
fn desk(db: Db, secret: &str, data_dir: &Path) -> Result<Desk, Failed> {
    let keys = Keys::from_secret(secret)?;
    let (check, at) = (*keys.check(), now());
    let kept = db.write_now(move |c| store_users::key_check(c, &check, at))?;
    if kept != check {
        return Err(Failed(
            "this database was made with another XINGTU_SECRET_KEY; nothing was opened".into(),
        ));
    }
    let files = Files::at(data_dir);
    files.sweep()?;
    Ok(Desk { db, keys: Arc::new(keys), files })
}

/// While developing, a secret is made once and kept beside the database.
fn development_secret(config: &Config) -> Result<String, Failed> {
    let path = config.data_dir.join("development.key");
    if let Ok(secret) = std::fs::read_to_string(&path) {
        return Ok(secret);
    }
    let secret = Keys::fresh_secret()?;
    std::fs::create_dir_all(&config.data_dir)?;
    std::fs::write(&path, &secret)?;
    Ok(secret)
}
