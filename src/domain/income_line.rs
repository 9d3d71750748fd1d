//! 收入标准线: how much income a head a household must exceed, by year. Dated data with a document, never a constant
//! (domain notes §2.1).

use super::codes::code;
use super::quantity::Fen;
use super::refusal::{Message, Refusal};

code! {
    /// What a line is for.
    pub enum IncomeKind: "income-kind" {
        /// 退出线: the income an exit must exceed.
        Exit = "exit",
        /// 监测线: below it a household that exited is watched.
        Monitoring = "monitoring",
    }
}

/// A line to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIncomeLine {
    /// The year it is of.
    pub year: i32,
    /// What it is for.
    pub kind: IncomeKind,
    /// Who set it.
    pub authority: String,
    /// Income a head and year.
    pub amount: Fen,
    /// The document that set it.
    pub document: String,
}

impl NewIncomeLine {
    /// Whether it can be recorded at all, in a year: the coming year's line may be known already.
    ///
    /// # Errors
    /// [`BadIncomeLine`], with the field it is about.
    pub fn check(&self, this_year: i32) -> Result<(), (&'static str, BadIncomeLine)> {
        if !(2010..=this_year + 1).contains(&self.year) {
            return Err(("year", BadIncomeLine::Year));
        }
        if !(1..=100_000_000).contains(&self.amount.0) {
            return Err(("amount", BadIncomeLine::Amount));
        }
        Ok(())
    }
}

/// Why a line is not recorded or not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadIncomeLine {
    /// No year lines are recorded for.
    #[error("no such year")]
    Year,
    /// Nothing, or more than anybody has.
    #[error("no such amount")]
    Amount,
    /// The year has its line of the kind.
    #[error("recorded already")]
    Recorded,
    /// Checks were measured by it.
    #[error("used by checks")]
    Used,
}

impl Refusal for BadIncomeLine {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Year => "error-income-line-year",
            Self::Amount => "error-income-line-amount",
            Self::Recorded => "error-income-line-recorded",
            Self::Used => "error-income-line-used",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_of_a_year_and_an_amount() {
        let line = NewIncomeLine {
            year: 2018,
            kind: IncomeKind::Exit,
            authority: "国家".into(),
            amount: Fen(353_500),
            document: "国开办发〔2018〕1号".into(),
        };
        assert_eq!(line.check(2017), Ok(()));
        assert_eq!(line.check(2016), Err(("year", BadIncomeLine::Year)));
        assert_eq!(NewIncomeLine { year: 2009, ..line.clone() }.check(2017).unwrap_err().0, "year");
        assert_eq!(NewIncomeLine { amount: Fen(0), ..line }.check(2017).unwrap_err().0, "amount");
    }
}
