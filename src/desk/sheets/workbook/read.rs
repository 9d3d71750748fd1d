//! From a workbook to the JSON of a sheet.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Cell, Data, Range, Reader as _, Xlsx, XlsxError};
use serde_json::{Map, Number, Value, json};

use super::cells::Table;
use super::{
    BASIS, BONUS, CODE, COEFFICIENTS, ITEM_CODE, ITEM_MAX, ITEM_NAME, ITEMS, LEVELS_SAID, MANDATORY,
    MIN_BONUS, MIN_PERCENT, MIN_TOTAL, MIN_VISITS, NAMED, NOTICE, OFFICIAL, PART_CODE, PART_MAX, PART_NAME,
    PARTIAL, RE_CHECK, SOURCE, STAR, STARS, STARS_SAID, SUBJECT, TERM, TERMS, TIERS, TOTAL, TRADES,
    VALID_YEARS, VALUE,
};
use crate::desk::imports::{unbroken, unpacks_beyond};
use crate::domain::application::Level;
use crate::domain::codes::Code as _;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::sheet::trade_name;
use crate::domain::site::Trade;

/// Bytes of a workbook when unpacked at most.
const MOST_UNPACKED: u64 = 64 << 20;
/// Rows of a table at most; those beyond say nothing.
const MOST_ROWS: u32 = 5000;
/// Columns of a table at most.
const MOST_COLUMNS: u32 = 100;

/// The sheet's JSON out of a workbook.
///
/// # Errors
/// Under the field `file`, every cell that cannot be understood, by its sheet, row and column.
pub fn read(file: &[u8]) -> Result<String, Refusals> {
    let unreadable = || Refusals::one("file", Message::new("error-sheet-workbook"));
    if unpacks_beyond(file, MOST_UNPACKED) {
        return Err(unreadable());
    }
    let (items, stars, terms) = unbroken(|| tables(file)).ok_or_else(unreadable)??;
    let mut faults = Refusals::default();
    let sheet = sheet(&items, &stars, &terms, &mut faults);
    faults.into_result()?;
    serde_json::to_string_pretty(&sheet.unwrap_or_default()).map_err(|_| unreadable())
}

type Tables = (Range<Data>, Range<Data>, Range<Data>);

/// The tables of items, of stars and of terms.
fn tables(file: &[u8]) -> Result<Tables, Refusals> {
    let unreadable = |_| Refusals::one("file", Message::new("error-sheet-workbook"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(unreadable)?;
    let mut faults = Refusals::default();
    let mut range = |name: &'static str| {
        let found = cells(&mut book, name);
        if found.is_err() {
            faults.add("file", Message::new("error-sheet-missing").with("sheet", name));
        }
        found.ok()
    };
    let (items, stars, terms) = (range(ITEMS), range(STARS), range(TERMS));
    match (items, stars, terms) {
        (Some(items), Some(stars), Some(terms)) => Ok((items, stars, terms)),
        _ => Err(faults),
    }
}

/// The cells of a table, up to a size no standard has: a table is laid out whole, and its last cell may lie very far away.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Range<Data>, XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell()? {
        let place = cell.get_position();
        if place.0 < MOST_ROWS && place.1 < MOST_COLUMNS {
            cells.push(Cell::new(place, Data::from(cell.get_value().clone())));
        }
    }
    Ok(Range::from_sparse(cells))
}

fn sheet(
    items: &Range<Data>,
    stars: &Range<Data>,
    terms: &Range<Data>,
    faults: &mut Refusals,
) -> Option<Value> {
    let part_columns = [PART_CODE, PART_NAME, PART_MAX, BONUS];
    let item_columns = [ITEM_CODE, ITEM_NAME, ITEM_MAX, TIERS, MANDATORY, PARTIAL];
    let items = Table::find(ITEMS, items, &[part_columns.as_slice(), &item_columns].concat(), faults);
    let stars = Table::find(STARS, stars, &[STAR, MIN_TOTAL], faults);
    let terms = Table::find(TERMS, terms, &[TERM, VALUE, SOURCE], faults);
    let (items, stars, terms) = (items?, stars?, terms?);
    let terms = Terms::of(&terms);
    let trades = terms.trades();
    Some(json!({
        "code": terms.value(CODE),
        "subject": terms.value(SUBJECT),
        "basis": terms.prose(BASIS),
        "official": terms.yes(OFFICIAL, faults),
        "total": terms.whole(TOTAL, faults),
        "subtypes": trades,
        "thresholds": lines(&stars, faults),
        "terms": terms.all(faults),
        "parts": parts(&items, &trades, faults),
    }))
}

