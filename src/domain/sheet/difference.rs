//! What a version changes against the one before it.

use super::bad::Paper;
use super::{Field, Item, Sheet, Threshold};
use crate::domain::application::Level;
use crate::domain::codes::Code as _;
use crate::domain::rating::Star;
use crate::domain::refusal::Message;
use crate::domain::site::Trade;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// An item is new.
    Added(Item),
    /// An item is gone.
    Removed(Item),
    /// An item has other points.
    Points {
        /// The item, as it is now.
        item: Item,
        /// The most before.
        from: i32,
    },
    /// An item is called otherwise.
    Renamed {
        /// The item, as it is now.
        item: Item,
        /// What it was called.
        from: String,
    },
    /// An item has other tiers, with the same most.
    Tiers(Item),
    /// An item became mandatory, or no longer is.
    Mandatory(Item),
    /// Points between the tiers or below the most may now be given, or no longer.
    Partial(Item),
    /// A part counts otherwise for a trade.
    Coefficient {
        /// The part.
        part: String,
        /// The trade.
        trade: Trade,
        /// Before.
        from: String,
        /// Now.
        to: String,
    },
    /// A star asks for something else.
    Line {
        /// The star.
        star: Star,
        /// What of it.
        field: Field,
        /// Before.
        from: Option<i64>,
        /// Now.
        to: Option<i64>,
    },
    /// Another level awards a star.
    Level {
        /// The star.
        star: Star,
        /// Before.
        from: Level,
        /// Now.
        to: Level,
    },
    /// A term has other days or years.
    Term {
        /// Which.
        field: Field,
        /// Before.
        from: u32,
        /// Now.
        to: u32,
    },
    /// A paper is numbered otherwise.
    Pattern {
        /// Certificate or plaque.
        paper: Paper,
        /// Of which level.
        level: Level,
        /// Before.
        from: String,
        /// Now.
        to: String,
    },
}

impl Sheet {
    /// What this version changes against another: items, coefficients, lines, terms.
    #[must_use]
    pub fn differences(&self, before: &Self) -> Vec<Difference> {
        let mut all = Vec::new();
        for (_, item) in self.items() {
            match before.items().find(|(_, old)| old.code == item.code) {
                Some((_, old)) => of_item(item, old, &mut all),
                None => all.push(Difference::Added(item.clone())),
            }
        }
        let gone = before.items().filter(|(_, old)| self.items().all(|(_, item)| item.code != old.code));
        all.extend(gone.map(|(_, old)| Difference::Removed(old.clone())));
        for part in &self.parts {
            let Some(old) = before.parts.iter().find(|old| old.code == part.code) else { continue };
            for trade in Trade::ALL {
                let (from, to) = (old.coefficient(*trade), part.coefficient(*trade));
                if from != to {
                    all.push(Difference::Coefficient {
                        part: part.code.clone(),
                        trade: *trade,
                        from: from.to_string(),
                        to: to.to_string(),
                    });
                }
            }
        }
        for line in &self.thresholds {
            if let Some(old) = before.thresholds.iter().find(|old| old.star == line.star) {
                of_line(line, old, &mut all);
            }
        }
        of_terms(self, before, &mut all);
        all
    }
}

fn of_item(item: &Item, old: &Item, all: &mut Vec<Difference>) {
    let now = || item.clone();
    if item.max != old.max {
        all.push(Difference::Points { item: now(), from: old.max });
    } else if item.tiers != old.tiers {
        all.push(Difference::Tiers(now()));
    }
    if item.name != old.name {
        all.push(Difference::Renamed { item: now(), from: old.name.clone() });
    }
    if item.mandatory != old.mandatory {
        all.push(Difference::Mandatory(now()));
    }
    if item.partial != old.partial {
        all.push(Difference::Partial(now()));
    }
}

