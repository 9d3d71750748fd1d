//! Published figures beside what the records prove.

mod settlement;

use std::collections::BTreeMap;

use serde_json::json;
use sha2::{Digest as _, Sha256};

pub use self::settlement::{close, explain};
use super::{Error, Result, Rx, Tx, Waiting};
use crate::domain::access::{Act, Scope};
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::figure::{
    Closing, Comparison, Detail, Explanation, FigureRefusal, Hands, NewFigure, NotNow, Part, Settlement,
    Step, SumCheck,
};
use crate::domain::ids::{FigureId, UserId};
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::tally::{Tally, TallyFilter};
use crate::store::figures as store;
use crate::store::figures::settlement as said;
pub use crate::store::figures::{Figure, FigureFilter};
use crate::store::idempotency::{self, Remembered};
use crate::store::{Conn, Fault, Unique, divisions, tallies};

/// A figure with its proof.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The figure.
    pub figure: Figure,
    /// How far it was broken down.
    pub detail: Detail,
    /// Whether its own numbers add up.
    pub sums: Vec<SumCheck>,
    /// What the reader may know of its proof; none if the tallies count something else, or the reader may not know the exact
    /// numbers of the figure's unit.
    pub proof: Option<Proof>,
}

/// A figure's numbers beside the records', and what was said of their differences.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Each pathway in the official order, then the total.
    pub lines: Vec<Line>,
    /// Each unit in the official order, for a figure of the whole city.
    pub units: Vec<(UnitCode, Comparison)>,
    /// Why they differ, in the order it was said.
    pub explanations: Vec<Explanation>,
    /// The closings, the oldest first.
    pub closings: Vec<Closing>,
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
        let lines = &self.proof.as_ref()?.lines;
        lines.iter().find(|line| line.pathway.is_none()).map(|line| line.comparison)
    }

    /// Whether this person may take a step with its differences now, if their role allows it.
    ///
    /// # Errors
    /// [`NotNow`]: why not.
    pub fn allows(&self, step: Step, by: UserId) -> std::result::Result<(), NotNow> {
        let recorded = self.figure.recorded_by.iter().map(|(by, _)| *by);
        let explained = self.proof.iter().flat_map(|proof| proof.explanations.iter().map(|one| one.by.0));
        let hands = Hands(recorded.chain(explained).collect());
        self.settlement().unwrap_or(Settlement::NotComparable).take(step, &hands, by).map(drop)
    }

    /// Where its differences stand; none if the reader may not know.
    #[must_use]
    pub fn settlement(&self) -> Option<Settlement> {
        if !self.figure.scope.is_comparable() {
            return Some(Settlement::NotComparable);
        }
        let proof = self.proof.as_ref()?;
        Some(Settlement::of(&proof.differences(), proof.closings.last()))
    }
}

impl Proof {
    /// What differs by how much, of every number that was printed: proven less published.
    #[must_use]
    pub fn differences(&self) -> BTreeMap<Part, i64> {
        let of_lines =
            self.lines.iter().map(|line| (line.pathway.map_or(Part::Total, Part::Pathway), line.comparison));
        let of_units = self.units.iter().map(|(unit, comparison)| (Part::Unit(unit.clone()), *comparison));
        let difference = |(part, comparison): (Part, Comparison)| Some((part, comparison.difference()?));
        of_lines.chain(of_units).filter_map(difference).collect()
    }
}

/// The figures with their proofs, newest first.
///
/// # Errors
/// `Forbidden` for those who may not read tallies.
pub fn list(rx: &mut Rx<'_>, filter: FigureFilter) -> Result<Vec<Compared>> {
    rx.actor()?.must(Act::ReadTallies)?;
    let scope = rx.scope();
    compare(rx.conn, &scope, filter)
}

fn compare(c: &mut Conn, scope: &Scope, filter: FigureFilter) -> Result<Vec<Compared>> {
    let figures = store::list(c, filter)?;
    let units: Vec<UnitCode> = divisions::units(c)?.into_iter().map(|unit| unit.code).collect();
    let ids: Vec<FigureId> = figures.iter().map(|figure| figure.id).collect();
    let (explanations, closings) = (said::explanations(c, &ids)?, said::closings(c, &ids)?);
    let mut all = Vec::with_capacity(figures.len());
    for figure in figures {
        let tally = proving(c, scope, &figure)?;
        let own = |id: &FigureId| *id == figure.id;
        let proof = tally.map(|tally| Proof {
            lines: lines(&figure, &tally),
            units: if figure.unit.is_none() { by_unit(&figure, &tally, &units) } else { Vec::new() },
            explanations: explanations.iter().filter(|(id, _)| own(id)).map(|(_, one)| one.clone()).collect(),
            closings: closings.iter().filter(|(id, _)| own(id)).map(|(_, one)| one.clone()).collect(),
        });
        let (detail, sums) = (figure.printed.detail(figure.unit.as_ref()), figure.printed.sums(&units));
        all.push(Compared { figure, detail, sums, proof });
    }
    Ok(all)
}

