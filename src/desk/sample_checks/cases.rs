//! A case as its checker sees it: the household and its papers, and of the first finding nothing until the second is recorded.

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use serde_json::json;

use crate::desk::attachments::Attachment;
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, CaseScope, Scope};
use crate::domain::division::UnitCode;
use crate::domain::household::{HouseholdCode, Relation};
use crate::domain::ids::{ExitId, PaperId, SampleCaseId, SampleCheckId, UserId};
use crate::domain::moment::Moment;
use crate::domain::paper::{Holder, HolderKind, PaperKind};
use crate::domain::pathway::Pathway;
use crate::domain::quantity::Fen;
use crate::domain::sample_check::{BadSampleCheck, Finding, NotNow, Staff, Stage, Step, ToCheck};
use crate::store::sample_checks as store;
pub use crate::store::sample_checks::Case;
use crate::store::{divisions, evidence, exits, papers, users};

/// A member of a household under check. Whoever checks does not know the people and need not.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// The surname.
    pub name: String,
    /// How they are related to the head.
    pub relation: Relation,
    /// The year of their birth.
    pub birth_year: i32,
}

/// A record of a household under check, with its papers. That it is a record of some pathway, its kind says; which of them was
/// chosen, nothing.
#[derive(Debug, Clone, Serialize)]
pub struct Record {
    /// What kind of record.
    pub kind: HolderKind,
    /// The site, programme, course, project, business or measure.
    pub title: String,
    /// The catalogue key of its own kind, where there are several.
    pub own_kind: Option<String>,
    /// Whose, by surname.
    pub person: String,
    /// The number by which it is found.
    pub document: String,
    /// The day it begins to count from.
    pub on: NaiveDate,
    /// The day it ended, or of the placement after a course.
    pub until: Option<NaiveDate>,
    /// The money in it.
    pub amount: Option<Fen>,
    /// The files that lie with it, withdrawn ones left out.
    #[serde(skip)]
    pub files: Vec<(PaperId, PaperKind, Attachment)>,
}

/// What the papers of the first finding say, told when the second is recorded.
#[derive(Debug, Clone, Serialize)]
pub struct First {
    /// The pathway attributed.
    pub pathway: Pathway,
    /// Whether the second finding is the same.
    pub agrees: bool,
}

/// A case under check.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// Its number.
    pub id: SampleCaseId,
    /// The sample check.
    pub check: SampleCheckId,
    /// Where that stands.
    pub stage: Stage,
    /// The year it draws from.
    pub year: i32,
    /// The unit it lies in.
    pub unit: UnitCode,
    /// The household's code.
    pub household_code: HouseholdCode,
    /// The division it lies in, from the county down.
    pub place: String,
    /// The day of the announcement.
    pub announced_on: NaiveDate,
    /// The members frozen with the exit, the head first; none when the check is closed.
    pub members: Vec<Member>,
    /// The records of its members; none when the check is closed.
    pub records: Vec<Record>,
    /// What was found, and why.
    pub finding: Option<(Finding, String, Moment)>,
    /// What it is beside, when it is found.
    pub first: Option<First>,
}

/// The reader as a checker.
fn checker(rx: &Rx<'_>) -> Result<CaseScope> {
    let reader = rx.actor()?;
    reader.must(Act::CheckSample)?;
    Ok(reader.case_scope())
}

/// The reader's cases, those to find first. The pathway of one that is not found is nobody's business.
#[derive(Debug, Clone)]
pub struct OwnCase {
    /// Its number.
    pub id: SampleCaseId,
    /// The year its sample check draws from.
    pub year: i32,
    /// The unit it lies in.
    pub unit: UnitCode,
    /// The household's code.
    pub household_code: HouseholdCode,
    /// The village's name.
    pub village: String,
    /// What was found, and whether it is what was attributed.
    pub found: Option<(Finding, bool)>,
}

