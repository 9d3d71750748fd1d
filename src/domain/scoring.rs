//! From points to stars: the rule that turns the answers to a sheet into a total and the star it reaches.
//!
//! A star is reached if all its own rules are: the total, the bonus, the share of every part that counts and is no bonus,
//! the visits, and points for every mandatory item that binds (domain invariant 6). A mandatory item binds only where its
//! part counts for the trade. The star granted is the highest reached: a rule of three stars that fails does not keep a site
//! from four whose own rules all pass. Every rule can only be helped by more points, so more never make less.

use std::collections::BTreeMap;

use serde::Serialize;

use super::codes::code;
use super::rating::Star;
use super::refusal::{Message, Refusal};
use super::sheet::{Coefficient, Item, Points, Sheet, Threshold};
use super::site::Trade;

code! {
    /// Whose column of the sheet it is.
    pub enum Column: "score-column" {
        /// 自评: the operator's own.
        SelfAssessed = "self",
        /// 初评: the county's.
        County = "county",
        /// 检查: the inspection panel's.
        Panel = "panel",
    }
}

/// The points given, by the code of their item. What is not there has not been judged yet.
pub type Answers = BTreeMap<String, i32>;

/// What of a site the rule asks for beside the points.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// What guests are offered.
    pub trade: Trade,
    /// The visits of a year; `None` if not recorded.
    pub annual_visits: Option<i64>,
}

/// What a part came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartScore {
    /// Its code.
    pub code: String,
    /// How much of it counts.
    pub coefficient: Coefficient,
    /// What it can come to.
    pub max: Points,
    /// What it came to.
    pub points: Points,
}

/// An item named in a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// What it judges.
    pub name: String,
}

/// A part below the share a star asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartShort {
    /// Its code.
    pub code: String,
    /// What it judges.
    pub name: String,
    /// Points missing, as the trade counts them.
    pub short_by: Points,
}

/// What keeps a site from the next star: each rule that stops it, and by how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obstacle {
    /// The star not reached.
    pub star: Star,
    /// Points missing to its line; none if the line is reached.
    pub short_by: Points,
    /// Points missing to the bonus it asks for.
    pub bonus_short_by: Points,
    /// Parts below the share it asks for.
    pub parts: Vec<PartShort>,
    /// Mandatory items without points.
    pub missed: Vec<Named>,
    /// The visits it asks for, if there are not as many.
    pub visits_needed: Option<i64>,
    /// Visits missing to as many; all of them if none are recorded. 人次
    pub visits_short_by: Option<i64>,
}

/// What the answers to a sheet come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// By part, in the order of the sheet.
    pub parts: Vec<PartScore>,
    /// In all.
    pub total: Points,
    /// What it can come to in all.
    pub max: Points,
    /// The highest star reached.
    pub reached: Option<Star>,
    /// How many mandatory items bind.
    pub mandatory: usize,
    /// Mandatory items without points: none may be, for any star.
    pub missed: Vec<Named>,
    /// What keeps it from the next star; nothing at five stars.
    pub obstacle: Option<Obstacle>,
    /// Items that count and have not been judged yet.
    pub open: Vec<Named>,
}

/// Applies the rule.
#[must_use]
pub fn score(sheet: &Sheet, answers: &Answers, facts: Facts) -> Score {
    let given = |item: &Item| answers.get(&item.code).copied().unwrap_or(0);
    let parts: Vec<PartScore> = sheet
        .parts
        .iter()
        .map(|part| {
            let coefficient = part.coefficient(facts.trade);
            PartScore {
                code: part.code.clone(),
                coefficient,
                max: coefficient.of(part.max),
                points: coefficient.of(part.items.iter().map(|item| i64::from(given(item))).sum()),
            }
        })
        .collect();
    let total = parts.iter().map(|part| part.points).sum();
    let counted =
        || sheet.items().filter(|(part, _)| part.coefficient(facts.trade).counts()).map(|(_, item)| item);
    let missed: Vec<Named> =
        counted().filter(|item| item.mandatory && given(item) == 0).map(Named::of).collect();
    let standing = Standing { sheet, parts: &parts, total, missed: &missed, facts };
    let reached =
        sheet.thresholds.iter().filter(|line| standing.against(line).is_none()).map(|line| line.star).max();
    let next = sheet.thresholds.iter().find(|line| Some(line.star) > reached);
    Score {
        total,
        max: sheet.max(facts.trade),
        mandatory: counted().filter(|item| item.mandatory).count(),
        obstacle: next.and_then(|line| standing.against(line)),
        open: counted().filter(|item| !answers.contains_key(&item.code)).map(Named::of).collect(),
        parts,
        reached,
        missed,
    }
}

