//! A piece of work for a database thread, and the answer that leaves only once its transaction has ended.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rocket::tokio::sync::oneshot;

use super::conn::Conn;
use super::fault::Fault;

/// Work waiting for a connection.
pub(super) struct Job(Box<Work>);

/// What is done with a connection, or with the reason why there is none.
type Work = dyn FnOnce(Result<&mut Conn, Fault>) -> Ran + Send;

/// Work that ran, whose transaction has not ended yet.
pub(super) struct Ran {
    /// Its changes are to be kept.
    pub keep: bool,
    answer: Box<dyn FnOnce(Result<(), Fault>) + Send>,
}

impl Ran {
    /// Sends the answer, now that the transaction ended like this.
    pub(super) fn ended(self, commit: Result<(), Fault>) {
        (self.answer)(commit);
    }
}

impl Job {
    /// Work, and where its answer will arrive. No answer at all means the work panicked.
    pub(super) fn new<T, E>(
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> (Self, oneshot::Receiver<Result<T, E>>)
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (send, answer) = oneshot::channel();
        let run = move |conn: Result<&mut Conn, Fault>| {
            let outcome = conn.map_err(E::from).and_then(work);
            Ran {
                keep: outcome.is_ok(),
                answer: Box::new(move |commit| {
                    // Whoever asked may have gone away meanwhile; the work is done all the same.
                    drop(send.send(outcome.and_then(|value| commit.map(|()| value).map_err(E::from))));
                }),
            }
        };
        (Self(Box::new(run)), answer)
    }

    /// Runs the work. `None` if it panicked; whoever asked then learns it by getting no answer.
    pub(super) fn run(self, conn: &mut Conn) -> Option<Ran> {
        catch_unwind(AssertUnwindSafe(|| (self.0)(Ok(conn)))).ok()
    }

    /// Answers without running.
    pub(super) fn refuse(self, fault: Fault) {
        (self.0)(Err(fault)).ended(Ok(()));
    }
}
