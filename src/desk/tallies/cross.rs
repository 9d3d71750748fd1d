//! Crossing the numbers by any two dimensions, and listing them by any several.

use std::collections::{BTreeSet, HashMap};

use super::{Cube, allowed, place, store, whole};
use crate::desk::{Result, Rx};
use crate::domain::codes::Code as _;
use crate::domain::division::DivisionCode;
use crate::domain::tally::{Basis, Cell, Coordinate, Cross, Dimension, Month, TallyFilter};
use crate::store::divisions::{self, Unit};

/// Numbers by two dimensions, as far as the reader may ask.
#[derive(Debug, Clone)]
pub struct Crossed {
    /// The filter of all of them.
    pub filter: TallyFilter,
    /// The numbers.
    pub cross: Cross,
    /// The rows, in the official order.
    pub rows: Vec<Coordinate>,
    /// The columns, in the official order.
    pub columns: Vec<Coordinate>,
    /// The names of the townships and villages among them.
    pub names: HashMap<DivisionCode, String>,
    /// Every unit of the city.
    pub units: Vec<Unit>,
    /// The name of the filter's township or village.
    pub place: Option<String>,
    /// When the last change was made.
    pub as_of: crate::domain::moment::Moment,
    /// Whether the reader may see the lists behind the numbers.
    pub lists: bool,
    /// Whether the reader may ask for any unit.
    pub whole_city: bool,
    /// The years there is anything of, newest first.
    pub years: Vec<i32>,
}

/// The numbers of a filter by two dimensions. Along years the filter's year is no limit, along bases its basis is none.
///
/// # Errors
/// As [`super::cube`].
pub fn cross(rx: &mut Rx<'_>, filter: &TallyFilter, rows: Dimension, columns: Dimension) -> Result<Crossed> {
    let by = [rows, columns];
    let year = (!by.contains(&Dimension::Year)).then_some(filter.year);
    let cubes = cubes(rx, filter, year, &by)?;
    let filter = allowed(rx, filter)?;
    let cross = Cross::of(cubes.iter().flat_map(|cube| cube.tally.cells()), rows, columns);
    let units = divisions::units(rx.conn)?;
    let along = |dimension, found: BTreeSet<&Coordinate>| along(dimension, &filter, &cubes, found);
    let (row_list, column_list) =
        (along(rows, cross.row_coordinates()), along(columns, cross.column_coordinates()));
    let places: BTreeSet<DivisionCode> = row_list
        .iter()
        .chain(&column_list)
        .filter_map(Coordinate::place)
        .flat_map(|place| [place.clone().into(), place.township().into()])
        .collect();
    Ok(Crossed {
        names: divisions::names(rx.conn, &places.into_iter().collect::<Vec<_>>())?,
        rows: row_list,
        columns: column_list,
        cross,
        units,
        place: place(rx, &filter)?,
        as_of: cubes.first().map_or(rx.now, |cube| cube.as_of),
        lists: rx.actor()?.may(crate::domain::access::Act::ReadExits),
        whole_city: rx.scope() == crate::domain::access::Scope::City,
        years: store::years(rx.conn, filter.basis)?,
        filter,
    })
}

/// The coordinates a dimension has under a filter: all there can be, or those found where there are too many.
fn along(
    dimension: Dimension,
    filter: &TallyFilter,
    cubes: &[Cube],
    found: BTreeSet<&Coordinate>,
) -> Vec<Coordinate> {
    match dimension {
        Dimension::Unit => {
            let units = cubes.first().map(|cube| cube.units.as_slice()).unwrap_or_default();
            units.iter().map(|unit| Coordinate::Unit(unit.code.clone())).collect()
        }
        Dimension::Pathway => filter.pathways().into_iter().map(Coordinate::Pathway).collect(),
        Dimension::Month => match filter.month {
            Some(month) => vec![Coordinate::Month(month)],
            None => Month::all().map(Coordinate::Month).collect(),
        },
        Dimension::Basis => Basis::ALL.iter().copied().map(Coordinate::Basis).collect(),
        Dimension::Year | Dimension::Township | Dimension::Village => found.into_iter().cloned().collect(),
    }
}

/// The numbers of one year, or of every year there is anything of, oldest first; fine enough for the dimensions, and of every
/// basis if that is one of them.
///
/// # Errors
/// As [`super::cube`].
pub fn cubes(
    rx: &mut Rx<'_>,
    filter: &TallyFilter,
    year: Option<i32>,
    by: &[Dimension],
) -> Result<Vec<Cube>> {
    let filter = allowed(rx, filter)?;
    let bases = if by.contains(&Dimension::Basis) { Basis::ALL } else { &[filter.basis] };
    let local = by.iter().any(|dimension| dimension.is_local());
    let mut cubes = Vec::new();
    // The widest basis has every year that another has.
    let widest = bases.first().copied().unwrap_or(filter.basis);
    for year in super::years_asked(rx, widest, year)? {
        for basis in bases {
            let filter = TallyFilter { year, basis: *basis, ..filter.clone() };
            let cells: Vec<Cell> =
                if local { store::village_cells(rx.conn, &filter)? } else { store::cells(rx.conn, &filter)? };
            cubes.push(whole(rx, filter, cells)?);
        }
    }
    Ok(cubes)
}
