//! The audit log: append-only events in sixteen hash chains.
//!
//! An event's chain is its actor's number modulo sixteen, so that people working at once need not queue behind one head.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::schema::{audit_chains, audit_events, users};
use super::{Conn, Fault, Result};
use crate::domain::access::Role;
use crate::domain::ids::{AuditId, UserId};
use crate::domain::moment::Moment;

const CHAINS: i64 = 16;

/// Something a person did.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// Who; nobody for what the program did by itself.
    pub user: Option<UserId>,
    /// The step in the past tense: `application.accepted`.
    pub what: &'static str,
    /// The kind of record: `application`.
    pub noun: &'static str,
    /// The record's number.
    pub record: i64,
    /// What changed, as JSON; never a name or an ID number.
    pub detail: String,
}

/// An event as it was sealed into its chain.
#[derive(Debug, Clone, Queryable)]
pub struct SealedEvent {
    /// Its number.
    pub id: AuditId,
    /// Its chain.
    pub chain: i32,
    /// Its place there, from 1.
    pub place: i64,
    /// When.
    pub at: Moment,
    /// Who.
    pub user: Option<UserId>,
    /// What.
    pub what: String,
    /// Of which kind of record.
    pub noun: String,
    /// Of which record.
    pub record: i64,
    /// What changed.
    pub detail: String,
    /// Its seal.
    pub hash: Vec<u8>,
}

/// Appends events, all of one actor, to their chain, whose head a trigger moves on with each.
///
/// The head is taken late in a transaction and held until it ends: that is what puts the events of a chain in one order.
///
/// # Errors
/// If the database fails.
pub fn append(c: &mut Conn, events: &[Event]) -> Result<()> {
    let Some(first) = events.first() else { return Ok(()) };
    let chain = i32::try_from(first.user.map_or(0, |user| user.0.rem_euclid(CHAINS)))
        .map_err(|_| Fault::Broken("no such chain".into()))?;
    let (length, mut hash) = head(c, chain)?;
    for (place, event) in (length + 1..).zip(events) {
        hash = seal(&hash, chain, place, event);
        diesel::insert_into(audit_events::table)
            .values((
                audit_events::chain.eq(chain),
                audit_events::place.eq(place),
                audit_events::at.eq(event.at),
                audit_events::user_id.eq(event.user),
                audit_events::what.eq(event.what),
                audit_events::noun.eq(event.noun),
                audit_events::record_id.eq(event.record),
                audit_events::detail.eq(&event.detail),
                audit_events::hash.eq(&hash),
            ))
            .execute(c)?;
    }
    Ok(())
}

/// How long a chain is and the seal of its last event; on PostgreSQL, where others write too, held until the transaction ends.
fn head(c: &mut Conn, chain: i32) -> Result<(i64, Vec<u8>)> {
    let head = audit_chains::table
        .filter(audit_chains::chain.eq(chain))
        .select((audit_chains::length, audit_chains::head_hash));
    Ok(match c {
        Conn::Postgres(c) => head.for_update().get_result(c)?,
        Conn::Sqlite(c) => head.get_result(c)?,
    })
}

/// The events of one record, oldest first.
///
/// # Errors
/// If the database fails.
pub fn of_record(c: &mut Conn, noun: &str, record: i64) -> Result<Vec<SealedEvent>> {
    Ok(audit_events::table
        .filter(audit_events::noun.eq(noun).and(audit_events::record_id.eq(record)))
        .order(audit_events::id)
        .load(c)?)
}

/// An event with who did it, as a page tells it.
#[derive(Debug, Clone, Queryable)]
pub struct Told {
    /// Its number.
    pub id: AuditId,
    /// When.
    pub at: Moment,
    /// The step in the past tense.
    pub what: String,
    /// What changed.
    pub detail: String,
    /// The role of whoever did it.
    pub role: Option<Role>,
    /// Their name.
    pub name: Option<String>,
}

