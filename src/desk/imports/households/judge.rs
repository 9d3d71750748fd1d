//! What becomes of the rows of one household.

mod changed;

use chrono::NaiveDate;

use super::super::places::{Located, Places};
use super::super::{Decisions, is_new, is_skipped, plain};
use super::read::{Group, Line};
use super::{Anew, Coming, Known, Ready};
use crate::desk::Result;
use crate::desk::households::{belongs_elsewhere, beside, keeps};
use crate::domain::access::Scope;
use crate::domain::household::{Attribute, Belonging, Cause, Causes, MembershipReason, Relation, join};
use crate::domain::identity::{PersonName, Phone, ResidentId, Sex, age_on};
use crate::domain::import::{Candidate, Change, Detail, Outcome, Place, RowPlan, Wrong};
use crate::domain::person::suits;
use crate::domain::refusal::{Message, Refusal};
use crate::domain::site::{NaturalVillage, search_text};
use crate::store::Conn;
use crate::store::households::{CardRow, Identified, NewHousehold};

pub(super) struct Judge<'a> {
    pub places: &'a Places,
    pub known: &'a Known,
    pub decided: &'a Decisions,
    pub scope: Scope,
    pub today: NaiveDate,
}

/// What the rows of a household say of it, each value by the first row that says it.
#[derive(Default)]
struct Said {
    village: Option<Located>,
    natural_village: Option<NaturalVillage>,
    attribute: Option<Attribute>,
    cause: Option<Cause>,
    second_cause: Option<Cause>,
    phone: Option<Phone>,
    registered_on: Option<NaiveDate>,
}

/// What is told of the rows of one household.
struct Told {
    changes: Vec<(usize, Change)>,
    doubts: Vec<(usize, Vec<Candidate>)>,
    /// Rows that are new or change something.
    fresh: Vec<usize>,
}

