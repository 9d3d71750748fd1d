//! What can be wrong with a sheet, each fault with its place.

use super::BadPattern;
use crate::domain::application::Level;
use crate::domain::codes::code;
use crate::domain::rating::Star;
use crate::domain::refusal::{Arg, Message, Refusal};
use crate::domain::site::Trade;

code! {
    /// A field of a sheet that can be blank or out of range.
    pub enum Field: "sheet-field" {
        /// The sheet's code, or a part's, or an item's.
        Code = "code",
        /// The standard it rests on.
        Basis = "basis",
        /// A name.
        Name = "name",
        /// The most points.
        Max = "max",
        /// The points of a tier.
        Tier = "tier",
        /// The least total.
        MinTotal = "min_total",
        /// The least bonus.
        MinBonus = "min_bonus",
        /// The least share of each part.
        MinPartPercent = "min_part_percent",
        /// The least visits in a year.
        MinVisits = "min_annual_visits",
        /// The days of public notice.
        NoticeDays = "notice_days",
        /// The years of validity.
        ValidYears = "valid_years",
        /// The years to the re-check.
        ReCheckYears = "re_check_years",
        /// The rule who awards comes from.
        AwardingSource = "awarding_source",
        /// The rule the days of notice come from.
        NoticeSource = "notice_source",
        /// The rule the years of validity come from.
        ValiditySource = "validity_source",
        /// The rule the years to the re-check come from.
        ReCheckSource = "re_check_source",
        /// Where the numbers of certificates come from.
        CertificateSource = "certificate_source",
        /// Where the numbers of plaques come from.
        PlaqueSource = "plaque_source",
    }
}

/// What is wrong with a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSheet {
    /// Not a sheet's file at all.
    #[error("not a score sheet: {0}")]
    Form(String),
    /// A kind of site nobody knows.
    #[error("unknown kind of site: {0}")]
    Subject(String),
    /// A trade nobody knows.
    #[error("{place}: unknown trade {name}")]
    UnknownTrade {
        /// The part; empty for the sheet's own list.
        place: String,
        /// The name.
        name: String,
    },
    /// A field a sheet does not have, most likely misspelt.
    #[error("{place}: unknown field {field}")]
    UnknownField {
        /// The item, part, star or section.
        place: String,
        /// The field.
        field: String,
    },
    /// A field that is empty.
    #[error("{place}: {field} is empty")]
    Blank {
        /// The item or part; empty for the sheet.
        place: String,
        /// The field.
        field: Field,
    },
    /// A number no sheet has.
    #[error("{place}: {field} is not from {min} to {max}")]
    Range {
        /// The item, part or star; empty for the sheet.
        place: String,
        /// The field.
        field: Field,
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A part's stated most is not the sum of its items.
    #[error("part {part}: {stated} stated, {counted} counted")]
    PartSum {
        /// The part.
        part: String,
        /// What the file says.
        stated: i64,
        /// What its items add up to.
        counted: i64,
    },
    /// The sheet's stated total is not the sum of its parts.
    #[error("total: {stated} stated, {counted} counted")]
    TotalSum {
        /// What the file says.
        stated: i64,
        /// What its parts add up to.
        counted: i64,
    },
    /// A part without items.
    #[error("part {0} has no items")]
    NoItems(String),
    /// A coefficient that is not from 0 to 1, or finer than hundredths.
    #[error("part {part}: coefficient {found} for {trade}")]
    Coefficient {
        /// The part.
        part: String,
        /// The trade.
        trade: Trade,
        /// What the file says.
        found: String,
    },
    /// A coefficient that is missing although the sheet tells trades apart.
    #[error("part {part}: no coefficient for {trade}")]
    NoCoefficient {
        /// The part.
        part: String,
        /// The trade.
        trade: Trade,
    },
    /// Two items of one code.
    #[error("item {0} appears twice")]
    RepeatedItem(String),
    /// Two parts of one code.
    #[error("part {0} appears twice")]
    RepeatedPart(String),
    /// Tiers that do not rise.
    #[error("item {0}: its tiers must rise")]
    TiersFall(String),
    /// Tiers that do not end in the item's most.
    #[error("item {item}: its tiers end in {last}, its most is {max}")]
    TiersEnd {
        /// The item.
        item: String,
        /// The last tier.
        last: i32,
        /// The most.
        max: i32,
    },
    /// Not one line for each of the five stars, in order.
    #[error("five lines are needed, from one star to five")]
    Thresholds,
    /// A line not above the one before it.
    #[error("the line of {0} stars is not above the one before")]
    Falling(Star),
    /// A trade that cannot reach a star's line without bonus.
    #[error("{trade}: at most {reach}, {star} stars ask for {line}")]
    OutOfReach {
        /// The trade.
        trade: Trade,
        /// The star.
        star: Star,
        /// The most it can come to without bonus.
        reach: String,
        /// What the star asks for.
        line: i64,
    },
    /// A trade that cannot reach the bonus a star asks for.
    #[error("{trade}: at most {reach} of bonus, {star} stars ask for {line}")]
    BonusOutOfReach {
        /// The trade.
        trade: Trade,
        /// The star.
        star: Star,
        /// The most its bonus can come to.
        reach: String,
        /// What the star asks for.
        line: i64,
    },
    /// No terms at all.
    #[error("the terms are missing")]
    NoTerms,
    /// A star without the level that awards it, or with one nobody knows.
    #[error("{star} stars: awarded by {found:?}")]
    Awarding {
        /// The star.
        star: Star,
        /// What the file says.
        found: String,
    },
    /// A number pattern that is missing or none.
    #[error("{paper} of the {level}: {found:?}: {why}")]
    Pattern {
        /// Certificate or plaque.
        paper: Paper,
        /// The level.
        level: Level,
        /// What the file says.
        found: String,
        /// What is wrong with it.
        why: BadPattern,
    },
    /// A re-check that would come after the rating has ended.
    #[error("the re-check comes after the rating has ended")]
    ReCheckAfterEnd,
}