fn parts(table: &Table<'_>, trades: &[String], faults: &mut Refusals) -> Vec<Value> {
    let mut parts: Vec<Map<String, Value>> = Vec::new();
    for row in table.rows() {
        let code = table.plain(row, PART_CODE);
        let last = parts.last_mut().filter(|part| code.is_empty() || part.get("code") == Some(&json!(code)));
        let item = item(table, row, faults);
        if let Some(part) = last {
            same(table, row, part, faults);
            if let Some(Value::Array(items)) = part.get_mut("items") {
                items.push(item);
            }
            continue;
        }
        let mut part = Map::new();
        part.insert("code".into(), json!(code));
        part.insert("name".into(), json!(table.text(row, PART_NAME)));
        part.insert("max".into(), json!(table.needed(row, PART_MAX, faults)));
        part.insert("bonus".into(), json!(table.yes(row, BONUS, faults)));
        if table.yes(row, NAMED, faults) {
            part.insert("named_in_source".into(), json!(true));
        }
        part.insert("coefficients".into(), coefficients(table, row, trades, faults));
        part.insert("items".into(), json!([item]));
        parts.push(part);
    }
    parts.into_iter().map(Value::Object).collect()
}

/// What the rows of a part say of it must be what its first row says, or nothing.
fn same(table: &Table<'_>, row: usize, part: &Map<String, Value>, faults: &mut Refusals) {
    let said = table.text(row, PART_NAME);
    if !said.is_empty() && part.get("name") != Some(&json!(said)) {
        table.refuse(row, PART_NAME, "sheet-cell-part", faults);
    }
    if let Some(max) = table.whole(row, PART_MAX, faults)
        && part.get("max") != Some(&json!(max))
    {
        table.refuse(row, PART_MAX, "sheet-cell-part", faults);
    }
    if !table.text(row, BONUS).is_empty() && part.get("bonus") != Some(&json!(table.yes(row, BONUS, faults)))
    {
        table.refuse(row, BONUS, "sheet-cell-part", faults);
    }
    for (trade, column) in Trade::ALL.iter().zip(COEFFICIENTS) {
        let said = part.get("coefficients").and_then(|all| all.get(trade_name(*trade)));
        let here = table.plain(row, column);
        if !here.is_empty() && said.map(ToString::to_string).is_some_and(|said| said != here) {
            table.refuse(row, column, "sheet-cell-part", faults);
        }
    }
}

fn coefficients(table: &Table<'_>, row: usize, trades: &[String], faults: &mut Refusals) -> Value {
    let mut coefficients = Map::new();
    for (trade, column) in Trade::ALL.iter().zip(COEFFICIENTS) {
        let text = table.plain(row, column);
        if text.is_empty() || !trades.iter().any(|known| known == trade_name(*trade)) {
            continue;
        }
        match text.parse::<Number>() {
            Ok(number) => drop(coefficients.insert(trade_name(*trade).to_owned(), Value::Number(number))),
            Err(_) => table.refuse(row, column, "sheet-cell-coefficient", faults),
        }
    }
    Value::Object(coefficients)
}

fn item(table: &Table<'_>, row: usize, faults: &mut Refusals) -> Value {
    json!({
        "code": table.plain(row, ITEM_CODE),
        "name": table.text(row, ITEM_NAME),
        "max": table.needed(row, ITEM_MAX, faults),
        "tiers": table.tiers(row, TIERS, faults),
        "mandatory": table.yes(row, MANDATORY, faults),
        "partial": table.yes(row, PARTIAL, faults),
    })
}

