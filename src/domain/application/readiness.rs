//! What an application still lacks before it can be submitted.
//!
//! One rule for the task list, the submission and the tests: an application can be submitted if, and only if, nothing is
//! missing; and everything missing is named at once.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::SubmissionRule;
use crate::domain::calendar::whole_months_before;
use crate::domain::codes::{Code as _, code};
use crate::domain::licence::Lacking;
use crate::domain::refusal::{Message, Refusal as _};
use crate::domain::scoring::{Answers, Named};
use crate::domain::sheet::{Item, Part, Sheet};
use crate::domain::site::Trade;

code! {
    /// A task of the operator, in the order they are worked through.
    pub enum Task: "application-task" {
        /// 基本情况
        Basics = "basics",
        /// 自评打分
        SelfAssessment = "self_assessment",
        /// 照片和材料: asked for, never owed.
        Evidence = "evidence",
        /// 证照
        Licences = "licences",
        /// 近12个月接待人次
        Visits = "visits",
        /// 承诺书
        Pledge = "pledge",
    }
}

code! {
    /// How far a task has come.
    pub enum TaskState: "task-state" {
        /// 未开始
        NotStarted = "not_started",
        /// 进行中
        InProgress = "in_progress",
        /// 已完成
        Done = "done",
        /// 有问题: what is there does not do.
        Problem = "problem",
    }
}

/// An application as far as it has been filled in.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The version of the sheet in force on the day; `None` if the kind of site has none.
    pub sheet: Option<&'a Sheet>,
    /// What guests are offered.
    pub trade: Trade,
    /// The day the site opened.
    pub opened_on: Option<NaiveDate>,
    /// The day the site closed.
    pub closed_on: Option<NaiveDate>,
    /// The operator's own points.
    pub answers: &'a Answers,
    /// How many files lie with each item, by its code.
    pub evidence: &'a BTreeMap<String, i64>,
    /// How many kinds of licences the trade owes.
    pub owed: usize,
    /// Which of them the site does not hold.
    pub lacking: &'a [Lacking],
    /// The months whose visits are reported, by their first day.
    pub months: &'a [NaiveDate],
    /// Whether the pledge is made.
    pub pledged: bool,
}

/// Something an application lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The site has closed.
    Closed,
    /// There is no sheet in force for this kind of site.
    Sheet,
    /// The day the site opened is not known.
    OpenedOn,
    /// The site has not traded long enough.
    Trading {
        /// Months it must have.
        months: u32,
        /// The first day it will.
        since: NaiveDate,
    },
    /// Items of a part have no points yet, or points the sheet in force does not know.
    Points {
        /// The part.
        part: Named,
        /// How many items.
        items: usize,
    },
    /// A mandatory item the operator gives no points themselves.
    Mandatory {
        /// The code of its part.
        part: String,
        /// The item.
        item: Named,
    },
    /// A licence the trade owes is not there, or expired.
    Licence(Lacking),
    /// Months without a report of visits.
    Visits {
        /// How many.
        months: usize,
        /// The first of them.
        first: NaiveDate,
    },
    /// The pledge is not made.
    Pledge,
}

impl Missing {
    /// The task that puts it right.
    #[must_use]
    pub const fn task(&self) -> Task {
        match self {
            Self::Closed | Self::Sheet | Self::OpenedOn | Self::Trading { .. } => Task::Basics,
            Self::Points { .. } | Self::Mandatory { .. } => Task::SelfAssessment,
            Self::Licence(_) => Task::Licences,
            Self::Visits { .. } => Task::Visits,
            Self::Pledge => Task::Pledge,
        }
    }

    /// The code of the part of the sheet it is about, if it is about one.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Points { part, .. } => Some(&part.code),
            Self::Mandatory { part, .. } => Some(part),
            _ => None,
        }
    }

    /// What to tell the operator.
    #[must_use]
    pub fn message(&self) -> Message {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        match self {
            Self::Closed => Message::new("error-application-site-closed"),
            Self::Sheet => Message::new("error-draft-sheet"),
            Self::OpenedOn => Message::new("error-draft-opened-on"),
            Self::Trading { months, since } => Message::new("error-draft-trading")
                .with("months", i64::from(*months))
                .with("since", since.to_string()),
            Self::Points { part, items } => {
                Message::new("error-draft-points").with("part", part.name.clone()).with("n", number(*items))
            }
            Self::Mandatory { item, .. } => {
                Message::new("error-draft-mandatory").with("item", item.name.clone())
            }
            Self::Licence(lacking) => lacking.message(),
            Self::Visits { months, first } => Message::new("error-draft-visits")
                .with("n", number(*months))
                .with("first", first.format("%Y-%m").to_string()),
            Self::Pledge => Message::new("error-draft-pledge"),
        }
    }

    /// Whether it is wrong, and not just not there yet.
    const fn is_problem(&self) -> bool {
        match self {
            Self::Closed | Self::Sheet | Self::Trading { .. } | Self::Mandatory { .. } => true,
            Self::Licence(lacking) => lacking.expired_on.is_some(),
            Self::OpenedOn | Self::Points { .. } | Self::Visits { .. } | Self::Pledge => false,
        }
    }
}

/// How far one task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The task.
    pub task: Task,
    /// How it stands.
    pub state: TaskState,
    /// How much of it is done.
    pub done: usize,
    /// Of how much.
    pub of: usize,
}

