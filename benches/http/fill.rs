//! A city with many exits, each with its household, its paper and its confirmed attribution: put in through the functions of
//! the store, many at once, as an import does.

use chrono::{Datelike as _, Days, NaiveDate};
use diesel::Connection as _;
use xingtu::desk::{Desk, Error};
use xingtu::domain::access::Actor;
use xingtu::domain::attribution::{BenefitKind, Evidence, PaymentKind};
use xingtu::domain::codes::Code as _;
use xingtu::domain::division::{DivisionCode, UnitCode};
use xingtu::domain::hire::{EmploymentForm, MonthlyWage, RegisterClaim};
use xingtu::domain::household::Relation;
use xingtu::domain::ids::{
    CourseId, ExitId, HireId, HouseholdId, OperatorId, PersonId, ProgrammeId, ProjectId, SiteId,
};
use xingtu::domain::moment::Moment;
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::{Fen, Persons};
use xingtu::domain::tally::Counted;
use xingtu::keys::Keys;
use xingtu::store::attributions::{self, Signature, Signed};
use xingtu::store::evidence::{
    self, NewAttendance, NewBenefit, NewBusiness, NewCourse, NewPayment, NewProgramme, NewProject,
};
use xingtu::store::exits::{self, FrozenMember, NewExit};
use xingtu::store::hires::{self, NewHire};
use xingtu::store::{Conn, divisions, users};

use crate::register::{Newcomer, register};

/// Anything that fails here ends the measurement.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Exits put in with one transaction.
const BATCH: u32 = 50_000;
/// The first year there are exits of.
pub const FIRST_YEAR: i32 = 2014;

/// How many years there are exits of.
pub fn years() -> u32 {
    std::env::var("XINGTU_BENCH_YEARS").map_or(7, |text| text.parse().expect("a number of years"))
}

/// Persons of each pathway among 1,127, as the newspaper printed them in 2017.
const SHARES: [(Pathway, u32); 5] = [
    (Pathway::Employment, 105),
    (Pathway::VillageIndustry, 380),
    (Pathway::Training, 160),
    (Pathway::MajorProject, 417),
    (Pathway::SelfStart, 65),
];

/// Puts so many exits into a demonstration.
pub fn fill(c: &mut Conn, desk: &Desk, exits: u32) {
    if let Conn::Sqlite(_) = c {
        // The one connection that fills may keep more in memory; the server's keep what they always do.
        crate::run(c, "PRAGMA cache_size = -400000");
    }
    let units = c.transaction(Unit::all).unwrap();
    let mut from = 0;
    while from < exits {
        let until = exits.min(from + BATCH);
        let serials: Vec<u32> = (from..until).collect();
        c.transaction(|c| enter(c, &desk.keys, &units, &serials)).unwrap();
        from = until;
    }
}

/// A reporting unit with what its papers hang on.
struct Unit {
    code: UnitCode,
    villages: Vec<DivisionCode>,
    /// By year, from the first.
    programmes: Vec<ProgrammeId>,
    courses: Vec<CourseId>,
    project: ProjectId,
    operator: OperatorId,
    keeper: Actor,
    site: SiteId,
    clerk: Actor,
    colleague: Actor,
    office: Actor,
}

impl Unit {
    fn all(c: &mut Conn) -> Result<Vec<Self>> {
        let people: Vec<Actor> = users::all(c)?.into_iter().map(users::User::actor).collect();
        let mut keepers = Vec::new();
        for person in &people {
            if let Some(operator) = person.operator {
                let site = hires::workplaces(c, operator)?.first().map(|site| site.id);
                keepers.extend(site.map(|site| (person.clone(), operator, site)));
            }
        }
        let office = people.iter().find(|actor| actor.name == "覃文").ok_or(Error::NotFound)?;
        let units = divisions::units(c)?;
        units
            .iter()
            .zip(keepers)
            .map(|(unit, (keeper, operator, site))| {
                let code = unit.code.clone();
                let mut clerks = people.iter().filter(|actor| {
                    actor.unit.as_ref() == Some(&code) && actor.role == xingtu::domain::access::Role::County
                });
                let (clerk, colleague) = clerks.next().zip(clerks.next()).ok_or(Error::NotFound)?;
                let villages: Vec<DivisionCode> =
                    divisions::villages(c, Some(&code))?.into_iter().map(|village| village.code).collect();
                Ok(Self {
                    programmes: evidence::insert_programmes(
                        c,
                        &by_year(|year| programme(&code, &villages, year)),
                    )?,
                    courses: evidence::insert_courses(c, &by_year(|year| course(&code, year)))?,
                    project: evidence::insert_projects(c, &[project(&code, &villages)])?[0],
                    villages,
                    operator,
                    keeper,
                    site,
                    clerk: clerk.clone(),
                    colleague: colleague.clone(),
                    office: office.clone(),
                    code,
                })
            })
            .collect()
    }
}

