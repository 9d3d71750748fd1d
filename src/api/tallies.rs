//! `GET /api/v1/tallies`: the numbers of the tally page for programs, under the same permissions.
//!
//! A reader who may see tallies gets exact numbers of the units they may know of. Everybody else gets what the public page
//! shows: confirmed, by year, unit and pathway, with small numbers withheld.

mod answer;
mod query;

use std::convert::Infallible;
use std::io::Cursor;
use std::sync::Arc;

pub use answer::{Answer, TallyRow, Total};
use query::{Query, Typed};
use rocket::http::{ContentType, Header};
use rocket::request::{self, FromRequest, Request};
use rocket::response::{self, Responder, Response};
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, State, get, routes};

use crate::desk::tallies::answers::{Answers, Asker};
use crate::desk::{self, Desk, tallies};
use crate::domain::moment::Moment;
use crate::web::failure::Failure;
use crate::web::headers::{accepts_gzip, gzip};
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

/// Whether whoever asks can unpack an answer. Answers are kept packed, too: packing costs many times what the rest does.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Packed(bool);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Packed {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Infallible> {
        request::Outcome::Success(Self(accepts_gzip(request)))
    }
}

/// A JSON body shared with everybody who gets the same.
struct Shared(Arc<[u8]>, Packed);

impl<'r> Responder<'r, 'static> for Shared {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let Self(body, Packed(packed)) = self;
        let mut response = Response::new();
        response.set_header(ContentType::JSON);
        if packed {
            response.set_header(Header::new("Content-Encoding", "gzip"));
            response.set_header(Header::new("Vary", "Accept-Encoding"));
        }
        response.set_sized_body(body.len(), Cursor::new(body));
        Ok(response)
    }
}

/// The numbers, by any of their dimensions.
#[utoipa::path(
    get,
    path = "/api/v1/tallies",
    tag = "tallies",
    params(
        ("year" = Option<i32>, Query, description = "The year of the announcement; needed unless `by` names `year`."),
        ("unit" = Option<String>, Query, description = "One reporting unit's code."),
        ("locality" = Option<String>, Query, description = "One township's code (9 digits) or village's (12). Not for the public."),
        ("pathway" = Option<String>, Query, description = "One pathway's code."),
        ("month" = Option<i32>, Query, description = "One month, 1 to 12. Not for the public."),
        ("basis" = Option<String>, Query, description = "proposed, verified, confirmed (the default, and all the public gets) or frozen."),
        ("by" = Option<String>, Query, description = "What the rows are by: year, unit, township, village, pathway, month, basis, separated by commas. `unit,pathway` if left out. The public gets year, unit and pathway."),
        ("as_of" = Option<String>, Query, description = "As the numbers stood at the end of this day in Beijing, `2017-11-24`. Not for the public."),
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
    packed: Packed,
    typed: Typed<'_>,
    desk: &State<Desk>,
    answers: &State<Answers>,
) -> Result<Shared, Failure> {
    let (asker, now) = asked.0?;
    let exact = asker.reads_exact();
    let query = Query::read(&typed, exact).map_err(desk::Error::Invalid)?;
    let spelled = query.spelled();
    let question = asker.question(if packed.0 { spelled + "/gzip" } else { spelled });
    if let Some(kept) = answers.get(&question, asker.revision) {
        return Ok(Shared(kept, packed));
    }
    let answer = desk.read(asker.actor.clone(), now, move |rx| {
        let (filter, year) = (&query.filter, query.year);
        if exact {
            Answer::exact(&query, &tallies::cross::cubes(rx, filter, year, &query.by)?)
        } else {
            Answer::open(&query, &tallies::open_all(rx, year)?)
        }
    });
    let answer = answer.await?;
    let broken = |error: &dyn std::error::Error| desk::Error::Broken(error.to_string());
    let mut body = serde_json::to_vec(&answer).map_err(|error| broken(&error))?;
    if packed.0 {
        let packing = spawn_blocking(move || gzip(&body)).await.map_err(desk::Error::from)?;
        body = packing.map_err(|error| broken(&error))?;
    }
    let body: Arc<[u8]> = body.into();
    // What was read since the revision was is as true or truer: it is given again at that revision only.
    answers.keep(question, asker.revision, &body);
    Ok(Shared(body, packed))
}
