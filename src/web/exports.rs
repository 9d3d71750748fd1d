//! Exports: every list as a workbook, as CSV and as JSON, with the filter of its page.
//!
//! A list says once what its rows and columns are ([`List`]); [`routes`] opens its three doors. The rows are those of the
//! page, read by the same desk function in one snapshot, and go to a file on disk as they come: memory does not grow with
//! them, and a slow reader of the answer keeps no connection. Every file goes on record before it is given out.

mod csv;
pub(in crate::web) mod identities;
mod json;
pub(in crate::web) mod lists;
pub(in crate::web) mod table;
mod xlsx;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Seek as _};
use std::marker::PhantomData;

use rocket::Request;
use rocket::data::Data;
use rocket::form::{Form, FromForm};
use rocket::http::{ContentType, Method, Status};
use rocket::request::FromRequest as _;
use rocket::response::{self, Responder, Response};
use rocket::route::{Handler, Outcome, Route};
use rocket::tokio::sync::{Semaphore, SemaphorePermit};

use self::table::{Cell, Column, Head, Reader};
use self::xlsx::Headed;
use super::failure::Failure;
use super::visit::SignedIn;
use crate::desk::exports::{self, Exported, Format, Take};
use crate::desk::{self, Rx, home};
use crate::domain::access::{Actor, Scope};
use crate::domain::codes::Code as _;
use crate::web::lang::{Lang, numbers, say_key};

/// Files made at a time. Each holds a reading connection until its last row is written.
static AT_WORK: Semaphore = Semaphore::const_new(2);

/// A list that can be taken along, with the query of the list's page: both understand the same filter.
pub(in crate::web) trait List: Sized + Send + Sync + 'static {
    /// What it is called: in the audit log, and its title under `export-list-<name>`.
    const NAME: &'static str;
    /// The list of codes each field of the filter is of, where it is not the field's own name.
    const WORDS: &'static [(&'static str, &'static str)] = &[];
    /// The query.
    type Asked: for<'r> FromForm<'r> + Send;
    /// A row.
    type Row;

    /// The list asked for, at this address.
    fn of(asked: Self::Asked, path: &str) -> Self;

    /// The filter as fields of an address, without those that are not set.
    fn filter(&self, rx: &mut Rx<'_>) -> desk::Result<Vec<(&'static str, String)>>;

    /// The columns.
    fn columns(&self, reader: &Reader) -> Vec<Column<Self::Row>>;

    /// Hands every row on, in the order of the list.
    fn each(&self, rx: &mut Rx<'_>, take: Take<'_, Self::Row>) -> desk::Result<()>;

    /// Whether a row is a sum of others.
    fn is_sum(_: &Self::Row) -> bool {
        false
    }

    /// How far what is counted has come: `export-state-live` or another key.
    fn state(&self) -> &'static str {
        "export-state-live"
    }

    /// The lines below the last row of a workbook.
    fn foot(&self, _: &mut Rx<'_>, _: &Reader) -> desk::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// A table on its way to a file.
trait Writer {
    fn row(&mut self, cells: &[Cell], sum: bool) -> io::Result<()>;
    fn end(self: Box<Self>, foot: &[String]) -> io::Result<File>;
}

/// The three doors of a list whose page is at this address.
pub(in crate::web) fn routes<L: List>(path: &str) -> Vec<Route> {
    let door = |format: &Format| {
        let handler = Door::<L> { format: *format, list: PhantomData };
        Route::new(Method::Get, &format!("{path}.{format}"), handler)
    };
    Format::ALL.iter().map(door).collect()
}

/// The door of a list in one format.
struct Door<L> {
    format: Format,
    list: PhantomData<fn() -> L>,
}

impl<L> Clone for Door<L> {
    fn clone(&self) -> Self {
        Self { format: self.format, list: PhantomData }
    }
}

#[rocket::async_trait]
impl<L: List> Handler for Door<L> {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        let visit = match SignedIn::from_request(request).await {
            rocket::outcome::Outcome::Success(visit) => visit,
            rocket::outcome::Outcome::Error((status, ())) | rocket::outcome::Outcome::Forward(status) => {
                return Outcome::Error(status);
            }
        };
        match asked::<L>(request, request.uri().path().as_str()) {
            Some(asked) => Outcome::from(request, made(&visit, asked, self.format).await),
            None => Outcome::Error(Status::NotFound),
        }
    }
}

/// The list asked for at an address. A filter that is nonsense is none, as on the page.
fn asked<L: List>(request: &Request<'_>, path: &str) -> Option<L> {
    let asked = Form::<L::Asked>::parse_iter(request.query_fields()).ok()?;
    Some(L::of(asked, path))
}

