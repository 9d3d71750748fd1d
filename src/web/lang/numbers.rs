//! Numbers and days as the two languages write them.

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use super::Lang;

/// Groups the digits of a whole number: `1,127`. The minus is the typographic one, as in `−8`.
#[must_use]
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if number < 0 {
        text.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Fen as yuan without the unit: `1,800`, or `1,800.50` if there are fen.
#[must_use]
pub fn amount(fen: i64) -> String {
    let yuan = count(fen / 100);
    match fen.unsigned_abs() % 100 {
        0 => yuan,
        // `-0.50` would lose its sign with the whole yuan.
        rest if fen < 0 && fen > -100 => format!("−0.{rest:02}"),
        rest => format!("{yuan}.{rest:02}"),
    }
}

/// A day: `2017年11月24日` or `24 Nov 2017`.
#[must_use]
pub fn day(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Zh => day.format("%Y年%-m月%-d日").to_string(),
        Lang::En => day.format("%-d %b %Y").to_string(),
    }
}

/// A month: `2017年11月` or `Nov 2017`.
#[must_use]
pub fn month(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Zh => day.format("%Y年%-m月").to_string(),
        Lang::En => day.format("%b %Y").to_string(),
    }
}

/// A moment of the city's clock, to the minute.
#[must_use]
pub fn time(lang: Lang, at: NaiveDateTime) -> String {
    format!("{} {:02}:{:02}", day(lang, at.date()), at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        for (number, text) in
            [(0, "0"), (65, "65"), (417, "417"), (1127, "1,127"), (-48, "−48"), (1_234_567, "1,234,567")]
        {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn fen_show_only_when_there_are_some() {
        for (fen, text) in [(180_000, "1,800"), (180_050, "1,800.50"), (5, "0.05"), (-50, "−0.50")] {
            assert_eq!(amount(fen), text);
        }
    }

    #[test]
    fn a_day_reads_as_the_language_writes_it() {
        let article = NaiveDate::from_ymd_opt(2017, 11, 24).unwrap();
        assert_eq!(day(Lang::Zh, article), "2017年11月24日");
        assert_eq!(day(Lang::En, article), "24 Nov 2017");
    }
}
