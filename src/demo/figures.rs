//! The figures of 钦州日报 of 24 November 2017, each with the scope the article gives it.

use chrono::NaiveDate;

use super::people::broken;
use crate::desk::{self, Desk, Result};
use crate::domain::access::{Actor, Role};
use crate::domain::figure::{NewExplanation, NewFigure, Printed, Ratio, Reason, Scope, UnitOfCount};
use crate::domain::moment::Moment;
use crate::domain::pathway::Pathway;
use crate::store::{Conn, figures};

/// Enters the figures as the article printed them: the tourism exits of 2017, and three numbers of 2016 of which none is
/// counted as the tallies count.
///
/// # Errors
/// If the database fails.
pub fn publish(c: &mut Conn, actors: &[Actor], at: Moment) -> Result<()> {
    let recorder = actors.iter().find(|actor| actor.role == Role::City).map(|actor| actor.user);
    // The newest stands first in the list.
    for figure in [duck_eggs()?, criteria_met()?, all_exits()?, tourism()?] {
        figure.check(at.day()).map_err(|_| broken("a published figure"))?;
        figures::insert(c, &figure, recorder, at)?;
    }
    Ok(())
}

fn article(
    year: i32,
    (scope, scope_note): (Scope, &str),
    unit_of_count: UnitOfCount,
    note: &str,
) -> Result<NewFigure> {
    Ok(NewFigure {
        authority: "钦州市扶贫开发和移民工作局".into(),
        source: "钦州日报《点燃自信心 照亮扶贫路》".into(),
        published_on: NaiveDate::from_ymd_opt(2017, 11, 24).ok_or_else(|| broken("a day"))?,
        year,
        unit: None,
        scope,
        scope_note: scope_note.into(),
        unit_of_count,
        printed: Printed::default(),
        note: note.into(),
    })
}

/// 1127 persons by pathway, for the whole city only.
fn tourism() -> Result<NewFigure> {
    let note = "共完成旅游脱贫人数合计1127人；启动扶持9个贫困村；16家申星。";
    let figure = article(2017, (Scope::TourismExits, ""), UnitOfCount::Persons, note)?;
    let printed = [105, 380, 160, 417, 65];
    let parts = Pathway::TOURISM.into_iter().zip(printed).collect();
    Ok(NewFigure { printed: Printed { parts, total: Some(1127), ..Printed::default() }, ..figure })
}

fn total(total: i64) -> Printed {
    Printed { total: Some(total), ..Printed::default() }
}

/// 20,059 persons of all trades, told in the section on pairs of helpers and households.
fn all_exits() -> Result<NewFigure> {
    let scope = (Scope::AllExits, "各行业全部脱贫人口，“结对帮扶”一节，不分途径");
    let note = "在干部的帮扶下，2016年共脱贫20059人。";
    Ok(NewFigure { printed: total(20_059), ..article(2016, scope, UnitOfCount::Persons, note)? })
}

/// 321 households, told in the section on e-commerce, without a word on how they go with the persons above.
fn criteria_met() -> Result<NewFigure> {
    let scope = (Scope::Other, "实现“八有一超”的贫困户，“电商扶贫”一节，与同文20059人的关系没有说明");
    let note = "2016年全市共有321户贫困户实现了“八有一超”，达到了脱贫的目标。";
    Ok(NewFigure { printed: total(321), ..article(2016, scope, UnitOfCount::Households, note)? })
}

/// 2,394 persons of one village who raise ducks. The village lies in 钦南区; it is not a number of the district.
fn duck_eggs() -> Result<NewFigure> {
    let scope = (Scope::OtherIndustry, "康熙岭镇横山村海蛋鸭养殖的精准扶贫对象，“基本脱贫”，不是全区的数");
    let note =
        "如康熙岭镇横山村贫困户大力发展海蛋鸭养殖，2394名精准扶贫对象基本脱贫，人均月收入达到2500元以上。";
    let unit = Some("450702".parse().map_err(|_| broken("a unit"))?);
    Ok(NewFigure { unit, printed: total(2394), ..article(2016, scope, UnitOfCount::Persons, note)? })
}

/// A county's bulletin (fictional) that counted a household which fell back later: explained by one of the city, closed by another.
/// Its percentage is not the one its counts give.
///
/// # Errors
/// If a step is refused, which a test would have found.
pub fn settle(desk: &Desk, actors: &[Actor]) -> Result<()> {
    let mut city = actors.iter().filter(|actor| actor.role == Role::City);
    let (first, second) = city.next().zip(city.next()).ok_or_else(|| broken("two of the city"))?;
    let bulletin = bulletin()?;
    let id = desk.write_now(first.clone(), morning(13)?, move |tx| desk::figures::record(tx, &bulletin))?;
    let because = NewExplanation {
        pathway: Some(Pathway::Training),
        unit: None,
        reason: Reason::CorrectedLater,
        amount: -4,
        note: "简报刊出后，一户4人经认定返贫，退出本年统计。".into(),
    };
    desk.write_now(first.clone(), morning(22)?, move |tx| desk::figures::explain(tx, id, 1, &because))?;
    desk.write_now(second.clone(), morning(23)?, move |tx| desk::figures::close(tx, id, 2, ""))
}

fn bulletin() -> Result<NewFigure> {
    let parts = Pathway::TOURISM.into_iter().zip([28, 112, 50, 126, 19]).collect();
    let printed = "14.0".parse().map_err(|_| broken("a percentage"))?;
    let of = "旅游技能培训与就业指导占旅游脱贫".into();
    Ok(NewFigure {
        authority: "灵山县旅游局".into(),
        source: "演示简报《灵山县旅游扶贫进度》".into(),
        published_on: NaiveDate::from_ymd_opt(2017, 11, 10).ok_or_else(|| broken("a day"))?,
        year: 2017,
        unit: Some("450721".parse().map_err(|_| broken("a unit"))?),
        scope: Scope::TourismExits,
        scope_note: String::new(),
        unit_of_count: UnitOfCount::Persons,
        printed: Printed {
            parts,
            units: Vec::new(),
            total: Some(335),
            ratios: vec![Ratio { of, numerator: 50, denominator: 335, printed }],
        },
        note: "演示数据：这份简报是虚构的。".into(),
    })
}

/// Ten o'clock of a day in November 2017.
fn morning(day: u32) -> Result<Moment> {
    let at = NaiveDate::from_ymd_opt(2017, 11, day).and_then(|day| day.and_hms_opt(10, 0, 0));
    Ok(Moment::from_local(at.ok_or_else(|| broken("a time"))?))
}