/// A file that is ready, on disk and without a name there.
struct Made {
    file: File,
    exported: Exported,
    name: String,
}

/// Waits until another file may be made.
async fn place_at_work() -> desk::Result<SemaphorePermit<'static>> {
    AT_WORK.acquire().await.map_err(|error| desk::Error::Broken(error.to_string()))
}

async fn made<L: List>(visit: &SignedIn, asked: L, format: Format) -> Result<Sent, Failure> {
    let place = place_at_work().await?;
    let (lang, actor) = (visit.lang, visit.actor.clone());
    let Made { file, exported, name } = visit.read(move |rx| write(rx, &asked, format, lang, &actor)).await?;
    drop(place);
    visit.write(move |tx| exports::record(tx, &exported)).await?;
    Sent::of(file, name, format)
}

/// What a file is begun with.
struct Sheet<R> {
    filter: Vec<(&'static str, String)>,
    reader: Reader,
    columns: Vec<Column<R>>,
    place: String,
    head: Head,
}

impl<R> Sheet<R> {
    fn of<L: List<Row = R>>(rx: &mut Rx<'_>, asked: &L, lang: Lang, actor: &Actor) -> desk::Result<Self> {
        let filter = asked.filter(rx)?;
        let reader = Reader { lang, units: home::units(rx)? };
        let columns = asked.columns(&reader);
        let place = place(&filter, &reader, &rx.scope());
        let head = head::<L>(asked, rx, &reader, &filter, &place, actor);
        Ok(Self { filter, reader, columns, place, head })
    }

