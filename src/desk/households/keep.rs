//! Keeping a household's card: registering it, correcting it, and who helps it.

use chrono::NaiveDate;

use super::changes::{Changes, masked_phone, refused, take};
use super::members::{Person, enter_person};
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::{Act, Scope};
use crate::domain::division::{DivisionCode, UnitCode, reporting_unit};
use crate::domain::household::{AccountTail, Attribute, Causes, HouseholdCode, MembershipReason, Relation};
use crate::domain::identity::{PersonName, Phone, Reason};
use crate::domain::ids::HouseholdId;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::site::NaturalVillage;
use crate::store::divisions::{self, Village};
use crate::store::households::{self as store, CardRow, Household, NewHelper, NewHousehold, NewMembership};
use crate::store::{Fault, Unique};

/// What the card says of a household.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its village.
    pub division: DivisionCode,
    /// The natural village in it.
    pub natural_village: Option<NaturalVillage>,
    /// Its attribute.
    pub attribute: Attribute,
    /// Why it is poor.
    pub causes: Causes,
    /// Where to call it.
    pub phone: Option<Phone>,
    /// The end of the account grants are paid to.
    pub account: Option<AccountTail>,
}

impl Card {
    /// As the store keeps it.
    pub(in crate::desk) fn row(&self) -> CardRow {
        CardRow {
            division: self.division.clone(),
            natural_village: self
                .natural_village
                .as_ref()
                .map(|name| name.as_str().to_owned())
                .unwrap_or_default(),
            attribute: self.attribute,
            cause: self.causes.principal(),
            second_cause: self.causes.second(),
            phone: self.phone.as_ref().map(|phone| phone.as_str().to_owned()).unwrap_or_default(),
            account_last4: self.account.as_ref().map(|tail| tail.as_str().to_owned()).unwrap_or_default(),
        }
    }
}

/// A household to be registered, with its head.
#[derive(Debug)]
pub struct NewRegistration {
    /// Its number in the national register.
    pub code: HouseholdCode,
    /// When it was registered.
    pub registered_on: NaiveDate,
    /// Its card.
    pub card: Card,
    /// Its head.
    pub head: Person,
}

/// The unit a village reports to, if the actor keeps its register.
fn unit_of(tx: &mut Tx<'_>, division: &DivisionCode) -> Result<UnitCode> {
    match divisions::find(tx.conn, division) {
        Ok(_) if division.as_str().len() == 12 => {}
        Ok(_) | Err(Fault::NotFound) => return Err(refused("division", "error-site-division")),
        Err(other) => return Err(other.into()),
    }
    let units: Vec<UnitCode> = divisions::units(tx.conn)?.into_iter().map(|unit| unit.code).collect();
    let unit = reporting_unit(division, &units).ok_or_else(|| refused("division", "error-site-division"))?;
    if keeps(&tx.scope(), unit) { Ok(unit.clone()) } else { Err(refused("division", "error-household-unit")) }
}

/// Whether whoever has this scope keeps the register of a unit.
pub(in crate::desk) fn keeps(scope: &Scope, unit: &UnitCode) -> bool {
    match scope {
        Scope::City => true,
        Scope::Unit(own) => own == unit,
        Scope::Operator(_) | Scope::Public => false,
    }
}

/// What the form of a new household offers: the villages.
///
/// # Errors
/// `Forbidden` for those who do not keep the register.
pub fn registering(rx: &mut Rx<'_>) -> Result<Vec<Village>> {
    rx.actor()?.must(Act::KeepHouseholds)?;
    let unit = match rx.scope() {
        Scope::Unit(unit) => Some(unit),
        _ => None,
    };
    Ok(divisions::villages(rx.conn, unit.as_ref())?)
}

/// Registers a household with its head.
///
/// # Errors
/// `Forbidden`; `Invalid` for a village of another unit, a code that is taken, a day to come, a head who belongs elsewhere.
pub fn register(tx: &mut Tx<'_>, new: &NewRegistration) -> Result<HouseholdId> {
    tx.actor.must(Act::KeepHouseholds)?;
    let unit = unit_of(tx, &new.card.division)?;
    if new.registered_on > tx.now.day() {
        return Err(refused("registered_on", "error-membership-future"));
    }
    let card = new.card.row();
    let household = NewHousehold {
        search: String::new(),
        code: new.code.clone(),
        division_code: card.division.clone(),
        unit_code: unit,
        natural_village: card.natural_village.clone(),
        attribute: card.attribute,
        cause: card.cause,
        registered_on: new.registered_on,
    };
    let id = store::insert_many(tx.conn, &[household]).map_err(|fault| {
        fault.taken(Unique::HouseholdCode, || refused("code", "error-household-code-taken"))
    })?;
    let id = id.first().copied().ok_or_else(|| Error::Broken("a household without a number".into()))?;
    store::set_card(tx.conn, id, &card)?;
    let came = (new.registered_on, MembershipReason::Registered);
    let person = enter_person(tx, id, &new.head, came, "registered_on")?;
    let membership = NewMembership {
        household: id,
        person,
        relation: Relation::Head,
        from_on: new.registered_on,
        to_on: None,
        reason: MembershipReason::Registered,
    };
    insert_membership(tx, membership)?;
    store::refresh_one(tx.conn, id)?;
    let mut changes = Changes::of(id, "").from(new.registered_on).at(person);
    changes.note("registered", "", new.code.as_str());
    changes.save(tx, "household.registered", "code")?;
    Ok(id)
}

