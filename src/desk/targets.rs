//! Letters of targets, and how far a year has come with them. The numbers are those of the tallies: the same cells, the same
//! filter, the same limits of what a reader may know.

use serde_json::json;

use super::{Error, Result, Rx, Tx, tallies};
use crate::domain::access::{Act, Scope};
use crate::domain::division::UnitCode;
use crate::domain::figure::UnitOfCount;
use crate::domain::ids::TargetLetterId;
use crate::domain::moment::Moment;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::tally::{Basis, Tally, TallyFilter};
use crate::domain::target::{self, BadTarget, Elapsed, Gauge, Goals, Line, NewLetter, Point, Years};
pub use crate::store::divisions::Unit;
use crate::store::targets as store;
pub use crate::store::targets::Letter;
use crate::store::{Conn, Unique, divisions, tallies as cells};

/// A letter, and whether it is the one that counts today.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The letter, with what it asks of the units the reader may know of.
    pub letter: Letter,
    /// Whether it counts today.
    pub in_force: bool,
}

/// How far a year has come with its targets.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The year.
    pub year: i32,
    /// The unit asked for, or the reader's own; none for the whole city.
    pub unit: Option<UnitCode>,
    /// The units covered, in the official order.
    pub units: Vec<UnitCode>,
    /// The letter that counts today; none if none was signed.
    pub letter: Option<Letter>,
    /// Every letter of the year, the newest first.
    pub letters: Vec<Listed>,
    /// How much of the year has passed, and what the letter lets pass.
    pub gauge: Gauge,
    /// The years with a letter or a tally, newest first.
    pub years: Vec<i32>,
    /// Whether the reader may see the lists behind the numbers.
    pub lists: bool,
    /// Whether the reader may ask for any unit.
    pub whole_city: bool,
    /// When the tallies were changed last.
    pub as_of: Moment,
    done: Tally,
    proposed: Tally,
    /// None if there is nothing of the year before.
    before: Option<Tally>,
}

impl Progress {
    fn tallies(&self) -> Years<'_> {
        Years { done: &self.done, proposed: &self.proposed, before: self.before.as_ref() }
    }

    /// The comparison in one unit of count: of all units covered, then of each, the five pathways after each sum.
    #[must_use]
    pub fn lines(&self, count: UnitOfCount) -> Vec<Line> {
        let none = Goals::default();
        let goals = self.letter.as_ref().map_or(&none, |letter| &letter.goals);
        target::lines(goals, self.tallies(), &self.units, self.gauge, count)
    }

    /// The months of the year in one unit of count.
    #[must_use]
    pub fn trend(&self, count: UnitOfCount) -> Vec<Point> {
        let asked = self.letter.as_ref().and_then(|one| one.goals.of_units(&self.units, None, count));
        target::trend(self.tallies(), asked, self.gauge.elapsed, count)
    }
}

/// How far a year has come, of one unit or all the reader may know of. Without a year: this one, or the newest there is
/// anything of.
///
/// # Errors
/// `Forbidden` for those who may not read tallies, `NotFound` for a unit the reader may not know the numbers of.
pub fn progress(rx: &mut Rx<'_>, year: Option<i32>, unit: Option<UnitCode>) -> Result<Progress> {
    rx.actor()?.must(Act::ReadTallies)?;
    let years = years(rx)?;
    let today = rx.now.day();
    let this_year = rx.now.year();
    let newest = if years.contains(&this_year) { Some(this_year) } else { years.first().copied() };
    let year = year.or(newest).unwrap_or(this_year);
    let filter = TallyFilter { unit, ..TallyFilter::of_year(year) };
    let cube = tallies::cube(rx, &filter)?;
    let proposed = tallies::cube(rx, &TallyFilter { basis: Basis::Proposed, ..filter.clone() })?.tally;
    let before = if cells::years(rx.conn, Basis::Confirmed)?.contains(&(year - 1)) {
        Some(tallies::cube(rx, &TallyFilter { year: year - 1, ..filter })?.tally)
    } else {
        None
    };
    let units: Vec<UnitCode> = cube.units.iter().map(|unit| unit.code.clone()).collect();
    let letters = listed(rx, |letter| letter.year == year, &units)?;
    let letter = letters.iter().find(|one| one.in_force).map(|one| one.letter.clone());
    let tolerance = letter.as_ref().map_or(NewLetter::USUAL_TOLERANCE, |letter| letter.tolerance);
    Ok(Progress {
        year,
        unit: cube.filter.unit,
        units,
        letter,
        letters,
        gauge: Gauge { elapsed: Elapsed::of(year, today), tolerance },
        years,
        lists: rx.actor()?.may(Act::ReadExits),
        whole_city: rx.scope() == Scope::City,
        as_of: cube.as_of,
        done: cube.tally,
        proposed,
        before,
    })
}

