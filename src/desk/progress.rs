//! How far a long piece of work is, told to whoever waits for it, who may have it stop.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use super::{Error, Result};
use crate::domain::refusal::Message;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Doing {
    /// A file is read: how many rows it has is not known before the end.
    #[default]
    Reading,
    /// Rows are held against the records.
    Checking,
    /// Rows are stored.
    Storing,
    /// Tables are written out.
    Writing,
    /// The contents of files are copied.
    Copying,
}

impl Doing {
    const ALL: [Self; 5] = [Self::Reading, Self::Checking, Self::Storing, Self::Writing, Self::Copying];
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Far {
    /// What is being done.
    pub doing: Doing,
    /// How much of it is done.
    pub done: u64,
    /// How much there is to do; nothing if that is not known.
    pub total: u64,
}

impl Far {
    /// Whole percent of this step; none if it is not known how much there is to do.
    pub fn percent(self) -> Option<u8> {
        let of = self.done.min(self.total).saturating_mul(100).checked_div(self.total)?;
        u8::try_from(of).ok()
    }
}

/// How much is done between two times that somebody is told, and that it is asked whether to stop.
const EVERY: u64 = 500;

type Told = Box<dyn Fn(Far) + Send + Sync>;

/// Counts a piece of work as it is done.
#[derive(Default)]
pub struct Meter {
    doing: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    left: AtomicBool,
    told: Option<Told>,
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.far().fmt(f)
    }
}

impl Meter {
    /// One that tells.
    pub fn telling(told: impl Fn(Far) + Send + Sync + 'static) -> Self {
        Self { told: Some(Box::new(told)), ..Self::default() }
    }

    /// How far it is.
    pub fn far(&self) -> Far {
        let doing = Doing::ALL.get(usize::from(self.doing.load(Ordering::Relaxed)));
        Far {
            doing: doing.copied().unwrap_or_default(),
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
        }
    }

    /// Lets the work end, without a result, as soon as it next asks.
    pub fn leave(&self) {
        self.left.store(true, Ordering::Relaxed);
    }

    /// Begins the next step, of so much; nothing if that is not known.
    ///
    /// # Errors
    /// `Conflict` if the work is to end.
    pub fn begin(&self, doing: Doing, total: usize) -> Result<()> {
        let place = Doing::ALL.iter().position(|one| *one == doing).unwrap_or_default();
        self.total.store(0, Ordering::Relaxed);
        self.doing.store(u8::try_from(place).unwrap_or_default(), Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(wide(total), Ordering::Relaxed);
        self.tell()
    }

    /// So much more is done.
    ///
    /// # Errors
    /// `Conflict` if the work is to end.
    pub fn more(&self, n: usize) -> Result<()> {
        let n = wide(n);
        let before = self.done.fetch_add(n, Ordering::Relaxed);
        if (before + n) / EVERY > before / EVERY { self.tell() } else { Ok(()) }
    }

    /// Whether to go on.
    ///
    /// # Errors
    /// `Conflict` if the work is to end.
    pub fn go_on(&self) -> Result<()> {
        if self.left.load(Ordering::Relaxed) {
            return Err(Error::Conflict(Message::new("error-import-left")));
        }
        Ok(())
    }

    fn tell(&self) -> Result<()> {
        if let Some(told) = &self.told {
            told(self.far());
        }
        self.go_on()
    }
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_meter_tells_every_five_hundred_rows_and_at_each_step() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let here = Arc::clone(&told);
        let meter = Meter::telling(move |far| here.lock().unwrap().push((far.doing, far.percent())));
        meter.begin(Doing::Reading, 0).unwrap();
        meter.begin(Doing::Checking, 2000).unwrap();
        for _ in 0..1999 {
            meter.more(1).unwrap();
        }
        meter.begin(Doing::Storing, 700).unwrap();
        meter.more(700).unwrap();
        let checking = |percent| (Doing::Checking, Some(percent));
        assert_eq!(
            *told.lock().unwrap(),
            [
                (Doing::Reading, None),
                checking(0),
                checking(25),
                checking(50),
                checking(75),
                (Doing::Storing, Some(0)),
                (Doing::Storing, Some(100))
            ]
        );
    }

    #[test]
    fn what_is_left_ends_within_five_hundred_rows() {
        let meter = Meter::default();
        meter.begin(Doing::Checking, 10_000).unwrap();
        meter.leave();
        let done = (0..10_000).take_while(|_| meter.more(1).is_ok()).count();
        assert_eq!(done, 499);
        assert!(meter.begin(Doing::Storing, 1).is_err());
    }
}
