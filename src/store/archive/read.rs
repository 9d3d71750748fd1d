//! Taking rows in, all or none, into a database that has none of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::broken;
use super::schema::{Column, Kind, Table, tables};
use crate::store::{Conn, Fault, Result};

/// Rows taken in with one statement.
const AT_ONCE: usize = 500;

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = Text)]
    one: String,
    #[diesel(sql_type = Text)]
    other: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Takes the rows of every table in, in the place of what the migrations put there, and checks that what names another row finds
/// it. To be called in one transaction. `lines` opens the lines of a table. The rows are as they were, so nothing that happens
/// when a row is added anew happens: triggers rest meanwhile.
///
/// # Errors
/// If a row does not fit, or names one that is not there.
pub fn take_in<R: BufRead>(c: &mut Conn, mut lines: impl FnMut(&Table) -> Result<R>) -> Result<u64> {
    let tables = in_order(c, tables()?)?;
    let triggers = rest(c, &tables)?;
    for table in tables.iter().rev() {
        diesel::sql_query(format!("DELETE FROM {}", table.name)).execute(c)?;
    }
    let mut rows = 0;
    for table in &tables {
        rows += fill(c, table, lines(table)?)?;
    }
    wake(c, &tables, &triggers)?;
    complete(c)?;
    Ok(rows)
}

fn fill(c: &mut Conn, table: &Table, lines: impl BufRead) -> Result<u64> {
    let insertion = insertion(table, matches!(c, Conn::Sqlite(_)));
    let (mut rows, mut some) = (0, Vec::with_capacity(AT_ONCE));
    let mut lines = lines.lines();
    loop {
        let line = lines.next().transpose().map_err(broken)?;
        let end = line.is_none();
        some.extend(line);
        if some.len() == AT_ONCE || (end && !some.is_empty()) {
            rows += some.len() as u64;
            let body = format!("[{}]", some.join(","));
            let added = diesel::sql_query(&insertion).bind::<Text, _>(body).execute(c);
            added.map_err(|error| Fault::Broken(format!("{}: {error}", table.name)))?;
            some.clear();
        }
        if end {
            break;
        }
    }
    if table.is_numbered()
        && let Conn::Postgres(c) = c
    {
        let name = table.name;
        diesel::sql_query(format!(
            "SELECT setval(pg_get_serial_sequence('{name}', 'id'), GREATEST((SELECT MAX(id) FROM {name}), 1), \
             EXISTS (SELECT 1 FROM {name}))"
        ))
        .execute(c)?;
    }
    Ok(rows)
}

fn insertion(table: &Table, sqlite: bool) -> String {
    let names = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let values = table.columns.iter().map(|column| understood(column, sqlite)).collect::<Vec<_>>().join(", ");
    let from = if sqlite {
        "SELECT {} FROM json_each(?) r"
    } else {
        "OVERRIDING SYSTEM VALUE SELECT {} FROM json_array_elements($1::json) r (value)"
    };
    format!("INSERT INTO {} ({names}) {}", table.name, from.replacen("{}", &values, 1))
}

fn understood(column: &Column, sqlite: bool) -> String {
    let name = column.name;
    if sqlite {
        let value = format!("json_extract(r.value, '$.{name}')");
        return match column.kind {
            Kind::Number | Kind::Text | Kind::Bool | Kind::Day => value,
            // As Diesel writes them, so that they still sort among those it adds: no fraction where it is none.
            Kind::Moment => {
                let spaced = format!("replace({value}, 'T', ' ')");
                format!("CASE WHEN {value} LIKE '%.000' THEN substr({spaced}, 1, 19) ELSE {spaced} END")
            }
            Kind::Bytes => format!("unhex({value})"),
        };
    }
    let value = format!("(r.value ->> '{name}')");
    match column.kind {
        Kind::Text => value,
        Kind::Number => format!("{value}::bigint"),
        Kind::Bool => format!("{value}::boolean"),
        Kind::Moment => format!("{value}::timestamp"),
        Kind::Day => format!("{value}::date"),
        Kind::Bytes => format!("decode({value}, 'hex')"),
    }
}

/// The tables, each after those its rows name.
fn in_order(c: &mut Conn, tables: Vec<Table>) -> Result<Vec<Table>> {
    let sql = match c {
        Conn::Sqlite(_) => {
            "SELECT m.name AS one, f.\"table\" AS other FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table'"
        }
        Conn::Postgres(_) => {
            "SELECT o.relname::text AS one, f.relname::text AS other FROM pg_constraint k \
             JOIN pg_class o ON o.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid \
             WHERE k.contype = 'f' AND o.relnamespace = current_schema()::regnamespace"
        }
    };
    let mut named = BTreeMap::<String, BTreeSet<String>>::new();
    for Pair { one, other } in diesel::sql_query(sql).load::<Pair>(c)? {
        if one != other {
            named.entry(one).or_default().insert(other);
        }
    }
    let (mut rest, mut ordered) = (tables, Vec::<Table>::new());
    while !rest.is_empty() {
        let there: BTreeSet<&str> = ordered.iter().map(|table| table.name).collect();
        let ready = |table: &Table| {
            let names = named.get(table.name);
            names.is_none_or(|names| names.iter().all(|name| there.contains(name.as_str())))
        };
        let (next, later): (Vec<Table>, Vec<Table>) = rest.into_iter().partition(ready);
        if next.is_empty() {
            let names: Vec<&str> = later.iter().map(|table| table.name).collect();
            return Err(Fault::Broken(format!("tables name each other in a ring: {}", names.join(", "))));
        }
        ordered.extend(next);
        rest = later;
    }
    Ok(ordered)
}

/// Lets the triggers rest; what SQLite needs to make them again.
fn rest(c: &mut Conn, tables: &[Table]) -> Result<Vec<String>> {
    match c {
        Conn::Postgres(c) => {
            for table in tables {
                diesel::sql_query(format!("ALTER TABLE {} DISABLE TRIGGER USER", table.name)).execute(c)?;
            }
            Ok(Vec::new())
        }
        Conn::Sqlite(c) => {
            diesel::sql_query("PRAGMA defer_foreign_keys = ON").execute(c)?;
            let sql = "SELECT name AS one, sql AS other FROM sqlite_master WHERE type = 'trigger'";
            let triggers = diesel::sql_query(sql).load::<Pair>(c)?;
            for trigger in &triggers {
                diesel::sql_query(format!("DROP TRIGGER {}", trigger.one)).execute(c)?;
            }
            Ok(triggers.into_iter().map(|trigger| trigger.other).collect())
        }
    }
}

fn wake(c: &mut Conn, tables: &[Table], triggers: &[String]) -> Result<()> {
    match c {
        Conn::Postgres(c) => {
            for table in tables {
                diesel::sql_query(format!("ALTER TABLE {} ENABLE TRIGGER USER", table.name)).execute(c)?;
            }
        }
        Conn::Sqlite(c) => {
            for trigger in triggers {
                diesel::sql_query(trigger).execute(c)?;
            }
        }
    }
    Ok(())
}

/// That every row that is named is there. PostgreSQL looked with each statement.
fn complete(c: &mut Conn) -> Result<()> {
    if let Conn::Sqlite(c) = c {
        let sql = "SELECT count(*) AS n FROM pragma_foreign_key_check";
        let Number { n } = diesel::sql_query(sql).get_result(c)?;
        if n > 0 {
            return Err(Fault::Broken(format!("{n} rows name others that are not there")));
        }
    }
    Ok(())
}
