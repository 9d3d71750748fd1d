//! From the decision to the plaque: the public notice, the approval of the competent level, the award.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use validator::Validate;

use super::{done, seen};
use crate::desk;
use crate::desk::applications::{self, Dossier};
use crate::desk::notices::{self, Document, Draft, Pending};
use crate::domain::access::{Act, Actor};
use crate::domain::application::{Level, Stage, Step};
use crate::domain::identity::Reason;
use crate::domain::ids::{ApplicationId, NoticeId};
use crate::domain::notice::NoticeState;
use crate::domain::rating::Star;
use crate::domain::refusal::Message;
use crate::domain::site::SiteKind;
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Line, Note, Submitted, Typed};
use crate::web::lang::Lang;
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![new, preview, put_up, approve, disapprove, award]
}

/// What the page of an application shows of its notice and approval, and which of their steps the reader may take.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each by its name")]
pub(super) struct Publication {
    notice: Option<NoticeId>,
    number: String,
    opened_on: Option<NaiveDate>,
    closes_on: Option<NaiveDate>,
    state: Option<NoticeState>,
    open_objections: i64,
    too_early: Option<Message>,
    document: Option<String>,
    approved_on: Option<NaiveDate>,
    level: Option<Level>,
    /// Why the competent level did not approve, if it did not.
    turned_down: Option<String>,
    by_region: bool,
    today: NaiveDate,
    shown: bool,
    may_announce: bool,
    may_approve: bool,
    may_disapprove: bool,
    may_award: bool,
}

impl Publication {
    pub(super) fn of(
        (actor, today): (&Actor, NaiveDate),
        dossier: &Dossier,
        pending: Option<Pending>,
    ) -> Self {
        let application = &dossier.application;
        let awarded = dossier.decision.as_ref().is_some_and(|decided| decided.awarded.is_some());
        let may = |step| actor.may(Act::PublishApplication) && application.stage.take(step).is_ok();
        let notice = pending.as_ref().map(|pending| &pending.posted.notice);
        let approval = pending.as_ref().and_then(|pending| pending.approval.clone());
        let may_announce = awarded && may(Step::Announce);
        Self {
            notice: notice.map(|notice| notice.id),
            number: notice.map(|notice| notice.number.clone()).unwrap_or_default(),
            opened_on: notice.map(|notice| notice.opened_on),
            closes_on: notice.map(|notice| notice.closes_on),
            state: pending.as_ref().map(|pending| pending.posted.state),
            open_objections: pending.as_ref().map_or(0, |pending| pending.open_objections),
            document: approval.as_ref().map(|approval| approval.document.clone()),
            approved_on: approval.as_ref().map(|approval| approval.approved_on),
            level: approval.map(|approval| approval.level),
            turned_down: applications::turned_down(&dossier.steps).map(str::to_owned),
            by_region: dossier.awarding == Level::Region,
            today,
            shown: may_announce || notice.is_some(),
            may_announce,
            may_approve: may(Step::Approve),
            may_disapprove: may(Step::Disapprove),
            may_award: may(Step::Award),
            too_early: pending
                .and_then(|pending| pending.too_early)
                .filter(|_| application.stage == Stage::Noticed),
        }
    }
}

#[derive(FromForm, Validate)]
struct NoticeForm {
    revision: i64,
    body: Entry<Note>,
}

#[derive(Serialize)]
struct DraftView {
    form: Typed,
    id: ApplicationId,
    application_number: String,
    site: String,
    kind: SiteKind,
    place: String,
    stars: Star,
    reason: String,
    level: Level,
    opens_on: NaiveDate,
    closes_on: NaiveDate,
    unknown_year: Option<i32>,
    working_days: u32,
    source: String,
    /// The text as it would be read; none while it is being written.
    body: Option<String>,
}

impl DraftView {
    fn of(draft: Draft, form: Typed, body: Option<String>) -> Self {
        Self {
            form,
            id: draft.application.id,
            application_number: draft.application.number,
            site: draft.application.site_name,
            kind: draft.application.kind,
            place: draft.place,
            stars: draft.stars,
            reason: draft.reason,
            level: draft.level,
            opens_on: draft.opens_on,
            closes_on: draft.closes_on,
            unknown_year: draft.unknown_year,
            working_days: draft.working_days,
            source: draft.source,
            body,
        }
    }
}

