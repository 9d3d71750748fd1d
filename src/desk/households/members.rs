//! Keeping the members of a household: who joins it, who leaves it, who heads it, and what is known of them.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::changes::{Changes, refused, take};
use super::keep::insert_membership;
use crate::desk::{Error, Result, Tx};
use crate::domain::access::Scope;
use crate::domain::household::{Belonging, MembershipReason, Relation, end, join};
use crate::domain::identity::{PersonName, Reason, ResidentId, Sex, age_on};
use crate::domain::ids::{HouseholdId, PersonId};
use crate::domain::person::{Contradiction, Facts, suits};
use crate::domain::refusal::{Message, Refusals};
use crate::store::households::{self as store, Identified, Member, NewMembership, NewPerson};
use crate::store::{Conn, Unique};

/// A person as a form gives them.
#[derive(Debug)]
pub struct Person {
    /// Their name.
    pub name: PersonName,
    /// Their ID number.
    pub id: ResidentId,
    /// What else is known of them.
    pub facts: Facts,
}

fn contradicts(contradiction: Contradiction) -> Error {
    Error::invalid(contradiction.field(), &contradiction)
}

/// Enters a person who is to join a household, or finds them if the register knows them from before; `day` is the field of the
/// form that says from when.
pub(super) fn enter_person(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    new: &Person,
    came: (NaiveDate, MembershipReason),
    day: &str,
) -> Result<PersonId> {
    let today = tx.now.day();
    new.facts.examine(age_on(new.id.birth_date(), today)).map_err(contradicts)?;
    let index = tx.keys.index_id(&new.id);
    let known = store::identified(tx.conn, &index)?;
    if let Some(known) = &known {
        free(tx, household, known)?;
        if known.name != new.name {
            return Err(refused("name", "error-member-name-differs"));
        }
    }
    let before: Vec<Belonging> =
        known.iter().flat_map(|known| known.memberships.iter().map(|past| past.belonging)).collect();
    join(&before, came, new.id.birth_date(), today).map_err(|refusal| {
        let field = if refusal.field() == "day" { day } else { refusal.field() };
        Error::invalid(field, &refusal)
    })?;
    let person = if let Some(known) = known {
        known.person
    } else {
        let row = NewPerson::new(new.name.clone(), &new.id, tx.keys.seal_id(&new.id)?, index);
        let persons = store::insert_persons(tx.conn, &[row]).map_err(|fault| {
            fault.taken(Unique::Identity, || refused("id_number", "error-member-elsewhere"))
        })?;
        persons.first().copied().ok_or_else(|| Error::Broken("a person without a number".into()))?
    };
    store::set_facts(tx.conn, person, &new.facts)?;
    Ok(person)
}

/// Refuses somebody who belongs to a household today: which one, only whoever may know of it is told.
fn free(tx: &mut Tx<'_>, household: HouseholdId, known: &Identified) -> Result<()> {
    let Some(live) = known.live() else { return Ok(()) };
    if live.household == household {
        return Err(refused("id_number", "error-member-here"));
    }
    Err(taken(tx, live.household))
}

fn taken(tx: &mut Tx<'_>, household: HouseholdId) -> Error {
    let scope = tx.scope();
    match belongs_elsewhere(tx.conn, &scope, household) {
        Ok(message) => Refusals::one("id_number", message).into(),
        Err(error) => error,
    }
}

/// What is told of somebody who belongs to another household: which one, only to whoever may know of it.
pub(in crate::desk) fn belongs_elsewhere(
    c: &mut Conn,
    scope: &Scope,
    household: HouseholdId,
) -> Result<Message> {
    Ok(match store::visible_code(c, scope, household)? {
        Some(code) => Message::new("error-member-in-household").with("code", code.as_str()),
        None => Message::new("error-member-elsewhere"),
    })
}

/// Somebody who joins a household.
#[derive(Debug)]
pub struct Joining {
    /// Who.
    pub person: Person,
    /// What they are to the head.
    pub relation: Relation,
    /// From which day.
    pub day: NaiveDate,
    /// Why.
    pub why: MembershipReason,
    /// What else is to be said of it; may be empty.
    pub note: String,
}

fn live(members: &[Member]) -> impl Iterator<Item = &Member> {
    members.iter().filter(|member| member.to_on.is_none())
}

/// Whether the relation of somebody of a sex goes with the head, and with there being one.
fn related(members: &[Member], relation: Relation, sex: Sex) -> Result<()> {
    suits(relation, sex).map_err(contradicts)?;
    let head = live(members).find(|member| member.relation == Relation::Head);
    beside(head.map(|head| head.sex), relation, sex)
        .map_err(|message| Refusals::one("relation", message).into())
}

