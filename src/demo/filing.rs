//! Filling an application in completely, as a diligent operator does: by the desk's own steps.

use crate::desk::{Desk, Error, Result, applications as desk_applications};
use crate::domain::access::Actor;
use crate::domain::ids::{ApplicationId, SiteId};
use crate::domain::moment::Moment;
use crate::domain::rating::Star;
use crate::domain::scoring::Answers;
use crate::domain::sheet::{Item, Sheet};
use crate::domain::site::Trade;

/// Begins, fills in and submits an application, with the share of every item's points in hundredths as the operator's own.
/// The months of the site are reported already.
///
/// # Errors
/// If a step is refused.
pub fn file(
    desk: &Desk,
    operator: &Actor,
    at: Moment,
    (site, star): (SiteId, Star),
    share: i32,
) -> Result<ApplicationId> {
    let beginning = desk_applications::Beginning { site, star, note: String::new() };
    let id = desk.write_now(operator.clone(), at, move |tx| desk_applications::begin(tx, &beginning))?;
    complete(desk, operator, at, id, share)?;
    Ok(id)
}

/// Fills in what is missing of an application, pledges and submits it.
///
/// # Errors
/// If a step is refused.
pub fn complete(desk: &Desk, operator: &Actor, at: Moment, id: ApplicationId, share: i32) -> Result<()> {
    let name = operator.name.parse().map_err(|_| Error::Broken(format!("no name: {}", operator.name)))?;
    desk.write_now(operator.clone(), at, move |tx| {
        let filing = desk_applications::filing(&mut tx.reading(), id)?;
        let mut revision = filing.application.revision;
        let answers = answers(&filing.version.sheet, filing.application.trade, share);
        for part in filing.parts() {
            let own = |code: &String| part.items.iter().any(|item| item.code == *code);
            let points = answers.iter().filter(|(code, _)| own(code));
            let points: Answers = points.map(|(code, points)| (code.clone(), *points)).collect();
            desk_applications::assess(tx, id, revision, &part.code, &points)?;
            revision += 1;
        }
        desk_applications::pledge(tx, id, revision, &name)?;
        desk_applications::submit(tx, id, revision + 1, filing.version.id, "")
    })
}

/// The same share of every item's points, rounded down to points the item can have.
#[must_use]
pub fn answers(sheet: &Sheet, trade: Trade, share: i32) -> Answers {
    sheet
        .items()
        .filter(|(part, _)| part.coefficient(trade).counts())
        .map(|(_, item)| (item.code.clone(), points(item, share)))
        .collect()
}

fn points(item: &Item, share: i32) -> i32 {
    let wanted = item.max * share / 100;
    (0..=wanted).rev().find(|points| *points > 0 && item.check(*points).is_ok()).unwrap_or_else(|| {
        // A share below the lowest tier is that tier.
        (1..=item.max).find(|points| item.check(*points).is_ok()).unwrap_or(0)
    })
}
