//! What the register knows of the households beside who belongs to them, and a few changes of this year: always the same.

use chrono::{Datelike as _, Duration, NaiveDate};

use super::people::{Relative, broken};
use super::register::Entered;
use crate::desk::households as desk_households;
use crate::desk::{Desk, Error, Result};
use crate::domain::access::{Actor, Role};
use crate::domain::codes::Code as _;
use crate::domain::household::{AccountTail, Cause, Causes, MembershipReason, Relation};
use crate::domain::identity::{Sex, age_on};
use crate::domain::moment::Moment;
use crate::domain::nation::Nation;
use crate::domain::person::{Education, Facts, Health, Labour, Schooling, WorkPlace};
use crate::domain::site::NaturalVillage;
use crate::store::Conn;
use crate::store::households::{self, CardRow, NewHelper};

const NATURAL_VILLAGES: [&str; 8] =
    ["老屋屯", "新村屯", "大塘屯", "岭脚屯", "榕木屯", "石桥屯", "上寨屯", "那文屯"];
/// Who helps the households, and for which unit: officials with as many households each.
const HELPERS: [(&str, &str); 8] = [
    ("苏国庆", "县旅游局"),
    ("李文", "镇政府"),
    ("黎小红", "县农业局"),
    ("施德明", "镇扶贫站"),
    ("杨春", "县教育局"),
    ("覃玉兰", "县卫生局"),
    ("韦志强", "镇林业站"),
    ("莫少华", "县水利局"),
];

/// A telephone number no one has: the first four of the end are zeros.
fn phone(n: usize) -> String {
    format!("1300000{:04}", n % 10_000)
}

/// Fills in the cards, what is known of the members, and the helpers.
///
/// # Errors
/// If the database fails.
pub fn fill(c: &mut Conn, entered: &[Entered]) -> Result<()> {
    let helped_from = NaiveDate::from_ymd_opt(2016, 3, 1).ok_or_else(|| broken("a day"))?;
    let today = super::opens()?.day();
    for (n, one) in entered.iter().enumerate() {
        let known = households::load(c, &crate::domain::access::Scope::City, one.household)?;
        let natural_village = NATURAL_VILLAGES.get(n % NATURAL_VILLAGES.len()).copied().unwrap_or_default();
        let second = Cause::ALL.get(n * 5 % Cause::ALL.len()).copied();
        let card = CardRow {
            division: known.division,
            natural_village: natural_village.to_owned(),
            attribute: known.attribute,
            cause: known.cause,
            second_cause: second.filter(|second| n % 3 == 0 && *second != known.cause),
            phone: if n % 6 == 5 { String::new() } else { phone(n) },
            account_last4: format!("{:04}", n * 37 % 10_000),
        };
        households::set_card(c, one.household, &card)?;
        for (place, (person, relative)) in one.members.iter().enumerate() {
            households::set_facts(c, *person, &facts(n + place, relative, today))?;
        }
        let (name, organisation) = HELPERS.get(n % HELPERS.len()).copied().unwrap_or_default();
        let helper = NewHelper {
            household_id: one.household,
            name: name.to_owned(),
            organisation: organisation.to_owned(),
            phone: phone(9000 + n % HELPERS.len()),
            from_on: helped_from,
        };
        households::insert_helper(c, &helper)?;
        households::refresh_one(c, one.household)?;
    }
    Ok(())
}

