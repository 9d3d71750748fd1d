//! Score sheets: a standard's parts, items and tiers as versioned data, checked before a version is taken in.
//!
//! Points are exact: an item has whole points, a part's coefficient has at most two decimals, so a total is a whole number
//! of hundredths. A sheet must let every trade it covers reach its five-star line.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::codes::Code as _;
use super::rating::Star;
use super::refusal::{Message, Refusal};
use super::site::{SiteKind, Trade};

/// Points in hundredths. 分
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

impl Points {
    /// Whole points.
    #[must_use]
    pub const fn whole(points: i64) -> Self {
        Self(points * 100)
    }

    /// From hundredths.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// In hundredths.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// What is missing to another; nothing if this is as much.
    #[must_use]
    pub fn short_of(self, other: Self) -> Self {
        Self((other.0 - self.0).max(0))
    }
}

impl std::ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.map(|one| one.0).sum())
    }
}

/// As people write points: `683`, `683.4`, `0.25`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let (whole, rest) = (self.0.abs() / 100, self.0.abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            tenths if tenths % 10 == 0 => write!(f, "{sign}{whole}.{}", tenths / 10),
            hundredths => write!(f, "{sign}{whole}.{hundredths:02}"),
        }
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// How much of a part counts for a trade, in hundredths: 100 is all of it, 0 none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "serde_json::Number")]
pub struct Coefficient(i64);

impl Coefficient {
    /// The part counts in full.
    pub const FULL: Self = Self(100);

    /// What so many whole points count.
    #[must_use]
    pub const fn of(self, points: i64) -> Points {
        Points(points * self.0)
    }

    /// Whether the part counts at all.
    #[must_use]
    pub const fn counts(self) -> bool {
        self.0 > 0
    }
}

impl fmt::Display for Coefficient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Points(self.0), f)
    }
}

impl Serialize for Coefficient {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Read by its decimal digits, so that 0.6 is six tenths and not the nearest binary fraction.
impl TryFrom<serde_json::Number> for Coefficient {
    type Error = BadSheet;

    fn try_from(number: serde_json::Number) -> Result<Self, BadSheet> {
        let text = number.to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
        let bad = || BadSheet::Coefficient(text.clone());
        if decimals.len() > 2 {
            return Err(bad());
        }
        let hundredths = whole.parse::<i64>().ok().zip(format!("{decimals:0<2}").parse::<i64>().ok());
        match hundredths.map(|(whole, decimals)| whole * 100 + decimals) {
            Some(hundredths @ 0..=100) => Ok(Self(hundredths)),
            _ => Err(bad()),
        }
    }
}

/// One item to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Item {
    /// Its code on the sheet: `B1.2`.
    pub code: String,
    /// What is judged.
    pub name: String,
    /// The most points it can have.
    pub max: i32,
    /// The points it can have, if they come in tiers; one tier is chosen, tiers are never added.
    pub tiers: Vec<i32>,
    /// Without points here, no star at all.
    pub mandatory: bool,
    /// Whether points between the tiers, or below the most, may be given.
    pub partial: bool,
}

impl Item {
    /// Whether so many points may be given.
    ///
    /// # Errors
    /// [`BadPoints`], saying what may.
    pub fn check(&self, points: i32) -> Result<(), BadPoints> {
        if points < 0 || points > self.max {
            return Err(BadPoints::Range { max: self.max });
        }
        let allowed = points == 0
            || self.partial
            || points == self.max && self.tiers.is_empty()
            || self.tiers.contains(&points);
        if allowed { Ok(()) } else { Err(BadPoints::Tier { tiers: self.tiers.clone() }) }
    }
}

/// Points an item cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPoints {
    /// More than the most, or fewer than none.
    #[error("from 0 to {max}")]
    Range {
        /// The most.
        max: i32,
    },
    /// Between the tiers of an item that has no points between them.
    #[error("one of the tiers")]
    Tier {
        /// The tiers.
        tiers: Vec<i32>,
    },
}