fn by_year<T>(make: impl Fn(i32) -> T) -> Vec<T> {
    (FIRST_YEAR..).take(years() as usize).map(make).collect()
}

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn programme(unit: &UnitCode, villages: &[DivisionCode], year: i32) -> NewProgramme {
    NewProgramme {
        name: format!("入股分红{year}"),
        division_code: villages[0].clone(),
        unit_code: unit.clone(),
        year,
        supported: true,
        document: format!("{unit}〔{year}〕1号"),
    }
}

fn course(unit: &UnitCode, year: i32) -> NewCourse {
    NewCourse {
        name: format!("厨艺班{year}"),
        organiser: "旅游局".into(),
        unit_code: unit.clone(),
        place: "县城".into(),
        starts_on: day(year, 1, 5),
        ends_on: day(year, 1, 10),
        hours: 40,
        document: format!("{unit}培〔{year}〕1号"),
    }
}

fn project(unit: &UnitCode, villages: &[DivisionCode]) -> NewProject {
    NewProject {
        name: format!("旅游区{unit}"),
        unit_code: unit.clone(),
        division_code: villages[0].clone(),
        listed_on: day(FIRST_YEAR, 1, 4),
        document: format!("{unit}项〔{FIRST_YEAR}〕1号"),
        investment_fen: Fen(10_000_000_000),
    }
}

/// One household with its exit, by its serial.
struct One<'a> {
    newcomer: Newcomer<'a>,
    unit: &'a Unit,
    pathway: Pathway,
    /// Place of the year among the years.
    year: usize,
    announced_on: NaiveDate,
    household: HouseholdId,
    person: PersonId,
    exit: ExitId,
}

impl<'a> One<'a> {
    fn of(units: &'a [Unit], serial: u32) -> Self {
        // A stride without common divisors with the sizes mixes units, years, months and pathways.
        let mixed = serial.wrapping_mul(2_654_435_761) >> 7;
        let mut share = mixed % 1127;
        let (pathway, _) = SHARES
            .into_iter()
            .find(|(_, persons)| {
                let here = share < *persons;
                share = share.saturating_sub(*persons);
                here
            })
            .unwrap();
        let years = years();
        let (year, month) = (serial / 5 % years, serial / (5 * years) % 12 + 1);
        let unit = &units[serial as usize % units.len()];
        Self {
            newcomer: Newcomer::of(&unit.code, &unit.villages, serial),
            unit,
            pathway,
            year: year as usize,
            announced_on: day(FIRST_YEAR + i32::try_from(year).unwrap(), month, 20),
            household: HouseholdId(0),
            person: PersonId(0),
            exit: ExitId(0),
        }
    }

    fn document(&self) -> String {
        format!("册{:08}", self.newcomer.serial)
    }

    fn before(&self, days: u64) -> NaiveDate {
        self.announced_on - Days::new(days)
    }
}

fn noon(day: NaiveDate) -> Moment {
    Moment::from_local(day.and_hms_opt(12, 0, 0).unwrap())
}

fn enter(c: &mut Conn, keys: &Keys, units: &[Unit], serials: &[u32]) -> Result<()> {
    let mut all: Vec<One<'_>> = serials.iter().map(|serial| One::of(units, *serial)).collect();
    let newcomers: Vec<&Newcomer<'_>> = all.iter().map(|one| &one.newcomer).collect();
    let entered = register(c, keys, &newcomers)?;
    for (one, (household, person)) in all.iter_mut().zip(entered) {
        (one.household, one.person) = (household, person);
    }
    announce(c, &mut all)?;
    let mut signed = Vec::with_capacity(all.len());
    for (pathway, _) in SHARES {
        let of: Vec<&One<'_>> = all.iter().filter(|one| one.pathway == pathway).collect();
        let papers = papers(c, keys, pathway, &of)?;
        signed.extend(of.into_iter().zip(papers).map(|(one, paper)| attribution(one, paper)));
    }
    attributions::insert_many(c, &signed, noon(day(2021, 1, 4)))?;
    Ok(())
}

