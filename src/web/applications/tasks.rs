//! An application as its operator sees it: the list of tasks while it is filled in, its progress once it is submitted.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, post, routes};
use serde::Serialize;
use validator::Validate;

use super::{seen, show};
use crate::desk;
use crate::desk::applications::{self, Application, CompletionNotice, Filing, Rating, StepTaken};
use crate::desk::notices::Published;
use crate::domain::application::readiness::{Missing, Progress, Task, TaskState};
use crate::domain::application::{Level, Stage, Step};
use crate::domain::ids::{ApplicationId, NoticeId, SheetId, StepId};
use crate::domain::notice::NoticeState;
use crate::domain::rating::Star;
use crate::domain::refusal::Message;
use crate::web::failure::Failure;
use crate::web::forms::{Entry, Note, Submitted, Typed};
use crate::web::lang::Lang;
use crate::web::page::{Answer, Done, Page};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![submit]
}

/// The page of an operator's application. With `refused`, everything missing is named on top.
pub(super) async fn page(visit: &SignedIn, id: ApplicationId, refused: Option<Typed>) -> Answer {
    let filing = visit.read(move |rx| applications::filing(rx, id)).await?;
    if filing.editable {
        Ok(Page::new("applications/tasks", &TasksView::of(visit.lang, filing, refused)))
    } else {
        Ok(Page::new("applications/progress", &ProgressView::of(filing)))
    }
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
struct TasksView {
    form: Typed,
    tasks: Vec<Row>,
    /// What is missing, with where it is put right: shown once a submission was refused for it.
    wrong: Vec<Wrong>,
    returned: Option<CompletionNotice>,
    /// It was pledged, and is to be pledged anew because it was returned.
    pledge_anew: bool,
    sheet_changed: bool,
    sheet: SheetId,
    total: String,
    reached: Message,
    /// The operator's own points reach less than they apply for.
    below: bool,
    visits: Option<i64>,
    visits_needed: Option<i64>,
    visits_short: bool,
    ready: bool,
    application: Application,
}

#[derive(Serialize)]
struct Row {
    task: Task,
    href: String,
    state: TaskState,
    label: String,
    tone: &'static str,
    done: usize,
    of: usize,
}

#[derive(Serialize)]
struct Wrong {
    href: String,
    message: Message,
}

impl TasksView {
    fn of(lang: Lang, filing: Filing, refused: Option<Typed>) -> Self {
        let row = |progress: &Progress| Row {
            task: progress.task,
            href: href(&filing, progress.task),
            state: progress.state,
            label: label(lang, progress),
            tone: tone(progress.state),
            done: progress.done,
            of: progress.of,
        };
        let wrong = |missing: &Missing| Wrong {
            href: match missing.part() {
                Some(part) => format!("{}/{part}", href(&filing, missing.task())),
                None => href(&filing, missing.task()),
            },
            message: missing.message(),
        };
        let visits = filing.facts.annual_visits;
        Self {
            tasks: filing.readiness.tasks.iter().map(row).collect(),
            wrong: refused.iter().flat_map(|_| &filing.readiness.missing).map(wrong).collect(),
            form: refused.unwrap_or_default(),
            returned: filing.completions.last().cloned(),
            pledge_anew: filing.application.stage == Stage::Returned && filing.pledged.is_none(),
            sheet_changed: filing.sheet_changed,
            sheet: filing.version.id,
            total: filing.score.total.to_string(),
            reached: show::reached(filing.score.reached),
            below: !filing.answers.is_empty() && filing.score.reached < Some(filing.application.applied),
            visits,
            visits_needed: filing.visits_needed,
            visits_short: filing.visits_needed.is_some_and(|needed| visits.is_none_or(|had| had < needed)),
            ready: filing.readiness.missing.is_empty(),
            application: filing.application,
        }
    }
}

/// Where a task is done.
fn href(filing: &Filing, task: Task) -> String {
    let application = format!("/applications/{}", filing.application.id);
    let site = format!("/sites/{}", filing.application.site);
    match task {
        Task::Basics => format!("{application}/basics"),
        Task::SelfAssessment => format!("{application}/self-assessment"),
        Task::Evidence => format!("{application}/evidence"),
        Task::Licences => format!("{site}/licences"),
        Task::Visits => format!("{site}/months"),
        Task::Pledge => format!("{application}/pledge"),
    }
}

fn label(lang: Lang, progress: &Progress) -> String {
    let word = lang.word(progress.state);
    match progress.state {
        TaskState::InProgress => format!("{word} {}/{}", progress.done, progress.of),
        TaskState::NotStarted | TaskState::Done | TaskState::Problem => word,
    }
}

const fn tone(state: TaskState) -> &'static str {
    match state {
        TaskState::NotStarted => "",
        TaskState::InProgress => "warn",
        TaskState::Done => "ok",
        TaskState::Problem => "err",
    }
}

