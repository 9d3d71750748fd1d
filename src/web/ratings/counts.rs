//! `/ratings/counts`: the counts of stars as of the end of a day, each number with its list.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::{ContentType, Header};
use rocket::{Responder, Route, get, routes};
use serde::Serialize;

use crate::desk;
use crate::desk::ratings::counts::{self, Counted, Unit};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::rating::Star;
use crate::domain::site::SiteKind;
use crate::domain::star_count::{Cut, StarCount};
use crate::web::exports::recorded;
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry};
use crate::web::lang::{Lang, say_key};
use crate::web::page::{Answer, Page};
use crate::web::sites::{Choice, named, star_choices, unit_choices};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show, download]
}

#[derive(FromForm)]
struct Asked {
    on: Option<Entry<Day>>,
    unit: Option<Entry<UnitCode>>,
    kind: Option<Entry<SiteKind>>,
    star: Option<Entry<Star>>,
}

impl Asked {
    /// The day asked for, today if none; nothing is counted ahead.
    fn day(&self, today: NaiveDate) -> NaiveDate {
        self.on.map_or(today, |day| day.0.0.min(today))
    }

    fn cut(&self) -> Cut {
        Cut {
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            kind: self.kind.map(|kind| kind.0),
            star: self.star.map(|star| star.0),
        }
    }
}

/// A number with its list.
#[derive(Serialize)]
struct Cell {
    n: i64,
    href: String,
}

#[derive(Serialize)]
struct Row {
    label: String,
    cells: Vec<Cell>,
}

/// One way to divide the counts: its rows, and their sums.
#[derive(Serialize)]
struct Table {
    rows: Vec<Row>,
    sums: Vec<Cell>,
}

/// A unit's venues as squares, one each: those that applied, and those that hold a star.
#[derive(Serialize)]
struct Drawn {
    label: String,
    applied: Squares,
    valid: Squares,
}

/// Squares in rows of ten.
#[derive(Serialize)]
struct Squares {
    n: i64,
    href: String,
    at: Vec<(i64, i64)>,
    width: i64,
    height: i64,
}

/// Squares in a row; the size of one; the room it takes.
const IN_A_ROW: i64 = 10;
const SQUARE: i64 = 12;
const STEP: i64 = 16;

impl Squares {
    fn of(Cell { n, href }: Cell) -> Self {
        let at = |i: i64| (i % IN_A_ROW * STEP, i / IN_A_ROW * STEP);
        let (rows, columns) = ((n - 1) / IN_A_ROW + 1, n.clamp(1, IN_A_ROW));
        Self {
            at: (0..n).map(at).collect(),
            width: columns * STEP - STEP + SQUARE,
            height: rows.max(1) * STEP - STEP + SQUARE,
            n,
            href,
        }
    }
}

#[derive(Serialize)]
struct View {
    on: NaiveDate,
    unit: String,
    kind: String,
    star: String,
    units: Vec<Choice>,
    kinds: &'static [SiteKind],
    stars: Vec<Choice>,
    of_applications: [StarCount; 2],
    of_ratings: [StarCount; 8],
    sites: i64,
    drawn: Vec<Drawn>,
    by_unit: Table,
    by_kind: Table,
    by_star: Table,
    csv: String,
}

/// The address of a list under a cut, as of a day.
fn href(count: StarCount, on: NaiveDate, cut: &Cut) -> String {
    let fields = [
        ("unit", cut.unit.as_ref().map(ToString::to_string)),
        ("kind", cut.kind.map(|kind| kind.to_string())),
        ("star", cut.star.map(|star| star.to_string())),
    ];
    let mut href = match count {
        StarCount::Applied => format!("/applications?on={on}"),
        StarCount::Inspected => format!("/applications?on={on}&reached={count}"),
        _ => format!("/ratings?count={count}&on={on}"),
    };
    for (name, value) in fields {
        if let Some(value) = value {
            href.extend(["&", name, "=", &value]);
        }
    }
    href
}

fn cell(counted: &Counted, count: StarCount, on: NaiveDate, cut: &Cut) -> Cell {
    Cell { n: counted.counts.of(count, cut), href: href(count, on, cut) }
}

fn cells(counted: &Counted, on: NaiveDate, cut: &Cut) -> Vec<Cell> {
    StarCount::ALL.iter().map(|count| cell(counted, *count, on, cut)).collect()
}

fn table(counted: &Counted, on: NaiveDate, cut: &Cut, rows: Vec<(String, Cut)>) -> Table {
    let row = |(label, cut): (String, Cut)| Row { label, cells: cells(counted, on, &cut) };
    Table { rows: rows.into_iter().map(row).collect(), sums: cells(counted, on, cut) }
}

