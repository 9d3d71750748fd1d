//! Large files are read and stored in the background. What is known of that is in memory alone: a stop of the server leaves
//! nothing done, since each of them ends in one transaction.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::store::{end_refused, keep_file, show_plan, take_in};
use super::{Given, Incoming, complete, content, plan, prepare, store};
use crate::desk::progress::{Doing, Meter};
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
    /// Rows of the file; none before it is read.
    pub rows: i64,
    /// Whole percent of the step; none if it is not known how much there is to do.
    pub percent: Option<u8>,
    /// Why it failed.
    pub failed: Option<Message>,
}

/// What is being done with an import, or why it failed.
#[derive(Debug, Clone)]
enum Work {
    Done(Arc<Meter>, i64),
    Failed(Message),
}

impl Work {
    fn progress(&self) -> Progress {
        match self {
            Self::Done(meter, rows) => {
                let far = meter.far();
                let step = match far.doing {
                    Doing::Checking => "import-running-checking",
                    Doing::Storing => "import-running-storing",
                    Doing::Reading | Doing::Writing | Doing::Copying => "import-running-reading",
                };
                Progress { step: Some(step), rows: *rows, percent: far.percent(), failed: None }
            }
            Self::Failed(why) => Progress { step: None, rows: 0, percent: None, failed: Some(why.clone()) },
        }
    }
}

/// The imports that are being read or stored.
#[derive(Debug, Clone, Default)]
pub struct Running(Arc<Mutex<HashMap<ImportId, Work>>>);

impl Running {
    fn all(&self) -> MutexGuard<'_, HashMap<ImportId, Work>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far an import is; none if nothing is being done with it.
    #[must_use]
    pub fn of(&self, id: ImportId) -> Option<Progress> {
        self.all().get(&id).map(Work::progress)
    }

    /// Lets what is being done with an import end without a result.
    pub fn cancel(&self, id: ImportId) {
        if let Some(Work::Done(meter, _)) = self.all().get(&id) {
            meter.leave();
        }
    }

    fn begin(&self, id: ImportId) -> Arc<Meter> {
        let meter = Arc::new(Meter::default());
        self.all().insert(id, Work::Done(Arc::clone(&meter), 0));
        meter
    }

    fn has_rows(&self, id: ImportId, count: usize) {
        if let Some(Work::Done(_, rows)) = self.all().get_mut(&id) {
            *rows = i64::try_from(count).unwrap_or(i64::MAX);
        }
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
        all.insert(id, Work::Failed(failed));
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
        let meter = self.running.begin(self.id);
        std::thread::spawn(move || {
            let result = self.read_now(noun, &content, &given, meter);
            self.running.done(self.id, result);
        });
    }

    fn read_now(&self, noun: Noun, content: &[u8], given: &Given, meter: Arc<Meter>) -> Result<()> {
        let id = self.id;
        let prepared = match prepare(noun, content) {
            Ok(prepared) => prepared.telling(meter),
            Err(message) => return self.refuse(message),
        };
        if let Err(Error::Invalid(refusals)) = complete(&prepared, given) {
            let first = refusals.iter().next().map(|(_, message)| message.clone());
            return self.refuse(first.unwrap_or_else(|| Message::new("error-import-failed")));
        }
        self.running.has_rows(id, prepared.count());
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
        let meter = self.running.begin(self.id);
        std::thread::spawn(move || {
            let result = self.store_now(revision, whole, &meter);
            self.running.done(self.id, result);
        });
    }

    fn store_now(&self, revision: i64, whole: bool, meter: &Arc<Meter>) -> Result<()> {
        let id = self.id;
        let (noun, content) =
            self.desk.read_now(Some(self.actor.clone()), self.now, move |rx| content(rx, id))?;
        let prepared = prepare(noun, &content).map_err(Error::Conflict)?.telling(Arc::clone(meter));
        self.running.has_rows(id, prepared.count());
        let meter = Arc::clone(meter);
        self.desk.write_now(self.actor.clone(), self.now, move |tx| {
            store(tx, id, revision, whole, &prepared)?;
            // Nothing is stored before this ends, so leaving here leaves nothing.
            meter.go_on()
        })
    }
}
