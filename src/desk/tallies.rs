//! Tallies: the numbers, the lists behind them, and what else the page of them shows, each in one snapshot.

pub mod answers;
pub mod cross;
mod differences;
mod localities;

use std::collections::BTreeMap;

pub use self::cross::Crossed;
pub use self::differences::{Difference, Differences, differences};
pub use self::localities::{Locality, choices as localities};
use super::attributions::{self, Proof};
use super::evidence::programmes::{self, SourceFilter};
use super::figures::{self, Line};
use super::sample_checks::{self, Beside};
use super::{Error, Result, Rx};
use crate::domain::access::{Act, Scope};
use crate::domain::codes::Code as _;
use crate::domain::division::{DivisionCode, UnitCode, reporting_unit};
use crate::domain::figure::UnitOfCount;
use crate::domain::moment::Moment;
use crate::domain::tally::open::OpenTally;
use crate::domain::tally::{Basis, Cell, Count, Tally, TallyFilter};
pub use crate::store::applications::ApplicationFilter;
pub use crate::store::divisions::Unit;
pub use crate::store::figures::Figure;
use crate::store::figures::FigureFilter;
use crate::store::tallies as store;
use crate::store::{amber, applications, divisions, figures as figure_store};

/// The newest year there is anything of; this year if there is nothing yet.
///
/// # Errors
/// If the database fails.
pub fn latest_year(rx: &mut Rx<'_>, basis: Basis) -> Result<i32> {
    Ok(store::years(rx.conn, basis)?.first().copied().unwrap_or_else(|| rx.now.year()))
}

/// Every cell of every basis, of one year or all, for the command line: whoever runs it holds the database anyway.
///
/// # Errors
/// If the database fails.
pub fn every_cell(rx: &mut Rx<'_>, year: Option<i32>) -> Result<Vec<Cell>> {
    let mut cells = Vec::new();
    for basis in Basis::ALL {
        let years = match year {
            Some(year) => vec![year],
            None => store::years(rx.conn, *basis)?,
        };
        for year in years {
            let filter = TallyFilter { basis: *basis, non_tourism: true, ..TallyFilter::of_year(year) };
            cells.extend(store::cells(rx.conn, &filter)?);
        }
    }
    cells.retain(|cell| !cell.count.is_zero());
    cells.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(cells)
}

/// The cells of a filter with the revision they are true at.
#[derive(Debug, Clone)]
pub struct Cube {
    /// The filter, as far as the reader may ask.
    pub filter: TallyFilter,
    /// The cells.
    pub tally: Tally,
    /// How much of each cell rests on a file that is missing or was changed.
    pub amber: Tally,
    /// The units the filter covers, in the official order.
    pub units: Vec<Unit>,
    /// Grows with every change.
    pub revision: i64,
    /// When the last change was made.
    pub as_of: Moment,
}

/// The numbers of a filter, exact.
///
/// # Errors
/// `Forbidden` for those who may not read tallies, `NotFound` for a unit the reader may not know the numbers of.
pub fn cube(rx: &mut Rx<'_>, filter: &TallyFilter) -> Result<Cube> {
    let filter = allowed(rx, filter)?;
    read(rx, filter)
}

fn allowed(rx: &mut Rx<'_>, filter: &TallyFilter) -> Result<TallyFilter> {
    rx.actor()?.must(Act::ReadTallies)?;
    let filter = filter.clone().within(&rx.scope()).ok_or(Error::NotFound)?;
    if let Some(place) = &filter.locality {
        let units = divisions::units(rx.conn)?;
        let place = divisions::find(rx.conn, &place.clone().into())?.code;
        // A township may hold a unit of its own inside: what is asked for must lie in one unit or the other.
        let reports = reporting_unit(&place, units.iter().map(|unit| &unit.code));
        if filter.unit.as_ref().is_some_and(|unit| Some(unit) != reports) {
            return Err(Error::NotFound);
        }
    }
    Ok(filter)
}

fn read(rx: &mut Rx<'_>, filter: TallyFilter) -> Result<Cube> {
    let cells = store::cells(rx.conn, &filter)?;
    whole(rx, filter, cells)
}

