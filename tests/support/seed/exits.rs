//! The announced exits of the small city, with a paper for each pathway.

use std::collections::BTreeMap;

use xingtu::domain::attribution::{BenefitKind, Evidence, MeasureKind, PaymentKind};
use xingtu::domain::household::Relation;
use xingtu::domain::ids::{ExitId, HireId, HouseholdId, PersonId};
use xingtu::domain::pathway::Pathway;
use xingtu::domain::quantity::Fen;
use xingtu::store::evidence::{self, NewAttendance, NewBenefit, NewBusiness, NewCourse, NewMeasure};
use xingtu::store::evidence::{NewPayment, NewProgramme, NewProject};
use xingtu::store::exits::{self, FrozenMember, NewExit};
use xingtu::store::{Conn, Fault};

use super::{OTHER_UNIT, OTHER_VILLAGE, UNIT, VILLAGE};
use crate::support::city::date;

/// What [`announce`] put in: the exits by the pathway of their paper, and the other unit's.
pub(super) type Announced = (BTreeMap<Pathway, (ExitId, Evidence)>, ExitId);

pub(super) fn announce(
    c: &mut Conn,
    held: HireId,
    persons: &[(HouseholdId, PersonId)],
) -> Result<Announced, Fault> {
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
