//! `xingtu user`.

use clap::Subcommand;
use rocket::figment::Figment;

use super::{Failed, Outcome, now, open};
use crate::desk::accounts::{fresh_password, hash_password};
use crate::domain::access::Role;
use crate::domain::division::UnitCode;
use crate::domain::identity::PersonName;
use crate::domain::ids::OperatorId;
use crate::store::audit::{self, Event};
use crate::store::users::{self, NewUser};
use crate::store::{Conn, Fault, Unique};

/// What can be done with users.
#[derive(Subcommand)]
pub enum Command {
    /// Add a user; the password is made here and printed once.
    Add {
        /// What they sign in with.
        login: String,
        /// The name shown on pages and in histories.
        #[arg(long)]
        name: PersonName,
        /// operator, county, city, official or admin.
        #[arg(long)]
        role: Role,
        /// The reporting unit of county staff, or of an official who reads one unit.
        #[arg(long)]
        unit: Option<UnitCode>,
        /// The number of the business an operator keeps.
        #[arg(long)]
        operator: Option<OperatorId>,
    },
    /// List the users.
    List,
    /// Keep a user from signing in; what they did stays on record.
    Disable {
        /// Their login.
        login: String,
    },
    /// Make a new password, printed once.
    Reset {
        /// Their login.
        login: String,
    },
}

/// Does it.
///
/// # Errors
/// If the login is taken or unknown, or the database fails.
pub fn run(figment: &Figment, command: Command) -> Outcome {
    let db = open(figment)?.db;
    match command {
        Command::Add { login, name, role, unit, operator } => {
            let password = fresh_password()?;
            let login = login.trim().to_lowercase();
            let shown = login.clone();
            let user = NewUser {
                login,
                name: name.as_str().to_owned(),
                role,
                unit,
                operator,
                password_hash: hash_password(&password)?,
            };
            db.write_now(move |c| {
                let id = users::insert(c, &user, now())?;
                record(c, "user.added", id.0)
            })
            .map_err(|fault| match fault {
                Fault::Taken(Unique::Login) => Failed(format!("somebody has the login {shown} already")),
                Fault::Broken(words) if words.contains("users_scope") => Failed(
                    "county staff need --unit, operators need --operator, and the others neither \
                     (an official may have --unit)"
                        .into(),
                ),
                other => other.into(),
            })?;
            println!("{shown} {password}");
        }
        Command::List => {
            for user in db.read_now(users::all)? {
                let unit = user.unit.map(|unit| unit.to_string()).unwrap_or_default();
                let state = if user.disabled_at.is_some() { "disabled" } else { "" };
                println!("{}\t{}\t{}\t{unit}\t{state}", user.login, user.role, user.name);
            }
        }
        Command::Disable { login } => {
            db.write_now(move |c| {
                let id = users::disable(c, &login, now())?;
                record(c, "user.disabled", id.0)
            })
            .map_err(nobody)?;
        }
        Command::Reset { login } => {
            let password = fresh_password()?;
            let hash = hash_password(&password)?;
            db.write_now(move |c| {
                let id = users::set_password(c, &login, &hash)?;
                record(c, "user.password_reset", id.0)
            })
            .map_err(nobody)?;
            println!("{password}");
        }
    }
    Ok(())
}

fn nobody(fault: Fault) -> Failed {
    match fault {
        Fault::NotFound => Failed("nobody has this login".into()),
        other => other.into(),
    }
}

/// The command line acts for nobody who is signed in.
fn record(c: &mut Conn, what: &'static str, user: i64) -> Result<(), Fault> {
    audit::append(
        c,
        &[Event { at: now(), user: None, what, noun: "user", record: user, detail: "{}".into() }],
    )
}
