//! Files that bureaus send: what a layout asks of them, how its header is found, what a cell says, and what becomes of each row.
//!
//! Forgiving on form, strict on meaning. Full-width digits, spaces, an apostrophe before a number, 2017年8月 are form. A number
//! of eighteen digits that Excel kept as 4.5E+17 has lost its end: it is refused with the remedy, never guessed.

mod batch;
mod cell;
mod choices;
mod header;
mod layout;
mod layouts;
mod plan;

pub use self::batch::{Decision, NotNow, Stage, Step};
pub use self::cell::{Cell, Kind, shown};
pub use self::choices::{Choices, word};
pub use self::header::{Header, Unread};
pub use self::layout::{Column, Fields, Layout, Need};
pub use self::plan::{Candidate, Change, Counts, Detail, Outcome, Place, RowPlan, Wrong};
use super::access::Act;
use super::codes::code;

code! {
    /// What a file is of. 导入的内容
    pub enum Noun: "import-noun" {
        /// 脱贫退出名单: the poverty office's announced list.
        Exits = "exits",
        /// 建档立卡户和家庭成员: one row a member.
        Households = "households",
        /// 用工花名册: whom sites hired.
        Hires = "hires",
        /// 旅游点: with the businesses that keep them.
        Sites = "sites",
        /// 经营主体
        Operators = "operators",
        /// 行政区划
        Divisions = "divisions",
        /// 培训班名册: one row an attendance.
        Courses = "courses",
        /// 发放名单: one row a payment of a village's programme.
        Payments = "payments",
        /// 公布的数字: one row a number as it was printed.
        Figures = "figures",
        /// 目标责任书: one row a unit's pathway, or its whole.
        Targets = "targets",
    }
}

impl Noun {
    /// The act its import is.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::Exits => Act::AnnounceExits,
            Self::Households => Act::KeepHouseholds,
            Self::Hires => Act::ImportHires,
            Self::Sites | Self::Operators => Act::ImportSites,
            Self::Divisions => Act::ManageStandards,
            Self::Courses | Self::Payments => Act::RecordEvidence,
            Self::Figures => Act::RecordFigure,
            Self::Targets => Act::SetTargets,
        }
    }

    /// Its columns.
    #[must_use]
    pub const fn layout(self) -> &'static Layout {
        match self {
            Self::Exits => &layouts::EXITS,
            Self::Households => &layouts::HOUSEHOLDS,
            Self::Hires => &layouts::HIRES,
            Self::Sites => &layouts::SITES,
            Self::Operators => &layouts::OPERATORS,
            Self::Divisions => &layouts::DIVISIONS,
            Self::Courses => &layouts::COURSES,
            Self::Payments => &layouts::PAYMENTS,
            Self::Figures => &layouts::FIGURES,
            Self::Targets => &layouts::TARGETS,
        }
    }
}

/// Rows of a file whose rows are each tried by the act of a form.
pub const MOST_TRIED: usize = 5000;
/// Rows of one file at most.
pub const MOST_ROWS: usize = 200_000;
/// Columns of one file at most.
pub const MOST_COLUMNS: usize = 200;
/// Days for which a file, and what is needed to undo it, is kept sealed.
pub const KEPT_DAYS: i64 = 14;
