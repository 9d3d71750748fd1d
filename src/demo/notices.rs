//! The public notices of the demonstration: one that runs when it opens, with an objection waiting, and one that led to an
//! approval. By the desk's own steps.

use chrono::NaiveDate;

use super::people::broken;
use crate::desk::notices::Document;
use crate::desk::objections::Filing;
use crate::desk::{Desk, Error, Result, notices, objections};
use crate::domain::access::{Actor, Scope};
use crate::domain::ids::{ApplicationId, NoticeId};
use crate::domain::moment::Moment;
use crate::domain::scoring::{Column, Facts, score};
use crate::store::{applications, sheets, sites};

/// The working morning of a day.
fn morning(day: NaiveDate) -> Result<Moment> {
    Ok(Moment::from_local(day.and_hms_opt(9, 30, 0).ok_or_else(|| broken("a time"))?))
}

/// Keeps the decision of a case that was inspected: what its scores reach, never above what was applied for.
pub(super) fn decide(desk: &Desk, city: &Actor, id: ApplicationId, at: Moment) -> Result<()> {
    desk.write_now(city.clone(), at, move |tx| {
        let application = applications::find(tx.conn, &Scope::City, id)?;
        let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
        let given = applications::scores(tx.conn, id)?.into_iter().filter(|one| one.column == Column::County);
        let answers = given.map(|one| (one.item, one.points)).collect();
        let annual_visits = sites::annual_visits(tx.conn, application.site, at.day())?;
        let score = score(&sheet, &answers, Facts { trade: application.trade, annual_visits });
        let decision = applications::Decision {
            reached: score.reached,
            awarded: score.grants(application.applied),
            total: score.total,
            reason: "",
            by: tx.actor.user,
            at,
        };
        applications::decide(tx.conn, id, &decision).map_err(Error::from)
    })
}

/// Puts a decision on public notice.
pub(super) fn put_up(desk: &Desk, city: &Actor, id: ApplicationId, on: NaiveDate) -> Result<NoticeId> {
    desk.write_now(city.clone(), morning(on)?, move |tx| {
        let draft = notices::draft(&mut tx.reading(), id)?;
        let body = format!(
            "经县区初评、现场检查和评审，拟评定{}（{}）为{}星级，现予公示。\n公示期：{}至{}。\n公示期内，任何单位和个人有异议的，\
             可以在本页提出，写明具体事实，并留下真实姓名和联系电话。对异议人的信息予以保密。",
            draft.application.site_name,
            draft.place.replace(' ', ""),
            ["一", "二", "三", "四", "五"]
                .get(usize::try_from(draft.stars.number() - 1).unwrap_or(0))
                .unwrap_or(&""),
            draft.opens_on.format("%Y年%-m月%-d日"),
            draft.closes_on.format("%Y年%-m月%-d日"),
        );
        notices::put_up(tx, id, draft.application.revision, &body)
    })
}

/// Somebody of the village objects.
pub(super) fn object(desk: &Desk, notice: NoticeId, on: NaiveDate) -> Result<()> {
    let filing = Filing {
        notice,
        name: "陆有田".parse().map_err(|_| broken("a name"))?,
        phone: "13800000042".parse().map_err(|_| broken("a phone"))?,
        text: "公示的停车场有一半是村里的晒谷场，收稻谷时不能停车，请核实停车位的得分。".into(),
        key: "demonstration-1".into(),
        attachment: None,
    };
    objections::file_now(desk, filing, morning(on)?).map(drop)
}

/// Records the approval of the competent level.
pub(super) fn approve(desk: &Desk, city: &Actor, id: ApplicationId, on: NaiveDate) -> Result<()> {
    let revision = desk.db.read_now(move |c| applications::find(c, &Scope::City, id))?.revision;
    let document = Document { number: "钦旅发〔2017〕12号".into(), on };
    desk.write_now(city.clone(), morning(on)?, move |tx| notices::approve(tx, id, revision, &document))
}
