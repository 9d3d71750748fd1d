//! Lists of applications, and one with everything that belongs to it.

use super::inspect::Inspection;
use super::{column, decide, facts, hand, notes, score as scoring};
use crate::desk::{Error, Result, Rx, Waiting, certificates};
use crate::domain::access::{Act, Actor};
use crate::domain::application::{Hand, Level, Limit, Queue, Stage, Step};
use crate::domain::calendar::{Calendar, years_later};
use crate::domain::codes::Code as _;
use crate::domain::ids::{ApplicationId, StepId};
use crate::domain::inspection::ItemNotes;
use crate::domain::refusal::{Message, Refusal as _};
use crate::domain::scoring::{Answers, Column, Facts, Score, score};
use crate::store::applications::{
    self as store, Application, ApplicationFilter, ApplicationLine, CompletionNotice, Decided, StepTaken,
};
pub use crate::store::divisions::Unit;
use crate::store::ratings::{self, Rating};
use crate::store::sheets::{self, Version};
pub use crate::store::sites::SiteChoice;
use crate::store::{divisions, inspections, sites};

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
    /// What waits for the reader, with how many each.
    pub queues: Vec<(Queue, i64)>,
}

/// The applications the reader may know of.
///
/// # Errors
/// `NotFound` if nobody is signed in.
pub fn list(rx: &mut Rx<'_>, filter: &ApplicationFilter, offset: i64, limit: i64) -> Result<List> {
    let actor = rx.actor()?;
    actor.must(Act::ReadSites)?;
    let scope = rx.scope();
    let mut queues = Vec::new();
    for queue in Queue::of(actor.role) {
        let waiting = ApplicationFilter { queue: Some(*queue), ..ApplicationFilter::default() };
        queues.push((*queue, store::count(rx.conn, &scope, &waiting)?));
    }
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
        queues,
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
    /// The panel's points, once its inspection is complete.
    pub panel_answers: Answers,
    /// The panel's notes, by item, once its inspection is complete.
    pub panel_notes: ItemNotes,
    /// The panel's points of the round before, if there was one.
    pub panel_before: Answers,
    /// The column that decides: the panel's once it is complete, else the county's.
    pub column: Column,
    /// What the column that decides comes to, once there are any points in it.
    pub score: Option<Score>,
    /// What the county's points come to, once there are any.
    pub county_score: Option<Score>,
    /// What the operator's own points come to, if they gave any.
    pub self_score: Option<Score>,
    /// What of the site the rule asks for.
    pub facts: Facts,
    /// The inspections, by round; that of this round may still be under way.
    pub inspections: Vec<Inspection>,
    /// The notices of what to complete that went out, oldest first.
    pub completions: Vec<CompletionNotice>,
    /// The decision that counts, the last one.
    pub decision: Option<Decided>,
    /// The level that awards the star applied for.
    pub awarding: Level,
    /// The level that decides: the same, or the city where nobody of the county is left to.
    pub level: Level,
    /// The rating it led to.
    pub rating: Option<Rating>,
    /// Whether a certificate of that rating is in force.
    pub certified: bool,
    /// The limit of its stage.
    pub limit: Option<&'static Limit>,
    /// Working days left to the limit, negative once it has passed.
    pub left: Option<i64>,
    /// The year the limit runs into, if no holiday of it is recorded: the limit may be wrong.
    pub unknown_year: Option<i32>,
    /// The steps open to the reader.
    pub open: Vec<Step>,
    /// Why the reader may not take the step that is open, although their role may.
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

    /// Whether it takes the long procedure, as far as is known: it was sent to inspection, or its star is not the county's.
    #[must_use]
    pub fn is_long(&self) -> bool {
        let short = self.steps.iter().any(|step| step.step == Step::DecideShort);
        !short && (self.application.forwarded_at.is_some() || self.awarding != Level::County)
    }

    /// Whether the site had been open for a year when it applied; `None` if the day it opened is not known.
    #[must_use]
    pub fn trades_a_year(&self) -> Option<bool> {
        let (opened, applied) = (self.application.opened_on?, self.application.submitted_at?);
        Some(years_later(opened, 1) <= applied.day())
    }
}

