//! What was typed and what is wrong with it, as the templates show it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::refusal::{Message, Refusals};

/// A form to show: its values, and its refusals by field and as a summary.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Typed {
    values: BTreeMap<String, String>,
    many: BTreeMap<String, Vec<String>>,
    errors: BTreeMap<String, Message>,
    summary: Vec<Wrong>,
}

/// One line of the summary on top.
#[derive(Debug, Clone, Serialize)]
struct Wrong {
    field: String,
    message: Message,
}

impl Typed {
    /// An empty form.
    #[must_use]
    pub fn blank() -> Self {
        Self::default()
    }

    /// A form with values to begin with.
    #[must_use]
    pub fn filled<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut form = Self::default();
        for (name, value) in values {
            let (name, value) = (name.into(), value.into());
            form.many.entry(name.clone()).or_default().push(value.clone());
            form.values.insert(name, value);
        }
        form
    }

    /// The same form with what is wrong with it.
    #[must_use]
    pub fn refused(mut self, refusals: &Refusals) -> Self {
        self.errors.clear();
        self.summary.clear();
        for (field, message) in refusals.iter() {
            self.errors.entry(field.to_owned()).or_insert_with(|| message.clone());
            self.summary.push(Wrong { field: field.to_owned(), message: message.clone() });
        }
        self
    }

    /// What was typed last in a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// What was typed last in each field, by name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Everything typed in fields of this name.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.many.get(name).into_iter().flatten().map(String::as_str)
    }

    /// The same form with another value in a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.many.insert(name.to_owned(), vec![value.to_owned()]);
        self.values.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Forgets a field, so that it is not shown again: a password.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.values.remove(name);
        self.many.remove(name);
        self
    }
}
