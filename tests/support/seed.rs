//! What the small city holds: enough that every page of everybody has something to show.

mod exits;
mod households;
mod people;

use std::collections::BTreeMap;

use xingtu::demo::filing;
use xingtu::desk::hires::{Report, Reported};
use xingtu::desk::sites::Registration;
use xingtu::desk::{Desk, hires, sites};
use xingtu::domain::access::Actor;
use xingtu::domain::attribution::Evidence;
use xingtu::domain::calendar::whole_months_before;
use xingtu::domain::codes::Code as _;
use xingtu::domain::hire::{EmploymentForm, MonthlyWage, RegisterClaim, WorkDay};
use xingtu::domain::ids::{ApplicationId, ExitId, HireId, HouseholdId, SiteId};
use xingtu::domain::licence::LicenceKind;
use xingtu::domain::month::Month;
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::Fen;
use xingtu::domain::rating::Star;
use xingtu::domain::site::{Capacity, SiteKind, Trade};
use xingtu::store::licences::Printed;
use xingtu::store::{Conn, Fault, licences, months};

use self::exits::announce;
use self::households::enter;
pub use self::households::{household, households_of_one};
use self::people::people;
use super::city::{at, date};

/// The unit most of it happens in: 灵山县.
pub const UNIT: &str = "450721";
/// The other: 浦北县.
pub const OTHER_UNIT: &str = "450722";
/// A village of the unit: 大芦村.
pub const VILLAGE: &str = "450721101201";
/// A village of the other unit.
pub const OTHER_VILLAGE: &str = "450722101201";

/// Who is there.
pub struct Cast {
    /// Keeps 荔香园 in 灵山县.
    pub operator: Actor,
    /// Keeps the site in 浦北县.
    pub other_operator: Actor,
    /// 灵山县's clerk.
    pub county: Actor,
    /// The clerk's colleague.
    pub colleague: Actor,
    /// 浦北县's clerk.
    pub other_county: Actor,
    /// The city's clerk.
    pub office: Actor,
    /// Reads the whole city.
    pub official: Actor,
    /// Keeps the users.
    pub admin: Actor,
}

/// What is there.
pub struct Records {
    /// 荔香园, a farm stay of the operator.
    pub site: SiteId,
    /// The other operator's, in the other unit.
    pub other_site: SiteId,
    /// Submitted for 荔香园.
    pub application: ApplicationId,
    /// Submitted for the other site.
    pub other_application: ApplicationId,
    /// Reported for 荔香园, not verified.
    pub hire: HireId,
    /// A household without a pathway yet, by the pathway its one member has a paper for.
    pub exits: BTreeMap<Pathway, (ExitId, Evidence)>,
    /// An exit of the other unit, with nothing to support it.
    pub other_exit: ExitId,
    /// The household of the first exit.
    pub household: HouseholdId,
    /// The ID numbers of everybody in the register.
    pub id_numbers: Vec<String>,
}

/// An ID number of the unassigned area 450799 whose check character is right: a woman born on 12 June 1973.
pub fn id_number(serial: u32) -> String {
    id_number_of("19730612", serial)
}

/// An ID number of the same area of a woman born on this day.
pub fn id_number_of(born: &str, serial: u32) -> String {
    let digits = format!("450799{born}{:03}", serial * 2);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = b"10X98765432"[sum as usize % 11];
    format!("{digits}{}", char::from(check))
}

