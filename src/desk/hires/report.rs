//! What operators do with hires.
//!
//! Nothing here reads the household register: neither an answer nor its time can tell an operator who is on it.

use chrono::NaiveDate;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::not_now;
use crate::desk::{Error, Result, Tx};
use crate::domain::access::Act;
use crate::domain::hire::{
    EmploymentForm, MonthlyWage, Post, RegisterClaim, Step, WorkDay, check_begun, check_leaving, check_start,
};
use crate::domain::identity::{PersonName, Phone, ResidentId};
use crate::domain::ids::{HireId, OperatorId, SiteId};
use crate::domain::month::Month;
use crate::domain::refusal::{Message, Refusals};
use crate::store::idempotency::{self, Remembered};
use crate::store::{Fault, Unique, hires as store};

/// What an operator reports.
#[derive(Debug, Clone)]
pub struct Report {
    /// Where they work.
    pub site: SiteId,
    /// Who: the name on the ID card.
    pub name: PersonName,
    /// The ID number.
    pub id: ResidentId,
    /// Whether they are on the register, as far as the operator knows.
    pub claim: RegisterClaim,
    /// Where to call them.
    pub phone: Option<Phone>,
    /// What they do.
    pub post: Option<Post>,
    /// How they are employed.
    pub form: EmploymentForm,
    /// What they earn.
    pub wage: MonthlyWage,
    /// Their first day.
    pub started_on: WorkDay,
    /// The form's key, by which a re-sent form is recognised.
    pub key: Option<String>,
}

/// What came of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reported {
    /// It was entered.
    New(HireId),
    /// The same report had arrived before; nothing was entered.
    Again(HireId),
    /// The site has reported the same person from the same day before, with other particulars; nothing was entered.
    Before(HireId),
}

/// What the rules between the fields of a report find in those that could be read, for a form in which others could not: so
/// that everything wrong with it is said at once.
#[must_use]
pub fn read_so_far(id: Option<&ResidentId>, started_on: Option<WorkDay>, today: NaiveDate) -> Refusals {
    let Some(started_on) = started_on else { return Refusals::default() };
    let checked = match id {
        Some(id) => check_start(id, started_on, today),
        None => check_begun(started_on, today),
    };
    checked.map_or_else(|refusal| Refusals::of("started_on", &refusal), |()| Refusals::default())
}

/// Reports a hire.
///
/// # Errors
/// `Forbidden` for anybody but operators, `NotFound` if the site is not theirs or closed, `Invalid` if the first day does
/// not fit or the person has another long-term job then, `Conflict` if the form's key came with another report before.
pub fn report(tx: &mut Tx<'_>, report: &Report) -> Result<Reported> {
    tx.actor.must(Act::ReportHire)?;
    let operator = tx.actor.operator.ok_or(Error::NotFound)?;
    enter(tx, operator, report)
}

/// Enters a row of a roster that the city takes in, for the site's own business: the counties verify it as any report.
///
/// # Errors
/// As [`report`]; `Forbidden` for anybody but the city.
pub(in crate::desk) fn take_in(tx: &mut Tx<'_>, operator: OperatorId, report: &Report) -> Result<Reported> {
    tx.actor.must(Act::ImportHires)?;
    enter(tx, operator, report)
}

fn enter(tx: &mut Tx<'_>, operator: OperatorId, report: &Report) -> Result<Reported> {
    check_start(&report.id, report.started_on, tx.now.day()).map_err(|e| Error::invalid("started_on", &e))?;
    let new = store::NewHire {
        site: report.site,
        name: report.name.clone(),
        id_cipher: tx.keys.seal_id(&report.id)?,
        id_index: tx.keys.index_id(&report.id),
        id_masked: report.id.masked(),
        claim: report.claim,
        phone: report.phone.as_ref().map(|phone| phone.as_str().to_owned()).unwrap_or_default(),
        post: report.post.as_ref().map(|post| post.0.clone()).unwrap_or_default(),
        form: report.form,
        wage: report.wage,
        started_on: report.started_on.0,
        by: tx.actor.user,
        at: tx.now,
    };
    let entered = store::report(tx.conn, operator, &new).map_err(second_job)?;
    let Some(id) = entered else { return recognise(tx, report, &new) };
    if let Some(key) = &report.key {
        let request = Remembered { request_digest: digest(&new), answer: id.to_string() };
        // A key that is known here came with a report that was entered under it, and that was another one.
        if !idempotency::remember(tx.conn, tx.actor.user, key, &request, tx.now)? {
            return Err(Error::Conflict(Message::new("error-hire-other-report")));
        }
    }
    tx.record("hire.reported", "hire", id.0, json!({ "site": report.site }))?;
    Ok(Reported::New(id))
}

/// The answer to a long-term job beside another: at the field that says who. It is the same for everybody, wherever the
/// other job is.
fn second_job(fault: Fault) -> Error {
    match fault {
        Fault::SecondJob => Error::Invalid(Refusals::one("id_number", Message::new("error-hire-second-job"))),
        other => other.into(),
    }
}

