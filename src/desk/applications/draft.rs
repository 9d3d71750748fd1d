//! The operator's own side of an application: a draft kept until it is complete, its submission, and its withdrawal.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde_json::json;

use super::score::{counted, field};
use super::{Application, Decided, Rating, StepTaken, column, facts_on, load, take};
use crate::desk::notices::{self, Published};
use crate::desk::{Error, Result, Rx, Tx, certificates, licences, sheets as procedure};
use crate::domain::access::Act;
use crate::domain::application::pledge::Pledge;
use crate::domain::application::readiness::{Draft, Missing, Readiness, possible};
use crate::domain::application::{Level, Limit, Stage, Step, SubmissionRule};
use crate::domain::calendar::whole_months_before;
use crate::domain::identity::PersonName;
use crate::domain::ids::{ApplicationId, SheetId, SiteId};
use crate::domain::licence::owed;
use crate::domain::rating::Star;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::scoring::{Answers, Column, Facts, Score, score};
use crate::domain::sheet::Part;
pub use crate::store::applications::Pledged;
use crate::store::licences::{self as held, Licence};
use crate::store::sheets::{self, Version};
use crate::store::sites::{self, Site};
pub use crate::store::sites::{Size, Year};
use crate::store::{Conn, Unique, applications as store, divisions, operators, ratings};

/// The pledge in every version the program brings along.
static PLEDGES: LazyLock<Vec<Pledge>> =
    LazyLock::new(|| Pledge::read(include_str!("../../../data/pledge.json")).unwrap_or_default());

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

/// An application with everything its operator filled in.
#[derive(Debug)]
pub struct Filing {
    /// The application.
    pub application: Application,
    /// The site.
    pub site: Site,
    /// Whom to ask for at the business; empty if not known, or not for this reader.
    pub contact: String,
    /// Visits and revenue of this year and the two before it.
    pub years: Vec<Year>,
    /// County, township and village of the site, by name.
    pub place: String,
    /// The sheet the operator assesses by: the one in force while it can be changed, then the one it was submitted by.
    pub version: Version,
    /// Whether another sheet came into force since the operator last gave points.
    pub sheet_changed: bool,
    /// The operator's own points, as far as the sheet lets items have them.
    pub answers: Answers,
    /// What they come to.
    pub score: Score,
    /// What of the site the rule asks for.
    pub facts: Facts,
    /// The level that awards the star applied for.
    pub awards: Level,
    /// The visits the star applied for demands, if it does.
    pub visits_needed: Option<i64>,
    /// The licences of the site.
    pub licences: Vec<Licence>,
    /// What is missing, and how far each task has come.
    pub readiness: Readiness,
    /// What an applicant must have behind them.
    pub rule: &'static SubmissionRule,
    /// The pledge, if it is made.
    pub pledged: Option<Pledged>,
    /// Who made the pledge, as this reader may see the name.
    pub signed: Option<String>,
    /// The words of the pledge: those it was made in, else those of today.
    pub pledge: Option<&'static Pledge>,
    /// How many files lie with each item, by its code.
    pub evidence: BTreeMap<String, i64>,
    /// The notices of what to complete that went out, oldest first.
    pub completions: Vec<store::CompletionNotice>,
    /// Whether the reader may change it now.
    pub editable: bool,
    /// Whether it is a draft without anything in it.
    pub empty: bool,
    /// Its history, oldest step first.
    pub steps: Vec<StepTaken>,
    /// The decision of its round, once its applicant may read it.
    pub decision: Option<Decided>,
    /// Its last public notice, if there is one.
    pub notice: Option<Published>,
    /// The rating it led to.
    pub rating: Option<Rating>,
    /// The number of that rating's certificate, if it is in force.
    pub certificate: Option<String>,
    /// The limit of its stage.
    pub limit: Option<&'static Limit>,
    /// Working days left to the limit, negative once it has passed.
    pub left: Option<i64>,
    /// The year the limit runs into, if no holiday of it is recorded: the limit may be wrong.
    pub unknown_year: Option<i32>,
}

impl Filing {
    /// A part of the sheet that counts for the site, with its place among those that do.
    #[must_use]
    pub fn part(&self, code: &str) -> Option<(usize, &Part)> {
        self.parts().enumerate().find(|(_, part)| part.code == code)
    }

    /// The parts of the sheet that count for the site.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        let trade = self.application.trade;
        self.version.sheet.parts.iter().filter(move |part| part.coefficient(trade).counts())
    }
}