/// One figure with its proof.
///
/// # Errors
/// `NotFound` if there is none of this number; `Forbidden` for those who may not read tallies.
pub fn show(rx: &mut Rx<'_>, id: FigureId) -> Result<Compared> {
    let filter = FigureFilter { id: Some(id), year: None };
    list(rx, filter)?.into_iter().next().ok_or(Error::NotFound)
}

/// The figures whose differences nobody has closed, or that opened again, for whoever settles them.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    if !rx.actor()?.may(Act::SettleFigure) {
        return Ok(Vec::new());
    }
    let scope = rx.scope();
    let all = compare(rx.conn, &scope, FigureFilter::default())?;
    let open = |one: &&Compared| matches!(one.settlement(), Some(Settlement::Open | Settlement::Reopened));
    let count = i64::try_from(all.iter().filter(open).count()).unwrap_or(i64::MAX);
    Ok(vec![Waiting { key: "figure-waiting", count, href: "/figures".into() }])
}

/// What proves a figure, of the same year and unit: nothing where the tallies count something else, or the reader may not know it.
fn proving(c: &mut Conn, scope: &Scope, figure: &Figure) -> Result<Option<Tally>> {
    if !figure.scope.is_comparable() {
        return Ok(None);
    }
    let filter =
        TallyFilter { unit: figure.unit.clone(), non_tourism: true, ..TallyFilter::of_year(figure.year) };
    // A unit's reader would get their unit's cells for the city's figure: no proof of it.
    let whole = filter.clone().within(scope).filter(|allowed| *allowed == filter);
    let Some(filter) = whole else { return Ok(None) };
    Ok(Some(Tally::from_cells(tallies::cells(c, &filter)?)))
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

/// The numbers of units of a figure of the whole city. Where none was printed, none is compared.
fn by_unit(figure: &Figure, tally: &Tally, units: &[UnitCode]) -> Vec<(UnitCode, Comparison)> {
    let compared = |unit: &UnitCode| {
        let proven = figure.unit_of_count.of(tally.unit(unit));
        (unit.clone(), Comparison { printed: figure.printed.unit(unit), proven })
    };
    units.iter().map(compared).collect()
}

/// Records a figure as it was printed.
///
/// # Errors
/// `Forbidden` for all but city staff; `Invalid` for a wrong or known one.
pub fn record(tx: &mut Tx<'_>, new: &NewFigure) -> Result<FigureId> {
    tx.actor.must(Act::RecordFigure)?;
    new.check(tx.now.day())?;
    let known = divisions::units(tx.conn)?;
    for (field, unit) in new
        .unit
        .iter()
        .map(|unit| ("unit", unit))
        .chain(new.printed.units.iter().map(|(unit, _)| ("units", unit)))
    {
        if !known.iter().any(|one| one.code == *unit) {
            return Err(Refusals::one(field, Message::new("error-choice")).into());
        }
    }
    let id = store::insert(tx.conn, new, Some(tx.actor.user), tx.now).map_err(|fault| match fault {
        Fault::Taken(Unique::Figure | Unique::FigureOfUnit) => {
            Error::invalid("source", &FigureRefusal::Recorded)
        }
        other => other.into(),
    })?;
    tx.record(
        "figure.recorded",
        "figure",
        id.0,
        json!({ "source": new.source, "published_on": new.published_on, "year": new.year, "scope": new.scope,
            "unit_of_count": new.unit_of_count, "total": new.printed.total }),
    )?;
    Ok(id)
}

/// As [`record`], once for each key.
///
/// # Errors
/// As [`record`]; `Conflict` if the key came with another figure.
pub fn record_once(tx: &mut Tx<'_>, new: &NewFigure, key: Option<&str>) -> Result<FigureId> {
    let Some(key) = key else { return record(tx, new) };
    tx.actor.must(Act::RecordFigure)?;
    // The value's own spelling names every field, in one order.
    let digest = Sha256::digest(format!("figure {new:?}")).to_vec();
    let user = tx.actor.user;
    let request = Remembered { request_digest: digest, answer: String::new() };
    if !idempotency::remember(tx.conn, user, key, &request, tx.now)? {
        let earlier = idempotency::recall(tx.conn, user, key)?.ok_or(Error::Stale)?;
        if earlier.request_digest != request.request_digest {
            return Err(Error::Conflict(Message::new("error-idempotency-key")));
        }
        return earlier.answer.parse().map_err(|_| Error::Broken("a remembered answer is no number".into()));
    }
    let id = record(tx, new)?;
    idempotency::answered(tx.conn, user, key, &id.to_string())?;
    Ok(id)
}
