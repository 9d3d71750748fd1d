//! The reader's own choices: the language and the size of type.

use rocket::form::FromForm;
use rocket::http::CookieJar;
use rocket::request::Request;
use rocket::{Route, post, routes};
use validator::Validate;

use super::failure::Failure;
use super::forms::Submitted;
use super::lang::{self, Lang};
use super::page::See;
use super::session;

const TYPE_SIZE: &str = "type-size";
const LARGE: &str = "large";

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![language, type_size]
}

/// Whether the reader chose the large type. 大字版
pub(super) fn is_large(request: &Request<'_>) -> bool {
    request.cookies().get(TYPE_SIZE).is_some_and(|cookie| cookie.value() == LARGE)
}

#[derive(Debug, FromForm, Validate)]
struct Choice {
    choice: String,
    back: String,
}

#[post("/language", data = "<form>")]
fn language(form: Submitted<Choice>, jar: &CookieJar<'_>) -> Result<See, Failure> {
    let form = form.value.map_err(crate::desk::Error::Invalid)?;
    if let Some(chosen) = Lang::from_tag(&form.choice) {
        session::keep_choice(jar, lang::COOKIE, chosen.tag(), false);
    }
    Ok(See::other(local(&form.back)))
}

#[post("/type-size", data = "<form>")]
fn type_size(form: Submitted<Choice>, jar: &CookieJar<'_>) -> Result<See, Failure> {
    let form = form.value.map_err(crate::desk::Error::Invalid)?;
    session::keep_choice(jar, TYPE_SIZE, if form.choice == LARGE { LARGE } else { "normal" }, false);
    Ok(See::other(local(&form.back)))
}

/// A path of ours to go back to; the start page for anything else, as `//elsewhere.example` or `/\elsewhere`.
pub(super) fn local(path: &str) -> String {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\r', '\n', '\t', '\0'])
        && rocket::http::uri::Origin::parse(path).is_ok();
    if ours { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_only_goes_back_to_our_own_pages() {
        assert_eq!(local("/sites?page=2"), "/sites?page=2");
        for elsewhere in ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere", "sites", ""] {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
    }
}
