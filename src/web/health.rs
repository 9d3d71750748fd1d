//! For whoever runs the installation: is the process alive, is the database, how many answers of which kind.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use rocket::http::{ContentType, Status};
use rocket::{Route, State, get, routes};

use super::visit::Clock;
use crate::desk::{Desk, home};

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![healthz, readyz, metrics]
}

/// How many answers were given, by the first digit of their status.
#[derive(Default)]
pub struct Counters([AtomicU64; 5]);

impl Counters {
    /// Counts an answer.
    pub fn answered(&self, status: Status) {
        let class = usize::from(status.code / 100).saturating_sub(1);
        if let Some(counter) = self.0.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[get("/healthz")]
const fn healthz() -> &'static str {
    "ok\n"
}

#[get("/readyz")]
async fn readyz(desk: &State<Desk>, clock: &State<Clock>) -> (Status, &'static str) {
    match desk.read(None, clock.now(), home::units).await {
        Ok(_) => (Status::Ok, "ready\n"),
        Err(_) => (Status::ServiceUnavailable, "the database does not answer\n"),
    }
}

#[get("/metrics")]
fn metrics(counters: &State<Counters>) -> (ContentType, String) {
    let mut text = String::from(
        "# HELP xingtu_responses_total Answers given, by class of status.\n# TYPE xingtu_responses_total counter\n",
    );
    for (class, counter) in (1..).zip(&counters.0) {
        let given = counter.load(Ordering::Relaxed);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "xingtu_responses_total{{class=\"{class}xx\"}} {given}");
    }
    text.push_str("# HELP xingtu_build_info The release that runs.\n# TYPE xingtu_build_info gauge\n");
    text.push_str(concat!("xingtu_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1\n"));
    (ContentType::new("text", "plain").with_params([("version", "0.0.4"), ("charset", "utf-8")]), text)
}
