//! One household with everything on record about it.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::Row;
use super::person::FactsView;
use crate::desk::Error;
use crate::desk::hires;
use crate::desk::home;
use crate::desk::households::{self, Change, Helper, HouseholdExit, Listed, Member, Whole};
use crate::desk::identities::{self, Whose};
use crate::domain::household::{MembershipReason, Relation};
use crate::domain::identity::{Reason, Sex, age_on};
use crate::domain::ids::{ExitId, HouseholdId, PersonId};
use crate::domain::moment::Moment;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Submitted, Typed};
use crate::web::hires::view::Row as Hire;
use crate::web::page::{Answer, Done, Page};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show, reveal]
}

#[derive(Serialize)]
struct Show {
    household: Row,
    phone: String,
    account_last4: String,
    members: Vec<Person>,
    former: Vec<Person>,
    exits: Vec<Exit>,
    hires: Vec<Hire>,
    helpers: Vec<Helping>,
    changes: Vec<Changed>,
    may_keep: bool,
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
    end_reason: Option<MembershipReason>,
    facts: FactsView,
}

impl Person {
    fn of(member: Member, today: NaiveDate) -> Self {
        Self {
            facts: FactsView::of(member.facts()),
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
            end_reason: member.end_reason,
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
struct Helping {
    name: String,
    organisation: String,
    phone: String,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

impl From<Helper> for Helping {
    fn from(helper: Helper) -> Self {
        let Helper { name, organisation, phone, from_on, to_on } = helper;
        Self { name, organisation, phone, from_on, to_on }
    }
}

/// A change of the register as its history shows it.
#[derive(Serialize)]
pub(in crate::web) struct Changed {
    at: Moment,
    by: String,
    person: Option<String>,
    field: String,
    /// The closed list whose codes the values are; none for words.
    list: Option<&'static str>,
    was: String,
    becomes: String,
    on: Option<NaiveDate>,
    reason: String,
}

impl From<Change> for Changed {
    fn from(change: Change) -> Self {
        let list = match change.field.as_str() {
            "attribute" => Some("household-attribute"),
            "cause" | "second_cause" => Some("poverty-cause"),
            "joined" | "left" => Some("membership-reason"),
            "relation" => Some("relation"),
            "sex" => Some("sex"),
            "nation" => Some("nation"),
            "education" => Some("education"),
            "schooling" => Some("schooling"),
            "health" => Some("health"),
            "labour" => Some("labour"),
            "work_place" => Some("work-place"),
            _ => None,
        };
        Self {
            at: change.at,
            by: change.by,
            person: change.person.map(|name| name.as_str().to_owned()),
            field: change.field,
            list,
            was: change.was,
            becomes: change.becomes,
            on: change.on,
            reason: change.reason,
        }
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
    let Whole { household, members, exits, hires, helpers, changes, may_keep, today } = whole;
    let (members, former): (Vec<_>, Vec<_>) = members
        .into_iter()
        .map(|member| Person::of(member, today))
        .partition(|person| person.to_on.is_none());
    let head = members.iter().find(|person| person.relation == Relation::Head);
    let (phone, account_last4) = (household.phone.clone(), household.account_last4.clone());
    let listed = Listed {
        head: head.and_then(|head| head.name.parse().ok()),
        members: i64::try_from(members.len()).unwrap_or(i64::MAX),
        household,
    };
    let view = Show {
        household: Row::of(listed, &units, visit.lang),
        phone,
        account_last4,
        members,
        former,
        exits: exits.into_iter().map(Exit::from).collect(),
        hires: hires.iter().map(|hire| Hire::of(hire, &units, &deadlines, visit.lang)).collect(),
        helpers: helpers.into_iter().map(Helping::from).collect(),
        changes: changes.into_iter().map(Changed::from).collect(),
        may_keep,
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
                    let shown = identities::reveal(tx, Whose::Member(id, person), &look.purpose)?;
                    let number = shown.number.reveal(&look.purpose).to_owned();
                    Ok(Revealed { person, name: shown.name.as_str().to_owned(), number })
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
