//! A change of the register under way: taken by its revision, and every value that becomes another one on record.

use chrono::NaiveDate;
use serde_json::json;

use crate::desk::{Error, Result, Tx};
use crate::domain::access::Act;
use crate::domain::codes::Code;
use crate::domain::identity::Phone;
use crate::domain::ids::{HouseholdId, PersonId};
use crate::domain::refusal::{Message, Refusals};
use crate::store::households::{self as store, Household, NewChange};

/// Takes a household for a change at the revision the person saw.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Stale` if somebody changed it since.
pub(super) fn take(tx: &mut Tx<'_>, id: HouseholdId, revision: i64) -> Result<Household> {
    tx.actor.must(Act::KeepHouseholds)?;
    let household = store::load(tx.conn, &tx.scope(), id)?;
    store::touch(tx.conn, id, revision)?;
    Ok(household)
}

/// The changes of one household by one act.
pub(super) struct Changes {
    household: HouseholdId,
    person: Option<PersonId>,
    day: Option<NaiveDate>,
    reason: String,
    made: Vec<(Option<PersonId>, &'static str, String, String)>,
}

impl Changes {
    /// Of a household, for a reason.
    pub(super) fn of(household: HouseholdId, reason: &str) -> Self {
        Self { household, person: None, day: None, reason: reason.to_owned(), made: Vec::new() }
    }

    /// Of this member from here on.
    pub(super) const fn at(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    /// From a day that is not that of the entry.
    pub(super) const fn from(mut self, day: NaiveDate) -> Self {
        self.day = Some(day);
        self
    }

    /// A value that became another one, or did not.
    pub(super) fn note(&mut self, field: &'static str, was: &str, becomes: &str) {
        if was != becomes {
            self.made.push((self.person, field, was.to_owned(), becomes.to_owned()));
        }
    }

    /// As [`Changes::note`], of a closed list.
    pub(super) fn code(&mut self, field: &'static str, was: Option<impl Code>, becomes: Option<impl Code>) {
        let code = |one: Option<&'static str>| one.unwrap_or_default();
        self.note(field, code(was.map(Code::code)), code(becomes.map(Code::code)));
    }

    /// As [`Changes::note`], of a number by which somebody can be reached or found: masked.
    pub(super) fn masked(&mut self, field: &'static str, (was, becomes): (&str, &str), differs: bool) {
        if differs {
            self.made.push((self.person, field, was.to_owned(), becomes.to_owned()));
        }
    }

    /// Of another member.
    pub(super) fn code_of(
        &mut self,
        person: PersonId,
        field: &'static str,
        was: impl Code,
        becomes: impl Code,
    ) {
        if was.code() != becomes.code() {
            self.made.push((Some(person), field, was.code().to_owned(), becomes.code().to_owned()));
        }
    }

    /// Records them, and the act in the audit log, there by the names of the fields alone.
    ///
    /// # Errors
    /// `Invalid` on `field` if nothing changed.
    pub(super) fn save(self, tx: &mut Tx<'_>, what: &'static str, field: &str) -> Result<()> {
        if self.made.is_empty() {
            return Err(refused(field, "error-household-nothing-changed"));
        }
        let fields: Vec<&str> = self.made.iter().map(|(_, field, ..)| *field).collect();
        tx.record(what, "household", self.household.0, json!({ "fields": fields, "person": self.person }))?;
        let rows: Vec<NewChange> = self
            .made
            .into_iter()
            .map(|(person_id, field, was, becomes)| NewChange {
                household_id: self.household,
                person_id,
                field,
                was,
                becomes,
                on_day: self.day,
                reason: self.reason.clone(),
                changed_by: tx.actor.user,
                changed_at: tx.now,
            })
            .collect();
        Ok(store::record(tx.conn, &rows)?)
    }
}

/// A refusal of one field without arguments.
pub(super) fn refused(field: &str, key: &'static str) -> Error {
    Refusals::one(field, Message::new(key)).into()
}

/// A telephone number as histories show it; empty for none.
pub(super) fn masked_phone(phone: &str) -> String {
    phone.parse::<Phone>().map(|phone| phone.masked()).unwrap_or_default()
}