impl Judge<'_> {
    /// Judges the rows of a household; what is ready goes to `ready`, what becomes of each row to `plans`.
    pub(super) fn group(
        &self,
        c: &mut Conn,
        lines: &mut [Line],
        group: &Group,
        ready: &mut Ready,
        plans: &mut Vec<RowPlan>,
    ) -> Result<()> {
        let known =
            group.lines.first().and_then(|first| lines.get(*first)).and_then(|line| line.code.as_ref());
        let known = known.and_then(|code| self.known.households.get(code));
        let skipped: Vec<usize> = group
            .lines
            .iter()
            .copied()
            .filter(|at| lines.get(*at).is_some_and(|line| is_skipped(self.decided, line.place)))
            .collect();
        if !skipped.is_empty() && known.is_none() {
            // The whole household was found to be there under another code.
            plans.extend(places_of(lines, &group.lines).map(|place| plain(place, Outcome::Skipped)));
            return Ok(());
        }
        plans.extend(places_of(lines, &skipped).map(|place| plain(place, Outcome::Skipped)));
        let here: Vec<usize> = group.lines.iter().copied().filter(|at| !skipped.contains(at)).collect();
        let mut told = Told { changes: Vec::new(), doubts: Vec::new(), fresh: Vec::new() };
        let (mut anew, mut changed) = (None, None);
        let coded = here.first().and_then(|at| lines.get(*at)).is_some_and(|line| line.code.is_some());
        let said = self.said(lines, &here);
        match known {
            _ if !coded => {}
            None => anew = self.anew(c, lines, &here, &said, &mut told)?,
            Some(household) if keeps(&self.scope, &household.unit) => {
                changed = self.changed(c, lines, &here, (household, &said), &mut told)?;
            }
            Some(_) => {
                refuse_at(lines, here.first(), "code", Message::new("error-import-household-elsewhere"));
            }
        }
        let wrong = here.iter().any(|at| lines.get(*at).is_some_and(|line| !line.fields.is_fine()));
        let waits = wrong || !told.doubts.is_empty();
        if !waits {
            ready.anew.extend(anew);
            ready.changed.extend(changed);
        }
        plans.extend(rows(lines, &here, told, waits));
        Ok(())
    }

    fn said(&self, lines: &mut [Line], here: &[usize]) -> Said {
        let mut said = Said::default();
        let mut size = None;
        for at in here {
            let Some(line) = lines.get_mut(*at) else { continue };
            let village = self.places.of_row(&mut line.fields).cloned();
            if let (Some(first), Some(other)) = (&said.village, &village)
                && first.division != other.division
            {
                line.fields.refuse("village", Message::new("error-import-differs"));
            }
            said.village = said.village.take().or(village);
            said.natural_village =
                said.natural_village.take().or_else(|| line.fields.take("natural_village"));
            once(&mut said.attribute, "attribute", line);
            once(&mut said.cause, "cause", line);
            once(&mut said.second_cause, "second_cause", line);
            // A member's own telephone stands in the same column in some lists.
            if said.phone.is_none() || line.relation == Some(Relation::Head) {
                said.phone = line.fields.take("phone").or(said.phone.take());
            }
            said.registered_on = said.registered_on.or_else(|| line.fields.day("registered_on"));
            size = size.or_else(|| line.fields.whole("size"));
        }
        let rows = i64::try_from(here.len()).unwrap_or(i64::MAX);
        if let Some(size) = size.filter(|size| *size != rows) {
            let message = Message::new("error-import-rows-differ").with("given", size).with("rows", rows);
            refuse_at(lines, here.first(), "size", message);
        }
        said
    }

    /// A household that is not on record.
    fn anew(
        &self,
        c: &mut Conn,
        lines: &mut [Line],
        here: &[usize],
        said: &Said,
        told: &mut Told,
    ) -> Result<Option<Anew>> {
        let first = here.first();
        let heads: Vec<usize> = here
            .iter()
            .copied()
            .filter(|at| lines.get(*at).is_some_and(|line| line.relation == Some(Relation::Head)))
            .collect();
        match heads.as_slice() {
            [_] => {}
            [] => refuse_at(lines, first, "relation", Message::new("error-import-no-head")),
            [_, others @ ..] => {
                refuse_at(lines, others.first(), "relation", Message::new("error-member-second-head"));
            }
        }
        let head_sex = heads.first().and_then(|at| lines.get(*at)?.id.as_ref().map(ResidentId::sex));
        for (missing, key) in [
            (said.village.is_none(), "village"),
            (said.attribute.is_none(), "attribute"),
            (said.cause.is_none(), "cause"),
            (said.registered_on.is_none(), "registered_on"),
        ] {
            if let Some(line) = first.and_then(|at| lines.get_mut(*at)).filter(|_| missing) {
                line.fields.miss(key);
            }
        }
        if let Some(village) = &said.village
            && !keeps(&self.scope, &village.unit)
        {
            refuse_at(lines, first, "village", Message::new("error-household-unit"));
        }
        let mut coming = Vec::with_capacity(here.len());
        for at in here {
            coming.extend(self.coming(c, lines, *at, said.registered_on, head_sex, told)?);
            told.fresh.push(*at);
        }
        let (Some(village), Some(attribute), Some(cause), Some(registered_on)) =
            (&said.village, said.attribute, said.cause, said.registered_on)
        else {
            return Ok(None);
        };
        if let Err(same) = Causes::new(cause, said.second_cause) {
            refuse_at(lines, first, "second_cause", same.message());
        }
        let Some(code) = first.and_then(|at| lines.get(*at)).and_then(|line| line.code.clone()) else {
            return Ok(None);
        };
        let natural_village = said.natural_village.as_ref().map_or("", NaturalVillage::as_str).to_owned();
        let place = format!("{} {}", village.township, village.name);
        let names = coming.iter().map(|one| one.name.as_str());
        let parts: Vec<&str> =
            [code.as_str(), place.as_str(), natural_village.as_str()].into_iter().chain(names).collect();
        let search = search_text(&parts);
        let phone = said.phone.as_ref().map_or("", Phone::as_str).to_owned();
        let card = CardRow {
            division: village.division.clone(),
            natural_village: natural_village.clone(),
            attribute,
            cause,
            second_cause: said.second_cause,
            phone,
            account_last4: String::new(),
        };
        let household = NewHousehold {
            code,
            division_code: village.division.clone(),
            unit_code: village.unit.clone(),
            natural_village,
            attribute,
            cause,
            registered_on,
            search,
        };
        Ok(Some(Anew { household, card, members: coming }))
    }

    /// Somebody who is to belong to a household; what is wrong with it is noted on their row.
    fn coming(
        &self,
        c: &mut Conn,
        lines: &mut [Line],
        at: usize,
        registered_on: Option<NaiveDate>,
        head: Option<Sex>,
        told: &mut Told,
    ) -> Result<Option<Coming>> {
        let Some(line) = lines.get_mut(at) else { return Ok(None) };
        let (Some(name), Some(id), Some(index), Some(relation)) =
            (line.name.clone(), line.id.clone(), line.index.clone(), line.relation)
        else {
            return Ok(None);
        };
        let known = self.known.people.get(&index);
        if let Err(contradiction) = line.facts.examine(age_on(id.birth_date(), self.today)) {
            line.fields.refuse(contradiction.field(), contradiction.message());
        }
        if let Err(contradiction) = suits(relation, id.sex()) {
            line.fields.refuse("relation", contradiction.message());
        } else if relation != Relation::Head
            && let Err(message) = beside(head, relation, id.sex())
        {
            line.fields.refuse("relation", message);
        }
        if let Some(live) = known.and_then(Identified::live) {
            let message = belongs_elsewhere(c, &self.scope, live.household)?;
            line.fields.refuse("id_number", message);
        } else if known.is_some_and(|known| known.name != name) {
            line.fields.refuse("name", Message::new("error-member-name-differs"));
        }
        let (from_on, reason) = came(line.joined_on, registered_on, id.birth_date());
        let Some(from_on) = from_on else { return Ok(None) };
        let before: Vec<Belonging> =
            known.iter().flat_map(|known| known.memberships.iter().map(|past| past.belonging)).collect();
        if known.and_then(Identified::live).is_none()
            && let Err(refusal) = join(&before, (from_on, reason), id.birth_date(), self.today)
        {
            let key = if line.joined_on.is_some() { "joined_on" } else { "registered_on" };
            line.fields.refuse(key, refusal.message());
        }
        if known.is_none() && !is_new(self.decided, line.place) {
            let twins = self.twins(&name, id.birth_date());
            if !twins.is_empty() {
                told.doubts.push((at, twins));
            }
        }
        let facts = line.facts.clone();
        let person = known.map(|known| known.person);
        Ok(Some(Coming { person, name, id, index, relation, facts, from_on, reason }))
    }

    /// Members of other households with the same name who were born on the same day: the same person under a mistyped number?
    fn twins(&self, name: &PersonName, birth: NaiveDate) -> Vec<Candidate> {
        let named = self.known.namesakes.get(name).map_or(&[][..], Vec::as_slice);
        let twin = named.iter().filter(|one| one.birth_date == birth);
        twin.map(|one| Candidate {
            record: one.household.0,
            values: vec![
                ("户编号", one.code.as_str().to_owned()),
                ("姓名", one.name.as_str().to_owned()),
                ("证件号码", one.id_masked.clone()),
                ("出生日期", one.birth_date.to_string()),
                ("行政村", one.village.clone()),
            ],
        })
        .collect()
    }
}