/// Puts everything in.
pub fn sow(desk: &Desk) -> (Cast, Records) {
    let cast = desk.db.write_now(people).unwrap();
    let site = register(desk, &cast.operator, "荔香园", VILLAGE);
    let other_site = register(desk, &cast.other_operator, "越州人家", OTHER_VILLAGE);
    let application = apply(desk, &cast.operator, site);
    let other_application = apply(desk, &cast.other_operator, other_site);
    let id_numbers: Vec<String> = (1..=7).map(id_number).collect();
    let persons = enter(desk, &id_numbers);
    let held = verified_hire(desk, &cast, site, &id_numbers[0]);
    let hire = report(desk, &cast.operator, site, &id_number(8), (2017, 11, 6));
    let sown = persons.clone();
    let (exits, other_exit) = desk.db.write_now(move |c| announce(c, held, &sown)).unwrap();
    let household = persons[0].0;
    let records = Records {
        site,
        other_site,
        application,
        other_application,
        hire,
        exits,
        other_exit,
        household,
        id_numbers,
    };
    (cast, records)
}

fn register(desk: &Desk, keeper: &Actor, name: &str, village: &str) -> SiteId {
    let site = Registration {
        operator: None,
        name: name.parse().unwrap(),
        kind: SiteKind::FarmStay,
        trade: Trade::Combined,
        division: village.parse().unwrap(),
        natural_village: None,
        address: None,
        phone: None,
        beds: Capacity(12),
        seats: Capacity(60),
        opened_on: Some(date(2015, 5, 1)),
        position: None,
        also_known: None,
    };
    desk.write_now(keeper.clone(), at(2016, 2, 1), move |tx| sites::register(tx, &site)).unwrap()
}

/// A complete application of the 20th of November, with the licences it owes and the visits of the year before it.
fn apply(desk: &Desk, keeper: &Actor, site: SiteId) -> ApplicationId {
    desk.db.write_now(move |c| report_year(c, site)).unwrap();
    desk.db.write_now(move |c| license(c, site)).unwrap();
    let star = Star::try_from(3).unwrap();
    filing::file(desk, keeper, at(2017, 11, 20), (site, star), 70).unwrap()
}

/// One licence of each kind, without end.
fn license(c: &mut Conn, site: SiteId) -> Result<(), Fault> {
    LicenceKind::ALL.iter().try_for_each(|kind| {
        let number = "证0001".parse().unwrap();
        let printed = Printed { kind: *kind, number, valid_until: None };
        licences::insert(c, site, &printed, None, None, at(2016, 2, 1)).map(drop)
    })
}

/// The visits of the twelve whole months before the 24th of November 2017: 100 each.
pub fn report_year(c: &mut Conn, site: SiteId) -> Result<(), Fault> {
    let mut whole = whole_months_before(date(2017, 11, 24), 12).into_iter();
    let figures = months::Figures { visits: 100, revenue: Fen(480_000) };
    whole.try_for_each(|day| months::insert(c, site, Month::of(day), figures))
}

fn report(desk: &Desk, keeper: &Actor, site: SiteId, number: &str, from: (i32, u32, u32)) -> HireId {
    let started_on = date(from.0, from.1, from.2);
    let report = Report {
        site,
        name: "邓荔枝".parse().unwrap(),
        id: number.parse().unwrap(),
        claim: RegisterClaim::Yes,
        phone: None,
        post: None,
        form: EmploymentForm::LongTerm,
        wage: MonthlyWage(Fen(180_000)),
        started_on: WorkDay(started_on),
        key: None,
    };
    let when = at(from.0, from.1, from.2 + 1);
    match desk.write_now(keeper.clone(), when, move |tx| hires::report(tx, &report)).unwrap() {
        Reported::New(id) => id,
        other => panic!("{other:?}"),
    }
}

/// A hire of spring, verified: held long enough to support an exit in November.
fn verified_hire(desk: &Desk, cast: &Cast, site: SiteId, number: &str) -> HireId {
    let id = report(desk, &cast.operator, site, number, (2017, 3, 1));
    let seen =
        desk.read_now(Some(cast.county.clone()), at(2017, 3, 6), move |rx| hires::examine(rx, id)).unwrap();
    let shown = seen.registered.map(|found| found.person);
    desk.write_now(cast.county.clone(), at(2017, 3, 6), move |tx| {
        hires::verify(tx, id, seen.hire.revision, shown)
    })
    .unwrap();
    id
}