/// Enters a membership whose person was found to be free.
pub(super) fn insert_membership(tx: &mut Tx<'_>, new: NewMembership) -> Result<()> {
    store::insert_memberships(tx.conn, &[new]).map_err(|fault| match fault {
        Fault::Taken(Unique::LiveMembership) => refused("id_number", "error-member-elsewhere"),
        Fault::Taken(Unique::LiveHead) => Error::Stale,
        other => other.into(),
    })
}

/// A household whose card is to be corrected, with the villages of its unit.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub fn editing(rx: &mut Rx<'_>, id: HouseholdId) -> Result<(Household, Vec<Village>)> {
    rx.actor()?.must(Act::KeepHouseholds)?;
    let household = store::load(rx.conn, &rx.scope(), id)?;
    let villages = divisions::villages(rx.conn, Some(&household.unit))?;
    Ok((household, villages))
}

/// Corrects a household's card.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Invalid` for a village of another unit or if nothing changes.
pub fn edit_card(
    tx: &mut Tx<'_>,
    id: HouseholdId,
    revision: i64,
    card: &Card,
    reason: &Reason,
) -> Result<()> {
    let was = take(tx, id, revision)?;
    let unit = unit_of(tx, &card.division)?;
    if unit != was.unit {
        return Err(refused("division", "error-household-unit"));
    }
    let village = divisions::find(tx.conn, &card.division)?.name;
    let row = card.row();
    let mut changes = Changes::of(id, reason.as_str());
    if was.division != row.division {
        changes.note(
            "division",
            &format!("{} {}", was.division, was.village),
            &format!("{} {village}", row.division),
        );
    }
    changes.note("natural_village", &was.natural_village, &row.natural_village);
    changes.code("attribute", Some(was.attribute), Some(row.attribute));
    changes.code("cause", Some(was.cause), Some(row.cause));
    changes.code("second_cause", was.second_cause, row.second_cause);
    let phones = (masked_phone(&was.phone), masked_phone(&row.phone));
    changes.masked("phone", (&phones.0, &phones.1), was.phone != row.phone);
    let hidden = |tail: &str| if tail.is_empty() { "" } else { "****" };
    let accounts = (hidden(&was.account_last4), hidden(&row.account_last4));
    changes.masked("account", accounts, was.account_last4 != row.account_last4);
    store::set_card(tx.conn, id, &row)?;
    store::refresh_one(tx.conn, id)?;
    changes.save(tx, "household.corrected", "reason")
}

/// Who is to help a household.
#[derive(Debug, Clone)]
pub struct Helping {
    /// Their name; nobody ends the help.
    pub who: Option<(PersonName, String)>,
    /// Their telephone.
    pub phone: Option<Phone>,
    /// From which day; the last day of whoever helped before.
    pub day: NaiveDate,
    /// Why.
    pub reason: Reason,
}

/// Says who helps a household from a day on, or that nobody does.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Stale`; `Invalid` for a day to come or before the present helper came.
pub fn set_helper(tx: &mut Tx<'_>, id: HouseholdId, revision: i64, helping: &Helping) -> Result<()> {
    take(tx, id, revision)?;
    if helping.day > tx.now.day() {
        return Err(refused("day", "error-membership-future"));
    }
    let before = store::helpers(tx.conn, id)?.into_iter().find(|helper| helper.to_on.is_none());
    if let Some(before) = before.as_ref().filter(|before| helping.day < before.from_on) {
        let message = Message::new("error-helper-before").with("day", before.from_on.to_string());
        return Err(Refusals::one("day", message).into());
    }
    store::end_helper(tx.conn, id, helping.day)?;
    if let Some((name, organisation)) = &helping.who {
        let phone = helping.phone.as_ref().map(|phone| phone.as_str().to_owned()).unwrap_or_default();
        let new = NewHelper {
            household_id: id,
            name: name.as_str().to_owned(),
            organisation: organisation.clone(),
            phone,
            from_on: helping.day,
        };
        store::insert_helper(tx.conn, &new)
            .map_err(|fault| fault.taken(Unique::LiveHelper, || Error::Stale))?;
    }
    let words = |name: &str, organisation: &str, phone: &str| {
        [name, organisation, phone]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let was =
        before.map(|one| words(&one.name, &one.organisation, &masked_phone(&one.phone))).unwrap_or_default();
    let masked = helping.phone.as_ref().map(Phone::masked).unwrap_or_default();
    let becomes = helping
        .who
        .as_ref()
        .map(|(name, organisation)| words(name.as_str(), organisation, &masked))
        .unwrap_or_default();
    let mut changes = Changes::of(id, helping.reason.as_str()).from(helping.day);
    changes.note("helper", &was, &becomes);
    changes.save(tx, "household.helper_changed", "name")
}