impl Refusal for BadPoints {
    fn message(&self) -> Message {
        match self {
            Self::Range { max } => Message::new("error-points-range").with("max", i64::from(*max)),
            Self::Tier { tiers } => {
                let tiers: Vec<String> = tiers.iter().map(ToString::to_string).collect();
                Message::new("error-points-tier").with("tiers", tiers.join(" / "))
            }
        }
    }
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its code: `B1`.
    pub code: String,
    /// What it judges.
    pub name: String,
    /// The sum of its items' most.
    pub max: i64,
    /// Points beyond the standard's own.
    pub bonus: bool,
    /// How much of it counts, by trade in the order of [`Trade::ALL`].
    coefficients: [Coefficient; 3],
    /// Its items.
    pub items: Vec<Item>,
}

impl Part {
    /// How much of it counts for a trade.
    #[must_use]
    pub const fn coefficient(&self, trade: Trade) -> Coefficient {
        let [catering, lodging, combined] = self.coefficients;
        match trade {
            Trade::Catering => catering,
            Trade::Lodging => lodging,
            Trade::Combined => combined,
        }
    }
}

/// What a star asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub struct Threshold {
    /// The star.
    pub star: Star,
    /// The least total, in whole points.
    pub min_total: i64,
    /// The least visits in a year.
    #[serde(default)]
    pub min_annual_visits: Option<i64>,
}

/// A version of a standard's score sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its code; a new version keeps it.
    pub code: String,
    /// The kind of site it judges.
    pub subject: SiteKind,
    /// The standard it rests on, and how far.
    pub basis: String,
    /// Whether the authority issued it. What is not must be marked wherever it shows.
    pub official: bool,
    /// What each star asks for, from one star up.
    pub thresholds: Vec<Threshold>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A sheet as its file has it.
#[derive(Deserialize)]
struct SheetFile {
    code: String,
    subject: String,
    basis: String,
    official: bool,
    total: i64,
    subtypes: Vec<String>,
    thresholds: Vec<Threshold>,
    parts: Vec<PartFile>,
}

#[derive(Deserialize)]
struct PartFile {
    code: String,
    name: String,
    max: i64,
    bonus: bool,
    coefficients: std::collections::HashMap<String, Coefficient>,
    items: Vec<Item>,
}

impl Sheet {
    /// Reads a sheet from its file and checks it.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn read(json: &str) -> Result<Self, BadSheet> {
        let file: SheetFile = serde_json::from_str(json).map_err(|e| BadSheet::Form(e.to_string()))?;
        let total: i64 = file.parts.iter().map(|part| part.max).sum();
        if total != file.total {
            return Err(BadSheet::Sum { of: file.code, stated: file.total, counted: total });
        }
        let trades = file.subtypes.iter().map(|name| trade(name)).collect::<Result<Vec<_>, _>>()?;
        let sheet = Self {
            subject: subject(&file.subject)?,
            code: file.code,
            basis: file.basis,
            official: file.official,
            thresholds: file.thresholds,
            parts: file.parts.into_iter().map(|part| read_part(part, &trades)).collect::<Result<_, _>>()?,
        };
        sheet.check(if trades.is_empty() { Trade::ALL } else { &trades })?;
        Ok(sheet)
    }

    /// Every item, with its part.
    pub fn items(&self) -> impl Iterator<Item = (&Part, &Item)> {
        self.parts.iter().flat_map(|part| part.items.iter().map(move |item| (part, item)))
    }

    /// The most points a site of a trade can have.
    #[must_use]
    pub fn max(&self, trade: Trade) -> Points {
        self.parts.iter().map(|part| part.coefficient(trade).of(part.max)).sum()
    }

    fn check(&self, trades: &[Trade]) -> Result<(), BadSheet> {
        let mut seen = HashSet::new();
        for (_, item) in self.items() {
            if !seen.insert(&item.code) {
                return Err(BadSheet::Repeated(item.code.clone()));
            }
            let rising = item.tiers.is_sorted_by(|low, high| low < high);
            if item.max <= 0 || !rising || item.tiers.last().is_some_and(|last| *last != item.max) {
                return Err(BadSheet::Tiers(item.code.clone()));
            }
        }
        let stars: Vec<Star> = self.thresholds.iter().map(|line| line.star).collect();
        if stars != Star::ALL || !self.thresholds.is_sorted_by(|low, high| low.min_total < high.min_total) {
            return Err(BadSheet::Thresholds);
        }
        let line = self.thresholds.last().map_or(0, |line| line.min_total);
        for trade in trades {
            let own = self.parts.iter().filter(|part| !part.bonus);
            if own.map(|part| part.coefficient(*trade).of(part.max)).sum::<Points>() < Points::whole(line) {
                return Err(BadSheet::OutOfReach(*trade));
            }
        }
        Ok(())
    }
}

