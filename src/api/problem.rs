//! RFC 9457 problem details: the failures of `web::failure`, for programs.

use rocket::http::ContentType;
use rocket::request::Request;
use rocket::response::{self, Responder};
use serde::Serialize;

use crate::domain::refusal::Message;
use crate::web::failure::Failure;
use crate::web::lang::{Lang, say_key};

/// A problem as sent.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// The kind of problem, stable: `urn:xingtu:problem:stale`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in the asker's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time, in the asker's language.
    pub detail: String,
    /// What is wrong, by field, in both languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The number under which the log has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
}

/// What is wrong with one field, in words that name it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The field; empty for the whole.
    pub field: String,
    /// The catalogue key, stable.
    pub code: &'static str,
    /// 中文
    #[serde(rename = "zh-CN")]
    pub zh: String,
    /// English
    pub en: String,
}

impl FieldError {
    /// Of a message about a field.
    #[must_use]
    pub fn of(field: &str, message: &Message) -> Self {
        Self {
            field: field.to_owned(),
            code: message.key,
            zh: Lang::Zh.of_field(field, Lang::Zh.say(message)),
            en: Lang::En.of_field(field, Lang::En.say(message)),
        }
    }
}

impl Problem {
    /// Of a failure.
    #[must_use]
    pub fn new(failure: &Failure, lang: Lang) -> Self {
        let slug = failure.kind.slug();
        let part = |part: &str| say_key(lang, &format!("failure-{slug}-{part}")).unwrap_or_default();
        let errors = failure.refusals.iter().map(|(field, message)| FieldError::of(field, message));
        Self {
            kind: format!("urn:xingtu:problem:{slug}"),
            title: part("title"),
            status: failure.kind.status().code,
            detail: failure.message.as_ref().map_or_else(|| part("what"), |message| lang.say(message)),
            errors: errors.collect(),
            request: failure.request.clone(),
        }
    }
}

impl<'r> Responder<'r, 'static> for Problem {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let status = rocket::http::Status::new(self.status);
        let body = serde_json::to_string(&self).map_err(|_| rocket::http::Status::InternalServerError)?;
        let mut answer = (ContentType::new("application", "problem+json"), body).respond_to(request)?;
        answer.set_status(status);
        Ok(answer)
    }
}
