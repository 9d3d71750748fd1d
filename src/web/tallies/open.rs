//! `/open/tallies`: what everybody may see, without login: the releases of a year, and the page on which the city makes one.

use rocket::form::FromForm;
use rocket::http::{ContentType, Status};
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::chart::unit_name;
use crate::desk::open_tallies::{self, Preview};
use crate::desk::snapshots;
use crate::desk::tallies::OpenCube;
use crate::desk::{Error, Result as DeskResult, Rx};
use crate::domain::division::UnitCode;
use crate::domain::figure::NewFigure;
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;
use crate::domain::snapshot::Hash;
use crate::domain::tally::Count;
use crate::domain::tally::open::OpenTally;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Whole};
use crate::web::lang::Lang;
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::{SignedIn, Visit};

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![show, earlier, table, releases, publish]
}

#[derive(Serialize)]
struct View {
    year: i32,
    years: Vec<i32>,
    last_year: Option<i32>,
    release: Option<Release>,
    /// The year's releases, newest first.
    releases: Vec<Other>,
    empty: bool,
    total: Shown,
    units: Vec<String>,
    rows: Vec<Row>,
    foot: Row,
    withholds: bool,
    as_of: Moment,
}

/// The release the numbers are of.
#[derive(Serialize)]
struct Release {
    number: i32,
    made_at: Moment,
    newest: bool,
    frozen: bool,
    digest: String,
}

#[derive(Serialize)]
struct Other {
    number: i32,
    made_at: Moment,
}

#[derive(Serialize)]
struct Row {
    pathway: Option<Pathway>,
    sum: Shown,
    cells: Vec<Shown>,
}

/// A number, or none where it is withheld.
#[derive(Serialize)]
struct Shown {
    persons: Option<i64>,
    households: Option<i64>,
}

impl From<Option<Count>> for Shown {
    fn from(count: Option<Count>) -> Self {
        Self {
            persons: count.map(|count| count.persons.0),
            households: count.map(|count| count.households.0),
        }
    }
}

/// Each pathway's row, and the row of their sums.
fn rows(
    units: &[&UnitCode],
    of: impl Fn(Option<Pathway>, Option<&UnitCode>) -> Option<Count>,
) -> (Vec<Row>, Row) {
    let row = |pathway: Option<Pathway>| Row {
        pathway,
        sum: of(pathway, None).into(),
        cells: units.iter().map(|unit| of(pathway, Some(unit)).into()).collect(),
    };
    (Pathway::TOURISM.into_iter().map(Some).map(row).collect(), row(None))
}

fn shown(table: &OpenTally, pathway: Option<Pathway>, unit: Option<&UnitCode>) -> Option<Count> {
    match (unit, pathway) {
        (Some(unit), Some(pathway)) => table.of(unit, pathway),
        (Some(unit), None) => table.unit(unit),
        (None, Some(pathway)) => table.pathway(pathway),
        (None, None) => table.total(),
    }
}

/// In groups of eight, to be read out and compared.
fn printed(digest: &[u8]) -> String {
    Hash::from_bytes(digest).map(snapshots::printed).unwrap_or_default()
}

#[get("/open/tallies?<year>")]
async fn show(visit: Visit, year: Option<i32>) -> Answer {
    let read = move |rx: &mut Rx<'_>| -> DeskResult<OpenCube> {
        let year = match year.filter(|year| NewFigure::YEARS.contains(year)) {
            Some(year) => year,
            None => open_tallies::latest_year(rx)?,
        };
        open_tallies::cube(rx, year, None)
    };
    let cube = visit.read(read).await?;
    Ok(Page::new("open/show", &View::of(&cube, visit.lang)))
}

#[get("/open/tallies/<year>/<number>")]
async fn earlier(visit: Visit, year: i32, number: i32) -> Answer {
    let cube = visit.read(move |rx| open_tallies::cube(rx, year, Some(number))).await?;
    Ok(Page::new("open/show", &View::of(&cube, visit.lang)))
}

/// What was hashed, byte for byte.
#[get("/open/tallies/<year>/<number>/table.json")]
async fn table(visit: Visit, year: i32, number: i32) -> Result<(ContentType, String), Failure> {
    let cube = visit.read(move |rx| open_tallies::cube(rx, year, Some(number))).await?;
    let release = cube.release.ok_or(Error::NotFound)?;
    Ok((ContentType::JSON, release.shown))
}

