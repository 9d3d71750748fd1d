//! What was printed, and whether it agrees with itself: parts with their total, percentages with their counts.

use serde::Serialize;

use super::Detail;
use crate::domain::codes::code;
use crate::domain::division::UnitCode;
use crate::domain::pathway::Pathway;
use crate::domain::refusal::{Message, Refusal, Refusals};

code! {
    /// What parts a sum is over.
    pub enum SumOf: "figure-sum" {
        /// 各途径
        Pathways = "pathways",
        /// 各县区
        Units = "units",
    }
}

/// The numbers of a figure, as printed: each may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// By pathway, in the official order.
    pub parts: Vec<(Pathway, i64)>,
    /// By unit; none where only the city's number was printed (未分解到县区).
    pub units: Vec<(UnitCode, i64)>,
    /// The printed total.
    pub total: Option<i64>,
    /// The printed percentages.
    pub ratios: Vec<Ratio>,
}

impl Printed {
    /// What was printed for one pathway.
    #[must_use]
    pub fn part(&self, pathway: Pathway) -> Option<i64> {
        self.parts.iter().find(|(of, _)| *of == pathway).map(|(_, amount)| *amount)
    }

    /// The printed total, or the sum of the tourism parts if all five were printed.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        self.total.or_else(|| Pathway::TOURISM.iter().map(|pathway| self.part(*pathway)).sum())
    }

    /// What was printed for one unit.
    #[must_use]
    pub fn unit(&self, unit: &UnitCode) -> Option<i64> {
        self.units.iter().find(|(of, _)| of == unit).map(|(_, amount)| *amount)
    }

    /// How far it was broken down, of a figure of one unit or of the whole city.
    #[must_use]
    pub const fn detail(&self, unit: Option<&UnitCode>) -> Detail {
        match unit {
            Some(_) => Detail::OneUnit,
            None if self.units.is_empty() => Detail::CityOnly,
            None => Detail::ByUnit,
        }
    }

    /// The printed total beside the sums of the printed parts, as far as there are any: of the tourism pathways, and of the
    /// units, of which the city has these.
    #[must_use]
    pub fn sums(&self, units: &[UnitCode]) -> Vec<SumCheck> {
        let Some(printed) = self.total else { return Vec::new() };
        let tourism = self.parts.iter().filter(|(pathway, _)| pathway.is_tourism());
        let pathways: Vec<i64> = tourism.map(|(_, amount)| *amount).collect();
        let of_units: Vec<i64> = self.units.iter().map(|(_, amount)| *amount).collect();
        let checks =
            [(SumOf::Pathways, pathways, Pathway::TOURISM.len()), (SumOf::Units, of_units, units.len())];
        let check = |(of, parts, all): (SumOf, Vec<i64>, usize)| {
            (!parts.is_empty()).then(|| SumCheck {
                of,
                sum: parts.iter().sum(),
                printed,
                whole: parts.len() >= all,
            })
        };
        checks.into_iter().filter_map(check).collect()
    }

    /// Whether the printed total is the sum of the printed tourism parts; `None` if that cannot be told.
    #[must_use]
    pub fn adds_up(&self) -> Option<bool> {
        let parts: Option<i64> = Pathway::TOURISM.iter().map(|pathway| self.part(*pathway)).sum();
        Some(parts? == self.total?)
    }
}

/// A printed total beside the sum of its printed parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SumCheck {
    /// Which parts.
    pub of: SumOf,
    /// Their sum.
    pub sum: i64,
    /// The printed total.
    pub printed: i64,
    /// Whether every part was printed.
    pub whole: bool,
}

impl SumCheck {
    /// Whether the two can both be right: all parts are the total, some parts are not more than it.
    #[must_use]
    pub const fn agrees(self) -> bool {
        if self.whole { self.sum == self.printed } else { self.sum <= self.printed }
    }
}

/// A printed percentage: exactly the digits that were printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent {
    /// In thousandths of a percent: 30.5 % is 30500.
    pub thousandths: i64,
    /// How many digits stood after the point, 0 to 3.
    pub decimals: i32,
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.thousandths / 1000, self.thousandths % 1000);
        let digits = usize::try_from(self.decimals).unwrap_or_default().min(3);
        let rest = format!("{rest:03}");
        match rest.get(..digits).filter(|rest| !rest.is_empty()) {
            Some(rest) => write!(f, "{whole}.{rest}%"),
            None => write!(f, "{whole}%"),
        }
    }
}

/// A text that is no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no percentage")]
pub struct BadPercent;

impl Refusal for BadPercent {
    fn message(&self) -> Message {
        Message::new("error-figure-percent")
    }
}

impl std::str::FromStr for Percent {
    type Err = BadPercent;

    /// `30.5`, `30.5%`, `３０.５％`: up to three digits after the point, kept as they stand.
    fn from_str(text: &str) -> Result<Self, BadPercent> {
        let narrow: String = text.trim().chars().map(crate::domain::identity::narrow).collect();
        let number = narrow.trim_end_matches('%').trim_end();
        let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let pointed = number.contains('.') && rest.is_empty();
        if whole.is_empty() || whole.len() > 6 || rest.len() > 3 || pointed || !digits(whole) || !digits(rest)
        {
            return Err(BadPercent);
        }
        let thousandths = format!("{whole}{rest:0<3}").parse().map_err(|_| BadPercent)?;
        Ok(Self { thousandths, decimals: i32::try_from(rest.len()).map_err(|_| BadPercent)? })
    }
}

