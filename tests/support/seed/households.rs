//! The households of the small city, and others a test wants beside them.

use std::sync::Arc;

use xingtu::desk::Desk;
use xingtu::domain::household::{Attribute, Cause, HouseholdCode, MembershipReason, Relation};
use xingtu::domain::identity::{PersonName, ResidentId};
use xingtu::domain::ids::{HouseholdId, PersonId};
use xingtu::keys::Keys;
use xingtu::store::Fault;
use xingtu::store::households::{self, NewHousehold, NewMembership, NewPerson};

use super::{OTHER_UNIT, OTHER_VILLAGE, UNIT, VILLAGE, id_number, id_number_of};
use crate::support::city::date;

/// A household of the register as the tests have them all.
fn new_household(code: HouseholdCode, search: String, (village, unit): (&str, &str)) -> NewHousehold {
    NewHousehold {
        search,
        code,
        division_code: village.parse().unwrap(),
        unit_code: unit.parse().unwrap(),
        natural_village: String::new(),
        attribute: Attribute::GeneralPoor,
        cause: Cause::Capital,
        registered_on: date(2015, 10, 31),
    }
}

fn new_person(keys: &Keys, name: PersonName, number: &str) -> NewPerson {
    let id: ResidentId = number.parse().unwrap();
    NewPerson::new(name, &id, keys.seal_id(&id).unwrap(), keys.index_id(&id))
}

fn new_membership(household: HouseholdId, person: PersonId, relation: Relation) -> NewMembership {
    let (from_on, reason) = (date(2015, 10, 31), MembershipReason::Registered);
    NewMembership { household, person, relation, from_on, to_on: None, reason }
}

/// Registers a household of one for each number: the last in the other unit.
pub(super) fn enter(desk: &Desk, numbers: &[String]) -> Vec<(HouseholdId, PersonId)> {
    let keys = Arc::clone(&desk.keys);
    let numbers = numbers.to_vec();
    desk.db
        .write_now(move |c| {
            let mut entered = Vec::new();
            for (n, number) in numbers.iter().enumerate() {
                let place =
                    if n + 1 == numbers.len() { (OTHER_VILLAGE, OTHER_UNIT) } else { (VILLAGE, UNIT) };
                let name: PersonName = ["邓荔枝", "宁秀英", "黄大山", "陈桂花", "莫小妹", "覃阿公", "韦大娘"]
                    [n]
                    .parse()
                    .unwrap();
                let code: HouseholdCode = format!("{}{:07}", place.1, n + 1).parse().unwrap();
                let search = NewHousehold::search(&code, "大芦村", "", &name);
                let household = households::insert_many(c, &[new_household(code, search, place)])?[0];
                let person = households::insert_persons(c, &[new_person(&keys, name, number)])?[0];
                households::insert_memberships(c, &[new_membership(household, person, Relation::Head)])?;
                entered.push((household, person));
            }
            Ok::<_, Fault>(entered)
        })
        .unwrap()
}

/// Registers a household of the unit 灵山县 with a member for each serial number, the first its head.
pub fn household(desk: &Desk, code: &str, serials: &[u32]) -> (HouseholdId, Vec<PersonId>) {
    let (keys, code, serials) = (Arc::clone(&desk.keys), code.to_owned(), serials.to_vec());
    desk.db
        .write_now(move |c| {
            let code: HouseholdCode = code.parse().unwrap();
            let name: PersonName = "刘荔红".parse().unwrap();
            let search = NewHousehold::search(&code, "大芦村", "", &name);
            let household = households::insert_many(c, &[new_household(code, search, (VILLAGE, UNIT))])?[0];
            let persons: Vec<NewPerson> =
                serials.iter().map(|serial| new_person(&keys, name.clone(), &id_number(*serial))).collect();
            let persons = households::insert_persons(c, &persons)?;
            let relations = [Relation::Head].into_iter().chain(std::iter::repeat(Relation::Daughter));
            let memberships: Vec<NewMembership> = persons
                .iter()
                .zip(relations)
                .map(|(person, relation)| new_membership(household, *person, relation))
                .collect();
            households::insert_memberships(c, &memberships)?;
            Ok::<_, Fault>((household, persons))
        })
        .unwrap()
}

/// Registers many households of the unit 灵山县 of one member each; their codes.
pub fn households_of_one(desk: &Desk, how_many: u32) -> Vec<String> {
    let keys = Arc::clone(&desk.keys);
    let codes: Vec<String> = (0..how_many).map(|n| format!("45072109{n:05}")).collect();
    let entered = codes.clone();
    let enter = move |c: &mut xingtu::store::Conn| {
        let (mut new, mut persons) = (Vec::new(), Vec::new());
        for (code, n) in entered.iter().zip(0u32..) {
            new.push(new_household(code.parse().unwrap(), code.to_lowercase(), (VILLAGE, UNIT)));
            let born = date(1950, 1, 1) + chrono::Days::new(u64::from(n / 400));
            let number = id_number_of(&born.format("%Y%m%d").to_string(), n % 400);
            persons.push(new_person(&keys, "刘荔红".parse().unwrap(), &number));
        }
        let households = households::insert_many(c, &new)?;
        let persons = households::insert_persons(c, &persons)?;
        let memberships: Vec<NewMembership> = households
            .into_iter()
            .zip(persons)
            .map(|(household, person)| new_membership(household, person, Relation::Head))
            .collect();
        households::insert_memberships(c, &memberships).map(drop)
    };
    desk.db.write_now::<_, Fault>(enter).unwrap();
    codes
}
