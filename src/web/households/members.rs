//! The forms of a household's members: joining, correcting, leaving, and another head.

use std::collections::HashMap;

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::person::{FactsForm, LISTS, Lists, filled};
use super::{Heading, answer};
use crate::desk::Error;
use crate::desk::households::{self, Correction, Joining, Member, NewHead, Person};
use crate::domain::codes::Code as _;
use crate::domain::household::{MembershipReason, Relation};
use crate::domain::identity::{PersonName, Reason, ResidentId};
use crate::domain::ids::{HouseholdId, PersonId};
use crate::web::failure::{Failure, Kind};
use crate::web::forms::{Both, Day, Entry, Line, Submitted, Typed, Whole};
use crate::web::page::{Answer, Done, Page};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![joining, join, person, correct, leaving, leave, head, change_head]
}

/// A household for a form, with its members of today.
async fn opened(visit: &SignedIn, id: HouseholdId) -> Result<(Heading, Vec<Member>), Failure> {
    let whole = visit
        .read(move |rx| {
            households::editing(rx, id)?;
            households::show(rx, id)
        })
        .await?;
    let members = whole.members.into_iter().filter(|member| member.to_on.is_none()).collect();
    Ok((Heading::from(&whole.household), members))
}

fn one(members: &[Member], person: PersonId) -> Result<&Member, Failure> {
    members.iter().find(|member| member.person == person).ok_or_else(|| Failure::new(Kind::NotFound))
}

#[derive(Serialize)]
struct JoiningView {
    household: Heading,
    form: Typed,
    relations: Vec<Relation>,
    reasons: [MembershipReason; 4],
    lists: Lists,
}

fn relations(members: &[Member]) -> Vec<Relation> {
    let headless = members.is_empty();
    Relation::ALL.iter().copied().filter(|relation| (*relation == Relation::Head) == headless).collect()
}

#[get("/households/<id>/members/new")]
async fn joining(visit: SignedIn, id: HouseholdId) -> Answer {
    joining_page(&visit, id, Typed::blank()).await
}

async fn joining_page(visit: &SignedIn, id: HouseholdId, form: Typed) -> Answer {
    let (household, members) = opened(visit, id).await?;
    let view = JoiningView {
        household,
        form,
        relations: relations(&members),
        reasons: MembershipReason::ARRIVALS,
        lists: LISTS,
    };
    Ok(Page::new("households/joining", &view))
}

#[derive(FromForm, Validate)]
struct JoiningForm {
    revision: i64,
    name: Entry<PersonName>,
    id_number: Entry<ResidentId>,
    relation: Entry<Relation>,
    day: Entry<Day>,
    why: Entry<MembershipReason>,
    note: Option<Entry<Line>>,
}

fn words(note: Option<Entry<Line>>) -> String {
    note.map(|line| line.into_inner().0).unwrap_or_default()
}

