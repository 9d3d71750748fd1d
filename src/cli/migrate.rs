//! `xingtu migrate`.

use rocket::figment::Figment;

use super::{Failed, Outcome};
use crate::config::Config;
use crate::store::{DatabaseUrl, connect, migrate, sites};

/// Brings the database up to date and says what was done.
///
/// # Errors
/// If the database cannot be reached, or a migration fails.
pub fn run(figment: &Figment) -> Outcome {
    let url = Config::read(figment)?.database()?;
    if let DatabaseUrl::Sqlite(path) = &url
        && let Some(dir) = path.parent().filter(|dir| !dir.as_os_str().is_empty())
    {
        std::fs::create_dir_all(dir)?;
    }
    let mut connection = connect(&url)?;
    let applied = migrate::up(&mut connection).map_err(Failed::from)?;
    let refreshed = sites::refresh(&mut connection).map_err(Failed::from)?;
    if refreshed > 0 {
        println!("made the search text of {refreshed} sites anew");
    }
    if applied.is_empty() {
        println!("the database is up to date");
    }
    for name in applied {
        println!("applied {name}");
    }
    Ok(())
}
