//! `xingtu doctor`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rocket::figment::Figment;

use super::{Failed, Outcome, now, open};
use crate::desk::attachments::Faulty;
use crate::desk::{attachments, snapshots};
use crate::domain::rating::Star;
use crate::store::tallies::{self, Drift};
use crate::store::{Conn, Fault, applications, audit, sheets};

/// Checks the audit log's seals, every tally against its records, every decision against what it was computed from and every
/// file against its row, and says what is wrong. Files that no row names are told and are nothing wrong.
///
/// # Errors
/// If anything is.
pub fn run(figment: &Figment) -> Outcome {
    let desk = open(figment)?;
    let db = &desk.db;
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
    let (decided, differing) = db.read_now(decisions)?;
    for words in &differing {
        println!("decisions: {words}");
    }
    if differing.is_empty() {
        println!("decisions: each of {decided} gives its star again");
    }
    let files = attachments::check(&desk)?;
    for (id, wrong) in &files.unreadable {
        println!("files: attachment {id}: {wrong}");
    }
    for path in &files.unnamed {
        println!("files: no row names {}, which a refused upload may have left behind", path.display());
    }
    if files.unreadable.is_empty() {
        println!("files: the content of each of {} rows is as it came", files.rows);
    }
    let broken = db.read_now(audit::broken_seals)?;
    for (chain, place) in &broken {
        println!("audit log: the seal of event {place} of chain {chain} is broken");
    }
    if broken.is_empty() {
        println!("audit log: every seal holds");
    }
    let unsealed = desk.read_now(None, now(), snapshots::broken)?;
    for snapshots::Broken { year, revision, why } in &unsealed {
        println!("snapshots: {year}, revision {revision}: {why}");
    }
    if unsealed.is_empty() {
        println!("snapshots: every frozen year leads to its root");
    }
    let inspected = attachments::inspect(&desk, now(), None).map_err(|error| Failed(error.to_string()))?;
    inspected.faulty.iter().for_each(tell);
    if broken.is_empty()
        && unsealed.is_empty()
        && drift.is_empty()
        && differing.is_empty()
        && files.unreadable.is_empty()
        && inspected.faulty.is_empty()
    {
        Ok(())
    } else {
        Err(Failed("something is wrong; see above".into()))
    }
}

/// Names a file, the records it lies with and the numbers that rest on it; never its name, which may be a person's.
fn tell(faulty: &Faulty) {
    let name = faulty.hash.to_string();
    let place = name.get(..2).unwrap_or_default();
    println!("files: files/{place}/{name} is {}", faulty.damage);
    for (holder, resting) in &faulty.records {
        println!("files:   a paper of {holder}, on which {} exits rest", resting.len());
        let mut cells = BTreeMap::<_, usize>::new();
        for one in resting {
            *cells.entry((one.year, one.month, &one.unit, one.pathway)).or_default() += 1;
        }
        for ((year, month, unit, pathway), exits) in cells {
            println!("files:     {unit} {pathway} {year}-{month:02}: {exits} exits");
        }
    }
}

/// Computes every decision again from what it was computed from: how many there are, and what is wrong with any.
fn decisions(c: &mut Conn) -> Result<(usize, Vec<String>), Fault> {
    let all = applications::all_decisions(c)?;
    let mut differing = Vec::new();
    let mut computed = 0;
    let mut versions = BTreeMap::new();
    for recorded in &all {
        let (number, decided) = (&recorded.number, &recorded.decided);
        // Decisions from before their basis was kept cannot be computed again.
        let Some(basis) = &decided.basis else { continue };
        let version = match versions.entry(recorded.sheet) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(place) => place.insert(sheets::find(c, recorded.sheet)?),
        };
        let again = basis.recompute(&version.sheet);
        computed += 1;
        let star = |star: Option<Star>| star.map_or(0, Star::number);
        if (again.reached, again.total) != (decided.reached, decided.total) {
            differing.push(format!(
                "{number} round {} says {} stars with {} points, its basis says {} with {}",
                decided.round,
                star(decided.reached),
                decided.total,
                star(again.reached),
                again.total,
            ));
        }
        if decided.awarded > again.reached {
            differing.push(format!(
                "{number} round {} awards {} stars, more than it reaches",
                decided.round,
                star(decided.awarded)
            ));
        }
    }
    Ok((computed, differing))
}