fn lines(table: &Table<'_>, faults: &mut Refusals) -> Vec<Value> {
    let mut lines = Vec::new();
    for row in table.rows() {
        let said = table.bare(row, STAR);
        let named = STARS_SAID.iter().position(|star| said.starts_with(star)).map(|place| place + 1);
        let star = named.or_else(|| said.trim_end_matches('星').parse().ok());
        let Some(star) = star else {
            table.refuse(row, STAR, "sheet-cell-star", faults);
            continue;
        };
        lines.push(json!({
            "star": star,
            "min_total": table.needed(row, MIN_TOTAL, faults),
            "min_bonus": table.whole(row, MIN_BONUS, faults),
            "min_part_percent": table.whole(row, MIN_PERCENT, faults),
            "min_annual_visits": table.whole(row, MIN_VISITS, faults),
        }));
    }
    lines
}

/// The rows of 规则, by the name of the term.
struct Terms<'a> {
    table: &'a Table<'a>,
    rows: BTreeMap<String, usize>,
}

impl<'a> Terms<'a> {
    fn of(table: &'a Table<'a>) -> Self {
        Self { table, rows: table.rows().map(|row| (table.bare(row, TERM), row)).collect() }
    }

    fn row(&self, term: &str) -> Option<usize> {
        let bare: String = term.chars().filter(|c| !"（）".contains(*c)).collect();
        self.rows.get(&bare).copied()
    }

    fn value(&self, term: &str) -> String {
        self.row(term).map(|row| self.table.plain(row, VALUE)).unwrap_or_default()
    }

    /// What is not to be changed by a sign.
    fn prose(&self, term: &str) -> String {
        self.row(term).map(|row| self.table.text(row, VALUE)).unwrap_or_default()
    }

    fn source(&self, term: &str) -> String {
        self.row(term).map(|row| self.table.text(row, SOURCE)).unwrap_or_default()
    }

    fn yes(&self, term: &str, faults: &mut Refusals) -> bool {
        self.row(term).is_some_and(|row| self.table.yes(row, VALUE, faults))
    }

    fn whole(&self, term: &str, faults: &mut Refusals) -> i64 {
        if let Some(row) = self.row(term) {
            return self.table.needed(row, VALUE, faults);
        }
        let message = Message::new("error-sheet-term").with("sheet", TERMS).with("term", term);
        faults.add("file", message);
        0
    }

    /// The trades the sheet tells apart.
    fn trades(&self) -> Vec<String> {
        let said = self.value(TRADES);
        let names = said.split(['、', ',', '/', ' ', ';', '；']).map(str::trim);
        names.filter(|name| !name.is_empty() && *name != "不区分").map(str::to_owned).collect()
    }

    /// The terms, or nothing if no row speaks of any.
    fn all(&self, faults: &mut Refusals) -> Value {
        let said = |term: &str| self.row(term).is_some();
        if !said(NOTICE) && !said(VALID_YEARS) && !said(RE_CHECK) {
            return Value::Null;
        }
        let awarding = |star: &str| format!("{star}评定机关");
        let levels = STARS_SAID.iter().zip(1..).map(|(star, number): (&&str, i32)| {
            let said = self.value(&awarding(star));
            let level =
                LEVELS_SAID.iter().position(|level| *level == said).and_then(|place| Level::ALL.get(place));
            (number.to_string(), level.map_or(said, |level| level.code().to_owned()))
        });
        let levels: BTreeMap<String, String> = levels.collect();
        let numbers = |paper: &str| {
            let patterns = LEVELS_SAID
                .iter()
                .zip(Level::ALL)
                .map(|(said, level)| (level.code().to_owned(), self.value(&format!("{said}{paper}编号"))));
            let patterns: BTreeMap<String, String> = patterns.collect();
            let source = LEVELS_SAID.iter().map(|said| self.source(&format!("{said}{paper}编号")));
            json!({ "patterns": patterns, "source": first(source) })
        };
        let (certificate, plaque) = (numbers("证书"), numbers("牌匾"));
        let source = first(STARS_SAID.iter().map(|star| self.source(&awarding(star))));
        json!({
            "awarding": { "levels": levels, "source": source },
            "notice": { "working_days": self.whole(NOTICE, faults), "source": self.source(NOTICE) },
            "validity": { "years": self.whole(VALID_YEARS, faults), "source": self.source(VALID_YEARS) },
            "re_check": { "years": self.whole(RE_CHECK, faults), "source": self.source(RE_CHECK) },
            "certificate": certificate,
            "plaque": plaque,
        })
    }
}

/// The first text that says anything.
fn first(mut texts: impl Iterator<Item = String>) -> String {
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}