impl View {
    fn of(cube: &OpenCube, lang: Lang) -> Self {
        let table = &cube.tourism;
        let units: Vec<&UnitCode> = cube.units.iter().map(|unit| &unit.code).collect();
        let (rows, foot) = rows(&units, |pathway, unit| shown(table, pathway, unit));
        let newest = cube.numbers.last().map(|(number, _)| *number);
        let known = cube.release.is_some();
        let mut years = cube.years.clone();
        if !years.contains(&cube.year) {
            years.push(cube.year);
            years.sort_unstable_by(|one, other| other.cmp(one));
        }
        Self {
            year: cube.year,
            years,
            last_year: cube.years.first().copied().filter(|_| !known),
            release: cube.release.as_ref().map(|release| Release {
                number: release.number,
                made_at: release.made.1,
                newest: newest == Some(release.number),
                frozen: release.snapshot.is_some(),
                digest: printed(&release.digest),
            }),
            releases: cube
                .numbers
                .iter()
                .rev()
                .map(|(number, made_at)| Other { number: *number, made_at: *made_at })
                .collect(),
            empty: table.total().is_some_and(Count::is_zero),
            total: table.total().into(),
            units: cube.units.iter().map(|unit| unit_name(unit, lang).to_owned()).collect(),
            rows,
            foot,
            withholds: table.withholds(),
            as_of: cube.as_of,
        }
    }
}

/// What a release would show, beside the exact numbers.
#[derive(Serialize)]
struct Releases {
    year: i32,
    years: Vec<i32>,
    units: Vec<String>,
    rows: Vec<Row>,
    foot: Row,
    /// The same as everybody would see it; none if nothing can be published.
    next: Option<Next>,
    not_now: Option<Message>,
    revision: i64,
    as_of: Moment,
    made: Vec<Made>,
    /// What stood in the way.
    blocked: Option<Message>,
}

#[derive(Serialize)]
struct Next {
    rows: Vec<Row>,
    foot: Row,
    withheld: usize,
}

#[derive(Serialize)]
struct Made {
    number: i32,
    at: Moment,
    by: String,
    frozen: bool,
    withholds: bool,
}

impl Releases {
    fn of(preview: Preview, blocked: Option<Message>, lang: Lang) -> Self {
        let units: Vec<&UnitCode> = preview.units.iter().map(|unit| &unit.code).collect();
        let tally = &preview.tally;
        let exact = |pathway: Option<Pathway>, unit: Option<&UnitCode>| {
            Some(match (unit, pathway) {
                (Some(unit), Some(pathway)) => tally.of(unit, pathway),
                (Some(unit), None) => tally.unit(unit),
                (None, Some(pathway)) => tally.pathway(pathway),
                (None, None) => tally.total(),
            })
        };
        let next = preview.next.as_ref().map(|next| {
            let (rows, foot) = rows(&units, |pathway, unit| shown(&next.tourism, pathway, unit));
            let none =
                |row: &Row| row.cells.iter().chain([&row.sum]).filter(|cell| cell.persons.is_none()).count();
            let withheld = rows.iter().chain([&foot]).map(none).sum();
            Next { rows, foot, withheld }
        });
        let (rows, foot) = rows(&units, exact);
        Self {
            year: preview.year,
            years: preview.years,
            units: preview.units.iter().map(|unit| unit_name(unit, lang).to_owned()).collect(),
            rows,
            foot,
            next,
            not_now: preview.not_now,
            revision: preview.revision,
            as_of: preview.as_of,
            made: preview
                .made
                .into_iter()
                .map(|(release, by)| Made {
                    number: release.number,
                    at: release.made.1,
                    by,
                    frozen: release.snapshot.is_some(),
                    withholds: release.tables.tourism.withholds(),
                })
                .collect(),
            blocked,
        }
    }
}

#[get("/tallies/releases?<year>")]
async fn releases(visit: SignedIn, year: Option<i32>) -> Answer {
    let year = year.filter(|year| NewFigure::YEARS.contains(year));
    let preview = visit.read(move |rx| open_tallies::preview(rx, year)).await?;
    Ok(Page::new("open/releases", &Releases::of(preview, None, visit.lang)))
}

/// A release is of the numbers that were previewed.
#[derive(FromForm, Validate)]
struct Publication {
    year: Entry<Whole>,
    revision: Entry<Whole>,
}

#[post("/tallies/releases", data = "<form>")]
async fn publish(visit: SignedIn, form: Submitted<Publication>) -> Result<Done, Failure> {
    let wanted = form.value.map_err(Error::Invalid)?;
    let year = i32::try_from(wanted.year.0.0).map_err(|_| Error::NotFound)?;
    let revision = wanted.revision.0.0;
    match visit.write(move |tx| open_tallies::release(tx, year, revision)).await {
        Ok(number) => {
            let notice = Message::new("notice-tally-published").with("number", i64::from(number));
            Ok(See::other(format!("/tallies/releases?year={year}")).notice(notice).into())
        }
        Err(error) => {
            let blocked = match error {
                Error::Conflict(message) => message,
                Error::Stale => Message::new("error-release-stale"),
                other => return Err(other.into()),
            };
            let preview = visit.read(move |rx| open_tallies::preview(rx, Some(year))).await?;
            let page = Page::new("open/releases", &Releases::of(preview, Some(blocked), visit.lang));
            Ok(page.status(Status::Conflict).into())
        }
    }
}
