//! Points in time. Time is always an argument here: only `main`, `cli` and `web` read the clock.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

/// A moment in UTC, kept to the millisecond. The city reads it as Beijing time ([`Moment::local`]).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Timestamp)]
pub struct Moment(NaiveDateTime);

impl Moment {
    /// From UTC.
    #[must_use]
    pub fn from_utc(at: NaiveDateTime) -> Self {
        Self(at.trunc_subsecs(3))
    }

    /// From Beijing time, which has had no daylight saving since 1991.
    #[must_use]
    pub fn from_local(at: NaiveDateTime) -> Self {
        Self::from_utc(at - Duration::hours(8))
    }

    /// The moment a year begins in Beijing; none for a year the calendar does not reach.
    #[must_use]
    pub fn new_year(year: i32) -> Option<Self> {
        Some(Self::from_local(NaiveDate::from_ymd_opt(year, 1, 1)?.and_hms_opt(0, 0, 0)?))
    }

    /// In UTC.
    #[must_use]
    pub const fn utc(self) -> NaiveDateTime {
        self.0
    }

    /// In Beijing time.
    #[must_use]
    pub fn local(self) -> NaiveDateTime {
        self.0 + Duration::hours(8)
    }

    /// The first moment after a day in Beijing.
    #[must_use]
    pub fn after(day: NaiveDate) -> Self {
        let next = day.checked_add_days(chrono::Days::new(1)).unwrap_or(NaiveDate::MAX);
        Self::from_local(next.and_time(chrono::NaiveTime::MIN))
    }

    /// The last moment of a day in Beijing.
    #[must_use]
    pub fn last_of(day: NaiveDate) -> Self {
        Self(Self::after(day).0 - Duration::milliseconds(1))
    }

    /// The day in Beijing.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        self.local().date()
    }

    /// The year in Beijing.
    #[must_use]
    pub fn year(self) -> i32 {
        self.day().year()
    }
}

impl std::ops::Add<Duration> for Moment {
    type Output = Self;
    fn add(self, by: Duration) -> Self {
        Self(self.0 + by)
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(at: DateTime<Utc>) -> Self {
        Self::from_utc(at.naive_utc())
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%S%.3fZ"))
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let at = DateTime::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?;
        Ok(at.with_timezone(&Utc).into())
    }
}

impl<DB> diesel::serialize::ToSql<diesel::sql_types::Timestamp, DB> for Moment
where
    DB: diesel::backend::Backend,
    NaiveDateTime: diesel::serialize::ToSql<diesel::sql_types::Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        <NaiveDateTime as diesel::serialize::ToSql<diesel::sql_types::Timestamp, DB>>::to_sql(&self.0, out)
    }
}

impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Timestamp, DB> for Moment
where
    DB: diesel::backend::Backend,
    NaiveDateTime: diesel::deserialize::FromSql<diesel::sql_types::Timestamp, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        <NaiveDateTime as diesel::deserialize::FromSql<diesel::sql_types::Timestamp, DB>>::from_sql(value)
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_day_in_beijing() {
        let late = NaiveDate::from_ymd_opt(2017, 11, 23).unwrap().and_hms_opt(16, 0, 0).unwrap();
        assert_eq!(Moment::from_utc(late).day(), NaiveDate::from_ymd_opt(2017, 11, 24).unwrap());
    }
}
