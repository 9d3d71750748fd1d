//! The operator's own side of an application: a draft kept until it is complete, its submission, and its withdrawal.

mod filing;

use serde_json::json;

pub use self::filing::{Filing, filing, form};
use self::filing::{PLEDGES, fill};
use super::score::{counted, field};
use super::{Application, column, load, take};
use crate::desk::{Error, Result, Rx, Tx, sheets as procedure};
use crate::domain::access::Act;
use crate::domain::application::pledge::Pledge;
use crate::domain::application::readiness::{Missing, possible};
use crate::domain::application::{Stage, Step};
use crate::domain::identity::PersonName;
use crate::domain::ids::{ApplicationId, SheetId, SiteId};
use crate::domain::rating::Star;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::scoring::{Answers, Column, Score, score};
pub use crate::store::applications::Pledged;
use crate::store::sites;
pub use crate::store::sites::{Size, Year};
use crate::store::{Unique, applications as store};

/// An application as an operator begins it.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// For which of their sites.
    pub site: SiteId,
    /// The star applied for.
    pub star: Star,
    /// What they add; empty for nothing.
    pub note: String,
}

/// Begins an application as a draft, which only its operator sees.
///
/// # Errors
/// `Forbidden` for all but operators; `NotFound` for a site not theirs; `Conflict` if one is under way or the site has
/// closed; `Invalid` if there is no sheet for the kind of site.
pub fn begin(tx: &mut Tx<'_>, new: &Beginning) -> Result<ApplicationId> {
    tx.actor.must(Act::SubmitApplication)?;
    let site = sites::find(tx.conn, &tx.scope(), new.site)?;
    if site.closed_on.is_some() {
        return Err(Error::Conflict(Message::new("error-application-site-closed")));
    }
    let sheet = procedure::in_force(tx.conn, site.kind, tx.now.day())?.ok_or_else(|| {
        Refusals::one("site", Message::new("error-application-no-sheet").with_code("kind", site.kind))
    })?;
    let row = store::NewApplication {
        number: store::next_number(tx.conn, tx.now.year())?,
        site: new.site,
        sheet: sheet.id,
        unit: site.unit,
        applied: new.star,
        note: new.note.clone(),
    };
    let under_way = || Error::Conflict(Message::new("error-application-under-way"));
    let id = store::insert(tx.conn, &row).map_err(|fault| fault.taken(Unique::LiveApplication, under_way))?;
    let detail = json!({ "number": row.number, "star": new.star, "sheet": sheet.id });
    tx.record("application.begun", "application", id.0, detail)?;
    Ok(id)
}

/// The application, if its operator may change it and it is as they saw it.
fn open(tx: &mut Tx<'_>, id: ApplicationId, revision: i64) -> Result<Application> {
    tx.actor.must(Act::SubmitApplication)?;
    let application = store::find(tx.conn, &tx.scope(), id)?;
    application.stage.must_be_editable().map_err(|closed| Error::conflict(&closed))?;
    if application.revision == revision { Ok(application) } else { Err(Error::Stale) }
}

/// What the operator puts right of an application's basics.
#[derive(Debug, Clone)]
pub struct Basics {
    /// The star applied for.
    pub star: Star,
    /// What they add; empty for nothing.
    pub note: String,
    /// The size of the site and its first day.
    pub size: Size,
}

/// Saves the star applied for, the remarks, and the facts of the site.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it cannot be changed; `Stale`; `Invalid` for a first day in the future.
pub fn save_basics(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, basics: &Basics) -> Result<()> {
    let application = open(tx, id, revision)?;
    if basics.size.opened_on.is_some_and(|day| day > tx.now.day()) {
        return Err(Refusals::one("opened_on", Message::new("error-site-opened-on")).into());
    }
    store::set_terms(tx.conn, id, revision, basics.star, &basics.note)?;
    sites::set_size(tx.conn, application.site, basics.size)?;
    let site =
        json!({ "beds": basics.size.beds, "seats": basics.size.seats, "opened_on": basics.size.opened_on });
    tx.record("site.amended", "site", application.site.0, site)?;
    tx.record("application.drafted", "application", id.0, json!({ "star": basics.star }))
}

/// Saves the operator's own points of one part; those of the other parts stay.
///
/// # Errors
/// `Forbidden`, `NotFound`, also for a part the sheet has not; `Conflict` if it cannot be changed; `Stale`; `Invalid` with
/// the field `points[<item>]` for points an item cannot have.
pub fn assess(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, part: &str, points: &Answers) -> Result<()> {
    let application = open(tx, id, revision)?;
    let version = procedure::in_force(tx.conn, application.kind, tx.now.day())?.ok_or_else(|| {
        Error::Conflict(Message::new("error-application-no-sheet").with_code("kind", application.kind))
    })?;
    let given = store::scores(tx.conn, id)?;
    let kept = possible(&version.sheet, application.trade, &column(&given, Column::SelfAssessed));
    let own = version.sheet.parts.iter().find(|known| known.code == part).ok_or(Error::NotFound)?;
    let mut refusals = Refusals::default();
    for code in points.keys().filter(|code| own.items.iter().all(|item| item.code != **code)) {
        refusals.add(&field(code), Message::new("error-points-item"));
    }
    refusals.into_result()?;
    let points = counted(&version.sheet, application.trade, points)?;
    let elsewhere = |code: &String| own.items.iter().all(|item| item.code != *code);
    let mut answers: Answers = kept.into_iter().filter(|(code, _)| elsewhere(code)).collect();
    answers.extend(points);
    store::keep_scores(tx.conn, id, revision)?;
    store::pin_sheet(tx.conn, id, version.id)?;
    store::save_scores(tx.conn, (id, Column::SelfAssessed), &given, &answers, tx.actor.user, tx.now)?;
    tx.record("application.assessed", "application", id.0, json!({ "part": part, "items": answers.len() }))
}

