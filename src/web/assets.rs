//! The stylesheets, the scripts and the mark, under an address that changes with their content; and what has a fixed address
//! because the browser asks for it there: the worker, the manifest.
//!
//! Scripts and stylesheets leave without their comments and indents, compressed once and as well as gzip can.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;

use rocket::http::{ContentType, Header, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use rocket::{Route, get, routes};
use rust_embed::Embed;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::headers::accepts_gzip;
use super::lang::say_key;
use super::made::Made;
use super::visit::Visit;

#[derive(Embed)]
#[folder = "static"]
struct Files;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![file, favicon, worker, manifest]
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
pub(super) fn hex<const N: usize>(digest: &[u8]) -> String {
    digest.iter().take(N).fold(String::with_capacity(2 * N), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A file ready to be sent.
struct Ready {
    /// Of the bytes before compression.
    tag: String,
    plain: Vec<u8>,
    /// None for what does not become smaller.
    gzip: Option<Vec<u8>>,
}

static READY: Made<HashMap<String, Arc<Ready>>> = Made::new();

fn ready(path: &str) -> Option<Arc<Ready>> {
    let all = READY.current::<Files>(|| {
        let read = |path: Cow<'static, str>| Some((path.to_string(), Arc::new(Ready::of(&path)?)));
        Ok(Files::iter().filter_map(read).collect())
    });
    all.ok()?.get(path).cloned()
}

impl Ready {
    fn of(path: &str) -> Option<Self> {
        let data = Files::get(path)?.data;
        let plain = if is_code(path) { bare(&data) } else { data.into_owned() };
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let packed = encoder.write_all(&plain).and_then(|()| encoder.finish()).ok();
        let gzip = packed.filter(|packed| packed.len() < plain.len());
        Some(Self { tag: format!("W/\"{}\"", hex::<12>(&Sha256::digest(&plain))), plain, gzip })
    }
}

/// Whether a file is a script or a stylesheet.
fn is_code(path: &str) -> bool {
    matches!(path.rsplit('.').next(), Some("js" | "css"))
}

/// A script or stylesheet without the lines that are nothing but a comment, and without indents.
///
/// Our files have no template string or comment over several lines; a test holds them to it.
fn bare(text: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(text) else { return text.to_vec() };
    let mut bare = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line)) {
        bare.push_str(line);
        bare.push('\n');
    }
    bare.into_bytes()
}

fn is_comment(line: &str) -> bool {
    line.starts_with("//") || (line.starts_with("/*") && line.find("*/") == line.len().checked_sub(2))
}

/// A file as sent.
struct Sent {
    kind: ContentType,
    ready: Arc<Ready>,
    /// Whether the address named this very content.
    exact: bool,
}

#[get("/static/<version_asked>/<path..>")]
fn file(version_asked: &str, path: PathBuf) -> Option<Sent> {
    let name = path.to_str()?.replace('\\', "/");
    let kind = path.extension().and_then(|ext| ContentType::from_extension(ext.to_str()?))?;
    Some(Sent { kind, ready: ready(&name)?, exact: version_asked == *version() })
}

#[get("/favicon.ico")]
fn favicon() -> Option<Sent> {
    Some(Sent { kind: ContentType::SVG, ready: ready("mark.svg")?, exact: false })
}

/// The worker, at the root because it answers for every page.
#[get("/sw.js")]
fn worker() -> Option<Sent> {
    Some(Sent { kind: ContentType::JavaScript, ready: ready("sw.js")?, exact: false })
}

/// The name and the mark for a telephone's start screen.
#[get("/manifest.webmanifest")]
fn manifest(visit: Visit) -> (ContentType, String) {
    let lang = visit.lang;
    let word = |key| say_key(lang, key).unwrap_or_default();
    let manifest = json!({
        "name": format!("{} {}", word("common-brand"), word("common-product")),
        "short_name": word("common-brand"),
        "lang": lang.tag(),
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": "#F6F7F9",
        "theme_color": "#1D4E89",
        "icons": [{ "src": href("mark.svg"), "sizes": "any", "type": "image/svg+xml" }],
    });
    (ContentType::new("application", "manifest+json"), manifest.to_string())
}

impl<'r> Responder<'r, 'static> for Sent {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let tag = &self.ready.tag;
        let kept = if self.exact { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut answer = Response::build();
        answer
            .header(Header::new("Cache-Control", kept))
            .header(Header::new("ETag", tag.clone()))
            .header(Header::new("Vary", "Accept-Encoding"));
        if request.headers().get_one("If-None-Match").is_some_and(|held| held.contains(tag.as_str())) {
            return answer.status(Status::NotModified).ok();
        }
        let bytes = match &self.ready.gzip {
            Some(packed) if accepts_gzip(request) => {
                answer.header(Header::new("Content-Encoding", "gzip"));
                packed.clone()
            }
            _ => self.ready.plain.clone(),
        };
        answer.header(self.kind).sized_body(bytes.len(), std::io::Cursor::new(bytes)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_comments_and_indents_is_left_out() {
        let text = "/* one */\n  a{b:c}\n/* two */ d{e:f} /* three */\n  // four\n  x = \"// no comment\";\n";
        let expected = "a{b:c}\n/* two */ d{e:f} /* three */\nx = \"// no comment\";\n";
        assert_eq!(String::from_utf8(bare(text.as_bytes())).unwrap(), expected);
    }

    #[test]
    fn no_string_or_comment_goes_over_lines() {
        for path in Files::iter().filter(|path| is_code(path)) {
            let data = Files::get(&path).unwrap().data;
            for (n, line) in std::str::from_utf8(&data).unwrap().lines().enumerate() {
                let even = line.matches('`').count() % 2 == 0;
                let closed = line.matches("/*").count() == line.matches("*/").count();
                assert!(even && closed, "{path}:{}: {line}", n + 1);
            }
        }
    }

    /// What weak networks carry: all scripts 8 KB, the worker 2 KB.
    #[test]
    fn the_scripts_stay_small() {
        let size = |path: &str| ready(path).unwrap().gzip.as_ref().unwrap().len();
        assert!(size("app.js") + size("outbox.js") + size("files.js") <= 8 * 1024 + 512);
        assert!(size("app.js") + size("outbox.js") <= 8 * 1024);
        assert!(size("sw.js") <= 2 * 1024);
    }
}
