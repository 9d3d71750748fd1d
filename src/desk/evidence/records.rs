//! Keeping the records evidence is made of: courses, projects and programmes with their rows, own businesses and measures.

use serde::Serialize;
use serde_json::json;

use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Scope};
use crate::domain::division::{DivisionCode, UnitCode, reporting_unit};
use crate::domain::identity::{Reason, ResidentId};
use crate::domain::ids::PersonId;
use crate::domain::paper::{Holder, HolderKind};
use crate::domain::record::{RestsOnIt, Row, Source};
use crate::domain::refusal::{Message, Refusals};
use crate::store::amber::{self, Resting};
pub use crate::store::divisions::{Unit, Village};
use crate::store::evidence::records as store;
pub use crate::store::evidence::records::{Candidate, Kept, RecordFilter, Sum};
use crate::store::papers;
pub use crate::store::papers::Held;
use crate::store::{Conn, Fault, Unique, divisions};

/// A person's record as a reader may see it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownRow {
    /// Its number.
    pub id: i64,
    /// Its address.
    pub href: String,
    /// Whose, as this reader may see it.
    pub person: String,
    /// Their masked ID number, for staff who keep the register.
    pub id_masked: Option<String>,
    /// The unit it belongs to.
    pub unit: UnitCode,
    /// What is recorded.
    pub row: Row,
    /// Its papers.
    pub held: Held,
    /// How often it was changed.
    pub revision: i64,
    /// The course, project or programme it stands under.
    #[serde(skip)]
    pub under: Option<Holder>,
    /// The record.
    #[serde(skip)]
    pub holder: Holder,
}

/// A course, project or programme with what came of it.
#[derive(Debug, Clone)]
pub struct ShownSource {
    /// It.
    pub kept: Kept,
    /// What came of it.
    pub sum: Sum,
    /// Its papers.
    pub held: Held,
}

/// A page of a list.
#[derive(Debug)]
pub struct List {
    /// Courses, projects or programmes; none of the other lists.
    pub sources: Vec<ShownSource>,
    /// Businesses or measures; none of the other lists.
    pub rows: Vec<ShownRow>,
    /// How many there are in all.
    pub total: i64,
    /// Whether the reader may add to it.
    pub may_record: bool,
}

/// A record with everything under it.
#[derive(Debug)]
pub struct File {
    /// The course, project or programme; none for a row.
    pub source: Option<ShownSource>,
    /// A page of its rows; the one itself for a row.
    pub rows: Vec<ShownRow>,
    /// How many rows there are in all.
    pub total: i64,
    /// The live attributions that rest on it.
    pub resting: Vec<Resting>,
    /// Whether the reader may change it.
    pub may_record: bool,
}

fn show(rx: &mut Rx<'_>, lines: Vec<store::Line>) -> Result<Vec<ShownRow>> {
    let holders: Vec<Holder> = lines.iter().map(|line| line.holder).collect();
    let held = papers::held(rx.conn, &holders)?;
    let keeps_register = rx.viewer.is_some_and(|viewer| viewer.may(Act::ReadHouseholds));
    Ok(lines
        .into_iter()
        .map(|line| ShownRow {
            id: line.holder.record,
            href: line.holder.to_string(),
            person: rx.name(&line.name),
            id_masked: keeps_register.then_some(line.id_masked),
            unit: line.unit,
            row: line.row,
            held: held.get(&line.holder).copied().unwrap_or_default(),
            revision: line.revision,
            under: line.under,
            holder: line.holder,
        })
        .collect())
}

fn with_sums(c: &mut Conn, kept: Vec<Kept>) -> Result<Vec<ShownSource>> {
    let holders: Vec<Holder> = kept.iter().map(|one| one.holder).collect();
    let held = papers::held(c, &holders)?;
    kept.into_iter()
        .map(|kept| {
            Ok(ShownSource {
                sum: store::sum(c, kept.holder)?,
                held: held.get(&kept.holder).copied().unwrap_or_default(),
                kept,
            })
        })
        .collect()
}

/// One of the lists.
///
/// # Errors
/// `Forbidden` for those who do not read evidence; `NotFound` for what has no list of its own.
pub fn list(
    rx: &mut Rx<'_>,
    kind: HolderKind,
    filter: &RecordFilter,
    offset: i64,
    limit: i64,
) -> Result<List> {
    let actor = rx.actor()?;
    actor.must(Act::ReadEvidence)?;
    let (scope, may_record) = (rx.scope(), actor.may(Act::RecordEvidence));
    if kind.is_own() {
        let (lines, total) = store::rows(rx.conn, &scope, &store::Rows::Own(kind, filter), offset, limit)?;
        return Ok(List { sources: Vec::new(), rows: show(rx, lines)?, total, may_record });
    }
    let (kept, total) = store::sources(rx.conn, &scope, kind, filter, offset, limit)?;
    Ok(List { sources: with_sums(rx.conn, kept)?, rows: Vec::new(), total, may_record })
}

