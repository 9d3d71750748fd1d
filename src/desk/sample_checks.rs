//! Sample checks: seeded by one of the city, drawn by another, found by other units, and what they say of the numbers.

pub mod cases;
mod redraw;
mod results;

use serde_json::json;

pub use self::redraw::broken;
use self::results::results;
pub use self::results::{Beside, UnitResult, beside};
use super::{Error, Result, Rx, Tx, Waiting};
use crate::domain::access::{Act, CaseScope, Scope};
use crate::domain::division::UnitCode;
use crate::domain::ids::{ExitId, SampleCheckId};
use crate::domain::refusal::{Message, Refusals};
use crate::domain::sample_check::{
    BadSampleCheck, Confidence, NotNow, SampleSize, Seed, Stage, ToCheck, assign, digest, listed, selection,
};
use crate::keys;
use crate::store::sample_checks::{self as store, Candidate, NewCase, NewUnit, SampleCheckFilter};
pub use crate::store::sample_checks::{Case, SampleCheck};
use crate::store::{Fault, Unique, divisions, users};

/// What the form asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The year it draws from.
    pub year: i32,
    /// One unit, or every one.
    pub unit: Option<UnitCode>,
    /// Households of each unit, if given.
    pub size: Option<i64>,
    /// The margin in percent they follow from otherwise.
    pub margin: Option<i64>,
    /// How sure the interval is.
    pub confidence: Confidence,
}

/// Has a seed made and keeps it: nothing is drawn yet, and only its SHA-256 is told.
///
/// # Errors
/// `Forbidden` for all but city staff; `Invalid` by field; `Conflict` if a seed of the year waits for its draw.
pub fn seed(tx: &mut Tx<'_>, asked: &Asked) -> Result<SampleCheckId> {
    let bytes = keys::random::<32>()?;
    seed_with(tx, asked, &Seed::new(bytes))
}

/// As [`seed`], with a seed that is given: for what must come out the same each time.
///
/// # Errors
/// As [`seed`].
pub fn seed_with(tx: &mut Tx<'_>, asked: &Asked, seed: &Seed) -> Result<SampleCheckId> {
    tx.actor.must(Act::DrawSample)?;
    if !(2014..=tx.now.year()).contains(&asked.year) {
        return Err(Error::invalid("year", &BadSampleCheck::Year));
    }
    if let Some(unit) = &asked.unit
        && !divisions::units(tx.conn)?.iter().any(|known| known.code == *unit)
    {
        return Err(Refusals::one("unit", Message::new("error-choice")).into());
    }
    let size = SampleSize::of(asked.size, asked.margin)
        .map_err(|(field, refusal)| Error::invalid(field, &refusal))?;
    let new = store::NewSampleCheck {
        year: asked.year,
        unit: asked.unit.as_ref(),
        size,
        confidence: asked.confidence,
        seed,
        seeded: (tx.actor.user, tx.now),
    };
    let id = store::seed(tx.conn, &new)
        .map_err(|fault| fault.taken(Unique::OpenSampleCheck, || Error::conflict(&NotNow::Open)))?;
    // The chain of the audit log is what proves that the seed was there first.
    let detail = json!({"year": asked.year, "unit": asked.unit, "commitment": seed.commitment()});
    tx.record("sample_check.seeded", "sample_check", id.0, detail)?;
    Ok(id)
}

