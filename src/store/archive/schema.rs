//! The tables, read from the declarations Diesel compiles.

use crate::store::{Fault, Result};

const SCHEMA: &str = include_str!("../schema.rs");

/// Who is signed in stays behind: everybody signs in again where the rows arrive.
const LEFT_BEHIND: &str = "sessions";

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns of its primary key, by which its rows are ordered.
    pub key: Vec<&'static str>,
    /// All its columns.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds; any may be null where its table lets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// Yes or no.
    Bool,
    /// A moment, UTC.
    Moment,
    /// A day.
    Day,
    /// Bytes.
    Bytes,
}

impl Kind {
    fn of(declared: &str) -> Option<Self> {
        let plain =
            declared.strip_prefix("Nullable<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(declared);
        Some(match plain {
            "BigInt" | "Integer" => Self::Number,
            "Text" => Self::Text,
            "Bool" => Self::Bool,
            "Timestamp" => Self::Moment,
            "Date" => Self::Day,
            "Binary" => Self::Bytes,
            _ => return None,
        })
    }
}

impl Table {
    /// Whether its rows are numbered by the database.
    #[must_use]
    pub fn is_numbered(&self) -> bool {
        self.key == ["id"] && self.name != "tally_revision" && self.name != "installation"
    }
}

/// Every table whose rows move.
///
/// # Errors
/// If a declaration is of a kind nobody here knows.
pub fn tables() -> Result<Vec<Table>> {
    let mut tables: Vec<Table> = Vec::new();
    for line in SCHEMA.lines().map(str::trim) {
        if let Some(head) = line.strip_suffix(") {") {
            let (name, key) = head.split_once(" (").ok_or_else(|| unknown(line))?;
            tables.push(Table { name, key: key.split(", ").collect(), columns: Vec::new() });
        } else if let Some((name, declared)) = line.strip_suffix(',').and_then(|line| line.split_once(" -> "))
        {
            let kind = Kind::of(declared).ok_or_else(|| unknown(line))?;
            tables.last_mut().ok_or_else(|| unknown(line))?.columns.push(Column { name, kind });
        }
    }
    tables.retain(|table| table.name != LEFT_BEHIND);
    Ok(tables)
}

fn unknown(line: &str) -> Fault {
    Fault::Broken(format!("the schema declares what an archive does not know: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_those_that_are_declared() {
        let tables = tables().unwrap();
        let declared = SCHEMA.matches("diesel::table! {").count();
        assert_eq!(tables.len(), declared - 1, "all but who is signed in");
        let cells = tables.iter().find(|table| table.name == "tally_cells").unwrap();
        assert_eq!(cells.key, ["year", "basis", "unit_code", "pathway", "month"]);
        assert_eq!(cells.columns.last(), Some(&Column { name: "households", kind: Kind::Number }));
        assert!(tables.iter().all(|table| table.columns.len() > 1));
    }
}
