//! The steps of an import: received and shown, decided on, stored, undone, left.

use std::collections::HashMap;

use chrono::Duration;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Given, Plan, Prepared, Ready, apply, plan};
use crate::desk::progress::Meter;
use crate::desk::{Desk, Error, Result, Rx, Tx};
use crate::domain::access::Scope;
use crate::domain::attachment::ContentHash;
use crate::domain::identity::Reason;
use crate::domain::ids::{AnnouncementId, ExitId, HouseholdId, ImportId, PersonId};
use crate::domain::import::{Counts, Decision, KEPT_DAYS, Noun, Outcome, Place, RowPlan, Stage, Step};
use crate::domain::moment::Moment;
use crate::domain::refusal::Message;
use crate::store::imports::{self as records, After, Decided, Import, Made, NewImport, NewRow};
use crate::store::{Conn, audit};

/// What the file is sealed for.
const FILE: &str = "import-file";
/// What the told of a row is sealed for.
pub(super) const ROW: &str = "import-row";

/// A file that comes.
pub struct Incoming {
    /// Its name.
    pub file_name: String,
    /// Its content.
    pub content: Zeroizing<Vec<u8>>,
    /// What is said beside it.
    pub given: Given,
}

fn json_of(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Broken(error.to_string()))
}

/// Takes a file in and shows what it would do. Nothing of it is stored.
///
/// # Errors
/// `Forbidden` for who may not import it.
pub fn receive(tx: &mut Tx<'_>, incoming: &Incoming, prepared: &Prepared) -> Result<ImportId> {
    super::complete(prepared, &incoming.given)?;
    let found = take_in(tx, prepared.noun, incoming)?;
    keep_file(tx, found.id, &incoming.content)?;
    let plan = plan(tx, prepared, &incoming.given, &HashMap::new(), false)?;
    show_plan(tx, found.id, &plan, prepared)?;
    Ok(found.id)
}

/// Writes down what a file that was taken in would do.
pub(super) fn show_plan(tx: &mut Tx<'_>, id: ImportId, plan: &Plan, prepared: &Prepared) -> Result<()> {
    let found = load(tx, id)?;
    let stage = taken(found.stage, Step::Preview)?;
    tell(tx, &found, (stage, &HashMap::new()), plan, prepared)?;
    let detail = json!({"noun": found.noun, "counts": plan.counts()});
    tx.record("import.previewed", "import", id.0, detail)
}

/// Writes down why a file that was taken in cannot be read, and keeps it no longer.
pub(super) fn end_refused(tx: &mut Tx<'_>, id: ImportId, why: &Message) -> Result<()> {
    let mut found = load(tx, id)?;
    let stage = taken(found.stage, Step::Refuse)?;
    found.report = json!({ "why": why }).to_string();
    end(tx.conn, &found, stage, (tx.actor.user, tx.now))?;
    tx.record("import.refused", "import", id.0, json!({ "why": why.key }))
}

/// What a command that shows and stores at once came to.
pub struct Done {
    /// What became of each row, or would.
    pub rows: Vec<RowPlan>,
    /// The import; none if nothing was stored.
    pub stored: Option<ImportId>,
}

/// Takes a file in and stores it at once: all of it, or the rows that are right. Nothing is stored if all of it was asked for and
/// some of it is wrong or undecided, or if nothing of it is new.
///
/// # Errors
/// `Forbidden` for who may not import it.
pub fn import_now(tx: &mut Tx<'_>, incoming: &Incoming, prepared: &Prepared, whole: bool) -> Result<Done> {
    super::complete(prepared, &incoming.given)?;
    let decided = HashMap::new();
    let mut plan = plan(tx, prepared, &incoming.given, &decided, false)?;
    let counts = plan.counts();
    if counts.to_store() == 0 || (whole && counts.in_the_way() > 0) {
        return Ok(Done { rows: plan.rows, stored: None });
    }
    // Rows that are tried were taken back. Trying a whole list in a part of the transaction would hold every page it changes in
    // memory, so the others are planned once and not within one.
    if matches!(plan.ready, Ready::Tried(_)) {
        plan = super::plan(tx, prepared, &incoming.given, &decided, true)?;
    }
    let found = take_in(tx, prepared.noun, incoming)?;
    if counts.in_the_way() > 0 {
        keep_file(tx, found.id, &incoming.content)?;
    }
    let stage = taken(found.stage, Step::Preview)?;
    tell(tx, &found, (stage, &decided), &plan, prepared)?;
    let found = records::find(tx.conn, &tx.scope(), found.id)?;
    let Plan { rows, ready } = plan;
    finish(tx, &found, (counts, ready), whole, &prepared.meter)?;
    Ok(Done { rows, stored: Some(found.id) })
}

