//! What the county does with hires.

use serde_json::json;

use super::not_now;
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Scope};
use crate::domain::hire::{self, EmploymentForm, Finding, Held, Record, Step, Verdict};
use crate::domain::household::Belonging;
use crate::domain::identity::Reason;
use crate::domain::ids::{HireId, PersonId};
use crate::domain::refusal::Message;
use crate::keys::Keys;
use crate::store::Conn;
use crate::store::hires::{self as store, Event, Hire, OtherHire, Registered};

/// A report held against the household register.
#[derive(Debug)]
pub struct Examination {
    /// What was reported.
    pub hire: Hire,
    /// Sex and date of birth, as the ID number tells them.
    pub reported: (crate::domain::identity::Sex, chrono::NaiveDate),
    /// Whoever on the register has the same ID number.
    pub registered: Option<Registered>,
    /// Other reports of the same person, anywhere in the city.
    pub others: Vec<OtherHire>,
    /// What the comparison found.
    pub findings: Vec<Finding>,
    /// What was done with it so far, oldest first.
    pub history: Vec<Event>,
}

impl Examination {
    /// Whether it may be verified.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.findings.iter().all(|finding| finding.verdict != Verdict::Blocks)
    }
}

/// Holds a report against the register, for staff.
///
/// # Errors
/// `Forbidden` for anybody else, `NotFound` for another unit's.
pub fn examine(rx: &mut Rx<'_>, id: HireId) -> Result<Examination> {
    rx.actor()?.must(Act::ReadHouseholds)?;
    let scope = rx.scope();
    compare(rx.conn, rx.keys, &scope, id)
}

fn compare(c: &mut Conn, keys: &Keys, scope: &Scope, id: HireId) -> Result<Examination> {
    let hire = store::load(c, scope, id)?;
    let sealed = store::sealed_id(c, scope, id)?;
    let number = keys.open_id(&sealed.cipher)?;
    let registered = store::registered(c, &sealed.index)?;
    let others = store::others_of(c, &sealed.index, id)?;
    let elsewhere: Vec<Held> = others
        .iter()
        .filter(|other| other.stage.is_verified() && other.form == EmploymentForm::LongTerm)
        .map(|other| Held { from: other.started_on, to: other.left_on })
        .collect();
    let person = registered.as_ref().map(|found| {
        let record = Record { name: &found.name, sex: found.sex, birth_date: found.birth_date };
        (record, Belonging { from: found.from_on, to: found.to_on })
    });
    let findings = hire::examine(
        &Record { name: &hire.listed.name, sex: number.sex(), birth_date: number.birth_date() },
        hire.claim,
        hire.listed.form,
        Held { from: hire.listed.started_on, to: hire.listed.left_on },
        person.as_ref().map(|(record, belonging)| (record, *belonging)),
        &elsewhere,
    );
    let history = store::history(c, id)?;
    Ok(Examination {
        reported: (number.sex(), number.birth_date()),
        hire,
        registered,
        others,
        findings,
        history,
    })
}

/// Verifies a hire, linked to the person of the register the page showed, or to nobody if it showed nobody.
///
/// # Errors
/// `Conflict` if it is not waiting for it or a finding blocks it; `Stale` if the hire or the register changed since the
/// page was read.
pub fn verify(tx: &mut Tx<'_>, id: HireId, revision: i64, shown: Option<PersonId>) -> Result<()> {
    tx.actor.must(Act::VerifyHire)?;
    let scope = tx.scope();
    let sealed = store::sealed_id(tx.conn, &scope, id)?;
    store::lock_identity(tx.conn, &sealed.index)?;
    let examination = compare(tx.conn, tx.keys, &scope, id)?;
    examination.hire.listed.stage.take(Step::Verify).map_err(not_now)?;
    if !examination.is_clear() {
        return Err(Error::Conflict(Message::new("error-hire-blocked")));
    }
    let person = examination.registered.map(|found| found.person);
    if person != shown {
        return Err(Error::Stale);
    }
    store::confirm_verified(tx.conn, id, revision, person, tx.actor.user, tx.now)?;
    tx.record("hire.verified", "hire", id.0, json!({ "person": person }))
}

/// Sends a report back to the operator, who reads the reason.
///
/// # Errors
/// `Conflict` if it is not waiting for verification; `Stale` if it changed since `revision`.
pub fn send_back(tx: &mut Tx<'_>, id: HireId, revision: i64, reason: &Reason) -> Result<()> {
    tx.actor.must(Act::VerifyHire)?;
    let scope = tx.scope();
    store::load(tx.conn, &scope, id)?.listed.stage.take(Step::SendBack).map_err(not_now)?;
    store::send_back(tx.conn, id, revision, reason)?;
    tx.record("hire.sent_back", "hire", id.0, json!({}))
}