/// One application for its operator.
///
/// # Errors
/// `Forbidden` for all but operators, `NotFound`.
pub fn filing(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Filing> {
    rx.actor()?.must(Act::SubmitApplication)?;
    form(rx, id)
}

/// One application as its printed form has it, for everybody who may know of it.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn form(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Filing> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let scope = rx.scope();
    let application = store::find(rx.conn, &scope, id)?;
    let today = rx.now.day();
    let calendar = sheets::calendar(rx.conn)?;
    let unknown_year = application.due_on.and_then(|due| calendar.unrecorded(today, due));
    let left = application.due_on.map(|due| calendar.left(today, due));
    let site = sites::find(rx.conn, &scope, application.site)?;
    let filled = fill(rx.conn, &application, site.closed_on, today)?;
    let answers = possible(&filled.version.sheet, application.trade, &filled.answers);
    let pledged = store::pledged(rx.conn, id)?;
    let score = score(&filled.version.sheet, &answers, filled.facts);
    let line = filled.version.sheet.thresholds.iter().find(|line| line.star == application.applied);
    let blank = filled.answers.is_empty() && filled.evidence.is_empty() && pledged.is_none();
    // Its own operator reads the names they gave; who only reads the figures does not.
    let own = actor.may(Act::SubmitApplication);
    let signed = pledged
        .as_ref()
        .map(|pledged| if own { pledged.by.as_str().to_owned() } else { rx.name(&pledged.by) });
    let contact = if own || actor.may(Act::AcceptApplication) {
        operators::find(rx.conn, application.operator)?.contact
    } else {
        String::new()
    };
    let rating =
        ratings::of_site(rx.conn, application.site)?.into_iter().find(|rating| rating.application == id);
    Ok(Filing {
        contact,
        signed,
        completions: store::completions(rx.conn, id)?,
        years: sites::years(rx.conn, application.site, rx.now.year() - 2)?,
        place: divisions::path(rx.conn, &application.division)?,
        awards: filled.version.sheet.terms.level_for(application.applied),
        sheet_changed: filled.version.id != application.sheet,
        visits_needed: line.and_then(|line| line.min_annual_visits),
        licences: held::of_site(rx.conn, application.site)?,
        readiness: filled.readiness,
        rule: &procedure::procedure()?.submission,
        pledge: Pledge::in_force(&PLEDGES, pledged.as_ref().map_or(today, |pledged| pledged.at.day())),
        editable: own && application.stage.must_be_editable().is_ok(),
        empty: application.stage == Stage::Draft && blank,
        steps: store::steps(rx.conn, id)?,
        decision: store::decision(rx.conn, id)?
            .filter(|decided| application.stage.shows_decision() && decided.round == application.round),
        notice: notices::published(rx.conn, today, id)?,
        certificate: match &rating {
            Some(rating) if certificates::is_in_force(rx.conn, rating.id)? => {
                Some(rating.certificate.clone())
            }
            _ => None,
        },
        rating,
        limit: procedure::procedure()?.limit(application.stage),
        left,
        unknown_year,
        facts: filled.facts,
        evidence: filled.evidence,
        version: filled.version,
        site,
        score,
        answers,
        pledged,
        application,
    })
}

/// What an operator filled in, and what is missing to it.
struct Filled {
    version: Version,
    answers: Answers,
    evidence: BTreeMap<String, i64>,
    facts: Facts,
    readiness: Readiness,
}

fn fill(
    c: &mut Conn,
    application: &Application,
    closed_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Filled> {
    let rule = &procedure::procedure()?.submission;
    // What was submitted is judged by the sheet of that day, for ever; what is still filled in, by today's.
    let (in_force, day) = match application.submitted_at.filter(|_| application.stage != Stage::Returned) {
        Some(at) => (Some(sheets::find(c, application.sheet)?), at.day()),
        None => (procedure::in_force(c, application.kind, today)?, today),
    };
    let answers = column(&store::scores(c, application.id)?, Column::SelfAssessed);
    let evidence = store::evidence_counts(c, application.id)?
        .into_iter()
        .filter(|(column, ..)| *column == Column::SelfAssessed)
        .map(|(_, item, files)| (item, files))
        .collect();
    let months = whole_months_before(day, rule.visit_months);
    let from = months.first().copied().unwrap_or(day);
    let reported = sites::reported_months(c, application.site, (from, day))?;
    let lacking = licences::missing(c, application.site, application.trade, day)?;
    let draft = Draft {
        sheet: in_force.as_ref().map(|version| &version.sheet),
        trade: application.trade,
        opened_on: application.opened_on,
        closed_on,
        answers: &answers,
        evidence: &evidence,
        owed: owed(&procedure::procedure()?.licences, application.trade).count(),
        lacking: &lacking,
        months: &reported,
        pledged: store::pledged(c, application.id)?.is_some(),
    };
    let readiness = Readiness::of(&draft, rule, day);
    let version = match in_force {
        Some(version) => version,
        None => sheets::find(c, application.sheet)?,
    };
    Ok(Filled { readiness, facts: facts_on(c, application, day)?, version, answers, evidence })
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
