//! The county's page: a report beside the register, and what is decided about it.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::{Route, post, routes};
use serde::Serialize;
use validator::Validate;

use super::report::finish;
use super::view::{Paid, Whole, tone, unit_name};
use super::{Page, record};
use crate::desk::Error;
use crate::desk::hires::{self, Deadlines, Examination, OtherHire, Registered};
use crate::desk::home::Unit;
use crate::desk::identities::{self, Whose};
use crate::domain::access::{Act, Scope};
use crate::domain::hire::{Check, EmploymentForm, Finding, Receipt, Stage, Step, Verdict};
use crate::domain::household::{Attribute, HouseholdCode, Relation};
use crate::domain::identity::{Reason, Sex};
use crate::domain::ids::{HireId, HouseholdId, PersonId};
use crate::domain::moment::Moment;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Typed};
use crate::web::lang::Lang;
use crate::web::page::Done;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![verify, send_back, reveal]
}

/// A report beside the register.
#[derive(Serialize)]
pub(super) struct Comparison {
    hire: Whole,
    sex: Sex,
    birth_date: NaiveDate,
    registered: Option<Person>,
    findings: Vec<Found>,
    others: Vec<Other>,
    history: Vec<Event>,
    /// The reader may decide and the report waits for it.
    can_decide: bool,
    /// Nothing blocks the verification.
    is_clear: bool,
    form: Typed,
    /// The full ID number, for this once.
    revealed: Option<String>,
    /// The months confirmed at work.
    wages: Paid,
    /// Only the operator corrects what they paid.
    may_correct: bool,
}

#[derive(Serialize)]
struct Person {
    id: PersonId,
    name: String,
    sex: Sex,
    birth_date: NaiveDate,
    household: HouseholdId,
    code: HouseholdCode,
    attribute: Attribute,
    unit: String,
    village: String,
    natural_village: String,
    relation: Relation,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
    /// The household is in the reader's own unit, so its page opens.
    is_ours: bool,
}

impl Person {
    fn of(found: &Registered, units: &[Unit], visit: &SignedIn) -> Self {
        Self {
            id: found.person,
            name: found.name.as_str().to_owned(),
            sex: found.sex,
            birth_date: found.birth_date,
            household: found.household,
            code: found.code.clone(),
            attribute: found.attribute,
            unit: unit_name(&found.unit, units, visit.lang),
            village: found.village.clone(),
            natural_village: found.natural_village.clone(),
            relation: found.relation,
            from_on: found.from_on,
            to_on: found.to_on,
            is_ours: is_ours(&visit.actor.scope(), &found.unit),
        }
    }
}

#[derive(Serialize)]
struct Found {
    check: Check,
    verdict: Verdict,
    tone: &'static str,
}

impl Found {
    const fn of(finding: Finding) -> Self {
        let tone = match finding.verdict {
            Verdict::Agrees => "ok",
            Verdict::Differs => "warn",
            Verdict::Blocks => "err",
        };
        Self { check: finding.check, verdict: finding.verdict, tone }
    }
}

#[derive(Serialize)]
struct Other {
    id: HireId,
    receipt: Receipt,
    site: String,
    unit: String,
    form: EmploymentForm,
    started_on: NaiveDate,
    left_on: Option<NaiveDate>,
    stage: Stage,
    tone: &'static str,
    is_ours: bool,
}

impl Other {
    fn of(other: &OtherHire, units: &[Unit], lang: Lang, scope: &Scope) -> Self {
        Self {
            id: other.id,
            receipt: Receipt(other.id),
            site: other.site.clone(),
            unit: unit_name(&other.unit, units, lang),
            form: other.form,
            started_on: other.started_on,
            left_on: other.left_on,
            stage: other.stage,
            tone: tone(other.stage),
            is_ours: is_ours(scope, &other.unit),
        }
    }
}

#[derive(Serialize)]
struct Event {
    at: Moment,
    what: String,
    by: Option<String>,
}

fn is_ours(scope: &Scope, unit: &crate::domain::division::UnitCode) -> bool {
    match scope {
        Scope::City => true,
        Scope::Unit(own) => own == unit,
        Scope::Operator(_) | Scope::Public => false,
    }
}

impl Comparison {
    /// With the months confirmed so far.
    pub(super) fn with(self, wages: hires::wages::Wages) -> Self {
        Self { wages: Paid::of(wages), ..self }
    }

    pub(super) fn of(
        seen: &Examination,
        units: &[Unit],
        deadlines: &Deadlines,
        visit: &SignedIn,
        form: Typed,
        revealed: Option<String>,
    ) -> Self {
        let scope = visit.actor.scope();
        let waits = seen.hire.listed.stage.open().any(|step| step == Step::Verify);
        let (sex, birth_date) = seen.reported;
        Self {
            hire: Whole::of(&seen.hire, units, deadlines, visit.lang),
            sex,
            birth_date,
            registered: seen.registered.as_ref().map(|found| Person::of(found, units, visit)),
            findings: seen.findings.iter().copied().map(Found::of).collect(),
            others: seen.others.iter().map(|other| Other::of(other, units, visit.lang, &scope)).collect(),
            history: seen
                .history
                .iter()
                .map(|event| Event { at: event.at, what: event.step().to_owned(), by: event.by.clone() })
                .collect(),
            can_decide: waits && visit.actor.may(Act::VerifyHire),
            is_clear: seen.is_clear(),
            form,
            revealed,
            wages: Paid::default(),
            may_correct: false,
        }
    }
}

#[derive(FromForm, Validate)]
struct Verification {
    revision: i64,
    /// The person the page showed; nobody if it showed nobody.
    person: Option<i64>,
}

#[post("/hires/<id>/verification", data = "<form>")]
async fn verify(visit: SignedIn, id: HireId, form: Submitted<Verification>) -> Result<Done, Failure> {
    let verified = match form.value {
        Ok(typed) => {
            let shown = typed.person.map(PersonId);
            visit.write(move |tx| hires::verify(tx, id, typed.revision, shown)).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    finish(&visit, id, verified, form.typed, "notice-hire-verified").await
}

#[derive(FromForm, Validate)]
struct Return {
    revision: i64,
    reason: Entry<Reason>,
}

#[post("/hires/<id>/return", data = "<form>")]
async fn send_back(visit: SignedIn, id: HireId, form: Submitted<Return>) -> Result<Done, Failure> {
    let sent = match form.value {
        Ok(typed) => visit.write(move |tx| hires::send_back(tx, id, typed.revision, &typed.reason)).await,
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    finish(&visit, id, sent, form.typed, "notice-hire-sent-back").await
}

#[derive(FromForm, Validate)]
struct Look {
    purpose: Entry<Reason>,
}

/// Answers with the page itself, not with a way to it: the number is shown once and kept nowhere.
#[post("/hires/<id>/identity", data = "<form>")]
async fn reveal(visit: SignedIn, id: HireId, form: Submitted<Look>) -> Result<Done, Failure> {
    let number = match form.value {
        Ok(look) => {
            visit
                .write(move |tx| {
                    let shown = identities::reveal(tx, Whose::Reported(id), &look.purpose)?;
                    Ok(shown.number.reveal(&look.purpose).to_owned())
                })
                .await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match number {
        Ok(number) => Ok(show_number(&visit, id, number).await?.into()),
        Err(error) => finish(&visit, id, Err(error), form.typed, "").await,
    }
}

async fn show_number(visit: &SignedIn, id: HireId, number: String) -> Result<Page, Failure> {
    record(visit, id, Typed::blank(), Some(number)).await
}