/// Nothing was entered: says why.
fn recognise(tx: &mut Tx<'_>, report: &Report, new: &store::NewHire) -> Result<Reported> {
    if let Some(key) = &report.key
        && let Some(earlier) = idempotency::recall(tx.conn, tx.actor.user, key)?
    {
        let id =
            earlier.answer.parse().map_err(|_| Error::Broken("a remembered answer is no number".into()))?;
        return if earlier.request_digest == digest(new) {
            Ok(Reported::Again(id))
        } else {
            Err(Error::Conflict(Message::new("error-hire-other-report")))
        };
    }
    let scope = tx.scope();
    let earlier =
        store::same(tx.conn, &scope, new.site, &new.id_index, new.started_on)?.ok_or(Error::NotFound)?;
    let equal = earlier.listed.name == new.name
        && earlier.listed.form == new.form
        && earlier.listed.wage == new.wage.0
        && earlier.claim == new.claim
        && earlier.phone == new.phone
        && earlier.post == new.post;
    let id = earlier.listed.id;
    Ok(if equal { Reported::Again(id) } else { Reported::Before(id) })
}

/// What was reported, in 32 bytes. The ID number goes in as its keyed index: a plain digest of it could be guessed.
fn digest(new: &store::NewHire) -> Vec<u8> {
    let (site, wage, started) = (new.site.to_string(), new.wage.0.0.to_string(), new.started_on.to_string());
    let (claim, form) = (new.claim.to_string(), new.form.to_string());
    let words = [&site, new.name.as_str(), &claim, &new.phone, &new.post, &form, &wage, &started];
    let mut hash = Sha256::new();
    hash.update(&new.id_index);
    for word in words {
        hash.update(word.len().to_be_bytes());
        hash.update(word);
    }
    hash.finalize().to_vec()
}

/// What an operator sends again after a report was sent back. The ID number stays unless it is typed again.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The name on the ID card.
    pub name: PersonName,
    /// The ID number, if typed again.
    pub id: Option<ResidentId>,
    /// Whether they are on the register, as far as the operator knows.
    pub claim: RegisterClaim,
    /// Where to call them.
    pub phone: Option<Phone>,
    /// What they do.
    pub post: Option<Post>,
    /// How they are employed.
    pub form: EmploymentForm,
    /// What they earn.
    pub wage: MonthlyWage,
    /// Their first day.
    pub started_on: WorkDay,
}

/// Corrects a report that was sent back, and sends it again.
///
/// # Errors
/// `NotFound` if it is not theirs, `Conflict` if it was not sent back, `Stale` if it changed since `revision`, `Invalid` if
/// the first day does not fit, or the same person is reported from that day already or has another long-term job then.
pub fn correct(tx: &mut Tx<'_>, id: HireId, revision: i64, correction: Correction) -> Result<()> {
    tx.actor.must(Act::ReportHire)?;
    let scope = tx.scope();
    let hire = store::load(tx.conn, &scope, id)?;
    hire.listed.stage.take(Step::ReportAgain).map_err(not_now)?;
    let number = match &correction.id {
        Some(typed) => typed.clone(),
        None => tx.keys.open_id(&store::sealed_id(tx.conn, &scope, id)?.cipher)?,
    };
    check_start(&number, correction.started_on, tx.now.day())
        .map_err(|e| Error::invalid("started_on", &e))?;
    let sealed = match &correction.id {
        Some(typed) => Some((tx.keys.seal_id(typed)?, tx.keys.index_id(typed), typed.masked())),
        None => None,
    };
    let to = store::Correction {
        name: correction.name,
        id: sealed,
        claim: correction.claim,
        phone: correction.phone.map(|phone| phone.as_str().to_owned()).unwrap_or_default(),
        post: correction.post.map(|post| post.0).unwrap_or_default(),
        form: correction.form,
        wage: correction.wage,
        started_on: correction.started_on.0,
    };
    store::correct(tx.conn, id, revision, &to, tx.now).map_err(|fault: Fault| match fault {
        Fault::Taken(Unique::SameHire) => {
            Error::Invalid(Refusals::one("id_number", Message::new("error-hire-before")))
        }
        other => second_job(other),
    })?;
    tx.record("hire.reported_again", "hire", id.0, json!({ "id_changed": to.id.is_some() }))
}

/// Reports that the person left after their last day.
///
/// # Errors
/// `NotFound` if it is not theirs, `Conflict` if the hire is not verified, `Stale` if it changed since `revision`, `Invalid`
/// if the day does not fit or lies before a month that is confirmed.
pub fn leave(tx: &mut Tx<'_>, id: HireId, revision: i64, last_day: WorkDay) -> Result<()> {
    tx.actor.must(Act::ReportHire)?;
    let scope = tx.scope();
    let hire = store::load(tx.conn, &scope, id)?;
    hire.listed.stage.take(Step::Leave).map_err(not_now)?;
    check_leaving(hire.listed.started_on, last_day, tx.now.day())
        .map_err(|e| Error::invalid("left_on", &e))?;
    if let Some(month) = store::wages::last(tx.conn, id)?
        && last_day.0 < month
    {
        let refusal =
            Message::new("error-left-before-wage-month").with("month", Month::of(month).to_string());
        return Err(Error::Invalid(Refusals::one("left_on", refusal)));
    }
    store::leave(tx.conn, id, revision, last_day.0)?;
    tx.record("hire.left", "hire", id.0, json!({ "last_day": last_day.0 }))
}