/// Whether somebody of a sex can be this beside a head of a sex, or without one.
///
/// # Errors
/// What is wrong with it.
pub(in crate::desk) fn beside(
    head: Option<Sex>,
    relation: Relation,
    sex: Sex,
) -> std::result::Result<(), Message> {
    match (head, relation) {
        (Some(_), Relation::Head) => Err(Message::new("error-member-second-head")),
        (None, Relation::Head) => Ok(()),
        (None, _) => Err(Message::new("error-member-no-head")),
        (Some(head), Relation::Spouse) if head == sex => Err(Message::new("error-member-spouse-sex")),
        (Some(_), _) => Ok(()),
    }
}

/// Adds a member to a household.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Invalid` by field, for somebody who belongs to a household already among other things.
pub fn add_member(tx: &mut Tx<'_>, id: HouseholdId, revision: i64, joining: &Joining) -> Result<()> {
    take(tx, id, revision)?;
    let members = store::members(tx.conn, id)?;
    related(&members, joining.relation, joining.person.id.sex())?;
    let person = enter_person(tx, id, &joining.person, (joining.day, joining.why), "day")?;
    let membership = NewMembership {
        household: id,
        person,
        relation: joining.relation,
        from_on: joining.day,
        to_on: None,
        reason: joining.why,
    };
    insert_membership(tx, membership)?;
    store::refresh_one(tx.conn, id)?;
    let mut changes = Changes::of(id, &joining.note).at(person).from(joining.day);
    changes.code("joined", None::<MembershipReason>, Some(joining.why));
    changes.save(tx, "household.member_added", "id_number")
}

/// A live member of a household.
fn member(tx: &mut Tx<'_>, id: HouseholdId, person: PersonId) -> Result<(Member, Vec<Member>)> {
    let members = store::members(tx.conn, id)?;
    let found = live(&members).find(|member| member.person == person).cloned();
    found.map(|one| (one, members)).ok_or(Error::NotFound)
}

/// What is right of a member.
#[derive(Debug)]
pub struct Correction {
    /// Their name.
    pub name: PersonName,
    /// Another ID number; none if the one on record is right.
    pub id: Option<ResidentId>,
    /// What they are to the head.
    pub relation: Relation,
    /// What else is known of them.
    pub facts: Facts,
    /// Why.
    pub reason: Reason,
}

/// Puts right what the register says of a member.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Invalid` by field or if nothing changes.
pub fn correct_person(
    tx: &mut Tx<'_>,
    (id, person): (HouseholdId, PersonId),
    revision: i64,
    right: &Correction,
) -> Result<()> {
    take(tx, id, revision)?;
    let (was, members) = member(tx, id, person)?;
    let (sex, birth) =
        right.id.as_ref().map_or((was.sex, was.birth_date), |number| (number.sex(), number.birth_date()));
    if (was.relation == Relation::Head) != (right.relation == Relation::Head) {
        return Err(refused("relation", "error-member-head-by-form"));
    }
    if was.relation != Relation::Head {
        related(&members, right.relation, sex)?;
    }
    if birth > was.from_on {
        return Err(refused("id_number", "error-member-born-later"));
    }
    right.facts.examine(age_on(birth, tx.now.day())).map_err(contradicts)?;
    let mut changes = Changes::of(id, right.reason.as_str()).at(person);
    changes.note("name", was.name.as_str(), right.name.as_str());
    if let Some(number) = &right.id {
        identify(tx, &was, number, &mut changes)?;
    }
    changes.code("relation", Some(was.relation), Some(right.relation));
    note_facts(&mut changes, &was.facts(), &right.facts);
    store::set_name(tx.conn, person, &right.name)?;
    store::set_facts(tx.conn, person, &right.facts)?;
    if was.relation != right.relation {
        store::set_relation(tx.conn, (id, person), right.relation)?;
    }
    store::refresh_one(tx.conn, id)?;
    changes.save(tx, "household.person_corrected", "reason")
}

/// Gives a member another ID number.
fn identify(tx: &mut Tx<'_>, was: &Member, number: &ResidentId, changes: &mut Changes) -> Result<()> {
    let index = tx.keys.index_id(number);
    match store::identified(tx.conn, &index)? {
        Some(known) if known.person == was.person => return Ok(()),
        Some(known) => {
            let last = known.live().or_else(|| known.memberships.first()).map(|past| past.household);
            return Err(last.map_or_else(
                || refused("id_number", "error-member-elsewhere"),
                |household| taken(tx, household),
            ));
        }
        None => {}
    }
    let (cipher, masked) = (tx.keys.seal_id(number)?, number.masked());
    store::set_identity(tx.conn, was.person, (&cipher, &index, &masked), (number.sex(), number.birth_date()))
        .map_err(|fault| fault.taken(Unique::Identity, || refused("id_number", "error-member-elsewhere")))?;
    changes.masked("id_number", (&was.id_masked, &masked), true);
    changes.code("sex", Some(was.sex), Some(number.sex()));
    changes.note("birth_date", &was.birth_date.to_string(), &number.birth_date().to_string());
    Ok(())
}