pub(super) fn keep_file(tx: &mut Tx<'_>, id: ImportId, content: &[u8]) -> Result<()> {
    let sealed = tx.keys.seal_bytes(FILE, content)?;
    Ok(records::keep_file(tx.conn, id, &sealed)?)
}

pub(super) fn take_in(tx: &mut Tx<'_>, noun: Noun, incoming: &Incoming) -> Result<Import> {
    tx.actor.must(noun.act())?;
    let hash = ContentHash(Sha256::digest(&*incoming.content).into()).to_string();
    let given = json_of(&incoming.given)?;
    let unit = match tx.scope() {
        Scope::Unit(unit) => Some(unit),
        Scope::City | Scope::Operator(_) | Scope::Public => None,
    };
    let name: String = incoming.file_name.chars().filter(|c| !c.is_control()).take(100).collect();
    let new = NewImport {
        noun,
        file_name: if name.trim().is_empty() { "—" } else { &name },
        content_hash: &hash,
        layout_version: noun.layout().version,
        given: &given,
        unit: unit.as_ref(),
        made: (tx.actor.user, tx.now),
    };
    let id = records::insert(tx.conn, &new)?;
    Ok(records::find(tx.conn, &tx.scope(), id)?)
}

fn taken(stage: Stage, step: Step) -> Result<Stage> {
    stage.take(step).map_err(|refusal| Error::conflict(&refusal))
}

/// Writes down what a file would do.
fn tell(
    tx: &mut Tx<'_>,
    import: &Import,
    (stage, decided): (Stage, &HashMap<Place, Decided>),
    plan: &Plan,
    prepared: &Prepared,
) -> Result<()> {
    let mut rows = Vec::new();
    // A row that was decided on keeps its decision, though nothing more is to be told of it.
    let told = |row: &&RowPlan| {
        !matches!(row.outcome, Outcome::Fine | Outcome::Known) || decided.contains_key(&row.place)
    };
    for row in plan.rows.iter().filter(told) {
        let detail = match &row.detail {
            Some(detail) => Some(tx.keys.seal_text(ROW, &json_of(detail)?)?),
            None => None,
        };
        rows.push(NewRow { place: row.place, outcome: row.outcome, detail });
    }
    records::insert_rows(tx.conn, import.id, rows)?;
    let report = json!({"unused": prepared.unused, "sheets": prepared.sheets()}).to_string();
    let after = After { stage, counts: plan.counts(), report: &report, stored: 0, ended: None };
    Ok(records::update(tx.conn, import.id, import.revision, &after)?)
}

/// A file taken in, with its content, to be prepared again.
///
/// # Errors
/// `NotFound`; `Conflict` if the file is not kept any more.
pub fn content(rx: &mut Rx<'_>, id: ImportId) -> Result<(Noun, Zeroizing<Vec<u8>>)> {
    let actor = rx.actor()?;
    let found = records::find(rx.conn, &rx.scope(), id)?;
    actor.must(found.noun.act())?;
    let sealed = records::file(rx.conn, id)?;
    let sealed = sealed.ok_or_else(|| Error::Conflict(Message::new("error-import-file-gone")))?;
    Ok((found.noun, rx.keys.open_bytes(FILE, &sealed)?))
}

/// A file given back with its wrong rows marked, as things are now.
///
/// # Errors
/// `NotFound`, `Forbidden`; if the workbook cannot be written.
pub fn marked(tx: &mut Tx<'_>, id: ImportId, prepared: &Prepared, say: super::Sayer<'_>) -> Result<Vec<u8>> {
    let found = load(tx, id)?;
    let decided = records::decisions(tx.conn, id)?;
    let plan = plan(tx, prepared, &given(&found)?, &decided, false)?;
    super::book::mark(prepared, &plan.rows, say)
}

fn given(import: &Import) -> Result<Given> {
    serde_json::from_str(&import.given).map_err(|error| Error::Broken(error.to_string()))
}

fn load(tx: &mut Tx<'_>, id: ImportId) -> Result<Import> {
    let found = records::find(tx.conn, &tx.scope(), id)?;
    tx.actor.must(found.noun.act())?;
    Ok(found)
}