/// What is known of somebody of their age.
fn facts(n: usize, relative: &Relative, today: NaiveDate) -> Facts {
    let age = age_on(relative.id.birth_date(), today);
    let nation = if n % 4 == 1 { Nation::Zhuang } else { Nation::Han };
    let (education, schooling) = match age {
        0..=3 => (None, Some(Schooling::None)),
        4..=6 => (None, Some(Schooling::Preschool)),
        7..=12 => (None, Some(Schooling::Primary)),
        13..=15 => (Some(Education::Primary), Some(Schooling::Junior)),
        16..=18 => (Some(Education::Junior), Some(Schooling::Senior)),
        19..=45 => (
            Some(if n.is_multiple_of(5) { Education::Senior } else { Education::Junior }),
            Some(Schooling::None),
        ),
        46..=65 => (Some(Education::Primary), Some(Schooling::None)),
        _ => (Some(Education::Illiterate), Some(Schooling::None)),
    };
    let health = match (age, n % 9) {
        (60.., 0..=4) => Health::Chronic,
        (40.., 0) => Health::Serious,
        (20.., 1) => Health::Disabled,
        _ => Health::Healthy,
    };
    let labour = match (age, health) {
        (0..=15, _) => Labour::None,
        (71.., _) | (_, Health::Serious) => Labour::Lost,
        (61..=70, _) | (_, Health::Disabled) => Labour::Weak,
        _ if n.is_multiple_of(7) => Labour::Skilled,
        _ => Labour::Ordinary,
    };
    let works = matches!(labour, Labour::Ordinary | Labour::Skilled) && schooling == Some(Schooling::None);
    let work_place = WorkPlace::ALL.get(n % 4).copied().filter(|_| works && !n.is_multiple_of(3));
    Facts {
        nation: Some(nation),
        education,
        schooling,
        health: Some(health),
        labour: Some(labour),
        work_place,
        employer: String::new(),
        months_worked: work_place.and_then(|_| (3 + n % 8).to_string().parse().ok()),
    }
}

/// What the counties changed this year: a telephone, a birth, a death in a household each.
///
/// # Errors
/// If a step is refused, which a test would have found.
pub fn change(desk: &Desk, actors: &[Actor]) -> Result<()> {
    for clerk in actors.iter().filter(|actor| actor.role == Role::County) {
        let listed = desk.read_now(Some(clerk.clone()), super::opens()?, |rx| {
            desk_households::list(rx, &desk_households::HouseholdFilter::default(), None, 12)
        })?;
        let at = Moment::from_local(
            NaiveDate::from_ymd_opt(2017, 11, 20)
                .and_then(|day| day.and_hms_opt(10, 20, 0))
                .ok_or_else(|| broken("a time"))?,
        );
        for row in listed.rows.into_iter().skip(3).filter(|row| row.household.revision == 1).take(2) {
            let household = row.household;
            let natural_village: NaturalVillage =
                household.natural_village.parse().map_err(|_| broken("a natural village"))?;
            let card = desk_households::Card {
                division: household.division.clone(),
                natural_village: Some(natural_village),
                attribute: household.attribute,
                causes: Causes::new(household.cause, household.second_cause).map_err(|_| broken("causes"))?,
                phone: phone(5000 + usize::try_from(household.id.0).unwrap_or_default()).parse().ok(),
                account: household.account_last4.parse::<AccountTail>().ok(),
            };
            let (id, revision) = (household.id, household.revision);
            let reason = "入户核对，换了手机号".parse().map_err(|_| broken("a reason"))?;
            desk.write_now(clerk.clone(), at, move |tx| {
                desk_households::edit_card(tx, id, revision, &card, &reason)
            })?;
            leave_the_old(desk, clerk, at + Duration::days(3), id)?;
        }
    }
    Ok(())
}

/// Whoever is oldest in the household and no head of it has died.
fn leave_the_old(desk: &Desk, clerk: &Actor, at: Moment, id: crate::domain::ids::HouseholdId) -> Result<()> {
    let whole = desk.read_now(Some(clerk.clone()), at, move |rx| desk_households::show(rx, id))?;
    let revision = whole.household.revision;
    let old = whole.members.into_iter().find(|member| {
        member.to_on.is_none() && matches!(member.relation, Relation::Mother | Relation::Father)
    });
    let Some(old) = old.filter(|old| old.birth_date.year() < 1960 || old.sex == Sex::Female) else {
        return Ok(());
    };
    let day = at.day() - Duration::days(1);
    desk.write_now(clerk.clone(), at, move |tx| {
        let left = (day, MembershipReason::Died);
        desk_households::leave(tx, (id, old.person), revision, left, "村委会上报")
    })
    .map_err(|error| match error {
        Error::Invalid(_) => broken("a membership"),
        other => other,
    })
}
