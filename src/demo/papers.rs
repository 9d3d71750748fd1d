//! The papers behind each exit, and the attributions that rest on them.

use std::collections::HashMap;

use chrono::{Duration, Months, NaiveDate};

use super::city::City;
use super::people::broken;
use super::places::Place;
use super::plan::Progress;
use super::register::{Entered, supported};
use crate::desk::Result;
use crate::domain::access::{Actor, Role};
use crate::domain::attribution::{
    BenefitKind, Evidence, EvidenceRules, MeasureKind, Need, NewRules, PathwayRule, PaymentKind,
};
use crate::domain::codes::Code as _;
use crate::domain::division::{DivisionCode, UnitCode};
use crate::domain::exit::Announcement;
use crate::domain::ids::{CourseId, PersonId, ProgrammeId, ProjectId};
use crate::domain::moment::Moment;
use crate::domain::paper::PaperKind;
use crate::domain::pathway::Pathway;
use crate::domain::quantity::{Fen, Persons};
use crate::domain::tally::Counted;
use crate::keys::Keys;
use crate::store::attributions::{Signature, Signed, insert_many};
use crate::store::{Conn, evidence, evidence_rules};

use super::hires;

/// What several papers hang on: courses, projects and programmes.
struct Common {
    courses: HashMap<UnitCode, CourseId>,
    projects: HashMap<UnitCode, ProjectId>,
    programmes: HashMap<DivisionCode, ProgrammeId>,
}

/// A paper to be made: whose, for which exit, of which pathway.
#[derive(Clone, Copy)]
struct Asked<'a> {
    n: usize,
    of: &'a Entered,
    person: PersonId,
}

impl Asked<'_> {
    /// A day so long before the announcement, a little different for each.
    fn before(&self, days: i64) -> NaiveDate {
        self.of.plan.announced_on - Duration::days(days + i64::try_from(self.n * 7 % 40).unwrap_or_default())
    }

    fn document(&self, kind: &str) -> String {
        format!("演示{kind}〔2017〕{:04}号", self.n + 1)
    }
}

/// Records what the year asks of evidence: papers, months and money, as a county's order would.
///
/// # Errors
/// If the database fails.
pub fn rules(c: &mut Conn) -> Result<()> {
    use Need::{Expected, Required};
    use PaperKind::{
        Agreement, BankRecord, Certificate, Contract, Licence, Listing, PaymentList, Placement, Support,
        WageSlip,
    };
    let rule = |months: i32, amount: i64, papers: &[(PaperKind, Need)]| PathwayRule {
        months,
        amount: Fen(amount),
        papers: papers.iter().copied().collect(),
    };
    let pathways = [
        (
            Pathway::Employment,
            rule(6, 100_000, &[(Contract, Required), (WageSlip, Required), (BankRecord, Expected)]),
        ),
        (Pathway::VillageIndustry, rule(0, 50_000, &[(PaymentList, Required), (Listing, Required)])),
        (
            Pathway::Training,
            rule(0, 0, &[(Certificate, Required), (Placement, Required), (Listing, Expected)]),
        ),
        (
            Pathway::MajorProject,
            rule(0, 50_000, &[(Agreement, Required), (Listing, Required), (PaymentList, Expected)]),
        ),
        (
            Pathway::SelfStart,
            rule(3, 300_000, &[(Licence, Required), (Support, Required), (BankRecord, Expected)]),
        ),
        (Pathway::NonTourism, rule(0, 0, &[(Agreement, Required)])),
    ];
    let new = NewRules {
        from_year: 2017,
        only: true,
        document: "演示：2017年旅游脱贫归因佐证要求".into(),
        rules: EvidenceRules { pathways: pathways.into(), ..EvidenceRules::default() },
    };
    let at = NaiveDate::from_ymd_opt(2017, 1, 3).and_then(|day| day.and_hms_opt(9, 0, 0));
    evidence_rules::insert(c, &new, None, Moment::from_local(at.ok_or_else(|| broken("a time"))?))?;
    Ok(())
}