#[post("/households/<id>/members", data = "<form>")]
async fn join(
    visit: SignedIn,
    id: HouseholdId,
    form: Submitted<Both<JoiningForm, FactsForm>>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(Both(typed, facts)) => {
            let revision = typed.revision;
            let joining = Joining {
                person: Person {
                    name: typed.name.into_inner(),
                    id: typed.id_number.into_inner(),
                    facts: facts.into(),
                },
                relation: typed.relation.into_inner(),
                day: typed.day.0.0,
                why: typed.why.into_inner(),
                note: words(typed.note),
            };
            visit.write(move |tx| households::add_member(tx, id, revision, &joining)).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    let again = |typed| joining_page(&visit, id, typed);
    answer(id, outcome, "notice-member-added", form.typed, again).await
}

#[derive(Serialize)]
struct Named {
    id: PersonId,
    name: String,
    relation: Relation,
    id_masked: String,
    from_on: NaiveDate,
}

impl From<&Member> for Named {
    fn from(member: &Member) -> Self {
        Self {
            id: member.person,
            name: member.name.as_str().to_owned(),
            relation: member.relation,
            id_masked: member.id_masked.clone(),
            from_on: member.from_on,
        }
    }
}

#[derive(Serialize)]
struct PersonView {
    household: Heading,
    person: Named,
    form: Typed,
    relations: Vec<Relation>,
    lists: Lists,
}

#[get("/households/<id>/members/<person>", rank = 2)]
async fn person(visit: SignedIn, id: HouseholdId, person: PersonId) -> Answer {
    person_page(&visit, (id, person), None).await
}

async fn person_page(
    visit: &SignedIn,
    (id, person): (HouseholdId, PersonId),
    typed: Option<Typed>,
) -> Answer {
    let (household, members) = opened(visit, id).await?;
    let member = one(&members, person)?;
    let own = [
        ("name", member.name.as_str().to_owned()),
        ("id_number", String::new()),
        ("relation", member.relation.code().to_owned()),
    ];
    let recorded: Vec<_> = own.into_iter().chain(filled(&member.facts())).collect();
    let head = member.relation == Relation::Head;
    let view = PersonView {
        household,
        person: Named::from(member),
        form: typed.unwrap_or_else(|| Typed::filled(recorded)),
        relations: if head { vec![Relation::Head] } else { relations(&members) },
        lists: LISTS,
    };
    Ok(Page::new("households/person", &view))
}

#[derive(FromForm, Validate)]
struct PersonForm {
    revision: i64,
    name: Entry<PersonName>,
    id_number: Option<Entry<ResidentId>>,
    relation: Entry<Relation>,
    reason: Entry<Reason>,
}

#[post("/households/<id>/members/<person>", data = "<form>")]
async fn correct(
    visit: SignedIn,
    id: HouseholdId,
    person: PersonId,
    form: Submitted<Both<PersonForm, FactsForm>>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(Both(typed, facts)) => {
            let revision = typed.revision;
            let right = Correction {
                name: typed.name.into_inner(),
                id: typed.id_number.map(Entry::into_inner),
                relation: typed.relation.into_inner(),
                facts: facts.into(),
                reason: typed.reason.into_inner(),
            };
            visit.write(move |tx| households::correct_person(tx, (id, person), revision, &right)).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    let again = |typed| person_page(&visit, (id, person), Some(typed));
    answer(id, outcome, "notice-member-corrected", form.typed, again).await
}

#[derive(Serialize)]
struct LeavingView {
    household: Heading,
    person: Named,
    /// A head with others in the household, who must have another head first.
    stays: bool,
    form: Typed,
    reasons: [MembershipReason; 6],
}

#[get("/households/<id>/members/<person>/leaving")]
async fn leaving(visit: SignedIn, id: HouseholdId, person: PersonId) -> Answer {
    leaving_page(&visit, (id, person), Typed::blank()).await
}

async fn leaving_page(visit: &SignedIn, (id, person): (HouseholdId, PersonId), form: Typed) -> Answer {
    let (household, members) = opened(visit, id).await?;
    let member = one(&members, person)?;
    let view = LeavingView {
        household,
        person: Named::from(member),
        stays: member.relation == Relation::Head && members.len() > 1,
        form,
        reasons: MembershipReason::DEPARTURES,
    };
    Ok(Page::new("households/leaving", &view))
}

#[derive(FromForm, Validate)]
struct LeavingForm {
    revision: i64,
    day: Entry<Day>,
    why: Entry<MembershipReason>,
    note: Option<Entry<Line>>,
}

#[post("/households/<id>/members/<person>/leaving", data = "<form>")]
async fn leave(
    visit: SignedIn,
    id: HouseholdId,
    person: PersonId,
    form: Submitted<LeavingForm>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(typed) => {
            let (revision, left) = (typed.revision, (typed.day.0.0, typed.why.into_inner()));
            let note = words(typed.note);
            visit.write(move |tx| households::leave(tx, (id, person), revision, left, &note)).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    let again = |typed| leaving_page(&visit, (id, person), typed);
    answer(id, outcome, "notice-member-left", form.typed, again).await
}

#[derive(Serialize)]
struct HeadView {
    household: Heading,
    members: Vec<Named>,
    form: Typed,
    relations: Vec<Relation>,
}

#[get("/households/<id>/head")]
async fn head(visit: SignedIn, id: HouseholdId) -> Answer {
    head_page(&visit, id, None).await
}

async fn head_page(visit: &SignedIn, id: HouseholdId, typed: Option<Typed>) -> Answer {
    let (household, members) = opened(visit, id).await?;
    let others = members.iter().filter(|member| member.relation != Relation::Head);
    let recorded: Vec<(String, String)> = others
        .map(|member| (format!("relations[{}]", member.person), member.relation.code().to_owned()))
        .collect();
    let view = HeadView {
        household,
        members: members.iter().map(Named::from).collect(),
        form: typed.unwrap_or_else(|| Typed::filled(recorded)),
        relations: relations(&members),
    };
    Ok(Page::new("households/head", &view))
}

#[derive(FromForm, Validate)]
struct HeadForm {
    revision: i64,
    head: Entry<Whole>,
    relations: HashMap<i64, Option<Entry<Relation>>>,
    day: Entry<Day>,
    reason: Entry<Reason>,
}

#[post("/households/<id>/head", data = "<form>")]
async fn change_head(visit: SignedIn, id: HouseholdId, form: Submitted<HeadForm>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(typed) => {
            let revision = typed.revision;
            let chosen = typed.relations.into_iter().filter_map(|(person, relation)| {
                relation.map(|relation| (PersonId(person), relation.into_inner()))
            });
            let new = NewHead {
                head: PersonId(typed.head.0.0),
                relations: chosen.collect(),
                day: typed.day.0.0,
                reason: typed.reason.into_inner(),
            };
            visit.write(move |tx| households::change_head(tx, id, revision, &new)).await
        }
        Err(refusals) => Err(Error::Invalid(refusals)),
    };
    let again = |typed| head_page(&visit, id, Some(typed));
    answer(id, outcome, "notice-household-head", form.typed, again).await
}
