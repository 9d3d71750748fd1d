//! A database for one test.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use tempfile::TempDir;
use xingtu::store::files::Files;
use xingtu::store::{self, Conn, DatabaseUrl, Db};

use super::postgres;

/// A database nobody else uses, migrated; gone when dropped.
pub struct Database {
    /// Where it is.
    pub url: DatabaseUrl,
    db: Option<Db>,
    schema: Option<String>,
    dir: TempDir,
}

impl Database {
    /// An embedded database in a directory of its own.
    pub fn sqlite() -> Self {
        let dir = TempDir::new().unwrap();
        let url = DatabaseUrl::Sqlite(dir.path().join("test.sqlite"));
        Self { db: Some(Db::open(&url).unwrap()), url, schema: None, dir }
    }

    /// A schema of its own on the throwaway server. `None` if there is no server here.
    pub fn postgres() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = postgres::url()?;
        let schema = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut conn = store::connect(&DatabaseUrl::Postgres(server.to_owned())).unwrap();
        run(&mut conn, &format!("CREATE SCHEMA {schema}")).unwrap();
        let url = DatabaseUrl::Postgres(format!("{server}?options=-csearch_path%3D{schema}"));
        Some(Self {
            db: Some(Db::open(&url).unwrap()),
            url,
            schema: Some(schema),
            dir: TempDir::new().unwrap(),
        })
    }

    /// The open database.
    pub fn db(&self) -> Db {
        self.db.clone().unwrap()
    }

    /// Where its installation keeps files.
    pub fn files(&self) -> Files {
        Files::at(self.dir.path())
    }

    /// The directory of its installation.
    pub fn data_dir(&self) -> &Path {
        self.dir.path()
    }

    /// A connection of one's own, for what no page would do.
    pub fn connect(&self) -> Conn {
        store::connect(&self.url).unwrap()
    }

    /// Runs statements of plain SQL in one transaction, as a migration is run.
    pub fn batch(&self, sql: &str) {
        let sql = format!("BEGIN; {sql} COMMIT;");
        match &mut self.connect() {
            Conn::Sqlite(c) => c.batch_execute(&sql),
            Conn::Postgres(c) => c.batch_execute(&sql),
        }
        .unwrap();
    }

    /// Whether it is the embedded database.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.url, DatabaseUrl::Sqlite(_))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.db = None;
        if let (Some(schema), Some(server)) = (&self.schema, postgres::url())
            && let Ok(mut conn) = store::connect(&DatabaseUrl::Postgres(server.to_owned()))
        {
            drop(run(&mut conn, &format!("DROP SCHEMA {schema} CASCADE")));
        }
    }
}

/// Runs one statement of plain SQL.
pub fn run(conn: &mut Conn, sql: &str) -> diesel::QueryResult<usize> {
    diesel::sql_query(sql).execute(conn)
}

/// The numbers of a query whose one column is called `n`.
pub fn numbers(conn: &mut Conn, sql: &str) -> Vec<i64> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    diesel::sql_query(sql).load::<Row>(conn).unwrap().into_iter().map(|row| row.n).collect()
}

/// The texts of a query whose one column is called `t`.
pub fn texts(conn: &mut Conn, sql: &str) -> Vec<String> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        t: String,
    }
    diesel::sql_query(sql).load::<Row>(conn).unwrap().into_iter().map(|row| row.t).collect()
}
