//! What every answer carries: the security headers, compression, and its count.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::{ContentType, Header};
use rocket::request::Request;
use rocket::response::Response;
use rocket::tokio::task::spawn_blocking;

use super::health::Counters;
use super::session;
use super::visit::managed;

/// Scripts, styles and pictures only from here; nothing inline; nobody frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      worker-src 'self'; manifest-src 'self'";
/// Answers below this travel in one packet anyway.
const WORTH_IT: usize = 1024;
/// Answers above this would hold a whole file in memory; they go as they are.
const TOO_LARGE: usize = 8 << 20;

/// The fairing.
pub struct Headers;

#[rocket::async_trait]
impl Fairing for Headers {
    fn info(&self) -> Info {
        Info { name: "headers", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        if let Some(counters) = managed::<Counters>(request) {
            counters.answered(response.status());
        }
        // A file people sent has a stricter one of its own.
        if !response.headers().contains("Content-Security-Policy") {
            response.set_raw_header("Content-Security-Policy", POLICY);
        }
        for (name, value) in [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
        ] {
            response.set_raw_header(name, value);
        }
        if session::is_secure(request) {
            response.set_raw_header("Strict-Transport-Security", "max-age=31536000");
        }
        if !response.headers().contains("Cache-Control") {
            response.set_raw_header("Cache-Control", "no-store");
        }
        compress(request, response).await;
    }
}

async fn compress(request: &Request<'_>, response: &mut Response<'_>) {
    if !response.content_type().is_some_and(|kind| is_text(&kind))
        || response.headers().contains("Content-Encoding")
    {
        return;
    }
    response.adjoin_header(Header::new("Vary", "Accept-Encoding"));
    let worth_it = response.body().preset_size().is_some_and(|size| (WORTH_IT..TOO_LARGE).contains(&size));
    if !worth_it || !accepts_gzip(request) {
        return;
    }
    let Ok(bytes) = response.body_mut().to_bytes().await else { return };
    let Ok(compressed) = spawn_blocking(move || gzip(&bytes).map_err(|_| bytes)).await else { return };
    let (body, encoded) = match compressed {
        Ok(body) => (body, true),
        Err(bytes) => (bytes, false),
    };
    if encoded {
        response.set_raw_header("Content-Encoding", "gzip");
    }
    response.set_sized_body(body.len(), Cursor::new(body));
}

/// The bytes, compressed.
///
/// # Errors
/// None in practice: it is written to memory.
pub fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(5));
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Whether whoever asks can unpack it.
pub fn accepts_gzip(request: &Request<'_>) -> bool {
    request.headers().get("Accept-Encoding").flat_map(|header| header.split(',')).any(|part| {
        let (coding, weight) = part.split_once(';').unwrap_or((part, ""));
        coding.trim().eq_ignore_ascii_case("gzip")
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn is_text(kind: &ContentType) -> bool {
    kind.top() == "text"
        || kind.is_json()
        || kind.is_javascript()
        || *kind == ContentType::SVG
        || kind.sub().as_str().ends_with("+json")
}
