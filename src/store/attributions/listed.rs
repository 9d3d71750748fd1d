//! The list behind a number. It is read by the cells of the number, so that a page costs the same however many exits there are.

use std::cmp::Reverse;

use diesel::prelude::*;

use super::{Attribution, Row, SELECTION};
use crate::domain::codes::Code as _;
use crate::domain::ids::{AttributionId, ExitId};
use crate::domain::tally::{Month, TallyFilter};
use crate::store::conn::MultiBackend;
use crate::store::schema::attributions;
use crate::store::tallies::{self, behind};
use crate::store::{Conn, Result, exits};

/// The attributions behind the number of a filter: the newest month first, then by unit and pathway, in each the newest first.
/// The reader's scope must be in the filter already ([`TallyFilter::within`]).
///
/// # Errors
/// If the database fails.
pub fn behind_number(
    c: &mut Conn,
    filter: &TallyFilter,
    mut offset: i64,
    limit: i64,
) -> Result<Vec<Attribution>> {
    // No cell is kept of a past day's rows, and those of a village are few.
    if filter.as_of.is_some() || filter.locality.is_some() {
        return page(c, filter, offset, limit);
    }
    let mut cells = tallies::cells(c, filter)?;
    cells.sort_by_key(|cell| (Reverse(cell.key.month), cell.key.unit.clone(), cell.key.pathway.code()));
    let (mut found, mut wanted) = (Vec::new(), limit);
    for cell in cells {
        let households = cell.count.households.0;
        if offset >= households {
            offset -= households;
            continue;
        }
        let of_cell = TallyFilter {
            unit: Some(cell.key.unit),
            pathway: Some(cell.key.pathway),
            month: Month::of(cell.key.month),
            ..filter.clone()
        };
        found.extend(page(c, &of_cell, offset, wanted)?);
        wanted = limit - i64::try_from(found.len()).unwrap_or(limit);
        offset = 0;
        if wanted <= 0 {
            break;
        }
    }
    Ok(found)
}

fn page(c: &mut Conn, filter: &TallyFilter, offset: i64, limit: i64) -> Result<Vec<Attribution>> {
    let rows: Vec<Row> = attributions::table
        .filter(behind(filter))
        .into_boxed::<MultiBackend>()
        .order((
            attributions::month.desc(),
            attributions::unit_code,
            attributions::pathway,
            attributions::id.desc(),
        ))
        .select(SELECTION)
        .offset(offset)
        .limit(limit)
        .load(c)?;
    rows.into_iter().map(Row::read).collect()
}

/// The same with a number beyond this one, in the order of their numbers.
///
/// # Errors
/// If the database fails.
pub fn behind_after(
    c: &mut Conn,
    filter: &TallyFilter,
    after: AttributionId,
    limit: i64,
) -> Result<Vec<Attribution>> {
    let rows: Vec<Row> = attributions::table
        .filter(behind(filter))
        .filter(attributions::id.gt(after))
        .into_boxed::<MultiBackend>()
        .order(attributions::id)
        .select(SELECTION)
        .limit(limit)
        .load(c)?;
    rows.into_iter().map(Row::read).collect()
}

/// The exits of these attributions as rows of a list, in the order given.
///
/// # Errors
/// If the database fails.
pub fn exits_of(c: &mut Conn, of: &[Attribution]) -> Result<Vec<exits::ExitRow>> {
    let ids: Vec<ExitId> = of.iter().map(|one| one.exit).collect();
    let mut rows = exits::rows(c, &ids)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}
