//! What a number is a number of.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Basis, Coordinate};
use crate::domain::access::Scope;
use crate::domain::division::{LocalityCode, UnitCode};
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusal};

/// What a number is a number of. The same filter chooses the cells of the number and the rows of the list behind it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TallyFilter {
    /// The year of the announcement.
    pub year: i32,
    /// One unit, or all.
    pub unit: Option<UnitCode>,
    /// One township or village, or all.
    pub locality: Option<LocalityCode>,
    /// One pathway, or those of [`TallyFilter::non_tourism`].
    pub pathway: Option<Pathway>,
    /// One month, or the whole year.
    pub month: Option<Month>,
    /// How far an attribution must have come.
    pub basis: Basis,
    /// Whether exits outside tourism are let in. They never enter a tourism total.
    pub non_tourism: bool,
    /// As it stood at the end of this day in Beijing; none is now.
    pub as_of: Option<NaiveDate>,
}

impl TallyFilter {
    /// The tourism pathways of a year as the city confirmed them.
    #[must_use]
    pub const fn of_year(year: i32) -> Self {
        Self {
            year,
            unit: None,
            locality: None,
            pathway: None,
            month: None,
            basis: Basis::Confirmed,
            non_tourism: false,
            as_of: None,
        }
    }

    /// The pathways it lets in.
    #[must_use]
    pub fn pathways(&self) -> Vec<Pathway> {
        match self.pathway {
            Some(pathway) => vec![pathway],
            None if self.non_tourism => Pathway::TOURISM.into_iter().chain([Pathway::NonTourism]).collect(),
            None => Pathway::TOURISM.to_vec(),
        }
    }

    /// The same for a reader who may know of one unit only; `None` if they may not know of what is asked for.
    #[must_use]
    pub fn within(mut self, scope: &Scope) -> Option<Self> {
        match scope {
            Scope::City | Scope::Public => Some(self),
            Scope::Unit(own) => match &self.unit {
                Some(asked) if asked != own => None,
                _ => {
                    self.unit = Some(own.clone());
                    Some(self)
                }
            },
            Scope::Operator(_) => None,
        }
    }

    /// The filter of what lies at a coordinate as well: what a number of a crossing is a number of.
    #[must_use]
    pub fn at(mut self, coordinate: &Coordinate) -> Self {
        match coordinate {
            Coordinate::Year(year) => self.year = *year,
            Coordinate::Unit(unit) => self.unit = Some(unit.clone()),
            Coordinate::Township(place) | Coordinate::Village(place) => self.locality = Some(place.clone()),
            Coordinate::Pathway(pathway) => self.pathway = Some(*pathway),
            Coordinate::Month(month) => self.month = Some(*month),
            Coordinate::Basis(basis) => self.basis = *basis,
        }
        self
    }
}

/// A month of a year, 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Month(i32);

impl Month {
    /// The month of this number; none outside 1 to 12.
    #[must_use]
    pub const fn of(number: i32) -> Option<Self> {
        match number {
            1..=12 => Some(Self(number)),
            _ => None,
        }
    }

    /// The months of a year.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=12).map(Self)
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Its first day in a year, and the first day after it.
    #[must_use]
    pub fn days(self, year: i32) -> Option<(NaiveDate, NaiveDate)> {
        let month = u32::try_from(self.0).ok()?;
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some((first, first.checked_add_months(chrono::Months::new(1))?))
    }
}

/// A text that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no month: 1 to 12")]
pub struct BadMonth(String);

impl Refusal for BadMonth {
    fn message(&self) -> Message {
        Message::new("error-month").with("given", self.0.clone())
    }
}

impl std::str::FromStr for Month {
    type Err = BadMonth;
    fn from_str(text: &str) -> Result<Self, BadMonth> {
        text.trim().parse().ok().and_then(Self::of).ok_or_else(|| BadMonth(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_official_asks_for_another_unit_in_vain() {
        let own: UnitCode = "450721".parse().unwrap();
        let filter = TallyFilter { unit: Some("450702".parse().unwrap()), ..TallyFilter::of_year(2017) };
        assert_eq!(filter.within(&Scope::Unit(own.clone())), None);
        let all = TallyFilter::of_year(2017).within(&Scope::Unit(own.clone())).unwrap();
        assert_eq!(all.unit, Some(own));
    }

    #[test]
    fn a_coordinate_narrows_the_filter_it_is_laid_on() {
        let township = Coordinate::Township("450721101".parse().unwrap());
        let filter = TallyFilter::of_year(2017).at(&township).at(&Coordinate::Basis(Basis::Frozen));
        assert_eq!(filter.locality.unwrap().as_str(), "450721101");
        assert_eq!(filter.basis, Basis::Frozen);
    }
}
