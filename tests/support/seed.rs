//! What the small city holds: enough that every page of everybody has something to show.

use std::collections::BTreeMap;
use std::sync::Arc;

use xingtu::demo::filing;
use xingtu::desk::hires::{Report, Reported};
use xingtu::desk::sites::Registration;
use xingtu::desk::{Desk, hires, sites};
use xingtu::domain::access::{Actor, Role};
use xingtu::domain::attribution::{BenefitKind, Evidence, EvidenceRules, MeasureKind, NewRules, PaymentKind};
use xingtu::domain::calendar::whole_months_before;
use xingtu::domain::codes::Code as _;
use xingtu::domain::hire::{EmploymentForm, MonthlyWage, RegisterClaim, WorkDay};
use xingtu::domain::household::{Attribute, Cause, MembershipReason, Relation};
use xingtu::domain::identity::ResidentId;
use xingtu::domain::ids::{ApplicationId, ExitId, HireId, HouseholdId, OperatorId, PersonId, SiteId};
use xingtu::domain::licence::LicenceKind;
use xingtu::domain::month::Month;
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::Fen;
use xingtu::domain::rating::Star;
use xingtu::domain::site::{Capacity, CreditCode, SiteKind, Trade};
use xingtu::store::divisions::{self, Division, Unit};
use xingtu::store::evidence::{self, NewAttendance, NewBenefit, NewBusiness, NewCourse, NewMeasure};
use xingtu::store::evidence::{NewPayment, NewProgramme, NewProject};
use xingtu::store::exits::{self, FrozenMember, NewExit};
use xingtu::store::households::{self, NewHousehold, NewMembership, NewPerson};
use xingtu::store::licences::Printed;
use xingtu::store::operators::{self, NewOperator};
use xingtu::store::users::{self, NewUser};
use xingtu::store::{Conn, Fault, evidence_rules, sheets};
use xingtu::store::{licences, months};

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
    let digits = format!("45079919730612{:03}", serial * 2);
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

