//! The hires operators reported: those that support an exit, and those that still wait.

use chrono::{Duration, NaiveDate};

use super::people::{Families, Relative, broken};
use super::places::Place;
use super::plan::Progress;
use super::register::Entered;
use crate::desk::Result;
use crate::domain::access::{Actor, Role};
use crate::domain::division::UnitCode;
use crate::domain::hire::{EmploymentForm, MonthlyWage, RegisterClaim};
use crate::domain::ids::{HireId, PersonId};
use crate::domain::moment::Moment;
use crate::domain::month::Month;
use crate::domain::quantity::Fen;
use crate::keys::Keys;
use crate::store::Conn;
use crate::store::hires::{self, NewHire, wages};

/// Somebody who was hired.
pub struct Hired<'a> {
    /// Their place in the register, if they have one.
    pub person: Option<PersonId>,
    /// Who they are.
    pub relative: &'a Relative,
    /// Their first day.
    pub started_on: NaiveDate,
    /// Tells one from another.
    pub n: usize,
}

/// The county staff of a unit.
pub fn county<'a>(actors: &'a [Actor], unit: &'a UnitCode) -> impl Iterator<Item = &'a Actor> {
    actors.iter().filter(move |actor| actor.role == Role::County && actor.unit.as_ref() == Some(unit))
}

/// A hire the county found true, with the wages of every month until October: of some, October is still to be confirmed.
///
/// # Errors
/// If the database fails.
pub fn verified(
    c: &mut Conn,
    keys: &Keys,
    unit: &UnitCode,
    hired: &Hired<'_>,
    places: &[Place],
    actors: &[Actor],
) -> Result<HireId> {
    let id = report(c, keys, unit, hired, places, actors)?;
    let clerk = county(actors, unit).next().ok_or_else(|| broken("a county clerk"))?;
    hires::confirm_verified(c, id, 1, hired.person, clerk.user, noon(hired.started_on, 34)?)?;
    let place = place_of(places, unit, hired)?;
    let operator = actors.iter().find(|actor| actor.operator == Some(place.operator));
    let operator = operator.ok_or_else(|| broken("an operator"))?.user;
    let months = 10 - u32::from(hired.n % 7 == 2);
    let last = NaiveDate::from_ymd_opt(2017, months, 1).ok_or_else(|| broken("a month"))?;
    let mut month = Month::of(hired.started_on);
    while month <= Month::of(last) {
        let next = month.on(1);
        wages::confirm(c, id, month, wage(hired), operator, noon(next.first_day(), 2)?)?;
        month = next;
    }
    Ok(id)
}

fn place_of<'p>(places: &'p [Place], unit: &UnitCode, hired: &Hired<'_>) -> Result<&'p Place> {
    let sites: Vec<&Place> = places.iter().filter(|place| place.unit == *unit).collect();
    sites.get(hired.n % sites.len().max(1)).copied().ok_or_else(|| broken("a site"))
}

fn wage(hired: &Hired<'_>) -> MonthlyWage {
    MonthlyWage(Fen(150_000 + i64::try_from(hired.n % 12).unwrap_or_default() * 10_000))
}

fn report(
    c: &mut Conn,
    keys: &Keys,
    unit: &UnitCode,
    hired: &Hired<'_>,
    places: &[Place],
    actors: &[Actor],
) -> Result<HireId> {
    const POSTS: [&str; 6] = ["客房服务员", "厨师", "保洁员", "茶艺员", "讲解员", "园艺工"];
    let place = place_of(places, unit, hired)?;
    let operator = actors.iter().find(|actor| actor.operator == Some(place.operator));
    let new = NewHire {
        site: place.site,
        name: hired.relative.name.clone(),
        id_cipher: keys.seal_id(&hired.relative.id)?,
        id_index: keys.index_id(&hired.relative.id),
        id_masked: hired.relative.id.masked(),
        claim: RegisterClaim::Unknown,
        phone: String::new(),
        post: POSTS.get(hired.n % POSTS.len()).copied().unwrap_or_default().into(),
        form: EmploymentForm::LongTerm,
        wage: wage(hired),
        started_on: hired.started_on,
        by: operator.ok_or_else(|| broken("an operator"))?.user,
        at: noon(hired.started_on, 20)?,
    };
    hires::report(c, place.operator, &new)?.ok_or_else(|| broken("a hire reported twice"))
}

/// The reports that wait for a county, one that was sent back, and one of somebody who is on no register.
///
/// # Errors
/// If the database fails.
pub fn waiting(
    c: &mut Conn,
    keys: &Keys,
    entered: &[Entered],
    families: &mut Families,
    places: &[Place],
    actors: &[Actor],
) -> Result<()> {
    let poor: Vec<&Entered> = entered.iter().filter(|one| one.plan.progress == Progress::StillPoor).collect();
    let day = NaiveDate::from_ymd_opt(2017, 10, 25).ok_or_else(|| broken("a day"))?;
    for (n, one) in poor.iter().enumerate() {
        let Some((_, relative)) = one.members.first() else { continue };
        let hired = Hired {
            person: None,
            relative,
            started_on: day + Duration::days(i64::try_from(n % 14).unwrap_or_default()),
            n,
        };
        match n % 6 {
            0..=2 => drop(report(c, keys, &one.unit, &hired, places, actors)?),
            3 => {
                let id = report(c, keys, &one.unit, &hired, places, actors)?;
                let reason = "身份证上的姓名与填报的姓名不一致，请核对后重新报送。"
                    .parse()
                    .map_err(|_| broken("a reason"))?;
                hires::send_back(c, id, 1, &reason)?;
            }
            4 => {
                let stranger = families.next(1)?;
                let relative = stranger.first().ok_or_else(|| broken("a stranger"))?;
                report(c, keys, &one.unit, &Hired { relative, ..hired }, places, actors)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn noon(day: NaiveDate, days: i64) -> Result<Moment> {
    let at = (day + Duration::days(days)).and_hms_opt(12, 0, 0).ok_or_else(|| broken("a time"))?;
    Ok(Moment::from_local(at))
}
