//! Standards as data: everybody signed in reads the versions of score sheets; administrators upload, publish and discard.

use chrono::NaiveDate;
use serde_json::json;

use super::workbook;
use crate::desk::{Desk, Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::ids::SheetId;
use crate::domain::moment::Moment;
use crate::domain::refusal::{Message, Refusal as _, Refusals};
use crate::domain::sheet::{BadSheet, Difference, Head, Sheet, State, first_day};
pub use crate::store::sheets::Line;
use crate::store::{Unique, audit, sheets as store};

/// A version with everything that belongs to it.
#[derive(Debug)]
pub struct Standard {
    /// How it is listed.
    pub line: Line,
    /// How it stands today.
    pub state: State,
    /// The sheet; none if the draft's file cannot be read as one.
    pub sheet: Option<Sheet>,
    /// What keeps a draft from being published.
    pub bad: Vec<BadSheet>,
    /// The version before it of the same kind of site, with what this one changes.
    pub before: Option<(Line, Vec<Difference>)>,
}

/// The versions the reader may know of, by kind of site, newest first, each as it stands today. Drafts are the
/// administrators' own.
///
/// # Errors
/// `NotFound` if nobody is signed in.
pub fn standards(rx: &mut Rx<'_>) -> Result<Vec<(Line, State)>> {
    let drafts = rx.actor()?.may(Act::ManageStandards);
    let today = rx.now.day();
    let lines = store::list(rx.conn)?.into_iter().map(|line| (line.state(today), line));
    Ok(lines
        .filter(|(state, _)| drafts || *state != State::Draft)
        .map(|(state, line)| (line, state))
        .collect())
}

/// One version.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn standard(rx: &mut Rx<'_>, id: SheetId) -> Result<Standard> {
    let lines = standards(rx)?;
    let (line, state) = lines.iter().find(|(line, _)| line.id == id).cloned().ok_or(Error::NotFound)?;
    let body = store::body(rx.conn, id)?;
    let sheet = Sheet::parse(&body).ok();
    let bad = if state == State::Draft { Sheet::examine(&body) } else { Vec::new() };
    let before = match (&sheet, before(&lines, &line)) {
        (Some(sheet), Some(old)) => {
            let differences = sheet.differences(&store::find(rx.conn, old.id)?.sheet);
            Some((old.clone(), differences))
        }
        _ => None,
    };
    Ok(Standard { line, state, sheet, bad, before })
}

/// The published version a version of the same kind follows.
fn before<'a>(lines: &'a [(Line, State)], line: &Line) -> Option<&'a Line> {
    let published = lines
        .iter()
        .filter(|(old, state)| *state != State::Draft && old.subject == line.subject && old.id != line.id);
    let order = |one: &Line| (one.valid_from, one.published.1);
    let earlier =
        published.map(|(old, _)| old).filter(|old| line.published.1.is_none() || order(old) < order(line));
    earlier.max_by_key(|old| order(old))
}

/// The file of a version.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn file(rx: &mut Rx<'_>, id: SheetId) -> Result<(Line, String)> {
    let (line, _) = standards(rx)?.into_iter().find(|(line, _)| line.id == id).ok_or(Error::NotFound)?;
    Ok((line, store::body(rx.conn, id)?))
}

/// Takes a file in as the draft of a version, sound or not: what keeps it from being published, its page says.
///
/// # Errors
/// `Forbidden` for all but administrators; `Invalid` for what is no sheet's file at all; `Stale` if somebody uploaded the same
/// version at the same time.
pub fn upload(tx: &mut Tx<'_>, body: &str) -> Result<SheetId> {
    tx.actor.must(Act::ManageStandards)?;
    let head = Sheet::head(body).map_err(|bad| refusals("body", &bad))?;
    let (id, version) = store::insert_draft(tx.conn, body, &head, Some(tx.actor.user), tx.now)
        .map_err(|fault| fault.taken(Unique::SheetVersion, || Error::Stale))?;
    tx.record("sheet.uploaded", "sheet", id.0, uploaded(&head, version))?;
    Ok(id)
}

fn uploaded(head: &Head, version: i32) -> serde_json::Value {
    json!({ "code": head.code, "version": version, "subject": head.subject })
}

