//! How the field says no: a catalogue key with its arguments, never a finished sentence.
//!
//! Every error of the domain implements [`Refusal`]; the page or problem+json that answers turns the [`Message`] into the
//! reader's language. [`Refusals`] collects them by form field.

use std::error::Error;

use serde::Serialize;

/// One argument of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// A text, shown as it is.
    Text(String),
    /// A count, grouped as the reader's language does.
    Number(i64),
    /// A catalogue key whose words are to be put in: `pathway-training`.
    Key {
        /// The catalogue key.
        key: String,
    },
    /// Sentences to be put in, one after the other.
    All {
        /// Each.
        all: Vec<Message>,
    },
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Vec<Message>> for Arg {
    fn from(all: Vec<Message>) -> Self {
        Self::All { all }
    }
}

/// A sentence yet to be said in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The catalogue key: `error-…`.
    pub key: &'static str,
    /// What the sentence names.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Adds one argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((name, arg.into()));
        self
    }

    /// Adds the words of a closed list's member as an argument.
    #[must_use]
    pub fn with_code(self, name: &'static str, code: impl super::codes::Code) -> Self {
        self.with(name, Arg::Key { key: code.key() })
    }
}

/// An error the reader can do something about.
pub trait Refusal: Error + Send + Sync + 'static {
    /// What to tell the reader: what happened, what was kept, what to do next.
    fn message(&self) -> Message;
}

/// Refusals by form field, in the order of the form. The empty field name means the whole form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Refusals(Vec<(String, Message)>);

impl Refusals {
    /// Refusal of one field.
    #[must_use]
    pub fn of(field: &str, refusal: &dyn Refusal) -> Self {
        Self(vec![(field.to_owned(), refusal.message())])
    }

    /// Refusal of one field with a message.
    #[must_use]
    pub fn one(field: &str, message: Message) -> Self {
        Self(vec![(field.to_owned(), message)])
    }

    /// Adds one.
    pub fn add(&mut self, field: &str, message: Message) {
        self.0.push((field.to_owned(), message));
    }

    /// Nothing was refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.0.iter().map(|(field, message)| (field.as_str(), message))
    }

    /// `Ok` if nothing was refused.
    ///
    /// # Errors
    /// The refusals, if there are any.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}
