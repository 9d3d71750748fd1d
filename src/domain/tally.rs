//! Tallies: how many exits were attributed to which pathway, in persons and in households.
//!
//! A tally is kept as cells, one for each unit × pathway × month × basis, and only ever made from cells. A basis includes
//! those after it: what the city confirmed was proposed before, and counts in both.

pub mod open;
pub mod release;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::access::Scope;
use super::attribution::Stage;
use super::codes::code;
use super::division::UnitCode;
use super::pathway::Pathway;
use super::quantity::{Households, Persons};
use super::refusal::{Message, Refusal};

code! {
    /// How far an attribution must have come to be counted. 口径
    pub enum Basis: "basis" {
        /// 已提出: proposed by the county, or further.
        Proposed = "proposed",
        /// 县级已核: verified by the county, or further.
        Verified = "verified",
        /// 市级已认定: confirmed by the city, or frozen.
        Confirmed = "confirmed",
    }
}

impl Basis {
    /// The bases an attribution of this stage counts in.
    #[must_use]
    pub const fn reached(stage: Stage) -> &'static [Self] {
        match stage {
            Stage::Proposed => &[Self::Proposed],
            Stage::CountyVerified => &[Self::Proposed, Self::Verified],
            Stage::CityConfirmed | Stage::Frozen => &[Self::Proposed, Self::Verified, Self::Confirmed],
            Stage::Withdrawn => &[],
        }
    }
}

/// A count of exits: the members frozen with them (人), and the households (户). Never mixed, always together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// 人
    pub persons: Persons,
    /// 户
    pub households: Households,
}

impl Count {
    /// One household of so many.
    #[must_use]
    pub const fn household_of(persons: Persons) -> Self {
        Self { persons, households: Households(1) }
    }

    /// Nothing to count.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl std::ops::Add for Count {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { persons: self.persons + other.persons, households: self.households + other.households }
    }
}
impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl std::ops::Neg for Count {
    type Output = Self;
    fn neg(self) -> Self {
        Self { persons: -self.persons, households: -self.households }
    }
}
impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), std::ops::Add::add)
    }
}

/// Which cell. The order of the fields is the order in which cells are locked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CellKey {
    /// The year of the exit's announcement.
    pub year: i32,
    /// The basis.
    pub basis: Basis,
    /// The unit the household lives in.
    pub unit: UnitCode,
    /// The pathway.
    pub pathway: Pathway,
    /// The month of the announcement.
    pub month: i32,
}

/// A cell and what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Which.
    pub key: CellKey,
    /// How many.
    pub count: Count,
}

/// What a change of one attribution does to a cell.
pub type CellChange = Cell;

/// What is counted of one attribution, wherever it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The unit the household lives in.
    pub unit: UnitCode,
    /// The pathway.
    pub pathway: Pathway,
    /// The year of the announcement.
    pub year: i32,
    /// Its month.
    pub month: i32,
    /// The members frozen with the exit.
    pub persons: Persons,
}

impl Counted {
    /// The changes of cells when the attribution goes from one stage to another; `None` is before it existed.
    #[must_use]
    pub fn moved(&self, from: Option<Stage>, to: Option<Stage>) -> Vec<CellChange> {
        let before = from.map_or(&[][..], Basis::reached);
        let after = to.map_or(&[][..], Basis::reached);
        let count = Count::household_of(self.persons);
        let gone = before.iter().filter(|basis| !after.contains(basis)).map(|basis| (*basis, -count));
        let new = after.iter().filter(|basis| !before.contains(basis)).map(|basis| (*basis, count));
        gone.chain(new)
            .map(|(basis, count)| Cell {
                key: CellKey {
                    year: self.year,
                    basis,
                    unit: self.unit.clone(),
                    pathway: self.pathway,
                    month: self.month,
                },
                count,
            })
            .collect()
    }
}

/// What a number is a number of. The same filter chooses the cells of the number and the rows of the list behind it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TallyFilter {
    /// The year of the announcement.
    pub year: i32,
    /// One unit, or all.
    pub unit: Option<UnitCode>,
    /// One pathway, or those of [`TallyFilter::non_tourism`].
    pub pathway: Option<Pathway>,
    /// One month, or the whole year.
    pub month: Option<Month>,
    /// How far an attribution must have come.
    pub basis: Basis,
    /// Whether exits outside tourism are let in. They never enter a tourism total.
    pub non_tourism: bool,
}

