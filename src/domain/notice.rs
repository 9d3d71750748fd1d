//! Public notices of decisions, and objections to them. 公示、异议

use chrono::NaiveDate;

use super::codes::code;
use super::refusal::{Message, Refusal};

code! {
    /// How an objection stands.
    pub enum ObjectionState: "objection-state" {
        /// 待答复
        Open = "open",
        /// 成立
        Upheld = "upheld",
        /// 不成立
        Dismissed = "dismissed",
    }
}

code! {
    /// How a notice stands on a day.
    pub enum NoticeState: "board-state" {
        /// 公示中
        Open = "open",
        /// 已结束
        Closed = "closed",
        /// 因异议中止: an objection was upheld.
        Stopped = "stopped",
    }
}

/// The days of a notice and whether an upheld objection stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The first day.
    pub opened_on: NaiveDate,
    /// The last day; objections are taken until it ends, in Beijing time.
    pub closes_on: NaiveDate,
    /// Whether an objection was upheld.
    pub stopped: bool,
}

impl Run {
    /// How it stands on a day.
    #[must_use]
    pub fn on(self, today: NaiveDate) -> NoticeState {
        if self.stopped {
            NoticeState::Stopped
        } else if today > self.closes_on {
            NoticeState::Closed
        } else {
            NoticeState::Open
        }
    }

    /// Whether the decision may be approved on a day: not before the day after the last, nor while somebody waits for an
    /// answer.
    ///
    /// # Errors
    /// [`TooEarly`].
    pub fn check_approval(self, today: NaiveDate, open_objections: i64) -> Result<(), TooEarly> {
        if today <= self.closes_on {
            Err(TooEarly::Running(self.closes_on.succ_opt().unwrap_or(self.closes_on)))
        } else if open_objections > 0 {
            Err(TooEarly::Objections(open_objections))
        } else {
            Ok(())
        }
    }
}

/// Why a decision cannot be approved yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooEarly {
    /// The notice still runs.
    #[error("the notice runs until the day before {0}")]
    Running(NaiveDate),
    /// So many objections wait for an answer.
    #[error("{0} objections wait for an answer")]
    Objections(i64),
}

impl Refusal for TooEarly {
    fn message(&self) -> Message {
        match self {
            Self::Running(from) => Message::new("error-notice-running").with("from", from.to_string()),
            Self::Objections(n) => Message::new("error-notice-objections").with("n", *n),
        }
    }
}

/// The number of a notice: `GS-2017-0007`, by year.
#[must_use]
pub fn notice_number(year: i32, place: i64) -> String {
    format!("GS-{year}-{place:04}")
}

/// The receipt of an objection: `YY-2017-0007-K7Q2M9`. Its random tail keeps others from finding it by counting.
#[must_use]
pub fn receipt_number(year: i32, place: i64, tail: [u8; 6]) -> String {
    format!("YY-{year}-{place:04}-{}", super::certificate::spelt(&tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_runs_to_the_end_of_its_last_day_and_is_approved_after_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let run = Run { opened_on: day("2017-11-20"), closes_on: day("2017-11-27"), stopped: false };
        assert_eq!(run.on(day("2017-11-27")), NoticeState::Open);
        assert_eq!(run.on(day("2017-11-28")), NoticeState::Closed);
        assert_eq!(run.check_approval(day("2017-11-27"), 0), Err(TooEarly::Running(day("2017-11-28"))));
        assert_eq!(run.check_approval(day("2017-11-28"), 1), Err(TooEarly::Objections(1)));
        assert_eq!(run.check_approval(day("2017-11-28"), 0), Ok(()));
        assert_eq!(Run { stopped: true, ..run }.on(day("2017-11-21")), NoticeState::Stopped);
    }

    #[test]
    fn a_receipt_ends_in_letters_nobody_mistakes() {
        assert_eq!(receipt_number(2017, 7, [0, 31, 8, 1, 2, 3]), "YY-2017-0007-2ZA345");
    }
}
