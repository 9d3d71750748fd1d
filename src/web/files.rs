//! Giving files out, and how galleries show them. A file has no address of its own: the page of what it is attached to gives
//! it out, after the desk has found the file by that record.

use rocket::FromFormField;
use rocket::http::{Header, RawStr, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use serde::Serialize;

use super::failure::Failure;
use super::visit::Visit;
use crate::desk::attachments::{self, Attachment, Size};
use crate::domain::attachment::{Damage, MediaType};
use crate::domain::moment::Moment;

/// Nothing of a file may load or run anything, and it has no origin.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// The browsers' own readers of PDFs do not open one in a sandbox.
const POLICY_OF_PAPER: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'";

/// What an address asks for with `?size=thumbnail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromFormField)]
pub enum Asked {
    /// A picture made small.
    Thumbnail,
}

/// A file as a gallery shows it.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// The address that gives it out.
    pub href: String,
    /// Whether there is a thumbnail, at `<href>?size=thumbnail`.
    pub image: bool,
    /// Its name.
    pub name: String,
    /// Its length in KiB, rounded up.
    pub kib: i64,
    /// When it came.
    pub at: Moment,
    /// What was found wrong with its content; nothing if it was sound when somebody last looked.
    pub fault: Option<Damage>,
}

impl Shown {
    /// A file given out at this address.
    #[must_use]
    pub fn of(file: &Attachment, href: String) -> Self {
        let name = file.name.as_str().to_owned();
        Self {
            href,
            image: file.kind.is_image(),
            name,
            kib: (file.bytes + 1023) / 1024,
            at: file.at,
            fault: file.fault,
        }
    }
}

/// A file on its way to somebody who was found to be allowed to see it.
#[derive(Debug)]
pub struct Sent {
    name: String,
    kind: MediaType,
    content: Vec<u8>,
}

impl Sent {
    /// Reads a file, or its thumbnail.
    ///
    /// # Errors
    /// The page of a file that cannot be read, or that has no thumbnail.
    pub async fn of(visit: &Visit, file: Attachment, asked: Option<Asked>) -> Result<Self, Failure> {
        let size = asked.map_or(Size::Whole, |Asked::Thumbnail| Size::Thumbnail);
        let content = attachments::content(&visit.desk, &file, size, visit.now).await?;
        let kind = if size == Size::Thumbnail { MediaType::Jpeg } else { file.kind };
        Ok(Self { name: file.name.as_str().to_owned(), kind, content })
    }
}

impl<'r> Responder<'r, 'static> for Sent {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let named = RawStr::new(&self.name).percent_encode().to_string();
        let policy = if self.kind.is_image() { POLICY } else { POLICY_OF_PAPER };
        Response::build()
            .status(Status::Ok)
            .header(Header::new("Content-Type", self.kind.mime()))
            .header(Header::new("Content-Disposition", format!("inline; filename*=UTF-8''{named}")))
            .header(Header::new("Content-Security-Policy", policy))
            // Kept by this browser for the visit, and by nobody in between.
            .header(Header::new("Cache-Control", "private, max-age=300"))
            .sized_body(self.content.len(), std::io::Cursor::new(self.content))
            .ok()
    }
}
