//! The operator's pages: report, receipt, correction, leaving.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use uuid::Uuid;
use validator::Validate;

use super::record;
use super::view::{Paid, Whole};
use crate::desk::hires::{self, Correction, Deadlines, Hire, Report, Reported, Workplace};
use crate::desk::home::Unit;
use crate::desk::{self, Error};
use crate::domain::codes::Code;
use crate::domain::hire::{EmploymentForm, MonthlyWage, Post, Receipt, RegisterClaim, Step, WorkDay};
use crate::domain::identity::{PersonName, Phone, ResidentId};
use crate::domain::ids::{HireId, SiteId};
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::{Entry, SentKey, Submitted, Typed};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![new, create, edit, correct, leave]
}

#[derive(FromForm, Validate)]
struct Reporting {
    site: i64,
    name: Entry<PersonName>,
    id_number: Entry<ResidentId>,
    claim: Entry<RegisterClaim>,
    phone: Option<Entry<Phone>>,
    employment: Entry<EmploymentForm>,
    post: Option<Entry<Post>>,
    wage: Entry<MonthlyWage>,
    started_on: Entry<WorkDay>,
}

impl From<Reporting> for Report {
    fn from(typed: Reporting) -> Self {
        Self {
            site: SiteId(typed.site),
            name: typed.name.0,
            id: typed.id_number.0,
            claim: typed.claim.0,
            phone: typed.phone.map(Entry::into_inner),
            post: typed.post.map(Entry::into_inner),
            form: typed.employment.0,
            wage: typed.wage.0,
            started_on: typed.started_on.0,
            key: None,
        }
    }
}

/// The page of three steps, for a report or for its correction.
#[derive(Serialize)]
struct Steps {
    form: Typed,
    key: String,
    sites: Vec<Choice>,
    claims: &'static [RegisterClaim],
    forms: &'static [EmploymentForm],
    today: NaiveDate,
    /// The record of the same report, if there is one.
    known: Option<Known>,
    /// What is corrected.
    correcting: Option<Whole>,
}

#[derive(Serialize)]
struct Choice {
    value: SiteId,
    label: String,
}

#[derive(Serialize)]
struct Known {
    receipt: Receipt,
    href: String,
}

impl Steps {
    fn of(visit: &SignedIn, form: Typed, sites: Vec<Workplace>) -> Self {
        Self {
            form,
            key: Uuid::now_v7().simple().to_string(),
            sites: sites.into_iter().map(|site| Choice { value: site.id, label: site.name }).collect(),
            claims: RegisterClaim::ALL,
            forms: EmploymentForm::ALL,
            today: visit.now.day(),
            known: None,
            correcting: None,
        }
    }
}

#[get("/hires/new")]
async fn new(visit: SignedIn) -> Answer {
    let sites = visit.read(hires::workplaces).await?;
    let form = match sites.as_slice() {
        [only] => Typed::filled([("site", only.id.to_string())]),
        _ => Typed::blank(),
    };
    Ok(Page::new("hires/new", &Steps::of(&visit, form, sites)))
}

#[post("/hires", data = "<form>")]
async fn create(visit: SignedIn, sent: SentKey, form: Submitted<Reporting>) -> Result<Done, Failure> {
    let key = sent.or(form.typed.value("key"));
    let kept = key.clone();
    let reported = match form.value {
        Ok(typed) => {
            let report = Report { key: kept, ..Report::from(typed) };
            visit.write(move |tx| hires::report(tx, &report)).await
        }
        Err(refusals) => Err(Error::Invalid(all_of(refusals, &form.typed, visit.now.day()))),
    };
    let (status, refusals, known) = match reported {
        Ok(Reported::New(id)) => return Ok(See::other(format!("/hires/{id}")).arrived(key).into()),
        Ok(Reported::Again(id)) => {
            let again = See::other(format!("/hires/{id}")).notice(Message::new("notice-hire-again"));
            return Ok(again.arrived(key).into());
        }
        Ok(Reported::Before(id)) => {
            (Status::Conflict, Refusals::one("id_number", Message::new("error-hire-before")), Some(id))
        }
        Err(Error::Conflict(message)) => (Status::Conflict, Refusals::one("", message), None),
        Err(Error::Invalid(refusals)) => (Status::UnprocessableEntity, refusals, None),
        Err(error) => return Err(error.into()),
    };
    let sites = visit.read(hires::workplaces).await?;
    let mut view = Steps::of(&visit, form.typed.refused(&refusals), sites);
    view.known = known.map(|id| Known { receipt: Receipt(id), href: format!("/hires/{id}") });
    Ok(Page::new("hires/new", &view).refused(status, refusals).into())
}

/// What is wrong with single fields, and between those that could be read.
fn all_of(mut refusals: Refusals, typed: &Typed, today: NaiveDate) -> Refusals {
    let id = typed.value("id_number").and_then(|id| id.parse().ok());
    let started_on = typed.value("started_on").and_then(|day| day.parse().ok());
    for (field, message) in hires::read_so_far(id.as_ref(), started_on, today).iter() {
        refusals.add(field, message.clone());
    }
    refusals
}

