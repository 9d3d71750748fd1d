//! Signing in and out.

mod tries;

use rocket::form::FromForm;
use rocket::http::{CookieJar, Status};
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};
use rocket::{Route, State, get, post, routes};
use serde::Serialize;
use validator::Validate;

pub use tries::Tries;

use super::failure::Failure;
use super::forms::{Confirm, Submitted, Typed};
use super::page::{Done, Page, See};
use super::preferences::local;
use super::session;
use super::visit::Visit;
use crate::desk::{self, accounts};
use crate::domain::refusal::{Message, Refusals};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![new, create, sign_out]
}

#[derive(FromForm, Validate)]
struct Credentials {
    login: String,
    password: String,
    next: Option<String>,
}

#[derive(Serialize)]
struct View {
    form: Typed,
    next: String,
}

/// Where the request comes from, and how its cookies are to be kept.
struct From {
    address: Option<std::net::IpAddr>,
    secure: bool,
    token: Option<accounts::SessionToken>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for From {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Self::Error> {
        Outcome::Success(Self {
            address: request.client_ip(),
            secure: session::is_secure(request),
            token: session::token(request),
        })
    }
}

#[get("/sign-in?<next>")]
fn new(visit: Visit, next: Option<&str>) -> Done {
    let next = local(next.unwrap_or("/"));
    if visit.actor.is_some() {
        return See::other(next).into();
    }
    Page::new("sign_in", &View { form: Typed::blank(), next }).into()
}

#[post("/sign-in", data = "<form>")]
async fn create(
    visit: Visit,
    from: From,
    form: Submitted<Credentials>,
    tries: &State<Tries>,
    jar: &CookieJar<'_>,
) -> Result<Done, Failure> {
    let next = local(form.typed.value("next").unwrap_or("/"));
    let given = form.value.map_err(desk::Error::Invalid)?;
    tries.one_more(&given.login, from.address)?;
    let signed_in = if given.login.trim().is_empty() || given.password.is_empty() {
        Err(Refusals::one("login", Message::new("error-sign-in")).into())
    } else {
        accounts::sign_in(&visit.desk, &given.login, &given.password, visit.now).await
    };
    match signed_in {
        Ok((token, _)) => {
            session::begin(jar, &token, from.secure);
            Ok(See::other(local(given.next.as_deref().unwrap_or("/"))).into())
        }
        Err(desk::Error::Invalid(refusals)) => {
            let form = form.typed.without("password").refused(&refusals);
            Ok(Page::new("sign_in", &View { form, next }).status(Status::UnprocessableEntity).into())
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/sign-out", data = "<_form>")]
async fn sign_out(
    visit: Visit,
    from: From,
    _form: Submitted<Confirm>,
    jar: &CookieJar<'_>,
) -> Result<See, Failure> {
    if let Some(token) = from.token {
        accounts::sign_out(&visit.desk, &token, visit.now).await?;
    }
    session::end(jar);
    Ok(See::other("/").notice(Message::new("notice-signed-out")))
}
