//! One typed value: parsed by its own `FromStr`, refused in the words of its own error.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Deref;
use std::str::FromStr;

use rocket::form::error::ErrorKind;
use rocket::form::{self, FromFormField, ValueField};
use validator::ValidationError;

use crate::domain::refusal::{Message, Refusal};

/// A field of a form. Empty is missing: as `Option<Entry<T>>` that is `None`, bare it is refused as required.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry<T>(pub T);

impl<T> Entry<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Entry<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

thread_local! {
    /// The refusals of the form being parsed on this thread. Rocket keeps those of a bare field, but drops those of an
    /// `Option`: a wrong value would silently be none.
    static REFUSED: RefCell<Vec<(String, Message)>> = const { RefCell::new(Vec::new()) };
}

/// Runs the parsing of a form; what it refused, by field.
pub(super) fn refused_by<T>(parse: impl FnOnce() -> T) -> (T, Vec<(String, Message)>) {
    REFUSED.with_borrow_mut(Vec::clear);
    let parsed = parse();
    (parsed, REFUSED.take())
}

impl<'v, T> FromFormField<'v> for Entry<T>
where
    T: FromStr + Send,
    T::Err: Refusal,
{
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let text = field.value.trim();
        if text.is_empty() {
            return Err(form::Error::from(ErrorKind::Missing).into());
        }
        text.parse().map(Self).map_err(|refusal: T::Err| {
            let name = field.name.source().as_str().to_owned();
            REFUSED.with_borrow_mut(|refused| refused.push((name, refusal.message())));
            form::Error::custom(refusal).into()
        })
    }
}

/// A refusal across fields, for `#[validate(schema(function = …))]`: the field to show it at, and its catalogue key.
#[must_use]
pub fn across(field: &'static str, key: &'static str) -> ValidationError {
    let mut error = ValidationError::new(key);
    error.add_param(Cow::Borrowed("field"), &field);
    error
}
