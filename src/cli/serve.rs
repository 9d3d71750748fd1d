//! `xingtu serve`.

use rocket::figment::Figment;
use rocket::{Build, Rocket};
use tracing_subscriber::EnvFilter;

use super::{Outcome, open};
use crate::desk::sheets;
use crate::web::{self, Clock};

/// Serves until it is told to stop; requests under way are finished.
///
/// # Errors
/// If the key is missing, the database cannot be opened, or the address is taken.
pub fn run(figment: &Figment) -> Outcome {
    log();
    let desk = open(figment)?;
    sheets::install_shipped(&desk)?;
    serve(web::rocket(desk, figment, Clock::system()), |_| {})
}

/// Serves a desk, and says when the address is known.
pub(super) fn serve(rocket: Rocket<Build>, ready: impl FnOnce(u16) + Send + Sync + 'static) -> Outcome {
    let rocket = rocket.attach(rocket::fairing::AdHoc::on_liftoff("address", |rocket| {
        let port = rocket.config().port;
        Box::pin(async move { ready(port) })
    }));
    rocket::execute(rocket.launch())?;
    Ok(())
}

/// Sends the log to standard error; `RUST_LOG` says how much.
pub(super) fn log() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,xingtu=info,rocket::launch=error,rocket::server=warn"));
    // Rocket logs through `log`; taking that over first keeps its own printer quiet.
    drop(tracing_log::LogTracer::init());
    drop(tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init());
}
