//! Objections: the public's form and receipt, the city's list and answers.

use std::num::NonZeroU32;

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::{Route, get, post, routes};
use serde::Serialize;
use uuid::Uuid;
use validator::Validate;

use super::failure::Failure;
use super::files;
use super::forms::{Confirm, Entry, Note, Submitted, Typed, Uploaded};
use super::notices::Shown;
use super::page::{Answer as Answered, Done, Page, See};
use super::paging::{Asked, PER_PAGE, Pager};
use super::rate::{ByAddress, From};
use super::visit::{SignedIn, Visit, managed};
use crate::desk::objections::{self, Answer, Filing, Objection};
use crate::desk::{self, notices};
use crate::domain::access::Act;
use crate::domain::codes::UnknownCode;
use crate::domain::identity::{PersonName, Phone, Reason};
use crate::domain::ids::NoticeId;
use crate::domain::moment::Moment;
use crate::domain::notice::ObjectionState;
use crate::domain::refusal::Message;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![new, create, index, show, attachment, answer, objector]
}

const AT_ONCE: NonZeroU32 = NonZeroU32::new(20).unwrap();
const A_MINUTE: NonZeroU32 = NonZeroU32::new(2).unwrap();

/// How often objections were filed of late: often enough for a village behind one address, too seldom for a flood.
pub struct Filings(ByAddress);

impl Default for Filings {
    fn default() -> Self {
        Self(ByAddress::new(AT_ONCE, A_MINUTE))
    }
}

/// A filing that does not come too soon. It is counted before any file is received.
struct Paced;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Paced {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let counted = managed::<Filings>(request).map_or(Ok(()), |all| all.0.one_more(From::of(request)));
        match counted {
            Ok(()) => Outcome::Success(Self),
            Err(failure) => failure.keep_for_catcher(request),
        }
    }
}

#[derive(Serialize)]
struct New {
    form: Typed,
    one: Shown,
    open: bool,
    key: String,
}

async fn form_page(visit: &Visit, id: NoticeId, form: Typed) -> Answered {
    let posted = visit.read(move |rx| notices::find(rx, id)).await?;
    let one = Shown::of(visit.lang, posted);
    let key = form.value("key").filter(|key| is_key(key)).map(str::to_owned);
    let key = key.unwrap_or_else(|| Uuid::now_v7().simple().to_string());
    Ok(Page::new("objections/new", &New { form, open: one.is_open(), one, key }))
}

