//! The cases somebody was asked to check: their list, one with its papers, the finding, and giving one to somebody else.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use crate::desk::Error;
use crate::desk::home;
use crate::desk::sample_checks::cases::{self, CaseFile, First, Member, Record};
use crate::domain::access::Act;
use crate::domain::codes::Code as _;
use crate::domain::ids::{PaperId, SampleCaseId, SampleCheckId, UserId};
use crate::domain::moment::Moment;
use crate::domain::refusal::Message;
use crate::domain::sample_check::Finding;
use crate::web::exits::view::unit_name;
use crate::web::failure::Failure;
use crate::web::files::{self, Sent};
use crate::web::forms::{Entry, Note, Submitted, Typed, Whole};
use crate::web::lang::Lang;
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![index, show, find, file, assigning, assign]
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Line>,
    to_find: usize,
}

#[derive(Serialize)]
struct Line {
    id: SampleCaseId,
    year: i32,
    unit_label: String,
    household_code: String,
    village: String,
    /// What was found.
    finding: Option<Finding>,
    agrees: bool,
}

#[get("/sample-cases")]
async fn index(visit: SignedIn) -> Answer {
    let (own, units) = visit.read(|rx| Ok((cases::own(rx)?, home::units(rx)?))).await?;
    let line = |case: cases::OwnCase| Line {
        id: case.id,
        year: case.year,
        unit_label: unit_name(&case.unit, &units, visit.lang),
        household_code: case.household_code.to_string(),
        village: case.village,
        finding: case.found.map(|(finding, _)| finding),
        agrees: case.found.is_some_and(|(_, agrees)| agrees),
    };
    let rows: Vec<Line> = own.into_iter().map(line).collect();
    let to_find = rows.iter().filter(|row| row.finding.is_none()).count();
    Ok(Page::new("sample_checks/cases", &Index { rows, to_find }))
}

#[derive(Serialize)]
struct View {
    id: SampleCaseId,
    check: SampleCheckId,
    year: i32,
    household_code: String,
    place: String,
    announced_on: chrono::NaiveDate,
    under_way: bool,
    members: Vec<Member>,
    records: Vec<Shown>,
    finding: Option<Finding>,
    note: String,
    found_at: Option<Moment>,
    first: Option<First>,
    findings: &'static [Finding],
    form: Typed,
}

/// A record with its files. A file's own name may be a person's, so that it is named by its kind.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    record: Record,
    files: Vec<files::Shown>,
}

impl View {
    fn of(file: CaseFile, lang: Lang, form: Typed) -> Self {
        let id = file.id;
        let shown = |mut record: Record| {
            let files = std::mem::take(&mut record.files);
            let named = |(paper, kind, file)| files::Shown {
                name: lang.word(kind),
                ..files::Shown::of(&file, format!("/sample-cases/{id}/papers/{paper}"))
            };
            Shown { files: files.into_iter().map(named).collect(), record }
        };
        let (finding, note, found_at) = match file.finding {
            Some((finding, note, at)) => (Some(finding), note, Some(at)),
            None => (None, String::new(), None),
        };
        Self {
            id,
            check: file.check,
            year: file.year,
            household_code: file.household_code.to_string(),
            place: file.place,
            announced_on: file.announced_on,
            under_way: file.stage == crate::domain::sample_check::Stage::Drawn,
            members: file.members,
            records: file.records.into_iter().map(shown).collect(),
            finding,
            note,
            found_at,
            first: file.first,
            findings: Finding::ALL,
            form,
        }
    }
}

async fn page(visit: &SignedIn, id: SampleCaseId, form: Typed) -> Answer {
    let file = visit.read(move |rx| cases::show(rx, id)).await?;
    Ok(Page::new("sample_checks/case", &View::of(file, visit.lang, form)))
}

#[get("/sample-cases/<id>")]
async fn show(visit: SignedIn, id: SampleCaseId) -> Answer {
    page(&visit, id, Typed::blank()).await
}

#[derive(FromForm, Validate)]
struct Found {
    finding: Entry<Finding>,
    note: Option<Entry<Note>>,
}

#[post("/sample-cases/<id>/finding", data = "<form>")]
async fn find(visit: SignedIn, id: SampleCaseId, form: Submitted<Found>) -> Result<Done, Failure> {
    let found = match form.value {
        Ok(typed) => {
            let note = typed.note.map(|note| note.into_inner().0).unwrap_or_default();
            visit.write(move |tx| cases::find(tx, id, typed.finding.0, &note)).await.map(drop)
        }
        Err(refusals) => visit.actor.must(Act::CheckSample).map_err(Error::from).and(Err(refusals.into())),
    };
    match found {
        Ok(()) => {
            let notice = Message::new("notice-sample-case-found");
            Ok(See::other(format!("/sample-cases/{id}")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = page(&visit, id, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[get("/sample-cases/<id>/papers/<paper>?<size>")]
async fn file(
    visit: SignedIn,
    id: SampleCaseId,
    paper: PaperId,
    size: Option<files::Asked>,
) -> Result<Sent, Failure> {
    let file = match size {
        Some(_) => visit.read(move |rx| cases::file(rx, id, paper)).await?,
        None => visit.write(move |tx| cases::open(tx, id, paper)).await?,
    };
    Sent::of(&visit, file, size).await
}

#[derive(Serialize)]
struct Assigning {
    id: SampleCaseId,
    check: SampleCheckId,
    year: i32,
    unit_label: String,
    place: i32,
    found: bool,
    checkers: Vec<Checker>,
    form: Typed,
}

#[derive(Serialize)]
struct Checker {
    value: UserId,
    label: String,
}

async fn assign_page(visit: &SignedIn, id: SampleCaseId, form: Typed) -> Answer {
    let ((case, others), units) =
        visit.read(move |rx| Ok((cases::candidates(rx, id)?, home::units(rx)?))).await?;
    let checker = |one: cases::Candidate| Checker {
        value: one.user,
        label: format!("{} · {}", one.name, unit_name(&one.unit, &units, visit.lang)),
    };
    let view = Assigning {
        id,
        check: case.check,
        year: case.year,
        unit_label: unit_name(&case.unit, &units, visit.lang),
        place: case.place,
        found: case.found_at.is_some(),
        checkers: others.into_iter().map(checker).collect(),
        form,
    };
    Ok(Page::new("sample_checks/assignment", &view))
}

#[get("/sample-cases/<id>/checker")]
async fn assigning(visit: SignedIn, id: SampleCaseId) -> Answer {
    assign_page(&visit, id, Typed::blank()).await
}

#[derive(FromForm, Validate)]
struct Assigned {
    checker: Entry<Whole>,
}

#[post("/sample-cases/<id>/checker", data = "<form>")]
async fn assign(visit: SignedIn, id: SampleCaseId, form: Submitted<Assigned>) -> Result<Done, Failure> {
    let done = match form.value {
        Ok(typed) => visit.write(move |tx| cases::reassign(tx, id, UserId(typed.checker.0.0))).await,
        Err(refusals) => visit.actor.must(Act::DrawSample).map_err(Error::from).and(Err(refusals.into())),
    };
    match done {
        Ok(check) => {
            let notice = Message::new("notice-sample-case-reassigned");
            Ok(See::other(format!("/sample-checks/{check}")).notice(notice).into())
        }
        Err(Error::Invalid(refusals)) => {
            let page = assign_page(&visit, id, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
