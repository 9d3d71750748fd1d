//! The server: a few threads, each with its own connection and one transaction per piece of work.
//!
//! There is no group commit here: PostgreSQL groups the flushes of concurrent transactions itself, and does it better.

use std::thread;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::conn::{Conn, Purpose};
use super::fault::{Fault, Result};
use super::job::Job;

/// Connections of one process.
const CONNECTIONS: usize = 8;
/// Pieces of work that may wait.
const QUEUE: usize = 1024;

/// The queue of the threads.
pub(super) struct Postgres(Sender<(Purpose, Job)>);

/// Opens one connection.
pub(super) fn connect(url: &str) -> Result<Conn> {
    let conn = PgConnection::establish(url).map_err(|e| Fault::Broken(format!("PostgreSQL: {e}")))?;
    Ok(Conn::Postgres(conn))
}

impl Postgres {
    /// Opens the connections and starts their threads. They end when the queue is dropped.
    pub(super) fn open(url: &str) -> Result<Self> {
        let (queue, waiting) = bounded(QUEUE);
        for _ in 0..CONNECTIONS {
            let conn = connect(url)?;
            let (url, waiting) = (url.to_owned(), waiting.clone());
            thread::Builder::new()
                .name("xingtu-postgres".into())
                .spawn(move || serve(&url, conn, &waiting))
                .map_err(|e| Fault::Broken(format!("cannot start a database thread: {e}")))?;
        }
        Ok(Self(queue))
    }

    /// Puts work in the queue.
    pub(super) fn send(&self, purpose: Purpose, job: Job) {
        match self.0.try_send((purpose, job)) {
            Ok(()) => {}
            Err(TrySendError::Full((_, job))) => job.refuse(Fault::Busy),
            Err(TrySendError::Disconnected((_, job))) => {
                job.refuse(Fault::Broken("the database threads have ended".into()));
            }
        }
    }
}

fn serve(url: &str, mut conn: Conn, waiting: &Receiver<(Purpose, Job)>) {
    while let Ok((purpose, job)) = waiting.recv() {
        if let Err(fault) = begin(url, &mut conn, purpose) {
            job.refuse(fault);
            continue;
        }
        let Some(ran) = job.run(&mut conn) else {
            drop(conn.end_reading(purpose));
            continue;
        };
        let keep = ran.keep && purpose == Purpose::Write;
        let ended = if keep { conn.commit() } else { conn.end_reading(purpose) };
        ran.ended(ended.map_err(Fault::from));
    }
}

/// Begins a transaction; a connection the server has closed is opened again, once.
fn begin(url: &str, conn: &mut Conn, purpose: Purpose) -> Result<()> {
    if conn.begin(purpose).is_ok() {
        return Ok(());
    }
    tracing::warn!("the connection to PostgreSQL was lost; connecting again");
    *conn = connect(url)?;
    Ok(conn.begin(purpose)?)
}
