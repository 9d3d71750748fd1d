//! The cookies that say who asks: a signed-in person's session, or the random name of a visitor's browser.
//!
//! Both are opaque to the browser. The visitor's exists only so that the forms of public pages (signing in, the language)
//! have something to bind their token to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rocket::Request;
use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::time::Duration;

use crate::desk::accounts::SessionToken;
use crate::keys::random;

const SESSION: &str = "session";
const VISITOR: &str = "visitor";
/// The server ends a session earlier than the browser forgets it, so that the page can say so.
const SESSION_KEPT: Duration = Duration::days(2);
const CHOICE_KEPT: Duration = Duration::days(365);

/// The session of the person who asks, if their browser holds one. Whether it still lasts, the desk knows.
pub fn token(request: &Request<'_>) -> Option<SessionToken> {
    SessionToken::from_text(request.cookies().get(SESSION)?.value())
}

/// Gives the browser the session.
pub fn begin(jar: &CookieJar<'_>, token: &SessionToken, secure: bool) {
    jar.add(kept(SESSION, token.text(), SESSION_KEPT, secure));
    jar.remove(Cookie::from(VISITOR));
}

/// Takes the session from the browser.
pub fn end(jar: &CookieJar<'_>) {
    jar.remove(Cookie::from(SESSION));
}

/// Keeps a choice of the reader that is no secret.
pub fn keep_choice(jar: &CookieJar<'_>, name: &'static str, value: &'static str, secure: bool) {
    jar.add(kept(name, value.to_owned(), CHOICE_KEPT, secure));
}

/// Keeps something for the next page only.
pub fn keep_briefly(jar: &CookieJar<'_>, name: &'static str, value: String, secure: bool) {
    jar.add(kept(name, value, Duration::minutes(2), secure));
}

/// What a form's token is bound to: the session, or the visitor's random name, which is made here if there is none yet.
/// Empty only if the operating system gives no random numbers, and then no token is good.
pub fn secret<'r>(request: &'r Request<'_>) -> &'r str {
    struct Secret(String);
    let held = |name| request.cookies().get(name).map(|cookie| cookie.value().to_owned());
    let secret = request.local_cache(|| {
        Secret(held(SESSION).or_else(|| held(VISITOR)).unwrap_or_else(|| {
            let fresh = random::<32>().map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).unwrap_or_default();
            request.cookies().add(kept(VISITOR, fresh.clone(), SESSION_KEPT, is_secure(request)));
            fresh
        }))
    });
    &secret.0
}

/// Whether the browser spoke TLS, to us or to the proxy before us.
pub fn is_secure(request: &Request<'_>) -> bool {
    request.rocket().config().tls_enabled()
        || request
            .headers()
            .get_one("X-Forwarded-Proto")
            .is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
}

fn kept(name: &'static str, value: String, age: Duration, secure: bool) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(age)
        .build()
}