/// A sheet's text out of a file, which is the text itself or a workbook.
///
/// # Errors
/// Under the field `file`, what keeps it from being read: of a workbook, each cell nobody can understand.
pub fn text_of(file: Vec<u8>) -> std::result::Result<String, Refusals> {
    if workbook::is_one(&file) {
        return workbook::read(&file);
    }
    String::from_utf8(file).map_err(|_| Refusals::one("file", Message::new("error-sheet-file")))
}

/// A draft the command line takes in, or would.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What it is listed by.
    pub head: Head,
    /// The version of its code.
    pub version: i32,
    /// Its record number; none if it was only tried.
    pub id: Option<SheetId>,
}

/// Takes a sound sheet in as the draft of a version, for nobody who is signed in; with `dry`, only tries.
///
/// # Errors
/// `Invalid` with every fault of the sheet, of which nothing is kept then; `Stale` if somebody uploaded the same version at the
/// same time.
pub fn take_in(desk: &Desk, body: String, dry: bool, now: Moment) -> Result<Taken> {
    let bad = Sheet::examine(&body);
    if !bad.is_empty() {
        return Err(refusals("body", &bad));
    }
    let head = Sheet::head(&body).map_err(|bad| refusals("body", &bad))?;
    if dry {
        let code = head.code.clone();
        let version = desk.db.read_now(move |c| store::next_version(c, &code))?;
        return Ok(Taken { head, version, id: None });
    }
    desk.db.write_now(move |c| {
        let (id, version) = store::insert_draft(c, &body, &head, None, now)
            .map_err(|fault| fault.taken(Unique::SheetVersion, || Error::Stale))?;
        let detail = uploaded(&head, version).to_string();
        let event =
            audit::Event { at: now, user: None, what: "sheet.uploaded", noun: "sheet", record: id.0, detail };
        audit::append(c, &[event])?;
        Ok(Taken { head, version, id: Some(id) })
    })
}

fn refusals(field: &str, bad: &[BadSheet]) -> Error {
    let mut refusals = Refusals::default();
    for one in bad {
        refusals.add(field, one.message());
    }
    Error::Invalid(refusals)
}

/// The draft of this number, for an administrator.
fn draft(tx: &mut Tx<'_>, id: SheetId) -> Result<Line> {
    tx.actor.must(Act::ManageStandards)?;
    let line = store::list(tx.conn)?.into_iter().find(|line| line.id == id).ok_or(Error::NotFound)?;
    match line.published.1 {
        None => Ok(line),
        Some(_) => Err(Error::Conflict(Message::new("error-sheet-published"))),
    }
}

/// Takes a draft away.
///
/// # Errors
/// `Forbidden` for all but administrators; `NotFound`; `Conflict` if it is published: a published version stays for ever.
pub fn discard(tx: &mut Tx<'_>, id: SheetId) -> Result<()> {
    let line = draft(tx, id)?;
    store::delete_draft(tx.conn, id)?;
    tx.record("sheet.discarded", "sheet", id.0, json!({ "code": line.code, "version": line.version }))
}

/// Publishes a draft: from a day on, applications for its kind of site are judged by it. The version in force until then
/// ends the day before; applications submitted under that one keep it.
///
/// # Errors
/// `Forbidden` for all but administrators; `NotFound`; `Conflict` if it is published; `Invalid` with every fault of the sheet,
/// or with the field `valid_from`; `Stale` if another version of the kind was published at the same time.
pub fn publish(tx: &mut Tx<'_>, id: SheetId, from: NaiveDate) -> Result<()> {
    let line = draft(tx, id)?;
    let bad = Sheet::examine(&store::body(tx.conn, id)?);
    if !bad.is_empty() {
        return Err(refusals("", &bad));
    }
    let others = store::list(tx.conn)?;
    let of_kind = others.iter().filter(|old| old.subject == line.subject && old.published.1.is_some());
    let newest = of_kind.clone().map(|old| old.valid_from).max();
    first_day(from, tx.now.day(), newest).map_err(|bad| Error::invalid("valid_from", &bad))?;
    store::publish(tx.conn, id, line.subject, from, tx.actor.user, tx.now)
        .map_err(|fault| fault.taken(Unique::OpenSheet, || Error::Stale))?;
    let ended: Vec<SheetId> =
        of_kind.filter(|old| old.valid_to.is_none_or(|to| to > from)).map(|old| old.id).collect();
    let detail = json!({ "code": line.code, "version": line.version, "valid_from": from, "ends": ended });
    tx.record("sheet.published", "sheet", id.0, detail)
}