/// One application.
///
/// # Errors
/// `Forbidden` for operators, `NotFound` if there is none the reader may know of.
pub fn dossier(rx: &mut Rx<'_>, id: ApplicationId) -> Result<Dossier> {
    let actor = rx.actor()?;
    actor.must(Act::ReadDossier)?;
    let scope = rx.scope();
    let application = store::find(rx.conn, &scope, id)?;
    let version = sheets::find(rx.conn, application.sheet)?;
    let given = store::scores(rx.conn, id)?;
    let mut decisions = store::decisions_of(rx.conn, id)?;
    let before = decisions.iter().rfind(|decided| decided.round < application.round);
    let panel_before = before
        .filter(|decided| decided.column == Column::Panel)
        .and_then(|decided| decided.basis.as_ref())
        .map(|basis| basis.answers.clone())
        .unwrap_or_default();
    let decision = decisions.pop();
    // What was decided is shown as it was decided, whatever the records of the site say since.
    let decided_on = decision.as_ref().filter(|decided| decided.round == application.round);
    let facts = match decided_on.and_then(|decided| decided.basis.as_ref()) {
        Some(basis) => basis.facts(),
        None => facts(rx.conn, &application)?,
    };
    let total = |answers: &Answers| (!answers.is_empty()).then(|| score(&version.sheet, answers, facts));
    let settled = decided_on.and_then(|decided| Some((decided.column, decided.basis.as_ref()?)));
    let answers = |of: Column| match settled {
        Some((decided, basis)) if decided == of => basis.answers.clone(),
        _ => column(&given, of),
    };
    let (self_answers, county_answers) = (answers(Column::SelfAssessed), answers(Column::County));
    let (panel_answers, panel_notes) = if application.owes_inspection() {
        (Answers::new(), ItemNotes::new())
    } else {
        (answers(Column::Panel), notes(&given, Column::Panel))
    };
    let (self_score, county_score) = (total(&self_answers), total(&county_answers));
    let panel_score = total(&panel_answers);
    let calendar = sheets::calendar(rx.conn)?;
    let left = application.due_on.map(|due| calendar.left(rx.now.day(), due));
    let unknown_year = application.due_on.and_then(|due| calendar.unrecorded(rx.now.day(), due));
    let level = decide::competent(rx.conn, &application, &version.sheet)?;
    let open: Vec<Step> =
        application.stage.open().filter(|step| may(actor, *step) && is_next(&application, *step)).collect();
    let has = store::hand_of(rx.conn, id, actor.user)?;
    let rating = ratings::of_site(rx.conn, application.site)?
        .into_iter()
        .find(|rating| rating.application == id && rating.lowered_from.is_none());
    let certified = match &rating {
        Some(rating) => certificates::is_in_force(rx.conn, rating.id)?,
        None => false,
    };
    Ok(Dossier {
        place: divisions::path(rx.conn, &application.division)?,
        steps: store::steps(rx.conn, id)?,
        inspections: inspections::of_application(rx.conn, id)?,
        completions: store::completions(rx.conn, id)?,
        rating,
        certified,
        limit: crate::desk::sheets::procedure()?.limit(application.stage),
        left,
        unknown_year,
        barred: barred(actor, &application, level, &open, has),
        open,
        column: if panel_score.is_some() { Column::Panel } else { Column::County },
        score: panel_score.or_else(|| county_score.clone()),
        awarding: version.sheet.terms.level_for(application.applied),
        self_answers,
        county_answers,
        panel_answers,
        panel_notes,
        panel_before,
        self_score,
        county_score,
        facts,
        decision,
        level,
        version,
        application,
    })
}

/// Why the competent level did not approve what was on public notice, if it did not.
#[must_use]
pub fn turned_down(steps: &[StepTaken]) -> Option<&str> {
    steps.iter().rfind(|step| step.step == Step::Disapprove).map(|step| step.note.as_str())
}