fn years(rx: &mut Rx<'_>) -> Result<Vec<i32>> {
    let mut years = cells::years(rx.conn, Basis::Confirmed)?;
    years.extend(store::list(rx.conn)?.iter().map(|letter| letter.year));
    years.sort_unstable_by(|one, other| other.cmp(one));
    years.dedup();
    Ok(years)
}

/// Chosen letters with what they ask of these units. Which one counts is told among all of its year; a city signs a few of
/// them a year, so that all are read.
fn listed(rx: &mut Rx<'_>, chosen: impl Fn(&Letter) -> bool, units: &[UnitCode]) -> Result<Vec<Listed>> {
    let today = rx.now.day();
    let all = store::list(rx.conn)?;
    let counts = |letter: &Letter| {
        let of_year = all.iter().filter(|one| one.year == letter.year);
        let signed: Vec<_> = of_year.map(|one| (one.signed_on, one.id)).collect();
        target::in_force(&signed, today) == Some(letter.id)
    };
    let listed = |letter: &Letter| {
        let mut own = letter.clone();
        own.goals.keep(units);
        Listed { letter: own, in_force: counts(letter) }
    };
    Ok(all.iter().filter(|letter| chosen(letter)).map(listed).collect())
}

/// The units whose targets a reader may know, in the official order.
fn readable(c: &mut Conn, scope: &Scope) -> Result<Vec<Unit>> {
    let mut units = divisions::units(c)?;
    match scope {
        Scope::City => {}
        Scope::Unit(own) => units.retain(|unit| unit.code == *own),
        Scope::Public | Scope::Operator(_) => units.clear(),
    }
    Ok(units)
}

/// One letter, with what it asks of the units the reader may know of, and those units.
///
/// # Errors
/// `Forbidden` for those who may not read tallies; `NotFound` if there is none of this number.
pub fn show(rx: &mut Rx<'_>, id: TargetLetterId) -> Result<(Listed, Vec<Unit>)> {
    rx.actor()?.must(Act::ReadTallies)?;
    let scope = rx.scope();
    let units = readable(rx.conn, &scope)?;
    let codes: Vec<UnitCode> = units.iter().map(|unit| unit.code.clone()).collect();
    let found = listed(rx, |letter| letter.id == id, &codes)?.into_iter().next();
    Ok((found.ok_or(Error::NotFound)?, units))
}

/// Records a signed letter.
///
/// # Errors
/// `Forbidden` for all but administrators and city staff; `Invalid` by field.
pub fn record(tx: &mut Tx<'_>, new: &NewLetter) -> Result<TargetLetterId> {
    tx.actor.must(Act::SetTargets)?;
    new.check(tx.now.day())?;
    let units = divisions::units(tx.conn)?;
    if new.goals.units().iter().any(|code| !units.iter().any(|unit| unit.code == *code)) {
        return Err(Refusals::one("goals", Message::new("error-choice")).into());
    }
    let id = store::insert(tx.conn, new, Some(tx.actor.user), tx.now).map_err(|fault| {
        fault.taken(Unique::TargetLetter, || Error::invalid("document", &BadTarget::Recorded))
    })?;
    let detail = json!({ "year": new.year, "document": new.document, "signed_on": new.signed_on, "tolerance": new.tolerance,
        "goals": new.goals.0.len() });
    tx.record("target_letter.recorded", "target_letter", id.0, detail)?;
    Ok(id)
}