fn people(c: &mut Conn) -> Result<Cast, Fault> {
    let division = |code: &str, name: &str, level, parent: &str| Division {
        code: code.parse().unwrap(),
        name: name.into(),
        level,
        parent_code: parent.into(),
        valid_from: date(2014, 1, 1),
        valid_to: None,
        source: "test".into(),
    };
    let rows = [
        division("450700", "钦州市", 2, "450000"),
        division(UNIT, "灵山县", 3, "450700"),
        division("450721101", "佛子镇", 4, UNIT),
        division(VILLAGE, "大芦村", 5, "450721101"),
        division(OTHER_UNIT, "浦北县", 3, "450700"),
        division("450722101", "泉水镇", 4, OTHER_UNIT),
        division(OTHER_VILLAGE, "越州村", 5, "450722101"),
    ];
    divisions::insert_many(c, &rows)?;
    let unit = |code: &str, name: &str, english: &str, position| Unit {
        code: code.parse().unwrap(),
        name: name.into(),
        name_en: english.into(),
        position,
        tile_row: 1,
        tile_column: position,
        help_phone: "0777-6522000".into(),
    };
    divisions::insert_units(
        c,
        &[unit(UNIT, "灵山县", "Lingshan", 1), unit(OTHER_UNIT, "浦北县", "Pubei", 2)],
    )?;
    sheets::install_shipped(c)?;
    let rules =
        NewRules { from_year: 2017, only: true, document: "test".into(), rules: EvidenceRules::default() };
    evidence_rules::insert(c, &rules, None, at(2016, 1, 4))?;
    let business = |name: &str, code: &str| NewOperator {
        name: name.parse().unwrap(),
        credit_code: CreditCode::complete(code).unwrap(),
        contact: None,
        phone: None,
    };
    let here = operators::insert(c, &business("荔香园农家乐", "92450721MA5KAXXXX"), at(2016, 1, 4))?;
    let there = operators::insert(c, &business("越州农家乐", "92450722MA5KBXXXX"), at(2016, 1, 4))?;
    let mut user = |login: &str, name: &str, role, unit: Option<&str>, operator: Option<OperatorId>| {
        let unit = unit.map(|code| code.parse().unwrap());
        let (login, name) = (login.to_owned(), name.to_owned());
        let new = NewUser {
            login,
            name: name.clone(),
            role,
            unit: unit.clone(),
            operator,
            password_hash: "x".into(),
        };
        let user = users::insert(c, &new, at(2016, 1, 4))?;
        Ok::<_, Fault>(Actor { user, name, role, unit, operator })
    };
    Ok(Cast {
        operator: user("lizhi", "宁掌柜", Role::Operator, None, Some(here))?,
        other_operator: user("yuezhou", "越掌柜", Role::Operator, None, Some(there))?,
        county: user("lingshan", "陈经办", Role::County, Some(UNIT), None)?,
        colleague: user("lingshan2", "黄经办", Role::County, Some(UNIT), None)?,
        other_county: user("pubei", "莫经办", Role::County, Some(OTHER_UNIT), None)?,
        office: user("shiju", "李科长", Role::City, None, None)?,
        official: user("lingdao", "韦主任", Role::Official, None, None)?,
        admin: user("admin", "管理员", Role::Admin, None, None)?,
    })
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

/// Registers a household of one for each number: the last in the other unit.
fn enter(desk: &Desk, numbers: &[String]) -> Vec<(HouseholdId, PersonId)> {
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

/// What [`announce`] put in: the exits by the pathway of their paper, and the other unit's.
type Announced = (BTreeMap<Pathway, (ExitId, Evidence)>, ExitId);

fn announce(c: &mut Conn, held: HireId, persons: &[(HouseholdId, PersonId)]) -> Result<Announced, Fault> {
    let papers = papers(c, held, persons)?;
    let exit = |n: usize| {
        let (household, person) = persons[n];
        let (village, unit) =
            if n + 1 == persons.len() { (OTHER_VILLAGE, OTHER_UNIT) } else { (VILLAGE, UNIT) };
        NewExit {
            household,
            division: village.parse().unwrap(),
            unit: unit.parse().unwrap(),
            document: "钦扶领〔2017〕35号".into(),
            announced_on: date(2017, 11, 20),
            members: vec![FrozenMember { person, relation: Relation::Head, is_head: true }],
            search: String::new(),
        }
    };
    let all: Vec<NewExit> = (0..persons.len()).map(exit).collect();
    let ids = exits::insert_many(c, &all)?;
    let by_pathway =
        papers.into_iter().zip(&ids).map(|(paper, exit)| (paper.pathway(), (*exit, paper))).collect();
    Ok((by_pathway, ids[ids.len() - 1]))
}

/// One paper for each of the first six persons, of six kinds.
fn papers(c: &mut Conn, held: HireId, persons: &[(HouseholdId, PersonId)]) -> Result<[Evidence; 6], Fault> {
    let unit = || UNIT.parse().unwrap();
    let village = || VILLAGE.parse().unwrap();
    let programme = NewProgramme {
        name: "大芦古村入股分红".into(),
        division_code: village(),
        unit_code: unit(),
        year: 2017,
        supported: true,
        document: "灵旅〔2017〕3号".into(),
    };
    let payment = NewPayment {
        programme_id: evidence::insert_programmes(c, &[programme])?[0],
        person_id: persons[1].1,
        kind: PaymentKind::Dividend,
        amount_fen: Fen(120_000),
        paid_on: date(2017, 6, 30),
        document: "分红表2017-06".into(),
    };
    let course = NewCourse {
        name: "农家菜厨艺班".into(),
        organiser: "灵山县旅游局".into(),
        unit_code: unit(),
        place: "佛子镇".into(),
        starts_on: date(2017, 3, 6),
        ends_on: date(2017, 3, 10),
        hours: 40,
        document: "灵旅培〔2017〕1号".into(),
    };
    let attendance = NewAttendance {
        course_id: evidence::insert_courses(c, &[course])?[0],
        person_id: persons[2].1,
        certificate: "CY2017001".into(),
        completed_on: Some(date(2017, 3, 10)),
        placement_employer: "荔香园".into(),
        placement_on: Some(date(2017, 4, 1)),
    };
    let project = NewProject {
        name: "大芦旅游区".into(),
        unit_code: unit(),
        division_code: village(),
        listed_on: date(2016, 3, 1),
        document: "钦发改〔2016〕8号".into(),
        investment_fen: Fen(10_000_000_000),
    };
    let benefit = NewBenefit {
        project_id: evidence::insert_projects(c, &[project])?[0],
        person_id: persons[3].1,
        kind: BenefitKind::Job,
        amount_fen: Fen(900_000),
        received_on: date(2017, 5, 31),
        document: "用工名册2017-05".into(),
    };
    let business = NewBusiness {
        person_id: persons[4].1,
        name: "莫家小店".into(),
        licence: "450721600123456".into(),
        licensed_on: date(2016, 9, 1),
        support: "创业补助".into(),
        support_fen: Fen(500_000),
        supported_on: date(2017, 2, 15),
    };
    let measure = NewMeasure {
        person_id: persons[5].1,
        kind: MeasureKind::Breeding,
        name: "海鸭蛋".into(),
        amount_fen: Fen(300_000),
        received_on: date(2017, 4, 20),
        document: "钦产扶〔2017〕12号".into(),
    };
    Ok([
        Evidence::Employment(held),
        Evidence::VillageIndustry(evidence::insert_payments(c, &[payment])?[0]),
        Evidence::Training(evidence::insert_attendances(c, &[attendance])?[0]),
        Evidence::MajorProject(evidence::insert_benefits(c, &[benefit])?[0]),
        Evidence::SelfStart(evidence::insert_businesses(c, &[business])?[0]),
        Evidence::NonTourism(evidence::insert_measures(c, &[measure])?[0]),
    ])
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
