//! A table as JSON: its head, its columns, its rows by the columns' names.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use serde_json::{Map, Value, json};

use super::Writer;
use super::table::{Cell, Head};

pub(super) struct Json {
    to: BufWriter<File>,
    names: Vec<String>,
    any: bool,
}

impl Json {
    pub(super) fn begin(file: File, head: &Head, columns: &[(String, String)]) -> io::Result<Self> {
        let mut to = BufWriter::new(file);
        let about: Vec<Value> =
            head.about.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let heads: Vec<Value> =
            columns.iter().map(|(name, head)| json!({ "name": name, "head": head })).collect();
        let (title, about, heads) = (json!(head.title), json!(about), json!(heads));
        write!(to, "{{\"title\":{title},\"about\":{about},\"columns\":{heads},\"rows\":[")?;
        Ok(Self { to, names: columns.iter().map(|(name, _)| name.clone()).collect(), any: false })
    }
}

impl Writer for Json {
    fn row(&mut self, cells: &[Cell], _sum: bool) -> io::Result<()> {
        let row: Map<String, Value> = self.names.iter().cloned().zip(cells.iter().map(value)).collect();
        self.to.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        serde_json::to_writer(&mut self.to, &row)?;
        Ok(())
    }

    fn end(mut self: Box<Self>, _foot: &[String]) -> io::Result<File> {
        self.to.write_all(b"\n]}\n")?;
        self.to.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Whole(number) => json!(number),
        Cell::Day(day) => json!(day),
        Cell::Time(at) => json!(at),
        // In fen, as everywhere in the program's JSON.
        Cell::Money(fen) => json!(fen),
        Cell::Share(share) => json!(share),
    }
}
