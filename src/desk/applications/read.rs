//! Lists of applications, and one with everything that belongs to it.

use super::{column, decide, facts, score as scoring};
use crate::desk::{Result, Rx, Waiting};
use crate::domain::access::{Act, Actor, Role};
use crate::domain::application::{Limit, Stage, Step};
use crate::domain::calendar::Calendar;
use crate::domain::codes::Code as _;
use crate::domain::ids::ApplicationId;
use crate::domain::refusal::Message;
use crate::domain::scoring::{Answers, Column, Facts, Score, score};
use crate::store::applications::{
    self as store, Application, ApplicationFilter, ApplicationLine, Decided, StepTaken,
};
pub use crate::store::divisions::Unit;
use crate::store::ratings::{self, Rating};
use crate::store::sheets::{self, Version};
pub use crate::store::sites::SiteChoice;
use crate::store::{divisions, sites};

/// One page of applications.
#[derive(Debug)]
pub struct List {
    /// The rows, each with the working days left to its limit.
    pub rows: Vec<(ApplicationLine, Option<i64>)>,
    /// How many there are in all.
    pub total: i64,
    /// The units to filter by.
    pub units: Vec<Unit>,
    /// The years of first submission to filter by, newest first.
    pub years: Vec<i32>,
}

/// The applications the reader may know of.
///
/// # Errors
/// `NotFound` if nobody is signed in.
pub fn list(rx: &mut Rx<'_>, filter: &ApplicationFilter, offset: i64, limit: i64) -> Result<List> {
    rx.actor()?.must(Act::ReadSites)?;
    let scope = rx.scope();
    let calendar = sheets::calendar(rx.conn)?;
    let today = rx.now.day();
    let rows = store::list(rx.conn, &scope, filter, offset, limit)?;
    Ok(List {
        rows: rows
            .into_iter()
            .map(|row| (left(&calendar, today, row.due_on), row))
            .map(|(l, r)| (r, l))
            .collect(),
        total: store::count(rx.conn, &scope, filter)?,
        units: divisions::units(rx.conn)?,
        years: store::years(rx.conn, &scope)?,
    })
}

fn left(calendar: &Calendar, today: chrono::NaiveDate, due: Option<chrono::NaiveDate>) -> Option<i64> {
    due.map(|due| calendar.left(today, due))
}

/// The sites the operator can apply for today: open, and without an application under way.
///
/// # Errors
/// `Forbidden` for all but operators.
pub fn choices(rx: &mut Rx<'_>) -> Result<Vec<SiteChoice>> {
    rx.actor()?.must(Act::SubmitApplication)?;
    let scope = rx.scope();
    let live = Stage::ALL.iter().copied().filter(|stage| stage.is_live()).collect();
    let under_way = ApplicationFilter { stages: live, ..ApplicationFilter::default() };
    let under_way = store::list(rx.conn, &scope, &under_way, 0, i64::from(u16::MAX))?;
    let mut choices = sites::choices(rx.conn, &scope)?;
    choices.retain(|site| under_way.iter().all(|application| application.site != site.id));
    Ok(choices)
}

/// An application with everything that belongs to it.
#[derive(Debug)]
pub struct Dossier {
    /// The application.
    pub application: Application,
    /// County, township and village of the site, by name.
    pub place: String,
    /// The sheet it is judged by.
    pub version: Version,
    /// Its history, oldest step first.
    pub steps: Vec<StepTaken>,
    /// The operator's own points.
    pub self_answers: Answers,
    /// The county's points.
    pub county_answers: Answers,
    /// What the county's points come to, once there are any.
    pub score: Option<Score>,
    /// What the operator's own points come to, if they gave any.
    pub self_score: Option<Score>,
    /// What of the site the rule asks for.
    pub facts: Facts,
    /// The decision.
    pub decision: Option<Decided>,
    /// The rating it led to.
    pub rating: Option<Rating>,
    /// The limit of its stage.
    pub limit: Option<&'static Limit>,
    /// Working days left to the limit, negative once it has passed.
    pub left: Option<i64>,
    /// The steps open to the reader.
    pub open: Vec<Step>,
    /// Why the reader may not decide although their role may.
    pub barred: Option<Message>,
}