/// Records what a person decided on possible duplicates, and shows what the file would do now.
///
/// # Errors
/// `Conflict` if it is not open for decisions, `Stale` if somebody else acted, `Invalid` for a decision on nothing.
pub fn decide(
    tx: &mut Tx<'_>,
    id: ImportId,
    revision: i64,
    decisions: &[(Place, Decision, Option<i64>)],
    prepared: &Prepared,
) -> Result<()> {
    let found = load(tx, id)?;
    let stage = taken(found.stage, Step::Decide)?;
    if found.revision != revision {
        return Err(Error::Stale);
    }
    if decisions.is_empty() {
        return Err(Error::Conflict(Message::new("error-import-no-decision")));
    }
    for (place, decision, chosen) in decisions {
        let chosen = chosen.filter(|_| *decision == Decision::Chosen);
        if *decision == Decision::Chosen && chosen.is_none() {
            return Err(Error::Conflict(Message::new("error-import-no-decision")));
        }
        records::decide(tx.conn, id, *place, (*decision, chosen), (tx.actor.user, tx.now))?;
        let detail = json!({"sheet": place.sheet, "row": place.row, "decision": decision, "chosen": chosen});
        tx.record("import.decided", "import", id.0, detail)?;
    }
    let decided = records::decisions(tx.conn, id)?;
    let plan = plan(tx, prepared, &given(&found)?, &decided, false)?;
    tell(tx, &found, (stage, &decided), &plan, prepared)
}

/// What `import`ed records say of why they came.
fn reason(id: ImportId, undone: bool) -> String {
    if undone { format!("撤销第 {id} 次导入") } else { format!("第 {id} 次导入") }
}

/// Stores a file: all of it, or the rows that are right.
///
/// # Errors
/// `Conflict` if all of it was asked for and some of it is wrong or undecided, or if nothing of it is new; `Stale`.
pub fn store(tx: &mut Tx<'_>, id: ImportId, revision: i64, whole: bool, prepared: &Prepared) -> Result<()> {
    let found = load(tx, id)?;
    if found.revision != revision {
        return Err(Error::Stale);
    }
    let decided = records::decisions(tx.conn, id)?;
    let plan = plan(tx, prepared, &given(&found)?, &decided, true)?;
    finish(tx, &found, (plan.counts(), plan.ready), whole, &prepared.meter)
}

fn finish(
    tx: &mut Tx<'_>,
    found: &Import,
    (counts, ready): (Counts, Ready),
    whole: bool,
    meter: &Meter,
) -> Result<()> {
    let id = found.id;
    if whole && counts.in_the_way() > 0 {
        let message = Message::new("error-import-not-whole").with("n", counts.in_the_way());
        return Err(Error::Conflict(message));
    }
    if counts.to_store() == 0 {
        taken(found.stage, Step::Store)?;
        return Err(Error::Conflict(Message::new("error-import-nothing")));
    }
    let part = counts.in_the_way() > 0;
    let stage = taken(found.stage, if part { Step::StorePart } else { Step::Store })?;
    let made = apply(tx, ready, &reason(id, false), meter)?;
    let many = made.len();
    records::insert_made(tx.conn, id, made)?;
    let after = After {
        stage,
        counts,
        report: &found.report,
        stored: counts.to_store(),
        ended: Some((tx.actor.user, tx.now)),
    };
    records::update(tx.conn, id, found.revision, &after)?;
    if !stage.needs_file() {
        records::drop_file(tx.conn, id)?;
        records::drop_rows(tx.conn, id)?;
    }
    let detail = json!({"noun": found.noun, "rows": counts.to_store(), "made": many, "part": part});
    tx.record("import.stored", "import", id.0, detail)
}

/// Leaves a file: nothing of it is stored, and it is kept no longer.
///
/// # Errors
/// `Conflict` if it is stored or over.
pub fn cancel(tx: &mut Tx<'_>, id: ImportId) -> Result<()> {
    let found = load(tx, id)?;
    let stage = taken(found.stage, Step::Cancel)?;
    end(tx.conn, &found, stage, (tx.actor.user, tx.now))?;
    tx.record("import.cancelled", "import", id.0, json!({"noun": found.noun}))
}

/// Ends an import of which nothing is kept any more but its counts.
fn end(
    c: &mut Conn,
    found: &Import,
    stage: Stage,
    ended: (crate::domain::ids::UserId, Moment),
) -> Result<()> {
    let after = After {
        stage,
        counts: found.counts(),
        report: &found.report,
        stored: found.stored,
        ended: Some(ended),
    };
    records::update(c, found.id, found.revision, &after)?;
    records::drop_file(c, found.id)?;
    Ok(records::drop_rows(c, found.id)?)
}

