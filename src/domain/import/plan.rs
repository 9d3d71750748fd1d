//! What becomes of each row of a file.

use serde::Serialize;

use crate::domain::codes::code;
use crate::domain::refusal::Message;

code! {
    /// What becomes of a row. 预检结果
    pub enum Outcome: "import-outcome" {
        /// 可以导入
        Fine = "fine",
        /// 会改变已有登记
        Changes = "changes",
        /// 已经登记过: nothing of it is new.
        Known = "known",
        /// 可能重复，需要决定
        Duplicate = "duplicate",
        /// 有错
        Wrong = "wrong",
        /// 随其他行暂不导入: a row that belongs to it is wrong or undecided.
        Held = "held",
        /// 决定不导入: a person found it to be there already.
        Skipped = "skipped",
    }
}

/// Where a row stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The sheet of the workbook, from 0.
    pub sheet: i32,
    /// The row as Excel numbers it, from 1.
    pub row: i32,
}

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// The header of the column it is wrong in; none for the row as a whole.
    pub column: Option<String>,
    /// What is wrong, and what would be right. Never a whole ID number.
    pub message: Message,
}

/// A value that would become another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The header of its column.
    pub column: &'static str,
    /// What is on record.
    pub was: String,
    /// What the file says.
    pub becomes: String,
}

/// A record that a row may be of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Its number.
    pub record: i64,
    /// Its values, each under the header of its column.
    pub values: Vec<(&'static str, String)>,
}

/// What is told of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What the row is called: a household's code, a name.
    pub label: String,
    /// What is wrong with it.
    pub wrong: Vec<Wrong>,
    /// What it would change.
    pub changes: Vec<Change>,
    /// Its own values, to stand beside those of the candidates.
    pub own: Vec<(&'static str, String)>,
    /// What it may be a second time.
    pub candidates: Vec<Candidate>,
    /// Whether the row is to be given one of the candidates; otherwise they are only doubted.
    pub choose: bool,
}

/// A row with what becomes of it.
#[derive(Debug, Clone)]
pub struct RowPlan {
    /// Where it stands.
    pub place: Place,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is told of it; nothing of most rows.
    pub detail: Option<Box<Detail>>,
}

/// How many rows of a file become what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows below the header.
    pub rows: i64,
    /// That can be stored.
    pub fine: i64,
    /// That would change something.
    pub changes: i64,
    /// That are on record already.
    pub known: i64,
    /// That a person has to decide on.
    pub duplicates: i64,
    /// That are wrong.
    pub wrong: i64,
    /// That wait for others.
    pub held: i64,
    /// That a person decided not to import.
    pub skipped: i64,
}

impl Counts {
    /// Of the rows.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r RowPlan>) -> Self {
        let mut counts = Self::default();
        for row in rows {
            counts.rows += 1;
            *match row.outcome {
                Outcome::Fine => &mut counts.fine,
                Outcome::Changes => &mut counts.changes,
                Outcome::Known => &mut counts.known,
                Outcome::Duplicate => &mut counts.duplicates,
                Outcome::Wrong => &mut counts.wrong,
                Outcome::Held => &mut counts.held,
                Outcome::Skipped => &mut counts.skipped,
            } += 1;
        }
        counts
    }

    /// Rows that would be stored.
    #[must_use]
    pub const fn to_store(&self) -> i64 {
        self.fine + self.changes
    }

    /// Rows that keep the whole file from being stored.
    #[must_use]
    pub const fn in_the_way(&self) -> i64 {
        self.wrong + self.held + self.duplicates
    }
}
