//! What a kind of file asks for, column by column, and one row of it as its columns say.

use std::str::FromStr;

use super::cell::{Cell, Kind};
use super::header::Header;
use super::plan::Wrong;
use crate::domain::refusal::{Message, Refusal};

/// Whether a file must have a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Always,
    /// It may.
    Optional,
}

/// A column of a layout.
#[derive(Debug)]
pub struct Column {
    /// What the program calls it.
    pub key: &'static str,
    /// Its header in our template.
    pub header: &'static str,
    /// Other headers files have for it.
    pub synonyms: &'static [&'static str],
    /// Whether a file must have it.
    pub need: Need,
    /// What its cells hold.
    pub kind: Kind,
    /// A cell as it should be.
    pub example: &'static str,
}

/// The columns of a kind of file. Its version goes up whenever an older template no longer fits.
#[derive(Debug)]
pub struct Layout {
    /// The version its template carries.
    pub version: i32,
    /// The columns, in the template's order.
    pub columns: &'static [Column],
    /// Sets of columns of which a file must have one.
    pub one_of: &'static [&'static [&'static str]],
}

impl Layout {
    /// The header of a column; its key if there is none.
    #[must_use]
    pub fn header(&self, key: &'static str) -> &'static str {
        self.columns.iter().find(|column| column.key == key).map_or(key, |column| column.header)
    }
}

/// A row of a file, each column's text ready to be read as a value, and what is wrong with it so far.
#[derive(Debug)]
pub struct Fields {
    layout: &'static Layout,
    values: Vec<String>,
    /// What is wrong with the row.
    pub wrong: Vec<Wrong>,
}

impl Fields {
    /// Reads a row by the columns its header has.
    #[must_use]
    pub fn read(layout: &'static Layout, header: &Header, row: &[Cell]) -> Self {
        let mut wrong = Vec::new();
        let mut read = |(column, found): (&Column, &Option<(usize, u32)>)| {
            let cell = (*found).and_then(|(place, tens)| Some((row.get(place)?, tens)));
            let (cell, tens) = cell.unwrap_or((&Cell::Empty, 0));
            column.kind.read(cell, tens).unwrap_or_else(|message| {
                wrong.push(Wrong { column: Some(column.header.to_owned()), message });
                String::new()
            })
        };
        let values = layout.columns.iter().zip(&header.columns).map(&mut read).collect();
        Self { layout, values, wrong }
    }

    /// What a column says; empty if nothing, or something wrong.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        let place = self.layout.columns.iter().position(|column| column.key == key);
        place.and_then(|place| self.values.get(place)).map_or("", String::as_str)
    }

    /// The value of a column; none if it says nothing. A value the field refuses is noted.
    pub fn take<T: FromStr>(&mut self, key: &'static str) -> Option<T>
    where
        T::Err: Refusal,
    {
        let text = self.text(key);
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(value) => Some(value),
            Err(refusal) => {
                self.refuse(key, refusal.message());
                None
            }
        }
    }

    /// As [`Fields::take`], of a column that every row fills.
    pub fn need<T: FromStr>(&mut self, key: &'static str) -> Option<T>
    where
        T::Err: Refusal,
    {
        if self.text(key).is_empty() {
            self.miss(key);
        }
        self.take(key)
    }

    /// Notes that a column should say something, unless something else is wrong with it.
    pub fn miss(&mut self, key: &'static str) {
        let header = self.layout.header(key);
        if !self.wrong.iter().any(|wrong| wrong.column.as_deref() == Some(header)) {
            self.refuse(key, Message::new("error-required"));
        }
    }

    /// The day of a column, as [`Kind::Day`] and [`Kind::Month`] read it.
    #[must_use]
    pub fn day(&self, key: &str) -> Option<chrono::NaiveDate> {
        self.text(key).parse().ok()
    }

    /// The number of a column, as [`Kind::Whole`] and [`Kind::Year`] read it.
    #[must_use]
    pub fn whole(&self, key: &str) -> Option<i64> {
        self.text(key).parse().ok()
    }

    /// Notes that a column is wrong.
    pub fn refuse(&mut self, key: &'static str, message: Message) {
        self.wrong.push(Wrong { column: Some(self.layout.header(key).to_owned()), message });
    }

    /// Notes that the row is wrong as a whole.
    pub fn refuse_row(&mut self, message: Message) {
        self.wrong.push(Wrong { column: None, message });
    }

    /// Whether nothing is wrong with it so far.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.wrong.is_empty()
    }
}
