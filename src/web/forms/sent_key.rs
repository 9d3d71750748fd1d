//! The key of a form's one sending, by which a form that is sent again is recognised.

use std::convert::Infallible;

use rocket::request::{FromRequest, Outcome, Request};

/// The `Idempotency-Key` of a request. A form carries its key in a field; a phone that sends a kept form names it here, too.
#[derive(Debug)]
pub struct SentKey(Option<String>);

impl SentKey {
    /// This key, or the one of the form's field: made here for each page, and anew by the page's script, because a page may
    /// be shown from a store more than once. Anything else than a key of ours is none.
    #[must_use]
    pub fn or(self, field: Option<&str>) -> Option<String> {
        self.0.or_else(|| field.map(str::to_owned)).filter(|key| is_key(key))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for SentKey {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(Self(request.headers().get_one("Idempotency-Key").map(str::to_owned)))
    }
}

fn is_key(key: &str) -> bool {
    (8..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_key_of_ours_is_one() {
        let of = |header: Option<&str>, field| SentKey(header.map(str::to_owned)).or(field);
        assert_eq!(of(None, Some("0123456789abcdef")).as_deref(), Some("0123456789abcdef"));
        assert_eq!(of(Some("key-0001"), Some("key-0002")).as_deref(), Some("key-0001"));
        assert_eq!(of(None, Some("\" onload=")), None);
        assert_eq!(of(None, None), None);
    }
}
