//! The one door for POST data.

use std::borrow::Cow;

use rocket::data::{Data, FromData, Limits, Outcome};
use rocket::form::error::ErrorKind;
use rocket::form::{self, Contextual, Form, FromForm, ValueField};
use rocket::http::RawStr;
use rocket::request::Request;
use validator::{Validate, ValidationError, ValidationErrors};

use super::entry::refused_by;
use super::typed::Typed;
use crate::desk::Desk;
use crate::domain::refusal::{Message, Refusals};
use crate::web::csrf;
use crate::web::failure::{Failure, Kind};
use crate::web::visit::managed;

/// A submitted form: what was typed, and either the value or what is wrong with it.
///
/// Reading it checks the form's token and origin, so a handler cannot forget to; a wrong field is never an error here.
#[derive(Debug)]
pub struct Submitted<T> {
    /// What was typed, to show the form again.
    pub typed: Typed,
    /// The value, or what is wrong, by field.
    pub value: Result<T, Refusals>,
}

#[rocket::async_trait]
impl<'r, T: FromForm<'r> + Validate> FromData<'r> for Submitted<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let fields = match read(request, data).await {
            Ok(fields) => fields,
            Err(kind) => return Outcome::Error((Failure::new(kind).kept(request), ())),
        };
        // The value may borrow from what was typed, so that lives as long as the request.
        let fields = request.local_cache(move || Fields(fields));
        Outcome::Success(parse(&fields.0))
    }
}

pub(super) struct Fields(pub(super) Vec<(String, String)>);

/// The fields of a form that we gave to this browser, without the token.
pub(super) async fn read(request: &Request<'_>, data: Data<'_>) -> Result<Vec<(String, String)>, Kind> {
    if !request.content_type().is_some_and(|kind| kind.is_form()) {
        return Err(Kind::Unsupported);
    }
    let limit = request.limits().get("form").unwrap_or(Limits::FORM);
    let body = data.open(limit).into_string().await.map_err(|_| Kind::Unsupported)?;
    if !body.is_complete() {
        return Err(Kind::TooLarge);
    }
    let mut fields = decoded(&body);
    let token = fields.iter().position(|(name, _)| name == csrf::FIELD).map(|at| fields.remove(at).1);
    if is_ours(request, token.as_deref()) { Ok(fields) } else { Err(Kind::Forged) }
}

/// Whether a form with this token was given to this browser by us.
pub(super) fn is_ours(request: &Request<'_>, token: Option<&str>) -> bool {
    let desk = managed::<Desk>(request);
    csrf::is_own_origin(request)
        && desk.zip(token).is_some_and(|(desk, token)| csrf::is_good(&desk.keys, request, token))
}

fn decoded(body: &str) -> Vec<(String, String)> {
    let text = |part: &str| RawStr::new(part).url_decode_lossy().into_owned();
    let fields = body.split('&').filter(|field| !field.is_empty());
    fields
        .map(|field| field.split_once('=').unwrap_or((field, "")))
        .map(|(n, v)| (text(n), text(v)))
        .collect()
}

