//! A table to be kept as a file.

use rocket::Responder;
use rocket::http::{ContentType, Header};

/// A table to be kept as a file.
#[derive(Responder)]
pub(in crate::web) struct Download {
    body: Vec<u8>,
    kind: ContentType,
    name: Header<'static>,
}

impl Download {
    /// A CSV file of this name.
    pub(in crate::web) fn csv(name: &str, body: Vec<u8>) -> Self {
        let name = format!("attachment; filename=\"{name}.csv\"");
        Self { body, kind: ContentType::CSV, name: Header::new("Content-Disposition", name) }
    }
}