/// Takes out again what an import stored, if nothing later used any of it.
///
/// # Errors
/// `Conflict` if something did, or if it is too long ago.
pub fn undo(tx: &mut Tx<'_>, id: ImportId) -> Result<()> {
    let found = load(tx, id)?;
    let stage = taken(found.stage, Step::Undo)?;
    let made = records::made(tx.conn, id)?;
    if made.is_empty() {
        return Err(Error::Conflict(Message::new("error-import-too-old")));
    }
    // The stage first: what an announcement froze may be taken out only for an import that is undone.
    end(tx.conn, &found, stage, (tx.actor.user, tx.now))?;
    take_out(tx, id, &made)?;
    records::forget_made(tx.conn, id)?;
    tx.record("import.undone", "import", id.0, json!({"noun": found.noun, "made": made.len()}))
}

fn take_out(tx: &mut Tx<'_>, id: ImportId, made: &[Made]) -> Result<()> {
    let of =
        |noun: &str| made.iter().filter(|one| one.noun == noun).map(|one| one.record).collect::<Vec<_>>();
    let exits: Vec<ExitId> = of("exit").into_iter().map(ExitId).collect();
    records::delete_exits(tx.conn, &exits)?;
    for list in of("announcement") {
        records::delete_announcement_if_empty(tx.conn, AnnouncementId(list))?;
    }
    let why: Reason = reason(id, true)
        .parse()
        .map_err(|error: crate::domain::identity::BadReason| Error::Broken(error.to_string()))?;
    for one in made.iter().filter(|one| one.noun == "household_changed") {
        if let (Some(left_at), Some(before)) = (one.left_at, &one.before) {
            super::households::undo(tx, HouseholdId(one.record), (left_at, before), &why).map_err(
                |error| match error {
                    // A rule that holds today keeps the household from going back.
                    Error::Invalid(_) | Error::Stale => Error::Conflict(Message::new("error-import-used")),
                    other => other,
                },
            )?;
        }
    }
    super::tried::undo(tx, made, &why)?;
    let households: Vec<HouseholdId> = of("household").into_iter().map(HouseholdId).collect();
    records::delete_households(tx.conn, &households)?;
    let persons: Vec<PersonId> = of("person").into_iter().map(PersonId).collect();
    Ok(records::delete_persons(tx.conn, &persons)?)
}

/// What a sweep ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files whose reading was interrupted.
    pub interrupted: usize,
    /// Files kept for fourteen days, and no longer.
    pub forgotten: usize,
}

/// Ends what was interrupted when the server stopped, and forgets files after fourteen days.
///
/// # Errors
/// If the database fails.
pub fn sweep(desk: &Desk, now: Moment, at_start: bool) -> Result<Swept> {
    desk.db.write_now(move |c| {
        let mut swept = Swept::default();
        if at_start {
            for found in records::being_read(c)? {
                let stage = found.stage.take(Step::Refuse).map_err(|refusal| Error::conflict(&refusal))?;
                let report = json!({"why": Message::new("error-import-interrupted")}).to_string();
                let after = After {
                    stage,
                    counts: found.counts(),
                    report: &report,
                    stored: 0,
                    ended: Some((found.made_by, now)),
                };
                records::update(c, found.id, found.revision, &after)?;
                records::drop_file(c, found.id)?;
                note(c, now, "import.refused", found.id)?;
                swept.interrupted += 1;
            }
        }
        for found in records::kept_since_before(c, now + Duration::days(-KEPT_DAYS))? {
            if matches!(found.stage, Stage::Received | Stage::Previewed) {
                let stage = found.stage.take(Step::Cancel).map_err(|refusal| Error::conflict(&refusal))?;
                end(c, &found, stage, (found.made_by, now))?;
            } else {
                records::drop_file(c, found.id)?;
                records::drop_rows(c, found.id)?;
            }
            note(c, now, "import.forgotten", found.id)?;
            swept.forgotten += 1;
        }
        Ok(swept)
    })
}

fn note(c: &mut Conn, now: Moment, what: &'static str, id: ImportId) -> Result<()> {
    let detail = "{}".to_owned();
    let event = audit::Event { at: now, user: None, what, noun: "import", record: id.0, detail };
    Ok(audit::append(c, &[event])?)
}
