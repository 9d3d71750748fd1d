//! Large files are read and stored in the background. What is known of that is in memory alone: a stop of the server leaves
//! nothing done, since each of them ends in one transaction.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::store::{end_refused, keep_file, show_plan, take_in};
use super::{Given, Incoming, complete, content, plan, prepare, store};
use crate::desk::{Desk, Error, Result, Tx};
use crate::domain::access::Actor;
use crate::domain::ids::ImportId;
use crate::domain::import::Noun;
use crate::domain::moment::Moment;
use crate::domain::refusal::Message;

/// Bytes from which on a file is read and stored in the background.
pub const LARGE: usize = 512 << 10;

/// How far an import is that is being read or stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The catalogue key of what is being done; none once it failed.
    pub step: Option<&'static str>,
    /// Rows it is done with.
    pub rows: i64,
    /// Why it failed.
    pub failed: Option<Message>,
    #[serde(skip)]
    cancelled: bool,
}

/// The imports that are being read or stored.
#[derive(Debug, Clone, Default)]
pub struct Running(Arc<Mutex<HashMap<ImportId, Progress>>>);

impl Running {
    fn all(&self) -> MutexGuard<'_, HashMap<ImportId, Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far an import is; none if nothing is being done with it.
    #[must_use]
    pub fn of(&self, id: ImportId) -> Option<Progress> {
        self.all().get(&id).cloned()
    }

    /// Lets what is being done with an import end without a result.
    pub fn cancel(&self, id: ImportId) {
        if let Some(progress) = self.all().get_mut(&id) {
            progress.cancelled = true;
        }
    }

    fn is_cancelled(&self, id: ImportId) -> bool {
        self.all().get(&id).is_some_and(|progress| progress.cancelled)
    }

    fn at(&self, id: ImportId, step: &'static str, rows: usize) {
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        let mut all = self.all();
        let progress =
            all.entry(id).or_insert(Progress { step: None, rows: 0, failed: None, cancelled: false });
        (progress.step, progress.rows) = (Some(step), rows);
        progress.failed = None;
    }

    fn done(&self, id: ImportId, result: Result<()>) {
        let mut all = self.all();
        let Err(error) = result else { return drop(all.remove(&id)) };
        let failed = match error {
            Error::Conflict(message) => message,
            Error::Invalid(refusals) => refusals
                .iter()
                .next()
                .map_or_else(|| Message::new("error-import-failed"), |(_, message)| message.clone()),
            Error::Stale => Message::new("error-import-stale"),
            other => {
                tracing::error!(import = %id, "an import failed: {other}");
                Message::new("error-import-failed")
            }
        };
        all.insert(id, Progress { step: None, rows: 0, failed: Some(failed), cancelled: false });
    }
}

/// Takes a large file in, to be read later.
///
/// # Errors
/// `Forbidden` for who may not import it.
pub fn begin(tx: &mut Tx<'_>, noun: Noun, incoming: &Incoming) -> Result<ImportId> {
    let found = take_in(tx, noun, incoming)?;
    keep_file(tx, found.id, &incoming.content)?;
    tx.record("import.received", "import", found.id.0, json!({ "noun": noun }))?;
    Ok(found.id)
}

/// What is done in the background, and for whom.
#[derive(Clone)]
pub struct Job {
    /// Where.
    pub desk: Desk,
    /// For whom.
    pub actor: Actor,
    /// When it was asked for.
    pub now: Moment,
    /// Which import.
    pub id: ImportId,
    /// Who is told how far it is.
    pub running: Running,
}

impl Job {
    /// Reads a file that was taken in, and shows what it would do.
    pub fn read(self, noun: Noun, content: Zeroizing<Vec<u8>>, given: Given) {
        self.running.at(self.id, "import-running-reading", 0);
        std::thread::spawn(move || {
            let result = self.read_now(noun, &content, &given);
            self.running.done(self.id, result);
        });
    }

    fn read_now(&self, noun: Noun, content: &[u8], given: &Given) -> Result<()> {
        let id = self.id;
        let prepared = match prepare(noun, content) {
            Ok(prepared) => prepared,
            Err(message) => return self.refuse(message),
        };
        if let Err(Error::Invalid(refusals)) = complete(&prepared, given) {
            let first = refusals.iter().next().map(|(_, message)| message.clone());
            return self.refuse(first.unwrap_or_else(|| Message::new("error-import-failed")));
        }
        self.running.at(id, "import-running-checking", prepared.count());
        let given = given.clone();
        self.desk.write_now(self.actor.clone(), self.now, move |tx| {
            let decided = HashMap::new();
            let plan = plan(tx, &prepared, &given, &decided, false)?;
            show_plan(tx, id, &plan, &prepared)
        })
    }

    fn refuse(&self, message: Message) -> Result<()> {
        let id = self.id;
        self.desk.write_now(self.actor.clone(), self.now, move |tx| end_refused(tx, id, &message))
    }

    /// Stores an import that was shown.
    pub fn store(self, revision: i64, whole: bool) {
        self.running.at(self.id, "import-running-reading", 0);
        std::thread::spawn(move || {
            let result = self.store_now(revision, whole);
            self.running.done(self.id, result);
        });
    }

    fn store_now(&self, revision: i64, whole: bool) -> Result<()> {
        let id = self.id;
        let (noun, content) =
            self.desk.read_now(Some(self.actor.clone()), self.now, move |rx| content(rx, id))?;
        let prepared = prepare(noun, &content).map_err(Error::Conflict)?;
        self.running.at(id, "import-running-storing", prepared.count());
        let running = self.running.clone();
        self.desk.write_now(self.actor.clone(), self.now, move |tx| {
            store(tx, id, revision, whole, &prepared)?;
            // Nothing is stored before this ends, so leaving here leaves nothing.
            if running.is_cancelled(id) {
                return Err(Error::Conflict(Message::new("error-import-left")));
            }
            Ok(())
        })
    }
}
