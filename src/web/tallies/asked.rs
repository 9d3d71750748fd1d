//! What a page of tallies is asked for, and how a filter is spelled in an address and on a page.

use chrono::NaiveDate;
use rocket::form::FromForm;
use rocket::http::RawStr;
use serde::Serialize;

use crate::desk::tallies::{self, Locality, Unit};
use crate::desk::{Result, Rx};
use crate::domain::codes::Code as _;
use crate::domain::division::{LocalityCode, UnitCode};
use crate::domain::figure::{NewFigure, UnitOfCount};
use crate::domain::pathway::Pathway;
use crate::domain::tally::{Basis, Month, TallyFilter};
use crate::web::forms::{Day, Entry};
use crate::web::lang::Lang;

/// What is asked for in the address. A filter that is nonsense is none.
#[derive(Debug, FromForm)]
pub(in crate::web) struct Asked {
    year: Option<i32>,
    unit: Option<Entry<UnitCode>>,
    locality: Option<Entry<LocalityCode>>,
    pathway: Option<Entry<Pathway>>,
    month: Option<Entry<Month>>,
    basis: Option<Entry<Basis>>,
    count: Option<Entry<UnitOfCount>>,
    as_of: Option<Entry<Day>>,
    non_tourism: bool,
}

impl Asked {
    /// 人 or 户.
    pub(in crate::web) fn count(&self) -> UnitOfCount {
        self.count.as_ref().map_or(UnitOfCount::Persons, |count| count.0)
    }

    /// How far the attributions counted have come.
    pub(in crate::web) fn basis(&self) -> Basis {
        self.basis.as_ref().map_or(Basis::Confirmed, |basis| basis.0)
    }

    /// The year asked for, or the newest there is anything of.
    pub(in crate::web) fn year(&self, rx: &mut Rx<'_>) -> Result<i32> {
        match self.year.filter(|year| NewFigure::YEARS.contains(year)) {
            Some(year) => Ok(year),
            None => tallies::latest_year(rx, self.basis()),
        }
    }

    /// The filter of a year. As of today is as of now.
    pub(in crate::web) fn filter(&self, year: i32) -> TallyFilter {
        TallyFilter {
            year,
            unit: self.unit.as_ref().map(|unit| unit.0.clone()),
            locality: self.locality.as_ref().map(|place| place.0.clone()),
            pathway: self.pathway.as_ref().map(|pathway| pathway.0),
            month: self.month.as_ref().map(|month| month.0),
            basis: self.basis(),
            non_tourism: self.non_tourism,
            as_of: self.as_of.as_ref().map(|day| day.0.0),
        }
    }
}

/// A filter as the fields of an address; those that are not set are left out.
pub(in crate::web) fn fields(filter: &TallyFilter) -> Vec<(&'static str, String)> {
    let mut fields = vec![("year", filter.year.to_string()), ("basis", filter.basis.code().to_owned())];
    fields.extend(filter.unit.as_ref().map(|unit| ("unit", unit.to_string())));
    fields.extend(filter.locality.as_ref().map(|place| ("locality", place.to_string())));
    fields.extend(filter.pathway.map(|pathway| ("pathway", pathway.code().to_owned())));
    fields.extend(filter.month.map(|month| ("month", month.number().to_string())));
    fields.extend(filter.as_of.map(|day| ("as_of", day.to_string())));
    if filter.non_tourism {
        fields.push(("non_tourism", "true".to_owned()));
    }
    fields
}

/// The address of a page with these fields.
pub(in crate::web) fn href(path: &str, fields: &[(&'static str, String)]) -> String {
    let pair = |(name, value): &(&str, String)| format!("{name}={}", RawStr::new(value).percent_encode());
    format!("{path}?{}", fields.iter().map(pair).collect::<Vec<_>>().join("&"))
}

/// A choice of a filter.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// What the filters of a page of tallies choose from, and what is chosen.
#[derive(Debug, Serialize)]
pub(super) struct Filters {
    year: i32,
    years: Vec<i32>,
    unit: String,
    /// Empty for a reader of one unit.
    units: Vec<Choice>,
    locality: String,
    localities: Vec<Choice>,
    month: Option<Month>,
    months: Vec<Month>,
    basis: Basis,
    bases: &'static [Basis],
    as_of: Option<NaiveDate>,
    /// Whether anything beyond year, unit and basis is set: the rarer filters are open then.
    more: bool,
}

impl Filters {
    pub(super) fn of(
        filter: &TallyFilter,
        years: &[i32],
        units: Option<&[Unit]>,
        localities: &[Locality],
        lang: Lang,
    ) -> Self {
        let unit = |unit: &Unit| Choice {
            value: unit.code.to_string(),
            label: super::chart::unit_name(unit, lang).to_owned(),
        };
        let locality = |one: &Locality| Choice {
            value: one.code.to_string(),
            label: if one.code.is_village() { format!("\u{3000}{}", one.name) } else { one.name.clone() },
        };
        Self {
            year: filter.year,
            years: with_shown(years, filter.year),
            unit: filter.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
            units: units.unwrap_or_default().iter().map(unit).collect(),
            locality: filter.locality.as_ref().map(ToString::to_string).unwrap_or_default(),
            localities: localities.iter().map(locality).collect(),
            month: filter.month,
            months: Month::all().collect(),
            basis: filter.basis,
            bases: Basis::ALL,
            as_of: filter.as_of,
            more: filter.locality.is_some() || filter.month.is_some() || filter.as_of.is_some(),
        }
    }
}

/// The years to choose from, with the one shown.
fn with_shown(known: &[i32], shown: i32) -> Vec<i32> {
    let mut years = known.to_vec();
    if !years.contains(&shown) {
        years.push(shown);
        years.sort_unstable_by(|one, other| other.cmp(one));
    }
    years
}
