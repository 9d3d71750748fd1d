//! The household register and the announced exits.

use chrono::NaiveDate;

use super::city::City;
use super::people::{Families, Relative, broken};
use super::plan::{DUCK_EGGS, Planned, Progress};
use crate::desk::Result;
use crate::domain::codes::Code as _;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::household::{Attribute, Cause, HouseholdCode, MembershipReason};
use crate::domain::ids::{ExitId, HouseholdId, PersonId};
use crate::domain::pathway::Pathway;
use crate::keys::Keys;
use crate::store::Conn;
use crate::store::exits::{self, FrozenMember, NewExit};
use crate::store::households::{
    self, NewHousehold, NewMembership, NewPerson, insert_memberships, insert_persons,
};

/// The nine villages whose tourism was supported in 2017, by unit: which of the unit's villages, and the programme. 碗窑村
/// has no code; its programme is that of 板城村, in which it lies.
pub const SUPPORTED: [(&str, &str, &str); 9] = [
    ("450721", "", "荷塘观光合作社"),
    ("450721", "", "荔枝采摘园"),
    ("450721", "", "古村落客栈"),
    ("450722", "", "红椎菌采摘体验"),
    ("450722", "", "竹海步道与集市"),
    ("450702", "", "海鸭蛋农旅合作社"),
    ("450702", "450702109201", "果园农家乐集市"),
    ("450703", "450703104209", "碗窑村梨花谷赏花节"),
    ("450703", "450703110204", "八寨原乡壮歌演出"),
];

/// A household as entered.
#[derive(Debug, Clone)]
pub struct Entered {
    /// What the plan says of it.
    pub plan: Planned,
    /// The household.
    pub household: HouseholdId,
    /// Its unit.
    pub unit: UnitCode,
    /// Its village.
    pub division: DivisionCode,
    /// Its members, the head first, with what the register knows of them.
    pub members: Vec<(PersonId, Relative)>,
    /// Its exit, if it was announced.
    pub exit: Option<ExitId>,
}

/// The villages of [`SUPPORTED`], found among the city's.
///
/// # Errors
/// If a unit has too few villages.
pub fn supported(city: &City) -> Result<Vec<(&'static str, DivisionCode, &'static str)>> {
    (1_usize..)
        .zip(SUPPORTED)
        .map(|(n, (unit, code, programme))| {
            let village = if code.is_empty() {
                let villages = city.villages(unit);
                villages.get(n * 23 % villages.len().max(1)).cloned().ok_or_else(|| broken("a village"))?
            } else {
                city.village(code)?
            };
            Ok((unit, village.0, programme))
        })
        .collect()
}