fn whole(rx: &mut Rx<'_>, filter: TallyFilter, cells: Vec<Cell>) -> Result<Cube> {
    let (revision, changed) = store::revision(rx.conn)?;
    let amber = Tally::from_cells(amber::cells(rx.conn, &filter)?);
    let units = covered(divisions::units(rx.conn)?, &filter)?;
    // Of a past day nothing later is told.
    let as_of = filter.as_of.map_or(changed, |day| changed.min(Moment::last_of(day)));
    Ok(Cube { filter, tally: Tally::from_cells(cells), amber, units, revision, as_of })
}

/// The units a filter covers; `NotFound` for a unit that is none.
fn covered(mut units: Vec<Unit>, filter: &TallyFilter) -> Result<Vec<Unit>> {
    let place = filter.locality.clone().map(DivisionCode::from);
    let reports =
        place.and_then(|place| reporting_unit(&place, units.iter().map(|unit| &unit.code)).cloned());
    let unit = filter.unit.as_ref().or(reports.as_ref());
    units.retain(|one| unit.is_none_or(|unit| one.code == *unit));
    if units.is_empty() && unit.is_some() { Err(Error::NotFound) } else { Ok(units) }
}

/// The numbers of a year as everybody may see them.
#[derive(Debug, Clone)]
pub struct OpenCube {
    /// The year.
    pub year: i32,
    /// The tourism pathways, without the numbers that would tell of single households.
    pub tourism: OpenTally,
    /// The exits outside tourism, likewise.
    pub non_tourism: OpenTally,
    /// Every unit, in the official order.
    pub units: Vec<Unit>,
    /// The years something was published of, newest first.
    pub years: Vec<i32>,
    /// Grows with every change.
    pub revision: i64,
    /// When the last change was made.
    pub as_of: Moment,
    /// The release; none if nothing was published of the year.
    pub release: Option<super::open_tallies::Release>,
    /// The numbers of the year's releases, oldest first, and when each was made.
    pub numbers: Vec<(i32, Moment)>,
}

/// The numbers of a year as everybody may see them: those of its newest release.
///
/// # Errors
/// If the database fails.
pub fn open(rx: &mut Rx<'_>, year: i32) -> Result<OpenCube> {
    super::open_tallies::cube(rx, year, None)
}

/// Everything the page of a year shows.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The numbers, with those outside tourism.
    pub cube: Cube,
    /// Every unit of the city, for the map and the filter.
    pub all_units: Vec<Unit>,
    /// Whether the reader may ask for any unit.
    pub whole_city: bool,
    /// Whether the reader may see the lists behind the numbers.
    pub lists: bool,
    /// The years there is anything of, newest first.
    pub years: Vec<i32>,
    /// The newest published figure of the same year, unit and unit of count, beside its proof.
    pub published: Option<(Figure, Vec<Line>)>,
    /// Villages with a supported tourism programme: the length of their list under [`Overview::supported`].
    pub villages: usize,
    /// What chooses them.
    pub supported: SourceFilter,
    /// Applications for a star by unit: the length of their list under [`Overview::applied`] of each unit.
    pub applicants: BTreeMap<UnitCode, i64>,
    /// What chooses them. Applied is not awarded: 申星.
    pub applied: ApplicationFilter,
    /// What corrected the numbers later, by day and kind, oldest first.
    pub differences: Vec<Difference>,
    /// What the newest closed sample check found; beside confirmed numbers only, of which it is drawn.
    pub sample: Option<Beside>,
    /// The townships to choose from, and the villages of the one chosen.
    pub localities: Vec<Locality>,
    /// The name of the filter's township or village.
    pub place: Option<String>,
}

/// Whether a filter is of a whole year of one unit or the city, as it stands now.
fn is_whole(filter: &TallyFilter) -> bool {
    filter.locality.is_none() && filter.month.is_none() && filter.as_of.is_none()
}

