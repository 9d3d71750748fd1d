//! The stylesheet, the script and the mark, under an address that changes with their content.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use rocket::http::{ContentType, Header, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use rocket::{Route, get, routes};
use rust_embed::{Embed, EmbeddedFile};
use sha2::{Digest as _, Sha256};

use super::made::Made;

#[derive(Embed)]
#[folder = "static"]
struct Files;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![file, favicon]
}

/// The address of a file.
pub(super) fn href(path: &str) -> String {
    format!("/static/{}/{path}", version())
}

static VERSION: Made<String> = Made::new();

/// The digest of all files, in hexadecimal: a page never mixes the files of two releases.
fn version() -> Arc<String> {
    VERSION.current::<Files>(|| Ok(digest())).unwrap_or_default()
}

fn digest() -> String {
    let mut paths: Vec<_> = Files::iter().collect();
    paths.sort();
    let mut all = Sha256::new();
    for path in &paths {
        all.update(path.as_bytes());
        all.update(Files::get(path).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
    }
    hex::<6>(&all.finalize())
}

/// The first bytes of a digest, in hexadecimal.
fn hex<const N: usize>(digest: &[u8]) -> String {
    digest.iter().take(N).fold(String::with_capacity(2 * N), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A file as sent.
struct Sent {
    kind: ContentType,
    file: EmbeddedFile,
    /// Whether the address named this very content.
    exact: bool,
}

#[get("/static/<version_asked>/<path..>")]
fn file(version_asked: &str, path: PathBuf) -> Option<Sent> {
    let name = path.to_str()?.replace('\\', "/");
    let kind = path.extension().and_then(|ext| ContentType::from_extension(ext.to_str()?))?;
    Some(Sent { kind, file: Files::get(&name)?, exact: version_asked == *version() })
}

#[get("/favicon.ico")]
fn favicon() -> Option<Sent> {
    Some(Sent { kind: ContentType::SVG, file: Files::get("mark.svg")?, exact: false })
}

impl<'r> Responder<'r, 'static> for Sent {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let hash = self.file.metadata.sha256_hash();
        let tag = format!("W/\"{}\"", hex::<12>(&hash));
        let kept = if self.exact { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut answer = Response::build();
        answer.header(Header::new("Cache-Control", kept)).header(Header::new("ETag", tag.clone()));
        if request.headers().get_one("If-None-Match").is_some_and(|held| held.contains(&tag)) {
            return answer.status(Status::NotModified).ok();
        }
        let bytes = self.file.data.into_owned();
        answer.header(self.kind).sized_body(bytes.len(), std::io::Cursor::new(bytes)).ok()
    }
}
