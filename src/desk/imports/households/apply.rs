//! Storing households: new ones many at a time, changes one by one through the acts of the forms.

use super::before::{Before, SEALED};
use super::{Anew, Changed, Coming, Ready};
use crate::desk::households::{Card, Correction, Joining, Person, add_member, correct_person, edit_card};
use crate::desk::progress::{Doing, Meter};
use crate::desk::{Error, Result, Tx};
use crate::domain::household::Causes;
use crate::domain::identity::Reason;
use crate::domain::ids::{HouseholdId, PersonId};
use crate::store::households::{self as store, CardRow, NewChange, NewMembership, NewPerson};
use crate::store::imports::NewMade;
use crate::store::{Fault, Unique};

/// Households entered between two times that somebody is told how far it is.
const AT_ONCE: usize = 2000;

/// Stores what is ready.
pub(in crate::desk::imports) fn apply(
    tx: &mut Tx<'_>,
    ready: Ready,
    reason: &str,
    meter: &Meter,
) -> Result<Vec<NewMade>> {
    meter.begin(Doing::Storing, ready.anew.len() + ready.changed.len())?;
    let (mut made, mut anew) = (Vec::new(), ready.anew.into_iter());
    while anew.len() > 0 {
        let some: Vec<Anew> = anew.by_ref().take(AT_ONCE).collect();
        let entered = some.len();
        made.extend(enter(tx, some, reason)?);
        meter.more(entered)?;
    }
    let reason: Reason = reason
        .parse()
        .map_err(|error: crate::domain::identity::BadReason| Error::Broken(error.to_string()))?;
    for changed in ready.changed {
        change(tx, changed, &reason, &mut made)?;
        meter.more(1)?;
    }
    Ok(made)
}

/// Somebody else entered one of them meanwhile.
fn meanwhile(fault: Fault) -> Error {
    match fault {
        Fault::Taken(
            Unique::HouseholdCode | Unique::Identity | Unique::LiveMembership | Unique::LiveHead,
        ) => Error::Stale,
        other => other.into(),
    }
}

fn enter(tx: &mut Tx<'_>, anew: Vec<Anew>, reason: &str) -> Result<Vec<NewMade>> {
    let mut made = Vec::new();
    let mut rows = Vec::with_capacity(anew.len());
    let mut members = Vec::new();
    for (household, at) in anew.into_iter().zip(0usize..) {
        rows.push((household.household, household.card));
        members.extend(household.members.into_iter().map(|coming| (at, coming)));
    }
    let ids = store::insert_registered(tx.conn, &rows).map_err(meanwhile)?;
    let mut strangers = Vec::new();
    for (_, coming) in members.iter().filter(|(_, coming)| coming.person.is_none()) {
        strangers.push((person(tx, coming)?, coming.facts.clone()));
    }
    let entered = store::insert_known_persons(tx.conn, &strangers).map_err(meanwhile)?;
    made.extend(ids.iter().map(|id| NewMade::anew("household", id.0)));
    made.extend(entered.iter().map(|id| NewMade::anew("person", id.0)));
    let mut entered = entered.into_iter();
    let mut memberships = Vec::with_capacity(members.len());
    for (at, coming) in members {
        let household =
            ids.get(at).copied().ok_or_else(|| Error::Broken("a household without a number".into()))?;
        let person = match coming.person {
            Some(person) => {
                store::set_facts(tx.conn, person, &coming.facts)?;
                person
            }
            None => entered.next().ok_or_else(|| Error::Broken("a person without a number".into()))?,
        };
        memberships.push(NewMembership {
            household,
            person,
            relation: coming.relation,
            from_on: coming.from_on,
            to_on: None,
            reason: coming.reason,
        });
    }
    store::insert_memberships(tx.conn, &memberships).map_err(meanwhile)?;
    let history: Vec<NewChange> = ids
        .iter()
        .zip(&rows)
        .map(|(id, (row, _))| NewChange {
            household_id: *id,
            person_id: None,
            field: "registered",
            was: String::new(),
            becomes: row.code.as_str().to_owned(),
            on_day: Some(row.registered_on),
            reason: reason.to_owned(),
            changed_by: tx.actor.user,
            changed_at: tx.now,
        })
        .collect();
    store::record(tx.conn, &history)?;
    Ok(made)
}

fn person(tx: &Tx<'_>, coming: &Coming) -> Result<NewPerson> {
    let cipher = tx.keys.seal_id(&coming.id)?;
    Ok(NewPerson::new(coming.name.clone(), &coming.id, cipher, coming.index.clone()))
}

/// A card as a form gives it.
pub(super) fn card_of(row: &CardRow) -> Result<Card> {
    let causes =
        Causes::new(row.cause, row.second_cause).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Card {
        division: row.division.clone(),
        natural_village: row.natural_village.parse().ok(),
        attribute: row.attribute,
        causes,
        phone: row.phone.parse().ok(),
        account: row.account_last4.parse().ok(),
    })
}

/// Changes a household on record through the acts of its forms, and keeps what it was.
fn change(tx: &mut Tx<'_>, changed: Changed, reason: &Reason, made: &mut Vec<NewMade>) -> Result<()> {
    let id = changed.household.id;
    let mut revision = changed.household.revision;
    let mut before = Before::default();
    if let Some(card) = &changed.card {
        edit_card(tx, id, revision, &card_of(card)?, reason)?;
        before.card(&changed.household);
        revision += 1;
    }
    for (was, name, relation, facts) in changed.members {
        before.member(&was);
        let right = Correction { name, id: None, relation, facts, reason: reason.clone() };
        correct_person(tx, (id, was.person), revision, &right)?;
        revision += 1;
    }
    for coming in changed.coming {
        let (known, index) = (coming.person, coming.index.clone());
        join(tx, id, revision, coming, reason)?;
        revision += 1;
        let person = match known {
            Some(person) => person,
            None => entered(tx, &index, made)?,
        };
        before.joined.push(person);
    }
    let text = serde_json::to_string(&before).map_err(|error| Error::Broken(error.to_string()))?;
    let sealed = tx.keys.seal_text(SEALED, &text)?;
    made.push(NewMade {
        noun: "household_changed",
        record: id.0,
        left_at: Some(revision),
        before: Some(sealed),
    });
    Ok(())
}

fn join(tx: &mut Tx<'_>, id: HouseholdId, revision: i64, coming: Coming, reason: &Reason) -> Result<()> {
    let joining = Joining {
        person: Person { name: coming.name, id: coming.id, facts: coming.facts },
        relation: coming.relation,
        day: coming.from_on,
        why: coming.reason,
        note: reason.as_str().to_owned(),
    };
    add_member(tx, id, revision, &joining)
}

/// The number of somebody just entered.
fn entered(tx: &mut Tx<'_>, index: &[u8], made: &mut Vec<NewMade>) -> Result<PersonId> {
    let found = store::identified(tx.conn, index)?;
    let person = found.ok_or_else(|| Error::Broken("a person without a number".into()))?.person;
    made.push(NewMade::anew("person", person.0));
    Ok(person)
}
