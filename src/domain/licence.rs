//! Licences: the papers a site must hold to do its trade, and until when each is good.
//!
//! Which kinds a trade owes is dated data with its source, like every rule of the procedure.

use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::codes::code;
use super::refusal::{Message, Refusal};
use super::site::Trade;

/// Days before its end in which a licence is said to run out: a renewal takes weeks.
const RUNS_OUT_WITHIN: Days = Days::new(60);

code! {
    /// What a licence allows.
    pub enum LicenceKind: "licence-kind" {
        /// 营业执照
        Business = "business",
        /// 卫生许可证
        Hygiene = "hygiene",
        /// 消防安全检查合格证
        FireSafety = "fire_safety",
        /// 特种行业许可证: for beds.
        SpecialTrade = "special_trade",
        /// 食品经营许可证: for meals.
        Food = "food",
    }
}

code! {
    /// How a licence stands on a day.
    pub enum LicenceState: "licence-state" {
        /// Good for longer than sixty days.
        Valid = "valid",
        /// Good, but not for long.
        RunsOut = "runs_out",
        /// Good no more.
        Expired = "expired",
    }
}

/// How a licence stands on a day; one without a last day is good for ever.
#[must_use]
pub fn state(valid_until: Option<NaiveDate>, today: NaiveDate) -> LicenceState {
    match valid_until {
        Some(last) if last < today => LicenceState::Expired,
        Some(last) if last < today + RUNS_OUT_WITHIN => LicenceState::RunsOut,
        _ => LicenceState::Valid,
    }
}

/// The first day on which a licence is expired that does not run out on this day: what is lacking then, lacks or runs out now.
#[must_use]
pub fn runs_out_before(today: NaiveDate) -> NaiveDate {
    today + RUNS_OUT_WITHIN
}

/// The number printed on a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct LicenceNumber(String);

impl LicenceNumber {
    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is no licence's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 4 to 40 characters with a digit")]
pub struct BadLicenceNumber;

impl Refusal for BadLicenceNumber {
    fn message(&self) -> Message {
        Message::new("error-licence-number")
    }
}

impl FromStr for LicenceNumber {
    type Err = BadLicenceNumber;

    /// Takes it as people copy it: full-width digits, spaces, small letters.
    fn from_str(text: &str) -> Result<Self, BadLicenceNumber> {
        let number: String =
            text.chars().map(super::identity::narrow).filter(|c| !c.is_whitespace()).collect();
        let number = number.to_uppercase();
        let fits = (4..=40).contains(&number.chars().count())
            && number.chars().any(|c| c.is_ascii_digit())
            && number.chars().all(|c| c.is_alphanumeric() || "-()[]〔〕/.".contains(c));
        if fits { Ok(Self(number)) } else { Err(BadLicenceNumber) }
    }
}

/// A kind of licence that sites of some trades owe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// The kind.
    pub kind: LicenceKind,
    /// The trades that owe it.
    pub trades: Vec<Trade>,
    /// What says so.
    pub source: String,
}

/// The kinds a trade owes, in the official order.
pub fn owed(rules: &[Owed], trade: Trade) -> impl Iterator<Item = LicenceKind> {
    rules.iter().filter(move |rule| rule.trades.contains(&trade)).map(|rule| rule.kind)
}

/// A kind of licence that is owed and not held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no valid licence: {kind}")]
pub struct Lacking {
    /// Which kind.
    pub kind: LicenceKind,
    /// The last day of the one that was held longest, if there was any.
    pub expired_on: Option<NaiveDate>,
}

impl Refusal for Lacking {
    fn message(&self) -> Message {
        match self.expired_on {
            Some(day) => Message::new("error-licence-expired")
                .with_code("kind", self.kind)
                .with("day", day.to_string()),
            None => Message::new("error-licence-missing").with_code("kind", self.kind),
        }
    }
}

/// Which of the kinds a trade owes are not held on a day: missing, or expired.
#[must_use]
pub fn missing(
    rules: &[Owed],
    trade: Trade,
    held: &[(LicenceKind, Option<NaiveDate>)],
    today: NaiveDate,
) -> Vec<Lacking> {
    let lacking = |kind| {
        let of_kind = || held.iter().filter(move |(held, _)| *held == kind).map(|(_, until)| *until);
        let good = of_kind().any(|until| state(until, today) != LicenceState::Expired);
        (!good).then(|| Lacking { kind, expired_on: of_kind().flatten().max() })
    };
    owed(rules, trade).filter_map(lacking).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_licence_is_good_through_its_last_day_and_says_so_sixty_days_before() {
        let today = day("2017-11-24");
        for (until, expected) in [
            (None, LicenceState::Valid),
            (Some("2018-01-23"), LicenceState::Valid),
            (Some("2018-01-22"), LicenceState::RunsOut),
            (Some("2017-11-24"), LicenceState::RunsOut),
            (Some("2017-11-23"), LicenceState::Expired),
        ] {
            assert_eq!(state(until.map(day), today), expected, "{until:?}");
        }
    }

    #[test]
    fn everything_owed_and_not_held_is_named() {
        let rule = |kind, trades: &[Trade]| Owed { kind, trades: trades.to_vec(), source: String::new() };
        let rules = [
            rule(LicenceKind::Business, &[Trade::Catering, Trade::Lodging]),
            rule(LicenceKind::FireSafety, &[Trade::Catering, Trade::Lodging]),
            rule(LicenceKind::SpecialTrade, &[Trade::Lodging]),
            rule(LicenceKind::Food, &[Trade::Catering]),
        ];
        let held = [
            (LicenceKind::Business, None),
            (LicenceKind::FireSafety, Some(day("2016-05-01"))),
            (LicenceKind::FireSafety, Some(day("2017-05-01"))),
            (LicenceKind::Food, Some(day("2017-01-01"))),
            (LicenceKind::Food, Some(day("2020-01-01"))),
        ];
        let lacking = |trade| missing(&rules, trade, &held, day("2017-11-24"));
        let fire = Lacking { kind: LicenceKind::FireSafety, expired_on: Some(day("2017-05-01")) };
        assert_eq!(lacking(Trade::Catering), [fire]);
        let special = Lacking { kind: LicenceKind::SpecialTrade, expired_on: None };
        assert_eq!(lacking(Trade::Lodging), [fire, special]);
    }

    #[test]
    fn a_number_is_read_as_people_copy_it() {
        let number = |text: &str| text.parse::<LicenceNumber>().map(|number| number.0);
        assert_eq!(number(" ｊｙ２ 4507 0000 "), Ok("JY245070000".into()));
        assert_eq!(number("钦公消安检字〔2016〕第0031号"), Ok("钦公消安检字〔2016〕第0031号".into()));
        for wrong in ["", "12", "没有号码", "<b>1234</b>", &"1".repeat(41)] {
            assert_eq!(number(wrong), Err(BadLicenceNumber), "{wrong}");
        }
    }
}