fn read_part(file: PartFile, trades: &[Trade]) -> Result<Part, BadSheet> {
    let counted = file.items.iter().map(|item| i64::from(item.max)).sum();
    if counted != file.max {
        return Err(BadSheet::Sum { of: file.code, stated: file.max, counted });
    }
    let mut coefficients = [Coefficient::FULL; 3];
    for (name, coefficient) in &file.coefficients {
        let trade = trade(name)?;
        for (place, slot) in Trade::ALL.iter().zip(&mut coefficients) {
            if *place == trade {
                *slot = *coefficient;
            }
        }
    }
    if !trades.is_empty() && file.coefficients.len() != trades.len() {
        return Err(BadSheet::Coefficient(file.code));
    }
    Ok(Part {
        code: file.code,
        name: file.name,
        max: file.max,
        bonus: file.bonus,
        coefficients,
        items: file.items,
    })
}

/// The files name kinds and trades as the standards do.
fn subject(name: &str) -> Result<SiteKind, BadSheet> {
    match name {
        "乡村旅游区" => Ok(SiteKind::TourismArea),
        "农家乐" => Ok(SiteKind::FarmStay),
        "民宿" => Ok(SiteKind::Homestay),
        other => Err(BadSheet::Subject(other.to_owned())),
    }
}

fn trade(name: &str) -> Result<Trade, BadSheet> {
    match name {
        "餐饮型" => Ok(Trade::Catering),
        "住宿型" => Ok(Trade::Lodging),
        "综合型" => Ok(Trade::Combined),
        other => Err(BadSheet::Subject(other.to_owned())),
    }
}

/// What is wrong with a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSheet {
    /// Not a sheet's file at all.
    #[error("not a score sheet: {0}")]
    Form(String),
    /// A kind of site or trade nobody knows.
    #[error("unknown kind or trade: {0}")]
    Subject(String),
    /// A stated sum is not the sum of its parts.
    #[error("{of}: {stated} stated, {counted} counted")]
    Sum {
        /// Of which part, or of the sheet.
        of: String,
        /// What the file says.
        stated: i64,
        /// What its parts add up to.
        counted: i64,
    },
    /// A coefficient that is missing, not from 0 to 1, or finer than hundredths.
    #[error("coefficient: {0}")]
    Coefficient(String),
    /// Two items of one code.
    #[error("item {0} appears twice")]
    Repeated(String),
    /// Tiers that do not rise to the most.
    #[error("item {0}: its tiers must rise to its most")]
    Tiers(String),
    /// Not five rising thresholds.
    #[error("five rising thresholds are needed")]
    Thresholds,
    /// A trade that cannot reach five stars without bonus.
    #[error("a site of trade {0} cannot reach five stars")]
    OutOfReach(Trade),
}

impl Refusal for BadSheet {
    fn message(&self) -> Message {
        Message::new("error-sheet").with("reason", self.to_string())
    }
}