/// The text a notice begins with. It is Chinese: it is an official announcement.
fn usual(draft: &Draft) -> String {
    let date = |day: NaiveDate| day.format("%Y年%-m月%-d日").to_string();
    let message = Message::new("notice-board-usual")
        .with("site", draft.application.site_name.clone())
        .with("place", draft.place.replace(' ', ""))
        .with("star", draft.stars.arg())
        .with_code("kind", draft.application.kind)
        .with("from", date(draft.opens_on))
        .with("until", date(draft.closes_on))
        .with("n", i64::from(draft.working_days));
    Lang::Zh.say(&message)
}

#[get("/applications/<id>/notice/new")]
async fn new(visit: SignedIn, id: ApplicationId) -> Answer {
    let draft = visit.read(move |rx| notices::draft(rx, id)).await?;
    let form = Typed::filled([("body", usual(&draft)), ("revision", draft.application.revision.to_string())]);
    Ok(Page::new("notices/new", &DraftView::of(draft, form, None)))
}

/// The second page: what will be read, by whom and until when, before anybody reads it. Changes nothing.
#[post("/applications/<id>/notice/preview", data = "<form>")]
async fn preview(visit: SignedIn, id: ApplicationId, form: Submitted<NoticeForm>) -> Result<Done, Failure> {
    let draft = visit.read(move |rx| notices::draft(rx, id)).await?;
    Ok(match form.value {
        Ok(typed) => {
            let body = Some(typed.body.into_inner().0);
            Page::new("notices/preview", &DraftView::of(draft, form.typed, body)).into()
        }
        Err(refusals) => {
            let view = DraftView::of(draft, form.typed.refused(&refusals), None);
            Page::new("notices/new", &view).status(Status::UnprocessableEntity).into()
        }
    })
}

#[post("/applications/<id>/notice", data = "<form>")]
async fn put_up(visit: SignedIn, id: ApplicationId, form: Submitted<NoticeForm>) -> Result<Done, Failure> {
    let put_up = match form.value {
        Ok(typed) => visit.write(move |tx| notices::put_up(tx, id, typed.revision, &typed.body.0.0)).await,
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    match put_up {
        Ok(notice) => {
            let told = Message::new("notice-notice-put-up");
            Ok(See::other(format!("/notices/{notice}")).notice(told).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let draft = visit.read(move |rx| notices::draft(rx, id)).await?;
            let view = DraftView::of(draft, form.typed.refused(&refusals), None);
            Ok(Page::new("notices/new", &view).status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(FromForm, Validate)]
struct ApprovalForm {
    revision: i64,
    document: Entry<Line>,
    approved_on: Entry<Day>,
}

#[post("/applications/<id>/approval", data = "<form>")]
async fn approve(visit: SignedIn, id: ApplicationId, form: Submitted<ApprovalForm>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(typed) => {
            let document = Document { number: typed.document.into_inner().0, on: typed.approved_on.0.0 };
            visit.write(move |tx| notices::approve(tx, id, typed.revision, &document)).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    done(&visit, id, form.typed, outcome.map(|()| "notice-application-approved")).await
}

#[derive(FromForm, Validate)]
struct DisapprovalForm {
    revision: i64,
    reason: Entry<Reason>,
    rejection_document: Option<Entry<Line>>,
    rejection_on: Option<Entry<Day>>,
}

#[post("/applications/<id>/disapproval", data = "<form>")]
async fn disapprove(
    visit: SignedIn,
    id: ApplicationId,
    form: Submitted<DisapprovalForm>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(typed) => {
            let number = typed.rejection_document.map(|document| document.into_inner().0);
            let document = number.zip(typed.rejection_on).map(|(number, on)| Document { number, on: on.0.0 });
            let (case, reason) = ((id, typed.revision), typed.reason.into_inner());
            visit.write(move |tx| notices::disapprove(tx, case, &reason, document.as_ref())).await
        }
        Err(refusals) => Err(desk::Error::Invalid(refusals)),
    };
    done(&visit, id, form.typed, outcome.map(|()| "notice-application-disapproved")).await
}

#[derive(FromForm, Validate)]
struct Revised {
    revision: i64,
}

#[post("/applications/<id>/award", data = "<form>")]
async fn award(visit: SignedIn, id: ApplicationId, form: Submitted<Revised>) -> Result<Done, Failure> {
    let revision = form.value.map_err(desk::Error::Invalid)?.revision;
    visit.write(move |tx| applications::award(tx, id, revision)).await?;
    Ok(seen(id, Message::new("notice-application-awarded")))
}
