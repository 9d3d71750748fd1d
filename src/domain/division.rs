//! Administrative divisions (GB/T 2260, extended to 12 digits by the statistics bureau) and the city's reporting units.
//!
//! A reporting unit is a row of the city's annual table. It need not be a county: 钦州港 (450702401) lies inside 钦南区 by
//! code and reports on its own, so a place belongs to the unit with the **longest** code that begins its own.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::refusal::{Message, Refusal};

macro_rules! digits {
    ($(#[$meta:meta])* $name:ident, $($len:literal)|+, $key:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(CompactString);

        impl $name {
            /// The digits.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl std::str::FromStr for $name {
            type Err = BadDivision;
            fn from_str(text: &str) -> Result<Self, BadDivision> {
                let text = text.trim();
                let fits = matches!(text.len(), $($len)|+) && text.bytes().all(|b| b.is_ascii_digit());
                if fits { Ok(Self(text.into())) } else { Err(BadDivision { given: text.to_owned(), key: $key }) }
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadDivision;
            fn try_from(text: String) -> Result<Self, BadDivision> { text.parse() }
        }
        impl From<$name> for String {
            fn from(code: $name) -> String { code.0.into() }
        }
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(&self.0, out)
            }
        }
        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(value)?;
                text.parse().map_err(Into::into)
            }
        }
    };
}

digits! {
    /// A division's code: 6 digits (county), 9 (township) or 12 (village). 行政区划代码
    DivisionCode, 6 | 9 | 12, "error-division-code"
}
digits! {
    /// A reporting unit's code: the division whose figures it reports. 填报单位
    UnitCode, 6 | 9, "error-unit-code"
}

digits! {
    /// A township's code (9 digits) or a village's (12). 乡镇、村
    LocalityCode, 9 | 12, "error-locality-code"
}

impl LocalityCode {
    /// The locality a place is; none for a county.
    #[must_use]
    pub fn of(place: &DivisionCode) -> Option<Self> {
        place.as_str().parse().ok()
    }

    /// Its township: itself, if it is one.
    #[must_use]
    pub fn township(&self) -> Self {
        Self(self.0.get(..9).unwrap_or(&self.0).into())
    }

    /// Whether it is a village.
    #[must_use]
    pub fn is_village(&self) -> bool {
        self.0.len() == 12
    }

    /// The first code after all that lie in it. As many digits, so that it sorts alike under every collation.
    #[must_use]
    pub fn end(&self) -> String {
        let next = self.0.parse::<u64>().unwrap_or(u64::MAX).saturating_add(1);
        format!("{next:0width$}", width = self.0.len())
    }
}

impl From<LocalityCode> for DivisionCode {
    fn from(locality: LocalityCode) -> Self {
        Self(locality.0)
    }
}

/// A text that is no code of a division or unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is not a division code")]
pub struct BadDivision {
    given: String,
    key: &'static str,
}

impl Refusal for BadDivision {
    fn message(&self) -> Message {
        Message::new(self.key).with("given", self.given.clone())
    }
}

impl DivisionCode {
    /// Whether this place lies in the other (or is it).
    #[must_use]
    pub fn lies_in(&self, other: &str) -> bool {
        self.0.starts_with(other)
    }
}

/// The unit a place reports to: the longest of the units' codes that begins the place's code.
#[must_use]
pub fn reporting_unit<'u>(
    place: &DivisionCode,
    units: impl IntoIterator<Item = &'u UnitCode>,
) -> Option<&'u UnitCode> {
    units.into_iter().filter(|unit| place.lies_in(unit.as_str())).max_by_key(|unit| unit.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_reports_for_itself_although_it_lies_in_qinnan() {
        let units: Vec<UnitCode> =
            ["450702", "450702401", "450703"].iter().map(|u| u.parse().unwrap()).collect();
        let port: DivisionCode = "450702401001".parse().unwrap();
        let qinnan: DivisionCode = "450702101208".parse().unwrap();
        let elsewhere: DivisionCode = "450721".parse().unwrap();
        assert_eq!(reporting_unit(&port, &units).unwrap().as_str(), "450702401");
        assert_eq!(reporting_unit(&qinnan, &units).unwrap().as_str(), "450702");
        assert_eq!(reporting_unit(&elsewhere, &units), None);
    }

    #[test]
    fn what_lies_in_a_township_sorts_before_its_end() {
        let township: LocalityCode = "450721109".parse().unwrap();
        assert_eq!(township.end(), "450721110");
        let village: LocalityCode = "450721109299".parse().unwrap();
        assert_eq!((village.township(), village.end().as_str()), (township, "450721109300"));
        assert!("450721".parse::<LocalityCode>().is_err());
    }

    #[test]
    fn a_code_of_another_length_is_no_code() {
        assert!("4507".parse::<DivisionCode>().is_err());
        assert!("45070240100１".parse::<DivisionCode>().is_err());
        assert!("450702401001".parse::<UnitCode>().is_err());
    }
}