/// Writes down what counts at this moment, draws from it by the seed, and gives each case to somebody of another unit.
///
/// # Errors
/// `Forbidden` for all but city staff; `NotFound`; `Conflict` for whoever seeded it, once it is drawn, if nothing is
/// confirmed, and if nobody may check one of the cases; `Stale` if somebody else drew meanwhile.
pub fn draw(tx: &mut Tx<'_>, id: SampleCheckId) -> Result<()> {
    tx.actor.must(Act::DrawSample)?;
    let read = store::find(tx.conn, id)?;
    read.stage
        .draw((read.seeded_by, read.seeded_at), tx.actor.user, tx.now)
        .map_err(|refusal| Error::conflict(&refusal))?;
    let broken = || Error::Broken(format!("sample check {id} has no seed or size"));
    let seed: Seed = read.seed.parse().map_err(|_| broken())?;
    let size = read.size().ok_or_else(broken)?;
    let candidates = store::population(tx.conn, read.year, read.unit.as_ref())?;
    let mut units = Vec::new();
    let mut chosen: Vec<(i32, Candidate)> = Vec::new();
    for of_unit in candidates.chunk_by(|one, other| one.unit == other.unit) {
        let Some(first) = of_unit.first() else { continue };
        let exits: Vec<ExitId> = of_unit.iter().map(|one| one.exit).collect();
        let population_count = i64::try_from(exits.len()).unwrap_or(i64::MAX);
        let size = size.households(population_count, read.confidence);
        let population = listed(&exits);
        units.push(NewUnit {
            sample_check_id: id,
            unit_code: first.unit.clone(),
            population_count,
            population_digest: digest(&population),
            population,
            size,
        });
        let drawn = selection(&seed, &exits, usize::try_from(size).unwrap_or(usize::MAX));
        let found = |exit: ExitId| of_unit.iter().find(|one| one.exit == exit).cloned();
        chosen.extend((1..).zip(drawn).filter_map(|(place, exit)| Some((place, found(exit)?))));
    }
    if chosen.is_empty() {
        return Err(Error::conflict(&NotNow::Empty));
    }
    let cases = give_out(tx, id, chosen)?;
    store::draw(tx.conn, &read, (tx.actor.user, tx.now), &units, &cases)?;
    let told = units.iter().map(|unit| {
        json!({"unit": unit.unit_code, "households": unit.population_count, "digest": unit.population_digest,
            "drawn": unit.size})
    });
    let detail = json!({"seed": seed.as_str(), "units": told.collect::<Vec<_>>()});
    tx.record("sample_check.drawn", "sample_check", id.0, detail)
}

fn give_out(tx: &mut Tx<'_>, id: SampleCheckId, chosen: Vec<(i32, Candidate)>) -> Result<Vec<NewCase>> {
    let exits: Vec<ExitId> = chosen.iter().map(|(_, one)| one.exit).collect();
    let mut hands = store::hands(tx.conn, &exits)?;
    let to_check: Vec<ToCheck> = chosen
        .iter()
        .map(|(_, one)| ToCheck {
            unit: one.unit.clone(),
            hands: hands.remove(&one.exit).unwrap_or_default(),
        })
        .collect();
    let staff = store::staff(tx.conn)?;
    let checkers = assign(&to_check, &staff).map_err(|refusal| Error::conflict(&refusal))?;
    let case = |((place, one), checker_id): ((i32, Candidate), _)| NewCase {
        sample_check_id: id,
        unit_code: one.unit,
        place,
        exit_id: one.exit,
        attribution_id: one.attribution,
        checker_id,
        note: String::new(),
    };
    Ok(chosen.into_iter().zip(checkers).map(case).collect())
}

/// A sample check in the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The check.
    pub check: SampleCheck,
    /// What it drew in each unit the reader may know of.
    pub units: Vec<UnitResult>,
}

/// Whether the reader may know of it: whoever reads one unit learns what a check found there when it is closed, and not
/// before that it is looked at.
fn open_to(scope: &Scope, check: &SampleCheck) -> bool {
    match scope {
        Scope::City => true,
        Scope::Unit(unit) => check.stage == Stage::Closed && check.unit.as_ref().is_none_or(|of| of == unit),
        Scope::Public | Scope::Operator(_) => false,
    }
}

/// The sample checks the reader may know of, the newest first.
///
/// # Errors
/// `Forbidden` for whoever may not read exits.
pub fn all(rx: &mut Rx<'_>) -> Result<Vec<Listed>> {
    rx.actor()?.must(Act::ReadExits)?;
    let scope = rx.scope();
    let mut all = store::list(rx.conn, SampleCheckFilter::default())?;
    all.retain(|check| open_to(&scope, check));
    let mut results = results(rx.conn, &scope, &all)?;
    let listed = |check: SampleCheck| Listed { units: results.remove(&check.id).unwrap_or_default(), check };
    let mut listed: Vec<Listed> = all.into_iter().map(listed).collect();
    // A draw over every unit has nothing to say of one in which nothing was confirmed.
    listed.retain(|one| scope == Scope::City || !one.units.is_empty());
    Ok(listed)
}

