//! `xingtu doctor`.

use rocket::figment::Figment;

use super::{Failed, Outcome, open};
use crate::store::audit;
use crate::store::tallies::{self, Drift};

/// Checks the audit log's seals and every tally against its records, and says what is wrong.
///
/// # Errors
/// If anything is.
pub fn run(figment: &Figment) -> Outcome {
    let db = open(figment)?.db;
    let drift = db.read_now(tallies::drift)?;
    for Drift { key, kept, counted } in &drift {
        println!(
            "tallies: {} {} {} {}-{:02} says {} persons in {} households, its records say {} in {}",
            key.basis,
            key.unit,
            key.pathway,
            key.year,
            key.month,
            kept.persons.0,
            kept.households.0,
            counted.persons.0,
            counted.households.0,
        );
    }
    if drift.is_empty() {
        println!("tallies: every cell is what its records say");
    }
    let broken = db.read_now(audit::broken_seals)?;
    for (chain, place) in &broken {
        println!("audit log: the seal of event {place} of chain {chain} is broken");
    }
    if broken.is_empty() {
        println!("audit log: every seal holds");
    }
    if broken.is_empty() && drift.is_empty() {
        Ok(())
    } else {
        Err(Failed("something is wrong; see above".into()))
    }
}
