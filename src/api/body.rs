//! A JSON body, the key of a request that may be sent again, and the address of what was made.

use std::convert::Infallible;
use std::io::Cursor;

use rocket::data::{Data, FromData, Outcome, ToByteUnit as _};
use rocket::http::{ContentType, Header, Status};
use rocket::request::{self, FromRequest, Request};
use rocket::response::{self, Responder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::desk::{self, Error};
use crate::domain::refusal::{Message, Refusal, Refusals};
use crate::web::csrf;
use crate::web::failure::{Failure, Kind};

/// Kibibytes of a body at most.
const LARGEST: u64 = 64;
/// Characters of a key at most.
const LONGEST_KEY: usize = 200;

/// What was sent, as JSON. A page of another site cannot send it: neither its kind nor its origin would pass.
pub(super) struct Body<T>(pub T);

#[rocket::async_trait]
impl<'r, T: DeserializeOwned + Send> FromData<'r> for Body<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match read(request, data).await {
            Ok(value) => Outcome::Success(Self(value)),
            Err(failure) => Outcome::Error((failure.kept(request), ())),
        }
    }
}

async fn read<T: DeserializeOwned>(request: &Request<'_>, data: Data<'_>) -> Result<T, Failure> {
    if !csrf::is_own_origin(request) {
        return Err(Failure::new(Kind::Forged));
    }
    if !request.content_type().is_some_and(|kind| kind.is_json()) {
        return Err(Failure::new(Kind::Unsupported));
    }
    let body = data.open(LARGEST.kibibytes()).into_bytes().await;
    let body = body.map_err(|_| Failure::new(Kind::Unsupported))?;
    if !body.is_complete() {
        return Err(Failure::new(Kind::TooLarge));
    }
    // What the parser says names the field and never repeats what was sent.
    serde_json::from_slice(&body).map_err(|_| Failure {
        refusals: Refusals::one("", Message::new("error-json")),
        ..Failure::new(Kind::Invalid)
    })
}

/// A value of a field, refused by its name.
pub(super) fn field<T>(name: &str, text: &str) -> desk::Result<T>
where
    T: std::str::FromStr,
    T::Err: Refusal,
{
    text.parse().map_err(|refusal: T::Err| Error::invalid(name, &refusal))
}

/// The same for a field that may not be empty.
pub(super) fn given<T>(name: &str, text: &str) -> desk::Result<T>
where
    T: std::str::FromStr,
    T::Err: Refusal,
{
    if text.trim().is_empty() {
        return Err(Error::Invalid(Refusals::one(name, Message::new("error-required"))));
    }
    field(name, text)
}

/// The `Idempotency-Key` of a request, kept apart from the keys of forms.
pub(super) struct Key(pub Option<String>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Key {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Infallible> {
        let key = request.headers().get_one("Idempotency-Key").map(str::trim);
        let key = key.filter(|key| !key.is_empty() && key.chars().count() <= LONGEST_KEY);
        request::Outcome::Success(Self(key.map(|key| format!("api:{key}"))))
    }
}

/// A JSON answer, with the address of what was made if something was.
pub(super) struct Json<T> {
    /// The answer.
    pub value: T,
    /// The address of what was made.
    pub made: Option<String>,
}

impl<T> Json<T> {
    /// An answer.
    pub(super) const fn of(value: T) -> Self {
        Self { value, made: None }
    }
}

impl<'r, T: Serialize> Responder<'r, 'static> for Json<T> {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let body = serde_json::to_vec(&self.value).map_err(|_| Status::InternalServerError)?;
        let mut response = Response::new();
        response.set_header(ContentType::JSON);
        response.set_header(Header::new("Cache-Control", "no-store"));
        if let Some(made) = self.made {
            response.set_status(Status::Created);
            response.set_header(Header::new("Location", made));
        }
        response.set_sized_body(body.len(), Cursor::new(body));
        Ok(response)
    }
}

/// Rows of a list at most.
pub(super) const MOST_ROWS: i64 = 200;

/// A page of a list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Rows<T> {
    /// The rows, in the order of their numbers.
    pub rows: Vec<T>,
    /// What to pass as `after` for the next page; none at the end.
    pub next: Option<i64>,
}

impl<T> Rows<T> {
    /// A page of so many rows; `number` is the cursor of a row.
    pub(super) fn of(rows: Vec<T>, limit: i64, number: impl Fn(&T) -> i64) -> Self {
        let full = i64::try_from(rows.len()).is_ok_and(|n| n >= limit);
        let next = rows.last().filter(|_| full).map(number);
        Self { rows, next }
    }
}

/// How many rows are asked for.
pub(super) fn limit(asked: Option<i64>) -> i64 {
    asked.unwrap_or(50).clamp(1, MOST_ROWS)
}
