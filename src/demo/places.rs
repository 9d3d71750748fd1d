//! The sites: the sixteen that applied for a star, each with its business.

use chrono::NaiveDate;

use super::city::City;
use super::licences;
use super::people::broken;
use crate::desk::Result;
use crate::domain::division::UnitCode;
use crate::domain::ids::{OperatorId, SiteId};
use crate::domain::moment::Moment;
use crate::domain::month::Month;
use crate::domain::position::Position;
use crate::domain::quantity::Fen;
use crate::domain::site::{CreditCode, SiteKind, Trade};
use crate::store::Conn;
use crate::store::months::{self, Figures};
use crate::store::operators::{self, NewOperator};
use crate::store::sites::{self, NewSite};

/// A site as the demonstration writes it down.
struct Plan {
    unit: &'static str,
    /// The village's code; any of the unit's for none.
    village: &'static str,
    natural_village: &'static str,
    name: &'static str,
    kind: SiteKind,
    trade: Trade,
    beds: i32,
    seats: i32,
    /// Degrees east and north, in millionths: somewhere in the right county, no more is claimed.
    at: (i32, i32),
}

const fn plan(
    unit: &'static str,
    (village, natural_village): (&'static str, &'static str),
    name: &'static str,
    (kind, trade): (SiteKind, Trade),
    (beds, seats): (i32, i32),
    at: (i32, i32),
) -> Plan {
    Plan { unit, village, natural_village, name, kind, trade, beds, seats, at }
}

const AREA: (SiteKind, Trade) = (SiteKind::TourismArea, Trade::Combined);
const MEALS: (SiteKind, Trade) = (SiteKind::FarmStay, Trade::Catering);
const BEDS: (SiteKind, Trade) = (SiteKind::FarmStay, Trade::Lodging);
const BOTH: (SiteKind, Trade) = (SiteKind::FarmStay, Trade::Combined);

/// Three, five, four, three and one (钦州日报 2017-11-24). The two that the article names lie in natural villages without a
/// code, so they are placed in a coded village of their town.
const PLANS: [Plan; 16] = [
    plan("450721", ("", "佛子湾"), "佛子湾荷塘农家乐", BOTH, (18, 120), (109_316_400, 22_402_700)),
    plan("450721", ("", "大塘"), "烟霞山农家乐", MEALS, (0, 160), (109_402_100, 22_333_500)),
    plan("450721", ("", "荔枝岭"), "荔乡田园旅游区", AREA, (40, 300), (109_188_900, 22_389_200)),
    plan("450722", ("", "五皇岭"), "五皇岭下旅游区", AREA, (60, 260), (109_443_800, 21_838_600)),
    plan("450722", ("", "鱼塘背"), "官垌鱼庄", MEALS, (0, 200), (109_637_200, 22_281_500)),
    plan("450722", ("", "红椎坪"), "红椎人家", BOTH, (22, 80), (109_553_300, 22_196_400)),
    plan("450722", ("", "水月岩"), "水月岩客舍", BEDS, (36, 30), (109_527_600, 22_263_100)),
    plan("450722", ("", "竹山脚"), "竹海人家", BOTH, (16, 90), (109_681_900, 22_352_800)),
    plan("450702", ("450702402001", ""), "三娘湾渔家乐", BOTH, (48, 150), (108_768_300, 21_622_400)),
    plan("450702", ("450702101207", ""), "红树林农家乐", MEALS, (0, 180), (108_586_500, 21_866_900)),
    plan("450702", ("450702109201", "独南村"), "那丽果园农家乐", MEALS, (0, 90), (108_952_700, 21_846_200)),
    plan("450702", ("", "青龙头"), "古龙窑旅游区", AREA, (20, 220), (108_655_400, 21_973_600)),
    plan(
        "450703",
        ("450703110204", "八寨"),
        "八寨原乡生态旅游村",
        AREA,
        (80, 320),
        (108_397_100, 22_129_300),
    ),
    plan("450703", ("450703104209", "碗窑村"), "梨花谷", AREA, (30, 240), (108_676_800, 22_131_700)),
    plan("450703", ("", "稻香坪"), "稻香人家", BOTH, (14, 100), (108_741_600, 22_068_900)),
    plan("450702401", ("450702401007", ""), "鹿耳环渔港人家", MEALS, (0, 140), (108_701_300, 21_737_800)),
];

/// A site as entered.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its number.
    pub site: SiteId,
    /// Its business.
    pub operator: OperatorId,
    /// Its unit.
    pub unit: UnitCode,
    /// What guests are offered.
    pub trade: Trade,
}

/// Enters the businesses and their sites, in the order of the plan.
///
/// # Errors
/// If a planned name breaks its own rule, or the database fails.
pub fn enter(c: &mut Conn, city: &City, at: Moment) -> Result<Vec<Place>> {
    (1_usize..).zip(&PLANS).map(|(n, plan)| enter_one(c, city, n, plan, at)).collect()
}

fn enter_one(c: &mut Conn, city: &City, n: usize, plan: &Plan, at: Moment) -> Result<Place> {
    let villages = city.villages(plan.unit);
    let (division, _) = if plan.village.is_empty() {
        villages.get(n * 17 % villages.len().max(1)).cloned().ok_or_else(|| broken("a village"))?
    } else {
        city.village(plan.village)?
    };
    let business = NewOperator {
        name: format!("{}经营部", plan.name).parse().map_err(|_| broken("a business name"))?,
        credit_code: CreditCode::complete(&format!("92450799MA5{n:06}"))
            .map_err(|_| broken("a credit code"))?,
        contact: None,
        phone: Some(format!("0777-55502{n:02}").parse().map_err(|_| broken("a telephone"))?),
    };
    let operator = operators::insert(c, &business, at)?;
    let unit: UnitCode = plan.unit.parse().map_err(|_| broken("a unit"))?;
    let new = NewSite {
        operator,
        name: plan.name.parse().map_err(|_| broken("a site's name"))?,
        kind: plan.kind,
        trade: plan.trade,
        division,
        unit: unit.clone(),
        natural_village: plan.natural_village.into(),
        address: String::new(),
        phone: format!("0777-55502{n:02}"),
        beds: plan.beds,
        seats: plan.seats,
        opened_on: NaiveDate::from_ymd_opt(2014 + i32::try_from(n % 3).unwrap_or_default(), 5, 1),
        registered_by: None,
        registered_at: at,
        position: Position::kept(Some(plan.at.0), Some(plan.at.1)),
        search_extra: String::new(),
    };
    let site = sites::insert(c, &new)?;
    // Twenty-two months of visitors, more of them at weekends of blossom and of harvest; to the tourism areas so many that
    // those on public notice may have four stars and five.
    let seasons = [6, 14, 18, 10, 9, 12, 16, 9, 8, 15, 7, 5].into_iter().cycle();
    let first = Month::new(2016, 1).ok_or_else(|| broken("a month"))?;
    for (month, season) in (0..22_u32).zip(seasons) {
        let size = i64::from(plan.seats + 2 * plan.beds);
        let visits = size * season * if plan.kind == SiteKind::TourismArea { 6 } else { 1 };
        let reported = first.on(month);
        months::insert(c, site, reported, Figures { visits, revenue: Fen(visits * 4_800) })?;
    }
    licences::enter(c, (n, site, plan.trade), at)?;
    Ok(Place { site, operator, unit, trade: plan.trade })
}
