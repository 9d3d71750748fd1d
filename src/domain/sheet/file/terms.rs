//! The terms of a sheet, as its file has them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Faults, Rest};
use crate::domain::application::Level;
use crate::domain::codes::Code as _;
use crate::domain::rating::Star;
use crate::domain::sheet::bad::Paper;
use crate::domain::sheet::{BadSheet, Field, Pattern, Sources, Terms};

#[derive(Deserialize, Serialize)]
pub(super) struct TermsFile {
    awarding: Awarding,
    notice: Notice,
    validity: Term,
    re_check: Term,
    certificate: Numbers,
    plaque: Numbers,
    #[serde(flatten)]
    rest: Rest,
}

/// The level by star: `{"1": "county", …}`.
#[derive(Deserialize, Serialize)]
struct Awarding {
    levels: BTreeMap<String, String>,
    source: String,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Deserialize, Serialize)]
struct Notice {
    working_days: i64,
    source: String,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Deserialize, Serialize)]
struct Term {
    years: i64,
    source: String,
    #[serde(flatten)]
    rest: Rest,
}

/// The pattern by level: `{"county": "ZS-{kind}-{year}-{seq:4}", …}`.
#[derive(Deserialize, Serialize)]
struct Numbers {
    patterns: BTreeMap<String, String>,
    source: String,
    #[serde(flatten)]
    rest: Rest,
}

impl TermsFile {
    pub(super) fn read(self, faults: &mut Faults) -> Terms {
        let neutral = Terms::default();
        let mut number = |field, number: i64, max| {
            u32::try_from(faults.within("", field, number, 1, max)).unwrap_or_default()
        };
        let notice_working_days = number(Field::NoticeDays, self.notice.working_days, 60);
        let valid_years = number(Field::ValidYears, self.validity.years, 20);
        let re_check_years = number(Field::ReCheckYears, self.re_check.years, 20);
        Terms {
            levels: Star::ALL.map(|star| level(&self.awarding.levels, star, faults)),
            notice_working_days,
            valid_years,
            re_check_years,
            certificate: patterns(&self.certificate, Paper::Certificate, neutral.certificate, faults),
            plaque: patterns(&self.plaque, Paper::Plaque, neutral.plaque, faults),
            sources: Sources {
                awarding: self.awarding.source,
                notice: self.notice.source,
                validity: self.validity.source,
                re_check: self.re_check.source,
                certificate: self.certificate.source,
                plaque: self.plaque.source,
            },
        }
    }

    /// Sources that are blank, and fields the terms do not have.
    pub(super) fn beside(&self, faults: &mut Faults) {
        faults.beyond("terms", &self.rest);
        let sections = [
            ("awarding", Field::AwardingSource, &self.awarding.source, &self.awarding.rest),
            ("notice", Field::NoticeSource, &self.notice.source, &self.notice.rest),
            ("validity", Field::ValiditySource, &self.validity.source, &self.validity.rest),
            ("re_check", Field::ReCheckSource, &self.re_check.source, &self.re_check.rest),
            ("certificate", Field::CertificateSource, &self.certificate.source, &self.certificate.rest),
            ("plaque", Field::PlaqueSource, &self.plaque.source, &self.plaque.rest),
        ];
        for (place, field, source, rest) in sections {
            faults.said("", field, source);
            faults.beyond(place, rest);
        }
        let unknown = |place: &str, field: &String| BadSheet::UnknownField {
            place: place.to_owned(),
            field: field.clone(),
        };
        for star in self.awarding.levels.keys().filter(|star| star.parse::<Star>().is_err()) {
            faults.add(unknown("awarding", star));
        }
        for (place, numbers) in [("certificate", &self.certificate), ("plaque", &self.plaque)] {
            for level in numbers.patterns.keys().filter(|level| level.parse::<Level>().is_err()) {
                faults.add(unknown(place, level));
            }
        }
    }

    pub(super) fn of(terms: &Terms) -> Self {
        let years = |years: u32, source: &str| Term {
            years: i64::from(years),
            source: source.to_owned(),
            rest: Rest::new(),
        };
        let numbers = |patterns: &[Pattern; 3], source: &str| Numbers {
            patterns: Level::ALL
                .iter()
                .zip(patterns)
                .map(|(level, p)| (level.to_string(), p.to_string()))
                .collect(),
            source: source.to_owned(),
            rest: Rest::new(),
        };
        let sources = &terms.sources;
        Self {
            awarding: Awarding {
                levels: Star::ALL
                    .iter()
                    .map(|star| (star.to_string(), terms.level_for(*star).to_string()))
                    .collect(),
                source: sources.awarding.clone(),
                rest: Rest::new(),
            },
            notice: Notice {
                working_days: i64::from(terms.notice_working_days),
                source: sources.notice.clone(),
                rest: Rest::new(),
            },
            validity: years(terms.valid_years, &sources.validity),
            re_check: years(terms.re_check_years, &sources.re_check),
            certificate: numbers(&terms.certificate, &sources.certificate),
            plaque: numbers(&terms.plaque, &sources.plaque),
            rest: Rest::new(),
        }
    }
}

fn level(levels: &BTreeMap<String, String>, star: Star, faults: &mut Faults) -> Level {
    let found = levels.get(&star.to_string()).map_or("", String::as_str);
    found.parse().unwrap_or_else(|_| {
        faults.add(BadSheet::Awarding { star, found: found.to_owned() });
        Level::Region
    })
}

fn patterns(numbers: &Numbers, paper: Paper, neutral: [Pattern; 3], faults: &mut Faults) -> [Pattern; 3] {
    let mut patterns = neutral;
    for (level, slot) in Level::ALL.iter().zip(&mut patterns) {
        let found = numbers.patterns.get(level.code()).map_or("", String::as_str);
        match found.parse() {
            Ok(pattern) => *slot = pattern,
            Err(why) => {
                faults.add(BadSheet::Pattern { paper, level: *level, found: found.to_owned(), why });
            }
        }
    }
    patterns
}