/// How many records each list has, for whoever reads evidence.
///
/// # Errors
/// `Forbidden` for those who do not.
pub fn counts(rx: &mut Rx<'_>) -> Result<Vec<(HolderKind, i64)>> {
    let all = RecordFilter::default();
    HolderKind::LISTS.iter().map(|kind| Ok((*kind, list(rx, *kind, &all, 0, 0)?.total))).collect()
}

/// One record, with a page of the rows under it.
///
/// # Errors
/// `Forbidden`; `NotFound` if there is none the reader may know of.
pub fn file(rx: &mut Rx<'_>, holder: Holder, offset: i64, limit: i64) -> Result<File> {
    let actor = rx.actor()?;
    actor.must(Act::ReadEvidence)?;
    let scope = rx.scope();
    let (source, which) = if holder.kind.rows().is_some() {
        let kept = store::source(rx.conn, &scope, holder)?;
        (with_sums(rx.conn, vec![kept])?.pop(), store::Rows::Under(holder))
    } else {
        (None, store::Rows::One(holder))
    };
    let (lines, total) = store::rows(rx.conn, &scope, &which, offset, limit)?;
    if source.is_none() && lines.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(File {
        rows: show(rx, lines)?,
        source,
        total,
        resting: amber::resting_on(rx.conn, holder)?,
        may_record: actor.may(Act::RecordEvidence),
    })
}

/// One record, for whoever may change it.
///
/// # Errors
/// As [`file`]; `Forbidden` for those who only read.
pub fn to_change(rx: &mut Rx<'_>, holder: Holder) -> Result<File> {
    let file = file(rx, holder, 0, 1)?;
    rx.actor()?.must(Act::RecordEvidence)?;
    Ok(file)
}

/// The units, in the official order.
///
/// # Errors
/// `Forbidden` for those who do not read evidence.
pub fn units(rx: &mut Rx<'_>) -> Result<Vec<Unit>> {
    rx.actor()?.must(Act::ReadEvidence)?;
    Ok(divisions::units(rx.conn)?)
}

/// The villages a project or programme may lie in.
///
/// # Errors
/// `Forbidden` for those who only read.
pub fn villages(rx: &mut Rx<'_>) -> Result<Vec<Village>> {
    let actor = rx.actor()?;
    actor.must(Act::RecordEvidence)?;
    Ok(divisions::villages(rx.conn, actor.unit.as_ref())?)
}

/// What the audit log says of a person's record: nothing that could be a name or lead to one.
fn facts(row: &Row) -> serde_json::Value {
    let mut facts = json!(row);
    if let Some(fields) = facts.as_object_mut() {
        for said in ["name", "licence", "certificate", "placement_employer", "support", "document"] {
            fields.remove(said);
        }
    }
    facts
}

fn refuse(field: &str, key: &'static str) -> Error {
    Refusals::one(field, Message::new(key)).into()
}

/// The unit a course, project or programme belongs to; only one the actor works for.
fn unit_of(tx: &mut Tx<'_>, source: &Source) -> Result<UnitCode> {
    let units: Vec<UnitCode> = divisions::units(tx.conn)?.into_iter().map(|unit| unit.code).collect();
    let placed = |division: &DivisionCode| reporting_unit(division, &units).cloned();
    let (field, unit) = match source {
        Source::Course { unit, .. } => ("unit", units.iter().find(|known| *known == unit).cloned()),
        Source::Project { division, .. } | Source::Programme { division, .. } => {
            match divisions::find(tx.conn, division) {
                Ok(_) => ("division", placed(division)),
                Err(Fault::NotFound) => ("division", None),
                Err(fault) => return Err(fault.into()),
            }
        }
    };
    let unit = unit.ok_or_else(|| refuse(field, "error-record-place"))?;
    if matches!(tx.scope(), Scope::Unit(own) if own != unit) {
        return Err(refuse(field, "error-record-outside-unit"));
    }
    Ok(unit)
}

fn taken(fault: Fault) -> Error {
    match fault {
        Fault::Taken(Unique::Project | Unique::Programme) => refuse("name", "error-record-name-taken"),
        Fault::Taken(Unique::Licence) => refuse("licence", "error-record-licence-taken"),
        Fault::Taken(Unique::Attendance) => refuse("who", "error-record-attends-already"),
        Fault::Taken(Unique::Benefit | Unique::Payment | Unique::Measure) => {
            refuse("on", "error-record-same-day")
        }
        other => other.into(),
    }
}

/// Records a course, project or programme.
///
/// # Errors
/// `Forbidden`; `Invalid`, by field.
pub fn create(tx: &mut Tx<'_>, source: &Source) -> Result<Holder> {
    tx.actor.must(Act::RecordEvidence)?;
    source.examine(tx.now.day())?;
    let unit = unit_of(tx, source)?;
    let holder = store::insert_source(tx.conn, source, &unit).map_err(taken)?;
    tx.record("record.added", holder.kind.noun(), holder.record, json!({ "unit": unit, "after": source }))?;
    Ok(holder)
}