#[derive(Serialize)]
struct ProgressView {
    form: Typed,
    steps: Vec<Taken>,
    completions: Vec<CompletionNotice>,
    /// Whose turn it is.
    turn: Option<Level>,
    due_on: Option<NaiveDate>,
    left: Option<i64>,
    unknown_year: Option<i32>,
    total: String,
    reached: Option<Star>,
    outcome: Option<Outcome>,
    published: Option<Link>,
    rating: Option<Rating>,
    certified: bool,
    may_withdraw: bool,
    application: Application,
}

/// What came of it, and why.
#[derive(Serialize)]
struct Outcome {
    stars: Option<Star>,
    reason: String,
}

/// The public notice.
#[derive(Serialize)]
struct Link {
    id: NoticeId,
    number: String,
    state: NoticeState,
}

/// A step as the operator sees it: without the person who took it, and without what colleagues write to each other.
#[derive(Serialize)]
struct Taken {
    id: StepId,
    step: Step,
    on: NaiveDate,
    note: String,
}

impl ProgressView {
    fn of(filing: Filing) -> Self {
        let turned_down = applications::turned_down(&filing.steps).map(str::to_owned);
        let outcome = filing.decision.map(|decided| match turned_down {
            Some(reason) => Outcome { stars: None, reason },
            None => Outcome { stars: decided.awarded, reason: decided.reason },
        });
        let link = |notice: Published| Link { id: notice.id, number: notice.number, state: notice.state };
        let taken = |step: StepTaken| Taken {
            id: step.id,
            step: step.step,
            on: step.at.day(),
            note: match step.step {
                Step::Submit | Step::Return | Step::Refuse | Step::Withdraw => step.note,
                _ => String::new(),
            },
        };
        Self {
            form: Typed::blank(),
            steps: filing.steps.into_iter().map(taken).collect(),
            completions: filing.completions,
            turn: turn(filing.application.stage, filing.awards),
            due_on: filing.application.due_on,
            left: filing.left,
            unknown_year: filing.unknown_year,
            total: filing.score.total.to_string(),
            reached: filing.score.reached,
            outcome,
            published: filing.notice.map(link),
            rating: filing.rating,
            certified: filing.certificate.is_some(),
            may_withdraw: filing.application.stage.take(Step::Withdraw).is_ok(),
            application: filing.application,
        }
    }
}

/// Which authority an application waits for: a star the county awards, it decides itself.
const fn turn(stage: Stage, awards: Level) -> Option<Level> {
    match stage {
        Stage::Submitted | Stage::Accepted => Some(Level::County),
        Stage::FirstReviewed | Stage::Inspected => match awards {
            Level::County => Some(Level::County),
            Level::City | Level::Region => Some(Level::City),
        },
        Stage::Decided | Stage::Noticed | Stage::Approved => Some(Level::City),
        Stage::Draft
        | Stage::Returned
        | Stage::Refused
        | Stage::Awarded
        | Stage::Rejected
        | Stage::Withdrawn => None,
    }
}

#[derive(FromForm, Validate)]
struct SubmissionForm {
    revision: i64,
    sheet: i64,
    note: Option<Entry<Note>>,
}

#[post("/applications/<id>/submission", data = "<form>")]
async fn submit(
    visit: SignedIn,
    id: ApplicationId,
    form: Submitted<SubmissionForm>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(given) => {
            let note = given.note.map(|note| note.into_inner().0).unwrap_or_default();
            visit
                .write(move |tx| applications::submit(tx, id, given.revision, SheetId(given.sheet), &note))
                .await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match outcome {
        Ok(()) => Ok(seen(id, Message::new("notice-application-submitted"))),
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, id, Some(form.typed.refused(&refusals))).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
