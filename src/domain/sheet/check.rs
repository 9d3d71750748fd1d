//! Whether a sheet may be published: all its faults, not the first.

use std::collections::HashSet;

use super::{BadSheet, Item, Part, Points, Sheet, Threshold};
use crate::domain::rating::Star;
use crate::domain::site::Trade;

impl Sheet {
    /// Everything that keeps the sheet from being published.
    #[must_use]
    pub fn check(&self) -> Vec<BadSheet> {
        let mut bad = Vec::new();
        let mut codes = HashSet::new();
        for part in &self.parts {
            if !codes.insert(part.code.as_str()) {
                bad.push(BadSheet::RepeatedPart(part.code.clone()));
            }
            sum(part, &mut bad);
        }
        let mut codes = HashSet::new();
        for (_, item) in self.items() {
            if !codes.insert(item.code.as_str()) {
                bad.push(BadSheet::RepeatedItem(item.code.clone()));
            }
            tiers(item, &mut bad);
        }
        let counted = self.parts.iter().map(|part| part.max).sum();
        if self.total != counted {
            bad.push(BadSheet::TotalSum { stated: self.total, counted });
        }
        self.check_lines(&mut bad);
        if self.terms.re_check_years > self.terms.valid_years {
            bad.push(BadSheet::ReCheckAfterEnd);
        }
        bad
    }

    fn check_lines(&self, bad: &mut Vec<BadSheet>) {
        if !self.thresholds.iter().map(|line| line.star).eq(Star::ALL) {
            bad.push(BadSheet::Thresholds);
        }
        for (low, high) in self.thresholds.iter().zip(self.thresholds.iter().skip(1)) {
            if high.min_total <= low.min_total {
                bad.push(BadSheet::Falling(high.star));
            }
        }
        for trade in self.judged() {
            if let Some(line) = self.thresholds.last() {
                self.reach(*trade, line, bad);
            }
            for line in &self.thresholds {
                self.reach_bonus(*trade, line, bad);
            }
        }
    }

    /// What a trade can come to, of the bonus or of the rest.
    fn most(&self, trade: Trade, bonus: bool) -> Points {
        let parts = self.parts.iter().filter(|part| part.bonus == bonus);
        parts.map(|part| part.coefficient(trade).of(part.max)).sum()
    }

    fn reach(&self, trade: Trade, line: &Threshold, bad: &mut Vec<BadSheet>) {
        let reach = self.most(trade, false);
        if reach < Points::whole(line.min_total) {
            let (star, line) = (line.star, line.min_total);
            bad.push(BadSheet::OutOfReach { trade, star, reach: reach.to_string(), line });
        }
    }

    fn reach_bonus(&self, trade: Trade, line: &Threshold, bad: &mut Vec<BadSheet>) {
        let reach = self.most(trade, true);
        if let Some(asked) = line.min_bonus.filter(|asked| reach < Points::whole(*asked)) {
            bad.push(BadSheet::BonusOutOfReach {
                trade,
                star: line.star,
                reach: reach.to_string(),
                line: asked,
            });
        }
    }
}

fn sum(part: &Part, bad: &mut Vec<BadSheet>) {
    let counted = part.items.iter().map(|item| i64::from(item.max)).sum();
    if part.items.is_empty() {
        bad.push(BadSheet::NoItems(part.code.clone()));
    } else if part.max != counted {
        bad.push(BadSheet::PartSum { part: part.code.clone(), stated: part.max, counted });
    }
}

fn tiers(item: &Item, bad: &mut Vec<BadSheet>) {
    if !item.tiers.is_sorted_by(|low, high| low < high) {
        bad.push(BadSheet::TiersFall(item.code.clone()));
    } else if let Some(last) = item.tiers.last().copied().filter(|last| *last != item.max) {
        bad.push(BadSheet::TiersEnd { item: item.code.clone(), last, max: item.max });
    }
}
