//! A household on record, held against what a file says of it.

use super::super::Changed;
use super::super::differences::{differences, word_of};
use super::super::read::Line;
use super::{Judge, Said, Told, refuse_at};
use crate::desk::Result;
use crate::desk::households::beside;
use crate::domain::household::{Cause, Causes, Relation};
use crate::domain::identity::{PersonName, Phone, age_on};
use crate::domain::import::Change;
use crate::domain::person::{Facts, suits};
use crate::domain::refusal::{Message, Refusal as _};
use crate::store::Conn;
use crate::store::households::{CardRow, Household, Member};

impl Judge<'_> {
    /// A household on record, held against what the file says of it.
    pub(super) fn changed(
        &self,
        c: &mut Conn,
        lines: &mut [Line],
        here: &[usize],
        (household, said): (&Household, &Said),
        told: &mut Told,
    ) -> Result<Option<Changed>> {
        let first = here.first().copied().unwrap_or_default();
        let card = Self::card(lines, first, household, said, told);
        let members = self.known.members.get(&household.id).map_or(&[][..], Vec::as_slice);
        let head = members.iter().find(|member| member.relation == Relation::Head);
        let mut differing = Vec::new();
        let mut coming = Vec::new();
        for at in here {
            let Some(line) = lines.get_mut(*at) else { continue };
            let known = line.index.as_ref().and_then(|index| self.known.people.get(index));
            let member = known.and_then(|known| members.iter().find(|member| member.person == known.person));
            match member {
                None => {
                    let head = head.map(|head| head.sex);
                    if line.relation == Some(Relation::Head) && head.is_some() {
                        line.fields.refuse("relation", Message::new("error-member-head-by-form"));
                        continue;
                    }
                    let since = line.joined_on.or(Some(household.registered_on));
                    coming.extend(self.coming(c, lines, *at, since, head, told)?);
                    told.fresh.push(*at);
                }
                Some(member) => differing.extend(self.member(line, *at, member, head, told)),
            }
        }
        let nothing = card.is_none() && differing.is_empty() && coming.is_empty();
        let household = household.clone();
        Ok((!nothing).then_some(Changed { household, card, members: differing, coming }))
    }

    /// The card as it is to be, if the file says anything else of it.
    fn card(lines: &mut [Line], at: usize, was: &Household, said: &Said, told: &mut Told) -> Option<CardRow> {
        let becomes = CardRow {
            division: said.village.as_ref().map_or_else(|| was.division.clone(), |one| one.division.clone()),
            natural_village: said
                .natural_village
                .as_ref()
                .map_or_else(|| was.natural_village.clone(), |one| one.as_str().to_owned()),
            attribute: said.attribute.unwrap_or(was.attribute),
            cause: said.cause.unwrap_or(was.cause),
            second_cause: said.second_cause.or(was.second_cause),
            phone: said.phone.as_ref().map_or_else(|| was.phone.clone(), |one| one.as_str().to_owned()),
            account_last4: was.account_last4.clone(),
        };
        if said.village.as_ref().is_some_and(|village| village.unit != was.unit) {
            refuse_at(lines, Some(&at), "village", Message::new("error-household-unit"));
        }
        if let Err(same) = Causes::new(becomes.cause, becomes.second_cause) {
            refuse_at(lines, Some(&at), "second_cause", same.message());
        }
        let village = said.village.as_ref().map_or(was.village.as_str(), |one| one.name.as_str());
        let before = told.changes.len();
        let mut note = |column: &'static str, was: &str, becomes: &str| {
            if was != becomes {
                told.changes.push((at, Change { column, was: was.to_owned(), becomes: becomes.to_owned() }));
            }
        };
        note(
            "行政村",
            &format!("{} {}", was.division, was.village),
            &format!("{} {village}", becomes.division),
        );
        note("自然村", &was.natural_village, &becomes.natural_village);
        note("户属性", word_of(was.attribute), word_of(becomes.attribute));
        note("主要致贫原因", word_of(was.cause), word_of(becomes.cause));
        let word = |cause: Option<Cause>| cause.map_or("", word_of);
        note("其他致贫原因", word(was.second_cause), word(becomes.second_cause));
        let masked = |phone: &str| phone.parse::<Phone>().map(|phone| phone.masked()).unwrap_or_default();
        if was.phone != becomes.phone {
            let (was, becomes) = (masked(&was.phone), masked(&becomes.phone));
            told.changes.push((at, Change { column: "联系电话", was, becomes }));
        }
        (told.changes.len() > before).then_some(becomes)
    }

    /// A member of today as the file has them, if it says anything else.
    fn member(
        &self,
        line: &mut Line,
        at: usize,
        was: &Member,
        head: Option<&Member>,
        told: &mut Told,
    ) -> Option<(Member, PersonName, Relation, Facts)> {
        let name = line.name.clone().unwrap_or_else(|| was.name.clone());
        let relation = line.relation.unwrap_or(was.relation);
        let facts = merged(&was.facts(), &line.facts);
        if (was.relation == Relation::Head) != (relation == Relation::Head) {
            line.fields.refuse("relation", Message::new("error-member-head-by-form"));
        } else if relation != Relation::Head {
            if let Err(contradiction) = suits(relation, was.sex) {
                line.fields.refuse("relation", contradiction.message());
            } else if let Err(message) = beside(head.map(|head| head.sex), relation, was.sex) {
                line.fields.refuse("relation", message);
            }
        }
        if facts != was.facts()
            && let Err(contradiction) = facts.examine(age_on(was.birth_date, self.today))
        {
            line.fields.refuse(contradiction.field(), contradiction.message());
        }
        let before = told.changes.len();
        for change in differences(was, (&name, relation, &facts)) {
            told.changes.push((at, change));
        }
        (told.changes.len() > before).then(|| (was.clone(), name, relation, facts))
    }
}

/// What the file says over what is on record: where it says nothing, what is on record stays.
fn merged(was: &Facts, said: &Facts) -> Facts {
    Facts {
        nation: said.nation.or(was.nation),
        education: said.education.or(was.education),
        schooling: said.schooling.or(was.schooling),
        health: said.health.or(was.health),
        labour: said.labour.or(was.labour),
        work_place: said.work_place.or(was.work_place),
        employer: if said.employer.is_empty() { was.employer.clone() } else { said.employer.clone() },
        months_worked: said.months_worked.or(was.months_worked),
    }
}
