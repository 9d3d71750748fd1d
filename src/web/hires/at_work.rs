//! The operator's list of who is at work, month by month, and the correction of a wage.

use std::collections::{BTreeMap, HashMap};

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use crate::desk::Error;
use crate::desk::hires::wages;
use crate::domain::hire::{MonthlyWage, Receipt, Stage};
use crate::domain::identity::Reason;
use crate::domain::ids::HireId;
use crate::domain::month::Month;
use crate::domain::quantity::Fen;
use crate::domain::refusal::{Message, Refusal, Refusals};
use crate::web::failure::{Failure, Kind};
use crate::web::forms::{Entry, SentKey, Submitted, Typed};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::paging::{Asked, PER_PAGE, Pager};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![list, confirm, edit, correct]
}

#[derive(Serialize)]
struct List {
    rows: Vec<Row>,
    pager: Pager,
    month: Month,
    /// As addresses have it.
    address: String,
    before: String,
    /// The month after, unless it has not begun.
    after: Option<String>,
    /// How many are not confirmed.
    open: i64,
    form: Typed,
}

#[derive(Serialize)]
struct Row {
    id: HireId,
    receipt: Receipt,
    name: String,
    site: String,
    left: bool,
    confirmed: Option<Fen>,
    usual: Fen,
}

impl Row {
    fn of(one: wages::AtWork) -> Self {
        Self {
            id: one.hire.id,
            receipt: Receipt(one.hire.id),
            name: one.hire.name.as_str().to_owned(),
            site: one.hire.site,
            left: one.hire.stage == Stage::Left,
            confirmed: one.confirmed,
            usual: one.usual,
        }
    }
}

#[get("/hires/at-work?<month>&<page>")]
async fn list(visit: SignedIn, month: Option<&str>, page: Option<i64>) -> Answer {
    let month = month.and_then(|month| month.parse().ok()).unwrap_or_else(|| Month::of(visit.now.day()));
    shown(&visit, month, page, Typed::blank()).await
}

async fn shown(visit: &SignedIn, month: Month, page: Option<i64>, form: Typed) -> Answer {
    let asked = Asked::page(page);
    let list = visit.read(move |rx| wages::at_work(rx, month, asked.offset(), PER_PAGE)).await?;
    let view = List {
        rows: list.rows.into_iter().map(Row::of).collect(),
        pager: asked.of(list.total, "/hires/at-work", &[("month", month.to_string())]),
        address: month.to_string(),
        before: month.back(1).to_string(),
        after: (month < Month::of(list.today)).then(|| month.on(1).to_string()),
        open: list.open,
        month,
        form,
    };
    Ok(Page::new("hires/at_work", &view))
}

#[derive(FromForm, Validate)]
struct Confirming {
    page: Option<i64>,
    /// One person with the wage that was shown on the button: `17:180000`.
    only: Option<String>,
    /// The whole list, by hire.
    wages: HashMap<i64, String>,
}

/// Who is confirmed with which wage: the one whose button was pressed, or everybody a wage was typed for.
fn paid(typed: &Confirming) -> Result<Vec<(HireId, MonthlyWage)>, Refusals> {
    if let Some((hire, fen)) = typed.only.as_deref().and_then(|only| only.split_once(':')) {
        // What is on a button is not typed: nonsense there confirms nobody.
        let one = hire.parse().ok().zip(fen.parse().ok().filter(|fen| *fen > 0));
        return Ok(one.map(|(hire, fen)| (HireId(hire), MonthlyWage(Fen(fen)))).into_iter().collect());
    }
    let mut refusals = Refusals::default();
    let mut paid = Vec::new();
    let in_order: BTreeMap<_, _> = typed.wages.iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    for (hire, text) in in_order {
        match text.parse() {
            Ok(wage) => paid.push((HireId(*hire), wage)),
            Err(refusal) => {
                let refusal: crate::domain::hire::BadWage = refusal;
                refusals.add(&format!("wages[{hire}]"), refusal.message());
            }
        }
    }
    if paid.is_empty() && refusals.is_empty() {
        refusals.add("", Message::new("error-wage-month-nobody"));
    }
    refusals.into_result().map(|()| paid)
}

#[post("/hires/at-work", data = "<form>")]
async fn confirm(visit: SignedIn, sent: SentKey, form: Submitted<Confirming>) -> Result<Done, Failure> {
    let key = sent.or(form.typed.value("key"));
    let asked = form.typed.value("month").and_then(|month| month.parse::<Month>().ok());
    let month = asked.ok_or_else(|| Failure::new(Kind::NotFound))?;
    let (confirmed, page) = match form.value {
        Ok(typed) => {
            let confirmed = match paid(&typed) {
                Ok(paid) => visit.write(move |tx| wages::confirm(tx, month, &paid)).await,
                Err(refusals) => Err(Error::Invalid(refusals)),
            };
            (confirmed, typed.page)
        }
        Err(refusals) => (Err(Error::Invalid(refusals)), None),
    };
    match confirmed {
        Ok(n) => {
            let page = page.filter(|page| *page > 1).map(|page| format!("&page={page}")).unwrap_or_default();
            let n = i64::try_from(n).unwrap_or(i64::MAX);
            let notice = Message::new("notice-wage-months").with("n", n);
            Ok(See::other(format!("/hires/at-work?month={month}{page}")).notice(notice).arrived(key).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = shown(&visit, month, page, form.typed.refused(&refusals)).await?;
            Ok(page.refused(Status::UnprocessableEntity, refusals).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct Edit {
    hire: HireId,
    receipt: Receipt,
    month: Month,
    address: String,
    before: Fen,
    form: Typed,
}

/// The month of an address; one that is none is a page that does not exist.
fn month_of(address: &str) -> Result<Month, Failure> {
    address.parse().map_err(|_| Failure::new(Kind::NotFound))
}

#[get("/hires/<id>/wages/<month>")]
async fn edit(visit: SignedIn, id: HireId, month: &str) -> Answer {
    let month = month_of(month)?;
    correction(&visit, id, month, Typed::blank()).await
}

async fn correction(visit: &SignedIn, id: HireId, month: Month, form: Typed) -> Answer {
    let before = visit.read(move |rx| wages::to_correct(rx, id, month)).await?;
    let address = month.to_string();
    Ok(Page::new("hires/wage", &Edit { hire: id, receipt: Receipt(id), month, address, before, form }))
}

#[derive(FromForm, Validate)]
struct Correcting {
    before: i64,
    wage: Entry<MonthlyWage>,
    reason: Entry<Reason>,
}

#[post("/hires/<id>/wages/<month>", data = "<form>")]
async fn correct(
    visit: SignedIn,
    id: HireId,
    month: &str,
    form: Submitted<Correcting>,
) -> Result<Done, Failure> {
    let month = month_of(month)?;
    let corrected = match form.value {
        Ok(typed) => {
            visit
                .write(move |tx| {
                    wages::correct(tx, id, month, Fen(typed.before), typed.wage.0, &typed.reason.0)
                })
                .await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match corrected {
        Ok(()) => Ok(See::other(format!("/hires/{id}")).notice(Message::new("notice-wage-corrected")).into()),
        Err(Error::Invalid(refusals)) => {
            let page = correction(&visit, id, month, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
