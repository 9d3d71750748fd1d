//! 八有一超: the nine criteria of a household's exit, in versions by year, each with its document.

use super::household_check::CRITERIA;
use super::refusal::{Message, Refusal};

/// A version of the criteria to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExitCriteria {
    /// The first year whose exits it is for.
    pub from_year: i32,
    /// What it is called.
    pub name: String,
    /// The document it comes from.
    pub source: String,
    /// By place, 1 to 9: the short name, and what is asked.
    pub items: Vec<(i32, String, String)>,
}

impl NewExitCriteria {
    /// Whether it can be recorded at all, in a year: the coming year's version may be known already.
    ///
    /// # Errors
    /// [`BadExitCriteria`], with the field it is about.
    pub fn check(&self, this_year: i32) -> Result<(), (String, BadExitCriteria)> {
        if !(2014..=this_year + 1).contains(&self.from_year) {
            return Err(("from_year".into(), BadExitCriteria::Year));
        }
        for place in 1..=CRITERIA {
            let item = self.items.iter().find(|(of, ..)| *of == place);
            let (label, rule) = item.map_or(("", ""), |(_, label, rule)| (label.as_str(), rule.as_str()));
            for (field, text) in [("labels", label), ("rules", rule)] {
                if text.trim().is_empty() {
                    return Err((format!("{field}[{place}]"), BadExitCriteria::Missing));
                }
            }
        }
        Ok(())
    }
}

/// Why a version is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadExitCriteria {
    /// No year versions are recorded for.
    #[error("no such year")]
    Year,
    /// A version begins in that year already.
    #[error("recorded already")]
    Recorded,
    /// A criterion without its words.
    #[error("a criterion without its words")]
    Missing,
}

impl Refusal for BadExitCriteria {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Year => "error-exit-criteria-year",
            Self::Recorded => "error-exit-criteria-recorded",
            Self::Missing => "error-exit-criteria-missing",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_all_nine_with_their_words() {
        let items = (1..=CRITERIA).map(|place| (place, format!("第{place}项"), "标准".to_owned())).collect();
        let whole = NewExitCriteria { from_year: 2018, name: "试".into(), source: "试".into(), items };
        assert_eq!(whole.check(2017), Ok(()));
        assert_eq!(whole.check(2015).unwrap_err().0, "from_year");
        let mut lacking = whole.clone();
        lacking.items.remove(4);
        assert_eq!(lacking.check(2017), Err(("labels[5]".into(), BadExitCriteria::Missing)));
        let mut silent = whole;
        silent.items.last_mut().unwrap().2 = " ".into();
        assert_eq!(silent.check(2017), Err(("rules[9]".into(), BadExitCriteria::Missing)));
    }
}
