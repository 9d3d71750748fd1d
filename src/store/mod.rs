//! The only place that knows Diesel queries and the schema.
//!
//! [`Db`] runs work on the threads that own the connections: [`Db::read`] in one consistent snapshot, [`Db::write`] in one
//! transaction whose answer comes after its commit. The functions of the nouns take `&mut Conn` and are called from there.

pub mod amber;
pub mod announcements;
pub mod applications;
pub mod archive;
pub mod attachments;
pub mod attribution_batches;
pub mod attributions;
pub mod audit;
pub mod benefits;
pub mod calendar;
pub mod certificates;
mod conn;
pub mod corrections;
pub mod divisions;
pub mod evidence;
pub mod evidence_rules;
pub mod exit_criteria;
pub mod exits;
pub mod fault;
pub mod figures;
pub mod files;
pub mod hires;
pub mod household_checks;
pub mod households;
pub mod idempotency;
pub mod identities;
pub mod imports;
pub mod income_lines;
pub mod inspections;
mod job;
pub mod key_villages;
pub mod licences;
pub mod migrate;
pub mod months;
pub mod notices;
pub mod objections;
pub mod open_tallies;
pub mod operators;
pub mod papers;
mod postgres;
pub mod ratings;
pub mod rectifications;
pub mod sample_checks;
pub(in crate::store) mod schema;
pub mod sheets;
pub mod sites;
pub mod snapshots;
mod sqlite;
pub mod tallies;
pub mod targets;
mod url;
pub mod users;

use std::sync::Arc;

use conn::Purpose;
pub use conn::{Conn, MultiBackend};
pub use fault::{Fault, Result, Unique};
use job::Job;
pub use url::{BadDatabaseUrl, DatabaseUrl};

/// The database of this installation, open. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Threads>);

enum Threads {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

/// Opens one connection of its own: for migrations, checks and long exports.
///
/// # Errors
/// If the database cannot be reached.
pub fn connect(url: &DatabaseUrl) -> Result<Conn> {
    match url {
        DatabaseUrl::Sqlite(path) => sqlite::connect(path),
        DatabaseUrl::Postgres(url) => postgres::connect(url),
    }
}

impl Db {
    /// Opens the database, brings its schema up to date, and starts its threads.
    ///
    /// # Errors
    /// If the database cannot be reached or migrated.
    pub fn open(url: &DatabaseUrl) -> Result<Self> {
        // One connection migrates before any other opens: SQLite cannot change to WAL under a second one.
        let mut only = connect(url)?;
        migrate::up(&mut only)?;
        sites::refresh(&mut only)?;
        households::refresh(&mut only)?;
        drop(only);
        let threads = match url {
            DatabaseUrl::Sqlite(path) => Threads::Sqlite(sqlite::Sqlite::open(path)?),
            DatabaseUrl::Postgres(url) => Threads::Postgres(postgres::Postgres::open(url)?),
        };
        Ok(Self(Arc::new(threads)))
    }

    /// Ends the threads of an embedded database and closes its files, if nobody else holds it open.
    pub fn close(self) {
        if let Some(Threads::Sqlite(threads)) = Arc::into_inner(self.0) {
            threads.close();
        }
    }

    /// Reads in one consistent snapshot.
    ///
    /// # Errors
    /// Those of the work; [`Fault::Busy`] if too much is waiting.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        self.run(Purpose::Read, work).await.unwrap_or_else(|_| Err(panicked().into()))
    }

    /// Reads with statements that need not be of one moment, for what every request asks first: a transaction around them would
    /// cost more than they do.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        match self.run(Purpose::Look, work.clone()).await {
            Ok(Ok(seen)) => Ok(seen),
            // Without a transaction to begin, it is the statement that finds the server's end of a connection closed.
            Ok(Err(Fault::Broken(_))) | Err(_) => self.read(work).await,
            Ok(Err(fault)) => Err(fault),
        }
    }

    /// Changes the database in one transaction; an `Err` of the work undoes it. The answer means it is on disk.
    ///
    /// # Errors
    /// Those of the work; [`Fault::Busy`] if too much is waiting.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        self.run(Purpose::Write, work).await.unwrap_or_else(|_| Err(panicked().into()))
    }

    /// As [`Db::read`], for threads that may wait: commands and tests.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        self.run(Purpose::Read, work).blocking_recv().unwrap_or_else(|_| Err(panicked().into()))
    }

    /// As [`Db::write`], for threads that may wait: commands and tests.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        self.run(Purpose::Write, work).blocking_recv().unwrap_or_else(|_| Err(panicked().into()))
    }

    fn run<T, E>(
        &self,
        purpose: Purpose,
        work: impl FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    ) -> rocket::tokio::sync::oneshot::Receiver<std::result::Result<T, E>>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (job, answer) = Job::new(work);
        match &*self.0 {
            Threads::Sqlite(threads) => threads.send(purpose, job),
            Threads::Postgres(threads) => threads.send(purpose, job),
        }
        answer
    }
}

fn panicked() -> Fault {
    Fault::Broken("the work on the database panicked; see the log".into())
}

/// The pattern of a text that contains another, for `LIKE … ESCAPE '\'` on a lower-case column.
fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.trim().to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Begins a part of a transaction that can be undone alone.
///
/// # Errors
/// If the database fails.
pub fn begin_part(c: &mut Conn) -> Result<()> {
    Ok(c.savepoint()?)
}

/// Ends the part begun last, with its changes or without.
///
/// # Errors
/// If the database fails.
pub fn end_part(c: &mut Conn, keep: bool) -> Result<()> {
    Ok(if keep { c.commit() } else { c.roll_back() }?)
}

/// The first number no row of a table has yet, for inserting many rows whose numbers others need.
///
/// Taking numbers by hand is for a database nobody else writes to meanwhile: the writer thread on SQLite, a locked table on
/// PostgreSQL.
fn next_id(c: &mut Conn, table: &'static str) -> Result<i64> {
    use diesel::RunQueryDsl as _;
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    if let Conn::Postgres(c) = c {
        diesel::sql_query(format!("LOCK TABLE {table} IN EXCLUSIVE MODE")).execute(c)?;
    }
    let row: Row =
        diesel::sql_query(format!("SELECT COALESCE(MAX(id), 0) + 1 AS n FROM {table}")).get_result(c)?;
    Ok(row.n)
}

/// Lets PostgreSQL's own numbering go on after numbers taken by [`next_id`]; SQLite's does by itself.
fn past_id(c: &mut Conn, table: &'static str) -> Result<()> {
    use diesel::RunQueryDsl as _;
    if let Conn::Postgres(c) = c {
        diesel::sql_query(format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
        ))
        .execute(c)?;
    }
    Ok(())
}
