//! What an exported table is made of: typed cells under headed columns.

use chrono::NaiveDate;

use crate::desk::home::Unit;
use crate::domain::codes::Code;
use crate::domain::division::UnitCode;
use crate::domain::moment::Moment;
use crate::domain::quantity::Fen;
use crate::domain::rating::Star;
use crate::web::lang::{Lang, say_key};

/// A value with its type, so that a spreadsheet can reckon with what is a number and cannot spoil what is none.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::web) enum Cell {
    /// Not reported.
    Empty,
    /// Words, and every code and number that is a name: never reckoned with.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A day.
    Day(NaiveDate),
    /// A moment, in Beijing time.
    Time(Moment),
    /// Money, in yuan.
    Money(Fen),
    /// A share of one.
    Share(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}
impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Whole(number.into())
    }
}
impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}
impl From<Moment> for Cell {
    fn from(at: Moment) -> Self {
        Self::Time(at)
    }
}
impl From<Fen> for Cell {
    fn from(fen: Fen) -> Self {
        Self::Money(fen)
    }
}
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// For whom a table is written.
pub(in crate::web) struct Reader {
    /// The language of its words.
    pub lang: Lang,
    /// The units, for their names.
    pub units: Vec<Unit>,
}

impl Reader {
    /// The words under a key.
    pub(in crate::web) fn say(&self, key: &str) -> String {
        say_key(self.lang, key).unwrap_or_else(|_| key.to_owned())
    }

    /// A code's word.
    pub(in crate::web) fn word(&self, code: impl Code) -> Cell {
        self.lang.word(code).into()
    }

    /// A code's word; nothing for none.
    pub(in crate::web) fn word_if(&self, code: Option<impl Code>) -> Cell {
        code.map(|code| self.lang.word(code)).into()
    }

    /// A star's word.
    pub(in crate::web) fn stars(&self, star: impl Into<Option<Star>>) -> Cell {
        star.into().map(|star| self.say(&star.key())).into()
    }

    /// A unit's name.
    pub(in crate::web) fn unit(&self, code: &UnitCode) -> String {
        let unit = self.units.iter().find(|unit| unit.code == *code);
        unit.map_or_else(|| code.to_string(), |unit| unit.name(self.lang).to_owned())
    }
}

/// What a column is of: its width and how a spreadsheet shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Kind {
    /// Words of about so many Chinese characters.
    Text(u8),
    /// A whole number.
    Whole,
    /// A day.
    Day,
    /// A moment.
    Time,
    /// Money.
    Money,
    /// A share.
    Share,
}

impl Kind {
    /// The width of its column, in the digits of the spreadsheet's font.
    pub(in crate::web) fn width(self) -> f64 {
        match self {
            Self::Text(characters) => f64::from(characters) * 2.0 + 2.0,
            Self::Whole | Self::Share => 11.0,
            Self::Day | Self::Money => 13.0,
            Self::Time => 18.0,
        }
    }
}

type Of<R> = Box<dyn Fn(&R, &Reader) -> Cell + Send>;

/// A column: its name, its head and what it says of a row.
pub(in crate::web) struct Column<R> {
    /// As JSON names it.
    pub name: String,
    /// Its head, with the unit of what it counts.
    pub head: String,
    /// What stands above it and its neighbours.
    pub group: Option<String>,
    /// What it is of.
    pub kind: Kind,
    /// What it says of a row.
    pub of: Of<R>,
}

/// The columns of a table, one after the other.
pub(in crate::web) struct Columns<'r, R> {
    reader: &'r Reader,
    all: Vec<Column<R>>,
}

impl<'r, R> Columns<'r, R> {
    /// None yet.
    pub(in crate::web) const fn new(reader: &'r Reader) -> Self {
        Self { reader, all: Vec::new() }
    }

    /// With another; its head is under `export-col-<name>`.
    pub(in crate::web) fn with(
        self,
        name: &str,
        kind: Kind,
        of: impl Fn(&R, &Reader) -> Cell + Send + 'static,
    ) -> Self {
        let head = self.reader.say(&format!("export-col-{name}"));
        self.headed(name, head, None, kind, of)
    }

    /// With another that has a head of its own and stands under one with its neighbours.
    pub(in crate::web) fn headed(
        mut self,
        name: &str,
        head: String,
        group: Option<String>,
        kind: Kind,
        of: impl Fn(&R, &Reader) -> Cell + Send + 'static,
    ) -> Self {
        self.all.push(Column { name: name.replace('-', "_"), head, group, kind, of: Box::new(of) });
        self
    }

    /// All of them.
    pub(in crate::web) fn done(self) -> Vec<Column<R>> {
        self.all
    }
}

/// What stands above the columns of a file.
#[derive(Debug, Clone)]
pub(in crate::web) struct Head {
    /// The title.
    pub title: String,
    /// Where the numbers come from: name and value.
    pub about: Vec<(String, String)>,
}