/// A printed percentage with the counts it was printed of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratio {
    /// What it is a share of what, as it was worded.
    pub of: String,
    /// The part.
    pub numerator: i64,
    /// The whole.
    pub denominator: i64,
    /// As printed.
    pub printed: Percent,
}

impl Ratio {
    /// More than any count of people.
    const MOST: i64 = 10_000_000_000;

    /// The share as the counts give it, rounded half up to as many digits as were printed.
    #[must_use]
    pub fn computed(&self) -> Percent {
        let decimals = self.printed.decimals;
        let step = 10_i64.pow(u32::try_from(3 - decimals.clamp(0, 3)).unwrap_or_default());
        // In steps of the last printed digit, of which a hundred percent has so many.
        let steps = i128::from(100_000 / step);
        let (numerator, denominator) = (i128::from(self.numerator), i128::from(self.denominator.max(1)));
        let rounded = (2 * numerator * steps + denominator) / (2 * denominator);
        Percent { thousandths: i64::try_from(rounded).unwrap_or(i64::MAX).saturating_mul(step), decimals }
    }

    /// Whether the printed percentage is the one its counts give.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.computed() == self.printed
    }

    /// `place` is its line of the form, from 1.
    pub(super) fn check(&self, place: i32, refusals: &mut Refusals) {
        if self.of.trim().is_empty() {
            refusals.add(&format!("ratio_of[{place}]"), Message::new("error-required"));
        }
        if !(0..=Self::MOST).contains(&self.numerator) {
            refusals.add(&format!("ratio_numerator[{place}]"), Message::new("error-number"));
        }
        if !(1..=Self::MOST).contains(&self.denominator) {
            refusals.add(&format!("ratio_denominator[{place}]"), Message::new("error-figure-denominator"));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(numerator: i64, denominator: i64, printed: &str) -> Ratio {
        Ratio {
            of: "旅游脱贫占全部脱贫".into(), numerator, denominator, printed: printed.parse().unwrap()
        }
    }

    #[test]
    fn the_national_report_prints_30_5_where_its_counts_give_31_9() {
        let report = ratio(3777, 11_840, "30.5%");
        assert_eq!((report.computed().to_string(), report.agrees()), ("31.9%".to_owned(), false));
        assert!(ratio(3777, 11_840, "31.9").agrees());
        assert!(ratio(3777, 11_840, "32").agrees(), "as printed, without a digit after the point");
        assert!(ratio(3777, 11_840, "31.900").computed().to_string() == "31.900%");
        assert_eq!(ratio(1, 8, "12.5").computed().to_string(), "12.5%");
        assert_eq!(ratio(1, 8, "12").computed().to_string(), "13%", "half up");
    }

    #[test]
    fn a_percentage_is_kept_as_it_was_printed() {
        for (typed, kept) in [
            ("30.5", "30.5%"),
            ("３０．５０％", "30.50%"),
            ("7 %", "7%"),
            ("0.125%", "0.125%"),
            ("120", "120%"),
        ] {
            assert_eq!(typed.parse::<Percent>().unwrap().to_string(), kept, "{typed}");
        }
        for typed in ["", "%", "三成", "30.", ".5", "-3", "1.2345", "1.2.3", "3 0"] {
            assert!(typed.parse::<Percent>().is_err(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_percentage_made_of_its_counts_agrees(part in 0i64..100_000, whole in 1i64..100_000, decimals in 0i32..4) {
            let given = Percent { thousandths: 0, decimals };
            let of_counts = Ratio { of: "x".into(), numerator: part, denominator: whole, printed: given }.computed();
            let printed = of_counts.to_string();
            prop_assert!(ratio(part, whole, &printed).agrees(), "{}", printed);
            // Off by one in the last printed digit is no longer right.
            let off = Percent { thousandths: of_counts.thousandths + 10_i64.pow(3 - decimals.unsigned_abs()), decimals };
            prop_assert!(!ratio(part, whole, &off.to_string()).agrees());
        }
    }

    #[test]
    fn all_parts_are_the_total_and_some_are_not_more_than_it() {
        let units: Vec<UnitCode> = ["450721", "450722"].iter().map(|code| code.parse().unwrap()).collect();
        let all = Printed {
            parts: Pathway::TOURISM
                .into_iter()
                .zip([105, 380, 160, 417, 65])
                .chain([(Pathway::NonTourism, 214)])
                .collect(),
            units: units.iter().cloned().zip([600, 526]).collect(),
            total: Some(1127),
            ratios: Vec::new(),
        };
        let checks = all.sums(&units);
        assert_eq!((checks[0].of, checks[0].sum, checks[0].agrees()), (SumOf::Pathways, 1127, true));
        assert_eq!((checks[1].of, checks[1].sum, checks[1].agrees()), (SumOf::Units, 1126, false));
        let some = Printed { parts: vec![(Pathway::Training, 1128)], units: Vec::new(), ..all.clone() };
        assert!(!some.sums(&units)[0].agrees());
        let fewer = Printed { parts: vec![(Pathway::Training, 160)], ..some };
        assert!(fewer.sums(&units)[0].agrees() && !fewer.sums(&units)[0].whole);
        assert_eq!(Printed { total: None, ..all }.sums(&units), []);
    }
}