/// From which day somebody belongs, and why: from the day the household was registered, or since their birth if that was later.
fn came(
    joined_on: Option<NaiveDate>,
    registered_on: Option<NaiveDate>,
    birth: NaiveDate,
) -> (Option<NaiveDate>, MembershipReason) {
    match (joined_on, registered_on) {
        (Some(joined), Some(registered)) if joined > registered => (Some(joined), MembershipReason::Other),
        (_, Some(registered)) if birth > registered => (Some(birth), MembershipReason::Born),
        (_, registered) => (registered, MembershipReason::Registered),
    }
}

/// A value all rows of a household must agree on.
fn once<T: std::str::FromStr + PartialEq + Copy>(said: &mut Option<T>, key: &'static str, line: &mut Line)
where
    T::Err: Refusal,
{
    let value: Option<T> = line.fields.take(key);
    match (*said, value) {
        (Some(first), Some(other)) if first != other => {
            line.fields.refuse(key, Message::new("error-import-differs"));
        }
        (None, found) => *said = found,
        _ => {}
    }
}

fn refuse_at(lines: &mut [Line], at: Option<&usize>, key: &'static str, message: Message) {
    if let Some(line) = at.and_then(|at| lines.get_mut(*at)) {
        line.fields.refuse(key, message);
    }
}

/// What becomes of each row of a household.
fn rows<'l>(
    lines: &'l [Line],
    here: &'l [usize],
    told: Told,
    waits: bool,
) -> impl Iterator<Item = RowPlan> + 'l {
    here.iter().filter_map(move |at| {
        let line = lines.get(*at)?;
        let wrong: Vec<Wrong> = line.fields.wrong.clone();
        let changes: Vec<Change> =
            told.changes.iter().filter(|(of, _)| of == at).map(|(_, change)| change.clone()).collect();
        let candidates: Vec<Candidate> =
            told.doubts.iter().filter(|(of, _)| of == at).flat_map(|(_, twins)| twins.clone()).collect();
        let outcome = if !wrong.is_empty() {
            Outcome::Wrong
        } else if !candidates.is_empty() {
            Outcome::Duplicate
        } else if waits && (told.fresh.contains(at) || !changes.is_empty()) {
            Outcome::Held
        } else if told.fresh.contains(at) {
            Outcome::Fine
        } else if !changes.is_empty() {
            Outcome::Changes
        } else {
            Outcome::Known
        };
        if matches!(outcome, Outcome::Fine | Outcome::Known) {
            return Some(plain(line.place, outcome));
        }
        let own = line.id.as_ref().filter(|_| !candidates.is_empty()).map(|id| {
            vec![
                ("户编号", line.code.as_ref().map_or("", |code| code.as_str()).to_owned()),
                ("姓名", line.name.as_ref().map_or("", |name| name.as_str()).to_owned()),
                ("证件号码", id.masked()),
                ("出生日期", id.birth_date().to_string()),
                ("行政村", line.fields.text("village").to_owned()),
            ]
        });
        let own = own.unwrap_or_default();
        let detail = Detail { label: line.label(), wrong, changes, own, candidates, choose: false };
        Some(RowPlan { place: line.place, outcome, detail: Some(Box::new(detail)) })
    })
}

fn places_of<'l>(lines: &'l [Line], of: &'l [usize]) -> impl Iterator<Item = Place> + 'l {
    of.iter().filter_map(|at| lines.get(*at)).map(|line| line.place)
}
