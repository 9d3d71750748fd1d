//! The divisions and units of the small city, and who signs in there.

use xingtu::domain::access::{Actor, Role};
use xingtu::domain::attribution::{EvidenceRules, NewRules};
use xingtu::domain::ids::OperatorId;
use xingtu::domain::site::CreditCode;
use xingtu::store::divisions::{self, Division, Unit};
use xingtu::store::operators::{self, NewOperator};
use xingtu::store::users::{self, NewUser};
use xingtu::store::{Conn, Fault, evidence_rules, sheets};

use super::{Cast, OTHER_UNIT, OTHER_VILLAGE, UNIT, VILLAGE};
use crate::support::city::{at, date};

pub(super) fn people(c: &mut Conn) -> Result<Cast, Fault> {
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
