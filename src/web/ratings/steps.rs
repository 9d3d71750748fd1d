//! The steps of a rating. Those that end it have a page of their own that states the effect.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use validator::Validate;

use super::show::{self, View};
use crate::desk;
use crate::desk::ratings::{self, Order};
use crate::domain::access::Act;
use crate::domain::identity::Reason;
use crate::domain::ids::RatingId;
use crate::domain::rating::Star;
use crate::domain::refusal::{Message, Refusals};
use crate::web::failure::Failure;
use crate::web::forms::{Day, Entry, Note, Submitted, Typed};
use crate::web::page::{Answer, Done, Page, See};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![
        call_re_check,
        keep,
        order_rectification,
        lowering,
        lower,
        cancellation,
        cancel,
        giving_up,
        give_up
    ]
}

/// A step that owes a reason.
#[derive(FromForm, Validate)]
struct Reasoned {
    revision: i64,
    reason: Entry<Reason>,
}

/// Back to the rating with a notice, or the page of the form again.
async fn done(
    visit: &SignedIn,
    id: RatingId,
    (template, typed): (&'static str, Typed),
    outcome: desk::Result<Message>,
) -> Result<Done, Failure> {
    match outcome {
        Ok(notice) => Ok(See::other(format!("/ratings/{id}")).notice(notice).into()),
        Err(desk::Error::Invalid(refusals)) => {
            let typed = Some(typed.refused(&refusals));
            let page = if template.is_empty() {
                show::page(visit, id, typed).await?
            } else {
                ending(visit, id, template, typed).await?
            };
            Ok(page.status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The page that states what ending a rating means.
async fn ending(visit: &SignedIn, id: RatingId, template: &'static str, typed: Option<Typed>) -> Answer {
    let shown = visit.read(move |rx| ratings::show(rx, id)).await?;
    Ok(Page::new(template, &View::of(visit.lang, visit.now.day(), shown, typed, false)))
}

/// The same, for whoever may do it.
async fn asked(visit: &SignedIn, id: RatingId, template: &'static str, act: Act) -> Answer {
    visit.actor.must(act).map_err(desk::Error::from)?;
    ending(visit, id, template, None).await
}

#[post("/ratings/<id>/re-check", data = "<form>")]
async fn call_re_check(visit: SignedIn, id: RatingId, form: Submitted<Reasoned>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(Reasoned { revision, reason }) => {
            visit.write(move |tx| ratings::call_re_check(tx, id, revision, &reason)).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    let notice = |()| Message::new("notice-rating-re-check-called");
    done(&visit, id, ("", form.typed), outcome.map(notice)).await
}

#[post("/ratings/<id>/keeping", data = "<form>")]
async fn keep(visit: SignedIn, id: RatingId, form: Submitted<Reasoned>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(Reasoned { revision, reason }) => {
            visit.write(move |tx| ratings::keep(tx, id, revision, &reason)).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    let notice = |next: chrono::NaiveDate| Message::new("notice-rating-kept").with("day", next.to_string());
    done(&visit, id, ("", form.typed), outcome.map(notice)).await
}

#[derive(FromForm, Validate)]
struct OrderForm {
    revision: i64,
    /// One point a line.
    items: Entry<Note>,
    due_on: Entry<Day>,
    order_reason: Entry<Reason>,
}

#[post("/ratings/<id>/rectification", data = "<form>")]
async fn order_rectification(
    visit: SignedIn,
    id: RatingId,
    form: Submitted<OrderForm>,
) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(OrderForm { revision, items, due_on, order_reason }) => {
            let lines = items.0.0.lines().map(str::trim).filter(|line| !line.is_empty());
            let order = Order {
                items: lines.map(str::to_owned).collect(),
                due_on: due_on.0.0,
                reason: order_reason.into_inner(),
            };
            visit.write(move |tx| ratings::order_rectification(tx, id, revision, &order)).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    match outcome {
        Ok(made) => {
            let notice = Message::new("notice-rectification-ordered");
            Ok(See::other(format!("/rectifications/{made}/notice")).notice(notice).into())
        }
        Err(error) => done(&visit, id, ("", form.typed), Err(error)).await,
    }
}

#[get("/ratings/<id>/lowering")]
async fn lowering(visit: SignedIn, id: RatingId) -> Answer {
    asked(&visit, id, "ratings/lowering", Act::ReCheckRating).await
}

#[derive(FromForm, Validate)]
struct LowerForm {
    revision: i64,
    star: Entry<Star>,
    reason: Entry<Reason>,
}

#[post("/ratings/<id>/lowering", data = "<form>")]
async fn lower(visit: SignedIn, id: RatingId, form: Submitted<LowerForm>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(LowerForm { revision, star, reason }) => {
            visit.write(move |tx| ratings::lower(tx, id, revision, *star, &reason)).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    match outcome {
        Ok(made) => {
            let notice = Message::new("notice-rating-lowered");
            Ok(See::other(format!("/ratings/{made}")).notice(notice).into())
        }
        Err(error) => done(&visit, id, ("ratings/lowering", form.typed), Err(error)).await,
    }
}

#[get("/ratings/<id>/cancellation")]
async fn cancellation(visit: SignedIn, id: RatingId) -> Answer {
    asked(&visit, id, "ratings/cancellation", Act::ReCheckRating).await
}

#[post("/ratings/<id>/cancellation", data = "<form>")]
async fn cancel(visit: SignedIn, id: RatingId, form: Submitted<Reasoned>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(Reasoned { revision, reason }) => {
            visit.write(move |tx| ratings::cancel(tx, id, revision, &reason)).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    let notice = |()| Message::new("notice-rating-cancelled");
    done(&visit, id, ("ratings/cancellation", form.typed), outcome.map(notice)).await
}

#[get("/ratings/<id>/giving-up")]
async fn giving_up(visit: SignedIn, id: RatingId) -> Answer {
    asked(&visit, id, "ratings/giving_up", Act::KeepSite).await
}

#[derive(FromForm, Validate)]
struct GiveUpForm {
    revision: i64,
    /// That the plaque comes off was read.
    confirmed: Option<String>,
    reason: Entry<Reason>,
}

#[post("/ratings/<id>/giving-up", data = "<form>")]
async fn give_up(visit: SignedIn, id: RatingId, form: Submitted<GiveUpForm>) -> Result<Done, Failure> {
    let outcome = match form.value {
        Ok(GiveUpForm { confirmed: None, .. }) => {
            Err(Refusals::one("confirmed", Message::new("error-rating-not-confirmed")).into())
        }
        Ok(GiveUpForm { revision, reason, .. }) => {
            visit.write(move |tx| ratings::give_up(tx, id, revision, &reason)).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    let notice = |()| Message::new("notice-rating-given-up");
    done(&visit, id, ("ratings/giving_up", form.typed), outcome.map(notice)).await
}
