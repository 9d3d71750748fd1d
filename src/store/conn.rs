//! One connection type over both databases, and the two adaptors for what Diesel cannot prove for their union.

#![allow(missing_docs, reason = "Diesel's derive makes items that cannot be documented")]

use diesel::connection::{AnsiTransactionManager, TransactionManager as _};
use diesel::pg::{Pg, PgConnection};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::RunQueryDsl;
use diesel::result::QueryResult;
use diesel::sqlite::{Sqlite, SqliteConnection};

/// A connection to whichever database this installation runs on.
///
/// Never built by `Conn::establish`, which tries each variant in turn and so turns a typing error into an empty SQLite file:
/// [`super::DatabaseUrl`] says which.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// A PostgreSQL server.
    Postgres(PgConnection),
    /// The embedded database.
    Sqlite(SqliteConnection),
}

/// What work needs of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Statements that read, each a snapshot by itself: no transaction around them.
    Look,
    /// One consistent snapshot; writes fail.
    Read,
    /// Changes; on SQLite the write lock is taken at once, so that waiting replaces failing.
    Write,
}

impl Conn {
    /// Begins the transaction the purpose asks for, if any.
    pub(super) fn begin(&mut self, purpose: Purpose) -> QueryResult<()> {
        match (self, purpose) {
            (_, Purpose::Look) => Ok(()),
            (Self::Sqlite(c), Purpose::Read) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
            (Self::Sqlite(c), Purpose::Write) => {
                AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")
            }
            (Self::Postgres(c), Purpose::Read) => AnsiTransactionManager::begin_transaction_sql(
                c,
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            ),
            (Self::Postgres(c), Purpose::Write) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        }
    }

    /// Commits what [`Conn::begin`] or [`Conn::savepoint`] began last.
    pub(super) fn commit(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(c) => AnsiTransactionManager::commit_transaction(c),
            Self::Postgres(c) => AnsiTransactionManager::commit_transaction(c),
        }
    }

    /// Undoes what [`Conn::begin`] or [`Conn::savepoint`] began last.
    pub(super) fn roll_back(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(c) => AnsiTransactionManager::rollback_transaction(c),
            Self::Postgres(c) => AnsiTransactionManager::rollback_transaction(c),
        }
    }

    /// Ends what [`Conn::begin`] began for a reading.
    pub(super) fn end_reading(&mut self, purpose: Purpose) -> QueryResult<()> {
        match purpose {
            Purpose::Look => Ok(()),
            Purpose::Read | Purpose::Write => self.roll_back(),
        }
    }

    /// Begins a part of the transaction that can be undone alone.
    pub(super) fn savepoint(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(c) => AnsiTransactionManager::begin_transaction(c),
            Self::Postgres(c) => AnsiTransactionManager::begin_transaction(c),
        }
    }
}

/// Wraps a query both databases can spell although Diesel cannot prove it for their union, such as an upsert.
///
/// Inside, select columns; `as_select()` and `as_returning()` do not pass.
pub(super) const fn portable<Q>(query: Q) -> Portable<Q> {
    Portable(query)
}

/// See [`portable`].
pub(super) struct Portable<Q>(Q);

impl<Q> QueryFragment<MultiBackend> for Portable<Q>
where
    Q: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<Q> QueryId for Portable<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Portable<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<Conn> for Portable<Q> {}

/// Runs the same expression on the connection of whichever database it is: for the insert of many rows at once.
macro_rules! on_backend {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::store::conn::Conn::Postgres($c) => $body,
            $crate::store::conn::Conn::Sqlite($c) => $body,
        }
    };
}
pub(super) use on_backend;

/// Inserts many rows, and with a fourth part answers what it asks of each, in no promised order.
///
/// Rows by the hundred are one statement that is prepared once: reading a statement of a thousand rows anew each time takes as
/// long as doing what it says, and one for each row costs more than it saves.
macro_rules! insert_all {
    ($conn:expr, $table:ident, $rows:expr) => {
        $crate::store::conn::on_backend!($conn, |c| {
            let (hundreds, rest) = $rows.as_chunks::<100>();
            let mut done = hundreds
                .iter()
                .try_for_each(|rows| diesel::insert_into($table::table).values(rows).execute(c).map(drop));
            if done.is_ok() && !rest.is_empty() {
                done = diesel::insert_into($table::table).values(rest).execute(c).map(drop);
            }
            done
        })
    };
    ($conn:expr, $table:ident, $rows:expr, |$row:ident| $values:expr => $answer:expr) => {
        $crate::store::conn::on_backend!($conn, |c| {
            let mut all = Vec::with_capacity($rows.len());
            for rows in $rows.chunks($crate::store::conn::ROWS_PER_INSERT) {
                let values: Vec<_> = rows.iter().map(|$row| $values).collect();
                let insert = diesel::insert_into($table::table).values(values);
                all.extend(insert.returning($answer).get_results(c)?);
            }
            all
        })
    };
}
pub(super) use insert_all;

/// Rows one insert statement can carry: the databases take 32,766 (SQLite) and 65,535 (PostgreSQL) values in one.
pub(super) const ROWS_PER_INSERT: usize = 1000;
