//! Where an import stands, and what may be done with it next.

use crate::domain::codes::code;
use crate::domain::refusal::{Message, Refusal};

code! {
    /// Where an import stands. 导入状态
    pub enum Stage: "import-stage" {
        /// 正在读取: the file has come and is being read.
        Received = "received",
        /// 待确认: everybody can see what it would do; nothing is stored.
        Previewed = "previewed",
        /// 已导入: every row that was new or changed something is stored.
        Stored = "stored",
        /// 部分导入: the correct rows are stored, others were not.
        StoredInPart = "stored_in_part",
        /// 未能读取: the file could not be read, or reading it was interrupted.
        Refused = "refused",
        /// 已取消
        Cancelled = "cancelled",
        /// 已撤销: what it had stored is taken out again.
        Undone = "undone",
    }
}

code! {
    /// What is done with an import.
    pub enum Step: "import-step" {
        /// Show what it would do.
        Preview = "preview",
        /// Say why the file cannot be read.
        Refuse = "refuse",
        /// Record what a person decided on a possible duplicate.
        Decide = "decide",
        /// Store all of it.
        Store = "store",
        /// Store the correct rows.
        StorePart = "store_part",
        /// Leave it.
        Cancel = "cancel",
        /// Take out again what it stored.
        Undo = "undo",
    }
}

impl Stage {
    /// The stage after a step.
    ///
    /// # Errors
    /// [`NotNow`] if the step is not open at this stage.
    pub const fn take(self, step: Step) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Received, Step::Preview) | (Self::Previewed, Step::Decide) => Ok(Self::Previewed),
            (Self::Received, Step::Refuse) => Ok(Self::Refused),
            (Self::Previewed, Step::Store) => Ok(Self::Stored),
            (Self::Previewed, Step::StorePart) => Ok(Self::StoredInPart),
            (Self::Received | Self::Previewed, Step::Cancel) => Ok(Self::Cancelled),
            (Self::Stored | Self::StoredInPart, Step::Undo) => Ok(Self::Undone),
            _ => Err(NotNow { stage: self, step }),
        }
    }

    /// Whether the file is still needed: to be stored, or to be given back with its wrong rows marked.
    #[must_use]
    pub const fn needs_file(self) -> bool {
        matches!(self, Self::Received | Self::Previewed | Self::StoredInPart)
    }
}

/// A step that is not open at this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step} is not open for an import that is {stage}")]
pub struct NotNow {
    /// Where it stands.
    pub stage: Stage,
    /// What was asked for.
    pub step: Step,
}

impl Refusal for NotNow {
    fn message(&self) -> Message {
        Message::new("error-import-step").with_code("stage", self.stage).with_code("step", self.step)
    }
}

code! {
    /// What a person decided on a possible duplicate. 重复处理
    pub enum Decision: "import-decision" {
        /// 不是同一个，照常导入
        New = "new",
        /// 是同一个，这一行不导入
        Skip = "skip",
        /// 就是这一条: the row is of the record chosen.
        Chosen = "chosen",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::Code as _;

    #[test]
    fn nothing_is_stored_unseen_or_twice_and_nothing_undone_that_was_not_stored() {
        let stages = Stage::ALL.iter().copied();
        let open = |step| stages.clone().filter(|stage| stage.take(step).is_ok()).collect::<Vec<_>>();
        assert_eq!(open(Step::Store), [Stage::Previewed]);
        assert_eq!(open(Step::StorePart), [Stage::Previewed]);
        assert_eq!(open(Step::Undo), [Stage::Stored, Stage::StoredInPart]);
        assert_eq!(open(Step::Cancel), [Stage::Received, Stage::Previewed]);
        // What is over stays over.
        for stage in [Stage::Refused, Stage::Cancelled, Stage::Undone] {
            assert!(Step::ALL.iter().all(|step| stage.take(*step).is_err()), "{stage}");
        }
    }
}
