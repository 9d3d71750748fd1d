//! An inspection on site: by whom it may be done, and what its scores owe.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ids::UserId;
use super::refusal::{Message, Refusal};
use super::scoring::Answers;
use super::sheet::{Item, Sheet};

/// The fewest inspectors of an inspection.
pub const LEAST_INSPECTORS: usize = 2;

/// Why an item was judged as it was, by the code of the item.
pub type ItemNotes = BTreeMap<String, String>;

/// One of the people who inspect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspector {
    /// Who, if they sign in here; an expert from elsewhere does not.
    pub user: Option<UserId>,
    /// Their name.
    pub name: String,
    /// Where they work.
    pub organisation: String,
}

/// The names of whoever applies: none of them inspects.
#[derive(Debug, Clone, Default)]
pub struct Applicant {
    /// The business and its site.
    pub organisations: Vec<String>,
    /// The persons who speak for it.
    pub persons: Vec<String>,
}

/// Names as people compare them: without spaces, small letters.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

impl Applicant {
    /// Whether this inspector is one of theirs.
    #[must_use]
    pub fn is_of(&self, inspector: &Inspector) -> bool {
        let same = |names: &[String], name: &str| {
            let name = plain(name);
            !name.is_empty() && names.iter().any(|other| plain(other) == name)
        };
        same(&self.organisations, &inspector.organisation)
            || inspector.user.is_none() && same(&self.persons, &inspector.name)
    }
}

/// Whether these people may inspect together; `complete` once the inspection is to be closed.
///
/// # Errors
/// [`BadPanel`].
pub fn check_panel(inspectors: &[Inspector], applicant: &Applicant, complete: bool) -> Result<(), BadPanel> {
    for (place, inspector) in inspectors.iter().enumerate() {
        if applicant.is_of(inspector) {
            return Err(BadPanel::OfApplicant(inspector.name.clone()));
        }
        let same = |other: &Inspector| {
            plain(&other.name) == plain(&inspector.name)
                && plain(&other.organisation) == plain(&inspector.organisation)
        };
        if inspectors.iter().take(place).any(same) {
            return Err(BadPanel::Twice(inspector.name.clone()));
        }
    }
    if complete && inspectors.len() < LEAST_INSPECTORS { Err(BadPanel::TooFew) } else { Ok(()) }
}

/// People who may not inspect together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPanel {
    /// Fewer than [`LEAST_INSPECTORS`].
    #[error("too few inspectors")]
    TooFew,
    /// One of the applicant's.
    #[error("{0} is the applicant's")]
    OfApplicant(String),
    /// Named twice.
    #[error("{0} is named twice")]
    Twice(String),
}

impl Refusal for BadPanel {
    fn message(&self) -> Message {
        match self {
            Self::TooFew => Message::new("error-inspectors-few")
                .with("n", i64::try_from(LEAST_INSPECTORS).unwrap_or(i64::MAX)),
            Self::OfApplicant(name) => {
                Message::new("error-inspector-of-applicant").with("name", name.clone())
            }
            Self::Twice(name) => Message::new("error-inspector-twice").with("name", name.clone()),
        }
    }
}

/// Whether the day may be that of an inspection: not before the application was accepted, not after today.
///
/// # Errors
/// [`BadDay`].
pub fn check_day(day: NaiveDate, accepted_on: Option<NaiveDate>, today: NaiveDate) -> Result<(), BadDay> {
    match accepted_on {
        _ if day > today => Err(BadDay::Future),
        Some(accepted) if day < accepted => Err(BadDay::BeforeAcceptance(accepted)),
        _ => Ok(()),
    }
}

/// A day no inspection was on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDay {
    /// After today.
    #[error("still to come")]
    Future,
    /// Before the application was accepted.
    #[error("accepted only on {0}")]
    BeforeAcceptance(NaiveDate),
}

impl Refusal for BadDay {
    fn message(&self) -> Message {
        match self {
            Self::Future => Message::new("error-inspection-future"),
            Self::BeforeAcceptance(day) => {
                Message::new("error-inspection-early").with("day", day.to_string())
            }
        }
    }
}

/// Whether two columns differ so much in an item that the panel owes a note: by more than a tenth of the item's most.
#[must_use]
pub fn differs(item: &Item, county: Option<i32>, panel: Option<i32>) -> bool {
    county.zip(panel).is_some_and(|(county, panel)| (county - panel).abs() * 10 > item.max)
}

/// The items whose panel scores owe a note and have none.
#[must_use]
pub fn notes_owed<'s>(
    sheet: &'s Sheet,
    county: &Answers,
    panel: &Answers,
    notes: &ItemNotes,
) -> Vec<&'s Item> {
    let owed = |item: &&Item| {
        differs(item, county.get(&item.code).copied(), panel.get(&item.code).copied())
            && notes.get(&item.code).is_none_or(|note| note.trim().is_empty())
    };
    sheet.items().map(|(_, item)| item).filter(owed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expert(name: &str, organisation: &str) -> Inspector {
        Inspector { user: None, name: name.into(), organisation: organisation.into() }
    }

    fn applicant() -> Applicant {
        Applicant { organisations: vec!["荔香园农家乐".into()], persons: vec!["宁先生".into()] }
    }

    #[test]
    fn the_applicant_does_not_inspect_itself() {
        let fair = expert("覃老师", "北部湾大学");
        for own in [expert("某人", "荔香园 农家乐"), expert(" 宁先生", "商会")] {
            let bad = check_panel(&[fair.clone(), own.clone()], &applicant(), false);
            assert_eq!(bad, Err(BadPanel::OfApplicant(own.name)));
        }
        let two = [fair, expert("莫老师", "北部湾大学")];
        assert_eq!(check_panel(&two, &applicant(), true), Ok(()));
    }

    #[test]
    fn one_person_is_not_two_inspectors() {
        let one = expert("覃老师", "北部湾大学");
        assert_eq!(check_panel(std::slice::from_ref(&one), &applicant(), true), Err(BadPanel::TooFew));
        assert_eq!(check_panel(std::slice::from_ref(&one), &applicant(), false), Ok(()));
        let twice = [one.clone(), expert("覃 老师", "北部湾大学")];
        assert_eq!(check_panel(&twice, &applicant(), true), Err(BadPanel::Twice("覃 老师".into())));
    }

    #[test]
    fn a_note_is_owed_for_more_than_a_tenth_of_the_most() {
        let item = Item {
            code: "A1".into(),
            name: "周围环境".into(),
            max: 50,
            tiers: Vec::new(),
            mandatory: false,
            partial: true,
        };
        let owed = |county, panel| differs(&item, county, panel);
        assert!(!owed(Some(40), Some(35)) && owed(Some(40), Some(34)) && owed(Some(34), Some(40)));
        assert!(!owed(None, Some(0)) && !owed(Some(50), None));
    }
}