impl TallyFilter {
    /// The tourism pathways of a year as the city confirmed them.
    #[must_use]
    pub const fn of_year(year: i32) -> Self {
        Self { year, unit: None, pathway: None, month: None, basis: Basis::Confirmed, non_tourism: false }
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
}

/// A month of a year, 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Month(i32);

impl Month {
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
        match text.trim().parse() {
            Ok(month @ 1..=12) => Ok(Self(month)),
            _ => Err(BadMonth(text.to_owned())),
        }
    }
}

/// A tally: cells, and the sums over them. There is no other way to a sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(Vec<Cell>);

impl Tally {
    /// From its cells.
    #[must_use]
    pub const fn from_cells(cells: Vec<Cell>) -> Self {
        Self(cells)
    }

    /// The cells.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.0
    }

    /// The sum over the cells of this kind.
    pub fn sum(&self, of: impl Fn(&CellKey) -> bool) -> Count {
        self.0.iter().filter(|cell| of(&cell.key)).map(|cell| cell.count).sum()
    }

    /// One pathway in one unit.
    #[must_use]
    pub fn of(&self, unit: &UnitCode, pathway: Pathway) -> Count {
        self.sum(|key| key.unit == *unit && key.pathway == pathway)
    }

    /// One pathway in every unit.
    #[must_use]
    pub fn pathway(&self, pathway: Pathway) -> Count {
        self.sum(|key| key.pathway == pathway)
    }

    /// The tourism pathways of one unit.
    #[must_use]
    pub fn unit(&self, unit: &UnitCode) -> Count {
        self.sum(|key| key.unit == *unit && key.pathway.is_tourism())
    }

    /// The tourism total: the sum of the five pathways.
    #[must_use]
    pub fn total(&self) -> Count {
        self.sum(|key| key.pathway.is_tourism())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::codes::Code as _;
    use super::*;

    fn counted() -> impl Strategy<Value = Counted> {
        (proptest::sample::select(Pathway::ALL), 1i64..9, 1i32..13).prop_map(|(pathway, persons, month)| {
            Counted { unit: "450721".parse().unwrap(), pathway, year: 2017, month, persons: Persons(persons) }
        })
    }

    proptest! {
        #[test]
        fn whatever_way_an_attribution_went_its_cells_say_only_where_it_is(
            counted in counted(),
            stages in proptest::collection::vec(proptest::sample::select(Stage::ALL), 1..8),
        ) {
            let mut cells = Vec::new();
            let mut before = None;
            for stage in &stages {
                cells.extend(counted.moved(before, Some(*stage)));
                before = Some(*stage);
            }
            let tally = Tally::from_cells(cells);
            for basis in Basis::ALL {
                let counts = before.is_some_and(|stage| Basis::reached(stage).contains(basis));
                let expected = if counts { Count::household_of(counted.persons) } else { Count::default() };
                prop_assert_eq!(tally.sum(|key| key.basis == *basis), expected);
            }
        }

        #[test]
        fn the_pathways_sum_to_the_total_and_so_do_the_units(all in proptest::collection::vec(counted(), 0..20)) {
            let cells = all.iter().flat_map(|one| one.moved(None, Some(Stage::Proposed))).collect();
            let tally = Tally::from_cells(cells);
            let pathways: Count = Pathway::TOURISM.iter().map(|pathway| tally.pathway(*pathway)).sum();
            prop_assert_eq!(tally.total(), pathways);
            prop_assert_eq!(tally.total(), tally.unit(&"450721".parse().unwrap()));
        }
    }

    #[test]
    fn a_unit_official_asks_for_another_unit_in_vain() {
        let own: UnitCode = "450721".parse().unwrap();
        let filter = TallyFilter { unit: Some("450702".parse().unwrap()), ..TallyFilter::of_year(2017) };
        assert_eq!(filter.within(&Scope::Unit(own.clone())), None);
        let all = TallyFilter::of_year(2017).within(&Scope::Unit(own.clone())).unwrap();
        assert_eq!(all.unit, Some(own));
    }
}
