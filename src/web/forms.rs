//! Forms: the one door for POST data (with files, its wing [`Uploaded`]), and what a template needs to show a form again.
//!
//! The rule of one field is a type with `FromStr` whose error is a [`Refusal`](crate::domain::refusal::Refusal), taken in
//! as [`Entry<T>`]; rules across fields are `validator` schema functions or the desk's.

mod both;
mod entry;
mod fields;
mod handed;
mod sent_key;
mod submitted;
mod typed;
mod uploaded;

pub use both::Both;
pub use entry::{Entry, across};
pub use fields::{Day, Line, Note, Whole, Yuan};
pub use handed::Handed;
pub use sent_key::SentKey;
pub use submitted::{Confirm, Submitted};
pub use typed::Typed;
pub use uploaded::{Uploaded, Uploads};
