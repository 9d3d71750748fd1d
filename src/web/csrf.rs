//! Form tokens: proof that a POST comes from a form we gave to this browser.
//!
//! The token is the keyed code of the browser's session, behind a random pad that is new on every page: compressed pages
//! thus never repeat a secret whose length an attacker could probe (BREACH). Beside it stands the browser's own word about
//! where the request comes from (`Sec-Fetch-Site`, `Origin`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rocket::Request;
use subtle::ConstantTimeEq as _;

use super::session;
use crate::keys::{Keys, random};

/// The name of the form field.
pub const FIELD: &str = "csrf";
const CODE: usize = 32;

/// A fresh token for the forms of this response. Empty, and so good for nothing, without random numbers.
pub fn token(keys: &Keys, request: &Request<'_>) -> String {
    masked(&code(keys, session::secret(request)))
}

/// Whether the token was given to this browser.
pub fn is_good(keys: &Keys, request: &Request<'_>, token: &str) -> bool {
    let secret = session::secret(request);
    !secret.is_empty() && unmasked(token).is_some_and(|given| given.ct_eq(&code(keys, secret)).into())
}

/// Whether the browser says the request comes from our own pages, or does not say (old browsers).
pub fn is_own_origin(request: &Request<'_>) -> bool {
    let headers = request.headers();
    if let Some(site) = headers.get_one("Sec-Fetch-Site") {
        return matches!(site, "same-origin" | "none");
    }
    match (headers.get_one("Origin"), request.host()) {
        (None, _) => true,
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(&host.to_string()))
        }
        (Some(_), None) => false,
    }
}

fn code(keys: &Keys, secret: &str) -> [u8; CODE] {
    keys.form_code(secret.as_bytes())
}

fn masked(code: &[u8; CODE]) -> String {
    let Ok(pad) = random::<CODE>() else { return String::new() };
    let mut bytes = pad.to_vec();
    bytes.extend(code.iter().zip(pad).map(|(byte, pad)| byte ^ pad));
    URL_SAFE_NO_PAD.encode(bytes)
}

fn unmasked(token: &str) -> Option<[u8; CODE]> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (pad, hidden) = bytes.split_at_checked(CODE)?;
    let code: Vec<u8> = hidden.iter().zip(pad).map(|(byte, pad)| byte ^ pad).collect();
    (hidden.len() == CODE).then_some(())?;
    code.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_new_each_time_and_opens_to_the_same_code() {
        let code = [7; CODE];
        let (one, other) = (masked(&code), masked(&code));
        assert_ne!(one, other);
        assert_eq!(unmasked(&one), Some(code));
        assert_eq!(unmasked(&other), Some(code));
    }

    #[test]
    fn what_is_no_token_opens_to_nothing() {
        for text in ["", "short", &"A".repeat(84), &"A".repeat(88), "中文"] {
            assert_eq!(unmasked(text), None, "{text}");
        }
    }
}
