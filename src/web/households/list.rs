//! The list of households, its search, and the search by a full ID number, which is never in an address.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::Row;
use crate::desk::Error;
use crate::desk::home::{self};
use crate::desk::households::{self, Cursor, HouseholdFilter};
use crate::domain::access::Scope;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::household::{Attribute, Cause};
use crate::domain::identity::ResidentId;
use crate::domain::ids::HouseholdId;
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Typed};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::paging::{self, PER_PAGE, Pager};
use crate::web::sites::Choice;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![index, find]
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    pager: Pager,
    /// The units to choose from; none for somebody who works for one.
    units: Vec<Choice>,
    unit: String,
    attributes: &'static [Attribute],
    /// The chosen attribute's code, or nothing.
    attribute: &'static str,
    causes: &'static [Cause],
    cause: &'static str,
    q: String,
    may_keep: bool,
    /// The search by ID number.
    form: Typed,
}

/// What the address asks for.
#[derive(Default, FromForm)]
pub(in crate::web) struct Query {
    unit: Option<Entry<UnitCode>>,
    attribute: Option<Entry<Attribute>>,
    cause: Option<Entry<Cause>>,
    q: Option<String>,
    after: Option<i64>,
    before: Option<i64>,
}

impl Query {
    pub(in crate::web) fn filter(&self) -> HouseholdFilter {
        HouseholdFilter {
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            attribute: self.attribute.map(Entry::into_inner),
            cause: self.cause.map(Entry::into_inner),
            search: Some(self.text()).filter(|q| !q.is_empty()),
        }
    }

    fn text(&self) -> String {
        self.q.as_deref().unwrap_or_default().trim().to_owned()
    }

    fn at(&self) -> Option<Cursor> {
        let before = self.before.map(|id| Cursor::Before(HouseholdId(id)));
        self.after.map(|id| Cursor::After(HouseholdId(id))).or(before)
    }

    /// The fields of an address that asks the same.
    pub(in crate::web) fn fields(&self) -> [(&'static str, String); 4] {
        [
            ("unit", self.unit.as_ref().map(|unit| unit.0.to_string()).unwrap_or_default()),
            ("attribute", self.attribute.map_or("", |attribute| attribute.0.code()).to_owned()),
            ("cause", self.cause.map_or("", |cause| cause.0.code()).to_owned()),
            ("q", self.text()),
        ]
    }
}

#[get("/households?<query..>")]
async fn index(visit: SignedIn, query: Query) -> Answer {
    page(&visit, query, Typed::blank()).await
}

async fn page(visit: &SignedIn, query: Query, form: Typed) -> Answer {
    let (filter, at, filters, q) = (query.filter(), query.at(), query.fields(), query.text());
    let (list, units) =
        visit.read(move |rx| Ok((households::list(rx, &filter, at, PER_PAGE)?, home::units(rx)?))).await?;
    let unit = query.unit.as_ref().map(|unit| unit.0.to_string()).unwrap_or_default();
    let attribute = query.attribute.map_or("", |attribute| attribute.0.code());
    let cause = query.cause.map_or("", |cause| cause.0.code());
    let ends = list.rows.first().zip(list.rows.last()).map(|(a, b)| (a.household.id, b.household.id));
    let whole_city = visit.actor.scope() == Scope::City;
    let choice =
        |unit: &home::Unit| Choice { value: unit.code.to_string(), label: unit.name(visit.lang).to_owned() };
    let view = Index {
        pager: pager(list.total, list.before, list.rows.len(), ends, &filters),
        units: units.iter().filter(|_| whole_city).map(choice).collect(),
        rows: list.rows.into_iter().map(|row| Row::of(row, &units, visit.lang)).collect(),
        unit,
        attributes: Attribute::ALL,
        attribute,
        causes: Cause::ALL,
        cause,
        q,
        may_keep: list.may_keep,
        form,
    };
    Ok(Page::new("households/index", &view))
}

/// Where the page lies in the list, with links that say where the next begins and not how many rows to skip.
fn pager(
    total: i64,
    before: i64,
    shown: usize,
    ends: Option<(HouseholdId, HouseholdId)>,
    filters: &[(&str, String)],
) -> Pager {
    let shown = i64::try_from(shown).unwrap_or_default();
    let link = |name: &'static str, id: HouseholdId| {
        let cursor = [(name, id.to_string())];
        let all: Vec<(&str, String)> = filters.iter().cloned().chain(cursor).collect();
        paging::href("/households", &all, 1)
    };
    Pager {
        total,
        page: before / PER_PAGE + 1,
        pages: ((total + PER_PAGE - 1) / PER_PAGE).max(1),
        first: if shown == 0 { 0 } else { before + 1 },
        last: before + shown,
        previous: ends.filter(|_| before > 0).map(|(first, _)| link("before", first)),
        next: ends.filter(|_| before + shown < total).map(|(_, last)| link("after", last)),
    }
}

#[derive(FromForm, Validate)]
struct Find {
    id_number: Entry<ResidentId>,
}

/// To the household of whoever has the number; the number itself stays in the body of the request.
#[post("/households/search", data = "<form>")]
async fn find(visit: SignedIn, form: Submitted<Find>) -> Result<Done, Failure> {
    let found = match form.value {
        Ok(find) => visit.write(move |tx| households::of_identity(tx, &find.id_number)).await,
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    let refusals = match found {
        Ok(Some(id)) => return Ok(See::other(format!("/households/{id}")).into()),
        Ok(None) => Refusals::one("id_number", Message::new("error-household-nobody-of-number")),
        Err(Error::Invalid(refusals)) => refusals,
        Err(error) => return Err(error.into()),
    };
    let page = page(&visit, <Query as Default>::default(), form.typed.refused(&refusals)).await?;
    Ok(page.status(Status::UnprocessableEntity).into())
}