/// The operator's own record of a hire: the receipt, and what can be done next.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
pub(super) struct Record {
    hire: Whole,
    form: Typed,
    today: NaiveDate,
    can_correct: bool,
    can_leave: bool,
    /// The county has found it true, so its months can be confirmed.
    is_verified: bool,
    wages: Paid,
    may_correct: bool,
}

impl Record {
    /// With the months confirmed so far.
    pub(super) fn with(self, wages: hires::wages::Wages) -> Self {
        Self { wages: Paid::of(wages), ..self }
    }

    pub(super) fn of(
        hire: &Hire,
        units: &[Unit],
        deadlines: &Deadlines,
        visit: &SignedIn,
        form: Typed,
    ) -> Self {
        let open = |step| hire.listed.stage.open().any(|open| open == step);
        Self {
            hire: Whole::of(hire, units, deadlines, visit.lang),
            form,
            today: visit.now.day(),
            can_correct: open(Step::ReportAgain),
            can_leave: open(Step::Leave),
            is_verified: hire.listed.stage.is_verified(),
            wages: Paid::default(),
            may_correct: true,
        }
    }
}

/// As a report; the number stays unless it is typed again.
#[derive(FromForm, Validate)]
struct Correcting {
    name: Entry<PersonName>,
    id_number: Option<Entry<ResidentId>>,
    claim: Entry<RegisterClaim>,
    phone: Option<Entry<Phone>>,
    employment: Entry<EmploymentForm>,
    post: Option<Entry<Post>>,
    wage: Entry<MonthlyWage>,
    started_on: Entry<WorkDay>,
    revision: i64,
}

impl From<Correcting> for Correction {
    fn from(typed: Correcting) -> Self {
        Self {
            name: typed.name.0,
            id: typed.id_number.map(Entry::into_inner),
            claim: typed.claim.0,
            phone: typed.phone.map(Entry::into_inner),
            post: typed.post.map(Entry::into_inner),
            form: typed.employment.0,
            wage: typed.wage.0,
            started_on: typed.started_on.0,
        }
    }
}

/// The report as it was typed, without the number.
fn as_typed(hire: &Hire) -> Typed {
    let listed = &hire.listed;
    let wage = crate::web::lang::numbers::amount(listed.wage.0).replace(',', "");
    Typed::filled([
        ("name", listed.name.as_str().to_owned()),
        ("claim", hire.claim.code().to_owned()),
        ("phone", hire.phone.clone()),
        ("employment", listed.form.code().to_owned()),
        ("post", hire.post.clone()),
        ("wage", wage),
        ("started_on", listed.started_on.to_string()),
        ("revision", hire.revision.to_string()),
    ])
}

#[get("/hires/<id>/edit")]
async fn edit(visit: SignedIn, id: HireId) -> Answer {
    correction_page(&visit, id, None).await
}

async fn correction_page(visit: &SignedIn, id: HireId, form: Option<Typed>) -> Answer {
    let (hire, sites, deadlines) = visit
        .read(move |rx| Ok((hires::to_correct(rx, id)?, hires::workplaces(rx)?, hires::deadlines(rx)?)))
        .await?;
    let mut view = Steps::of(visit, form.unwrap_or_else(|| as_typed(&hire)), sites);
    view.correcting = Some(Whole::of(&hire, &[], &deadlines, visit.lang));
    Ok(Page::new("hires/new", &view))
}

#[post("/hires/<id>/correction", data = "<form>")]
async fn correct(visit: SignedIn, id: HireId, form: Submitted<Correcting>) -> Result<Done, Failure> {
    let corrected = match form.value {
        Ok(typed) => {
            let revision = typed.revision;
            let correction = Correction::from(typed);
            visit.write(move |tx| hires::correct(tx, id, revision, correction)).await
        }
        Err(refusals) => Err(Error::Invalid(all_of(refusals, &form.typed, visit.now.day()))),
    };
    match corrected {
        Ok(()) => {
            Ok(See::other(format!("/hires/{id}")).notice(Message::new("notice-hire-sent-again")).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = correction_page(&visit, id, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(FromForm, Validate)]
struct Leaving {
    left_on: Entry<WorkDay>,
    revision: i64,
}

#[post("/hires/<id>/leaving", data = "<form>")]
async fn leave(visit: SignedIn, id: HireId, form: Submitted<Leaving>) -> Result<Done, Failure> {
    let left = match form.value {
        Ok(typed) => visit.write(move |tx| hires::leave(tx, id, typed.revision, typed.left_on.0)).await,
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    finish(&visit, id, left, form.typed, "notice-hire-left").await
}

/// After a step on a hire: its page, with what was done or with what is wrong.
pub(super) async fn finish(
    visit: &SignedIn,
    id: HireId,
    outcome: desk::Result<()>,
    typed: Typed,
    notice: &'static str,
) -> Result<Done, Failure> {
    match outcome {
        Ok(()) => Ok(See::other(format!("/hires/{id}")).notice(Message::new(notice)).into()),
        Err(Error::Invalid(refusals)) => {
            let page = record(visit, id, typed.refused(&refusals), None).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