/// Makes the papers of every exit, then attributes those that the plan says.
///
/// # Errors
/// If the database fails.
pub fn enter(
    c: &mut Conn,
    keys: &Keys,
    city: &City,
    entered: &[Entered],
    places: &[Place],
    actors: &[Actor],
) -> Result<()> {
    let common =
        Common { courses: courses(c)?, projects: projects(c, city)?, programmes: programmes(c, city)? };
    let mut proofs: HashMap<(usize, Pathway), Evidence> = HashMap::new();
    for pathway in Pathway::ALL {
        let asked: Vec<Asked<'_>> = entered
            .iter()
            .enumerate()
            .filter(|(_, one)| one.exit.is_some() && one.plan.pathways.contains(pathway))
            .filter_map(|(n, one)| {
                // The head; of every fourth household of several, the second.
                let place = usize::from(n % 4 == 1 && one.members.len() > 1);
                Some(Asked { n, of: one, person: one.members.get(place)?.0 })
            })
            .collect();
        let made = make(c, keys, *pathway, &asked, &common, (places, actors))?;
        proofs.extend(asked.iter().zip(made).map(|(asked, evidence)| ((asked.n, *pathway), evidence)));
    }
    attribute(c, entered, &proofs, actors)
}

fn make(
    c: &mut Conn,
    keys: &Keys,
    pathway: Pathway,
    asked: &[Asked<'_>],
    common: &Common,
    (places, actors): (&[Place], &[Actor]),
) -> Result<Vec<Evidence>> {
    match pathway {
        Pathway::Employment => asked
            .iter()
            .map(|one| {
                let started_on = one
                    .of
                    .plan
                    .announced_on
                    .checked_sub_months(Months::new(7 + u32::try_from(one.n % 5).unwrap_or_default()))
                    .ok_or_else(|| broken("a first day at work"))?;
                let (_, relative) = one
                    .of
                    .members
                    .iter()
                    .find(|(person, _)| *person == one.person)
                    .ok_or_else(|| broken("a member"))?;
                let hire = hires::Hired { person: Some(one.person), relative, started_on, n: one.n };
                hires::verified(c, keys, &one.of.unit, &hire, places, actors).map(Evidence::Employment)
            })
            .collect(),
        Pathway::VillageIndustry => {
            let rows = asked.iter().map(|one| payment(one, common)).collect::<Result<Vec<_>>>()?;
            Ok(evidence::insert_payments(c, &rows)?.into_iter().map(Evidence::VillageIndustry).collect())
        }
        Pathway::Training => {
            let rows = asked.iter().map(|one| attendance(one, common)).collect::<Result<Vec<_>>>()?;
            Ok(evidence::insert_attendances(c, &rows)?.into_iter().map(Evidence::Training).collect())
        }
        Pathway::MajorProject => {
            let rows = asked.iter().map(|one| benefit(one, common)).collect::<Result<Vec<_>>>()?;
            Ok(evidence::insert_benefits(c, &rows)?.into_iter().map(Evidence::MajorProject).collect())
        }
        Pathway::SelfStart => {
            let rows: Vec<_> = asked.iter().map(business).collect();
            Ok(evidence::insert_businesses(c, &rows)?.into_iter().map(Evidence::SelfStart).collect())
        }
        Pathway::NonTourism => {
            let rows: Vec<_> = asked.iter().map(measure).collect();
            Ok(evidence::insert_measures(c, &rows)?.into_iter().map(Evidence::NonTourism).collect())
        }
    }
}

/// Between 800 and 3,600 yuan, in whole tens.
fn amount(n: usize) -> Fen {
    Fen(i64::try_from(80_000 + n * 37 % 281 * 1_000).unwrap_or(80_000))
}

fn payment(one: &Asked<'_>, common: &Common) -> Result<evidence::NewPayment> {
    let kinds = PaymentKind::ALL;
    Ok(evidence::NewPayment {
        programme_id: *common.programmes.get(&one.of.division).ok_or_else(|| broken("a programme"))?,
        person_id: one.person,
        kind: kinds.get(one.n % kinds.len()).copied().unwrap_or(PaymentKind::Dividend),
        amount_fen: amount(one.n),
        paid_on: one.before(20),
        document: one.document("发放花名册"),
    })
}

fn attendance(one: &Asked<'_>, common: &Common) -> Result<evidence::NewAttendance> {
    const EMPLOYERS: [&str; 4] = ["三娘湾度假酒店", "灵山荔枝山庄", "钦州湾游船公司", "浦北竹编工坊"];
    let completed_on = NaiveDate::from_ymd_opt(2017, 3, 10).ok_or_else(|| broken("a day"))?;
    Ok(evidence::NewAttendance {
        course_id: *common.courses.get(&one.of.unit).ok_or_else(|| broken("a course"))?,
        person_id: one.person,
        certificate: one.document("结业证"),
        completed_on: Some(completed_on),
        placement_employer: EMPLOYERS.get(one.n % EMPLOYERS.len()).copied().unwrap_or_default().into(),
        placement_on: Some(completed_on + Duration::days(10 + i64::try_from(one.n % 25).unwrap_or_default())),
    })
}

fn benefit(one: &Asked<'_>, common: &Common) -> Result<evidence::NewBenefit> {
    let kinds = BenefitKind::ALL;
    Ok(evidence::NewBenefit {
        project_id: *common.projects.get(&one.of.unit).ok_or_else(|| broken("a project"))?,
        person_id: one.person,
        kind: kinds.get(one.n % kinds.len()).copied().unwrap_or(BenefitKind::Job),
        amount_fen: amount(one.n + 3),
        received_on: one.before(15),
        document: one.document("受益确认单"),
    })
}

fn business(one: &Asked<'_>) -> evidence::NewBusiness {
    const NAMES: [&str; 5] = ["农家小炒店", "乡村客栈", "土特产店", "水果采摘园", "手工糍粑坊"];
    evidence::NewBusiness {
        person_id: one.person,
        name: NAMES.get(one.n % NAMES.len()).copied().unwrap_or_default().into(),
        licence: one.document("个体登记"),
        licensed_on: one.before(220),
        support: "创业扶持资金".into(),
        support_fen: Fen(500_000),
        supported_on: one.before(150),
    }
}

fn measure(one: &Asked<'_>) -> evidence::NewMeasure {
    evidence::NewMeasure {
        person_id: one.person,
        kind: MeasureKind::Breeding,
        name: "海鸭养殖".into(),
        amount_fen: amount(one.n + 5),
        received_on: one.before(30),
        document: one.document("养殖收益确认单"),
    }
}

fn courses(c: &mut Conn) -> Result<HashMap<UnitCode, CourseId>> {
    let day = |month, day| NaiveDate::from_ymd_opt(2017, month, day).ok_or_else(|| broken("a day"));
    let units = crate::store::divisions::units(c)?;
    let new = units
        .iter()
        .map(|unit| {
            Ok(evidence::NewCourse {
                name: format!("{}乡村旅游服务技能培训班", unit.name),
                organiser: format!("{}旅游主管部门（演示）", unit.name),
                unit_code: unit.code.clone(),
                place: format!("{}职业教育中心", unit.name),
                starts_on: day(3, 1)?,
                ends_on: day(3, 10)?,
                hours: 60,
                document: format!("演示培训〔2017〕{}号", unit.position),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let ids = evidence::insert_courses(c, &new)?;
    Ok(units.into_iter().map(|unit| unit.code).zip(ids).collect())
}

fn projects(c: &mut Conn, city: &City) -> Result<HashMap<UnitCode, ProjectId>> {
    const NAMES: [&str; 5] =
        ["荔枝文化旅游园", "五皇山景区提升", "三娘湾滨海度假区", "八寨沟景区", "渔港风情小镇"];
    let listed_on = NaiveDate::from_ymd_opt(2016, 3, 1).ok_or_else(|| broken("a day"))?;
    let units = crate::store::divisions::units(c)?;
    let new = units
        .iter()
        .zip(NAMES)
        .map(|(unit, name)| {
            let village =
                city.villages(unit.code.as_str()).into_iter().next().ok_or_else(|| broken("a village"))?;
            Ok(evidence::NewProject {
                name: format!("{name}（演示）"),
                unit_code: unit.code.clone(),
                division_code: village.0,
                listed_on,
                document: format!("演示项目〔2016〕{}号", unit.position),
                investment_fen: Fen(i64::from(unit.position) * 3_200_000_000),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let ids = evidence::insert_projects(c, &new)?;
    Ok(units.into_iter().map(|unit| unit.code).zip(ids).collect())
}

fn programmes(c: &mut Conn, city: &City) -> Result<HashMap<DivisionCode, ProgrammeId>> {
    let supported = supported(city)?;
    let new = (1..)
        .zip(&supported)
        .map(|(n, (unit, village, name))| {
            Ok(evidence::NewProgramme {
                name: (*name).into(),
                division_code: village.clone(),
                unit_code: unit.parse().map_err(|_| broken("a unit"))?,
                year: 2017,
                supported: true,
                document: format!("演示扶持〔2017〕{n}号"),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let ids = evidence::insert_programmes(c, &new)?;
    Ok(supported.into_iter().map(|(_, village, _)| village).zip(ids).collect())
}

/// Proposed by one of the county a few days after the announcement, verified by the other, confirmed by the city.
fn attribute(
    c: &mut Conn,
    entered: &[Entered],
    proofs: &HashMap<(usize, Pathway), Evidence>,
    actors: &[Actor],
) -> Result<()> {
    let city = actors.iter().find(|actor| actor.role == Role::City).ok_or_else(|| broken("city staff"))?;
    let mut signed = Vec::new();
    for (n, one) in entered.iter().enumerate() {
        let (Some(exit), Some(pathway)) = (one.exit, one.plan.pathways.first()) else { continue };
        if matches!(one.plan.progress, Progress::Unattributed | Progress::Batched) {
            continue;
        }
        let evidence = *proofs.get(&(n, *pathway)).ok_or_else(|| broken("a paper"))?;
        let mut county = hires::county(actors, &one.unit);
        let (proposer, verifier) =
            county.next().zip(county.next()).ok_or_else(|| broken("two of the county"))?;
        let by = |actor: &Actor, days: i64, hour: u32| {
            let day = one.plan.announced_on + Duration::days(days);
            day.and_hms_opt(hour, u32::try_from(n % 60).unwrap_or_default(), 0)
                .map(|at| Signature { by: actor.user, at: Moment::from_local(at) })
                .ok_or_else(|| broken("a time"))
        };
        let announcement = Announcement { document: one.plan.document.into(), on: one.plan.announced_on };
        let persons = i64::try_from(one.members.len()).unwrap_or_default();
        let (verified, confirmed) = match one.plan.progress {
            Progress::Confirmed | Progress::FellBack => (Some(by(verifier, 5, 10)?), Some(by(city, 9, 15)?)),
            Progress::Verified => (Some(by(verifier, 4, 10)?), None),
            Progress::Proposed | Progress::Unattributed | Progress::Batched | Progress::StillPoor => {
                (None, None)
            }
        };
        signed.push(Signed {
            exit,
            evidence,
            counted: Counted {
                unit: one.unit.clone(),
                pathway: evidence.pathway(),
                year: announcement.year(),
                month: announcement.month(),
                persons: Persons(persons),
            },
            village: one.division.clone(),
            proposed: by(proposer, 2, 9)?,
            verified,
            confirmed,
        });
    }
    let at = NaiveDate::from_ymd_opt(2017, 11, 23).and_then(|day| day.and_hms_opt(18, 0, 0));
    insert_many(c, &signed, Moment::from_local(at.ok_or_else(|| broken("a time"))?))?;
    Ok(())
}
