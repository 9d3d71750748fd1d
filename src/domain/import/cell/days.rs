//! Days as files write them: as days, as Excel's serial numbers, as 20171124, 2017年11月24日, 2017.8.

use chrono::{Datelike as _, Duration, NaiveDate};

use super::{Cell, compact, numbers, refuse, tidy};
use crate::domain::identity::narrow;
use crate::domain::refusal::Message;

/// What a cell says of time.
enum Said {
    Day(NaiveDate),
    Month(NaiveDate),
    Year,
}

const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A day of which every part is there.
pub(super) fn day(cell: &Cell) -> Result<String, Message> {
    match said(cell)? {
        Said::Day(day) => Ok(day.to_string()),
        Said::Month(_) | Said::Year => Err(refuse("error-import-day-whole", cell)),
    }
}

/// A day; of a month its first.
pub(super) fn month(cell: &Cell) -> Result<String, Message> {
    match said(cell)? {
        Said::Day(day) | Said::Month(day) => Ok(day.to_string()),
        Said::Year => Err(refuse("error-import-month", cell)),
    }
}

/// A year, alone: a day in its place may be a year that was typed into a cell of days, which Excel takes for one of 1905.
pub(super) fn year(cell: &Cell) -> Result<String, Message> {
    let text = compact(&cell.text());
    let number = text.trim_end_matches('度').trim_end_matches('年');
    if let Some(year) = number.parse::<i32>().ok().filter(|year| number.len() == 4 && YEARS.contains(year)) {
        return Ok(year.to_string());
    }
    Err(refuse("error-import-year", cell))
}

fn said(cell: &Cell) -> Result<Said, Message> {
    let found = match cell {
        Cell::Day(day) => likely(*day).map(Said::Day),
        Cell::Number(number) => return of_number(*number, cell),
        Cell::Text(text) => of_text(text),
        _ => None,
    };
    found.ok_or_else(|| refuse("error-import-day", cell))
}

/// A number is Excel's count of days, or digits that were meant as a day.
fn of_number(number: f64, cell: &Cell) -> Result<Said, Message> {
    let refused = || refuse("error-import-day", cell);
    if let Some(digits) = numbers::digits(number) {
        if (10_000.0..=80_000.0).contains(&number) {
            return serial(number).map(Said::Day).ok_or_else(refused);
        }
        return of_digits(&digits).ok_or_else(refused);
    }
    if (10_000.0..=80_000.0).contains(&number) {
        return serial(number.floor()).map(Said::Day).ok_or_else(refused);
    }
    // 2017.1 is what Excel keeps of 2017.1 and of 2017.10.
    let text = numbers::written(number);
    match text.split_once('.') {
        Some((year, "1")) if year.len() == 4 => Err(refuse("error-import-month-lost", cell)),
        Some((_, part)) if part.len() <= 2 => of_text(&text).ok_or_else(refused),
        _ => Err(refused()),
    }
}

/// Excel counts from the last day of 1899, and thinks 1900 had a leap day.
fn serial(number: f64) -> Option<NaiveDate> {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let days: i64 = format!("{number:.0}").parse().ok()?;
    zero.checked_add_signed(Duration::days(days)).and_then(likely)
}

fn likely(day: NaiveDate) -> Option<NaiveDate> {
    Some(day).filter(|day| YEARS.contains(&day.year()))
}

fn of_digits(digits: &str) -> Option<Said> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(part(0..4)?).ok().filter(|year| YEARS.contains(year))?;
    match digits.len() {
        4 => Some(Said::Year),
        6 => NaiveDate::from_ymd_opt(year, part(4..6)?, 1).map(Said::Month),
        8 => NaiveDate::from_ymd_opt(year, part(4..6)?, part(6..8)?).map(Said::Day),
        _ => None,
    }
}

fn of_text(text: &str) -> Option<Said> {
    let text: String = tidy(text).chars().map(narrow).collect();
    // A time behind the day says nothing here.
    let text = match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day.to_owned(),
        _ => text.chars().filter(|c| *c != ' ').collect(),
    };
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_digits(&text);
    }
    let sign = |c: char| matches!(c, '-' | '.' | '/' | '年' | '月' | '日' | '号' | '—' | '–');
    if !text.chars().all(|c| c.is_ascii_digit() || sign(c)) {
        return None;
    }
    let parts: Vec<&str> = text.split(sign).filter(|part| !part.is_empty()).collect();
    let [year, rest @ ..] = parts.as_slice() else { return None };
    if year.len() != 4 || rest.iter().any(|part| part.len() > 2) {
        return None;
    }
    let year = year.parse().ok().filter(|year| YEARS.contains(year))?;
    match rest {
        [] => Some(Said::Year),
        [month] => NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1).map(Said::Month),
        [month, day] => NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?).map(Said::Day),
        _ => None,
    }
}