    /// The file, written to its end.
    fn end<L: List<Row = R>>(
        self,
        rx: &mut Rx<'_>,
        asked: &L,
        to: Box<dyn Writer>,
        (rows, format): (i64, Format),
    ) -> desk::Result<Made> {
        let foot = asked.foot(rx, &self.reader)?;
        let mut file = to.end(&foot).map_err(unwritten)?;
        file.rewind().map_err(unwritten)?;
        let Self { filter, reader, place, head, .. } = self;
        let year =
            filter.iter().find(|(field, _)| *field == "year").map(|(_, year)| said_year(&reader, year));
        let day = rx.now.day().format("%Y%m%d").to_string();
        let parts = [Some(head.title), year, Some(place), Some(day)];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join("_");
        Ok(Made { file, exported: Exported { list: L::NAME, filter, rows, format }, name })
    }
}

fn unwritten(error: io::Error) -> desk::Error {
    desk::Error::Broken(format!("export: {error}"))
}

/// Writes the whole table.
fn write<L: List>(
    rx: &mut Rx<'_>,
    asked: &L,
    format: Format,
    lang: Lang,
    actor: &Actor,
) -> desk::Result<Made> {
    let sheet = Sheet::of(rx, asked, lang, actor)?;
    let Sheet { columns, reader, .. } = &sheet;
    let mut to = begin(&sheet.head, columns, format, reader).map_err(unwritten)?;
    let mut rows = 0_i64;
    asked.each(rx, &mut |_, read| {
        read.into_iter().try_for_each(|row| {
            rows += 1;
            let cells: Vec<Cell> = columns.iter().map(|column| (column.of)(&row, reader)).collect();
            to.row(&cells, L::is_sum(&row)).map_err(unwritten)
        })
    })?;
    sheet.end(rx, asked, to, (rows, format))
}

fn begin<R>(
    head: &Head,
    columns: &[Column<R>],
    format: Format,
    reader: &Reader,
) -> io::Result<Box<dyn Writer>> {
    let file = tempfile::tempfile()?;
    // Without a second row of heads, a head says what stands above it, too.
    let full = |column: &Column<R>| match &column.group {
        Some(group) => format!("{group}（{}）", column.head),
        None => column.head.clone(),
    };
    Ok(match format {
        Format::Xlsx => {
            let headed = |column: &Column<R>| Headed {
                group: column.group.clone(),
                head: column.head.clone(),
                kind: column.kind,
            };
            let headed: Vec<Headed> = columns.iter().map(headed).collect();
            Box::new(xlsx::Xlsx::begin(file, head, &headed, &reader.say("export-pages"))?)
        }
        Format::Csv => Box::new(csv::Csv::begin(file, head, &columns.iter().map(full).collect::<Vec<_>>())?),
        Format::Json => {
            let named: Vec<(String, String)> =
                columns.iter().map(|column| (column.name.clone(), full(column))).collect();
            Box::new(json::Json::begin(file, head, &named)?)
        }
    })
}

/// The unit a file is of: the one asked for, the reader's own, or the city.
fn place(filter: &[(&str, String)], reader: &Reader, scope: &Scope) -> String {
    let asked = filter.iter().find(|(field, _)| *field == "unit").and_then(|(_, code)| code.parse().ok());
    match (asked, scope) {
        (Some(unit), _) => reader.unit(&unit),
        (None, Scope::Unit(unit)) => reader.unit(unit),
        (None, Scope::Operator(_)) => reader.say("export-own"),
        (None, Scope::City | Scope::Public) => reader.say("export-city"),
    }
}

/// What stands on top: of which unit, as of when, how far it has come, chosen how, taken out by whom and when.
fn head<L: List>(
    asked: &L,
    rx: &Rx<'_>,
    reader: &Reader,
    filter: &[(&'static str, String)],
    place: &str,
    actor: &Actor,
) -> Head {
    let now = numbers::time(reader.lang, rx.now.local());
    let chosen: Vec<String> = filter
        .iter()
        .filter(|(field, _)| *field != "unit")
        .map(|(field, value)| {
            let label = reader.say(&format!("export-filter-{}", field.replace('_', "-")));
            format!("{label}{}{}", reader.say("export-is"), said::<L>(reader, field, value))
        })
        .collect();
    let all = reader.say("export-all");
    let chosen = if chosen.is_empty() { all } else { chosen.join(&reader.say("common-semicolon")) };
    let line = |key: &str, value: String| (reader.say(key), value);
    Head {
        title: reader.say(&format!("export-list-{}", L::NAME)),
        about: vec![
            line("export-unit", place.to_owned()),
            line("export-as-of", now.clone()),
            line("export-state", reader.say(asked.state())),
            line("export-chosen", chosen),
            line("export-by", actor.name.clone()),
            line("export-at", now),
        ],
    }
}

/// A field of the filter in words. What was typed to search for is not repeated: it may be a name.
fn said<L: List>(reader: &Reader, field: &str, value: &str) -> String {
    match field {
        "q" => reader.say("export-searched"),
        "year" => said_year(reader, value),
        _ => {
            let list = L::WORDS.iter().find(|(name, _)| *name == field).map_or(field, |(_, list)| list);
            let key = format!("{list}-{}", value.replace('_', "-"));
            say_key(reader.lang, &key).unwrap_or_else(|_| value.to_owned())
        }
    }
}

fn said_year(reader: &Reader, year: &str) -> String {
    format!("{year}{}", reader.say("export-year"))
}

/// Puts a small table on record that has a file of its own making.
pub(in crate::web) async fn recorded(
    visit: &SignedIn,
    list: &'static str,
    filter: Vec<(&'static str, String)>,
    rows: usize,
) -> desk::Result<()> {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    visit.write(move |tx| exports::record(tx, &Exported { list, filter, rows, format: Format::Csv })).await
}

/// A file given out.
struct Sent {
    file: File,
    size: u64,
    format: Format,
    name: String,
}

impl Sent {
    fn of(file: File, name: String, format: Format) -> Result<Self, Failure> {
        let size = file.metadata().map_err(unwritten)?.len();
        Ok(Self { file, size, format, name })
    }
}

impl<'r> Responder<'r, 'static> for Sent {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let kind = match self.format {
            Format::Xlsx => {
                ContentType::new("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            }
            Format::Csv => ContentType::CSV,
            Format::Json => ContentType::JSON,
        };
        let size = usize::try_from(self.size).map_err(|_| Status::InternalServerError)?;
        Response::build()
            .header(kind)
            .raw_header("Content-Disposition", disposition(&self.name, self.format.code()))
            .raw_header("Cache-Control", "no-store")
            .sized_body(size, rocket::tokio::fs::File::from_std(self.file))
            .ok()
    }
}

/// The name of a file in Chinese for whoever knows RFC 5987, and a plain one.
fn disposition(name: &str, extension: &str) -> String {
    let mut encoded = String::new();
    for byte in format!("{name}.{extension}").bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"export.{extension}\"; filename*=UTF-8''{encoded}")
}

/// The fields that are set.
pub(in crate::web) fn set<const N: usize>(
    fields: [(&'static str, String); N],
) -> Vec<(&'static str, String)> {
    fields.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_in_chinese() {
        let said = disposition("旅游脱贫成效_2017年", "xlsx");
        assert!(said.contains("filename=\"export.xlsx\""), "{said}");
        assert!(
            said.ends_with(
                "filename*=UTF-8''%E6%97%85%E6%B8%B8%E8%84%B1%E8%B4%AB%E6%88%90%E6%95%88_2017%E5%B9%B4.xlsx"
            ),
            "{said}"
        );
    }
}
