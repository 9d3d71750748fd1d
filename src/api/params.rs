//! What a query says. Unlike a page, which drops a filter it does not understand, the API refuses it, by field and all at once.

use std::str::FromStr;

use crate::domain::refusal::{Message, Refusal, Refusals};

/// The rows a list has if nobody says how many.
const LIMIT: i64 = 50;

/// The most rows a list has.
const MOST: i64 = 200;

/// A parameter that says something.
pub(super) fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A value of a type that says itself why it is none.
pub(super) fn parsed<T>(text: &str) -> Result<T, Message>
where
    T: FromStr,
    T::Err: Refusal,
{
    text.parse().map_err(|refusal: T::Err| refusal.message())
}

/// Reads one parameter; why it is wrong is added to what is refused.
pub(super) fn read<T>(
    text: Option<&str>,
    field: &str,
    refusals: &mut Refusals,
    parse: impl FnOnce(&str) -> Result<T, Message>,
) -> Option<T> {
    match parse(given(text)?) {
        Ok(value) => Some(value),
        Err(message) => {
            refusals.add(field, message);
            None
        }
    }
}

/// From where a list is read on, and how many rows of it: the record number of the last row seen, and a number of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the last row seen.
    pub after: Option<i64>,
    /// How many rows.
    pub limit: i64,
}

impl Place {
    /// Reads `cursor` and `limit`.
    pub fn read(cursor: Option<&str>, limit: Option<&str>, refusals: &mut Refusals) -> Self {
        let after = read(cursor, "cursor", refusals, |text| {
            text.parse().ok().filter(|after| *after > 0).ok_or_else(|| Message::new("error-api-cursor"))
        });
        let limit = read(limit, "limit", refusals, |text| {
            let limit = text.parse().ok().filter(|limit| (1..=MOST).contains(limit));
            limit.ok_or_else(|| Message::new("error-api-limit").with("most", MOST))
        });
        Self { after, limit: limit.unwrap_or(LIMIT) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_none_is_refused_by_field() {
        let mut refusals = Refusals::default();
        assert_eq!(Place::read(Some(" 7 "), None, &mut refusals), Place { after: Some(7), limit: LIMIT });
        assert_eq!(Place::read(None, Some("200"), &mut refusals), Place { after: None, limit: MOST });
        assert!(refusals.is_empty());
        for (cursor, limit) in [("-1", "0"), ("seven", "201"), ("99999999999999999999", "many")] {
            let mut refusals = Refusals::default();
            Place::read(Some(cursor), Some(limit), &mut refusals);
            assert_eq!(refusals.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["cursor", "limit"]);
        }
    }
}
