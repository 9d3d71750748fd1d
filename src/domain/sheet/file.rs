//! The JSON file of a sheet. It names kinds and trades as the standards do.
//!
//! Reading goes on past a fault with something neutral in its place, so that all faults are found at once; the sheet is
//! handed out only if there is none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{BadSheet, Coefficient, Field, Item, Part, Sheet, Threshold};
use crate::domain::codes::Code as _;
use crate::domain::rating::Star;
use crate::domain::site::{SiteKind, Trade};

mod terms;

/// What a file has beyond the fields of a sheet: most likely misspelt.
type Rest = BTreeMap<String, Value>;

/// The most points or visits anything on a sheet has; sums of them stay far from the end of the numbers.
const MOST: i64 = 1_000_000;

#[derive(Deserialize, Serialize)]
struct SheetFile {
    code: String,
    subject: String,
    basis: String,
    official: bool,
    total: i64,
    subtypes: Vec<String>,
    thresholds: Vec<ThresholdFile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    terms: Option<terms::TermsFile>,
    parts: Vec<PartFile>,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Deserialize, Serialize)]
struct ThresholdFile {
    star: i64,
    min_total: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_bonus: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_part_percent: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_annual_visits: Option<i64>,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Deserialize, Serialize)]
struct PartFile {
    code: String,
    name: String,
    max: i64,
    bonus: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    named_in_source: bool,
    coefficients: BTreeMap<String, serde_json::Number>,
    items: Vec<ItemFile>,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Deserialize, Serialize)]
struct ItemFile {
    code: String,
    name: String,
    max: i64,
    tiers: Vec<i64>,
    mandatory: bool,
    partial: bool,
    #[serde(flatten)]
    rest: Rest,
}

/// What is found wrong on the way.
#[derive(Default)]
struct Faults(Vec<BadSheet>);

impl Faults {
    fn add(&mut self, bad: BadSheet) {
        self.0.push(bad);
    }

    /// A text that must say something.
    fn said(&mut self, place: &str, field: Field, text: &str) {
        if text.trim().is_empty() {
            self.add(BadSheet::Blank { place: place.to_owned(), field });
        }
    }

    /// A number within its range, or the least of it.
    fn within(&mut self, place: &str, field: Field, number: i64, min: i64, max: i64) -> i64 {
        if (min..=max).contains(&number) {
            return number;
        }
        self.add(BadSheet::Range { place: place.to_owned(), field, min, max });
        min
    }

    fn beyond(&mut self, place: &str, rest: &Rest) {
        for field in rest.keys() {
            self.add(BadSheet::UnknownField { place: place.to_owned(), field: field.clone() });
        }
    }
}

/// The sheet of a file, with what keeps it from being one.
pub(super) fn read(json: &str) -> Result<(Sheet, Vec<BadSheet>), Vec<BadSheet>> {
    let file = parse(json)?;
    let Some(subject) = subject(&file.subject) else { return Err(vec![BadSheet::Subject(file.subject)]) };
    let mut faults = Faults::default();
    let trades = trades(&file.subtypes, &mut faults);
    let sheet = Sheet {
        subject,
        official: file.official,
        total: faults.within("", Field::MinTotal, file.total, 0, MOST),
        thresholds: file.thresholds.iter().filter_map(|line| threshold(line, &mut faults)).collect(),
        parts: file.parts.into_iter().map(|part| read_part(part, &trades, &mut faults)).collect(),
        terms: file.terms.map(|terms| terms.read(&mut faults)).unwrap_or_default(),
        trades,
        code: file.code,
        basis: file.basis,
    };
    Ok((sheet, faults.0))
}

/// What keeps a readable file from being published beside what the sheet itself tells: blanks, unknown fields, no terms.
pub(super) fn beside(json: &str) -> Vec<BadSheet> {
    let Ok(file) = parse(json) else { return Vec::new() };
    let mut faults = Faults::default();
    faults.said("", Field::Code, &file.code);
    faults.said("", Field::Basis, &file.basis);
    faults.beyond("", &file.rest);
    for line in &file.thresholds {
        faults.beyond(&format!("{} ★", line.star), &line.rest);
    }
    for part in &file.parts {
        faults.said(&part.code, Field::Name, &part.name);
        faults.said(&part.name, Field::Code, &part.code);
        faults.beyond(&part.code, &part.rest);
        for item in &part.items {
            faults.said(&item.code, Field::Name, &item.name);
            faults.said(&item.name, Field::Code, &item.code);
            faults.beyond(&item.code, &item.rest);
        }
    }
    match &file.terms {
        Some(terms) => terms.beside(&mut faults),
        None => faults.add(BadSheet::NoTerms),
    }
    faults.0
}

fn parse(json: &str) -> Result<SheetFile, Vec<BadSheet>> {
    serde_json::from_str(json).map_err(|e| vec![BadSheet::Form(e.to_string())])
}

fn trades(names: &[String], faults: &mut Faults) -> Vec<Trade> {
    let mut trades = Vec::new();
    for name in names {
        match trade(name) {
            Some(trade) if !trades.contains(&trade) => trades.push(trade),
            Some(_) => {}
            None => faults.add(BadSheet::UnknownTrade { place: String::new(), name: name.clone() }),
        }
    }
    trades
}

