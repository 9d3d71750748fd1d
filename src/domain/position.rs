//! Where a site lies, in decimal degrees of WGS-84, as a telephone shows them, kept in whole millionths of a degree.

use std::str::FromStr;

use super::refusal::{Message, Refusal};

/// Millionths of a degree in a degree.
const DEGREE: i32 = 1_000_000;

/// Why a text is no degree of longitude or latitude here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDegrees {
    /// Not a decimal number of degrees.
    #[error("decimal degrees are needed")]
    Form,
    /// A longitude the city does not reach.
    #[error("the city lies between 107.45 and 109.933334 degrees east")]
    Longitude,
    /// A latitude the city does not reach.
    #[error("the city lies between 20.9 and 22.683334 degrees north")]
    Latitude,
}

impl Refusal for BadDegrees {
    fn message(&self) -> Message {
        Message::new(match self {
            Self::Form => "error-degrees",
            Self::Longitude => "error-longitude",
            Self::Latitude => "error-latitude",
        })
    }
}

/// Declares degrees within the bounds of the city, in millionths.
macro_rules! degrees {
    ($($(#[$meta:meta])* $name:ident: $range:expr, $outside:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(i32);

        impl $name {
            /// Of so many millionths of a degree.
            ///
            /// # Errors
            /// If the city does not reach there.
            pub fn from_e6(e6: i32) -> Result<Self, BadDegrees> {
                if $range.contains(&e6) { Ok(Self(e6)) } else { Err(BadDegrees::$outside) }
            }

            /// In millionths of a degree.
            #[must_use]
            pub const fn e6(self) -> i32 { self.0 }

            /// In degrees.
            #[must_use]
            pub fn degrees(self) -> f64 { f64::from(self.0) / f64::from(DEGREE) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}.{:06}", self.0 / DEGREE, self.0 % DEGREE)
            }
        }
        impl FromStr for $name {
            type Err = BadDegrees;
            fn from_str(text: &str) -> Result<Self, BadDegrees> { Self::from_e6(e6(text)?) }
        }
    )+};
}

degrees! {
    /// Degrees east. 钦州 lies between 107°27′ and 109°56′ E.
    Longitude: (107_450_000..=109_933_334), Longitude;
    /// Degrees north. 钦州 lies between 20°54′ and 22°41′ N.
    Latitude: (20_900_000..=22_683_334), Latitude;
}

/// Millionths of a degree, of what people type: `108.62`, `１０８．６２`, `108.62°E`. What is beyond the sixth place, a hand's
/// breadth, is cut off.
fn e6(text: &str) -> Result<i32, BadDegrees> {
    let typed: String = text.trim().chars().map(super::site::half_width).collect();
    let typed = typed.trim_end_matches(['E', 'N', 'e', 'n', '°', ' ']);
    let (whole, places) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !digits(whole) || !digits(places) {
        return Err(BadDegrees::Form);
    }
    let places: String = places.chars().chain("000000".chars()).take(6).collect();
    let number = |part: &str| part.parse::<i32>().map_err(|_| BadDegrees::Form);
    Ok(number(whole)? * DEGREE + number(&places)?)
}

/// A place in the city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Degrees east.
    pub longitude: Longitude,
    /// Degrees north.
    pub latitude: Latitude,
}

impl Position {
    /// From what the database keeps; none if there is none.
    #[must_use]
    pub fn kept(longitude_e6: Option<i32>, latitude_e6: Option<i32>) -> Option<Self> {
        let longitude = Longitude::from_e6(longitude_e6?).ok()?;
        Some(Self { longitude, latitude: Latitude::from_e6(latitude_e6?).ok()? })
    }

    /// The address that opens the map of a telephone here (RFC 5870), with a name for the mark there.
    #[must_use]
    pub fn geo_uri(self, name: &str) -> String {
        use std::fmt::Write as _;
        let (lat, lon) = (self.latitude, self.longitude);
        let mut uri = format!("geo:{lat},{lon}?q={lat},{lon}(");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() {
                uri.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
        uri.push(')');
        uri
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn degrees_are_read_as_people_write_them() {
        for text in ["108.62", " １０８．６２ ", "108.62°E", "108.6200009"] {
            assert_eq!(text.parse::<Longitude>().unwrap().e6(), 108_620_000, "{text}");
        }
        assert_eq!("21.95".parse::<Latitude>().unwrap().to_string(), "21.950000");
        for wrong in ["", "108°37′", "东经108", "-108.6", "108.6.2", "1e2", "99999999999"] {
            assert_eq!(wrong.parse::<Longitude>(), Err(BadDegrees::Form), "{wrong}");
        }
    }

    #[test]
    fn what_lies_outside_the_city_is_refused() {
        for outside in ["107.449999", "109.94", "21.95"] {
            assert_eq!(outside.parse::<Longitude>(), Err(BadDegrees::Longitude), "{outside}");
        }
        for outside in ["20.899999", "22.69", "108.62"] {
            assert_eq!(outside.parse::<Latitude>(), Err(BadDegrees::Latitude), "{outside}");
        }
    }

    #[test]
    fn a_map_is_opened_by_an_address_with_the_name() {
        let at = Position::kept(Some(108_620_000), Some(21_950_000)).unwrap();
        assert_eq!(
            at.geo_uri("梨花 1"),
            "geo:21.950000,108.620000?q=21.950000,108.620000(%E6%A2%A8%E8%8A%B1%201)"
        );
        assert_eq!(Position::kept(Some(108_620_000), None), None);
    }

    proptest! {
        #[test]
        fn every_place_is_read_back_as_written(e6 in 107_450_000..=109_933_334_i32) {
            let longitude = Longitude::from_e6(e6).unwrap();
            prop_assert_eq!(longitude.to_string().parse::<Longitude>(), Ok(longitude));
        }
    }
}
