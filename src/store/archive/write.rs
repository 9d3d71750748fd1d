//! Writing rows out, one by one.

use std::io::Write;

use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::broken;
use super::schema::{Column, Kind, Table};
use crate::store::{Conn, Result};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    body: String,
}

/// Writes the rows of a table, each as a line of JSON, in the order of its key; how many. Its memory does not grow with them.
///
/// # Errors
/// If the database or the writing fails.
pub fn write_out(c: &mut Conn, table: &Table, mut to: impl Write) -> Result<u64> {
    let query = diesel::sql_query(selection(table, matches!(c, Conn::Sqlite(_))));
    let mut rows = 0;
    let mut line = |line: diesel::QueryResult<Line>| -> Result<()> {
        // Spelled anew: the databases leave blanks in different places.
        let row: serde_json::Value = serde_json::from_str(&line?.body).map_err(broken)?;
        serde_json::to_writer(&mut to, &row).map_err(broken)?;
        to.write_all(b"\n").map_err(broken)?;
        rows += 1;
        Ok(())
    };
    match c {
        Conn::Sqlite(c) => query.load_iter::<Line, DefaultLoadingMode>(c)?.try_for_each(&mut line)?,
        Conn::Postgres(c) => query.load_iter::<Line, PgRowByRowLoadingMode>(c)?.try_for_each(&mut line)?,
    }
    Ok(rows)
}

fn selection(table: &Table, sqlite: bool) -> String {
    let fields = table.columns.iter().map(|column| format!("'{}', {}", column.name, spelled(column, sqlite)));
    let fields = fields.collect::<Vec<_>>().join(", ");
    let object =
        if sqlite { format!("json_object({fields})") } else { format!("json_build_object({fields})::text") };
    let is_text =
        |name: &str| table.columns.iter().any(|column| column.name == name && column.kind == Kind::Text);
    let order = table.key.iter().map(|name| {
        // By the bytes, as SQLite does, whatever the server's language is.
        if is_text(name) && !sqlite { format!("{name} COLLATE \"C\"") } else { (*name).to_owned() }
    });
    format!("SELECT {object} AS body FROM {} ORDER BY {}", table.name, order.collect::<Vec<_>>().join(", "))
}

fn spelled(column: &Column, sqlite: bool) -> String {
    let name = column.name;
    match (column.kind, sqlite) {
        (Kind::Number | Kind::Text, _) | (Kind::Day, true) | (Kind::Bool, false) => name.to_owned(),
        (Kind::Bool, true) => {
            format!("json(CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)")
        }
        (Kind::Moment, true) => format!("strftime('%Y-%m-%dT%H:%M:%f', {name})"),
        (Kind::Moment, false) => format!("to_char({name}, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')"),
        (Kind::Day, false) => format!("to_char({name}, 'YYYY-MM-DD')"),
        (Kind::Bytes, true) => format!("CASE WHEN {name} IS NOT NULL THEN lower(hex({name})) END"),
        (Kind::Bytes, false) => format!("encode({name}, 'hex')"),
    }
}