fn threshold(file: &ThresholdFile, faults: &mut Faults) -> Option<Threshold> {
    // A line of no star is one of five that is missing, and named as that.
    let star = i32::try_from(file.star).ok().and_then(|star| Star::try_from(star).ok())?;
    let place = format!("{star} ★");
    let mut within =
        |field, number: Option<i64>, max| number.map(|number| faults.within(&place, field, number, 0, max));
    Some(Threshold {
        star,
        min_total: within(Field::MinTotal, Some(file.min_total), MOST).unwrap_or_default(),
        min_bonus: within(Field::MinBonus, file.min_bonus, MOST),
        min_part_percent: within(Field::MinPartPercent, file.min_part_percent, 100),
        min_annual_visits: within(Field::MinVisits, file.min_annual_visits, MOST * 1_000),
    })
}

fn read_part(file: PartFile, trades: &[Trade], faults: &mut Faults) -> Part {
    let mut coefficients = [Coefficient::FULL; 3];
    for name in file.coefficients.keys().filter(|name| trade(name).is_none()) {
        faults.add(BadSheet::UnknownTrade { place: file.code.clone(), name: name.clone() });
    }
    for (trade, slot) in Trade::ALL.iter().zip(&mut coefficients) {
        let part = || file.code.clone();
        match file.coefficients.get(trade_name(*trade)).map(ToString::to_string) {
            Some(found) => match found.parse() {
                Ok(coefficient) => *slot = coefficient,
                Err(_) => faults.add(BadSheet::Coefficient { part: part(), trade: *trade, found }),
            },
            None if trades.contains(trade) => {
                faults.add(BadSheet::NoCoefficient { part: part(), trade: *trade });
            }
            None => {}
        }
    }
    Part {
        max: faults.within(&file.code, Field::Max, file.max, 0, MOST),
        items: file.items.into_iter().map(|item| read_item(item, faults)).collect(),
        code: file.code,
        name: file.name,
        bonus: file.bonus,
        named_in_source: file.named_in_source,
        coefficients,
    }
}

fn read_item(file: ItemFile, faults: &mut Faults) -> Item {
    let mut points = |field, number| {
        let number = faults.within(&file.code, field, number, 1, 10_000);
        i32::try_from(number).unwrap_or_default()
    };
    Item {
        max: points(Field::Max, file.max),
        tiers: file.tiers.iter().map(|tier| points(Field::Tier, *tier)).collect(),
        code: file.code,
        name: file.name,
        mandatory: file.mandatory,
        partial: file.partial,
    }
}

/// The file of a sheet.
pub(super) fn write(sheet: &Sheet) -> Result<String, serde_json::Error> {
    let names = |trades: &[Trade]| trades.iter().map(|trade| trade_name(*trade).to_owned()).collect();
    let item = |item: &Item| ItemFile {
        code: item.code.clone(),
        name: item.name.clone(),
        max: i64::from(item.max),
        tiers: item.tiers.iter().map(|tier| i64::from(*tier)).collect(),
        mandatory: item.mandatory,
        partial: item.partial,
        rest: Rest::new(),
    };
    let part = |part: &Part| PartFile {
        code: part.code.clone(),
        name: part.name.clone(),
        max: part.max,
        bonus: part.bonus,
        named_in_source: part.named_in_source,
        coefficients: sheet
            .trades
            .iter()
            .map(|trade| (trade_name(*trade).to_owned(), part.coefficient(*trade).into()))
            .collect(),
        items: part.items.iter().map(item).collect(),
        rest: Rest::new(),
    };
    let line = |line: &Threshold| ThresholdFile {
        star: i64::from(line.star.number()),
        min_total: line.min_total,
        min_bonus: line.min_bonus,
        min_part_percent: line.min_part_percent,
        min_annual_visits: line.min_annual_visits,
        rest: Rest::new(),
    };
    serde_json::to_string_pretty(&SheetFile {
        code: sheet.code.clone(),
        subject: subject_name(sheet.subject).to_owned(),
        basis: sheet.basis.clone(),
        official: sheet.official,
        total: sheet.total,
        subtypes: names(&sheet.trades),
        thresholds: sheet.thresholds.iter().map(line).collect(),
        terms: Some(terms::TermsFile::of(&sheet.terms)),
        parts: sheet.parts.iter().map(part).collect(),
        rest: Rest::new(),
    })
}

/// What a sheet's file calls a kind of site: the standards' own name.
#[must_use]
pub const fn subject_name(subject: SiteKind) -> &'static str {
    match subject {
        SiteKind::TourismArea => "乡村旅游区",
        SiteKind::FarmStay => "农家乐",
        SiteKind::Homestay => "民宿",
    }
}

fn subject(name: &str) -> Option<SiteKind> {
    SiteKind::ALL.iter().copied().find(|subject| subject_name(*subject) == name)
}

/// What a sheet's file calls a trade: the standards' own name.
#[must_use]
pub const fn trade_name(trade: Trade) -> &'static str {
    match trade {
        Trade::Catering => "餐饮型",
        Trade::Lodging => "住宿型",
        Trade::Combined => "综合型",
    }
}

fn trade(name: &str) -> Option<Trade> {
    Trade::ALL.iter().copied().find(|trade| trade_name(*trade) == name)
}