/// Corrects a course, project or programme as it was read. What the rules of evidence ask of it stays while exits rest on it.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Conflict` with an exit that rests on it; `Invalid`.
pub fn correct(tx: &mut Tx<'_>, holder: Holder, read: i64, source: &Source, reason: &Reason) -> Result<()> {
    tx.actor.must(Act::RecordEvidence)?;
    let before = store::source(tx.conn, &tx.scope(), holder)?;
    source.examine(tx.now.day())?;
    let unit = unit_of(tx, source)?;
    store::correct_source(tx.conn, holder.record, read, source, &unit).map_err(taken)?;
    if !before.source.supports_alike(source) {
        nothing_rests(tx.conn, holder)?;
    }
    let detail = json!({ "before": before.source, "after": source, "reason": reason.as_str() });
    tx.record("record.corrected", holder.kind.noun(), holder.record, detail)
}

fn nothing_rests(c: &mut Conn, holder: Holder) -> Result<()> {
    let resting = amber::resting_on(c, holder)?;
    match resting.first() {
        None => Ok(()),
        Some(one) => Err(Error::conflict(&RestsOnIt { exit: one.exit, others: resting.len() - 1 })),
    }
}

/// Whose record it is, as the form names them.
#[derive(Debug, Clone)]
pub enum Who {
    /// An ID number, a household's code or a name, as typed.
    Typed(String),
    /// One of those that were found before.
    Chosen(PersonId),
}

/// What came of naming somebody.
#[derive(Debug)]
pub enum Named {
    /// The record was made.
    Made(Holder),
    /// Several people fit; one is to be chosen.
    Several(Vec<Candidate>),
}

/// Puts a person's record on its list: under a course, project or programme, or on a list of its own.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid`, by field, at `who` if nobody fits.
pub fn add_row(tx: &mut Tx<'_>, under: Option<Holder>, row: &Row, who: &Who) -> Result<Named> {
    tx.actor.must(Act::RecordEvidence)?;
    let scope = tx.scope();
    let source = under.map(|holder| store::source(tx.conn, &scope, holder)).transpose()?;
    if under.map(|holder| holder.kind.rows()) != source.as_ref().map(|_| Some(row.holder())) {
        return Err(Error::NotFound);
    }
    let who = match who {
        Who::Chosen(person) => store::Who::Chosen(*person),
        Who::Typed(typed) => match typed.parse::<ResidentId>() {
            Ok(id) => store::Who::Number(tx.keys.index_id(&id)),
            Err(_) => store::Who::Words(typed.clone()),
        },
    };
    let mut found = store::people(tx.conn, &scope, &who)?;
    let mut refusals = row.examine(tx.now.day()).err().unwrap_or_default();
    if found.is_empty() {
        refusals.add("who", Message::new("error-record-nobody"));
    }
    refusals.into_result()?;
    if found.len() > 1 {
        return Ok(Named::Several(found));
    }
    let Some(person) = found.pop() else { return Err(Error::NotFound) };
    let unit = source.map_or(person.unit, |source| source.unit);
    let record = under.map(|holder| holder.record);
    let holder = store::insert_row(tx.conn, row, person.person, record, &unit).map_err(taken)?;
    let detail = json!({ "under": record, "person": person.person, "after": facts(row) });
    tx.record("record.added", holder.kind.noun(), holder.record, detail)?;
    Ok(Named::Made(holder))
}

fn row(tx: &mut Tx<'_>, holder: Holder) -> Result<store::Line> {
    tx.actor.must(Act::RecordEvidence)?;
    let scope = tx.scope();
    if holder.kind.rows().is_some() {
        return Err(Error::NotFound);
    }
    let (mut lines, _) = store::rows(tx.conn, &scope, &store::Rows::One(holder), 0, 1)?;
    lines.pop().ok_or(Error::NotFound)
}

/// Corrects a person's record as it was read, while no live attribution rests on it.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Conflict` with an exit that rests on it; `Invalid`.
pub fn correct_row(tx: &mut Tx<'_>, holder: Holder, read: i64, new: &Row, reason: &Reason) -> Result<()> {
    let before = row(tx, holder)?;
    if before.row.holder() != new.holder() {
        return Err(Error::NotFound);
    }
    new.examine(tx.now.day())?;
    // First the record is held by changing it, then what rests on it is looked up: an attribution holds it too.
    store::correct_row(tx.conn, holder.record, read, new).map_err(taken)?;
    nothing_rests(tx.conn, holder)?;
    let detail = json!({ "before": facts(&before.row), "after": facts(new), "reason": reason.as_str() });
    tx.record("record.corrected", holder.kind.noun(), holder.record, detail)
}

/// Takes a person's record off its list with a reason, while no live attribution rests on it; where the list is.
///
/// # Errors
/// As [`correct_row`].
pub fn remove_row(tx: &mut Tx<'_>, holder: Holder, read: i64, reason: &Reason) -> Result<Option<Holder>> {
    let before = row(tx, holder)?;
    store::remove_row(tx.conn, holder, read, reason, tx.actor.user, tx.now)?;
    nothing_rests(tx.conn, holder)?;
    tx.record("record.removed", holder.kind.noun(), holder.record, json!({ "before": facts(&before.row) }))?;
    Ok(before.under)
}
