//! The household register: the list, and everything on record about one household.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::failure::Failure;
use super::forms::{Entry, Submitted, Typed};
use super::hires::view::{Row as Hire, unit_name};
use super::lang::Lang;
use super::page::{Answer, Done, Page};
use super::paging::{Asked, PER_PAGE, Pager};
use super::visit::SignedIn;
use crate::desk::Error;
use crate::desk::hires;
use crate::desk::home::{self, Unit};
use crate::desk::households::{self, HouseholdExit, HouseholdFilter, Listed, Member, Whole};
use crate::domain::access::Scope;
use crate::domain::codes::Code as _;
use crate::domain::division::UnitCode;
use crate::domain::household::{Attribute, Cause, HouseholdCode, MembershipReason, Relation};
use crate::domain::identity::{Reason, Sex, age_on};
use crate::domain::ids::{ExitId, HouseholdId, PersonId};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![index, show, reveal]
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
    q: String,
}

#[derive(Serialize)]
struct Choice {
    value: UnitCode,
    label: String,
}

#[derive(Serialize)]
struct Row {
    id: HouseholdId,
    code: HouseholdCode,
    head: Option<String>,
    members: i64,
    unit: String,
    village: String,
    natural_village: String,
    attribute: Attribute,
    cause: Cause,
    registered_on: NaiveDate,
}

impl Row {
    fn of(listed: Listed, units: &[Unit], lang: Lang) -> Self {
        let household = listed.household;
        Self {
            id: household.id,
            unit: unit_name(&household.unit, units, lang),
            code: household.code,
            head: listed.head.map(|head| head.as_str().to_owned()),
            members: listed.members,
            village: household.village,
            natural_village: household.natural_village,
            attribute: household.attribute,
            cause: household.cause,
            registered_on: household.registered_on,
        }
    }
}

#[get("/households?<unit>&<attribute>&<q>&<page>")]
async fn index(
    visit: SignedIn,
    unit: Option<Entry<UnitCode>>,
    attribute: Option<Entry<Attribute>>,
    q: Option<&str>,
    page: Option<i64>,
) -> Answer {
    let (unit, attribute) = (unit.map(Entry::into_inner), attribute.map(Entry::into_inner));
    let q = q.unwrap_or_default().trim().to_owned();
    let filter =
        HouseholdFilter { unit: unit.clone(), attribute, search: Some(q.clone()).filter(|q| !q.is_empty()) };
    let asked = Asked::page(page);
    let (list, units) = visit
        .read(move |rx| Ok((households::list(rx, &filter, asked.offset(), PER_PAGE)?, home::units(rx)?)))
        .await?;
    let unit = unit.map(String::from).unwrap_or_default();
    let chosen = attribute.map_or("", Attribute::code);
    let filters = [("unit", unit.clone()), ("attribute", chosen.to_owned()), ("q", q.clone())];
    let whole_city = visit.actor.scope() == Scope::City;
    let choices = units.iter().filter(|_| whole_city);
    let view = Index {
        pager: asked.of(list.total, "/households", &filters),
        units: choices
            .map(|unit| Choice { value: unit.code.clone(), label: unit.name(visit.lang).to_owned() })
            .collect(),
        rows: list.rows.into_iter().map(|row| Row::of(row, &units, visit.lang)).collect(),
        unit,
        attributes: Attribute::ALL,
        attribute: chosen,
        q,
    };
    Ok(Page::new("households/index", &view))
}

#[derive(Serialize)]
struct Show {
    household: Row,
    members: Vec<Person>,
    former: Vec<Person>,
    exits: Vec<Exit>,
    hires: Vec<Hire>,
    form: Typed,
    /// A member's full ID number, for this once.
    revealed: Option<Revealed>,
}

#[derive(Serialize)]
struct Person {
    id: PersonId,
    name: String,
    sex: Sex,
    birth_date: NaiveDate,
    age: u32,
    id_masked: String,
    relation: Relation,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
    reason: MembershipReason,
}

impl Person {
    fn of(member: Member, today: NaiveDate) -> Self {
        Self {
            id: member.person,
            name: member.name.as_str().to_owned(),
            sex: member.sex,
            birth_date: member.birth_date,
            age: age_on(member.birth_date, today),
            id_masked: member.id_masked,
            relation: member.relation,
            from_on: member.from_on,
            to_on: member.to_on,
            reason: member.reason,
        }
    }
}

#[derive(Serialize)]
struct Exit {
    id: ExitId,
    year: i32,
    announced_on: NaiveDate,
    document: String,
    persons: i32,
    state: String,
}

impl From<HouseholdExit> for Exit {
    fn from(exit: HouseholdExit) -> Self {
        let HouseholdExit { id, year, announced_on, document, persons, state } = exit;
        Self { id, year, announced_on, document, persons, state }
    }
}

#[derive(Serialize)]
struct Revealed {
    person: PersonId,
    name: String,
    number: String,
}

#[get("/households/<id>")]
async fn show(visit: SignedIn, id: HouseholdId) -> Answer {
    record(&visit, id, Typed::blank(), None).await
}

async fn record(visit: &SignedIn, id: HouseholdId, form: Typed, revealed: Option<Revealed>) -> Answer {
    let (whole, units, deadlines) = visit
        .read(move |rx| Ok((households::show(rx, id)?, home::units(rx)?, hires::deadlines(rx)?)))
        .await?;
    let Whole { household, members, exits, hires } = whole;
    let (members, former): (Vec<_>, Vec<_>) = members
        .into_iter()
        .map(|member| Person::of(member, visit.now.day()))
        .partition(|person| person.to_on.is_none());
    let head = members.iter().find(|person| person.relation == Relation::Head);
    let listed = Listed {
        head: head.and_then(|head| head.name.parse().ok()),
        members: i64::try_from(members.len()).unwrap_or(i64::MAX),
        household,
    };
    let view = Show {
        household: Row::of(listed, &units, visit.lang),
        members,
        former,
        exits: exits.into_iter().map(Exit::from).collect(),
        hires: hires.iter().map(|hire| Hire::of(hire, &units, &deadlines, visit.lang)).collect(),
        form,
        revealed,
    };
    Ok(Page::new("households/show", &view))
}

#[derive(FromForm, Validate)]
struct Look {
    person: i64,
    purpose: Entry<Reason>,
}

/// Answers with the page itself, not with a way to it: the number is shown once and kept nowhere.
#[post("/households/<id>/identity", data = "<form>")]
async fn reveal(visit: SignedIn, id: HouseholdId, form: Submitted<Look>) -> Result<Done, Failure> {
    let revealed = match form.value {
        Ok(look) => {
            visit
                .write(move |tx| {
                    let person = PersonId(look.person);
                    let (name, number) = households::reveal(tx, id, person, &look.purpose)?;
                    let number = number.reveal(&look.purpose).to_owned();
                    Ok(Revealed { person, name: name.as_str().to_owned(), number })
                })
                .await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    match revealed {
        Ok(revealed) => Ok(record(&visit, id, Typed::blank(), Some(revealed)).await?.into()),
        Err(Error::Invalid(refusals)) => {
            let page = record(&visit, id, form.typed.refused(&refusals), None).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
