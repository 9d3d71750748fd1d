//! `xingtu doctor`.

use rocket::figment::Figment;

use super::{Failed, Outcome, open};
use crate::store::audit;

/// Checks the audit log's seals and every tally against its records, and says what is wrong.
///
/// # Errors
/// If anything is.
pub fn run(figment: &Figment) -> Outcome {
    let db = open(figment)?.db;
    let broken = db.read_now(audit::broken_seals)?;
    for (chain, place) in &broken {
        println!("audit log: the seal of event {place} of chain {chain} is broken");
    }
    if broken.is_empty() {
        println!("audit log: every seal holds");
    }
    if broken.is_empty() { Ok(()) } else { Err(Failed("something is wrong; see above".into())) }
}
