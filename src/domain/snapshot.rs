//! 年度快照: what the numbers of a year rested on when it was frozen, row by row, under one root.
//!
//! A snapshot is a file of lines. The first says what it is, with every total and the root; each of the others is a row
//! and its hash. Whoever has the file can add the rows up and build the root anew ([`check`]), without this system and
//! without trusting it. A row names no person: it has the household's code, as the office's announcement has.

mod check;
mod tree;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::check::{Checked, Kind, Wrong, check};
pub use self::tree::{BadHash, Growing, Hash, led_to, path, tree};
use super::codes::code;
use super::ids::UserId;
use super::pathway::Pathway;
use super::quantity::{Households, Persons};
use super::refusal::{Message, Refusal};
use super::tally::Count;

/// How the first line of a snapshot begins.
pub const FORMAT: &str = "xingtu-snapshot/1";
/// How the proof of one row begins.
pub const PROOF_FORMAT: &str = "xingtu-proof/1";
/// The rule by which rows are chosen and counted: exits announced in the year whose attribution the city confirmed; persons
/// are the members frozen with the exit.
pub const RULE: &str = "confirmed-exits/1";

code! {
    /// Where the freezing of a year stands. 冻结状态
    pub enum Stage: "snapshot-stage" {
        /// 待复核: one person asked for it.
        Proposed = "proposed",
        /// 已冻结: another agreed, and the rows were sealed.
        Frozen = "frozen",
        /// 已撤回: it was not done.
        Withdrawn = "withdrawn",
    }
}

code! {
    /// What is done with the freezing of a year.
    pub enum Step: "snapshot-step" {
        /// Seal the year.
        Freeze = "freeze",
        /// Leave it.
        Withdraw = "withdraw",
    }
}

impl Stage {
    /// The stage after a step of this person.
    ///
    /// # Errors
    /// [`NotNow`]: it was decided before, or whoever asked for it would agree with themselves.
    pub fn take(self, step: Step, proposed_by: UserId, by: UserId) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Proposed, Step::Freeze) if proposed_by == by => Err(NotNow::OwnProposal),
            (Self::Proposed, Step::Freeze) => Ok(Self::Frozen),
            (Self::Proposed, Step::Withdraw) => Ok(Self::Withdrawn),
            (Self::Frozen, _) => Err(NotNow::Frozen),
            (Self::Withdrawn, _) => Err(NotNow::Withdrawn),
        }
    }
}

/// Why a year is not frozen now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// Two people freeze a year.
    #[error("whoever asked for a freezing may not agree to it")]
    OwnProposal,
    /// It is frozen.
    #[error("the year is frozen")]
    Frozen,
    /// It was withdrawn.
    #[error("the freezing was withdrawn")]
    Withdrawn,
    /// Somebody asked for it already.
    #[error("a freezing of the year waits for its second person")]
    Open,
    /// A total is not the sum of its records.
    #[error("the totals are not what the records say")]
    Sums,
    /// Nothing counts in the year.
    #[error("nothing counts in the year")]
    Empty,
    /// Nothing changed since the year was frozen.
    #[error("nothing changed since the year was frozen")]
    Unchanged,
}

impl Refusal for NotNow {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::OwnProposal => "error-snapshot-own-proposal",
            Self::Frozen => "error-snapshot-frozen",
            Self::Withdrawn => "error-snapshot-withdrawn",
            Self::Open => "error-snapshot-open",
            Self::Sums => "error-snapshot-sums",
            Self::Empty => "error-snapshot-empty",
            Self::Unchanged => "error-snapshot-unchanged",
        })
    }
}

/// One exit as it was counted. The order of the fields is the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its place, from 1.
    pub n: u64,
    /// The exit's number.
    pub exit: i64,
    /// 户编号
    pub household: String,
    /// The village's code.
    pub village: String,
    /// The unit it counts in.
    pub unit: String,
    /// The document that announced it.
    pub document: String,
    /// The day it was announced.
    pub announced_on: NaiveDate,
    /// The members frozen with it. 人
    pub persons: i64,
    /// The pathway it is attributed to.
    pub pathway: Pathway,
    /// The attribution's number.
    pub attribution: i64,
    /// The record of evidence: `training:12`.
    pub evidence: String,
    /// The SHA-256 of the papers laid with that record, in the order of their numbers.
    pub papers: Vec<Hash>,
    /// The day the city confirmed it.
    pub confirmed_on: NaiveDate,
    /// 32 random hexadecimal digits, so that nobody finds the row by guessing what its hash is of.
    pub salt: String,
}

