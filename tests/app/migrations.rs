//! The schema: up, down and up again, the same on both databases, and what `schema.rs` says.

use std::collections::{BTreeMap, BTreeSet};

use xingtu::store::migrate;

use crate::support::database::{Database, numbers, texts};
use crate::support::on_both;

on_both! {
    fn every_migration_goes_down_and_up_again(database) {
        let mut conn = database.connect();
        let made = columns(&database);
        migrate::down(&mut conn).unwrap();
        let left: Vec<String> = columns(&database).into_keys().collect();
        assert!(left.is_empty(), "the way down leaves {left:?}");
        assert!(migrate::pending(&mut conn).unwrap());
        migrate::up(&mut conn).unwrap();
        assert!(!migrate::pending(&mut conn).unwrap());
        assert_eq!(columns(&database), made);
    }
}

#[test]
fn the_migrations_have_equal_names() {
    let (sqlite, postgres) = migrate::names().unwrap();
    assert_eq!(sqlite, postgres);
}

/// Of two migrations with one number Diesel would run only the first, and say nothing.
#[test]
fn no_two_migrations_have_one_number() {
    let (names, _) = migrate::names().unwrap();
    let numbers: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('_')?.0)).collect();
    assert_eq!(numbers.len(), names.len(), "{names:?}");
}

#[test]
fn both_databases_have_the_same_tables_columns_and_unique_sets() {
    let sqlite = Database::sqlite();
    let Some(postgres) = Database::postgres() else { return };
    let (here, there) = (columns(&sqlite), columns(&postgres));
    assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    for (table, columns) in &here {
        assert_eq!(columns, &there[table], "{table}");
    }
    assert_eq!(uniques(&sqlite), uniques(&postgres));
}

/// Holds `schema.rs`, which is written by hand, to the migrations.
#[test]
fn the_tables_diesel_sees_are_the_tables_there_are() {
    let declared = declared_columns();
    let database = Database::sqlite();
    for (table, columns) in columns(&database) {
        let declared = declared.get(&table).unwrap_or_else(|| panic!("schema.rs lacks {table}"));
        assert_eq!(&columns, declared, "{table}");
    }
}

on_both! {
    /// But for who did something: users are never removed, and an index for each of them would be written with every report.
    fn every_foreign_key_has_an_index_that_begins_with_it(database) {
        let mut conn = database.connect();
        let sql = if database.is_sqlite() {
            "SELECT m.name || '.' || f.\"from\" AS t FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND f.seq = 0 AND f.\"table\" <> 'users' AND NOT EXISTS ( \
               SELECT 1 FROM pragma_index_list(m.name) i, pragma_index_info(i.name) c \
               WHERE c.seqno = 0 AND c.name = f.\"from\") \
             AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) k WHERE k.pk = 1 AND k.name = f.\"from\") \
             ORDER BY 1"
        } else {
            "SELECT r.relname || '.' || a.attname AS t FROM pg_constraint k \
             JOIN pg_class r ON r.oid = k.conrelid \
             JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.conkey[1] \
             WHERE k.contype = 'f' AND k.confrelid <> 'users'::regclass AND k.connamespace = current_schema()::regnamespace AND NOT EXISTS ( \
               SELECT 1 FROM pg_index i WHERE i.indrelid = r.oid AND i.indkey[0] = a.attnum) ORDER BY 1"
        };
        let bare = texts(&mut conn, sql);
        // Few rows point at a chain, a unit's own code or a sheet's chain from these; each is read whole.
        let read_whole = ["audit_events.chain", "programmes.division_code", "tally_cells.year"];
        let bare: Vec<&String> = bare.iter().filter(|one| !read_whole.contains(&one.as_str())).collect();
        assert!(bare.is_empty(), "no index for {bare:?}");
    }
}

/// Table → column → whether it may be empty.
fn columns(database: &Database) -> BTreeMap<String, BTreeMap<String, bool>> {
    let sql = if database.is_sqlite() {
        "SELECT m.name || ' ' || c.name || ' ' || (c.\"notnull\" = 0 AND c.pk = 0) AS t \
         FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> '__diesel_schema_migrations'"
    } else {
        "SELECT table_name || ' ' || column_name || ' ' || CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END AS t \
         FROM information_schema.columns WHERE table_schema = current_schema() \
         AND table_name <> '__diesel_schema_migrations'"
    };
    let mut tables = BTreeMap::<String, BTreeMap<String, bool>>::new();
    for line in texts(&mut database.connect(), sql) {
        let [table, column, nullable] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        tables.entry(table.into()).or_default().insert(column.into(), nullable == "1");
    }
    tables
}

/// The sets of columns that are unique, whole or in part, beside the primary keys.
fn uniques(database: &Database) -> BTreeSet<String> {
    let sql = if database.is_sqlite() {
        "SELECT m.name || '(' || (SELECT group_concat(name) FROM (SELECT c.name FROM pragma_index_info(i.name) c \
           ORDER BY c.seqno)) || ')' || CASE i.partial WHEN 1 THEN ' partly' ELSE '' END AS t \
         FROM sqlite_master m, pragma_index_list(m.name) i \
         WHERE m.type = 'table' AND i.\"unique\" = 1 AND i.origin <> 'pk'"
    } else {
        "SELECT r.relname || '(' || (SELECT string_agg(a.attname, ',' ORDER BY k.place) \
           FROM unnest(i.indkey::int[]) WITH ORDINALITY k (num, place) \
           JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.num) || ')' || \
           CASE WHEN i.indpred IS NULL THEN '' ELSE ' partly' END AS t \
         FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid \
         WHERE i.indisunique AND NOT i.indisprimary AND r.relnamespace = current_schema()::regnamespace \
         AND r.relname <> '__diesel_schema_migrations'"
    };
    texts(&mut database.connect(), sql).into_iter().collect()
}

fn declared_columns() -> BTreeMap<String, BTreeMap<String, bool>> {
    let source = include_str!("../../src/store/schema.rs");
    let mut tables = BTreeMap::<String, BTreeMap<String, bool>>::new();
    let mut table = String::new();
    for line in source.lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        } else if let Some((column, kind)) = line.split_once(" -> ").filter(|_| line.ends_with(',')) {
            let nullable = kind.starts_with("Nullable");
            tables.entry(table.clone()).or_default().insert(column.to_owned(), nullable);
        }
    }
    tables
}

on_both! {
    fn the_audit_log_begins_with_sixteen_empty_chains(database) {
        assert_eq!(numbers(&mut database.connect(), "SELECT count(*) AS n FROM audit_chains WHERE length = 0"), [16]);
    }
}
