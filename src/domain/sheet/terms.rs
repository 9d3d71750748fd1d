//! What follows from a star beside its points: who awards it, how long it is on public notice and valid, what its papers
//! are numbered by. Terms belong to a version of a sheet, so a case keeps those it was submitted under.

use chrono::NaiveDate;
use serde::Serialize;

use super::number::Pattern;
use crate::domain::application::Level;
use crate::domain::calendar::{day_before, years_later};
use crate::domain::codes::Code as _;
use crate::domain::rating::Star;
use crate::domain::site::SiteKind;

/// The terms of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// The level that awards each star, from one star up.
    pub levels: [Level; 5],
    /// How long a decision is on public notice. 公示, in working days
    pub notice_working_days: u32,
    /// Years until a rating ends.
    pub valid_years: u32,
    /// Years until it is re-checked.
    pub re_check_years: u32,
    /// How certificates are numbered, by level in the order of [`Level::ALL`].
    pub certificate: [Pattern; 3],
    /// How plaques are numbered, likewise.
    pub plaque: [Pattern; 3],
    /// The rules they come from.
    pub sources: Sources,
}

/// The rule each of the terms comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sources {
    /// Who awards.
    pub awarding: String,
    /// The days of public notice.
    pub notice: String,
    /// The years of validity.
    pub validity: String,
    /// The years to the re-check.
    pub re_check: String,
    /// The numbers of certificates.
    pub certificate: String,
    /// The numbers of plaques.
    pub plaque: String,
}

impl Terms {
    /// The level that awards a star.
    #[must_use]
    pub fn level_for(&self, star: Star) -> Level {
        let [one, two, three, four, five] = self.levels;
        match star.number() {
            1 => one,
            2 => two,
            3 => three,
            4 => four,
            _ => five,
        }
    }

    /// The last day of a rating awarded on a day.
    #[must_use]
    pub fn valid_until(&self, awarded_on: NaiveDate) -> NaiveDate {
        day_before(years_later(awarded_on, self.valid_years))
    }

    /// The day a rating awarded on a day is to be re-checked.
    #[must_use]
    pub fn re_check_on(&self, awarded_on: NaiveDate) -> NaiveDate {
        years_later(awarded_on, self.re_check_years)
    }

    /// The number of a certificate, from its place in the year's series `certificate`.
    #[must_use]
    pub fn certificate_number(&self, level: Level, kind: SiteKind, year: i32, place: i64) -> String {
        of_level(&self.certificate, level).number(kind, year, place)
    }

    /// The number of a plaque, from its place in the year's series `plaque`.
    #[must_use]
    pub fn plaque_number(&self, level: Level, kind: SiteKind, year: i32, place: i64) -> String {
        of_level(&self.plaque, level).number(kind, year, place)
    }

    /// The pattern of certificates and that of plaques, by level.
    pub fn patterns(&self) -> impl Iterator<Item = (Level, &Pattern, &Pattern)> {
        Level::ALL
            .iter()
            .map(|level| (*level, of_level(&self.certificate, *level), of_level(&self.plaque, *level)))
    }
}

const fn of_level(patterns: &[Pattern; 3], level: Level) -> &Pattern {
    let [county, city, region] = patterns;
    match level {
        Level::County => county,
        Level::City => city,
        Level::Region => region,
    }
}

/// The terms of a sheet whose file states none, as they were when such files were written. They never change.
impl Default for Terms {
    fn default() -> Self {
        use Level::{City, County, Region};
        let numbered = |letters| [County, City, Region].map(|_| Pattern::by_kind(letters));
        Self {
            levels: [County, County, County, City, Region],
            notice_working_days: 5,
            valid_years: 3,
            re_check_years: 2,
            certificate: numbered("ZS-"),
            plaque: numbered("MP-"),
            sources: Sources::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_without_terms_has_those_of_its_time() {
        let terms = Terms::default();
        assert_eq!(
            Star::ALL.map(|star| terms.level_for(star).code()),
            ["county", "county", "county", "city", "region"]
        );
        assert_eq!(terms.certificate_number(Level::City, SiteKind::FarmStay, 2017, 7), "ZS-NJL-2017-0007");
        assert_eq!(
            terms.plaque_number(Level::County, SiteKind::TourismArea, 2018, 12_345),
            "MP-XCQ-2018-12345"
        );
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(terms.valid_until(day("2017-11-24")), day("2020-11-23"));
        assert_eq!(terms.re_check_on(day("2016-02-29")), day("2018-02-28"));
    }
}
