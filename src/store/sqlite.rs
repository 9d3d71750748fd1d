//! The embedded database: one writer thread, several readers.
//!
//! One thread owns the only connection that can write. It takes what is waiting, up to [`GROUP`] pieces of work, into one
//! transaction with a savepoint for each, and answers after the commit: so many reports share one disk flush, none waits
//! for a lock, and an answer still means it is on disk (`synchronous=FULL`).

use std::path::Path;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::conn::{Conn, Purpose};
use super::fault::{Fault, Result};
use super::job::{Job, Ran};

/// Pieces of work in one commit.
const GROUP: usize = 64;
/// Pieces of work that may wait for the writer, or for the readers.
const QUEUE: usize = 1024;
/// Pages the log may grow to before they are copied into the database, 64 MB. The default of 4 MB is a fraction of a second
/// of reports, and copies the same pages over and over.
const CHECKPOINT: u32 = 16_000;
/// Reading threads.
const READERS: usize = 4;

/// The queues of the threads.
pub(super) struct Sqlite {
    writer: Sender<Job>,
    readers: Sender<(Purpose, Job)>,
    threads: Vec<JoinHandle<()>>,
}

/// Opens one connection. The waiting time comes first: setting WAL needs the lock.
pub(super) fn connect(path: &Path) -> Result<Conn> {
    let url = path.to_str().ok_or_else(|| Fault::Broken("the database path is not UTF-8".into()))?;
    let mut conn =
        SqliteConnection::establish(url).map_err(|e| Fault::Broken(format!("{}: {e}", path.display())))?;
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8000;",
    )?;
    Ok(Conn::Sqlite(conn))
}

impl Sqlite {
    /// Opens the writer, then the readers, and starts their threads. They end when the queues are dropped.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut conn = connect(path)?;
        if let Conn::Sqlite(c) = &mut conn {
            // What a savepoint would undo is kept in memory: it is of no use after a crash, and otherwise every changed page
            // is written to a temporary file as well.
            c.batch_execute(&format!(
                "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = {CHECKPOINT};"
            ))?;
        }
        let (writer, waiting) = bounded(QUEUE);
        let mut threads = vec![spawn("writer", move || write_all(conn, &waiting))?];
        let (readers, waiting) = bounded(QUEUE);
        for _ in 0..READERS {
            let mut conn = connect(path)?;
            if let Conn::Sqlite(c) = &mut conn {
                c.batch_execute("PRAGMA query_only = ON;")?;
            }
            let waiting = waiting.clone();
            threads.push(spawn("reader", move || read_all(conn, &waiting))?);
        }
        Ok(Self { writer, readers, threads })
    }

    /// Ends the threads once they have done what is waiting, and waits for it: the files are closed then.
    pub(super) fn close(self) {
        drop((self.writer, self.readers));
        for thread in self.threads {
            // A panic of a thread is in the log already.
            drop(thread.join());
        }
    }

    /// Puts work in its queue.
    pub(super) fn send(&self, purpose: Purpose, job: Job) {
        let sent = match purpose {
            Purpose::Write => self.writer.try_send(job).map_err(|e| match e {
                TrySendError::Full(job) => (Fault::Busy, job),
                TrySendError::Disconnected(job) => (ended(), job),
            }),
            Purpose::Look | Purpose::Read => self.readers.try_send((purpose, job)).map_err(|e| match e {
                TrySendError::Full((_, job)) => (Fault::Busy, job),
                TrySendError::Disconnected((_, job)) => (ended(), job),
            }),
        };
        if let Err((fault, job)) = sent {
            job.refuse(fault);
        }
    }
}

fn ended() -> Fault {
    Fault::Broken("the database threads have ended".into())
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    thread::Builder::new()
        .name(format!("xingtu-{name}"))
        .spawn(run)
        .map_err(|e| Fault::Broken(format!("cannot start a database thread: {e}")))
}

fn write_all(mut conn: Conn, waiting: &Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        if let Err(error) = conn.begin(Purpose::Write) {
            first.refuse(error.into());
            continue;
        }
        let Some(ran) = run_first(&mut conn, first) else { continue };
        let mut group = vec![ran];
        while group.len() < GROUP
            && let Ok(job) = waiting.try_recv()
        {
            group.extend(run_apart(&mut conn, job));
        }
        let committed = conn.commit();
        if let Err(error) = &committed {
            tracing::error!(%error, jobs = group.len(), "commit failed");
            drop(conn.roll_back());
        }
        for ran in group {
            ran.ended(match &committed {
                Ok(()) => Ok(()),
                Err(error) => Err(Fault::Broken(format!("commit: {error}"))),
            });
        }
    }
}

/// Runs the first piece of work of a group, and undoes the transaction if it failed: there is nothing else in it yet. A savepoint
/// would keep every page it changes in memory as it was, hundreds of megabytes of a long list.
fn run_first(conn: &mut Conn, job: Job) -> Option<Ran> {
    let ran = job.run(conn);
    if ran.as_ref().is_some_and(|ran| ran.keep) {
        return ran;
    }
    let ended = conn.roll_back();
    if let Some(ran) = ran {
        ran.ended(ended.map_err(Fault::from));
    }
    None
}

/// Runs one piece of work behind a savepoint, and undoes it alone if it failed.
fn run_apart(conn: &mut Conn, job: Job) -> Option<Ran> {
    if let Err(error) = conn.savepoint() {
        job.refuse(error.into());
        return None;
    }
    let ran = job.run(conn);
    let keep = ran.as_ref().is_some_and(|ran| ran.keep);
    let ended = if keep { conn.commit() } else { conn.roll_back() };
    match (ran, ended) {
        (ran, Ok(())) => ran,
        (Some(ran), Err(error)) => {
            ran.ended(Err(error.into()));
            None
        }
        (None, Err(_)) => None,
    }
}

fn read_all(mut conn: Conn, waiting: &Receiver<(Purpose, Job)>) {
    while let Ok((purpose, job)) = waiting.recv() {
        if let Err(error) = conn.begin(purpose) {
            job.refuse(error.into());
            continue;
        }
        let ran = job.run(&mut conn);
        let ended = conn.end_reading(purpose);
        if let Some(ran) = ran {
            ran.ended(ended.map_err(Fault::from));
        }
    }
}