fn of_line(line: &Threshold, old: &Threshold, all: &mut Vec<Difference>) {
    let fields = [
        (Field::MinTotal, Some(old.min_total), Some(line.min_total)),
        (Field::MinBonus, old.min_bonus, line.min_bonus),
        (Field::MinPartPercent, old.min_part_percent, line.min_part_percent),
        (Field::MinVisits, old.min_annual_visits, line.min_annual_visits),
    ];
    let changed = fields.into_iter().filter(|(_, from, to)| from != to);
    all.extend(changed.map(|(field, from, to)| Difference::Line { star: line.star, field, from, to }));
}

fn of_terms(sheet: &Sheet, before: &Sheet, all: &mut Vec<Difference>) {
    let (now, old) = (&sheet.terms, &before.terms);
    for star in Star::ALL {
        let (from, to) = (old.level_for(star), now.level_for(star));
        if from != to {
            all.push(Difference::Level { star, from, to });
        }
    }
    let terms = [
        (Field::NoticeDays, old.notice_working_days, now.notice_working_days),
        (Field::ValidYears, old.valid_years, now.valid_years),
        (Field::ReCheckYears, old.re_check_years, now.re_check_years),
    ];
    let changed = terms.into_iter().filter(|(_, from, to)| from != to);
    all.extend(changed.map(|(field, from, to)| Difference::Term { field, from, to }));
    for ((level, certificate, plaque), (_, old_certificate, old_plaque)) in now.patterns().zip(old.patterns())
    {
        let papers =
            [(Paper::Certificate, old_certificate, certificate), (Paper::Plaque, old_plaque, plaque)];
        for (paper, from, to) in papers.into_iter().filter(|(_, from, to)| from != to) {
            all.push(Difference::Pattern { paper, level, from: from.to_string(), to: to.to_string() });
        }
    }
}

impl Difference {
    /// The change in words.
    #[must_use]
    pub fn message(&self) -> Message {
        let of = |key, item: &Item| {
            Message::new(key).with("code", item.code.as_str()).with("name", item.name.as_str())
        };
        let either = |yes, now, not| if yes { now } else { not };
        match self {
            Self::Added(item) => of("sheet-change-added", item).with("max", i64::from(item.max)),
            Self::Removed(item) => of("sheet-change-removed", item).with("max", i64::from(item.max)),
            Self::Points { item, from } => {
                of("sheet-change-points", item).with("from", i64::from(*from)).with("to", i64::from(item.max))
            }
            Self::Renamed { item, from } => of("sheet-change-renamed", item).with("from", from.as_str()),
            Self::Tiers(item) => of("sheet-change-tiers", item),
            Self::Mandatory(item) => {
                of(either(item.mandatory, "sheet-change-mandatory", "sheet-change-not-mandatory"), item)
            }
            Self::Partial(item) => {
                of(either(item.partial, "sheet-change-partial", "sheet-change-not-partial"), item)
            }
            Self::Coefficient { part, trade, from, to } => Message::new("sheet-change-coefficient")
                .with("part", part.as_str())
                .with_code("trade", *trade)
                .with("from", from.as_str())
                .with("to", to.as_str()),
            Self::Line { star, field, from, to } => {
                let said = |number: Option<i64>| number.map_or_else(|| "—".to_owned(), |n| n.to_string());
                Message::new("sheet-change-line")
                    .with("star", star.arg())
                    .with_code("field", *field)
                    .with("from", said(*from))
                    .with("to", said(*to))
            }
            Self::Level { star, from, to } => Message::new("sheet-change-level")
                .with("star", star.arg())
                .with_code("from", *from)
                .with_code("to", *to),
            Self::Term { field, from, to } => Message::new("sheet-change-term")
                .with_code("field", *field)
                .with("from", i64::from(*from))
                .with("to", i64::from(*to)),
            Self::Pattern { paper, level, from, to } => Message::new("sheet-change-pattern")
                .with_code("paper", *paper)
                .with_code("level", *level)
                .with("from", from.as_str())
                .with("to", to.as_str()),
        }
    }
}
