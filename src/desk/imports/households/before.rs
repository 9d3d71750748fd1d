//! What a household was before an import changed it, and its way back.

use serde::{Deserialize, Serialize};

use super::apply::card_of;
use crate::desk::households::{Correction, correct_person, edit_card};
use crate::desk::{Error, Result, Tx};
use crate::domain::division::DivisionCode;
use crate::domain::household::{Attribute, Cause, Relation};
use crate::domain::identity::Reason;
use crate::domain::ids::{HouseholdId, PersonId};
use crate::domain::nation::Nation;
use crate::domain::person::{Education, Facts, Health, Labour, MonthsWorked, Schooling, WorkPlace};
use crate::domain::refusal::Message;
use crate::store::households::{self as store, CardRow, Household, Member};
use crate::store::imports as records;

/// What it is sealed for.
pub(super) const SEALED: &str = "import-before";

/// What a household was.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Before {
    card: Option<CardBefore>,
    members: Vec<MemberBefore>,
    pub joined: Vec<PersonId>,
}

#[derive(Debug, Serialize, Deserialize)]
struct CardBefore {
    division: DivisionCode,
    natural_village: String,
    attribute: Attribute,
    cause: Cause,
    second_cause: Option<Cause>,
    phone: String,
    account_last4: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct MemberBefore {
    person: PersonId,
    name: String,
    relation: Relation,
    nation: Option<Nation>,
    education: Option<Education>,
    schooling: Option<Schooling>,
    health: Option<Health>,
    labour: Option<Labour>,
    work_place: Option<WorkPlace>,
    employer: String,
    months_worked: Option<i32>,
}

impl Before {
    pub(super) fn card(&mut self, was: &Household) {
        self.card = Some(CardBefore {
            division: was.division.clone(),
            natural_village: was.natural_village.clone(),
            attribute: was.attribute,
            cause: was.cause,
            second_cause: was.second_cause,
            phone: was.phone.clone(),
            account_last4: was.account_last4.clone(),
        });
    }

    pub(super) fn member(&mut self, was: &Member) {
        let facts = was.facts();
        self.members.push(MemberBefore {
            person: was.person,
            name: was.name.as_str().to_owned(),
            relation: was.relation,
            nation: facts.nation,
            education: facts.education,
            schooling: facts.schooling,
            health: facts.health,
            labour: facts.labour,
            work_place: facts.work_place,
            employer: facts.employer,
            months_worked: facts.months_worked.map(MonthsWorked::number),
        });
    }
}

impl CardBefore {
    fn row(self) -> CardRow {
        CardRow {
            division: self.division,
            natural_village: self.natural_village,
            attribute: self.attribute,
            cause: self.cause,
            second_cause: self.second_cause,
            phone: self.phone,
            account_last4: self.account_last4,
        }
    }
}

impl MemberBefore {
    fn correction(self, reason: &Reason) -> Result<Correction> {
        let broken = |error: crate::domain::identity::BadName| Error::Broken(error.to_string());
        Ok(Correction {
            name: self.name.parse().map_err(broken)?,
            id: None,
            relation: self.relation,
            facts: Facts {
                nation: self.nation,
                education: self.education,
                schooling: self.schooling,
                health: self.health,
                labour: self.labour,
                work_place: self.work_place,
                employer: self.employer,
                months_worked: self.months_worked.and_then(|months| months.to_string().parse().ok()),
            },
            reason: reason.clone(),
        })
    }
}

/// Puts a household back to what it was before an import, if nobody changed it since.
pub(in crate::desk::imports) fn undo(
    tx: &mut Tx<'_>,
    id: HouseholdId,
    (left_at, sealed): (i64, &[u8]),
    reason: &Reason,
) -> Result<()> {
    let now = store::load(tx.conn, &tx.scope(), id)?;
    if now.revision != left_at {
        return Err(Error::Conflict(Message::new("error-import-used")));
    }
    let text = tx.keys.open_text(SEALED, sealed)?;
    let before: Before = serde_json::from_str(&text).map_err(|error| Error::Broken(error.to_string()))?;
    let mut revision = left_at;
    if !before.joined.is_empty() {
        store::touch(tx.conn, id, revision)?;
        records::delete_memberships(tx.conn, id, &before.joined)?;
        store::refresh_one(tx.conn, id)?;
        revision += 1;
    }
    for member in before.members {
        let person = member.person;
        correct_person(tx, (id, person), revision, &member.correction(reason)?)?;
        revision += 1;
    }
    if let Some(card) = before.card {
        edit_card(tx, id, revision, &card_of(&card.row())?, reason)?;
    }
    Ok(())
}