pub(super) fn parse<'r, T: FromForm<'r> + Validate>(fields: &'r [(String, String)]) -> Submitted<T> {
    let typed = Typed::filled(fields.iter().cloned());
    let values = fields.iter().map(|(name, value)| ValueField::from((name.as_str(), value.as_str())));
    let (parsed, refused) = refused_by(|| Form::<Contextual<'r, T>>::parse_iter(values));
    let value = match parsed {
        Ok(Contextual { value: Some(value), .. }) if refused.is_empty() => across_fields(value),
        Ok(Contextual { context, .. }) => Err(in_order(&context, refused, fields)),
        Err(errors) => Err(in_order(&form::Context::from(errors), refused, fields)),
    };
    Submitted { typed, value }
}

/// What Rocket and the fields refused, in the order of the form.
fn in_order(
    context: &form::Context<'_>,
    mut refused: Vec<(String, Message)>,
    fields: &[(String, String)],
) -> Refusals {
    let mut all: Vec<(String, Message)> = Vec::new();
    for error in context.errors() {
        let name = error.name.as_ref().map(ToString::to_string).unwrap_or_default();
        let own = refused.iter().position(|(field, _)| *field == name).map(|at| refused.remove(at));
        let message = own.map_or_else(|| Message::new(key_of(&error.kind)), |(_, message)| message);
        all.push((name, message));
    }
    let place = |name: &str| fields.iter().position(|(field, _)| field == name).unwrap_or(usize::MAX);
    for (name, message) in refused {
        let at = all.iter().position(|(other, _)| place(other) > place(&name)).unwrap_or(all.len());
        all.insert(at, (name, message));
    }
    let mut refusals = Refusals::default();
    for (name, message) in all {
        refusals.add(&name, message);
    }
    refusals
}

const fn key_of(kind: &ErrorKind<'_>) -> &'static str {
    match kind {
        ErrorKind::Missing => "error-required",
        ErrorKind::Int(_) | ErrorKind::Float(_) => "error-number",
        ErrorKind::InvalidLength { .. } => "error-length",
        ErrorKind::InvalidChoice { .. } | ErrorKind::Bool(_) => "error-choice",
        _ => "error-invalid",
    }
}

fn across_fields<T: Validate>(value: T) -> Result<T, Refusals> {
    match value.validate() {
        Ok(()) => Ok(value),
        Err(errors) => Err(of_validator(&errors)),
    }
}

fn of_validator(errors: &ValidationErrors) -> Refusals {
    let mut refusals = Refusals::default();
    let mut by_field: Vec<_> = errors.field_errors().into_iter().collect();
    by_field.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (field, errors) in by_field {
        for error in errors {
            let whole = if field == "__all__" { "" } else { &field };
            let at = error.params.get("field").and_then(|name| name.as_str()).unwrap_or(whole);
            refusals.add(at, message_of(error));
        }
    }
    refusals
}

fn message_of(error: &ValidationError) -> Message {
    let key = match &error.code {
        Cow::Borrowed(key) if key.starts_with("error-") => key,
        Cow::Borrowed("length") => "error-length",
        Cow::Borrowed("range") => "error-range",
        Cow::Borrowed("required") => "error-required",
        _ => "error-invalid",
    };
    let mut message = Message::new(key);
    for (name, value) in &error.params {
        if let Cow::Borrowed(name) = name
            && !matches!(*name, "field" | "value")
        {
            message = match value.as_i64() {
                Some(number) => message.with(name, number),
                None => message.with(name, value.as_str().unwrap_or_default()),
            };
        }
    }
    message
}

/// A form of nothing but its button.
#[derive(Debug, Clone, Copy)]
pub struct Confirm;

#[rocket::async_trait]
impl<'v> FromForm<'v> for Confirm {
    type Context = ();
    fn init(_: form::Options) -> Self::Context {}
    fn push_value((): &mut Self::Context, _: ValueField<'v>) {}
    async fn push_data((): &mut Self::Context, _: form::DataField<'v, '_>) {}
    fn finalize((): Self::Context) -> form::Result<'v, Self> {
        Ok(Self)
    }
}

impl Validate for Confirm {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Day, Entry, Line, Whole, across};
    use super::*;

    #[derive(Debug, FromForm, Validate)]
    #[validate(schema(function = in_season))]
    struct Stay {
        #[allow(dead_code, reason = "only its refusal is looked at")]
        name: Entry<Line>,
        beds: Option<Entry<Whole>>,
        from: Entry<Day>,
        to: Option<Entry<Day>>,
    }

    fn in_season(stay: &Stay) -> Result<(), ValidationError> {
        match &stay.to {
            Some(to) if to.0 < stay.from.0 => Err(across("to", "error-day")),
            _ => Ok(()),
        }
    }

    fn submit(fields: &[(&str, &str)]) -> (Option<i64>, Vec<(String, &'static str)>) {
        let fields: Vec<_> = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        match parse::<Stay>(&fields).value {
            Ok(stay) => (stay.beds.map(|beds| beds.0.0), Vec::new()),
            Err(refusals) => (None, refusals.iter().map(|(f, m)| (f.to_owned(), m.key)).collect()),
        }
    }

    #[test]
    fn an_empty_optional_field_is_none_and_a_wrong_one_is_refused() {
        let with_beds =
            |beds| submit(&[("name", "荔香园"), ("beds", beds), ("from", "2017-11-01"), ("to", "")]);
        assert_eq!(with_beds(""), (None, vec![]));
        assert_eq!(with_beds("12"), (Some(12), vec![]));
        assert_eq!(with_beds("十二").1, [("beds".to_owned(), "error-number")]);
    }

    #[test]
    fn every_refusal_is_told_at_once_in_the_order_of_the_form() {
        let (_, refused) = submit(&[("name", " "), ("beds", "x"), ("from", "昨天"), ("to", "明天")]);
        let fields: Vec<&str> = refused.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["name", "beds", "from", "to"]);
        assert_eq!(refused[0].1, "error-required");
    }

    #[test]
    fn rules_across_fields_are_shown_at_their_field() {
        let (_, refused) = submit(&[("name", "荔香园"), ("from", "2017-11-02"), ("to", "2017-11-01")]);
        assert_eq!(refused, [("to".to_owned(), "error-day")]);
    }

    #[test]
    fn what_was_typed_is_kept() {
        let fields = [("beds".to_owned(), "十二".to_owned())];
        assert_eq!(parse::<Stay>(&fields).typed.value("beds"), Some("十二"));
    }

    #[test]
    fn a_body_is_decoded_once() {
        assert_eq!(
            decoded("a=1%252&&b+c=x+y&d"),
            [
                ("a".to_owned(), "1%2".to_owned()),
                ("b c".to_owned(), "x y".to_owned()),
                ("d".to_owned(), String::new()),
            ]
        );
    }
}
