//! The schema's history, carried in the binary for both databases under equal names.

use diesel::migration::Migration as _;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::conn::Conn;
use super::fault::{Fault, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number: two processes that migrate one PostgreSQL database take turns by it.
const ADVISORY_LOCK: i64 = 0x7869_6e67_7475;

/// Applies what is not applied yet; the names of what was.
///
/// # Errors
/// If a migration fails; what was applied before it stays.
pub fn up(conn: &mut Conn) -> Result<Vec<String>> {
    let names = |applied: Vec<diesel::migration::MigrationVersion<'_>>| {
        applied.into_iter().map(|version| version.to_string()).collect()
    };
    match conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(names).map_err(broken),
        Conn::Postgres(c) => {
            diesel::sql_query(format!("SELECT pg_advisory_lock({ADVISORY_LOCK})")).execute(c)?;
            let applied = c.run_pending_migrations(POSTGRES).map(names).map_err(broken);
            diesel::sql_query(format!("SELECT pg_advisory_unlock({ADVISORY_LOCK})")).execute(c)?;
            applied
        }
    }
}

/// Takes every migration back, newest first: for the tests of the way down.
///
/// # Errors
/// If a migration has no working way down.
pub fn down(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(drop).map_err(broken),
        Conn::Postgres(c) => c.revert_all_migrations(POSTGRES).map(drop).map_err(broken),
    }
}

/// Whether the database still lacks a migration.
///
/// # Errors
/// If the database cannot be read.
pub fn pending(conn: &mut Conn) -> Result<bool> {
    match conn {
        Conn::Sqlite(c) => c.has_pending_migration(SQLITE).map_err(broken),
        Conn::Postgres(c) => c.has_pending_migration(POSTGRES).map_err(broken),
    }
}

/// The names of the migrations for SQLite and for PostgreSQL, for the test that holds them equal.
///
/// # Errors
/// If an embedded migration cannot be read.
pub fn names() -> Result<(Vec<String>, Vec<String>)> {
    let sqlite =
        diesel::migration::MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE).map_err(broken)?;
    let postgres =
        diesel::migration::MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRES).map_err(broken)?;
    Ok((
        sqlite.iter().map(|migration| migration.name().to_string()).collect(),
        postgres.iter().map(|migration| migration.name().to_string()).collect(),
    ))
}

fn broken(error: Box<dyn std::error::Error + Send + Sync>) -> Fault {
    Fault::Broken(format!("migration: {error}"))
}
