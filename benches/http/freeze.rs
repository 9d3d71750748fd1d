//! Freezing a year, by its two people: how long it takes and what memory it needs beyond what was held before.

use std::process;
use std::time::Instant;

use chrono::Utc;
use xingtu::desk::{Desk, snapshots};
use xingtu::domain::access::{Actor, Role};
use xingtu::domain::moment::Moment;
use xingtu::store::users;

use crate::server;

/// Freezes the first year.
pub fn freeze(desk: &Desk) -> String {
    let now: Moment = Utc::now().into();
    let people = desk.db.read_now(users::all).unwrap();
    let mut city = people.into_iter().map(users::User::actor).filter(|actor| actor.role == Role::City);
    let (one, other): (Actor, Actor) = city.next().zip(city.next()).expect("two of the city");
    let before = server::held(process::id(), "VmRSS:");
    // From here on the kernel tells the most that was held.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let began = Instant::now();
    let id =
        desk.write_now(one, now, |tx| snapshots::propose(tx, crate::fill::FIRST_YEAR, "按年度冻结")).unwrap();
    let proposed = began.elapsed();
    desk.write_now(other, now, move |tx| snapshots::freeze(tx, id)).unwrap();
    let frozen = began.elapsed().saturating_sub(proposed);
    format!(
        "checked in {:.1} s, frozen in {:.1} s, {} MB more memory at most",
        proposed.as_secs_f64(),
        frozen.as_secs_f64(),
        server::held(process::id(), "VmHWM:").saturating_sub(before) / 1_000_000
    )
}