code! {
    /// A paper with a number.
    pub enum Paper: "sheet-paper" {
        /// 证书
        Certificate = "certificate",
        /// 牌匾
        Plaque = "plaque",
    }
}

/// Names the item, part or star a message is about; what concerns no single one concerns the whole sheet.
fn about(message: Message, place: &str) -> Message {
    if place.is_empty() {
        message.with("place", Arg::Key { key: "sheet-place-whole".to_owned() })
    } else {
        message.with("place", place)
    }
}

impl Refusal for BadSheet {
    fn message(&self) -> Message {
        let of = |key, place: &str| about(Message::new(key), place);
        match self {
            Self::Form(reason) => Message::new("error-sheet-form").with("reason", reason.as_str()),
            Self::Subject(name) => Message::new("error-sheet-subject").with("name", name.as_str()),
            Self::UnknownTrade { place, name } => of("error-sheet-trade", place).with("name", name.as_str()),
            Self::UnknownField { place, field } => {
                of("error-sheet-unknown", place).with("field", field.as_str())
            }
            Self::Blank { place, field } => of("error-sheet-blank", place).with_code("field", *field),
            Self::Range { place, field, min, max } => {
                of("error-sheet-range", place).with_code("field", *field).with("min", *min).with("max", *max)
            }
            Self::PartSum { part, stated, counted } => {
                of("error-sheet-part-sum", part).with("stated", *stated).with("counted", *counted)
            }
            Self::TotalSum { stated, counted } => {
                Message::new("error-sheet-total-sum").with("stated", *stated).with("counted", *counted)
            }
            Self::NoItems(part) => of("error-sheet-no-items", part),
            Self::Coefficient { part, trade, found } => {
                of("error-sheet-coefficient", part).with_code("trade", *trade).with("found", found.as_str())
            }
            Self::NoCoefficient { part, trade } => {
                of("error-sheet-no-coefficient", part).with_code("trade", *trade)
            }
            Self::RepeatedItem(item) => of("error-sheet-repeated-item", item),
            Self::RepeatedPart(part) => of("error-sheet-repeated-part", part),
            Self::TiersFall(item) => of("error-sheet-tiers-fall", item),
            Self::TiersEnd { item, last, max } => {
                of("error-sheet-tiers-end", item).with("last", i64::from(*last)).with("max", i64::from(*max))
            }
            Self::Thresholds => Message::new("error-sheet-thresholds"),
            Self::Falling(star) => Message::new("error-sheet-falling").with("star", star.arg()),
            Self::OutOfReach { trade, star, reach, line } => {
                reach_of("error-sheet-out-of-reach", *trade, *star)
                    .with("reach", reach.as_str())
                    .with("line", *line)
            }
            Self::BonusOutOfReach { trade, star, reach, line } => {
                reach_of("error-sheet-bonus-out-of-reach", *trade, *star)
                    .with("reach", reach.as_str())
                    .with("line", *line)
            }
            Self::NoTerms => Message::new("error-sheet-no-terms"),
            Self::Awarding { star, found } => {
                Message::new("error-sheet-awarding").with("star", star.arg()).with("found", found.as_str())
            }
            Self::Pattern { paper, level, found, why } => Message::new("error-sheet-pattern")
                .with_code("paper", *paper)
                .with_code("level", *level)
                .with("found", found.as_str())
                .with("why", Arg::Key { key: why.key().to_owned() }),
            Self::ReCheckAfterEnd => Message::new("error-sheet-re-check"),
        }
    }
}

fn reach_of(key: &'static str, trade: Trade, star: Star) -> Message {
    Message::new(key).with_code("trade", trade).with("star", star.arg())
}

impl BadPattern {
    /// The catalogue key of what is wrong.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NoYear => "sheet-pattern-no-year",
            Self::NoPlace => "sheet-pattern-no-seq",
            Self::Placeholder(_) => "sheet-pattern-placeholder",
            Self::Bracket => "sheet-pattern-bracket",
            Self::Character(_) => "sheet-pattern-character",
            Self::Long => "sheet-pattern-long",
        }
    }
}