/// The form's key is made here for each page, and anew by the page's script.
fn is_key(key: &str) -> bool {
    (8..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[get("/notices/<id>/objection")]
async fn new(visit: Visit, id: NoticeId) -> Answered {
    form_page(&visit, id, Typed::blank()).await
}

#[derive(FromForm, Validate)]
struct Form {
    name: Entry<PersonName>,
    phone: Entry<Phone>,
    text: Entry<Note>,
    key: Option<String>,
}

#[post("/notices/<id>/objection", data = "<form>")]
async fn create(visit: Visit, id: NoticeId, _paced: Paced, form: Uploaded<Form>) -> Result<Done, Failure> {
    let filed = match form.value {
        Ok((typed, mut files)) => {
            let fresh = || Uuid::now_v7().simple().to_string();
            let filing = Filing {
                notice: id,
                name: typed.name.into_inner(),
                phone: typed.phone.into_inner(),
                text: typed.text.into_inner().0,
                key: typed.key.filter(|key| is_key(key)).unwrap_or_else(fresh),
                attachment: files.one("file"),
            };
            objections::file(&visit.desk, filing, visit.now).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match filed {
        Ok(receipt) => {
            let told = Message::new("notice-objection-filed");
            Ok(See::other(format!("/objections/{receipt}")).notice(told).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let page = form_page(&visit, id, form.typed.refused(&refusals)).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct Row {
    receipt: String,
    notice: NoticeId,
    notice_number: String,
    site: String,
    filed_at: Moment,
    state: ObjectionState,
    answered_at: Option<Moment>,
    waited: Option<i64>,
}

#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    pager: Pager,
}

#[get("/objections?<page>")]
async fn index(visit: SignedIn, page: Option<i64>) -> Answered {
    let asked = Asked::page(page);
    let (rows, total) = visit.read(move |rx| objections::list(rx, asked.offset(), PER_PAGE)).await?;
    let row = |listed: objections::Listed| Row {
        receipt: listed.objection.receipt,
        notice: listed.objection.notice,
        notice_number: listed.objection.notice_number,
        site: listed.objection.site,
        filed_at: listed.objection.filed_at,
        state: listed.objection.state,
        answered_at: listed.objection.answered_at,
        waited: listed.waited,
    };
    let pager = asked.of(total, "/objections", &[]);
    Ok(Page::new("objections/index", &Index { rows: rows.into_iter().map(row).collect(), pager }))
}

/// Who objects, shown once.
#[derive(Serialize)]
struct Objector {
    name: String,
    phone: String,
}

#[derive(Serialize)]
struct Show {
    form: Typed,
    objection: Objection,
    may_answer: bool,
    objector: Option<Objector>,
    /// The file added, for those who answer.
    files: Vec<files::Shown>,
}

async fn page(visit: &Visit, receipt: &str, form: Typed, objector: Option<Objector>) -> Answered {
    let receipt = receipt.to_owned();
    let may_answer = visit.actor.as_ref().is_some_and(|actor| actor.may(Act::AnswerObjection));
    let (objection, file) = visit
        .read(move |rx| {
            let objection = objections::find(rx, &receipt)?;
            let file = match objection.attachment {
                Some(_) if may_answer => Some(objections::attachment(rx, &receipt)?),
                _ => None,
            };
            Ok((objection, file))
        })
        .await?;
    let href = format!("/objections/{}/file", objection.receipt);
    let files = file.iter().map(|file| files::Shown::of(file, href.clone())).collect();
    Ok(Page::new("objections/show", &Show { form, objection, may_answer, objector, files }))
}

#[get("/objections/<receipt>")]
async fn show(visit: Visit, receipt: &str) -> Answered {
    page(&visit, receipt, Typed::blank(), None).await
}

#[post("/objections/<receipt>/objector", data = "<_form>")]
async fn objector(visit: SignedIn, receipt: &str, _form: Submitted<Confirm>) -> Result<Done, Failure> {
    let asked = receipt.to_owned();
    let (name, phone) = visit.write(move |tx| objections::objector(tx, &asked)).await?;
    let objector = Objector { name: name.as_str().to_owned(), phone: phone.as_str().to_owned() };
    Ok(page(&visit, receipt, Typed::blank(), Some(objector)).await?.into())
}

#[get("/objections/<receipt>/file?<size>")]
async fn attachment(
    visit: SignedIn,
    receipt: &str,
    size: Option<files::Asked>,
) -> Result<files::Sent, Failure> {
    let asked = receipt.to_owned();
    let file = visit.read(move |rx| objections::attachment(rx, &asked)).await?;
    files::Sent::of(&visit, file, size).await
}

/// What the form offers.
#[derive(Clone, Copy)]
struct Choice(Answer);

impl std::str::FromStr for Choice {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        match text {
            "uphold" => Ok(Self(Answer::Uphold)),
            "dismiss" => Ok(Self(Answer::Dismiss)),
            _ => Err(UnknownCode { list: "objection-answer", code: text.to_owned() }),
        }
    }
}

#[derive(FromForm, Validate)]
struct AnswerForm {
    revision: i64,
    answer: Entry<Choice>,
    reason: Entry<Reason>,
}

#[post("/objections/<receipt>/answer", data = "<form>")]
async fn answer(visit: SignedIn, receipt: &str, form: Submitted<AnswerForm>) -> Result<Done, Failure> {
    // Whoever may not answer is told that before what is wrong with the form.
    visit.actor.must(Act::AnswerObjection).map_err(desk::Error::from)?;
    let asked = receipt.to_owned();
    let answered = match form.value {
        Ok(typed) => {
            let Choice(answer) = *typed.answer;
            let told = match answer {
                Answer::Uphold => "notice-objection-upheld",
                Answer::Dismiss => "notice-objection-dismissed",
            };
            let reason = typed.reason.into_inner();
            visit
                .write(move |tx| objections::answer(tx, &asked, typed.revision, (answer, &reason)))
                .await
                .map(|()| told)
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match answered {
        Ok(told) => Ok(See::other(format!("/objections/{receipt}")).notice(Message::new(told)).into()),
        Err(desk::Error::Invalid(refusals)) => {
            let page = page(&visit, receipt, form.typed.refused(&refusals), None).await?;
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}