impl Dossier {
    /// What other answers would come to, by the same rule.
    #[must_use]
    pub fn score_of(&self, answers: &Answers) -> Score {
        score(&self.version.sheet, answers, self.facts)
    }

    /// Whether the county's column is being written.
    #[must_use]
    pub fn is_scored_now(&self) -> bool {
        scoring::is_open(self.application.stage)
    }
}

/// One application.
///
/// # Errors
/// `NotFound` if there is none the reader may know of.
pub fn dossier(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Dossier> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let scope = rx.scope();
    let application = store::find(rx.conn, &scope, id)?;
    let version = sheets::find(rx.conn, application.sheet)?;
    let given = store::scores(rx.conn, id)?;
    let facts = facts(rx.conn, &application)?;
    let total = |answers: &Answers| (!answers.is_empty()).then(|| score(&version.sheet, answers, facts));
    let (self_answers, county_answers) =
        (column(&given, Column::SelfAssessed), column(&given, Column::County));
    let (self_score, county_score) = (total(&self_answers), total(&county_answers));
    let scorers = store::scorers(rx.conn, id)?;
    let left = match application.due_on {
        Some(due) => Some(sheets::calendar(rx.conn)?.left(rx.now.day(), due)),
        None => None,
    };
    Ok(Dossier {
        place: divisions::path(rx.conn, &application.division)?,
        steps: store::steps(rx.conn, id)?,
        decision: store::decision(rx.conn, id)?,
        rating: ratings::of_site(rx.conn, application.site)?
            .into_iter()
            .find(|rating| rating.application == id && rating.lowered_from.is_none()),
        limit: crate::desk::sheets::procedure()?.limit(application.stage),
        left,
        open: application.stage.open().filter(|step| may(actor, *step)).collect(),
        barred: decide::barred(actor, &scorers),
        self_answers,
        county_answers,
        self_score,
        score: county_score,
        facts,
        version,
        application,
    })
}

/// Whether the person's role may take a step in the short form.
fn may(actor: &Actor, step: Step) -> bool {
    match step {
        Step::Submit => actor.may(Act::SubmitApplication),
        Step::Accept | Step::Return | Step::Refuse => actor.may(Act::AcceptApplication),
        Step::Review => actor.may(Act::ScoreApplication),
        Step::DecideShort | Step::Reopen => actor.may(Act::DecideApplication),
        Step::Inspect
        | Step::Decide
        | Step::Announce
        | Step::UpholdObjection
        | Step::Approve
        | Step::Award
        | Step::Reject
        | Step::Withdraw
        | Step::AwardShort
        | Step::RejectShort => false,
    }
}

/// What waits for the reader: their returned applications and drafts for operators; those to accept, to score and to decide for staff.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let actor = rx.actor()?;
    let stages: &[(&'static str, Stage)] = match actor.role {
        Role::Operator => {
            &[("application-waiting-returned", Stage::Returned), ("application-waiting-draft", Stage::Draft)]
        }
        Role::County | Role::City => &[
            ("application-waiting-submitted", Stage::Submitted),
            ("application-waiting-accepted", Stage::Accepted),
            ("application-waiting-reviewed", Stage::FirstReviewed),
        ],
        Role::Official | Role::Admin => &[],
    };
    let mut waiting = Vec::new();
    for (key, stage) in stages {
        let filter = ApplicationFilter { stages: vec![*stage], ..ApplicationFilter::default() };
        let count = store::count(rx.conn, &actor.scope(), &filter)?;
        waiting.push(Waiting { key, count, href: format!("/applications?stage={stage}") });
    }
    Ok(waiting)
}
