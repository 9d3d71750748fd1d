//! How far a command is, on standard error: a bar where somebody looks on, a line for each tenth where it goes into a file.

use std::io::{IsTerminal as _, stderr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::desk::progress::{Doing, Far, Meter};

/// Percent between two lines.
const APART: u8 = 10;

/// A command's progress; gone when it is dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    meter: Arc<Meter>,
}

impl Progress {
    /// On a terminal always, elsewhere only if it was asked for.
    pub(super) fn new(asked: bool) -> Self {
        let meter = |told: Box<dyn Fn(Far) + Send + Sync>| Arc::new(Meter::telling(told));
        if stderr().is_terminal() {
            let bar = ProgressBar::new_spinner();
            bar.enable_steady_tick(Duration::from_millis(120));
            let shown = bar.clone();
            return Self { bar, meter: meter(Box::new(move |far| show(&shown, far))) };
        }
        let bar = ProgressBar::hidden();
        if !asked {
            return Self { bar, meter: Arc::default() };
        }
        let last = Mutex::new(None);
        let tell = move |far: Far| {
            let line = line(&mut last.lock().unwrap_or_else(PoisonError::into_inner), far);
            if let Some(line) = line {
                eprintln!("{line}");
            }
        };
        Self { bar, meter: meter(Box::new(tell)) }
    }

    /// What counts for it.
    pub(super) fn meter(&self) -> Arc<Meter> {
        Arc::clone(&self.meter)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

const fn word(doing: Doing) -> &'static str {
    match doing {
        Doing::Reading => "reading",
        Doing::Checking => "checking",
        Doing::Storing => "storing",
        Doing::Writing => "writing",
        Doing::Copying => "copying files",
    }
}

fn show(bar: &ProgressBar, far: Far) {
    bar.set_message(word(far.doing));
    match far.percent() {
        Some(percent) => {
            if bar.length() != Some(100)
                && let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos} %")
            {
                bar.set_style(style);
                bar.set_length(100);
            }
            bar.set_position(percent.into());
        }
        None => bar.set_style(ProgressStyle::default_spinner()),
    }
}

/// What is told next: each step as it begins, then every ten percent of it.
fn line(last: &mut Option<(Doing, u8)>, far: Far) -> Option<String> {
    let percent = far.percent().map(|percent| percent - percent % APART);
    let now = (far.doing, percent.unwrap_or_default());
    if *last == Some(now) {
        return None;
    }
    *last = Some(now);
    Some(match percent {
        Some(percent) => format!("{}: {percent} %", word(far.doing)),
        None => word(far.doing).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_lines_has_one_for_each_tenth() {
        let mut last = None;
        let mut told = Vec::new();
        told.extend(line(&mut last, Far { doing: Doing::Reading, done: 0, total: 0 }));
        for done in 0..=1000 {
            told.extend(line(&mut last, Far { doing: Doing::Checking, done, total: 1000 }));
        }
        assert_eq!(told.len(), 1 + 11, "{told:?}");
        assert_eq!((told[0].as_str(), told[1].as_str()), ("reading", "checking: 0 %"));
        assert_eq!(told[11], "checking: 100 %");
    }
}
