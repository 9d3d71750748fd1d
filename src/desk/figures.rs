//! Published figures beside what the records prove.

use serde_json::json;

use super::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Scope};
use crate::domain::codes::Code as _;
use crate::domain::figure::{Comparison, FigureRefusal, NewFigure};
use crate::domain::ids::FigureId;
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Tally, TallyFilter};
use crate::store::figures as store;
pub use crate::store::figures::{Figure, FigureFilter};
use crate::store::{Conn, Unique, divisions, tallies};

/// A figure with its proof.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The figure.
    pub figure: Figure,
    /// Each pathway in the official order, then the total; none if the reader may not know the exact numbers of the
    /// figure's unit.
    pub lines: Option<Vec<Line>>,
}

/// A number of a figure.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The pathway; none for the tourism total.
    pub pathway: Option<Pathway>,
    /// The number, printed and proven.
    pub comparison: Comparison,
}

impl Compared {
    /// The tourism total.
    #[must_use]
    pub fn total(&self) -> Option<Comparison> {
        self.lines.as_ref()?.iter().find(|line| line.pathway.is_none()).map(|line| line.comparison)
    }
}

/// The figures with their proofs, newest first.
///
/// # Errors
/// `Forbidden` for those who may not read tallies.
pub fn list(rx: &mut Rx<'_>, filter: FigureFilter) -> Result<Vec<Compared>> {
    rx.actor()?.must(Act::ReadTallies)?;
    let scope = rx.scope();
    let figures = store::list(rx.conn, filter)?;
    figures.into_iter().map(|figure| compared(rx.conn, &scope, figure)).collect()
}

/// One figure with its proof.
///
/// # Errors
/// `NotFound` if there is none of this number; `Forbidden` for those who may not read tallies.
pub fn show(rx: &mut Rx<'_>, id: FigureId) -> Result<Compared> {
    let filter = FigureFilter { id: Some(id), year: None };
    list(rx, filter)?.into_iter().next().ok_or(Error::NotFound)
}

fn compared(c: &mut Conn, scope: &Scope, figure: Figure) -> Result<Compared> {
    let filter =
        TallyFilter { unit: figure.unit.clone(), non_tourism: true, ..TallyFilter::of_year(figure.year) };
    // A unit's reader would get their unit's cells for the city's figure: no proof of it.
    let whole = filter.clone().within(scope).filter(|allowed| *allowed == filter);
    let Some(filter) = whole else { return Ok(Compared { figure, lines: None }) };
    let tally = Tally::from_cells(tallies::cells(c, &filter)?);
    let lines = lines(&figure, &tally);
    Ok(Compared { figure, lines: Some(lines) })
}

/// The numbers of a figure beside those of a tally of the same year and unit.
#[must_use]
pub fn lines(figure: &Figure, tally: &Tally) -> Vec<Line> {
    let unit = figure.unit_of_count;
    let part = |pathway: Pathway| Line {
        pathway: Some(pathway),
        comparison: Comparison {
            printed: figure.printed.part(pathway),
            proven: unit.of(tally.pathway(pathway)),
        },
    };
    let shown = |pathway: &&Pathway| pathway.is_tourism() || figure.printed.part(**pathway).is_some();
    let total = Line {
        pathway: None,
        comparison: Comparison { printed: figure.printed.total(), proven: unit.of(tally.total()) },
    };
    Pathway::ALL.iter().filter(shown).map(|pathway| part(*pathway)).chain([total]).collect()
}

/// Records a figure as it was printed.
///
/// # Errors
/// `Forbidden` for all but city staff; `Invalid` for a wrong or known one.
pub fn record(tx: &mut Tx<'_>, new: &NewFigure) -> Result<FigureId> {
    tx.actor.must(Act::RecordFigure)?;
    new.check(tx.now.day())?;
    if let Some(unit) = &new.unit
        && !divisions::units(tx.conn)?.iter().any(|known| known.code == *unit)
    {
        let message = crate::domain::refusal::Message::new("error-choice");
        return Err(crate::domain::refusal::Refusals::one("unit", message).into());
    }
    let id = store::insert(tx.conn, new, Some(tx.actor.user), tx.now).map_err(|fault| {
        fault.taken(Unique::Figure, || Error::invalid("source", &FigureRefusal::Recorded))
    })?;
    tx.record(
        "figure.recorded",
        "figure",
        id.0,
        json!({ "source": new.source, "published_on": new.published_on, "year": new.year,
            "unit_of_count": new.unit_of_count, "total": new.printed.total }),
    )?;
    Ok(id)
}
