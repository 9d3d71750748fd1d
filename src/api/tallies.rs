//! `GET /api/v1/tallies`: the numbers of the tally page for programs, under the same permissions.
//!
//! A reader who may see tallies gets exact numbers of the units they may know of. Everybody else gets what the public page
//! shows: confirmed, by year, unit and pathway, with small numbers withheld.

mod answer;
mod query;

use std::io::Cursor;
use std::sync::Arc;

pub use answer::{Answer, TallyRow, Total};
pub use query::By;
use query::{Query, Typed};
use rocket::http::ContentType;
use rocket::request::{self, FromRequest, Request};
use rocket::response::{self, Responder, Response};
use rocket::{Route, State, get, routes};

use crate::desk::tallies::answers::{Answers, Asker};
use crate::desk::{self, Desk, tallies};
use crate::domain::moment::Moment;
use crate::web::failure::Failure;
use crate::web::visit::Clock;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list]
}

/// Who asks: session and revision from one reading. Never refuses; the handler answers a failure.
struct Asked(desk::Result<(Asker, Moment)>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Asked {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let rocket = request.rocket();
        let (Some(desk), Some(clock)) = (rocket.state::<Desk>(), rocket.state::<Clock>()) else {
            return request::Outcome::Success(Self(Err(desk::Error::Broken(
                "the desk is not managed".into(),
            ))));
        };
        let now = clock.now();
        let token = crate::web::session::token(request);
        let asker = Asker::of(desk, token.as_ref(), now).await;
        request::Outcome::Success(Self(asker.map(|asker| (asker, now))))
    }
}

/// A JSON body shared with everybody who gets the same.
struct Shared(Arc<[u8]>);

impl<'r> Responder<'r, 'static> for Shared {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build().header(ContentType::JSON).sized_body(self.0.len(), Cursor::new(self.0)).ok()
    }
}

/// The numbers, by year, unit, pathway and month.
#[utoipa::path(
    get,
    path = "/api/v1/tallies",
    tag = "tallies",
    params(
        ("year" = Option<i32>, Query, description = "The year of the announcement; needed unless `by` names `year`."),
        ("unit" = Option<String>, Query, description = "One reporting unit's code."),
        ("pathway" = Option<String>, Query, description = "One pathway's code."),
        ("month" = Option<i32>, Query, description = "One month, 1 to 12. Not for the public."),
        ("basis" = Option<String>, Query, description = "proposed, verified or confirmed (the default, and all the public gets)."),
        ("by" = Option<String>, Query, description = "What the rows are by: year, unit, pathway, month, separated by commas. `unit,pathway` if left out. Month is not for the public."),
        ("include" = Option<String>, Query, description = "`non_tourism` adds the sixth pathway, which is in no total."),
    ),
    responses(
        (status = 200, description = "The numbers.", body = Answer),
        (status = 404, description = "A unit the asker may not know the numbers of.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
        (status = 422, description = "A question nobody can answer.", body = crate::api::problem::Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/tallies?<typed..>")]
async fn list(
    asked: Asked,
    typed: Typed<'_>,
    desk: &State<Desk>,
    answers: &State<Answers>,
) -> Result<Shared, Failure> {
    let (asker, now) = asked.0?;
    let exact = asker.reads_exact();
    let query = Query::read(&typed, exact).map_err(desk::Error::Invalid)?;
    let question = asker.question(query.spelled());
    if let Some(kept) = answers.get(&question, asker.revision) {
        return Ok(Shared(kept));
    }
    let answer = desk.read(asker.actor.clone(), now, move |rx| {
        let (filter, year) = (&query.filter, query.year);
        if exact {
            Answer::exact(&query, &tallies::cubes(rx, filter, year)?)
        } else {
            Answer::open(&query, &tallies::open_all(rx, year)?)
        }
    });
    let answer = answer.await?;
    let body = serde_json::to_vec(&answer).map_err(|error| desk::Error::Broken(error.to_string()))?;
    let body: Arc<[u8]> = body.into();
    answers.keep(question, answer.revision, &body);
    Ok(Shared(body))
}
