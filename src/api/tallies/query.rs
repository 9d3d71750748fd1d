//! What is asked of the tallies. Unlike a page, which drops a filter it does not understand, the API refuses it.

use std::fmt::Write as _;

use rocket::FromForm;

use crate::api::params::{given, parsed, read};
use crate::domain::codes::Code as _;
use crate::domain::division::{LocalityCode, UnitCode};
use crate::domain::figure::NewFigure;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusals};
use crate::domain::tally::{Basis, Dimension, Month, TallyFilter};

/// What the public gets numbers by.
const PUBLIC: [Dimension; 3] = [Dimension::Year, Dimension::Unit, Dimension::Pathway];

/// The query as typed.
#[derive(Debug, Default, FromForm)]
pub(super) struct Typed<'r> {
    year: Option<&'r str>,
    unit: Option<&'r str>,
    locality: Option<&'r str>,
    pathway: Option<&'r str>,
    month: Option<&'r str>,
    basis: Option<&'r str>,
    by: Option<&'r str>,
    include: Option<&'r str>,
    as_of: Option<&'r str>,
}

/// A question that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    /// One year, or every one.
    pub year: Option<i32>,
    /// The filter; its year stands for [`Query::year`].
    pub filter: TallyFilter,
    /// What the rows are by, in the order of the list.
    pub by: Vec<Dimension>,
}

impl Query {
    /// Reads a query; everything wrong with it is told at once.
    pub fn read(typed: &Typed<'_>, exact: bool) -> Result<Self, Refusals> {
        let mut refusals = Refusals::default();
        let by = read_by(typed.by, &mut refusals);
        let year = read(typed.year, "year", &mut refusals, |text| {
            let year = text.parse().ok().filter(|year| NewFigure::YEARS.contains(year));
            year.ok_or_else(|| Message::new("error-tally-year"))
        });
        if given(typed.year).is_none() && !by.contains(&Dimension::Year) {
            refusals.add("year", Message::new("error-required"));
        }
        let filter = TallyFilter {
            year: year.unwrap_or_default(),
            unit: read(typed.unit, "unit", &mut refusals, parsed::<UnitCode>),
            locality: read(typed.locality, "locality", &mut refusals, parsed::<LocalityCode>),
            pathway: read(typed.pathway, "pathway", &mut refusals, parsed::<Pathway>),
            month: read(typed.month, "month", &mut refusals, parsed::<Month>),
            basis: read(typed.basis, "basis", &mut refusals, parsed::<Basis>).unwrap_or(Basis::Confirmed),
            non_tourism: read(typed.include, "include", &mut refusals, |text| match text {
                "non_tourism" => Ok(()),
                other => Err(Message::new("error-unknown-code").with("code", other)),
            })
            .is_some(),
            as_of: read(typed.as_of, "as_of", &mut refusals, |text| {
                text.parse().map_err(|_| Message::new("error-day"))
            }),
        };
        if !exact {
            let asked = [
                ("basis", filter.basis != Basis::Confirmed),
                ("month", filter.month.is_some()),
                ("locality", filter.locality.is_some()),
                ("as_of", filter.as_of.is_some()),
                ("by", !by.iter().all(|by| PUBLIC.contains(by))),
            ];
            for (field, _) in asked.into_iter().filter(|(_, asked)| *asked) {
                refusals.add(field, Message::new("error-tally-public"));
            }
        }
        refusals.into_result()?;
        Ok(Self { year, filter, by })
    }

    /// The question in one spelling, whatever way it was typed.
    pub fn spelled(&self) -> String {
        let filter = &self.filter;
        let mut text = format!("{}/{}", self.year.unwrap_or_default(), filter.basis);
        // Writing to a string cannot fail.
        let _ = write!(text, "/{}", filter.unit.as_ref().map_or("", UnitCode::as_str));
        let _ = write!(text, "/{}", filter.pathway.map_or("", |pathway| pathway.code()));
        let _ = write!(text, "/{}/{}/", filter.month.map_or(0, Month::number), filter.non_tourism);
        let _ = write!(text, "{}/", filter.locality.as_ref().map_or("", LocalityCode::as_str));
        let _ = write!(text, "{}/", filter.as_of.map(|day| day.to_string()).unwrap_or_default());
        self.by.iter().for_each(|by| text.push_str(by.code()));
        text
    }
}

fn read_by(text: Option<&str>, refusals: &mut Refusals) -> Vec<Dimension> {
    let Some(text) = given(text) else { return vec![Dimension::Unit, Dimension::Pathway] };
    let mut by = Vec::new();
    for word in text.split(',') {
        by.extend(read(Some(word), "by", refusals, parsed::<Dimension>));
    }
    by.sort_unstable();
    by.dedup();
    by
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(typed: &Typed<'_>, exact: bool) -> Vec<String> {
        let refusals = Query::read(typed, exact).unwrap_err();
        refusals.iter().map(|(field, _)| field.to_owned()).collect()
    }

    #[test]
    fn the_same_question_is_spelled_the_same_however_it_was_typed() {
        let one = Typed { year: Some("2017"), by: Some("pathway,unit"), unit: Some(""), ..Typed::default() };
        let other = Typed { year: Some(" 2017"), basis: Some("confirmed"), ..Typed::default() };
        assert_eq!(Query::read(&one, true).unwrap().spelled(), Query::read(&other, true).unwrap().spelled());
    }

    #[test]
    fn nonsense_is_refused_by_field_and_at_once() {
        let typed = Typed {
            year: Some("1911"),
            unit: Some("4507"),
            month: Some("13"),
            by: Some("street"),
            include: Some("all"),
            ..Typed::default()
        };
        assert_eq!(refused(&typed, true), ["by", "year", "unit", "month", "include"]);
        assert_eq!(refused(&Typed::default(), true), ["year"]);
    }

    #[test]
    fn the_public_does_not_get_months_or_what_is_not_confirmed() {
        let typed =
            Typed { year: Some("2017"), basis: Some("proposed"), by: Some("unit,month"), ..Typed::default() };
        assert_eq!(refused(&typed, false), ["basis", "by"]);
        assert!(Query::read(&typed, true).is_ok());
    }
}