impl Row {
    /// As it is written and hashed.
    ///
    /// # Errors
    /// None in practice: a row has nothing JSON could not say.
    pub fn written(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The month it counts in.
    #[must_use]
    pub fn month(&self) -> u32 {
        chrono::Datelike::month(&self.announced_on)
    }

    /// What it counts.
    #[must_use]
    pub const fn count(&self) -> Count {
        Count::household_of(Persons(self.persons))
    }
}

/// One total: a unit, a pathway and a month, in 人 and 户.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The unit's code.
    pub unit: String,
    /// The pathway.
    pub pathway: Pathway,
    /// The month, 1 to 12.
    pub month: u32,
    /// 人
    pub persons: i64,
    /// 户
    pub households: i64,
}

/// Adds rows up.
#[derive(Debug, Clone, Default)]
pub struct Totals(BTreeMap<(String, Pathway, u32), Count>);

impl Totals {
    /// Counts one more row.
    pub fn add(&mut self, row: &Row) {
        *self.0.entry((row.unit.clone(), row.pathway, row.month())).or_default() += row.count();
    }

    /// The totals, in the order of unit, pathway and month.
    #[must_use]
    pub fn all(&self) -> Vec<Total> {
        let total = |((unit, pathway, month), count): (&(String, Pathway, u32), &Count)| Total {
            unit: unit.clone(),
            pathway: *pathway,
            month: *month,
            persons: count.persons.0,
            households: count.households.0,
        };
        self.0.iter().map(total).collect()
    }
}

/// The tourism total among these: exits outside tourism are rows of a snapshot too, and in no tourism total.
#[must_use]
pub fn tourism(totals: &[Total]) -> Count {
    let tourism = totals.iter().filter(|total| total.pathway.is_tourism());
    tourism
        .map(|total| Count { persons: Persons(total.persons), households: Households(total.households) })
        .sum()
}

/// What a root is of beside the rows: of what year and moment they are, and by what rule they were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Head<'a> {
    /// The year frozen.
    pub year: i32,
    /// Which freezing of it.
    pub revision: i32,
    /// The moment the rows are true at, Beijing time.
    pub cut_off: chrono::NaiveDateTime,
    /// [`RULE`].
    pub rule: &'a str,
    /// How many rows there are.
    pub rows: u64,
}

impl Head<'_> {
    /// The root over a tree of rows and this: the one hash that is printed.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn root(&self, tree: Hash) -> Result<Hash, serde_json::Error> {
        Ok(Hash::of_head(tree, &serde_json::to_vec(self)?))
    }
}

/// The first line of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// The year frozen.
    pub year: i32,
    /// 1 for the first time the year was frozen, 2 after a correction, and so on.
    pub revision: i32,
    /// The moment the rows are true at, Beijing time.
    pub cut_off: chrono::NaiveDateTime,
    /// [`RULE`].
    pub rule: String,
    /// How many rows follow.
    pub rows: u64,
    /// Every total that is not nothing.
    pub totals: Vec<Total>,
    /// The root over the rows and what stands above, except the totals, which follow from the rows.
    pub root: Hash,
}

impl Header {
    /// What the root is of, beside the rows.
    #[must_use]
    pub fn head(&self) -> Head<'_> {
        let Self { year, revision, cut_off, rows, .. } = *self;
        Head { year, revision, cut_off, rule: &self.rule, rows }
    }
}

/// A row's line: the row, and its hash, which names the row at once if either was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The hash of the row as written.
    pub leaf: Hash,
    /// The row.
    pub row: Row,
}

/// That one exit is among the rows under a root, without a word about the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// [`PROOF_FORMAT`].
    pub format: String,
    /// The year.
    pub year: i32,
    /// Which freezing of it.
    pub revision: i32,
    /// The moment the rows are true at, Beijing time.
    pub cut_off: chrono::NaiveDateTime,
    /// [`RULE`].
    pub rule: String,
    /// How many rows are under the root.
    pub rows: u64,
    /// The root, as it was printed.
    pub root: Hash,
    /// The row.
    pub row: Row,
    /// The hashes from the row to that of the tree.
    pub path: Vec<Hash>,
}

impl Proof {
    /// What the root is of, beside the rows.
    #[must_use]
    pub fn head(&self) -> Head<'_> {
        let Self { year, revision, cut_off, rows, .. } = *self;
        Head { year, revision, cut_off, rule: &self.rule, rows }
    }
}
