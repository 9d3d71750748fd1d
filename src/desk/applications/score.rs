//! Scoring: the county's column of the sheet, item by item.

use serde_json::json;

use super::{decide, facts, hand, load, take};
use crate::desk::{Error, Result, Rx, Tx};
use crate::domain::access::Act;
use crate::domain::application::{Hand, Level, Stage, Step};
use crate::domain::ids::ApplicationId;
use crate::domain::refusal::{Message, Refusal as _, Refusals};
use crate::domain::scoring::{Answers, Column, Score, score};
use crate::domain::sheet::Sheet;
use crate::domain::site::Trade;
use crate::store::{applications as store, sheets};

/// What the answers would come to, by the same rule that decides. Points no item can have count as not given.
///
/// # Errors
/// `Forbidden` for those who may not score, `NotFound`.
pub fn preview(rx: &mut Rx<'_>, id: ApplicationId, answers: &Answers) -> Result<Score> {
    rx.actor()?.must(Act::ScoreApplication)?;
    let scope = rx.scope();
    let application = store::find(rx.conn, &scope, id)?;
    let version = sheets::find(rx.conn, application.sheet)?;
    let possible: Answers = version
        .sheet
        .items()
        .filter_map(|(_, item)| Some((item, *answers.get(&item.code)?)))
        .filter(|(item, points)| item.check(*points).is_ok())
        .map(|(item, points)| (item.code.clone(), points))
        .collect();
    Ok(score(&version.sheet, &possible, facts(rx.conn, &application)?))
}

/// Saves the county's column; with `complete`, closes it, after which only a decision or its reopening follows.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it is not the stage for scores; `Stale`; `Invalid` with the field `points[<item>]`
/// for points an item cannot have and, when completing, for items without any.
pub fn save_scores(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    revision: i64,
    answers: &Answers,
    complete: bool,
) -> Result<Score> {
    tx.actor.must(Act::ScoreApplication)?;
    let mut application = load(tx, id, revision, Step::Review)?;
    hand::take(tx, id, Hand::Scorer)?;
    let sheet = sheets::find(tx.conn, application.sheet)?.sheet;
    let counted = counted(&sheet, application.trade, answers)?;
    let score = score(&sheet, &counted, facts(tx.conn, &application)?);
    if complete && !score.open.is_empty() {
        let mut refusals = Refusals::default();
        for item in &score.open {
            let message = Message::new("error-points-open").with("item", item.name.clone());
            refusals.add(&field(&item.code), message);
        }
        return Err(refusals.into());
    }
    let detail = json!({ "items": counted.len(), "total_hundredths": score.total.hundredths() });
    if complete {
        take(tx, &mut application, Step::Review, ("application.reviewed", "", detail))?;
        // What the county may not decide goes on to the inspection; of the rest, its colleague decides whether it does.
        let goes_on = sheet.terms.level_for(application.applied) != Level::County;
        let level = decide::competent(tx.conn, &application, &sheet)?;
        store::route(tx.conn, id, level, goes_on.then_some(tx.now))?;
    } else {
        store::keep_scores(tx.conn, id, revision)?;
        tx.record("application.scored", "application", id.0, detail)?;
    }
    let given = store::scores(tx.conn, id)?;
    store::save_scores(tx.conn, (id, Column::County), &given, &counted, tx.actor.user, tx.now)?;
    Ok(score)
}

/// The answers of the items that count for the trade.
pub(super) fn counted(sheet: &Sheet, trade: Trade, answers: &Answers) -> Result<Answers> {
    let mut refusals = Refusals::default();
    let counted = kept(sheet, trade, answers, &mut refusals);
    refusals.into_result().map_err(Error::from).map(|()| counted)
}

/// The same; what no item can have is added to what is refused.
pub(super) fn kept(sheet: &Sheet, trade: Trade, answers: &Answers, refusals: &mut Refusals) -> Answers {
    let mut counted = Answers::new();
    for (part, item) in sheet.items() {
        let Some(points) = answers.get(&item.code).copied() else { continue };
        match item.check(points) {
            Ok(()) if part.coefficient(trade).counts() => drop(counted.insert(item.code.clone(), points)),
            Ok(()) => {}
            Err(bad) => refusals.add(&field(&item.code), bad.message()),
        }
    }
    for code in answers.keys().filter(|code| sheet.items().all(|(_, item)| item.code != **code)) {
        refusals.add(&field(code), Message::new("error-points-item"));
    }
    counted
}

/// The form field of an item.
pub(super) fn field(item: &str) -> String {
    format!("points[{item}]")
}

/// Whether the stage is the one in which the county's column is written.
pub(super) fn is_open(stage: Stage) -> bool {
    stage.take(Step::Review).is_ok()
}