fn note_facts(changes: &mut Changes, was: &Facts, right: &Facts) {
    changes.code("nation", was.nation, right.nation);
    changes.code("education", was.education, right.education);
    changes.code("schooling", was.schooling, right.schooling);
    changes.code("health", was.health, right.health);
    changes.code("labour", was.labour, right.labour);
    changes.code("work_place", was.work_place, right.work_place);
    changes.note("employer", &was.employer, &right.employer);
    let months = |facts: &Facts| facts.months_worked.map(|n| n.number().to_string()).unwrap_or_default();
    changes.note("months_worked", &months(was), &months(right));
}

/// Ends a membership: `day` is the first day on which they no longer belong.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Invalid` for a day that cannot be; `Conflict` for a head with others in the household.
pub fn leave(
    tx: &mut Tx<'_>,
    (id, person): (HouseholdId, PersonId),
    revision: i64,
    (day, why): (NaiveDate, MembershipReason),
    note: &str,
) -> Result<()> {
    take(tx, id, revision)?;
    let (was, members) = member(tx, id, person)?;
    if was.relation == Relation::Head && live(&members).count() > 1 {
        return Err(Error::Conflict(Message::new("error-member-head-leaves")));
    }
    end(was.belonging(), (day, why), tx.now.day())
        .map_err(|refusal| Error::invalid(refusal.field(), &refusal))?;
    store::end_membership(tx.conn, (id, person), day, why)?;
    let mut changes = Changes::of(id, note).at(person).from(day);
    changes.code("left", None::<MembershipReason>, Some(why));
    changes.save(tx, "household.member_left", "why")
}

/// Another head, and what every other member is to them.
#[derive(Debug)]
pub struct NewHead {
    /// Who.
    pub head: PersonId,
    /// What the others are to them.
    pub relations: HashMap<PersonId, Relation>,
    /// From which day.
    pub day: NaiveDate,
    /// Why.
    pub reason: Reason,
}

/// Makes another member the head of a household.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Invalid` for the head of today, or if a relation is missing or cannot be.
pub fn change_head(tx: &mut Tx<'_>, id: HouseholdId, revision: i64, new: &NewHead) -> Result<()> {
    take(tx, id, revision)?;
    let members = store::members(tx.conn, id)?;
    let Some(head) = live(&members).find(|member| member.person == new.head).cloned() else {
        return Err(refused("head", "error-head-no-member"));
    };
    if head.relation == Relation::Head {
        return Err(refused("head", "error-head-same"));
    }
    if new.day > tx.now.day() {
        return Err(refused("day", "error-membership-future"));
    }
    if new.day < head.from_on {
        let message = Message::new("error-membership-began").with("day", head.from_on.to_string());
        return Err(Refusals::one("day", message).into());
    }
    let mut changes = Changes::of(id, new.reason.as_str()).from(new.day);
    let mut refusals = Refusals::default();
    let mut others = Vec::new();
    for other in live(&members).filter(|member| member.person != new.head) {
        let field = format!("relations[{}]", other.person);
        match new.relations.get(&other.person).copied() {
            None => refusals.add(&field, Message::new("error-head-relation-missing")),
            Some(Relation::Head) => refusals.add(&field, Message::new("error-member-second-head")),
            Some(Relation::Spouse) if other.sex == head.sex => {
                refusals.add(&field, Message::new("error-member-spouse-sex"));
            }
            Some(relation) => match suits(relation, other.sex) {
                Ok(()) => others.push((other, relation)),
                Err(contradiction) => {
                    use crate::domain::refusal::Refusal as _;
                    refusals.add(&field, contradiction.message());
                }
            },
        }
    }
    refusals.into_result()?;
    // The head of before first: there is never a second one.
    others.sort_by_key(|(other, _)| other.relation != Relation::Head);
    for (other, relation) in others {
        store::set_relation(tx.conn, (id, other.person), relation)?;
        changes.code_of(other.person, "relation", other.relation, relation);
    }
    store::set_relation(tx.conn, (id, new.head), Relation::Head)
        .map_err(|fault| fault.taken(Unique::LiveHead, || Error::Stale))?;
    changes.code_of(new.head, "relation", head.relation, Relation::Head);
    changes.save(tx, "household.head_changed", "head")
}