#[get("/ratings/counts?<asked..>")]
async fn show(visit: SignedIn, asked: Asked) -> Answer {
    let on = asked.day(visit.now.day());
    let counted = visit.read(move |rx| counts::star_counts(rx, on)).await?;
    let (lang, cut) = (visit.lang, asked.cut());
    let units: Vec<&Unit> = counted
        .units
        .iter()
        .filter(|unit| cut.unit.as_ref().is_none_or(|asked| *asked == unit.code))
        .collect();
    let of_unit = |unit: &Unit| Cut { unit: Some(unit.code.clone()), ..cut.clone() };
    let kinds = SiteKind::ALL.iter().filter(|kind| cut.kind.is_none_or(|asked| asked == **kind));
    let stars = star_choices(lang).into_iter().zip(Star::ALL);
    let stars = stars.filter(|(_, star)| cut.star.is_none_or(|asked| asked == *star));
    let name = |unit: &Unit| named(lang, &unit.name, &unit.name_en);
    let drawn = |unit: &&Unit| Drawn {
        label: name(unit),
        applied: Squares::of(cell(&counted, StarCount::Applied, on, &of_unit(unit))),
        valid: Squares::of(cell(&counted, StarCount::Valid, on, &of_unit(unit))),
    };
    let by_unit = units.iter().map(|unit| (name(unit), of_unit(unit))).collect();
    let by_kind = kinds.map(|kind| (lang.word(*kind), Cut { kind: Some(*kind), ..cut.clone() })).collect();
    let by_star = stars.map(|(word, star)| (word.label, Cut { star: Some(star), ..cut.clone() })).collect();
    let csv = format!("/ratings/counts.csv?on={on}");
    Ok(Page::new(
        "ratings/counts",
        &View {
            on,
            unit: asked.unit.as_ref().map(|unit| unit.0.to_string()).unwrap_or_default(),
            kind: asked.kind.map(|kind| kind.0.to_string()).unwrap_or_default(),
            star: asked.star.map(|star| star.0.to_string()).unwrap_or_default(),
            units: unit_choices(lang, &counted.units),
            kinds: SiteKind::ALL,
            stars: star_choices(lang),
            of_applications: StarCount::OF_APPLICATIONS,
            of_ratings: StarCount::OF_RATINGS,
            sites: counted.sites,
            drawn: units.iter().map(drawn).collect(),
            by_unit: table(&counted, on, &cut, by_unit),
            by_kind: table(&counted, on, &cut, by_kind),
            by_star: table(&counted, on, &cut, by_star),
            csv,
        },
    ))
}

/// A table to be kept as a file.
#[derive(Responder)]
struct Download {
    body: Vec<u8>,
    kind: ContentType,
    name: Header<'static>,
}

#[get("/ratings/counts.csv?<on>")]
async fn download(visit: SignedIn, on: Option<Entry<Day>>) -> Result<Download, Failure> {
    let today = visit.now.day();
    let on = on.map_or(today, |day| day.0.0.min(today));
    let counted = visit.read(move |rx| counts::star_counts(rx, on)).await?;
    let body = csv(&counted, on, visit.lang).map_err(|error| desk::Error::Broken(error.to_string()))?;
    recorded(&visit, "star-counts", vec![("on", on.to_string())], body.split(|byte| *byte == b'\n').count())
        .await?;
    let name = format!("attachment; filename=\"star-counts-{on}.csv\"");
    Ok(Download { body, kind: ContentType::CSV, name: Header::new("Content-Disposition", name) })
}

/// One row for each unit, kind and star of which there is anything, then the sum. The byte order mark makes Excel read it as
/// UTF-8.
fn csv(counted: &Counted, on: NaiveDate, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let said = |key: &str| say_key(lang, key).unwrap_or_else(|_| key.to_owned());
    let mut to = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let heads = ["star-count-on", "star-count-unit-code", "site-unit", "site-kind", "rating-stars"];
    let counts = StarCount::ALL.iter().map(|count| lang.word(*count));
    to.write_record(heads.map(said).into_iter().chain(counts))?;
    let mut row = |head: [&str; 4], cut: &Cut| {
        let numbers: Vec<i64> = StarCount::ALL.iter().map(|count| counted.counts.of(*count, cut)).collect();
        if cut.unit.is_some() && numbers.iter().all(|n| *n == 0) {
            return Ok(());
        }
        let head = [on.to_string().as_str()].into_iter().chain(head).map(str::to_owned).collect::<Vec<_>>();
        to.write_record(head.into_iter().chain(numbers.iter().map(ToString::to_string)))
    };
    for unit in &counted.units {
        for kind in SiteKind::ALL {
            for star in Star::ALL {
                let cut = Cut { unit: Some(unit.code.clone()), kind: Some(*kind), star: Some(star) };
                let name = named(lang, &unit.name, &unit.name_en);
                row([unit.code.as_str(), &name, &lang.word(*kind), &said(&star.key())], &cut)?;
            }
        }
    }
    row(["", &said("tally-sum"), "", ""], &Cut::default())?;
    to.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