/// The reader's cases, those to find first.
///
/// # Errors
/// `Forbidden` for whoever checks none.
pub fn own(rx: &mut Rx<'_>) -> Result<Vec<OwnCase>> {
    let scope = checker(rx)?;
    let mut cases = store::cases(rx.conn, scope, None)?;
    cases.sort_by_key(|case| case.finding.is_some());
    cases
        .into_iter()
        .map(|case| {
            // The case is in the checker's scope, and with it its exit.
            let exit = exits::find(rx.conn, &Scope::City, case.exit)?;
            Ok(OwnCase {
                id: case.id,
                year: case.year,
                found: case.finding.zip(case.agrees()),
                unit: case.unit,
                household_code: exit.household_code,
                village: exit.village,
            })
        })
        .collect()
}

/// How many cases the reader has to find.
///
/// # Errors
/// `Forbidden` for whoever checks none.
pub(super) fn to_find(rx: &mut Rx<'_>) -> Result<i64> {
    let scope = checker(rx)?;
    Ok(store::to_find(rx.conn, scope)?)
}

/// One case of the reader's.
///
/// # Errors
/// `Forbidden` for whoever checks none; `NotFound` for a case that is somebody else's.
pub fn show(rx: &mut Rx<'_>, id: SampleCaseId) -> Result<CaseFile> {
    let scope = checker(rx)?;
    let case = store::case(rx.conn, scope, id)?;
    let exit = exits::find(rx.conn, &Scope::City, case.exit)?;
    let under_way = case.stage == Stage::Drawn;
    let (members, records) =
        if under_way { (members(rx, case.exit)?, records(rx, case.exit)?) } else { (Vec::new(), Vec::new()) };
    let finding = case.finding.zip(case.found_at).map(|(finding, at)| (finding, case.note.clone(), at));
    Ok(CaseFile {
        id,
        check: case.check,
        stage: case.stage,
        year: case.year,
        first: case.agrees().map(|agrees| First { pathway: case.pathway, agrees }),
        unit: case.unit,
        place: divisions::path(rx.conn, &exit.division)?,
        household_code: exit.household_code,
        announced_on: exit.announced_on,
        members,
        records,
        finding,
    })
}

fn members(rx: &mut Rx<'_>, exit: ExitId) -> Result<Vec<Member>> {
    let frozen = exits::members(rx.conn, exit)?;
    let masked = |member: exits::Member| Member {
        name: member.name.public_masked(),
        relation: member.relation,
        birth_year: member.birth_date.year(),
    };
    Ok(frozen.into_iter().map(masked).collect())
}

fn records(rx: &mut Rx<'_>, exit: ExitId) -> Result<Vec<Record>> {
    let all = evidence::of_exit(rx.conn, exit)?;
    all.into_iter()
        .map(|paper| {
            let holder = Holder::from(paper.evidence);
            let mut files = Vec::new();
            for holder in [Some(holder), paper.under].into_iter().flatten() {
                let lying = papers::of(rx.conn, holder)?;
                let lying = lying.into_iter().filter(|paper| paper.withdrawn_at.is_none());
                files.extend(lying.map(|paper| (paper.id, paper.kind, paper.file)));
            }
            Ok(Record {
                kind: holder.kind,
                title: paper.title,
                own_kind: paper.kind,
                person: paper.person_name.public_masked(),
                document: paper.document,
                on: paper.on,
                until: paper.until,
                amount: paper.amount,
                files,
            })
        })
        .collect()
}

/// The file of a paper of one of the reader's cases, while its check is under way.
///
/// # Errors
/// As [`show`]; `NotFound` for a paper of another household.
pub fn file(rx: &mut Rx<'_>, id: SampleCaseId, paper: PaperId) -> Result<Attachment> {
    let shown = show(rx, id)?;
    let mut files = shown.records.into_iter().flat_map(|record| record.files);
    files.find(|(of, ..)| *of == paper).map(|(_, _, file)| file).ok_or(Error::NotFound)
}

/// Opens a paper of one of the actor's cases whole, which goes on record.
///
/// # Errors
/// As [`file`].
pub fn open(tx: &mut Tx<'_>, id: SampleCaseId, paper: PaperId) -> Result<Attachment> {
    let file = file(&mut tx.reading(), id, paper)?;
    tx.record("paper.opened", "sample_case", id.0, json!({ "paper": paper }))?;
    Ok(file)
}

