//! `xingtu serve`.

use rocket::fairing::AdHoc;
use rocket::figment::Figment;
use rocket::{Build, Rocket, tokio};
use tracing_subscriber::EnvFilter;

use super::{Outcome, open};
use crate::desk::{Desk, Error, attachments, imports, ratings, sheets};
use crate::domain::moment::Moment;
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
    let rocket = rocket.attach(AdHoc::on_liftoff("address", |rocket| {
        let port = rocket.config().port;
        Box::pin(async move { ready(port) })
    }));
    rocket::execute(rocket.attach(daily()).launch())?;
    Ok(())
}

/// Writes down what the calendar has brought to ratings: at the start, and in the first minutes of every day.
fn daily() -> AdHoc {
    AdHoc::on_liftoff("ratings", |rocket| {
        let served = rocket.state::<Desk>().cloned().zip(rocket.state::<Clock>().cloned());
        Box::pin(async move {
            if let Some((desk, clock)) = served {
                tokio::spawn(sweep_daily(desk, clock));
            }
        })
    })
}

async fn sweep_daily(desk: Desk, clock: Clock) {
    let mut at_start = true;
    loop {
        let now = clock.now();
        sweep_imports(&desk, now, std::mem::take(&mut at_start)).await;
        let swept = desk.clone();
        match tokio::task::spawn_blocking(move || ratings::sweep(&swept, now)).await {
            Ok(Ok(swept)) if swept != ratings::Swept::default() => {
                tracing::info!(called = swept.called, expired = swept.expired, "ratings swept");
            }
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!("ratings not swept: {error}"),
            Err(error) => tracing::error!("ratings not swept: {}", Error::from(error)),
        }
        look_at_files(&desk, now).await;
        // Some minutes into the next day in Beijing, so that a clock put back a little does not make it the day before.
        let next = Moment::after(now.day()) + chrono::Duration::minutes(5);
        let wait = (next.utc() - clock.now().utc()).to_std().unwrap_or(A_MINUTE);
        tokio::time::sleep(wait.max(A_MINUTE)).await;
    }
}

/// Ends imports that the last stop interrupted, and forgets files of people after fourteen days.
async fn sweep_imports(desk: &Desk, now: Moment, at_start: bool) {
    let desk = desk.clone();
    match tokio::task::spawn_blocking(move || imports::sweep(&desk, now, at_start)).await {
        Ok(Ok(swept)) if swept != imports::Swept::default() => {
            tracing::info!(interrupted = swept.interrupted, forgotten = swept.forgotten, "imports swept");
        }
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!("imports not swept: {error}"),
        Err(error) => tracing::error!("imports not swept: {}", Error::from(error)),
    }
}

/// Contents looked at a day: every one comes up in its turn, and `xingtu doctor` looks at all of them.
const FILES_A_DAY: i64 = 200;

/// Looks whether files are still what came, those nobody looked at for longest.
async fn look_at_files(desk: &Desk, now: Moment) {
    let desk = desk.clone();
    let looked = tokio::task::spawn_blocking(move || attachments::inspect(&desk, now, Some(FILES_A_DAY)));
    match looked.await {
        Ok(Ok(inspected)) => {
            for one in inspected.faulty {
                tracing::error!(file = %one.hash, "a file is {}", one.damage);
            }
        }
        Ok(Err(error)) => tracing::error!("files not looked at: {error}"),
        Err(error) => tracing::error!("files not looked at: {}", Error::from(error)),
    }
}

const A_MINUTE: std::time::Duration = std::time::Duration::from_secs(60);

/// Sends the log to standard error; `RUST_LOG` says how much. Of a panic it says where, not what: its words may be of what was read,
/// and no log names anybody.
pub(super) fn log() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,xingtu=info,rocket::launch=error,rocket::server=warn"));
    // Rocket logs through `log`; taking that over first keeps its own printer quiet.
    drop(tracing_log::LogTracer::init());
    drop(tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init());
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!("panicked at {at}");
    }));
}