/// What is missing, and how far each task has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// Everything missing, in the order of the tasks; empty if, and only if, the application can be submitted.
    pub missing: Vec<Missing>,
    /// Each task.
    pub tasks: Vec<Progress>,
}

impl Readiness {
    /// Of an application on a day.
    #[must_use]
    pub fn of(draft: &Draft<'_>, rule: &SubmissionRule, today: NaiveDate) -> Self {
        let missing = missing(draft, rule, today);
        let tasks = Task::ALL.iter().map(|task| progress(draft, rule, today, &missing, *task)).collect();
        Self { missing, tasks }
    }

    /// How many items of a part have points.
    #[must_use]
    pub fn part(draft: &Draft<'_>, part: &Part) -> (usize, usize) {
        let done = part.items.iter().filter(|item| points(draft.answers, item).is_some()).count();
        (done, part.items.len())
    }
}

fn missing(draft: &Draft<'_>, rule: &SubmissionRule, today: NaiveDate) -> Vec<Missing> {
    let mut all = Vec::new();
    if draft.closed_on.is_some() {
        all.push(Missing::Closed);
    }
    if draft.sheet.is_none() {
        all.push(Missing::Sheet);
    }
    match draft.opened_on.map(|day| day.checked_add_months(Months::new(rule.trading_months))) {
        None => all.push(Missing::OpenedOn),
        Some(Some(since)) if since <= today => {}
        Some(since) => {
            all.push(Missing::Trading {
                months: rule.trading_months,
                since: since.unwrap_or(NaiveDate::MAX),
            });
        }
    }
    for part in counted(draft) {
        let (done, of) = Readiness::part(draft, part);
        if done < of {
            all.push(Missing::Points { part: named(&part.code, &part.name), items: of - done });
        }
        for item in part.items.iter().filter(|item| item.mandatory) {
            if points(draft.answers, item) == Some(0) {
                let item = named(&item.code, &item.name);
                all.push(Missing::Mandatory { part: part.code.clone(), item });
            }
        }
    }
    all.extend(draft.lacking.iter().copied().map(Missing::Licence));
    let open = open_months(draft, rule, today);
    if let Some(first) = open.first() {
        all.push(Missing::Visits { months: open.len(), first: *first });
    }
    if !draft.pledged {
        all.push(Missing::Pledge);
    }
    all
}

fn progress(
    draft: &Draft<'_>,
    rule: &SubmissionRule,
    today: NaiveDate,
    missing: &[Missing],
    task: Task,
) -> Progress {
    let own = || missing.iter().filter(|missing| missing.task() == task);
    let (done, of) = match task {
        Task::Basics | Task::Pledge => (usize::from(own().next().is_none()), 1),
        Task::SelfAssessment => counted(draft)
            .map(|part| Readiness::part(draft, part))
            .fold((0, 0), |(done, of), (more, most)| (done + more, of + most)),
        Task::Evidence => {
            let asked = || counted(draft).flat_map(|part| &part.items).filter(|item| item.mandatory);
            let lies = |item: &&Item| draft.evidence.get(&item.code).is_some_and(|files| *files > 0);
            let any = usize::from(draft.evidence.values().any(|files| *files > 0));
            match asked().count() {
                0 => (any, 1),
                of => (asked().filter(lies).count(), of),
            }
        }
        Task::Licences => (draft.owed.saturating_sub(draft.lacking.len()), draft.owed),
        Task::Visits => {
            let of = whole_months_before(today, rule.visit_months).len();
            (of - open_months(draft, rule, today).len(), of)
        }
    };
    let state = if own().any(Missing::is_problem) {
        TaskState::Problem
    } else if done == of {
        TaskState::Done
    } else if done == 0 {
        TaskState::NotStarted
    } else {
        TaskState::InProgress
    };
    Progress { task, state, done, of }
}

/// The parts of the sheet that count for the trade.
fn counted<'a>(draft: &Draft<'a>) -> impl Iterator<Item = &'a Part> {
    let trade = draft.trade;
    let parts = draft.sheet.map(|sheet| sheet.parts.as_slice()).unwrap_or_default();
    parts.iter().filter(move |part| part.coefficient(trade).counts())
}

/// The points of an item that the sheet in force lets it have.
fn points(answers: &Answers, item: &Item) -> Option<i32> {
    answers.get(&item.code).copied().filter(|points| item.check(*points).is_ok())
}

fn open_months(draft: &Draft<'_>, rule: &SubmissionRule, today: NaiveDate) -> Vec<NaiveDate> {
    let mut months = whole_months_before(today, rule.visit_months);
    months.retain(|month| !draft.months.contains(month));
    months
}

fn named(code: &str, name: &str) -> Named {
    Named { code: code.to_owned(), name: name.to_owned() }
}

/// The answers a sheet can have: items it does not know, does not count for the trade, or that cannot have these points are
/// left out.
#[must_use]
pub fn possible(sheet: &Sheet, trade: Trade, answers: &Answers) -> Answers {
    let parts = sheet.parts.iter().filter(|part| part.coefficient(trade).counts());
    parts
        .flat_map(|part| &part.items)
        .filter_map(|item| Some((item.code.clone(), points(answers, item)?)))
        .collect()
}

#[cfg(test)]
#[path = "readiness/tests.rs"]
mod tests;