/// Records what the papers of a case support. The last finding closes the check.
///
/// # Errors
/// `Forbidden`; `NotFound` for a case that is somebody else's; `Invalid` on `note`; `Conflict` if it is found; `Stale` if it
/// was given to somebody else meanwhile.
pub fn find(tx: &mut Tx<'_>, id: SampleCaseId, finding: Finding, note: &str) -> Result<SampleCheckId> {
    let scope = checker(&tx.reading())?;
    let case = store::case(tx.conn, scope, id)?;
    if case.finding.is_some() {
        return Err(Error::conflict(&NotNow::Found));
    }
    case.stage.take(Step::Find).map_err(|refusal| Error::conflict(&refusal))?;
    if finding.owes_note() && note.trim().is_empty() {
        return Err(Error::invalid("note", &BadSampleCheck::Note));
    }
    if !store::hold(tx.conn, case.check)? {
        return Err(Error::Stale);
    }
    store::record_finding(tx.conn, id, (tx.actor.user, tx.now), finding, note.trim())?;
    let detail = json!({"case": id, "exit": case.exit, "finding": finding});
    tx.record("sample_case.found", "sample_check", case.check.0, detail)?;
    if store::unfound(tx.conn, case.check)? == 0 {
        case.stage.take(Step::Close).map_err(|refusal| Error::conflict(&refusal))?;
        store::close(tx.conn, case.check, tx.now)?;
        tx.record("sample_check.closed", "sample_check", case.check.0, json!({}))?;
    }
    Ok(case.check)
}

/// Somebody who could check a case.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub user: UserId,
    /// The unit they work for.
    pub unit: UnitCode,
    /// Their name.
    pub name: String,
}

/// A case and who else could check it.
///
/// # Errors
/// `Forbidden` for all but city staff; `NotFound`.
pub fn candidates(rx: &mut Rx<'_>, id: SampleCaseId) -> Result<(Case, Vec<Candidate>)> {
    let reader = rx.actor()?;
    reader.must(Act::DrawSample)?;
    let mut case = store::case(rx.conn, reader.case_scope(), id)?;
    let others = allowed(rx, &case)?;
    let people: Vec<UserId> = others.iter().map(|one| one.user).collect();
    let names = users::names(rx.conn, &people)?;
    let named = |one: Staff| Candidate {
        name: names.get(&one.user).cloned().unwrap_or_default(),
        user: one.user,
        unit: one.unit,
    };
    case.finding = case.finding.filter(|_| case.stage == Stage::Closed);
    Ok((case, others.into_iter().map(named).collect()))
}

fn allowed(rx: &mut Rx<'_>, case: &Case) -> Result<Vec<Staff>> {
    let hands = store::hands(rx.conn, &[case.exit])?.remove(&case.exit).unwrap_or_default();
    let to_check = ToCheck { unit: case.unit.clone(), hands };
    let staff = store::staff(rx.conn)?;
    Ok(staff.into_iter().filter(|one| one.user != case.checker && to_check.allows(one)).collect())
}

/// Gives a case that is not found to somebody else: its checker is away, or works here no longer.
///
/// # Errors
/// `Forbidden` for all but city staff; `NotFound`; `Invalid` on `checker` for somebody who may not check it; `Conflict` if it is
/// found.
pub fn reassign(tx: &mut Tx<'_>, id: SampleCaseId, to: UserId) -> Result<SampleCheckId> {
    tx.actor.must(Act::DrawSample)?;
    let case = store::case(tx.conn, tx.actor.case_scope(), id)?;
    case.stage.take(Step::Assign).map_err(|refusal| Error::conflict(&refusal))?;
    if case.finding.is_some() {
        return Err(Error::conflict(&NotNow::Found));
    }
    if !allowed(&mut tx.reading(), &case)?.iter().any(|one| one.user == to) {
        return Err(Error::invalid("checker", &BadSampleCheck::Checker));
    }
    if !store::hold(tx.conn, case.check)? {
        return Err(Error::Stale);
    }
    store::reassign(tx.conn, &case, to)?;
    let detail = json!({"case": id, "from": case.checker, "to": to});
    tx.record("sample_case.reassigned", "sample_check", case.check.0, detail)?;
    Ok(case.check)
}