impl Named {
    fn of(item: &Item) -> Self {
        Self { code: item.code.clone(), name: item.name.clone() }
    }
}

/// What there is to hold against a line.
struct Standing<'a> {
    sheet: &'a Sheet,
    parts: &'a [PartScore],
    total: Points,
    missed: &'a [Named],
    facts: Facts,
}

impl Standing<'_> {
    /// The rules of a star that fail; `None` if all pass.
    fn against(&self, line: &Threshold) -> Option<Obstacle> {
        let visits_needed = line
            .min_annual_visits
            .filter(|needed| *needed > 0 && self.facts.annual_visits.is_none_or(|had| had < *needed));
        let obstacle = Obstacle {
            star: line.star,
            short_by: self.total.short_of(Points::whole(line.min_total)),
            bonus_short_by: self.bonus().short_of(Points::whole(line.min_bonus.unwrap_or(0))),
            parts: self.short_parts(line.min_part_percent.unwrap_or(0)),
            missed: self.missed.to_vec(),
            visits_needed,
            visits_short_by: visits_needed.map(|needed| needed - self.facts.annual_visits.unwrap_or(0)),
        };
        (!obstacle.is_none()).then_some(obstacle)
    }

    fn bonus(&self) -> Points {
        let parts = self.sheet.parts.iter().zip(self.parts);
        parts.filter(|(part, _)| part.bonus).map(|(_, score)| score.points).sum()
    }

    fn short_parts(&self, percent: i64) -> Vec<PartShort> {
        let own = self.sheet.parts.iter().zip(self.parts).filter(|(part, _)| !part.bonus);
        own.map(|(part, score)| PartShort {
            code: part.code.clone(),
            name: part.name.clone(),
            // A part that does not count can come to nothing, so nothing is missing there.
            short_by: score.points.short_of(score.max.percent(percent)),
        })
        .filter(|part| part.short_by > Points::default())
        .collect()
    }
}

impl Obstacle {
    fn is_none(&self) -> bool {
        self.short_by == Points::default()
            && self.bonus_short_by == Points::default()
            && self.parts.is_empty()
            && self.missed.is_empty()
            && self.visits_needed.is_none()
    }
}

impl Score {
    /// The star the rule grants: the one reached, never above the one applied for.
    #[must_use]
    pub fn grants(&self, applied: Star) -> Option<Star> {
        self.reached.map(|reached| reached.min(applied))
    }

    /// The stars that may be awarded: up to what the rule grants.
    #[must_use]
    pub fn may_award(&self, applied: Star) -> Vec<Star> {
        let granted = self.grants(applied);
        Star::ALL.into_iter().filter(|star| Some(*star) <= granted).collect()
    }
}

/// What is decided on an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// This star is awarded.
    Award(Star),
    /// None is.
    Reject,
}

impl Verdict {
    /// Whether the rule allows the verdict, and whether its reason is given where one is owed: for everything but the star
    /// the rule itself grants.
    ///
    /// # Errors
    /// [`BadVerdict`].
    pub fn check(self, score: &Score, applied: Star, reason: &str) -> Result<(), BadVerdict> {
        let granted = score.grants(applied);
        match self {
            Self::Award(star) if Some(star) > score.reached => Err(BadVerdict::AboveReached { star }),
            Self::Award(star) if star > applied => Err(BadVerdict::AboveApplied { star, applied }),
            Self::Award(star) if Some(star) == granted => Ok(()),
            Self::Award(_) | Self::Reject if reason.trim().is_empty() => Err(BadVerdict::ReasonOwed),
            Self::Award(_) | Self::Reject => Ok(()),
        }
    }
}

/// A verdict that cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadVerdict {
    /// More than the points reach.
    #[error("{star} stars are not reached")]
    AboveReached {
        /// The star.
        star: Star,
    },
    /// More than was applied for.
    #[error("{star} stars were not applied for")]
    AboveApplied {
        /// The star.
        star: Star,
        /// What was applied for.
        applied: Star,
    },
    /// Without the reason it owes.
    #[error("a reason is owed")]
    ReasonOwed,
}

impl Refusal for BadVerdict {
    fn message(&self) -> Message {
        match self {
            Self::AboveReached { star } => {
                Message::new("error-verdict-above-reached").with("star", star.arg())
            }
            Self::AboveApplied { star, applied } => Message::new("error-verdict-above-applied")
                .with("star", star.arg())
                .with("applied", applied.arg()),
            Self::ReasonOwed => Message::new("error-verdict-reason"),
        }
    }
}

#[cfg(test)]
#[path = "scoring/tests.rs"]
mod tests;
