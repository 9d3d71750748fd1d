//! What answers when no handler did: the same failures, and the way to the sign-in page.

use rocket::catcher::{BoxFuture, Catcher, Result};
use rocket::http::{Method, Status};
use rocket::response::{Redirect, Responder as _};
use rocket::{Request, Route};

use super::{Failure, Kept, Kind, wants_json};
use crate::web::visit::Visit;

/// The one catcher of everything.
#[must_use]
pub fn catchers() -> Vec<Catcher> {
    vec![Catcher::new(None, answer)]
}

fn answer<'r>(status: Status, request: &'r Request<'_>) -> BoxFuture<'r> {
    Box::pin(async move {
        // The page shows who is signed in, unless that is what could not be found out.
        let _known = Visit::of(request).await;
        let kept = request.local_cache(|| Kept(None));
        let failure = match &kept.0 {
            Some(failure) => failure.clone(),
            None if status == Status::Unauthorized && !wants_json(request) => return to_sign_in(request),
            None if status == Status::NotFound => {
                let methods = methods(request);
                if !methods.is_empty() {
                    let mut answer = Failure::new(Kind::NotAllowed).respond_to(request)?;
                    answer.set_raw_header("Allow", methods.join(", "));
                    return Ok(answer);
                }
                of_status(status)
            }
            None => of_status(status),
        };
        failure.respond_to(request)
    })
}

/// The methods something answers to at the path of a request that no route took; none if a route took it and found
/// nothing. Rocket tries the routes of one method only, and calls everything else not found.
fn methods(request: &Request<'_>) -> Vec<&'static str> {
    if request.route().is_some() {
        return Vec::new();
    }
    let asked = request.uri().path();
    let fits = |route: &&Route| {
        let mut path = asked.split('/').skip(1);
        for part in route.uri.path().split('/').skip(1) {
            if part.ends_with("..>") {
                return true;
            }
            match path.next() {
                Some(segment) if part == segment || (part.starts_with('<') && !segment.is_empty()) => {}
                _ => return false,
            }
        }
        path.next().is_none()
    };
    let mut methods: Vec<&'static str> =
        request.rocket().routes().filter(fits).map(|route| route.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    methods
}

/// Rocket's own statuses. It answers 422 for a path whose parameter does not parse, which is a page that does not exist.
fn of_status(status: Status) -> Failure {
    match status.code {
        401 => Failure::new(Kind::SignedOut),
        403 => Failure::new(Kind::Forged),
        405 => Failure::new(Kind::NotAllowed),
        404 | 422 => Failure::new(Kind::NotFound),
        413 => Failure::new(Kind::TooLarge),
        400 | 415 => Failure::new(Kind::Unsupported),
        503 => Failure { retry_after: Some(2), ..Failure::new(Kind::Busy) },
        code => Failure::broken(&format!("a handler ended with status {code}")),
    }
}

/// To the sign-in page, which leads back here. A POST cannot be repeated, so it leads to the page of its form.
fn to_sign_in<'r>(request: &'r Request<'_>) -> Result<'r> {
    let asked = if request.method() == Method::Get {
        request.uri().to_string()
    } else {
        request.headers().get_one("Referer").and_then(path_of).unwrap_or("/").to_owned()
    };
    let to = if asked == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={}", encoded(&asked)) };
    Redirect::to(to).respond_to(request)
}

/// The path of an absolute address.
fn path_of(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    rest.find('/').and_then(|at| rest.get(at..))
}

/// A path as the value of a query.
fn encoded(path: &str) -> String {
    rocket::http::RawStr::new(path).percent_encode().to_string()
}