/// A sample check with everything the reader may know of it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The check.
    pub check: SampleCheck,
    /// The seed, from the draw on.
    pub seed: Option<String>,
    /// What it drew and found in each unit.
    pub units: Vec<UnitResult>,
    /// Who had the seed made.
    pub seeded_by: String,
    /// Who drew.
    pub drawn_by: Option<String>,
    /// Its cases, for whoever reads the whole city: what was found is told when all are.
    pub cases: Vec<(Case, String)>,
    /// Whether the reader may draw it now.
    pub may_draw: bool,
    /// Whether the reader may give a case to somebody else.
    pub may_assign: bool,
}

/// One sample check.
///
/// # Errors
/// `Forbidden` for whoever may not read exits; `NotFound` if there is none the reader may know of.
pub fn show(rx: &mut Rx<'_>, id: SampleCheckId) -> Result<Shown> {
    let reader = rx.actor()?;
    let one = all(rx)?.into_iter().find(|one| one.check.id == id).ok_or(Error::NotFound)?;
    let check = one.check;
    let cases = match reader.case_scope() {
        CaseScope::City => store::cases(rx.conn, CaseScope::City, Some(id))?,
        CaseScope::Checker(_) | CaseScope::Nobody => Vec::new(),
    };
    let mut people = vec![check.seeded_by];
    people.extend(check.drawn_by);
    people.extend(cases.iter().map(|case| case.checker));
    let names = users::names(rx.conn, &people)?;
    let name = |user| names.get(&user).cloned().unwrap_or_default();
    let closed = check.stage == Stage::Closed;
    let hidden = |mut case: Case| {
        if !closed {
            case.finding = None;
            case.note.clear();
        }
        let checker = name(case.checker);
        (case, checker)
    };
    let draws = reader.may(Act::DrawSample);
    Ok(Shown {
        seed: (check.stage != Stage::Seeded).then(|| check.seed.clone()),
        units: one.units,
        seeded_by: name(check.seeded_by),
        drawn_by: check.drawn_by.map(name),
        may_draw: draws && check.stage.draw((check.seeded_by, check.seeded_at), reader.user, rx.now).is_ok(),
        may_assign: draws && check.stage == Stage::Drawn,
        cases: cases.into_iter().map(hidden).collect(),
        check,
    })
}

/// The list a unit's households were drawn from, for whoever repeats the draw.
///
/// # Errors
/// As [`show`]; `NotFound` for a unit the reader may not know of.
pub fn population(rx: &mut Rx<'_>, id: SampleCheckId, unit: &UnitCode) -> Result<String> {
    let shown = show(rx, id)?;
    if !shown.units.iter().any(|one| one.unit == *unit) {
        return Err(Error::NotFound);
    }
    store::listed(rx.conn, id, unit).map_err(|fault| match fault {
        Fault::NotFound => Error::NotFound,
        other => other.into(),
    })
}

/// What waits: for the city's other staff a seed to draw by, for a checker their cases.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let Some(viewer) = rx.viewer else { return Ok(Vec::new()) };
    if viewer.may(Act::DrawSample) {
        let filter = SampleCheckFilter { stage: Some(Stage::Seeded), year: None };
        let open = store::list(rx.conn, filter)?;
        let count = open.iter().filter(|check| check.seeded_by != viewer.user).count();
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        return Ok(vec![Waiting { key: "sample-check-waiting-draw", count, href: "/sample-checks".into() }]);
    }
    if viewer.may(Act::CheckSample) {
        let count = cases::to_find(rx)?;
        let href = "/sample-cases".into();
        return Ok(vec![Waiting { key: "sample-check-waiting-find", count, href }]);
    }
    Ok(Vec::new())
}