/// What the operator's own points would come to with these of one part, by the same rule that decides.
///
/// # Errors
/// `Forbidden` for all but operators, `NotFound`.
pub fn preview_own(rx: &mut Rx<'_>, id: ApplicationId, part: &str, points: &Answers) -> Result<Score> {
    let filing = filing(rx, id)?;
    let sheet = &filing.version.sheet;
    let own = sheet.parts.iter().find(|known| known.code == part).ok_or(Error::NotFound)?;
    // A field emptied again has no points, whatever was saved.
    let elsewhere = |code: &String| own.items.iter().all(|item| item.code != *code);
    let mut answers: Answers = filing.answers.into_iter().filter(|(code, _)| elsewhere(code)).collect();
    let typed = possible(sheet, filing.application.trade, points);
    answers.extend(typed.into_iter().filter(|(code, _)| !elsewhere(code)));
    Ok(score(sheet, &answers, filing.facts))
}

/// Makes the pledge in the name of the legal representative.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it cannot be changed; `Stale`.
pub fn pledge(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, by: &PersonName) -> Result<()> {
    open(tx, id, revision)?;
    let pledged = Pledged { by: by.clone(), at: tx.now };
    store::pledge(tx.conn, id, revision, &pledged)?;
    let version = Pledge::in_force(&PLEDGES, tx.now.day()).map(|pledge| pledge.version);
    tx.record("application.pledged", "application", id.0, json!({ "version": version }))
}

/// Submits an application, to be judged by the sheet in force today, which must be the one the operator saw.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if it cannot be submitted, or another sheet came into force meanwhile; `Stale`;
/// `Invalid` with everything missing, by task, each part of the sheet as `<task>/<part>`.
pub fn submit(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, sheet: SheetId, note: &str) -> Result<()> {
    tx.actor.must(Act::SubmitApplication)?;
    let mut application = load(tx, id, revision, Step::Submit)?;
    let site = sites::find(tx.conn, &tx.scope(), application.site)?;
    let filled = fill(tx.conn, &application, site.closed_on, tx.now.day())?;
    let mut refusals = Refusals::default();
    for missing in &filled.readiness.missing {
        refusals.add(&place(missing), missing.message());
    }
    refusals.into_result()?;
    if filled.version.id != sheet {
        return Err(Error::Conflict(Message::new("error-draft-sheet-changed")));
    }
    let again = application.stage == Stage::Returned;
    let detail = json!({
        "number": application.number, "star": application.applied, "sheet": sheet, "again": again,
    });
    take(tx, &mut application, Step::Submit, ("application.submitted", note, detail))?;
    store::pin_sheet(tx.conn, id, sheet)?;
    let given = store::scores(tx.conn, id)?;
    let answers = possible(&filled.version.sheet, application.trade, &filled.answers);
    store::save_scores(tx.conn, (id, Column::SelfAssessed), &given, &answers, tx.actor.user, tx.now)?;
    Ok(())
}

/// Where something missing is put right, as the field of a refusal: `pledge`, `self_assessment/A`.
#[must_use]
pub fn place(missing: &Missing) -> String {
    match missing.part() {
        Some(part) => format!("{}/{part}", missing.task()),
        None => missing.task().to_string(),
    }
}

/// Withdraws an application, at any time before its public notice.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` once it is in public notice, or over; `Stale`.
pub fn withdraw(tx: &mut Tx<'_>, id: ApplicationId, revision: i64, reason: &str) -> Result<()> {
    tx.actor.must(Act::SubmitApplication)?;
    let mut application = load(tx, id, revision, Step::Withdraw)?;
    let detail = json!({ "from": application.stage });
    take(tx, &mut application, Step::Withdraw, ("application.withdrawn", reason, detail))
}

/// Takes a draft away that has nothing in it yet.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` if something was filled in, or it was submitted: that is withdrawn; `Stale`.
pub fn delete(tx: &mut Tx<'_>, id: ApplicationId, revision: i64) -> Result<()> {
    let application = open(tx, id, revision)?;
    if !filing(&mut tx.reading(), id)?.empty {
        return Err(Error::Conflict(Message::new("error-draft-not-empty")));
    }
    store::delete(tx.conn, id, revision)?;
    tx.record("application.deleted", "application", id.0, json!({ "number": application.number }))
}