/// Whether the person's role may take a step of the way to a decision.
fn may(actor: &Actor, step: Step) -> bool {
    match step {
        Step::Submit => actor.may(Act::SubmitApplication),
        Step::Accept | Step::Return | Step::Refuse => actor.may(Act::AcceptApplication),
        Step::Review => actor.may(Act::ScoreApplication),
        Step::Inspect => actor.may(Act::InspectApplication),
        Step::Decide | Step::DecideShort | Step::Reopen => actor.may(Act::DecideApplication),
        Step::Announce
        | Step::UpholdObjection
        | Step::Approve
        | Step::Award
        | Step::Reject
        | Step::Disapprove
        | Step::Withdraw
        | Step::AwardShort
        | Step::RejectShort => false,
    }
}

/// Whether a step its stage allows is what the application waits for: the round's inspection comes before its decision, and
/// what was sent to inspection is not decided in the short form.
const fn is_next(application: &Application, step: Step) -> bool {
    let inspects = match application.stage {
        Stage::FirstReviewed => application.forwarded_at.is_some(),
        _ => application.owes_inspection(),
    };
    match step {
        Step::Inspect => inspects,
        Step::Decide | Step::DecideShort => !inspects,
        _ => true,
    }
}

/// Why a person may not take the step that waits, although their role may.
fn barred(
    actor: &Actor,
    application: &Application,
    level: Level,
    open: &[Step],
    has: Option<Hand>,
) -> Option<Message> {
    let wanted = open.iter().find_map(|step| match step {
        Step::Review => Some(Hand::Scorer),
        Step::Inspect => Some(Hand::Inspector),
        Step::Decide | Step::DecideShort => Some(Hand::Decider),
        _ => None,
    })?;
    let wrong = decide::not_competent(actor, application.applied, level);
    match wrong.filter(|_| wanted == Hand::Decider) {
        Some(wrong) => Some(wrong.message()),
        None => hand::barred(&actor.name, has, wanted),
    }
}

/// A notice of what to complete, with what its print says.
#[derive(Debug)]
pub struct Completion {
    /// The application.
    pub application: Application,
    /// County, township and village of the site, by name.
    pub place: String,
    /// The notice.
    pub notice: CompletionNotice,
    /// Whom to telephone at the unit that returned it.
    pub help_phone: String,
}

/// One notice of what to complete.
///
/// # Errors
/// `NotFound` if there is none, or none the reader may know of.
pub fn completion(rx: &mut Rx<'_>, id: ApplicationId, step: StepId) -> Result<Completion> {
    rx.actor()?.must(Act::ReadSites)?;
    let scope = rx.scope();
    let application = store::find(rx.conn, &scope, id)?;
    let notice = store::completions(rx.conn, id)?.into_iter().find(|notice| notice.step == step);
    let units = divisions::units(rx.conn)?;
    let unit = units.into_iter().find(|unit| unit.code == application.unit);
    Ok(Completion {
        place: divisions::path(rx.conn, &application.division)?,
        notice: notice.ok_or(Error::NotFound)?,
        help_phone: unit.map(|unit| unit.help_phone).unwrap_or_default(),
        application,
    })
}

/// What waits for the reader, in the order it is worked off.
///
/// # Errors
/// If the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Vec<Waiting>> {
    let actor = rx.actor()?;
    let mut waiting = Vec::new();
    for queue in Queue::of(actor.role) {
        let key = match queue {
            Queue::Draft => "application-waiting-draft",
            Queue::Completion => "application-waiting-returned",
            Queue::Acceptance => "application-waiting-submitted",
            Queue::Scores => "application-waiting-accepted",
            Queue::CountyDecision | Queue::CityDecision => "application-waiting-reviewed",
            Queue::Inspection => "application-waiting-inspection",
        };
        let filter = ApplicationFilter { queue: Some(*queue), ..ApplicationFilter::default() };
        let count = store::count(rx.conn, &actor.scope(), &filter)?;
        waiting.push(Waiting { key, count, href: format!("/applications?queue={queue}") });
    }
    Ok(waiting)
}