/// What the page of a year shows. Published figures stand beside confirmed numbers only: nothing else was announced.
///
/// # Errors
/// As [`cube`].
pub fn overview(rx: &mut Rx<'_>, filter: &TallyFilter, count: UnitOfCount) -> Result<Overview> {
    let cube = cube(rx, filter)?;
    let (year, unit) = (cube.filter.year, cube.filter.unit.clone());
    let announced = figure_store::list(rx.conn, FigureFilter { year: Some(year), id: None })?;
    // What was announced was of whole years and units.
    let whole = cube.filter.basis == Basis::Confirmed && is_whole(&cube.filter);
    let published = announced
        .into_iter()
        .find(|figure| figure.unit == unit && figure.unit_of_count == count && figure.scope.is_comparable())
        .filter(|_| whole)
        .map(|figure| {
            let lines = figures::lines(&figure, &cube.tally);
            (figure, lines)
        });
    let supported = SourceFilter { year, unit: unit.clone() };
    let applied = ApplicationFilter { unit, applied_in: Some(year), ..ApplicationFilter::default() };
    Ok(Overview {
        all_units: divisions::units(rx.conn)?,
        whole_city: rx.scope() == Scope::City,
        lists: rx.actor()?.may(Act::ReadExits),
        years: store::years(rx.conn, cube.filter.basis)?,
        published,
        villages: programmes::supported_villages(rx, &supported)?,
        supported,
        applicants: by_unit(applications::counted(rx.conn, &rx.scope(), &applied)?),
        applied,
        differences: differences::lines(rx.conn, &cube.filter)?,
        sample: match cube.filter.basis {
            Basis::Confirmed if whole => sample_checks::beside(rx, year, cube.filter.unit.as_ref())?,
            _ => None,
        },
        localities: localities(rx, &cube.filter)?,
        place: place(rx, &cube.filter)?,
        cube,
    })
}

fn by_unit<Kind, Star, Site>(applied: Vec<(UnitCode, Kind, Star, Site)>) -> BTreeMap<UnitCode, i64> {
    let mut counts = BTreeMap::new();
    for (unit, ..) in applied {
        *counts.entry(unit).or_default() += 1;
    }
    counts
}

/// A page of the list behind a number.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The filter, as far as the reader may ask.
    pub filter: TallyFilter,
    /// The number, from the cells.
    pub kept: Count,
    /// The number, counted from the list itself; none of a list so long that only `doctor` counts it.
    pub counted: Option<Count>,
    /// How much of it rests on a file that is missing or was changed.
    pub amber: Count,
    /// The rows of this page.
    pub rows: Vec<Proof>,
    /// The units of the city.
    pub units: Vec<Unit>,
    /// The name of the filter's township or village.
    pub place: Option<String>,
    /// When the last change was made.
    pub as_of: Moment,
}

/// Households of a list that is counted again each time it is shown: a few milliseconds.
const COUNTED_AGAIN: i64 = 10_000;

/// The exits behind a number. The number and the list are chosen by the same filter.
///
/// # Errors
/// `Forbidden` for those who may not see exits, `NotFound` for a unit the reader may not know of.
pub fn rows(rx: &mut Rx<'_>, filter: &TallyFilter, offset: i64, limit: i64) -> Result<Behind> {
    let filter = allowed(rx, filter)?;
    let rows = attributions::behind(rx, &filter, offset, limit)?;
    let units = divisions::units(rx.conn)?;
    covered(units.clone(), &filter)?;
    let kept = Tally::from_cells(store::cells(rx.conn, &filter)?).sum(|_| true);
    let short = kept.households.0 <= COUNTED_AGAIN;
    Ok(Behind {
        kept,
        counted: short.then(|| store::counted(rx.conn, &filter)).transpose()?,
        amber: Tally::from_cells(amber::cells(rx.conn, &filter)?).sum(|_| true),
        rows,
        units,
        place: place(rx, &filter)?,
        as_of: store::revision(rx.conn)?.1,
        filter,
    })
}

/// What a filter's township or village is called, with its township: `那丽镇 土地田村`.
pub(super) fn place(rx: &mut Rx<'_>, filter: &TallyFilter) -> Result<Option<String>> {
    let Some(place) = &filter.locality else { return Ok(None) };
    let path = divisions::path(rx.conn, &place.clone().into())?;
    Ok(Some(path.split_once(' ').map_or(path.clone(), |(_, below)| below.to_owned())))
}

/// As [`open`], for one year or every one there is anything of, oldest first.
///
/// # Errors
/// If the database fails.
pub fn open_all(rx: &mut Rx<'_>, year: Option<i32>) -> Result<Vec<OpenCube>> {
    let years = years_asked(rx, Basis::Confirmed, year)?;
    years.into_iter().map(|year| open(rx, year)).collect()
}

/// At least one year, so that there is an answer to say nothing in.
fn years_asked(rx: &mut Rx<'_>, basis: Basis, year: Option<i32>) -> Result<Vec<i32>> {
    if let Some(year) = year {
        return Ok(vec![year]);
    }
    let mut years = store::years(rx.conn, basis)?;
    years.reverse();
    if years.is_empty() {
        years.push(rx.now.year());
    }
    Ok(years)
}
