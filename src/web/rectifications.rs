//! 限期整改: the notices, one of them as the operator answers it on a phone, and the paper that is printed.

use std::collections::{BTreeMap, HashMap};

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::failure::Failure;
use super::files;
use super::forms::{Entry, Note, Typed, Uploaded, Uploads};
use super::page::{self, Done, Page, See};
use super::ratings::Points;
use super::visit::SignedIn;
use crate::desk;
use crate::desk::ratings::rectify::{self, Answer};
use crate::domain::ids::RectificationId;
use crate::domain::refusal::{Message, Refusals};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, show, notice, answer, photo]
}

#[derive(Serialize)]
struct ListView {
    notices: Vec<Points>,
}

#[get("/rectifications")]
async fn list(visit: SignedIn) -> page::Answer {
    let notices = visit.read(rectify::list).await?;
    let notices = notices.into_iter().map(Points::from).collect();
    Ok(Page::new("rectifications/list", &ListView { notices }))
}

#[derive(Serialize)]
struct View {
    form: Typed,
    points: Points,
    place: String,
    operator_name: String,
    may_answer: bool,
    may_settle: bool,
}

async fn one(
    visit: &SignedIn,
    id: RectificationId,
    template: &'static str,
    typed: Option<Typed>,
) -> page::Answer {
    let shown = visit.read(move |rx| rectify::show(rx, id)).await?;
    let given = shown.noted.items.iter();
    let given = given.map(|item| (format!("answers[{}]", item.position), item.answer.clone()));
    let form = typed.unwrap_or_else(|| Typed::filled(given));
    let view = View {
        form,
        points: shown.noted.into(),
        place: shown.place,
        operator_name: shown.operator_name,
        may_answer: shown.may_answer,
        may_settle: shown.may_settle,
    };
    Ok(Page::new(template, &view))
}

#[get("/rectifications/<id>")]
async fn show(visit: SignedIn, id: RectificationId) -> page::Answer {
    one(&visit, id, "rectifications/show", None).await
}

#[get("/rectifications/<id>/notice")]
async fn notice(visit: SignedIn, id: RectificationId) -> page::Answer {
    one(&visit, id, "rectifications/notice", None).await
}

#[derive(FromForm, Validate)]
struct AnswersForm {
    revision: i64,
    answers: HashMap<i32, Option<Entry<Note>>>,
}

#[post("/rectifications/<id>/answers", data = "<form>")]
async fn answer(visit: SignedIn, id: RectificationId, form: Uploaded<AnswersForm>) -> Result<Done, Failure> {
    let outcome = match form.value.and_then(|(form, files)| given(form, files)) {
        Ok((revision, answers)) => visit.write(move |tx| rectify::answer(tx, id, revision, &answers)).await,
        Err(refusals) => Err(refusals.into()),
    };
    match outcome {
        Ok(()) => {
            let notice = Message::new("notice-rectification-answered");
            Ok(See::other(format!("/rectifications/{id}")).notice(notice).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let typed = Some(form.typed.refused(&refusals));
            let page = one(&visit, id, "rectifications/show", typed).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The answers of a form, each with its photo. A photo says nothing without words.
fn given(form: AnswersForm, mut files: Uploads) -> Result<(i64, Vec<Answer>), Refusals> {
    let mut answers = Vec::new();
    let mut refusals = Refusals::default();
    for (position, text) in form.answers.into_iter().collect::<BTreeMap<_, _>>() {
        let photo = files.one(&format!("photo-{position}"));
        match text {
            Some(text) => answers.push(Answer { position, text: text.into_inner().0, photo }),
            None if photo.is_some() => {
                refusals.add(&format!("answers[{position}]"), Message::new("error-required"));
            }
            None => {}
        }
    }
    refusals.into_result().map(|()| (form.revision, answers))
}

#[get("/rectifications/<id>/photos/<position>?<size>")]
async fn photo(
    visit: SignedIn,
    id: RectificationId,
    position: i32,
    size: Option<files::Asked>,
) -> Result<files::Sent, Failure> {
    let file = visit.read(move |rx| rectify::photo(rx, id, position)).await?;
    files::Sent::of(&visit, file, size).await
}
