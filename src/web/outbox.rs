//! The operator's outbox: what the phone keeps until it has arrived. 待发记录
//!
//! The records are on the phone only (`static/outbox.js`); here is the page that shows them, the page that warns before they
//! are lost, and the token a record is sent with.

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder};
use rocket::{Route, get, routes};
use serde::Serialize;
use serde_json::json;

use super::page::Page;
use super::visit::{SignedIn, managed};
use super::{assets, csrf};
use crate::desk::Desk;
use crate::domain::access::Actor;
use crate::keys::Keys;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, leaving, token]
}

/// What a phone files a person's records under: the same for the same account, and nothing that names it.
pub(super) fn owner(keys: &Keys, actor: &Actor) -> String {
    let code = keys.form_code(format!("the phone of user {}", actor.user.0).as_bytes());
    assets::hex::<12>(&code)
}

#[derive(Serialize)]
struct Outbox {
    /// The reader is about to sign out.
    leaving: bool,
}

#[get("/outbox")]
fn show(_visit: SignedIn) -> Page {
    Page::new("outbox", &Outbox { leaving: false })
}

/// Before signing out while something has not arrived.
#[get("/outbox/leaving")]
fn leaving(_visit: SignedIn) -> Page {
    Page::new("outbox", &Outbox { leaving: true })
}

/// What a record is sent with: a form token of this very session, and whose session it is, so that nobody's record goes out
/// under the name of whoever uses the phone next.
struct Pass {
    owner: String,
}

#[get("/outbox/token")]
fn token(visit: SignedIn) -> Pass {
    Pass { owner: owner(&visit.desk.keys, &visit.actor) }
}

impl<'r> Responder<'r, 'static> for Pass {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let desk = managed::<Desk>(request).ok_or(Status::InternalServerError)?;
        let body = json!({ "token": csrf::token(&desk.keys, request), "owner": self.owner });
        (ContentType::JSON, body.to_string()).respond_to(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::Role;
    use crate::domain::ids::UserId;

    #[test]
    fn a_phone_tells_its_users_apart_and_names_none() {
        let keys = Keys::from_secret(&Keys::fresh_secret().unwrap()).unwrap();
        let of = |user| {
            let user = UserId(user);
            owner(
                &keys,
                &Actor { user, name: String::new(), role: Role::Operator, unit: None, operator: None },
            )
        };
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
        assert_eq!(of(7).len(), 24);
    }
}
