//! The households of the small city, and others a test wants beside them.

use std::sync::Arc;

use xingtu::desk::Desk;
use xingtu::domain::household::{Attribute, Cause, MembershipReason, Relation};
use xingtu::domain::identity::ResidentId;
use xingtu::domain::ids::{HouseholdId, PersonId};
use xingtu::store::Fault;
use xingtu::store::households::{self, NewHousehold, NewMembership, NewPerson};

use super::{OTHER_UNIT, OTHER_VILLAGE, UNIT, VILLAGE, id_number, id_number_of};
use crate::support::city::date;

/// Registers a household of one for each number: the last in the other unit.
pub(super) fn enter(desk: &Desk, numbers: &[String]) -> Vec<(HouseholdId, PersonId)> {
    let keys = Arc::clone(&desk.keys);
    let numbers = numbers.to_vec();
    desk.db
        .write_now(move |c| {
            let mut entered = Vec::new();
            for (n, number) in numbers.iter().enumerate() {
                let (village, unit) =
                    if n + 1 == numbers.len() { (OTHER_VILLAGE, OTHER_UNIT) } else { (VILLAGE, UNIT) };
                let id: ResidentId = number.parse().unwrap();
                let name = ["邓荔枝", "宁秀英", "黄大山", "陈桂花", "莫小妹", "覃阿公", "韦大娘"][n]
                    .parse()
                    .unwrap();
                let code = format!("{unit}{:07}", n + 1).parse().unwrap();
                let household = NewHousehold {
                    search: NewHousehold::search(&code, "大芦村", "", &name),
                    code,
                    division_code: village.parse().unwrap(),
                    unit_code: unit.parse().unwrap(),
                    natural_village: String::new(),
                    attribute: Attribute::GeneralPoor,
                    cause: Cause::Capital,
                    registered_on: date(2015, 10, 31),
                };
                let person = NewPerson {
                    name,
                    sex: id.sex(),
                    birth_date: id.birth_date(),
                    id_cipher: keys.seal_id(&id).unwrap(),
                    id_index: keys.index_id(&id),
                    id_masked: id.masked(),
                    revision: 1,
                };
                let household = households::insert_many(c, &[household])?[0];
                let person = households::insert_persons(c, &[person])?[0];
                let membership = NewMembership {
                    household,
                    person,
                    relation: Relation::Head,
                    from_on: date(2015, 10, 31),
                    to_on: None,
                    reason: MembershipReason::Registered,
                };
                households::insert_memberships(c, &[membership])?;
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
            let code: xingtu::domain::household::HouseholdCode = code.parse().unwrap();
            let head = "刘荔红".parse().unwrap();
            let household = NewHousehold {
                search: NewHousehold::search(&code, "大芦村", "", &head),
                code,
                division_code: VILLAGE.parse().unwrap(),
                unit_code: UNIT.parse().unwrap(),
                natural_village: String::new(),
                attribute: Attribute::GeneralPoor,
                cause: Cause::Capital,
                registered_on: date(2015, 10, 31),
            };
            let household = households::insert_many(c, &[household])?[0];
            let persons: Vec<NewPerson> = serials
                .iter()
                .map(|serial| {
                    let id: ResidentId = id_number(*serial).parse().unwrap();
                    NewPerson {
                        name: "刘荔红".parse().unwrap(),
                        sex: id.sex(),
                        birth_date: id.birth_date(),
                        id_cipher: keys.seal_id(&id).unwrap(),
                        id_index: keys.index_id(&id),
                        id_masked: id.masked(),
                        revision: 1,
                    }
                })
                .collect();
            let persons = households::insert_persons(c, &persons)?;
            let memberships: Vec<NewMembership> = persons
                .iter()
                .enumerate()
                .map(|(place, person)| NewMembership {
                    household,
                    person: *person,
                    relation: if place == 0 { Relation::Head } else { Relation::Daughter },
                    from_on: date(2015, 10, 31),
                    to_on: None,
                    reason: MembershipReason::Registered,
                })
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
            let code: xingtu::domain::household::HouseholdCode = code.parse().unwrap();
            let born = date(1950, 1, 1) + chrono::Days::new(u64::from(n / 400));
            let id: ResidentId = id_number_of(&born.format("%Y%m%d").to_string(), n % 400).parse().unwrap();
            new.push(NewHousehold {
                search: code.to_string(),
                code,
                division_code: VILLAGE.parse().unwrap(),
                unit_code: UNIT.parse().unwrap(),
                natural_village: String::new(),
                attribute: Attribute::GeneralPoor,
                cause: Cause::Capital,
                registered_on: date(2015, 10, 31),
            });
            persons.push(NewPerson {
                name: "刘荔红".parse().unwrap(),
                sex: id.sex(),
                birth_date: id.birth_date(),
                id_cipher: keys.seal_id(&id).unwrap(),
                id_index: keys.index_id(&id),
                id_masked: id.masked(),
                revision: 1,
            });
        }
        let households = households::insert_many(c, &new)?;
        let persons = households::insert_persons(c, &persons)?;
        let memberships: Vec<NewMembership> = households
            .into_iter()
            .zip(persons)
            .map(|(household, person)| NewMembership {
                household,
                person,
                relation: Relation::Head,
                from_on: date(2015, 10, 31),
                to_on: None,
                reason: MembershipReason::Registered,
            })
            .collect();
        households::insert_memberships(c, &memberships).map(drop)
    };
    desk.db.write_now::<_, Fault>(enter).unwrap();
    codes
}
