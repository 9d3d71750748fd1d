//! The numbers of a figure, row by row.

use super::super::groups::{Row, once};
use super::super::{Places, differs, need_line, need_whole};
use crate::domain::division::UnitCode;
use crate::domain::figure::{Percent, Printed, Ratio};
use crate::domain::import::Fields;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::Message;

/// What a number is of.
enum Part {
    /// The total.
    Total,
    /// The total of what was not broken down to units.
    CityOnly,
    /// A pathway.
    Pathway(Pathway),
    /// A unit.
    Unit(UnitCode),
    /// The part of a printed percentage.
    Ratio,
}

impl Part {
    fn of(places: &Places, said: &str) -> Option<Self> {
        match said {
            "total" => Some(Self::Total),
            "city_only" => Some(Self::CityOnly),
            "ratio" => Some(Self::Ratio),
            other => match other.parse() {
                Ok(pathway) => Some(Self::Pathway(pathway)),
                Err(_) => places.unit(other).cloned().map(Self::Unit),
            },
        }
    }
}

/// A number a row prints.
enum Number {
    Total(i64),
    Pathway(Pathway, i64),
    Unit(UnitCode, i64),
    Ratio(Ratio),
}

/// The numbers of a figure, one of each row that says one.
pub(super) struct Numbers(Vec<Option<Number>>);

impl Numbers {
    /// Reads them. What is wrong is noted on the rows.
    pub(super) fn read(places: &Places, rows: &mut [Row]) -> Self {
        let numbers = Self(rows.iter_mut().map(|row| number(places, &mut row.fields)).collect());
        let of = |row: &Row| {
            let wording = row.fields.text("ratio_of").to_owned();
            Some(match Part::of(places, row.fields.text("part"))? {
                Part::Total | Part::CityOnly => "total".to_owned(),
                Part::Pathway(pathway) => pathway.to_string(),
                Part::Unit(unit) => unit.to_string(),
                Part::Ratio => format!("ratio {wording}"),
            })
        };
        once(rows, "part", of);
        if numbers.0.iter().flatten().any(|one| matches!(one, Number::Unit(..))) {
            for row in rows.iter_mut().filter(|row| row.fields.text("part") == "city_only") {
                row.fields.refuse("part", Message::new("error-import-broken-down"));
            }
        }
        numbers
    }

    /// As a figure has them.
    pub(super) fn printed(&self) -> Printed {
        let mut printed = Printed::default();
        for number in self.0.iter().flatten() {
            match number {
                Number::Total(amount) => printed.total = Some(*amount),
                Number::Pathway(pathway, amount) => printed.parts.push((*pathway, *amount)),
                Number::Unit(unit, amount) => printed.units.push((unit.clone(), *amount)),
                Number::Ratio(ratio) => printed.ratios.push(ratio.clone()),
            }
        }
        printed.parts.sort_by_key(|(pathway, _)| *pathway);
        printed.units.sort();
        printed
    }

    /// Marks each row as known, or notes what the figure on record has instead.
    pub(super) fn compare(&self, printed: &Printed, rows: &mut [Row]) {
        for (row, number) in rows.iter_mut().zip(&self.0) {
            let Some(number) = number else { continue };
            row.known = true;
            let amount = match number {
                Number::Total(_) => printed.total,
                Number::Pathway(pathway, _) => printed.part(*pathway),
                Number::Unit(unit, _) => printed.unit(unit),
                Number::Ratio(ratio) => {
                    let found = printed.ratios.iter().find(|one| one.of == ratio.of);
                    compare_ratio(found, ratio, &mut row.fields);
                    found.map(|one| one.numerator)
                }
            };
            let amount = amount.map(|amount| amount.to_string()).unwrap_or_default();
            differs(&mut row.fields, "amount", &amount);
        }
    }

    /// The row and the column a field of the form is of; none of what is not a number's.
    pub(super) fn place(&self, field: &str) -> Option<(usize, &'static str)> {
        let named = |number: &Number| match number {
            Number::Total(_) => "total".to_owned(),
            Number::Pathway(pathway, _) => format!("parts[{pathway}]"),
            Number::Unit(unit, _) => format!("units[{unit}]"),
            Number::Ratio(_) => String::new(),
        };
        let is_it = |number: &Option<Number>| number.as_ref().is_some_and(|number| named(number) == field);
        if let Some(at) = self.0.iter().position(is_it) {
            return Some((at, "amount"));
        }
        let (name, place) = field.strip_suffix(']')?.split_once('[')?;
        let column = match name {
            "ratio_of" => "ratio_of",
            "ratio_numerator" => "amount",
            "ratio_denominator" => "denominator",
            "ratio_printed" => "printed",
            _ => return None,
        };
        let ratios = self.0.iter().enumerate().filter(|(_, one)| matches!(one, Some(Number::Ratio(_))));
        let nth = place.parse::<usize>().ok()?.checked_sub(1)?;
        ratios.map(|(at, _)| at).nth(nth).map(|at| (at, column))
    }
}

fn number(places: &Places, fields: &mut Fields) -> Option<Number> {
    let said = fields.text("part").to_owned();
    let part = Part::of(places, &said);
    if said.is_empty() {
        fields.miss("part");
    } else if part.is_none() {
        fields.refuse("part", places.no_unit(&said));
    }
    let amount = need_whole(fields, "amount");
    match part? {
        Part::Total | Part::CityOnly => Some(Number::Total(amount?)),
        Part::Pathway(pathway) => Some(Number::Pathway(pathway, amount?)),
        Part::Unit(unit) => Some(Number::Unit(unit, amount?)),
        Part::Ratio => {
            let (of, denominator) = (need_line(fields, "ratio_of"), need_whole(fields, "denominator"));
            let printed = fields.need::<Percent>("printed");
            Some(Number::Ratio(Ratio {
                of: of?,
                numerator: amount?,
                denominator: denominator?,
                printed: printed?,
            }))
        }
    }
}

fn compare_ratio(known: Option<&Ratio>, said: &Ratio, fields: &mut Fields) {
    let Some(known) = known else { return differs(fields, "ratio_of", "") };
    differs(fields, "denominator", &known.denominator.to_string());
    if known.printed != said.printed {
        differs(fields, "printed", &known.printed.to_string());
    }
}
