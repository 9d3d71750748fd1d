//! One function per thing a person does: permitted? load, let the domain decide, save, record, in one transaction.
//!
//! A writing function takes a [`Tx`], a reading one an [`Rx`]; [`Desk::write`] and [`Desk::read`] run them. Pages, JSON and
//! commands call the same functions.

pub mod accounts;
pub mod announcements;
pub mod annual;
pub mod applications;
pub mod archive;
pub mod attachments;
pub mod attributions;
pub mod benefits;
pub mod calendar;
pub mod certificates;
pub mod changes;
pub mod dossiers;
mod error;
pub mod evidence;
pub mod evidence_rules;
pub mod exit_criteria;
pub mod exits;
pub mod exports;
pub mod figures;
pub mod hires;
pub mod home;
pub mod household_checks;
pub mod households;
pub mod identities;
pub mod imports;
pub mod income_lines;
pub mod licences;
pub mod months;
pub mod notices;
pub mod objections;
pub mod open_tallies;
pub mod papers;
pub mod progress;
pub mod ratings;
pub mod sample_checks;
pub mod sheets;
pub mod sites;
pub mod snapshots;
pub mod tallies;
pub mod targets;

use std::sync::Arc;

pub use error::{Error, Result};
use serde::Serialize;

use crate::domain::access::{Act, Actor, Scope};
use crate::domain::identity::PersonName;
use crate::domain::ids::SiteId;
use crate::domain::moment::Moment;
use crate::keys::Keys;
use crate::store::files::Files;
use crate::store::{Conn, Db, audit as log};

/// Where work is done: the database, the files and the keys of the installation. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The database.
    pub db: Db,
    /// The keys.
    pub keys: Arc<Keys>,
    /// The contents of files.
    pub files: Files,
}

/// A reading under way.
pub struct Rx<'a> {
    /// One consistent snapshot of the database.
    pub conn: &'a mut Conn,
    /// Who reads; nobody signed in for the public.
    pub viewer: Option<&'a Actor>,
    /// When.
    pub now: Moment,
    /// The keys of the installation.
    pub keys: &'a Keys,
}

impl Rx<'_> {
    /// The records the reader may know of.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.viewer.map_or(Scope::Public, Actor::scope)
    }

    /// A person's name as this reader may see it: in full for staff who keep the household register, 张* for everybody else.
    #[must_use]
    pub fn name(&self, name: &PersonName) -> String {
        let in_full = self.viewer.is_some_and(|viewer| viewer.may(Act::ReadHouseholds));
        if in_full { name.as_str().to_owned() } else { name.public_masked() }
    }
}

impl<'a> Rx<'a> {
    /// The signed-in reader.
    ///
    /// # Errors
    /// [`Error::NotFound`] if nobody is signed in.
    pub const fn actor(&self) -> Result<&'a Actor> {
        match self.viewer {
            Some(actor) => Ok(actor),
            None => Err(Error::NotFound),
        }
    }
}

/// A change under way: one transaction of one person.
pub struct Tx<'a> {
    /// The transaction.
    pub conn: &'a mut Conn,
    /// Who acts.
    pub actor: &'a Actor,
    /// When.
    pub now: Moment,
    /// The keys of the installation.
    pub keys: &'a Keys,
    events: Vec<log::Event>,
}

impl Tx<'_> {
    /// The records the person may know of.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.actor.scope()
    }

    /// Records what was done in the audit log, sealed when the transaction ends. Never a person's name or ID number.
    ///
    /// # Errors
    /// If the detail cannot be written as JSON.
    pub fn record(
        &mut self,
        what: &'static str,
        noun: &'static str,
        record: i64,
        detail: serde_json::Value,
    ) -> Result<()> {
        let detail = serde_json::to_string(&detail).map_err(|e| Error::Broken(e.to_string()))?;
        self.events.push(log::Event {
            at: self.now,
            user: Some(self.actor.user),
            what,
            noun,
            record,
            detail,
        });
        Ok(())
    }

    /// Does a part of the work; if it fails or is not to be kept, as if it had never been tried.
    ///
    /// # Errors
    /// Those of the work.
    pub(in crate::desk) fn attempt<T>(
        &mut self,
        keep: bool,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        crate::store::begin_part(self.conn)?;
        let before = self.events.len();
        let done = work(self);
        let kept = keep && done.is_ok();
        crate::store::end_part(self.conn, kept)?;
        if !kept {
            self.events.truncate(before);
        }
        done
    }

    /// The transaction as a reading of the same person, for what a change must first look up.
    pub fn reading(&mut self) -> Rx<'_> {
        Rx { conn: self.conn, viewer: Some(self.actor), now: self.now, keys: self.keys }
    }
}

/// Something that waits for the reader, on their home page.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    /// The catalogue key of its sentence; `n` is the count.
    pub key: &'static str,
    /// How many.
    pub count: i64,
    /// The list of them.
    pub href: String,
}

impl Waiting {
    /// What waits at some of an operator's sites: at the page of the one, or in the list of all.
    fn at_sites(key: &'static str, sites: &[SiteId], page: &str) -> Self {
        let href = match sites {
            [only] => format!("/sites/{only}/{page}"),
            _ => "/sites".into(),
        };
        Self { key, count: i64::try_from(sites.len()).unwrap_or(i64::MAX), href }
    }
}

impl Desk {
    /// Reads in one consistent snapshot.
    ///
    /// # Errors
    /// Those of the work.
    pub async fn read<T: Send + 'static>(
        &self,
        viewer: Option<Actor>,
        now: Moment,
        work: impl FnOnce(&mut Rx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.db.read(reading(Arc::clone(&self.keys), viewer, now, work)).await
    }

    /// As [`Desk::read`], for threads that may wait.
    ///
    /// # Errors
    /// Those of the work.
    pub fn read_now<T: Send + 'static>(
        &self,
        viewer: Option<Actor>,
        now: Moment,
        work: impl FnOnce(&mut Rx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.db.read_now(reading(Arc::clone(&self.keys), viewer, now, work))
    }

    /// Makes a change in one transaction: all of it with its audit events, or nothing.
    ///
    /// # Errors
    /// Those of the work.
    pub async fn write<T: Send + 'static>(
        &self,
        actor: Actor,
        now: Moment,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.db.write(change(Arc::clone(&self.keys), actor, now, work)).await
    }

    /// As [`Desk::write`], for threads that may wait.
    ///
    /// # Errors
    /// Those of the work.
    pub fn write_now<T: Send + 'static>(
        &self,
        actor: Actor,
        now: Moment,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.db.write_now(change(Arc::clone(&self.keys), actor, now, work))
    }
}

fn reading<T>(
    keys: Arc<Keys>,
    viewer: Option<Actor>,
    now: Moment,
    work: impl FnOnce(&mut Rx<'_>) -> Result<T>,
) -> impl FnOnce(&mut Conn) -> Result<T> {
    move |conn| work(&mut Rx { conn, viewer: viewer.as_ref(), now, keys: &keys })
}

fn change<T>(
    keys: Arc<Keys>,
    actor: Actor,
    now: Moment,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
) -> impl FnOnce(&mut Conn) -> Result<T> {
    move |conn| {
        let mut tx = Tx { conn, actor: &actor, now, keys: &keys, events: Vec::new() };
        let done = work(&mut tx)?;
        let events = std::mem::take(&mut tx.events);
        log::append(tx.conn, &events)?;
        Ok(done)
    }
}