fn announce(c: &mut Conn, all: &mut [One<'_>]) -> Result<()> {
    let new: Vec<NewExit> = all
        .iter()
        .map(|one| NewExit {
            household: one.household,
            division: one.newcomer.village.clone(),
            unit: one.unit.code.clone(),
            document: "公告".into(),
            announced_on: one.announced_on,
            members: vec![FrozenMember { person: one.person, relation: Relation::Head, is_head: true }],
            search: format!("b{:010} {}", one.newcomer.serial, one.newcomer.name.as_str()),
        })
        .collect();
    for (one, exit) in all.iter_mut().zip(exits::insert_many(c, &new)?) {
        one.exit = exit;
    }
    Ok(())
}

fn papers(c: &mut Conn, keys: &Keys, pathway: Pathway, all: &[&One<'_>]) -> Result<Vec<Evidence>> {
    Ok(match pathway {
        Pathway::Employment => {
            all.iter().map(|one| hire(c, keys, one).map(Evidence::Employment)).collect::<Result<_>>()?
        }
        Pathway::VillageIndustry => {
            let rows: Vec<NewPayment> = all.iter().map(|one| payment(one)).collect();
            evidence::insert_payments(c, &rows)?.into_iter().map(Evidence::VillageIndustry).collect()
        }
        Pathway::Training => {
            let rows: Vec<NewAttendance> = all.iter().map(|one| attendance(one)).collect();
            evidence::insert_attendances(c, &rows)?.into_iter().map(Evidence::Training).collect()
        }
        Pathway::MajorProject => {
            let rows: Vec<NewBenefit> = all.iter().map(|one| benefit(one)).collect();
            evidence::insert_benefits(c, &rows)?.into_iter().map(Evidence::MajorProject).collect()
        }
        Pathway::SelfStart | Pathway::NonTourism => {
            let rows: Vec<NewBusiness> = all.iter().map(|one| business(one)).collect();
            evidence::insert_businesses(c, &rows)?.into_iter().map(Evidence::SelfStart).collect()
        }
    })
}

fn hire(c: &mut Conn, keys: &Keys, one: &One<'_>) -> Result<HireId> {
    let new = NewHire {
        site: one.unit.site,
        name: one.newcomer.name.clone(),
        id_cipher: keys.seal_id(&one.newcomer.id)?,
        id_index: keys.index_id(&one.newcomer.id),
        id_masked: one.newcomer.id.masked(),
        claim: RegisterClaim::Unknown,
        phone: String::new(),
        post: "厨师".into(),
        form: EmploymentForm::LongTerm,
        wage: MonthlyWage(Fen(180_000)),
        started_on: one.before(240),
        by: one.unit.keeper.user,
        at: noon(one.before(230)),
    };
    let id = hires::report(c, one.unit.operator, &new)?.ok_or(Error::NotFound)?;
    hires::confirm_verified(c, id, 1, Some(one.person), one.unit.clerk.user, noon(one.before(225)))?;
    Ok(id)
}

fn payment(one: &One<'_>) -> NewPayment {
    NewPayment {
        programme_id: one.unit.programmes[one.year],
        person_id: one.person,
        kind: PaymentKind::ALL[0],
        amount_fen: Fen(120_000),
        paid_on: one.before(30),
        document: one.document(),
    }
}

fn attendance(one: &One<'_>) -> NewAttendance {
    NewAttendance {
        course_id: one.unit.courses[one.year],
        person_id: one.person,
        certificate: one.document(),
        completed_on: Some(one.before(10)),
        placement_employer: "荔香园".into(),
        placement_on: Some(one.before(5)),
    }
}

fn benefit(one: &One<'_>) -> NewBenefit {
    NewBenefit {
        project_id: one.unit.project,
        person_id: one.person,
        kind: BenefitKind::ALL[0],
        amount_fen: Fen(90_000),
        received_on: one.before(20),
        document: one.document(),
    }
}

fn business(one: &One<'_>) -> NewBusiness {
    NewBusiness {
        person_id: one.person,
        name: "小店".into(),
        licence: one.document(),
        licensed_on: one.before(300),
        support: "补助".into(),
        support_fen: Fen(500_000),
        supported_on: one.before(200),
    }
}

/// Proposed and verified by two clerks of the county, confirmed by the city.
fn attribution(one: &One<'_>, evidence: Evidence) -> Signed {
    let sign =
        |by: &Actor, days: u64| Signature { by: by.user, at: noon(one.announced_on + Days::new(days)) };
    Signed {
        exit: one.exit,
        evidence,
        counted: Counted {
            unit: one.unit.code.clone(),
            pathway: one.pathway,
            year: one.announced_on.year(),
            month: one.announced_on.month().cast_signed(),
            persons: Persons(1),
        },
        village: one.newcomer.village.clone(),
        proposed: sign(&one.unit.clerk, 1),
        verified: Some(sign(&one.unit.colleague, 2)),
        confirmed: Some(sign(&one.unit.office, 3)),
    }
}