/// Enters every household of the plan with its members, and the exits that were announced.
///
/// # Errors
/// If the database fails.
pub fn enter(
    c: &mut Conn,
    keys: &Keys,
    city: &City,
    families: &mut Families,
    plans: Vec<Planned>,
) -> Result<Vec<Entered>> {
    let registered_on = NaiveDate::from_ymd_opt(2015, 12, 31).ok_or_else(|| broken("a day"))?;
    let supported = supported(city)?;
    let mut new_households = Vec::with_capacity(plans.len());
    let mut relatives = Vec::with_capacity(plans.len());
    let mut searches = Vec::with_capacity(plans.len());
    for (n, plan) in plans.iter().enumerate() {
        let family = families.next(plan.persons)?;
        let (division, village) = home(city, &supported, plan, n)?;
        let code: HouseholdCode = format!("{}{:07}", plan.unit.get(..6).unwrap_or_default(), n + 1)
            .parse()
            .map_err(|_| broken("a code"))?;
        let head = &family.first().ok_or_else(|| broken("a head"))?.name;
        let search = NewHousehold::search(&code, &village, "", head);
        let attribute = if n % 5 == 0 { Attribute::AllowancePoor } else { Attribute::GeneralPoor };
        new_households.push(NewHousehold {
            code,
            division_code: division,
            unit_code: plan.unit.parse().map_err(|_| broken("a unit"))?,
            natural_village: String::new(),
            attribute: match plan.progress {
                Progress::StillPoor | Progress::FellBack => attribute,
                _ => attribute.exited(),
            },
            cause: Cause::ALL.get(n * 7 % Cause::ALL.len()).copied().unwrap_or(Cause::Skill),
            registered_on,
            search: search.clone(),
        });
        searches.push(search);
        relatives.push(family);
    }
    let numbers = households::insert_many(c, &new_households)?;
    let persons = relatives.iter().flatten().map(|one| person(keys, one)).collect::<Result<Vec<_>>>()?;
    let mut persons = insert_persons(c, &persons)?.into_iter();
    let mut entered = Vec::with_capacity(plans.len());
    for (((plan, household), family), new) in
        plans.into_iter().zip(numbers).zip(relatives).zip(new_households)
    {
        let members = persons.by_ref().take(family.len()).zip(family).collect();
        let (unit, division) = (new.unit_code, new.division_code);
        entered.push(Entered { plan, household, unit, division, members, exit: None });
    }
    let memberships: Vec<NewMembership> = entered
        .iter()
        .flat_map(|one| {
            one.members.iter().map(|(person, relative)| NewMembership {
                household: one.household,
                person: *person,
                relation: relative.relation,
                from_on: registered_on,
                to_on: None,
                reason: MembershipReason::Registered,
            })
        })
        .collect();
    insert_memberships(c, &memberships)?;
    announce(c, &mut entered, &searches)?;
    Ok(entered)
}

/// Those due to a village's programme live in a supported village, the duck keepers in 康熙岭镇, those proposed on one screen in one
/// village, the others anywhere.
fn home(
    city: &City,
    supported: &[(&'static str, DivisionCode, &'static str)],
    plan: &Planned,
    n: usize,
) -> Result<(DivisionCode, String)> {
    let all = city.villages(plan.unit);
    if plan.progress == Progress::Batched {
        return all.into_iter().next().ok_or_else(|| broken("a village"));
    }
    let choice: Vec<(DivisionCode, String)> = match plan.pathways.first() {
        Some(Pathway::VillageIndustry) => all
            .into_iter()
            .filter(|(code, _)| {
                supported.iter().any(|(unit, village, _)| *unit == plan.unit && village == code)
            })
            .collect(),
        Some(Pathway::NonTourism) => all
            .into_iter()
            .filter(|(code, _)| code.lies_in("450702101") && plan.unit == DUCK_EGGS.0)
            .collect(),
        _ => all,
    };
    choice.get(n * 13 % choice.len().max(1)).cloned().ok_or_else(|| broken("a village"))
}

fn person(keys: &Keys, one: &Relative) -> Result<NewPerson> {
    Ok(NewPerson::new(one.name.clone(), &one.id, keys.seal_id(&one.id)?, keys.index_id(&one.id)))
}

fn announce(c: &mut Conn, entered: &mut [Entered], searches: &[String]) -> Result<()> {
    let announced = |one: &Entered| one.plan.progress != Progress::StillPoor;
    let new: Vec<NewExit> = entered
        .iter()
        .zip(searches)
        .filter(|(one, _)| announced(one))
        .map(|(one, search)| NewExit {
            household: one.household,
            division: one.division.clone(),
            unit: one.unit.clone(),
            document: one.plan.document.into(),
            announced_on: one.plan.announced_on,
            members: (0..)
                .zip(&one.members)
                .map(|(place, (person, relative))| FrozenMember {
                    person: *person,
                    relation: relative.relation,
                    is_head: place == 0,
                })
                .collect(),
            search: search.clone(),
        })
        .collect();
    let ids = exits::insert_many(c, &new)?;
    for (one, id) in entered.iter_mut().filter(|one| announced(one)).zip(ids) {
        one.exit = Some(id);
    }
    Ok(())
}