/// The events of some records of a kind with who did them, oldest first.
///
/// # Errors
/// If the database fails.
pub fn told(c: &mut Conn, noun: &str, records: &[i64]) -> Result<Vec<Told>> {
    Ok(audit_events::table
        .left_join(users::table)
        .filter(audit_events::noun.eq(noun).and(audit_events::record_id.eq_any(records)))
        .select((
            audit_events::id,
            audit_events::at,
            audit_events::what,
            audit_events::detail,
            users::role.nullable(),
            users::name.nullable(),
        ))
        .order(audit_events::id)
        .load(c)?)
}

/// An event of one of several records of several kinds.
#[derive(Debug, Clone, Queryable)]
pub struct Logged {
    /// When.
    pub at: Moment,
    /// Who, by name; nobody for what the program did by itself.
    pub by: Option<String>,
    /// What.
    pub what: String,
    /// With which kind of record.
    pub noun: String,
    /// With which record.
    pub record: i64,
}

/// What was done with any of these records, by kind, oldest first.
///
/// # Errors
/// If the database fails.
pub fn of_records(c: &mut Conn, records: &[(&str, Vec<i64>)]) -> Result<Vec<Logged>> {
    let mut all: Vec<(AuditId, Logged)> = Vec::new();
    for (noun, ids) in records.iter().filter(|(_, ids)| !ids.is_empty()) {
        let rows: Vec<(AuditId, Logged)> = audit_events::table
            .left_join(users::table)
            .filter(audit_events::noun.eq(*noun).and(audit_events::record_id.eq_any(ids.clone())))
            .select((
                audit_events::id,
                (
                    audit_events::at,
                    users::name.nullable(),
                    audit_events::what,
                    audit_events::noun,
                    audit_events::record_id,
                ),
            ))
            .load(c)?;
        all.extend(rows);
    }
    all.sort_by_key(|(id, logged)| (logged.at, *id));
    Ok(all.into_iter().map(|(_, logged)| logged).collect())
}

/// The events whose seal is not the hash of what they say and of the event before, or that are missing from their chain.
///
/// # Errors
/// If the database fails.
pub fn broken_seals(c: &mut Conn) -> Result<Vec<(i32, i64)>> {
    let mut broken = Vec::new();
    let chains: Vec<(i32, i64, Vec<u8>)> = audit_chains::table
        .select((audit_chains::chain, audit_chains::length, audit_chains::head_hash))
        .order(audit_chains::chain)
        .load(c)?;
    for (chain, length, head) in chains {
        let mut hash = vec![0; 32];
        let mut expected = 0;
        let events: Vec<SealedEvent> =
            audit_events::table.filter(audit_events::chain.eq(chain)).order(audit_events::place).load(c)?;
        for event in events {
            expected += 1;
            hash = seal_of(&hash, &event);
            if event.place != expected || event.hash != hash {
                broken.push((chain, event.place));
                hash = event.hash;
                expected = event.place;
            }
        }
        if expected != length || hash != head {
            broken.push((chain, length));
        }
    }
    Ok(broken)
}

fn seal(before: &[u8], chain: i32, place: i64, event: &Event) -> Vec<u8> {
    digest(before, chain, place, event.at, event.user, [event.what, event.noun, &event.detail], event.record)
}

fn seal_of(before: &[u8], event: &SealedEvent) -> Vec<u8> {
    let words = [event.what.as_str(), event.noun.as_str(), event.detail.as_str()];
    digest(before, event.chain, event.place, event.at, event.user, words, event.record)
}

/// Every part goes in with its length before it, so that no two events read the same.
fn digest(
    before: &[u8],
    chain: i32,
    place: i64,
    at: Moment,
    user: Option<UserId>,
    words: [&str; 3],
    record: i64,
) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(chain.to_be_bytes());
    hash.update(place.to_be_bytes());
    hash.update(user.map_or(0, |user| user.0).to_be_bytes());
    hash.update(record.to_be_bytes());
    let at = at.to_string();
    for word in words.into_iter().chain([at.as_str()]) {
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word.as_bytes());
    }
    hash.finalize().to_vec()
}
